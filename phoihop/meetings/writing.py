"""Minutes: written out of the rows, checked against them, remarked, approved and locked under a fingerprint."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action
from phoihop.core.who import Actor, of, role
from phoihop.documents.versions import fingerprint
from phoihop.meetings.counting import reconcile
from phoihop.meetings.minutes import Minutes, MinutesLine, MinutesRemark, MinutesState
from phoihop.meetings.minutes_text import approval, gaps_in, write_text
from phoihop.meetings.models import Meeting, MeetingState
from phoihop.meetings.rights import INSIDE
from phoihop.meetings.writing_forms import (
    HEADING,
    AnswerRemarkForm,
    ApproveForm,
    RemarkForm,
    ReviseForm,
    WriteForm,
)

B = MinutesState
WRITERS = INSIDE & of("meeting.host", "co_hosting")
#: The chair of a joint meeting need not come from the body that holds it.
CHAIR = role("leader") & of("meeting.chaired_from")
THERE = (INSIDE & of("present_bodies")) | WRITERS
OPEN = [B.DRAFT, B.CHECKED, B.REMARKED]


@action(
    on=Minutes, frm=None, to=B.DRAFT, form=WriteForm, by=WRITERS, primary=True,
    label=_("Lập biên bản"), says=_("đã lập dự thảo biên bản"),
)  # fmt: skip
def write_minutes(*, actor: Actor, at: datetime, meeting: Meeting) -> Minutes:
    """Every number in it is counted from the rows; words may then be changed by hand."""
    if not meeting.attendance.exists():
        raise Refused(
            _("Chưa điểm danh cuộc họp này."), instead=_("Điểm danh rồi lập biên bản."), field="meeting"
        )
    made = Minutes(meeting=meeting, title=str(_("Biên bản %s") % meeting.title)[:420])
    for n, line in enumerate(write_text(meeting, actor), start=1):
        made.add(MinutesLine(number=n, order=n, text=line.text, heading=line.heading))
    return made


@action(
    on=Minutes, frm=OPEN, to=B.DRAFT, form=ReviseForm, by=WRITERS,
    label=_("Sửa biên bản"), says=_("đã sửa biên bản"),
)  # fmt: skip
def revise_minutes(row: Minutes, *, actor: Actor, at: datetime, text: str) -> None:
    """By hand; the counts are looked at again before it goes on."""
    for old in row.lines.all():
        row.drop(old)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for n, line in enumerate(lines, start=1):
        heading = line.startswith(HEADING.strip())
        row.add(
            MinutesLine(
                number=n, order=n, text=line.lstrip("# ").strip() if heading else line, heading=heading
            )
        )


@action(
    on=Minutes, frm=OPEN, to=B.DRAFT, by=WRITERS,
    label=_("Lập lại theo sổ"), says=_("đã lập lại biên bản theo sổ cuộc họp"),
    warns=_("Chữ đã sửa bằng tay trong biên bản được thay bằng chữ lập từ sổ; bản cũ vẫn còn trong lịch sử."),
)  # fmt: skip
def rewrite_minutes(row: Minutes, *, actor: Actor, at: datetime) -> None:
    """The rows were completed since: the text is told from them anew."""
    for old in row.lines.all():
        row.drop(old)
    for n, line in enumerate(write_text(row.meeting, actor), start=1):
        row.add(MinutesLine(number=n, order=n, text=line.text, heading=line.heading))


def _took_place(row: Minutes) -> None:
    """Nothing is approved of a meeting that was cancelled or has not begun."""
    if row.meeting.state not in (MeetingState.HELD, MeetingState.CLOSED):
        raise Refused(
            _("Cuộc họp chưa diễn ra hoặc đã hủy (%s): chưa có gì để duyệt, khóa.") % row.meeting.state_label,
            instead=_("Khai mạc ở trang hội nghị rồi làm lại bước này."), step="meetings.hold",
        )  # fmt: skip


def _reconciled(row: Minutes) -> None:
    """Refused while any count differs, saying which and where."""
    faults = reconcile([(line.number, line.text) for line in row.lines.all()], row.meeting)
    if faults:
        told = " ".join(fault.words for fault in faults[:8])
        more = _(" Và %d chỗ nữa.") % (len(faults) - 8) if len(faults) > 8 else ""
        raise Refused(
            _("Số trong biên bản chưa khớp sổ cuộc họp. %(told)s%(more)s") % {"told": told, "more": more},
            instead=_("Sửa biên bản hoặc sửa sổ cuộc họp, rồi làm lại bước này."), step="meetings.revise_minutes",
        )  # fmt: skip


def _filled(row: Minutes) -> None:
    """A gap left for a person is no sentence anybody can approve."""
    open_lines = [str(line.number) for line in row.lines.all() if gaps_in(line.text)]
    if open_lines:
        raise Refused(
            _("Biên bản còn chỗ để trống (…) ở đoạn %s.") % ", ".join(open_lines),
            instead=_("Bế mạc ở trang hội nghị rồi Lập lại theo sổ, hoặc điền tay; sau đó soát số và duyệt lại."),
            step="meetings.revise_minutes",
        )  # fmt: skip


@action(
    on=Minutes, frm=[B.DRAFT], to=B.CHECKED, by=WRITERS, tells=["present_bodies"], primary=True,
    label=_("Soát số, gửi góp ý"), says=_("đã soát số và gửi người dự góp ý"),
)  # fmt: skip
def check(row: Minutes, *, actor: Actor, at: datetime) -> None:
    """Present by body, turns, points, minutes of the agenda, votes: all as the rows say."""
    _reconciled(row)


@action(
    on=Minutes, frm=[B.CHECKED, B.REMARKED], to=B.REMARKED, form=RemarkForm, by=THERE, tells=["meeting.host"], appends=True,
    label=_("Góp ý biên bản"), says=_("đã góp ý biên bản"),
)  # fmt: skip
def remark(row: Minutes, *, actor: Actor, at: datetime, text: str) -> None:
    """By a body that was there."""
    n = len(row.remarks.all()) + 1
    row.add(MinutesRemark(number=n, order=n, who=actor.capacity[:300], text=text))


@action(
    on=Minutes, frm=[B.DRAFT, B.CHECKED, B.REMARKED], form=AnswerRemarkForm, by=WRITERS, appends=True,
    label=_("Trả lời góp ý"), says=_("đã trả lời một góp ý"),
)  # fmt: skip
def answer_remark(row: Minutes, *, actor: Actor, at: datetime, number: int, answer: str) -> None:
    asked = next((r for r in row.remarks.all() if r.number == number and not r.answer), None)
    if asked is None:
        raise Refused(_("Không có góp ý chưa trả lời mang số này."), field="number")
    asked.answer, asked.answered_by = answer, actor.capacity[:300]
    row.change(asked)


@action(
    on=Minutes, frm=[B.CHECKED, B.REMARKED], to=B.APPROVED, form=ApproveForm, by=WRITERS | CHAIR,
    tells=["present_bodies"], also=["meeting"], label=_("Duyệt biên bản"), says=_("đã duyệt biên bản"),
)  # fmt: skip
def approve(row: Minutes, *, actor: Actor, at: datetime, approved_by: str = "") -> None:
    """By the leader in person, or recorded by the office with the name of who approved on paper.

    The meeting is held still meanwhile: what is being written into its book comes before or not at all.
    """
    _took_place(row)
    leader = actor.hat is not None and actor.hat.role == "leader"
    if not leader and not approved_by.strip():
        raise Refused(
            _("Thiếu: ai đã duyệt."), instead=_("Lãnh đạo tự bấm, hoặc văn phòng ghi chức danh, họ tên."), field="approved_by"
        )  # fmt: skip
    left = [r for r in row.remarks.all() if not r.answer]
    if left:
        raise Refused(
            _("Còn %d góp ý chưa trả lời.") % len(left), instead=_("Trả lời từng góp ý rồi duyệt."), step="meetings.answer_remark"
        )  # fmt: skip
    _filled(row)
    _reconciled(row)
    row.approved_by = actor.capacity[:300] if leader else approved_by
    n = max((line.number for line in row.lines.all()), default=0) + 1
    row.add(MinutesLine(number=n, order=n, text=approval(row.approved_by)))


@action(
    on=Minutes, frm=[B.APPROVED], to=B.DRAFT, form=RemarkForm, by=WRITERS, tells=["present_bodies"],
    label=_("Trả về dự thảo"), says=_("đã trả biên bản về dự thảo"),
)  # fmt: skip
def return_minutes(row: Minutes, *, actor: Actor, at: datetime, text: str) -> None:
    """Before it is locked a mistake may still be put right; the reason stands among the remarks."""
    n = len(row.remarks.all()) + 1
    row.add(MinutesRemark(number=n, order=n, who=actor.capacity[:300], text=text))
    for line in row.lines.all():
        if line.text == approval(row.approved_by):
            row.drop(line)
    row.approved_by = ""


@action(
    on=Minutes, frm=[B.APPROVED], to=B.LOCKED, by=WRITERS, tells=["present_bodies"], also=["meeting"], primary=True,
    label=_("Khóa biên bản"), says=_("đã khóa biên bản"),
    warns=_("Sau khi khóa, chữ của biên bản và sổ cuộc họp không sửa được nữa."),
)  # fmt: skip
def lock(row: Minutes, *, actor: Actor, at: datetime) -> None:
    """Takes the fingerprint of the text and the version of the meeting it was counted from."""
    _took_place(row)
    _reconciled(row)
    row.fingerprint = fingerprint([row.title, *(line.text for line in row.lines.all())])
    row.meeting_version = row.meeting.head
