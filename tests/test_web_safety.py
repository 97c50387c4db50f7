"""The outside of the house: heads of answers, ways of asking, weights, addresses of visitors, and a full disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client, override_settings

from phoihop.accounts.tests import factories as people
from phoihop.commitments.models import Commitment
from phoihop.core import moment
from phoihop.core.models import Access, Draft, JournalEntry
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import ward

NEW = "/nhiem-vu/moi/propose/"
WORDS = "Rà soát chốt phòng cháy tổ 7 "


@pytest.fixture
def office(db: None) -> Client:
    return signed_in()


def signed_in() -> Client:
    made = people.account("cb", ward()["UBND"], "clerk")
    made.user.must_change_password = False
    made.user.save()
    client = Client(raise_request_exception=False)
    client.force_login(made.user)
    return client


def test_what_a_person_reads_is_kept_by_no_cache_and_no_back_button(office: Client) -> None:
    pages = ("/", "/nhiem-vu/", "/nhiem-vu/KHONG-CO/", "/nhiem-vu/xuat.xlsx", "/api/v1/nhiem-vu", NEW)
    assert {office.get(page)["Cache-Control"] for page in pages} == {"private, no-store"}


def test_every_page_bears_the_heads_that_keep_strangers_code_out(office: Client) -> None:
    for page in ("/", "/nhiem-vu/KHONG-CO/", "/khong-co/", "/tai-khoan/login/"):
        answer = (Client() if "login" in page else office).get(page)
        policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
        assert (policy["default-src"], policy["object-src"], policy["frame-ancestors"]) == (
            "'self'",
            "'none'",
            "'none'",
        )
        heads = [answer[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")]
        assert heads == ["DENY", "nosniff", "same-origin"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "XYZ"])
def test_a_way_of_asking_nobody_uses_is_refused_everywhere(office: Client, method: str) -> None:
    for page in ("/", "/nhiem-vu/", NEW, "/api/v1/nhiem-vu"):
        answer = office.generic(method, page)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("size", [str(65 << 20), "9" * 40, "-1", "abc"])
def test_a_request_heavier_than_any_paper_is_not_read_whoever_sends_it(office: Client, size: str) -> None:
    for client in (office, Client()):
        answer = client.post("/tai-lieu/moi/store/", {"words": "x"}, CONTENT_LENGTH=size)
        assert answer.status_code == 413 and "quá nặng" in answer.content.decode()


@pytest.mark.parametrize(
    "where", ["//la.example", "https://la.example", "/\\la.example", "javascript:alert(1)"]
)
def test_no_address_outside_is_gone_to_after_signing_in_or_after_an_action(
    office: Client, where: str
) -> None:
    bodies = {body.kind_id: body for body in Organisation.objects.all()}
    task = {"content": WORDS, "lead": bodies["PKT"].pk, "next": where}
    assert office.post(NEW, task)["Location"].startswith("/nhiem-vu/NV-")
    assert where not in Client().get("/tai-khoan/login/", {"next": where}).get("Location", "")


@pytest.mark.parametrize(
    ("proxies", "sent", "noted"),
    [
        (0, "9.9.9.9", "127.0.0.1"), (1, "9.9.9.9", "9.9.9.9"), (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (1, "khong-phai", None), (1, "", None), (1, "9.9.9.9, ::1", "::1"),
    ],
)  # fmt: skip
def test_the_access_log_holds_the_address_the_declared_proxy_wrote_down(
    office: Client, proxies: int, sent: str, noted: str | None
) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        office.get("/nhiem-vu/KHONG-CO/", HTTP_X_FORWARDED_FOR=sent)
    assert Access.objects.latest("pk").address == noted


@pytest.fixture
def full(transactional_db: None) -> Iterator[Client]:
    """A signed-in clerk, and then a disk without a free page."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its own room")
    client = signed_in()
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    for size in (2000, 200, 20):
        fill(size)
    yield client
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


def fill(size: int) -> None:
    try:
        for n in range(10_000):
            Draft.objects.create(user=0, action=f"{size}.{n}", data="x" * size, at=moment.now())
    except OperationalError:
        return


def words_of(answer: Any) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def test_on_a_full_disk_everything_can_be_read_and_no_text_is_lost(full: Client) -> None:
    long = WORDS * 15
    before = JournalEntry.objects.count()
    lead = Organisation.objects.get(kind="PKT").pk
    reads = [
        full.get(page).status_code for page in ("/", "/nhiem-vu/", NEW, "/nhiem-vu/KHONG-CO/", "/thong-bao/")
    ]
    assert reads == [200, 200, 200, 404, 200]
    wrong = full.post(NEW, {"content": long, "lead": "0", "product": "Ảnh " * 40})
    right = full.post(NEW, {"content": long, "lead": lead, "product": "Ảnh " * 40})
    assert (wrong.status_code, right.status_code) == (422, 503)
    assert long.strip() in words_of(wrong) and long.strip() in words_of(right)
    assert "Ổ đĩa máy chủ đã đầy" in words_of(right) and "đừng đóng trang" in words_of(right)
    assert full.post("/ban-nhap/", {"nhap": "commitments.propose", "content": long * 20}).status_code == 503
    assert (JournalEntry.objects.count(), Commitment.objects.count()) == (before, 0)


def test_where_nothing_can_be_written_a_session_goes_on_though_it_cannot_be_renewed(
    transactional_db: None,
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a switch of SQLite")
    client = signed_in()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")
    try:
        seen = [client.get("/nhiem-vu/").status_code for _n in range(2)]
        told = client.post("/thong-bao/", {})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = 0")
    assert seen == [200, 200] and settings.SESSION_COOKIE_NAME in client.cookies
    assert told.status_code == 503 and "đang bận quá lâu" in words_of(told)
