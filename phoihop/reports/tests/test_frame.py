"""Whatever a last review calls and numbers its parts, results stand under its headings of results, and of this period."""

from __future__ import annotations

import pytest

from phoihop.reports.headings import chapters
from phoihop.reports.models import Report
from phoihop.reports.overview import page_of
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, word
from phoihop.reports.tests.test_merging import merged
from phoihop.reports.tests.test_rounds import Round

pytestmark = pytest.mark.django_db

LETTERED = (
    *LAST[:3], "A. BỐI CẢNH NĂM 2026", "Năm 2026 là năm đầu vận hành chính quyền địa phương hai cấp, có nhiều việc mới.",
    "B. NHỮNG VIỆC ĐÃ LÀM TRONG NĂM 2026", "B.1. Phối hợp tiếp xúc cử tri", "- Trong năm 2026 đã tổ chức 27 cuộc tiếp xúc cử tri.",
    "B.2. Phối hợp giám sát, phản biện", "- Hội đồng nhân dân phường đã hoàn thành 06 cuộc giám sát chuyên đề.",
    "C. NHỮNG VIỆC CHƯA LÀM ĐƯỢC", "- Một số cuộc tiếp xúc cử tri chưa thu hút được người trẻ tham dự.",
    "D. VIỆC CỦA NĂM 2027", "- Tập trung phối hợp tổ chức tốt các cuộc tiếp xúc cử tri trong năm.",
)  # fmt: skip


def under(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for s in report.sections.all():
        if s.kind == "heading":
            now = found.setdefault(s.heading, [])
        else:
            now.append(s.text[:22])
    return found


def joint(last: tuple[str, ...]) -> tuple[Round, dict[str, list[str]]]:
    july = Round()
    july.take(word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"), word(last, "Tong ket.docx"))
    return july, under(merged(july))


def test_results_stand_under_the_lettered_part_that_holds_results_and_the_years_are_of_this_round() -> None:
    _july, found = joint(LETTERED)
    assert list(found) == [
        "NHỮNG VIỆC ĐÃ LÀM TRONG 6 THÁNG ĐẦU NĂM 2027", "Phối hợp tiếp xúc cử tri", "Phối hợp giám sát, phản biện",
        "Vận động, tiếp nhận đóng góp; an sinh xã hội", "NHỮNG VIỆC CHƯA LÀM ĐƯỢC", "VIỆC CỦA 6 THÁNG CUỐI NĂM 2027",
    ]  # fmt: skip
    assert [len(found[title]) for title in found] == [0, 2, 1, 1, 1, 1]
    assert found["Phối hợp giám sát, phản biện"] == ["Thường trực HĐND phườn"]


def test_a_review_without_a_part_of_results_is_no_frame_and_the_round_says_so() -> None:
    july, found = joint(
        (*LAST[:3], "A. LỜI NÓI ĐẦU", "Năm 2026 là năm có nhiều việc mới đối với ba cơ quan của phường.", "B. CẢM ƠN",
         "Xin cảm ơn các cơ quan đã phối hợp trong năm qua.", "C. PHỤ LỤC", "Kèm theo các biểu số liệu của năm.", "D. KÝ TÊN",
         "Đại diện ba cơ quan cùng ký vào báo cáo này.")
    )  # fmt: skip
    assert next(iter(found)) == "Kết quả thực hiện các nội dung phối hợp"
    assert [i.name for i in page_of(july.record).unfit] == ["Tong ket.docx"]
    july, _found = joint(LETTERED)
    assert page_of(july.record).unfit == []


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        (
            [(1, "Phần thứ nhất", "KẾT QUẢ"), (1, "I.", "CHỈ ĐẠO"), (1, "II.", "KẾT QUẢ CỤ THỂ"), (2, "1.", "Kỳ họp"),
             (1, "III.", "ĐÁNH GIÁ"), (2, "1.", "Ưu điểm"), (1, "Phần thứ hai", "PHƯƠNG HƯỚNG")],
            [("CHỈ ĐẠO", []), ("KẾT QUẢ CỤ THỂ", ["Kỳ họp"]), ("ĐÁNH GIÁ", ["Ưu điểm"]), ("PHƯƠNG HƯỚNG", [])],
        ),
        (
            [(1, "A.", "VIỆC ĐÃ LÀM"), (1, "I.", "Kỳ họp"), (1, "II.", "Giám sát"), (1, "B.", "VIỆC CHƯA LÀM ĐƯỢC"), (1, "C.", "BÀI HỌC")],
            [("VIỆC ĐÃ LÀM", ["Kỳ họp", "Giám sát"]), ("VIỆC CHƯA LÀM ĐƯỢC", []), ("BÀI HỌC", [])],
        ),
        (
            [(1, "PHẦN I", "VIỆC ĐÃ LÀM"), (2, "1.", "Kỳ họp"), (1, "PHẦN II", "HƯỚNG PHỐI HỢP")],
            [("VIỆC ĐÃ LÀM", ["Kỳ họp"]), ("HƯỚNG PHỐI HỢP", [])],
        ),
        (
            [(1, "B.", "VIỆC ĐÃ LÀM"), (1, "B1.", "Kỳ họp"), (1, "B2.", "Giám sát")],
            [("VIỆC ĐÃ LÀM", ["Kỳ họp", "Giám sát"])],
        ),
    ],
)  # fmt: skip
def test_parts_stand_over_letters_over_roman_over_plain_numbers(
    headings: list[tuple[int, str, str]], wanted: list[tuple[str, list[str]]]
) -> None:
    assert [(c.head.text, [t.text for t in c.below]) for c in chapters(headings)] == wanted
