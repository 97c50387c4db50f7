"""What a person typed survives a closed tab, an ended session and a form of an earlier sign-in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from phoihop.accounts.tests import factories as make
from phoihop.commitments.models import Commitment
from phoihop.core.models import Draft
from phoihop.core.seed import load_all
from phoihop.directory.tests.factories import ward

pytestmark = pytest.mark.django_db
PATH = "/nhiem-vu/moi/propose/"
WORDS = "Rà soát chốt phòng cháy tổ 7"


@pytest.fixture
def office() -> Any:
    load_all()
    return make.account("phang", ward()["UBND"], "clerk").user


def signed_in(user: Any, **kind: Any) -> Client:
    user.must_change_password = False
    user.save()
    client = Client(**kind)
    client.force_login(user)
    return client


def fields_of(page: bytes) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.decode()))


def test_typing_is_kept_while_it_goes_on_and_stands_in_the_form_again(office: Any) -> None:
    client = signed_in(office)
    kept = client.post("/ban-nhap/", {"nhap": "commitments.propose", "ma": "", "content": WORDS})
    page = client.get(PATH).content.decode()
    assert kept.status_code == 204 and WORDS in page and "Đã lấy lại chữ gõ dở" in page


def test_a_form_opened_without_typing_says_nothing_of_typing(office: Any) -> None:
    client = signed_in(office)
    client.post("/ban-nhap/", {"nhap": "commitments.propose", "ma": "", "content": ""})
    assert "Đã lấy lại chữ gõ dở" not in client.get(PATH).content.decode()


def test_what_was_kept_can_be_thrown_away(office: Any) -> None:
    client = signed_in(office)
    client.post("/ban-nhap/", {"nhap": "commitments.propose", "content": WORDS})
    gone = client.post("/ban-nhap/", {"nhap": "commitments.propose", "bo": "1"})
    assert (gone.status_code, gone["Location"], Draft.objects.count()) == (302, PATH, 0)


def test_a_form_sent_after_the_session_ended_comes_back_after_sign_in(office: Any) -> None:
    client = signed_in(office)
    fields = fields_of(client.get(PATH).content)
    client.cookies.pop("phoihop")  # the session is over, the page is still open
    sent = client.post(PATH, {**fields, "content": WORDS})
    assert sent.status_code == 302 and "/tai-khoan/login/" in sent["Location"]
    client.force_login(office)
    page = client.get(PATH).content.decode()
    assert WORDS in page and Commitment.objects.count() == 0


def test_what_one_person_typed_is_never_given_to_the_next_at_the_same_machine(office: Any) -> None:
    client = signed_in(office)
    fields = fields_of(client.get(PATH).content)
    client.cookies.pop("phoihop")
    client.post(PATH, {**fields, "content": WORDS})
    other = make.account("nguoikhac", office.account.home, "clerk").user
    other.must_change_password = False
    other.save()
    client.force_login(other)
    assert WORDS not in client.get(PATH).content.decode() and "held" not in client.session
    assert Draft.objects.count() == 0


def test_a_form_without_the_mark_of_this_house_is_not_kept(office: Any) -> None:
    client = Client()
    client.post(PATH, {"content": WORDS, "ai": "1:giả"})
    assert "held" not in client.session


def test_a_form_of_an_earlier_sign_in_is_kept_and_opens_again(office: Any) -> None:
    client = signed_in(office, enforce_csrf_checks=True)
    fields = fields_of(client.get(PATH).content)
    late = client.post(PATH, {**fields, "csrfmiddlewaretoken": "x" * 64, "content": WORDS})
    assert late.status_code == 403 and "Mở lại biểu mẫu" in late.content.decode()
    assert WORDS in client.get(PATH).content.decode()


def test_nobody_keeps_typing_for_what_he_may_not_do(office: Any) -> None:
    client = signed_in(office)
    for name in ("accounts.create_account", "không.có", "commitments.lapse"):
        assert client.post("/ban-nhap/", {"nhap": name}).status_code == 404
