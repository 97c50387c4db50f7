"""What looks like a person in somebody's words; what is a place is none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from phoihop.core.personal import spoken

PAIRS = Path(__file__).parents[2] / "petitions" / "tests" / "data"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "Tôi là Nguyễn Văn Hùng, số 0912 345 678, ở số nhà 12 ngõ 84.",
            {"name": ["Nguyễn Văn Hùng"], "phone": ["0912 345 678"], "home": ["số nhà 12"]},
        ),
        ("tôi là nguyễn văn hùng ở tổ 12", {"name": ["nguyễn văn hùng"]}),
        ("Nguyen Van Hung xin hoi", {"name": ["Nguyen Van Hung"]}),
        ("Bà Hoa tổ 3 nói đèn hỏng", {"name": ["Bà Hoa"]}),
        ("Nhà tôi ở số 5 ngõ 10 ngập", {"home": ["Nhà tôi ở số 5"]}),
        ("Căn cước 001090012345", {"national": ["001090012345"]}),
        ("Gọi lại 024 3823 4567", {"phone": ["024 3823 4567"]}),
        ("Ngõ 84 ngập, trước số nhà 12 đường Lê Lợi, từ năm 2025", {}),
        ("Đường Lý Thường Kiệt đoạn từ Trần Hưng Đạo đến Nguyễn Thái Học ngập", {}),
        ("Trường THCS Nguyễn Trãi, chợ Lê Quý Đôn, hẻm 12/4 Lý Chính Thắng", {}),
        ("Bà con tổ 12 đề nghị ông Chủ tịch UBND phường trả lời", {}),
    ],
)
def test_who_asks_is_seen_in_what_is_asked_and_a_street_is_not_a_person(
    said: str, found: dict[str, list[str]]
) -> None:
    assert {str(one.kind): one.values for one in spoken(said)} == found


def test_of_a_place_only_who_is_named_is_told() -> None:
    assert [one.kind for one in spoken("số nhà 12, gặp ông Trần Văn Bình", place=True)] == ["name"]


def test_few_ordinary_petitions_are_doubted() -> None:
    said: set[str] = set()
    for name in ("likeness_development.csv", "pairs_frozen.csv"):
        with (PAIRS / name).open(encoding="utf-8", newline="") as rows:
            said |= {cell for row in csv.reader(rows) for cell in row if len(cell) > 30}
    doubted = [one for one in said if spoken(one)]
    assert len(said) > 1000 and len(doubted) * 200 < len(said), doubted
