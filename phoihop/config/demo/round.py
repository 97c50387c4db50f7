"""The round of half-year reports of the demo: what three bodies and an annex say, made from one set of facts.

The papers are written here when the demo is built, as Word and Excel files, and go in through the same actions as
anybody's. Five times they do not agree: attendance of voters between two bodies, a sum between text and annex, parts
that are no whole, a rate, and last year's number beside last year's review.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import xlsxwriter
from django.core.files.base import ContentFile

COUNCIL = """HỘI ĐỒNG NHÂN DÂN PHƯỜNG MINH TÂN
Số: 41/BC-TTHĐND
BÁO CÁO
Kết quả công tác 6 tháng đầu năm 2027 của Thường trực Hội đồng nhân dân phường
I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI
Thường trực HĐND phường giữ lịch giao ban với UBND và Ủy ban MTTQ, việc khó được bàn trước khi đưa ra kỳ họp.
II. KẾT QUẢ THỰC HIỆN
1. Kỳ họp HĐND
Hội đồng nhân dân phường đã tổ chức 02 kỳ họp, gồm 01 kỳ họp thường lệ và 01 kỳ họp chuyên đề, ban hành 14 nghị quyết.
Các Ban thẩm tra 21 báo cáo, tờ trình trước khi trình kỳ họp.
2. Tiếp xúc cử tri, giải quyết kiến nghị
Thường trực HĐND phường đã phối hợp tổ chức 16 hội nghị tiếp xúc cử tri với 1.206 lượt cử tri tham dự.
Năm 2026 đã tổ chức 28 hội nghị tiếp xúc cử tri; năm nay có thêm buổi ngoài giờ hành chính.
Sau khi tổng hợp có 74 kiến nghị, gồm 31 kiến nghị về hạ tầng, 18 kiến nghị về môi trường, 14 kiến nghị về an sinh và 13 kiến nghị khác.
3. Giám sát
Thường trực HĐND và các Ban đã hoàn thành 05 cuộc giám sát chuyên đề, ban hành 19 kiến nghị sau giám sát.
III. ƯU ĐIỂM
- Lịch giám sát của các cơ quan được xếp chung từ đầu năm, không đơn vị nào phải tiếp hai đoàn về cùng một nội dung.
IV. HẠN CHẾ, NGUYÊN NHÂN, TRÁCH NHIỆM
- Theo dõi kiến nghị sau giám sát chưa thường xuyên, nguyên nhân là do chưa phân công ai; trách nhiệm thuộc Văn phòng HĐND và UBND phường.
V. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM
- Ban Kinh tế - Ngân sách giám sát lại việc thực hiện các kiến nghị về hạ tầng trước ngày 15/10/2027, sản phẩm là báo cáo giám sát.
VI. KIẾN NGHỊ, ĐỀ XUẤT
- Đề nghị HĐND thành phố sớm trả lời các kiến nghị phường đã chuyển về cấp nước và điện chiếu sáng."""
COMMITTEE = """ỦY BAN NHÂN DÂN PHƯỜNG MINH TÂN
Số: 118/BC-UBND
BÁO CÁO
Tình hình kinh tế - xã hội 6 tháng đầu năm 2027 của Ủy ban nhân dân phường
I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI
UBND phường phân công từng Phó Chủ tịch theo dõi một nhóm nội dung của Chương trình phối hợp.
II. KẾT QUẢ THỰC HIỆN
1. Thu ngân sách
Thu ngân sách trên địa bàn 6 tháng đạt 109,6 tỷ đồng.
2. Tiếp công dân, đối thoại
UBND phường đã tiếp 79 lượt công dân; nhận 36 đơn thuộc thẩm quyền, đã giải quyết 33 đơn, đạt tỷ lệ 94,7%.
3. Giải quyết thủ tục hành chính
Trung tâm Phục vụ hành chính công phường đã tiếp nhận 5.418 hồ sơ thủ tục hành chính.
4. Thi đua, vận động, an sinh xã hội
UBND phường cùng các đoàn thể trao 1.140 suất quà Tết cho hộ nghèo, hộ khó khăn.
III. HẠN CHẾ, NGUYÊN NHÂN, TRÁCH NHIỆM
- Một số kiến nghị về thoát nước giải quyết chậm, nguyên nhân là do chưa bố trí đủ vốn; trách nhiệm thuộc Phòng Kinh tế, Hạ tầng và Đô thị.
IV. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM
- Phòng Kinh tế, Hạ tầng và Đô thị hoàn thành nạo vét các tuyến rãnh đã nêu trong kiến nghị cử tri trước ngày 30/9/2027."""
FRONT = """ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM PHƯỜNG MINH TÂN
Số: 33/BC-MTTQ
BÁO CÁO
Kết quả công tác Mặt trận 6 tháng đầu năm 2027
I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI
Ban Thường trực Ủy ban MTTQ phường cùng Thường trực HĐND, UBND rà soát tiến độ Chương trình phối hợp theo từng quý.
II. KẾT QUẢ THỰC HIỆN
1. Tiếp xúc cử tri, giải quyết kiến nghị
Ban Thường trực đã phối hợp tổ chức 16 hội nghị tiếp xúc cử tri với 1.026 lượt cử tri tham dự.
2. Phản biện xã hội, góp ý
Ủy ban MTTQ phường tổ chức 02 hội nghị phản biện xã hội với 22 ý kiến; 17 ý kiến được tiếp thu.
3. Thi đua, vận động, an sinh xã hội
Mặt trận phường đã vận động Quỹ Vì người nghèo được 348.500.000 đồng, hỗ trợ sửa chữa 06 nhà Đại đoàn kết.
III. HẠN CHẾ, NGUYÊN NHÂN, TRÁCH NHIỆM
- Hoạt động của một vài Ban Công tác Mặt trận chưa đều.
IV. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM
- Ủy ban MTTQ phường tổ chức hội nghị phản biện dự thảo đề án chỉnh trang ngõ phố trước ngày 30/11/2027."""
ANNEX = (
    ("Biểu số liệu kèm Báo cáo kinh tế - xã hội 6 tháng đầu năm 2027 của UBND phường Minh Tân",),
    ("TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện 6 tháng đầu năm 2027"),
    (1, "Hồ sơ thủ tục hành chính đã tiếp nhận", "hồ sơ", 5481),
    (2, "Lượt công dân được tiếp", "lượt", 79),
    (3, "Suất quà Tết đã trao", "suất", 1140),
)
#: How the office settles them: words that stand in what disagrees, the number that holds ("" = both are kept), why.
DECISIONS = (
    ("1.206", "1206", "theo biên bản"),
    ("5.418", "5481", "theo phụ lục"),
    ("94,7", "91.7", "gõ nhầm"),
    ("98,2", "", "hai đại lượng khác nhau"),
    ("28 hội nghị", "", "hai cách đếm hội nghị chuyên đề, chờ Văn phòng rà lại"),
)


def papers() -> list[ContentFile[bytes]]:
    """The four files as they were sent in."""
    return [
        _word(COUNCIL, "BC 6 thang 2027 Thuong truc HDND Minh Tan.docx"),
        _word(COMMITTEE, "BC KTXH 6 thang 2027 UBND Minh Tan.docx"),
        _sheet(ANNEX, "Bieu so lieu UBND 6 thang 2027.xlsx"),
        _word(FRONT, "MTTQ Minh Tan bao cao 6 thang 2027.docx"),
    ]


def _word(text: str, name: str) -> ContentFile[bytes]:
    """One paragraph a line; headings bold."""
    made = docx.Document()
    for line in text.splitlines():
        run = made.add_paragraph().add_run(line)
        run.bold = line.isupper() or line[:2] in ("1.", "2.", "3.", "4.")
    out = io.BytesIO()
    made.save(out)
    return ContentFile(out.getvalue(), name=name)


def _sheet(rows: Sequence[Sequence[str | int]], name: str) -> ContentFile[bytes]:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Biểu 6 tháng")
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    return ContentFile(out.getvalue(), name=name)
