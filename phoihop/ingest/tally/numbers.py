"""Every number of a report that says how much or how many, with the words it counts.

Reports are denser than news: a number without a noun of its own ("là 1.251, đạt 97,4 %") takes it from the
words before it. Dates, years, ordinals, symbols of documents, names and list markers are no figures.
"""

from __future__ import annotations

import re
from decimal import Decimal

from phoihop.core.text import number_is_ambiguous, parse_number
from phoihop.ingest.reading.data.numbers import NOUN_ENDS, ORDINAL_BEFORE
from phoihop.ingest.reading.dates import find_days
from phoihop.ingest.reading.figures import Figure
from phoihop.ingest.reading.page import Page
from phoihop.ingest.tally.spelled import Spelled, spelled_numbers
from phoihop.ingest.tally.words import head_class

_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_N = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?|\d+\.\d{1,2}(?!\d)"
#: "412 lao động/KH 800 lao động": the stroke parts what was done from what was planned.
_PLAN_SHORT = r"(?:KH|DT|CT|NQ|kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết)(?![\w-])"
_FIGURE = re.compile(
    rf"(?<![\w.,\-–°])(?<!\d/)(?P<n>{_N})(?:(?:\s*/\s*|(?P<over>\s+trên\s+(?:tổng số\s+)?|\s+trong\s+(?:tổng\s+)?(?:số\s+)?(?=\d+\s+(?!tháng|năm|ngày|tuần|quý)[^\W\d])))(?P<of>{_N})(?![\d/]|\s*/|\s*%))?"
    r"(?:\s*\((?P<words>[a-zà-ỹđ ]{2,40})\))?"
    r"(?P<pct>\s*%|\s+phần trăm)?"
    r"(?:\s+(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)(?P<rest>(?:\s+\d{1,3}(?:[.,]\d+)?\s+(?:triệu|nghìn|ngàn))*)(?!\w))?"
    r"(?P<dong>\s*(?:đồng(?!\s+(?:chí|chủ|bào|thời|nghiệp))|vnđ|vnd|đ)(?![^\W\d])(?:\d{1,2}(?![\w]|[.,]\d))?)?(?P<measure>\s*(?:m2|m²|mét vuông|m3|m³|mét khối|ha|héc ?ta|km|(?:tấn|tạ|kg)(?:/(?:ha|ngày|năm))?|lít|m)"
    rf"(?!\w|/(?!\s*(?:\d|{_PLAN_SHORT}))))?",
    re.IGNORECASE,
)
#: Words that go before ordinals and, with others before them, before counts ("phát biểu 12 lượt", "văn bản 15").
_NOT_ORDINAL = re.compile(
    r"(?:(?:phát|đại|tiêu|trình|thi) biểu|(?:văn|biên|dự|kịch|cơ|phiên|căn) bản|(?:tổng|trong|trên|con|đưa|chiếm|ra|vào|hồ sơ|các|một|quân|thiểu|đa|dân|sĩ|nhân) số"
    r"|(?:đã|được|cung|đề|trung|nâng|phân|việc|cấp|phép|và|UBND|phường|xã) cấp|(?:có|đã|tổ chức|mở|thành lập|gồm|được|với) (?:lớp|đội|khu|tổ|đợt|lần|kỳ|vòng|khối|cụm|phần|thôn|ấp|xóm|mốc)"
    r"|(?:hoàn|thành|tổng) (?:năm|tổ)|(?:danh|hạng|đề|tiết) mục|(?:phân|chủng|các|xếp) loại|(?:trong|cùng|nhiệm|định) kỳ|xếp hạng|nông thôn|thẩm quyền (?:của )?(?:cấp )?(?:phường|xã|cấp|tỉnh)|\(\s*(?:KH|kế hoạch)(?: năm)?|quyết định|kế hoạch|nghị quyết|(?:sản|mặt|bán|cửa|ngân|nhà) hàng)\s*:?\s*$|:\s*$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"(?<!\w)(?:{ORDINAL_BEFORE}|tổ dân phố|điểm(?= [a-z0-9]\))|mục|số hiệu|ký hiệu|covid-?|khóa)\s*$",
    re.IGNORECASE,
)
_NEVER_AFTER = re.compile(
    r"\s*(?:năm(?!\s+(?:nhiệm vụ|nội dung|nhóm))|tháng(?! tuổi)|ngày(?! công)|tuần(?! lễ)|(?:giờ|phút|giây|quý|nhiệm kỳ|thế kỷ)(?!\w)"
    r"|h\d?\b|g\d\b|[-–]\s*\d|[/:]\s*\d|/(?!(?:KH|DT|CT)\s+\d)[A-ZĐ]|-[A-ZĐ]|°|\.\d)"
)
#: A count of meetings goes on with what they are ("28 cuộc tiếp xúc cử tri").
_NOUN_ENDS = NOUN_ENDS.replace(r"tiếp\s+xúc\s+cử\s+tri|", "")
_STOP = re.compile(
    rf"[.;:()\n\"|]|,|\s[-–]\s|/(?=\s*(?:\d|{_PLAN_SHORT}))|(?<!\w)(?:{_NOUN_ENDS}|trên(?= \d)|trên (?:tổng|kế hoạch|chỉ tiêu|dự toán|KH)|trị giá|tổng|cùng với|nhưng|và đã|được|là|qua|nhất là|riêng|trong khi|tại|giữa|thì|nên|song"
    r"|sau khi|hiện|nhân dịp|cho thấy|phục vụ|bằng|nêu|gửi|trong (?:sáu|kỳ|nửa|năm|quý|thời gian)|(?:và|nhưng|đã|chỉ|thì|mà) có|và (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?= )|có(?= \\d| (?:nhiều|sự|mặt))|thuộc(?= (?:các|tất cả)))(?!\w)|\d"
)
_TRIM = re.compile(
    r"(?:\s+(?:và|của|cho|thuộc|năm|các|là|được|tại|với|về|có|trong|cùng|đến|từ|vào|ở|ở|hoặc|do|thì|mà|đã|theo|những|bị|cuối|đầu|hết))+$"
)
_QUALIFIERS = (
    (re.compile(r"(?:hơn|trên|vượt|quá|nhiều hơn)\s*$", re.IGNORECASE), ">"),
    (re.compile(r"(?:gần|dưới|ngót|xấp xỉ)\s*$", re.IGNORECASE), "<"),
    (re.compile(r"(?:khoảng|chừng|ước(?: đạt| tính| thực hiện)?|tầm)\s*$", re.IGNORECASE), "~"),
)
_LEFT_STOP = re.compile(
    r"[;:()\n]|,\s|(?<!\d)\.\s|(?<!\w)(?:trong (?:đó|số (?:này|đó|trên|ấy))|gồm|và đã|đồng thời|qua đó)(?!\w)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:là|đạt|được|với|hơn|trên|gần|khoảng|ước|bằng|chiếm|còn|lên|tới|thêm|tỷ lệ|tỉ lệ|số tiền|trị giá|giá trị|cả)+\s*$",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(r"(?:ngày|số|tháng|trước|đến|sau|từ|hạn|hết)\s*$", re.IGNORECASE)
_SIZE = re.compile(r"(?:từ|dưới|trên|đến)\s*$", re.IGNORECASE)
#: After these a number is never a count, whatever follows.
_STRICT = frozenset(
    "số ngày tháng năm quý điều khoản thứ khóa nghị quyết quyết định luật chương mục trang ngõ ngách hẻm số nhà lúc giờ kỳ".split()
) - {"quyết", "năm"}
#: "trả lời 57 trên tổng số ý kiến chuyển đến": what it is some of is what it counts.
_OF_ALL = re.compile(r"\s+(?:trên|trong) tổng số ([^\W\d_]+(?: [^\W\d_]+){0,3})(?=[,;.()\s])")
#: "64 ý kiến, kiến nghị của cử tri", "19 thôn, buôn": one thing in two words, whose comma ends no noun.
_VOICES, _PLACES = (
    "ý kiến|phản ánh|kiến nghị|đề xuất",
    "thôn|ấp|bản|buôn|khóm|khu phố|tổ dân phố|xóm|làng|tiểu khu",
)
_ONE_NOUN = re.compile(
    rf"((?:{_VOICES})(?=, (?:{_VOICES})(?!\w))|(?:{_PLACES})(?=, (?:{_PLACES})(?! (?:\d|(?-i:[A-ZĐ])))(?!\w))),",
    re.IGNORECASE,
)
_KEPT = "\u201a"
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NUMBER_WORD = re.compile(
    r"(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|tư|lăm|trăm)\s*\($", re.IGNORECASE
)
_PREPOSITIONS = frozenset(
    "và hoặc về do của tại cho ở trong thuộc bằng qua từ với đến theo là so nhằm để vào đã trên dưới".split()
)
MOST_WORDS = 12
#: Measures said in words.
_SPOKEN = {"mét vuông": "m2", "mét khối": "m3", "hécta": "ha", "héc ta": "ha"}


def report_figures(page: Page) -> list[Figure]:
    text = page.text
    days = [day for day in find_days(text, 0, page.end) if "\n" not in text[day.start : day.end]]
    dated = {at for day in days for at in range(day.start, day.end)}
    found = [
        _figure(text, match)
        for match in _FIGURE.finditer(text, 0, page.end)
        if match.start() not in dated or _is_share_of(text, match)
    ]
    found += [_spelled(text, number) for number in spelled_numbers(text, page.end)]
    return sorted((figure for figure in found if figure is not None), key=lambda f: f.start)


def _is_share_of(text: str, match: re.Match[str]) -> bool:
    """ "05/07 trường" looks like a day, and counts seven schools."""
    before = text[max(0, match.start() - 12) : match.start()]
    return _counts(text, match) and not _DAY_BEFORE.search(before) and not match["of"].startswith("20")


def _spelled(text: str, number: Spelled) -> Figure | None:
    noun, end = _after(text, number.end)
    noun = noun or _before(text, number.start)
    if not noun:
        return None
    before = text[max(0, number.start - 40) : number.start]
    return Figure(
        value=str(number.value) if number.of is None else f"{number.value}/{number.of}", noun=noun[:160],
        start=number.start, end=max(end, number.end), qualifier=next((q for pattern, q in _QUALIFIERS if pattern.search(before)), ""),
        number=None if number.of is not None else Decimal(number.value),
    )  # fmt: skip


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    before = text[max(0, match.start() - 40) : match.start()]
    plain = not (match["pct"] or match["dong"] or match["scale"] or match["measure"])
    if plain and not match["of"] and _is_no_count(text, match, before):
        return None
    if match["of"] and plain and _is_symbol_or_day(text, match, before):
        return None
    if (match["measure"] or "").strip().lower() == "m" and _SIZE.search(before):
        return None  # "tàu từ 15 m trở lên": a class of size
    try:
        value, unit = _value(match)
    except (ValueError, ArithmeticError):
        return None
    said_again = text[match.end() : match.end() + 1] == ")" and bool(
        _NUMBER_WORD.search(before)
    )  # năm (05) mái nhà
    noun, end = _after(text, match.end() + said_again)
    qualifier = next((q for pattern, q in _QUALIFIERS if pattern.search(before)), "")
    lead = _before(text, match.start())
    if unit:
        noun = " ".join(x for x in (lead, noun if unit != "đồng" else "") if x) or unit
        end = match.end()
    elif not noun:
        noun, end = lead, match.end()
    if not noun:
        noun = " ".join(text[max(0, match.start() - 90) : match.start()].split()[-8:])
    if not noun:
        return None
    return Figure(
        value=value, noun=noun[:160], start=match.start(), end=max(end, match.end()), unit=unit, qualifier=qualifier,
        ambiguous=bool(re.fullmatch(r"[1-9]\d{0,2},\d{3}", match["n"])) and number_is_ambiguous(match["n"]) and not match["scale"],
        number=None if match["of"] else Decimal(value),
    )  # fmt: skip


def _is_no_count(text: str, match: re.Match[str], before: str) -> bool:
    """Ordinals, years, durations, list markers, names in quotes."""
    after = text[match.end() : match.end() + 30]
    if _is_ordinal(match, before, after):
        return True
    if re.match(r"[^\W\d_]", after) and not match["measure"]:
        return True  # 6T, 3D: part of a name
    if before.endswith("(") and _NUMBER_WORD.search(before):
        return False  # năm (05) mái nhà
    if (
        _NEVER_AFTER.match(after)
        or _NEVER_AFTER.match(after.lower())
        or (before.endswith(("“", '"', "(", "/")) and re.match(r"\)|/", after))
    ):
        return True
    if re.fullmatch(r"(?:19|20)\d\d", match["n"]) and not re.match(
        r"\s+(?:người|hộ|lượt|suất|hồ sơ|đơn|trường)", after
    ):
        return True
    starts = not before.strip() or before.endswith("\n") or bool(re.search(r"(?:^|\n)\s*[-+*•]?\s*$", before))
    return starts and bool(re.match(r"[.)]\s|\.\d|\s*[.)/]\s", after))


def _is_ordinal(match: re.Match[str], before: str, after: str) -> bool:
    """ "tổ dân phố 9", "Điều 5", "năm 2027"; but not "phường 172 kiến nghị" nor "đầu năm 12 cuộc"."""
    named = _ORDINAL.search(before)
    if not named or _NOT_ORDINAL.search(before) or _GROUPED.fullmatch(match["n"]):
        return False  # no ordinal is written with dots: "dân số 18.742"
    word = named.group().strip().lower()
    if word == "phường" and len(match["n"]) > 2:
        return False
    if word == "năm":
        return bool(re.fullmatch(r"(?:19|20)\d\d", match["n"]))
    if word in _STRICT:
        return True
    noun = bool(re.match(r"\s+[^\W\d_]{2,}", after))
    if noun and head_class(" ".join(after.split()[:3]), known=True):
        return False
    return not (noun and match["n"].replace(".", "").isdigit() and int(match["n"].replace(".", "")) > 60)


def _counts(text: str, match: re.Match[str]) -> bool:
    """ "5/8 điểm ngập" looks like a day and counts something."""
    after = " ".join(text[match.end() : match.end() + 30].split()[:3])
    return bool(match["over"]) or (
        bool(match["of"])
        and bool(head_class(after, known=True))
        and _number(match["n"]) <= _number(match["of"])
    )


def _is_symbol_or_day(text: str, match: re.Match[str], before: str) -> bool:
    """ "01/KH-UBND" is a symbol, "20/8" a day unless a noun follows, "2026/2027" a school year."""
    after = text[match.end() : match.end() + 24]
    if _counts(text, match):
        return False
    if re.match(r"\s*[-/]", after):
        return True
    named = _DAY_BEFORE.search(before)
    if named and (named.group().strip().lower() in _STRICT or _may_be_day(match["n"], match["of"])):
        return True
    if not (match["n"].isdigit() and match["of"].isdigit()):
        return False
    day = (
        int(match["n"]) <= 31 and int(match["of"]) <= 12 and (len(match["of"]) < 2 or int(match["of"]) <= 12)
    )
    counted = bool(re.match(r"\s+[a-zà-ỹđ]{2,}|\s*\(|\s*,?\s*(?:đạt|bằng|chiếm|=)", after)) and not re.match(
        r"\s+(?:hằng|hàng|năm|vừa)", after
    )
    return day and not counted


def _may_be_day(first: str, second: str) -> bool:
    """ "đến 16/6", "hết 6/2027" may be days and months; "lan đến 16/27 khối" is a count."""
    if not (first.isdigit() and second.isdigit()):
        return True
    return int(second) <= 12 or (
        int(first) <= 12 and second.startswith(("19", "20")) and len(second) == len("2027")
    )


def _value(match: re.Match[str]) -> tuple[str, str]:
    scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
    money = bool(match["dong"]) or bool(match["scale"] and match["scale"].lower() in ("tỷ", "tỉ"))
    measure = " ".join((match["measure"] or "").lower().replace("²", "2").replace("³", "3").split())
    measure = _SPOKEN.get(measure, measure)
    unit = "đồng" if money else "%" if match["pct"] else measure
    total = _number(match["n"]) * scale
    if match["of"]:
        return f"{_plain(total)}/{_plain(_number(match['of']) * scale)}", unit
    words = (match["rest"] or "").split()
    for part, of in zip(words[::2], words[1::2], strict=True):
        total += _number(part) * _SCALES[of.lower()]
    return _plain(total), unit


def _number(words: str) -> Decimal:
    """Grouped dots are thousands; a dot before one or two digits is a decimal mark of the sloppy."""
    return Decimal(words) if re.fullmatch(r"\d+\.\d{1,2}", words) else parse_number(words)


def _plain(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _after(text: str, at: int) -> tuple[str, int]:
    """The words right of a number up to where the thing counted ends."""
    window = text[at : at + 140]
    if of_all := _OF_ALL.match(window):
        return of_all[1], at + of_all.end()
    window = _ONE_NOUN.sub(lambda m: f"{m[1]}{_KEPT}", window)
    if stop := _STOP.search(window, 1 if window[:1] == " " else 0):
        window = window[: stop.start()]
    words = window.split()[:MOST_WORDS]
    noun = _TRIM.sub("", " ".join(words)).replace(_KEPT, ",").strip(" ,“”'–-")
    if (
        not noun
        or words[0].lower() in _PREPOSITIONS
        or not re.match(r"[^\W\d_]{2}|ý |ô |ổ |ấp", noun, re.IGNORECASE)
    ):
        return "", at
    return noun, at + len(window.rstrip())


def _before(text: str, at: int) -> str:
    """The words left of a number back to the clause's beginning, or before its bracket."""
    window = text[max(0, at - 220) : at]
    if window.rstrip().endswith("("):
        window = window.rstrip()[:-1]
    pieces = _LEFT_STOP.split(window)
    said = _TAIL.sub("", pieces[-1]).strip()
    if len(said.split()) < 2 and len(pieces) > 1:
        said = _TAIL.sub("", f"{pieces[-2]} {pieces[-1]}").strip()
    said = re.sub(rf"(?:{_N})(?:\s*/\s*\d+)?\s*(?:%|(?:nghìn|triệu|tỷ|tỉ)?\s*đồng)?", " ", said)
    said = re.sub(rf"/(?=\s|$|{_PLAN_SHORT})", " ", said)
    return " ".join(said.split()[-MOST_WORDS:]).strip(" ,–-.:")
