"""Which half year a paper is of, numbers in words, ratios with units, and tables a sheet cut in two."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from phoihop.core.stated import Told
from phoihop.ingest.readers import read_file
from phoihop.ingest.tally.tally import tell
from phoihop.ingest.tests.test_tally import marks, only, report


def sheet(
    rows: list[list[object]],
    name: str = "Bieu so lieu.xlsx",
    title: str = "Bieu",
    merged: Sequence[tuple[int, int, int]] = (),
) -> Told:
    """An annex of one sheet; ``merged`` are (row, first column, last column)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet(title)
    for n, row in enumerate(rows):
        page.write_row(n, 0, row)
    for n, first, last in merged:
        page.merge_range(n, first, n, last, rows[n][first])
    book.close()
    return tell(read_file(out.getvalue(), name))


ROWS: list[list[object]] = [["TT", "Nội dung", "Kết quả"], [1, "Lớp học nghề", 7], [2, "Buổi chiếu phim", 9]]


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("SỐ LIỆU 6 THÁNG ĐẦU NĂM 2031", "Bieu.xlsx"),
        ("SỐ LIỆU NĂM 2031", "Phu luc 6T-2031.xlsx"),
        ("SỐ LIỆU NĂM 2031 (đến 30/6/2031)", "Bieu.xlsx"),
        ("SỐ LIỆU (01/01/2031 - 30/6/2031)", "Bieu.xlsx"),
        ("SỐ LIỆU NĂM 2031 (Kèm theo Báo cáo số 9/BC-UBND ngày 02/7/2031)", "Bieu.xlsx"),
        ("SỐ LIỆU PHỤC VỤ SƠ KẾT NĂM 2031", "Bieu.xlsx"),
    ],
)
def test_the_half_year_of_an_annex_is_read_from_what_stands_over_it_or_its_name(
    above: str, name: str
) -> None:
    told = sheet([[above], *ROWS], name)
    assert (told.role, told.period, {f.period for f in told.figures}) == ("annex", "2031-H1", {"2031-H1"})


def test_an_annex_of_the_whole_year_stays_the_years() -> None:
    told = sheet([["SỐ LIỆU TỔNG KẾT NĂM 2031"], *ROWS], "Bieu tong ket 2031.xlsx")
    assert told.period == "2031"


def test_minutes_at_midyear_tell_of_the_half_year() -> None:
    head = "VĂN PHÒNG HĐND VÀ UBND\nPHƯỜNG AN BÌNH\nSố: 5/TB-VP\nAn Bình, ngày 28 tháng 6 năm 2031\nTHÔNG BÁO\nKết luận cuộc họp giao ban quý II năm 2031\n"
    told = tell(read_file((head + "1. Đã trao 12 suất quà.\n").encode(), "tb.txt"))
    assert told.period == "2031-H1"


def test_numbers_in_words_count() -> None:
    told = report(
        "Đã có bảy mươi sáu hộ nhận nhà; một trăm linh năm hộ chờ xét; tổ chức ba hội nghị hiệp thương."
    )
    assert [(f.value_words, f.subject.head) for f in told.figures] == [
        ("76", "household"), ("105", "household"), ("3", "event"),
    ]  # fmt: skip


def test_a_ratio_in_words_has_its_whole() -> None:
    figure = only(report("Xã đạt mười bốn trên mười chín tiêu chí nông thôn mới."), "14/19")
    assert (figure.value, figure.of) == (Decimal(14), Decimal(19))


def test_words_that_say_no_count_or_repeat_the_digits_are_no_figures() -> None:
    told = report(
        "Ba cơ quan họp hai tuần một lần; trao năm (05) mái nhà, trị giá 5.000.000 đồng (năm triệu đồng)."
    )
    assert [f.value_words for f in told.figures] == ["5", "5000000"]


def test_both_sides_of_a_ratio_have_its_unit() -> None:
    told = report(
        "Giải ngân 12.300/45.600 triệu đồng, đạt 27,0 % kế hoạch. Hái 486/900 tấn. Số trường đạt chuẩn: 05/07 trường."
    )
    assert [(f.value_words, f.unit) for f in told.figures] == [
        ("12300000000/45600000000", "đồng"), ("27", "%"), ("486/900", "tấn"), ("5/7", ""),
    ]  # fmt: skip
    assert [(r.part.value_words, r.rate.value) for r in told.rates] == [
        ("12300000000/45600000000", Decimal(27))
    ]


def test_a_days_fraction_stays_a_day() -> None:
    assert report("Ngày 05/07 trường tổ chức khai giảng.").figures == []


def test_a_number_at_the_end_of_a_line_is_not_made_a_day_with_the_next() -> None:
    only(report("Số câu hỏi chất vấn: 15.\n2. Giám sát\n"), "15")


def test_the_cut_off_half_of_a_sheets_table_keeps_its_rows() -> None:
    told = sheet(
        [
            ["SỐ LIỆU 6 THÁNG ĐẦU NĂM 2031"], ["TT", "Thôn", "Số nhà", None, "Kinh phí (triệu đồng)"],
            [1, "Đông", 3, None, 60], [2, "Đoài", 4, None, 90], [3, "Thượng", 2, None, 45], ["", "Cộng", 9, None, 195],
        ]
    )  # fmt: skip
    assert [f.value for f in told.figures if f.unit == "đồng"] == [
        60_000_000,
        90_000_000,
        45_000_000,
        195_000_000,
    ]
    assert [len(s.parts) for s in told.sums] == [3, 3]


def test_where_a_cumulative_count_began_is_not_its_period() -> None:
    told = report(
        "Lát vỉa hè 1,5 km; lũy kế từ năm 2024 đến nay 35.650 m2. Lũy kế đến hết năm 2026 được 71 nhà. "
        "Lũy kế 6 tháng đầu năm 2027 thu 12 tỷ đồng. Đến hết tháng 6 đã có 09 mô hình. Từ tháng 3 tiêm 9.870 liều."
    )
    assert [(f.value_words, f.period) for f in told.figures] == [
        ("1.5", "2027-H1"), ("35650", "to-2027-H1"), ("71", "to-2026"), ("12000000000", "2027-H1"), ("9", "2027-H1"), ("9870", "2027-H1"),
    ]  # fmt: skip


def test_a_plan_is_the_whole_years_unless_it_says_otherwise() -> None:
    told = report(
        "Sáu tháng trồng 86,4 ha trên kế hoạch cả năm 120 ha. Năm 2027 xã được giao 40 tỷ đồng kế hoạch vốn. "
        "Trao 11 suất, vượt 10 suất theo kế hoạch, trong đó riêng 6 tháng đầu năm trao 07 suất. Cả năm HĐND có 08 cuộc giám sát."
    )
    assert [(f.value_words, f.mode, f.period) for f in told.figures] == [
        ("86.4", "done", "2027-H1"), ("120", "plan", "2027"), ("40000000000", "plan", "2027"), ("11", "done", "2027-H1"),
        ("10", "plan", "2027"), ("7", "done", "2027-H1"), ("8", "plan", "2027"),
    ]  # fmt: skip


def test_registered_is_done_not_planned() -> None:
    told = report("Đăng ký mới 612 hộ kinh doanh; số hộ đăng ký danh hiệu là 5.486.")
    assert {f.mode for f in told.figures} == {"done"}


def test_what_stood_at_the_end_of_last_year_is_of_last_year() -> None:
    told = report(
        "Còn 38 hộ cận nghèo (cuối năm 2026 là 46 hộ); có 19 tòa nhà, tăng so với 16 tòa cuối năm 2026."
    )
    assert [(f.value_words, f.period) for f in told.figures] == [
        ("38", "2027-H1"), ("46", "2026"), ("19", "2027-H1"), ("16", "2026"),
    ]  # fmt: skip


def test_a_bare_number_goes_on_in_the_measure_before_it() -> None:
    told = report(
        "Diện tích rừng 640,5 ha, trong đó rừng tự nhiên 520,2, rừng trồng 120,3; đào tạo 96 người."
    )
    assert [(f.value_words, f.unit) for f in told.figures] == [
        ("640.5", "ha"), ("520.2", "ha"), ("120.3", "ha"), ("96", ""),
    ]  # fmt: skip


def test_a_share_and_a_cumulative_count_are_of_what_stands_before_them() -> None:
    told = report(
        "Làm 24 nhà tình thương; lũy kế từ năm 2024 đến hết năm 2026 được 71 nhà. Trả lời 42/50 kiến nghị về đất đai, đạt 84 % kế hoạch."
    )
    assert only(told, "71").subject.key == only(told, "24").subject.key
    assert only(told, "71").period == "to-2026"
    assert set(only(told, "42/50").subject.key) <= set(only(told, "84").subject.key)


def test_units_of_an_administration_are_no_letters() -> None:
    told = report("Làm việc với 17 đơn vị và nhận 9 đơn; 05 vị đại biểu dự.")
    assert [f.subject.head for f in told.figures] == ["unit", "letter", "person"]


def test_what_the_sentences_before_say_goes_with_a_count() -> None:
    told = report("Mặt trận lấy ý kiến người dân về quy hoạch bãi rác. Họ góp 58 ý kiến.")
    assert {"quy", "hoạch", "bãi", "rác"} <= only(told, "58").subject.before


def test_the_caption_of_a_sheets_table_is_what_it_is_of_not_whose_it_is() -> None:
    told = sheet(
        [
            ["UBND PHƯỜNG AN BÌNH"], ["PHẢN ÁNH HIỆN TRƯỜNG 6 THÁNG ĐẦU NĂM 2031"], ["(Kèm theo Báo cáo số 9/BC-UBND ngày 02/7/2031)"],
            ["TT", "Lĩnh vực", "Số phản ánh"], [1, "Vỉa hè", 31], [2, "Cây xanh", 12],
        ]
    )  # fmt: skip
    assert {f.heading for f in told.figures} == {"PHẢN ÁNH HIỆN TRƯỜNG 6 THÁNG ĐẦU NĂM 2031"}


def test_what_meetings_are_of_stays_with_their_count() -> None:
    told = report("Tổ chức 28 cuộc tiếp xúc cử tri, trong đó 14 cuộc trước kỳ họp.")
    assert only(told, "28").subject.key == ("tiếp_xúc_cử_tri",)


def test_a_conjunction_begins_no_noun() -> None:
    told = report("Phản ánh về rác thải 38 và giao thông 24 phản ánh.")
    assert "rác" in only(told, "38").subject.key


def test_a_bare_number_counts_what_the_number_before_it_counts() -> None:
    told = report("Họ góp 58 ý kiến; ban soạn thảo tiếp thu 46, giải trình 12.")
    assert [f.subject.head for f in told.figures] == ["opinion", "opinion", "opinion"]


def test_the_day_of_a_count_is_read_in_words_and_brackets() -> None:
    told = report(
        "Tại thời điểm giám sát (ngày 31/3/2027), khu đã giao đất cho 86 hộ. Tính đến ngày 30 tháng 5 năm 2027 đã trả lời 66 kiến nghị."
    )
    assert [f.as_of for f in told.figures] == [date(2027, 3, 31), date(2027, 5, 30)]


def test_two_rows_of_headings_over_an_empty_column_name_their_periods() -> None:
    told = sheet(
        [
            ["SỐ LIỆU 6 THÁNG ĐẦU NĂM 2031"],
            ["TT", "Nội dung", "Kế hoạch năm 2031", "Thực hiện", "", ""],
            ["", "", "", "6 tháng đầu năm 2030", "", "6 tháng đầu năm 2031"],
            [1, "Hộ hiến đất (hộ)", 20, 8, "", 9],
            [2, "Ngày công đóng góp", 2000, 810, "", 930],
        ],
        merged=[(1, 3, 5)],
    )
    assert [(f.value_words, f.period, f.mode, f.unit) for f in told.figures] == [
        ("20", "2031", "plan", ""),
        ("8", "2030-H1", "done", ""),
        ("9", "2031-H1", "done", ""),
        ("2000", "2031", "plan", ""),
        ("810", "2030-H1", "done", ""),
        ("930", "2031-H1", "done", ""),
    ]


def test_a_column_without_a_period_beside_one_of_another_is_marked() -> None:
    told = sheet(
        [
            ["SỐ LIỆU 6 THÁNG ĐẦU NĂM 2031"],
            ["TT", "Nội dung", "Cùng kỳ", "Số lớp"],
            [1, "Lớp học nghề", 7, 8],
            [2, "Lớp học bơi", 5, 6],
        ]
    )
    assert marks(told) == [
        ("8", "Cột không ghi kỳ, bên cạnh là cột của kỳ khác."),
        ("6", "Cột không ghi kỳ, bên cạnh là cột của kỳ khác."),
    ]


def test_a_table_cut_in_two_with_a_title_over_its_second_half_is_one() -> None:
    told = sheet(
        [
            ["SỐ LIỆU 6 THÁNG ĐẦU NĂM 2031"],
            ["TT", "Thôn", "Số lò", "", "Phế thải (tấn)", ""],
            ["", "", "", "", "Phát sinh", "Thu gom"],
            [1, "Thôn Chín Giếng", 7, "", 30, 20],
            [2, "Thôn Bàu Sen", 9, "", 40, 25],
        ],
        merged=[(1, 4, 5)],
    )
    assert [(f.value_words, f.subject.words, f.unit) for f in told.figures][:3] == [
        ("7", "Thôn Chín Giếng (Số lò)", ""),
        ("30", "Thôn Chín Giếng (Phát sinh)", "tấn"),
        ("20", "Thôn Chín Giếng (Thu gom)", "tấn"),
    ]


def test_a_row_named_for_a_month_is_of_that_month_and_the_total_of_the_period() -> None:
    told = sheet(
        [
            ["TIẾP DÂN 6 THÁNG ĐẦU NĂM 2031"],
            ["TT", "Thời gian", "Số lượt"],
            [1, "Tháng 1", 7],
            [2, "Tháng 2", 9],
            ["", "Cộng", 16],
        ]
    )
    assert [(int(f.value), f.period) for f in told.figures] == [
        (7, "2031-01"),
        (9, "2031-02"),
        (16, "2031-H1"),
    ]
    assert [(int(s.total.value), len(s.parts)) for s in told.sums] == [(16, 2)]
