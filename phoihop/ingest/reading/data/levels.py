"""Administrative levels before and after July 2025, and how texts shorten them."""

LEVELS = {
    "tỉnh": "tỉnh", "thành phố": "thành phố", "tp": "thành phố", "quận": "quận", "q": "quận", "huyện": "huyện",
    "thị xã": "thị xã", "tx": "thị xã", "thị trấn": "thị trấn", "xã": "xã", "phường": "phường", "đặc khu": "đặc khu",
}  # fmt: skip

LEVEL = (
    r"(?:[Tt]hành phố|THÀNH PHỐ|[Tt]ỉnh|TỈNH|[Qq]uận|QUẬN|[Hh]uyện|HUYỆN|[Tt]hị xã|THỊ XÃ|[Tt]hị trấn|THỊ TRẤN"
    r"|[Pp]hường|PHƯỜNG|[Đđ]ặc khu|ĐẶC KHU|[Xx]ã|XÃ|TP\.?|Tp\.?|T\.P|TX\.?)"
)

RANK = {"tỉnh": 1, "thành phố": 1, "quận": 2, "huyện": 2, "thị xã": 2, "thị trấn": 3, "xã": 3, "phường": 3, "đặc khu": 3}
