"""Actions on what disagrees: found among the papers of a round, settled by a person, found again or gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, Stale, action, perform
from phoihop.core.stated import MOST
from phoihop.core.who import Actor, of, role
from phoihop.reports.catalogue import catalogue_of
from phoihop.reports.choices import Found, found_among, other
from phoihop.reports.collecting import SENDERS, stamp
from phoihop.reports.forms import ApartForm, SettleForm
from phoihop.reports.models import (
    Compilation,
    CompilationState,
    Difference,
    DifferenceState,
    Intake,
    IntakeState,
    ReportState,
)

D = DifferenceState
SETTLERS = role("clerk", "leader") & of("compilation.owner")
FINDERS = role("clerk", "leader", "unit", "member") & of("compilation.owner", "asked_ids")
BOTH, OTHER, APART = "both", "other", "apart"
#: How many digits a report prints behind the comma.
FINEST = 3


@action(
    on=Compilation, frm=[CompilationState.OPEN], by=SENDERS, appends=True,
    label=_("Đối chiếu lại"), says=_("đã đối chiếu các văn bản"),
)  # fmt: skip
def compare(compilation: Compilation, *, actor: Actor, at: datetime, matched: Matched) -> None:
    """Every paper in use was set against the others. What was decided stays with what is found again."""
    papers = list(compilation.intakes.filter(state=IntakeState.CURRENT).order_by("pk"))
    if standing_of(papers) != matched.standing:
        raise Stale(_("Các văn bản vừa đổi trong lúc đối chiếu."), instead=_("Đối chiếu lại."))
    known = {row.identity: row for row in compilation.differences.all()}
    found = {one.key: one for one in matched.found}
    for key, one in found.items():
        row = known.get(key)
        given: dict[str, Any] = {"words": one.words, "places": one.places, "options": one.options}
        if row is None:
            perform(find, actor=actor, at=at, compilation=compilation, kind=one.kind, identity=key, **given)
            continue
        given["options"], given["choice"] = _carried(row, one)
        if row.state == D.GONE:
            verbs = {"": come_back, BOTH: come_back_noted, APART: come_back_apart}
            perform(verbs.get(given["choice"], come_back_settled), row, actor=actor, at=at, **given)
        elif (row.places, row.options, row.choice) != (one.places, given["options"], given["choice"]):
            lost = row.state == D.SETTLED and not given["choice"]
            perform(doubt_choice if lost else renew, row, actor=actor, at=at, **given)
    for key, row in known.items():
        if key not in found and row.state != D.GONE:
            perform(lose, row, actor=actor, at=at, papers=len(papers))
    compilation.compared = stamp(papers)


@dataclass(frozen=True)
class Matched:
    """What disagrees, worked out before the books are locked, and for which papers as they stood."""

    found: tuple[Found, ...]
    standing: str

    def __str__(self) -> str:
        return _("%d chỗ vênh") % len(self.found)


def standing_of(papers: Iterable[Intake]) -> str:
    """The papers with the last entry of each: whatever is done with one of them changes it."""
    return hashlib.sha256(repr(sorted((p.pk, p.head) for p in papers)).encode()).hexdigest()


def matched(compilation: Compilation) -> Matched:
    """Here the minutes go that a round of many papers needs; nobody waits for them."""
    papers = list(
        compilation.intakes.filter(state=IntakeState.CURRENT)
        .select_related("compilation", "body")
        .prefetch_related("figures", "passages", "promises")
    )
    catalogue = catalogue_of(compilation.owner.territory_id)
    return Matched(tuple(found_among(papers, catalogue)), standing_of(papers))


#: How often papers that change meanwhile are set against each other anew before the page is told.
TRIES = 3


def compare_now(compilation: Compilation, *, actor: Actor, at: datetime) -> Compilation:
    """Worked out first, then written; where a paper changed meanwhile, both again."""
    for left in reversed(range(TRIES)):
        try:
            made: Compilation = perform(
                compare, compilation, actor=actor, at=at, matched=matched(compilation)
            )
        except Stale:
            if not left:
                raise
        else:
            return made
    raise AssertionError("the last try returns or raises")


def _carried(row: Difference, one: Found) -> tuple[list[dict[str, Any]], str]:
    """What may be chosen now, and which of it a person chose before: by its words, never by its place in the list,
    for the order of the papers may be another. Empty where what was chosen is no longer there."""
    options = list(one.options)
    typed = next((o for o in row.options if o["code"] == OTHER), None)
    if typed:
        now = Difference(kind=one.kind, places=one.places)
        options.append(other(now, Decimal(typed["fixes"][0]["value"])))
    if row.choice in (BOTH, APART) or row.chosen is None:
        return options, row.choice if row.choice in (BOTH, APART) else ""
    alike = [o["code"] for o in options if o["words"] == row.chosen["words"]]
    return options, row.choice if row.choice in alike else next(iter(alike), "")


@action(
    on=Difference, frm=None, to=D.OPEN, by=FINDERS,
    label=_("Ghi chỗ vênh"), says=_("hai số này vênh nhau"),
)  # fmt: skip
def find(
    *, actor: Actor, at: datetime, compilation: Compilation, kind: str, identity: str, words: str,
    places: list[dict[str, Any]], options: list[dict[str, Any]],
) -> Difference:  # fmt: skip
    return Difference(
        compilation=compilation, kind=kind, identity=identity, words=words, places=places, options=options
    )


@action(
    on=Difference, frm=[D.OPEN, D.SETTLED, D.NOTED, D.APART], by=FINDERS,
    label=_("Cập nhật chỗ vênh"), says=_("vẫn vênh ở văn bản mới"),
)  # fmt: skip
def renew(
    difference: Difference, *, actor: Actor, at: datetime, words: str, places: list[dict[str, Any]],
    options: list[dict[str, Any]], choice: str,
) -> None:  # fmt: skip
    """As it stands in the papers now; what was chosen is chosen still."""
    difference.words, difference.places = words, places
    difference.options, difference.choice = options, choice


@action(
    on=Difference, frm=[D.SETTLED], to=D.OPEN, by=FINDERS,
    label=_("Số đã chọn không còn"), says=_("số đã chọn không còn trong các văn bản, phải chọn lại"),
)  # fmt: skip
def doubt_choice(
    difference: Difference, *, actor: Actor, at: datetime, words: str, places: list[dict[str, Any]],
    options: list[dict[str, Any]], choice: str,
) -> None:  # fmt: skip
    """Never another number in the place of the one a person chose."""
    renew(difference, actor=actor, at=at, words=words, places=places, options=options, choice=choice)
    difference.reason = difference.settled_by = ""


@action(
    on=Difference, frm=[D.OPEN, D.SETTLED, D.NOTED, D.APART], to=D.GONE, by=FINDERS,
    label=_("Hết vênh"), says=_("không còn vênh"),
)  # fmt: skip
def lose(difference: Difference, *, actor: Actor, at: datetime, papers: int) -> None:
    """A corrected paper came, or one of the papers was set aside; what had been decided is kept."""


@action(
    on=Difference, frm=[D.GONE], to=D.OPEN, by=FINDERS,
    label=_("Lại vênh"), says=_("lại vênh"),
)  # fmt: skip
def come_back(
    difference: Difference, *, actor: Actor, at: datetime, words: str, places: list[dict[str, Any]],
    options: list[dict[str, Any]], choice: str,
) -> None:  # fmt: skip
    """Found again and never decided, or what was chosen is no longer there."""
    renew(difference, actor=actor, at=at, words=words, places=places, options=options, choice=choice)
    difference.reason = difference.settled_by = ""


@action(
    on=Difference, frm=[D.GONE], to=D.SETTLED, by=FINDERS,
    label=_("Lại vênh, đã chọn"), says=_("lại vênh như trước, số đã chọn vẫn giữ"),
)  # fmt: skip
def come_back_settled(
    difference: Difference, *, actor: Actor, at: datetime, words: str, places: list[dict[str, Any]],
    options: list[dict[str, Any]], choice: str,
) -> None:  # fmt: skip
    """Found again as it was settled, whoever sent the paper in."""
    renew(difference, actor=actor, at=at, words=words, places=places, options=options, choice=choice)


@action(
    on=Difference, frm=[D.GONE], to=D.NOTED, by=FINDERS,
    label=_("Lại vênh, giữ cả hai"), says=_("lại vênh như trước, vẫn giữ cả hai số"),
)  # fmt: skip
def come_back_noted(
    difference: Difference, *, actor: Actor, at: datetime, words: str, places: list[dict[str, Any]],
    options: list[dict[str, Any]], choice: str,
) -> None:  # fmt: skip
    """Found again; both are still kept."""
    renew(difference, actor=actor, at=at, words=words, places=places, options=options, choice=choice)


@action(
    on=Difference, frm=[D.GONE], to=D.APART, by=FINDERS,
    label=_("Lại vênh, hai chỉ tiêu"), says=_("lại vênh như trước, vẫn là hai chỉ tiêu khác nhau"),
)  # fmt: skip
def come_back_apart(
    difference: Difference, *, actor: Actor, at: datetime, words: str, places: list[dict[str, Any]],
    options: list[dict[str, Any]], choice: str,
) -> None:  # fmt: skip
    """Found again; a person had told the two apart."""
    renew(difference, actor=actor, at=at, words=words, places=places, options=options, choice=choice)


@action(
    on=Difference, frm=[D.OPEN], to=D.SETTLED, form=SettleForm, by=SETTLERS, primary=True,
    label=_("Chọn số đúng"), says=_("đã chọn số đúng"),
)  # fmt: skip
def settle(
    difference: Difference,
    *,
    actor: Actor,
    at: datetime,
    choice: str,
    reason: str,
    value: Decimal | None = None,
) -> None:
    """One value holds, with the reason; the others stay readable. ``value`` is a number from elsewhere."""
    need_held(value)
    if choice == OTHER and value is not None:
        difference.options = [
            *(o for o in difference.options if o["code"] != OTHER),
            other(difference, value),
        ]
    if choice not in {o["code"] for o in difference.options}:
        raise Refused(_("Chưa chọn số nào."), instead=_("Chọn một số, hoặc giữ cả hai."), field="choice")
    _decide(difference, choice, reason, actor)


@action(
    on=Difference, frm=[D.OPEN], to=D.NOTED, form=SettleForm, by=SETTLERS,
    label=_("Giữ cả hai, ghi chú"), says=_("đã giữ cả hai số, có ghi chú"),
)  # fmt: skip
def keep_both(
    difference: Difference,
    *,
    actor: Actor,
    at: datetime,
    reason: str,
    choice: str = "",
    value: Decimal | None = None,
) -> None:
    """Nobody can tell which holds: both are printed, with a mark."""
    _decide(difference, BOTH, reason, actor)


def need_held(*values: Decimal | None) -> None:
    """A number typed by a person is one that a report can hold and print."""
    for value in values:
        if value is not None and (abs(value) >= MOST or int(value.as_tuple().exponent) < -FINEST):
            raise Refused(
                _("Số này dài quá, không phải số của báo cáo."),
                instead=_("Ghi nhiều nhất 17 chữ số trước dấu phẩy và 3 chữ số sau dấu phẩy."), field="value",
            )  # fmt: skip


@action(
    on=Difference, frm=[D.OPEN], to=D.APART, form=ApartForm, by=SETTLERS,
    label=_("Hai chỉ tiêu khác nhau"), says=_("đã ghi là hai chỉ tiêu khác nhau, không phải vênh"),
)  # fmt: skip
def tell_apart(difference: Difference, *, actor: Actor, at: datetime, reason: str, choice: str = "") -> None:
    """Two subjects, each number right: nothing is printed otherwise than the papers say."""
    _decide(difference, APART, reason, actor)


def _decide(difference: Difference, choice: str, reason: str, actor: Actor) -> None:
    if not reason.strip():
        raise Refused(
            _("Chưa ghi lý do."), instead=_("Bấm một lý do thường dùng, hoặc gõ vài chữ."), field="reason"
        )
    _need_open(difference)
    difference.choice, difference.reason, difference.settled_by = (
        choice,
        reason.strip()[:400],
        actor.capacity[:200],
    )


def _need_open(difference: Difference) -> None:
    report = difference.compilation.report
    if report and report.state == ReportState.ISSUED:
        raise Refused(
            _("Báo cáo chung đã ban hành."), instead=_("Sửa con số trong báo cáo bằng việc Sửa một con số.")
        )


@action(
    on=Difference, frm=[D.SETTLED, D.NOTED, D.APART], to=D.OPEN, by=SETTLERS,
    label=_("Xem lại lựa chọn"), says=_("đã bỏ quyết định trước"),
)  # fmt: skip
def reopen(difference: Difference, *, actor: Actor, at: datetime) -> None:
    """Until the joint report is issued a decision can be taken back; the journal keeps it."""
    _need_open(difference)
    difference.choice = difference.reason = difference.settled_by = ""
