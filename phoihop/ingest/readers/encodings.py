"""Bytes to text: byte-order marks, UTF-8, UTF-16 without a mark, windows-1258, TCVN3, VNI."""

from __future__ import annotations

import codecs
import re
import unicodedata

from django.utils.translation import gettext as _

from phoihop.core.text import BadText, clean
from phoihop.ingest.readers.legacy import from_tcvn3, from_vni, likeness, repair
from phoihop.ingest.readers.source import Unreadable

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
FAMILY_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "tcvn3-capitals": "TCVN3 (.VnTime)", "vni": "VNI"}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t\v\f"), " ")
_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)


def legacy_note(family: str) -> str:
    return _("Phông chữ cũ %s, đã chuyển sang Unicode; hãy so lại với bản gốc.") % FAMILY_NAMES[family]


def _bad_encoding() -> Unreadable:
    return Unreadable(
        "encoding",
        _(
            "Không nhận ra bảng mã của tệp văn bản này. Hãy mở tệp bằng Word hoặc Notepad, lưu lại "
            "với bảng mã UTF-8 rồi tải lên."
        ),
    )


def decode(data: bytes) -> tuple[str, str]:
    """(text, note) of the bytes of a text file; Unreadable if no encoding makes sense of them."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strictly(data, codec), ""
    if codec := utf16_without_mark(data):
        return _strictly(data, codec), _("Tệp dùng bảng mã UTF-16, đã chuyển sang UTF-8.")
    if b"\x00" in data:
        raise Unreadable(
            "nul",
            _(
                "Tệp có ký tự rỗng (NUL) nên không phải là văn bản thuần. Hãy lưu lại thành .docx "
                "hoặc .txt (UTF-8) rồi tải lên."
            ),
        )
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _single_bytes(data)


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        raise _bad_encoding() from None


def utf16_without_mark(data: bytes) -> str:
    """The byte order of UTF-16 that carries no mark, told by where the noughts stand; else nothing."""
    sample = data[:4000]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    half = len(sample) // 2
    if sample[1::2].count(0) > half * 0.4 and sample[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.4 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def _single_bytes(data: bytes) -> tuple[str, str]:
    """The one-byte encoding under which most marked words are lawful Vietnamese syllables."""
    latin = data.decode("cp1252", errors="replace")
    candidates = {
        "cp1258": (unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")), ""),
        "tcvn3": (from_tcvn3(latin), legacy_note("tcvn3")),
        "vni": (from_vni(latin), legacy_note("vni")),
    }
    name = max(candidates, key=lambda n: likeness(candidates[n][0]).share)
    text, note = candidates[name]
    if likeness(text).share < 0.6:
        raise _bad_encoding()
    return text, note or _("Tệp dùng bảng mã Windows-1258, đã chuyển sang UTF-8.")


def tidy(text: str) -> tuple[str, str]:
    """(NFC text with plain spaces and line ends, note); Unreadable for NUL or half characters."""
    try:
        kept = clean(text)
    except BadText as bad:
        raise Unreadable("bad-text", str(bad)) from None
    if "\r" in kept:
        kept = kept.replace("\r\n", "\n").replace("\r", "\n")
    if not kept.isascii():
        kept, family = repair(kept) if _looks_legacy(kept) else (kept, "")
    else:
        family = ""
    if _ODD.search(kept):
        kept = kept.translate(_SPACES).translate(_DROPPED)
        kept = re.sub(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]", " ", kept)
    return kept, legacy_note(family) if family else ""


_ODD = re.compile(
    "[\t\v\f\u00a0\u00ad\u2002\u2003\u2007\u2009\u200a-\u200d\u202f\u2060\u3000\ufeff\x01-\x08\x0e-\x1f\x7f-\x9f]"
)


def _looks_legacy(text: str) -> bool:
    return likeness(text, sample=20_000).share < 0.75
