"""Whether two petitions tell of one matter: places, words, reasons, and the index that finds them."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from phoihop.petitions.lexicon import words_of
from phoihop.petitions.likeness import keys_of, likeness, pairs, reasons, sketch
from phoihop.petitions.matters import WEIGHED, nearest, sources, terms
from phoihop.petitions.places import places_in

DATA = Path(__file__).with_name("data")


def alike(first: str, second: str) -> bool:
    return likeness(sketch(first), sketch(second)).alike


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ngõ 84 Trần Phú, tổ 12 ngập", {"lane": {"84"}, "road": {"tran phu"}, "unit": {"12"}}),
        ("TDP12 và KP3 mất nước", {"unit": {"12"}, "quarter": {"3"}}),
        ("Tổ mười hai chưa có đèn", {"unit": {"12"}}),
        ("Đ. 30-4 xe chạy nhanh", {"road": {"30/4"}}),
        ("đường 30 tháng 4 xe chạy nhanh", {"road": {"30/4"}}),
        ("tổ 12, 13 và 14 cúp điện", {"unit": {"12", "13", "14"}}),
        ("Hẻm 84/12 hỏng đường", {"lane": {"84"}, "alley": {"12"}}),
        ("Vệ sinh môi trường kém, cho 12 hộ vay vốn", {}),
        ("Trường TH Kim Đồng thiếu lớp", {"school": {"kim dong"}}),
        ("Con đường 12 m và đường 7m chưa trải nhựa", {}),
        ("Tấm đan trước dãy nhà 101-119 kêu to", {"house": {"101", "119"}}),
        ("Nhà 3/26 xây quá tầng", {"house": {"3/26", "3"}}),
    ],
)
def test_places_are_read_however_they_are_written(text: str, names: dict[str, set[str]]) -> None:
    assert places_in(words_of(text)).names == names


def test_the_same_complaint_in_other_words_without_marks_and_with_short_forms_is_one_matter() -> None:
    assert alike(
        "Ngõ 84 ngập 30 – 40 cm mỗi khi mưa, nước vào nhà", "Mưa là ngập ở ngõ 84, đề nghị làm lại rãnh"
    )
    assert alike("duong nguyen trai ngap nuoc khi mua to", "Đường Nguyễn Trãi cứ mưa lớn là ngập úng")
    assert alike("TDP 5 chưa có NVH", "Tổ dân phố số 5 không có nơi sinh hoạt, mong xây nhà văn hoá")


def test_the_same_complaint_about_another_street_lane_or_quarter_is_another_matter() -> None:
    assert not alike("Đèn đường phố Hàng Bún hỏng", "Đèn đường phố Hàng Than hỏng")
    assert not alike("Ngõ 84 ngập khi mưa", "Ngõ 48 ngập khi mưa")
    assert not alike("Tổ 5 chưa có nhà văn hóa", "Tổ 6 chưa có nhà văn hóa")


def test_another_complaint_about_the_same_street_is_another_matter() -> None:
    assert not alike("Ngõ 12 Trần Phú rác không được thu gom", "Ngõ 12 Trần Phú đèn đường hỏng, tối")


def test_the_reason_names_the_place_and_the_share_of_words() -> None:
    found = likeness(sketch("Ngõ 84 ngập khi mưa"), sketch("Mưa là ngập ngõ 84, nước vào nhà"))
    assert reasons(found, field="Thoát nước") == [
        "cùng địa điểm: ngõ 84", f"giống {round(found.words * 100)} % lời", "cùng lĩnh vực: Thoát nước",
    ]  # fmt: skip


def test_pairs_among_many_texts_are_each_told_once() -> None:
    texts = [
        "Ngõ 84 ngập khi mưa",
        "Ngõ 48 ngập khi mưa",
        "Mưa là ngập ngõ 84, nước vào nhà",
        "Rác ngõ 84 không ai thu gom",
    ]
    assert [(first, second) for first, second, _why in pairs(texts)] == [(0, 2)]


def test_keys_of_another_scope_never_meet() -> None:
    one = sketch("Ngõ 84 ngập khi mưa")
    here, there = keys_of([one, one], ["1", "2"])
    assert set(here).isdisjoint(there)
    assert keys_of([one], ["1"]) == [here]


def told_apart(name: str) -> tuple[float, float]:
    """Precision and recall over a file of pairs."""
    right = false = missed = 0
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            first = sketch(row.get("a") or row["first"], place=row.get("place_a", ""))
            second = sketch(row.get("b") or row["second"], place=row.get("place_b", ""))
            found = likeness(first, second).alike
            same = row["kind"] == "same" if "kind" in row else row["same"] == "1"
            right += found and same
            false += found and not same
            missed += same and not found
    return right / (right + false), right / (right + missed)


@pytest.mark.parametrize(
    "name", ["likeness_development.csv", "pairs_development.csv", "pairs_frozen.csv", "pairs_second.csv"]
)
def test_the_pairs_that_were_learned_from_are_told_apart(name: str) -> None:
    """No measure of what is not known yet: ``tools/learn_petitions.py`` with ``--held-out`` and ``--unseen`` is."""
    precision, recall = told_apart(name)
    assert precision >= 0.80
    assert recall >= 0.80


def test_pairs_nothing_was_learned_from_are_told_apart_as_well_as_when_they_were_measured() -> None:
    """The third set, opened once: 0.762 and 0.775 (the bar is 0.90 of both). Once it is learned from it measures nothing."""
    precision, recall = told_apart("pairs_third.csv")
    assert precision >= 0.76
    assert recall >= 0.77


@pytest.mark.parametrize("name", ["pairs_frozen.csv", "pairs_second.csv", "pairs_third.csv"])
def test_the_pairs_that_were_measured_once_are_still_those(name: str) -> None:
    """Measured before anything was learned from them: the frozen ones 0.602 and 0.697 (precision, recall), the second 0.771
    and 0.575; both are learned from since then."""
    told = (DATA / f"{name}.sha256").read_text().split()[0]
    assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == told


def test_the_weighed_words_are_those_of_the_wordings() -> None:
    """Otherwise: ``tools/weigh_matters.py``."""
    with WEIGHED.open(encoding="utf-8") as lines:
        assert next(lines).strip() == sources()


def test_a_petition_is_nearest_to_its_matter_in_whatever_words_with_marks_or_without() -> None:
    with WEIGHED.with_name("matters.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["matter"] for row in csv.DictReader(lines)]

    def first(text: str) -> str:
        words = words_of(text)
        return names[nearest(frozenset(terms(words, places_in(words).taken))).first]

    assert first("Hễ mưa rào là xóm tôi lội bì bõm, nước vô tới bếp") == "ngập khi mưa"
    assert first("he mua rao la xom toi loi bi bom, nuoc vo toi bep") == "ngập khi mưa"
    assert first("Nhóm thanh niên độ xe rú ga nẹt pô trong đêm") == "đua xe"


def test_a_petition_sent_again_in_nearly_the_same_words_is_one_matter() -> None:
    assert alike(
        "Đèn đường ngõ 12 phố Hàng Bún hỏng 3 tháng nay, đề nghị sửa chữa.",
        "Cử tri phản ánh: đèn đường ngõ 12 phố Hàng Bún hỏng 4 tháng nay, đề nghị sửa chữa. Mong các cấp quan tâm.",
    )
    assert alike(
        "Chợ Đồng Tâm mái dột, nền lầy lội, xin sửa lại", "cho dong tam mai dot, nen lay loi, xin sua lai"
    )
