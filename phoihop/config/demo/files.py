"""Files of the demo ward that anyone may have: a notice, a list with its people taken out, and one that was the wrong file."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from django.core.files.base import ContentFile
from docx import Document

from phoihop.core.actions import perform
from phoihop.core.who import Actor
from phoihop.documents import actions as documents
from phoihop.documents.models import File

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
NOTICE = (
    "THÔNG BÁO", "Về lịch tiếp công dân tháng 8 năm 2027 của lãnh đạo phường",
    "Thứ năm hằng tuần, từ 8 giờ đến 11 giờ 30, tại phòng tiếp công dân, tầng 1 trụ sở phường.",
)  # fmt: skip
#: Invented: no such people, no such numbers.
GIFTS = (
    ("DANH SÁCH NHẬN QUÀ 27/7 NĂM 2027",), ("STT", "Họ và tên", "Số CCCD", "Điện thoại", "Tổ dân phố", "Số tiền"),
    ("1", "Nguyễn Thị Mẫu", "001150000001", "0900000001", "Tổ 4", "500.000"),
    ("2", "Trần Văn Thử", "001148000002", "0900000002", "Tổ 12", "500.000"),
)  # fmt: skip
PUBLIC = {"looked": True, "agreed": True}


def files(people: dict[str, Actor]) -> None:
    """By ordinary actions of the clerk, in the last week of July."""
    clerk = people["chuyenvien"]

    def done(verb: Any, row: File | None, day: int, **inputs: Any) -> File:
        made: File = perform(
            verb, row, actor=clerk, at=datetime.combine(date(2027, 7, day), time(9), tzinfo=HERE), **inputs
        )  # fmt: skip
        return made

    notice = done(documents.store, None, 28, upload=word("thong-bao-tiep-cong-dan.docx"), words=NOTICE[1])
    done(
        documents.publish, notice, 28, public_title="Thông báo lịch tiếp công dân tháng 8/2027",
        public_why="Niêm yết, thông báo rộng rãi để người dân biết", **PUBLIC,
    )  # fmt: skip
    gifts = done(
        documents.store, None, 28, upload=sheet("danh-sach-nhan-qua.xlsx"), words="Danh sách nhận quà 27/7"
    )
    done(
        documents.redact, gifts, 29, hidden=ContentFile("\n".join(row[1] for row in GIFTS[2:]).encode(), name="chu.txt"),
        kinds=["national", "phone"], reason="Che họ tên, số định danh, điện thoại của người nhận",
        new_name="danh-sach-nhan-qua-da-che",
    )  # fmt: skip
    covered = File.objects.get(redacted_from=gifts)
    done(
        documents.publish, covered, 29, public_title="Danh sách nhận quà 27/7/2027 theo tổ dân phố",
        public_why="Công khai chi từ nguồn vận động", **PUBLIC,
    )  # fmt: skip
    wrong = done(
        documents.store, None, 30, upload=sheet("to-trinh-45.xlsx", (*GIFTS, ("", "Cộng", "", "", "", "1.000.000"))),
        words="Tờ trình 45",
    )  # fmt: skip
    wrong = done(
        documents.publish, wrong, 30, public_title="Tờ trình số 45", public_why="Tài liệu kỳ họp", **PUBLIC
    )
    done(documents.withdraw, wrong, 30, withdrawn_why="Gửi nhầm danh sách thay cho tờ trình 45")


def word(name: str) -> ContentFile[bytes]:
    paper, out = Document(), io.BytesIO()
    for line in NOTICE:
        paper.add_paragraph(line)
    paper.save(out)
    return ContentFile(out.getvalue(), name=name)


def sheet(name: str, rows: tuple[tuple[str, ...], ...] = GIFTS) -> ContentFile[bytes]:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Danh sách")
        for n, row in enumerate(rows):
            page.write_row(n, 0, row)
    return ContentFile(out.getvalue(), name=name)
