"""Figures out of reports: what they count, of which period, done or planned; what they say of each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from phoihop.core.stated import Stated, Told
from phoihop.ingest.readers import read_file
from phoihop.ingest.tally.tally import tell

HEAD = """ỦY BAN NHÂN DÂN
PHƯỜNG AN BÌNH

Số: 120/BC-UBND

BÁO CÁO
Tình hình kinh tế - xã hội 6 tháng đầu năm 2027

I. KẾT QUẢ THỰC HIỆN
"""


def report(body: str, head: str = HEAD) -> Told:
    return tell(read_file((head + body).encode(), "bc.txt"))


def only(told: Told, value: str) -> Stated:
    found = [f for f in told.figures if f.value_words == value]
    assert len(found) == 1, [(f.value_words, f.subject.words) for f in told.figures]
    return found[0]


def test_the_head_tells_who_speaks_of_which_period() -> None:
    told = report("Đã tổ chức 12 hội nghị.")
    assert (told.role, told.body, told.period) == ("report", "UBND", "2027-H1")


def test_the_review_of_a_year_is_told_from_a_half_years_report() -> None:
    head = HEAD.replace(
        "Tình hình kinh tế - xã hội 6 tháng đầu năm 2027", "Tổng kết chương trình phối hợp năm 2026"
    )
    assert (report("Đã họp 08 cuộc.", head).role, report("Đã họp 08 cuộc.", head).period) == (
        "last_review",
        "2026",
    )


def test_dates_ordinals_symbols_and_years_are_no_figures() -> None:
    told = report(
        "Ngày 12/5/2027, tại tổ dân phố 9, kỳ họp thứ 5 thông qua Kế hoạch số 45/KH-UBND theo Điều 7; Quý I đã họp."
    )
    assert told.figures == []


def test_money_is_told_in_full_and_shares_with_their_decimals() -> None:
    told = report("Thu ngân sách đạt 12,5 tỷ đồng, bằng 52,1 % dự toán năm.")
    assert [(f.value_words, f.unit) for f in told.figures] == [("12500000000", "đồng"), ("52.1", "%")]


def test_a_plan_a_change_and_last_years_figure_are_not_taken_for_what_was_done() -> None:
    told = report(
        "Kế hoạch cả năm là 24 cuộc. Đã tổ chức 15 cuộc tiếp xúc cử tri, tăng 03 cuộc so với cùng kỳ năm 2026 (12 cuộc)."
    )
    assert [(f.value_words, f.mode, f.period) for f in told.figures] == [
        ("24", "plan", "2027"), ("15", "done", "2027-H1"), ("3", "change", "2027-H1"), ("12", "done", "2026-H1"),
    ]  # fmt: skip


def test_a_cumulative_figure_and_the_day_it_was_counted_on_are_known() -> None:
    told = report("Lũy kế từ đầu nhiệm kỳ đến ngày 30/6/2027 đã hỗ trợ 12 căn nhà.")
    figure = only(told, "12")
    assert (figure.period, figure.as_of) == ("to-2027-H1", date(2027, 6, 30))


def test_how_many_came_is_counted_at_the_meeting_named_before() -> None:
    told = report("Phường đã tổ chức 02 hội nghị đối thoại, thu hút 286 đại biểu.")
    figure = only(told, "286")
    assert (figure.subject.head, "đối" in figure.subject.key and "thoại" in figure.subject.key) == (
        "person",
        True,
    )


def test_the_parts_named_beside_a_total_are_its_parts() -> None:
    told = report(
        "Tiếp nhận 96 đơn, gồm 09 đơn khiếu nại, 04 đơn tố cáo và 81 đơn kiến nghị; đã giải quyết 64 đơn."
    )
    assert [(s.total.value, [p.value for p in s.parts], s.complete) for s in told.sums] == [
        (Decimal(96), [Decimal(9), Decimal(4), Decimal(81)], True)
    ]


def test_items_of_a_list_are_parts_of_the_line_above_them() -> None:
    told = report(
        "- Xử phạt vi phạm hành chính: 120 trường hợp:\n+ Trật tự đô thị: 61 trường hợp;\n+ Môi trường: 48 trường hợp.\nHết.\n"
    )
    assert [(s.total.value, [p.value for p in s.parts]) for s in told.sums] == [
        (Decimal(120), [Decimal(61), Decimal(48)])
    ]


def test_a_percentage_knows_the_counts_it_follows_from() -> None:
    told = report(
        "Đã trả lời 84/87 kiến nghị, đạt 96,6 %. Hòa giải 23 vụ việc, hòa giải thành 20 vụ việc, đạt 87,0 %."
    )
    pairs = [(r.part.value, r.part.of or r.whole.value, r.rate.value) for r in told.rates]
    assert pairs == [(Decimal(84), Decimal(87), Decimal("96.6")), (Decimal(20), Decimal(23), Decimal("87.0"))]


def test_answered_and_solved_are_two_states() -> None:
    told = report("UBND phường đã trả lời 84 kiến nghị, trong đó giải quyết xong 61 kiến nghị.")
    assert [(f.value_words, f.state) for f in told.figures] == [("84", "answered"), ("61", "solved")]


def test_limitations_and_tasks_ahead_are_told_apart_from_results() -> None:
    told = report(
        "Kết quả tốt ở nhiều mặt công tác.\nII. HẠN CHẾ\n- Việc trả lời kiến nghị có nơi còn chậm so với yêu cầu.\n"
        "III. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM\n- Phòng Kinh tế hoàn thành lát vỉa hè trước ngày 30/9/2027, có biên bản nghiệm thu.\n"
    )
    assert [p.kind for p in told.passages] == ["result", "limitation", "direction"]
    promise = told.promises[0]
    assert (promise.lead, promise.due, promise.product, promise.gaps) == (
        "Phòng Kinh tế", date(2027, 9, 30), "biên bản nghiệm thu", (),
    )  # fmt: skip


def test_every_figure_keeps_its_very_place() -> None:
    told = report("Đã trồng 215 cây xanh; cấp 63 giấy phép xây dựng.")
    assert [told.text[f.start : f.end].split()[0] for f in told.figures] == ["215", "63"]


def test_a_part_said_with_tren_is_a_ratio() -> None:
    told = report(
        "UBND đã có văn bản trả lời 66 trên 71 kiến nghị, đạt 93,0 %; phường đạt 17 trên tổng số 19 tiêu chí."
    )
    assert [(f.value_words, f.subject.head, f.state) for f in told.figures if f.of] == [
        ("66/71", "petition", "answered"),
        ("17/19", "tiêu", ""),
    ]


def test_the_state_of_petitions_may_be_said_far_behind_their_count() -> None:
    told = report(
        "Nhờ đôn đốc, 61 kiến nghị của cử tri thuộc thẩm quyền của phường đến nay UBND đã giải quyết xong hết."
        " Có 15/19 kiến nghị của các đoàn thể đã được UBND phường trả lời. Còn 12 kiến nghị thuộc thẩm quyền giải quyết của tỉnh."
    )
    assert [f.state for f in told.figures] == ["solved", "answered", ""]


def periods(told: Told) -> list[tuple[str, str]]:
    return [(f.value_words, f.period) for f in told.figures if f.mode != "change"]


def test_a_period_at_the_head_of_a_sentence_governs_it_until_another_is_named() -> None:
    told = report(
        "- Năm 2026, các cơ quan cùng các đơn vị cũ trước sắp xếp tổ chức 34 cuộc tiếp xúc cử tri với 4.512 lượt cử tri tham dự đông đủ, tiếp nhận"
        " và chuyển đến nơi có thẩm quyền 241 kiến nghị, giải quyết xong 186/241 kiến nghị, đạt 77,2 %; 6 tháng đầu năm 2027 tiếp nhận 90 kiến nghị."
    )
    assert periods(told) == [
        ("34", "2026"),
        ("4512", "2026"),
        ("241", "2026"),
        ("186/241", "2026"),
        ("77.2", "2026"),
        ("90", "2027-H1"),
    ]
    assert periods(report("Cùng kỳ năm trước, toàn phường có 12 vụ va chạm.")) == [("12", "2026-H1")]


def test_a_comparison_in_brackets_that_closed_says_nothing_of_what_follows() -> None:
    told = report("Còn 148 hộ nghèo, giảm 15 hộ so với cuối năm 2026 (163 hộ nghèo), và 263 hộ cận nghèo.")
    assert periods(told) == [("148", "2027-H1"), ("163", "2026"), ("263", "2027-H1")]


def test_a_count_of_another_day_is_of_that_day_and_one_at_the_beginning_of_the_year_before() -> None:
    told = report(
        "Tính đến ngày 31/3/2027 giải ngân 8,2 tỷ đồng, đạt 34 %. Số dư đầu kỳ 205 triệu đồng. Đến ngày 15/6/2027 còn 30 hộ nghèo."
    )
    assert periods(told) == [
        ("8200000000", "to-2027-03"),
        ("34", "to-2027-03"),
        ("205000000", "2026"),
        ("30", "2027-H1"),
    ]


def test_a_month_in_the_name_of_a_meeting_is_no_period() -> None:
    assert periods(report("Tại phiên họp tháng 5, Thường trực tổ chức giải trình với 07 câu hỏi.")) == [
        ("7", "2027-H1")
    ]


def test_a_target_that_was_met_with_a_count_is_done() -> None:
    told = report(
        "Hoàn thành chỉ tiêu giao quân với 48 thanh niên. Năm 2027 dự kiến 18/18 thôn mở hội, chọn 04 thôn làm điểm."
    )
    assert [(f.value_words, f.mode) for f in told.figures] == [
        ("48", "done"),
        ("18/18", "plan"),
        ("4", "plan"),
    ]


def test_lasting_things_that_are_there_are_counted_up_to_now() -> None:
    told = report(
        "Đến nay lắp được 168 mắt camera. Đến nay đã tổ chức 14 cuộc tiếp xúc cử tri. Hiện có 12 mô hình tự quản. Đến nay có 9 kiến nghị đã trả lời."
    )
    assert periods(told) == [
        ("168", "to-2027-H1"),
        ("14", "2027-H1"),
        ("12", "to-2027-H1"),
        ("9", "2027-H1"),
    ]


def marks(told: Told) -> list[tuple[str, str]]:
    return [(f.value_words, f.reason) for f in told.figures if f.mark == "can_xem"]


def test_what_is_less_surely_read_is_marked_with_a_reason_a_clerk_understands() -> None:
    told = report(
        "Đã họp 05 phiên. Tính đến ngày 31/3/2027 có 86 hộ nhận đất. Trên cơ sở 22 chỉ tiêu được HĐND giao, đã có 15 chỉ tiêu đạt."
        " Năm 2026 mở 12 lớp, đến quý I năm 2027 mở 03 lớp."
    )
    assert marks(told) == [
        ("86", "Số chốt trước ngày cuối kỳ."),
        ("22", "Số chỉ tiêu được giao: chưa rõ của kỳ này hay cả năm."),
        ("3", "Câu nhắc hai kỳ."),
    ]


def test_a_plan_for_six_months_is_the_half_years_and_what_stands_behind_a_stroke_was_planned() -> None:
    told = report(
        "Vận động Quỹ được 632 triệu đồng, đạt 105 % kế hoạch 6 tháng (600 triệu đồng). Giải ngân 22.904 triệu đồng/54.200 triệu đồng, đạt 42,3 % kế hoạch vốn."
    )
    assert [(f.value_words, f.mode, f.period) for f in told.figures if f.mode == "plan"] == [
        ("600000000", "plan", "2027-H1"),
        ("54200000000", "plan", "2027"),
    ]


def test_the_title_of_a_part_may_stand_on_the_next_line() -> None:
    told = report(
        "Đã họp 05 phiên.\n\nPhần thứ ba\n\nPHƯƠNG HƯỚNG 6 THÁNG CUỐI NĂM 2027\n\nCất tiếp 18 căn nhà."
    )
    assert [(f.value_words, f.mode, f.period) for f in told.figures] == [
        ("5", "done", "2027-H1"),
        ("18", "next", "2027-H2"),
    ]
