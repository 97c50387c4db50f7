from __future__ import annotations

import argparse

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    """Make the search table again from the records, after abbreviations were changed or rows were lost."""
    django.setup()
    from phoihop.core import indexing, synonyms  # noqa: PLC0415 after Django is ready

    synonyms.forget()
    made = indexing.reindex(lambda n: print(f"… {n} bản ghi"))
    print(f"Đã lập lại mục lục tìm kiếm: {made} bản ghi.")
    return 0
