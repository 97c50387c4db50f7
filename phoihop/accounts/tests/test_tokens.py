"""Keys of machines: given by an administrator, shown once, gone at once when revoked, never more than the body."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from phoihop.accounts import actions as verbs
from phoihop.accounts.forms import TokenForm
from phoihop.accounts.models import Token, User
from phoihop.accounts.tests import factories as make
from phoihop.accounts.tokens import token_of
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalBody
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, TODAY, ward

pytestmark = pytest.mark.django_db
UNTIL = TODAY + timedelta(days=100)


@pytest.fixture
def bodies() -> dict[str, Organisation]:
    return ward()


@pytest.fixture
def administrator(bodies: dict[str, Organisation]) -> Actor:
    return make.actor("quantri", bodies["VP"], "administrator")


def issued(actor: Actor, body: Organisation, **given: Any) -> Token:
    inputs = {
        "role": "clerk",
        "reads": ["nhiem-vu"],
        "valid_to": UNTIL,
        "words": "Kho của thành phố",
        **given,
    }
    made: Token = perform(verbs.issue_token, actor=actor, at=NOW, body=body, **inputs)
    return made


def keyed(actor: Actor, token: Token) -> str:
    return str(perform(verbs.renew_key, token, actor=actor, at=NOW).key)


def test_a_token_opens_with_its_key_alone_and_the_key_stands_nowhere(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    token = issued(administrator, bodies["UBND"], acts=["nhiem-vu"])
    assert token.scopes == "act:nhiem-vu read:nhiem-vu"
    assert token_of(f"{token.user.username}.", on=TODAY) is None
    key = keyed(administrator, token)
    assert token_of(key, on=TODAY) == token
    assert token_of(key[:-1], on=TODAY) is None
    secret = key.split(".")[1]
    kept = User.objects.get(pk=token.user_id).password
    assert secret not in kept
    assert [
        kept in body or secret in body for body in JournalBody.objects.values_list("text", flat=True)
    ] == [False] * JournalBody.objects.count()
    assert verify_database().faults == []


def test_a_new_key_ends_the_one_before(bodies: dict[str, Organisation], administrator: Actor) -> None:
    token = issued(administrator, bodies["UBND"])
    first = keyed(administrator, token)
    second = keyed(administrator, token)
    assert (token_of(first, on=TODAY), token_of(second, on=TODAY)) == (None, token)


def test_a_token_ends_on_its_day_and_when_it_is_revoked(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    token = issued(administrator, bodies["UBND"])
    key = keyed(administrator, token)
    assert token_of(key, on=UNTIL) is None
    assert token_of(key, on=UNTIL - timedelta(days=1)) == token
    done = perform(verbs.revoke_token, token, actor=administrator, at=NOW, reason="Hết hợp đồng")
    assert (done.state, token_of(key, on=TODAY)) == ("revoked", None)
    with pytest.raises(Refused):
        perform(verbs.renew_key, token, actor=administrator, at=NOW)


@pytest.mark.parametrize("role", ["administrator", "reception", "protection"])
def test_no_machine_manages_accounts_or_opens_what_is_sealed(
    bodies: dict[str, Organisation], administrator: Actor, role: str
) -> None:
    before = User.objects.count()
    with pytest.raises(Refused, match="không được giữ vai trò"):
        issued(administrator, bodies["UBND"], role=role)
    assert (Token.objects.count(), User.objects.count()) == (0, before)


@pytest.mark.parametrize("days", [0, 367])
def test_a_token_lasts_a_year_at_most(
    bodies: dict[str, Organisation], administrator: Actor, days: int
) -> None:
    with pytest.raises(Refused, match="nhiều nhất 366 ngày"):
        issued(administrator, bodies["UBND"], valid_to=TODAY + timedelta(days=days))


def test_only_the_administrator_of_the_place_gives_renews_and_revokes(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    stranger = make.actor("la", ward("Láng Giềng")["VP"], "administrator")
    clerk = make.actor("lan", bodies["VP"], "clerk")
    token = issued(administrator, bodies["UBND"])
    for actor in (stranger, clerk):
        with pytest.raises(Forbidden):
            issued(actor, bodies["UBND"])
        with pytest.raises(Forbidden):
            perform(verbs.renew_key, token, actor=actor, at=NOW)
        with pytest.raises(Forbidden):
            perform(verbs.revoke_token, token, actor=actor, at=NOW, reason="Không")
    assert list(Token.objects.all()) == [token]


def test_a_token_without_any_scope_is_told_so(bodies: dict[str, Organisation], administrator: Actor) -> None:
    data = {"words": "Máy", "body": bodies["UBND"].pk, "role": "clerk", "valid_to": f"{UNTIL:%d/%m/%Y}"}
    form = TokenForm(data, actor=administrator)
    assert form.errors == {"__all__": ["Chọn ít nhất một loại được đọc hoặc được ghi."]}
    assert TokenForm({**data, "reads": ["nhiem-vu"]}, actor=administrator).is_valid()


def test_the_page_shows_the_key_once(bodies: dict[str, Organisation], administrator: Actor) -> None:
    token = issued(administrator, bodies["UBND"])
    User.objects.filter(username="quantri").update(must_change_password=False)
    client = Client()
    client.force_login(User.objects.get(username="quantri"))
    asked = client.get(f"/khoa-may/{token.code}/renew-key/")
    assert (asked.status_code, token.user.username in asked.content.decode()) == (200, False)
    shown = client.post(f"/khoa-may/{token.code}/renew-key/")
    key = shown.context["record"].key
    assert key in shown.content.decode() and shown["Cache-Control"] == "no-store"
    assert token_of(key, on=TODAY) == token
    assert key not in client.get(f"/khoa-may/{token.code}/").content.decode()


def test_the_machine_cannot_sign_in_at_the_pages_of_people(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    token = issued(administrator, bodies["UBND"])
    key = keyed(administrator, token)
    for password in (key, key.split(".")[1], User.objects.get(pk=token.user_id).password):
        tried = Client().post("/tai-khoan/login/", {"login": token.user.username, "password": password})
        assert tried.status_code == 200 and "_auth_user_id" not in tried.wsgi_request.session
