"""What happens in a meeting: who came, who spoke, what was asked, answered, voted, concluded, pictured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments import actions as commitments
from phoihop.commitments.models import Origin
from phoihop.core import drafts
from phoihop.core.actions import Refused, action, perform
from phoihop.core.text import fold
from phoihop.core.vault import Secret
from phoihop.core.who import Actor, clock
from phoihop.directory.finding import Finder
from phoihop.directory.models import Organisation
from phoihop.documents.actions import store
from phoihop.documents.models import FileKind
from phoihop.meetings.book import in_the_book
from phoihop.meetings.guests import Guest, expected
from phoihop.meetings.holding_forms import (
    AmendConclusionForm,
    AnswerForm,
    AttendanceForm,
    CloseForm,
    ConcludeForm,
    CorrectTurnForm,
    DropConclusionForm,
    HoldForm,
    OrderForm,
    PictureForm,
    TurnForm,
    VoteForm,
)
from phoihop.meetings.models import TAKEN_DOWN, Meeting, MeetingState
from phoihop.meetings.parts import Attendance, Conclusion, Picture, Point, PointKind, Turn, TurnRole, Vote
from phoihop.meetings.protocol import Protocol, key_of
from phoihop.meetings.rights import GIVER, OFFICE
from phoihop.petitions.actions import seal_words

M = MeetingState
#: While and after it was held; until the minutes are approved.
SPOKEN = [M.HELD, M.CLOSED]


@action(
    on=Meeting, frm=[M.CALLED], to=M.HELD, form=HoldForm, by=OFFICE, primary=True,
    label=_("Khai mạc"), says=_("đã khai mạc"),
)  # fmt: skip
def hold(row: Meeting, *, actor: Actor, at: datetime, began_at: datetime | None = None) -> None:
    """From now on turns and conclusions are taken down."""
    row.began_at = began_at or at


@action(
    on=Meeting, frm=[M.HELD], to=M.CALLED, by=OFFICE,
    label=_("Bỏ khai mạc (bấm nhầm)"), says=_("đã bỏ khai mạc ghi nhầm"),
    warns=_("Cuộc họp trở lại “Đã mời”; danh sách điểm danh, nếu có, giữ nguyên."),
)  # fmt: skip
def undo_hold(row: Meeting, *, actor: Actor, at: datetime) -> None:
    """The way back while nothing was taken down: what was said or written shows that it did begin."""
    if any(getattr(row, told).exists() for told in (*TAKEN_DOWN, "minutes")):
        raise Refused(
            _("Đã ghi lượt phát biểu, biểu quyết, kết luận hoặc biên bản: không bỏ khai mạc được nữa."),
            instead=_("Sửa từng mục ghi sai ở trang hội nghị."),
        )
    row.began_at = None


@action(
    on=Meeting, frm=[M.CALLED, M.HELD, M.CLOSED], form=AttendanceForm, by=OFFICE,
    label=_("Điểm danh"), says=_("đã điểm danh"),
)  # fmt: skip
@in_the_book
def record_attendance(
    row: Meeting,
    *,
    actor: Actor,
    at: datetime,
    present: Sequence[str],
    others: Sequence[tuple[str, str, str]] = (),
) -> None:
    """The whole list as ticked, in order of protocol; who stood in an order made by hand keeps it."""
    known = {guest.key: guest for guest in expected(row)}
    unknown = [key for key in present if key not in known]
    if unknown:
        raise Refused(_("Có người không thuộc danh sách này: %s.") % ", ".join(unknown), field="present")
    came = [known[key] for key in dict.fromkeys(present)]
    near = [*row.hosts(), *(g.body for g in known.values() if g.body)]
    came += _unexpected(row, others, {fold(str(body)): body for body in near})
    _seat(row, came)


def _unexpected(
    row: Meeting, others: Sequence[tuple[str, str, str]], near: dict[str, Organisation]
) -> list[Guest]:
    """Who came uncalled: a body of the locality by its full or short name, called or not; another's name as words."""
    finder, protocol = Finder(row.host.territory, row.day), Protocol(row.day)
    found = []
    for name, title, words in others:
        body = near.get(fold(words)) or (finder.body(words) if words else None)
        if body is not None and body.territory_id != row.host.territory_id:
            body = None  # of elsewhere: named, and not given the meeting to read
        rank = protocol.rank(title, body) if title else 998
        kept = "" if body else words[:300]
        found.append(Guest(name=name, title=title, body=body, body_words=kept, rank=rank))
    return found


def _seat(row: Meeting, came: Sequence[Guest]) -> None:
    """Rows in order; the order made by hand holds for whoever stands on the list already."""
    before = {(a.person_id, a.name): a for a in row.attendance.all()}
    if row.by_hand:
        ordered = sorted(
            came, key=lambda g: (before[g.who].order if g.who in before else 10_000, *key_of(g.rank, g.name))
        )  # fmt: skip
    else:
        ordered = sorted(came, key=lambda g: key_of(g.rank, g.name))
    for old in before.values():
        row.drop(old)
    for n, guest in enumerate(ordered, start=1):
        row.add(
            Attendance(
                person=guest.person, name=guest.name, title=guest.title, body=guest.body, body_words=guest.body_words,
                rank=guest.rank, order=n,
            )
        )  # fmt: skip


@action(
    on=Meeting, frm=[M.CALLED, M.HELD, M.CLOSED], form=OrderForm, by=OFFICE,
    label=_("Xếp lại thứ tự đại biểu"), says=_("đã xếp lại thứ tự đại biểu"),
)  # fmt: skip
@in_the_book
def order_delegates(row: Meeting, *, actor: Actor, at: datetime, lines: Sequence[str]) -> None:
    """By hand, where the table of protocol does not fit the occasion; nobody is lost or added."""
    held = {a.words: a for a in row.attendance.all()}
    wrong = [line for line in lines if line not in held]
    left = [words for words in held if words not in lines]
    if wrong or left or len(lines) != len(set(lines)):
        told = "; ".join([*(f"không có trong danh sách: {w}" for w in wrong), *(f"thiếu: {w}" for w in left)])
        raise Refused(
            _("Danh sách xếp lại chưa khớp với người có mặt. %s") % told, instead=_("Chỉ đổi chỗ các dòng."), field="lines"
        )  # fmt: skip
    row.by_hand = True
    for n, line in enumerate(lines, start=1):
        held[line].order = n
        row.change(held[line])


@action(
    on=Meeting, frm=SPOKEN, form=TurnForm, by=OFFICE, appends=True, primary=True,
    label=_("Ghi lượt phát biểu"), says=_("đã ghi một lượt phát biểu"),
)  # fmt: skip
@in_the_book
def record_turn(
    row: Meeting, *, actor: Actor, at: datetime, speaker: int = 0, name: str = "", title: str = "",
    role: str = TurnRole.DELEGATE, item: int = 0, asks: Sequence[str] = (), praise: Sequence[str] = (),
    said_at: datetime | None = None, sealed: Secret | None = None,
) -> None:  # fmt: skip
    """One turn and the points in it; praise is kept apart from what asks for something.

    ``sealed``: what accuses somebody; it goes to the register of letters at once.
    """
    if sealed:
        perform(seal_words, actor=actor, at=at, said=sealed)
    who = next((a for a in row.attendance.all() if a.order == speaker), None)
    if who is None and not name.strip():
        raise Refused(
            _("Chưa rõ ai phát biểu."), instead=_("Chọn trong danh sách, hoặc ghi tên."), field="speaker"
        )
    turns = list(row.turns.all())
    number = max((t.number for t in turns), default=0) + 1
    row.add(
        Turn(
            number=number, order=number, item=item, role=role, said_at=said_at or at, name=who.name if who else name,
            title=who.title if who else title, body=who.body if who else None,
        )
    )  # fmt: skip
    _points(row, number, asks, praise, after=max((p.number for p in row.points.all()), default=0))


def _points(row: Meeting, turn: int, asks: Sequence[str], praise: Sequence[str], *, after: int) -> None:
    said = [*((PointKind.PRAISE, text) for text in praise), *((PointKind.ASK, text) for text in asks)]
    for n, (kind, text) in enumerate(said, start=after + 1):
        row.add(Point(number=n, order=n, turn=turn, kind=kind, said=text))


@action(
    on=Meeting, frm=SPOKEN, form=CorrectTurnForm, by=OFFICE,
    label=_("Sửa, bỏ một lượt"), says=_("đã sửa một lượt phát biểu"),
)  # fmt: skip
@in_the_book
def correct_turn(
    row: Meeting, *, actor: Actor, at: datetime, turn: int, drop: bool = False, asks: Sequence[str] = (),
    praise: Sequence[str] = (), name: str = "", title: str = "",
) -> None:  # fmt: skip
    """A turn taken down wrongly: its points are written anew, answers to points that stay word for word are kept."""
    wrong = next((t for t in row.turns.all() if t.number == turn), None)
    if wrong is None:
        raise Refused(_("Không có lượt số này."), field="turn")
    held = list(row.points.all())
    mine = {p.said: p for p in held if p.turn == turn}
    if drop:
        row.drop(wrong)
        for point in mine.values():
            row.drop(point)
        return
    if name.strip():
        wrong.name, wrong.title = name, title
        row.change(wrong)
    wanted = {text: PointKind.PRAISE for text in praise} | {text: PointKind.ASK for text in asks}
    for text, point in mine.items():
        if wanted.get(text) != point.kind:
            row.drop(point)
        else:
            wanted.pop(text)
    last = max((p.number for p in held), default=0)
    for n, (text, kind) in enumerate(wanted.items(), start=last + 1):
        row.add(Point(number=n, order=n, turn=turn, kind=kind, said=text))


@action(
    on=Meeting, frm=SPOKEN, form=AnswerForm, by=OFFICE, appends=True,
    label=_("Ghi trả lời"), says=_("đã ghi trả lời một nội dung"),
)  # fmt: skip
@in_the_book
def answer_point(
    row: Meeting, *, actor: Actor, at: datetime, point: int, answer: str, answered_by: str = ""
) -> None:
    """Each point that asks gets one answer; praise needs none."""
    asked = next((p for p in row.points.all() if p.number == point and p.asks and p.said), None)
    if asked is None:
        raise Refused(_("Không có nội dung cần trả lời mang số này."), field="point")
    asked.response, asked.answered_by = answer, answered_by
    row.change(asked)


@action(
    on=Meeting, frm=list(M), by=clock, appends=True,
    label=_("Bỏ chữ một nội dung"), says=_("đã bỏ chữ một nội dung không thuộc cuộc họp"),
)  # fmt: skip
def take_out_words(row: Meeting, *, actor: Actor, at: datetime, point: int) -> None:
    """It was handed over as what it really was (J9): words, answer and whose turn it was go, the count stays.

    A turn in which nothing else was said forgets who spoke; what anybody half-typed about the meeting goes too.
    """
    gone = next((p for p in row.points.all() if p.number == point), None)
    if gone is None:
        return
    alone = [t for t in row.turns.all() if t.number == gone.turn and _said_in(row, t.number) == [point]]
    for turn in alone:
        turn.name, turn.title, turn.body = turn.role_label, "", None
        row.change(turn)
    gone.empty_texts()
    gone.answered_by, gone.turn = "", 0
    row.change(gone)
    drafts.forget_all(row)


def _said_in(row: Meeting, turn: int) -> list[int]:
    return [p.number for p in row.points.all() if p.turn == turn]


@action(
    on=Meeting, frm=SPOKEN, form=VoteForm, by=OFFICE, appends=True,
    label=_("Ghi biểu quyết"), says=_("đã ghi một lần biểu quyết"),
)  # fmt: skip
@in_the_book
def record_vote(
    row: Meeting, *, actor: Actor, at: datetime, about: str, in_favour: int, against: int = 0, silent: int = 0
) -> None:
    present, total = len(row.attendance.all()), in_favour + against + silent
    if total > present:
        raise Refused(
            _("Biểu quyết cộng lại %(total)d, có mặt %(present)d.") % {"total": total, "present": present},
            instead=_("Xem lại số phiếu, hoặc điểm danh lại."), field="in_favour",
        )  # fmt: skip
    n = max((v.number for v in row.votes.all()), default=0) + 1
    row.add(Vote(number=n, order=n, about=about, in_favour=in_favour, against=against, silent=silent))


@action(
    on=Meeting, frm=SPOKEN, form=ConcludeForm, by=OFFICE, appends=True,
    label=_("Ghi kết luận"), says=_("đã ghi một kết luận của chủ tọa"),
)  # fmt: skip
@in_the_book
def conclude(
    row: Meeting, *, actor: Actor, at: datetime, text: str, lead: Organisation | None = None, product: str = "",
    due_on: date | None = None, gives_work: bool = True,
) -> None:  # fmt: skip
    """One conclusion of the chair; what a task would lack is shown, not asked for in the hall."""
    same = next((c for c in row.conclusions.all() if fold(c.text) == fold(text)), None)
    if same is not None:
        raise Refused(
            _("Kết luận %d đã ghi đúng câu này.") % same.number, instead=_("Sửa kết luận ấy nếu cần thêm ai làm, hạn, sản phẩm."),
            field="text",
        )  # fmt: skip
    n = max((c.number for c in row.conclusions.all()), default=0) + 1
    row.add(
        Conclusion(
            number=n, order=n, text=text, lead=lead, product=product, due_on=due_on, gives_work=gives_work
        )
    )


@action(
    on=Meeting, frm=SPOKEN, form=AmendConclusionForm, by=OFFICE,
    label=_("Sửa kết luận"), says=_("đã sửa một kết luận"),
)  # fmt: skip
@in_the_book
def amend_conclusion(
    row: Meeting, *, actor: Actor, at: datetime, number: int, text: str = "", lead: Organisation | None = None,
    product: str = "", due_on: date | None = None, gives_work: bool = True,
) -> None:  # fmt: skip
    """Fills the gaps before work is given out; what has become a task is changed there."""
    found = next((c for c in row.conclusions.all() if c.number == number), None)
    if found is None or found.commitment_id:
        raise Refused(
            _("Kết luận này không có, hoặc đã thành việc."), instead=_("Sửa ở chính việc đó."), field="number"
        )
    found.text = text or found.text
    found.lead, found.product, found.due_on, found.gives_work = lead, product, due_on, gives_work
    row.change(found)


@action(
    on=Meeting, frm=SPOKEN, form=DropConclusionForm, by=OFFICE,
    label=_("Bỏ kết luận ghi nhầm"), says=_("đã bỏ một kết luận ghi nhầm"),
)  # fmt: skip
@in_the_book
def drop_conclusion(row: Meeting, *, actor: Actor, at: datetime, number: int, reason: str) -> None:
    """Taken down by mistake; the others keep their numbers, the reason stands in the history."""
    found = next((c for c in row.conclusions.all() if c.number == number), None)
    if found is None or found.commitment_id:
        raise Refused(
            _("Kết luận này không có, hoặc đã thành việc."), instead=_("Đã thành việc thì xử lý ở chính việc đó."), field="number"
        )  # fmt: skip
    row.drop(found)


@action(
    on=Meeting, frm=SPOKEN, by=GIVER, label=_("Kết luận thành việc"), says=_("đã đưa kết luận vào sổ việc"),
)  # fmt: skip
def propose_tasks(row: Meeting, *, actor: Actor, at: datetime) -> None:
    """Every conclusion that gives work and has a lead becomes a proposed commitment that knows its conclusion.

    What still lacks a day or a product is proposed all the same: the book refuses to give it out until it is filled.
    """
    ready = [c for c in row.conclusions.all() if c.gives_work and not c.commitment_id and c.lead_id]
    if not ready:
        raise Refused(
            _("Không có kết luận nào có đơn vị chủ trì mà chưa thành việc."),
            instead=_("Sửa kết luận, chọn đơn vị chủ trì."), step="meetings.amend_conclusion",
        )  # fmt: skip
    words = _("Kết luận %(title)s") % {"title": row.as_source()}
    for found in ready:
        found.commitment = perform(
            commitments.propose, actor=actor, at=at, content=found.text, lead=found.lead, product=found.product,
            due_on=found.due_on, owner=row.host, origin=Origin.CONCLUSION, source=row, source_item=str(found.number),
            number=str(found.number), source_words=str(words), responsible_title="",
        )  # fmt: skip
        row.change(found)


@action(
    on=Meeting, frm=[M.CALLED, M.HELD, M.CLOSED], form=PictureForm, by=OFFICE, appends=True,
    label=_("Thêm ảnh"), says=_("đã thêm ảnh"),
)  # fmt: skip
def add_picture(
    row: Meeting, *, actor: Actor, at: datetime, upload: Any, caption: str, alternative: str
) -> None:
    """A picture with its caption and the words for who cannot see it."""
    readers = [key for key in row.reader_keys() if key]
    file = perform(store, actor=actor, at=at, upload=upload, words=caption[:300], share_with=readers)
    if file.kind != FileKind.PICTURE:
        raise Refused(_("Tệp này không phải ảnh."), instead=_("Chọn ảnh JPG hoặc PNG."), field="upload")
    row.add(Picture(file=file, caption=caption, alternative=alternative, order=len(row.pictures.all()) + 1))


@action(
    on=Meeting, frm=[M.HELD], to=M.CLOSED, form=CloseForm, by=OFFICE, tells=["co_hosting"],
    label=_("Bế mạc"), says=_("đã bế mạc"),
)  # fmt: skip
def close(row: Meeting, *, actor: Actor, at: datetime, ended_at: datetime | None = None) -> None:
    """The hall is empty; the book may still be completed until the minutes are approved."""
    row.ended_at = ended_at or at
    if row.began_at and row.ended_at < row.began_at:
        raise Refused(
            _("Giờ bế mạc trước giờ khai mạc (%s).") % f"{timezone.localtime(row.began_at):%H:%M}",
            field="end",
        )
