"""Papers as sites and scans give them: other headlines between, broken lines, short forms of names."""

from __future__ import annotations

from typing import Any

import pytest

from phoihop.ingest.readers import read_text
from phoihop.ingest.reading import CHECK, SURE, Reading, read_paper


def values(reading: Reading, field: str) -> list[Any]:
    return [item.value for item in reading.of(field)]


def test_headlines_of_other_papers_between_the_paragraphs_are_not_read() -> None:
    reading = read_paper(
        read_text(
            "Thị xã Vân Trì phát động Tháng cao điểm vì người nghèo\n\n"
            "Ngày 19/10/2025, UBND và Ủy ban MTTQ T.X Vân Trì tổ chức lễ phát động Tháng cao điểm.\n"
            "Lộc Điền: Giới thiệu 25 người ứng cử đại biểu Hội đồng nhân dân khóa mới\n"
            "Tân Khê: Đại hội đại biểu Mặt trận Tổ quốc huyện Gio Lâm lần thứ ba\n"
            "Tại lễ phát động, 190 tổ chức, cá nhân đã ủng hộ hơn 73 triệu đồng.\n"
        )
    )
    assert values(reading, "organisers") == ["UBND thị xã Vân Trì", "Ủy ban MTTQ Việt Nam thị xã Vân Trì"]
    assert [f["value"] for f in values(reading, "figures")] == ["190", "73000000"]


def test_lines_broken_inside_a_sentence_are_read_as_one() -> None:
    source = read_text(
        "Đoàn giám sát của HĐND phường Lộc Điền do bà\n"
        "Khúc Thị Nhàn, Chủ tịch HĐND phường làm trưởng đoàn đã giám sát việc thu, chi\n"
        "tại các trường trên địa bàn. Đoàn đã làm việc với 12 tổ dân phố và đại diện\n"
        "cha mẹ học sinh, xem hồ sơ của nhà trường trong hai\n"
        "năm học gần đây và nghe ý kiến của giáo viên.\n"
    )
    reading = read_paper(source)
    assert values(reading, "organisers") == ["HĐND phường Lộc Điền"]
    assert [(p["name"], p["title"]) for p in values(reading, "persons")] == [
        ("Khúc Thị Nhàn", "Chủ tịch HĐND phường")
    ]
    person = reading.of("persons")[0]
    assert source.text[person.start : person.end].startswith("bà\nKhúc Thị Nhàn")


def test_a_numbered_ward_keeps_its_number_and_an_amount_is_no_name_of_a_district() -> None:
    reading = read_paper(
        read_text(
            "Tổ đại biểu Hội đồng nhân dân Quận 4 tiếp xúc cử tri Phường 13\n\n"
            "Vừa qua, Tổ đại biểu Hội đồng nhân dân Quận 4 đã có buổi tiếp xúc cử tri tại Phường 13. "
            "Quỹ cấp huyện 5,6 tỷ đồng. Hội nghị nhận được 12 ý kiến của cử tri."
        )
    )
    assert values(reading, "organisers") == ["Tổ đại biểu HĐND quận 4"]
    assert reading.value("place") == "Phường 13"


def test_departments_in_their_short_forms_and_the_party_committee_are_sides() -> None:
    reading = read_paper(
        read_text(
            "Ngày 24/5/2025, Ủy ban MTTQ tỉnh Gio Lâm tổ chức ký kết chương trình phối hợp giữa Ủy ban MTTQ "
            "tỉnh với Sở NN&PTNT, Sở LĐ-TB&XH và Hội Chữ thập đỏ tỉnh giai đoạn 2025-2030."
        )
    )
    assert values(reading, "parties") == [
        "Ủy ban MTTQ Việt Nam tỉnh Gio Lâm",
        "Sở NN&PTNT tỉnh Gio Lâm",
        "Sở LĐ-TB&XH tỉnh Gio Lâm",
        "Hội Chữ thập đỏ tỉnh Gio Lâm",
    ]


def test_a_former_territory_is_not_the_home_of_the_paper() -> None:
    reading = read_paper(
        read_text(
            "Ngày 14/10/2025, Ban Thường trực Ủy ban MTTQ tỉnh tổ chức tiếp nhận ủng hộ 360 triệu đồng và "
            "500 kg gạo của các đơn vị và ông Bồ Xuân Thắng ở tỉnh Tân Khê (cũ)."
        )
    )
    assert values(reading, "organisers") == ["Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh"]
    assert [(f["value"], f["noun"].split()[0]) for f in values(reading, "figures")] == [
        ("360000000", "tiếp"),
        ("500", "kg"),
    ]


def test_a_holder_without_a_level_is_given_to_be_looked_at() -> None:
    reading = read_paper(
        read_text("Sáng 5/6/2025, UBND và Ủy ban MTTQ tổ chức hội nghị đối thoại với nhân dân.")
    )
    assert {i.mark for i in reading.of("organisers")} == {CHECK}
    named = read_paper(read_text("Sáng 5/6/2025, UBND xã Vân Trì tổ chức hội nghị đối thoại với nhân dân."))
    assert {i.mark for i in named.of("organisers")} == {SURE}


def test_a_meeting_of_no_known_kind_held_by_the_front_is_not_declined() -> None:
    held = "Sáng 28/02/2025, UBND, Ủy ban MTTQ phường Lộc Điền tổ chức hội nghị đại biểu nhân dân."
    reading = read_paper(read_text(held))
    assert (reading.relevant, values(reading, "event_kinds")) == (True, [])


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "Xã Vân Trì đối thoại\nNgày đăng 03/01/2026 | 08:00\n"
            "Ngày 02/01/2025, UBND xã Vân Trì tổ chức hội nghị đối thoại với nhân dân.",
            "day",
            "Ngày diễn ra ghi 02/01/2025, ngày đăng là 03/01/2026.",
        ),
        (
            "Xã Vân Trì đối thoại, tiếp nhận 150 ý kiến của nhân dân\n"
            "Ngày 02/01/2025, UBND xã Vân Trì tổ chức hội nghị đối thoại. Có 148 ý kiến của nhân dân.",
            "twice",
            "Đầu đề ghi 150 ý kiến của nhân dân, thân bài ghi 148.",
        ),
        (
            "Sáng 2/6/2025, HĐND xã Vân Trì tổ chức tiếp xúc cử tri. Hội nghị tiếp nhận 20 kiến nghị; "
            "đã giải quyết 15 kiến nghị, đang xem xét 8 kiến nghị.",
            "sum",
            "Tổng ghi 20 kiến nghị nhưng đã giải quyết 15 và đang giải quyết 8.",
        ),
    ],
)
def test_what_a_paper_says_against_itself_is_shown(text: str, code: str, message: str) -> None:
    found = read_paper(read_text(text)).contradictions
    assert [(c.code, c.message) for c in found] == [(code, message)]


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp xúc cử tri của Hội đồng nhân dân tỉnh Gio Lâm: thực trạng và giải pháp\n"
        "Mục đích nghiên cứu của luận văn là phân tích việc tiếp xúc cử tri tại tỉnh.",
        "Đề xuất Chủ tịch xã đối thoại với dân hai lần mỗi năm\n"
        "Bộ Nội vụ đề xuất Chủ tịch UBND xã tổ chức đối thoại với nhân dân ít nhất hai lần mỗi năm.",
    ],
)
def test_a_study_and_a_draft_of_law_tell_no_event(text: str) -> None:
    assert read_paper(read_text(text)).relevant is False


def test_one_body_of_two_places_and_a_numbered_group_of_deputies_are_each_named() -> None:
    reading = read_paper(
        read_text("Ngày 22/8/2025, HĐND xã Vân Trì và phường Lộc Điền tổ chức Kỳ họp thứ 2.")
    )
    assert values(reading, "organisers") == ["HĐND xã Vân Trì", "HĐND phường Lộc Điền"]
    deputies = read_paper(
        read_text("Sáng 3/6/2025, tổ đại biểu số 1 HĐND xã Vân Trì tổ chức tiếp xúc cử tri tại thôn Đông.")
    )
    assert values(deputies, "organisers") == ["Tổ đại biểu số 1 HĐND xã Vân Trì"]


def test_a_deputy_named_behind_a_deputy_is_another_person() -> None:
    reading = read_paper(
        read_text(
            "Ngày 24/5/2025, Ban Kinh tế - Xã hội HĐND xã Vân Trì tổ chức giám sát UBND xã. Tham dự có đại biểu "
            "Khúc Thị Nhàn - Phó Chủ tịch HĐND xã kiêm Trưởng Ban Kinh tế - Xã hội HĐND xã, đại biểu "
            "Bồ Xuân Thắng - Phó Chủ tịch HĐND xã."
        )
    )
    assert [(p["name"], p["title"]) for p in values(reading, "persons")] == [
        ("Khúc Thị Nhàn", "Phó Chủ tịch HĐND xã, Trưởng Ban Kinh tế - Xã hội HĐND xã"),
        ("Bồ Xuân Thắng", "Phó Chủ tịch HĐND xã"),
    ]


def test_a_count_of_past_sessions_is_no_session_and_a_day_to_come_is_not_the_day() -> None:
    term = "Trong nhiệm kỳ 2021-2026, HĐND xã Vân Trì đã ban hành 165 nghị quyết, tổ chức 37 kỳ họp."
    reading = read_paper(read_text(term))
    assert values(reading, "event_kinds") == ["council_review"]
    assert [(f["value"], f["noun"]) for f in values(reading, "figures")] == [
        ("165", "nghị quyết"),
        ("37", "kỳ họp"),
    ]
    planned = read_paper(
        read_text(
            "HĐND xã Vân Trì họp đoàn giám sát\n"
            "Dự kiến đoàn giám sát sẽ làm việc tại thôn Đông vào ngày 21/8/2025."
        )
    )
    assert values(planned, "event_dates") == []


def test_nouns_end_where_their_phrase_ends_and_shares_say_of_what() -> None:
    reading = read_paper(
        read_text(
            "Kết quả giải quyết kiến nghị của cử tri xã Vân Trì\n"
            "UBND xã Vân Trì đã tiếp nhận 46 ý kiến, kiến nghị lĩnh vực giao thông - xây dựng - thủy lợi, "
            "12 ý kiến, kiến nghị lĩnh vực nông - lâm nghiệp và 12 ý kiến, kiến nghị lĩnh vực đất đai. Đến nay "
            "đã giải quyết xong 45 kiến nghị (chiếm tỷ lệ 64,3%); người từ 65 tuổi đã được trao 80 phần quà."
        )
    )
    assert [(f["value"], f["noun"]) for f in values(reading, "figures")] == [
        ("46", "ý kiến, kiến nghị lĩnh vực giao thông - xây dựng - thủy lợi"),
        ("12", "ý kiến, kiến nghị lĩnh vực nông - lâm nghiệp"),
        ("12", "ý kiến, kiến nghị lĩnh vực đất đai"),
        ("45", "kiến nghị"),
        ("64.3", "Đến nay đã giải quyết xong 45 kiến nghị"),
        ("80", "phần quà"),
    ]


def test_sides_of_a_ward_keep_their_ward_and_the_months_are_no_number_of_it() -> None:
    reading = read_paper(
        read_text(
            "Sáng 30/10/2025, Thường trực HĐND phường Lộc Điền tổ chức hội nghị sơ kết thực hiện Quy chế phối hợp "
            "giữa Đảng ủy, HĐND, UBND và BTV các đoàn thể phường 9 tháng đầu năm 2025."
        )
    )
    assert values(reading, "parties") == [
        "Đảng ủy phường Lộc Điền",
        "HĐND phường Lộc Điền",
        "UBND phường Lộc Điền",
        "Ban Thường vụ các tổ chức chính trị - xã hội phường Lộc Điền",
    ]
    assert reading.value("programme") == {
        "title": "Quy chế phối hợp giữa Đảng ủy, HĐND, UBND và BTV các đoàn thể phường",
        "period": "2025",
    }


def test_more_answers_than_petitions_are_shown() -> None:
    text = (
        "Sáng 2/6/2025, UBND xã Vân Trì tổ chức hội nghị đối thoại với nhân dân. UBND xã đã tiếp nhận 148 kiến "
        "nghị; đã trả lời 150 kiến nghị."
    )
    found = read_paper(read_text(text)).contradictions
    assert [(c.code, c.message) for c in found] == [
        ("more", "Tiếp nhận 148 kiến nghị nhưng đã trả lời, giải quyết 150.")
    ]


def test_the_owner_of_the_venue_did_not_hold_the_meeting() -> None:
    reading = read_paper(
        read_text(
            "Ngày 04/01/2025, tại Trụ sở Liên đoàn Lao động tỉnh Gio Lâm đã diễn ra Hội nghị ký quy chế phối hợp "
            "công tác giữa UBND tỉnh và Liên đoàn Lao động tỉnh."
        )
    )
    assert [(i.value, i.mark) for i in reading.of("organisers")] == [
        ("UBND tỉnh Gio Lâm", CHECK),
        ("Liên đoàn Lao động tỉnh Gio Lâm", CHECK),
    ]


def test_a_name_ends_where_the_title_behind_it_begins() -> None:
    reading = read_paper(
        read_text(
            "Ngày 28/4/2025, UBND phường Lộc Điền tổ chức hội nghị đối thoại. Chủ trì có ông Bồ Xuân Thắng Thành ủy "
            "viên - Bí thư Đảng ủy phường; bà Khúc Thị Nhàn – PBT. Đảng ủy - Chủ tịch UBND phường."
        )
    )
    assert [(p["name"], p["title"]) for p in values(reading, "persons")] == [
        ("Bồ Xuân Thắng", "Thành ủy viên, Bí thư Đảng ủy phường"),
        ("Khúc Thị Nhàn", "Phó Bí thư Đảng ủy, Chủ tịch UBND phường"),
    ]


def test_days_are_counted_from_what_stands_in_front_of_them_too() -> None:
    reading = read_paper(
        read_text(
            "Số: 07/QCPH-HĐND-MTTQ\nGio Lâm, ngày 18 tháng 9 năm 2025\nQUY CHẾ\n"
            "Phối hợp công tác giữa Thường trực HĐND và Ban Thường trực Ủy ban MTTQ Việt Nam huyện Gio Lâm\n"
            "Căn cứ Luật Mặt trận Tổ quốc Việt Nam ngày 09 tháng 6 năm 2015;\n"
            "Điều 1. Tiếp xúc cử tri\n"
            "Sau đợt tiếp xúc cử tri, trong thời hạn 05 ngày làm việc, Ban Thường trực Ủy ban MTTQ Việt Nam huyện "
            "tổng hợp ý kiến gửi Thường trực HĐND huyện.\n"
            "Kỳ họp diễn ra trong 2 ngày (18 và 19/12), Thường trực HĐND huyện thông báo chương trình.\n"
        )
    )
    assert [(o["who"], o["days"], o["relation"], o["anchor"]) for o in values(reading, "obligations")] == [
        ("Ban Thường trực Ủy ban MTTQ Việt Nam huyện Gio Lâm", 5, "after", "đợt tiếp xúc cử tri")
    ]


_PROGRAMME = """Số: 02/CTr-HĐND-UBND-MTTQ
Lộc Điền, ngày 15 tháng 01 năm 2026
CHƯƠNG TRÌNH
Phối hợp công tác năm 2026 giữa Thường trực HĐND, UBND và Ban Thường trực Ủy ban MTTQ Việt Nam phường Lộc Điền

Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025;

I. MỤC ĐÍCH, YÊU CẦU
1. Tăng cường phối hợp giữa ba cơ quan.
II. NỘI DUNG PHỐI HỢP
1. Phối hợp chuẩn bị hai kỳ họp thường lệ.
2. Phối hợp giám sát ba chuyên đề.
III. TỔ CHỨC THỰC HIỆN
1. UBND phường gửi báo cáo trước kỳ họp 15 ngày.
"""


def test_a_programme_gives_its_contents_a_law_its_number_and_a_duty_the_session_before_it() -> None:
    reading = read_paper(read_text(_PROGRAMME))
    assert reading.value("tasks")["keys"] == [
        "Phối hợp chuẩn bị hai kỳ họp thường lệ.",
        "Phối hợp giám sát ba chuyên đề.",
    ]
    assert {
        "type": "Luật Tổ chức chính quyền địa phương",
        "symbol": "72/2025/QH15",
        "date": "2025-06-16",
    } in (values(reading, "documents"))
    assert [(o["who"], o["days"], o["relation"], o["anchor"]) for o in values(reading, "obligations")] == [
        ("UBND phường Lộc Điền", 15, "before", "kỳ họp")
    ]


def test_a_report_is_about_the_programme_it_reviews_and_ends_before_who_receives_it() -> None:
    reading = read_paper(
        read_text(
            "Số: 15/BC-UBND-MTTQ\nLộc Điền, ngày 28 tháng 6 năm 2026\nBÁO CÁO\n"
            "Sơ kết 6 tháng đầu năm 2026 thực hiện Chương trình phối hợp công tác giữa UBND và Ban Thường trực "
            "Ủy ban MTTQ Việt Nam phường Lộc Điền\n"
            "I. NHIỆM VỤ 6 THÁNG CUỐI NĂM\n1. Tiếp tục phối hợp giám sát việc giải quyết kiến nghị.\n"
            "Nơi nhận: Như trên; Lưu VP.\n"
        )
    )
    assert reading.value("programme")["title"] == (
        "Chương trình phối hợp công tác giữa UBND và Ban Thường trực Ủy ban MTTQ Việt Nam phường Lộc Điền"
    )
    assert values(reading, "directions") == ["Tiếp tục phối hợp giám sát việc giải quyết kiến nghị."]


def test_who_signed_a_programme_is_among_its_people_with_the_post_held() -> None:
    signed = _PROGRAMME + (
        "\nTM. BAN THƯỜNG TRỰC ỦY BAN MTTQ VIỆT NAM\nCHỦ TỊCH\nKhúc Thị Nhàn\n"
        "TM. UBND\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nBồ Xuân Thắng\n"
    )
    assert [(p["name"], p["title"]) for p in values(read_paper(read_text(signed)), "persons")] == [
        ("Khúc Thị Nhàn", "Chủ tịch Ủy ban MTTQ Việt Nam phường Lộc Điền"),
        ("Bồ Xuân Thắng", "Phó chủ tịch UBND phường Lộc Điền"),
    ]
