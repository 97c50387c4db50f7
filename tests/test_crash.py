"""A process killed between any two steps of the engine, or at any moment, leaves whole actions or none."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
STEPS = ("locked", "changed", "saved", "journalled", "told", "committed")

PREPARE = """
import django
django.setup()
from phoihop.core.tests import factories as make
make.rules()
make.errand(title="Việc đầu")
"""

#: Renames the errand again and again; prints a number once the action has returned (acknowledged).
WORK = """
import os, signal, sys
import django
django.setup()
from phoihop.core import actions
from phoihop.core.actions import perform
from phoihop.core.tests import factories as make
from phoihop.core.tests.sample import actions as verbs
from phoihop.core.tests.sample.models import Errand
wanted, n = sys.argv[1], 0
def at(step):
    if step == wanted and n == 3:
        os.kill(os.getpid(), signal.SIGKILL)
actions.on_step.append(at)
made = Errand.objects.get()
for n in range(1, 400):
    perform(verbs.rename, made, actor=make.CLERK, at=make.NOW, title=f"Tên {n}")
    print(n, flush=True)
"""

CHECK = """
import django
django.setup()
from django.db import connection
from phoihop.core.journal import verify_database
from phoihop.core.tests.sample.models import Errand
with connection.cursor() as cursor:
    cursor.execute("PRAGMA synchronous")
    assert cursor.fetchone()[0] == 2, "synchronous must be FULL"
report = verify_database()
assert report.faults == [], report.faults
print(Errand.objects.get().seq, Errand.objects.get().title)
"""


#: Fifty workers killed one after the other; of each, how many actions it acknowledged and where the record then stands.
FIFTY = """
import os, random, signal, sys, time
import django
django.setup()
from django.db import connection
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.tests import factories as make
from phoihop.core.tests.sample import actions as verbs
from phoihop.core.tests.sample.models import Errand
chance = random.Random(50)
for _n in range(50):
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        made = Errand.objects.get()
        for n in range(1, 400):
            perform(verbs.rename, made, actor=make.CLERK, at=make.NOW, title=f"Tên {n}")
            os.write(told, b".")
        time.sleep(60)
    os.close(told)
    while not os.read(heard, 1):
        pass
    time.sleep(chance.random() * 0.3)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    acknowledged = 1
    while rest := os.read(heard, 4096):
        acknowledged += len(rest)
    os.close(heard)
    report = verify_database()
    assert report.faults == [], report.faults
    print(acknowledged, Errand.objects.get().seq, flush=True)
    connection.close()
"""


@pytest.fixture
def env(tmp_path: Path, empty: Path) -> dict[str, str]:
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pytest.skip("the shipped database is the one that lives in a file of this machine")
    env = {
        **os.environ, "PHOIHOP_DATA": str(tmp_path), "PHOIHOP_TESTING": "1", "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    shutil.copyfile(empty, tmp_path / "phoihop.sqlite3")
    subprocess.run([sys.executable, "-c", PREPARE], env=env, cwd=ROOT, check=True)
    return env


def state(env: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", CHECK], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    seq, title = done.stdout.strip().split(" ", 1)
    return int(seq), title


@pytest.mark.parametrize("step", STEPS)
def test_killed_between_two_steps_the_action_is_there_whole_or_not_at_all(
    step: str, env: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORK, step], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert done.stdout.split() == ["1", "2"]
    expected = (4, "Tên 3") if step == "committed" else (3, "Tên 2")
    assert state(env) == expected


def test_killed_at_random_moments_every_acknowledged_action_is_there(env: dict[str, str]) -> None:
    """Each worker is a child of one process that has loaded everything, so that fifty of them die within a minute."""
    done = subprocess.run(
        [sys.executable, "-c", FIFTY], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    deaths = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert len(deaths) == 50
    seq = 1
    for acknowledged, now in deaths:
        assert now - seq in (acknowledged, acknowledged + 1), (seq, now, acknowledged)
        seq = now
    assert seq > 50
