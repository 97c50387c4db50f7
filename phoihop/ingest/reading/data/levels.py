"""Administrative levels before and after July 2025, and how texts shorten them."""

LEVELS = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "quận": "quận",
    "q": "quận",
    "huyện": "huyện",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "thị trấn": "thị trấn",
    "xã": "xã",
    "phường": "phường",
    "đặc khu": "đặc khu",
}

LEVEL = (
    r"(?:[Tt]hành phố|THÀNH PHỐ|[Tt]ỉnh|TỈNH|[Qq]uận|QUẬN|[Hh]uyện|HUYỆN|[Tt]hị xã|THỊ XÃ|[Tt]hị "
    r"trấn|THỊ TRẤN"
    r"|[Pp]hường|PHƯỜNG|[Đđ]ặc khu|ĐẶC KHU|(?:[Xx]ã|XÃ)(?!\s+(?:hội|HỘI|Hội\s+[Cc]hủ|viên)(?!\w))"
    r"|TP\.?|Tp\.?|T\.P|TX\.?)"
)

NEXT_PHRASE = (
    r"tổng kết|sơ kết|ký kết|tổ chức|tăng cường|đẩy mạnh|triển khai|thông qua|phát động|biểu dương"
    r"|giám sát|tiếp xúc|đối thoại|phản biện|khai mạc"
    r"|bế mạc|hội nghị|khảo sát|chương trình|khóa|nhiệm kỳ|kỳ họp|quyết định|giai đoạn|năm|trao tặng"
    r"|ra mắt|thực hiện|và|với|về|đã|lần thứ|tiếp nhận"
    r"|hướng dẫn|ban hành|phối hợp|công bố|đơn vị|trước|sau|tuyên dương|chất vấn|họp|ủng hộ|vận động"
    r"|kiểm tra|làm việc|đại hội|quy chế|kế hoạch|nghị quyết"
    r"|đồng chí|phó (?:chủ|bí|trưởng|giám|ban)|chủ tịch|bí thư|trưởng (?:ban|phòng|đoàn|thôn|công)"
    r"|ủy viên|ủy ban|ban (?:thường|chấp|chỉ|dân|pháp|kinh|văn|tổ)"
    r"|thường trực|hội đồng|hội (?:cựu|nông|phụ|chữ|liên)|đảng ủy|mặt trận|đoàn (?:đại|giám|đbqh"
    r"|thanh|công)|tổ đại biểu|cộng hòa|việt nam|ngày|tháng"
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
