"""Numbers with their nouns: counts, ratios, shares and money; never dates, ordinals or symbols."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from phoihop.core.text import number_is_ambiguous, parse_number
from phoihop.ingest.reading.data.letters import LOWER
from phoihop.ingest.reading.data.numbers import (
    CAPITAL_NOUNS,
    LISTED_NOUNS,
    NOUN_ENDS,
    ORDINAL_BEFORE,
    UNCOUNTED,
)
from phoihop.ingest.reading.dates import find_days
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page

_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_FIGURE = re.compile(
    rf"(?<![\w/.,\-–°])(?P<n>{_NUMBER})(?:\s*/\s*(?P<of>\d{{1,6}})(?![\d/]))?"
    r"(?P<pct>[^\S\n]*%|[^\S\n]+phần trăm)?"
    r"(?:[^\S\n]+(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)(?P<rest>\s+\d{1,3}(?:[.,]\d+)?\s+(?:triệu|nghìn"
    r"|ngàn))?(?!\w))?"
    r"(?P<dong>[^\S\n]*(?:đồng(?!\s+(?:chí|chủ|bào|thời|nghiệp))|vnđ|vnd|đ)(?!\w))?",
    re.IGNORECASE,
)
_DAYS, _MONTHS = 31, 12
_QUALIFIERS = [
    (re.compile(r"(?:hơn|trên|vượt|quá|nhiều hơn)\s*$"), ">"),
    (re.compile(r"(?:gần|dưới|ngót)\s*$"), "<"),
    (re.compile(r"(?:khoảng|chừng|ước(?: đạt| tính)?|tầm)\s*$"), "~"),
]
_NEVER_BEFORE = re.compile(rf"(?<!\w)(?:{ORDINAL_BEFORE}|(?<!dứt )điểm|covid-?)\s*$")
_TWO_TIERS = re.compile(r"(?:chính quyền|địa phương|mô hình)\s+$")
_NEVER_AFTER = re.compile(
    r"\s*(?:tháng|tuổi(?!\w)|năm(?! mô)(?!\s+(?:nhiệm vụ|nội dung|nhóm))|ngày(?! công)|tuần(?! lễ)"
    r"|(?:giờ|phút|giây|quý|nhiệm kỳ|thế kỷ)(?!\w)|(?:h\d?|g\d|km|m2?|ha)\b|(?:kg|tấn|tạ)(?!\s+[a-zà-ỹđ]{2,})\b"
    r"|[-–]\s*\d|[/:]\s*\d|[a-z]\b(?!\s)|°)"
)
_NOUN_STOP = re.compile(
    rf"[.;:()\n\"…]|,(?! )|\s[-–]\s(?![{LOWER}])|(?<!\w)(?:{NOUN_ENDS})(?!\w)|(?<!\w)được\s+(?=[A-ZĐ])|\d"
)
_COMMA_STOP = re.compile(rf",(?!\s*(?:{LISTED_NOUNS}|tổ chức(?!\s+(?:\d|thành công|được)))(?!\w))")
_HEAD_OF_PAPER = 400
_ITEM = re.compile(r"[-+•*]|\d+[.)]|[a-zđ]\)|.*\|")
_MOST_WORDS = 14
_BREAK = re.compile(r"\s+(?:trong|về|của|cho|thuộc|tại|với|vào|và|được|có|trên|qua|ở|do|gửi|mà)(?!\w)")
"""Where an overlong noun may be cut."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    value: str
    noun: str
    start: int
    end: int
    unit: str = ""
    qualifier: str = ""
    ambiguous: bool = False
    aside: bool = False
    number: Decimal | None = None


def _plain(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _noun_after(text: str, at: int) -> tuple[str, int]:
    """The words a number counts: up to a stop; a long phrase is cut before one of its joining words."""
    window = text[at : at + 160]
    if stop := _COMMA_STOP.search(window):
        window = window[: stop.start()]
    if stop := _NOUN_STOP.search(window):
        window = window[: stop.start()]
    noun = _shortened(window).strip(" ,“”'\"–-")
    noun = re.sub(
        r"(?:\s+(?:và|của|cho|thuộc|năm|các|là|được|tại|với|về|có|trong|cùng|đến|từ|vào|ở"
        r"|số|thứ|khóa|lần|tháng|quý|cùng tham dự))+$",
        "",
        noun,
    )
    return (noun.lower() if noun.isupper() and len(noun) > 6 else noun), at + len(window)


def _shortened(phrase: str) -> str:
    words = phrase.split()
    if len(words) <= _MOST_WORDS:
        return " ".join(words)
    kept = " ".join(words[:_MOST_WORDS])
    breaks = [m.start() for m in _BREAK.finditer(kept) if len(kept[: m.start()].split()) > 3]
    return kept[: breaks[-1]] if breaks else kept


_AMOUNT_BEFORE = re.compile(
    rf"(?:{_NUMBER})\s*(?:%|(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s*(?:đồng|đ)?|(?:đồng|đ))(?!\w))"
)
_SUM_PHRASE = re.compile(
    (
        r"(?:với |có )?(?:tổng |số |trị giá |tổng trị giá |tổng kinh phí |kinh phí |số tiền |tổng số "
        r"tiền )+(?:tiền|giá|kinh phí)?\s*(?:là|đạt)?\s*(?:hơn|trên|gần|khoảng)?\s*$"
    ),
    re.IGNORECASE,
)


_SHARE_WORDS = re.compile(
    r"\(?\s*(?:(?:chiếm|đạt|bằng|tương đương|tỷ lệ|tỉ lệ|trị giá|tổng trị giá|tương ứng|với|là|khoảng|hơn|trên|gần)\s*)+$",
    re.IGNORECASE,
)
_DONE = re.compile(r"(?<!\w)đã(?!\w)")
_GIVING = re.compile(
    r"(?<!\w)(?:vận động|ủng hộ|hỗ trợ|trao|tặng|tiếp nhận|quyên góp|đóng góp|sử dụng|trích)(?!\w)",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[;:()\n]|,\s|(?<!\.)\.\s")
_LONGEST = 12


def _noun_before(text: str, at: int) -> str:
    """What an amount or a share is of: the words before it in its clause, or before its bracket."""
    stops = [m.end() for m in re.finditer(r"\n|(?<!\.)\.\s(?=[A-ZĐ])|;\s", text[max(0, at - 420) : at])]
    sentence_start = max(0, at - 420) + (stops[-1] if stops else 0)
    window = text[sentence_start:at]
    share = _SHARE_WORDS.search(window)
    if window.rstrip().endswith("(") or (share and "(" in share.group()):
        window = window[: window.rindex("(")]
        return " ".join(
            _AMOUNT_BEFORE.sub(" ", re.split(r"[;:()\n]|(?<!\d)\.|,\s", window)[-1]).split()[-10:]
        ).strip(" ,–-")
    clauses = [c for c in _CLAUSES.split(window) if c.strip()]
    clause = clauses[-1] if clauses else ""
    if share and len(clauses) > 1 and not clause[: len(clause) - len(share.group())].strip():
        return ("tỷ lệ " + " ".join(clauses[-2].split()[-10:])).strip(" ,–-")
    words = _AMOUNT_BEFORE.sub(" ", clause).split()
    if len(words) < 3 or _SUM_PHRASE.search(clause):
        # "… đã sử dụng để giúp … với số tiền khoảng": what was done stands at the verb
        verbs = list(_DONE.finditer(window)) or list(_GIVING.finditer(window))
        if verbs:
            words = window[verbs[-1].start() :].split()[:_LONGEST]
    return _from_the_verb(words).strip(" ,–-.:")


def _from_the_verb(words: list[str]) -> str:
    """The last words; of a long clause those from its verb of giving on."""
    near = " ".join(words[-_LONGEST - 6 :])
    verb = _GIVING.search(near) if len(words) > _LONGEST else None
    return near[verb.start() :] if verb else " ".join(words[-_LONGEST:])


def _noun_of_amount(text: str, match: re.Match[str]) -> str:
    """What stands before an amount, and what it was given for behind it."""
    before = _drop_qualifier(_noun_before(text, match.start()))
    purpose = re.match(r"\s+(?:để|từ nguồn|từ)\s+" if not before else r"\s+để\s+", text[match.end() :])
    after, _end = _noun_after(text, match.end() + (purpose.end() if purpose else 0))
    if after.startswith("/") or (
        len(before.split()) >= 3 and re.match(r"(?:và|của|từ|cho|do|tại|cùng|với)(?!\w)", after)
    ):
        after = ""
    return " ".join(x for x in (before, after) if x)[:160]


def find_figures(page: Page) -> list[Figure]:
    text, low = page.text, page.low
    dated = {at for day in find_days(text, 0, page.end) for at in range(day.start, day.end)}
    figures: list[Figure] = []
    for match in _FIGURE.finditer(low, 0, page.end):
        if match.start() in dated:
            continue
        figure = _figure(text, low, match)
        if figure:
            figures.append(replace(figure, aside=_stands_aside(page, match.start())))
    return figures


def _stands_aside(page: Page, at: int) -> bool:
    """In a line without an end of its own (a caption, another headline) behind the head of the paper."""
    start = page.text.rfind("\n", 0, at) + 1
    stop = page.text.find("\n", at)
    line = page.text[start : stop if stop > 0 else len(page.text)].strip()
    ended = line.endswith((".", ";", ":", ",", "…", "!", "/", ")", "”", '"'))
    return not ended and 0 < stop < page.end - 2 and start > _HEAD_OF_PAPER and not _ITEM.match(line)


def _figure(text: str, low: str, match: re.Match[str]) -> Figure | None:
    """The figure at a number, or None where the number counts nothing."""
    before = low[max(0, match.start() - 30) : match.start()]
    qualifier = next((q for pattern, q in _QUALIFIERS if pattern.search(before)), "")
    if _is_no_count(match, before, low[match.end() : match.end() + 14], qualified=bool(qualifier)):
        return None
    try:
        value, unit = _value(match)
    except ValueError:
        return None
    noun, end = _noun_after(text, match.end())
    if unit:
        noun, end = _noun_of_amount(text, match), match.end()
    elif _bare(noun):
        return None
    if not noun:
        return None
    return Figure(
        value=value,
        noun=noun,
        start=match.start(),
        end=max(match.end(), match.start() + len(text[match.start() : end].rstrip())),
        unit=unit,
        qualifier=qualifier,
        ambiguous="," in match["n"] and number_is_ambiguous(match["n"]) and not match["scale"],
        number=None if match["of"] else Decimal(value),
    )


def _is_no_count(match: re.Match[str], before: str, after: str, *, qualified: bool) -> bool:
    """Dates, years, ordinals, symbols, names of models, durations."""
    plain = not (match["pct"] or match["dong"])
    special = not plain or bool(match["of"]) or bool(match["scale"])
    if before.endswith(("“", '"')) and not match["of"]:
        return True  # the name of a model: “3 không”
    if plain and _NEVER_BEFORE.search(before) and not (qualified and special):
        return True
    if plain and (_NEVER_AFTER.match(after) or (_TWO_TIERS.search(before) and after.startswith(" cấp"))):
        return True
    if match["of"]:
        day_and_month = int(match["of"]) <= _MONTHS and match["n"].isdigit() and int(match["n"]) <= _DAYS
        return not match["n"].isdigit() or (day_and_month and not _counted(after))
    return not special and re.fullmatch(r"(?:19|20)\d\d", match["n"]) is not None


def _value(match: re.Match[str]) -> tuple[str, str]:
    """(plain machine number or ratio, unit)."""
    if match["of"]:
        return f"{int(match['n'])}/{int(match['of'])}", ""
    total = parse_number(match["n"]) * (_SCALES[match["scale"].lower()] if match["scale"] else 1)
    if match["rest"]:
        part, scale = match["rest"].split()
        total += parse_number(part) * _SCALES[scale]
    return _plain(total), "đồng" if match["dong"] else "%" if match["pct"] else ""


def _counted(after: str) -> bool:
    return bool(re.match(r"\s+[a-zà-ỹđ]{2,}", after))


def _bare(noun: str) -> bool:
    """A number followed by a name, a street or a lone letter counts nothing."""
    if not re.match(r"[\wÀ-ỹ“]", noun):
        return True
    first = noun.split(maxsplit=1)[0].strip("“”,")
    low = first.lower()
    if low == "phần" and re.match(r"phần (?:quà|thưởng|cơm|học bổng)", noun.lower()):
        return False
    if low.split("/")[0] in UNCOUNTED or re.match(r"(?:phố|đường|ngõ)\s+[A-ZĐ]|mục(?! (?:tiêu|đích))", noun):
        return True
    return low != "ý" and (len(first) == 1 or (first[0].isupper() and low not in CAPITAL_NOUNS))


def _drop_qualifier(left: str) -> str:
    left = re.sub(r"^(?:trong đó|gần|hơn|trên|khoảng)(?:\s+|$)", "", left, flags=re.IGNORECASE)
    for _n in range(2):
        left = _TRAILING.sub("", left)
    return left.strip(" ,–-")


_TRAILING = re.compile(
    r"\s*(?:được|đạt|là|với|hơn|trên|gần|khoảng|bằng|(?:với )?(?:tổng )?(?:trị giá|số tiền|số|kinh phí)|tổng)?"
    r"\s*(?:hơn|trên|gần|khoảng)?\s*$"
)


def figure_items(figures: list[Figure]) -> list[Found]:
    """Figures without repetitions: the same value with words in common is one."""
    items: list[Found] = []
    kept: list[Figure] = []
    for figure in figures:
        words = set(figure.noun.lower().split())
        if any(
            k.value == figure.value and k.unit == figure.unit and (k.unit == "đồng" or _alike(words, k))
            for k in kept
        ):
            continue
        kept.append(figure)
        value: dict[str, str] = {"value": figure.value, "noun": figure.noun}
        if figure.unit:
            value["unit"] = figure.unit
        if figure.qualifier:
            value["q"] = figure.qualifier
        reason = "Dấu chấm, phẩy trong số có thể hiểu hai cách." if figure.ambiguous else ""
        if figure.aside:
            reason = "Đứng ở chú thích ảnh hoặc dòng ngoài bài."
        mark = CHECK if reason else SURE
        items.append(
            Found(field="figures", value=value, start=figure.start, end=figure.end, mark=mark, reason=reason)
        )
    return items


def _alike(words: set[str], other: Figure) -> bool:
    others = set(other.noun.lower().split())
    return len(words & others) >= max(1, 0.8 * min(len(words), len(others)))
