"""Looking at a kept file: pages as pictures, text as lines, and a reason where neither can be had."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

import phoihop.config.demo
from phoihop.accounts.actions import create_account
from phoihop.config.demo.build import _scan
from phoihop.core.actions import perform
from phoihop.core.models import Access
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.documents.actions import store, withdraw
from phoihop.documents.models import File
from phoihop.ingest.actions import read

pytestmark = pytest.mark.django_db
PAPERS = Path(phoihop.config.demo.__file__).parent / "papers"
LINE = "Công văn về lịch tiếp xúc cử tri"


@pytest.fixture
def office() -> Organisation:
    return ward()["VP"]


@pytest.fixture
def clerk(office: Organisation) -> Client:
    account = perform(
        create_account, actor=CLOCK, at=NOW, username="cb", full_name="Cán Bộ", home=office, role="clerk",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    account.user.must_change_password = False
    account.user.save()
    client = Client()
    client.force_login(account.user)
    return client


def kept(office: Organisation, content: bytes, name: str) -> File:
    made: File = perform(
        store, actor=acting(office, "clerk"), at=NOW, upload=ContentFile(content, name=name), words="Tệp thử"
    )
    return made


def test_a_pdf_is_shown_page_by_page_and_the_look_is_noted(clerk: Client, office: Organisation) -> None:
    file = kept(office, _scan({"no": "7"}), "but-phe.pdf")
    assert f"/tai-lieu/{file.code}/xem/" in clerk.get(f"/tai-lieu/{file.code}/").content.decode()
    page = clerk.get(f"/tai-lieu/{file.code}/xem/")
    assert list(page.context["pages"]) == [1]
    picture = clerk.get(f"/tai-lieu/{file.code}/xem/1.png")
    assert (picture["Content-Type"], picture.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert clerk.get(f"/tai-lieu/{file.code}/xem/2.png").status_code == 404
    assert Access.objects.filter(kind="file", what=file.code).count() == 1


@pytest.mark.parametrize("name", ["14-minh-tan-chuong-trinh-2027.docx", "02-quan-ba-dinh-ky-ket-2024.html"])
def test_a_paper_is_shown_as_its_lines_without_its_markup(
    name: str, clerk: Client, office: Organisation
) -> None:
    file = kept(office, (PAPERS / name).read_bytes(), name)
    page = clerk.get(f"/tai-lieu/{file.code}/xem/")
    lines = page.context["lines"]
    assert len(lines) > 5 and [line for line in lines if "<" in line] == []
    assert clerk.get(f"/tai-lieu/{file.code}/xem/1.png").status_code == 404


def test_what_was_typed_into_a_file_is_text_on_the_page(clerk: Client, office: Organisation) -> None:
    file = kept(office, f"{LINE}\n<b>đậm</b> & nghiêng\n".encode(), "ghi.txt")
    text = clerk.get(f"/tai-lieu/{file.code}/xem/").content.decode()
    assert LINE in text and "<b>đậm</b>" not in text


def test_a_damaged_pdf_says_why_and_a_withdrawn_file_is_gone(clerk: Client, office: Organisation) -> None:
    broken = kept(office, b"%PDF-1.4\n1 0 obj\n<< >>\n%%EOF\n", "hong.pdf")
    assert "không dựng được trang để xem" in clerk.get(f"/tai-lieu/{broken.code}/xem/").content.decode()
    perform(withdraw, broken, actor=acting(office, "clerk"), at=NOW, withdrawn_why="Nhầm tệp")
    for tail in ("xem/", "xem/1.png", "tep/"):
        assert clerk.get(f"/tai-lieu/{broken.code}/{tail}").status_code == 404


def test_a_paper_read_from_a_file_that_was_taken_back_shows_no_word_of_it(
    clerk: Client, office: Organisation
) -> None:
    paper = ContentFile((PAPERS / "14-minh-tan-chuong-trinh-2027.docx").read_bytes(), name="14.docx")
    reading = perform(read, actor=acting(office, "clerk"), at=NOW, upload=paper)
    shown = "Cụ thể hóa Quy chế phối hợp"
    assert shown in clerk.get(f"/doc-van-ban-cu/{reading.code}/").content.decode()
    perform(withdraw, reading.file, actor=acting(office, "clerk"), at=NOW, withdrawn_why="Nhầm tệp")
    page = clerk.get(f"/doc-van-ban-cu/{reading.code}/")
    assert (page.status_code, shown in page.content.decode()) == (200, False)
