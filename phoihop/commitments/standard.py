"""Commitments without typing: the standard year of duties, and what last year left open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from phoihop.commitments import actions
from phoihop.commitments.models import LIVE, Commitment, CommitmentState, Origin
from phoihop.commitments.standard_year import Proposal, anchors_for, proposals, read_duties
from phoihop.core.actions import perform
from phoihop.core.deadlines import calendar
from phoihop.core.models import Link, Record
from phoihop.core.text import fold
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, not_ended

#: A duty of one of these kinds may be led by the other when that is the body the unit has registered.
STANDS_FOR = {"HDND": "TTHDND", "TTHDND": "HDND", "BTT": "MTTQ", "MTTQ": "BTT"}

UNFINISHED = (
    CommitmentState.ISSUED, CommitmentState.QUERIED, CommitmentState.ACCEPTED, CommitmentState.UNDERWAY,
    CommitmentState.DEFERRED,
)  # fmt: skip


def propose_year(
    source: Record, *, year: int, territory: int, owner: Organisation, items: Mapping[str, str], source_words: str,
    actor: Actor, at: datetime, since: date | None = None,
) -> list[Commitment]:  # fmt: skip
    """One proposal for each date of each duty whose lead exists here; a duty proposed before is left out.

    ``since``: in the middle of a year what is past is not proposed any more.
    """
    bodies = {
        body.kind_id: body
        for body in Organisation.objects.filter(not_ended(timezone.localdate(at)), territory=territory)
        .select_related("territory").order_by("-rank", "-pk")
    }  # fmt: skip
    book = calendar()
    level = owner.territory.level
    known = set(
        Commitment.objects.filter(source_type=source._meta.label_lower, source_id=source.pk)
        .exclude(duty="").values_list("duty", flat=True)
    )  # fmt: skip
    made = []
    for found in proposals(
        read_duties(), year=year, level=level, anchors=anchors_for(year, book), calendar=book
    ):
        lead = _body(bodies, found.duty.lead)
        duty = f"{year}:{found.code}"
        if lead is None or duty in known or (since and found.when.due_on and found.when.due_on < since):
            continue
        helpers = [body for code in found.duty.helpers if (body := _body(bodies, code))]
        made.append(
            perform(
                actions.propose, actor=actor, at=at, content=found.content, lead=lead, cooperation=helpers,
                product=found.duty.product, due_on=found.when.due_on, owner=owner, group=found.duty.group,
                origin=Origin.STANDARD, source=source, source_item=items.get(found.duty.group, ""),
                source_words=source_words, basis=basis_words(found), duty=duty,
            )
        )  # fmt: skip
    return made


def basis_words(found: Proposal) -> str:
    """Ground of the duty and ground of its date: law is said to be law only where an article was read."""
    words = [found.duty.basis_vi]
    own = found.duty.basis_status == "unit" or not found.duty.legal_source  # one sentence says it of both
    if found.duty.date_basis_vi != found.duty.basis_vi and not own:
        words.append(found.duty.date_basis_vi)
    if found.when.unconfirmed:
        words.append("Ngày có thể đổi theo lịch nghỉ chưa chính thức.")
    return " ".join(words)


#: A proposal says the same as a task when the same body does it in the same weeks in nearly the same words.
NEAR_DAYS, NEAR_WORDS, FEW_WORDS = 45, 0.8, 4


def repeats(rows: Sequence[Commitment]) -> dict[int, Commitment]:
    """By key of a proposal the task of the same source it seems to repeat; one query. A person decides."""
    sources = {row.source_id for row in rows}
    given = Commitment.objects.filter(source_id__in=sources, state__in=LIVE).only(
        "code", "number", "content", "lead_id", "due_on", "source_type", "source_id"
    )
    by_lead: dict[tuple[str, int | None, int], list[tuple[Commitment, set[str]]]] = {}
    for task in given:
        by_lead.setdefault((task.source_type, task.source_id, task.lead_id), []).append((task, _said(task)))
    found = {}
    for row in rows:
        near = by_lead.get((row.source_type, row.source_id, row.lead_id), [])
        like = next((task for task, said in near if _alike(row, task, _said(row), said)), None)
        if like is not None:
            found[row.pk] = like
    return found


def _said(row: Commitment) -> set[str]:
    return set(re.findall(r"\w+", fold(row.content)))


def _alike(row: Commitment, task: Commitment, first: set[str], second: set[str]) -> bool:
    if row.due_on is None or task.due_on is None or abs((row.due_on - task.due_on).days) > NEAR_DAYS:
        return False
    fewer = min(len(first), len(second))
    return fewer >= FEW_WORDS and len(first & second) >= NEAR_WORDS * fewer


def _body(bodies: Mapping[str, Organisation], kind: str) -> Organisation | None:
    return bodies.get(kind) or bodies.get(STANDS_FOR.get(kind, ""))


def carry_over(
    source: Record,
    successor: Record,
    *,
    items: Mapping[str, str],
    owner: Organisation,
    actor: Actor,
    at: datetime,
) -> list[Commitment]:
    """What is not finished is proposed again under the successor, once, without its old date; both are linked."""
    rows = Commitment.objects.filter(
        source_type=source._meta.label_lower, source_id=source.pk, state__in=UNFINISHED, source_item__in=list(items)
    )  # fmt: skip
    done = _followed(successor)
    made = []
    near = rows.exclude(pk__in=done).select_related("lead", "responsible", "verifier")
    for row in near.prefetch_related("cooperation__body").order_by("pk"):
        made.append(
            perform(
                actions.propose, actor=actor, at=at, content=row.content, lead=row.lead,
                cooperation=_unique(part.body for part in row.cooperation.all()), product=row.product, owner=owner,
                responsible_title=row.responsible_title, authority=row.authority, field=row.field,
                competence=row.competence, group=row.group, origin=Origin.CARRIED, source=successor,
                source_item=items[row.source_item], source_words=successor.as_source(), span=row.span, basis=row.basis,
                responsible=row.responsible, verifier=row.verifier, continues=row,
            )
        )  # fmt: skip
    return made


def let_lapse(source: Record, *, reason: str, actor: Actor, at: datetime) -> None:
    """What was only proposed under a paper that is closed: nobody gives it out any more."""
    open_ones = Commitment.objects.filter(
        source_type=source._meta.label_lower, source_id=source.pk, state=CommitmentState.PROPOSED
    )
    for row in open_ones.order_by("pk"):
        perform(actions.lapse, row, actor=actor, at=at, reason=reason)


def taken_over(successor: Record) -> QuerySet[Commitment]:
    """The tasks of a record that continue those of the one before."""
    return _of(successor).filter(origin=Origin.CARRIED).exclude(state=CommitmentState.DROPPED)


def left_open(successor: Record) -> QuerySet[Commitment]:
    """What the record before left unfinished and nobody has carried over yet."""
    before = getattr(successor, "predecessor", None)
    if before is None:
        return Commitment.objects.none()
    return _of(before).filter(state__in=UNFINISHED).exclude(pk__in=_followed(successor))


def _of(source: Record) -> QuerySet[Commitment]:
    return Commitment.objects.filter(source_type=source._meta.label_lower, source_id=source.pk)


def _followed(successor: Record) -> list[int]:
    """Keys of commitments that one of the successor already continues."""
    label = Commitment._meta.label_lower
    new = Commitment.objects.filter(source_type=successor._meta.label_lower, source_id=successor.pk)
    links = Link.objects.filter(kind="follows", from_type=label, to_type=label, from_id__in=new.values("pk"))
    return list(links.values_list("to_id", flat=True))


def _unique(bodies: Iterable[Organisation]) -> list[Organisation]:
    return list({body.pk: body for body in bodies}.values())
