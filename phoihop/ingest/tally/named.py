"""The period that the words round a number name, the day it was counted on, and whether it was counted from a beginning."""

from __future__ import annotations

import re
from datetime import date

from phoihop.ingest.tally.data.words import MODES

_BEFORE = re.compile(
    r"(?P<same>cùng kỳ|cùng thời điểm|(?-i:\bCK\b))(?:\s+(?:năm\s+)?(?P<same_year>20\d\d|trước|ngoái))?"
    r"|(?P<half>(?:(?:6|06|sáu)\s*(?:tháng|(?-i:T)|th)(?!\w)(?:\s+(?P<which>đầu|cuối))?|nửa\s+(?P<part>đầu|cuối)(?=\s+năm))(?:\s+năm)?)(?:\s*/?\s*(?P<half_year>20\d\d))?"
    r"|(?P<last>năm\s+(?:trước|ngoái))"
    r"|(?<!nhiệm kỳ )(?<!giai đoạn )năm\s+(?P<year>20\d\d)(?!\s*[-–]\s*20\d\d)"
    r"|quý\s+(?P<quarter>IV|III|II|I|[1-4])(?!\w)(?:\s*(?:/|năm)\s*(?P<quarter_year>20\d\d))?"
    r"|tháng\s+(?P<from>\d{1,2})(?:\s*[/-]\s*20\d\d)?(?:,?\s*(?:và|đến|tới)(?:\s+hết)?\s+tháng\s+|\s*[-–]\s*(?=\d{1,2}(?:\s*/|,|\s+(?:năm\s+20|[^\W\d]{2}))))(?P<to>\d{1,2})(?:\s*(?:/|năm)\s*(?P<span_year>20\d\d))?"
    r"|(?:các|những|ba|hai|bốn)\s+tháng\s+(?P<first>\d{1,2})(?:\s*,\s*\d{1,2})*\s*(?:,|và|-|–|đến)\s*(?P<last_month>\d{1,2})(?:\s*(?:/|năm)\s*(?P<list_year>20\d\d))?"
    r"|tháng\s+(?P<month>\d{1,2})(?:\s*[/-]\s*(?P<month_year>20\d\d))?(?!\s*(?:năm|/)?\s*\d)"
    r"|(?P<rest>(?:thời gian|những tháng|các tháng) còn lại)"
    r"|(?P<now>trong kỳ|trong 6 tháng(?! (?:đầu|cuối))|6 tháng qua|từ đầu năm|kỳ này)",
    re.IGNORECASE,
)
_AS_OF = re.compile(
    r"(?:(?:tính |lũy kế )?đến(?: hết)?|cho đến|thời điểm(?: [^\W\d]+){0,5}|chốt(?: số liệu)?)\s+\(?(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<m>\d{1,2})(?:\s*(?:[/.-]|năm)\s*(?P<y>20\d\d))?"
    r"|(?:đến(?: hết| cuối)?)\s+tháng\s+(?P<m2>\d{1,2})(?:\s*[/-]\s*(?P<y2>20\d\d))?"
    r"|(?:cuối|hết)\s+tháng\s+(?P<m4>\d{1,2})\s*(?:[/-]|năm)\s*(?P<y4>20\d\d)"
    r"|(?P<end>(?:đến )?(?:hết|cuối)(?:\s+năm)?)\s+(?P<y3>20\d\d)",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(MODES["cumulative"], re.IGNORECASE)


def period_words(words: str, *, year: int, half: int, plan: bool = False) -> tuple[str, int] | None:
    """The period that the last period named in some words means, and where it ends.

    A ``plan`` for this year is the whole year's, one for "6 tháng" the half's."""
    found = None
    for match in _BEFORE.finditer(words):
        if not match["same"] and _begins(words[max(0, match.start() - 24) : match.start()], match):
            continue
        named = _meant(match, year=year, half=half if match["half"] or not plan else 0)
        if named and ((plan and match["half"]) or not _closed(words, match)):
            found = (named, match.end())
    return found


#: "đến hết tháng 6" is a day, "kỳ họp tháng 3" the name of a meeting, "dự kiến trong tháng 7" when another will be.
_NO_MONTH = re.compile(
    r"(?:đến|tới|hết|cuối|giữa|ngày \d{1,2}|(?:kỳ họp|phiên họp|phiên|đợt|họp|giao ban)(?: \w+){0,2}|dự kiến(?: trong)?|xong(?: trong)?|trước)\s*$",
    re.IGNORECASE,
)


def periods_in(words: str, *, year: int, half: int) -> list[str]:
    """Every period that some words name."""
    found = [
        _meant(m, year=year, half=half)
        for m in _BEFORE.finditer(words)
        if m["same"] or not _begins(words[max(0, m.start() - 24) : m.start()], m)
    ]
    return [p for p in found if p]


def _begins(before: str, match: re.Match[str]) -> bool:
    """ "từ năm 2026 đến nay" is where a count began, "đến hết tháng 6" up to when it was made: no period of its own."""
    if re.search(r"(?<!\w)(?:từ|kể từ)\s*$", before, re.IGNORECASE):
        return True
    return bool(match["month"] and _NO_MONTH.search(before))


_COMPARED = re.compile(
    r"(?<!\w)(?:so(?: với| cùng)?|hơn|kém)\s+(?:(?:thời điểm|cuối|đầu|hết|kết quả|số|mức|của)\s+)*$",
    re.IGNORECASE,
)


def _closed(words: str, match: re.Match[str]) -> bool:
    """A comparison ("so với cùng kỳ, …") or a name ("Chương trình năm 2026") says nothing of what follows."""
    before, after = words[max(0, match.start() - 40) : match.start()].lower(), words[match.end() :]
    compared = _COMPARED.search(before) or (match["same"] and "so với" in before)
    if compared and re.match(r"\s*(?:,(?!\s*khi)|;|\.|tăng|giảm)", after):
        return True
    return (
        bool(
            re.search(
                r"(?:chương trình|kế hoạch|nghị quyết|đề án|dự toán|nhiệm vụ|chỉ tiêu)(?![^,;.():]* (?:ban hành|thông qua|xây dựng)(?!\w))[^,;.():]{0,25}$",
                before,
            )
        )
        and not match["same"]
    )


def _meant(match: re.Match[str], *, year: int, half: int) -> str:
    suffix = f"-H{half}" if half else ""
    if match["same"]:
        own = match["same_year"]
        return f"{int(own) if own and own.isdigit() else year - 1}{suffix}"
    if match["half"]:
        which = (match["which"] or match["part"] or "").lower()
        if not which and not match["half_year"]:
            return f"{year}{suffix}"
        return f"{match['half_year'] or year}-H{2 if which == 'cuối' else 1}"
    if match["rest"]:
        return f"{year}-H2"
    if match["last"]:
        return str(year - 1)
    if match["year"]:
        own = int(match["year"])
        return f"{own}{suffix}" if own == year and half else str(own)
    if match["quarter"]:
        number = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(match["quarter"].upper()) or match["quarter"]
        return f"{match['quarter_year'] or year}-Q{number}"
    if match["to"] or match["last_month"]:
        return _span(match, year=year, half=half)
    if match["month"] and 1 <= int(match["month"]) <= 12:
        return f"{match['month_year'] or year}-{int(match['month']):02d}"
    return f"{year}{suffix}" if match["now"] else ""


def _span(match: re.Match[str], *, year: int, half: int) -> str:
    """Some months of a half year ("trong tháng 4 và tháng 5") are where what a report counts happened: its half year."""
    begin, end = int(match["from"] or match["first"]), int(match["to"] or match["last_month"])
    of = match["span_year"] or match["list_year"] or year
    if not 1 <= begin <= end <= 12 or not half:
        return ""
    return f"{of}-H{1 if end <= 6 else 2}" if end <= 6 or begin > 6 else f"{of}"


#: Brackets that closed, unless they name a day; and comparisons with another day.
_ASIDE = re.compile(r"\((?![^()]*ngày \d)[^()]*\)")
_FROM_MONTH = re.compile(r"tháng\s+\d{1,2}(?:\s*/\s*20\d\d)?,?\s*$", re.IGNORECASE)
_COMPARED_DAY = re.compile(r"so (?:với|cùng)(?: (?:kỳ|thời điểm|số))*\s*$", re.IGNORECASE)


def opening_period(sentence: str, *, year: int, half: int) -> str:
    """The period a sentence or item opens with ("- Năm 2025, …", "Nhìn lại năm 2025 …"): it governs all of it."""
    opened = _OPENS.match(sentence)
    match = _BEFORE.match(sentence, opened.end()) if opened else None
    if match is None or match["month"] or _closed(sentence, match):
        return ""
    return _meant(match, year=year, half=half)


_OPENS = re.compile(
    r"[^\w]*(?:\(?\d{1,2}[.)]\s*|[a-zđ]\)\s*)?(?:(?:Trong|Nhìn lại|Riêng|Tính chung|Kết thúc|Kết quả|Tính cả|Cả)\s+){0,2}",
    re.IGNORECASE,
)


def as_of(words: str, *, year: int) -> date | None:
    """The day a number was counted on, where the words left of it name one."""
    found = None
    for match in _AS_OF.finditer(_ASIDE.sub(" ", words)):
        if _COMPARED_DAY.search(match.string[max(0, match.start() - 30) : match.start()]):
            continue
        if match["d"] and _happened(match):
            continue
        if match["m2"] and _FROM_MONTH.search(match.string[: match.start()]):
            continue  # "từ tháng 3 đến tháng 5": when it happened
        try:
            if match["d"]:
                found = date(int(match["y"] or year), int(match["m"]), int(match["d"]))
            elif match["m2"]:
                found = _month_end(int(match["y2"] or year), int(match["m2"]))
            elif match["m4"]:
                found = _month_end(int(match["y4"]), int(match["m4"]))
            else:
                found = date(int(match["y3"]), 12, 31)
        except ValueError:
            continue
    return found


#: "từ ngày 12 đến ngày 22/4": when it happened; "từ 01/01 đến 15/5" how far it was counted.
_FROM_DAY = re.compile(
    r"từ\s+(?:ngày\s+)?(?P<d>\d{1,2})(?:\s*[/.-]\s*(?P<m>\d{1,2})(?:\s*[/.-]\s*20\d\d)?)?,?\s*$",
    re.IGNORECASE,
)


def _happened(match: re.Match[str]) -> bool:
    began = _FROM_DAY.search(match.string[: match.start()])
    return began is not None and (began["m"] is None or int(match["m"]) - int(began["m"]) in (0, 1))


def _month_end(year: int, month: int) -> date:
    return date.fromordinal((date(year + month // 12, month % 12 + 1, 1)).toordinal() - 1)


_UP_TO = re.compile(r"(?<!\w)(?:từ|đến|hết|cuối|tới)(?:\s+(?:tháng|quý)\s+[\dIV]+)?\s*$", re.IGNORECASE)


def accumulates(left: str, *, year: int, half: int) -> bool:
    """Counted from a beginning to now ("lũy kế", "từ năm 2026 đến nay"), and no period of its own named since."""
    said = list(_CUMULATIVE.finditer(left))
    if not said:
        return False
    at = said[-1].end()
    if re.search(r"góp phần|qua đó", left[at:], re.IGNORECASE):
        return False
    named = [m for m in _BEFORE.finditer(left) if m.start() >= at and not _UP_TO.search(left[: m.start()])]
    return not any(_meant(m, year=year, half=half) for m in named if not m["same"])
