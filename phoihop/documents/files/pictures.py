"""Pictures are kept without what a camera writes beside them: place, owner, device, hidden trailers.

The picture itself stays byte for byte, unless the camera was held askew: then it is turned upright and saved anew.
"""

from __future__ import annotations

import io
import struct
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from phoihop.core.apart import Died, apart
from phoihop.documents.filetypes import Refusal

#: What draws the picture or its colours; every other segment says something about it.
_JPEG_KEPT = frozenset({0xE0, 0xEE, *range(0xC0, 0xD0), 0xDB, 0xDA, 0xDD, 0xDC})
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB pHYs bKGD hIST sPLT cICP acTL fcTL fdAT".split()
)
_TOLD = (b"Exif\x00\x00", b"http://ns.adobe.com/xap", b"eXIf", b"XML:com.adobe.xmp", b"GPSL")
_ORIENTATION, _GPS, _UPRIGHT = 0x0112, 0x8825, 1
#: Pixels beyond which a picture is not taken: opened, it would fill the memory of whoever looks at it.
PIXELS = 120_000_000


class Cleaned(NamedTuple):
    """The bytes that are kept, and whether they told where the picture was taken."""

    content: bytes
    placed: bool


def cleaned(content: bytes) -> Cleaned:
    """Refusal if the picture is beyond all measure, or something is written beside it and cannot be taken off."""
    wide, high = measured(content)
    if wide * high > PIXELS:
        raise Refusal(
            _("Ảnh %(wide)d × %(high)d điểm, quá mức %(most)d triệu điểm.")
            % {"wide": wide, "high": high, "most": PIXELS // 1_000_000},
            _("Giảm cỡ ảnh rồi gửi lại."),
        )
    if not any(mark in content for mark in _TOLD):
        return Cleaned(_bare(content) or content, placed=False)
    try:
        turned, placed = apart(lambda: _looked(content), seconds=20)
    except Died:
        turned, placed = b"", True
    bare = _bare(turned or content)
    if bare is None or any(mark in bare for mark in _TOLD[:2]):
        raise Refusal(
            _("Ảnh bị hỏng, không bỏ được vị trí chụp ghi kèm."), _("Mở ảnh, lưu lại thành JPG rồi gửi lại.")
        )
    return Cleaned(bare, placed=placed)


def _looked(content: bytes) -> tuple[bytes, bool]:
    """The picture upright if it was not, else nothing; and whether a place is written in it."""
    from PIL import Image, ImageOps  # noqa: PLC0415 heavy: only for pictures that say more than they show

    Image.MAX_IMAGE_PIXELS = PIXELS
    with Image.open(io.BytesIO(content)) as picture:
        about = picture.getexif()
        placed = bool(about.get_ifd(_GPS)) or b"GPSL" in content
        if about.get(_ORIENTATION, _UPRIGHT) in (0, _UPRIGHT):
            return b"", placed
        upright = ImageOps.exif_transpose(picture)
        out = io.BytesIO()
        kept = {"icc_profile": picture.info.get("icc_profile")}
        if picture.format == "JPEG":
            upright.save(out, "JPEG", quality=95, subsampling=0, **kept)
        else:
            upright.save(out, "PNG", **kept)
        return out.getvalue(), placed


def _bare(content: bytes) -> bytes | None:
    """Only the parts that draw; None where the file is not built as it should be."""
    try:
        return _bare_png(content) if content.startswith(b"\x89PNG") else _bare_jpeg(content)
    except (struct.error, IndexError):
        return None


def measured(content: bytes) -> tuple[int, int]:
    """How wide and high the picture says it is; nought where it does not say."""
    try:
        if content.startswith(b"\x89PNG"):
            wide, high = struct.unpack(">II", content[16:24])
            return int(wide), int(high)
        return _measured_jpeg(content)
    except (struct.error, IndexError):
        return 0, 0


def _measured_jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while content[at] == 0xFF:
        kind = content[at + 1]
        if kind == 0xFF:  # filling
            at += 1
            continue
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(wide), int(high)
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        at += 2 + length
    return 0, 0


def _bare_png(content: bytes) -> bytes | None:
    out, at = bytearray(content[:8]), 8
    while at < len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            return None
        if name in _PNG_KEPT:
            out += content[at:end]
        if name == b"IEND":
            return bytes(out)
        at = end
    return None


def _bare_jpeg(content: bytes) -> bytes | None:
    out, at = bytearray(b"\xff\xd8"), 2
    while at < len(content):
        if content[at] != 0xFF:
            return None
        kind = content[at + 1]
        if kind == 0xFF:  # filling
            at += 1
            continue
        if kind == 0xD9:
            return bytes(out) + b"\xff\xd9"
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        end = at + 2 + length
        colours = kind == 0xE2 and content[at + 4 : at + 15] == b"ICC_PROFILE"
        if kind in _JPEG_KEPT or colours:
            out += content[at:end]
        at = end
        if kind == 0xDA:
            at = _after_scan(content, at)
            out += content[end:at]
    return None


def _after_scan(content: bytes, at: int) -> int:
    """Where the drawing ends: at the next mark that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise IndexError
        if content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
            continue
        return at
