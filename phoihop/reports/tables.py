"""Tables of sent papers: kept with the paper, those of several bodies with the same columns, and as the joint report's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.papers import Block, Cell, Paragraph, Run, Table, runs
from phoihop.core.text import fold
from phoihop.reports.models import Intake, IntakeFigure, IntakePassage, Section
from phoihop.reports.passages import Choices, told_tables

#: In the stored form a cell is [words, start, end, columns it spans, rows it spans].
Stored = dict[str, Any]
Sheet = tuple[IntakePassage, Intake]
_NUMBER = re.compile(r"[-–\d.,/%\s]*\d[-–\d.,/%\s]*")
_FIGURE = re.compile(r"\[\[S\d+\]\]")


def stored(table: Table) -> Stored:
    """A table as the paper's row holds it."""
    rows = [
        [
            [cell.text.strip(), (at.start or 0) + _lead(cell), (at.end or 0), cell.span, cell.rows]
            if (at := cell.place) else [cell.text.strip(), 0, 0, cell.span, cell.rows]
            for cell in row
        ]
        for row in table.rows
    ]  # fmt: skip
    return {"caption": table.caption, "head": table.head_rows, "rows": rows}


def _lead(cell: Cell) -> int:
    return len(cell.text) - len(cell.text.lstrip())


def columns_of(table: Mapping[str, Any]) -> tuple[str, ...]:
    """What two tables must share to be one: the words of their heading rows, column by column."""
    head = table["rows"][: table["head"]]
    return tuple(" ".join(fold(cell[0]).strip(" .:").split()) + f"/{cell[3]}" for row in head for cell in row)


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Tables of several bodies that have the same columns, and what was chosen for them."""

    sheets: tuple[Sheet, ...]
    choice: str

    @property
    def passages(self) -> list[IntakePassage]:
        return [passage for passage, _intake in self.sheets]

    @property
    def bodies(self) -> str:
        return ", ".join(dict.fromkeys(body_name(intake) for _passage, intake in self.sheets))


def alike(intakes: Sequence[Intake], choices: Choices) -> list[Alike]:
    """Groups of tables with the same columns, of at least two bodies; a person decides whether they become one."""
    groups: dict[tuple[str, ...], list[Sheet]] = {}
    for passage, intake in told_tables(intakes):
        groups.setdefault(columns_of(passage.table), []).append((passage, intake))
    found = []
    for sheets in groups.values():
        if len({intake.speaker or intake.pk for _passage, intake in sheets}) > 1:
            said = {choices.word(passage) for passage, _intake in sheets}
            found.append(Alike(sheets=tuple(sheets), choice=said.pop() if len(said) == 1 else ""))
    return found


def body_name(intake: Intake) -> str:
    return intake.body.short_name if intake.body else str(intake.role_label)


MakeFigure = Callable[[IntakeFigure, Intake, str], str]


def made_of(sheets: Sequence[Sheet], *, marked: Callable[[str, int, Sheet], str]) -> Stored:
    """One table of one paper, or of several with a column for the body; ``marked`` puts marks where numbers stand."""
    first = sheets[0][0].table
    several = len(sheets) > 1
    rows: list[list[list[Any]]] = []
    for n, (passage, intake) in enumerate(sheets):
        for index, row in enumerate(passage.table["rows"]):
            is_head = index < passage.table["head"]
            if n and is_head:
                continue
            cells = [[marked(c[0], c[1], (passage, intake)), 0, 0, c[3], c[4]] for c in row]
            if several and not is_head:
                cells = [[body_name(intake), 0, 0, 1, 1], *cells]
            elif several and index == 0:
                cells = [[_("Cơ quan"), 0, 0, 1, first["head"]], *cells]
            rows.append(cells)
    return {"caption": first["caption"], "head": first["head"], "rows": rows}


def blocks_of(
    section: Section, runs_of: Callable[[str], tuple[Run, ...]]
) -> Iterator[Block]:  # fmt: skip
    """As Word prints it: the caption with its unit, heading rows that repeat on each page, whose table it is."""
    table = section.table
    head = table["head"]
    rows = tuple(
        tuple(
            Cell(
                runs=runs(cell[0], bold=True) if n < head else runs_of(cell[0]), span=cell[3], rows=cell[4],
                head=n < head, align=align_of(cell[0], head=n < head),
            )
            for cell in row
        )
        for n, row in enumerate(table["rows"])
    )  # fmt: skip
    yield Table(rows=rows, head_rows=head, caption=section.text)
    yield Paragraph(runs=runs(source_line(section), italic=True), align="left")


def source_line(section: Section) -> str:
    return _("Nguồn: báo cáo của %s.") % section.author


def align_of(words: str, *, head: bool) -> str:
    if head:
        return "center"
    return "right" if _NUMBER.fullmatch(_FIGURE.sub("0", words)) else "left"


def shown(section: Section, cut: Callable[[str], Any]) -> list[list[dict[str, Any]]]:
    """The rows for a page, each cell cut at its numbers."""
    head = section.table["head"]
    return [
        [
            {"parts": cut(c[0]), "span": c[3], "rows": c[4], "head": n < head, "align": align_of(c[0], head=n < head)}
            for c in row
        ]
        for n, row in enumerate(section.table["rows"])
    ]  # fmt: skip


def inside(rows: Iterable[IntakeFigure], passage: IntakePassage) -> list[IntakeFigure]:
    return [row for row in rows if passage.start <= row.start < passage.end]
