"""What a file says about which paper it is: embedded data, printed code, its own digest, its words."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.documents.checking.package import Package, read
from phoihop.documents.filetypes import LIMIT, Refusal, detect
from phoihop.documents.marking import fingerprint_start
from phoihop.documents.models import FileKind
from phoihop.documents.wording import WORDS, pdf_words

SECONDS = 30
#: Of the data inside a PDF; a paper with all its annexes is a tenth of it.
DATA = 4 << 20
_CODE = re.compile(
    r"(?<![0-9A-Z-])([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})(?![0-9A-Z-])"
)
#: The same as a reader of pictures may take it: with letters that the code has not.
_READ = re.compile(r"(?<![0-9A-Z])([0-9A-Z]{4}) ?- ?([0-9A-Z]{4}) ?- ?([0-9A-Z]{4})(?![0-9A-Z])")
#: Share of the first page, from its foot, where the code stands; dots per inch it is read at, seconds it may take.
FOOT, FOOT_DPI, FOOT_SECONDS = 0.15, 300, 12
_RECORD = re.compile(r"[A-Z]{2,6}-\d{4}-\d{1,7}")
_PRINT = re.compile(r"[0-9a-f]{64}")


class Unread(Exception):
    """The file cannot be looked at; ``reason`` and ``instead`` say why and what to do."""

    def __init__(self, reason: str, *, instead: str = "") -> None:
        super().__init__(reason)
        self.reason, self.instead = reason, instead


@dataclass(frozen=True, kw_only=True)
class Clues:
    """``words`` are those of the page, without what signatures lay over it; ``picture`` where there are none.

    ``package`` is a Word file as Word opens it.
    """

    kind: str
    sha256: str
    starts: tuple[str, ...] = ()
    record: str = ""
    fingerprint: str = ""
    words: tuple[str, ...] = ()
    picture: bool = False
    embedded: bool = False
    pages: int = 0
    package: Package | None = None


def clues(content: bytes, name: str) -> Clues:
    """Read apart, bounded in time and memory; Unread in plain words."""
    if len(content) > LIMIT:
        raise Unread(_("Tệp nặng quá %d MB.") % (LIMIT >> 20), instead=_("Gửi bản PDF hoặc Word gốc."))
    try:
        found = detect(content, name)
    except Refusal as refusal:
        raise Unread(refusal.reason, instead=refusal.instead) from refusal
    word = found.kind == FileKind.WORD and content.startswith(b"PK")
    if found.kind != FileKind.PDF and not word:
        raise Unread(
            _("Trang này chỉ kiểm tra tệp PDF hoặc Word (.docx)."),
            instead=_("Chọn tệp khác, hoặc gõ mã in trên văn bản."),
        )
    if not word:
        import pymupdf  # noqa: PLC0415 heavy: loaded once here, so that each process has it already

        pymupdf.TOOLS.mupdf_display_errors(False)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        told = apart(lambda: _word(content) if word else _pdf(content), seconds=SECONDS)
    except Died as error:
        raise Unread(
            _("Không đọc được tệp này."),
            instead=_("Mở tệp, lưu lại rồi thử lại, hoặc gõ mã in trên văn bản."),
        ) from error
    if told.get("locked"):
        raise Unread(
            _("Tệp đặt mật khẩu."), instead=_("Bỏ mật khẩu rồi gửi lại, hoặc gõ mã in trên văn bản.")
        )
    if not word and told["picture"] and not told["starts"]:
        told["starts"] = _read_off(content)
    return Clues(kind="word" if word else "pdf", sha256=sha256, **told)


def _read_off(content: bytes) -> tuple[str, ...]:
    """The code at the foot of a page that is a picture; none where this machine reads no pictures or not that one."""
    try:
        return tuple(apart(lambda: _foot(content), seconds=FOOT_SECONDS))
    except Died:
        return ()


def _foot(content: bytes) -> list[str]:
    import pymupdf  # noqa: PLC0415 heavy
    from PIL import Image  # noqa: PLC0415 heavy

    from phoihop.documents.comparing.reading import Unreadable, tsv  # noqa: PLC0415 heavy

    with pymupdf.open(stream=content, filetype="pdf") as book:
        page = book[0]
        strip = pymupdf.Rect(page.rect.x0, page.rect.y1 - FOOT * page.rect.height, page.rect.x1, page.rect.y1)
        scale = (
            FOOT_DPI * 210 / 25.4 / max(page.rect.width, 1)
        )  # as wide as A4, whatever resolution a scanner told
        drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=strip)
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    try:
        words = " ".join(row["text"] for row in tsv(picture, layout="6"))
    except Unreadable:
        return []
    found = ("-".join(parts) for parts in _READ.findall(words.upper().replace("–", "-").replace("—", "-")))
    return list(dict.fromkeys(start for code in found if (start := fingerprint_start(code))))[:5]


def _pdf(content: bytes) -> dict[str, Any]:
    import pymupdf  # noqa: PLC0415 heavy

    with pymupdf.open(stream=content, filetype="pdf") as book:
        if book.needs_pass:
            return {"locked": True}
        words = pdf_words(book)
        record, fingerprint, embedded = _data(book)
        return {
            "starts": _codes(words), "record": record, "fingerprint": fingerprint, "embedded": embedded,
            "words": tuple(words), "picture": len(words) < 5 * len(book), "pages": len(book),
        }  # fmt: skip


def _data(book: Any) -> tuple[str, str, bool]:
    """Which record and fingerprint the file says it is; nothing else of the data is believed or shown."""
    for number in range(min(book.embfile_count(), 20)):
        about = book.embfile_info(number)
        if int(about.get("length") or about.get("size") or 0) > DATA:
            continue
        try:
            told = json.loads(book.embfile_get(number)[:DATA])
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict) and str(told.get("format", "")).startswith("phoihop.paper."):
            record, fingerprint = str(told.get("record", "")), str(told.get("fingerprint", ""))
            return (
                record if _RECORD.fullmatch(record) else "", fingerprint if _PRINT.fullmatch(fingerprint) else "", True,
            )  # fmt: skip
    return "", "", False


def _word(content: bytes) -> dict[str, Any]:
    found = read(content)
    words = found.all_words
    return {"starts": _codes(list(words)), "words": words[:WORDS], "picture": not words, "package": found}


def _codes(words: list[str]) -> tuple[str, ...]:
    """How the fingerprints behind the printed codes begin, each once, a few at most."""
    found = [match for word in words for match in _CODE.findall(word.upper().replace("–", "-"))]
    return tuple(dict.fromkeys(start for code in found if (start := fingerprint_start(code))))[:5]
