"""Of which period a number of running text is, and the day it was counted on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from phoihop.ingest.tally.clauses import CLOSED, RISEN_TO, Clause, Speaker, since
from phoihop.ingest.tally.modes import is_restated
from phoihop.ingest.tally.named import accumulates, as_of, opening_period, period_words, periods_in

_NO_PERIOD = re.compile(r"so (?:với|cùng)|kế hoạch|dự toán|tăng|giảm", re.IGNORECASE)
_WHOLE_YEAR = re.compile(
    r"cả năm|(?<!tháng )(?:đến )?hết năm|(?:đến|tới) cuối năm|(?<!cuối )(?<!đầu )năm 20\d\d", re.IGNORECASE
)
_SECOND_HALF = re.compile(r"(?:6|06|sáu) tháng cuối năm", re.IGNORECASE)
#: "612 hộ nghèo đầu kỳ", "số dư đầu kỳ 1.105 triệu đồng": counted when the period began.
_AT_BEGINNING = re.compile(r"(?<!\w)(?:đầu kỳ|(?:kỳ|năm) trước chuyển (?:sang|qua|đến))(?!\w)", re.IGNORECASE)
#: A day named at the head of a sentence governs all of it; one within a clause that clause.
OPENING = 48
_LAST_MONTHS = {0: 12, 1: 6, 2: 12}


@dataclass(frozen=True, kw_only=True)
class When:
    """A period, the day it was counted on, and why a person should look at it ("" where it is sure)."""

    period: str
    day: date | None = None
    doubt: str = ""


#: "đến nay toàn phường có 1.726 camera", "hiện còn 30 hộ nghèo": what there is, not what the period did.
_STOCK = re.compile(
    r"(?:đến nay|hiện nay|hiện tại|hiện|đến (?:hết )?(?:ngày )?\d{1,2}/\d{1,2}(?:/20\d\d)?|đến hết tháng \d{1,2}),?\s+(?:(?!đã)[^\W\d]+\s+){0,6}?"
    r"(?:có|duy trì|quản lý|lắp được|lắp đặt được)\s+(?:hơn\s+|khoảng\s+|gần\s+|trên\s+)?$",
    re.IGNORECASE,
)
#: Things that stay where they were put up; households and meetings come and go.
LASTING = frozenset({"eye", "house", "work", "model", "group", "m", "km"})


def when(clause: Clause, mode: str, who: Speaker, noun: str, head: str) -> When:
    day = as_of(since(clause.left), year=who.year) or as_of(clause.left[:OPENING], year=who.year)
    if mode == "change":
        return When(period=who.identity.period, day=day)
    if mode == "next":
        said = re.search(r"(?<!\w)năm(?!\w)", f"{clause.left[-120:]} {clause.behind}", re.IGNORECASE)
        return When(
            period=_ahead(clause, who), day=day,
            doubt="" if said else "Việc sắp tới: chưa rõ của 6 tháng cuối năm hay cả năm.",
        )  # fmt: skip
    period, named = _named(clause, mode, who)
    if mode == "done" and not named:
        period, day = _by_its_day(clause, period, day, who, noun)
    if mode == "done" and accumulates(CLOSED.sub(" ", since(clause.left)), year=who.year, half=who.half):
        period = f"to-{period.removeprefix('to-')}"
    elif (
        mode == "done"
        and period == who.identity.period
        and head in LASTING
        and _STOCK.search(clause.near[-90:])
    ):
        period = f"to-{period}"
    return When(period=period, day=day, doubt=_doubt(clause, mode, who, period, noun))


def _doubt(clause: Clause, mode: str, who: Speaker, period: str, noun: str) -> str:
    """Why a person should look at the period of a count, in words for the page."""
    if not period:
        return "Không rõ số này của kỳ nào."
    if re.fullmatch(r"to-\d{4}-\d\d", period):
        return "Số chốt trước ngày cuối kỳ."
    if mode == "plan" and who.identity.role == "last_review":
        return "Kế hoạch của kỳ trước."
    if _ASSIGNED.search(f"{clause.near[-40:]}{noun} {clause.right[:30]}"):
        return "Số chỉ tiêu được giao: chưa rõ của kỳ này hay cả năm."
    if mode == "done" and (doubt := _not_of_all(clause, who)):
        return doubt
    said = CLOSED.sub(" ", since(clause.left)) + clause.behind
    if len(set(periods_in(said, year=who.year, half=who.half))) > 1:
        return "Câu nhắc hai kỳ."
    if mode == "done" and who.half and period == str(who.year):
        return "Số cả năm trong báo cáo giữa năm."
    whole = periods_in(CLOSED.sub(" ", clause.left), year=who.year, half=who.half)
    if mode == "done" and set(whole) - {period.removeprefix("to-")}:
        return "Câu còn nhắc kỳ khác."
    if (
        mode == "plan"
        and who.identity.role != "programme"
        and not is_restated(clause)
        and not _PLANNED_NEAR.search(clause.near[-60:])
    ):
        return "Chữ kế hoạch đứng xa con số."
    return ""


#: "Ngày 21/5/2026, HĐND phường tổ chức kỳ họp thứ Hai, thông qua 06 nghị quyết": of one day's meeting.
_ONE_DAY = re.compile(r"[^\w]*(?:vào |trong )?ngày \d{1,2}[/.-]\d{1,2}(?:[/.-]20\d\d)?,", re.IGNORECASE)
#: "đầu năm số hộ tương ứng là 52": what there was when the year began.
_YEAR_BEGAN = re.compile(
    r"(?:^\s*|[;,(:]\s*)(?:hồi |vào )?đầu năm(?! 20| đến| nay)[^;,.()\d]{0,40}$", re.IGNORECASE
)
_PLEDGED = re.compile(
    r"(?<!\w)(?:đăng ký|cam kết|hứa)(?: (?:ủng hộ|đóng góp|tài trợ|hỗ trợ|tặng))+[^;.,\d]{0,30}$",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(
    r"(?:xong |hoàn tất |hoàn thành )?trước ngày \d{1,2}/(?P<m>\d{1,2})(?:/(?P<y>20\d\d))?", re.IGNORECASE
)


def _not_of_all(clause: Clause, who: Speaker) -> str:
    """Why a count of what was done may be none of the whole period."""
    if who.identity.role in ("report", "last_review", "annex") and _ONE_DAY.match(clause.left):
        return "Câu kể việc của một ngày, chưa rõ là số của cả kỳ."
    if _YEAR_BEGAN.search(clause.near[-70:]):
        return "Số lúc đầu năm, chưa rõ của kỳ nào."
    if _PLEDGED.search(clause.near[-70:]):
        return "Số đăng ký, chưa chắc đã nhận."
    ahead = _BEFORE_DAY.search(clause.after)
    last = _LAST_MONTHS.get(who.half, 12)
    if ahead and (int(ahead["y"] or who.year), int(ahead["m"])) > (who.year, last):
        return "Câu nhắc hạn sau kỳ này."
    return ""


_PLANNED_NEAR = re.compile(r"(?:kế hoạch|chỉ tiêu|dự toán|KH|giao|đề ra)\W{0,3}(?:\w+\W+){0,2}$")


#: "22 chỉ tiêu được HĐND giao", "Chỉ tiêu được giao: 22", "19 tiêu chí của bộ tiêu chí": how much was asked.
_ASSIGNED = re.compile(r"chỉ tiêu[^;,.]{0,24}giao(?!\s*quân)|tiêu chí của bộ|đầu việc", re.IGNORECASE)


def _ahead(clause: Clause, who: Speaker) -> str:
    """Of what is meant to come: the whole year where the sentence says so, else the half or the year that follows."""
    said = f"{clause.left} {clause.behind}"
    year = [m.start() for m in _WHOLE_YEAR.finditer(said)]
    half = [m.start() for m in _SECOND_HALF.finditer(said)]
    if year and who.half and max(year) > max(half, default=-1) and not _other_year(said[max(year) :], who):
        return str(who.year)
    return f"{who.year}-H2" if who.half == 1 else str(who.year + 1)


def _other_year(said: str, who: Speaker) -> bool:
    named = re.search(r"20\d\d", said[:16])
    return named is not None and int(named.group()) != who.year


#: "(19 mô hình cuối 2025)".
_YEAR_END = re.compile(r"(?<!\w)(?:cuối|hết)\s+(?P<year>20\d\d)(?!\w)", re.IGNORECASE)
_HALF_PLAN = re.compile(r"(?:kế hoạch|KH|chỉ tiêu|dự toán)\s+(?:6|06|sáu)\s*th", re.IGNORECASE)


#: "Năm 2026 còn 61 hộ nghèo, đến nay còn 46 hộ": from here on the paper's own time is spoken of.
_NOW = re.compile(
    r"(?<!\w)(?:(?:đến|tới|năm|thì|nhưng|mà|hiện) nay|hiện (?:còn|có|đang)|kỳ này)(?!\w)", re.IGNORECASE
)
#: "112,76 tỷ đồng (6 tháng đầu năm 2026)": brackets that hold nothing but when.
_ASIDE = re.compile(
    r"\s*\(((?:trong |của |số |mức )?(?:cùng|năm|quý|tháng|6|06|sáu|nửa)(?: [^()\d;,.]{1,30})?(?:\s*/?\s*20\d\d)?)\)",
    re.IGNORECASE,
)
_SINCE_JULY = re.compile(
    r"từ (?:ngày )?0?1/0?7/(?P<y>20\d\d) đến (?:hết )?(?:ngày )?31/12/(?P=y)", re.IGNORECASE
)


def _named(clause: Clause, mode: str, who: Speaker) -> tuple[str, bool]:
    """(the period right of a number, left of it in its clause, at the head of its sentence, else the paper's own;
    whether it was named)."""
    half = 0 if mode == "plan" else who.half  # "kế hoạch năm 2027" is the whole year's
    plan = mode == "plan"
    if second := _SINCE_JULY.search(clause.left):
        return f"{second['y']}-H2", True
    right = period_words(clause.behind, year=who.year, half=who.half, plan=plan)
    if right and not _NO_PERIOD.search(clause.behind[: right[1]]):
        return right[0], True
    if aside := _ASIDE.match(clause.after):
        said = period_words(aside[1], year=who.year, half=who.half, plan=plan)
        if said and not aside[1][said[1] :].strip():
            return said[0], True
    if mode == "done" and RISEN_TO.search(since(clause.left)):
        return who.identity.period, True
    if (ended := _YEAR_END.search(clause.behind)) and int(ended["year"]) < who.year:
        return ended["year"], True
    near = since(clause.left) if mode == "done" else since(clause.near)
    now = list(_NOW.finditer(near))
    near = near[now[-1].end() :] if now else near
    if left := period_words(CLOSED.sub(" ", near), year=who.year, half=who.half, plan=plan):
        return left[0], True
    if not now and (opened := opening_period(clause.left, year=who.year, half=half)):
        later = period_words(
            re.sub(r"cùng kỳ[^;,.]*", " ", CLOSED.sub(" ", clause.left)), year=who.year, half=half
        )
        named = later[0] if later else opened
        # "Sáu tháng đầu năm đón 86.420 lượt khách, đạt 67,6 % (kế hoạch 150.000)": what was planned is the year's
        return (named[:4] if plan and who.half and not _HALF_PLAN.search(clause.near) else named), True
    if mode == "plan" and who.identity.role != "programme":
        return str(who.year), False
    return who.identity.period, False


def _by_its_day(
    clause: Clause, period: str, day: date | None, who: Speaker, noun: str
) -> tuple[str, date | None]:
    """A count of another day than the period's last month, or of the day the period began."""
    if _AT_BEGINNING.search(f"{clause.near[-24:]} {noun}") and who.year:
        began = date(who.year, 6, 30) if who.half == 2 else date(who.year - 1, 12, 31)
        return (f"{who.year}-H1" if who.half == 2 else str(who.year - 1)), began
    counted = as_of(since(clause.left), year=who.year)
    if counted is None:
        return period, day
    if counted.month == 12 and counted.year < who.year:
        return str(counted.year), day  # "cuối năm 2026 còn 46 hộ" in a report of 2027
    months = (counted.year, counted.month)
    if who.half and months < (who.year, _LAST_MONTHS[who.half]) and months != who.until:
        return f"to-{counted:%Y-%m}", day
    return period, day
