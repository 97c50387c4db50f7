"""Days in a text: single, listed, ranges, with or without a year, and the year worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from phoihop.ingest.reading.data.letters import DASH
from phoihop.ingest.reading.page import Page

_Y = r"(?P<y>(?:19|20)\d\d)"
_SEP = r"\s*[/.\-–]\s*"
_NUMERIC = re.compile(
    rf"(?<![\d/.\-])(?P<list>(?:\d{{1,2}}(?:{_SEP}\d{{1,2}})?\s*(?:,|và|{DASH}|đến)\s*(?:ngày\s*)?){{0,6}})"
    rf"(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}})(?:{_SEP}{_Y})?(?![\d%]|[/.,]\d)"
)
_WORDED = re.compile(
    rf"(?<!\d)(?P<list>(?:\d{{1,2}}\s*(?:,|và|{DASH}|đến)\s*(?:ngày\s*)?){{0,6}})(?P<d>\d{{1,2}})"
    rf"\s*tháng\s*(?P<m>\d{{1,2}})"
    rf"(?:\s*(?:năm|[/,])\s*{_Y})?(?!\d)",
    re.IGNORECASE,
)
_PAIR = 2
_HEAD_LINES = 4
_CUE = re.compile(
    r"(?:sáng|trưa|chiều|tối|đêm|ngày|hôm nay|nay|vào)[\s,(]*(?:ngày\s*|hôm nay\s*|nay\s*|,\s*)*\(?$",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}\s*[:hg]\s*\d{2}\b")
_POSTED_CUE = re.compile(
    r"(?:ngày đăng|cập nhật|đăng (?:lúc|ngày)|đăng tải|ngày cập nhật|xuất bản)", re.IGNORECASE
)
_WEEKDAY = re.compile(r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)\b", re.IGNORECASE)
_AT_END = re.compile(
    r"\(\s*(?P<time>\d{1,2}[:h]\d{2},?\s*)?(?:ngày\s*)?\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\s*\)$"
)
_DATELINE = re.compile(r"^\s*date\s+(\d{4})-(\d{2})(?:-(\d{2}))?\b")


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day (or days) as written; ``year`` is None where the text does not give it."""

    start: int
    end: int
    days: tuple[tuple[int, int], ...]  # (day, month)
    year: int | None
    is_range: bool = False

    def iso(self, year: int | None = None) -> list[str]:
        """Dates as SCHEMA writes them: single days, a range as ``A/B``, ``XXXX`` for an unknown year."""
        chosen = self.year or year
        texts = []
        for day, month in self.days:
            if chosen is None:
                texts.append(f"XXXX-{month:02d}-{day:02d}")
                continue
            try:
                texts.append(date(chosen, month, day).isoformat())
            except ValueError:
                continue
        if self.is_range and len(texts) == _PAIR:
            return [f"{texts[0]}/{texts[1]}"]
        return texts


def _plausible(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _earlier(listed: str, month: int) -> list[tuple[int, int]]:
    """The days written before the last one: ``12 và 15.8``, ``28/6 - 2/7``."""
    days: list[tuple[int, int]] = []
    for match in re.finditer(rf"(\d{{1,2}})(?:{_SEP}(\d{{1,2}})(?=\s*(?:,|và|{DASH}|đến)))?", listed):
        days.append((int(match[1]), int(match[2]) if match[2] else month))
    return days


def find_days(text: str, start: int = 0, end: int | None = None) -> list[Day]:
    """Days in a stretch, in order; a worded date is not read once more as numbers."""
    stop = len(text) if end is None else end
    found = [day for m in _WORDED.finditer(text, start, stop) if (day := _day(m))]
    taken = {at for day in found for at in range(day.start, day.end)}
    for match in _NUMERIC.finditer(text, start, stop):
        day = _day(match)
        if day and day.start not in taken and day.end - 1 not in taken:
            found.append(day)
    return sorted(found, key=lambda d: d.start)


def _day(match: re.Match[str]) -> Day | None:
    day, month = int(match["d"]), int(match["m"])
    if not _plausible(day, month):
        return None
    days = [*_earlier(match["list"], month), (day, month)]
    if not all(_plausible(*d) for d in days):
        days = [(day, month)]
    joined = re.search(rf"{DASH}|đến", match["list"]) is not None
    return Day(
        start=match.start() if len(days) > 1 else match.start("d"),
        end=match.end(),
        days=tuple(days),
        year=int(match["y"]) if match["y"] else None,
        is_range=len(days) == _PAIR and joined,
    )


def has_cue(text: str, day: Day) -> bool:
    """Whether a day is said to be one (sáng, ngày …), not a fraction or a symbol."""
    return bool(_CUE.search(text[max(0, day.start - 24) : day.start])) or (day.year is not None)


@dataclass(frozen=True)
class Posted:
    value: str
    start: int
    end: int
    sure: bool


def published(page: Page) -> Posted | None:
    """The text's own posting date: a line of its own with a time or a cue near the head, or a dateline."""
    if match := _DATELINE.match(page.text):
        whole = "-".join(p for p in match.groups() if p)
        return Posted(whole, match.start(1), match.end(), True) if match[3] else None
    last: Posted | None = None
    for index, line in enumerate(page.body_lines[:14]):
        days = [d for d in find_days(line.text) if d.year]
        bracket = _AT_END.search(line.text) if days and index < _HEAD_LINES else None
        if bracket:  # a headline with its day in brackets
            day = days[-1]
            if last is None and (values := day.iso()):
                last = Posted(values[0], line.start + day.start, line.start + day.end, bool(bracket["time"]))
            continue
        if not days or len(line.text) > 90:
            continue
        day = days[0]
        rest = line.text[: day.start] + line.text[day.end :]
        timed, cued = bool(_TIME.search(rest)), bool(_POSTED_CUE.search(rest))
        weekday = bool(_WEEKDAY.search(rest))
        bare = re.sub(r"[\s\d:|,.\-–()\[\]+APMGTapmgt]|ngày|tháng|năm", "", rest) == ""
        if index == 0 and weekday and not timed and not cued:
            continue  # the site's own "today"
        if not (timed or cued or bare or (weekday and len(rest) < 30)):
            continue
        if timed and not cued and not bare and len(rest) > 60:
            continue
        values = day.iso()
        if values:
            posted = Posted(values[0], line.start + day.start, line.start + day.end, timed or cued)
            if cued or timed:
                return posted
            last = last or posted
    return last


def guess_year(page: Page, day: Day, posted: Posted | None) -> tuple[int | None, bool]:
    """(year, sure): from the posting date, else the year the text is about, else unknown."""
    if day.year:
        return day.year, True
    return _year_of_posting(day, posted) if posted else _year_told(page)


def _year_of_posting(day: Day, posted: Posted) -> tuple[int, bool]:
    """The posting year; a day well after the posting day belongs to the year before."""
    on = date.fromisoformat(posted.value)
    try:
        later = date(on.year, day.days[-1][1], day.days[-1][0]) > on + timedelta(days=3)
    except ValueError:
        return on.year, False
    return (on.year - 1, True) if later else (on.year, True)


def _year_told(page: Page) -> tuple[int | None, bool]:
    """The year of a month's dateline, else the year the text names most; sure only if it names no other."""
    if match := _DATELINE.match(page.text):
        return int(match[1]), True
    found = re.findall(
        r"(?<!từ )năm\s+((?:19|20)\d\d)(?!\s*[-–]\s*\d| đến)", page.text[: page.end], re.IGNORECASE
    )
    if not found:
        return None, False
    most = min(set(found), key=lambda y: (-found.count(y), y))
    return int(most), len(set(found)) == 1
