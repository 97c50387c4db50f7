"""Does this word stand there? The word is drawn in the font of papers and laid over the place on the page.

The machine's reading names a rival; whichever of the two covers the ink better is what stands there. So a tone
mark misread is seen through, and a changed digit is never forgiven: the agreed one then covers worse.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from phoihop.documents import fonts
from phoihop.documents.comparing.pictures import DPI
from phoihop.documents.comparing.tokens import Box

_PAD, _LOOSE_PAD = 5, 14  # pixels beside a place, seen or reckoned, within which the word may lie
#: Room over and under it in shares of the size: the machine leaves out the marks it did not see.
_OVER, _UNDER = 0.3, 0.22
_SCALE = DPI / 72
_BLUR = 0.8
_SIZES = (0.985, 1.0, 1.015)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How the word looks: size in points on the sent page."""

    size: float
    bold: bool = False
    italic: bool = False


@lru_cache(maxsize=64)
def _font(size: int, bold: bool, italic: bool) -> Any:
    from PIL import ImageFont  # noqa: PLC0415 heavy

    face = ("Bold" if bold else "") + ("Italic" if italic else "") or "Regular"
    return ImageFont.truetype(str(fonts.FOLDER / f"LiberationSerif-{face}.ttf"), size / 4)


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word as ink; ``shift`` leads from the beginning of its base line to the corner of its picture."""

    mask: Any
    shift: tuple[int, int]

    def laid(self, size: tuple[int, int], spot: tuple[int, int]) -> Any:
        from PIL import Image  # noqa: PLC0415 heavy

        made = Image.new("L", size, 255)
        made.paste(self.mask, (spot[0] + self.shift[0], spot[1] + self.shift[1]))
        return made


@dataclass(frozen=True, kw_only=True)
class Cover:
    """A word laid over the place where it fits best: ``spot`` is where its base line begins."""

    miss: float
    word: Word
    spot: tuple[int, int]
    area: Any
    factor: float


def cover(picture: Any, box: Box, text: str, look: Look, *, loose: bool = False) -> Cover:
    """How badly the word covers the ink of the place: ``miss`` 0 is exactly, 1 is nothing in common.

    A ``loose`` place was reckoned, not seen: the word may lie a little further off, beside its neighbours.
    """
    beside = _LOOSE_PAD if loose else _PAD
    left, top, right, foot = (round(v * _SCALE) for v in box)
    over, under = (round(share * look.size * _SCALE) for share in (_OVER, _UNDER))
    crop = picture.crop((max(left - beside, 0), max(top - over, 0), right + beside, foot + under))
    found = [_laid(crop, _drawn(text, look, size), size, loose=loose) for size in _SIZES]
    return min(found, key=lambda c: c.miss)


def lead(mine: Cover, rival: Cover) -> float:
    """By how much ``mine`` is nearer to the ink than the rival where the two differ: from -1 to 1.

    Both are laid on one base line, that of the one and then that of the other, so that neither can make up
    for a wrong mark by moving.
    """
    area = mine.area if _pixels(mine.area) >= _pixels(rival.area) else rival.area
    found = [_nearer(mine.word, rival.word, area, spot) for spot in (mine.spot, rival.spot)]
    return sum(found) / len(found)


def lead_here(mine: Cover, text: str, look: Look) -> float:
    """The same before a word as wide as this one, which lies where it lies: another digit in its place."""
    return _nearer(mine.word, _drawn(text, look, mine.factor), mine.area, mine.spot)


def stray(mine: Cover, rival: Cover) -> float:
    """Ink over the width of ``mine`` that is far from the lines of both words, in shares of its own ink."""
    from PIL import ImageChops, ImageFilter, ImageStat  # noqa: PLC0415 heavy

    area = mine.area
    laid = ImageChops.darker(mine.word.laid(area.size, mine.spot), rival.word.laid(area.size, rival.spot))
    left = ImageChops.subtract(laid.filter(ImageFilter.MinFilter(9)), area)
    wide = mine.word.mask.size[0]
    at = mine.spot[0] + mine.word.shift[0]
    part = left.crop((max(at - 3, 0), 0, min(at + wide + 3, area.size[0]), area.size[1]))
    own = ImageStat.Stat(ImageChops.invert(mine.word.mask)).sum[0]
    return float(ImageStat.Stat(part).sum[0] / max(own, 1.0))


def _nearer(mine: Word, rival: Word, area: Any, spot: tuple[int, int]) -> float:
    from PIL import ImageChops, ImageStat  # noqa: PLC0415 heavy

    one, two = mine.laid(area.size, spot), rival.laid(area.size, spot)
    weight = ImageChops.difference(one, two)
    whole = ImageStat.Stat(weight).sum[0]
    if whole < 255 * 4:
        return 0.0
    far = [
        ImageStat.Stat(ImageChops.multiply(weight, ImageChops.difference(area, word))).sum[0] / whole
        for word in (one, two)
    ]
    return float(far[1] - far[0])


def _pixels(picture: Any) -> int:
    return int(picture.size[0] * picture.size[1])


@lru_cache(maxsize=4096)
def _drawn(text: str, look: Look, factor: float) -> Word:
    from PIL import Image, ImageDraw, ImageFilter  # noqa: PLC0415 heavy

    font = _font(round(look.size * _SCALE * factor * 4), look.bold, look.italic)
    left, top, right, foot = font.getbbox(text, anchor="ls")
    made = Image.new("L", (max(1, round(right - left)) + 4, max(1, round(foot - top)) + 4), 255)
    ImageDraw.Draw(made).text((2 - left, 2 - top), text, font=font, fill=0, anchor="ls")
    return Word(mask=made.filter(ImageFilter.GaussianBlur(_BLUR)), shift=(round(left) - 2, round(top) - 2))


def _laid(crop: Any, word: Word, factor: float, *, loose: bool) -> Cover:
    """The ink word and place do not share, over the ink there is: at the best spot inside the crop."""
    from PIL import Image, ImageChops, ImageStat  # noqa: PLC0415 heavy

    mask = word.mask
    wide, high = mask.size
    area = Image.new("L", (max(crop.size[0], wide), max(crop.size[1], high)), 255)
    area.paste(crop, (0, 0))
    drawn = 255 * wide * high - ImageStat.Stat(mask).sum[0]

    def at(x: int, y: int) -> float:
        # neighbours over and under reach into the room for marks: only the rows of the word count
        first, last = (max(x - 3, 0), min(x + wide + 3, area.size[0])) if loose else (0, area.size[0])
        part = area.crop((first, y, last, y + high))
        laid = Image.new("L", part.size, 255)
        laid.paste(mask, (x - first, 0))
        ink = max(drawn, 255 * _pixels(part) - ImageStat.Stat(part).sum[0], 1.0)
        return float(ImageStat.Stat(ImageChops.difference(part, laid)).sum[0] / ink)

    across, down = area.size[0] - wide, area.size[1] - high
    tried = {(x, y): at(x, y) for x in range(0, across + 1, 2) for y in range(0, down + 1, 2)}
    for x, y in sorted(tried, key=tried.__getitem__)[:2]:
        for near in ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            if near not in tried and 0 <= near[0] <= across and 0 <= near[1] <= down:
                tried[near] = at(*near)
    best = min(tried, key=tried.__getitem__)
    spot = (best[0] - word.shift[0], best[1] - word.shift[1])
    return Cover(miss=tried[best], word=word, spot=spot, area=area, factor=factor)


def inked(picture: Any, box: Box) -> float:
    """Share of the place that is dark."""
    from PIL import ImageStat  # noqa: PLC0415 heavy

    scaled = tuple(round(v * _SCALE) for v in box)
    if scaled[2] <= scaled[0] or scaled[3] <= scaled[1]:
        return 0.0
    part = picture.crop(scaled)
    return float(1 - ImageStat.Stat(part).mean[0] / 255) if part.size[0] and part.size[1] else 0.0
