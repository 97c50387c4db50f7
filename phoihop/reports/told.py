"""What a paper told, as rows of an intake, and the same built again from the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from phoihop.core.papers import Place
from phoihop.core.stated import Passage, Promise, Rate, Stated, Subject, Sum, Told
from phoihop.core.text import fold
from phoihop.reports.models import Check, Intake, IntakeFigure, IntakePassage, IntakePromise
from phoihop.reports.models.sent import plain_number
from phoihop.reports.reconcile.subjects import Phrase
from phoihop.reports.tables import stored

#: Kept as columns of their own or with the intake; the rest of a figure lies in its ``data``.
_APART = {"subject", "place", "sentence", "start", "end", "heading", "group", "file", "mark", "reason"}


@dataclass(frozen=True)
class Heard:
    """What a paper told, read before the books are locked; the journal keeps its title, the parts keep the rest."""

    told: Told

    def __str__(self) -> str:
        return self.told.title


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """A figure a person confirmed at the reading desk: as the paper tells it, and the value the person left."""

    stated: Stated
    printed: str
    value: Decimal
    of: Decimal | None = None

    def __str__(self) -> str:
        return f"{self.stated.value_words} {self.stated.subject.words}"

    def row(self, *, order: int, speaker: str, by: str, why: str) -> IntakeFigure:
        made = _figure_row(replace(self.stated, body=speaker), self.printed, order)
        same = (self.value, self.of) == (self.stated.value, self.stated.of)
        made.checked, made.checked_by = Check.RIGHT if same else Check.FIXED, by[:200]
        if not same:
            made.corrected, made.checked_why = _stored(self.value), why[:400]
            made.corrected_of = None if self.of is None else _stored(self.of)
        return made


def rows_of(told: Told) -> list[IntakeFigure | IntakePassage | IntakePromise]:
    """Parts of an intake, numbered from 1 in the order of the text."""
    rows: list[IntakeFigure | IntakePassage | IntakePromise] = []
    rows += [_figure_row(f, told.text[f.start : f.end], n) for n, f in enumerate(told.figures, start=1)]
    rows += [
        IntakePassage(
            kind=p.kind, text=p.text, start=p.start, end=p.end, group=p.group, heading=p.heading[:400],
            responsible=p.responsible[:300], cause=p.cause, order=n, table=stored(p.table) if p.table else {},
        )
        for n, p in enumerate(told.passages, start=1)
    ]  # fmt: skip
    rows += [
        IntakePromise(
            content=p.content, sentence=p.sentence, start=p.start, end=p.end, lead=p.lead[:300],
            cooperating=p.cooperating[:400], product=p.product[:300], due_on=p.due, due_words=p.due_words[:120],
            gaps=list(p.gaps), order=n,
        )
        for n, p in enumerate(told.promises, start=1)
    ]  # fmt: skip
    return rows


def relations_of(told: Told) -> tuple[list[Any], list[Any]]:
    """Totals with their parts and rates with their counts, by the numbers of the figures."""
    number = {id(f): n for n, f in enumerate(told.figures, start=1)}
    alike = {_spot(f): n for n, f in enumerate(told.figures, start=1)}

    def of(figure: Stated) -> int:
        return number.get(id(figure)) or alike.get(_spot(figure), 0)

    sums = [(of(s.total), [of(p) for p in s.parts], s.complete) for s in told.sums]
    rates = [[of(r.rate), of(r.part), of(r.whole), r.named] for r in told.rates]
    kept = [[total, parts, whole] for total, parts, whole in sums if total and all(parts)]
    return kept, [r for r in rates if all(r[:3])]


def _spot(figure: Stated) -> tuple[int, str, Decimal]:
    return figure.start, figure.period, figure.value


def _figure_row(figure: Stated, printed: str, order: int) -> IntakeFigure:
    return IntakeFigure(
        value=_stored(figure.value), of_total=None if figure.of is None else _stored(figure.of), unit=figure.unit[:60], 
        noun=figure.subject.words[:300],
        period=figure.period[:20], mode=figure.mode, group=figure.group, heading=figure.heading[:400],
        sentence=figure.sentence, printed=printed[:300], start=figure.start,
        end=figure.end, where=where_words(figure)[:120], mark=figure.mark, reason=figure.reason[:300],
        data=_data(figure), order=order,
    )  # fmt: skip


def _stored(value: Decimal) -> Decimal:
    """As finely as the column holds it; the exact number stays in ``data``."""
    return value.quantize(Decimal("0.000001")) if -int(value.as_tuple().exponent) > 6 else value


def where_words(figure: Stated) -> str:
    """ "trang 4", "tờ Thu ngân sách, ô C7", "bảng": how a reader finds the place in the file."""
    place = figure.place
    if place.sheet:
        return f"tờ {place.sheet}, ô {place.cell}" if place.cell else f"tờ {place.sheet}"
    if place.page:
        return f"trang {place.page}"
    return "bảng trong văn bản" if figure.cell else ""


def _data(figure: Stated) -> dict[str, Any]:
    """Everything of a figure that has no column, in a form the journal and the database can hold."""
    data = {f.name: _kept(getattr(figure, f.name)) for f in fields(figure) if f.name not in _APART}
    place = {f.name: getattr(figure.place, f.name) for f in fields(Place) if f.name != "file"}
    return data | {
        "subject": {f.name: _kept(getattr(figure.subject, f.name)) for f in fields(Subject)}, "place": place,
    }  # fmt: skip


def _kept(value: Any) -> Any:
    """Numbers exactly, days, sets and series marked as what they are."""
    if isinstance(value, Decimal):
        return {"number": format(value, "f")}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, frozenset | set):
        return {"set": sorted(_kept(v) for v in value)}
    if isinstance(value, tuple | list):
        return {"series": [_kept(v) for v in value]}
    return value


def _again(value: Any) -> Any:
    if not isinstance(value, dict) or len(value) != 1:
        return value
    ((kind, held),) = value.items()
    if kind == "number":
        return Decimal(held)
    if kind == "day":
        return date.fromisoformat(held)
    found = [_again(v) for v in held]
    return frozenset(found) if kind == "set" else tuple(found)


def stated_of(row: IntakeFigure, intake: Intake) -> Stated:
    """The figure as the reader found it, under the body and period a person may have corrected."""
    data = dict(row.data)
    subject = Subject(**{name: _again(value) for name, value in data.pop("subject").items()})
    place = Place(file=intake.code, **data.pop("place"))
    given = {name: _again(value) for name, value in data.items()}
    if given["body"] == intake.told_speaker:
        given["body"] = intake.speaker
    if given["period"] and given["period"] == intake.told_period:
        given["period"] = intake.period
    if row.is_fixed:
        given |= {"value": row.standing, "of": row.whole, "qualifier": "", "step": _step(row.standing)}
    return Stated(
        **given, subject=subject, place=place, sentence=row.sentence, start=row.start, end=row.end,
        heading=row.heading, group=row.group, file=intake.code, mark="chac" if row.checked else row.mark, reason=row.reason,
    )  # fmt: skip


def phrase_of(row: IntakeFigure) -> Phrase:
    """What of a figure names its subject, without building the whole of it again."""
    at = row.start - ((row.data.get("place") or {}).get("start") or 0)
    words, cell = row.data["subject"]["words"], bool(row.data.get("cell"))
    return Phrase(words=words, sentence=row.sentence, at=at, cell=cell, unit=row.unit)


def _step(value: Decimal) -> Decimal:
    """How finely a number a person typed is meant: to its last digit."""
    exponent = int(plain_number(value).as_tuple().exponent)
    return Decimal(1).scaleb(exponent) if exponent < 0 else Decimal(1)


def told_again(intake: Intake) -> Told:
    """The whole paper from its rows; files are named by the code of the intake, so that places lead back."""
    by_order = {row.order: stated_of(row, intake) for row in intake.told()}
    sums = [
        Sum(total=by_order[total], parts=tuple(by_order[p] for p in parts), complete=complete)
        for total, parts, complete in intake.sums
        if by_order.keys() >= {total, *parts}
    ]
    rates = [
        Rate(rate=by_order[rate], part=by_order[part], whole=by_order[whole], named=any(named))
        for rate, part, whole, *named in intake.rates
        if by_order.keys() >= {rate, part, whole}
    ]
    passages = [
        Passage(
            kind=p.kind, text=p.text, start=p.start, end=p.end, group=p.group, heading=p.heading,
            responsible=p.responsible, cause=p.cause,
        )
        for p in intake.passages.all()
        if not p.table
    ]  # fmt: skip
    promises = [
        Promise(
            content=p.content, sentence=p.sentence, file=intake.code, start=p.start, end=p.end, lead=p.lead,
            cooperating=p.cooperating, product=p.product, due=p.due_on, due_words=p.due_words, gaps=tuple(p.gaps),
        )
        for p in intake.promises.all()
    ]  # fmt: skip
    return Told(
        file=intake.code, title=intake.title, text="", role=intake.role, body=intake.speaker, period=intake.period,
        figures=list(by_order.values()), sums=sums, rates=rates, passages=passages, promises=promises,
        headings=[(level, number, text) for level, number, text in intake.headings],
    )  # fmt: skip


def fingerprint(told: Told) -> str:
    """The same text in another file has the same fingerprint: letters and figures only."""
    kept = "".join(ch for ch in fold(told.text) if ch.isalnum())
    return hashlib.sha256(kept.encode()).hexdigest()


def shared(first: Iterable[str], second: Iterable[str]) -> float:
    """The share of the sentences of the shorter text that stand in the other, numbers left out."""
    one, two = ({_plain(s) for s in texts} - {""} for texts in (first, second))
    least = min(len(one), len(two))
    return len(one & two) / least if least else 0.0


def _plain(text: str) -> str:
    return "".join(ch for ch in fold(text) if ch.isalpha())[:200]


def numbers_changed(old: Sequence[IntakeFigure], new: Sequence[IntakeFigure]) -> list[tuple[str, str, str]]:
    """(what, before, after) of the figures whose sentence or row stayed and whose number did not."""
    before: dict[tuple[str, str], list[IntakeFigure]] = {}
    for row in old:
        before.setdefault((_plain(row.sentence), _plain(row.noun)), []).append(row)
    found = []
    for row in new:
        known = before.get((_plain(row.sentence), _plain(row.noun)))
        if not known:
            continue
        was = known.pop(0)
        if (was.value, was.of_total) != (row.value, row.of_total):
            found.append((row.noun or row.sentence[:60], was.value_words, row.value_words))
    return found
