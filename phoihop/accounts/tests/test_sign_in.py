"""The sign-in pages speak Vietnamese: labels, errors, messages; allauth ships none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from phoihop.accounts.actions import set_password
from phoihop.accounts.tests import factories as make
from phoihop.directory.tests.factories import ward

pytestmark = pytest.mark.django_db
PASSWORD = "lac-da-qua-cau-7"  # noqa: S105 of a test


@pytest.fixture
def login() -> Any:
    cache.clear()  # the count of wrong passwords
    made = make.account("bhang", ward()["UBND"], "clerk")
    set_password(made.user, PASSWORD, until=None)
    return made.user


def words_of(page: bytes) -> str:
    return re.sub(r"<[^>]+>", " ", page.decode())


ENGLISH = re.compile(
    r"\b(username|password|forgot|current|new|again|must|type|field|required|successfully|signed)\b", re.I
)


def test_the_first_page_and_its_refusal_hold_no_english_word(login: Any) -> None:
    client = Client()
    page = client.get("/tai-khoan/login/")
    wrong = client.post("/tai-khoan/login/", {"login": "bhang", "password": "sai"})
    empty = client.post("/tai-khoan/login/", {})
    assert "Tên đăng nhập" in words_of(page.content) and "Mật khẩu" in words_of(page.content)
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in words_of(wrong.content)
    assert [ENGLISH.findall(words_of(p.content)) for p in (page, wrong, empty)] == [[], [], []]


def test_changing_a_password_is_said_in_vietnamese(login: Any) -> None:
    client = Client()
    signed_in = client.post("/tai-khoan/login/", {"login": "bhang", "password": PASSWORD}, follow=True)
    page = client.get("/tai-khoan/password/change/")
    typed = {"oldpassword": "sai", "password1": "mot-mat-khau-moi", "password2": "khac-han-nhau"}
    wrong = client.post("/tai-khoan/password/change/", typed)
    right = {"oldpassword": PASSWORD, "password1": "trau-tot-bo-giong-9", "password2": "trau-tot-bo-giong-9"}
    changed = client.post("/tai-khoan/password/change/", right, follow=True)
    assert [ENGLISH.findall(words_of(p.content)) for p in (signed_in, page, wrong, changed)] == [[]] * 4
    assert "Mật khẩu đang dùng chưa đúng." in words_of(wrong.content)
    assert "Hai lần gõ mật khẩu mới không giống nhau." in words_of(wrong.content)
    assert "Đã đổi mật khẩu." in words_of(changed.content)
