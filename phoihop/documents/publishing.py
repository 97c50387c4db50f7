"""An issued paper is opened to the public, and closed again: who holds its code or the paper is then told all of it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action
from phoihop.core.who import Actor
from phoihop.documents.drafting import LEADER, OFFICE
from phoihop.documents.models import OutgoingDocument, OutgoingState
from phoihop.documents.register_forms import ReasonForm

S = OutgoingState


@action(
    on=OutgoingDocument, frm=[S.ISSUED], by=OFFICE | LEADER, label=_("Công khai văn bản"),
    says=_("đã công khai văn bản"),
    warns=_("Trang kiểm tra văn bản sẽ nói số, trích yếu, người ký của văn bản này cho bất cứ ai có mã hoặc tệp."),
)  # fmt: skip
def make_public(document: OutgoingDocument, *, actor: Actor, at: datetime) -> None:
    if document.public_on is not None:
        raise Refused(_("Văn bản này đã công khai."))
    document.public_on = timezone.localdate(at)


@action(
    on=OutgoingDocument, frm=[S.ISSUED, S.RECALLED], form=ReasonForm, by=OFFICE | LEADER,
    label=_("Thôi công khai"), says=_("đã thôi công khai văn bản"),
)  # fmt: skip
def take_down(document: OutgoingDocument, *, actor: Actor, at: datetime, reason: str) -> None:
    """The register still confirms the paper to who holds it; what it says is no longer told."""
    if document.public_on is None:
        raise Refused(_("Văn bản này chưa công khai."))
    document.public_on = None
