"""The pictures in a paper: no machine knows for certain what is written in them, so a person looks at each."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.documents.files.covering_words import Words
from phoihop.documents.files.pdfs import Locked, whole
from phoihop.documents.filetypes import DOCX

SECONDS = 60
#: Pages that are read off; who keeps pictures on more of them cannot be helped by the machine.
MOST, DPI = 30, 200
_MEDIA = re.compile(r"(?i)(word|xl|ppt)/media/[^/]+$")
_SHOWN = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


@dataclass(frozen=True, kw_only=True)
class Pictured:
    """``numbers`` of the pages of a PDF that have pictures, or of the pictures of another paper."""

    numbers: tuple[int, ...] = ()
    paged: bool = False

    def __bool__(self) -> bool:
        return bool(self.numbers)

    @property
    def words(self) -> str:
        if not self.paged:
            return _("%d ảnh") % len(self.numbers)
        shown = ", ".join(str(n) for n in self.numbers[:12])
        return _("trang %s") % (f"{shown}…" if len(self.numbers) > 12 else shown)


def pictured(content: bytes, mime: str) -> Pictured:
    """What pictures the paper has; Died where it cannot be opened in time."""
    if mime == "application/pdf":
        return Pictured(numbers=tuple(apart(lambda: _pages(content), seconds=SECONDS)), paged=True)
    return Pictured(numbers=tuple(range(1, len(_media(content)) + 1)))


def _pages(content: bytes) -> list[int]:
    try:
        book = whole(content)
    except (Locked, RuntimeError, ValueError):
        return []
    with book:
        return [n for n, page in enumerate(book, start=1) if page.get_image_info()]


def media(content: bytes) -> Iterator[bytes]:
    """The pictures of a packed paper, one after another."""
    names = _media(content)
    if not names:
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in names:
            yield archive.read(name)


def _media(content: bytes) -> list[str]:
    if not content.startswith(b"PK\x03\x04"):
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sorted(name for name in archive.namelist() if _MEDIA.match(name))


def picture_of(content: bytes, number: int) -> tuple[bytes, str] | None:
    """One picture of a packed paper, counted from 1, and its type; None where a browser cannot show it."""
    names = _media(content)
    if not 1 <= number <= len(names):
        return None
    kind = _SHOWN.get(names[number - 1].rsplit(".", 1)[-1].lower())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return (archive.read(names[number - 1]), kind) if kind else None


def words_left(content: bytes, mime: str, words: Words, which: Pictured) -> list[int]:
    """Where one of the words is still read off a picture; nowhere, too, where this machine has no reader of pictures."""
    reader = shutil.which("tesseract")
    if reader is None:
        return []
    found = []
    for number in which.numbers[:MOST]:
        drawn = _drawn(content, mime, number)
        if drawn and words.looked_like(read_off(reader, drawn)):
            found.append(number)
    return found


def _drawn(content: bytes, mime: str, number: int) -> bytes:
    if mime == DOCX:
        shown = picture_of(content, number)
        return shown[0] if shown else b""

    def work() -> bytes:
        with whole(content) as book:
            drawn: bytes = book[number - 1].get_pixmap(dpi=DPI, colorspace="gray").tobytes("png")
            return drawn

    try:
        return apart(work, seconds=SECONDS)
    except Died:
        return b""


def read_off(reader: str, drawn: bytes, *, layout: str = "11") -> str:
    """What the reader of pictures sees, wherever it stands; nothing where it does not end."""
    command: Sequence[str] = (reader, "stdin", "stdout", "-l", "vie", "--psm", layout)
    try:
        done = subprocess.run(  # noqa: S603 the reader of this machine, on a picture of ours
            command, input=drawn, capture_output=True, timeout=SECONDS, check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", errors="replace")
