"""Papers of an invented ward, small and plain: what three bodies send in for half a year."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import docx
from django.core.files.base import ContentFile

from phoihop.core.papers import Place
from phoihop.core.stated import Stated, Subject
from phoihop.reports.told import Confirmed

COUNCIL = (
    "HỘI ĐỒNG NHÂN DÂN PHƯỜNG THỬ NGHIỆM", "Số: 15/BC-HĐND", "BÁO CÁO",
    "Kết quả công tác 6 tháng đầu năm 2027 của Thường trực HĐND phường", "I. KẾT QUẢ CÔNG TÁC",
    "1. Tiếp xúc cử tri",
    "Thường trực HĐND phường đã tổ chức 14 cuộc tiếp xúc cử tri với 1.876 lượt cử tri tham dự.",
    "2. Giám sát", "Thường trực HĐND phường đã tổ chức 04 cuộc giám sát chuyên đề, ban hành 22 kiến nghị sau giám sát.",
    "II. HẠN CHẾ", "- Việc theo dõi thực hiện kiến nghị sau giám sát của các phòng chuyên môn chưa thường xuyên.",
    "III. PHƯƠNG HƯỚNG 6 THÁNG CUỐI NĂM",
    "- Phòng Kinh tế hoàn thành công khai danh mục đầu tư công trước ngày 30/9/2027, sản phẩm là báo cáo.",
)  # fmt: skip
FRONT = (
    "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM PHƯỜNG THỬ NGHIỆM", "Số: 20/BC-MTTQ", "BÁO CÁO",
    "Kết quả công tác Mặt trận 6 tháng đầu năm 2027", "I. KẾT QUẢ CÔNG TÁC", "1. Tiếp xúc cử tri",
    "Ban Thường trực đã phối hợp tổ chức 14 cuộc tiếp xúc cử tri với 1.786 lượt cử tri tham dự.",
    "2. An sinh xã hội", "Mặt trận phường đã trao 240 suất quà Tết cho hộ nghèo trên địa bàn phường.",
)  # fmt: skip
LAST = (
    "HỘI ĐỒNG NHÂN DÂN - ỦY BAN NHÂN DÂN - ỦY BAN MẶT TRẬN TỔ QUỐC PHƯỜNG THỬ NGHIỆM", "BÁO CÁO",
    "Tổng kết thực hiện Chương trình phối hợp công tác năm 2026", "I. KẾT QUẢ THỰC HIỆN",
    "1. Phối hợp tiếp xúc cử tri, giải quyết kiến nghị", "Trong năm đã tổ chức 27 cuộc tiếp xúc cử tri.",
    "2. Phối hợp giám sát", "Hội đồng nhân dân phường đã hoàn thành 06 cuộc giám sát chuyên đề trong năm.",
    "II. ƯU ĐIỂM", "Công tác phối hợp giữa ba cơ quan trong năm có nhiều đổi mới, đi vào chiều sâu.",
    "III. HẠN CHẾ", "- Một số cuộc tiếp xúc cử tri chưa thu hút được người trẻ tham dự đông đủ.",
)  # fmt: skip
#: The same for the half year before this one's year: its figures may stand beside those of this half.
LAST_HALF = (
    *LAST[:2], "Tổng kết thực hiện Chương trình phối hợp công tác 6 tháng đầu năm 2026", *LAST[3:5],
    "Trong 6 tháng đã tổ chức 12 cuộc tiếp xúc cử tri.", LAST[6],
    "Hội đồng nhân dân phường đã hoàn thành 06 cuộc giám sát chuyên đề.", *LAST[8:],
)  # fmt: skip
#: A committee that tells of money, as bodies do: in thousands of millions, in millions.
COMMITTEE = (
    "ỦY BAN NHÂN DÂN PHƯỜNG THỬ NGHIỆM", "Số: 30/BC-UBND", "BÁO CÁO",
    "Kết quả công tác 6 tháng đầu năm 2027 của UBND phường", "I. KẾT QUẢ CÔNG TÁC", "1. Thu ngân sách",
    "Thu ngân sách nhà nước trên địa bàn đạt 19,82 tỷ đồng.", "2. An sinh xã hội",
    "UBND phường đã chi trả trợ cấp xã hội với tổng kinh phí 560 triệu đồng.",
)  # fmt: skip


def word(lines: tuple[str, ...], name: str) -> ContentFile[bytes]:
    """A Word file with one paragraph a line; capitals and numbered headings bold."""
    made = docx.Document()
    for line in lines:
        run = made.add_paragraph().add_run(line)
        run.bold = line.isupper() or line[:2] in ("1.", "2.", "3.")
    out = io.BytesIO()
    made.save(out)
    return ContentFile(out.getvalue(), name=name)


def confirmed_figure(
    sentence: str,
    number: str,
    noun: str,
    *,
    period: str = "2027",
    group: str = "",
    left: Decimal | None = None,
) -> Confirmed:
    """A number of a sentence as the reading desk hands it on; ``left`` is what the person put in its place."""
    at = sentence.index(number)
    given: dict[str, Any] = {"period": period, "group": group, "file": ""}
    told = Stated(
        value=Decimal(number), subject=Subject(words=noun, key=tuple(noun.split())), place=Place(start=0, end=len(sentence)),
        sentence=sentence, start=at, end=at + len(number), **given,
    )  # fmt: skip
    return Confirmed(stated=told, printed=number, value=told.value if left is None else left)
