"""The shipped CSV files: every code they name exists, every date is a date, every fact has its confidence.

Also the calendar's facts, checked against the rules that make them: the make-up day of the Labour Code,
swaps in pairs, and the moon over Việt Nam for Tết and Giỗ Tổ.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import radians, sin
from pathlib import Path

import pytest

import phoihop
from phoihop.core.calendar import Rule
from phoihop.core.text import fold

ROOT = Path(phoihop.__file__).parent
FILES = sorted(path for path in ROOT.glob("**/data/*.csv") if "demo" not in path.parts)
NAMED = {
    "core/data": ["calendar"],
    "directory/data": [
        "abbreviations", "body_kinds", "proposed_bodies", "succession_hanoi", "territory_kinds", "titles",
    ],
    "commitments/data": ["anchors", "competence", "deadlines", "fields", "standard_year"],
    "activities/programmes/data": ["content_groups", "deadlines", "legal_bases"],
    "reports/data": ["subjects"],
}  # fmt: skip
CONFIDENCES = {"S", "S-hdr", "M", "D"}
STATUSES = {"in_force", "repealed", "unconfirmed", "unit"}
LEVELS = {"centre", "province", "district", "commune"}
KEYS = {
    "calendar": "day", "body_kinds": "code", "territory_kinds": "code", "content_groups": "code",
    "subjects": "known_as", "anchors": "code", "standard_year": "code", "legal_bases": "code",
}  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


KINDS = {row["code"]: row for row in rows("directory/data/body_kinds.csv")}
CALENDAR = {date.fromisoformat(row["day"]): row for row in rows("core/data/calendar.csv")}
DUTIES = rows("commitments/data/standard_year.csv")
PROPOSED = rows("directory/data/proposed_bodies.csv")
GROUPS = rows("activities/programmes/data/content_groups.csv")


def codes(cell: str) -> list[str]:
    return [code for code in cell.split("|") if code]


def day(cell: str, *, last: bool = False) -> date:
    return date.fromisoformat(cell) if cell else (date.max if last else date.min)


# ----------------------------------------------------------------------------------------- any file


def test_the_named_files_are_shipped() -> None:
    for folder, names in NAMED.items():
        assert {path.stem for path in (ROOT / folder).glob("*.csv")} >= set(names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_clean_text_with_a_full_row_under_every_heading(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    head, *body = csv.reader(text.splitlines())
    assert all(re.fullmatch(r"[a-z_]+", name) for name in head)
    assert body
    assert {len(row) for row in body} == {len(head)}
    assert all(cell == " ".join(cell.split()) for row in body for cell in row)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_dates_confidence_and_codes_of_a_file_hold(path: Path) -> None:
    found = rows(str(path.relative_to(ROOT)))
    for row in found:
        if "valid_from" in row:
            assert day(row["valid_from"]) < day(row["valid_to"], last=True), row
        for name in ("confidence", "dates_confidence"):
            assert row.get(name, "S") in CONFIDENCES, row
        assert row.get("basis_status", "unit") in STATUSES, row
        for level in codes(row.get("levels", row.get("level", ""))):
            assert level in LEVELS, row
    key = KEYS.get(path.stem)
    if key:
        assert [code for code, n in Counter(row[key] for row in found).items() if n > 1] == []


# --------------------------------------------------------------------------------------- directory


def test_every_kind_of_body_named_anywhere_exists() -> None:
    named = {code for duty in DUTIES for code in (duty["lead"], *codes(duty["with"]))}
    named |= {code for row in PROPOSED for code in (row["kind"], *codes(row["parents"]))}
    named |= {row["kind"] for row in rows("directory/data/titles.csv") if row["kind"]}
    named |= {row["acts_by"] for row in KINDS.values() if row["acts_by"]}
    assert named - set(KINDS) == set()


def test_the_kinds_cover_the_bodies_of_the_three_parties_and_their_members() -> None:
    assert set(KINDS) >= {
        "HDND", "TTHDND", "BAN", "TODB", "UBND", "VP", "PKT", "PVHXH", "TTPVHCC", "MTTQ", "BTT", "CTMT",
        "TTND", "GSDTCD", "TTRA", "CTD", "DANG", "BTV", "DDBQH", "TAND", "VKSND", "CD", "HND", "TN",
        "PN", "CCB",
    }  # fmt: skip


def test_a_joint_heading_is_capitals_and_the_front_stands_after_council_and_committee() -> None:
    for row in KINDS.values():
        assert row["heading"] == row["heading"].upper()
        assert row["party_relation"] in {"peer", "member", "subordinate", "internal"}
    ranks = [int(KINDS[code]["rank"]) for code in ("DANG", "HDND", "TTHDND", "UBND", "MTTQ", "CD")]
    assert ranks == sorted(set(ranks))
    assert [KINDS[code]["symbol"] for code in ("TTHDND", "UBND", "MTTQ")] == ["HĐND", "UBND", "MTTQ"]


@pytest.mark.parametrize("place", sorted({row["territory_kind"] for row in PROPOSED}))
def test_the_bodies_proposed_for_a_place_fit_its_level_and_name_each_other(place: str) -> None:
    levels = {row["code"]: row["level"] for row in rows("directory/data/territory_kinds.csv")}
    found = [row for row in PROPOSED if row["territory_kind"] == place]
    kinds = [row["kind"] for row in found]
    assert len(kinds) == len(set(kinds))
    for row in found:
        assert levels[place] in codes(KINDS[row["kind"]]["levels"]), row
        assert set(codes(row["parents"])) <= set(kinds), row
        assert row["ticked"] in {"true", "false"}
        assert "{place}" in row["name"] or row["kind"] in {"TODB", "CTMT"}, row
    ticked = {row["kind"] for row in found if row["ticked"] == "true"}
    assert ticked >= {"UBND", "MTTQ"}
    assert ("TTHDND" in ticked) is (place != "dac_khu_nho")
    assert [int(row["order"]) for row in found] == sorted(int(row["order"]) for row in found)


def test_an_inner_city_may_have_no_farmers_association() -> None:
    ticked = {row["territory_kind"]: row["ticked"] for row in PROPOSED if row["kind"] == "HND"}
    assert (ticked["phuong"], ticked["quan"], ticked["xa"]) == ("false", "false", "true")


def test_an_abbreviation_with_two_meanings_says_so() -> None:
    found = rows("directory/data/abbreviations.csv")
    assert len({(row["short"], row["expansion"]) for row in found}) == len(found)
    meanings = Counter(row["short"] for row in found)
    assert all(row["note"] for row in found if meanings[row["short"]] > 1)
    assert {short for short, n in meanings.items() if n > 1} >= {"CT", "TT", "BTT", "TTr", "TUV"}


def test_the_three_districts_of_ha_noi_go_to_their_wards_in_part() -> None:
    kinds = {row["code"] for row in rows("directory/data/territory_kinds.csv")}
    found = rows("directory/data/succession_hanoi.csv")
    assert {row["old_kind"] for row in found} | {row["new_kind"] for row in found} <= kinds
    wards = {
        old: {row["new_name"] for row in found if row["old_name"] == old}
        for old in {row["old_name"] for row in found}
    }
    assert wards == {
        "Hoàn Kiếm": {"Hoàn Kiếm", "Cửa Nam"},
        "Ba Đình": {"Ba Đình", "Ngọc Hà", "Giảng Võ"},
        "Cầu Giấy": {"Cầu Giấy", "Nghĩa Đô", "Yên Hòa"},
    }  # fmt: skip
    assert {(row["share"], row["on"]) for row in found} == {("part", "2025-07-01")}


# ------------------------------------------------------------------- programmes, commitments, clocks


@pytest.mark.parametrize(
    ("heading", "group"),
    [
        ("Công tác chuẩn bị và tổ chức các kỳ họp HĐND", "C1"),
        ("Phối hợp tổ chức tiếp xúc cử tri trước và sau kỳ họp", "C2"),
        ("Hoạt động giám sát, khảo sát; tái giám sát", "C3"),
        ("Giám sát và phản biện xã hội; góp ý xây dựng Đảng", "C4"),
        ("Tiếp công dân, giải quyết đơn thư khiếu nại, tố cáo", "C5"),
        ("Phổ biến, giáo dục pháp luật", "C6"),
        ("Các phong trào thi đua yêu nước, các cuộc vận động", "C7"),
        ("Xây dựng chính quyền, thực hiện quy chế dân chủ ở cơ sở", "C8"),
        ("Bầu cử Hội thẩm nhân dân", "C9"),
        ("Vận động Quỹ “Vì người nghèo”, bảo đảm an sinh xã hội", "C10"),
        ("Trao đổi thông tin, tham dự các hội nghị", "C11"),
        ("Xây dựng khối đại đoàn kết toàn dân tộc", "C12"),
        ("Tuyên truyền giá trị nhân đạo, phong trào Chữ thập đỏ", "C13"),
    ],
)
def test_the_words_of_a_group_are_found_in_the_headings_offices_write(heading: str, group: str) -> None:
    folded = fold(heading)
    found = [(len(word), row["code"]) for row in GROUPS for word in codes(row["synonyms"]) if word in folded]
    assert max(found)[1] == group


def test_the_words_of_the_groups_are_folded_and_belong_to_one_group() -> None:
    words = [word for row in GROUPS for word in codes(row["synonyms"])]
    assert [word for word in words if word != fold(word)] == []
    assert [word for word, n in Counter(words).items() if n > 1] == []


def test_an_act_that_was_replaced_has_an_end_and_its_successor_is_listed() -> None:
    found = {row["code"]: row for row in rows("activities/programmes/data/legal_bases.csv")}
    assert {row["replaced_by"] for row in found.values() if row["replaced_by"]} <= set(found)
    for row in found.values():
        ended = row["status"] in {"replaced", "expired"}
        assert row["status"] in {"in_force", "replaced", "expired", "unconfirmed"}, row
        assert bool(row["valid_to"]) is ended, row
        assert row["dates_confidence"] == "S" or row["note"], row
        if row["issued_on"] and row["valid_from"]:
            assert row["issued_on"] <= row["valid_from"], row
    assert found["L87-2015"]["replaced_by"] == "L121-2025"
    assert found["NQLT525-2012"]["replaced_by"] == "NQLT72-2025"


def test_there_are_about_fifty_duties_each_in_a_known_group_under_its_own_code() -> None:
    assert 48 <= len(DUTIES) <= 58
    groups = {row["code"] for row in GROUPS}
    assert {duty["group"] for duty in DUTIES} == groups
    assert all(re.fullmatch(rf"{duty['group']}-\d\d", duty["code"]) for duty in DUTIES)
    assert {duty["date_basis"] for duty in DUTIES} == {"law", "unit"}
    assert all(duty["product"] for duty in DUTIES)


def test_a_duty_without_an_article_read_is_the_units_own_or_says_what_is_missing() -> None:
    for duty in DUTIES:
        if duty["basis_status"] == "in_force":
            assert duty["legal_source"], duty
            assert duty["confidence"] == "S", duty
        if duty["basis_status"] in {"repealed", "unconfirmed"}:
            assert duty["legal_source"], duty
            assert duty["date_basis"] == "unit", duty


DEADLINES = [row for path in FILES if path.stem == "deadlines" for row in rows(str(path.relative_to(ROOT)))]


@pytest.mark.parametrize("row", DEADLINES, ids=lambda row: row["code"])
def test_a_clock_can_be_counted_and_reminds_in_falling_order(row: dict[str, str]) -> None:
    term = Rule(
        code=row["code"], amount=int(row["amount"]), unit=row["unit"], direction=row["direction"],
        count_from=row["count_from"], legal_basis=row["legal_basis"], article=row["article"],
        confidence=row["confidence"], basis_status=row["basis_status"],
    )  # fmt: skip
    assert term.code.count(".") == 1
    assert row["label"]
    assert row["trigger_event"]
    assert row["overridable_by"] in {"unit", "instrument", ""}
    reminders = [int(n) for n in row["remind"].split(",") if n]
    assert reminders == sorted(set(reminders), reverse=True)
    assert bool(row["article"]) or row["basis_status"] == "unit"


def test_the_validity_of_one_clock_never_overlaps_and_the_first_clocks_are_there() -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for row in DEADLINES:
        spans.setdefault(row["code"], []).append((day(row["valid_from"]), day(row["valid_to"], last=True)))
    for found in spans.values():
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(sorted(found)))
    assert set(spans) >= {
        "commitments.acceptance", "commitments.due", "commitments.verification",
        "commitments.extension_decision", "programmes.scan_confirmation", "programmes.interim_review",
        "programmes.final_review",
    }  # fmt: skip


# ---------------------------------------------------------------------------------------- calendar

NOT_IN_112 = "Ngày Văn hóa Việt Nam"
"""NQ 28/2026/QH16: stands outside Điều 112.1, so the make-up rule does not reach it."""


@pytest.mark.parametrize("year", range(2020, 2029))
def test_a_holiday_on_a_rest_day_is_made_up_on_the_next_working_day(year: int) -> None:
    """Bộ luật Lao động 2019 Điều 111.3 (2012: Điều 115.3), worked out anew and compared with the rows."""
    off = {d for d, row in CALENDAR.items() if row["kind"] == "holiday" and d.year == year}
    made_up = {d for d in off if CALENDAR[d]["name"].startswith("Nghỉ bù")}
    own = {d for d in off - made_up if CALENDAR[d]["name"] != NOT_IN_112}
    taken, expected = set(own), set()
    for holiday in sorted(own):
        if holiday.weekday() >= 5:
            free = holiday
            while free.weekday() >= 5 or free in taken:
                free += timedelta(days=1)
            taken.add(free)
            expected.add(free)
    assert made_up == expected


@pytest.mark.parametrize("year", range(2020, 2029))
def test_a_year_has_the_days_off_the_law_gives(year: int) -> None:
    names = Counter(
        row["name"].split(" (")[0]
        for d, row in CALENDAR.items()
        if d.year == year and row["kind"] == "holiday"
    )
    own = Counter({name: n for name, n in names.items() if not name.startswith("Nghỉ bù")})
    expected = Counter({
        "Tết Dương lịch": 1, "Tết Nguyên đán": 5, "Giỗ Tổ Hùng Vương": 1, "Ngày Chiến thắng 30/4": 1,
        "Ngày Quốc tế Lao động 1/5": 1, "Quốc khánh": 1 if year == 2020 else 2,
    })  # fmt: skip
    if year >= 2026:
        expected[NOT_IN_112] = 1
    assert own == expected


def test_a_swap_has_a_worked_saturday_for_every_day_given() -> None:
    pairs = {}
    for d, row in CALENDAR.items():
        if row["kind"].startswith("swap_"):
            (other,) = re.findall(r"\d\d/\d\d/\d{4}", row["name"])
            pairs[d] = datetime.strptime(f"{other} +0700", "%d/%m/%Y %z").date()
    assert {pairs[other] for other in pairs.values()} == set(pairs)
    for d, other in pairs.items():
        assert {CALENDAR[d]["kind"], CALENDAR[other]["kind"]} == {"swap_rest", "swap_work"}
        assert CALENDAR[d]["confirmed"] == CALENDAR[other]["confirmed"]
        assert (d.weekday() >= 5) is (CALENDAR[d]["kind"] == "swap_work")
    assert len(pairs) == 10


def test_only_days_that_wait_for_a_notice_are_unconfirmed() -> None:
    waiting = {d for d, row in CALENDAR.items() if row["confirmed"] == "false"}
    assert {d for d in waiting if d.year < 2027} == {date(2026, 11, 23), date(2026, 11, 28)}
    assert {CALENDAR[d]["name"].split(" (")[0] for d in waiting if d.year >= 2027} == {
        "Tết Nguyên đán", "Nghỉ bù Tết Nguyên đán", "Quốc khánh",
    }  # fmt: skip
    assert all(CALENDAR[d]["confidence"] in {"M", "D"} for d in waiting)
    assert all(row["source"] and row["name"] for row in CALENDAR.values())


def new_moon(number: int) -> date:
    """The day, in Việt Nam, of a new moon counted from January 2000: mean phase and main periodic terms."""
    century = number / 1236.85
    moment = 2451550.09766 + 29.530588861 * number + 0.00015437 * century**2
    eccentric = 1 - 0.002516 * century
    sun, moon = radians(2.5534 + 29.1053567 * number), radians(201.5643 + 385.81693528 * number)
    node = radians(160.7108 + 390.67050284 * number)
    moment += (
        -0.40720 * sin(moon) + 0.17241 * eccentric * sin(sun) + 0.01608 * sin(2 * moon)
        + 0.01039 * sin(2 * node)
        + 0.00739 * eccentric * sin(moon - sun) - 0.00514 * eccentric * sin(moon + sun)
        + 0.00208 * eccentric**2 * sin(2 * sun) - 0.00111 * sin(moon - 2 * node)
        - 0.00057 * sin(moon + 2 * node)
    )  # fmt: skip
    earth_turns_late = 70 / 86400
    return (datetime(2000, 1, 1, 12) + timedelta(days=moment - 2451545 - earth_turns_late, hours=7)).date()  # noqa: DTZ001


@pytest.mark.parametrize("year", range(2020, 2029))
def test_tet_and_gio_to_stand_where_the_moon_over_viet_nam_puts_them(year: int) -> None:
    moons = [new_moon(number) for number in range((year - 2000) * 12, (year - 2000) * 13 + 12)]
    by_name = {row["name"]: d for d, row in CALENDAR.items() if d.year == year}
    first = by_name["Tết Nguyên đán (mùng 1)"]
    third_month = by_name["Giỗ Tổ Hùng Vương (10/3 âm lịch)"] - timedelta(days=9)
    assert {first, third_month} <= set(moons)
    leap_second_month = year == 2023
    assert moons.index(third_month) - moons.index(first) == (3 if leap_second_month else 2)
    last_moon = moons[moons.index(first) - 1]
    for name, d in by_name.items():
        if name.startswith("Tết Nguyên đán") and "Chạp" in name:
            assert name == f"Tết Nguyên đán ({(d - last_moon).days + 1} tháng Chạp)"
