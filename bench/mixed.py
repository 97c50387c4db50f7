"""Mixed papers for measuring: those of the invented wards again and again, each time with other numbers.

What a text says of its ward and year is turned to one ward and one year, so that the papers belong to one
round and are really set against each other. Old Word files and PDF are made by the office program of this
machine; without it the wards' own are taken again, with other bytes at their end.
"""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

WARDS = Path(__file__).resolve().parents[1] / "tests" / "wards"
#: Kinds in the shares an office has: of ten papers six are Word, and each other kind has its one or two.
KINDS = ("docx", "pdf", "docx", "doc", "docx", "xlsx", "docx", "docx", "pdf", "docx", "doc", "xlsx", "docx")
PLACE, YEAR = "Thử Nghiệm", 2027
#: Papers that come packed together, in folders.
IN_ARCHIVE = 10
_WORDS = re.compile(r"(<(?:w:)?t(?: [^>]*)?>)([^<]+)(</(?:w:)?t>)")
_NUMBER = re.compile(r"(?<![\d/.,-])[1-9]\d{2,}(?![\d/-])")
_CELL = re.compile(r"(<v>)(\d{3,})(</v>)")
_TEXTS = re.compile(r"word/document\.xml|xl/sharedStrings\.xml|xl/worksheets/.*\.xml")


def ward_folders() -> list[Path]:
    return sorted((w for w in WARDS.iterdir() if w.is_dir()), key=lambda w: int(w.name[1:]))


def place_of(ward: Path) -> tuple[str, str, int]:
    """(kind, name, year) of an invented ward."""
    told = json.loads((ward / "answers.json").read_text())
    word, name = told["ward"].split(",")[0].split(" ", 1)
    return ("xa" if word == "xã" else "phuong", name, told["year"])


def papers(count: int = 300) -> list[tuple[str, bytes]]:
    """(name, content), the same at every call."""
    given = list(zip(range(count), cycle(KINDS)))
    sources = {kind: _sources("xlsx" if kind == "xlsx" else "docx") for kind in set(KINDS)}
    made = {f"{n:03}.{kind}": _varied(*next(sources[kind]), n) for n, kind in given}
    for kind in ("doc", "pdf"):
        made |= _converted({name: body for name, body in made.items() if name.endswith(kind)}, kind)
    return [(f"BC {name}", body) for name, body in sorted(made.items())]


def uploads(count: int = 300) -> list[tuple[str, bytes]]:
    """The same papers as they are sent: every fifth ten in an archive with folders."""
    alone: list[tuple[str, bytes]] = []
    rows = papers(count)
    for at in range(0, count, IN_ARCHIVE):
        some = rows[at : at + IN_ARCHIVE]
        alone += [(f"gui {at:03}.zip", _archive(some))] if at // IN_ARCHIVE % 5 == 4 else some
    return alone


def _sources(kind: str) -> Iterator[tuple[Path, bytes]]:
    found = [(w, p) for w in ward_folders() for p in sorted((w / "papers").glob(f"*.{kind}"))]
    return ((ward, path.read_bytes()) for ward, path in cycle(found))


def _varied(ward: Path, content: bytes, copy: int) -> bytes:
    """One number in ten is another, ward and year are those of the round."""
    _kind, name, year = place_of(ward)
    rng = random.Random(copy)

    def number(digits: str) -> str:
        value = int(digits)
        if 1900 < value < 2100:
            return str(value + YEAR - year)
        return str(value + rng.randint(1, 9)) if rng.random() < 0.1 else digits

    def words(match: re.Match[str]) -> str:
        text = match[2].replace(name, PLACE).replace(name.upper(), PLACE.upper())
        return f"{match[1]}{_NUMBER.sub(lambda m: number(m.group()), text)}{match[3]}"

    def cell(match: re.Match[str]) -> str:
        return f"{match[1]}{number(match[2])}{match[3]}"

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            if _TEXTS.fullmatch(entry.filename):
                body = _CELL.sub(cell, _WORDS.sub(words, body.decode())).encode()
            new.writestr(entry.filename, body)
    return out.getvalue()


def _converted(made: dict[str, bytes], kind: str) -> dict[str, bytes]:
    """Many at once: the office program starts only once."""
    writer = shutil.which("soffice")
    if writer is None:
        own = cycle(p.read_bytes() for w in ward_folders() for p in sorted((w / "papers").glob(f"*.{kind}")))
        return {name: next(own) + b"\n%%%d" % n for n, name in enumerate(made)}
    with tempfile.TemporaryDirectory(prefix="phoihop-bench-") as root:
        folder = Path(root)
        for name, body in made.items():
            (folder / name).with_suffix(".docx").write_bytes(body)
        subprocess.run(
            [writer, f"-env:UserInstallation=file://{root}/profile", "--headless", "--convert-to", kind,
             "--outdir", root, *map(str, sorted(folder.glob("*.docx")))],
            check=True, capture_output=True,
        )  # fmt: skip
        return {name: (folder / name).read_bytes() for name in made}


def _archive(some: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for n, (name, body) in enumerate(some):
            made.writestr(f"Gửi văn phòng/đợt {n % 3}/{name}", body)
    return out.getvalue()
