"""By when: a day, month or quarter that still lies ahead of the paper, or "trước kỳ họp" in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from phoihop.ingest.reading.tables import due_day

_FULL = r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*20\d\d"
_SPELT = r"\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+20\d\d|\s*/\s*20\d\d)?"
_SHORT = r"\d{1,2}\s*[/-]\s*\d{1,2}(?!\s*[/-]?\s*\d)"
_MONTH = r"(?:cuối |đầu |giữa |hết )?tháng\s+\d{1,2}(?:\s*(?:/|-|năm)\s*20\d\d)?|\d{1,2}\s*/\s*20\d\d"
_QUARTER = r"quý\s+(?:IV|III|II|I|[1-4])(?:\s*(?:/|-|năm)\s*20\d\d)?"
_CUE = (
    r"(?:trước|chậm nhất|muộn nhất|trong|đến|vào|xong|hạn(?: cuối| chót)?|thời hạn|thời gian|hẹn|hoàn thành|từ|kể từ|dự kiến|khai mạc)"
    r"(?: là| trước| trong| hết| vào| đến| cuối)*\s*:?\s*"
)
_DUE = re.compile(
    rf"(?P<cue>(?<!\w){_CUE})?(?P<day>(?<!\w)ngày\s+)?(?P<words>{_FULL}|{_SPELT}|{_SHORT}|{_QUARTER}|{_MONTH})(?!\w|[/.-]\d)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:[.;,)]|$)")
#: The day of a document, of an event told, or of a count is no day to be kept.
_NOT_DUE = re.compile(
    r"(?:số\s*:?\s*\d[^,;]{0,40}|/[A-ZĐƯ][\w-]*,?\s*|(?:luật|nghị định|nghị quyết|quyết định|kế hoạch|thông báo|công văn|báo cáo)\s+)$",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"(?<!\w)(?:trước|chậm nhất (?:là )?trước|tại|trong)\s+(?:khi khai mạc\s+)?(?P<words>(?:kỳ họp|phiên họp|hội nghị)(?!\s+\d)(?:\s+[^\s,;.:]+){0,6})",
    re.IGNORECASE,
)
_BY_MEETING = re.compile(r"(?:trước|chậm nhất)\s", re.IGNORECASE)
_SPELT_DAY = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s*(?:năm|/)\s*(20\d\d))?")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*/\s*(20\d\d)")
_YEAR_IN_WORDS = re.compile(r"\s*(?:năm|-)\s*(20\d\d)")


@dataclass(frozen=True, kw_only=True)
class Due:
    """A day to be kept: its words, where they stand in the clause, and whether a word of limit stands before it."""

    day: date | None
    words: str
    start: int
    end: int
    cued: bool


def dues_in(clause: str, *, year: int, since: date | None) -> list[Due]:
    """Every day of a clause that is still ahead, in order; the end of a span stands for the span."""
    found: list[Due] = []
    for match in _DUE.finditer(clause):
        words = " ".join(match["words"].split())
        if not (match["cue"] or match["day"] or _after_colon(clause, match)):
            continue
        if _NOT_DUE.search(clause[: match.start("day") if match["day"] else match.start("words")]):
            continue
        day = day_of(words, year, since)
        if day is None or (since is not None and day <= since):
            continue
        due = Due(day=day, words=words, start=match.start(), end=match.end(), cued=bool(match["cue"]))
        if found and re.fullmatch(r"\s*", clause[found[-1].end : due.start]) and _is_until(match):
            found[-1] = Due(day=day, words=f"{found[-1].words} đến {words}", start=found[-1].start, end=due.end, cued=True)  # fmt: skip
        else:
            found.append(due)
    return found


def by_meeting(clause: str) -> Due | None:
    """ "trước kỳ họp thường lệ cuối năm": kept in words, no day is guessed."""
    match = _MEETING.search(clause)
    if match is None or not _BY_MEETING.match(match.group()):
        return None
    return Due(day=None, words=" ".join(match.group().split()), start=match.start(), end=match.end(), cued=True)  # fmt: skip


def _is_until(match: re.Match[str]) -> bool:
    return (match["cue"] or "").lower().startswith("đến")


def _after_colon(clause: str, match: re.Match[str]) -> bool:
    """ "… qua khu phố 3: 15/10/2026." with nothing behind it."""
    return clause[: match.start()].rstrip().endswith((":", "(")) and bool(_ENDS.match(clause, match.end()))


def day_of(words: str, year: int, since: date | None) -> date | None:
    """The last day meant; without a year the paper's, or the next where a paper of autumn speaks of spring."""
    text = words
    if spelt := _SPELT_DAY.search(text):
        text = "/".join(part for part in spelt.groups() if part)
    elif not re.match(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]", text):
        text = _YEAR_IN_WORDS.sub(r"/\1", text)
        text = _MONTH_YEAR.sub(r"tháng \1/\2", re.sub(r"tháng\s+(?=\d{1,2}\s*/\s*20)", "", text))
    day = due_day(re.sub(r"\s+", " ", text) if "tháng" in text or "quý" in text.lower() else re.sub(r"\s", "", text), year)  # fmt: skip
    named = re.search(r"20\d\d", words)
    if day and not named and since and day <= since and since.month >= 10 and day.month <= 6:
        return day.replace(year=day.year + 1)
    return day
