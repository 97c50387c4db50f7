"""The three chairs switch the public page on, each by an action of his own; any of them switches it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.forms import ProposeShowingForm, ReasonForm
from phoihop.commitments.models import Origin
from phoihop.commitments.showing import CHAIRS, Showing, ShowingState
from phoihop.core.actions import Refused, action
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation

S = ShowingState
THREE = ["council", "committee", "front"]
CHAIR = role("leader") & of("council", "committee", "front")


@action(
    on=Showing, frm=None, to=S.PROPOSED, form=ProposeShowingForm, by=role("clerk", "leader") & of("council", "committee", "front"),
    tells=THREE, label=_("Đề nghị mở trang công khai"), says=_("đã đề nghị mở trang Cam kết và kết quả thực hiện"), primary=True,
)  # fmt: skip
def propose_showing(*, actor: Actor, at: datetime, origins: Sequence[str]) -> Showing:
    """One of the three proposes which promises everybody shall read; nothing is shown yet."""
    body = Organisation.objects.select_related("territory").get(pk=actor.acting_for)
    found = Organisation.objects.filter(territory=body.territory_id, kind__in=CHAIRS, valid_to=None).order_by(
        "-rank", "-pk"
    )
    bodies = {CHAIRS[row.kind_id]: row for row in found}
    if len(bodies) < len(CHAIRS):
        raise Refused(
            _("Địa phương này chưa khai báo đủ Thường trực HĐND, UBND và Ủy ban MTTQ."),
            instead=_("Nhờ quản trị khai báo cơ quan còn thiếu."),
        )  # fmt: skip
    labels = ", ".join(str(Origin(origin).label) for origin in origins)
    return Showing(territory=body.territory, origins=" ".join(origins), words=labels[:300], **bodies)


@action(
    on=Showing, frm=[S.PROPOSED], by=CHAIR, appends=True, tells=THREE,
    label=_("Đồng ý mở"), says=_("đã đồng ý mở trang Cam kết và kết quả thực hiện"),
)  # fmt: skip
def consent(showing: Showing, *, actor: Actor, at: datetime) -> None:
    showing.agree(actor.acting_for, timezone.localdate(at))


@action(
    on=Showing, frm=[S.PROPOSED], to=S.ON, by=CHAIR, tells=THREE, primary=True,
    label=_("Đồng ý và mở trang"), says=_("đã mở trang Cam kết và kết quả thực hiện"),
    warns=_("Từ lúc này ai cũng đọc được; việc quá hẹn chỉ hiện sau thời gian chờ đơn vị giải thích."),
)  # fmt: skip
def switch_on(showing: Showing, *, actor: Actor, at: datetime) -> None:
    """The last of the three: his own word, and the page is on."""
    today = timezone.localdate(at)
    showing.agree(actor.acting_for, today)
    if missing := showing.missing():
        raise Refused(
            _("Còn thiếu đồng ý của %s.") % ", ".join(missing),
            instead=_("Bấm Đồng ý mở; bên đồng ý sau cùng mở trang."),
            step="commitments.consent",
        )
    showing.on_since = today


@action(
    on=Showing, frm=[S.PROPOSED, S.ON], to=S.OFF, form=ReasonForm, by=CHAIR, tells=THREE,
    label=_("Tắt trang công khai"), says=_("đã tắt trang Cam kết và kết quả thực hiện"),
)  # fmt: skip
def switch_off(showing: Showing, *, actor: Actor, at: datetime, reason: str) -> None:
    """Each of the three alone; the page says only that it is not open."""
    showing.off_why = reason[:300]
