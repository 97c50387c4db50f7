"""The door for machines by key: scopes take away, ``visible_to`` still rules, and every call is in the access log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from phoihop.accounts.actions import issue_token, renew_key, revoke_token
from phoihop.accounts.models import Token, User
from phoihop.api import tokens
from phoihop.commitments import actions as tasks
from phoihop.commitments.models import Commitment
from phoihop.core.actions import perform
from phoihop.core.models import Access, JournalEntry
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, ward

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def bodies() -> dict[str, Organisation]:
    return ward()


def machine(
    body: Organisation, *, reads: tuple[str, ...] = (), acts: tuple[str, ...] = ()
) -> tuple[Token, Client]:
    token = perform(
        issue_token, actor=CLOCK, at=NOW, words="Kho dữ liệu", body=body, role="clerk", reads=reads, acts=acts,
        valid_to=date(2027, 12, 31),
    )  # fmt: skip
    made = perform(renew_key, token, actor=CLOCK, at=NOW)
    return made, Client(headers={"Authorization": f"Bearer {made.key}"})


def task(body: Organisation, lead: Organisation, content: str) -> Commitment:
    made: Commitment = perform(
        tasks.propose, actor=acting(body, "clerk", user=7), at=NOW, content=content, lead=lead, product="Báo cáo",
        due_on=date(2027, 8, 4),
    )  # fmt: skip
    return made


def test_a_token_reads_what_its_body_reads_and_nothing_else(bodies: dict[str, Organisation]) -> None:
    mine = task(bodies["UBND"], bodies["PKT"], "Sửa rãnh")
    other = ward("Láng Giềng")
    theirs = task(other["UBND"], other["PKT"], "Việc của nơi khác")
    _token, client = machine(bodies["UBND"], reads=("nhiem-vu",))
    told = client.get("/api/v1/nhiem-vu").json()
    assert [item["code"] for item in told["items"]] == [mine.code]
    assert client.get(f"/api/v1/nhiem-vu/{mine.code}").json()["content"] == "Sửa rãnh"
    assert client.get(f"/api/v1/nhiem-vu/{theirs.code}").status_code == 404
    assert client.get("/api/v1/nhiem-vu")["Cache-Control"] == "private, no-store"


def test_what_is_not_in_its_scopes_is_refused_in_words(bodies: dict[str, Organisation]) -> None:
    mine = task(bodies["UBND"], bodies["PKT"], "Sửa rãnh")
    _token, client = machine(bodies["UBND"], reads=("chuong-trinh",))
    before = JournalEntry.objects.count()
    refused = [
        client.get("/api/v1/nhiem-vu"),
        client.get(f"/api/v1/nhiem-vu/{mine.code}"),
        client.post(f"/api/v1/nhiem-vu/{mine.code}/issue", data="{}", content_type="application/json"),
    ]
    assert [r.status_code for r in refused] == [403] * 3
    assert refused[0].json() == {
        "what": "Khóa này không được làm việc đó.", "instead": "Xin quản trị cấp khóa có quyền ấy.", "fields": {},
    }  # fmt: skip
    assert JournalEntry.objects.count() == before


def test_what_a_machine_does_is_journalled_in_its_name_and_capacity(bodies: dict[str, Organisation]) -> None:
    mine = task(bodies["UBND"], bodies["PKT"], "Sửa rãnh")
    token, client = machine(bodies["UBND"], acts=("nhiem-vu",))
    done = client.post(f"/api/v1/nhiem-vu/{mine.code}/issue", data="{}", content_type="application/json")
    assert done.status_code == 200, done.content
    entry = JournalEntry.objects.get(record_code=mine.code, action="commitments.issue")
    assert (entry.actor_user, entry.actor_body, entry.actor_name) == (
        token.user_id, bodies["UBND"].pk, "Kho dữ liệu",
    )  # fmt: skip
    assert entry.capacity == f"Phần mềm Kho dữ liệu, thay mặt {bodies['UBND'].name}"


def test_every_call_stands_in_the_access_log(bodies: dict[str, Organisation]) -> None:
    token, client = machine(bodies["UBND"], reads=("nhiem-vu",))
    client.get("/api/v1/nhiem-vu?after=5")
    line = Access.objects.get(kind="token")
    assert (line.user, line.what) == (token.user_id, f"{token.code} GET /api/v1/nhiem-vu")


@pytest.mark.parametrize("header", ["Bearer ", "Bearer may-x.y", "Bearer a b c", "Basic eDp5", "bearer"])
def test_a_wrong_key_is_told_so_even_beside_a_session(bodies: dict[str, Organisation], header: str) -> None:
    client = Client(headers={"Authorization": header})
    told = client.get("/api/v1/nhiem-vu")
    assert (told.status_code, told["WWW-Authenticate"]) == (401, "Bearer")
    assert told.json()["what"] == "Chưa đăng nhập, hoặc khóa không dùng được."


def test_a_wrong_key_beside_a_good_session_is_still_wrong(bodies: dict[str, Organisation]) -> None:
    client = Client()
    client.force_login(User.objects.create(username="lan"))
    assert client.get("/api/v1/nhiem-vu").status_code == 200
    assert client.get("/api/v1/nhiem-vu", headers={"Authorization": "Bearer may-x.y"}).status_code == 401


def test_a_revoked_key_is_refused_at_the_next_call(bodies: dict[str, Organisation]) -> None:
    token, client = machine(bodies["UBND"], reads=("nhiem-vu",))
    assert client.get("/api/v1/nhiem-vu").status_code == 200
    perform(revoke_token, token, actor=CLOCK, at=NOW, reason="Lộ khóa")
    assert client.get("/api/v1/nhiem-vu").status_code == 401


def test_guessing_is_slowed_and_a_right_key_from_the_same_address_still_opens(
    bodies: dict[str, Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    _token, client = machine(bodies["UBND"], reads=("nhiem-vu",))
    guesser = Client(headers={"Authorization": "Bearer may-x.y"})
    told = [guesser.get("/api/v1/nhiem-vu").status_code for _n in range(tokens.WRONG + 2)]
    assert told == [401] * tokens.WRONG + [429] * 2
    assert Access.objects.filter(kind="wrong token").count() == 2
    assert client.get("/api/v1/nhiem-vu").status_code == 200


def test_a_token_that_asks_too_often_waits(
    bodies: dict[str, Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "CALLS", 3)
    _token, client = machine(bodies["UBND"], reads=("nhiem-vu",))
    told = [client.get("/api/v1/nhiem-vu") for _n in range(4)]
    assert [t.status_code for t in told] == [200, 200, 200, 429]
    assert (told[3]["Retry-After"], told[3].json()["fields"]) == ("60", {})


def test_a_call_by_key_costs_three_queries_before_the_work(
    bodies: dict[str, Organisation], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The token with its login and body, the line in the access log (in a transaction of its own), the rows."""
    _token, client = machine(bodies["UBND"], reads=("nhiem-vu",))
    task(bodies["UBND"], bodies["PKT"], "Một")
    client.get("/api/v1/nhiem-vu")
    with django_assert_num_queries(5):
        client.get("/api/v1/nhiem-vu")
    for content in ("Hai", "Ba"):
        task(bodies["UBND"], bodies["PKT"], content)
    with django_assert_num_queries(5):
        client.get("/api/v1/nhiem-vu")


def test_the_description_of_the_door_is_for_those_who_may_use_it(bodies: dict[str, Organisation]) -> None:
    _token, client = machine(bodies["UBND"], reads=("nhiem-vu",))
    assert Client().get("/api/v1/openapi.json").status_code == 401
    assert Client(headers={"Authorization": "Bearer x"}).get("/api/v1/openapi.json").status_code == 401
    told: dict[str, Any] = json.loads(client.get("/api/v1/openapi.json").content)
    assert told["openapi"].startswith("3.1")
    assert set(told["components"]["securitySchemes"]) == {"TokenAuth", "SessionAuth"}
