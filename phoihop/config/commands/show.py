from __future__ import annotations

import argparse
import importlib
from pathlib import Path

import django

#: page → (file in docs/generated, module, function)
PAGES = {
    "workflows": ("workflows.md", "phoihop.core.show", "workflows"),
    "permissions": ("permissions.md", "phoihop.core.show", "permissions"),
    "figures": ("figures.md", "phoihop.core.show", "figure_table"),
    "deadlines": ("deadlines.md", "phoihop.core.show", "deadline_table"),
    "imports": ("imports.svg", "phoihop.core.import_graph", "drawing"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "gi", nargs="?", choices=sorted(PAGES), metavar="GÌ", help=f"một trong: {', '.join(sorted(PAGES))}"
    )
    parser.add_argument("--ra", type=Path, metavar="THƯ_MỤC", help="ghi cả năm trang vào thư mục này")


def run(options: argparse.Namespace) -> int:
    """Print what the declarations say, or write all pages of docs/generated."""
    django.setup()
    if options.ra:
        options.ra.mkdir(parents=True, exist_ok=True)
        for page, (file, _module, _function) in PAGES.items():
            (options.ra / file).write_text(_page(page), encoding="utf-8")
        return 0
    print(_page(options.gi or "workflows"))
    return 0


def _page(name: str) -> str:
    _file, module, function = PAGES[name]
    return str(getattr(importlib.import_module(module), function)())
