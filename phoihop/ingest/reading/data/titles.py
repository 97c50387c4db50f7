"""Titles: how they begin, what they abbreviate, which verbs end them."""

from __future__ import annotations

from phoihop.ingest.reading.data.phrases import either

ABBREVIATIONS = {
    "UVTT": "Ủy viên Thường trực",
    "UVBTV": "Ủy viên Ban Thường vụ",
    "UVTV": "Ủy viên Ban Thường vụ",
    "UV BTV": "Ủy viên Ban Thường vụ",
    "Ủy viên BTV": "Ủy viên Ban Thường vụ",
    "UV.BTV": "Ủy viên Ban Thường vụ",
    "UVBCH": "Ủy viên Ban Chấp hành",
    "UV BCH": "Ủy viên Ban Chấp hành",
    "Ủy viên BCH": "Ủy viên Ban Chấp hành",
    "TUV": "Thành ủy viên",
    "QUV": "Quận ủy viên",
    "HUV": "Huyện ủy viên",
    "ĐUV": "Đảng ủy viên",
    "PBT": "Phó Bí thư",
    "PCT": "Phó Chủ tịch",
    "TVTU": "Thường vụ Tỉnh ủy",
    "BTV": "Ban Thường vụ",
    "ĐBQH": "đại biểu Quốc hội",
}

TITLES = either(
    """
    quyền Chủ tịch | nguyên Phó Chủ tịch | nguyên Chủ tịch | nguyên Bí thư | nguyên Phó Bí thư
    Phó Chủ tịch | Chủ tịch | Phó Bí thư | Bí thư | Ủy viên | Tỉnh ủy viên | Thành ủy viên
    Quận ủy viên | Huyện ủy viên | Thị ủy viên | Đảng ủy viên | Phó Trưởng ban | Phó ban | Trưởng ban
    Phó Trưởng đoàn | Trưởng đoàn | Phó đoàn | Phó Trưởng phòng | Trưởng phòng | Phó phòng | Tổ trưởng
    Tổ phó | Phó Giám đốc | Giám đốc | Phó Chánh | Chánh | Phó Chủ nhiệm | Chủ nhiệm | Phó Viện trưởng
    Viện trưởng | Phó Hiệu trưởng | Hiệu trưởng | Chỉ huy trưởng | Phó Chỉ huy trưởng | Chính trị viên
    Trưởng Công an | Phó Trưởng Công an | Trưởng thôn | Trưởng ấp | Trưởng bản | Trưởng Khu
    Phó Thủ tướng | Thủ tướng | Bộ trưởng | Thứ trưởng | Tổng Bí thư | Tổng Thư ký | Thư ký | Phó Tổng
    Đại biểu | Phó Chánh án | Chánh án | Kế toán trưởng | Cục trưởng | Phó Cục trưởng | Chi cục trưởng
    Vụ trưởng | Phó trưởng | Trưởng | Phó Bí | Chuyên viên | Tổng Giám đốc
    """
)
"""How a title may begin."""

SHORT_TITLES = either(
    """
    UVTT | UVBTV | UVTV | UV BTV | UV.BTV | UV BCH | UVBCH | UV | TUV
    QUV | HUV | ĐUV | TVTU | BTV | PBT | PCT | BT | CT
    """
)

HEADS = rf"(?:(?i:{TITLES})|{SHORT_TITLES})"

SPEECH = either(
    """
    phát biểu | báo cáo | trình bày | thông báo | thông qua | đánh giá | đề nghị | nhấn mạnh
    khẳng định | ghi nhận | cho biết | cho rằng | cảm ơn | tiếp thu | giải trình | trả lời | kết luận
    khai mạc | bế mạc | chủ trì | chủ tọa | đồng chủ trì | chỉ đạo | tin tưởng | yêu cầu | điều hành
    ký | trao | tặng | tiếp nhận | chúc | mong | kêu gọi | phát động | dẫn đầu | đến dự | tham dự | dự
    đã | cùng | thay mặt | tại | quán triệt | công bố | giới thiệu | nêu | làm rõ | thống nhất | lưu ý
    biểu dương | chia sẻ | tham gia | giải đáp | đại diện | tiếp xúc | trao đổi | sẽ | cũng | vui mừng
    bày tỏ | hướng dẫn | gợi ý | phân tích | thảo luận | chứng kiến | thăm | tổ chức | đang | có | là
    được | thừa | giữ chức vụ | giữ chức | đối với | nghỉ | thôi giữ
    """
)
"""Words that end a title: what the person does."""
