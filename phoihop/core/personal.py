"""Personal data, seen by how they are written: in a paper that is to be published, in the words of somebody who asks,
and in boxes in which nobody may be named.

A machine sees numbers, labels and columns, not people: what it finds is a warning, what it does not find is no promise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from phoihop.core.text import fold

PARTED = " | "


class Kind(models.TextChoices):
    NAME = "name", _("họ tên người")
    NATIONAL = "national", _("số định danh cá nhân (CCCD, CMND)")
    PHONE = "phone", _("số điện thoại")
    BANK = "bank", _("số tài khoản")
    BIRTH = "birth", _("ngày sinh, năm sinh")
    HOUSEHOLD = "household", _("danh sách hộ, người được trợ giúp")
    HOME = "home", _("nơi ở")
    SENSITIVE = "sensitive", _("dữ liệu nhạy cảm (tôn giáo, bệnh, khuyết tật)")


@dataclass(kw_only=True)
class Finding:
    """One kind of data in a file: the words as they stand there, and the columns they stand in."""

    kind: str
    values: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """ "cột “Số CCCD”: số định danh cá nhân (CCCD, CMND), 38 chỗ"."""
        said = _t("%(what)s, %(count)d chỗ") % {"what": Kind(self.kind).label, "count": len(self.values)}
        if not self.columns:
            return said
        return _t("cột %(names)s: %(said)s") % {
            "names": ", ".join(f"“{name}”" for name in self.columns), "said": said,
        }  # fmt: skip


_ID = re.compile(r"(?<![\d.,])0\d{2}([ .]?)\d{3}\1\d{3}\1\d{3}(?!\d)")
_OLD_ID = re.compile(r"(?i)(?:cmnd|cmt|chứng minh(?: nhân dân| thư)?)[^\d\n|]{0,30}(\d{9}|\d{12})(?!\d)")
_PHONE = re.compile(r"(?<![\d.,/])(?:\+?84|0)[ .-]?[35789]\d(?:[ .-]?\d){7}(?!\d)")
_BANK = re.compile(r"(?i)(?:tài khoản|stk|số tk)[^\d\n|]{0,40}(\d[\d ]{5,22}\d)(?!\d)")
_BORN = re.compile(
    r"(?i)(?:ngày sinh|sinh ngày|năm sinh|sinh năm)[^\d\n|]{0,10}"
    r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}|\d{4})(?!\d)"
)
_LIST = re.compile(
    r"danh sach.{0,40}\b(ho ngheo|can ngheo|ho kho khan|hoan canh kho khan|bao tro|tro cap|khuyet tat|"
    r"chinh sach|nguoi co cong|mo coi|cai nghien|nhan qua|ho gia dinh|to cao)"
)
_NAME_HEAD = re.compile(r"\b(ho va ten|ho ten|ho, ten|ten chu ho|chu ho)\b")
_HEADS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Kind.NATIONAL, re.compile(r"\b(cccd|can cuoc|dinh danh|cmnd|cmt|chung minh)"), lambda v: _digits(v) in (8, 9, 10, 11, 12)),
    (Kind.PHONE, re.compile(r"\b(dien thoai|sdt|so dt|di dong|zalo)\b"), lambda v: 8 <= _digits(v) <= 12),
    (Kind.BANK, re.compile(r"\b(tai khoan|stk|so tk)\b"), lambda v: 6 <= _digits(v) <= 19),
    (Kind.BIRTH, re.compile(r"\b(ngay sinh|nam sinh|sinh ngay|ngay,? thang,? nam sinh)\b"), lambda v: _digits(v) >= 4),
    (Kind.HOME, re.compile(r"\b(noi o|dia chi|thuong tru|tam tru|cho o|so nha)\b"), lambda v: len(v) > 2),
    (Kind.SENSITIVE, re.compile(r"\b(ton giao|benh|khuyet tat|tinh trang suc khoe|hiv|tien an)\b"), lambda v: len(v) > 1),
)  # fmt: skip
#: Only beside a column of names they are somebody's.
_BESIDE_NAMES = (Kind.HOME, Kind.SENSITIVE, Kind.BIRTH)
_HEAD = 60


def _digits(value: str) -> int:
    return sum(letter.isdigit() for letter in value)


def personal_data(lines: Sequence[str], name: str = "") -> list[Finding]:
    """What the lines tell of people, one finding a kind; cells of a row are parted as the readers part them."""
    found: dict[str, Finding] = {}

    def take(kind: str, values: Iterable[str], column: str = "") -> None:
        one = found.setdefault(kind, Finding(kind=kind))
        one.values += [value.strip() for value in values if value.strip()]
        if column and column not in one.columns:
            one.columns.append(column)

    names = _of_columns(lines, take)
    for line in lines:
        _of_line(line, take)
    listed = any(_LIST.search(fold(line)) for line in (name.replace("_", " ").replace("-", " "), *lines[:40]))
    if listed and names:
        take(Kind.HOUSEHOLD, names)
    for one in found.values():
        one.values = list(dict.fromkeys(one.values))
    return [found[kind] for kind in Kind.values if kind in found and found[kind].values]


def _of_line(line: str, take: Callable[..., None]) -> None:
    ids = [m[0] for m in _ID.finditer(line) if 1 <= int(m[0][:3]) <= 96]
    for kind, values in (
        (Kind.NATIONAL, [*ids, *(m[1] for m in _OLD_ID.finditer(line))]),
        (Kind.PHONE, [m[0] for m in _PHONE.finditer(line) if not any(m[0] in one for one in ids)]),
        (Kind.BANK, [m[1] for m in _BANK.finditer(line)]),
        (Kind.BIRTH, [m[1] for m in _BORN.finditer(line)]),
    ):
        if values:
            take(kind, values)


def _of_columns(lines: Sequence[str], take: Callable[..., None]) -> list[str]:
    """Goes through the rows below a head that names such a column; returns the names of people that stand there."""
    names: list[str] = []
    heads: dict[int, tuple[str, str, Callable[[str], bool]]] = {}
    name_at, wide = -1, 0
    for line in lines:
        cells = [cell.strip() for cell in line.split(PARTED.strip())]
        if len(cells) < 2:
            continue
        fresh, at = _heads_of(cells)
        if fresh or at >= 0:
            heads, name_at, wide = fresh, at, len(cells)
            continue
        if len(cells) != wide:
            continue
        if name_at >= 0 and " " in cells[name_at] and not _digits(cells[name_at]):
            names.append(cells[name_at])
        for column, (kind, head, fits) in heads.items():
            if fits(cells[column]) and (kind not in _BESIDE_NAMES or name_at >= 0):
                take(kind, [cells[column]], head)
    return names


def _heads_of(cells: list[str]) -> tuple[dict[int, tuple[str, str, Callable[[str], bool]]], int]:
    """Which columns this row heads, if it is a head; and where the names of people stand."""
    heads: dict[int, tuple[str, str, Callable[[str], bool]]] = {}
    name_at = -1
    for n, cell in enumerate(cells):
        folded = fold(cell)
        if not cell or len(cell) > _HEAD or _digits(cell) > 2:
            continue
        if _NAME_HEAD.search(folded):
            name_at = n
        for kind, head, fits in _HEADS:
            if head.search(folded):
                heads[n] = (kind, cell, fits)
                break
    return heads, name_at


# ------------------------------------------------------------------------------- in somebody's words
#: The family names of nearly everybody here; the majority peoples' first, then those of the others.
_FAMILY = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đinh|Đoàn|Trịnh|Trương|Mai|Hà|Tô|"
    "Lương|Cao|Châu|Tạ|Thái|Phùng|Lâm|Vương|Quách|Nghiêm|Tăng|Kiều|Chu|La|Lưu|Triệu|Khuất|Đàm|Nông|Bế|Vi|Ma|Giàng|Thào|"
    "Vàng|Sùng|Lò|Quàng|Hà|Bạch|Lại|Thân|Ninh|Doãn|Khổng|Cù|Viên|Đồng|Hứa|Thạch|Sơn|Kim|Danh|Ksor|Rơ|Siu|Niê|Ayun"
)
#: Every capital letter of Latin script, those of Vietnamese among them.
_CAPITAL = f"[{''.join(letter for letter in map(chr, range(ord('A'), ord('Ỹ'))) if letter.isupper() and letter.isalpha())}Ỹ]"
_WORD = rf"{_CAPITAL}[^\W\d_]*"
_FULL_NAME = re.compile(rf"\b(?:{_FAMILY})(?:\s+{_WORD}){{1,4}}\b")
_STREET = re.compile(
    rf"\b(?:phố|đường|ngõ|ngách|hẻm|phường|xã|quận|trường|công viên)\s+(?:{_WORD}\s*){{1,5}}", re.IGNORECASE
)
_ADDRESSED = re.compile(rf"\b(?:ông|bà|anh|chị|cô|chú|bác|cụ|đồng chí|đ/c)\s+{_WORD}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+?\d[\s.\-]?){8,}")
_HOUSE = re.compile(r"\bsố nhà\b|\bsn\s*\d", re.IGNORECASE)
_NAMES = rf"{_WORD}(?:\s+{_WORD}){{0,5}}"
#: After these a name is that of a place, however much it looks like a person's.
_KIND = (
    r"(?i:phố(?: đi bộ)?|đường|ngõ|ngách|hẻm|kiệt|phường|xã|quận|huyện|trường|công viên|chợ|cầu|hồ|rạch|kênh|mương|sông|suối|đập|"
    r"khu|khu phố|khu vực|khu đô thị|quảng trường|tòa(?: nhà)?|chung cư|nhà văn hóa|đình|đền|chùa|bệnh viện|trạm|thư viện|"
    r"vườn hoa|tượng đài|lăng|ngã (?:ba|tư|năm)|nút giao|bến xe|bến|dự án|thpt|thcs|tiểu học|mầm non|mẫu giáo|cấp [123]|vỉa hè|"
    r"công ty|doanh nghiệp|cửa hàng|quán|từ|đến|giao|đoạn|ở|tại|gần|cạnh|qua|trên|dọc|đối diện|đầu|cuối|sau|trước|số)"
)
_PLACE = re.compile(
    rf"\b(?:{_KIND}\s+)+(?:(?:số\s+)?\d+\w*(?:/\d+\w*)*\s+)?{_NAMES}(?:(?:\s*[,–-]\s*|\s+và\s+){_NAMES})*"
)
_SAYS_I = re.compile(
    r"(?i:\b(?:tôi|em|cháu|mình) (?:tên )?là|\b(?:tôi |em |cháu )?tên(?: tôi| em)?(?: là)?:?|họ (?:và )?tên(?: là)?:?)\s+"
    r"([^\W\d_]+(?:\s+[^\W\d_]+){1,4})"
)
_WRITTEN_SMALL = re.compile(rf"(?i)\b(?:{_FAMILY})\s+(?:văn|thị)\s+[^\W\d_]{{2,}}(?:\s+[^\W\d_]{{2,}})?")
#: Without marks "do thi" is a town as often; those family names are left out.
_WITHOUT_MARKS = re.compile(
    r"(?i)\b(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|ngo|duong|ly|dao|dinh|doan|trinh|truong|luong|phung)"
    r"\s+(?:van|thi)\s+[a-z]{2,}"
)
_DESK = re.compile(r"(?<![\d.,/])(?:\+?84|0)[ .-]?2\d(?:[ .-]?\d){8}(?!\d)")
_HOME = re.compile(
    r"(?i)\b(?:địa chỉ(?: nhà| của tôi| của em)?\s*:\s*[^.;\n]{3,60}|"
    r"(?:trú tại|thường trú|tạm trú)\s*(?:tại)?\s*:?\s*[^\s.,;][^.;\n]{2,60}|"
    r"(?:nhà|gia đình|hộ) (?:tôi|em|cháu|mình|chúng tôi)(?: ở| tại)?\s+(?:số|ngõ|ngách|hẻm|căn|phòng)\s*\d[\w/-]*|"
    r"tôi ở\s+(?:số|ngõ|ngách|hẻm|căn|phòng|nhà)[^\W\d_ ]*\s*(?:nhà |số )?\d[\w/-]*)"
)
#: The number of a house is a place among others, until somebody is named beside it.
_HOUSE_OF = re.compile(r"(?i)\b(?:số nhà|nhà số|sn|ở số)\s*\d[\w/-]*")
#: "Ông Chủ tịch" is an office.
_OFFICE = re.compile(
    r"(?i)\b(?:chủ tịch|phó|bí thư|trưởng|giám đốc|tổ trưởng|tổ phó|cán bộ|đại biểu|hiệu trưởng|ủy viên|chánh|thủ trưởng|"
    r"chủ nhiệm|đội trưởng|cảnh sát|công an|bác sĩ|kỹ sư)\b"
)
#: No part of a name though it may stand behind one.
_AFTER = frozenset(
    "ở ngụ trú tại và là sinh cán nhà tổ số cư có xin đề muốn kiến phản đại chủ đang năm thuộc".split()
)


def spoken(text: str, *, place: bool = False) -> list[Finding]:
    """Who asks, as it slips into what is asked: numbers, names, where somebody lives; of a place only who is named."""
    found = {one.kind: one for one in personal_data(text.splitlines())}
    more = {Kind.NAME: _people(text), Kind.PHONE: [m[0] for m in _DESK.finditer(text)]}
    if not place:
        homes = [m[0] for m in _HOME.finditer(text)]
        somebody = homes or more[Kind.NAME] or more[Kind.PHONE] or found
        more[Kind.HOME] = homes or [m[0] for m in _HOUSE_OF.finditer(text) if somebody]
    for kind, values in more.items():
        fresh = [value.strip() for value in values if value.strip()]
        if fresh:
            one = found.setdefault(kind, Finding(kind=kind))
            one.values = list(dict.fromkeys([*one.values, *fresh]))
    return [found[kind] for kind in Kind.values if kind in found]


def _people(text: str) -> list[str]:
    """Names written as names: with a family name, after "ông", "bà", after "tôi là"; a street's name is none."""
    rest = _PLACE.sub(" · ", _OFFICE.sub(" · ", text))
    names = [
        m[0] for m in _FULL_NAME.finditer(rest) if len(m[0].split()) > 2 or _addressed_before(rest, m.start())
    ]
    for m in _ADDRESSED.finditer(rest):
        said = m[0].split(maxsplit=1)[-1]
        if (
            said[:1].isupper()
            and len(said) > 1
            and not any(said in name for name in names)
            and fold(said) not in _NOBODY
        ):
            names.append(m[0])
    for m in _SAYS_I.finditer(text):
        words: list[str] = []
        for word in m[1].split():
            if word.lower() in _AFTER:
                break
            words.append(word)
        name = " ".join(words)
        known = fold(name).split()
        if len(known) > 1 and (name.istitle() or known[0] in _FAMILIES) and not any(name in n for n in names):
            names.append(name)
    small = [m[0] for m in _WRITTEN_SMALL.finditer(rest)]
    small += [m[0] for m in _WITHOUT_MARKS.finditer(rest)] if text.isascii() else []
    return names + [one for one in small if not any(one.startswith(name) or name in one for name in names)]


def _addressed_before(text: str, at: int) -> bool:
    return bool(
        re.search(
            r"(?i)\b(?:ông|bà|anh|chị|cô|chú|bác|cụ|cháu|em|đồng chí|tên|là)\s+$", text[max(at - 12, 0) : at]
        )
    )


_FAMILIES = frozenset(fold(name) for name in _FAMILY.split("|"))
#: "Bà Trưng" is a street, "Bác Hồ" nobody who asks.
_NOBODY = frozenset(("trung", "trieu", "ho", "con"))


# ------------------------------------------------------------------------------- where nobody may be named


def looks_personal(text: str) -> str:
    """What in it looks like a person, in words for whoever typed it; empty when nothing does."""
    if _NUMBER.search(text):
        return _t("có dãy số như số điện thoại, số định danh")
    if _HOUSE.search(text):
        return _t("có số nhà")
    rest = _STREET.sub(" ", text)
    if _FULL_NAME.search(rest) or _names(_ADDRESSED, rest):
        return _t("có chữ như họ tên người")
    return ""


def _names(pattern: re.Pattern[str], text: str) -> bool:
    """The word after the address begins with a capital: "bà con" is nobody."""
    return any(found.group().split()[-1][:1].isupper() for found in pattern.finditer(text))


def telling(text: str) -> str:
    """The words with which such a box is refused."""
    found = looks_personal(text)
    return _t("Ô này không ghi về người: %s. Bỏ phần ấy rồi ghi lại.") % found if found else ""
