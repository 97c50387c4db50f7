"""Gửi kiến nghị: no account, the code at once, kept apart what must be, and machines held back without a riddle."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from phoihop.core import vault
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalBody, JournalEntry, SealedText
from phoihop.directory.tests.factories import ward as bodies_of_a_ward
from phoihop.petitions.models import Petition
from phoihop.petitions.tests.factories import Voices
from phoihop.portal import forms, gate

pytestmark = pytest.mark.django_db
SEND = "/gui-kien-nghi/"
TEXT = "Ngõ 84 ngập 40 cm mỗi khi mưa. Bao giờ cải tạo rãnh?"


@pytest.fixture(autouse=True)
def _counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(forms, "QUICKEST", 0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ward() -> Voices:
    return Voices()


def picture(name: str = "IMG_20270802.jpg", *, place: bool = True) -> SimpleUploadedFile:
    image, out = Image.new("RGB", (60, 40), "grey"), io.BytesIO()
    exif = Image.Exif()
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif[0x010F] = "MáyẢnhMật"
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def sent(client: Client | None = None, **given: Any) -> Any:
    data = {
        "noi_dung": TEXT,
        "to": "12",
        "dia_diem": "ngõ 84",
        "cong_khai": "khong",
        "dau": forms.new_mark(),
        **given,
    }
    return (client or Client()).post(SEND, data)


def test_the_form_opens_for_everybody_with_the_place_of_the_qr(ward: Voices) -> None:
    told = Client().get(SEND + "?to=12")
    assert told.status_code == 200
    assert 'value="Tổ dân phố 12"' in told.content.decode()
    assert not told.cookies and "<script" not in told.content.decode()


def test_what_is_sent_is_a_petition_and_the_code_comes_at_once(ward: Voices) -> None:
    told = sent(anh=[picture(), picture("hai.jpg")], dien_thoai="0912 345 678")
    row = Petition.objects.get()
    assert (told.status_code, told["Location"]) == (303, f"/tra-cuu/{row.lookup}/phieu/")
    assert (row.state, row.source, row.content, row.quarter, row.place, row.public_since) == (
        "received", "door", TEXT, "Tổ dân phố 12", "ngõ 84", None,
    )  # fmt: skip
    assert (row.receiver, row.forwarder, row.front) == (
        ward.bodies["TTHDND"],
        ward.bodies["TTHDND"],
        ward.bodies["MTTQ"],
    )
    assert row.proofs.count() == 2
    slip = Client().get(told["Location"]).content.decode()
    assert row.lookup in slip and "<svg" in slip and "Ngõ 84" not in slip
    assert verify_database().faults == []


def test_the_telephone_goes_into_the_vault_and_nowhere_else(ward: Voices) -> None:
    sent(dien_thoai="0912345678")
    row = Petition.objects.get()
    assert [row.asker_ref] == list(SealedText.objects.values_list("ref", flat=True))
    assert vault.peek(row.asker_ref) == vault.Secret({"phone": "0912345678"})
    texts = list(JournalBody.objects.values_list("text", flat=True))
    assert texts and [text for text in texts if "0912345678" in text or TEXT in text] == []


def test_the_place_a_picture_was_taken_at_is_gone_before_it_is_kept(ward: Voices) -> None:
    upload = picture()
    assert b"Exif" in upload.read()
    upload.seek(0)
    sent(anh=[upload])
    file = Petition.objects.get().proofs.get().file
    assert file is not None
    with default_storage.open(file.stored_as) as kept:
        content = kept.read()
    assert b"Exif" not in content and "MáyẢnhMật".encode() not in content
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}


def test_content_is_open_only_if_the_asker_said_so(ward: Voices) -> None:
    sent(cong_khai="co")
    assert Petition.objects.get().public_since is not None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"noi_dung": ""}, "Chưa ghi nội dung."),
        ({"noi_dung": "a" * 4001}, "Dài quá 4000 chữ cái (đang có 4001)."),
        ({"cong_khai": ""}, "Chọn công khai hoặc không công khai nội dung."),
        ({"trang_web": "http://x"}, "phải để trống"),
        ({"dau": "sai"}, "Trang mở đã lâu."),
        ({"anh": [SimpleUploadedFile("don.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n")]}, "Chỉ nhận ảnh"),
        ({"anh": [picture(f"{n}.jpg") for n in range(5)]}, "Gửi nhiều nhất 4 ảnh."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(
    ward: Voices, given: dict[str, Any], says: str
) -> None:
    told = sent(**given)
    page = told.content.decode()
    assert (told.status_code, Petition.objects.count()) == (422, 0)
    assert says in page and 'value="ngõ 84"' in page
    if "noi_dung" not in given:
        assert TEXT in page


def test_a_form_sent_too_fast_is_sent_again_with_a_new_mark(
    ward: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "QUICKEST", 3)
    told = sent()
    assert told.status_code == 422 and "Gửi quá nhanh." in told.content.decode()
    mark = re.search(r'name="dau" value="([^"]+)"', told.content.decode())
    assert mark and signing.TimestampSigner(salt="portal.form").unsign(mark[1])
    monkeypatch.setattr(forms, "QUICKEST", 0)
    assert sent(dau=mark[1]).status_code == 303


def test_a_form_sent_twice_is_one_petition(ward: Voices) -> None:
    mark = forms.new_mark()
    first, second = sent(dau=mark, anh=[picture()]), sent(dau=mark, anh=[picture()])
    assert (first.status_code, second.status_code, second["Location"]) == (303, 303, first["Location"])
    assert (Petition.objects.count(), Petition.objects.get().proofs.count()) == (1, 1)


def test_words_of_a_denunciation_are_warned_of_before_anything_is_sent(ward: Voices) -> None:
    text = "Tôi tố cáo một cán bộ nhận hối lộ."
    told = sent(noi_dung=text, anh=[picture()])
    page = told.content.decode()
    assert (told.status_code, Petition.objects.count()) == (422, 0)
    assert "Đây có phải là tố cáo không?" in page and "tiếp công dân" in page and text in page
    assert "chọn lại ảnh" in page and "đã được lấy ra" not in page
    assert sent(noi_dung=text, da_doc="1").status_code == 303


def test_a_hall_behind_one_address_sends_and_a_machine_is_held_back(
    ward: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "SENDS", 5)
    assert [sent(noi_dung=f"Việc {n}").status_code for n in range(5)] == [303] * 5
    told = sent(noi_dung="Việc thứ sáu")
    assert (told.status_code, told["Retry-After"]) == (429, "60")
    assert "Việc thứ sáu" in told.content.decode() and "Đang có nhiều người gửi" in told.content.decode()
    assert gate.SENDS == 5 and Petition.objects.count() == 5


def test_nothing_is_journalled_of_what_was_refused(ward: Voices) -> None:
    before = JournalEntry.objects.count()
    sent(noi_dung="")
    assert JournalEntry.objects.count() == before


def test_two_localities_on_one_machine_ask_which_one(ward: Voices) -> None:
    other = Voices(bodies_of_a_ward("Láng Giềng"))
    place = other.bodies["UBND"].territory
    assert "Chọn…" in Client().get(SEND).content.decode()
    nowhere = sent()
    assert (nowhere.status_code, "Chưa rõ gửi phường, xã nào" in nowhere.content.decode()) == (422, True)
    assert sent(noi=place.code).status_code == 303
    assert Petition.objects.get().receiver == other.bodies["TTHDND"]


def test_the_sheet_for_the_notice_board_leads_to_the_form_of_its_place(ward: Voices) -> None:
    page = Client().get(f"{SEND}to-dan-bang-tin/?to=12").content.decode()
    assert "Tổ dân phố 12" in page and "http://testserver/gui-kien-nghi/?to=12" in page and "<svg" in page


def test_who_writes_his_name_and_number_into_the_text_is_told_before_it_is_sent(ward: Voices) -> None:
    named = "Tôi là Nguyễn Văn Hùng, 0912 345 678. Ngõ 84 ngập."
    told = sent(noi_dung=named)
    words = told.content.decode()
    assert (told.status_code, Petition.objects.count()) == (422, 0)
    assert "họ tên người “Nguyễn Văn Hùng”; số điện thoại “0912 345 678”" in words and named in words
    known = re.findall(r'name="biet" value="([^"]+)"', words)
    assert sent(noi_dung=named, biet=known).status_code == 303


def test_a_telephone_that_cannot_be_dialled_is_told_what_is_right(ward: Voices) -> None:
    told = sent(dien_thoai="09ab")
    assert told.status_code == 422 and "phải đủ 10 chữ số" in told.content.decode()


def test_the_slip_says_what_a_holder_of_the_code_sees(ward: Voices) -> None:
    for public, words in (
        ("khong", "ai cầm mã cũng chỉ thấy tiến độ"),
        ("co", "ai có mã cũng xem được nội dung"),
    ):
        slip = Client().get(sent(cong_khai=public)["Location"]).content.decode()
        assert words in slip


def test_a_chosen_picture_is_said_beside_its_box_to_be_chosen_again(
    ward: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visitor's form keeps nothing (decision 0020): the box says so, by the names of what was chosen."""
    page = sent(noi_dung="", anh=[picture()]).content.decode()
    box = page.index('<input id="id_anh"')
    beside = page[page.rindex("<label", 0, box) : box + 200]
    assert f"Phải chọn lại ảnh ở ô này ({picture().name})" in beside
    assert 'aria-describedby="y-anh mat-anh"' in beside
    assert "Phải chọn lại ảnh" not in sent(noi_dung="").content.decode()
    monkeypatch.setattr(gate, "SENDS", 0)
    assert "Phải chọn lại ảnh ở ô này" in sent(anh=[picture()]).content.decode()
