from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.core import text as t

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩị"
    "óòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ABĐƠỨ-–/.,0123456789",
    max_size=60,
)


def test_a_nul_or_half_a_character_is_refused_in_vietnamese() -> None:
    with pytest.raises(t.BadText, match="ký tự rỗng"):
        t.clean("tờ trình\x00")
    with pytest.raises(t.BadText, match="ký tự bị hỏng"):
        t.clean("kế hoạch \ud83d")


@given(VIETNAMESE)
def test_clean_text_is_nfc_whatever_the_keyboard_sent(words: str) -> None:
    assert t.clean(unicodedata.normalize("NFD", words)) == t.clean(words)


@pytest.mark.parametrize(
    "word",
    ["Phường Yên Hòa", "PHƯỜNG YÊN HÒA", "phuong yen hoa", unicodedata.normalize("NFD", "Phường Yên Hoà")],
)
def test_every_way_of_typing_folds_to_the_same_word(word: str) -> None:
    assert t.fold(word) == "phuong yen hoa"


def test_d_with_a_bar_folds_though_it_does_not_decompose() -> None:
    assert t.fold("Đặng Đình ĐÔNG") == "dang dinh dong"
    assert t.fold("Ðặng") == "dang"  # eth, as some fonts have it


def test_all_dashes_and_spaces_between_bodies_are_one() -> None:
    assert {t.fold(x) for x in ("HĐND-UBND", "HĐND - UBND", "HĐND – UBND", "HĐND\u00a0—  UBND")} == {
        "hdnd-ubnd"
    }


@given(VIETNAMESE)
def test_folding_twice_changes_nothing(words: str) -> None:
    assert t.fold(t.fold(words)) == t.fold(words)


def test_old_tone_places_become_modern_but_not_after_q() -> None:
    assert (
        t.modern_tones("Uỷ ban, UỶ BAN, hoà bình, Thuý, khoẻ, quý, Quỳnh")
        == "Ủy ban, ỦY BAN, hòa bình, Thúy, khỏe, quý, Quỳnh"
    )
    assert (
        t.modern_tones("hoàn toàn, Hoàng, thuyền, huỳnh, xoèn xoẹt")
        == "hoàn toàn, Hoàng, thuyền, huỳnh, xoèn xoẹt"
    )


@given(VIETNAMESE)
def test_modern_tones_never_change_what_is_searched(words: str) -> None:
    assert t.fold(t.modern_tones(words)) == t.fold(words)


def test_letters_stand_in_the_order_of_the_alphabet_then_tones() -> None:
    letters = "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split()
    assert sorted(reversed(letters), key=t.sort_key) == letters
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(tones), key=t.sort_key) == tones
    assert sorted(["đất", "dạ", "dê", "đa"], key=t.sort_key) == ["dạ", "dê", "đa", "đất"]


def test_document_numbers_sort_by_value() -> None:
    numbers = ["9/KH-UBND", "10/KH-UBND", "01/KH-UBND", "100/KH-UBND"]
    assert sorted(numbers, key=t.sort_key) == ["01/KH-UBND", "9/KH-UBND", "10/KH-UBND", "100/KH-UBND"]


def test_people_are_sorted_by_given_name_then_family_then_middle() -> None:
    people = ["Trần Văn Bình", "Nguyễn Thị Ánh", "Đ/c Lê Văn Anh", "Nguyễn Hải Anh", "bà Nguyễn Thị Anh"]
    assert sorted(people, key=t.name_key) == [
        "Đ/c Lê Văn Anh", "Nguyễn Hải Anh", "bà Nguyễn Thị Anh", "Nguyễn Thị Ánh", "Trần Văn Bình",
    ]  # fmt: skip


@given(VIETNAMESE)
def test_sort_keys_hold_only_what_every_collation_orders_alike(words: str) -> None:
    assert set(t.sort_key(words)) <= set("0123456789abcdefghijklmnopqrstuvwxyz")


@given(VIETNAMESE, VIETNAMESE)
def test_a_beginning_never_sorts_after_the_whole(head: str, tail: str) -> None:
    assert t.sort_key(head + " ") <= t.sort_key(head + " " + tail)


def test_a_slug_keeps_only_letters_and_digits() -> None:
    assert t.slug("Kế hoạch số 12/KH-UBND – Đợt 1") == "ke-hoach-so-12-kh-ubnd-dot-1"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567, "1.234.567"),
        ("1234567.5", "1.234.567,5"),
        (0, "0"),
        (Decimal("98.610"), "98,61"),
        (-1500, "-1.500"),
    ],
)
def test_numbers_have_dots_between_thousands_and_a_decimal_comma(
    value: int | str | Decimal, shown: str
) -> None:
    assert t.format_number(value) == shown


@given(st.decimals(min_value=Decimal(-10) ** 12, max_value=Decimal(10) ** 12, places=2))
def test_what_is_written_is_read_back(value: Decimal) -> None:
    shown = t.format_number(value)
    if value == value.to_integral() or not t.number_is_ambiguous(shown):
        assert t.parse_number(shown) == value


def test_money_and_shares_in_vietnamese_form() -> None:
    assert t.format_money(1234000) == "1.234.000\u00a0đ"
    assert t.format_percent("98.61") == "98,61%"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,2 tỷ đồng", 2_200_000_000),
        ("1.234.000 đ", 1_234_000),
        ("17 tỉ 640 triệu đồng", 17_640_000_000),
        ("319 triệu", 319_000_000),
    ],
)
def test_amounts_are_read_in_dong(text: str, value: int) -> None:
    assert t.parse_money(text) == value


@pytest.mark.parametrize("text", ["", "đồng", "hai tỷ", "1.2.3 tỷ"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="không phải"):
        t.parse_money(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.065", "1065"),
        ("98,61", "98.61"),
        ("03", "3"),
        ("1.234.567,5", "1234567.5"),
        ("1,234,567", "1234567"),
        ("0.125", "0.125"),
    ],
)
def test_numbers_are_read_as_vietnamese_write_them(text: str, value: str) -> None:
    assert t.parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "một", "1..2", "12a", "1.2.3", "٣"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="không phải là một số"):
        t.parse_number(text)


def test_one_group_of_three_is_called_ambiguous() -> None:
    assert t.number_is_ambiguous("1.234")
    assert not t.number_is_ambiguous("1.234.567")


@pytest.mark.parametrize(
    "text", ["05/08/2020", "5/8/2020", "5.8.2020", "05-08-2020", "ngày 05 tháng 8 năm 2020", "2020-08-05"]
)
def test_every_usual_date_is_day_month_year(text: str) -> None:
    assert t.parse_date(text) == date(2020, 8, 5)


def test_an_impossible_date_is_said_to_be_impossible() -> None:
    with pytest.raises(ValueError, match="Không có ngày 31/2/2024"):
        t.parse_date("31/02/2024")
    with pytest.raises(ValueError, match="ngày/tháng/năm"):
        t.parse_date("hôm qua")


def test_long_dates_follow_the_rule_of_noughts() -> None:
    assert t.long_date(date(2026, 8, 5)) == "ngày 05 tháng 8 năm 2026"
    assert t.long_date(date(2026, 2, 15)) == "ngày 15 tháng 02 năm 2026"
    assert t.format_date(date(2026, 2, 5)) == "05/02/2026"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hai mươi sáu", 26),
        ("Năm", 5),
        ("mười lăm", 15),
        ("hai mốt", 21),
        ("ba nghìn tỷ", 3 * 10**12),
        ("một trăm lẻ năm", 105),
    ],
)
def test_number_words_are_read(words: str, value: int) -> None:
    assert t.parse_number_words(words) == value


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_number_words_come_back_as_the_number(value: int) -> None:
    assert t.parse_number_words(t.number_words(value)) == value


@pytest.mark.parametrize("words", ["", "mười mươi", "linh năm", "hai báo cáo", "triệu", "một hai ba", "trăm"])
def test_words_that_make_no_number_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="không phải"):
        t.parse_number_words(words)


def test_numbers_too_large_to_write_out_are_refused() -> None:
    with pytest.raises(ValueError, match="một nghìn tỷ"):
        t.number_words(10**12)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Đ/c Nguyễn Văn A", "Nguyễn Văn A"),
        ("các đồng chí: Trần B", "Trần B"),
        ("ông PGS.TS. Lê C", "Lê C"),
        ("Thượng tá Lương Đức M", "Lương Đức M"),
        ("Ông Thị Mai", "Ông Thị Mai"),  # Ông is also a family name
        ("Bà", "Bà"),
    ],
)
def test_forms_of_address_are_stripped_from_names(said: str, name: str) -> None:
    assert t.strip_honorifics(said) == name
