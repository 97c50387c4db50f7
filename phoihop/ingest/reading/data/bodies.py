"""Bodies of the field: a pattern, the code it means, and the name it is written with.

Patterns are tried in this order at each place; the longer sense stands before the shorter.
"""

from __future__ import annotations

FRONT = (
    r"(?:(?:Ủy ban|ỦY BAN|ủy ban|UB)\s*\.?\s*)?(?:MTTQ|Mặt trận Tổ quốc|Mặt trận tổ quốc|MẶT TRẬN TỔ "
    r"QUỐC|mặt trận tổ quốc)"
    r"(?:\s*(?:Việt Nam|VIỆT NAM|VN))?|UB\s*\.?\s*MTTQ(?:VN)?(?:\s*(?:Việt Nam|VN))?|UBMT(?:TQ)?(?:VN)?\b"
    r"|Ủy ban Mặt trận|Mặt trận(?= (?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu|và "
    r"|các cấp))"
)

BODIES: tuple[tuple[str, str, str], ...] = (
    (
        "MTTQ_TW",
        r"(?:Ủy ban |UB ?)(?:Trung ương|TW|TƯ) (?:MTTQ|Mặt trận Tổ quốc)(?: Việt Nam| VN)?|UBTW(?:MTTQ| "
        r"MTTQ)(?: Việt Nam|VN)?"
        r"|UBTƯ ?MTTQ(?: Việt Nam|VN)?",
        "Ủy ban Trung ương MTTQ Việt Nam",
    ),
    (
        "TODB",
        r"(?:[Cc]ác )?[Tt]ổ [Đđ]ại biểu (?:HĐND|Hội đồng nhân dân)(?: các cấp)?|[Tt]ổ đại biểu",
        "Tổ đại biểu HĐND",
    ),
    (
        "VP",
        r"Văn phòng (?:Đoàn ĐBQH và )?(?:HĐND|Hội đồng nhân dân)(?:\s*(?:-|–|và|&)\s*(?:UBND|Ủy ban nhân "
        r"dân))?|Văn phòng UBND"
        r"|Văn phòng (?:Quận ủy|Huyện ủy|Thành ủy|Tỉnh ủy|Đảng ủy)",
        "",
    ),
    (
        "BAN",
        r"(?:[Cc]ác |hai |02 |2 )?Ban(?: của)? (?:HĐND|Hội đồng nhân dân)|Ban (?:Pháp chế|Kinh "
        r"tế\s*[-–]\s*(?:[Nn]gân sách|[Xx]ã hội)"
        r"|Văn hóa\s*[-–]\s*[Xx]ã hội|Đô thị|Dân tộc)(?: (?:của )?(?:HĐND|Hội đồng nhân dân))?",
        "",
    ),
    ("DBQH", r"Đoàn (?:ĐBQH|đại biểu Quốc hội|Đại biểu Quốc hội)", "Đoàn ĐBQH"),
    (
        "HDND",
        (
            r"(?:HĐND|HDND|H ĐND|Hội đồng nhân dân|Hội đồng Nhân dân|HỘI ĐỒNG NHÂN DÂN|hội đồng nhân dân)"
            r"(?:\s*\(HĐND\))?"
        ),
        "HĐND",
    ),
    (
        "UBND",
        r"(?:UBND|Ubnd|Ủy ban nhân dân|Ủy ban Nhân dân|ỦY BAN NHÂN DÂN|ủy ban nhân dân)(?:\s*\(UBND\))?",
        "UBND",
    ),
    ("MTTQ", rf"(?:{FRONT})(?:\s*\((?:MTTQVN|MTTQ|UBMTTQ|UBMTTQVN)\))?", "Ủy ban MTTQ Việt Nam"),
    ("CD", r"LĐLĐ|Liên đoàn [Ll]ao động", "Liên đoàn Lao động"),
    ("PN", r"(?:Hội )?(?:LHPN|Liên hiệp [Pp]hụ nữ)(?: Việt Nam)?|Hội Phụ nữ", "Hội Liên hiệp Phụ nữ"),
    ("CCB", r"(?:Hội )?(?:CCB|Cựu chiến binh)(?: Việt Nam)?", "Hội Cựu chiến binh"),
    ("HND", r"(?:Hội )?Nông dân(?: Việt Nam)?|HND\b", "Hội Nông dân"),
    (
        "TN",
        (
            r"(?:Tỉnh|Thành|Quận|Huyện|Thị)\s?[Đđ]oàn(?! kết)|Đoàn (?:TNCS|Thanh niên)(?: Cộng sản)?(?: Hồ "
            r"Chí Minh)?|Đoàn TN\b"
        ),
        "Đoàn Thanh niên",
    ),
    ("CTD", r"(?:Hội )?[Cc]hữ thập đỏ(?: Việt Nam)?|Hội CTĐ", "Hội Chữ thập đỏ"),
    ("TTRA", r"Thanh tra(?= (?:tỉnh|thành phố|quận|huyện|thị xã|Chính phủ)|[,;.:)]| và )", "Thanh tra"),
    ("CA", r"Công an(?! nhân dân)", "Công an"),
    ("QS", r"Ban Chỉ huy [Qq]uân sự|Bộ Chỉ huy [Qq]uân sự|BCH [Qq]uân sự", "Ban Chỉ huy Quân sự"),
    ("TAND", r"TAND|Tòa án nhân dân|Tòa án", "Tòa án nhân dân"),
    ("VKSND", r"VKSND|Viện [Kk]iểm sát nhân dân|Viện kiểm sát", "Viện kiểm sát nhân dân"),
    ("BHXH", r"BHXH|Bảo hiểm [Xx]ã hội", "Bảo hiểm xã hội"),
    ("NCT", r"Hội Người cao tuổi|Hội NCT", "Hội Người cao tuổi"),
    (
        "LHH",
        (
            r"Hội (?:Khuyến học|Luật gia|Đông y|Cựu [Tt]hanh niên xung phong|Nạn nhân chất độc da cam|Bảo "
            r"trợ[\w ]{0,30})"
        ),
        "",
    ),
    ("DANG", r"(?:Tỉnh ủy|Thành ủy|Quận ủy|Huyện ủy|Thị ủy|Đảng ủy)", ""),
    (
        "BANVD",
        r"Ban [Vv]ận động (?:ủng hộ )?[Qq]uỹ [“\"']?[Vv]ì [Nn]gười nghèo[”\"']?",
        "Ban Vận động Quỹ “Vì người nghèo”",
    ),
    ("DANVAN", r"Ban (?:Dân vận|Tuyên giáo|Tổ chức|Nội chính)", ""),
    (
        "SO",
        r"Sở (?:Giáo dục(?: và Đào tạo)?|Giao thông [Vv]ận tải|GTVT|Tài chính|Tư pháp|Nội vụ|Y tế|Xây "
        r"dựng|Công Thương|Nông nghiệp(?: và [\w ]{4,24})?"
        r"|Khoa học và Công nghệ|Văn hóa(?:,? Thể thao(?: và Du lịch)?)?|Tài nguyên và Môi trường|Kế "
        r"hoạch và Đầu tư|Lao động[\w ,-]{0,40}|Thông tin và Truyền thông)",
        "",
    ),
    (
        "PHONG",
        (
            r"Phòng (?:Kinh tế(?:,? Hạ tầng và Đô thị)?|Văn hóa\s*[-–]\s*Xã hội|Tư pháp|Tài "
            r"chính\s*[-–]\s*Kế hoạch|Quản lý đô thị|Nội vụ)"
        ),
        "",
    ),
    (
        "DOANTHE",
        (
            r"(?:các )?(?:đoàn thể|tổ chức|Đoàn thể|Tổ chức) (?:[Cc]hính trị\s*[-–]\s*[Xx]ã hội"
            r"|CT\s*[-–]\s*XH)"
        ),
        "các tổ chức chính trị - xã hội",
    ),
    ("THANHVIEN", r"(?:các )?tổ chức thành viên", "các tổ chức thành viên"),
)

CAPITALS = {
    "DBQH": "ĐOÀN ĐẠI BIỂU QUỐC HỘI|ĐOÀN ĐBQH",
    "CD": "LIÊN ĐOÀN LAO ĐỘNG",
    "PN": "HỘI LIÊN HIỆP PHỤ NỮ|HỘI LHPN",
    "HND": "HỘI NÔNG DÂN",
    "CCB": "HỘI CỰU CHIẾN BINH",
    "TN": "ĐOÀN TNCS HỒ CHÍ MINH|ĐOÀN THANH NIÊN",
    "CTD": "HỘI CHỮ THẬP ĐỎ",
    "CA": "CÔNG AN",
    "TAND": "TÒA ÁN NHÂN DÂN",
    "VKSND": "VIỆN KIỂM SÁT NHÂN DÂN",
    "TTRA": "THANH TRA",
    "NCT": "HỘI NGƯỜI CAO TUỔI",
    "BHXH": "BẢO HIỂM XÃ HỘI",
    "DOANTHE": "CÁC TỔ CHỨC CHÍNH TRỊ - XÃ HỘI",
}
"""The same bodies as letterheads and titles write them."""

CORE_CODES = frozenset({"HDND", "UBND", "MTTQ", "MTTQ_TW", "TODB", "DBQH", "BAN"})
"""Bodies without which a paper is not of this field."""

MASS_CODES = ("CD", "PN", "HND", "CCB", "TN")

PREFIX = (
    r"(?:(?:Lãnh đạo |lãnh đạo |đại diện |Đại diện )?(?:(?:Ban )?Thường trực|THƯỜNG TRỰC|BAN THƯỜNG "
    r"TRỰC|TT\.?|BTT|Ban Thường vụ|BTV"
    r"|Đoàn Chủ tịch|Đảng đoàn)\s+(?:của )?|(?:Lãnh đạo|lãnh đạo|Đại diện|đại diện)\s+)"
)
