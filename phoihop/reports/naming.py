"""Actions on the catalogue of subjects: shipped, added, changed, retired, restored."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action
from phoihop.core.text import sort_key
from phoihop.core.who import Actor, Rule, clock, near, role
from phoihop.reports.catalogue import general, key_of, taken
from phoihop.reports.forms import SubjectForm
from phoihop.reports.models import Subject, SubjectState

S = SubjectState
#: A general row is everybody's: only an administrator changes it, an office adds names by a row of its own.
GENERAL = Rule("general row", lambda hat, record: getattr(record, "territory_id", 0) is None)
KEEPERS = (role("clerk", "leader", "administrator") & near("territory")) | (role("administrator") & GENERAL)


@action(
    on=Subject, frm=None, to=S.IN_USE, by=clock,
    label=_("Nạp chỉ tiêu dùng chung"), says=_("đã nạp chỉ tiêu dùng chung"),
)  # fmt: skip
def ship_subject(
    *,
    actor: Actor,
    at: datetime,
    known_as: str,
    name: str,
    wordings: str = "",
    unit: str = "",
    note: str = "",
) -> Subject:
    """A row of general language, as the house ships it; ``wordings`` parted by strokes."""
    lines = "\n".join(wordings.split("|"))
    return Subject(
        known_as=known_as, name=name, sort=sort_key(name)[:800], wordings=lines, unit=unit, note=note
    )


@action(
    on=Subject, frm=None, to=S.IN_USE, form=SubjectForm, primary=True, by=role("clerk", "leader", "administrator") & near("territory"),
    label=_("Thêm chỉ tiêu"), says=_("đã thêm chỉ tiêu vào danh mục"),
)  # fmt: skip
def add_subject(
    *, actor: Actor, at: datetime, name: str, wordings: str = "", unit: str = "", note: str = ""
) -> Subject:
    """A row of the actor's locality. Under the name of a general subject it lends that one its names."""
    territory = actor.hat.territory if actor.hat else None
    made = Subject(territory_id=territory)
    _say(made, name=name, wordings=wordings, unit=unit, note=note)
    there = Subject.objects.filter(known_as=made.known_as, territory=territory).first()
    if there:
        raise Refused(
            _("Đơn vị đã có chỉ tiêu này trong danh mục: %(name)s (%(code)s).") % {"name": there.name, "code": there.code},
            instead=_("Mở chỉ tiêu ấy và thêm cách gọi vào đó."), field="name",
        )  # fmt: skip
    return made


@action(
    on=Subject, frm=[S.IN_USE], form=SubjectForm, by=KEEPERS,
    label=_("Sửa tên, cách gọi"), says=_("đã sửa chỉ tiêu trong danh mục"),
)  # fmt: skip
def change_subject(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    name: str,
    wordings: str = "",
    unit: str = "",
    note: str = "",
) -> None:
    _say(subject, name=name, wordings=wordings, unit=unit, note=note)


@action(
    on=Subject, frm=[S.IN_USE], to=S.RETIRED, by=KEEPERS,
    label=_("Thôi dùng"), says=_("đã thôi dùng chỉ tiêu này"),
)  # fmt: skip
def retire_subject(subject: Subject, *, actor: Actor, at: datetime) -> None:
    """Papers are no longer recognised by it; it stays readable."""


@action(
    on=Subject, frm=[S.RETIRED], to=S.IN_USE, by=KEEPERS,
    label=_("Dùng lại"), says=_("đã dùng lại chỉ tiêu này"),
)  # fmt: skip
def restore_subject(subject: Subject, *, actor: Actor, at: datetime) -> None:
    _alone(subject)


def _say(subject: Subject, *, name: str, wordings: str, unit: str, note: str) -> None:
    subject.name, subject.sort = name, sort_key(name)[:800]
    subject.wordings, subject.unit, subject.note = wordings, unit, note
    if subject.territory_id is not None:
        subject.known_as = key_of(name, subject.territory_id)
        known = general(subject.known_as)
        subject.unit = unit or (known.unit if known else "")
    _alone(subject)


def _alone(subject: Subject) -> None:
    """One name leads to one subject."""
    found = taken(subject)
    if found:
        raise Refused(
            _("“%(words)s” đang là cách gọi của chỉ tiêu khác: %(name)s.") % {"words": found[0], "name": found[1].name},
            instead=_("Bỏ cách gọi này ở một trong hai chỉ tiêu."), field="wordings",
        )  # fmt: skip
