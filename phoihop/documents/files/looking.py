"""What a person is shown before a file goes out: its first lines, the title it gives itself, and whose data stand in it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from phoihop.core.apart import Died
from phoihop.core.personal import Finding, personal_data
from phoihop.core.text import fold
from phoihop.documents import preview
from phoihop.documents.files.pictured import Pictured, pictured
from phoihop.documents.models import File, FileKind

ROWS, KEPT = 12, 600
_KIND = re.compile(
    r"^(danh sach|bao cao|to trinh|ke hoach|nghi quyet|quyet dinh|thong bao|bien ban|chuong trinh|giay moi|cong van|"
    r"bang|tong hop|de an|huong dan|phieu|don|ket luan|huong ung|quy che|thu moi)\b"
)
_OPENING = ("cong hoa xa hoi", "doc lap", "uy ban nhan dan", "hoi dong nhan dan", "so:", "uy ban mat tran")


@dataclass(frozen=True, kw_only=True)
class Look:
    """``unread`` says why no text could be read: then nobody but a person can say what stands in the file."""

    title: str = ""
    rows: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    pictured: bool = False
    unread: str = ""
    #: Where the pictures are in whose letters nobody but a person can see whose data they are.
    pictures: str = ""


def look_at(file: File) -> Look:
    """The same bytes are read once; what is remembered for a while are the warnings, never the data."""
    key = f"look2:{file.sha256}:{fold(file.name)[:80]}".replace(" ", "_")
    found = cache.get(key)
    if not isinstance(found, Look):
        found = _looked(file)
        cache.set(key, found, KEPT)
    return found


def _looked(file: File) -> Look:
    paged, there = file.kind == FileKind.PDF, pictures_of(file)
    images = there.words if there else ""
    try:
        lines = lines_of(file)
    except preview.Unseen as error:
        return Look(unread=str(error) or _("Máy không mở được tệp."), pictured=paged, pictures=images)
    if not lines:
        return Look(
            unread=_("Tệp là ảnh hoặc bản chụp, máy không đọc được chữ."), pictured=paged, pictures=images
        )
    found = personal_data(lines, file.name)
    return Look(
        title=title_of(lines), rows=tuple(lines[:ROWS]), warnings=tuple(one.words for one in found), pictured=paged,
        pictures=images,
    )  # fmt: skip


def pictures_of(file: File) -> Pictured:
    """Of the kept bytes; none where they cannot be opened, and then no text is read either."""
    if file.kind == FileKind.PICTURE or not default_storage.exists(file.stored_as):
        return Pictured()
    with default_storage.open(file.stored_as) as held:
        try:
            return pictured(held.read(), file.mime)
        except (Died, zipfile.BadZipFile):
            return Pictured()


def findings(file: File) -> list[Finding]:
    """With the data themselves: for whoever takes them out."""
    return personal_data(lines_of(file), file.name)


def lines_of(file: File) -> list[str]:
    """Every line of the kept bytes; pictures have none. Unseen if the file cannot be read."""
    if file.kind == FileKind.PICTURE:
        return []
    if not default_storage.exists(file.stored_as):
        raise preview.Unseen(_("Tệp không còn ở đây."))
    with default_storage.open(file.stored_as) as held:
        return preview.all_lines_of(held.read(), file.name)


def title_of(lines: list[str]) -> str:
    """ "DANH SÁCH HỘ NGHÈO NĂM 2027": the line that names the kind of paper, with the next one if it is bare."""
    head = [line.replace(" | ", " ").strip(" |") for line in lines[:30]]
    for n, line in enumerate(head):
        if _KIND.match(fold(line)) and len(line) < 300:
            return (
                f"{line} {head[n + 1]}"[:200] if len(line.split()) <= 3 and n + 1 < len(head) else line[:200]
            )
    rest = [line for line in head if len(line) > 8 and not fold(line).startswith(_OPENING)]
    return (rest or head or [""])[0][:200]
