"""What numbers say of each other: parts without an opening word, size classes, shares of a plan, rows of totals."""

from __future__ import annotations

import io
from decimal import Decimal

import xlsxwriter

from phoihop.core.stated import Told
from phoihop.ingest.readers import read_file
from phoihop.ingest.tally.tally import tell
from phoihop.ingest.tests.test_tally import report
from phoihop.ingest.tests.test_tally_of_papers import sheet


def sums(told: Told) -> list[tuple[int, list[int]]]:
    return [(int(s.total.value), [int(p.value) for p in s.parts]) for s in told.sums]


def test_parts_in_the_next_sentence_with_classes_of_size_between() -> None:
    told = report(
        "Tổng số tàu cá: 40 chiếc. Trong đó: từ 15 m trở lên 13 chiếc; từ 12 m đến dưới 15 m 10 chiếc; từ 6 m đến dưới 12 m 17 chiếc."
    )
    assert sums(told) == [(40, [13, 10, 17])]


def test_counts_of_the_same_thing_that_nearly_make_the_one_before_are_its_parts() -> None:
    told = report(
        "Vận động được 118 phần quà trị giá 59.000.000 đồng, tặng hộ nghèo 19 phần quà, người cao tuổi 60 phần quà, trẻ em 38 phần quà."
    )
    assert [(*row, s.complete) for row, s in zip(sums(told), told.sums, strict=True)] == [
        (118, [19, 60, 38], True)
    ]


def test_counts_that_only_stand_beside_each_other_are_no_sum() -> None:
    told = report(
        "Có 118 hộ nghèo, 75 hộ cận nghèo, 12 hộ thoát nghèo. Về giảm nghèo: từ 61 hộ (tỷ lệ 33,1 %), nay còn 58 hộ nghèo; có 4 hộ mới."
    )
    assert told.sums == []


def test_a_larger_number_is_no_part() -> None:
    told = report(
        "Tổ chức 21 buổi như sau: 9 buổi tại thôn, 7 buổi lưu động, 5 buổi tại trường với 1.840 lượt người."
    )
    assert sums(told) == [(21, [9, 7, 5])]


def test_a_share_of_the_plan_named_between_is_of_both() -> None:
    told = report("Trồng rừng được 86,4 ha trên kế hoạch cả năm 120 ha, đạt 72 % kế hoạch.")
    assert [(r.part.value, r.whole.value, r.rate.value) for r in told.rates] == [
        (Decimal("86.4"), Decimal(120), Decimal(72))
    ]


def test_a_percentage_of_something_else_is_not_made_the_ratios() -> None:
    told = report(
        "Xã đạt 14/19 tiêu chí, thu ngân sách đạt 57,7 % dự toán. Quỹ vận động 685 triệu đồng, đạt 114 % kế hoạch, trong đó 6 tháng đầu năm 376 triệu đồng."
    )
    assert told.rates == []


def test_a_row_of_totals_counts_what_the_table_is_about_and_adds_the_rows_not_what_is_within_them() -> None:
    told = sheet(
        [
            ["BIỂU 2. CƠ SỞ ĐƯỢC KIỂM TRA PHÒNG CHÁY 6 THÁNG ĐẦU NĂM 2031"], ["TT", "Loại hình", "Số lượng"],
            [1, "Nhà trọ", 13], ["", "- Trong đó: cho thuê nhiều phòng", 4], [2, "Chợ", 9], ["", "Cộng toàn xã", 22],
        ]
    )  # fmt: skip
    assert sums(told) == [(22, [13, 9])]
    assert {"kiểm", "tra", "phòng", "cháy"} <= set(told.sums[0].total.subject.key)


def test_a_share_said_against_the_plan_is_of_the_count_with_the_same_words() -> None:
    told = report(
        "Các quỹ được 97 triệu đồng, chia ra: Quỹ Khuyến học 71 triệu đồng, Quỹ Cứu trợ 26 triệu đồng. "
        "So với chỉ tiêu năm 120 triệu đồng, Quỹ Khuyến học đạt 54,9 %."
    )
    assert [(int(r.part.value), int(r.whole.value)) for r in told.rates] == [(71_000_000, 120_000_000)]


def test_a_list_of_the_largest_only_is_no_sum() -> None:
    assert (
        report(
            "Nhận 127 phản ánh, trong đó nhiều nhất là vỉa hè 46, rác thải 38, giao thông 30 phản ánh."
        ).sums
        == []
    )


def test_a_merged_heading_goes_with_the_columns_under_it() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("B")
    page.write_row(0, 0, ["HỘI VIÊN 6 THÁNG ĐẦU NĂM 2031"])
    page.write_row(1, 0, ["TT", "Tổ chức"])
    page.merge_range(1, 2, 1, 3, "Hội viên (người)")
    page.write_row(2, 2, ["Tổng số", "Kết nạp mới 6 tháng"])
    for n, row in enumerate([[1, "Hội Nông dân", 510, 41], [2, "Đoàn Thanh niên", 380, 62]]):
        page.write_row(3 + n, 0, row)
    book.close()
    told = tell(read_file(out.getvalue(), "bieu.xlsx"))
    joined = next(f for f in told.figures if f.value == 62)
    assert (joined.subject.head, "kết_nạp" in joined.subject.key or "nạp" in joined.subject.key) == (
        "person",
        True,
    )


def test_parts_behind_a_semicolon_and_between_clauses_of_their_own() -> None:
    told = report(
        "- Tổng số tuyến đường: 14 tuyến; cụ thể hoàn thành bàn giao 06 tuyến, đang thi công 07, đang lập hồ sơ 02 tuyến."
    )
    assert sums(told) == [(14, [6, 7, 2])]
    told = report(
        "Đã ban hành 24 nghị quyết, cụ thể: kỳ họp cuối khóa thông qua 06 nghị quyết về ngân sách; kỳ họp thứ nhất thông qua 12 nghị quyết,"
        " chủ yếu về nhân sự; kỳ họp thứ hai (bất thường) thông qua 05 nghị quyết về vốn."
    )
    assert sums(told) == [(24, [6, 12, 5])]


def test_groups_of_rows_have_totals_of_their_own_and_the_grand_total_adds_those() -> None:
    told = sheet(
        [
            ["QUY MÔ TRƯỜNG LỚP 6 THÁNG ĐẦU NĂM 2027"],
            ["TT", "Tên trường", "Số học sinh"],
            [1, "Mẫu giáo Sen Hồng", 100],
            [2, "Mẫu giáo Hướng Dương", 120],
            ["", "Cộng Mẫu giáo", 220],
            [3, "Công đoàn cơ sở nghĩa tình", 300],
            [4, "Tiểu học Ánh Sao", 310],
            ["", "Cộng Tiểu học", 600],
            ["", "Tổng cộng", 820],
        ]
    )
    assert sums(told) == [(220, [100, 120]), (600, [300, 310]), (820, [220, 600])]


def test_a_column_headed_with_who_did_it_holds_no_units() -> None:
    told = sheet(
        [
            ["RA QUÂN TRỒNG CÂY 6 THÁNG ĐẦU NĂM 2031"], ["STT", "Đơn vị", "Số buổi", "Số cây"],
            [1, "Hội Người mù", 7, 410], [2, "Tổ đại biểu số 9", 4, 230], ["", "Tổng cộng", 11, 640],
        ]
    )  # fmt: skip
    assert sums(told) == [(11, [7, 4]), (640, [410, 230])]
    assert "Hội Người mù" in told.figures[0].sentence


def test_a_total_at_the_foot_of_a_list_of_words_is_a_figure() -> None:
    told = sheet(
        [
            ["THEO DÕI VIỆC ĐƯỢC GIAO 6 THÁNG ĐẦU NĂM 2031"], ["TT", "Nội dung kiến nghị", "Tình trạng"],
            [1, "Sửa cống", "Đã giải quyết"], [2, "Lắp đèn", "Đang làm"], ["", "Tổng số đã giải quyết xong", 1],
        ]
    )  # fmt: skip
    assert [(int(f.value), f.subject.words, f.state) for f in told.figures] == [
        (1, "Tổng số đã giải quyết xong", "solved")
    ]


def test_the_last_of_a_list_may_be_a_word() -> None:
    told = report("Mở 17 cuộc tọa đàm, gồm 09 cuộc ở xóm, 06 cuộc ở trường và hai cuộc ở chợ.")
    assert sums(told) == [(17, [9, 6, 2])]


def test_a_share_missed_by_one_digit_is_of_the_counts_before_it_whatever_lies_between() -> None:
    told = report(
        "Số người có thẻ thư viện là 3.127/4.056 người, mức bao phủ bạn đọc đạt 71,1%. "
        "Trồng được 31,2 ha trên tổng diện tích được giao 48,0 ha, như vậy đã trồng 55,0%."
    )
    assert [(f"{r.part.value}", f"{r.rate.value}") for r in told.rates] == [("3127", "71.1"), ("31.2", "55")]


def test_the_half_year_of_a_report_whose_kind_ends_a_line_is_read() -> None:
    head = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH
Độc lập - Tự do - Hạnh phúc An Bình, ngày 16 tháng 6 năm 2031 BÁO CÁO
Tình hình kinh tế - xã hội 6 tháng đầu năm; nhiệm vụ 6 tháng cuối năm
2031
I. KẾT QUẢ
"""
    told = report("Mở 17 lớp học bơi.", head)
    assert (told.role, told.body, told.period) == ("report", "UBND", "2031-H1")


def test_a_row_named_for_a_smaller_place_is_of_that_place() -> None:
    told = sheet(
        [["CA BỆNH 6 THÁNG ĐẦU NĂM 2031"], ["TT", "Địa bàn", "Số ca"], [1, "TDP số 7", 5], [2, "Làng Sim", 9]]
    )
    spoken = report("Bệnh tập trung ở tổ dân phố 7 với 6 ca, làng Sim với 9 ca.")
    assert [f.spot for f in told.figures] == [f.spot for f in spoken.figures] == ["tổ dân phố 7", "làng sim"]
