"""What comes in at the page and at the JSON door: letters nobody sees, halves of letters, numbers and days nobody
means, keys of any length. Each is kept clean or refused in words; none ends in an error of the server."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phoihop.accounts import actions as accounts
from phoihop.accounts.models import Mandate
from phoihop.accounts.tests import factories as people
from phoihop.commitments.models import Commitment
from phoihop.core.actions import perform
from phoihop.core.models import JournalEntry
from phoihop.core.text import typed
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, SINCE, ward
from phoihop.documents.actions import name_of
from phoihop.documents.filetypes import Refusal, detect

pytestmark = pytest.mark.django_db
NEW = "/nhiem-vu/moi/propose/"


@pytest.fixture
def bodies() -> dict[str, Organisation]:
    return ward()


@pytest.fixture
def office(bodies: dict[str, Organisation]) -> Client:
    made = people.account("cb", bodies["UBND"], "clerk")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    return client


def given(bodies: dict[str, Organisation], **more: Any) -> dict[str, Any]:
    task = {"content": "Niêm yết lịch", "lead": bodies["PKT"].pk, "product": "Ảnh", "due_on": "31/08/2027"}
    return {**task, **more}


def sent(client: Client, body: dict[str, Any], verb: str = "nhiem-vu/propose") -> Any:
    return client.post(f"/api/v1/{verb}", json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("half", ["a\x00b", "a\ud800b", "\udfff"])
@pytest.mark.parametrize("name", ["content", "lead", "cooperation", "due_on", "field", "khong-co"])
def test_half_letters_in_json_are_refused_in_words_and_nothing_is_written(
    office: Client, bodies: dict[str, Organisation], name: str, half: str
) -> None:
    before = JournalEntry.objects.count()
    for value in (half, [half], {"content_base64": "AAAA", "name": half}, {half: "x"}):
        body = {"content": "Niêm yết lịch", "lead": bodies["PKT"].code, name: value}
        assert sent(office, body).status_code == 422
    assert JournalEntry.objects.count() == before


def test_what_is_typed_is_kept_as_it_is_read(office: Client, bodies: dict[str, Organisation]) -> None:
    seen = "Niêm yết “lịch” 🇻🇳"
    hidden = unicodedata.normalize("NFD", seen).replace(" ", " \u200b\x01\x1b\u202e")
    office.post(NEW, given(bodies, content=hidden))
    sent(office, {**given(bodies, content=hidden), "lead": bodies["PKT"].code})
    assert list(Commitment.objects.values_list("content", flat=True)) == [seen, seen]


def test_line_ends_stay_and_letters_without_a_shape_go() -> None:
    assert typed("một\r\nhai\tba") == "một\r\nhai\tba"
    assert typed("a\u2028b\x0bc\ufffed\ufeff") == "a\nb\ncd"


@pytest.mark.parametrize("many", [["9" * 30], ["9" * 5000], ["²"], ["-1"], ["x"]])
def test_keys_no_database_holds_are_no_choice(
    office: Client, bodies: dict[str, Organisation], many: list[str]
) -> None:
    assert office.post(NEW, given(bodies, cooperation=many)).status_code == 422
    assert office.post(NEW, given(bodies, lead=many[0])).status_code == 422


@pytest.mark.parametrize(
    "day", ["01/01/0001", "31/12/9999", "05/08/0207", "31/02/2027", "1899-12-31", "٣١/٠٧/٢٠٢٧"]
)
def test_days_nobody_means_are_told_at_the_box(
    office: Client, bodies: dict[str, Organisation], day: str
) -> None:
    answer = office.post(NEW, given(bodies, due_on=day))
    assert answer.status_code == 422 and Commitment.objects.count() == 0


def test_a_key_of_any_length_makes_one_record(office: Client, bodies: dict[str, Organisation]) -> None:
    for _n in range(2):
        assert office.post(NEW, given(bodies, key="k" * 5000)).status_code == 302
    assert Commitment.objects.count() == 1
    assert max(map(len, JournalEntry.objects.values_list("key", flat=True))) == 64


@pytest.mark.parametrize(
    "mark", ["a~²", "a~" + "9" * 5000, "2027-01-01~" + "9" * 30, "~", "~~1", "0001-01-01~1"]
)
def test_a_place_in_a_list_that_cannot_be_is_the_beginning(office: Client, mark: str) -> None:
    pages = [reverse(name) for name in ("commitments:list", "directory:person_list", "programmes:list")]
    answers = [office.get(page, {way: mark}).status_code for page in pages for way in ("sau", "truoc")]
    assert answers == [200] * 6


def test_a_nul_in_an_address_is_refused(office: Client) -> None:
    assert [office.get(p).status_code for p in ("/nhiem-vu/NV%00/", "/api/v1/nhiem-vu/%00")] == [400, 400]


def test_a_capacity_that_ended_under_an_open_form_is_told_and_nothing_is_done_in_another(
    office: Client, bodies: dict[str, Organisation]
) -> None:
    user = Mandate.objects.get(user__username="cb").user
    grant: dict[str, Any] = {"user": user, "role": "clerk", "body": bodies["MTTQ"], "valid_from": SINCE}
    second = perform(accounts.grant, actor=CLOCK, at=NOW, **grant)
    perform(accounts.end_mandate, second, actor=CLOCK, at=NOW)
    answer = office.post(NEW, given(bodies, hat=str(second.pk)))
    assert (answer.status_code, Commitment.objects.count()) == (409, 0)
    assert "Tư cách ghi trên biểu mẫu này không còn." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("..\\..\\a.txt", "a.txt"), ("bao-cao\u202excod.pdf", "bao-caoxcod.pdf"),
        ("a\nb.txt", "a b.txt"), ("x" * 400 + ".docx", "x" * 195 + ".docx"), ("x" * 300, "x" * 200), ("/", ""),
    ],
)  # fmt: skip
def test_a_file_is_kept_under_its_name_alone(name: str, kept: str) -> None:
    assert name_of(name) == kept


@pytest.mark.parametrize("suffix", ["bat", "js", "hta", "vbs", "ps1", "exe", "lnk", "svg", "docm", "JSE"])
def test_what_a_double_click_would_run_is_not_kept_whatever_it_holds(suffix: str) -> None:
    with pytest.raises(Refusal, match="chạy được như chương trình"):
        detect("Báo cáo công tác quý II".encode(), f"bao-cao.{suffix}")
