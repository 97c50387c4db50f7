"""A row of an old list as a petition: its state is what the list told, its source says so, its history begins there."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.models import NO_DATE
from phoihop.core.actions import action
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.petitions.models import (
    Answer,
    ListRow,
    PastList,
    PastRow,
    Petition,
    PetitionSource,
    PetitionState,
    Question,
    result_of,
)
from phoihop.petitions.receiving import TITLE, leading, lookup_code
from phoihop.petitions.rights import CLASSIFIERS

S = PetitionState
UNANSWERED = "none"
#: Petitions that leave the book by one pressing: more of them are taken back by the next.
TAKEN_AT_ONCE = 300


@action(
    on=Petition, frm=None, by=CLASSIFIERS,
    label=_("Ghi từ biểu tổng hợp"), says=_("đã ghi từ biểu tổng hợp năm trước"),
)  # fmt: skip
def record_past(
    *, actor: Actor, at: datetime, past: PastList, content: str, quarter: str, place: str, field: str, competence: str,
    unit: int | None, source_words: str, raised_on: date, received_on: date, due_on: date | None, result: str, sure: bool,
    answer: str, letter: str, competent: str, answered_on: date, row: int, number: str, known_by: str,
    digest: str, forwarder: Organisation | None, front: Organisation | None, answering: Organisation | None,
) -> Petition:  # fmt: skip
    """Performed by the recording of a list, many at a time: no clock runs for what is long past."""
    made = Petition(
        source=PetitionSource.PAST_LIST, source_type=past._meta.label_lower, source_id=past.pk, receiver=past.owner,
        forwarder=forwarder, front=front, answering=answering, lookup=lookup_code(), sort_on=NO_DATE,
    )  # fmt: skip
    _tell(
        made, content=content, quarter=quarter, place=place, field=field, competence=competence, unit=unit,
        source_words=source_words, raised_on=raised_on, received_on=received_on, due_on=due_on,
    )  # fmt: skip
    _result(
        made, result=result, answer=answer, letter=letter, competent=competent, answered_on=answered_on,
    )  # fmt: skip
    if made.state == S.RECEIVED:
        made.add(Question(number=1, order=1, text=made.title))
    made.add(PastRow(past_list=past, row=row, number=number, key=known_by, digest=digest, unsure=not sure))
    return made


@action(
    on=Petition, frm=[S.RECEIVED, S.ANSWERED, S.SENT_UP, S.CLOSED], by=CLASSIFIERS,
    label=_("Ghi lại từ biểu tổng hợp"), says=_("đã ghi lại theo biểu tổng hợp mới"),
)  # fmt: skip
def record_again(
    petition: Petition, *, actor: Actor, at: datetime, past: PastList, content: str, quarter: str, place: str, field: str,
    competence: str, unit: int | None, source_words: str, raised_on: date, received_on: date, due_on: date | None,
    result: str, sure: bool, answer: str, letter: str, competent: str, answered_on: date, row: int,
    number: str, known_by: str, digest: str,
) -> None:  # fmt: skip
    """The next version of the list tells this row otherwise, and nobody has worked on it since."""
    for old in petition.answers.all():
        petition.drop(old)
    _tell(
        petition, content=content, quarter=quarter, place=place, field=field, competence=competence, unit=unit,
        source_words=source_words, raised_on=raised_on, received_on=received_on, due_on=due_on,
    )  # fmt: skip
    _result(
        petition, result=result, answer=answer, letter=letter, competent=competent, answered_on=answered_on,
    )  # fmt: skip
    petition.add(
        PastRow(past_list=past, row=row, number=number, key=known_by, digest=digest, unsure=not sure)
    )


@action(
    on=Petition, frm=[S.RECEIVED, S.ANSWERED, S.SENT_UP, S.CLOSED], to=S.RETRACTED, by=CLASSIFIERS,
    label=_("Lấy lại, ghi nhầm từ biểu"), says=_("đã lấy lại vì ghi nhầm từ biểu tổng hợp"),
)  # fmt: skip
def retract(petition: Petition, *, actor: Actor, at: datetime, past: PastList, reason: str) -> None:
    """Performed by taking back the rows of a list: it counts nowhere, its row and its history stay."""


def untouched(past: PastList) -> list[Petition]:
    """What this list made and nobody has worked on, asked again, merged or put on a list since."""
    rows = Petition.objects.filter(
        source_type=past._meta.label_lower, source_id=past.pk, state__in=(S.RECEIVED, S.ANSWERED, S.SENT_UP, S.CLOSED),
        repeated_by=None, merged=None, split_off=None,
    )  # fmt: skip
    rows = rows.exclude(pk__in=ListRow.objects.values("petition"))
    return list(rows.annotate(told=Count("past_rows")).filter(seq=F("told")).order_by("pk"))


def to_take_back(past: PastList) -> dict[str, int]:
    """How many leave the book by the next pressing, how many by later ones, and how many stay."""
    free = len(untouched(past))
    now = min(free, TAKEN_AT_ONCE)
    return {"made": past.made, "now": now, "later": free - now, "stay": max(past.made - free, 0)}


def _tell(
    made: Petition, *, content: str, quarter: str, place: str, field: str, competence: str, unit: int | None,
    source_words: str, raised_on: date, received_on: date, due_on: date | None,
) -> None:  # fmt: skip
    made.content, made.title = content, leading(content)[:TITLE]
    made.quarter, made.place, made.field, made.competence = quarter, place, field, competence
    made.responsible_id, made.source_words = unit, source_words
    made.raised_on, made.received_on, made.due_on = raised_on, received_on, due_on


def _result(
    made: Petition,
    *,
    result: str,
    answer: str,
    letter: str,
    competent: str,
    answered_on: date,
) -> None:
    """What the list told: an answer and a class of result. "Đã giải quyết" without a proof is an answer, nothing solved:
    it is said to be so by an old list, and counts as solved once somebody gives the proof."""
    kind = result_of(result) if result and result != UNANSWERED else None
    made.result_class, made.short_answer, made.competent = kind.code if kind else "", answer[:600], competent
    made.answered_on = made.solved_on = None
    if result == UNANSWERED or (kind is None and not answer):
        made.state, made.short_answer, made.sort_on = S.RECEIVED, "", made.due_on or NO_DATE
        return
    made.answered_on, made.sendings = answered_on, 1
    if kind is not None:
        made.add(
            Answer(
                number=1, sending=1, unit_id=made.responsible_id, result_class=kind.code, short=answer[:600] or kind.public,
                letter=letter, competent=competent, approved_on=answered_on, approved_by=made.source_words[:300], order=1,
            )
        )  # fmt: skip
    if kind is not None and "body" in kind.wants:
        made.state = S.SENT_UP
    elif kind is not None and not kind.needs:
        made.state = S.CLOSED
    else:
        made.state = S.ANSWERED
