"""Entries of an old list, checked row by row: what is wrong is told by row and column with what to do.

Pure: words in, entries and troubles out. Nothing is thrown away silently: a row that cannot be recorded is listed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from phoihop.core.papers import Block
from phoihop.core.personal import Kind, spoken
from phoihop.core.text import fold
from phoihop.petitions.past_columns import (
    DATES,
    competence_of,
    day_of,
    field_of,
    known_headings,
    meanings,
    result_of_words,
)
from phoihop.petitions.past_tables import Found, find_list, grids_of

_COLUMN_WORDS = (
    "number code source field quarter place content unit competence answer result document note".split()
)
_TO_UPPER = re.compile(
    r"(?:[Cc]huyển|[Kk]iến nghị|[Tt]huộc thẩm quyền(?: của)?)\s+((?:Sở|UBND|Công ty|Điện lực|Bộ|Ủy ban|Tổng công ty|Ban)[^.;,\n]{0,120})"
)
_GROUP_QUARTER = re.compile(r"^(?:to dan pho|to|khu pho|thon|ap|xom|khu dan cu|kdc|kp|khom|ban|khu)\b")
#: Where a person may be named: only such rows are looked at closely, of a hundred thousand. Each way begins with a letter of
#: the one class in front, so that most of a text is passed over at once.
_PERHAPS = re.compile(
    r"[\dÔôBbAaCcTt](?:(?<=\d)[\d .-]{7,}\d"
    r"|(?:(?<=[Ôô])ng|(?<=[Bb])à|(?<=[Aa])nh|(?<=[Cc])hị|(?<=[Tt])(?:ôi|ên) là) [A-ZĐÀ-Ỹ])"
)
FIRST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cell that cannot be taken as it is. ``stops``: the row is not recorded until it is put right."""

    row: int
    column: str
    what: str
    now: str
    stops: bool = True
    sheet: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "row": self.row, "column": self.column, "what": self.what, "now": self.now, "stops": self.stops,
            "sheet": self.sheet,
        }  # fmt: skip


@dataclass(slots=True)
class Entry:
    """One matter of the list as it was told."""

    row: int
    words: dict[str, str]
    days: dict[str, date] = field(default_factory=dict)
    result: str = ""
    sure: bool = True
    field: str = ""
    competence: str = ""
    competent: str = ""
    sheet: str = ""

    @property
    def told(self) -> str:
        return self.words.get("content", "")

    def digest(self) -> str:
        """Equal when nothing of it changed; the running number and the row do not count."""
        parts = [
            f"{k}={' '.join(v.split())}"
            for k, v in sorted(self.words.items())
            if k not in ("number", "asker")
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def list_of(blocks: Sequence[Block]) -> Found | None:
    """The longest list among the tables of a file; tables of the same heading go on from page to page, sheet to sheet."""
    found = [one for grid in grids_of(blocks) if (one := find_list(grid, known_headings()))]
    if not found:
        return None
    best = max(found, key=lambda one: len(one.lines))
    titles = [*best.titles, *_titles(blocks)]
    whole = Found(best.headings, [], titles=titles, column=best.column, sheet=best.sheet)
    for one in found:
        if one.signature == best.signature:
            start = len(whole.lines)
            whole.groups.update({start + n: names for n, names in one.groups.items()})
            whole.lines += one.lines
    return whole


def _titles(blocks: Sequence[Block]) -> Iterator[str]:
    """Lines of the paper that name the list, the clearest first."""
    lines = [" ".join(str(getattr(block, "text", "")).split()) for block in blocks]
    for wanted in ("bieu", "tong hop", "kien nghi"):
        yield from (line for line in lines if wanted in fold(line) and len(line) <= 300)


def entries(
    found: Found, columns: Mapping[int, str], *, fields: Mapping[str, str], today: date
) -> Iterator[tuple[Entry | None, list[Trouble]]]:
    """Each line as an entry with what is wrong in it; None for the second half of an entry cut by a page."""
    taken = [(c, meaning) for c, meaning in sorted(columns.items()) if meaning and meaning != "asker"]
    names = {meaning: _column(found, c) for c, meaning in taken}
    days = [(c, meaning) for c, meaning in taken if meaning in DATES]
    content = next((c for c, meaning in taken if meaning == "content"), None)
    for n, line in enumerate(found.lines):
        row = line.words
        width = len(row)
        words = {meaning: _spaced(text) for c, meaning in taken if c < width and (text := row[c])}
        entry = Entry(line.row, words, sheet=line.sheet)
        troubles: list[Trouble] = []
        if content is None or not words.get("content"):
            troubles.append(_empty(line.row, names.get("content", ""), line.sheet))
        elif len(words) == 1:
            troubles.append(_alone(line.row, names["content"], line.sheet))
        for c, meaning in days:
            text = row[c].strip() if c < width else ""
            if not text:
                continue
            try:
                day = _day(text)
            except ValueError as error:
                troubles.append(_bad_day(line.row, names[meaning], str(error), line.sheet))
                continue
            if not FIRST <= day:
                troubles.append(
                    _bad_day(line.row, names[meaning], _("Năm %d quá xa.") % day.year, line.sheet)
                )
                continue
            if day > today and meaning not in ("due",):
                troubles.append(_ahead(line.row, names[meaning], text, line.sheet))
                continue
            entry.days[meaning] = day
        _judge(entry, found.groups.get(n, ()), fields, names, troubles, line.sheet)
        yield entry, troubles


def _spaced(text: str) -> str:
    """One blank between words; most cells come so already."""
    if text.isprintable() and "  " not in text and text[0] != " " and text[-1] != " ":
        return text
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def _day(text: str) -> date:
    return date.fromisoformat(day_of(text))


def _column(found: Found, c: int) -> str:
    """The column as a person finds it: its letter in a spreadsheet, and its heading."""
    heading = found.headings[c] if c < len(found.headings) else ""
    if found.column < 0:
        return heading or str(_("cột %d") % (c + 1))
    index, name = found.column + c + 1, ""
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return f"{name} · {heading}" if heading else name


def _judge(
    entry: Entry, groups: Sequence[str], fields: Mapping[str, str], names: Mapping[str, str],
    troubles: list[Trouble], sheet: str,
) -> None:  # fmt: skip
    """Field, competence and result as classes; a group row gives what the row itself does not say."""
    words = entry.words
    for group in groups:
        if "quarter" not in words and _GROUP_QUARTER.match(fold(group)):
            words["quarter"] = group
        elif "field" not in words:
            words["field"] = group
    if told := words.get("field"):
        entry.field = _cached_field(told, fields)
    if told := words.get("competence"):
        entry.competence = competence_of(told)
    answer = words.get("answer", "")
    told = words.get("result", "")
    if told:
        entry.result, entry.sure = result_of_words(told)
    if not entry.result and answer:
        entry.result, sure = result_of_words(answer)
        entry.sure = sure and not told
    if (told or answer) and not entry.result:
        entry.sure = False
    if entry.result == "khong_tham_quyen" and (named := _TO_UPPER.search(f"{told}\n{answer}")):
        entry.competent = named[1].strip()
    first, last = entry.days.get("raised") or entry.days.get("received"), entry.days.get("answered")
    if first and last and last < first:
        troubles.append(
            Trouble(
                entry.row, names["answered"], _("Ngày trả lời %s sớm hơn ngày nêu, ngày nhận.") % f"{last:%d/%m/%Y}",
                _("Sửa ngày trong tệp rồi đọc lại, hoặc để dòng này lại."), sheet=sheet,
            )
        )  # fmt: skip
    content = words.get("content", "")
    if _PERHAPS.search(content) and (found := spoken(content)):
        kinds = ", ".join(str(Kind(one.kind).label) for one in found)
        troubles.append(
            Trouble(
                entry.row, names.get("content", ""), _("Trong nội dung có %s.") % kinds,
                _("Vẫn ghi vào sổ. Không phải của riêng ai thì để nguyên; còn lại bỏ phần ấy trong tệp rồi đọc lại."),
                stops=False, sheet=sheet,
            )
        )  # fmt: skip
    if (told or answer) and not entry.sure:
        troubles.append(
            Trouble(
                entry.row, names.get("result") or names.get("answer", ""),
                _("Chưa rõ kết quả thuộc loại nào: “%s”.") % (told or answer)[:60],
                _("Vẫn ghi vào sổ với dấu “cần xem”; xem lại từng kiến nghị."), stops=False, sheet=sheet,
            )
        )  # fmt: skip


_fields_seen: dict[str, str] = {}


def _cached_field(told: str, fields: Mapping[str, str]) -> str:
    if told not in _fields_seen:
        if len(_fields_seen) > 2000:
            _fields_seen.clear()
        _fields_seen[told] = field_of(told, fields)
    return _fields_seen[told]


def _empty(row: int, column: str, sheet: str) -> Trouble:
    return Trouble(
        row, column or meanings()["content"].label, _("Dòng không có nội dung kiến nghị."),
        _("Điền nội dung trong tệp rồi đọc lại; các dòng khác vẫn ghi được."), sheet=sheet,
    )  # fmt: skip


def _alone(row: int, column: str, sheet: str) -> Trouble:
    return Trouble(
        row, column, _("Dòng chỉ có nội dung, các ô khác trống."),
        _("Vẫn ghi vào sổ là chưa trả lời; điền các ô còn lại trong tệp rồi đọc lại nếu cần."), stops=False, sheet=sheet,
    )  # fmt: skip


def _bad_day(row: int, column: str, what: str, sheet: str) -> Trouble:
    return Trouble(
        row, column, what, _("Sửa ngày trong tệp rồi đọc lại; các dòng khác vẫn ghi được."), sheet=sheet
    )


def _ahead(row: int, column: str, text: str, sheet: str) -> Trouble:
    return Trouble(
        row,
        column,
        _("Ngày %s còn ở phía trước.") % text,
        _("Xem lại năm; sửa trong tệp rồi đọc lại."),
        sheet=sheet,
    )
