"""A file is opened to the public after somebody looked at it, and taken back at once when that was a mistake."""

from __future__ import annotations

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core import drafts
from phoihop.core.actions import Refused, action, perform
from phoihop.core.journal import forgets_names
from phoihop.core.personal import personal_data
from phoihop.core.who import CLOCK, Actor, clock, of, role
from phoihop.documents.comparing.keeping import forget
from phoihop.documents.files.keeping import name_of
from phoihop.documents.files.looking import look_at
from phoihop.documents.forms import PublishForm, WithdrawForm
from phoihop.documents.models import File, FileState
from phoihop.documents.opened import opened


@action(
    on=File, frm=[FileState.KEPT], form=PublishForm, by=role("clerk", "leader") & of("owner"),
    label=_("Công khai tệp"), says=_("đã công khai tệp"),
    warns=_("Bất cứ ai cũng mở và tải được tệp này, không cần tài khoản."),
)  # fmt: skip
def publish(
    file: File, *, actor: Actor, at: datetime, public_title: str, public_why: str, looked: bool = False,
    agreed: bool = False,
) -> None:  # fmt: skip
    """Needs the tick of who looked, and a second one where the machine warns; an original that was covered stays inside."""
    if file.public_on is not None:
        raise Refused(_("Tệp này đã công khai."))
    _need_uncovered(file, actor)
    twin = File.objects.filter(
        sha256=file.sha256, owner=file.owner_id, state=FileState.KEPT, public_on__isnull=False
    )
    if found := twin.first():
        raise Refused(_("Tệp cùng nội dung đã công khai: %s.") % found.code)
    if not looked:
        raise Refused(_("Chưa đánh dấu đã xem tệp."), field="looked")
    look = look_at(file)
    if (look.warnings or look.unread or look.pictures) and not agreed:
        raise Refused(
            _("Tệp có ảnh máy không đọc được chữ.") if look.pictures and not look.warnings else _("Tệp có thể có dữ liệu cá nhân."),
            instead=_("Che dữ liệu trước, hoặc đánh dấu ô đồng ý."), field="agreed",
        )  # fmt: skip
    if personal_data([public_title]):
        raise Refused(_("Tên trên trang công khai có dữ liệu cá nhân."), field="public_title")
    file.public_on = timezone.localdate(at)
    file.public_title, file.public_why = public_title, public_why
    told = [*(look.warnings or ((look.unread,) if look.unread else ()))]
    file.warned_of = "; ".join([*told, *([_("ảnh: %s") % look.pictures] if look.pictures else [])])[:300]


def _need_uncovered(file: File, actor: Actor) -> None:
    """The same bytes are the same original, under whatever number and whoever covered them."""
    copies = File.objects.filter(redacted_from__sha256=file.sha256, state=FileState.KEPT).order_by("pk")
    seen = copies.visible_to(actor).first()
    if seen is not None:
        raise Refused(
            _("Tệp này là bản gốc còn thông tin đã che ở %s.") % seen.code, instead=_("Công khai bản đã che.")
        )
    if copies.exists():
        raise Refused(
            _("Nội dung này đã được che ở một đơn vị khác nên không công khai nguyên bản."),
            instead=_("Tạo bản che rồi công khai bản ấy."),
        )


@action(
    on=File, frm=[FileState.KEPT], by=clock, tells=["opened_bodies"], label=_("Báo người đã mở"),
    says=_("đã báo cơ quan của những người đã mở tệp"),
)  # fmt: skip
def tell_openers(file: File, *, actor: Actor, at: datetime, people: int) -> None:
    """Told by the house itself, so that colleagues of who takes the file back are told as well."""


@action(
    on=File, frm=[FileState.KEPT], to=FileState.WITHDRAWN, form=WithdrawForm,
    by=role("clerk", "leader", "unit", "member") & of("owner"), tells=["others_sharing"],
    label=_("Thu hồi tệp"), says=_("đã thu hồi tệp"),
    warns=_("Tệp không mở được nữa ở bất cứ đâu, kể cả trang công khai; bản ghi và lý do vẫn giữ; người đã mở được báo."),
)  # fmt: skip
def withdraw(file: File, *, actor: Actor, at: datetime, withdrawn_why: str) -> None:
    """Gone at once from every page and from the search; how many opened it stands in the record."""
    seen = opened(file.code)
    if seen.bodies:
        told = perform(tell_openers, file, actor=CLOCK, at=at, people=len(seen.users))
        file.seq, file.head = told.seq, told.head
    file.opened_by, file.opened_outside = len(seen.users), seen.outside
    file.withdrawn_why = withdrawn_why
    forget(file.sha256)
    drafts.forget_all(file)


@forgets_names
def taken_back(names: set[str]) -> list[str]:
    """The names, as they came, of files that were taken back: no history of another record tells them."""
    kept = {name: name_of(name) for name in names}
    gone = set(
        File.objects.filter(name__in=kept.values(), state=FileState.WITHDRAWN).values_list("name", flat=True)
    )
    return [name for name, bare in kept.items() if bare in gone]


@action(
    on=File, frm=[FileState.KEPT], to=FileState.WITHDRAWN, by=clock, label=_("Niêm phong tệp"), says=_("đã niêm phong tệp"),
)  # fmt: skip
def seal_away(file: File, *, actor: Actor, at: datetime, why: str) -> None:
    """Its bytes are sealed elsewhere by whoever performs it: here neither they nor its name and description stay."""
    file.name, file.words, file.withdrawn_why = str(_("tệp niêm phong")), "", why[:300]
    file.public_on, file.public_title = None, ""
    forget(file.sha256)
    stored = file.stored_as
    if not File.objects.filter(sha256=file.sha256, state=FileState.KEPT).exclude(pk=file.pk).exists():
        transaction.on_commit(lambda: default_storage.delete(stored))
