"""PDF files with a text layer: pages, columns and tables; heads, feet and page numbers left out.

Words and ruled tables come from pdfplumber. Ours is what makes a paper of them: lines joined into
paragraphs across pages, a table that goes over pages made one, and a plain word when a page is only a
picture or its letters are not letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from phoihop.core.papers import Run
from phoihop.ingest.readers import refusals
from phoihop.ingest.readers.encodings import legacy_note, tidy
from phoihop.ingest.readers.legacy import convert, family_of, font_family, is_soup, is_typed_in, likeness
from phoihop.ingest.readers.outline import outline
from phoihop.ingest.readers.source import Builder, GivenCell, ShouldStop, Source, Unreadable

if TYPE_CHECKING:
    from pdfplumber.page import Page

Box = tuple[float, float, float, float]

#: Share of a page's height at its top and foot where running heads and page numbers stand.
EDGE = 0.09
#: How many lines a running head or foot has at most.
HEAD_LINES = 3
#: Points between words of one sentence at most, and between columns at least.
SPACE, GUTTER = 9.0, 16.0
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s.]*", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_ENDS_SENTENCE = re.compile(r"[.:;!?…]['\"”’)\]]*$")
#: A letter the file's font gives no name: of an old font its place is known.
_UNNAMED = re.compile(r"\(cid:(1\d\d|2[0-4]\d|25[0-5])\)")
_SPLIT_WORD = re.compile(r"[^\W\d_]-$")


@dataclass
class Line:
    """Words on one base line."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: bool
    page: int

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


@dataclass
class Grid:
    """A ruled table, or the part of it that stands on one page."""

    rows: list[list[GivenCell]]
    columns: int
    top: float
    bottom: float
    page: int


@dataclass
class Sheet:
    """A page taken apart: what stands on it from top to foot."""

    number: int
    width: float
    height: float
    parts: list[Line | Grid] = field(default_factory=list)
    letters: int = 0
    pictures: int = 0


def read_pdf(data: bytes, *, name: str, should_stop: ShouldStop | None = None) -> Source:
    import pdfplumber  # noqa: PLC0415 heavy
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415 heavy
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415 heavy

    builder = Builder(name=name, kind="pdf", should_stop=should_stop)
    sheets: list[Sheet] = []
    try:
        with pdfplumber.open(BytesIO(data), unicode_norm="NFC") as document:
            for page in document.pages:
                if should_stop and should_stop():
                    raise refusals.stopped()
                sheets.append(_taken_apart(page, builder))
                page.close()
    except PdfminerException as error:
        inner = error.args[0] if error.args else None
        raise (
            refusals.encrypted_pdf() if isinstance(inner, PDFPasswordIncorrect) else refusals.broken_pdf()
        ) from None
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError):
        raise refusals.broken_pdf() from None  # a damaged file breaks the parser in many ways
    _say_what_is_a_picture(sheets, builder)
    _without_edges(sheets)
    _from_old_font(sheets, builder)
    _write(sheets, builder)
    source = builder.source()
    if not source.text.strip():
        raise refusals.empty()
    if is_soup(source.text) or likeness(source.text, sample=20_000).share < 0.5:
        raise refusals.soup()
    return source


def _say_what_is_a_picture(sheets: Sequence[Sheet], builder: Builder) -> None:
    blank = [s.number for s in sheets if s.letters < 20 and s.pictures]
    if blank and len(blank) == len([s for s in sheets if s.letters or s.pictures]):
        raise refusals.scan()
    if blank:
        builder.notes.append(
            _("Trang %s là ảnh quét, chưa đọc được chữ; hãy xem trang đó bằng mắt.")
            % ", ".join(map(str, blank))
        )


# ------------------------------------------------------------------------------------- one page


def _taken_apart(page: Page, builder: Builder) -> Sheet:
    sheet = Sheet(number=page.page_number, width=float(page.width), height=float(page.height))
    sheet.pictures = len(page.images)
    words = page.extract_words(extra_attrs=["fontname"], use_text_flow=False, keep_blank_chars=False)
    for word in words:
        word["text"] = _letters(word["text"], str(word["fontname"]), builder)
        sheet.letters += len(word["text"])
    grids = [(t.bbox, _grid(t, page, builder)) for t in page.find_tables()]
    framed = [(box, grid) for box, grid in grids if grid is not None]
    free = [w for w in words if not any(_inside(w, box) for box, _grid in framed)]
    lines = list(_in_reading_order(_lines(free, sheet.number), sheet.width))
    sheet.parts = _merged(lines, [grid for _box, grid in framed])
    return sheet


def _letters(text: str, fontname: str, builder: Builder) -> str:
    family = font_family(fontname.rpartition("+")[2])
    if family:
        text = _UNNAMED.sub(lambda m: bytes([int(m[1])]).decode("cp1252", "replace"), text)
    if family and is_typed_in(text, family, around=""):
        text = convert(text, family)
        builder.notes.append(legacy_note(family))
    return text


def _from_old_font(sheets: Sequence[Sheet], builder: Builder) -> None:
    """A paper in an old font whose name the file does not tell: told by all its lines together."""
    parts = [part for sheet in sheets for part in sheet.parts]
    lines = [part for part in parts if isinstance(part, Line)]
    cells = [row for part in parts if isinstance(part, Grid) for row in part.rows]
    family = family_of((*(line.text for line in lines), *(text for row in cells for text in _words(row))))
    if not family:
        return
    builder.notes.append(legacy_note(family))
    for line in lines:
        line.text = _converted(line.text, family)
    for row in cells:
        row[:] = [replace(c, runs=(Run(text=_converted(c.runs[0].text, family)),)) for c in row]


def _converted(text: str, family: str) -> str:
    return convert(text, family) if is_typed_in(text, family, around="") else text


def _inside(word: dict[str, Any], box: Box) -> bool:
    middle_x, middle_y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] - 1 <= middle_x <= box[2] + 1 and box[1] - 1 <= middle_y <= box[3] + 1)


def _grid(table: Any, page: Page, builder: Builder) -> Grid | None:
    """The cells of a ruled table; None when the rules only frame something."""
    texts = table.extract()
    if len(texts) < 2 or max(len(row) for row in texts) < 2:
        return None
    rows: list[list[GivenCell]] = []
    for given, row in zip(texts, table.rows, strict=True):
        cells: list[GivenCell] = []
        for text, box in zip(given, row.cells, strict=True):
            if box is None and cells and _covers(row.cells, cells):
                cells[-1] = replace(cells[-1], span=cells[-1].span + 1)
                continue
            body, _note = tidy(" ".join((text or "").split()))
            cells.append(GivenCell(runs=(Run(text=body),)))
        rows.append(cells)
    if not any(run.text for row in rows for cell in row for run in cell.runs):
        return None
    columns = max(len(row) for row in texts)
    return Grid(rows=rows, columns=columns, top=table.bbox[1], bottom=table.bbox[3], page=page.page_number)


def _covers(boxes: Sequence[Box | None], cells: Sequence[GivenCell]) -> bool:
    """Whether the last cell seen reaches over this missing one (merged sideways, not downwards)."""
    place = sum(cell.span for cell in cells)
    before = next((b for b in reversed(boxes[:place]) if b is not None), None)
    after = next((b for b in boxes[place:] if b is not None), None)
    if before is None:
        return False
    return after is None or before[2] > after[0] - 2


def _lines(words: Sequence[dict[str, Any]], page: int) -> list[list[dict[str, Any]]]:
    """Words by base line, each line from left to right."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (w["bottom"], w["x0"])):
        last = lines[-1] if lines else None
        if last and abs(last[-1]["bottom"] - word["bottom"]) < max((word["bottom"] - word["top"]) * 0.4, 2):
            last.append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda w: w["x0"])
        for word in line:
            word["page"] = page
    return lines


def _in_reading_order(lines: list[list[dict[str, Any]]], width: float) -> Iterator[Line]:
    """Lines as they are read: where a gutter runs through several lines, the left side comes first."""
    gutter = _gutter(lines, width)
    if gutter is None:
        yield from (_line(words) for words in lines)
        return
    region: list[list[dict[str, Any]]] = []
    for words in lines:
        if _crosses(words, gutter):
            yield from _columns(region, gutter)
            region = []
            yield _line(words)
        else:
            region.append(words)
    yield from _columns(region, gutter)


def _columns(region: list[list[dict[str, Any]]], gutter: float) -> Iterator[Line]:
    left = [[w for w in words if w["x1"] <= gutter] for words in region]
    right = [[w for w in words if w["x0"] >= gutter] for words in region]
    if sum(map(bool, left)) < 2 or sum(map(bool, right)) < 2:  # a line that only looks parted
        yield from (_line(words) for words in region if words)
        return
    yield from (_line(words) for side in (left, right) for words in side if words)


def _gap(words: Sequence[dict[str, Any]], gutter: float) -> float | None:
    """The room between the words on both sides; 0 where a word lies over it, None if one side is empty."""
    if any(w["x0"] < gutter < w["x1"] for w in words):
        return 0.0
    before = max((w["x1"] for w in words if w["x1"] <= gutter), default=None)
    after = min((w["x0"] for w in words if w["x0"] >= gutter), default=None)
    return None if before is None or after is None else float(after - before)


def _crosses(words: Sequence[dict[str, Any]], gutter: float) -> bool:
    """A word over the gutter, or two that stand an ordinary space apart on both sides of it."""
    gap = _gap(words, gutter)
    return gap is not None and gap < SPACE


def _gutter(lines: Sequence[Sequence[dict[str, Any]]], width: float) -> float | None:
    """The upright strip that lines with words on both sides leave free: of a heading, of signatures, of columns."""
    best, most = None, 1
    for step in range(30, 71, 2):
        gutter = width * step / 100
        wide = sum((_gap(words, gutter) or 0.0) >= GUTTER for words in lines)
        if wide > most:
            best, most = gutter, wide
    return best


def _line(words: Sequence[dict[str, Any]]) -> Line:
    return Line(
        text=" ".join(w["text"] for w in words),
        left=words[0]["x0"],
        right=words[-1]["x1"],
        top=min(w["top"] for w in words),
        bottom=max(w["bottom"] for w in words),
        bold=all("bold" in str(w["fontname"]).lower() for w in words),
        page=words[0]["page"],
    )


def _merged(lines: list[Line], grids: list[Grid]) -> list[Line | Grid]:
    """Tables put between the lines they stand between."""
    parts: list[Line | Grid] = []
    waiting = sorted(grids, key=lambda g: g.top)
    for line in lines:
        while waiting and waiting[0].top < line.top:
            parts.append(waiting.pop(0))
        parts.append(line)
    return [*parts, *waiting]


# ------------------------------------------------------------------------------ the whole paper


def _without_edges(sheets: Sequence[Sheet]) -> None:
    """Page numbers go; so do the first and last lines that several pages share."""
    seen: Counter[str] = Counter()
    for sheet in sheets:
        seen.update({_alike(line) for line in _outer(sheet)})
    often = {text for text, n in seen.items() if n >= max(2, len(sheets) * 0.4) and len(sheets) > 2}
    for sheet in sheets:
        gone = {id(line) for line in _outer(sheet) if _alike(line) in often}
        gone |= {id(line) for line in _at_edge(sheet) if _PAGE_NUMBER.fullmatch(line.text)}
        sheet.parts = [part for part in sheet.parts if id(part) not in gone]


def _outer(sheet: Sheet) -> list[Line]:
    """The lines before and after everything else, a few of each: where heads and feet may stand."""
    top = list(takewhile(lambda part: isinstance(part, Line), sheet.parts[:HEAD_LINES]))
    foot = list(takewhile(lambda part: isinstance(part, Line), reversed(sheet.parts[-HEAD_LINES:])))
    return [part for part in (*top, *foot) if isinstance(part, Line)]


def _at_edge(sheet: Sheet) -> list[Line]:
    lines = [part for part in sheet.parts if isinstance(part, Line)]
    return [x for x in lines if x.bottom < sheet.height * EDGE or x.top > sheet.height * (1 - EDGE)]


def _alike(line: Line) -> str:
    return _NUMBERS.sub("#", line.text.strip().lower())


def _write(sheets: Sequence[Sheet], builder: Builder) -> None:
    lines: list[Line] = []
    open_table: Grid | None = None
    for part in (part for sheet in sheets for part in sheet.parts):
        if isinstance(part, Line):
            if open_table is not None:
                _table(open_table, builder)
                open_table = None
            lines.append(part)
            continue
        _paragraphs(lines, builder)
        lines = []
        if open_table is not None and _goes_on(open_table, part):
            body = part.rows
            while body and _words(body[0]) in [_words(row) for row in open_table.rows[:2]]:
                body = body[1:]  # the heading repeated on the next page
            if body and _rest_of_a_row(body[0], open_table.rows[-1]):
                open_table.rows[-1] = _joined(open_table.rows[-1], body[0])
                body = body[1:]
            open_table.rows += body
            open_table.page, open_table.bottom = part.page, part.bottom
            continue
        if open_table is not None:
            _table(open_table, builder)
        open_table = part
    if open_table is not None:
        _table(open_table, builder)
    _paragraphs(lines, builder)


def _goes_on(first: Grid, second: Grid) -> bool:
    return second.page == first.page + 1 and second.columns == first.columns


_AMOUNT = re.compile(r"[\d.,]+\s*%?")


def _rest_of_a_row(row: Sequence[GivenCell], upper: Sequence[GivenCell]) -> bool:
    """The lower half of a row the page broke in two: no number of its own, and little else; no number below a number."""
    words, above = _words(row), _words(upper)
    if any(_AMOUNT.fullmatch(w) and _AMOUNT.fullmatch(a) for w, a in zip(words, above, strict=False)):
        return False  # a row of totals
    return not words[0] and 0 < sum(map(bool, words)) <= (len(words) + 1) // 2


def _joined(upper: Sequence[GivenCell], lower: Sequence[GivenCell]) -> list[GivenCell]:
    if len(upper) != len(lower):
        return list(upper)
    return [
        replace(a, runs=(Run(text=f"{a.runs[0].text} {b.runs[0].text}".strip()),))
        for a, b in zip(upper, lower, strict=True)
    ]


def _words(row: Sequence[GivenCell]) -> list[str]:
    return [cell.runs[0].text for cell in row]


def _table(grid: Grid, builder: Builder) -> None:
    builder.page = grid.page
    builder.add_table(grid.rows)


def _paragraphs(lines: Sequence[Line], builder: Builder) -> None:
    if not lines:
        return
    left, right = _margins(lines)
    held: list[Line] = []
    for line in lines:
        if held and not _continues(held[-1], line, left=left, right=right):
            _paragraph(held, builder)
            held = []
        held.append(line)
    if held:
        _paragraph(held, builder)


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Where full lines begin and end: the left edge and right edge most lines share."""
    left = Counter(round(line.left / 4) * 4 for line in lines).most_common(1)[0][0]
    rights = sorted(line.right for line in lines)
    return float(left), rights[int(len(rights) * 0.9)]


def _continues(before: Line, line: Line, *, left: float, right: float) -> bool:
    """Whether a line goes on with the sentence of the one before."""
    if outline(line.text, bold=line.bold) is not None and _ENDS_SENTENCE.search(before.text):
        return False
    if outline(line.text, bold=line.bold) is not None and line.left > left + 6:
        return False
    if before.bold != line.bold and not before.text.rstrip().endswith(","):
        return False
    if line.page == before.page and line.top - before.bottom > before.height * 1.3:
        return False
    if line.left > left + 12 and line.left - before.left > 4:  # first line of a new paragraph
        return False
    return before.right > left + (right - left) * 0.85


def _paragraph(lines: Sequence[Line], builder: Builder) -> None:
    text = ""
    for line in lines:
        if not text:
            text = line.text
        elif _SPLIT_WORD.search(text) and line.text[:1].islower():
            text = text[:-1] + line.text
        elif text.endswith(("-", "/")):
            text += line.text
        else:
            text += " " + line.text
    body, note = tidy(text)
    if note:
        builder.notes.append(note)
    builder.page = lines[0].page
    builder.add_line((Run(text=body, bold=all(line.bold for line in lines)),))
