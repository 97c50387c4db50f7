from __future__ import annotations

import argparse
from pathlib import Path

import django

PAGES = {
    "workflows": "workflows",
    "permissions": "permissions",
    "figures": "figure_table",
    "deadlines": "deadline_table",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "gi", nargs="?", choices=sorted(PAGES), metavar="GÌ", help=f"một trong: {', '.join(sorted(PAGES))}"
    )
    parser.add_argument("--ra", type=Path, metavar="THƯ_MỤC", help="ghi cả bốn trang vào thư mục này")


def run(options: argparse.Namespace) -> int:
    """Print what the declarations say, or write all pages of docs/generated."""
    django.setup()
    from phoihop.core import show  # noqa: PLC0415 after Django is ready

    if options.ra:
        options.ra.mkdir(parents=True, exist_ok=True)
        for name, function in PAGES.items():
            (options.ra / f"{name}.md").write_text(getattr(show, function)(), encoding="utf-8")
        return 0
    print(getattr(show, PAGES[options.gi or "workflows"])())
    return 0
