from __future__ import annotations

import argparse
from typing import Any

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def prepare() -> dict[str, Any]:
    """Tables and reference data as this release has them; safe to run again."""
    from django.conf import settings  # noqa: PLC0415 after Django is ready
    from django.core.management import call_command  # noqa: PLC0415 after Django is ready

    from phoihop.core.seed import load_all  # noqa: PLC0415 after Django is ready

    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return load_all()


def run(options: argparse.Namespace) -> int:
    django.setup()
    fresh = {name: n for name, n in prepare().items() if n}
    print("Cơ sở dữ liệu đã cập nhật." + (f" Danh mục mới: {fresh}" if fresh else ""))
    return 0
