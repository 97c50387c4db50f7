"""Words taken out of a paper so that they are nowhere in its bytes: not under a black bar, not in a comment, not in an old version.

A PDF and a Word file are made anew from the parts that are seen; a workbook is written anew from its visible cells. What comes
out is searched again before anybody gets it.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Sequence

from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.documents.files import covering_pdf, covering_sheet, covering_word
from phoihop.documents.files.covering_words import BAR, Words
from phoihop.documents.filetypes import DOCX, XLSX

SECONDS = 90


class Uncovered(Exception):
    """The words could not be taken out for certain; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def covered(content: bytes, mime: str, wanted: Sequence[str], *, pictures: bool = False) -> tuple[bytes, int]:
    """The paper without the words, and how many places were covered. Uncovered if that cannot be had.

    ``pictures``: somebody looked at each of them, and they stay.
    """
    words = Words(wanted)
    makers = {"application/pdf": covering_pdf.cover, DOCX: covering_word.cover, XLSX: covering_sheet.cover}
    if mime == "text/plain":
        made, count = _plain(content, words)
    elif mime not in makers:
        raise Uncovered(
            _("Loại tệp này chưa che được. Lưu thành PDF, Word (.docx) hoặc Excel (.xlsx) rồi gửi lại.")
        )
    else:
        try:
            made, count, trouble = apart(
                lambda: makers[mime](content, words, pictures=pictures), seconds=SECONDS
            )
        except Died:
            raise Uncovered(_("Tệp hỏng hoặc quá lớn, không che được.")) from None
        if trouble:
            raise Uncovered(trouble)
    if still_there(made, words):
        raise Uncovered(_("Che xong vẫn còn thấy chữ trong tệp, nên không giữ bản che."))
    return made, count


def _plain(content: bytes, words: Words) -> tuple[bytes, int]:
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = unicodedata.normalize("NFC", content.decode("utf-16" if utf16 else "utf-8-sig", errors="replace"))
    made, count = words.covered(text)
    return made.encode(), count


def still_there(content: bytes, words: Words) -> bool:
    """Whether a word stands in the bytes or in what is packed in them, in any of the usual encodings."""
    return any(words.within(layer) for layer in layers(content))


def layers(content: bytes) -> list[bytes]:
    """The bytes and everything packed in them, unpacked."""
    found = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += [archive.read(name) for name in archive.namelist()]
    if content.startswith(b"%PDF"):
        found += covering_pdf.unpacked(content)
    return found


__all__ = ["BAR", "Uncovered", "Words", "covered", "layers", "still_there"]
