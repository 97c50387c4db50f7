"""A whole paper read by its outline: figures, what they say of each other, passages and promises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from phoihop.core.papers import Heading, ListItem, Paragraph, Table
from phoihop.core.stated import Passage, Rate, Stated, Sum, Told, with_figures
from phoihop.ingest.readers import Source
from phoihop.ingest.reading.figures import Figure
from phoihop.ingest.reading.page import Page, Sentence
from phoihop.ingest.tally.cells import table_figures
from phoihop.ingest.tally.clauses import Line, Speaker, speaker_of
from phoihop.ingest.tally.context import in_context
from phoihop.ingest.tally.grids import whole_tables
from phoihop.ingest.tally.numbers import report_figures
from phoihop.ingest.tally.outline import HEAD_LENGTH, Stack, group_of, identify
from phoihop.ingest.tally.promises import find_promises, setting_of
from phoihop.ingest.tally.prose import sentence_figures
from phoihop.ingest.tally.rates import rates_of
from phoihop.ingest.tally.relations import sums_of
from phoihop.ingest.tally.words import tables_named, tokens

_CAPTION = re.compile(r"^(?:biểu|bảng|phụ lục|kết quả|một số|tổng hợp|tình hình|danh mục)", re.IGNORECASE)
_UNIT_NOTE = re.compile(
    r"^\(?\s*(?:(?:đơn vị(?: tính)?|ĐVT)\s*:|(?:tính )?(?:bằng |theo )?(?:(?:triệu|nghìn|ngàn|tỷ|1\.000)\s+)?đồng\s*\)?$)",
    re.IGNORECASE,
)
#: Lines over a sheet's table that do not say what it is of: whose it is, its number, what it goes with.
_NO_CAPTION = re.compile(
    r"\(|kèm theo|(?:ubnd|ủy ban|uỷ ban|hđnd|hội đồng|thường trực|ban thường trực|mttq|mặt trận|văn phòng|phường|xã|đơn vị)(?!\w)[^:]{0,60}$"
    r"|(?:phụ lục|biểu|bảng|phụ biểu)(?: số)?\s*[\dIVX]*\s*$",
    re.IGNORECASE,
)
_END = re.compile(r"^\s*(?:Nơi nhận|TM\.|KT\.|T/M)", re.MULTILINE)
#: How deep a mark at the beginning of a line stands: 1. over a) over - over +.
_LEVELS = {".": 1, ")": 2, "-": 3, "–": 3, "*": 3, "•": 3, "+": 4, "o": 4}
#: A line that may begin a list: no "c)" and no "2." do ("2.1" may).
_BEGINS = re.compile(r"\s*(?:[-–+*•o]|a\)|\(?0?1[.)]|\d{1,2}\.\d|(?!\(?\d{1,2}[.)]|[a-zđ]\)))")
LEAST_PASSAGE = 25
LONGEST_TITLE = 110
#: So many figures said before may still be what is spoken of.
CARRIED = 4


def tell(source: Source) -> Told:
    """Read a report, annex, review or programme. Nothing is decided here: what is unsure carries its mark."""
    page = Page(source)
    identity = identify(page.text, source.name, sheet=source.kind == "sheet")
    who = speaker_of(identity, source.name, page.text[:HEAD_LENGTH])
    teller = _Teller(page, source, who)
    teller.run()
    told = Told(
        file=source.name, title=identity.title, text=page.text, role=identity.role, body=identity.body,
        body_words=identity.words, period=identity.period, figures=teller.figures, sums=teller.sums, rates=teller.rates,
        passages=teller.passages, promises=find_promises(page, source, setting_of(page, identity, who.year)),
        headings=teller.headings, notes=source.notes,
    )  # fmt: skip
    return with_figures(told, in_context)


def _title_rows(block: Table) -> str:
    """The words of a sheet's title lines that came as a table of one cell a row; "" of any other table."""
    rows = [[c.text.strip() for c in row if c.text.strip()] for row in block.rows]
    if len(rows) > MOST_TITLES or any(
        len(row) > 1 or (row and not re.search(r"[^\W\d]{3}", row[0])) for row in rows
    ):
        return ""
    return " ".join(row[0] for row in rows if row and not _NO_CAPTION.match(row[0]))


#: Lines of a title.
MOST_TITLES = 5


class _Teller:
    """One pass over the blocks with the headings above each."""

    def __init__(self, page: Page, source: Source, who: Speaker) -> None:
        self.page, self.source, self.who = page, source, who
        self.stack = Stack()
        self.figures: list[Stated] = []
        self.sums: list[Sum] = []
        self.rates: list[Rate] = []
        self.passages: list[Passage] = []
        self.headings: list[tuple[int, str, str]] = []
        self.openings: dict[int, tuple[str, ...]] = {}
        self.items: list[tuple[int, list[Stated | None], bool]] = []
        self.begins = True
        self.said: list[Stated] = []
        self.caption = ""
        self.line = 0

    def run(self) -> None:
        found = report_figures(self.page)
        sentences = self.page.sentences
        at = s = 0
        for block in whole_tables(self.source.blocks):
            place = block.place
            if place is None or place.start is None or place.end is None:
                continue
            self.line += 1
            while at < len(found) and found[at].start < place.start:
                at += 1
            while s < len(sentences) and sentences[s].start < place.start:
                s += 1
            upto, last = at, s
            while upto < len(found) and found[upto].start < place.end:
                upto += 1
            while last < len(sentences) and sentences[last].start < place.end:
                last += 1
            if isinstance(block, Heading):
                self._heading(block, found[at:upto], sentences[s:last])
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Paragraph | ListItem):
                self._text(block, place.start, place.end, found[at:upto], sentences[s:last])
            at, s = upto, last
        while self.items:
            self._close()

    def _heading(self, block: Heading, figures: Sequence[Figure], sentences: Sequence[Sentence]) -> None:
        self.stack.push(block.level, block.number, block.text)
        self.headings.append((block.level, block.number, block.text))
        self.openings, self.said = {}, []
        while self.items:
            self._close()
        self.caption = ""
        if (
            figures
            and len(block.text) > 60
            and block.place
            and block.place.start is not None
            and block.place.end is not None
        ):
            self._take(block.place.start, block.place.end, figures, sentences)

    def _table(self, block: Table) -> None:
        if block.place and block.place.sheet and (title := _title_rows(block)):
            self.caption = f"{self.caption} {title}".strip()[:300]
            return
        caption = self.caption or block.caption
        sheet = block.place.sheet if block.place else ""
        group = group_of(caption, sheet) or self.stack.group
        figures, sums, rates = table_figures(
            block, who=self.who, stack=self.stack, caption=caption or sheet, group=group, line=self.line
        )
        self.figures += figures
        self.sums += sums
        self.rates += rates
        self.line += len(block.rows)
        self.caption = ""

    def _text(
        self,
        block: Paragraph | ListItem,
        start: int,
        end: int,
        figures: Sequence[Figure],
        sentences: Sequence[Sentence],
    ) -> None:
        text = self.page.text[start:end].strip()
        if text.isupper() and self.stack.untitled and len(text) < LONGEST_TITLE:
            level, number, part = self.stack.path[-1]
            self.stack.push(level, number, f"{part} {text}")
        if len(text) < 120 and _UNIT_NOTE.search(text):
            self.caption = f"{self.caption} ({text.strip('()')})" if self.caption else text
        elif block.place and block.place.sheet:
            if len(text) < 200 and not _NO_CAPTION.match(text):
                self.caption = f"{self.caption} {text}".strip()[:300]
        elif len(text) < 160 and (_CAPTION.match(text) or text.isupper()):
            self.caption = text
        elif len(text) >= 160:
            self.caption = ""
        if (self.stack.path or self.who.identity.role == "other") and not _END.match(text):
            heading = self.stack.path[-1][2] if self.stack.path else ""
            group = group_of(heading, text[:120], *(t for _l, _n, t in reversed(self.stack.path[:-1])))
            if len(text) >= LEAST_PASSAGE:
                self.passages.append(
                    Passage(
                        kind=self.stack.kind,
                        text=text,
                        start=start,
                        end=end,
                        group=group,
                        heading=self.stack.words,
                    )
                )
        self._take(start, end, figures, sentences)

    def _take(self, start: int, end: int, figures: Sequence[Figure], sentences: Sequence[Sentence]) -> None:
        """The figures of a paragraph, sentence by sentence; totals and rates look over the whole of it."""
        place = self.source.place_of(start, end)
        whole: list[Stated] = []
        opening, refs = self._opening(start), tables_named(self.page.text[start:end])
        for sentence in sentences or [Sentence(start, end, self.page.text[start:end])]:
            inside = [f for f in figures if sentence.start <= f.start < sentence.end]
            group = (
                group_of(
                    self.stack.path[-1][2] if self.stack.path else "",
                    self.page.text[sentence.start : sentence.end],
                )
                or self.stack.group
            )
            line = Line(
                text=self.page.text, floor=start, start=sentence.start, end=sentence.end, who=self.who, stack=self.stack,
                place=replace(place, start=sentence.start, end=sentence.end), number=self.line, group=group, opening=opening, refs=refs,
                carried=tuple(reversed([*self.said, *whole][-CARRIED:])),
            )  # fmt: skip
            made = list(sentence_figures(line, inside))
            whole += made
        self.sums += sums_of(self.page.text, whole, end)
        self.rates += rates_of(self.page.text, whole)
        self._listed(whole)
        self.figures += whole
        self.said += whole

    def _opening(self, start: int) -> tuple[str, ...]:
        """The first words of a paragraph, and of the items it stands under: what it is about."""
        said = self.page.text[start : start + 90]
        mark = re.match(r"\s*([-–+*•o]|[a-zđ]\)|\(?\d{1,2}[.)])?", said)
        level = _LEVELS.get((mark[1] or "")[-1:], 0) if mark else 0
        self.begins = bool(_BEGINS.match(said))
        own = tokens(re.split(r"[:;.,(]\s|\d", said[mark.end() if mark else 0 :])[0])
        self.openings = {k: v for k, v in self.openings.items() if k < level}
        above = tuple(w for words in self.openings.values() for w in words)
        self.openings[level] = own[:6]
        return (*own, *(w for w in above if w not in own))

    def _listed(self, figures: list[Stated]) -> None:
        """Remember the first figure of a paragraph; when a list ends, its items are parts of the line above."""
        level = max(self.openings, default=0)
        first = next((f for f in figures if f.of is None and f.unit != "%" and f.mode != "change"), None)
        while self.items and (self.items[-1][0] > level or (self.items[-1][0] == level and not level)):
            self._close()
        if self.items and self.items[-1][0] == level:
            self.items[-1][1].append(first)
        else:
            self.items.append((level, [first], self.begins))

    def _close(self) -> None:
        """A finished run of items under one line: a total and its parts, if all name the same kind of count."""
        _level, found, begun = self.items.pop()
        above = self.items[-1][1][-1] if self.items and self.items[-1][1] else None
        parts = [f for f in found if f is not None]
        # "c)" under a line of its own goes on with the list before that line: it tells no part of it
        if above is None or len(parts) < 2 or len(parts) != len(found) or not begun:
            return
        if all(p.unit == above.unit and (p.mode, p.period) == (above.mode, above.period) for p in parts):
            self.sums.append(Sum(total=above, parts=tuple(parts), complete=False))
