"""The articles and gold records kept outside the repository: where they are, or that they are absent."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


def shared_folder() -> Path | None:
    """PHOIHOP_SHARED, else ``shared`` beside the repository; None where neither exists."""
    for folder in (os.environ.get("PHOIHOP_SHARED", ""), str(ROOT.parent / "shared")):
        if folder and (Path(folder) / "data" / "seeds-gold.json").exists():
            return Path(folder)
    return None


needs_shared = pytest.mark.skipif(
    shared_folder() is None,
    reason="the five articles and their gold records are not on this machine (PHOIHOP_SHARED)",
)


def scorer() -> ModuleType:
    """The published scorer, loaded from beside the gold records."""
    folder = shared_folder()
    assert folder is not None
    spec = importlib.util.spec_from_file_location("phoihop_reading_scorer", folder / "data" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_cases() -> list[dict[str, Any]]:
    folder = shared_folder()
    assert folder is not None
    cases: list[dict[str, Any]] = json.loads((folder / "data" / "seeds-gold.json").read_text("utf-8"))[
        "cases"
    ]
    return cases


def article(case: dict[str, Any]) -> bytes:
    folder = shared_folder()
    assert folder is not None
    return (folder / "seeds" / str(case["source"]["file"])).read_bytes()
