"""A signer signs a locked paper at its page; what is not this paper signed by him is refused and nothing is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.models import User
from phoihop.accounts.tests import factories as people
from phoihop.core.actions import Refused, perform
from phoihop.core.models import Draft, JournalBody
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.documents import actions as verbs
from phoihop.documents.models import OutgoingDocument, TrustedRoot, Way
from phoihop.documents.signatures.keys import FileKey
from phoihop.documents.signatures.matching import bare_copy, copy_to_sign
from phoihop.documents.signatures.placing import place
from phoihop.documents.signatures.signing import sign
from phoihop.documents.signatures.verify import verify
from phoihop.documents.tests import authority
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.signed_papers import AT, programme

pytestmark = pytest.mark.one_database


@pytest.fixture
def room(db: None) -> Registry:
    made = Registry()
    made.trust(authority.root(authority.ROOT).pem)
    return made


def key_of(name: str, phrase: str = authority.PHRASE) -> bytes:
    return authority.key_file(authority.signer(name), phrase)


def signed_by(document: OutgoingDocument, name: str) -> bytes:
    key = FileKey(content=key_of(name), phrase=authority.PHRASE)
    return sign(copy_to_sign(document), key=key, at=AT)


def upload(content: bytes, name: str = "ban-ky.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def office(body: Organisation, role: str = "leader") -> Client:
    made = people.account(f"u{body.pk}{role}", body, role)
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    return client


def page(document: OutgoingDocument) -> str:
    return f"/van-ban-di/{document.code}/ky-so/"


def sent(client: Client, document: OutgoingDocument, **rest: Any) -> Any:
    given = {"phrase": authority.PHRASE, "key_file": upload(key_of("Vũ Hoàng Nam"), "khoa.p12"), **rest}
    return client.post(page(document), given)


# ----------------------------------------------------------------------------------------------- the rule


def test_a_pdf_signed_elsewhere_is_verified_matched_and_recorded_as_digital(room: Registry) -> None:
    made = room.locked()
    made = room.perform(
        verbs.sign, made, room.leader, way="digital", upload=upload(signed_by(made, "Vũ Hoàng Nam"))
    )
    (row,) = made.signatures.all()
    assert (row.way, row.file.kind) == (Way.DIGITAL, "pdf")
    assert row.result.startswith("Vũ Hoàng Nam; nơi cấp chứng thư đã được xác nhận; hai bộ kiểm tra")
    assert row.result.endswith("đúng tệp của văn bản đã khóa")


def refusal(room: Registry, made: OutgoingDocument, content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        room.perform(verbs.sign, made, room.leader, way="digital", upload=upload(content))
    made.refresh_from_db()
    assert [row.signed_on for row in made.signatures.all()] == [None]
    return caught.value.reason


def test_what_is_not_this_paper_signed_by_this_signer_is_refused(room: Registry) -> None:
    made = room.locked()
    assert refusal(room, made, bare_copy(made)) == "Tệp chưa có chữ ký số nào."
    assert refusal(room, made, signed_by(made, "Lê Thị Hạnh")) == (
        "Chữ ký trong tệp là của Lê Thị Hạnh, không phải của Vũ Hoàng Nam."
    )
    key = FileKey(content=key_of("Vũ Hoàng Nam"), phrase=authority.PHRASE)
    assert refusal(room, made, sign(programme(), key=key, at=AT)).startswith(
        "Chữ trong tệp khác bản đã khóa: “"
    )
    broken = bytearray(signed_by(made, "Vũ Hoàng Nam"))
    broken[11] ^= 1  # in the comment of the head: still a PDF, no longer what was signed
    assert refusal(room, made, bytes(broken)).startswith("1 trên 1 chữ ký không giữ được")


def test_a_certificate_of_an_issuer_nobody_trusts_does_not_count_though_it_bears_the_name(
    room: Registry,
) -> None:
    made = room.locked()
    self_made = "CA tự lập"
    key = FileKey(
        content=authority.key_file(authority.signer("Vũ Hoàng Nam", under=self_made), under=self_made),
        phrase=authority.PHRASE,
    )
    reason = refusal(room, made, sign(copy_to_sign(made), key=key, at=AT))
    assert reason.startswith("Chữ ký của Vũ Hoàng Nam chưa được tính: chưa xác nhận được nơi cấp chứng thư")


def test_a_name_with_other_tones_is_another_name(room: Registry) -> None:
    made = room.locked()
    assert refusal(room, made, signed_by(made, "Vũ Hoàng Năm")) == (
        "Chữ ký trong tệp là của Vũ Hoàng Năm, không phải của Vũ Hoàng Nam."
    )


def test_several_sign_in_order_and_a_file_without_the_earlier_signature_is_refused(room: Registry) -> None:
    made = room.locked(joint=[room.bodies["MTTQ"]])
    first = bare_copy(made)
    made = room.perform(
        verbs.sign, made, room.leader, way="digital", upload=upload(signed_by(made, "Vũ Hoàng Nam"))
    )
    chair = acting(room.bodies["MTTQ"], "leader", user=40)
    alone = sign(first, key=FileKey(content=key_of("Nguyễn Bích Loan"), phrase=authority.PHRASE), at=AT)
    with pytest.raises(Refused) as caught:
        room.perform(verbs.sign, made, chair, way="digital", upload=upload(alone))
    assert caught.value.reason == "Tệp này thiếu chữ ký số đã có của Vũ Hoàng Nam."
    made = room.perform(
        verbs.sign, made, chair, way="digital", upload=upload(signed_by(made, "Nguyễn Bích Loan"))
    )
    with default_storage.open(made.signatures.last().file.stored_as) as held:
        found = verify(held.read(), roots=(), at=AT)
    assert [s.certificate.name for s in found.signatures if s.certificate] == [
        "Vũ Hoàng Nam",
        "Nguyễn Bích Loan",
    ]
    assert found.sound and made.signed_on is not None


def test_the_bare_copy_is_the_same_bytes_each_time_and_has_the_column_of_its_signer(room: Registry) -> None:
    made = room.locked()
    assert bare_copy(made) == bare_copy(OutgoingDocument.objects.get(pk=made.pk))
    assert place(bare_copy(made), name="Vũ Hoàng Nam", authority="TM. ỦY BAN NHÂN DÂN") is not None


def test_an_issuer_is_trusted_by_an_administrator_with_its_source_and_no_longer(db: None) -> None:
    room = Registry()
    keeper = acting(room.bodies["VP"], "administrator", user=9)
    given: dict[str, Any] = {"source": "trang của nơi cấp", "valid_from": AT.date()}
    root = perform(
        verbs.trust_root,
        actor=keeper,
        at=NOW,
        upload=upload(authority.root(authority.ROOT).pem, "ca.crt"),
        **given,
    )
    assert (root.name, root.state) == (authority.ROOT, "trusted")
    for content in (b"%PDF-1.4", authority.signer("Vũ Hoàng Nam").pem, authority.root(authority.ROOT).der):
        with pytest.raises(Refused):
            perform(verbs.trust_root, actor=keeper, at=NOW, upload=upload(content, "ca.crt"), **given)
    perform(
        verbs.end_trust, root, actor=keeper, at=NOW, valid_to=AT.date(), ended_why="nơi cấp đổi chứng thư"
    )
    assert TrustedRoot.objects.get().state == "ended"


def test_where_several_localities_work_one_administrator_alone_trusts_no_issuer_for_all(db: None) -> None:
    room = Registry()
    people.account("quan.tri.khac", ward("Láng Giềng")["UBND"], "administrator")
    with pytest.raises(Refused, match="danh mục nơi cấp chứng thư là của chung"):
        room.trust(authority.root(authority.ROOT).pem)
    assert not TrustedRoot.objects.exists()


# ----------------------------------------------------------------------------------------------- the page


def test_a_signer_sees_the_fingerprint_and_signs_with_his_key_file(room: Registry) -> None:
    made = room.locked()
    client = office(room.bodies["UBND"])
    shown = client.get(page(made)).content.decode()
    assert made.fingerprint[:4].upper() in shown and "Đến lượt" in shown
    answer = sent(client, made)
    assert (answer.status_code, answer["Location"]) == (302, f"/van-ban-di/{made.code}/")
    made.refresh_from_db()
    (row,) = made.signatures.all()
    assert (row.way, row.signed_on is not None) == (Way.DIGITAL, True)


def test_a_wrong_pass_phrase_is_said_nothing_is_signed_and_it_stands_nowhere(room: Registry) -> None:
    made = room.locked()
    client = office(room.bodies["UBND"])
    secret = "-".join(("mật", "khẩu", "sai", "93"))
    answer = sent(client, made, phrase=secret)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Mật khẩu của tệp khóa chưa đúng." in shown
    assert "Chưa ký gì" in shown and secret not in shown
    sent(client, made)
    texts = [
        *JournalBody.objects.values_list("text", flat=True),
        *Draft.objects.values_list("data", flat=True),
    ]
    kept = json.dumps([*texts, {**client.session}], ensure_ascii=False, default=str)
    assert secret not in kept and authority.PHRASE not in kept


def test_what_was_signed_elsewhere_is_handed_in_at_the_same_page(room: Registry) -> None:
    made = room.locked()
    client = office(room.bodies["UBND"])
    copy = client.get(f"{page(made)}ban-de-ky.pdf")
    assert b"".join([copy.content]) == bare_copy(made) and "attachment" in copy["Content-Disposition"]
    wrong = client.post(page(made), {"signed_file": upload(bare_copy(made))})
    assert wrong.status_code == 409 and "Tệp chưa có chữ ký số nào." in wrong.content.decode()
    assert (
        client.post(page(made), {"signed_file": upload(signed_by(made, "Vũ Hoàng Nam"))}).status_code == 302
    )


def test_who_is_not_next_reads_and_does_not_sign(room: Registry) -> None:
    made = room.locked(joint=[room.bodies["MTTQ"]])
    front = office(room.bodies["MTTQ"])
    shown = front.get(page(made)).content.decode()
    assert "Đồng chí đọc được, chưa ký được." in shown and 'name="phrase"' not in shown
    sent(front, made)
    assert [row.signed_on for row in made.signatures.all()] == [None, None]
    assert office(room.bodies["PVHXH"]).get(page(made)).status_code == 404


def test_a_signer_is_told_what_changed_since_he_last_saw_the_text(room: Registry) -> None:
    made = room.draft()
    made = room.perform(
        verbs.revise_text, made, room.leader, text="I. KẾT QUẢ\nĐã niêm yết tại ba tổ dân phố."
    )
    made = room.perform(
        verbs.revise_text, made, room.unit, text="I. KẾT QUẢ\nĐã niêm yết tại hai tổ dân phố."
    )
    chief = acting(room.bodies["UBND"], "leader", user=77)
    made = room.perform(verbs.approve, made, chief)
    made = room.perform(verbs.lock_for_signing, made, room.office)
    from phoihop.documents.signatures.changes import since

    found = since(made, acting(room.bodies["UBND"], "leader", user=2))
    assert found.version is not None


def test_the_page_asks_the_same_number_of_queries_for_one_and_three_signers(room: Registry) -> None:
    one = room.locked()
    three = room.locked(joint=[room.bodies["MTTQ"], room.bodies["TTHDND"]])
    client = office(room.bodies["UBND"])
    client.get(page(one))
    counts = []
    for made in (one, three):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(page(made))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert User.objects.count() == 1


def test_an_issued_paper_is_opened_to_the_public_and_closed_again(room: Registry) -> None:
    made = room.perform(verbs.make_public, room.issued(), room.office)
    assert made.public_on is not None
    with pytest.raises(Refused):
        room.perform(verbs.make_public, made, room.office)
    made = room.perform(verbs.take_down, made, room.office, reason="có tên người dân")
    assert made.public_on is None


def test_the_page_of_a_locked_paper_leads_to_its_signing(room: Registry) -> None:
    made = room.locked()
    assert (
        f'href="{page(made)}"'
        in office(room.bodies["UBND"]).get(f"/van-ban-di/{made.code}/").content.decode()
    )
