"""The parts of a term: the rule it runs by, each day as it was counted, the end, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from phoihop.core.working_days import CalendarDay, long_day

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
QUARTERS = 4
LONGEST = 3660
"""A term longer than ten years of days is a slip of the hand, not a deadline."""


class Unit(StrEnum):
    DAY = "day"
    WORKING_DAY = "working_day"
    HOUR = "hour"
    MONTH = "month"
    QUARTER = "quarter"
    FIXED_DATE = "fixed_date"


class Direction(StrEnum):
    AFTER = "after"
    BEFORE = "before"
    WITHIN = "within"


class CountFrom(StrEnum):
    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"


class Roll(StrEnum):
    """What becomes of a last day that is a day off."""

    WORKING_DAY = "working_day"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How long a clock runs. A row of data; nothing here is a constant of the program.

    ``fixed_date``: amount 0 is the day given; an amount read as month and day (831 = 31/8) is that day of
    the event's year, of the next year if the event is later. ``quarter`` with *within*: amount is the
    quarter's number, the term ends with that quarter.
    """

    code: str
    amount: int
    unit: str
    direction: str = Direction.AFTER
    count_from: str = CountFrom.NEXT_DAY
    roll: str = Roll.WORKING_DAY
    legal_basis: str = ""
    article: str = ""
    confidence: str = "M"
    basis_status: str = "unit"

    def __post_init__(self) -> None:
        Unit(self.unit), Direction(self.direction), CountFrom(self.count_from), Roll(self.roll)
        if not 0 <= self.amount <= LONGEST:
            raise ValueError(f"{self.code}: a term of {self.amount} {self.unit} cannot be counted")
        if self.in_quarter and not 1 <= self.amount <= QUARTERS:
            raise ValueError(f"{self.code}: there is no quarter {self.amount}")
        if self.unit == Unit.FIXED_DATE and self.amount:
            date(2024, *divmod(self.amount, 100))  # a leap year: refuses what is no day at all

    @property
    def in_quarter(self) -> bool:
        return self.unit == Unit.QUARTER and self.direction == Direction.WITHIN

    @property
    def step(self) -> int:
        return -1 if self.direction == Direction.BEFORE else 1

    @property
    def months(self) -> int:
        return 3 if self.unit == Unit.QUARTER else 1

    @property
    def rolls(self) -> bool:
        """A chosen date, the end of a quarter and a term in hours stay where they are."""
        plain = self.unit in (Unit.DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.QUARTER)
        return plain and not self.in_quarter and self.roll == Roll.WORKING_DAY


@dataclass(frozen=True)
class CountedDay:
    """One day on the way: whether it counted, how many had counted by then, and why.

    ``mark`` says what a page or a sentence wants to tell apart: "rest", "pause", "roll".
    """

    day: date
    counted: bool
    n: int
    why_vi: str
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Due:
    """The end of a term with its whole reckoning."""

    rule: Rule
    event: date | datetime
    on: date
    at: datetime | None = None
    days: tuple[CountedDay, ...]
    unconfirmed: tuple[CalendarDay, ...] = ()
    otherwise: date | None = None
    unknown_years: tuple[int, ...] = ()
    calendar_version: str = ""

    @property
    def sentence_vi(self) -> str:
        return sentence(self)

    @property
    def basis_vi(self) -> str:
        return basis(self.rule)

    @property
    def warning_vi(self) -> str:
        return warning(self)


def day_of(event: date | datetime) -> date:
    """The day of a moment where the office stands."""
    if not isinstance(event, datetime):
        return event
    return event.astimezone(HERE).date() if event.tzinfo else event.date()


def ordinal(rule: Rule, n: int) -> str:
    words = {Unit.WORKING_DAY: "ngày làm việc", Unit.MONTH: "tháng", Unit.QUARTER: "quý"}
    return f"{words.get(Unit(rule.unit), 'ngày')} thứ {n}"


def sentence(ended: Due) -> str:
    """One sentence: the day, and how it came about."""
    rule, event = ended.rule, f"{day_of(ended.event):%d/%m/%Y}"
    if ended.at is not None:
        clock = (
            f"{ended.at.astimezone(HERE) if ended.at.tzinfo else ended.at:%H giờ %M} ngày {ended.on:%d/%m/%Y}"
        )
        return f"Hạn là {clock}: {_length(rule)} {_side(rule)} lúc xảy ra sự kiện."
    if rule.unit == Unit.FIXED_DATE or rule.in_quarter:
        return f"Hạn là {long_day(ended.on)}, ngày đã ấn định."
    begins = "tính cả ngày này" if rule.count_from == CountFrom.SAME_DAY else "không tính ngày này"
    text = f"Hạn là {long_day(ended.on)}: {_length(rule)} {_side(rule)} ngày {event} ({begins})"
    last = next((row.day for row in reversed(ended.days) if row.counted), day_of(ended.event))
    rests = sum(row.mark == "rest" and (row.day - last).days * rule.step < 0 for row in ended.days)
    if rests:
        text += f", bỏ qua {rests} ngày nghỉ"
    paused = sum(row.mark == "pause" for row in ended.days)
    if paused:
        text += f", trừ {paused} ngày tạm dừng"
    if ended.days[-1].mark == "roll":
        to = "lùi về ngày làm việc liền trước" if rule.step < 0 else "chuyển sang ngày làm việc kế tiếp"
        text += f"; ngày cuối {last:%d/%m/%Y} là ngày nghỉ nên {to}"
    return f"{text}."


def _length(rule: Rule) -> str:
    words = {
        Unit.DAY: "ngày", Unit.WORKING_DAY: "ngày làm việc", Unit.HOUR: "giờ", Unit.MONTH: "tháng",
        Unit.QUARTER: "quý", Unit.FIXED_DATE: "",
    }  # fmt: skip
    return f"{rule.amount:02d} {words[Unit(rule.unit)]}"


def _side(rule: Rule) -> str:
    return "trước" if rule.direction == Direction.BEFORE else "sau"


def basis(rule: Rule) -> str:
    """Whose number it is. What no article was read for is the unit's own setting, and says so."""
    where = ", ".join(part for part in (rule.article, rule.legal_basis) if part)
    if rule.basis_status == "unit" or not where:
        return "Theo cấu hình của đơn vị."
    if rule.basis_status == "repealed":
        return f"Theo cấu hình của đơn vị, lấy từ {where} (đã hết hiệu lực)."
    if rule.basis_status == "unconfirmed":
        return f"Theo cấu hình của đơn vị; căn cứ dự kiến {where} chưa đối chiếu được."
    return f"Căn cứ {where}."


def warning(ended: Due) -> str:
    """What is still open about the days passed; empty if nothing."""
    parts = []
    if ended.unconfirmed:
        days = ", ".join(f"{row.day:%d/%m/%Y} ({row.name})" for row in ended.unconfirmed)
        parts.append(f"Chưa có thông báo chính thức về ngày {days}.")
    if ended.otherwise:
        parts.append(f"Nếu các ngày này khác dự kiến, hạn là {long_day(ended.otherwise)}.")
    if ended.unknown_years:
        years = ", ".join(str(year) for year in ended.unknown_years)
        parts.append(f"Lịch nghỉ năm {years} chưa được nhập, mới trừ thứ Bảy và Chủ nhật.")
    return " ".join(parts)
