"""Does a page show what its text layer says? The letters are set once more from it and the two pictures compared.

Whatever else is drawn (a picture, a box, letters as lines, a font that shows other letters than it names) differs;
so does text that is not seen. Only pages set in the typeface of official papers can pass; others are read off their
picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from phoihop.documents import fonts
from phoihop.documents.looks import apart, blocks

#: A rule is at most so thick and at least so long (points): no stroke of a letter is.
THICK, LONG = 1.6, 18.0
#: Of a letter's height: what a line may not cross, or it strikes the letter out.
MIDDLE = (0.3, 0.78)
_DARK = 0.4


class Letter(NamedTuple):
    text: str
    origin: tuple[float, float]
    size: float
    bold: bool
    italic: bool
    box: tuple[float, float, float, float]


def unlike(page: Any, *, margin: float) -> Any:
    """Where the page shows anything but its own text and the rules of its tables: a picture that is white there.

    None where that cannot be told: a turned page, none of its own letters, a line through letters.
    """
    import pymupdf  # noqa: PLC0415 heavy

    letters = list(_letters(page))
    rules = list(_rules(page))
    if page.rotation or not letters or _struck(letters, rules):
        return None
    with pymupdf.open() as book:
        again = book.new_page(width=page.rect.width, height=page.rect.height)
        _set(again, letters)
        for rule in rules:
            again.draw_rect(rule, color=None, fill=(0, 0, 0))
        found = apart(again, page, list(blocks(page).values()), margin=margin)
        return found[0] if found and not found[1] else None


def _set(page: Any, letters: list[Letter]) -> None:
    """Each letter at its own place, in our own typeface."""
    faces = sorted({(letter.bold, letter.italic) for letter in letters})
    for face in faces:
        page.insert_font(fontname=_name(face), fontfile=_file(face))
    high = page.rect.height
    lines = []
    for one in letters:
        face = (one.bold, one.italic)
        glyph = _font(face).has_glyph(ord(one.text[0]))
        lines.append(
            f"/{_name(face)} {one.size:.4f} Tf 1 0 0 1 {one.origin[0]:.4f} {high - one.origin[1]:.4f} Tm <{glyph:04x}> Tj"
        )
    book = page.parent
    stream = book.get_new_xref()
    book.update_object(stream, "<<>>")
    book.update_stream(stream, "\n".join(["BT", *lines, "ET"]).encode())
    book.xref_set_key(page.xref, "Contents", f"{stream} 0 R")


def _letters(page: Any) -> Iterator[Letter]:
    import pymupdf  # noqa: PLC0415 as above

    held = pymupdf.TextPage(page.get_displaylist(annots=0).get_textpage(pymupdf.TEXT_PRESERVE_WHITESPACE))
    for block in held.extractRAWDICT()["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                bold, italic = bool(span["flags"] & 16), bool(span["flags"] & 2)
                for char in span["chars"]:
                    if char["c"].strip():
                        yield Letter(char["c"], char["origin"], span["size"], bold, italic, char["bbox"])


def _name(face: tuple[bool, bool]) -> str:
    return {
        (False, False): "Regular",
        (True, False): "Bold",
        (False, True): "Italic",
        (True, True): "BoldItalic",
    }[face]


def _file(face: tuple[bool, bool]) -> str:
    return str(fonts.FOLDER / f"LiberationSerif-{_name(face)}.ttf")


@cache
def _font(face: tuple[bool, bool]) -> Any:
    import pymupdf  # noqa: PLC0415 as above

    return pymupdf.Font(fontfile=_file(face))


def _rules(page: Any) -> Iterator[Any]:
    """The thin dark lines of a page, as boxes."""
    import pymupdf  # noqa: PLC0415 as above

    for one in page.get_drawings():
        filled = "f" in one["type"]
        colour = one["fill"] if filled else one["color"]
        if colour is None or max(colour) > _DARK:
            continue
        half = 0.0 if filled else float(one["width"] or 1.0) / 2
        for item in one["items"]:
            if item[0] == "l":
                box = pymupdf.Rect(item[1], item[2]).normalize()
            elif item[0] == "re":
                box = pymupdf.Rect(item[1])
            else:
                continue
            flat = box.height <= box.width
            box = box + ((0, -half, 0, half) if flat else (-half, 0, half, 0))
            if min(box.width, box.height) <= THICK and max(box.width, box.height) >= LONG:
                yield box


def _struck(letters: list[Letter], rules: list[Any]) -> bool:
    """A line goes through letters."""
    for letter in letters:
        x0, y0, x1, y1 = letter.box
        top, low = y0 + MIDDLE[0] * (y1 - y0), y0 + MIDDLE[1] * (y1 - y0)
        if any(r.x0 < x1 and r.x1 > x0 and r.y0 < low and r.y1 > top for r in rules):
            return True
    return False
