"""The form of a paper as dated data: what the decree allows, and the value this product writes.

The writer takes ``used`` from here and the checker compares with ``low`` … ``high``, so they cannot
disagree. Confidence marks: S read in the act itself, M custom of offices or memory, not read in an act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

DECREE = "Nghị định 30/2020/NĐ-CP, Phụ lục I"
CUSTOM = "thông lệ văn phòng"
PARTY = "hướng dẫn của Đảng về thể thức văn bản"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One length, spacing or share: the allowed range and the value written."""

    code: str
    label: str
    low: float
    high: float
    used: float
    unit: str
    source: str = DECREE
    confidence: str = "S"

    def allows(self, value: float, slack: float = 0.0) -> bool:
        return self.low - slack <= value <= self.high + slack

    @property
    def range_words(self) -> str:
        """``20–25 mm``, for sentences."""
        low, high = (f"{v:g}".replace(".", ",") for v in (self.low, self.high))
        return f"{low} {self.unit}" if self.low == self.high else f"{low}–{high} {self.unit}"


@dataclass(frozen=True, kw_only=True)
class Element:
    """One component of the form: its letter size and style."""

    code: str
    label: str
    low: float
    high: float
    used: float
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    align: str = "justify"
    source: str = DECREE
    confidence: str = "S"

    def allows(self, size: float) -> bool:
        return self.low <= size <= self.high

    @property
    def range_words(self) -> str:
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """All numbers in force from ``valid_from`` until the day before ``valid_to``."""

    name: str
    font: str
    valid_from: date
    valid_to: date | None
    measures: Mapping[str, Measure]
    elements: Mapping[str, Element]


def _measure(code: str, label: str, values: tuple[float, float, float], unit: str) -> Measure:
    """``values``: lowest allowed, highest allowed, written."""
    low, high, used = values
    return Measure(code=code, label=label, low=low, high=high, used=used, unit=unit)


_MEASURES = (
    _measure("page.width", "chiều rộng trang", (210, 210, 210), "mm"),
    _measure("page.height", "chiều cao trang", (297, 297, 297), "mm"),
    _measure("margin.top", "lề trên", (20, 25, 20), "mm"),
    _measure("margin.bottom", "lề dưới", (20, 25, 20), "mm"),
    _measure("margin.left", "lề trái", (30, 35, 30), "mm"),
    _measure("margin.right", "lề phải", (15, 20, 15), "mm"),
    _measure("body.indent", "lùi đầu dòng", (10, 12.7, 12.7), "mm"),
    _measure("body.after", "khoảng cách giữa các đoạn", (6, 12, 6), "pt"),
    _measure("body.line", "cách dòng", (1, 1.5, 1.15), "dòng"),
    _measure("line.share", "độ dài đường kẻ so với dòng chữ", (1 / 3, 1 / 2, 0.42), "lần"),
    _measure("about.before", "khoảng cách từ số, ký hiệu đến trích yếu công văn", (6, 6, 6), "pt"),
    _measure("number.zero_below", "số thêm 0 ở trước", (10, 10, 10), ""),
    _measure("day.zero_below", "ngày thêm 0 ở trước", (10, 10, 10), ""),
    _measure("month.zero_below", "tháng thêm 0 ở trước", (3, 3, 3), ""),
    Measure(
        code="page_number.from_edge", label="số trang cách mép trên", low=8, high=15, used=10,
        unit="mm", source=CUSTOM, confidence="M",
    ),
    Measure(
        code="mark.size", label="mã QR ở chân trang đầu", low=12, high=16, used=14, unit="mm",
        source=CUSTOM, confidence="M",
    ),
    Measure(
        code="mark.from_edge", label="mã QR cách mép dưới", low=4, high=8, used=5, unit="mm",
        source=CUSTOM, confidence="M",
    ),
    Measure(
        code="signature.room", label="khoảng để ký tay", low=20, high=35, used=27,
        unit="mm", source=CUSTOM, confidence="M",
    ),
)  # fmt: skip


def _element(code: str, label: str, sizes: tuple[float, float, float], style: str, align: str) -> Element:
    """``style`` in letters: b bold, i italic, c capitals."""
    low, high, used = sizes
    return Element(
        code=code, label=label, low=low, high=high, used=used, align=align,
        bold="b" in style, italic="i" in style, capitals="c" in style,
    )  # fmt: skip


_ELEMENTS = (
    _element("country", "Quốc hiệu", (12, 13, 13), "bc", "center"),
    _element("motto", "Tiêu ngữ", (13, 14, 14), "b", "center"),
    _element("parent", "tên cơ quan chủ quản", (12, 13, 13), "c", "center"),
    _element("issuer", "tên cơ quan ban hành", (12, 13, 13), "bc", "center"),
    _element("number", "số, ký hiệu", (13, 13, 13), "", "center"),
    _element("place_date", "địa danh và thời gian", (13, 14, 14), "i", "center"),
    _element("about", "trích yếu công văn", (12, 13, 12), "", "center"),
    _element("kind", "tên loại văn bản", (13, 14, 14), "bc", "center"),
    _element("subject", "trích yếu nội dung", (13, 14, 14), "b", "center"),
    _element("addressees", "Kính gửi", (13, 14, 14), "", "left"),
    _element("basis", "căn cứ ban hành", (13, 14, 14), "i", "justify"),
    _element("body", "nội dung", (13, 14, 14), "", "justify"),
    _element("part", "Phần, Chương, Mục", (13, 14, 14), "b", "center"),
    _element("part_title", "tiêu đề Phần, Chương, Mục", (13, 14, 14), "bc", "center"),
    _element("clause_title", "tiêu đề điều, khoản", (13, 14, 14), "b", "justify"),
    _element("authority", "quyền hạn, chức vụ của người ký", (13, 14, 14), "bc", "center"),
    _element("signer", "họ tên người ký", (13, 14, 14), "b", "center"),
    _element("recipients_word", "chữ “Nơi nhận”", (12, 12, 12), "bi", "left"),
    _element("recipients", "danh sách nơi nhận", (11, 11, 11), "", "left"),
    _element("annex", "chữ “Phụ lục”", (14, 14, 14), "b", "center"),
    _element("annex_title", "tên phụ lục", (13, 14, 14), "bc", "center"),
    _element("annex_reference", "dòng kèm theo của phụ lục", (13, 14, 14), "i", "center"),
    _element("page_number", "số trang", (13, 14, 13), "", "center"),
    Element(
        code="table", label="chữ trong bảng", low=11, high=14, used=12, align="left",
        source=CUSTOM, confidence="M",
    ),
    Element(
        code="caption", label="tên bảng", low=12, high=14, used=13, italic=True, align="center",
        source=CUSTOM, confidence="M",
    ),
    Element(
        code="mark", label="dòng kiểm tra văn bản ở chân trang đầu", low=9, high=12, used=10, align="left",
        source=CUSTOM, confidence="M",
    ),
    Element(
        code="party", label="tiêu đề văn bản của Đảng", low=15, high=15, used=15, bold=True, capitals=True,
        align="center", source=PARTY, confidence="M",
    ),
    Element(
        code="party_body", label="tên cơ quan Đảng", low=14, high=14, used=14, bold=True, capitals=True,
        align="center", source=PARTY, confidence="M",
    ),
)  # fmt: skip

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY_HEADING = "ĐẢNG CỘNG SẢN VIỆT NAM"

DECREE_30 = Layout(
    name="Nghị định 30/2020/NĐ-CP",
    font="Times New Roman",
    valid_from=date(2020, 3, 5),
    valid_to=None,
    measures={m.code: m for m in _MEASURES},
    elements={e.code: e for e in _ELEMENTS},
)

LAYOUTS = (DECREE_30,)


def layout_on(day: date) -> Layout | None:
    """The layout in force on that day; None where no layout of the day is known."""
    for layout in LAYOUTS:
        if layout.valid_from <= day and (layout.valid_to is None or day < layout.valid_to):
            return layout
    return None
