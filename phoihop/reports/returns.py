"""A circulated draft that came back: its tracked changes and comments, each with the section it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from phoihop.core.papers import Block, Heading, ListItem, Paragraph
from phoihop.core.text import fold
from phoihop.documents.returned import Line, line_of
from phoihop.reports.models import Report, ReportFigure, Section

_MARK = re.compile(r"\[(S\d+)\]")
_TOKEN = re.compile(r"\[\[(S\d+)\]\]")
#: How much of what stands before a change is kept to find its place again.
CONTEXT = 60


@dataclass(frozen=True, kw_only=True)
class Found:
    """One change or comment; texts have figures as tokens, ``[[S07]]``."""

    section: str
    author: str = ""
    before: str = ""
    old: str = ""
    new: str = ""
    note: str = ""
    short: str = ""


def remarks_in(blocks: Sequence[Block], report: Report) -> list[Found]:
    """Everything that was changed or commented in a returned draft, in order."""
    rows = {row.short: row for row in report.figures.all()}
    places = {
        _key(_printed(section, rows, marks=marks)): section.code
        for marks in (False, True)  # the draft was sent with its sources or without
        for section in report.sections.all()
        if section.text
    }
    found: list[Found] = []
    for block in blocks:
        if isinstance(block, Paragraph | ListItem):
            line = line_of(block.runs)
        elif isinstance(block, Heading):
            continue
        else:
            continue
        if line.edits:
            section = _section(places, line.original)
            found += _told(line, section, rows)
    return found


def _told(line: Line, section: str, rows: dict[str, ReportFigure]) -> Iterator[Found]:
    for edit in line.edits:
        at, old, new = edit.at, edit.old, edit.new
        before = tokens(line.original[:at], rows)
        found = Found(section=section, author=edit.author, before=_tail(before), note=edit.note)
        rest = line.original[at + len(old) :]
        mark = _MARK.match(rest)
        if mark and old and rows.get(mark[1]) is not None and rows[mark[1]].words.endswith(old.strip()):
            yield replace(found, old=old, new=new, short=mark[1])
        else:
            yield replace(found, old=tokens(old, rows), new=tokens(new, rows))


def _tail(text: str) -> str:
    """The end of a text, never beginning inside a token."""
    tail = text[-CONTEXT:]
    half = tail.find("]]")
    return tail[half + 2 :] if 0 <= half < tail.find("[[") or (half >= 0 and "[[" not in tail) else tail


def tokens(text: str, rows: dict[str, ReportFigure]) -> str:
    """Printed numbers with their marks become the tokens a section keeps."""
    for row in rows.values():
        for printed in (_with_mark(row), f"{row.words}[{row.short}]"):
            text = text.replace(printed, f"[[{row.short}]]")
    return text


def _with_mark(row: ReportFigure) -> str:
    """As the draft with its sources prints it."""
    return f"{row.words}[{row.short}] ({row.doubt})" if row.doubt else f"{row.words}[{row.short}]"


def _printed(section: Section, rows: dict[str, ReportFigure], *, marks: bool) -> str:
    def told(found: re.Match[str]) -> str:
        row = rows.get(found[1])
        return found[0] if row is None else _with_mark(row) if marks else row.words

    return _TOKEN.sub(told, section.text)


def _key(text: str) -> str:
    return "".join(ch for ch in fold(text) if ch.isalnum())


def _section(places: dict[str, str], original: str) -> str:
    """The section a paragraph is; a limitation is printed with its cause behind it."""
    key = _key(original)
    if key in places:
        return places[key]
    return next((code for text, code in places.items() if len(text) > 30 and text in key), "")
