"""A dialogue is planned, announced, prepared with last time's promises, held, followed and published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.dialogue.forms import (
    AnnounceForm,
    AnswerForm,
    CancelForm,
    CollectForm,
    HeldForm,
    PlanDialogueForm,
    PublishForm,
)
from phoihop.activities.dialogue.models import (
    HELD,
    KIND,
    LAST_TIME,
    Dialogue,
    DialogueQuestion,
    DialogueState,
    Need,
    Promise,
    Via,
    When,
    last_before,
)
from phoihop.activities.dialogue.rights import OFFICE, OWNER
from phoihop.core import drafts
from phoihop.core.actions import Refused, Start, action, after, perform
from phoihop.core.vault import Secret
from phoihop.core.who import CLOCK, Actor, clock
from phoihop.directory.models import Organisation, Person
from phoihop.meetings import actions as meetings
from phoihop.meetings import holding
from phoihop.meetings.agenda import Item
from phoihop.meetings.bookable import Room
from phoihop.meetings.models import Meeting, MeetingState
from phoihop.petitions.actions import receive, seal_words
from phoihop.petitions.models import Petition, PetitionSource
from phoihop.petitions.quarters import quarter_words

S = DialogueState
#: Luật 72/2025 Điều 43.1: one a year; the clock of a year stands on the last dialogue that was held.
YEARLY = Start("dialogue.yearly", "duty_from", "owner")
NOTICE = Start("dialogue.public_notice", "on", "owner")


@action(
    on=Dialogue, frm=None, to=S.PLANNED, form=PlanDialogueForm, by=OWNER, primary=True, tells=["others"],
    starts=[NOTICE, YEARLY], label=_("Lập kế hoạch đối thoại"), says=_("đã lập kế hoạch đối thoại"),
)  # fmt: skip
def plan_dialogue(
    *, actor: Actor, at: datetime, title: str, topic: str, starts_at: datetime, ends_at: datetime, owner: Organisation,
    front: Organisation, council: Organisation, ways: str = "", need: str = Need.YEARLY, room: Room | None = None,
    place_words: str = "", chair: Person | None = None, despite: str = "",
) -> Dialogue:  # fmt: skip
    """Takes its place in the calendar as a meeting of the three bodies; last time's conclusions open it."""
    meeting: Meeting = perform(
        meetings.plan, actor=actor, at=at, kind=KIND, title=title, starts_at=starts_at, ends_at=ends_at, host=owner,
        co_hosts=[council, front], room=room, place_words=place_words, chair=chair, purpose=topic, despite=despite,
    )  # fmt: skip
    day = timezone.localdate(starts_at)
    made = Dialogue(
        title=title, need=need, topic=topic, ways=ways, owner=owner, front=front, council=council, meeting=meeting, on=day,
        previous=last_before(owner, day),
    )  # fmt: skip
    if made.previous is None or made.previous.on.year < day.year:
        made.duty_from = date(day.year, 1, 1)
        _take_over(made, actor=actor, at=at)
    made.link("holds", meeting)
    if made.previous is not None:
        made.link("follows", made.previous)
        _promise(made, made.previous, timezone.localdate(at))
    return made


def _take_over(row: Dialogue, *, actor: Actor, at: datetime) -> None:
    """The clock of a year runs once: whoever carried it hands it over."""
    carriers = Dialogue.objects.filter(owner=row.owner_id, duty_from=row.duty_from).exclude(pk=row.pk)
    for other in carriers.order_by("pk"):
        perform(pass_on_duty, other, actor=actor, at=at, year=row.duty_from.year if row.duty_from else 0)


@action(
    on=Dialogue, frm=list(S), by=OFFICE, appends=True, stops=[YEARLY.code],
    label=_("Chuyển nghĩa vụ năm"), says=_("đã chuyển nghĩa vụ đối thoại của năm sang hội nghị khác"),
)  # fmt: skip
def pass_on_duty(row: Dialogue, *, actor: Actor, at: datetime, year: int) -> None:
    """Performed by the dialogue on which the clock of that year runs from here on."""
    row.duty_from = None


def _promise(made: Dialogue, before: Dialogue, today: date) -> None:
    """Every conclusion of last time with its state of today."""
    rows = before.meeting.conclusions.select_related("lead", "commitment")
    for n, row in enumerate(rows, start=1):
        shape, words = ("gac", str(_("kết luận chung, không giao việc")))
        if row.commitment is not None:
            shape, words = row.commitment.shown_state(today)
        elif row.gives_work:
            shape, words = "thieu", str(_("chưa thành việc"))
        made.add(
            Promise(
                number=n, order=n, text=row.text, lead=row.lead, due_on=row.due_on, standing=words[:200], shape=shape,
                told_on=today, commitment=row.commitment,
            )
        )  # fmt: skip


@action(
    on=Dialogue, frm=[S.PLANNED, S.ANNOUNCED], by=OFFICE, label=_("Cập nhật việc đã hứa"), says=_("đã cập nhật việc đã hứa lần trước"),
)  # fmt: skip
def open_last_conclusions(row: Dialogue, *, actor: Actor, at: datetime) -> None:
    """Counted anew before the hall is told; the agenda says how many there are."""
    if row.previous is None:
        raise Refused(
            _("Chưa có hội nghị đối thoại nào trước đó trong sổ."), instead=_("Lần sau sẽ có danh sách này.")
        )
    for old in row.promises.all():
        row.drop(old)
    _promise(row, row.previous, timezone.localdate(at))
    total = len(row.previous.meeting.conclusions.all())
    words = _("Báo cáo %(n)d việc đã hứa tại lần đối thoại ngày %(day)s") % {
        "n": total, "day": f"{row.previous.on:%d/%m/%Y}",
    }  # fmt: skip
    items = [Item(item.title, item.minutes, item.speaker) for item in row.meeting.agenda.all()]
    told = [item._replace(title=str(words)) if _is_last_time(item) else item for item in items]
    row.meeting = perform(meetings.set_agenda, row.meeting, actor=actor, at=at, lines=told)


def _is_last_time(item: Item) -> bool:
    return item.title == str(LAST_TIME) or "đã hứa" in item.title


@action(
    on=Dialogue, frm=[S.PLANNED], to=S.ANNOUNCED, form=AnnounceForm, by=OFFICE, primary=True, tells=["others"],
    stops=[NOTICE.code], label=_("Thông báo công khai"), says=_("đã thông báo công khai hội nghị đối thoại"),
)  # fmt: skip
def announce(row: Dialogue, *, actor: Actor, at: datetime, announced_words: str) -> None:
    """Time, place, content and how to take part are public; the guests of the meeting are called."""
    row.on = row.meeting.day
    row.announced_on, row.announced_words = timezone.localdate(at), announced_words
    if row.meeting.state == MeetingState.PLANNED:
        called = perform(
            meetings.invite, row.meeting, actor=actor, at=at, outsiders=[str(_("Nhân dân trên địa bàn"))]
        )
        row.meeting = perform(meetings.call, called, actor=actor, at=at, despite=row.meeting.despite)


@action(
    on=Dialogue, frm=[S.PLANNED, S.ANNOUNCED], form=CollectForm, by=OFFICE, appends=True, tells=["owner"],
    label=_("Ghi ý kiến gửi trước"), says=_("đã ghi ý kiến gửi trước"),
)  # fmt: skip
def collect_question(
    row: Dialogue, *, actor: Actor, at: datetime, via: str, lines: Sequence[str], quarter: str = "",
    sealed: Secret | None = None,
) -> None:  # fmt: skip
    """Each becomes a petition received by who collected it, and stands here until it is answered.

    ``sealed``: lines that look like a denunciation; they go to the register of letters at once.
    """
    if sealed:
        perform(seal_words, actor=actor, at=at, said=sealed)
    if not lines:
        raise Refused(_("Chưa ghi ý kiến nào."), field="lines")
    _ask(row, lines, actor=actor, at=at, when=When.BEFORE, via=via, quarter=quarter_words(quarter))


def _ask(
    row: Dialogue, texts: Iterable[str], *, actor: Actor, at: datetime, when: str, via: str, quarter: str = "",
    point: int | None = None, answer: str = "", answered_by: str = "",
) -> None:  # fmt: skip
    for text in texts:
        petition = perform(
            receive, actor=actor, at=at, content=text, source=PetitionSource.DIALOGUE, quarter=quarter, source_record=row,
            source_words=row.as_source(), raised_on=timezone.localdate(at) if when == When.BEFORE else row.on,
        )  # fmt: skip
        row.questions_total += 1
        row.answered_total += bool(answer)
        row.add(
            DialogueQuestion(
                number=row.questions_total, order=row.questions_total, when=when, via=via, quarter=quarter,
                point=point, answer=answer, answered_by=answered_by, petition=petition,
            )
        )  # fmt: skip


@action(
    on=Dialogue, frm=[S.ANNOUNCED, S.HELD], by=OFFICE, appends=True,
    label=_("Lấy ý kiến từ sổ hội nghị"), says=_("đã lấy ý kiến nêu tại hội nghị vào sổ"),
)  # fmt: skip
def collect_live(row: Dialogue, *, actor: Actor, at: datetime) -> None:
    """What was asked in the hall stands in the turns of the meeting: new ones come, answers given there follow."""
    known = {q.point: q for q in row.questions.select_related("petition") if q.point is not None}
    fresh = 0
    for point in row.meeting.points.all():
        if not point.asks or not point.said:
            continue
        held = known.get(point.number)
        if held is None:
            fresh += 1
            _ask(
                row, [point.said], actor=actor, at=at, when=When.LIVE, via=Via.HALL, point=point.number,
                answer=point.response, answered_by=point.answered_by,
            )  # fmt: skip
        elif held.is_told and point.response and point.response != held.answer:
            fresh += 1
            _answer(row, held, point.response, point.answered_by)
    if not fresh:
        raise Refused(
            _("Sổ hội nghị không có ý kiến hay trả lời nào mới."),
            instead=_("Ghi lượt phát biểu ở trang hội nghị trước."),
        )


@after("petitions.hand_over")
def forget(petition: Petition, *, actor: Actor, at: datetime) -> None:
    """What was asked turned out to be a denunciation: its answer here and its words in the book of the hall go (J9)."""
    for question in DialogueQuestion.objects.filter(petition=petition).select_related("dialogue__meeting"):
        row = perform(take_out_answer, question.dialogue, actor=CLOCK, at=at, number=question.number)
        if question.point is not None:
            perform(holding.take_out_words, row.meeting, actor=CLOCK, at=at, point=question.point)


@action(
    on=Dialogue, frm=list(S), by=clock, appends=True,
    label=_("Bỏ trả lời một ý kiến"), says=_("đã bỏ trả lời một ý kiến không thuộc hội nghị"),
)  # fmt: skip
def take_out_answer(row: Dialogue, *, actor: Actor, at: datetime, number: int) -> None:
    """The petition has its words no more; what was answered here would tell them again."""
    gone = next(q for q in row.questions.all() if q.number == number)
    row.answered_total -= bool(gone.answer)
    gone.empty_texts()
    gone.answered_by = ""
    row.change(gone)
    drafts.forget_all(row)


def _answer(row: Dialogue, question: DialogueQuestion, answer: str, answered_by: str) -> None:
    row.answered_total += not question.answer
    question.answer, question.answered_by = answer, answered_by
    row.change(question)


@action(
    on=Dialogue, frm=[S.PLANNED, S.ANNOUNCED, S.HELD], form=AnswerForm, by=OFFICE, appends=True,
    label=_("Ghi trả lời"), says=_("đã ghi trả lời một ý kiến"),
)  # fmt: skip
def answer_question(
    row: Dialogue, *, actor: Actor, at: datetime, number: int, answer: str, answered_by: str = ""
) -> None:
    """What was said in answer; the petition goes its own way and is answered there in writing."""
    found = next((q for q in row.questions.all() if q.number == number), None)
    if found is None:
        raise Refused(_("Không có ý kiến số %d.") % number, field="number")
    _answer(row, found, answer.strip(), answered_by.strip())


@action(
    on=Dialogue, frm=[S.ANNOUNCED], to=S.HELD, form=HeldForm, by=OFFICE, primary=True, tells=["others"],
    starts=[Start("dialogue.result", "held_on", "owner"), Start("dialogue.conclusions", "held_on", "owner"), YEARLY],
    label=_("Ghi đã đối thoại"), says=_("đã ghi hội nghị đối thoại đã họp"),
)  # fmt: skip
def record_held(row: Dialogue, *, actor: Actor, at: datetime, people: int) -> None:
    """How many came; the duty of this year is done, that of the next begins with it."""
    meeting = row.meeting
    if meeting.starts_at > at:
        raise Refused(_("Hội nghị chưa đến giờ họp."), instead=_("Đổi giờ ở trang hội nghị nếu đã họp sớm."))
    if meeting.state == MeetingState.CALLED:
        meeting = perform(holding.hold, meeting, actor=actor, at=at, began_at=meeting.starts_at)
    if meeting.state == MeetingState.HELD and meeting.ends_at <= at:
        meeting = perform(holding.close, meeting, actor=actor, at=at, ended_at=meeting.ends_at)
    row.meeting, row.on, row.people = meeting, meeting.day, people
    row.duty_from = date(row.on.year + 1, 1, 1)
    _take_over(row, actor=actor, at=at)


@action(
    on=Dialogue, frm=HELD, by=OWNER, stops=["dialogue.conclusions"], appends=True,
    label=_("Kết luận thành việc"), says=_("đã đưa kết luận đối thoại vào sổ việc"),
)  # fmt: skip
def give_conclusions(row: Dialogue, *, actor: Actor, at: datetime) -> None:
    """The chair's conclusions become commitments that the next dialogue opens with."""
    row.meeting = perform(holding.propose_tasks, row.meeting, actor=actor, at=at)


@action(
    on=Dialogue, frm=[S.HELD], to=S.PUBLISHED, form=PublishForm, by=OFFICE, primary=True, tells=["others"],
    stops=["dialogue.result"], label=_("Công bố kết quả"), says=_("đã công bố kết quả đối thoại"),
)  # fmt: skip
def publish_result(
    row: Dialogue, *, actor: Actor, at: datetime, published_on: date, published_words: str
) -> None:
    """In the media, posted at the office, sent to the heads of quarters (Điều 43.3)."""
    if published_on < row.on or published_on > timezone.localdate(at):
        raise Refused(_("Ngày công bố phải từ ngày đối thoại đến hôm nay."), field="published_on")
    if not row.meeting.conclusions.exists():
        raise Refused(
            _("Chưa ghi kết luận nào của hội nghị."), instead=_("Ghi kết luận ở trang hội nghị rồi công bố.")
        )
    row.published_on, row.published_words = published_on, published_words


@action(
    on=Dialogue, frm=[S.PLANNED, S.ANNOUNCED], to=S.CANCELLED, form=CancelForm, by=OFFICE, tells=["others"],
    stops=[NOTICE.code], label=_("Hủy hội nghị"), says=_("đã hủy hội nghị đối thoại"),
    warns=_("Hội nghị trong lịch cũng bị hủy. Nghĩa vụ đối thoại của năm vẫn còn và vẫn tính hạn."),
)  # fmt: skip
def cancel(row: Dialogue, *, actor: Actor, at: datetime, reason: str) -> None:
    """The clock of the year runs on: called off is not held."""
    row.reason = reason
    if row.meeting.state in (MeetingState.PLANNED, MeetingState.CALLED):
        row.meeting = perform(meetings.cancel, row.meeting, actor=actor, at=at, reason=reason)
