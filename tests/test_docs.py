"""The developer pages tell the truth: names exist, and the recipe for a new activity works as written."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent

#: Lines by which a stop may be off: still on the same screen.
NEAR = 30

TRY = """
import django
django.setup()
from django.test import Client, override_settings
from phoihop.core.seed import load_all
from phoihop.accounts.setup import first_run
from phoihop.accounts.models import User
from phoihop.accounts.actions import grant
from phoihop.core.actions import perform
from phoihop.core.who import CLOCK
from phoihop.core import moment
from phoihop.core.journal import verify_database
from phoihop.directory.models import Organisation
load_all()
place, account, password = first_run(kind="phuong", name="Thử", username="thu", full_name="Người Thử", at=moment.now())
body = Organisation.objects.get(kind="UBND")
perform(grant, actor=CLOCK, at=moment.now(), user=account.user, role="clerk", body=body, valid_from=moment.today())
client = Client()
client.force_login(account.user)
page = client.get("/thu-chuc-mung/").content.decode()
assert "Soạn thư" in page, page[:2000]
assert "/thu-chuc-mung/" in client.get("/").content.decode()
sent = client.post("/thu-chuc-mung/moi/write/", {"title": "Chúc mừng 18/11", "key": "k", "seen": ""})
assert sent.status_code == 302, sent.content.decode()
made = client.get("/api/v1/thu-chuc-mung").json()["items"][0]
assert made["title"] == "Chúc mừng 18/11", made
done = client.post(f"/api/v1/thu-chuc-mung/{made['code']}/send", data="{}", content_type="application/json")
assert done.json()["state"] == "sent", done.content
text = client.get(f"/thu-chuc-mung/{made['code']}/").content.decode()
assert "đã gửi thư" in text and "đã soạn thư" in text
paths = client.get("/api/v1/openapi.json").json()["paths"]
assert "/api/v1/thu-chuc-mung/{code}/send" in paths
assert verify_database().faults == []
print("WORKS")
"""


def test_every_stop_of_the_tour_leads_to_what_it_names() -> None:
    """A range that has drifted past what it shows is filled anew by ``make docs``; a few lines do not mislead."""
    tour = runpy.run_path(str(ROOT / "tools/tour.py"))
    text = (ROOT / "docs/tour.md").read_text()
    stops = tour["STOP"].findall(text)
    assert len(stops) >= 12
    assert all(first and last for _path, first, last, _name in stops)
    astray = []
    for path, first, last, name in stops:
        begins, ends = tour["lines_of"](path, name)
        if int(first) > ends + NEAR or int(last) < begins - NEAR:
            astray.append(f"{path}:{first}-{last} {name} is at {begins}-{ends}: run make docs")
    assert astray == []
    assert tour["current"](tour["current"](text)) == tour["current"](text)


def test_every_model_stands_in_the_glossary() -> None:
    text = (ROOT / "docs/glossary.md").read_text()
    names = [
        m.__name__
        for m in apps.get_models()
        if m.__module__.startswith("phoihop.") and ".tests." not in m.__module__
    ]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_files_the_readme_speaks_of_are_there() -> None:
    named = re.findall(r"\((docs/[\w/.-]+)\)|`(docs/[\w/.-]+)`", (ROOT / "README.md").read_text())
    assert [a or b for a, b in named if not (ROOT / (a or b)).exists()] == []


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package alone, copied: nothing but the new folder is added to it."""
    shutil.copytree(
        ROOT / "phoihop", tmp_path / "phoihop", ignore=shutil.ignore_patterns("tests", "__pycache__")
    )
    return tmp_path


@pytest.mark.long
def test_a_folder_made_as_the_page_says_has_pages_menu_api_and_journal_and_changes_nothing_else(
    copied: Path,
) -> None:
    blocks = re.findall(
        r"```python\n# (\w+\.py)\n(.*?)```", (ROOT / "docs/add-an-activity.md").read_text(), re.DOTALL
    )
    assert [name for name, _code in blocks] == ["apps.py", "models.py", "forms.py", "actions.py"]
    env = {
        **os.environ, "PYTHONPATH": str(copied), "PHOIHOP_DATA": str(copied / "var"), "PHOIHOP_TESTING": "1",
        "DJANGO_SETTINGS_MODULE": "phoihop.config.settings", "PHOIHOP_HOSTS": "testserver", "DATABASE_URL": "",
    }  # fmt: skip

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=copied, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("-m", "phoihop.config.cli", "new-activity", "greetings")
    folder = copied / "phoihop/activities/greetings"
    for name, code in blocks:
        (folder / name).write_text(code, encoding="utf-8")
    before = {
        p: p.read_bytes()
        for p in (copied / "phoihop").rglob("*")
        if p.is_file() and folder not in p.parents and p.suffix != ".pyc"
    }
    run("-m", "django", "makemigrations", "greetings", "-n", "initial")
    run("-m", "django", "migrate", "-v", "0")
    assert "WORKS" in run("-c", TRY)
    assert {p for p, content in before.items() if p.read_bytes() != content} == set()
