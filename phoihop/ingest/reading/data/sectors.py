"""Sectors of petitions and the words that point to them."""

SECTORS = {
    "giao thông": ("đường", "cầu", "giao thông", "tỉnh lộ", "quốc lộ", "vỉa hè", "xe buýt", "đèn tín hiệu", "thi công"),
    "môi trường": ("môi trường", "rác", "ô nhiễm", "nước thải", "mùi hôi", "bãi rác"),
    "đất đai": ("đất", "sổ đỏ", "giấy chứng nhận", "quy hoạch", "bồi thường", "giải phóng mặt bằng", "tái định cư"),
    "xây dựng": ("xây dựng", "trật tự xây dựng", "công trình", "chung cư", "nhà ở"),
    "thoát nước": ("thoát nước", "ngập", "cống", "kênh", "mương", "đê"),
    "điện, nước": ("điện", "nước sạch", "nước sinh hoạt", "chiếu sáng", "giá nước"),
    "y tế": ("y tế", "bệnh viện", "trạm y tế", "bảo hiểm y tế", "thuốc"),
    "giáo dục": ("trường", "học sinh", "giáo viên", "giáo dục", "học phí", "mầm non"),
    "an ninh trật tự": ("an ninh", "trật tự", "tội phạm", "ma túy", "trộm", "pccc", "cháy"),
    "chính sách xã hội": ("chính sách", "trợ cấp", "người có công", "hộ nghèo", "chế độ", "phụ cấp"),
    "văn hóa": ("văn hóa", "di tích", "nhà văn hóa", "thể thao", "lễ hội"),
    "nông nghiệp": ("nông nghiệp", "lúa", "thủy lợi", "chăn nuôi", "giống", "thủy sản"),
    "cải cách hành chính": ("thủ tục", "hành chính", "dịch vụ công", "cán bộ", "biên chế"),
}
