"""Bodies of the field: a pattern, the code it means, and the name it is written with.

Patterns are tried in this order at each place; the longer sense stands before the shorter. An empty name
means: as it is written.
"""

from __future__ import annotations

COUNCIL = r"(?:HĐND|HDND|(?i:hội đồng nhân dân))"
COMMITTEE = r"(?:UBND|Ubnd|(?i:ủy ban nhân dân))"
VIETNAM = r"(?:\s*(?:(?i:việt nam)|VN))?"
FRONT = "|".join(
    (
        rf"(?:(?:(?i:ủy ban)|UB)\s*\.?\s*)?(?:MTTQ|(?i:mặt trận tổ quốc)){VIETNAM}",
        rf"UB\s*\.?\s*MTTQ(?:VN)?{VIETNAM}",
        r"UBMT(?:TQ)?(?:VN)?\b",
        "Ủy ban Mặt trận",
        r"Mặt trận(?= (?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu|và |các cấp))",
    )
)
PARTY = "(?:Tỉnh ủy|Thành ủy|Quận ủy|Huyện ủy|Thị ủy|Đảng ủy)"
_SHORTENED = r"[A-ZĐ]{2,}(?:[-–&,][A-ZĐ]{2,})*"
_AND = r"\s*(?:-|–|và|&)\s*"

BODIES: tuple[tuple[str, str, str], ...] = (
    (
        "MTTQ_TW",
        rf"(?:Ủy ban |UB ?)(?:Trung ương|TW|TƯ) (?:MTTQ|(?i:mặt trận tổ quốc)){VIETNAM}"
        rf"|UBT[ƯW] ?MTTQ{VIETNAM}",
        "Ủy ban Trung ương MTTQ Việt Nam",
    ),
    (
        "TODB",
        rf"(?:[Cc]ác )?[Tt]ổ [Đđ]ại biểu(?: số \d+)? {COUNCIL}(?:\s*\(HĐND\))?(?: các cấp)?|[Tt]ổ đại biểu(?: số \d+)?",
        "Tổ đại biểu HĐND",
    ),
    (
        "VP",
        rf"Văn phòng (?:Đoàn ĐBQH và )?{COUNCIL}(?:{_AND}{COMMITTEE})?|Văn phòng UBND|Văn phòng {PARTY}",
        "",
    ),
    (
        "BAN",
        rf"(?:[Cc]ác |[Hh]ai |02 |2 )?Ban(?: của)? {COUNCIL}"
        r"|Ban (?:Pháp chế|Kinh tế\s*[-–]?\s*(?:[Nn]gân sách|[Xx]ã hội)|Văn hóa\s*[-–]\s*[Xx]ã hội"
        r"|Đô thị|Dân tộc)"
        rf"(?: (?:của )?{COUNCIL})?",
        "",
    ),
    ("DBQH", r"Đoàn (?:ĐBQH|[Đđ]ại biểu Quốc hội)", "Đoàn ĐBQH"),
    ("HDND", rf"{COUNCIL}(?:\s*\(HĐND\))?(?: lâm thời)?", "HĐND"),
    ("UBND", rf"{COMMITTEE}(?:\s*\(UBND\))?", "UBND"),
    ("MTTQ", rf"(?:{FRONT})(?:\s*\((?:UB)?MTTQ(?:VN)?\))?", "Ủy ban MTTQ Việt Nam"),
    ("CD", r"LĐLĐ|Liên đoàn [Ll]ao động", "Liên đoàn Lao động"),
    (
        "PN",
        r"(?:Hội )?(?:LHPN|Liên hiệp [Pp]hụ nữ)(?: Việt Nam)?|Hội Phụ nữ",
        "Hội Liên hiệp Phụ nữ",
    ),
    ("CCB", r"(?:Hội )?(?:CCB|Cựu chiến binh)(?: Việt Nam)?", "Hội Cựu chiến binh"),
    ("HND", r"(?:Hội )?Nông dân(?: Việt Nam)?|HND\b", "Hội Nông dân"),
    (
        "TN",
        r"(?:Tỉnh|Thành|Quận|Huyện|Thị)\s?[Đđ]oàn(?! kết)"
        r"|Đoàn (?:TNCS|Thanh niên)(?: Cộng sản)?(?: Hồ Chí Minh)?|Đoàn TN\b",
        "Đoàn Thanh niên",
    ),
    ("CTD", r"(?:Hội )?[Cc]hữ thập đỏ(?: Việt Nam)?|Hội CTĐ", "Hội Chữ thập đỏ"),
    (
        "TTRA",
        r"Thanh tra(?= (?:tỉnh|thành phố|quận|huyện|thị xã|Chính phủ)|[,;.:)]| và )",
        "Thanh tra",
    ),
    ("CA", r"Công [Aa]n(?! nhân dân)", "Công an"),
    (
        "QS",
        r"Ban Chỉ huy [Qq]uân sự|Bộ Chỉ huy [Qq]uân sự|BCH [Qq]uân sự|(?:Ban|Bộ) CHQS",
        "Ban Chỉ huy Quân sự",
    ),
    ("TAND", r"TAND|Tòa án nhân dân|Tòa án", "Tòa án nhân dân"),
    ("VKSND", r"VKSND|Viện [Kk]iểm sát nhân dân|Viện kiểm sát", "Viện kiểm sát nhân dân"),
    ("BHXH", r"BHXH|Bảo hiểm [Xx]ã hội", "Bảo hiểm xã hội"),
    ("NCT", r"Hội Người cao tuổi|Hội NCT", "Hội Người cao tuổi"),
    (
        "LHH",
        r"Hội (?:Khuyến học|Luật gia|Đông y|Cựu [Tt]hanh niên xung phong|Nạn nhân chất độc da cam)",
        "",
    ),
    ("DANG", PARTY, ""),
    (
        "BANVD",
        r"Ban [Vv]ận động (?:ủng hộ )?[Qq]uỹ [“\"']?[Vv]ì [Nn]gười nghèo[”\"']?",
        "Ban Vận động Quỹ “Vì người nghèo”",
    ),
    ("DANVAN", r"Ban (?:Dân vận|Tuyên giáo(?: và Dân vận)?|Tổ chức|Nội chính)", ""),
    (
        "SO",
        r"Sở (?:Giáo dục(?: và Đào tạo)?|Giao thông [Vv]ận tải|GTVT|Tài chính|Tư pháp|Nội vụ|Y tế|Xây dựng"
        r"|Công Thương|Nông nghiệp(?: và [\w ]{4,24})?|Khoa học và Công nghệ"
        r"|Văn hóa(?:,? Thể thao(?: và Du lịch)?)?|Tài nguyên và Môi trường|Kế hoạch và Đầu tư"
        r"|Lao động[\w ,-]{0,40}|Thông tin và Truyền thông|Dân tộc và Tôn giáo|Du lịch|Ngoại vụ"
        rf"|{_SHORTENED})",
        "",
    ),
    (
        "PHONG",
        r"Phòng (?:Kinh tế(?:,? Hạ tầng và Đô thị)?|Văn hóa\s*[-–]\s*Xã hội|Tư pháp"
        r"|Tài chính\s*[-–]\s*Kế hoạch|Quản lý đô thị|Nội vụ|Y tế|Giáo dục(?: và Đào tạo)?"
        r"|Tài nguyên và Môi trường|Văn hóa(?:,| và) [Tt]hông tin|Kinh tế và Hạ tầng"
        rf"|{_SHORTENED})",
        "",
    ),
    (
        "DOANTHE",
        r"(?:các )?(?:[Đđ]oàn thể|[Tt]ổ chức) (?:[Cc]hính trị\s*[-–,]?\s*[Xx]ã hội|CT\s*[-–]\s*XH)"
        r"|(?:(?<=BTV )|(?<=[Tt]hường vụ )|(?<=và )|(?<=với ))các đoàn thể(?= (?:tỉnh|quận|huyện|xã|phường|thị xã))",
        "các tổ chức chính trị - xã hội",
    ),
    (
        "KHAC",
        r"Ngân hàng (?:Chính sách [Xx]ã hội|CSXH)|NHCSXH|Bộ đội [Bb]iên phòng|Đồn [Bb]iên phòng|BĐBP"
        r"|(?:Chi cục|Cục|Hạt) (?:Thuế|Kiểm lâm|Thi hành án dân sự|Thống kê|Quản lý thị trường)"
        r"|Kho bạc Nhà nước|Điện lực|Bưu điện|Liên minh Hợp tác xã|Hiệp hội Doanh nghiệp"
        r"|Hội Doanh nghiệp|Liên hiệp các [Hh]ội Khoa học và Kỹ thuật|Ủy ban Đoàn kết Công giáo"
        r"|Ban Trị sự(?: Giáo hội Phật giáo)?(?: Việt Nam)?|Trung tâm Y tế",
        "",
    ),
    ("THANHVIEN", r"(?:các )?tổ chức thành viên", "các tổ chức thành viên"),
)

CAPITALS = {
    "MTTQ_TW": "ỦY BAN TRUNG ƯƠNG MẶT TRẬN TỔ QUỐC VIỆT NAM",
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
    "DOANTHE": r"(?:CÁC )?(?:TỔ CHỨC|ĐOÀN THỂ)(?: ĐOÀN THỂ)? CHÍNH TRỊ\s*-\s*XÃ HỘI",
}
"""The same bodies as letterheads and titles write them."""

CORE_CODES = frozenset({"HDND", "UBND", "MTTQ", "MTTQ_TW", "TODB", "DBQH", "BAN"})
"""Bodies without which a paper is not of this field."""

MASS_CODES = ("CD", "PN", "HND", "CCB", "TN")

_BOARD = (
    r"(?:(?i:ban thường trực)|(?i:thường trực)|TT\.?|BTT|(?i:ban thường vụ)|BTV|Đoàn Chủ tịch|Đảng đoàn)"
    r"(?:(?:,| và)? (?:các )?Ban(?: của)?(?= HĐND| Hội đồng))?"
)
PREFIX = rf"(?:(?:(?i:lãnh đạo|đại diện) )?{_BOARD}\s+(?:của )?|(?i:lãnh đạo|đại diện)\s+)"
"""What may stand before a body: its board, or “lãnh đạo”, “đại diện”."""
