"""Two PDFs as they are drawn: our copy and one shown to us, page beside page, outside the frames of signatures.

Words alone prove nothing of what a reader sees: a white box, a picture or a note laid over a line leaves the words
below it where they were. So both files are drawn by the same program and their pixels compared, and what the other
file brings along that ours has not (pictures, notes, fields, files) is counted. Plain values, made in a process apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

#: Fine enough that a comma is several pixels; the grey by which a pixel may differ, and by which ink has gone.
DPI, GREY, GONE = 110, 40, 90
#: Pages drawn at most; a paper of an office has a tenth of it.
PAGES = 200
#: Of a page: a frame that is larger is no block of a signature.
LARGE = 0.25
#: Points a frame is widened by, for the soft edge of what is drawn in it.
EDGE = 1.5
#: Page numbers named in a sentence.
NAMED = 12

Area = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Looks:
    """What differs; pages are counted from 1. ``strange`` is how the file is built, not what it shows."""

    pages: tuple[int, int] = (0, 0)
    drawn: tuple[int, ...] = ()
    covered: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    over: str = ""
    strange: bool = False

    @property
    def same(self) -> bool:
        """Nothing is drawn otherwise, and there is nothing that our copy has not."""
        return not (self.changed or self.covered or self.extra or self.strange)

    @property
    def changed(self) -> bool:
        return self.pages[0] != self.pages[1] or bool(self.drawn)

    @property
    def extra(self) -> bool:
        return bool(self.pictures or self.notes or self.files)

    def reasons(self) -> list[str]:
        """Each thing that was found, in a few words."""
        said = []
        if self.pages[0] != self.pages[1]:
            words = _("tệp có %(theirs)d trang, bản trong sổ %(ours)d trang")
            said.append(words % {"ours": self.pages[0], "theirs": self.pages[1]})
        if self.drawn:
            said.append(_("hình in ở trang %s khác bản trong sổ") % _pages(self.drawn))
        if self.pictures:
            said.append(_("thêm hình ảnh ở trang %s") % _pages(self.pictures))
        if self.notes:
            said.append(_("thêm ghi chú, ô hoặc khung ở trang %s") % _pages(self.notes))
        if self.covered:
            said.append(_("khung chữ ký ở trang %s che mất nét in") % _pages(self.covered))
        if self.files:
            said.append(_("thêm tệp đính kèm “%s”") % "”, “".join(self.files))
        if self.strange:
            said.append(_("tệp viết sai quy cách, mỗi phần mềm có thể hiện một khác"))
        return said


def _pages(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(str(n) for n in numbers[:NAMED])
    return shown if len(numbers) <= NAMED else f"{shown}, …"


def looks(ours: bytes, theirs: bytes, *, frames: Collection[str] = ()) -> Looks:
    """``frames``: names of the signature fields whose blocks may add ink where our copy has none."""
    import pymupdf  # noqa: PLC0415 heavy: only where a PDF is drawn

    with (
        pymupdf.open(stream=ours, filetype="pdf") as mine,
        pymupdf.open(stream=theirs, filetype="pdf") as shown,
    ):
        count = min(len(mine), len(shown), PAGES)
        drawn, covered, pictures, notes, over = [], [], [], [], []
        allowed = set(frames)
        for index in range(count):
            a, b = mine[index], shown[index]
            areas = blocks(b, allowed)
            if _annotations(b, areas) - _annotations(a, ()):
                notes.append(index + 1)
            if pictured(b) > pictured(a):
                pictures.append(index + 1)
            differs, hidden = beside(a, b, list(areas.values()))
            if differs:
                drawn.append(index + 1)
            if hidden:
                covered.append(index + 1)
            over += under(a, list(areas.values()))
        held = set(mine.embfile_names())
        files = [str(name)[:80] for name in shown.embfile_names() if name not in held]
        return Looks(
            pages=(len(mine), len(shown) if max(len(mine), len(shown)) <= PAGES else -1), drawn=tuple(drawn),
            covered=tuple(covered), pictures=tuple(pictures), notes=tuple(notes), files=tuple(files[:5]),
            over=" ".join(over[:12]), strange=bool(shown.is_repaired),
        )  # fmt: skip


def beside(ours: Any, theirs: Any, areas: list[Area], *, margin: float = 0.0) -> tuple[bool, bool]:
    """Whether two pages are drawn differently outside the areas, and whether ink of ours is gone inside them.

    ``margin``: points at head and foot that are not looked at.
    """
    if not areas and not margin and _alike(ours, theirs):
        a, b = _grey(ours), _grey(theirs)
        if (a.width, a.height, a.samples) == (b.width, b.height, b.samples):
            return False, False
    found = apart(ours, theirs, areas, margin=margin)
    return (True, False) if found is None else (found[0].getbbox() is not None, found[1])


def _alike(ours: Any, theirs: Any) -> bool:
    """Of one size, and turned the same way."""
    gaps = (abs(x - y) for x, y in zip(ours.rect, theirs.rect, strict=True))
    return max(gaps) <= 0.5 and ours.rotation == theirs.rotation


def apart(ours: Any, theirs: Any, areas: list[Area], *, margin: float = 0.0) -> tuple[Any, bool] | None:
    """White where the pages differ, on a picture at ``DPI``, and whether ink is gone; None for pages of other sizes."""
    from PIL import Image, ImageChops  # noqa: PLC0415 heavy

    if not _alike(ours, theirs):
        return None
    a, b = _grey(ours), _grey(theirs)
    if (a.width, a.height) != (b.width, b.height):
        return None
    one, two = (Image.frombytes("L", (p.width, p.height), p.samples) for p in (a, b))
    differs = ImageChops.difference(one, two).point([255 if v > GREY else 0 for v in range(256)])
    lost = ImageChops.subtract(two, one).point([255 if v > GONE else 0 for v in range(256)])
    hidden = False
    if edge := round(margin * DPI / 72):
        differs.paste(0, (0, 0, one.width, edge))
        differs.paste(0, (0, one.height - edge, one.width, one.height))
    for area in areas:
        box = pixels(area, one.size)
        if box[0] < box[2] and box[1] < box[3]:
            hidden = hidden or lost.crop(box).getbbox() is not None
            differs.paste(0, box)
    return differs, hidden


def pixels(area: Area, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """An area of the page and its soft edge, on the picture of it."""
    left, top, right, foot = area
    scale = DPI / 72
    return (
        max(round((left - EDGE) * scale), 0), max(round((top - EDGE) * scale), 0),
        min(round((right + EDGE) * scale), size[0]), min(round((foot + EDGE) * scale), size[1]),
    )  # fmt: skip


def _grey(page: Any) -> Any:
    import pymupdf  # noqa: PLC0415 as above

    return page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY, alpha=False, annots=True)


def blocks(page: Any, names: Collection[str] | None = None) -> dict[int, Area]:
    """The visible blocks of signatures by their object: one a name, none that would lie over a quarter of the page.

    ``names``: the fields that count; None for every field that holds a signature.
    """
    import pymupdf  # noqa: PLC0415 as above

    found: dict[int, Area] = {}
    taken: set[str] = set()
    for widget in page.widgets() or ():
        name = str(widget.field_name)
        if widget.field_type != pymupdf.PDF_WIDGET_TYPE_SIGNATURE or name in taken:
            continue
        if name not in names if names is not None else not widget.is_signed:
            continue
        area = pymupdf.Rect(widget.rect) & page.rect
        if abs(area) > LARGE * abs(page.rect):
            continue
        taken.add(name)
        found[widget.xref] = (area.x0, area.y0, area.x1, area.y1) if abs(area) else (0.0, 0.0, 0.0, 0.0)
    return found


def pictured(page: Any) -> int:
    """Pictures the page itself draws, and those it only brings along."""
    import pymupdf  # noqa: PLC0415 as above

    held = page.get_displaylist(annots=0).get_textpage(pymupdf.TEXT_PRESERVE_IMAGES)
    return max(len(pymupdf.TextPage(held).extractIMGINFO()), len(page.get_images()))


def laid_over(page: Any, own: Any = None) -> bool:
    """Whether something lies over the page that is no block of a signature and that our own page has not."""
    mine = _annotations(own, ()) if own is not None else Counter()
    return bool(_annotations(page, blocks(page)) - mine)


def _annotations(page: Any, areas: Collection[int]) -> Counter[tuple[Any, ...]]:
    """What lies over the page, by kind, without the blocks of signatures."""
    return Counter(_kinds(page, areas))


def _kinds(page: Any, areas: Collection[int]) -> Iterator[tuple[Any, ...]]:
    for xref, kind, _name in page.annot_xrefs():
        if xref in areas:
            continue
        sides = _sides(page.parent, xref)
        unseen = len(sides) == 4 and (sides[0] == sides[2] or sides[1] == sides[3])
        if not (unseen and page.parent.xref_get_key(xref, "FT")[1] == "/Sig"):
            yield kind, sides


def _sides(book: Any, xref: int) -> tuple[int, ...]:
    """Where it lies, in whole points; nothing where that is written in no plain way."""
    try:
        return tuple(round(float(v)) for v in book.xref_get_key(xref, "Rect")[1].strip("[]").split())
    except ValueError:
        return ()


def under(page: Any, areas: list[Area]) -> list[str]:
    """The words of a page that lie inside the areas."""
    import pymupdf  # noqa: PLC0415 as above

    if not areas:
        return []
    held = pymupdf.TextPage(page.get_displaylist(annots=0).get_textpage()).extractWORDS()
    return [
        w[4]
        for w in held
        if any(x0 < (w[0] + w[2]) / 2 < x1 and y0 < (w[1] + w[3]) / 2 < y1 for x0, y0, x1, y1 in areas)
    ]
