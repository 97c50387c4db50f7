"""The visible block of a signature, drawn as a small page (NĐ 30/2020, annex I: domain §10.1).

A person's block holds the picture of the hand signature, or else name and capacity; a body's block is
its seal; a separate attachment carries number, symbol and time in its top right corner.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.documents import fonts
from phoihop.documents.signatures.keys import KeyRefused

#: Millimetres to points.
MM = 72 / 25.4
#: A seal is drawn in its real size.
SEAL_MM = 36
#: Of the seal over the hand signature, counted from its left.
SEAL_SHARE = 1 / 3
PICTURE_LIMIT = 2 << 20
PICTURE_PIXELS = 4_000_000


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle on a page (counted from 0), in points from the top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, kw_only=True)
class Block:
    """What is drawn: lines of text, a picture (transparent PNG), or both, the text under the picture."""

    lines: tuple[str, ...] = ()
    picture: bytes = b""
    size: float = 9
    align: str = "centre"


def person_block(name: str, *, at: datetime, picture: bytes = b"") -> Block:
    """A signer's block: the picture of his hand, or his name, and when he signed, to the second (ISO 8601).

    His capacity and name are printed round it already. The decree asks for the picture alone; the moment is added so
    that a print shows it.
    """
    moment = timezone.localtime(at).isoformat(timespec="seconds")
    return Block(lines=(*(() if picture else (_("Ký số: %s") % name,)), moment), picture=picture)


def seal_over(hand: Box) -> Box:
    """Where the seal of the body stands: real size, over the left third of the hand signature."""
    side = SEAL_MM * MM
    right = hand.x0 + hand.width * SEAL_SHARE
    middle = (hand.y0 + hand.y1) / 2
    return Box(
        page=hand.page, x0=max(right - side, 0), y0=max(middle - side / 2, 0),
        x1=max(right - side, 0) + side, y1=max(middle - side / 2, 0) + side,
    )  # fmt: skip


def corner(width: float) -> Box:
    """The top right corner of page 1 of a separate attachment."""
    return Box(page=0, x0=width - 15 * MM - 78 * MM, y0=6 * MM, x1=width - 15 * MM, y1=19 * MM)


def draw(block: Block, *, width: float, height: float) -> bytes:
    """A one-page PDF of that size."""
    import pymupdf  # noqa: PLC0415 heavy: only when somebody signs

    with pymupdf.open() as book:
        page = book.new_page(width=width, height=height)
        block = replace(block, lines=tuple(_wrapped(block, width)))
        room = len(block.lines) * block.size * 1.25
        if block.picture:
            _picture(page, pymupdf.Rect(0, 0, width, max(height - room, height / 3)), block.picture)
        _lines(page, block, top=max(height - room, 0) if block.picture else max((height - room) / 2, 0))
        book.subset_fonts()
        found: bytes = book.tobytes(garbage=4, deflate=True)
    return found


def _wrapped(block: Block, width: float) -> Iterator[str]:
    """A line too long for the block goes on below: smaller letters would not be read."""
    import pymupdf  # noqa: PLC0415 as above

    font = pymupdf.Font(fontfile=str(font_file()))
    for line in block.lines:
        words = line.split(" ")
        while words:
            n = len(words)
            while n > 1 and font.text_length(" ".join(words[:n]), block.size) > width - 4:
                n -= 1
            yield " ".join(words[:n])
            words = words[n:]


def _picture(page: Any, where: Any, content: bytes) -> None:
    page.insert_image(where, stream=check_picture(content), keep_proportion=True)


def check_picture(content: bytes) -> bytes:
    """A PNG with a transparent background, without anything hidden in it; KeyRefused says what is wrong."""
    from PIL import Image  # noqa: PLC0415 heavy: only when a picture is given

    wrong = KeyRefused(
        _("Ảnh chữ ký không đọc được."), instead=_("Chọn ảnh PNG nền trong suốt, dưới 2 MB."), field="picture"
    )
    if len(content) > PICTURE_LIMIT or not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise wrong
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            if picture.width * picture.height > PICTURE_PIXELS:
                raise wrong
            clean = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise wrong from error
    if clean.getchannel("A").getextrema()[0] == 255:
        raise KeyRefused(
            _("Ảnh chữ ký không có nền trong suốt, sẽ che chữ của văn bản."),
            instead=_("Xóa nền ảnh, lưu thành PNG nền trong suốt rồi chọn lại."), field="picture",
        )  # fmt: skip
    out = io.BytesIO()
    clean.save(out, format="PNG")
    return out.getvalue()


def _lines(page: Any, block: Block, *, top: float) -> None:
    import pymupdf  # noqa: PLC0415 as above

    font = pymupdf.Font(fontfile=str(font_file()))
    writer = pymupdf.TextWriter(page.rect)
    width = page.rect.width
    for number, line in enumerate(block.lines):
        size = min(block.size, block.size * (width - 4) / max(font.text_length(line, block.size), 1))
        long = font.text_length(line, size)
        left = width - long - 2 if block.align == "right" else (width - long) / 2
        writer.append((left, top + block.size * (1 + 1.25 * number)), line, font=font, fontsize=size)
    if block.lines:
        writer.write_text(page, color=(0, 0, 0))


def font_file() -> Path:
    return fonts.FOLDER / "LiberationSerif-Regular.ttf"
