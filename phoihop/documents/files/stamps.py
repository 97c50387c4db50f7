"""Marks of secrecy on scans: a stamp stands at the head of a page, and is read off where this machine has a reader.

A reader of pictures misses some stamps: that none was found on a scan says nothing for certain.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from itertools import islice
from typing import Any

from PIL import Image, ImageOps

from phoihop.core.apart import Died, apart
from phoihop.documents.comparing.pictures import evened, lean, without_rules
from phoihop.documents.files.pdfs import Locked, whole
from phoihop.documents.files.pictured import SECONDS, media, read_off
from phoihop.documents.filetypes import FileType
from phoihop.documents.models import FileKind

#: Pages and pictures looked at of all that comes in one file; each takes half a second.
LOOKED = 12
#: How much of a page is its head, and how wide it is read: a sheet of A4 at 200 dpi.
HEAD, WIDE = 0.5, 1650
#: Smaller ones are signs and portraits.
SMALLEST = 500
#: A page is a scan where a picture covers so much of it.
COVERED = 0.5


def read_heads(content: bytes, found: FileType, *, most: int = LOOKED) -> Iterator[list[str]]:
    """The lines at the head of each scanned page or picture, at most so many; none where there is no reader."""
    reader = shutil.which("tesseract")
    drawn = found.kind in (FileKind.PDF, FileKind.PICTURE) or content.startswith(b"PK")
    if reader is None or most <= 0 or not drawn:
        return
    try:
        heads = apart(lambda: [_cleaned(head) for head in _heads(content, found, most)], seconds=SECONDS)
    except Died:
        return
    for head in heads:
        yield read_off(reader, head, layout="4").splitlines()


def _cleaned(head: Any) -> bytes:
    """Level, on white, without the frame round the stamp: a word in a frame is taken for a drawing."""
    grey = evened(head)
    grey = without_rules(grey.rotate(lean(grey), resample=Image.Resampling.BICUBIC, fillcolor=255))
    out = io.BytesIO()
    grey.save(out, format="PNG", compress_level=1)
    return out.getvalue()


def _heads(content: bytes, found: FileType, most: int) -> Iterator[Any]:
    if found.kind == FileKind.PDF:
        yield from islice(_of_pages(content), most)
        return
    pictures = [content] if found.kind == FileKind.PICTURE else media(content)
    yield from islice((head for picture in pictures for head in _of_picture(picture)), most)


def _of_pages(content: bytes) -> Iterator[Any]:
    try:
        book = whole(content)
    except (Locked, RuntimeError, ValueError):
        return
    with book:
        for page in book:
            sheet = page.rect
            covers = max((abs(sheet & info["bbox"]) for info in page.get_image_info()), default=0)
            if covers >= COVERED * abs(sheet):
                scale = WIDE / sheet.width
                clip = (sheet.x0, sheet.y0, sheet.x1, sheet.y0 + sheet.height * HEAD)
                drawn = page.get_pixmap(
                    matrix=(scale, 0, 0, scale, 0, 0), clip=clip, colorspace="gray", alpha=False
                )
                yield Image.frombytes("L", (drawn.width, drawn.height), drawn.samples)


def _of_picture(content: bytes) -> Iterator[Any]:
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if min(opened.size) < SMALLEST:
                return
            opened.draft("L", (WIDE, WIDE))
            picture = ImageOps.exif_transpose(opened).convert("L")
    except (OSError, ValueError):
        return
    picture = picture.crop((0, 0, picture.width, int(picture.height * HEAD)))
    picture.thumbnail((WIDE, WIDE))
    yield picture
