"""A Word file that went out and came back: each paragraph as it was sent, and what was done to it.

Tracked changes and comments keep their author and moment. Nothing here knows what the paper is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from phoihop.core.papers import Block, Heading, ListItem, Paragraph, Run, Table


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change (``old`` became ``new`` at ``at`` characters of the paragraph as sent) or comment (``note``)."""

    at: int
    old: str = ""
    new: str = ""
    note: str = ""
    author: str = ""
    made_at: datetime | None = None


@dataclass
class Line:
    """A paragraph as it was sent out, and what was done to it."""

    original: str = ""
    edits: list[Edit] = field(default_factory=list)
    cell: bool = False

    @property
    def now(self) -> str:
        """As it reads with every change taken in."""
        text, shift = self.original, 0
        for edit in self.edits:
            if edit.old or edit.new:
                start = edit.at + shift
                text = f"{text[:start]}{edit.new}{text[start + len(edit.old) :]}"
                shift += len(edit.new) - len(edit.old)
        return text


def returned_lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """Every paragraph, heading, item and cell in order."""
    for block in blocks:
        if isinstance(block, Paragraph | ListItem | Heading):
            line = line_of(block.runs)
            if isinstance(block, ListItem) and not line.original.startswith(block.marker):
                mark = f"{block.marker} "
                line = Line(mark + line.original, [_moved(edit, len(mark)) for edit in line.edits])
            yield line
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    found = line_of(cell.runs)
                    found.cell = True
                    yield found


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(
        at=edit.at + by, old=edit.old, new=edit.new, note=edit.note, author=edit.author, made_at=edit.made_at
    )


def line_of(runs: Sequence[Run]) -> Line:
    """Adjacent deletion and insertion of one author are one change."""
    line = Line()
    for run in runs:
        text, change = run.text.replace("\xa0", " "), run.change
        at = len(line.original)
        if change is None:
            line.original += text
        elif change.kind == "deleted":
            gone = change.note.replace("\xa0", " ")
            _join(line, Edit(at=at, old=gone, author=change.author, made_at=change.at))
            line.original += gone
        elif change.kind == "inserted":
            _join(line, Edit(at=at, new=text, author=change.author, made_at=change.at))
        elif change.kind == "comment":
            line.edits.append(Edit(at=at, note=change.note, author=change.author, made_at=change.at))
            line.original += text
    return line


def _join(line: Line, edit: Edit) -> None:
    if line.edits:
        last = line.edits[-1]
        if not last.note and last.author == edit.author and last.at + len(last.old) == edit.at:
            line.edits[-1] = Edit(
                at=last.at, old=last.old + edit.old, new=last.new + edit.new, author=last.author, made_at=last.made_at
            )  # fmt: skip
            return
    line.edits.append(edit)


def applied(text: str, *, before: str, old: str, new: str) -> str | None:
    """The paragraph with the change made; None where it no longer stands as it was sent out."""
    at = text.find(before + old) if before or old else -1
    if at < 0:
        return None
    start = at + len(before)
    return f"{text[:start]}{new}{text[start + len(old) :]}"
