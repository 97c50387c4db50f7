"""My work by day: what my bodies must do, what they wait for, what they just sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import CharField, Count, Q, QuerySet, Value
from django.utils.translation import gettext as _

from phoihop.commitments.models import LIVE, WAITING, Commitment, below
from phoihop.commitments.models import CommitmentState as S
from phoihop.core import moment
from phoihop.core.actions import actions_of, creations_of
from phoihop.core.apps import ModuleConfig
from phoihop.core.deadlines import Distances, hours_left, open_for, passed
from phoihop.core.models import Deadline, JournalEntry, Record, SearchRow
from phoihop.core.waiting import waiting_in_rooms
from phoihop.core.web.places import place
from phoihop.core.web.views import act_address
from phoihop.core.who import Actor
from phoihop.meetings.guests import unanswered
from phoihop.reports.overview import open_rounds

#: The group of the menu where the house is set up.
SET_UP = "quan-tri"
WEEK = timedelta(days=7)
#: Clocks of other records are told this far ahead: a review of a whole programme is not made in a week.
MONTH = timedelta(days=31)
OPEN = tuple(state for state in LIVE if state not in (S.VERIFIED, S.DEFERRED))
#: The button a row offers first, in this order: the next step of whoever looks at it.
NEXT = (
    "commitments.accept",
    "commitments.verify",
    "commitments.report_done",
    "commitments.issue",
    "commitments.urge",
)
LIMIT = 60


@dataclass
class Row:
    """One line of the day: the record, how late, who waits, and the one next step."""

    record: Commitment
    late: bool
    distance: str
    waiting: str
    url: str = ""
    label: str = ""


@dataclass
class Group:
    """Rows that wait for the same step; ``alarm`` where a day has passed."""

    title: str
    about: str
    rows: list[Row]
    alarm: bool = False


@dataclass
class Day:
    """What waits for an answer, the three groups by date, and what others hold."""

    answer: list[Group]
    check: list[Row]
    late: list[Row]
    today: list[Row]
    soon: list[Row]
    units: list[Row]
    others: list[Row]
    sent: list[JournalEntry]
    clocks: list[Clock]
    passed: list[tuple[str, int]]
    waiting: list[Waiting]

    @property
    def groups(self) -> list[Group]:
        """The page in its order: late first, then what waits for an answer, then by day."""
        by_day = [
            Group(str(_("Hôm nay")), "", self.today), Group(str(_("Trong 7 ngày tới")), "", self.soon),
            Group(str(_("Chờ kiểm lại")), str(_("đơn vị đã báo xong")), self.check),
        ]  # fmt: skip
        late = Group(str(_("Quá hạn")), str(_("cũ nhất trước")), self.late, alarm=True)
        units = Group(str(_("Đơn vị thuộc cơ quan đang chậm")), str(_("cũ nhất trước")), self.units)
        return [group for group in (late, *self.answer, *by_day, units) if group.rows]


@dataclass(frozen=True)
class Waiting:
    """Work that waits in a room of its own: what, how much of it, and where it is done."""

    title: str
    words: str
    url: str


def waiting_for(actor: Actor) -> list[Waiting]:
    """Open rounds of my bodies with what is left to decide in them, and proposed commitments nobody has issued yet."""
    if not actor.holds("clerk", "leader"):
        return []
    found = [
        Waiting(title=row.title, words=_words_of(row), url=place(f"/{row.path}/{row.code}/"))
        for row in open_rounds(actor.bodies)
    ]
    proposed = Commitment.objects.filter(owner__in=actor.bodies, state=S.PROPOSED).count()
    if proposed:
        found.append(
            Waiting(
                title=str(_("Cam kết đề xuất, chờ giao")),
                words=str(_("%d việc: xem lại rồi giao") % proposed),
                url=place(f"/{Commitment.path}/?muc=proposed"),
            )
        )
    return found


def invitations_for(actor: Actor, today: date) -> list[Waiting]:
    """Meetings my bodies are called to and have not answered; one query."""
    return [
        Waiting(
            title=str(meeting), words=str(_("Giấy mời chờ trả lời: %s") % meeting.time_line),
            url=place(f"/{meeting.path}/{meeting.code}/reply/"),
        )
        for meeting in unanswered(actor, today)
    ]  # fmt: skip


def _words_of(row: Any) -> str:
    """ "12 chỗ vênh chờ quyết · 1 văn bản chờ quyết"; a round without either is still to be brought to its report."""
    parts = (
        (row.disputed, _("chỗ vênh chờ quyết")), (row.doubted, _("văn bản chờ quyết")),
        (row.promised, _("cam kết đề xuất trong văn bản")),
    )  # fmt: skip
    said = [f"{n} {words}" for n, words in parts if n]
    return " · ".join(said) or str(_("Đợt đang mở: đưa tệp vào, hoặc gộp thành báo cáo chung"))


@dataclass(frozen=True)
class Begin:
    """What this actor may begin, for a first page with nothing on it yet."""

    label: str
    words: str
    url: str


def beginnings(actor: Actor) -> list[Begin]:
    """The main way to make a record, of every kind of work in the menu; the set-up of the house is none."""
    found: list[tuple[int, Begin]] = []
    for config in apps.get_app_configs():
        if not isinstance(config, ModuleConfig) or not config.menu or config.menu == SET_UP:
            continue
        for model in config.get_models():
            if not issubclass(model, Record) or not (model.path and model.in_menu and model.listing):
                continue
            words = str(model.listing.intro)
            found += [
                (
                    model.listing.begins,
                    Begin(label=str(offer.action.label), words=words, url=act_address(offer.action, None)),
                )
                for offer in creations_of(model, actor)
                if offer.action.primary
            ]
    return [begin for _order, begin in sorted(found, key=lambda pair: pair[0])]


@dataclass
class Clock:
    """A running deadline of my bodies on a record that has no line of its own on this page."""

    label: str
    code: str
    url: str
    due_on: date
    late: bool
    distance: str
    due_at: datetime | None = None
    title: str = ""


def url_of(row: Deadline | JournalEntry) -> str:
    """The page of the record a clock or an entry of the journal is about; "" where such records have none."""
    model: Any = apps.get_model(row.record_type)
    return place(f"/{model.path}/{row.record_code}/") if getattr(model, "path", "") else ""


def _clocks(actor: Actor, today: date, distances: Distances) -> list[Clock]:
    """Deadlines of my bodies besides those of commitments, the nearest first; one query, and two for their titles."""
    rows = list(
        open_for(actor).filter(due_on__lte=today + MONTH)
        .exclude(record_type=Commitment._meta.label_lower)
        .select_related("rule")
        .order_by("due_on", "pk")[:LIMIT]
    )  # fmt: skip
    found, titles = [], _titles(rows, actor)
    for row in rows:
        late, words = distances.words(row.due_on, today)
        if row.due_at is not None:
            late, words = hours_left(row.due_at, moment.now())
        found.append(
            Clock(
                label=row.rule.label,
                code=row.record_code,
                url=url_of(row),
                due_on=row.due_on,
                late=late,
                distance=words,
                due_at=row.due_at,
                title=titles.get((row.record_type, row.record_id), ""),
            )
        )
    return found


def _titles(rows: Iterable[Deadline], actor: Actor) -> dict[tuple[str, int], str]:
    """What the records are called that this actor may read: a link says which one it opens. Two queries for all kinds."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.record_type, set()).add(row.record_id)
    seen: list[QuerySet[Any, Any]] = []
    for kind, keys in wanted.items():
        model: Any = apps.get_model(kind)
        if issubclass(model, Record):
            mine = model._default_manager.visible_to(actor).filter(pk__in=keys).order_by()
            seen.append(mine.values_list(Value(kind, output_field=CharField()), "pk"))
    if not seen:
        return {}
    may = {*(seen[0].union(*seen[1:], all=True) if seen[1:] else seen[0])}
    held = SearchRow.objects.filter(record_type__in=wanted, record_id__in=[key for _kind, key in may])
    told = held.values_list("record_type", "record_id", "title")
    return {(kind, key): title for kind, key, title in told if (kind, key) in may}


def my_day(actor: Actor, today: date) -> Day:
    """Commitments my bodies lead or set, or that stand under them: due within the week, late, or waiting for an answer."""
    waits = (
        Q(state__in=(S.ISSUED, S.QUERIED, S.REPORTED))
        | Q(asked_on__isnull=False)
        | Q(returned_on__isnull=False)
    )
    mine = Q(lead__in=actor.bodies) | Q(owner__in=actor.bodies) | Q(verifier__in=actor.bodies)
    under = Q(lead__in=below(actor.bodies)) if actor.holds("leader") else Q(pk__in=())
    rows = list(
        Commitment.objects.filter(mine | under, state__in=OPEN)
        .filter(waits | Q(sort_on__lte=today + WEEK))
        .select_related("lead", "owner")
        .prefetch_related("cooperation")
        .order_by("sort_on", "pk")[:LIMIT]
    )
    distances = Distances()
    found = [_row(row, actor, today, distances) for row in rows]
    answer = _answers(found, actor)
    taken = {id(row) for group in answer for row in group.rows}
    check = [r for r in found if r.label and r.record.state == S.REPORTED]
    own = [
        r for r in found
        if r.url and r.record.state != S.REPORTED and id(r) not in taken and r.record.sort_on <= today + WEEK
    ]  # fmt: skip
    shown = {id(r) for r in (*own, *check)} | taken
    others = [r for r in found if id(r) not in shown and r.record.state != S.REPORTED]
    held = [r for r in others if r.late and r.record.lead_id not in actor.bodies]
    units = [r for r in held if actor.holds("leader") and r.record.owner_id not in actor.bodies]
    return Day(
        answer=answer,
        check=check,
        late=[r for r in own if r.record.sort_on < today],
        today=[r for r in own if r.record.sort_on == today],
        soon=[r for r in own if r.record.sort_on > today],
        units=units,
        others=[r for r in held if r not in units][:7],
        clocks=_clocks(actor, today, distances),
        sent=list(
            JournalEntry.objects.filter(actor_user=actor.user or 0)
            .select_related("body")
            .order_by("-noted_at")[:5]
        ),
        passed=_passed(actor, today),
        waiting=[
            *invitations_for(actor, today),
            *(Waiting(**row._asdict()) for row in waiting_in_rooms(actor)),
            *waiting_for(actor),
        ],
    )


def _answers(found: list[Row], actor: Actor) -> list[Group]:
    """New work, work sent back, requests to decide: they wait for me whatever their day."""
    leads = [r for r in found if r.record.lead_id in actor.bodies]
    owns = [r for r in found if r.record.owner_id in actor.bodies]
    groups = (
        Group(
            str(_("Chờ nhận")), str(_("việc mới giao: nhận hoặc đề nghị sửa")),
            [r for r in leads if r.record.state == S.ISSUED],
        ),
        Group(
            str(_("Bị trả lại")), str(_("bên kiểm lại nói chưa đạt")),
            [r for r in leads if r.record.returned_on and r.record.state == S.UNDERWAY],
        ),
        Group(
            str(_("Chờ quyết định gia hạn")), str(_("đơn vị xin, cơ quan đặt hạn quyết")),
            [_decide(r) for r in owns if r.record.asked_on and r.record.state in (*WAITING, S.UNDERWAY)],
        ),
        Group(
            str(_("Đơn vị đề nghị sửa việc")), str(_("sửa rồi giao lại")),
            [r for r in owns if r.record.state == S.QUERIED],
        ),
    )  # fmt: skip
    return [group for group in groups if group.rows]


def _decide(row: Row) -> Row:
    """The next step of a request is to decide it; the page of the task offers both answers."""
    row.url, row.label = place(f"/{Commitment.path}/{row.record.code}/"), str(_("Xem và quyết"))
    return row


def _passed(actor: Actor, today: date) -> list[tuple[str, int]]:
    """What the red number in the menu counts, by kind of clock."""
    rows = open_for(actor).filter(passed(today, moment.now()))
    kinds = rows.values("rule__label").annotate(n=Count("pk")).order_by("-n", "rule__label")
    return [(str(kind["rule__label"]), int(kind["n"])) for kind in kinds]


def _row(row: Commitment, actor: Actor, today: date, distances: Distances) -> Row:
    late, words = distances.words(row.sort_on, today)
    waiting = str(row.lead if row.lead_id not in actor.bodies else row.owner)
    made = Row(record=row, late=late, distance=words, waiting=waiting)
    offers: dict[str, Any] = {offer.action.name: offer.action for offer in actions_of(row, actor)}
    for name in NEXT:
        if name in offers:
            made.url, made.label = act_address(offers[name], row), str(offers[name].label)
            if name == "commitments.urge":
                made.label = f"{made.label} lần {row.urged + 1}"
            break
    return made
