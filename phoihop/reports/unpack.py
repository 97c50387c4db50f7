"""Files as a person chose them: an archive of papers is opened, everything else comes as it is."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core.files.base import File as Upload
from django.utils.translation import gettext as _

from phoihop.documents.filetypes import LIMIT, MEMBER, MEMBERS_LIMIT, RATIO_LIMIT, UNPACKED_LIMIT

#: Papers taken out of one archive; of a larger one it is said how many were not.
MOST = 500
#: An archive inside an archive is opened, one inside that is not.
DEEPEST = 2
_LEFTOVERS = ("Thumbs.db", "desktop.ini")


class Paper(NamedTuple):
    """A paper under its own name; ``why`` says that it could not be taken out, and what to do."""

    name: str
    content: bytes
    why: str = ""


def unpacked(uploads: Iterable[Upload[Any]]) -> Iterator[Paper]:
    """Every paper, one at a time. What cannot be taken out of an archive comes empty with its reason, and a
    damaged, locked or bombed archive comes through as a file, to be refused by name."""
    for upload in uploads:
        upload.seek(0)
        yield from opened(_base(upload.name or ""), upload.read())


def opened(name: str, content: bytes, *, depth: int = 0) -> Iterator[Paper]:
    """A file as it is, or the papers of an archive, also of an archive inside it."""
    archive = _archive(content) if depth < DEEPEST else None
    if archive is None:
        yield Paper(name, content)
        return
    with archive:
        entries = [e for e in archive.infolist() if not e.is_dir() and _is_paper(e)]
        for entry in entries[:MOST]:
            inner = _taken_out(archive, entry)
            yield from [inner] if inner.why else opened(inner.name, inner.content, depth=depth + 1)
    if not entries:
        yield Paper(
            name, b"", str(_("Tệp nén không có văn bản nào bên trong. Kiểm tra lại rồi gửi tệp khác."))
        )
    if left := entries[MOST:]:
        yield Paper(name, b"", str(_(
            "Tệp nén có %(all)d văn bản, chỉ nhận %(most)d văn bản đầu; %(left)d văn bản sau (từ “%(first)s”) chưa được "
            "nhận. Hãy gửi chúng trong một tệp nén khác."
        ) % {"all": len(entries), "most": MOST, "left": len(left), "first": _name(left[0])}))  # fmt: skip


def _archive(content: bytes) -> zipfile.ZipFile | None:
    """An archive of papers; None for what is no such archive (a .docx is one too)."""
    if not content.startswith(b"PK") or content.count(MEMBER) > MEMBERS_LIMIT:
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, struct.error):
        return None
    entries = archive.infolist()
    names = {e.filename for e in entries}
    papers = "[Content_Types].xml" not in names and "mimetype" not in names
    locked = any(e.flag_bits & 1 for e in entries)
    swollen = sum(e.file_size for e in entries) > min(UNPACKED_LIMIT, RATIO_LIMIT * len(content))
    return archive if papers and not locked and not swollen else None


def _taken_out(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Paper:
    name, why = _name(entry), ""
    if entry.file_size > LIMIT:
        why = _("Văn bản này trong tệp nén nặng %(size)d MB, quá %(limit)d MB. Hãy bỏ bớt ảnh rồi gửi riêng.") % {
            "size": entry.file_size >> 20, "limit": LIMIT >> 20,
        }  # fmt: skip
    elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        why = _(
            "Văn bản này được nén theo cách riêng nên không lấy ra được. Hãy giải nén rồi gửi riêng tệp này."
        )
    else:
        try:
            return Paper(name, archive.read(entry))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error):
            why = _(
                "Văn bản này trong tệp nén bị hỏng, không lấy ra được. Hãy xin lại bản lành rồi gửi riêng."
            )
    return Paper(name, b"", f"{why} {_('Các văn bản khác trong tệp nén không bị ảnh hưởng.')}")


def _is_paper(entry: zipfile.ZipInfo) -> bool:
    base = entry.filename.rsplit("/", 1)[-1]
    return not base.startswith((".", "~$")) and "__MACOSX" not in entry.filename and base not in _LEFTOVERS


def _name(entry: zipfile.ZipInfo) -> str:
    """The name in its own letters: old archives of Windows do not say in which they are written."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        raw = name.encode("cp437", errors="replace")
        for letters in ("utf-8", "cp1258"):
            try:
                name = unicodedata.normalize("NFC", raw.decode(letters))
                break
            except UnicodeError:
                continue
    return _base(name)


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]
