"""Personal data in a paper, seen by how they are written: warned of before a file is published, chosen to be taken out.

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
_NAME = re.compile(r"\b(ho va ten|ho ten|ho, ten|ten chu ho|chu ho)\b")
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
        if _NAME.search(folded):
            name_at = n
        for kind, head, fits in _HEADS:
            if head.search(folded):
                heads[n] = (kind, cell, fits)
                break
    return heads, name_at
