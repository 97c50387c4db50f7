"""The mark of an issued paper: a code that can be read out, and the address it leads to."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.test import override_settings

from phoihop.documents import marking
from phoihop.documents.tests import papers

PRINT = hashlib.sha256(b"phoihop").hexdigest()


def test_a_code_is_read_back_into_the_beginning_of_its_fingerprint() -> None:
    for text in (b"a", b"b", b"phoihop"):
        found = hashlib.sha256(text).hexdigest()
        code = marking.short_code(found)
        assert [len(part) for part in code.split("-")] == [4, 4, 4]
        assert set(code) <= set(marking.ALPHABET + "-")
        assert marking.fingerprint_start(code) == found[: marking.HEX]


def test_a_code_typed_by_hand_may_be_small_spaced_and_hold_look_alikes() -> None:
    code = marking.short_code("0" * 15 + "f" * 49)
    assert code == "0000-0000-0000"
    for typed in ("OOOO 0000 0000", "oooo-oooo-oooo", "000000000000"):
        assert marking.fingerprint_start(typed) == "0" * 15
    assert marking.fingerprint_start("lI11-0000-0000") == marking.fingerprint_start("1111-0000-0000")


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKMU", "ABCD-EFGH-JKMNP", "🙂" * 12])
def test_what_is_no_code_leads_nowhere(typed: str) -> None:
    assert marking.fingerprint_start(typed) == ""


def test_the_address_is_that_of_the_installation_or_none_at_all() -> None:
    code = marking.short_code(PRINT)
    with override_settings(SITE="https://minhtan.example/"):
        mark = marking.verification_mark(PRINT)
    assert (mark.code, mark.address) == (code, f"https://minhtan.example/kiem-tra/{code}")
    with override_settings(SITE=""):
        assert marking.verification_mark(PRINT).address == ""


def test_a_mark_wants_a_fingerprint() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        marking.marked(papers.letter(), "KH-2027-0001")


def test_a_marked_paper_keeps_its_words() -> None:
    plain = papers.letter()
    made = marking.marked(plain, PRINT)
    assert made.blocks == plain.blocks
    assert (marking.mark_of(plain), marking.mark_of(made)) == (None, marking.verification_mark(PRINT))


def test_the_qr_is_the_same_picture_each_time_and_black_on_white() -> None:
    from PIL import Image

    picture = marking.qr_png("https://minhtan.example/kiem-tra/ABCD")
    assert picture == marking.qr_png("https://minhtan.example/kiem-tra/ABCD")
    assert {0, 255} == set(Image.open(io.BytesIO(picture)).convert("L").get_flattened_data())
