"""Of which period a whole paper is: its title, else the lines over its tables, its file's name, the day it was signed."""

from __future__ import annotations

import re

from phoihop.core.text import fold

_HALF = re.compile(r"(?:6|06|sáu)\s+tháng\s+(?P<which>đầu|cuối)\s+năm(?:\s+(?P<year>20\d\d))?", re.IGNORECASE)
_QUARTER = re.compile(r"quý\s+(?P<q>IV|III|II|I|[1-4])(?:\s*(?:/|năm|-)?\s*(?P<year>20\d\d))?", re.IGNORECASE)
_YEAR = re.compile(
    r"(?<!nhiệm kỳ )(?<!giai đoạn )(?<!khóa )năm\s+(?P<year>20\d\d)(?!\s*[-–]\s*20)", re.IGNORECASE
)
_ROMANS = {"I": 1, "II": 2, "III": 3, "IV": 4}
#: A half year as names of files and lines over tables say it (folded): "6T-2027", "6 thang 2027", "6th.2027".
_SHORT_HALF = re.compile(
    r"(?<!\d)0?6\s*(?:thang|th|t)(?![a-z])(?:\s*(?P<which>dau|cuoi)(?:\s*nam)?)?[\s._\-/]*(?P<year>20\d\d)?"
)
_MIDDLE = re.compile(r"so ket|giua nam|ban nien|nua dau nam")
_WHOLE = re.compile(r"tong ket|ca nam|12 thang")
#: The last day a table counts to, or the day of the report it goes with.
_UP_TO = re.compile(r"(?:den(?: het)?(?: ngay)?|[-–])\s*(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>20\d\d)")
_GOES_WITH = re.compile(
    r"(?:kem theo|kem|theo) (?:bao cao|bc)[^\n|]{0,60}?ngay\s*(?P<d>\d{1,2})(?:[/.-]|\s*thang\s*)(?P<m>\d{1,2})(?:[/.-]|\s*nam\s*)(?P<y>20\d\d)"
)
_SIGNED = re.compile(r"ngay\s*\d{1,2}\s*thang\s*(?P<m>\d{1,2})\s*nam\s*(?P<y>20\d\d)")
_NAMED_DAY = re.compile(r"(?<!\d)\d{1,2}[./_-](?P<m>\d{1,2})[./_-](?P<y>20\d\d)(?!\d)")
#: Reports of a half year are signed from its last month to the second one after.
_MIDYEAR = range(6, 9)


def period_of(words: str) -> str:
    """ "2027-H1", "2027-H2", "2027-Q2", "2027" or "": the period named first."""
    found = [
        (m.start(), kind, m)
        for kind, pattern in (("H", _HALF), ("Q", _QUARTER), ("Y", _YEAR))
        if (m := pattern.search(words))
    ]
    for _at, kind, match in sorted(found, key=lambda row: row[:2]):
        if kind == "Y":
            return match["year"]
        year = match["year"] or first_year(words[match.end() :]) or first_year(words)
        if year and kind == "H":
            return f"{year}-H{1 if match['which'].lower() == 'đầu' else 2}"
        if year:
            return f"{year}-Q{_ROMANS.get(match['q'].upper()) or match['q']}"
    return _short_half(words) or first_year(words)


#: "vụ Đông Xuân 2026 - 2027", "nhiệm kỳ 2026-2031" are of no one year.
_ONE_YEAR = re.compile(
    r"(?<!\d)(?<!20\d\d-)(?<!20\d\d - )(?<!20\d\d–)(?<!20\d\d – )(20\d\d)(?!\d)(?!\s*[-–]\s*20\d\d(?!\d))"
)


def first_year(words: str) -> str:
    match = _ONE_YEAR.search(words)
    return match[1] if match else ""


def _short_half(words: str, year: str = "") -> str:
    match = _SHORT_HALF.search(fold(words))
    if match is None:
        return ""
    of = match["year"] or year or first_year(words)
    return f"{of}-H{2 if match['which'] == 'cuoi' else 1}" if of else ""


def annex_period(period: str, title: str, name: str, text: str) -> str:
    """The half year of tables that name only their year: said by a line over a table, the file's name, the day they
    count to, or the day of the report they go with."""
    if period and not re.fullmatch(r"20\d\d", period):
        return period
    lines = "\n".join(line for line in text.splitlines() if " | " not in line and len(line) < 300)
    file = name.replace("_", " ")
    folded = fold(f"{title} {lines} {file}")
    year = period or first_year(f"{lines} {name}")
    if not year or _WHOLE.search(fold(f"{title} {file} {lines[:400]}")):
        return period
    for words in (file, lines):
        for half in _SHORT_HALF.finditer(fold(words)):
            if (half["year"] or year) == year:
                return f"{year}-H{2 if half['which'] == 'cuoi' else 1}"
    if _MIDDLE.search(folded):
        return f"{year}-H1"
    for match in _UP_TO.finditer(folded):
        if match["y"] == year and match["m"].lstrip("0") == "6":
            return f"{year}-H1"
    for match in _GOES_WITH.finditer(folded):
        if match["y"] == year and int(match["m"]) in _MIDYEAR:
            return f"{year}-H1"
    return period


def minutes_period(period: str, head: str, name: str) -> str:
    """Conclusions and minutes count up to their day: at midyear what they tell is the half year's."""
    if "-H" in period or (not period and not first_year(head)):
        return period
    signed = _SIGNED.search(fold(head)) or _NAMED_DAY.search(name)
    year = period[:4] or (signed["y"] if signed else "")
    if period.endswith("-Q2") or (
        signed and signed["y"] == year and int(signed["m"]) in _MIDYEAR and "-Q" not in period
    ):
        return f"{year}-H1"
    return year if period.endswith("-Q4") else period


def report_period(period: str, title: str, name: str, opening: str = "") -> str:
    """A report whose title names only the year, but its file, its first lines or the kind of its title the half."""
    if not re.fullmatch(r"20\d\d", period) or _WHOLE.search(fold(f"{title} {name}")):
        return period
    half = _short_half(name.replace("_", " "), period)
    if half.startswith(period):
        return half
    opened = _HALF.search(opening)
    if opened and opened["year"] in (None, period):
        return f"{period}-H{1 if opened['which'].lower() == 'đầu' else 2}"
    return f"{period}-H1" if _MIDDLE.search(fold(title)) else period
