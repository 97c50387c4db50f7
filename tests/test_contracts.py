"""The import contracts bite: each is broken on purpose in a copy of the tree and must name the culprit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINT = Path(sys.executable).with_name("lint-imports")

LAYERS = "Each layer imports only the layers under it"
SIBLINGS = "Activities do not know each other"
INNER = "Inside a module: pages over actions over forms over models"
JOURNAL = "Only the engine writes the journal"
REGISTRIES = "Doors, reports and ingest reach activities through registries only"
PAGES = "No page where rules live"
CYCLES = "No two neighbours import each other, at any depth"

#: contract → (file to change, line to add); files in a new folder are made.
PLANTED = {
    "an upward import": (LAYERS, "directory/models.py", "import phoihop.commitments.models"),
    "an upward import inside a function": (
        LAYERS, "commitments/forms.py", "def late() -> None:\n    import phoihop.activities.programmes.models",
    ),
    "a folder that nobody placed": (LAYERS, "weather/__init__.py", ""),
    "the core knowing a module": (LAYERS, "core/links.py", "import phoihop.directory.models"),
    "an activity made a minute ago knowing its neighbour": (
        SIBLINGS, "activities/festivals/models.py", "import phoihop.activities.programmes.models",
    ),
    "a model calling an action": (INNER, "commitments/models.py", "import phoihop.commitments.actions"),
    "a new activity's model calling its own action": (
        INNER, "activities/festivals/models.py", "import phoihop.activities.festivals.actions",
    ),
    "a module writing the journal": (JOURNAL, "commitments/actions.py", "import phoihop.core.ledger"),
    "a report naming an activity": (REGISTRIES, "reports/compose.py", "import phoihop.activities.programmes.models"),
    "the desk naming an activity": (REGISTRIES, "desk/views.py", "import phoihop.activities.programmes.models"),
    "an action drawing a page": (PAGES, "commitments/actions.py", "import phoihop.core.web.pages"),
    "two modules of one folder knowing each other": (CYCLES, "core/text.py", "import phoihop.core.search"),
}  # fmt: skip


def broken(tree: Path) -> set[str]:
    """Names of the contracts that the tree breaks."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    told = subprocess.run(
        [LINT, "--no-cache"], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    assert "Contracts:" in told.stdout, told.stdout + told.stderr
    return {line.rsplit(" BROKEN", 1)[0] for line in told.stdout.splitlines() if " BROKEN" in line}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code with an empty second activity, which breaks nothing."""
    folder = tmp_path_factory.mktemp("house")
    skip = shutil.ignore_patterns("__pycache__", "static", "templates", "papers", "data")
    shutil.copytree(ROOT / "phoihop", folder / "phoihop", ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("__init__", "models", "actions"):
        path = folder / "phoihop/activities/festivals" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    return folder


def test_the_tree_as_it_is_breaks_no_contract(tree: Path) -> None:
    assert broken(tree) == set()


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_caught(fault: str, tree: Path) -> None:
    contract, name, line = PLANTED[fault]
    path = tree / "phoihop" / name
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        assert contract in broken(tree)
    finally:
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before)


#: What ruff forbids, as it would be written in an action file of a new activity.
BANNED = {
    "the clock of Django": ("TID251", "from django.utils import timezone\n\nx = timezone.now()"),
    "the clock of Python": ("TID251", "import datetime\n\nx = datetime.datetime.now(datetime.UTC)"),
    "today": ("TID251", "import datetime\n\nx = datetime.date.today()"),
    "a signal": ("TID251", "from django.db.models.signals import post_save"),
    "a receiver": ("TID251", "from django.dispatch import receiver"),
    "a relative import": ("TID252", "from . import models"),
    "an import inside a function": ("PLC0415", "def f() -> None:\n    import json"),
    "a moment without a zone": ("DTZ001", "import datetime\n\nx = datetime.datetime(2027, 1, 1)"),
}


@pytest.mark.parametrize("fault", BANNED)
def test_a_banned_line_is_caught(fault: str) -> None:
    code, text = BANNED[fault]
    told = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise",
         "--stdin-filename=phoihop/activities/festivals/actions.py", "-"],
        cwd=ROOT, input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert f" {code} " in told.stdout, told.stdout + told.stderr
