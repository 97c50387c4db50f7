"""The sign-in pages speak Vietnamese: labels, errors, messages; allauth ships none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from phoihop.accounts.actions import end_mandate, set_password
from phoihop.accounts.setup import first_run
from phoihop.accounts.tests import factories as make
from phoihop.core import moment
from phoihop.core.actions import perform
from phoihop.core.seed import load_all
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
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


@pytest.fixture
def first() -> Any:
    load_all()
    _place, account, _password = first_run(
        kind="phuong", name="Thử", username="thu", full_name="Người Thử", at=moment.now()
    )
    return account.user


def test_a_new_installation_says_what_to_type_until_somebody_has_an_account() -> None:
    new = words_of(Client().get("/tai-khoan/login/").content)
    assert "Chưa ai có tài khoản" in new and "phoihop init" in new
    make.account("bhang", ward()["UBND"], "clerk")
    later = words_of(Client().get("/tai-khoan/login/").content)
    assert "phoihop init" not in later and "do quản trị của phường cấp" in later


def test_the_first_person_administers_and_does_a_clerks_work(first: Any) -> None:
    assert [m.role for m in first.mandates.order_by("pk")] == ["administrator", "clerk"]
    client = Client()
    client.force_login(first)
    first.must_change_password = False
    first.save()
    assert "/tong-hop/moi/open-round/" in client.get("/tong-hop/").content.decode()
    grant = client.get("/vai-tro/moi/grant/").content.decode()
    assert f'value="{moment.today():%d/%m/%Y}"' in grant


def test_an_empty_list_names_the_roles_that_may_begin_and_where_they_are_given(first: Any) -> None:
    perform(end_mandate, first.mandates.get(role="clerk"), actor=CLOCK, at=moment.now())
    first.must_change_password = False
    first.save()
    client = Client()
    client.force_login(first)
    page = client.get("/tong-hop/").content.decode()
    assert "là việc của vai trò Chuyên viên, Lãnh đạo" in page and 'href="/vai-tro/moi/grant/"' in page
    assert "open-round" not in page


def test_the_usual_bodies_hold_the_associations_of_every_locality(first: Any) -> None:
    there = set(Organisation.objects.values_list("kind", flat=True))
    assert {"CTD", "NCT", "CCB", "PN", "TN", "CD"} <= there
