"""Kinds of event: what the headline and the sentence of the event must say, and what must not stand there.

``focus`` is looked for in headline and event sentence, ``body`` anywhere. Patterns run over lower-case text
with modern tone places; ``[^.]`` keeps them inside a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

COUNCIL = r"(?:hđnd|hội đồng nhân dân)"
FRONT = r"(?:mttq|mặt trận|ubmttq|ubmt)"
INSTRUMENT = (
    r"(?:chương trình|quy chế|kế hoạch liên tịch|kế hoạch phối hợp|nghị quyết liên tịch|thỏa thuận phối "
    r"hợp|bản phối hợp)"
)


@dataclass(frozen=True, kw_only=True)
class Kind:
    code: str
    focus: str = ""
    unless: str = ""
    body: str = ""
    outcomes: tuple[str, ...] = ()
    headline_only: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(
        code="programme_signing",
        focus=rf"\bký(?: kết)?\b(?! giao ước)[^.]{{0,90}}?{INSTRUMENT}(?=[^.]{{0,40}}(?:phối hợp|liên tịch"
        rf"|giữa|thống nhất|công tác|hoạt động)|\s*liên tịch)"
        rf"|\bký(?: kết)? {INSTRUMENT}|lễ ký kết[^.]{{0,30}}phối hợp",
        body=(
            rf"(?:đã|tiến hành|cùng|thống nhất|nghi thức|lễ|chứng kiến)\s+(?:cùng |tiến hành |thực hiện )"
            rf"*ký(?: kết)?(?: vào)?\s+(?:bản )?{INSTRUMENT}[^.]{{0,20}}(?:phối hợp|liên tịch)"
        ),
        outcomes=("signed",),
    ),
    Kind(
        code="programme_review",
        focus=(
            rf"(?:sơ kết|tổng kết|đánh giá)[^.;]{{0,110}}?(?:{INSTRUMENT}|công tác|hoạt động)\s+(?:thực "
            rf"hiện |liên tịch )*phối hợp"
        ),
        body=rf"(?:sơ kết|tổng kết|đánh giá)(?: việc| kết quả)*(?: thực hiện)?\s+(?:các )?(?:{INSTRUMENT}"
        rf"|công tác|hoạt động) phối hợp"
        rf"|báo cáo(?: tóm tắt| đánh giá| sơ kết| tổng kết)*\s*kết quả(?: thực hiện)?(?: các)"
        rf"?\s+(?:{INSTRUMENT}|công tác|hoạt động) phối hợp",
        unless=r"phối hợp (?:và )?thống nhất hành động",
        outcomes=("reviewed",),
    ),
    Kind(
        code="emulation",
        focus=(
            r"(?:phát động|ký(?: kết)?|hưởng ứng|sơ kết|tổng kết|triển khai)[^.]{0,60}(?:phong trào thi "
            r"đua|giao ước thi đua|đợt thi đua|thi đua khối|ký kết thi đua)"
        ),
        outcomes=("launched",),
    ),
    Kind(
        code="council_session",
        focus=rf"(?<!trước )(?<!sau )(?<!cho )(?<!bị )(?<!hai )(?<!quả )(?<!trình )(?<!tại )(?<!trước và "
        rf"sau )(?<!2 )(?<!của )\bkỳ họp\b(?! quốc hội)"
        rf"(?:[^.]{{0,40}}(?:thứ|lần|chuyên đề|thường lệ|bất thường|giữa năm|cuối năm|giải quyết)"
        rf"[^.]{{0,60}}{COUNCIL})"
        rf"|{COUNCIL}[^.]{{0,120}}(?:tổ chức|khai mạc|bế mạc|tiến hành|họp|triệu tập)"
        rf"[^.]{{0,30}}(?<!bị cho )\bkỳ họp|{COUNCIL}[^.]{{0,80}}thông qua (?:\d+|nhiều|các) nghị "
        rf"quyết",
        unless=(
            r"tiếp xúc cử tri|hội nghị liên tịch|họp liên tịch|phiên giải trình|phản biện|(?:trả lời"
            r"|giải quyết|giải trình)[^.]{0,30}kiến nghị|phiên họp|chuẩn bị (?:cho |nội dung )"
        ),
        outcomes=("adopted",),
    ),
    Kind(
        code="council_meeting",
        focus=rf"(?:hội nghị|cuộc họp|họp)\s+liên tịch|phiên họp[^.]{{0,40}}(?:thường trực )?{COUNCIL}"
        rf"|thường trực {COUNCIL}[^.]{{0,60}}(?:phiên họp|họp phiên|giao ban)"
        rf"|giao ban[^.]{{0,40}}{COUNCIL}",
        unless=r"phiên (?:họp )?giải trình|tiếp xúc cử tri",
        outcomes=("planned",),
    ),
    Kind(
        code="council_review",
        focus=(
            rf"(?:tổng kết|sơ kết|đánh giá)(?: kết quả)?(?: tình hình tổ chức và| công tác)?(?: hoạt "
            rf"động)(?: của)?(?: thường trực)?\s+{COUNCIL}|tổng kết (?:nhiệm kỳ|công tác)"
            rf"[^.]{{0,30}}{COUNCIL}"
        ),
        outcomes=("reviewed",),
    ),
    Kind(
        code="voter_contact",
        focus=r"tiếp xúc (?:với )?cử tri|txct|gặp gỡ cử tri",
        unless=(
            r"giám sát (?:việc|công tác|tình hình|kết quả)|khảo sát (?:thực tế|các|việc)|ký(?: kết)? "
            r"(?:chương trình|quy chế)"
        ),
        outcomes=("contacted",),
    ),
    Kind(
        code="petition_resolution",
        focus=(
            r"(?:kết quả|báo cáo|tình hình|tiến độ)[^.]{0,40}(?:giải quyết|trả lời)[^.]{0,50}kiến "
            r"nghị[^.]{0,20}(?:cử tri|nhân dân|người dân)"
        ),
        unless=r"giám sát[^.]{0,60}kiến nghị|phiên họp thứ",
        outcomes=("answered",),
    ),
    Kind(
        code="petition_list",
        focus=(
            r"(?:trả lời|giải trình|tổng hợp|giải đáp)(?: các)?(?: ý kiến,?)?(?: kiến nghị)?(?: của)? cử "
            r"tri"
        ),
        unless=r"hội nghị|kết quả giải quyết",
        outcomes=("answered",),
        headline_only=True,
    ),
    Kind(
        code="re_supervision",
        focus=(
            r"(?:tổ chức|tiến hành|hội nghị|đoàn|buổi|cuộc|thực hiện)[^.]{0,20}tái giám sát|tái giám sát "
            r"(?:việc|về|kết quả|tại|công tác)"
        ),
        outcomes=("supervised",),
    ),
    Kind(
        code="supervision",
        focus=(
            r"đoàn giám sát|(?<!tái )giám sát (?:việc|tình hình|chuyên đề|công tác|về|tại|thực tế|trực "
            r"tiếp|kết quả|hoạt động)|(?:tổ chức|tiến hành|buổi|cuộc|hội nghị)(?: khảo sát,)? giám sát"
        ),
        unless=(
            r"giám sát (?:và|,) phản biện xã hội của|ký(?: kết)? (?:chương trình|quy chế)|hoạt động giám "
            r"sát chuyên đề của|chương trình giám sát"
        ),
        outcomes=("supervised",),
    ),
    Kind(
        code="survey",
        focus=(
            r"(?:tiến hành|tổ chức|đoàn|buổi|cuộc|đi) khảo sát|khảo sát (?:thực tế|tình hình|việc|tại"
            r"|công tác|về)"
        ),
        unless=r"đoàn giám sát",
        outcomes=("supervised",),
    ),
    Kind(
        code="explanation_session",
        focus=r"(?:phiên (?:họp )?|hội nghị |tổ chức |buổi )giải trình",
        outcomes=("explained",),
    ),
    Kind(
        code="social_criticism",
        focus=(
            r"phản biện(?: xã hội)?\s+(?:vào |đối với |về |các |dự thảo|trước|nội dung|đề án|lần)|(?:hội "
            r"nghị|tổ chức|tham gia|lấy ý kiến và|góp ý,?|buổi)[^.;]{0,30}(?:phản biện|pbxh)"
        ),
        unless=r"giám sát (?:và|,) phản biện xã hội của",
        outcomes=("criticised",),
    ),
    Kind(
        code="donation",
        focus=r"(?:ủng hộ|quyên góp|trao tặng|tặng|trao|tiếp nhận|đóng góp|hỗ trợ|bàn giao|chung tay)"
        r"[^.]{0,70}(?:triệu đồng|tỷ đồng|tỉ đồng|quỹ|suất quà|phần quà|nhà đại đoàn kết|nhà tình"
        r"|nhà ở|kinh phí|đồng bào|bão|lũ|người nghèo|học bổng|hộ nghèo|hoàn cảnh khó khăn)"
        r"|tháng cao điểm|quỹ\s+[“\"']?vì người nghèo",
        unless=r"ký(?: kết)? (?:chương trình|quy chế|kế hoạch)|biểu dương|tuyên dương|kỳ họp",
        outcomes=("donated",),
    ),
    Kind(
        code="dialogue",
        focus=(
            r"(?:hội nghị|diễn đàn|buổi|cuộc|tổ chức|chương trình)\s+(?:tiếp xúc,?\s*|gặp gỡ,?\s*|lắng "
            r"nghe[^.]{0,40}|trao đổi,?\s*)?đối thoại|đối thoại (?:trực tiếp|với|giữa)"
        ),
        unless=r"ký(?: kết)? (?:chương trình|quy chế)",
        outcomes=("dialogued",),
    ),
    Kind(
        code="commendation",
        focus=r"(?:biểu dương|tuyên dương|tôn vinh|vinh danh|khen thưởng|trao (?:tặng )?(?:bằng|giấy) khen)",
        headline_only=True,
        outcomes=("commended",),
    ),
    Kind(
        code="poll",
        focus=(
            r"bình chọn|thăm dò (?:ý kiến|dư luận)|trưng cầu ý kiến|lấy phiếu (?:khảo sát|thăm dò)|khảo "
            r"sát sự hài lòng|đo lường sự hài lòng"
        ),
        headline_only=True,
        outcomes=("polled",),
    ),
    Kind(
        code="front_congress",
        focus=(
            rf"đại hội(?: đại biểu)?[^.]{{0,25}}{FRONT}|{FRONT}[^.]{{0,40}}đại hội (?:đại biểu|lần thứ"
            rf"|nhiệm kỳ)"
        ),
        unless=r"sơ kết|tổng kết|hội nghị (?:phản biện|giám sát|ký)",
        outcomes=("adopted",),
    ),
    Kind(
        code="front_review",
        focus=rf"(?:sơ kết|tổng kết|giao ban|đánh giá)[^.]{{0,60}}(?:công tác mặt trận|{FRONT}|thống nhất "
        rf"hành động|công tác (?:quý|năm|\d|tháng))"
        rf"|{FRONT}[^.]{{0,80}}(?:sơ kết|tổng kết|giao ban)|hội nghị (?:lần thứ|ủy ban)"
        rf"[^.]{{0,30}}{FRONT}|hội nghị ủy ban {FRONT}|{FRONT}[^.]{{0,60}}hội nghị lần thứ",
        unless=(
            rf"{INSTRUMENT}\s+phối hợp (?!và thống nhất|thống nhất)|phối hợp công tác|công tác phối hợp"
            rf"|thi đua|giám sát|phản biện|tổng kết hoạt động {COUNCIL}|tiếp xúc cử tri"
        ),
        outcomes=("reviewed",),
    ),
)

BY_CODE = {kind.code: kind for kind in KINDS}

CENTRAL = (
    r"thủ tướng|chính phủ họp|phiên họp chính phủ|bộ trưởng|quốc hội khóa|kỳ họp quốc hội|hạ viện|thượng "
    r"viện|nghị viện|tổng thống"
)
"""Words of the central state and of other countries: alone they make no paper of this field."""
