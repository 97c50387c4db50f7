"""An office scanner of bad habits: prints a PDF, signs and stamps it, lays it in askew and scans it."""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from phoihop.documents import fonts

INK = {"red": (205, 35, 45), "black": (30, 30, 30)}


@dataclass(frozen=True, kw_only=True)
class Scan:
    """How a page is scanned; ``skew`` in degrees at most, ``contrast`` 1 is full."""

    dpi: int = 300
    skew: float = 2.0
    noise: int = 10
    blur: float = 0.7
    jpeg: int = 60
    stamp: str = ""
    signed: bool = True
    black_white: bool = False
    contrast: float = 1.0
    grey: bool = False

    def __str__(self) -> str:
        parts = [f"{self.dpi} dpi", f"±{self.skew}°"]
        parts += [f"{self.stamp} stamp"] if self.stamp else []
        parts += ["black and white"] if self.black_white else ["grey"] if self.grey else [f"JPEG {self.jpeg}"]
        parts += [f"contrast {self.contrast}"] if self.contrast < 1 else []
        parts += ["noisy"] if self.noise > 14 else []
        return ", ".join(parts)


#: From a good scan to bad ones.
SCANS = (
    Scan(dpi=300, stamp="red"),
    Scan(dpi=200, stamp="red", jpeg=45),
    Scan(dpi=300, black_white=True, stamp="black"),
    Scan(dpi=200, black_white=True, skew=1.0),
    Scan(dpi=200, grey=True, stamp="black", noise=14),
    Scan(dpi=300, contrast=0.55, jpeg=35, blur=1.2),
    Scan(dpi=200, contrast=0.7, noise=18, blur=0.9, stamp="red"),
)


def scanned(pdf: bytes, scan: Scan, rng: random.Random) -> bytes:
    """All pages as one PDF of pictures."""
    book = pypdfium2.PdfDocument(pdf)
    made = []
    for page in book:
        picture = page.render(scale=scan.dpi / 72).to_pil().convert("RGB")
        made.append(_laid_in(picture, scan, rng))
    book.close()
    out = io.BytesIO()
    made[0].save(out, "PDF", save_all=True, append_images=made[1:], resolution=scan.dpi)
    return out.getvalue()


def _laid_in(picture: Any, scan: Scan, rng: random.Random) -> Any:
    if scan.signed:
        picture = _pen(picture, scan, rng)
    if scan.stamp:
        picture = _stamped(picture, scan, rng)
    angle = rng.uniform(0.4, 1.0) * scan.skew * rng.choice((-1, 1))
    picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(250, 249, 246))
    picture = picture.filter(ImageFilter.GaussianBlur(scan.blur * scan.dpi / 300))
    if scan.contrast < 1:
        picture = Image.blend(Image.new("RGB", picture.size, (228, 226, 220)), picture, scan.contrast)
    picture = _noisy(picture, scan)
    if scan.black_white:
        return picture.convert("L").point([255 if v > 155 else 0 for v in range(256)]).convert("1")
    out = io.BytesIO()
    (picture.convert("L") if scan.grey else picture).save(out, "JPEG", quality=scan.jpeg)
    return Image.open(out)


def _noisy(picture: Any, scan: Scan) -> Any:
    grain = Image.frombytes("L", (256, 256), _grain(scan.noise)).convert("RGB")
    tile = Image.new("RGB", picture.size)
    for x in range(0, picture.size[0], 256):
        for y in range(0, picture.size[1], 256):
            tile.paste(grain, (x, y))
    grain = tile
    return ImageChops.add(picture, grain, scale=1, offset=-128)


@cache
def _grain(noise: int) -> bytes:
    """Grain that is the same in each run."""
    rng = random.Random(noise)
    return bytes(max(0, min(255, round(rng.gauss(128, noise * 2)))) for _i in range(256 * 256))


def _pen(picture: Any, scan: Scan, rng: random.Random) -> Any:
    """A flourish of blue ink somewhere in the lower half."""
    draw = ImageDraw.Draw(picture)
    mm = scan.dpi / 25.4
    x, y = picture.size[0] * rng.uniform(0.5, 0.7), picture.size[1] * rng.uniform(0.6, 0.85)
    points = [
        (x + t * mm * 0.9, y + math.sin(t * rng.uniform(0.8, 1.2)) * mm * rng.uniform(2, 7))
        for t in range(40)
    ]
    draw.line(
        points,
        fill=(35, 50, 150) if not scan.black_white else (20, 20, 20),
        width=round(mm * 0.5),
        joint="curve",
    )
    return picture


def _stamped(picture: Any, scan: Scan, rng: random.Random) -> Any:
    """A round seal of 36 mm, over words."""
    mm = scan.dpi / 25.4
    radius = 18 * mm
    layer = Image.new("L", (round(2 * radius) + 4, round(2 * radius) + 4), 0)
    draw = ImageDraw.Draw(layer)
    for inset, width in ((0, 0.9), (2.2, 0.35), (8, 0.35)):
        box = (inset * mm + 2, inset * mm + 2, 2 * radius - inset * mm, 2 * radius - inset * mm)
        draw.ellipse(box, outline=225, width=max(2, round(width * mm)))
    font = ImageFont.truetype(str(fonts.FOLDER / "LiberationSerif-Bold.ttf"), 3.4 * mm)
    draw.text((radius, radius), "MINH TÂN\n★", font=font, fill=215, anchor="mm", align="center")
    layer = layer.rotate(rng.uniform(-25, 25))
    layer = layer.point([round(v * rng.uniform(0.85, 1)) for v in range(256)])
    x = round(picture.size[0] * rng.uniform(0.2, 0.6))
    y = round(picture.size[1] * rng.uniform(0.3, 0.75))
    picture.paste(Image.new("RGB", layer.size, INK[scan.stamp]), (x, y), layer)
    return picture
