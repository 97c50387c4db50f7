"""Words of a sent page: from its text layer where the page is drawn as our own copy, else read off its picture.

A text layer proves nothing of what a reader sees: a line may lie under a picture with other words. So it is
believed only on a page whose pixels, outside the blocks of signatures, are those of our own copy or those of its
own letters set once more.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from phoihop.documents.comparing.areas import Share, around
from phoihop.documents.comparing.expected import MARGIN, inner
from phoihop.documents.comparing.pictures import DPI, Sheet, cleaned
from phoihop.documents.comparing.tokens import Box, Token, in_lines, key_of, printed
from phoihop.documents.comparing.typed import unlike
from phoihop.documents.looks import beside, blocks, laid_over, pixels

Step = Callable[[int, int], None]

#: Seconds one page may take on a slow and busy machine.
SECONDS = 180
PAGES = 80
_LANGUAGE = "vie"
_FEW = 5  # words below which a page with a picture has no text layer worth the name
_COVERED = 0.4  # share of a page that a scan covers
_A4 = (210 / 25.4, 297 / 25.4)
_HIDDEN = 3  # rendering mode of text that is not drawn
#: How a page was read: by its text layer, drawn as our copy or showing just those letters; by it but for the places
#: that show something else; off its picture; by a text layer nobody could check.
COPY, TYPED, PARTLY, PICTURE, LAYER = "copy", "typed", "partly", "picture", "layer"
WAYS: dict[str, Any] = {
    COPY: _lazy("in trùng bản của sổ (trừ khung chữ ký), đọc từ lớp chữ"),
    TYPED: _lazy("đọc từ lớp chữ, hình in đúng như lớp chữ (trừ khung chữ ký)"),
    PARTLY: _lazy("đọc từ lớp chữ, riêng chỗ in khác lớp chữ đọc từ hình trang"),
    PICTURE: _lazy("đọc từ hình trang"),
    LAYER: _lazy("mới đọc lớp chữ, chưa so được hình in"),
}


Remark = tuple[str, Share]
_WHOLE: Share = (0.03, 0.02, 0.97, 0.98)
#: Words of a page that are told as shown otherwise than its text layer has them; more of them, and it is another typeface.
_ODD = 12


class Unreadable(Exception):
    """The file cannot be compared; the message is a sentence for the clerk."""


class NoReader(Unreadable):
    """The machine has no tesseract, or not its Vietnamese."""


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One page of what was sent: its words, and the cleaned picture if it was read off one.

    ``remarks``: what of the page needs an eye, in words, each with its place in shares of the page.
    """

    number: int
    tokens: tuple[Token, ...]
    width: float
    height: float
    sheet: Sheet | None = None
    way: str = PICTURE
    remarks: tuple[Remark, ...] = ()


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


def leaf_of(data: bytes, number: int, *, ours: bytes = b"") -> Leaf:
    """One page, counted from 1, read; ``ours`` is the agreed paper as our own PDF."""
    book = _opened(data)
    return _leaf(book[number - 1], number, pdf=book.is_pdf, own=_own(ours, number))


def _own(ours: bytes, number: int) -> Any:
    """Our page of that number; None where there is none."""
    if not ours:
        return None
    import pymupdf  # noqa: PLC0415 heavy

    book: Any = pymupdf.open(stream=ours, filetype="pdf")
    return book[number - 1] if number <= len(book) else None


def page_png(data: bytes, number: int, *, wide: int = 1000) -> bytes | None:
    """One page as it was sent, as a picture; None where there is no such page."""
    book = _opened(data)
    if not 1 <= number <= len(book):
        return None
    page = book[number - 1]
    return bytes(page.get_pixmap(dpi=max(20, round(wide * 72 / max(page.rect.width, 1)))).tobytes("png"))


def leaves(data: bytes, *, ours: bytes = b"", step: Step | None = None) -> Iterator[Leaf]:
    """Each page of a PDF or picture, read; ``step`` is told how many are done of how many."""
    book = _opened(data)
    count = len(book)
    for index in range(count):
        if step:
            step(index, count)
        yield _leaf(book[index], index + 1, pdf=book.is_pdf, own=_own(ours, index + 1))
    if step:
        step(count, count)


def _leaf(page: Any, number: int, *, pdf: bool, own: Any = None) -> Leaf:
    remarks = _strange(page, own) if pdf else ()
    if pdf and _trusted(page):
        if own is not None and beside(own, page, list(blocks(page).values()), margin=MARGIN) == (
            False,
            False,
        ):
            return _by_layer(page, number, COPY, remarks)
        differs = unlike(page, margin=MARGIN)
        if differs is not None and differs.getbbox() is None:
            return _by_layer(page, number, TYPED, remarks)
        remarks += _odd(page, number, differs)
        try:
            reader()
        except NoReader:
            words = _(
                "trang này không vẽ giống bản thống nhất và máy chủ chưa đọc được ảnh: mới so lớp chữ của tệp"
            )
            return _by_layer(page, number, LAYER, ((words, _WHOLE), *remarks))
        return _mended(_by_picture(page, number, pdf=pdf, remarks=remarks), page, differs)
    return _by_picture(page, number, pdf=pdf, remarks=remarks)


def _mended(leaf: Leaf, page: Any, differs: Any) -> Leaf:
    """Where most words are shown just as the text layer has them, those are believed, and only the rest is read."""
    if differs is None or leaf.sheet is None or leaf.sheet.turned:
        return leaf
    tokens = inner(printed(page, leaf.number), page.rect.height)
    shown = [t for t in tokens if _agrees(t, differs)]
    if 2 * len(shown) < len(tokens):
        return leaf
    rest = [t for t in leaf.tokens if not any(_over(t.box, other.box) for other in shown)]
    return replace(leaf, tokens=(*shown, *rest), way=PARTLY)


def _agrees(token: Token, differs: Any) -> bool:
    return differs.crop(pixels(token.box, differs.size)).getbbox() is None


def _over(one: Box, two: Box) -> bool:
    """They share a third of the smaller of them."""
    wide, high = min(one[2], two[2]) - max(one[0], two[0]), min(one[3], two[3]) - max(one[1], two[1])
    least = min((b[2] - b[0]) * (b[3] - b[1]) for b in (one, two))
    return wide > 0 and high > 0 and wide * high > least / 3


def _by_layer(page: Any, number: int, way: str, remarks: tuple[Remark, ...]) -> Leaf:
    """The words the page itself writes; what is typed into notes and blocks of signatures lies over it."""
    tokens = tuple(inner(printed(page, number), page.rect.height))
    return Leaf(
        number=number, tokens=tokens, width=page.rect.width, height=page.rect.height, way=way, remarks=remarks
    )


def _strange(page: Any, own: Any) -> tuple[Remark, ...]:
    """Notes and boxes, whatever they show now: another program may show them otherwise, or print them."""
    if not laid_over(page, own):
        return ()
    return ((_("trang có ghi chú, ô hoặc khung mà bản thống nhất không có"), _WHOLE),)


def _odd(page: Any, number: int, differs: Any) -> tuple[Remark, ...]:
    """The words that are shown otherwise than the text layer has them, where they are few."""
    if differs is None:
        return ()
    tokens = inner(printed(page, number), page.rect.height)
    found = [t for t in tokens if not _agrees(t, differs)]
    if not found or len(found) > _ODD:
        return ()
    wide, high = page.rect.width, page.rect.height
    box = around([(t.box[0] / wide, t.box[1] / high, t.box[2] / wide, t.box[3] / high) for t in found])
    words = " … ".join(t.text for t in found)
    return ((_("hình in ở chỗ này không khớp lớp chữ của tệp, lớp chữ ghi “%s”") % words, box),)


def _by_picture(page: Any, number: int, *, pdf: bool, remarks: tuple[Remark, ...]) -> Leaf:
    wide, high = page.rect.width, page.rect.height
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
    return Leaf(
        number=number, tokens=tokens, width=sheet.width, height=sheet.height, sheet=sheet, remarks=remarks
    )


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
