"""Last year's compiled list of the demo ward, a Word file the demo itself makes, read in with its answers."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from phoihop.core.actions import perform
from phoihop.core.who import Actor, Hat
from phoihop.directory.models import Organisation
from phoihop.petitions import actions as petitions

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
#: field, quarter, what was asked, who answered, what was said, class, day
ROWS = (
    ("Đô thị, chiếu sáng, thoát nước", "Tổ dân phố 12", "Ngõ 84 ngập mỗi khi mưa to, nước vào nhà dân; đề nghị cải tạo rãnh.",
     "Phòng Kinh tế, Hạ tầng và Đô thị", "Sẽ cải tạo rãnh trong năm 2027.", "Đang giải quyết", "18/11/2026"),
    ("Đô thị, chiếu sáng, thoát nước", "Tổ dân phố 9", "Đèn chiếu sáng ngõ 126 chập chờn, đề nghị thay bóng.",
     "Phòng Kinh tế, Hạ tầng và Đô thị", "Đã thay 06 bóng ngày 02/12/2026.", "Đã giải quyết xong", "04/12/2026"),
    ("Giao thông, hạ tầng", "Tổ dân phố 1", "Hè phố trước chợ bong gạch, người đi bộ vấp ngã.",
     "Phòng Kinh tế, Hạ tầng và Đô thị", "Đưa vào kế hoạch chỉnh trang hè phố.", "Sẽ giải quyết", "20/11/2026"),
    ("Môi trường, rác", "Tổ dân phố 6", "Điểm tập kết rác đầu ngõ 20 bốc mùi, đề nghị thu hai lần mỗi ngày.",
     "Phòng Kinh tế, Hạ tầng và Đô thị", "Đã tăng chuyến thu gom từ 01/12/2026.", "Đã giải quyết", "01/12/2026"),
    ("Điện, nước", "Tổ dân phố 15", "Nước sạch yếu vào giờ cao điểm.", "", "Chuyển Công ty Nước sạch xem xét.",
     "Chuyển Công ty Nước sạch", "25/11/2026"),
    ("Giáo dục", "Tổ dân phố 7", "Trường tiểu học quá đông, đề nghị xây thêm phòng học.",
     "Phòng Văn hóa - Xã hội", "Ghi nhận, báo cáo thành phố.", "Ghi nhận", "30/11/2026"),
    ("An ninh trật tự, phòng cháy, chữa cháy", "Tổ dân phố 16", "Lối thoát hiểm khu tập thể A3 bị chặn.",
     "Công an phường", "", "Chưa trả lời", ""),
    ("Xây dựng chính quyền, cải cách hành chính", "Tổ dân phố 4", "Hẹn trả hồ sơ một cửa nhiều lần.",
     "Văn phòng HĐND và UBND", "Đã chấn chỉnh, công khai lịch hẹn.", "Theo dõi thêm", "10/12/2026"),
)  # fmt: skip
HEADS = (
    "TT",
    "Nội dung kiến nghị",
    "Cử tri (địa bàn)",
    "Đơn vị xử lý",
    "Nội dung trả lời",
    "Phân loại",
    "Ngày trả lời",
)


def word_file() -> ContentFile[bytes]:
    """As the office kept it: a title, headings of two levels, a row for each field."""
    from docx import Document  # noqa: PLC0415 heavy

    document = Document()
    document.add_paragraph("BIỂU TỔNG HỢP KẾT QUẢ GIẢI QUYẾT KIẾN NGHỊ CỦA CỬ TRI NĂM 2026")
    table = document.add_table(2, 7)
    table.style = "Table Grid"
    for c, text in enumerate(HEADS[:4]):
        table.cell(0, c).merge(table.cell(1, c)).text = text
    table.cell(0, 4).merge(table.cell(0, 6)).text = "Kết quả giải quyết"
    for c, text in enumerate(HEADS[4:], start=4):
        table.cell(1, c).text = text
    group = ""
    for n, (field, quarter, asked, unit, answer, result, day) in enumerate(ROWS, start=1):
        if field != group:
            cells = table.add_row().cells
            cells[0].merge(cells[6]).text = group = field
        for cell, text in zip(
            table.add_row().cells, (str(n), asked, quarter, unit, answer, result, day), strict=True
        ):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return ContentFile(out.getvalue(), name="bieu-tong-hop-2026.docx")


def last_year(bodies: dict[str, Organisation], people: dict[str, Actor]) -> None:
    """Read, looked at, recorded, by the office of the council; one row stays to be looked at again."""
    body = bodies["TTHDND"]
    who = people["chuyenvien"]
    hats = tuple(hat for hat in who.hats if hat.body == body.pk)
    actor = who.wearing(hats[0]) if hats else who.wearing(Hat(role="clerk", body=body.pk))
    moment = datetime.combine(date(2027, 1, 11), time(9), tzinfo=HERE)
    past = perform(
        petitions.read_list, actor=actor, at=moment, upload=word_file(), as_of=date(2026, 12, 31),
        period_words="trước kỳ họp cuối năm 2026",
    )  # fmt: skip
    past = perform(petitions.match_columns, past, actor=actor, at=moment, columns=past.taken())
    perform(petitions.record_rows, past, actor=actor, at=moment)
