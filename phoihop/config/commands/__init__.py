"""One file per subcommand: ``arguments(parser)`` and ``run(options)``."""

from __future__ import annotations

import argparse


def port(text: str) -> int:
    """A port as it is typed after ``--port``."""
    return whole(text, least=1, most=65535)


def at_least_one(text: str) -> int:
    return whole(text, least=1, most=64)


def seconds(text: str) -> int:
    return whole(text, least=0, most=86400)


def whole(text: str, *, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
        raise argparse.ArgumentTypeError(f"phải là số từ {least} đến {most}")
    return int(text)
