"""Kinds of event: what the headline and the sentence of the event must say, and what must not stand there.

``focus`` is looked for in headline and event sentence, ``body`` anywhere; a kind is out where ``unless``
stands in the same place. Patterns run over lower-case text with modern tone places; ``[^.]`` keeps them
inside a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ingest.reading.data.phrases import either

EVENT_WORDS = either(
    """
    tiến hành | diễn ra | khai mạc | ký kết | phát động | sơ kết | tổng kết | làm việc với | tiếp xúc cử tri
    tiếp xúc với cử tri | đối thoại | thông qua | biểu dương | trao tặng | giám sát | trình bày | báo cáo
    ủng hộ | tiếp nhận | khảo sát | phản biện | bàn giao | chất vấn | vừa trao | trao tiền | tặng quà | khởi công
    vừa trích | trích quỹ | vừa ban hành
    """
)
"""What is done at an event; holding it (tổ chức) is told apart from the noun elsewhere."""

COUNCIL = r"(?:hđnd|hội đồng nhân dân)"
FRONT = r"(?:mttq|mặt trận|ubmttq|ubmt)"
INSTRUMENT = (
    "(?:"
    + either(
        """
        chương trình | quy chế | kế hoạch liên tịch | kế hoạch phối hợp | nghị quyết liên tịch
        thỏa thuận phối hợp | bản phối hợp
        """
    )
    + ")"
)
_REVIEW = "(?:sơ kết|tổng kết|đánh giá)"
_SIGN = r"\bký(?: kết)?\b"
_SIGNING = rf"{_SIGN} (?:chương trình|quy chế)"
_HOLD = "(?:tổ chức|tiến hành|hội nghị|đoàn|buổi|cuộc|thực hiện)"
_NOT_A_MENTION = "".join(
    rf"(?<!{word} )" for word in ("trước", "sau", "cho", "bị", "hai", "quả", "trình", "tại", "của", "2")
)


@dataclass(frozen=True, kw_only=True)
class Kind:
    code: str
    focus: tuple[str, ...]
    unless: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    headline_only: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(
        code="programme_signing",
        focus=(
            rf"{_SIGN}(?! giao ước)[^.]{{0,90}}?{INSTRUMENT}"
            r"(?=[^.]{0,40}(?:phối hợp|liên tịch|giữa|thống nhất|công tác|hoạt động)|\s*liên tịch)",
            rf"{_SIGN} {INSTRUMENT}",
            r"lễ ký kết[^.]{0,30}phối hợp",
            r"ban hành (?:chương trình|quy chế|kế hoạch) (?:liên tịch |phối hợp )",
        ),
        body=(
            r"(?:đã|tiến hành|cùng|thống nhất|nghi thức|lễ|chứng kiến)\s+(?:cùng |tiến hành |thực hiện )*"
            rf"ký(?: kết)?(?: vào)?\s+(?:bản )?{INSTRUMENT}[^.]{{0,20}}(?:phối hợp|liên tịch)",
        ),
        outcomes=("signed",),
    ),
    Kind(
        code="programme_review",
        focus=(
            rf"{_REVIEW}[^.;]{{0,110}}?(?:{INSTRUMENT}|công tác|hoạt động)\s+"
            r"(?:thực hiện |liên tịch )*phối hợp",
        ),
        body=(
            rf"{_REVIEW}(?: việc| kết quả)*(?: thực hiện)?\s+(?:các )?"
            rf"(?:{INSTRUMENT}|công tác|hoạt động) phối hợp",
            r"báo cáo(?: tóm tắt| đánh giá| sơ kết| tổng kết)*\s*kết quả(?: thực hiện)?(?: các)?\s+"
            rf"(?:{INSTRUMENT}|công tác|hoạt động) phối hợp",
        ),
        unless=(r"phối hợp (?:và )?thống nhất hành động",),
        outcomes=("reviewed",),
    ),
    Kind(
        code="emulation",
        focus=(
            r"(?:phát động|ký(?: kết)?|hưởng ứng|sơ kết|tổng kết|triển khai)[^.]{0,60}"
            r"(?:phong trào thi đua|giao ước thi đua|đợt thi đua|thi đua khối|ký kết thi đua)",
        ),
        outcomes=("launched",),
    ),
    Kind(
        code="council_session",
        focus=(
            rf"{_NOT_A_MENTION}\bkỳ họp\b(?! quốc hội)[^.]{{0,40}}"
            rf"(?:thứ|lần|chuyên đề|thường lệ|bất thường|giữa năm|cuối năm|giải quyết)[^.]{{0,60}}{COUNCIL}",
            rf"{COUNCIL}[^.]{{0,120}}(?:tổ chức|khai mạc|bế mạc|tiến hành|họp|triệu tập)"
            r"[^.]{0,30}(?<!bị cho )(?<!\d )\bkỳ họp",
            rf"{COUNCIL}[^.]{{0,120}}ngày làm việc[^.]{{0,30}}kỳ họp",
            rf"{COUNCIL}[^.]{{0,80}}thông qua (?:\d+|nhiều|các) nghị quyết",
            rf"\bkỳ họp {COUNCIL}[^.]{{0,60}}(?:xem xét|thông qua|quyết nghị|khai mạc|bế mạc)",
            rf"{COUNCIL}[^.]{{0,40}}chất vấn|phiên chất vấn[^.]{{0,120}}{COUNCIL}",
        ),
        unless=(
            "tiếp xúc (?:với )?cử tri",
            "(?:hội nghị|họp) liên tịch",
            "phiên giải trình",
            "phản biện",
            r"(?:trả lời|giải quyết|giải trình)[^.]{0,30}kiến nghị",
            "phiên họp",
            "chuẩn bị (?:cho |nội dung )",
        ),
        outcomes=("adopted",),
    ),
    Kind(
        code="council_meeting",
        focus=(
            rf"(?:hội nghị|cuộc họp|họp)\s+liên tịch[^.]{{0,160}}{COUNCIL}",
            rf"{COUNCIL}[^.]{{0,120}}(?:hội nghị|cuộc họp|họp)\s+liên tịch",
            rf"phiên họp[^.]{{0,40}}(?:thường trực )?{COUNCIL}",
            rf"thường trực {COUNCIL}[^.]{{0,60}}(?:phiên họp|họp phiên|giao ban)",
            rf"giao ban[^.]{{0,40}}{COUNCIL}",
            rf"thường trực {COUNCIL}[^.]{{0,60}}họp (?:thường kỳ|định kỳ|thường lệ|tháng)",
        ),
        unless=("phiên (?:họp )?giải trình", "tiếp xúc cử tri"),
        outcomes=("planned",),
    ),
    Kind(
        code="council_review",
        focus=(
            rf"{_REVIEW}(?: kết quả)?(?: tình hình tổ chức và| công tác)? hoạt động"
            rf"(?: của)?(?: thường trực)?\s+{COUNCIL}",
            rf"tổng kết (?:nhiệm kỳ|công tác)[^.]{{0,30}}{COUNCIL}",
            rf"{COUNCIL}[^.]{{0,60}}{_REVIEW} (?:kết quả )?(?:hoạt động )?(?:giữa |của )?nhiệm kỳ",
            rf"(?:trong|qua) (?:suốt )?nhiệm kỳ[^.]{{0,24}}{COUNCIL}[^.]{{0,50}}đã [^.]{{0,24}}\d+ (?:nghị quyết|kỳ họp)",
        ),
        outcomes=("reviewed",),
    ),
    Kind(
        code="voter_contact",
        focus=(
            "tiếp xúc (?:với )?cử tri",
            "txct",
            "tiếp xúc giữa (?:các )?cử tri",
            "gặp gỡ cử tri",
            r"(?<!của )cử tri (?:gửi gắm|gửi đến|gửi tới)",
            r"tiếp xúc (?:với )?các cử tri|tiếp xúc (?:giữa )?đại biểu[^.]{0,140}với cử tri",
            rf"{COUNCIL}[^.]{{0,60}}báo cáo (?:trước|với) cử tri",
        ),
        unless=(
            "giám sát (?:việc|công tác|tình hình|kết quả|những|ý kiến)",
            "khảo sát (?:thực tế|các|việc)",
            _SIGNING,
        ),
        outcomes=("contacted",),
    ),
    Kind(
        code="petition_resolution",
        focus=(
            r"(?:kết quả|báo cáo|tình hình|tiến độ)[^.]{0,40}(?:giải quyết|trả lời)[^.]{0,50}kiến nghị"
            r"[^.]{0,20}(?:cử tri|nhân dân|người dân)",
            r"giải quyết (?:dứt điểm |xong )?\d+(?:/\d+)? (?:ý kiến, )?kiến nghị của cử tri",
            r"\d+ (?:lượt )?(?:ý kiến,? ?(?:và )?)?kiến nghị của cử tri[^.]{0,60}(?:đã |được )+(?:giải quyết|trả lời)",
        ),
        unless=(r"giám sát[^.]{0,60}kiến nghị", "phiên họp thứ"),
        outcomes=("answered",),
    ),
    Kind(
        code="petition_list",
        focus=(
            r"(?:trả lời|giải trình|tổng hợp|giải đáp)(?: các)?(?: ý kiến,?)?(?: kiến nghị)?(?: của)? cử tri",
        ),
        unless=("hội nghị", "kết quả giải quyết", "tiếp xúc", "buổi"),
        outcomes=("answered",),
        headline_only=True,
    ),
    Kind(
        code="re_supervision",
        focus=(
            rf"{_HOLD}[^.]{{0,20}}tái giám sát",
            "tái giám sát (?:việc|về|kết quả|tại|công tác)",
        ),
        outcomes=("supervised",),
    ),
    Kind(
        code="supervision",
        focus=(
            "(?<!các )đoàn giám sát",
            r"(?:sẽ|đã) (?:thực hiện |tiến hành )?(?:\d+ (?:đợt|cuộc) )?giám sát (?:\d+|các vấn đề|các nội dung)",
            rf"{COUNCIL}[^.]{{0,40}}đã (?:thực hiện|tiến hành|tổ chức) \d+ đợt giám sát",
            "(?<!tái )(?<!cuộc )giám sát (?:việc|tình hình|chuyên đề|công tác|về|tại|thực tế|kết quả|hoạt động|ý kiến)",
            r"(?:tổ chức|tiến hành|buổi|cuộc|hội nghị)(?: \d+ cuộc)?(?: khảo sát,)? giám sát",
        ),
        unless=(
            "giám sát (?:và|,) phản biện xã hội của",
            _SIGNING,
            "hoạt động giám sát chuyên đề của",
            "chương trình giám sát",
            "kỳ họp thường",
        ),
        outcomes=("supervised",),
    ),
    Kind(
        code="survey",
        focus=(
            "(?:tiến hành|tổ chức|đoàn|buổi|cuộc|đi) khảo sát",
            "khảo sát (?:thực tế|tình hình|việc|tại|công tác|về)",
        ),
        unless=("đoàn giám sát", "khảo sát, giám sát"),
        outcomes=("supervised",),
    ),
    Kind(
        code="explanation_session",
        focus=("(?:phiên (?:họp )?|hội nghị |tổ chức |buổi )giải trình",),
        outcomes=("explained",),
    ),
    Kind(
        code="social_criticism",
        focus=(
            r"phản biện(?: xã hội)?\s+(?:vào |đối với |về |các |dự thảo|trước|nội dung|đề án|lần)",
            r"(?:hội nghị|tổ chức|tham gia|lấy ý kiến và|góp ý,?|buổi)[^.;]{0,30}(?:phản biện|pbxh)",
        ),
        unless=("giám sát (?:và|,) phản biện xã hội của",),
        outcomes=("criticised",),
    ),
    Kind(
        code="donation",
        focus=(
            "(?:ủng hộ|quyên góp|trao tặng|tặng|trao|tiếp nhận|đóng góp|hỗ trợ|bàn giao|chung tay|xây tặng|khởi công|sửa chữa)"
            r"[^.]{0,70}(?:triệu đồng|tỷ đồng|tỉ đồng|quỹ|suất quà|phần quà|nhà đại đoàn kết|nhà tình|nhà ở"
            "|kinh phí|đồng bào|bão|lũ|người nghèo|học bổng|hộ nghèo|hoàn cảnh khó khăn)",
            "tháng cao điểm",
            "gây quỹ",
            r"quỹ\s+[“\"']?vì người nghèo",
        ),
        unless=(
            rf"{_SIGN} (?:chương trình|quy chế|kế hoạch)",
            "biểu dương",
            "tuyên dương",
            "kỳ họp",
        ),
        outcomes=("donated",),
    ),
    Kind(
        code="dialogue",
        focus=(
            r"(?:hội nghị|diễn đàn|buổi|cuộc|tổ chức|chương trình)\s+"
            r"(?:tiếp xúc,?\s*|gặp gỡ,?\s*|lắng nghe[^.]{0,40}|trao đổi,?\s*)?[“\"]?đối thoại",
            "đối thoại (?:trực tiếp|với|giữa)",
        ),
        unless=(_SIGNING,),
        outcomes=("dialogued",),
    ),
    Kind(
        code="commendation",
        focus=(
            "biểu dương",
            "tuyên dương",
            "tôn vinh",
            "vinh danh",
            "khen thưởng",
            "trao (?:tặng )?(?:bằng|giấy) khen",
        ),
        headline_only=True,
        outcomes=("commended",),
    ),
    Kind(
        code="poll",
        focus=(
            "bình chọn",
            "thăm dò (?:ý kiến|dư luận)",
            "trưng cầu ý kiến",
            "lấy phiếu (?:khảo sát|thăm dò)",
            "(?:khảo sát|đo lường) sự hài lòng",
        ),
        headline_only=True,
        outcomes=("polled",),
    ),
    Kind(
        code="front_congress",
        focus=(
            rf"đại hội(?: đại biểu)?[^.]{{0,25}}{FRONT}",
            rf"{FRONT}[^.]{{0,80}}đại hội (?:đại biểu|lần thứ|nhiệm kỳ)",
        ),
        unless=("sơ kết", "tổng kết", "hội nghị (?:phản biện|giám sát|ký)", "phản biện xã hội"),
        outcomes=("adopted",),
    ),
    Kind(
        code="front_review",
        focus=(
            rf"(?:{_REVIEW}|giao ban)[^.]{{0,60}}"
            rf"(?:công tác mặt trận|{FRONT}|thống nhất hành động|công tác (?:quý|năm|\d|tháng))",
            rf"{FRONT}[^.]{{0,80}}(?:sơ kết|tổng kết|giao ban)",
            rf"hội nghị (?:lần thứ|ủy ban)[^.]{{0,30}}{FRONT}",
            rf"hội nghị ủy ban {FRONT}",
            rf"{FRONT}[^.]{{0,60}}hội nghị lần thứ",
        ),
        unless=(
            rf"{INSTRUMENT}\s+phối hợp (?!và thống nhất|thống nhất)",
            "phối hợp công tác",
            "công tác phối hợp",
            "thi đua(?!,? khen thưởng)",
            "giám sát",
            "phản biện",
            rf"tổng kết hoạt động {COUNCIL}",
            "tiếp xúc cử tri",
        ),
        outcomes=("reviewed",),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Explains:
    """Where one of ``by`` is told, ``drops`` are part of it; ``spare_headline``: unless it is named there."""

    by: frozenset[str]
    drops: frozenset[str]
    spare_headline: bool = True


def _explains(by: str, drops: str, *, spare_headline: bool = True) -> Explains:
    return Explains(by=frozenset(by.split()), drops=frozenset(drops.split()), spare_headline=spare_headline)


EXPLANATIONS = (
    _explains("re_supervision", "supervision", spare_headline=False),
    _explains(
        "petition_list",
        "petition_resolution council_session voter_contact explanation_session",
        spare_headline=False,
    ),
    _explains("petition_resolution", "council_session", spare_headline=False),
    _explains("voter_contact", "petition_resolution"),
    _explains(
        "programme_signing programme_review council_session council_meeting social_criticism", "front_review"
    ),
    _explains("explanation_session", "council_meeting supervision", spare_headline=False),
    _explains("supervision", "survey"),
    _explains("council_review", "supervision survey"),
)
"""In this order; what was dropped explains nothing any more."""
