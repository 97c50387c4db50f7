"""Words of reports: what is left out when two nouns are compared, and which words say the same.

General language only: no place, person or figure of any paper. An office adds its own pairs as rows of
the subject catalogue.
"""

from __future__ import annotations

#: Abbreviation (small letters) → words. Longer expansions of bodies are cut to the short form offices say.
SHORT = {
    "txct": "tiếp xúc cử tri", "kncT": "kiến nghị cử tri", "knct": "kiến nghị cử tri", "pbxh": "phản biện xã hội",
    "gs": "giám sát", "tcd": "tiếp công dân", "tdp": "tổ dân phố", "nvh": "nhà văn hóa", "kdc": "khu dân cư",
    "đđk": "đại đoàn kết", "ctmt": "công tác mặt trận", "clb": "câu lạc bộ", "ldld": "liên đoàn lao động",
    "lhpn": "hội phụ nữ", "ccb": "cựu chiến binh", "hnd": "hội nông dân", "ttnd": "thanh tra nhân dân",
    "gsđtcđ": "giám sát đầu tư cộng đồng", "gsdtcd": "giám sát đầu tư cộng đồng", "tthc": "thủ tục hành chính",
    "cchc": "cải cách hành chính", "ntm": "nông thôn mới", "bhyt": "bảo hiểm y tế", "vphc": "vi phạm hành chính",
    "nsnn": "ngân sách nhà nước", "nq": "nghị quyết", "bc": "báo cáo", "ttr": "tờ trình", "kl": "kết luận",
    "gcn": "giấy chứng nhận", "gcnqsdđ": "giấy chứng nhận quyền sử dụng đất", "gpxd": "giấy phép xây dựng",
    "ttxd": "trật tự xây dựng", "ttđt": "trật tự đô thị", "vsmt": "vệ sinh môi trường", "attp": "an toàn thực phẩm",
    "pccc": "phòng cháy chữa cháy", "antt": "an ninh trật tự", "gpmb": "giải phóng mặt bằng", "đtc": "đầu tư công",
    "xdcb": "xây dựng cơ bản", "qđ": "quyết định", "kh": "kế hoạch", "đv": "đơn vị", "hs": "hồ sơ", "cd": "công dân",
    "đbhđnd": "đại biểu hội đồng nhân dân", "vb": "văn bản", "vn": "vì người nghèo", "vnn": "vì người nghèo",
    "vị": "", "đ/c": "", "tw": "trung ương", "tp": "thành phố", "pakn": "phản ánh kiến nghị", "kn": "kiến nghị",
    "knpa": "kiến nghị phản ánh", "kntc": "khiếu nại tố cáo", "kt-ns": "kinh tế ngân sách", "vh-xh": "văn hóa xã hội",
    "qpan": "quốc phòng an ninh", "ubmttq": "mttq", "ubmttqvn": "mttq", "ck": "",
}  # fmt: skip

#: Phrases that mean the same thing for a count: each line is one meaning, the first form is the name it is kept by.
SAME = """
hđnd | hội đồng nhân dân
ubnd | ủy ban nhân dân
mttq | ủy ban mặt trận tổ quốc việt nam | ủy ban mặt trận tổ quốc | mặt trận tổ quốc việt nam | mặt trận tổ quốc | ủy ban mttq việt nam | ủy ban mttq | mttq việt nam | mặt trận
tiếp xúc cử tri | tiếp xúc với cử tri | gặp gỡ cử tri
phản biện | phản biện xã hội
kiến nghị sau giám sát | kiến nghị qua giám sát | kiến nghị giám sát
tái giám sát | giám sát lại
quà | phần quà | suất quà | xuất quà | túi quà
đại đoàn kết | tình thương | tình nghĩa
nhân dân | người dân | quần chúng | bà con
dự | tham dự | tới dự | đến dự | tham gia | có mặt
giải quyết xong | giải quyết dứt điểm | đã giải quyết | được giải quyết | xử lý xong | xử lý dứt điểm
trả lời | có văn bản trả lời | được trả lời | văn bản trả lời
giải trình | giải trình, cung cấp thông tin
vốn đầu tư công | vốn đầu tư xây dựng cơ bản | vốn đầu tư phát triển | kế hoạch vốn đầu tư công
thu ngân sách | thu ngân sách nhà nước | thu nsnn
chi ngân sách | chi ngân sách nhà nước | chi ngân sách địa phương
hồ sơ | hồ sơ thủ tục hành chính
hộ | hộ gia đình | gia đình
công dân | lượt công dân | lượt người dân
gia đình văn hóa | hộ gia đình văn hóa | danh hiệu gia đình văn hóa
hòa giải | hoà giải
camera | mắt camera | camera an ninh | camera giám sát
máu | máu tình nguyện | máu nhân đạo
người nghèo | vì người nghèo
lao động | người lao động
tuyên truyền | phổ biến | tuyên truyền, phổ biến
kết nạp | phát triển mới
tiếp công dân | tiếp dân
đơn | đơn thư | đơn các loại
giao ban | giao ban ba cơ quan | hội ý
bảo hiểm y tế | thẻ bảo hiểm y tế
trực tuyến | qua mạng | dịch vụ công trực tuyến
"""

#: The counted thing in classes: two figures are compared only within one class.
HEADS = """
event: cuộc | hội nghị | buổi | đợt | phiên | lần | lớp | hoạt động | chuyến | cuộc họp | cuộc làm việc | hội thảo | tọa đàm | đoàn
session: kỳ họp
person: người | cá nhân | đại biểu | lượt người | lượt | cử tri | lượt cử tri | công dân | hội viên | đoàn viên | học sinh | lao động | cán bộ | đối tượng | lượt công dân | thành viên | lượt đại biểu | nhân dân | em | cháu | khẩu | đồng chí | giáo viên | lượt hội viên | lượt đoàn viên | phụ nữ | thanh niên | bệnh nhân | cụ
household: hộ | gia đình | hộ dân
case: vụ | vụ việc | trường hợp | ca | việc
petition: kiến nghị | nội dung kiến nghị | kiến nghị cử tri | nội dung | số kiến nghị
opinion: ý kiến | lượt ý kiến
feedback: phản ánh | tin phản ánh | lượt phản ánh
letter: đơn | đơn thư
file: hồ sơ
gift: quà | suất | phần | suất quà | phần quà
house: nhà | căn nhà | ngôi nhà | căn
work: công trình | dự án | hạng mục | tuyến đường | tuyến | phần việc
document: văn bản | nghị quyết | báo cáo | tờ trình | quyết định | kế hoạch | dự thảo | đề án | chương trình
animal: con | đàn
workday: ngày công | công lao động
dose: liều | liều vắc xin
item: cái | chiếc | bộ | cây | bản | tờ | thùng
license: giấy phép | giấy chứng nhận | thẻ | sổ | giấy
business: doanh nghiệp | hợp tác xã | hộ kinh doanh | công ty | tổ hợp tác
eye: mắt | mắt camera | camera
cadre: đảng viên | công chức | viên chức
model: mô hình
group: tổ | ban | câu lạc bộ | đội | nhóm | chi hội | tổ chức
unit: đơn vị máu | đơn vị
place: cơ sở | điểm | trường | tổ dân phố | thôn | ấp | khu dân cư | bản
"""

#: Phrases that tell nothing apart when subjects are compared.
EMPTY_PHRASES = """
tổ chức được | tổ chức | tiến hành | thực hiện | triển khai | chủ trì | phối hợp | đồng thời | qua đó | thông qua | trên địa bàn | địa bàn
toàn phường | toàn xã | phường | xã | thị trấn | trong kỳ | kỳ này | 6 tháng đầu năm | sáu tháng đầu năm | 6 tháng cuối năm | tháng đầu năm
đầu năm | cuối năm | giai đoạn | thời gian | bao gồm | cụ thể | tính đến | đến nay | đến hết | hiện nay | hiện có | tiếp tục | tổng cộng | tổng số
số lượng | kết quả | ban hành | thu hút | khoảng | công tác | hoạt động | bình quân | nội dung | lĩnh vực | thành lập | liên quan | ghi nhận
cơ quan | ba cơ quan | bộ phận | một số | trong đó | với sự | cũng như | nhằm | đã được | được | các loại | các cấp | nhân dịp | cho biết | lượt
năm qua | từ đầu năm | vừa qua | theo đó | bên cạnh đó | ngoài ra | trong thời gian | trong năm | cả năm | với số tiền | số tiền | tổng kinh phí | kinh phí
trị giá | theo chương trình | theo kế hoạch | chương trình đề ra | kế hoạch đề ra | tổng trị giá | với tổng | tiếp nhận | nhận được | tiếp nhận được | đơn vị tính
"""

#: Words left of a number that do not say what was counted.
VAGUE = frozenset(
    "hoàn thành tiến mức phấn đấu cuộc lũy kế ấy đó so thì hỗ trợ chi thu tính lập nhận được làm xong nhìn th nâng đưa có còn phát biểu ghi tổng thêm mới nhất đứng thứ nhiều tiếp kế nhì dẫn".split()
)

#: Single words of the same kind.
EMPTY = frozenset(
    """
    và của các những được đã đang có là với cho để trong tại ở trên dưới về từ do bởi theo này đó một số
    cùng cũng vẫn còn nay kỳ qua tháng năm gồm đến hết ngày vào lúc khi sau trước sẽ đạt bằng hơn gần việc như
    nhiều mọi từng mỗi lại hiện khác ra rằng thì mà nhưng hay hoặc cả chung riêng ước trao gửi tới
    """.split()
)

#: Verbs and adverbs at the left of a number that belong to the sentence, not to the thing counted.
MODES = {
    "plan": r"kế hoạch(?! hóa)|chỉ tiêu(?! [^,;.]{0,30}đạt)|dự kiến|phấn đấu|mục tiêu|được giao(?! (?:khoán|đất))|dự toán|sẽ|ít nhất|tối thiểu|theo chương trình|chương trình [^,;.]{0,40}cả năm|chương trình giám sát năm|(?:chương trình|kế hoạch)[^,;.]{0,30} xác định",
    "change": r"(?:tăng|giảm|vượt|hụt|thấp hơn|cao hơn|nhiều hơn|ít hơn)(?: thêm| lên| xuống)?(?: là| được| tới| khoảng)?",
    "cumulative": r"từ (?:ngày )?\d{1,2}/\d{1,2}/20\d\d đến nay|từ khi [^,;.]{0,40}đến nay|từ năm 20\d\d đến (?:hết|cuối|nay|năm|tháng|ngày)|từ đầu (?:nhiệm kỳ|giai đoạn|khóa)|lũy kế|luỹ kế|từ đầu nhiệm kỳ|từ trước đến nay|từ khi|cộng dồn|tính từ đầu (?!năm)|từ năm \d{4} đến nay|(?:nâng|đưa) (?:tổng )?số[^,;.]{0,60}(?:lên|đến nay)|(?:nâng|đưa) tổng [^,;.]{0,60} lên|nâng tổng số|đưa tổng số|từ đầu giai đoạn|từ đầu khóa|từ đầu khoá",
}

#: Organisations by whom a thing is done: name → the forms it is written in. Bodies of every locality, no names of places.
DOERS = {
    "farmers": "hội nông dân|nông dân", "women": "hội liên hiệp phụ nữ|hội phụ nữ|lhpn|phụ nữ",
    "youth": "đoàn thanh niên|thanh niên", "veterans": "cựu chiến binh|ccb", "union": "công đoàn|liên đoàn lao động",
    "red_cross": "chữ thập đỏ", "elders": "người cao tuổi", "economy_board": "ban kinh tế|ban kt",
    "culture_board": "ban văn hóa|ban vh", "standing": "thường trực hđnd|thường trực hội đồng",
    "deputies": "tổ đại biểu", "front_board": "ban thường trực", "chair": "chủ tịch ubnd|chủ tịch ủy ban",
    "police": "công an", "military": "quân sự", "inspection": "thanh tra nhân dân", "investment": "giám sát đầu tư",
    "front_unit": "ban công tác mặt trận", "health": "trạm y tế", "cooperative": "hợp tác xã", "centre": "trung tâm",
}  # fmt: skip

#: Kinds of work that part one count from another even where the counted thing has the same name.
TOPICS = (
    "phản biện|đối thoại|giám sát|khảo sát|tiếp xúc|txct|tiếp công dân|tiếp dân|hòa giải|thảo luận|dư luận|giải trình|chất vấn"
    "|khiếu nại|tố cáo|tuyên truyền|tập huấn|bồi dưỡng|thẩm tra|liên tịch|giao ban|kỳ họp|nghị quyết|phản ánh|góp ý|hiến máu|hiến đất"
    "|thu ngân sách|chi ngân sách|đầu tư công|trực tuyến|đúng hạn|quà|sửa chữa|xây mới|hộ nghèo|cận nghèo|thoát nghèo|kết nạp|lưu động"
    "|camera|bảo hiểm|vi phạm|xử phạt|công nhận|chuyên đề|thường kỳ|trước kỳ họp|sau kỳ họp"
)
