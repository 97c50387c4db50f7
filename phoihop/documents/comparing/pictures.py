"""A scanned page made fit to be read: coloured ink taken off, straightened, specks and ruled lines removed.

All with Pillow. Places found on the cleaned picture are led back to the page as it was sent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

#: Pixels an inch to which every page is brought: the finest an office scanner gives that still reads quickly.
DPI = 250
_MOST_SKEW = 3.0  # degrees
_SMALL = 700  # pixels a page is wide where its lean is measured
_WHITE = 255
_RULE_MM = 9.0  # a dark run that long belongs to no letter
_COLOURED = 45  # difference between channels from which ink is coloured


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page to be read. ``turned`` degrees bring it back; ``scale`` leads to the page as it was sent."""

    number: int
    picture: Any
    turned: float
    width: float
    height: float

    def back(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box of the cleaned picture in shares of the page as it was sent."""
        wide, high = self.picture.size
        angle = math.radians(self.turned)
        cx, cy = wide / 2, high / 2
        xs, ys = [], []
        for x, y in ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])):
            dx, dy = x - cx, y - cy
            xs.append(cx + dx * math.cos(angle) - dy * math.sin(angle))
            ys.append(cy + dx * math.sin(angle) + dy * math.cos(angle))
        return (min(xs) / wide, min(ys) / high, max(xs) / wide, max(ys) / high)


def cleaned(picture: Any, *, number: int, inches: tuple[float, float]) -> Sheet:
    """``inches``: how wide and high the paper is."""
    from PIL import Image, ImageFilter  # noqa: PLC0415 heavy

    size = (round(inches[0] * DPI), round(inches[1] * DPI))
    grey = without_colour(picture)
    if grey.size != size:
        grey = grey.resize(size, Image.Resampling.LANCZOS if grey.size[0] < size[0] else Image.Resampling.BOX)
    grey = evened(grey.filter(ImageFilter.MedianFilter(3)))
    turned = lean(grey)
    if abs(turned) >= 0.1:
        grey = grey.rotate(turned, resample=Image.Resampling.BICUBIC, fillcolor=_WHITE)
    else:
        turned = 0.0
    return Sheet(
        number=number, picture=without_rules(grey), turned=turned, width=inches[0] * 72, height=inches[1] * 72
    )


def without_colour(picture: Any) -> Any:
    """Grey where red stamps and blue signatures have gone: coloured ink is light in one of its channels."""
    from PIL import ImageChops, ImageOps  # noqa: PLC0415 heavy

    if picture.mode in ("1", "L"):
        return ImageOps.autocontrast(picture.convert("L"), cutoff=0.5)
    red, green, blue = picture.convert("RGB").split()
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return ImageOps.autocontrast(lightest, cutoff=0.5)


def evened(grey: Any) -> Any:
    """Paper white everywhere, whatever shade the lamp left: the page divided by its own background."""
    from PIL import Image, ImageChops, ImageFilter  # noqa: PLC0415 heavy

    wide, high = grey.size
    small = grey.resize((max(wide // 12, 1), max(high // 12, 1)), Image.Resampling.BOX)
    ground = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(4)).resize(grey.size)
    flat = ImageChops.invert(ImageChops.subtract(ground, grey))
    low = min(_share(flat, 0.01), 170)
    # what is nearly white is paper, what is nearly as dark as the letters is ink
    return flat.point([max(0, min(255, round((v - low) * 255 / max(225 - low, 1)))) for v in range(256)])


def _share(grey: Any, share: float) -> int:
    """The grey below which that share of the page lies."""
    counts = grey.histogram()
    wanted, seen = sum(counts) * share, 0
    for value, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            return value
    return 255


def lean(grey: Any) -> float:
    """Degrees by which the page must be turned so that its lines lie level."""
    from PIL import Image  # noqa: PLC0415 heavy

    wide, high = grey.size
    small = grey.resize((_SMALL, max(1, round(high * _SMALL / wide))), Image.Resampling.BOX)
    small = small.point([255 - v for v in range(256)])

    def sharpness(angle: float) -> float:
        level = small.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=0)
        rows = list(level.resize((1, level.size[1]), Image.Resampling.BOX).tobytes())
        return sum((a - b) ** 2 for a, b in pairwise(rows))

    best = max((a * 0.5 for a in range(-6, 7)), key=sharpness)
    for step in (0.2, 0.08):
        best = max((best + k * step for k in range(-3, 4)), key=sharpness)
    return best if abs(best) <= _MOST_SKEW + 1 else 0.0


def without_rules(grey: Any) -> Any:
    """The page without the lines of its tables: dark runs longer than any letter."""
    from PIL import ImageChops, ImageFilter  # noqa: PLC0415 heavy

    dark = grey.point([0 if v < 150 else 255 for v in range(256)])
    out = grey
    for dx, dy in ((1, 0), (0, 1)):
        # a line that leans goes down a step now and then: its rows are laid over each other
        runs = ImageChops.darker(ImageChops.darker(dark, _moved(dark, dy, dx)), _moved(dark, -dy, -dx))
        step, length = 1, _RULE_MM / 25.4 * DPI
        done = 1
        while done < length:
            step = min(done, round(length) - done + 1)
            runs = ImageChops.lighter(runs, _moved(runs, -dx * step, -dy * step))
            done += step
        back = runs
        done = 1
        while done < length:
            step = min(done, round(length) - done + 1)
            back = ImageChops.darker(back, _moved(back, dx * step, dy * step))
            done += step
        thick = back.filter(ImageFilter.MinFilter(5))
        out = ImageChops.lighter(out, ImageChops.invert(thick))
    return out


def _moved(picture: Any, dx: int, dy: int) -> Any:
    """The picture pushed to one side, white coming in from the other."""
    from PIL import Image  # noqa: PLC0415 heavy

    made = Image.new("L", picture.size, _WHITE)
    made.paste(picture, (dx, dy))
    return made
