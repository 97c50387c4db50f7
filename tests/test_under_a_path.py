"""A ward's pages may live under the province's site: every link keeps the path they are served under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client, override_settings
from django.urls import clear_script_prefix, set_script_prefix

from phoihop.accounts.actions import grant
from phoihop.accounts.setup import first_run
from phoihop.activities.programmes.models import Programme
from phoihop.commitments.models import Commitment
from phoihop.core import moment, seed
from phoihop.core.actions import perform
from phoihop.core.who import CLOCK, Actor, Hat
from phoihop.directory.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ROOT = "/minh-tan"
LINKS = re.compile(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"')


@pytest.fixture
def client() -> Iterator[Client]:
    """An administrator and clerk signed in to an installation served under a path, with one of everything."""
    seed.load_all()
    _place, account, _password = first_run(
        kind="phuong", name="Thử", username="thu", full_name="Người Thử", at=moment.now()
    )
    bodies = {body.kind_id: body for body in Organisation.objects.all()}
    office = bodies["UBND"]
    perform(
        grant, actor=CLOCK, at=moment.now(), user=account.user, role="clerk", body=office, valid_from=date(2020, 1, 1)
    )  # fmt: skip
    actor = Actor(
        user=account.user_id, hats=(Hat(role="clerk", body=office.pk, words="x"),),
        territories=frozenset({office.territory_id}),
    )  # fmt: skip
    parties = [office, bodies["MTTQ"]]
    programme = perform(
        "programmes.draft", actor=actor, at=moment.now(), title="Chương trình", period_from=2027, period_to=2027,
        parties=parties, contents=["Tiếp xúc cử tri"],
    )  # fmt: skip
    perform(
        "commitments.propose", actor=actor, at=moment.now(), content="Việc", lead=office, source=programme,
        due_on=date(2027, 1, 1), product="Báo cáo",
    )  # fmt: skip
    perform("reports.start", actor=actor, at=moment.now(), about=programme, kind="interim", year=2027)
    found = Client()
    found.force_login(account.user)
    with override_settings(FORCE_SCRIPT_NAME=ROOT, STATIC_URL="static/"):
        set_script_prefix(f"{ROOT}/")
        yield found
        clear_script_prefix()


def test_every_link_of_every_page_stays_under_the_path(client: Client) -> None:
    """Walks from the first page through all that is linked: nothing leads out, nothing is missing."""
    waiting = ["/", "/tim/?q=viec"]
    seen: set[str] = set()
    outside: set[str] = set()
    while waiting and len(seen) < 150:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        reply = client.get(path)
        assert reply.status_code == 200, f"{path}: {reply.status_code}"
        if "text/html" not in reply["Content-Type"]:
            continue
        for link in LINKS.findall(reply.content.decode()):
            target = link.replace("&amp;", "&").split("#")[0]
            if not target.startswith("/"):
                continue
            if not target.startswith(f"{ROOT}/"):
                outside.add(f"{path} → {target}")
            elif not any(word in target for word in ("/static/", "logout", "/login/")):
                waiting.append(target.removeprefix(ROOT))
    assert outside == set()
    programme, commitment = Programme.objects.get(), Commitment.objects.get()
    assert {f"/chuong-trinh/{programme.code}/", f"/nhiem-vu/{commitment.code}/", "/bao-cao/"} <= seen


def test_who_is_not_signed_in_is_sent_to_the_sign_in_under_the_path(client: Client) -> None:
    reply = Client().get("/nhiem-vu/")
    assert (reply.status_code, reply["Location"].split("?")[0]) == (302, f"{ROOT}/tai-khoan/login/")
