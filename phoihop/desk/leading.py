"""The leader's page: three facts of the commitments agreed on, the decisions that are this leader's own, and each party."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.models import LIVE, Commitment
from phoihop.core import moment
from phoihop.core.actions import Action, Offer, registry
from phoihop.core.deadlines import Distances, hours_left
from phoihop.core.figures import Outline, Scope, outline_of, reportable
from phoihop.core.figures import registry as figures
from phoihop.core.models import Deadline, Record
from phoihop.core.web.counting import count_all
from phoihop.core.web.pages import counted_link
from phoihop.core.web.places import address
from phoihop.core.web.views import act_address, capacity_of
from phoihop.core.who import Actor, Hat
from phoihop.desk.facts import Fact, Petitions, petitions_of
from phoihop.directory.models import Organisation, Parentage

#: Decisions shown at once: what can be decided in three minutes.
SHOWN = 5
#: Records of one kind that are looked at for a decision.
LOOKED_AT = 40
FACTS = (
    ("commitments.done", "xong", _("Đã báo xong"), _("Đơn vị chủ trì báo là đã làm xong.")),
    ("commitments.with_proof", "loi", _("Có bằng chứng"), _("Báo xong và có tệp, ảnh hoặc văn bản cho thấy kết quả.")),
    ("commitments.verified", "xacminh", _("Đã xác minh"), _("Cơ quan khác đã kiểm lại, kèm bằng chứng.")),
)  # fmt: skip
ALL, LATE = "commitments.live", "commitments.late"
UNPROVED, UNCHECKED = "commitments.unproved", "commitments.unchecked"


@dataclass
class Share:
    """What one party leads: each number with the address it opens at."""

    body: Organisation
    numbers: dict[str, int]
    links: dict[str, str]
    oldest: Commitment | None = None
    distance: str = ""


@dataclass
class Decision:
    """A question only this leader answers, with what can be pressed."""

    record: Record
    question: str
    about: str
    url: str
    on: date | None = None
    due: str = ""
    late: bool = False
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Page:
    """``petitions`` are the voters' facts; ``about`` is what the three of the commitments tell of, ``shares`` are its
    parties; ``more`` decisions wait beside the shown ones."""

    decisions: list[Decision]
    more: int
    petitions: Petitions | None = None
    about: Record | None = None
    others: list[Record] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    total: dict[str, int] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


def leading_page(actor: Actor, today: date, wanted: str = "") -> Page:
    """The page of whoever leads a body; ``wanted`` is the code of what the three facts are about."""
    abouts, decisions = _agreed(actor), decisions_of(actor, today)
    chosen = _chosen(actor, abouts, wanted, today)
    page = Page(
        decisions=decisions[:SHOWN], more=max(0, len(decisions) - SHOWN), petitions=petitions_of(actor, today)
    )
    if chosen is None:
        page.others = abouts
        return page
    about, outline = chosen
    page.about, page.others = about, [row for row in abouts if row is not about]
    place = {key: n for n, key in enumerate(outline.issuers)}
    bodies = sorted(Organisation.objects.filter(pk__in=place), key=lambda body: place[body.pk])
    codes = (ALL, *(code for code, *_rest in FACTS), LATE, UNPROVED, UNCHECKED)
    scopes = {"": Scope(about=about, at=today)}
    scopes |= {str(body.pk): Scope(about=about, at=today, body=body) for body in bodies}
    counts = count_all(
        {f"{key}/{code}": figures[code].members(scope) for key, scope in scopes.items() for code in codes}
    )
    page.facts = [
        Fact(
            title=str(title), shape=shape, words=str(words), n=counts[f"/{code}"], whole=counts[f"/{ALL}"],
            link=counted_link(code, about),
        )
        for code, shape, title, words in FACTS
    ]  # fmt: skip
    page.total = {code.partition(".")[2]: counts[f"/{code}"] for code in codes}
    page.links = {code.partition(".")[2]: counted_link(code, about) for code in codes}
    page.shares = _shares(about, bodies, codes, counts, today)
    return page


def _agreed(actor: Actor) -> list[Record]:
    """What is reported on and open to this actor, most commitments first."""
    kinds = reportable()
    rows = (
        Commitment.objects.filter(state__in=LIVE, source_type__in=kinds)
        .order_by()
        .values_list("source_type", "source_id")
        .annotate(n=Count("pk"))
        .order_by("-n", "-source_id")[:LOOKED_AT]
    )
    order = {(label, key): n for n, (label, key, _count) in enumerate(rows)}
    found: list[Record] = []
    for label in kinds:
        model: Any = apps.get_model(label)
        keys = [key for kind, key in order if kind == label]
        found += model._default_manager.visible_to(actor).filter(pk__in=keys)
    return sorted(found, key=lambda row: order[row._meta.label_lower, row.pk])


def _chosen(actor: Actor, abouts: list[Record], wanted: str, today: date) -> tuple[Record, Outline] | None:
    """The one asked for; else the first that my bodies agreed on and whose period is running."""
    for record in abouts:
        if wanted and record.code != wanted:
            continue
        drawn = outline_of(record)
        if wanted or (
            drawn.period.start <= today < drawn.period.end and actor.bodies.intersection(drawn.issuers)
        ):
            return record, drawn
    return None


def _shares(
    about: Record, bodies: list[Organisation], codes: Iterable[str], counts: dict[str, int], today: date
) -> list[Share]:
    """Each party with what it leads, itself or by its units, and what of it is late the longest."""
    distances = Distances()
    late = (
        figures[LATE].members(Scope(about=about, at=today)).select_related("lead").order_by("sort_on", "pk")
    )
    keys = [body.pk for body in bodies]
    above = dict(Parentage.objects.filter(above__in=keys, valid_to=None).values_list("body", "above"))
    above |= {key: key for key in keys}
    oldest: dict[int, Commitment] = {}
    for row in late[:LOOKED_AT]:
        oldest.setdefault(above.get(row.lead_id, 0), row)
    return [
        Share(
            body=body,
            numbers={code.partition(".")[2]: counts[f"{body.pk}/{code}"] for code in codes},
            links={code.partition(".")[2]: counted_link(code, about, body=body) for code in codes},
            oldest=(row := oldest.get(body.pk)),
            distance=distances.words(row.sort_on, today)[1] if row else "",
        )
        for body in bodies
    ]


def decisions_of(actor: Actor, today: date) -> list[Decision]:
    """Every open question whose answer is this leader's, by deadline; those without one after them."""
    found: list[Decision] = []
    for verb in registry.values():
        if verb.asks and verb.frm:
            found += [_decision(verb, row, actor) for row in _asking(verb, actor, today)]
    clocks: dict[tuple[str, str], tuple[date, datetime | None]] = {}
    for kind, code, due_on, due_at in Deadline.objects.filter(
        record_code__in=[d.record.code for d in found], stopped_on=None, paused_on=None
    ).order_by("-due_on").values_list("record_type", "record_code", "due_on", "due_at"):  # fmt: skip
        clocks[kind, code] = (due_on, due_at)
    distances = Distances()
    for decision in found:
        key = (decision.record._meta.label_lower, decision.record.code)
        decision.on, due_at = clocks.get(key, (None, None))
        if decision.on:
            decision.late, decision.due = distances.words(decision.on, today)
        if due_at:
            decision.late, decision.due = hours_left(due_at, moment.now())
    return sorted(found, key=lambda d: (d.on or date.max, d.record.code))


def _as_leader(verb: Action, record: Record, actor: Actor) -> list[Hat]:
    """The hats of a leader, of those in which this actor may do it."""
    return [hat for hat in verb.by.hats(actor, record) if hat.role == "leader"]


def _asking(verb: Action, actor: Actor, today: date) -> list[Any]:
    """The records that ask now, of those this leader may decide."""
    if verb.asks is None:
        return []
    manager: Any = verb.on._default_manager
    rows = manager.visible_to(actor).filter(verb.asks.when(today), state__in=verb.frm).order_by("pk")
    if verb.on.listing and verb.on.listing.prepare:
        rows = verb.on.listing.prepare(rows)
    settled = verb.asks.settled
    return [
        row for row in rows[:LOOKED_AT] if any(not settled(hat, row) for hat in _as_leader(verb, row, actor))
    ]


def _decision(verb: Action, record: Record, actor: Actor) -> Decision:
    asks = verb.asks
    if asks is None:
        raise ValueError(f"{verb.name} asks nothing")
    answers = [Offer(verb, _as_leader(verb, record, actor))]
    for name in asks.otherwise:
        other = registry[name]
        if other.frm and record.state in other.frm and (hats := _as_leader(other, record, actor)):
            answers.append(Offer(other, hats))
    return Decision(
        record=record, question=str(asks.question), url=address(record),
        about=str(getattr(record, asks.about) or "") if asks.about else "",
        buttons=[
            (_answered_at(offer.action, record), str(offer.action.label), capacity_of(actor, offer.hats))
            for offer in answers
        ],
    )  # fmt: skip


def _answered_at(verb: Action, record: Record) -> str:
    """The page of the record where it is done, or the form of the action."""
    return f"{address(record)}{verb.asks.at}/" if verb.asks and verb.asks.at else act_address(verb, record)
