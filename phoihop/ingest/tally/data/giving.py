"""Words of giving work: heads of names of bodies, verbs of doing, nouns of what comes out of it."""

from __future__ import annotations

#: How the name of a body, office or post that can be given work begins.
BODY_HEADS = """
Ban Thường trực|Ban Chỉ huy|Ban Chỉ đạo|Ban|Phòng|Văn phòng|Chánh Văn phòng|UBND|Ủy ban|Uỷ ban|Thường trực|Hội đồng nhân dân
TT HĐND|TT.HĐND|TTHĐND|BTT|HĐND|MTTQ|UBMTTQ|UBMTTQVN|Mặt trận|Công an|Quân sự|Hội|Đoàn|Trung tâm|Tổ|Đội|Trạm|Liên đoàn|Công đoàn
Chủ tịch|Phó Chủ tịch|Trưởng|Tổ trưởng|Bí thư|Đảng ủy|Trường|Hợp tác xã|HTX|Bộ phận|Công chức|Hạt|Đài|Đồn|Kho bạc|Thuế|Điện lực
Công ty|Chi cục|Chi nhánh|Sở|Tòa án|Viện kiểm sát|Thành viên|Đại biểu|Thủ trưởng|Đồng chí|đồng chí
"""
#: Several at once, told by a small or capital word.
MANY_HEADS = """
ba cơ quan|hai cơ quan|ba bên|hai bên|các bên|các cơ quan|các phòng|các ban|các tổ|các đoàn thể|các tổ chức|các đơn vị|các hội|các trường
các ấp|các thôn|các bản|các xóm|các khu phố|các tổ dân phố|các khu dân cư|tổ trưởng|trưởng thôn|trưởng ấp|trưởng bản|trưởng khu phố
"""
#: What a body does; where such a word begins, the name of the body has ended.
VERBS = """
chủ trì|chủ động|phối hợp|cùng|tham mưu|hoàn thành|hoàn thiện|hoàn tất|rà soát|rà lại|rà|trình|báo cáo|tổ chức|xây dựng|ban hành|gửi|gởi|cung cấp
đôn đốc|tổng hợp|trả lời|có|xử lý|giải quyết|kiểm tra|kiểm đếm|triển khai|thực hiện|tiếp tục|tiếp nhận|lắp đặt|lắp|nạo vét|giám sát|tái giám sát|sửa chữa|sửa
bàn giao|công khai|công bố|thẩm tra|thẩm định|chuẩn bị|vận động|khẩn trương|chỉ đạo|hướng dẫn|lập|phân công|theo dõi|mời|thống nhất|khảo sát|phải|sớm|sẽ|cần
nộp|in|niêm yết|cập nhật|bố trí|khắc phục|làm việc|làm|đề xuất|nghiên cứu|phê duyệt|phản biện|giải ngân|giải tỏa|giải phóng|nhân rộng|thành lập|ra mắt
đưa|là|soạn thảo|soạn|dự thảo|viết|họp|xóa|số hóa|quyết toán|nghiệm thu|đối chiếu|đăng ký|đăng tải|thông báo|tuyên truyền|phát động|ra quân|khởi công|cất|trao
hỗ trợ|chịu trách nhiệm|có trách nhiệm|quản lý|tăng cường|đẩy mạnh|đẩy nhanh|tập trung|bảo đảm|đảm bảo|duy trì|mở|tập huấn|bồi dưỡng|tiêm phòng|trồng|thu|chi|bán
cấp|chuyển|đánh giá|tiến hành|phát huy|nâng cao|chấn chỉnh|thanh tra|xác minh|đối thoại|tiếp xúc|tiếp|bầu|cử|giao|yêu cầu|đề nghị|cân đối|lựa chọn|chọn|tháo gỡ|tháo dỡ
di dời|chỉnh trang|cải tạo|vận hành|tham gia|tham dự|dự|xem xét|cho ý kiến|góp ý|ký|kết thúc|bắt đầu|thu gom|phân loại|ghi|lưu|giữ|nhắc|nêu|phân bổ|quyết định|GS|PBXH|đặt|thay
kiện toàn|củng cố|tạo|hòa giải|thăm|tặng|mua|sắp xếp|bố cục|dọn|treo|lát|đào|đắp|quét|gỡ|quay|chụp|liên hệ|trao đổi|thảo luận|phổ biến|quán triệt|kết nối|huy động|trích|lấy|đổi|ưu tiên
"""
#: What is handed over at the end.
PRODUCTS = """
báo cáo|biên bản|văn bản|kế hoạch|tờ trình|dự thảo|danh sách|danh mục|lịch|thông báo|hồ sơ|bảng|biểu|quyết định|nghị quyết|bản niêm yết|bản đồ|bản cam kết|bản|cơ sở dữ liệu|CSDL
phương án|đề án|đề cương|sổ|mẫu|lộ trình|quy ước|quy chế|chương trình|công văn|kết luận|phiếu|tài liệu|tổng hợp|bộ tiêu chí|nội quy|clip|sơ đồ
"""


def either(words: str) -> str:
    """One alternation, the longest first, so that a short word does not cut a long one."""
    found = [w.strip() for line in words.strip().splitlines() for w in line.split("|")]
    return "|".join(sorted(set(found), key=len, reverse=True))
