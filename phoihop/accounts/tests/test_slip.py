"""From the printed slip to a password of one's own, as a person meets it in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from phoihop.accounts import actions as verbs
from phoihop.accounts.models import User
from phoihop.accounts.tests import factories as make
from phoihop.core import moment
from phoihop.core.seed import load_all
from phoihop.directory.tests.factories import ward

pytestmark = pytest.mark.django_db
OWN = "mua-thu-2027-minh-tan"
CHANGE = "/tai-khoan/password/change/"


@pytest.fixture
def slip() -> str:
    """The words on the slip of a new clerk, printed just now."""
    load_all()
    made = make.account("lan", ward()["VP"], "clerk")
    verbs.set_password(made.user, "abcd-efgh-2345-6789", until=moment.now() + timedelta(days=3))
    return "abcd-efgh-2345-6789"


def sign_in(password: str) -> Client:
    client = Client()
    client.post("/tai-khoan/login/", {"login": "lan", "password": password})
    return client


def change(client: Client, old: str, new: str) -> Any:
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def test_who_signs_in_with_a_slip_chooses_a_password_and_goes_to_work(slip: str) -> None:
    client = sign_in(slip)
    assert client.get("/nhiem-vu/")["Location"] == CHANGE
    change(client, slip, OWN)
    user = User.objects.get(username="lan")
    assert (user.must_change_password, user.slip_until) == (False, None)
    assert client.get("/nhiem-vu/").status_code == 200


def test_the_chosen_password_opens_after_the_slip_has_run_out(slip: str) -> None:
    change(sign_in(slip), slip, OWN)
    assert sign_in(OWN).get("/nhiem-vu/").status_code == 200
    assert sign_in(slip).get("/nhiem-vu/").status_code == 302


def test_the_words_of_the_slip_are_not_taken_as_ones_own(slip: str) -> None:
    client = sign_in(slip)
    assert "khác với mật khẩu in trên phiếu" in change(client, slip, slip).content.decode()
    assert User.objects.get(username="lan").must_change_password


def test_a_slip_that_has_run_out_opens_nothing(slip: str) -> None:
    User.objects.filter(username="lan").update(slip_until=moment.now() - timedelta(minutes=1))
    assert sign_in(slip).get("/nhiem-vu/").status_code == 302
