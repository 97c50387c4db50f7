"""Who is to do what by when, in the sentences offices write."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.core.stated import Promise
from phoihop.ingest.readers import read_text
from phoihop.ingest.tally.tally import tell

NOTICE = """VĂN PHÒNG HĐND VÀ UBND PHƯỜNG ĐÔNG LĨNH
Số: 21/TB-VP
Đông Lĩnh, ngày 05 tháng 7 năm 2027
THÔNG BÁO
Kết luận của Chủ tịch UBND phường tại cuộc họp giao ban tháng 7
"""
REPORT = """ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG LĨNH
Số: 61/BC-UBND
Đông Lĩnh, ngày 02 tháng 7 năm 2027
BÁO CÁO
Tình hình kinh tế - xã hội 6 tháng đầu năm 2027
I. KẾT QUẢ
"""


def promised(text: str, head: str = NOTICE) -> list[Promise]:
    return list(tell(read_text(head + text + "\n", "tb.txt")).promises)


def one(text: str, head: str = NOTICE) -> Promise:
    found = promised(text, head)
    assert len(found) == 1, found
    return found[0]


def test_work_given_to_a_body_has_its_lead_helpers_content_product_and_day() -> None:
    task = one(
        "1. Giao Phòng Kinh tế chủ trì, phối hợp với Công an phường, các tổ dân phố rà soát điểm ngập, lập danh sách hộ bị ảnh hưởng trước ngày 15/8/2027."
    )
    assert (task.lead, task.cooperating, task.due, task.product, task.gaps) == (
        "Phòng Kinh tế", "Công an phường, các tổ dân phố", date(2027, 8, 15), "danh sách hộ bị ảnh hưởng", (),
    )  # fmt: skip
    assert task.content == "Rà soát điểm ngập, lập danh sách hộ bị ảnh hưởng"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("trước ngày 15/8/2027", date(2027, 8, 15)),
        ("chậm nhất ngày 15/8", date(2027, 8, 15)),
        ("xong trong tháng 9", date(2027, 9, 30)),
        ("trong tháng 9/2027", date(2027, 9, 30)),
        ("trong quý IV", date(2027, 12, 31)),
        ("trong quý I năm 2028", date(2028, 3, 31)),
        ("trước ngày 20 tháng 9 năm 2027", date(2027, 9, 20)),
        ("hạn cuối 31/8/2027", date(2027, 8, 31)),
    ],
)
def test_a_limit_is_read_as_the_last_day_meant_by_it(words: str, day: date) -> None:
    task = one(f"2. Trạm Y tế phường rà soát hồ sơ trẻ em dưới sáu tuổi {words}.")
    assert (task.lead, task.due, task.gaps) == ("Trạm Y tế phường", day, ("product",))


def test_before_the_session_stays_in_words_and_is_shown_as_a_gap() -> None:
    task = one("- Văn phòng HĐND và UBND phường chuẩn bị tài liệu trình trước kỳ họp cuối năm.")
    assert (task.due, task.due_words, "due" in task.gaps) == (None, "trước kỳ họp cuối năm", True)


def test_a_sentence_of_several_tasks_is_parted_at_each_body() -> None:
    found = promised(
        "- Phòng Kinh tế nạo vét cống Đồng Quan trước ngày 25/7/2027, Đoàn Thanh niên phường dọn kênh trước ngày 01/8/2027; "
        "Công an phường kiểm tra phòng cháy xong trước ngày 10/8/2027."
    )
    assert [(p.lead, p.due) for p in found] == [
        ("Phòng Kinh tế", date(2027, 7, 25)), ("Đoàn Thanh niên phường", date(2027, 8, 1)), ("Công an phường", date(2027, 8, 10)),
    ]  # fmt: skip


def test_the_body_may_stand_behind_a_colon_and_the_day_behind_a_semicolon() -> None:
    task = one("- Hoàn thành hồ sơ khoa học đình làng: Phòng Văn hóa - Xã hội; hạn 20/11/2027.")
    assert (task.lead, task.due, task.content) == (
        "Phòng Văn hóa - Xã hội", date(2027, 11, 20), "Hoàn thành hồ sơ khoa học đình làng",
    )  # fmt: skip


def test_work_without_a_day_is_a_task_with_a_gap_where_a_meeting_concludes() -> None:
    task = one("3. Yêu cầu Phòng Kinh tế khẩn trương xử lý các điểm tập kết rác tự phát ven sông.")
    assert (task.lead, task.due, task.gaps) == ("Phòng Kinh tế", None, ("due", "product"))


def test_a_day_that_is_past_and_the_day_of_a_document_are_no_limits() -> None:
    assert promised("Đến ngày 30/6/2027, UBND phường đã trả lời 84 kiến nghị.", REPORT) == []
    assert promised("Thực hiện Kế hoạch số 45/KH-UBND ngày 12/8/2027, các phòng đã làm tốt.", REPORT) == []


def test_a_report_that_names_no_body_promises_for_its_own_and_says_so() -> None:
    task = one(
        "II. NHIỆM VỤ 6 THÁNG CUỐI NĂM\n- Hoàn thành bàn giao 04 nhà còn lại trước ngày 18/11/2027.", REPORT
    )
    assert (task.lead, task.due, "lead" in task.gaps) == ("UBND phường", date(2027, 11, 18), True)


def test_the_closing_formula_of_a_notice_is_no_task() -> None:
    assert promised("Văn phòng HĐND và UBND phường thông báo để các cơ quan, đơn vị biết, thực hiện./.") == []
