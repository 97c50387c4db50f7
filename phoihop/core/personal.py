"""Words that look like a person: for the boxes in which nobody may be named. It refuses, it never corrects."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

#: The family names of nearly everybody here; the majority peoples' first, then those of the others.
_FAMILY = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đinh|Đoàn|Trịnh|Trương|Mai|Hà|Tô|"
    "Lương|Cao|Châu|Tạ|Thái|Phùng|Lâm|Vương|Quách|Nghiêm|Tăng|Kiều|Chu|La|Lưu|Triệu|Khuất|Đàm|Nông|Bế|Vi|Ma|Giàng|Thào|"
    "Vàng|Sùng|Lò|Quàng|Hà|Bạch|Lại|Thân|Ninh|Doãn|Khổng|Cù|Viên|Đồng|Hứa|Thạch|Sơn|Kim|Danh|Ksor|Rơ|Siu|Niê|Ayun"
)
_CAPITAL = "[A-ZĐÀ-ỸẠ-Ỵ]"
_WORD = rf"{_CAPITAL}[^\W\d_]*"
_NAME = re.compile(rf"\b(?:{_FAMILY})(?:\s+{_WORD}){{1,4}}\b")
_STREET = re.compile(
    rf"\b(?:phố|đường|ngõ|ngách|hẻm|phường|xã|quận|trường|công viên)\s+(?:{_WORD}\s*){{1,5}}", re.IGNORECASE
)
_ADDRESSED = re.compile(rf"\b(?:ông|bà|anh|chị|cô|chú|bác|cụ|đồng chí|đ/c)\s+{_WORD}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+?\d[\s.\-]?){8,}")
_HOUSE = re.compile(r"\bsố nhà\b|\bsn\s*\d", re.IGNORECASE)


def looks_personal(text: str) -> str:
    """What in it looks like a person, in words for whoever typed it; empty when nothing does."""
    if _NUMBER.search(text):
        return _("có dãy số như số điện thoại, số định danh")
    if _HOUSE.search(text):
        return _("có số nhà")
    rest = _STREET.sub(" ", text)
    if _NAME.search(rest) or _names(_ADDRESSED, rest):
        return _("có chữ như họ tên người")
    return ""


def _names(pattern: re.Pattern[str], text: str) -> bool:
    """The word after the address begins with a capital: "bà con" is nobody."""
    return any(found.group().split()[-1][:1].isupper() for found in pattern.finditer(text))


def telling(text: str) -> str:
    """The words with which such a box is refused."""
    found = looks_personal(text)
    return _("Ô này không ghi về người: %s. Bỏ phần ấy rồi ghi lại.") % found if found else ""
