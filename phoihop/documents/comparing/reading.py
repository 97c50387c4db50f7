"""Words of a sent page: from its text layer where that can be trusted, else read off its picture by tesseract."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from phoihop.documents.comparing.expected import inner
from phoihop.documents.comparing.pictures import DPI, Sheet, cleaned
from phoihop.documents.comparing.tokens import Token, in_lines, key_of, printed

Step = Callable[[int, int], None]

#: Seconds one page may take on a slow and busy machine.
SECONDS = 180
PAGES = 80
_LANGUAGE = "vie"
_FEW = 5  # words below which a page with a picture has no text layer worth the name
_COVERED = 0.4  # share of a page that a scan covers
_A4 = (210 / 25.4, 297 / 25.4)
_HIDDEN = 3  # rendering mode of text that is not drawn


class Unreadable(Exception):
    """The file cannot be compared; the message is a sentence for the clerk."""


class NoReader(Unreadable):
    """The machine has no tesseract, or not its Vietnamese."""


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One page of what was sent: its words, and the cleaned picture if it was read off one."""

    number: int
    tokens: tuple[Token, ...]
    width: float
    height: float
    sheet: Sheet | None = None


def reader() -> str:
    """Where tesseract is; NoReader in plain words."""
    found = shutil.which("tesseract")
    if not found:
        raise NoReader(
            _(
                "Máy chủ chưa cài tesseract nên chưa đọc được bản quét. Tệp vẫn được giữ nguyên; hãy đối chiếu bằng "
                "mắt, hoặc nhờ người quản trị cài tesseract-ocr và tesseract-ocr-vie."
            )
        )
    told = subprocess.run([found, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    if _LANGUAGE not in told.stdout.split():
        raise NoReader(
            _("Máy chủ có tesseract nhưng thiếu tiếng Việt. Hãy nhờ người quản trị cài tesseract-ocr-vie.")
        )
    return found


def _opened(data: bytes) -> Any:
    import pymupdf  # noqa: PLC0415 heavy

    try:
        book: Any = pymupdf.open(stream=data)
        count = len(book)
    except (RuntimeError, ValueError) as error:
        raise Unreadable(_("Không mở được tệp này. Hãy gửi bản PDF hoặc ảnh chụp (JPG, PNG).")) from error
    if book.needs_pass:
        raise Unreadable(_("Tệp có mật khẩu. Hãy gửi bản không có mật khẩu."))
    if not 0 < count <= PAGES:
        words = _("Tệp có %(n)d trang, nhiều quá %(most)d trang để đối chiếu một lần.")
        raise Unreadable(words % {"n": count, "most": PAGES})
    return book


def page_count(data: bytes) -> int:
    """How many pages there are to compare; 0 where the file cannot be compared."""
    try:
        return len(_opened(data))
    except Unreadable:
        return 0


def leaf_of(data: bytes, number: int) -> Leaf:
    """One page, counted from 1, read."""
    book = _opened(data)
    return _leaf(book[number - 1], number, pdf=book.is_pdf)


def page_png(data: bytes, number: int, *, wide: int = 1000) -> bytes | None:
    """One page as it was sent, as a picture; None where there is no such page."""
    book = _opened(data)
    if not 1 <= number <= len(book):
        return None
    page = book[number - 1]
    return bytes(page.get_pixmap(dpi=max(20, round(wide * 72 / max(page.rect.width, 1)))).tobytes("png"))


def leaves(data: bytes, *, step: Step | None = None) -> Iterator[Leaf]:
    """Each page of a PDF or picture, read; ``step`` is told how many are done of how many."""
    book = _opened(data)
    count = len(book)
    for index in range(count):
        if step:
            step(index, count)
        yield _leaf(book[index], index + 1, pdf=book.is_pdf)
    if step:
        step(count, count)


def _leaf(page: Any, number: int, *, pdf: bool) -> Leaf:
    wide, high = page.rect.width, page.rect.height
    if pdf and _trusted(page):
        return Leaf(number=number, tokens=tuple(inner(printed(page, number), high)), width=wide, height=high)
    if not pdf or min(wide, high) < 300 or max(wide, high) > 1300:
        # a picture, or a scanner that told the wrong resolution: taken as A4
        inches = _A4 if wide <= high else (_A4[1], _A4[0])
    else:
        inches = (wide / 72, high / 72)
    drawn = page.get_pixmap(dpi=round(DPI * inches[0] * 72 / wide))
    from PIL import Image  # noqa: PLC0415 heavy

    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    sheet = cleaned(picture, number=number, inches=inches)
    tokens = tuple(inner(list(read(sheet)), sheet.height))
    return Leaf(number=number, tokens=tokens, width=sheet.width, height=sheet.height, sheet=sheet)


def _trusted(page: Any) -> bool:
    """Text that was typed: a scan with a layer under it is looked at, not believed."""
    area = abs(page.rect)
    covered = sum(abs(page.rect & info["bbox"]) for info in page.get_image_info()) / area
    traces = page.get_texttrace()
    letters = sum(len(t["chars"]) for t in traces if t["type"] != _HIDDEN)
    return covered < _COVERED and letters > _FEW and all(t["type"] != _HIDDEN for t in traces)


def read(sheet: Sheet) -> Iterator[Token]:
    """The words tesseract sees on a cleaned page."""
    scale = 72 / DPI
    for row in tsv(sheet.picture, layout="6"):
        text = row["text"].strip()
        if key_of(text):
            left, top = int(row["left"]) * scale, int(row["top"]) * scale
            box = (left, top, left + int(row["width"]) * scale, top + int(row["height"]) * scale)
            yield Token(text=text, page=sheet.number, box=box, sure=float(row["conf"]))


def tsv(picture: Any, *, layout: str) -> list[dict[str, str]]:
    """What tesseract tells of a picture, one row a word."""
    out = io.BytesIO()
    picture.save(out, format="PNG", dpi=(DPI, DPI), compress_level=1)
    command = [reader(), "-", "-", "-l", _LANGUAGE, "--psm", layout, "--dpi", str(DPI), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 a fixed command, the picture by its standard input
            command, input=out.getvalue(), capture_output=True, timeout=SECONDS, env=environment, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Unreadable(_("tesseract không đọc xong một trang. Hãy quét lại trang đó rõ hơn.")) from error
    rows = csv.DictReader(
        io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return [row for row in rows if row["level"] == "5" and (row["text"] or "").strip()]


__all__ = ["Leaf", "NoReader", "Unreadable", "in_lines", "leaves", "read", "reader", "tsv"]
