"""Whoever guards the vault is told of every opening: of his locality, by name of the officer and hour, never of the content."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.accounts.models import Mandate, active_on
from phoihop.accounts.roles import Role
from phoihop.core import vault
from phoihop.core.models import Notice, SealedOpening
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation


def guards_of(body: int | None, day: object) -> list[int]:
    """The bodies for which somebody is appointed to guard the vault, in the locality of this body; else everywhere."""
    held = Mandate.objects.filter(active_on(day), role=Role.PROTECTION)  # type: ignore[arg-type]
    near = Organisation.objects.filter(pk=body or 0).values("territory")
    here = held.filter(body__territory__in=near) if body else held
    return sorted(set(here.values_list("body", flat=True)) or set(held.values_list("body", flat=True)))


def tell(opening: SealedOpening) -> None:
    """One notice per body that has such an officer, read by that officer alone."""
    local = timezone.localtime(opening.at)
    said = {
        "name": opening.name, "capacity": opening.capacity, "about": opening.about or opening.sealed.kind,
        "hour": f"{local:%H:%M}", "day": f"{local:%d/%m/%Y}",
    }  # fmt: skip
    text = _("%(name)s (%(capacity)s) mở thông tin kín của %(about)s lúc %(hour)s ngày %(day)s.") % said
    if opening.odd:
        text = _("Cần xem ngay, ngoài giờ làm việc: %s") % text
    Notice.objects.bulk_create(
        Notice(
            body=body, role=Role.PROTECTION, record_type="core.sealedopening", record_id=opening.pk,
            record_code=opening.about, verb="core.open_sealed", text=text, at=opening.at,
        )
        for body in guards_of(opening.body, local.date())
    )  # fmt: skip


vault.on_opening.append(tell)


def note_looked(actor: Actor, *, at: datetime) -> int:
    """The officer has looked at everything that was opened until now."""
    return SealedOpening.objects.filter(looked_at=None, at__lte=at).update(looked_at=at)
