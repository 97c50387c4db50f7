"""The running order as people write it: minutes or hours, what, who, which papers; typed in rows or pasted as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core.rows import Box, Row
from phoihop.core.text import fold
from phoihop.documents.models import File

CLOCK = re.compile(r"(\d{1,2})\s*(?:h|g|giờ|:|\.|,)?\s*(\d{1,2})?\s*(?:'|p|phút)?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,3})\s*(?:'|p|phút)?", re.IGNORECASE)
#: "8h00 - 8h20", "8 giờ 00 đến 8 giờ 20", or only when it begins.
_HOURS = re.compile(
    r"(\d{1,2}\s*(?:h|g|giờ|:)\s*\d{0,2})(?:\s*(?:-|–|—|đến)\s*(\d{1,2}\s*(?:h|g|giờ|:)\s*\d{0,2}))?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\d{1,2}[.)]?|[IVX]{1,5}[.)]?")
_CODE = re.compile(rf"\[?({File.prefix}-\d{{4}}-\d+)\]?\s*$")
#: Headings of the table pasted, by the box they fill; "" is left out.
_HEADS = {
    "": ("stt", "tt", "so tt"), "minutes": ("thoi gian", "thoi luong", "so phut", "phut", "gio"),
    "title": ("noi dung", "cong viec", "chuong trinh"),
    "speaker": ("nguoi", "trinh bay", "thuc hien", "phu trach", "chu tri"), "papers": ("tai lieu",),
}  # fmt: skip

BOXES = (
    Box(name="was", label="", hidden=True, max_length=5),
    Box(
        name="minutes", label=gettext_lazy("Số phút hoặc giờ"), max_length=40, counts=True,
        required=gettext_lazy("Ghi số phút, ví dụ 20; hoặc giờ, ví dụ 8h00–8h20."),
    ),
    Box(name="title", label=gettext_lazy("Nội dung"), max_length=400, long=True, required=gettext_lazy("Ghi nội dung.")),
    Box(name="speaker", label=gettext_lazy("Người trình bày")),
    Box(name="papers", label=gettext_lazy("Tài liệu, mỗi dòng một tên"), max_length=3000, lines=True),
)  # fmt: skip


class NamedPaper(NamedTuple):
    """A paper of an item as typed: its name, and the file it is."""

    words: str
    file: Any = None


class Item(NamedTuple):
    """One item of a running order. ``was``: its number before, 0 of a new one, None where the order stays;
    ``papers`` None: those it had."""

    title: str
    minutes: int
    speaker: str
    was: int | None = None
    papers: Sequence[NamedPaper] | None = None


class Hours(NamedTuple):
    """When an item runs, in minutes of the day; the end may be left to the next item."""

    start: int
    end: int | None


class TypedItem(NamedTuple):
    """One row as typed: minutes or hours, papers by name and code."""

    title: str
    length: int | Hours
    speaker: str
    was: int
    papers: tuple[tuple[str, str], ...]


def minutes_of_day(words: str) -> int | None:
    found = CLOCK.fullmatch(words.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    return None if hour > 23 or minute > 59 else hour * 60 + minute


def length_told(words: str) -> int | Hours | None:
    """ "20", "20 phút", "8h00–8h20" or "8h00"; None where it is none of these."""
    words = " ".join(words.split())
    if found := _MINUTES.fullmatch(words):
        return int(found[1])
    found = _HOURS.fullmatch(words)
    if found is None:
        return None
    start, end = minutes_of_day(found[1]), minutes_of_day(found[2]) if found[2] else None
    return None if start is None or (found[2] and (end is None or end <= start)) else Hours(start, end)


def read_row(row: Row) -> TypedItem:
    """A row of the grid; what is wrong is told by box."""
    length = length_told(row["minutes"])
    if row["minutes"].strip() and not length:
        raise ValidationError(
            {"minutes": _("“%s” chưa đúng: ghi số phút (20) hoặc giờ (8h00–8h20).") % row["minutes"].strip()[:40]}
        )  # fmt: skip
    papers = tuple(_paper(line) for line in row["papers"].splitlines() if line.strip())
    for words, _code in papers:
        if len(words) > 300:
            raise ValidationError({"papers": _("Tên tài liệu dài quá 300 ký tự.")})
    was = int(row["was"]) if row["was"].isdigit() else 0
    return TypedItem(
        " ".join(row["title"].split()), length or 0, " ".join(row["speaker"].split()), was, papers
    )


def _paper(line: str) -> tuple[str, str]:
    """ "Báo cáo tổng kết [TL-2027-0003]": the name and the code of a file kept in the house."""
    line = " ".join(line.split())
    found = _CODE.search(line)
    return (line[: found.start()].strip(), found[1]) if found else (line, "")


def lengths(items: Sequence[TypedItem], *, start: int, end: int) -> tuple[list[int], dict[int, str]]:
    """Minutes of every item; and by the number of its row what its hours do not agree with.

    The hours of an item follow from those before it: hours typed that say otherwise would be lost unseen.
    """
    found, faults, at = [], {}, start
    for n, item in enumerate(items, start=1):
        if isinstance(item.length, int):
            length = item.length
        elif item.length.start != at:
            faults[n] = _(
                "Theo lịch và các hàng trên, mục này bắt đầu lúc %s. Sửa giờ, hoặc ghi số phút."
            ) % _clock(at)
            break
        else:
            until = item.length.end or _begins(items[n:], end if n == len(items) else None)
            if until is None or until <= at:
                faults[n] = _("Ghi cả giờ kết thúc, hoặc ghi số phút.")
                break
            length = until - at
        found.append(length)
        at += length
    return found, faults


def _begins(rest: Sequence[TypedItem], end: int | None) -> int | None:
    """When the next item begins by its own hours."""
    if not rest:
        return end
    return rest[0].length.start if isinstance(rest[0].length, Hours) else None


def _clock(minutes: int) -> str:
    return f"{time(minutes // 60 % 24, minutes % 60):%H:%M}"


def rows_of(lines: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Typed or pasted lines as rows, with the number of their line; nothing is judged here, the row is.

    A table brings its headings along, or a column of ordinals before the minutes.
    """
    order: list[str] | None = None
    for n, line in enumerate(lines, start=1):
        pieces = [piece.strip() for piece in line.replace("\t", ";").split(";")]
        if heads := _heads(pieces):
            order = heads
        elif any(pieces):
            yield n, _row(pieces, order)


def _heads(pieces: Sequence[str]) -> list[str] | None:
    """The boxes the columns fill, where the line is the head of a table."""
    told = [
        next((box for box, words in _HEADS.items() if _is_head(fold(p), box, words)), None) for p in pieces
    ]
    known = [box for box in told if box is not None]
    return (
        [box or "" for box in told]
        if "title" in known and len(known) > 1 and len(known) == len(pieces)
        else None
    )


def _is_head(words: str, box: str, starts: Sequence[str]) -> bool:
    return words in starts or (box != "" and words.startswith(tuple(starts)) and len(words) < 40)


def _row(pieces: Sequence[str], order: Sequence[str] | None) -> Row:
    row = dict.fromkeys((box.name for box in BOXES), "")
    if order is not None and len(pieces) <= len(order):
        return row | {box: words for box, words in zip(order, pieces, strict=False) if box}
    if len(pieces) > 2 and _ORDINAL.fullmatch(pieces[0]) and length_told(pieces[1]) is not None:
        pieces = pieces[1:]
    if length_told(pieces[0]) is None:
        pieces = ["", *pieces]
    minutes, title, *rest = [*pieces, ""]
    speaker = "; ".join(piece for piece in rest if piece)
    return row | {"minutes": minutes, "title": title, "speaker": speaker}
