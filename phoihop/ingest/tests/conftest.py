from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document


@pytest.fixture
def programme_docx() -> bytes:
    """A programme in the standard Word structure: letterhead table, bases, three parts, annex of tasks."""
    document = Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "\n".join(
        (
            "THƯỜNG TRỰC HĐND - UBND - BAN THƯỜNG TRỰC UBMTTQ VIỆT NAM",
            "PHƯỜNG LỘC ĐIỀN",
            "Số: 02/CTrPH-HĐND-UBND-MTTQ",
        )
    )
    head.cell(0, 1).text = "\n".join(
        (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Lộc Điền, ngày 12 tháng 01 năm 2026",
        )
    )
    document.add_paragraph("CHƯƠNG TRÌNH")
    document.add_paragraph(
        "Phối hợp công tác năm 2026 giữa Thường trực Hội đồng nhân dân, Ủy ban nhân dân "
        "và Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam phường Lộc Điền"
    )
    for line in (
        "Căn cứ Luật Mặt trận Tổ quốc Việt Nam ngày 09 tháng 6 năm 2015;",
        "Căn cứ Quy chế phối hợp số 07/QCPH-HĐND-UBND-MTTQ ngày 18 tháng 9 năm 2025;",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Nâng cao hiệu quả phối hợp giữa ba cơ quan.",
        "II. NỘI DUNG PHỐI HỢP",
        "1. Chuẩn bị, tổ chức kỳ họp.",
        "2. Tiếp xúc cử tri.",
        "III. TỔ CHỨC THỰC HIỆN",
        "Văn phòng HĐND và UBND phường trả lời trong thời hạn 05 ngày làm việc kể từ ngày nhận kiến nghị.",
    ):
        document.add_paragraph(line)
    rows = [
        [
            "STT",
            "Nội dung công việc",
            "Đơn vị chủ trì",
            "Đơn vị phối hợp",
            "Sản phẩm",
            "Thời gian hoàn thành",
        ],
        ["", "I. Kỳ họp", "", "", "", ""],
        [
            "1",
            "Họp liên tịch trước kỳ họp giữa năm",
            "Thường trực HĐND phường",
            "UBND, MTTQ phường",
            "Thông báo kết luận",
            "Tháng 5/2026",
        ],
        ["", "II. Giám sát", "", "", "", ""],
        [
            "2",
            "Giám sát việc giải quyết kiến nghị",
            "Ban Thường trực MTTQ phường",
            "",
            "Báo cáo giám sát",
            "",
        ],
    ]
    table = document.add_table(len(rows), 6)
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.add_paragraph("TM. ỦY BAN NHÂN DÂN")
    document.add_paragraph("CHỦ TỊCH")
    document.add_paragraph("Bồ Xuân Thắng")
    body = BytesIO()
    document.save(body)
    return body.getvalue()
