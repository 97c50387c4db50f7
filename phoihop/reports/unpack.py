"""Files as a person chose them: an archive of papers is opened, everything else comes as it is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.base import File as Upload

from phoihop.documents.filetypes import LIMIT, MEMBER, MEMBERS_LIMIT, RATIO_LIMIT, UNPACKED_LIMIT

#: Papers taken out of one archive; the rest of a larger one is not looked at.
MOST = 500


def unpacked(uploads: Iterable[Upload[Any]]) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every paper, one at a time. What cannot be taken out of an archive comes empty, and a
    damaged or bombed archive comes through as a file: both to be refused by name."""
    for upload in uploads:
        upload.seek(0)
        content = upload.read()
        archive = _archive(content)
        if archive is None:
            yield (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1], content
            continue
        with archive:
            for entry in [e for e in archive.infolist() if not e.is_dir() and _is_paper(e)][:MOST]:
                yield _name(entry), _content(archive, entry)


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


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return b""
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error):
        return b""


def _is_paper(entry: zipfile.ZipInfo) -> bool:
    base = entry.filename.rsplit("/", 1)[-1]
    return not base.startswith((".", "~$")) and "__MACOSX" not in entry.filename and entry.file_size <= LIMIT


def _name(entry: zipfile.ZipInfo) -> str:
    """The name in its own letters: old archives of Windows do not say in which they are written."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return name.rsplit("/", 1)[-1]
