"""docs/generated/imports.svg: the layers from the contract, and which module imports which, from the sources."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import phoihop

PACKAGE = Path(phoihop.__file__).parent
_CELL, _NAMES, _TOP = 44, 190, 150


def layers() -> list[list[str]]:
    """The contract's layers, the uppermost first; modules side by side in one layer do not know each other."""
    contracts = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    first = contracts["tool"]["importlinter"]["contracts"][0]
    found = [re.findall(r"\w+", row) for row in first["layers"]]
    there = [[name for name in row if (PACKAGE / name).is_dir()] for row in found]
    return [row for row in there if row]


def imports() -> set[tuple[str, str]]:
    """(importing module, imported module), in any of its files."""
    found: set[tuple[str, str]] = set()
    for path in PACKAGE.rglob("*.py"):
        here = path.relative_to(PACKAGE).parts
        if len(here) > 1 and "tests" not in here and "migrations" not in here:
            found.update((here[0], name) for name in _named(path) if (PACKAGE / name).is_dir())
    return {(one, other) for one, other in found if one != other}


def _named(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("phoihop."))


def drawing() -> str:
    """A table drawn: a row's module imports those whose column is marked; no mark stands left of the stairs."""
    rows = layers()
    order = [name for row in rows for name in row]
    width, height = _NAMES + _CELL * len(order) + 20, _TOP + _CELL * len(order) + 20
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="14" role="img">',
        "<title>Layers of phoihop and which module imports which</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        '<text x="20" y="24" font-weight="bold">Which module imports which</text>',
        '<text x="20" y="44" font-size="12">A mark: the module of the row imports the module of the column.</text>',
        '<text x="20" y="60" font-size="12">Bands are layers: imports go down, never up, never sideways.</text>',
    ]
    n = 0
    for band, row in enumerate(rows):
        y, tall = _TOP + _CELL * n, _CELL * len(row)
        shade = "#eef3fa" if band % 2 == 0 else "#fff"
        out.append(f'<rect x="10" y="{y}" width="{width - 20}" height="{tall}" fill="{shade}"/>')
        n += len(row)
    for n, name in enumerate(order):
        x, y = _NAMES + _CELL * n, _TOP + _CELL * n
        out.append(f'<text x="20" y="{y + 27}">{escape(name)}</text>')
        out.append(f'<text transform="translate({x + 27} {_TOP - 8}) rotate(-60)">{escape(name)}</text>')
        out.append(f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="#c9d3e0"/>')
    for importer, imported in sorted(imports()):
        x, y = _NAMES + _CELL * order.index(imported), _TOP + _CELL * order.index(importer)
        out.append(f'<circle cx="{x + _CELL // 2}" cy="{y + _CELL // 2}" r="6" fill="#1f4e8c"/>')
    return "\n".join([*out, "</svg>", ""])
