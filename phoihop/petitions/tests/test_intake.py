"""Every form that takes down somebody's words asks the same: is somebody named, is it a denunciation?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phoihop.core import vault
from phoihop.core.actions import registry
from phoihop.core.models import Draft
from phoihop.petitions import actions as verbs
from phoihop.petitions.intake import IntakeForm
from phoihop.petitions.models import Custody, Petition
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.test_pages import at_work, page, signed_in

pytestmark = pytest.mark.django_db
__all__ = ["at_work"]

HERE = "/kien-nghi/moi/receive/"
NAMED = "Ngõ 84 ngập. Tôi là Nguyễn Văn Hùng, gọi 0912 345 678."
ACCUSING = "Ông trưởng phòng nhận phong bì khi cấp phép."


def send(client: Client, **given: Any) -> Any:
    return client.post(HERE, {"content": "Ngõ 84 ngập khi mưa.", "source": "behalf", **given})


def answers(reply: Any) -> list[str]:
    return re.findall(r'name="biet" value="([^"]+)"', reply.content.decode())


def test_a_name_and_a_telephone_in_the_words_are_shown_with_the_boxes_they_belong_into(
    at_work: Voices,
) -> None:
    reply = send(signed_in(at_work), content=NAMED)
    told = reply.content.decode()
    assert reply.status_code == 422 and Petition.objects.count() == 0
    assert "họ tên người “Nguyễn Văn Hùng”; số điện thoại “0912 345 678”" in told
    assert "số điện thoại ghi ở ô “Điện thoại (cất riêng)”" in told
    assert NAMED in told


def test_who_goes_on_knowingly_goes_on_and_what_is_found_anew_is_asked_anew(at_work: Voices) -> None:
    client = signed_in(at_work)
    known = answers(send(client, content=NAMED))
    again = send(client, content=f"{NAMED} Hoặc 0913 999 888.", biet=known)
    assert again.status_code == 422 and answers(again) != known
    assert send(client, content=NAMED, biet=known).status_code == 302
    assert Petition.objects.get().content == NAMED


def test_who_typed_nothing_of_a_person_is_asked_nothing(at_work: Voices) -> None:
    assert send(signed_in(at_work)).status_code == 302
    assert Petition.objects.get().content == "Ngõ 84 ngập khi mưa."


def test_a_denunciation_is_asked_about_before_it_stands_in_the_book(at_work: Voices) -> None:
    client = signed_in(at_work)
    reply = send(client, content=ACCUSING)
    told = reply.content.decode()
    assert "Có dấu hiệu tố cáo (“phong bì”): chuyển sang sổ giữ thư?" in told and ACCUSING in told
    assert (Petition.objects.count(), Custody.objects.count()) == (0, 0)
    assert send(client, content=ACCUSING, biet=answers(reply)).status_code == 302
    assert Petition.objects.get().content == ACCUSING


def test_it_goes_under_the_seal_with_who_said_it_and_stands_in_no_other_book(at_work: Voices) -> None:
    client = signed_in(at_work)
    reply = send(client, content=ACCUSING, asker_name="Lê Thị Mai", asker_phone="0912 345 678", thay="to-cao")
    row = Custody.objects.get()
    held = vault.peek(row.sealed_ref)
    assert held is not None
    assert held.reveal() == {"name": "Lê Thị Mai", "phone": "0912 345 678", "content": ACCUSING}
    assert (Petition.objects.count(), Draft.objects.count()) == (0, 0)
    assert reply.headers["Location"] == "/so-chuyen-don/"
    assert f"Số trong sổ chuyển đơn: {row.code}." in page(client, "/so-chuyen-don/")


def test_another_way_is_open_only_where_the_question_was_asked(at_work: Voices) -> None:
    reply = send(signed_in(at_work), content=NAMED, thay="to-cao")
    assert reply.status_code == 422 and Custody.objects.count() == 0


def test_who_hands_a_petition_over_lands_where_its_number_stands(at_work: Voices) -> None:
    row = at_work.received(content=ACCUSING)
    client = signed_in(at_work)
    reply = client.post(f"/kien-nghi/{row.code}/hand-over/", {"kind": "denunciation"}, follow=True)
    assert reply.status_code == 200
    assert f"Số trong sổ chuyển đơn: {Custody.objects.get().code}." in reply.content.decode()
    officer = signed_in(at_work, role="reception")
    row = at_work.received(content=ACCUSING)
    reply = officer.post(f"/kien-nghi/{row.code}/hand-over/", {"kind": "denunciation"})
    last = Custody.objects.order_by("-pk")[0]
    assert reply.headers["Location"] == f"/so-chuyen-don/{last.code}/"


@pytest.mark.parametrize(
    ("typed", "right"), [("09ab", False), ("0912", False), ("0912 345 678", True), ("+84 912 345 678", True), ("024.3823.4567", True)]
)  # fmt: skip
def test_a_telephone_that_cannot_be_dialled_is_refused_with_what_is_right(
    at_work: Voices, typed: str, right: bool
) -> None:
    reply = send(signed_in(at_work), asker_phone=typed)
    assert (reply.status_code == 302) is right
    assert ("phải đủ 10 chữ số" in reply.content.decode()) is not right


def test_of_a_refused_form_nothing_comes_back_for_the_next_asker(at_work: Voices) -> None:
    client = signed_in(at_work)
    assert send(client, content=NAMED, title="Riêng của người trước").status_code == 422
    assert client.post(reverse("draft"), {"nhap": "petitions.receive", "content": "Riêng"}).status_code == 404
    assert Draft.objects.count() == 0
    shown = page(client, HERE)
    assert "Riêng của người trước" not in shown and "data-nhap" not in shown
    assert "Biểu này không giữ bản nháp" in shown


def test_what_is_typed_of_several_matters_is_kept_unless_somebody_is_named(at_work: Voices) -> None:
    row, client = at_work.received(), signed_in(at_work)
    here = f"/kien-nghi/{row.code}/split/"
    client.post(here, {"parts": "", "title": "Đèn ngõ 3 hỏng"})
    assert Draft.objects.count() == 1
    client.post(here, {"parts": "", "title": NAMED})
    assert Draft.objects.count() == 0


def test_a_form_sent_after_the_session_ended_waits_sealed_and_comes_back_once(at_work: Voices) -> None:
    client = signed_in(at_work)
    mark = re.search(r'name="ai" value="([^"]+)"', page(client, HERE))
    user = client.session["_auth_user_id"]
    client.logout()
    assert mark is not None
    send(client, content="Lời của người trước", ai=mark[1])
    held = client.session["held"]
    assert held["sealed"] and "Lời" not in held["data"]
    from phoihop.accounts.models import User

    client.force_login(User.objects.get(pk=user))
    session = client.session
    session["held"] = held
    session.save()
    assert "Lời của người trước" in page(client, HERE)
    assert "Lời của người trước" not in page(client, HERE)


def test_every_form_that_receives_a_petition_asks() -> None:
    names = {
        name for name, verb in registry.items() if verb.form is not None and issubclass(verb.form, IntakeForm)
    }
    assert {
        "petitions.receive", "petitions.split", "reception.record_reception", "voter_contact.capture", "dialogue.collect_question",
    } <= names  # fmt: skip


def test_the_leader_reads_the_whole_draft_before_his_name_stands_under_it(at_work: Voices) -> None:
    row = at_work.drafted(letter="45/UBND-KT", proof_words="Biên bản khảo sát 20/7")
    shown = page(signed_in(at_work, "UBND", "leader"), f"/kien-nghi/{row.code}/answer/")
    for words in (
        "Trả lời câu 1.",
        "Trả lời câu 2.",
        "Thay 180 m rãnh, nâng 2 hố ga",
        "30/10/2027",
        "45/UBND-KT",
        "Biên bản khảo sát 20/7",
    ):
        assert words in shown
    assert str(row.last_answer().short) in shown  # type: ignore[union-attr]


def test_the_words_of_an_answer_that_many_read_name_nobody_unknowingly(at_work: Voices) -> None:
    row = at_work.assigned()
    path = f"/kien-nghi/{row.code}/draft-answer/"
    sent = {
        "result_class": "dang_giai_quyet", "short": "Đang thay rãnh.", "line_1": "Đúng.", "line_2": "Xong 30/10.",
        "route": "Gặp bà Trần Thị Hoa, 0912 345 678", "promised_on": "30/10/2027",
    }  # fmt: skip
    client = signed_in(at_work, "PKT", "unit")
    reply = client.post(path, sent)
    assert reply.status_code == 422 and "họ tên người “Trần Thị Hoa”" in reply.content.decode()
    assert Petition.objects.get().answers.count() == 0
    assert client.post(path, sent | {"biet": answers(reply)}).status_code == 302


def test_a_draft_given_back_is_mended_not_typed_again(at_work: Voices) -> None:
    row = at_work.perform(verbs.send_back, at_work.drafted(), at_work.leader, reason="Ghi rõ ngày xong.")
    shown = page(signed_in(at_work, "PKT", "unit"), f"/kien-nghi/{row.code}/draft-answer/")
    last = row.last_answer()
    assert last is not None
    for words in (last.short, last.route, "Trả lời câu 2.", "Cần sửa: Ghi rõ ngày xong."):
        assert words in shown
