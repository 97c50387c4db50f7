"""Other people, places, days and numbers put into a paper and its record alike, consistently, at random."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

FAMILY = """
    Nguyễn Trần Lê Phạm Hoàng Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Thân Khuất Nghiêm Ngụy Tống Cao La
    Mai Lưu Đoàn Hà Kiều Quách Doãn Phùng Giàng Vàng Lò Cầm Thào Triệu Nông Bế Hứa Ksor Siu Rơ Zơrâm
    Alăng Bríu Coor Pơloong Tơngôl Hiêng Arâl Blonhg Dụng Thiên Quế Nhị Trưng
""".split()  # the last ones stand in no list of the reader
MIDDLE = """
    Văn Thị Hữu Đức Minh Quang Thanh Ngọc Xuân Thu Kim Bảo Gia Trọng Công Thế Hoài Diệu Mậu Khắc
""".split()
GIVEN = """
    An Bình Chiến Dũng Giang Hạnh Khoa Lan Mạnh Nga Oanh Phúc Quyên Sơn Tâm Uyên Vinh Xuyến Yến Hậu
    Đạt Nhung Tiến Thảo Lộc Thủy
""".split()
PLACE_FIRST = """
    Vân Lộc Thanh Phú An Bình Cẩm Đông Hòa Kim Long Mỹ Nam Phong Quế Sơn Tân Thiện Xuân Yên Đại Gio
    Krông Ea Cư Trà Hương
""".split()
PLACE_LAST = """
    Trì Điền Khê Hải Lâm Châu Giang Thượng Hạ Đồng Lĩnh Sơn Bồng Nang Búk Pơng Vang Thủy Dương Xá
    Môn Luận Tiến Bàng Phước
""".split()

_FULL = re.compile(r"(?<![\d/.-])(\d{1,2})(\s*[/.-]\s*)(\d{1,2})(\s*[/.-]\s*)((?:19|20)\d\d)(?!\d)")
_WORDED = re.compile(r"(ngày\s+)(\d{1,2})(\s+tháng\s+)(\d{1,2})(\s+năm\s+)((?:19|20)\d\d)")
_SHORT = re.compile(
    r"((?:[Ss]áng|[Cc]hiều|[Tt]ối|[Nn]gày)\s+)(\d{1,2})(\s*[/.-]\s*)(\d{1,2})(?![\d/.-]|\s*[/.-]\s*\d)"
)
_YEAR = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)(?![\d/])")


@dataclass
class Perturbation:
    """One consistent replacement; ``text`` and ``record`` apply it to a paper and to its gold."""

    names: dict[str, str]
    places: dict[str, str]
    numbers: dict[str, str]
    years: int
    days: int
    dates: dict[tuple[int, int, int], date] = field(default_factory=dict)

    def day(self, day: int, month: int, year: int) -> date:
        """The same shift for all days, kept inside their year so that “năm 2020” stays what it was."""
        old = date(year, month, day)
        new = old + timedelta(days=self.days)
        if new.year != old.year:
            new = old - timedelta(days=self.days)
        if new.year != old.year:
            new = old
        return new.replace(year=new.year + self.years, day=min(new.day, 28))

    def text(self, text: str, *, year: int) -> str:
        kept: list[str] = []

        def hold(shown: str) -> str:
            kept.append(shown)
            return f"\ue000{chr(0xE100 + len(kept) - 1)}\ue001"

        def full(m: re.Match[str]) -> str:
            new = self.day(int(m[1]), int(m[3]), int(m[5]))
            return hold(f"{_like(new.day, m[1])}{m[2]}{_like(new.month, m[3])}{m[4]}{new.year}")

        def worded(m: re.Match[str]) -> str:
            new = self.day(int(m[2]), int(m[4]), int(m[6]))
            return hold(f"{m[1]}{_like(new.day, m[2])}{m[3]}{_like(new.month, m[4])}{m[5]}{new.year}")

        def short(m: re.Match[str]) -> str:
            new = self.day(int(m[2]), int(m[4]), year)
            return m[1] + hold(f"{_like(new.day, m[2])}{m[3]}{_like(new.month, m[4])}")

        def any_year(m: re.Match[str]) -> str:
            return hold(str(int(m[1]) + self.years))

        for pattern, change in ((_WORDED, worded), (_FULL, full), (_SHORT, short), (_YEAR, any_year)):
            text = pattern.sub(change, text)
        text = self.words(self._numbers(text, hold))
        return re.sub("\ue000(.)\ue001", lambda m: kept[ord(m[1]) - 0xE100], text)

    def _numbers(self, text: str, hold: Any) -> str:
        for old, new in sorted(self.numbers.items(), key=lambda kv: -len(kv[0])):
            pattern = re.compile(rf"(?<![\d/.,:\-–])(0?){re.escape(old)}(?![\d/:]|[.,]\d|\s*tháng)")
            text = pattern.sub(partial(_padded, new, hold), text)
        return text

    def words(self, text: str) -> str:
        for old, new in sorted({**self.names, **self.places}.items(), key=lambda kv: -len(kv[0])):
            text = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, text)
            text = text.replace(old.upper(), new.upper())
        return text

    def record(self, value: Any, *, key: str = "") -> Any:
        """The same replacements in a gold record."""
        if isinstance(value, dict):
            return {k: self.record(v, key=k) for k, v in value.items()}
        if isinstance(value, list):
            return [self.record(v, key=key) for v in value]
        if isinstance(value, str):
            return self._word(value, key)
        counts = isinstance(value, int) and key in ("count", "total", "resolved", "pending")
        return int(self.numbers.get(str(value), str(value))) if counts else value

    def _word(self, value: str, key: str) -> str:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return self.day(int(value[8:]), int(value[5:7]), int(value[:4])).isoformat()
        if key == "value":
            return self.numbers.get(value, value)
        return self.words(_YEAR.sub(lambda m: str(int(m[1]) + self.years), value))


def _padded(new: str, hold: Callable[[str], str], match: re.Match[str]) -> str:
    """The new number, with a nought before it where the old one had it."""
    return hold(new.zfill(len(match.group())) if match[1] else new)


def _like(value: int, old: str) -> str:
    return f"{value:02d}" if len(old) == 2 else str(value)


def perturbation(
    rng: random.Random, *, names: list[str], places: list[str], numbers: list[str]
) -> Perturbation:
    """A random consistent replacement of what a paper names."""
    taken: set[str] = set()

    def fresh(make: Any) -> str:
        while (made := make()) in taken:
            pass
        taken.add(made)
        return str(made)

    def person(old: str) -> str:
        middles = [rng.choice(MIDDLE) for _ in range(max(len(old.split()) - 2, 1))]
        return " ".join([rng.choice(FAMILY), *middles, rng.choice(GIVEN)])

    return Perturbation(
        names={n: fresh(lambda n=n: person(n)) for n in names},
        places={p: fresh(lambda: f"{rng.choice(PLACE_FIRST)} {rng.choice(PLACE_LAST)}") for p in places},
        numbers=_new_numbers(rng, numbers),
        years=rng.randint(-6, 2),
        days=rng.randint(-40, 40),
    )


def _new_numbers(rng: random.Random, numbers: list[str]) -> dict[str, str]:
    """Random counts of the same size; a number that is the sum of two others stays their sum."""
    new: dict[str, str] = {}
    plain = sorted({int(n) for n in numbers if n.isdigit()})
    for value in plain:
        high = 9 if value < 10 else 99 if value < 100 else value * 2
        choice = rng.randint(max(2, value // 2), max(high // 2, value + 1, 3))
        while str(choice) in new.values():
            choice += 1
        new[str(value)] = str(choice)
    for value in plain:
        parts = [(a, b) for a in plain for b in plain if a < b and a + b == value]
        if parts:
            new[str(value)] = str(int(new[str(parts[0][0])]) + int(new[str(parts[0][1])]))
    for ratio in (n for n in numbers if "/" in n):
        whole = rng.randint(15, 60)
        new[ratio] = f"{whole}/{whole}"
    return new
