"""What numbers do not make, and what two bodies tell differently, is found whatever words join them.

Sentences as clerks write them, of no ward: a rule that leans on one phrase fails here.
"""

from __future__ import annotations

import pytest

from phoihop.core.stated import Told
from phoihop.ingest.readers import read_file
from phoihop.ingest.tally.tally import tell
from phoihop.reports.reconcile import Disagreement, reconcile
from phoihop.reports.reconcile.subjects import recognised, shipped

#: Who speaks → the head of its report, and what else it says.
PAPERS = {
    "UBND": (
        "ỦY BAN NHÂN DÂN\nPHƯỜNG AN BÌNH\n\nSố: 120/BC-UBND\n\nBÁO CÁO\nTình hình kinh tế - xã hội 6 tháng đầu năm 2027\n\n",
        "I. KINH TẾ\n1. Thu ngân sách đạt 86,4 tỷ đồng, bằng 52,3% dự toán.\n2. Giải ngân đầu tư công 21.350.000.000 đồng, đạt 46,8% kế hoạch.\n3. Cấp 164 giấy phép xây dựng, xử phạt 12 trường hợp vi phạm.\nII. XÃ HỘI\n1. Có 11 trường học, 6.214 học sinh.\n",
    ),
    "HDND": (
        "HỘI ĐỒNG NHÂN DÂN\nPHƯỜNG AN BÌNH\n\nSố: 45/BC-HĐND\n\nBÁO CÁO\nKết quả hoạt động của Hội đồng nhân dân phường 6 tháng đầu năm 2027\n\n",
        "I. KỲ HỌP\n1. Tổ chức 03 kỳ họp, ban hành 19 nghị quyết.\n2. Thẩm tra 34 báo cáo, tờ trình.\nII. GIÁM SÁT\n1. Ban hành 02 nghị quyết về giám sát năm 2028.\n",
    ),
    "MTTQ": (
        "ỦY BAN MTTQ VIỆT NAM\nPHƯỜNG AN BÌNH\n\nSố: 33/BC-MTTQ\n\nBÁO CÁO\nCông tác Mặt trận 6 tháng đầu năm 2027\n\n",
        "I. TUYÊN TRUYỀN\n1. Tổ chức 46 buổi tuyên truyền với 5.120 người dự.\n2. Kết nạp 118 hội viên.\nII. PHONG TRÀO\n1. Có 27 khu dân cư tự quản.\n",
    ),
    "TK": (
        "PHƯỜNG AN BÌNH\n\nBÁO CÁO\nTổng kết chương trình phối hợp công tác giữa Thường trực HĐND - UBND - Ủy ban MTTQ Việt Nam phường năm 2026\n\n",
        "I. KẾT QUẢ\n1. Năm 2026 tổ chức 04 hội nghị liên tịch.\n2. Ba cơ quan ký 02 quy chế.\n",
    ),
}

#: Parts that do not make their total.
NO_TOTAL = (
    'Tổng số cuộc giám sát thực hiện: 06, trong đó Thường trực HĐND 02 cuộc và hai Ban 03 cuộc.',
    'Toàn xã triển khai 11 công trình; đã hoàn thành 04, đang thi công 05 và chuẩn bị đầu tư 03 công trình.',
    'Toàn xã có 12 công trình, đã xong 4, đang làm 5, chưa làm 2.',
    'Phường tổ chức 15 cuộc tiếp xúc (trước kỳ họp 06, sau kỳ họp 06, chuyên đề 02).',
    'Phường tổ chức 15 cuộc tiếp xúc: 06 cuộc trước kỳ họp; 06 cuộc sau kỳ họp; 02 cuộc chuyên đề.',
    'Nhận 118 đơn. Trong số này có 06 đơn khiếu nại, 02 đơn tố cáo và 115 đơn phản ánh.',
    'Nhận 118 đơn, chia ra khiếu nại 06, tố cáo 02, phản ánh 115.',
    'Nhận 118 đơn (06 khiếu nại, 02 tố cáo, 115 phản ánh).',
    'Đơn tiếp nhận là 118: khiếu nại 06, tố cáo 02, còn lại 115 đơn kiến nghị.',
    'Có 06 đơn khiếu nại, 02 đơn tố cáo và 115 đơn phản ánh; tổng cộng 118 đơn.',
    'Tiếp nhận 06 đơn khiếu nại, 02 đơn tố cáo, 115 đơn phản ánh, cộng 118 đơn.',
    'Trao 1.286 suất quà: tỉnh 520 suất, xã 318 suất, nhà hảo tâm 430 suất.',
    'Trao 1.286 suất quà. Nguồn quà: 520 suất của tỉnh, 318 suất của xã, 430 suất của nhà hảo tâm.',
    'Trao 1.286 suất quà, 520 suất của tỉnh, 318 suất của xã, 430 suất của nhà hảo tâm.',
    'Có 5.218 học sinh; mầm non 1.046, tiểu học 2.387, trung học cơ sở 1.758.',
    'Có 5.218 học sinh (mầm non 1.046, tiểu học 2.387, trung học cơ sở 1.758).',
    'Toàn phường có 5.218 học sinh, cụ thể mầm non 1.046 cháu, tiểu học 2.387 em, trung học cơ sở 1.758 em.',
    'Chi ngân sách 82.374.000.000 đồng: chi đầu tư 29.618 triệu đồng, chi thường xuyên 51.236 triệu đồng, chi từ nguồn dự phòng 1.250 triệu đồng.',
    'Chi ngân sách 82,374 tỷ đồng; chi đầu tư 29,618 tỷ, chi thường xuyên 51,236 tỷ, chi dự phòng 1,25 tỷ đồng.',
    'Quỹ vận động được 842,5 triệu đồng, doanh nghiệp ủng hộ 465 triệu đồng, bà con 281,5 triệu đồng, cán bộ 69 triệu đồng.',
    'Ban hành 24 nghị quyết, kinh tế - ngân sách có 13, văn hóa - xã hội có 7, tổ chức có 3.',
    'Ban hành 24 nghị quyết, bao gồm: 13 nghị quyết về kinh tế, bảy nghị quyết về văn hóa và ba nghị quyết về tổ chức.',
    'Trong 19 công trình của năm có bảy công trình hoàn thành, chín công trình đang thi công, hai công trình chuẩn bị đầu tư.',
    'Tổng đàn gia súc 8.436 con; trong đó trâu 1.628 con, bò 1.214 con, lợn 4.926 con, dê 868 con.',
    'Đàn gia súc 8.436 con gồm trâu 1.628, bò 1.214, lợn 4.926, dê 868.',
    'Kiểm tra 164 cơ sở, 151 cơ sở đạt, 23 cơ sở vi phạm.',
    'Kiểm tra 164 cơ sở; đạt 151, không đạt 23.',
    'Hồ sơ tiếp nhận 7.846 (trực tuyến 6.512, trực tiếp 1.344).',
    'Tiếp nhận 7.846 hồ sơ, trực tuyến 6.512 hồ sơ, trực tiếp 1.344 hồ sơ.',
    'Tiếp nhận 7.846 hồ sơ; số nộp trực tuyến 6.512, nộp trực tiếp 1.344.',
    'Xử phạt 47 vụ: giao thông 18 vụ; đất đai 11 vụ; xây dựng 15 vụ.',
    'Nhận 86 kiến nghị; 61 kiến nghị thuộc thẩm quyền phường, 18 thuộc thành phố, 5 của ngành điện.',
    'Thông qua 29 nghị quyết (kỳ thường lệ 12, chuyên đề 15).',
    'Số hội viên kết nạp mới 213 người, chia theo tổ chức: nông dân 77, phụ nữ 68, thanh niên 42, cựu chiến binh 16.',
    'Kết nạp 213 hội viên:\n- Hội Nông dân 77;\n- Hội Phụ nữ 68;\n- Đoàn Thanh niên 42;\n- Hội Cựu chiến binh 16.',
    'Kết nạp mới 213 hội viên. Cụ thể:\n+ Hội Nông dân: 77 hội viên;\n+ Hội Phụ nữ: 68 hội viên;\n+ Đoàn Thanh niên: 42 đoàn viên;\n+ Hội Cựu chiến binh: 16 hội viên.',
    'Số vụ hòa giải 29 vụ, thành 26 vụ, không thành 2 vụ.',
    'Bê tông hóa 7,4 km đường, thôn Đông 3,2 km, thôn Tây 2,6 km, thôn Nam 1,8 km.',
    'Diện tích gieo sạ 1.721,5 ha (Đông Xuân 905,5 ha, Hè Thu 861 ha).',
)  # fmt: skip

#: Numbers beside each other that are no total and its parts, or make it.
NO_LIST = (
    'Phát hiện, xử lý 47 vụ vi phạm, phạt 186.500.000 đồng; trong đó giao thông 18 vụ, đất đai 11 vụ.',
    'Tổ chức 14 cuộc giám sát, trong đó có 05 cuộc chuyên đề và 03 cuộc khảo sát.',
    'Có 9 trường với 5.218 học sinh, 412 giáo viên, 186 phòng học.',
    'Phát hiện 17 vụ vi phạm xây dựng, xử phạt 12 vụ, đình chỉ 4 công trình.',
    'Tiếp 118 lượt công dân; nhận 96 đơn, giải quyết 21 đơn.',
    'Vận động 1.180 phần quà, nhất là hộ nghèo 195 phần, người cao tuổi 284 phần.',
    'Tổ chức 24 hội nghị với 16 chuyên đề và 7 buổi tọa đàm.',
    'Toàn xã có 4.126 hộ, hộ nghèo 61 hộ, hộ cận nghèo 118 hộ, hộ dùng nước sạch 3.961 hộ.',
    'Kiểm tra 164 cơ sở, phát hiện 21 cơ sở vi phạm, xử phạt 13 cơ sở, nhắc nhở 8 cơ sở.',
    'Tiếp nhận 126 đơn, thuộc thẩm quyền 103 đơn, đã giải quyết 97 đơn, đang giải quyết 6 đơn.',
    'Có 98 ý kiến thuộc thẩm quyền phường, đã giải quyết 91 ý kiến, đang giải quyết 5 ý kiến, trong đó quá hạn 2 ý kiến.',
    'Trồng 1.340 cây xanh, dọn 28 tuyến đường, thu gom 41 tấn rác, phát 1.250 tờ rơi.',
    'Tổ chức 12 lớp tập huấn với 640 lượt người dự, 08 buổi tọa đàm, 03 hội thi.',
    'Có 86 kiến nghị, UBND trả lời 61 kiến nghị, sở ngành trả lời 25 kiến nghị, cử tri đồng tình 58 kiến nghị.',
    'Hội nghị có 84 đại biểu dự, 31 đại biểu nữ, 12 đại biểu phát biểu.',
    'Bàn giao 12 căn nhà, xây mới 7 căn, sửa chữa 5 căn, trị giá 840 triệu đồng.',
    'Trong 6 tháng có 132 doanh nghiệp thành lập mới, 21 doanh nghiệp giải thể, 107 hộ kinh doanh đăng ký mới.',
    'Tổng chi 27.914.000.000 đồng, bao gồm chi đầu tư 8.236 triệu đồng và chi thường xuyên 19.678 triệu đồng; riêng sự nghiệp giáo dục chi 9,842 tỷ đồng.',
)  # fmt: skip

#: Percentages that do not follow from their counts.
NO_SHARE = (
    "Tiếp nhận 87 kiến nghị; giải quyết 84 kiến nghị (93,6%).",
    'Đã giải quyết 84/87 kiến nghị, đạt 93,6%.',
    'Tiếp nhận 87 kiến nghị, đã giải quyết 84 kiến nghị, đạt 93,6%.',
    'Tỷ lệ giải quyết đạt 93,6% (84/87 kiến nghị).',
    'Tỷ lệ hộ dùng nước sạch đạt 87,6% với 3.243/4.126 hộ.',
    'Có 3.243 hộ trên tổng số 4.126 hộ dùng nước sạch, tỷ lệ 87,6%.',
    'Toàn xã có 4.126 hộ, trong đó 3.243 hộ dùng nước sạch, chiếm 87,6%.',
    'Số hộ dùng nước sạch là 3.243 hộ, chiếm 87,6% tổng số hộ (4.126 hộ).',
    '87,6% số hộ (3.243/4.126) đã dùng nước sạch.',
    'Trong 23 đại biểu có 18 đại biểu tiếp xúc cử tri đủ số lần, bằng 73,8%.',
    'Có 18 trong số 23 đại biểu dự, đạt tỷ lệ 73,8%.',
    'Giải ngân 29.618 triệu đồng/58.200 triệu đồng, đạt 59,0%.',
    'Giải ngân 29.618.000.000 đồng, bằng 59,0% kế hoạch vốn (58,2 tỷ đồng).',
    'Kế hoạch vốn năm 2027 là 58.200 triệu đồng, đến nay giải ngân 29.618 triệu đồng, bằng 59,0%.',
    'Thu ngân sách 126,48 tỷ đồng/dự toán 215 tỷ đồng (đạt 85,8%).',
    'Dự toán giao 215 tỷ đồng. Thực hiện 126,48 tỷ đồng, đạt 55,8% dự toán.',
    'Thu ngân sách được 126,48 tỷ đồng so với dự toán 215 tỷ đồng, đạt 85,8%.',
    'Giải quyết đúng hạn 14.345 hồ sơ trong tổng số 14.392 hồ sơ, đạt 97,9%.',
    'Giải quyết 14.392 hồ sơ, đúng hạn 14.345 hồ sơ, đạt 97,9%.',
    'Giải quyết 14.392 hồ sơ, tỷ lệ đúng hạn 97,9% (14.345 hồ sơ).',
    'Hòa giải 29 vụ việc, thành 26 vụ (98,7%).',
    'Hòa giải thành 26/29 vụ, tỷ lệ 98,7%.',
    'Kiểm tra 164 cơ sở, có 13 cơ sở vi phạm (chiếm 8,9%).',
    'Số người có thẻ bảo hiểm y tế là 25.402 trên 26.350 nhân khẩu, tỷ lệ bao phủ 94,6%.',
    'Tạo việc làm mới cho 635 lao động, đạt 59,2% chỉ tiêu 1.200 lao động.',
    'Tạo việc làm cho 635 lao động (KH 1.200 lao động; đạt 59,2%).',
    'Tạo việc làm cho 635/1.200 lao động theo kế hoạch, đạt 59,2%.',
    'Chỉ tiêu năm: 1.200 lao động; thực hiện: 635 lao động; tỷ lệ: 59,2%.',
    'Sản lượng khai thác 4.725 tấn so với kế hoạch năm là 9.600 tấn, tức đạt 42,9%.',
    'Trồng được 86,4 ha rừng, đạt 27,0% so với kế hoạch 120 ha.',
    'Trong tổng số 87 kiến nghị, 84 kiến nghị đã được giải quyết xong, tương ứng 93,6%.',
    'Thu ngân sách 126.480.000.000 đồng, tăng 21,2% so với cùng kỳ (112.760.000.000 đồng).',
    'Thu ngân sách 126,48 tỷ đồng (cùng kỳ 112,76 tỷ đồng; tăng 21,2%).',
    'Tiếp 412 lượt công dân (cùng kỳ 447 lượt, giảm 8,7%).',
    'Tiếp 412 lượt công dân, giảm 8,7% so với cùng kỳ năm trước (447 lượt).',
)  # fmt: skip

#: Percentages that do, or are of something else.
SHARES = (
    'Đã giải quyết 84/87 kiến nghị, đạt 96,6%.',
    'Trong 19 công trình có 7 công trình hoàn thành, giải ngân đạt 56,2%.',
    'Thu ngân sách 126,48 tỷ đồng, đạt 58,8% dự toán (215 tỷ đồng), tăng 12,2% so với cùng kỳ (112,76 tỷ đồng).',
    'Có 12/14 trường đạt chuẩn, thu ngân sách đạt 57,7%.',
    'Tiếp nhận 14.726 hồ sơ, giải quyết 14.392 hồ sơ, đúng hạn 14.345 hồ sơ, đạt 99,7%.',
    'Hộ nghèo còn 39 hộ (0,57%), hộ cận nghèo còn 92 hộ (1,35%).',
    'Tiếp 412 lượt công dân (cùng kỳ 447 lượt, giảm 7,8%).',
    'Giải ngân 29,6 tỷ đồng, bằng 50,9% kế hoạch vốn (58,2 tỷ đồng); nếu tính trên số vốn phân bổ (52,7 tỷ đồng) đạt 56,2%.',
    'Tổ chức 24 buổi với 1.280 người dự, nữ chiếm 48,5%.',
)  # fmt: skip

#: Who says what, and who says otherwise.
DIFFERING = (
    ('HDND', '- Tiếp xúc cử tri: 14 điểm, có 1.862 lượt cử tri dự.', 'MTTQ', 'Phối hợp tổ chức tiếp xúc cử tri trước và sau kỳ họp với 1.682 lượt người tham gia.'),
    ('HDND', 'Qua tiếp xúc, đã tổng hợp 128 ý kiến, kiến nghị của cử tri.', 'MTTQ', 'Tổng hợp 118 kiến nghị của cử tri gửi Thường trực HĐND.'),
    ('HDND', 'Đã chuyển UBND phường 94 kiến nghị thuộc thẩm quyền.', 'UBND', 'Tiếp nhận 89 kiến nghị của cử tri do Thường trực HĐND phường chuyển đến.'),
    ('HDND', 'Đến nay UBND phường đã giải quyết 76/94 kiến nghị cử tri.', 'UBND', 'Kiến nghị cử tri thuộc thẩm quyền: giải quyết xong 67/94 kiến nghị.'),
    ('HDND', 'Sau giám sát đã nêu 31 kiến nghị, đến nay 22 kiến nghị đã được thực hiện.', 'UBND', 'Thực hiện xong 27/31 kiến nghị sau giám sát của HĐND.'),
    ('UBND', 'Quỹ Vì người nghèo: vận động được 486.750.000 đồng.', 'MTTQ', 'Đến ngày 30/6, Quỹ “Vì người nghèo” tiếp nhận 468.750.000 đồng.'),
    ('UBND', 'Phối hợp Mặt trận bàn giao 07 nhà Đại đoàn kết.', 'MTTQ', '- Nhà Đại đoàn kết: hoàn thành, bàn giao 09 căn.'),
    ('UBND', 'Trao 2.386 suất quà Tết cho hộ nghèo, gia đình chính sách.', 'MTTQ', 'Dịp Tết Nguyên đán, đã trao 2.638 phần quà cho hộ nghèo, hộ chính sách.'),
    ('UBND', 'Nhân dân hiến 3.480 m2 đất làm đường.', 'MTTQ', 'Vận động nhân dân hiến được 3.840 m2 đất mở rộng ngõ, hẻm.'),
    ('UBND', 'Hộ nghèo: 46 hộ, chiếm 0,71%.', 'MTTQ', 'Toàn phường còn 64 hộ nghèo.'),
    ('UBND', 'Số hộ nghèo hiện còn là 46 hộ.', 'HDND', 'Đến nay, phường còn 49 hộ nghèo theo chuẩn mới.'),
    ('UBND', 'Tiếp nhận 14.726 hồ sơ thủ tục hành chính, đúng hạn 14.345 hồ sơ.', 'HDND', 'Qua giám sát, bộ phận một cửa tiếp nhận 14.276 hồ sơ.'),
    ('UBND', 'Tiếp 218 lượt công dân.', 'HDND', 'Theo báo cáo của UBND phường, đã tiếp 281 lượt công dân.'),
    ('UBND', 'Giải ngân vốn đầu tư công 29.618.000.000 đồng, đạt 50,9%.', 'HDND', 'Vốn đầu tư công giải ngân được 26,918 tỷ đồng.'),
    ('UBND', 'Bê tông hóa 3.420 m đường hẻm.', 'MTTQ', 'Giám sát cộng đồng việc bê tông hóa 3,24 km hẻm.'),
    ('HDND', 'Tổ chức 02 cuộc giám sát chuyên đề về đất đai, môi trường tại 17 đơn vị.', 'UBND', 'Phục vụ giám sát chuyên đề của HĐND tại 14 đơn vị.'),
    ('MTTQ', 'Tổ chức 05 hội nghị phản biện xã hội với 58 ý kiến.', 'UBND', 'Tiếp thu ý kiến tại 05 hội nghị phản biện của Mặt trận, tổng cộng 85 ý kiến.'),
    ('MTTQ', 'Hiến máu tình nguyện thu được 312 đơn vị máu.', 'UBND', 'Tổ chức hiến máu nhân đạo được 321 đơn vị.'),
    ('MTTQ', 'Trao 231 suất học bổng cho học sinh nghèo.', 'UBND', 'Học sinh có hoàn cảnh khó khăn được tặng 213 suất học bổng.'),
    ('UBND', 'Hòa giải thành 26/29 vụ việc.', 'MTTQ', 'Các tổ hòa giải đã hòa giải 32 vụ việc, thành 26 vụ.'),
    ('UBND', 'Giao quân đạt chỉ tiêu với 26 thanh niên.', 'HDND', 'Phường hoàn thành giao quân 28 thanh niên.'),
    ('UBND', 'Toàn phường lắp đặt 178 camera an ninh.', 'MTTQ', 'Mô hình camera an ninh: đến nay có 187 mắt camera.'),
    ('UBND', 'Tỷ lệ bao phủ bảo hiểm y tế đạt 94,6%.', 'HDND', 'Bảo hiểm y tế bao phủ 96,4% dân số.'),
    ('UBND', 'Giải quyết việc làm cho 635 lao động.', 'MTTQ', 'Toàn phường có 653 lao động được tạo việc làm mới.'),
    ('UBND', 'Năm 2026 thu ngân sách 168,64 tỷ đồng; 6 tháng năm nay tăng khá.', 'TK', 'Thu ngân sách năm 2026 đạt 186,64 tỷ đồng.'),
    ('UBND', 'Cả năm 2026 nhận 28.315 hồ sơ.', 'TK', '- Tiếp nhận 28.135 hồ sơ thủ tục hành chính.'),
    ('HDND', 'Năm 2026 HĐND phường ban hành 34 nghị quyết.', 'TK', 'HĐND phường đã họp 06 kỳ, ban hành 43 nghị quyết.'),
    ('UBND', 'Số hộ thoát nghèo năm 2026 là 47 hộ.', 'TK', '- Giảm nghèo: có 74 hộ thoát nghèo.'),
    ('MTTQ', 'Từ đầu nhiệm kỳ đến nay xây dựng 45 nhà Đại đoàn kết.', 'TK', 'Lũy kế từ đầu nhiệm kỳ đến 31/12/2026 đã xây 51 nhà Đại đoàn kết.'),
    ('UBND', 'Lũy kế đến nay có 178 camera an ninh.', 'TK', 'Đến cuối năm 2026 toàn phường có 204 camera an ninh.'),
    ('UBND', 'Đã giải quyết 66/72 kiến nghị cử tri.', 'HDND', 'UBND phường đã trả lời 66/72 kiến nghị của cử tri, trong đó giải quyết xong 41 kiến nghị.'),
    ('UBND', 'Trong 21 công trình có 08 công trình hoàn thành.', 'HDND', 'Trong 21 công trình năm 2027, 10 công trình đã hoàn thành.'),
    ('UBND', '- Đàn gia súc: 8.436 con.', 'MTTQ', 'Hội Nông dân vận động tiêm phòng cho đàn gia súc 8.346 con của phường.'),
    ('UBND', 'Phân loại rác tại nguồn: 5.916 hộ thực hiện.', 'MTTQ', 'Có 5.196 hộ phân loại rác tại nguồn.'),
    ('UBND', 'Chi trả trợ cấp cho 1.147 đối tượng bảo trợ xã hội.', 'HDND', 'Số đối tượng bảo trợ xã hội được chi trả là 1.174 người.'),
)  # fmt: skip

#: What shares words and is two facts: another day, part, body, step, source, level, basis, unit of counting.
ALIKE = (
    ('UBND', 'Thu ngân sách trên địa bàn 61,72 tỷ đồng.', 'HDND', 'Thu ngân sách trên địa bàn 61.718.000.000 đồng.'),
    ('UBND', 'Thu ngân sách trên địa bàn 61,72 tỷ đồng.', 'HDND', 'Chi ngân sách phường 67,12 tỷ đồng.'),
    ('UBND', 'Dự toán thu ngân sách thành phố giao 132,4 tỷ đồng.', 'HDND', 'Dự toán thu ngân sách HĐND phường quyết nghị 138,6 tỷ đồng.'),
    ('UBND', 'Tiếp nhận 13.482 hồ sơ thủ tục hành chính.', 'HDND', 'Tính đến ngày 15/5/2027, Trung tâm đã tiếp nhận 11.206 hồ sơ.'),
    ('UBND', 'Tiếp nhận 13.482 hồ sơ thủ tục hành chính.', 'HDND', 'Qua giám sát cho thấy, trong lĩnh vực đất đai đã tiếp nhận 3.214 hồ sơ.'),
    ('UBND', 'Đã giải quyết 13.118 hồ sơ, đúng hạn 12.964 hồ sơ.', 'MTTQ', 'Qua khảo sát 312 phiếu, 296 người hài lòng về giải quyết hồ sơ.'),
    ('UBND', 'Trên địa bàn có 86 hộ nghèo.', 'MTTQ', 'Mặt trận phân công giúp đỡ 42 hộ nghèo.'),
    ('UBND', 'Trên địa bàn còn 86 hộ nghèo.', 'HDND', 'Toàn phường còn 124 hộ cận nghèo.'),
    ('UBND', 'Trên địa bàn còn 86 hộ nghèo.', 'HDND', 'Trong đồng bào dân tộc thiểu số còn 68 hộ nghèo.'),
    ('UBND', 'Trên địa bàn còn 86 hộ nghèo.', 'HDND', 'Riêng tổ dân phố 7 còn 16 hộ nghèo.'),
    ('UBND', 'UBND phường tiếp 146 lượt công dân.', 'HDND', 'Thường trực HĐND phường tiếp 38 lượt công dân.'),
    ('UBND', 'UBND phường tiếp nhận 82 đơn.', 'HDND', 'Thường trực HĐND nhận 28 đơn, đã chuyển cơ quan có thẩm quyền.'),
    ('UBND', 'UBND phường tiếp nhận 82 đơn.', 'MTTQ', 'Ủy ban MTTQ phường nhận 12 đơn, chuyển UBND phường giải quyết.'),
    ('HDND', 'Thường trực HĐND tổ chức 04 cuộc giám sát chuyên đề.', 'MTTQ', 'Ban Thường trực Ủy ban MTTQ tổ chức 05 cuộc giám sát.'),
    ('HDND', 'Thường trực HĐND tổ chức 04 cuộc giám sát chuyên đề.', 'MTTQ', 'Cử cán bộ tham gia 03 đoàn giám sát của HĐND phường.'),
    ('HDND', 'Qua giám sát, HĐND phường có 27 kiến nghị.', 'MTTQ', 'Qua giám sát, Mặt trận có 21 kiến nghị gửi UBND phường.'),
    ('HDND', 'Tiếp xúc cử tri ghi nhận 126 kiến nghị.', 'MTTQ', 'Mặt trận tổng hợp 58 ý kiến của Nhân dân gửi kỳ họp.'),
    ('HDND', 'Tiếp xúc cử tri ghi nhận 126 kiến nghị.', 'UBND', 'UBND phường đã trả lời 98 kiến nghị.'),
    ('HDND', 'Ban hành 23 nghị quyết tại 03 kỳ họp.', 'UBND', 'UBND phường đã trình HĐND 18 dự thảo nghị quyết.'),
    ('HDND', 'Ban hành 23 nghị quyết tại 03 kỳ họp.', 'MTTQ', 'Mặt trận góp ý 14 dự thảo nghị quyết.'),
    ('HDND', 'Đại biểu HĐND phường tiếp xúc 16 cuộc với 2.140 lượt cử tri.', 'MTTQ', 'Đại biểu HĐND thành phố tiếp xúc 04 cuộc với 612 lượt cử tri.'),
    ('HDND', 'Tổ chức 16 cuộc tiếp xúc cử tri.', 'MTTQ', 'Phối hợp tổ chức 12 cuộc tiếp xúc cử tri trước và sau kỳ họp, ngoài ra có 4 cuộc theo chuyên đề.'),
    ('MTTQ', 'Vận động Quỹ Vì người nghèo 642 triệu đồng.', 'UBND', 'Chi trợ cấp bảo trợ xã hội 684 triệu đồng.'),
    ('MTTQ', 'Vận động Quỹ Vì người nghèo 642 triệu đồng.', 'UBND', 'Đến ngày 20/5/2027, Quỹ Vì người nghèo phường vận động được 598 triệu đồng.'),
    ('MTTQ', 'Trao 1.420 suất quà Tết từ nguồn vận động.', 'UBND', 'Ngân sách phường trao 1.240 suất quà Tết cho người có công.'),
    ('MTTQ', 'Trao 1.420 suất quà trị giá 568 triệu đồng.', 'UBND', 'Trao quà cho 372 hộ chính sách, kinh phí 186 triệu đồng.'),
    ('MTTQ', 'Xây mới 06 nhà Đại đoàn kết.', 'UBND', 'Hỗ trợ sửa chữa 09 nhà ở cho hộ nghèo.'),
    ('MTTQ', 'Bàn giao 11 nhà Đại đoàn kết, nâng tổng số từ đầu nhiệm kỳ lên 47 nhà.', 'UBND', 'Trong kỳ phối hợp bàn giao 11 nhà Đại đoàn kết.'),
    ('MTTQ', 'Hội Phụ nữ có 2.318 hội viên.', 'UBND', 'Hội Nông dân có 2.138 hội viên.'),
    ('MTTQ', 'Kết nạp 118 hội viên mới.', 'MTTQ', 'Tổ chức 18 lớp tập huấn cho 1.118 hội viên.'),
    ('MTTQ', 'Mở 46 buổi tuyên truyền với 5.120 lượt người dự.', 'UBND', 'Tổ chức 38 hội nghị phổ biến pháp luật với 4.860 lượt người tham dự.'),
    ('MTTQ', 'Phản biện 03 dự thảo với 42 ý kiến.', 'HDND', 'Các Ban HĐND thẩm tra 24 báo cáo, có 46 ý kiến thẩm tra.'),
    ('UBND', 'Kiểm tra 286 cơ sở kinh doanh thực phẩm.', 'HDND', 'Đoàn giám sát làm việc với 26 cơ sở kinh doanh thực phẩm.'),
    ('UBND', 'Xử phạt 64 trường hợp vi phạm trật tự xây dựng, phạt 312 triệu đồng.', 'HDND', 'Xử phạt 46 trường hợp vi phạm giao thông.'),
    ('UBND', 'Bê tông hóa 3.480 m đường ngõ.', 'MTTQ', 'Nhân dân hiến 3.840 m2 đất làm đường.'),
    ('UBND', 'Giải quyết việc làm cho 635 lao động.', 'MTTQ', 'Hội Phụ nữ giới thiệu việc làm cho 165 lao động nữ.'),
    ('UBND', 'Đào tạo nghề cho 215 lao động.', 'HDND', 'Giải quyết việc làm cho 251 lao động.'),
    ('UBND', 'Bảo hiểm y tế đạt 94,6% dân số.', 'HDND', 'Bảo hiểm y tế hộ gia đình đạt 88,2%.'),
    ('UBND', 'Có 5.214/5.602 hộ đạt gia đình văn hóa.', 'MTTQ', 'Có 5.142 hộ đăng ký gia đình văn hóa.'),
    ('UBND', 'Phê duyệt phương án bồi thường cho 214 hộ.', 'HDND', 'Đã có 176 hộ bàn giao mặt bằng.'),
    ('UBND', 'Cấp 312 giấy chứng nhận quyền sử dụng đất.', 'HDND', 'Còn 32 hồ sơ đất đai quá hạn.'),
    ('UBND', 'Xảy ra 14 vụ phạm pháp hình sự.', 'HDND', 'Cùng kỳ năm 2026 xảy ra 19 vụ phạm pháp hình sự.'),
    ('UBND', 'Có 28 vụ tai nạn giao thông.', 'MTTQ', 'Hòa giải thành 26/31 vụ việc.'),
    ('UBND', 'Khám chữa bệnh cho 8.214 lượt người.', 'MTTQ', 'Khám bệnh, cấp thuốc miễn phí cho 824 người.'),
    ('UBND', 'Tổng đàn lợn 6.420 con.', 'MTTQ', 'Hội Nông dân hỗ trợ 640 con gia súc giống.'),
    ('UBND', 'Kế hoạch năm xây 20 nhà Đại đoàn kết.', 'MTTQ', 'Đã bàn giao 12 nhà Đại đoàn kết.'),
    ('UBND', 'Diện tích gieo trồng lúa 1.246 ha.', 'HDND', 'Diện tích gieo trồng cả năm 2.416 ha.'),
    ('UBND', 'Trong 21 công trình có 08 công trình hoàn thành.', 'HDND', 'Giám sát 06 công trình, 05 công trình bảo đảm tiến độ.'),
    ('UBND', 'Tiếp nhận 72 kiến nghị cử tri, giải quyết xong 58 kiến nghị.', 'MTTQ', 'Mặt trận giám sát việc giải quyết 45 kiến nghị cử tri.'),
    ('UBND', 'Đón 42.600 lượt khách du lịch.', 'HDND', 'Quý I đón 24.600 lượt khách du lịch.'),
    ('UBND', 'Cả năm 2026 nhận 28.315 hồ sơ.', 'TK', '- 6 tháng cuối năm 2026 tiếp nhận 14.208 hồ sơ.'),
    ('UBND', 'Hiện nay toàn phường có 27 tổ dân phố.', 'MTTQ', 'Có 24 tổ dân phố tổ chức Ngày hội Đại đoàn kết.'),
    ('HDND', 'Có 31 đại biểu HĐND phường.', 'MTTQ', 'Có 28 đại biểu dự hội nghị tiếp xúc cử tri.'),
    ('MTTQ', 'Ban Thanh tra nhân dân giám sát 14 vụ việc.', 'HDND', 'Ban Kinh tế - Ngân sách giám sát 04 công trình.'),
    ('MTTQ', 'Ban Giám sát đầu tư của cộng đồng giám sát 16 công trình.', 'UBND', 'Phường khởi công 12 công trình.'),
    ('MTTQ', 'Hiến máu tình nguyện được 312 đơn vị máu.', 'UBND', 'Có 412 người đăng ký hiến máu.'),
    ('MTTQ', 'Hội Cựu chiến binh vay 4,2 tỷ đồng cho 86 hộ.', 'UBND', 'Ngân hàng Chính sách xã hội cho vay 12,6 tỷ đồng, 286 hộ.'),
)  # fmt: skip


def told(said: dict[str, str]) -> list[Told]:
    papers = []
    for who, (head, rest) in PAPERS.items():
        text = f"{head}{rest}III. NỘI DUNG KHÁC\n{said.get(who, '')}"
        papers.append(tell(read_file(text.encode(), f"{who}.txt")))
    return recognised(papers, shipped())


def of_kind(sentence: str, kind: str) -> list[Disagreement]:
    head = PAPERS["UBND"][0]
    paper = tell(read_file(f"{head}I. KẾT QUẢ THỰC HIỆN\n{sentence}".encode(), "bc.txt"))
    return [one for one in reconcile(recognised([paper], shipped())) if one.kind == kind]


@pytest.mark.parametrize("sentence", NO_TOTAL)
def test_parts_that_do_not_make_their_total_are_told(sentence: str) -> None:
    assert len(of_kind(sentence, "total_parts")) >= 1


@pytest.mark.parametrize("sentence", NO_LIST)
def test_numbers_that_are_no_list_are_not_added(sentence: str) -> None:
    assert of_kind(sentence, "total_parts") == []


@pytest.mark.parametrize("sentence", NO_SHARE)
def test_a_percentage_that_does_not_follow_from_its_counts_is_told(sentence: str) -> None:
    assert len(of_kind(sentence, "rate")) == 1


@pytest.mark.parametrize("sentence", SHARES)
def test_a_percentage_that_follows_from_its_counts_is_not_told(sentence: str) -> None:
    assert of_kind(sentence, "rate") == []


def test_what_two_bodies_tell_differently_is_found_and_nothing_else() -> None:
    found, others = 0, []
    for one, said, other, against in DIFFERING:
        both = {f"{one}.txt", f"{other}.txt"}
        told_otherwise = reconcile(told({one: said, other: against}))
        found += any({f.file for f in d.places} >= both for d in told_otherwise)
        others += [d.words for d in told_otherwise if not {f.file for f in d.places} >= both]
    assert found >= len(DIFFERING) - 3
    assert others == []


@pytest.mark.parametrize(("one", "said", "other", "against"), ALIKE)
def test_what_only_looks_alike_is_not_told(one: str, said: str, other: str, against: str) -> None:
    both = {one: said, other: against} if one != other else {one: f"{said}\n{against}"}
    assert [d.words for d in reconcile(told(both))] == []
