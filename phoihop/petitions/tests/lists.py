"""Old compiled lists as offices keep them, made as real files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter
from django.core.files.base import ContentFile
from docx import Document

#: number, field, quarter, content, unit, answer, result, answered
Row = tuple[str, str, str, str, str, str, str, object]
ROWS: tuple[Row, ...] = (
    ("1", "Giao thông, hạ tầng", "Tổ dân phố 12", "Ngõ 84 ngập mỗi khi mưa trên 30 phút, đề nghị cải tạo rãnh.",
     "Phòng Kinh tế", "Đang lập dự án cải tạo 180 m rãnh.", "Đang giải quyết", date(2026, 6, 20)),
    ("2", "Môi trường, rác", "Tổ dân phố 5", "Rác ở chợ Mơ không được thu gom buổi chiều.",
     "Phòng Kinh tế", "Đã tăng 02 chuyến thu gom mỗi ngày.", "Đã giải quyết xong", date(2026, 6, 18)),
    ("3", "Điện, nước", "Khu phố 3", "Nước sinh hoạt yếu vào buổi sáng.",
     "Công ty Nước sạch", "Chuyển Sở Xây dựng xem xét.", "Chuyển Sở Xây dựng", date(2026, 6, 25)),
    ("4", "Giáo dục", "Tổ dân phố 7", "Đề nghị công khai các khoản thu đầu năm của trường tiểu học.",
     "Phòng Văn hóa - Xã hội", "Nhà trường đã niêm yết và trả lời phụ huynh.", "Giải trình", date(2026, 6, 30)),
    ("5", "Đô thị, chiếu sáng, thoát nước", "Tổ dân phố 9", "Đèn đường phố Hàng Bún hỏng nhiều tháng.",
     "Phòng Kinh tế", "", "Chưa trả lời", ""),
)  # fmt: skip
HEADINGS = (
    "STT", "Lĩnh vực", "Khu phố, tổ dân phố", "Nội dung kiến nghị của cử tri", "Cơ quan giải quyết", "Kết quả giải quyết",
    "Phân loại", "Ngày trả lời",
)  # fmt: skip


def excel(
    rows: Sequence[Sequence[object]] = ROWS, *, order: Sequence[int] = range(8), name: str = "bieu.xlsx"
) -> ContentFile[bytes]:
    """Title rows, headings of two levels with merged cells, a numbering row; the columns in any order."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Biểu 01")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 7, "BIỂU TỔNG HỢP KIẾN NGHỊ CỬ TRI NĂM 2026")
    sheet.merge_range(1, 0, 1, 7, "(Kèm theo Báo cáo số 12/BC-UBND)")
    for c, source in enumerate(order):
        sheet.merge_range(3, c, 4, c, HEADINGS[source])
        sheet.write(5, c, f"({c + 1})")
    for r, row in enumerate(rows, start=6):
        for c, source in enumerate(order):
            value = row[source]
            if isinstance(value, date):
                sheet.write_datetime(r, c, value, day)
            else:
                sheet.write(r, c, value)
    book.close()
    return ContentFile(out.getvalue(), name=name)


def word(rows: Sequence[Sequence[object]] = ROWS, name: str = "bieu.docx") -> ContentFile[bytes]:
    """A Word table under its title, grouped by field, with merged headings and the result in three columns."""
    document = Document()
    document.add_paragraph("BIỂU TỔNG HỢP KIẾN NGHỊ CỬ TRI NĂM 2026")
    table = document.add_table(2, 7)
    heads = ("TT", "Nội dung kiến nghị", "Cử tri (địa bàn)", "Đơn vị xử lý")
    for c, text in enumerate(heads):
        table.cell(0, c).merge(table.cell(1, c)).text = text
    table.cell(0, 4).merge(table.cell(0, 6)).text = "Kết quả"
    for c, text in enumerate(("Nội dung trả lời", "Phân loại", "Ngày trả lời"), start=4):
        table.cell(1, c).text = text
    group = ""
    for number, field, quarter, content, unit, answer, result, answered in rows:
        name = str(field)
        if name != group:
            cells = table.add_row().cells
            cells[0].merge(cells[6]).text = name
            group = name
        day = f"{answered:%d/%m/%Y}" if isinstance(answered, date) else str(answered)
        for cell, value in zip(
            table.add_row().cells, (number, content, quarter, unit, answer, result, day), strict=True
        ):
            cell.text = str(value)
    out = io.BytesIO()
    document.save(out)
    return ContentFile(out.getvalue(), name=name)
