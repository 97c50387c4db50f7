"""Family names, Kinh and of other peoples: a hint that a row of capitals is a person, never a condition."""

SURNAMES = frozenset(
    """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý An Âu Ân Bạch Bành Bế Biện Bồ
    Ca Cái Cam Cao Cát Chế Chu Châu Chung Chử Chương Cù Cung Danh Diệp Diêm Doãn Dư Đàm Đan Đào Đậu Đèo
    Điền Điêu Đinh Đoàn Đôn Đồng Đổng Đường Giang Giáp Giàng Giản Hà Hạ Hán Hàn Hàng Hầu Hoa Hoài Hứa Hùng
    Hữu Kha Khâu Khổng Khúc Khuất Khương Kiên Kiều Kim Kông Kpă Ksor La Lã Lại Lam Lâm Lăng Lâu Lầu Lều
    Liên Liễu Liêu Lò Lô Long Lộ Lỗ Lộc Lù Luân Lục Lư Lừ Lữ Lương Lường Lưu Ly Ma Mã Mạc Mai Mạnh Mào
    Mạch Mâu Mẫn Mẫu Mùa Mông Nghiêm Nghị Ngân Ngọ Ngũ Ngụy Nhâm Nhan Nhữ Nhạc Ninh Nông Ô Ong Ông Phí Phó
    Phù Phùng Phương Quách Quan Quàng Quản Quảng Rah Rcom Rmah Rơ Sa Sái Sầm Sầu Siu Sơn Sùng Tạ Tăng Tán
    Tào Tằng Tất Thạch Thái Thân Thang Thào Thập Thẩm Thi Thiều Thôi Tiêu Tiết Tòng Tô Tôn Tống Trang
    Tráng Trác Trà Trình Trịnh Triệu Trương Từ Tướng Ung Uông Ức Văn Vàng Vi Viên Vòng Vương Vừ Vưu Xa Xà
    Xin Y Yên Điểu Quang Bàn Blúp Hoàn Hờ Lèng Cầm Cà Kray Chảo Chẩu Chíu Cứ Dềnh Giảng Hạng Lìa Lùng Mùi
    Phàn Pờ Sần Tẩn Thền Vùi Hlong Cil Kơ Krajăn
    """.split()
)

HISTORIC = frozenset({"Hồ Chí Minh", "Bác Hồ", "Nguyễn Ái Quốc", "Tôn Đức Thắng", "Mác Lênin", "Việt Nam"})
