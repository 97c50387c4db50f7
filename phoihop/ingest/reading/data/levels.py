"""Administrative levels before and after July 2025, and how texts shorten them."""

from __future__ import annotations

from phoihop.ingest.reading.data.phrases import either

LEVELS = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "quận": "quận",
    "q": "quận",
    "p": "phường",
    "huyện": "huyện",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "thị trấn": "thị trấn",
    "xã": "xã",
    "phường": "phường",
    "đặc khu": "đặc khu",
}

_COMMUNE = r"(?:[Xx]ã|XÃ)(?!\s+(?:hội|HỘI|Hội\s+[Cc]hủ|viên)(?!\w))"  # not xã hội, not hợp tác xã viên
_LEVELS = "|".join(
    (
        "[Tt]hành phố|THÀNH PHỐ|[Tt]ỉnh|TỈNH|[Qq]uận|QUẬN|[Hh]uyện|HUYỆN|[Tt]hị xã|THỊ XÃ",
        "[Tt]hị trấn|THỊ TRẤN|[Pp]hường|PHƯỜNG|[Đđ]ặc khu|ĐẶC KHU",
        _COMMUNE,
        r"TP\.?|Tp\.?|T\.P\.?|TX\.?|T\.X\.?",
        r"P\.(?=\s?[A-ZĐ0-9])|Q\.(?=\s?[A-ZĐ0-9])",
    )
)
LEVEL = f"(?:{_LEVELS})"

NEXT_PHRASE = either(
    """
    tổng kết | sơ kết | ký kết | tổ chức | tăng cường | đẩy mạnh | triển khai | thông qua | phát động
    biểu dương | giám sát | tiếp xúc | đối thoại | phản biện | khai mạc | bế mạc | hội nghị | khảo sát
    chương trình | khóa | nhiệm kỳ | kỳ họp | quyết định | giai đoạn | năm | trao tặng | ra mắt
    thực hiện | và | với | về | đã | lần thứ | tiếp nhận | hướng dẫn | ban hành | phối hợp | công bố
    đơn vị | trước | sau | tuyên dương | chất vấn | họp | ủng hộ | vận động | kiểm tra | làm việc
    đại hội | quy chế | kế hoạch | nghị quyết | đồng chí | phó chủ | phó bí | phó trưởng | phó giám
    phó ban | chủ tịch | bí thư | trưởng ban | trưởng phòng | trưởng đoàn | trưởng thôn | trưởng công
    ủy viên | ủy ban | ban thường | ban chấp | ban chỉ | ban dân | ban pháp | ban kinh | ban văn
    ban tổ | thường trực | hội đồng | hội cựu | hội nông | hội phụ | hội chữ | hội liên | đảng ủy
    mặt trận | đoàn đại | đoàn giám | đoàn đbqh | đoàn thanh | đoàn công | tổ đại biểu | cộng hòa
    việt nam | ngày | tháng
    """
)
"""What begins a new phrase behind a place name in a headline, where capitals are no help."""

RANK = {
    "tỉnh": 1,
    "thành phố": 1,
    "quận": 2,
    "huyện": 2,
    "thị xã": 2,
    "thị trấn": 3,
    "xã": 3,
    "phường": 3,
    "đặc khu": 3,
}
