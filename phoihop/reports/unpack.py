"""Files as a person chose them: an archive of papers is opened, everything else comes as it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.base import File as Upload

from phoihop.documents.filetypes import LIMIT, UNPACKED_LIMIT

#: Papers taken out of one archive; the rest of a larger one is not looked at.
MOST = 500


def unpacked(uploads: Iterable[Upload[Any]]) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every paper. A damaged or bombed archive comes through as a file, to be refused by name."""
    for upload in uploads:
        upload.seek(0)
        content = upload.read()
        name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1]
        members = _members(content)
        if members is None:
            yield name, content
        else:
            yield from members


def _members(content: bytes) -> list[tuple[str, bytes]] | None:
    """What an archive of papers holds; None for what is no such archive (a .docx is one too)."""
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
            names = {e.filename for e in entries}
            if "[Content_Types].xml" in names or "mimetype" in names:
                return None
            if any(e.flag_bits & 1 for e in entries) or sum(e.file_size for e in entries) > UNPACKED_LIMIT:
                return None
            wanted = [e for e in entries if _is_paper(e)][:MOST]
            return [(_name(e), archive.read(e)) for e in wanted]
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError):
        return None


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
