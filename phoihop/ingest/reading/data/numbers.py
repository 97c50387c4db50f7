"""Words round numbers: what makes one an ordinal, what ends the thing counted, what is never counted."""

from __future__ import annotations

from phoihop.ingest.reading.data.phrases import either

ORDINAL_BEFORE = either(
    """
    thứ | lần | lần thứ | số | khóa | điều | khoản | chương | mục | tầng | tổ | quận | phường | đường
    tỉnh lộ | quốc lộ | quý | tháng | ngày | năm | cụm | cụm số | khu phố | đơn vị bầu cử số
    nghị quyết | quyết định | kế hoạch | chỉ thị | luật | giờ | lúc | trang | ngõ | ngách | kiệt | hẻm
    km | phụ lục | biểu | mẫu | bảng | phần | đợt | vòng | nq | qđ | kh | ctr | nghị định | thông tư
    hướng dẫn | công văn | phiên họp | thập niên | tuần | vành đai | tiểu khu | đội | lớp | khối | kỳ
    trường mầm non | cấp | loại | hạng | mốc | thôn | ấp | bản | buôn | xóm | khu | khóm | số nhà
    nhà số | ngày thứ | điểm cao
    """
)
"""Before a number these say which one, not how many."""

NOUN_ENDS = either(
    """
    trong đó | trong số này | trong số đó | trong số trên
    để | nhằm | với | và có | đạt | gồm | bao gồm | chiếm | tăng | giảm | so với | trong khi
    thông qua | theo | qua đó | đồng thời | cụ thể | đã | còn | biểu quyết | như | do | khi | nếu | từ
    trên địa bàn | nâng | tiếp xúc cử tri | giai đoạn | nhiệm kỳ | tập trung | bằng
    chính thức | tương đương | cùng nhau | trước và sau | được trình | được bầu
    """
)
"""Behind these the thing counted is over."""

LISTED_NOUNS = either(
    """
    kiến nghị | tờ trình | đơn vị | thị trấn | phường | xã | thị xã | thành phố | cá nhân
    tập thể | nghị quyết | phản ánh | đề án | hội viên | công chức | viên chức | ngành | đoàn thể | ban
    huyện | tổ dân phố | khu phố | ấp | báo cáo | đề xuất | ý kiến | dự thảo | doanh nghiệp | hộ
    quyết định | kế hoạch | cử tri | phổ biến | quận | bản | làng | thôn | khu
    """
)
"""Nouns that go on a list behind a comma (ý kiến, kiến nghị; xã, thị trấn)."""

UNCOUNTED = frozenset("chương điều đêm phần khoản lần".split())
"""Nouns whose number is of no use as a figure."""

CAPITAL_NOUNS = frozenset(
    "nghị tờ báo kế quy quyết luật đề ủy đại ban tổ chỉ chi bằng giấy nhà cán hộ cử kiến kỳ đồng".split()
)
"""Nouns that official texts write with a capital and count all the same (04 Nghị quyết)."""
