"""Fills docs/tour.md with the lines at which each named thing stands; run by ``make docs``."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOUR = ROOT / "docs/tour.md"
#: `file.py:from-to` `name`; the lines are absent before the first run.
STOP = re.compile(r"`([\w/]+\.py)(?::(\d+)-(\d+))?` `(\w+)`")


def lines_of(path: str, name: str) -> tuple[int, int]:
    """First and last line of the function or class, its declaration (decorators) included."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            return first, node.end_lineno or node.lineno
    raise SystemExit(f"docs/tour.md: {path} has no {name}")


def current(text: str) -> str:
    """The tour with every range as the sources stand."""

    def fill(stop: re.Match[str]) -> str:
        path, _first, _last, name = stop.groups()
        first, last = lines_of(path, name)
        return f"`{path}:{first}-{last}` `{name}`"

    return STOP.sub(fill, text)


if __name__ == "__main__":
    TOUR.write_text(current(TOUR.read_text(encoding="utf-8")), encoding="utf-8")
