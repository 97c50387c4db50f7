"""Cam kết và kết quả thực hiện, as everybody reads it: kept, due and late, by topic, with the body's own line beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.models import (
    WAITING,
    Commitment,
    CommitmentState,
    Progress,
    ProgressKind,
    list_labels,
)
from phoihop.commitments.showing import Showing
from phoihop.core.calendar import due
from phoihop.core.deadlines import as_rule, calendar, rule_for
from phoihop.core.who import PUBLIC
from phoihop.directory.models import Territory

S = CommitmentState
GRACE = "commitments.public_grace"
#: Promises on one page, and the days a period of grace may reach back.
ROWS, REACH = 20, 60
#: Digits of a key in the database, and one.
KEY = 19
WORKING = (*WAITING, S.UNDERWAY)
NO_FIELD = "chua-xep"


@dataclass(frozen=True)
class Facts:
    """Every shown promise stands in exactly one of these."""

    verified: int = 0
    reported: int = 0
    in_time: int = 0
    waiting: int = 0
    late: int = 0
    deferred: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, part.name) for part in fields(self))

    @property
    def open(self) -> int:
        """Not done yet."""
        return self.in_time + self.waiting + self.late

    def __add__(self, other: Facts) -> Facts:
        return Facts(*(getattr(self, p.name) + getattr(other, p.name) for p in fields(self)))


@dataclass(frozen=True)
class Topic:
    code: str
    label: str
    facts: Facts


#: Address → label of the groups a number opens.
GROUPS = {
    "kiem-lai": _("Đã kiểm lại"), "bao-xong": _("Báo xong"), "trong-han": _("Trong hạn"),
    "cho-giai-thich": _("Mới qua ngày hẹn"), "qua-hen": _("Quá ngày hẹn"), "tam-gac": _("Tạm gác"),
}  # fmt: skip


def showing_in(territory: Territory) -> Showing | None:
    """The switch of a locality, if it is on."""
    found: Showing | None = Showing.objects.visible_to(PUBLIC).filter(territory=territory).first()
    return found


def late_before(today: date) -> date:
    """Promises due before this day are shown as late: the others still have their days to be explained."""
    rule, book = as_rule(rule_for(GRACE, today)), calendar()
    for back in range(1, REACH):
        day = today - timedelta(days=back)
        if due(rule, day, book).on < today:
            return day + timedelta(days=1)
    return today - timedelta(days=REACH)


def in_group(code: str, today: date, late: date) -> Q:
    return {
        "kiem-lai": Q(state=S.VERIFIED),
        "bao-xong": Q(state=S.REPORTED),
        "trong-han": Q(state__in=WORKING, sort_on__gte=today),
        "cho-giai-thich": Q(state__in=WORKING, sort_on__lt=today, sort_on__gte=late),
        "qua-hen": Q(state__in=WORKING, sort_on__lt=late),
        "tam-gac": Q(state=S.DEFERRED),
    }[code]


def shown_in(territory: Territory) -> Any:
    return Commitment.objects.visible_to(PUBLIC).filter(owner__territory=territory)


def facts_by_topic(rows: Any, today: date, late: date) -> list[Topic]:
    """The facts of each field of work in one query, in the order of the list of fields."""
    names = dict(zip(GROUPS, (part.name for part in fields(Facts)), strict=True))
    counted = rows.order_by().values("field").annotate(
        **{name: Count("pk", filter=in_group(code, today, late)) for code, name in names.items()}
    )  # fmt: skip
    found: dict[str, Facts] = {}
    labels = list_labels("field")
    for row in counted:
        code = row.pop("field")
        code = code if code in labels else NO_FIELD
        found[code] = found.get(code, Facts()) + Facts(**row)
    order = [*labels.items(), (NO_FIELD, str(_("Chưa phân lĩnh vực")))]
    return [Topic(code, label, found[code]) for code, label in order if code in found]


def page_of(
    rows: Any,
    today: date,
    late: date,
    *,
    group: str = "",
    field: str = "",
    after: str = "",
    newest: bool = False,
) -> tuple[Sequence[Commitment], str]:
    """Twenty promises by their day or the newest first, each with what its body says to being late; and the key of
    the next page."""
    if group in GROUPS:
        rows = rows.filter(in_group(group, today, late))
    if field:
        known = list_labels("field")
        rows = rows.exclude(field__in=known) if field == NO_FIELD else rows.filter(field=field)
    rows = _below(rows, after) if newest else _from_key(rows, after)
    explained = Progress.objects.filter(kind=ProgressKind.EXPLAIN).order_by("-on", "-order")
    page = list(
        rows.select_related("lead").prefetch_related(Prefetch("progress", explained, to_attr="explained"))
        .order_by(*(("-pk",) if newest else ("sort_on", "pk")))[: ROWS + 1]
    )  # fmt: skip
    if len(page) <= ROWS:
        return page, ""
    last = page[ROWS - 1]
    return page[:ROWS], str(last.pk) if newest else f"{last.sort_on:%Y%m%d}.{last.pk}"


def _below(rows: Any, after: str) -> Any:
    """The newest rows have the highest keys."""
    return (
        rows.filter(pk__lt=int(after)) if after.isascii() and after.isdigit() and len(after) < KEY else rows
    )


def _from_key(rows: Any, after: str) -> Any:
    day, _dot, key = after.partition(".")
    if len(day) != len("20271231") or not day.isdigit() or not key.isdigit() or len(key) >= KEY:
        return rows
    try:
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return rows
    return rows.filter(Q(sort_on__gt=on) | Q(sort_on=on, pk__gt=int(key)))


def told(row: Commitment, today: date, late: date) -> tuple[str, str, str]:
    """Shape, word and the line under it, as everybody reads it; "late" only after the days of grace."""
    day = f"{row.due_on:%d/%m/%Y}" if row.due_on else ""
    if row.state == S.VERIFIED:
        return "xacminh", str(_("Xong, đã kiểm lại")), str(_("hẹn %s") % day)
    if row.state == S.REPORTED:
        return "xong", str(_("Báo xong, chờ kiểm lại")), str(_("hẹn %s") % day)
    if row.state == S.DEFERRED:
        return "gac", str(_("Tạm gác")), row.review_words
    if row.sort_on < late:
        return "tre", str(_("Quá ngày hẹn")), str(_("hẹn %s") % day)
    if row.sort_on < today:
        return "sap", str(_("Đến ngày hẹn")), str(_("hẹn %s, chờ đơn vị báo") % day)
    return row.mark.shape, row.public_label, str(_("hẹn %s") % day)
