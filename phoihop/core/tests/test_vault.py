"""The vault: sealed, found without opening, opened with a reason, erased; and texts the journal does not keep."""

from __future__ import annotations

import json
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils.datastructures import MultiValueDict

from phoihop.core import drafts, keyring, vault
from phoihop.core.actions import Refused, perform, the_action
from phoihop.core.canonical import canonical, plain
from phoihop.core.forms import bind, inputs_of
from phoihop.core.journal import as_of, export_lines, history, verify_database
from phoihop.core.models import Access, Draft, JournalBody, SealedMark, SealedOpening, SealedText, SearchRow
from phoihop.core.proof import verify_lines
from phoihop.core.standing import standing_at
from phoihop.core.tests.factories import CLERK, NOW
from phoihop.core.tests.sample import actions as verbs
from phoihop.core.tests.sample.models import Letter
from phoihop.core.vault import MARKER, Secret

pytestmark = pytest.mark.django_db

NAME, PHONE, WORDS = "Nguyễn Thị Mẫu Đơn", "0912 345 678", "Ngõ 7 ngập mỗi khi mưa, xin khơi cống đầu ngõ"


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def letter(**more: Any) -> Letter:
    given = {"title": "Ngập ngõ 7", "content": WORDS, "name": Secret(NAME), "phone": Secret(PHONE), **more}
    made: Letter = perform(verbs.write, actor=CLERK, at=NOW, **given)
    return made


def told() -> str:
    """Everything the journal, the index and the drafts hold, as one text."""
    rows = [
        *JournalBody.objects.values_list("text", flat=True),
        *SearchRow.objects.values_list("title", "text"),
    ]
    return json.dumps([*rows, *Draft.objects.values_list("data", flat=True)], ensure_ascii=False)


def test_a_secret_is_repeated_by_nothing() -> None:
    secret = Secret({"name": NAME})
    assert [str(secret), repr(secret), f"{secret}", plain(secret), canonical([secret])] == [
        MARKER, MARKER, MARKER, MARKER, f'["{MARKER}"]',
    ]  # fmt: skip
    with pytest.raises(TypeError):
        json.dumps(secret)
    assert (bool(secret), bool(Secret("")), secret == Secret({"name": NAME})) == (True, False, True)


def test_what_is_sealed_stands_neither_in_the_row_nor_in_the_journal_nor_in_any_table() -> None:
    made = letter()
    assert vault.open_sealed(made.sender, actor=CLERK, reason="gọi lại hỏi số nhà", at=NOW) == {
        "name": NAME,
        "phone": PHONE,
    }
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("core_", "sample_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                assert [
                    row
                    for row in cursor.fetchall()
                    if NAME in str(row) or ("345" in str(row) and "912" in str(row))
                ] == []


def test_a_form_hands_over_a_secret_and_keeps_what_was_typed_for_the_page_that_answers_alone() -> None:
    verb = the_action(verbs.write)
    data = MultiValueDict(
        {"title": [""], "content": [WORDS], "name": [NAME], "phone": ["0912 345 678 901 234"]}
    )
    form = bind(verb, None, CLERK, data)
    assert form is not None and sorted(form.errors) == ["phone", "title"]
    assert NAME in str(form["name"])
    drafts.keep(CLERK, verb.name, None, data, at=NOW)
    assert json.loads(Draft.objects.get().data) == {"title": [""], "content": [WORDS]}
    whole = bind(
        verb,
        None,
        CLERK,
        MultiValueDict({"title": ["Ngập"], "content": [WORDS], "name": [NAME], "phone": [PHONE]}),
    )
    assert whole is not None and whole.is_valid()
    assert inputs_of(whole)["name"] == Secret(NAME)


def test_the_same_number_is_found_however_it_is_typed_and_nothing_is_opened() -> None:
    first, other = letter(), letter(phone=Secret("0987 654 321"))
    second = letter(phone=Secret("+84 912.345.678"))
    assert vault.same("phone", "0912345678") == [first.sender, second.sender]
    assert vault.same("phone", "0987-654-321") == [other.sender]
    assert vault.same("id_number", "0912345678") == []
    assert SealedOpening.objects.count() == 0


def test_every_opening_has_a_reason_and_is_noted_with_who_and_when() -> None:
    made = letter()
    with pytest.raises(ValueError, match="reason"):
        vault.open_sealed(made.sender, actor=CLERK, reason=" ", at=NOW)
    late = datetime(2027, 8, 2, 14, 14, tzinfo=UTC)  # 21:14 in Hà Nội
    vault.open_sealed(made.sender, actor=CLERK, reason="xác minh địa chỉ", at=NOW, about=made.code)
    vault.open_sealed(made.sender, actor=CLERK, reason="xem lại", at=late, about=made.code)
    rows = SealedOpening.objects.order_by("pk").values_list("name", "at", "reason", "about", "odd")
    assert list(rows) == [
        (CLERK.name, NOW, "xác minh địa chỉ", made.code, False), (CLERK.name, late, "xem lại", made.code, True),
    ]  # fmt: skip
    assert list(Access.objects.values_list("kind", "what", "user")) == [("sealed", made.code, CLERK.user)] * 2


def test_erased_words_are_gone_and_who_did_it_why_and_when_stays() -> None:
    made = letter()
    vault.erase(made.sender, actor=CLERK, at=NOW, reason="người gửi rút lại")
    row = SealedText.objects.get()
    assert (row.sealed, row.key, row.erased_by, row.erased_why, row.erased_at) == (
        "", "", CLERK.name, "người gửi rút lại", NOW,
    )  # fmt: skip
    assert (SealedMark.objects.count(), vault.same("phone", PHONE), vault.is_here(made.sender)) == (
        0,
        [],
        False,
    )
    with pytest.raises(vault.Gone):
        vault.open_sealed(made.sender, actor=CLERK, reason="xem", at=NOW)


def test_what_is_due_is_erased_on_its_day_and_not_before() -> None:
    ref = vault.keep(Secret("x"), kind="thử", at=NOW, erase_after=date(2027, 8, 5))
    vault.keep(Secret("y"), kind="thử", at=NOW)
    assert vault.erase_due(actor=CLERK, at=NOW + timedelta(days=2)) == 0
    assert vault.erase_due(actor=CLERK, at=NOW + timedelta(days=3)) == 1
    assert SealedText.objects.exclude(erased_at=None).get().ref == ref


def test_the_keys_lie_in_a_file_of_their_owner_and_may_be_changed() -> None:
    made = letter()
    path = Path(settings.DATA) / "keys" / keyring.KEYS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before, sealed = path.read_text(), SealedText.objects.get().sealed
    assert vault.rotate() == 1
    assert (path.read_text() != before, len(path.read_text().split()), stat.S_IMODE(path.stat().st_mode)) == (
        True,
        1,
        0o600,
    )
    assert SealedText.objects.get().sealed != sealed
    assert vault.open_sealed(made.sender, actor=CLERK, reason="thử", at=NOW)["name"] == NAME
    assert vault.same("phone", PHONE) == [made.sender]


def test_a_text_put_under_another_reference_or_changed_does_not_open() -> None:
    first, second = letter(), letter(name=Secret("Người khác"))
    theirs = SealedText.objects.get(ref=second.sender)
    SealedText.objects.filter(ref=first.sender).update(sealed=theirs.sealed)
    with pytest.raises(keyring.NoKey):
        vault.open_sealed(first.sender, actor=CLERK, reason="thử", at=NOW)


def test_the_journal_keeps_a_salted_digest_of_such_texts_and_proves_them() -> None:
    made = letter(pages=["Trang một nói về cống", "Trang hai nói về đèn"], remark=WORDS)
    perform(verbs.amend, made, actor=CLERK, at=NOW, content="Ngõ 7 đã hết ngập từ hôm qua")
    assert [
        words
        for words in (WORDS, "Ngập ngõ 7", "Trang một", "hết ngập", made.salt)
        if words in told_journal()
    ] == []
    assert verify_database().faults == []
    Letter.objects.update(content="Chữ bị sửa sau lưng")
    assert [(f.code, f.what) for f in verify_database().faults] == [
        (made.code, "giá trị trên bản ghi khác nhật ký: content")
    ]


def told_journal() -> str:
    return json.dumps(list(JournalBody.objects.values_list("text", flat=True)), ensure_ascii=False)


def test_such_texts_can_be_erased_while_the_chain_still_verifies() -> None:
    made = letter(pages=["Trang một nói về cống"])
    emptied = perform(verbs.empty, made, actor=CLERK, at=NOW)
    assert (emptied.title, emptied.content, [p.words for p in emptied.pages.all()]) == ("", "", [""])
    report = verify_database()
    assert (report.entries, report.faults, verify_lines(export_lines()).faults) == (2, [], [])
    assert [w for w in (WORDS, "Ngập ngõ 7", "ngap ngo 7", NAME, "Trang một") if w in told()] == []


def test_history_and_past_moments_say_that_the_text_is_not_kept_and_leave_the_row_alone() -> None:
    made = letter(pages=["Trang một nói về cống"])
    later = NOW + timedelta(days=1)
    perform(verbs.amend, made, actor=CLERK, at=later, content="Chữ mới của thư")
    assert [set(event.inputs["content"]) for event in history(made)] == [{"salted"}, {"salted"}]
    shot = as_of(made, NOW + timedelta(days=4000))
    assert shot is not None and set(shot["fields"]["content"]) == {"salted"} and "salt" not in shot["fields"]
    with standing_at(NOW, [Letter]):
        assert (Letter.objects.get().content, Letter.objects.get().seq) == ("Chữ mới của thư", 1)
    assert [p.words for p in Letter.objects.get().pages.all()] == ["Trang một nói về cống"]


def test_the_same_form_sent_twice_gives_the_first_letter_and_other_words_are_refused() -> None:
    given: dict[str, Any] = {"title": "Ngập", "content": WORDS, "name": Secret(NAME)}
    first = perform(verbs.write, actor=CLERK, at=NOW, key="k1", **given)
    assert perform(verbs.write, actor=CLERK, at=NOW, key="k1", **given).pk == first.pk
    with pytest.raises(Refused):
        perform(verbs.write, actor=CLERK, at=NOW, key="k1", **(given | {"content": "khác"}))
    assert Letter.objects.count() == 1
