"""Numbers with their nouns: counts, ratios, shares and money; never dates, ordinals or symbols."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from phoihop.core.text import number_is_ambiguous, parse_number
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
_NEVER_AFTER = re.compile(
    r"\s*(?:tháng(?! tuổi)|năm(?! mô)(?!\s+(?:nhiệm vụ|nội dung|nhóm))|ngày(?! công)|tuần(?! lễ)"
    r"|(?:giờ|phút|giây|quý|nhiệm kỳ|thế kỷ)(?!\w)|(?:h\d?|g\d|km|m2?|ha|kg|tấn)\b"
    r"|[-–]\s*\d|[/:]\s*\d|[a-z]\b(?!\s)|°)"
)
_NOUN_STOP = re.compile(rf"[.;:()\n\"]|,(?! )|\s[-–]\s|(?<!\w)(?:{NOUN_ENDS})(?!\w)|\d")
_COMMA_STOP = re.compile(rf",(?!\s*(?:{LISTED_NOUNS})(?!\w))")


@dataclass(frozen=True, kw_only=True)
class Figure:
    value: str
    noun: str
    start: int
    end: int
    unit: str = ""
    qualifier: str = ""
    ambiguous: bool = False
    number: Decimal | None = None


def _plain(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _noun_after(text: str, at: int) -> tuple[str, int]:
    """The words a number counts: up to a stop, at most eleven words."""
    window = text[at : at + 160]
    if stop := _NOUN_STOP.search(window):
        window = window[: stop.start()]
    if stop := _COMMA_STOP.search(window):
        window = window[: stop.start()]
    words = window.split()[:11]
    noun = " ".join(words).strip(" ,“”'\"–-")
    noun = re.sub(
        r"(?:\s+(?:và|của|cho|thuộc|năm|các|là|được|tại|với|về|có|trong|cùng|đến|từ|vào|ở))+$", "", noun
    )
    return (noun.lower() if noun.isupper() and len(noun) > 6 else noun), at + len(window)


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


def _noun_before(text: str, at: int) -> str:
    """What an amount or a share is of: the words before it in its clause, or before its bracket."""
    stops = [m.end() for m in re.finditer(r"\n|(?<!\.)\.\s(?=[A-ZĐ])|;\s", text[max(0, at - 420) : at])]
    sentence_start = max(0, at - 420) + (stops[-1] if stops else 0)
    window = text[sentence_start:at]
    if window.rstrip().endswith("("):
        window = window.rstrip()[:-1]
        return " ".join(
            _AMOUNT_BEFORE.sub(" ", re.split(r"[;:()\n]|(?<!\d)\.|,\s", window)[-1]).split()[-10:]
        ).strip(" ,–-")
    clause = re.split(r"[;:()\n]|,\s|(?<!\.)\.\s", window)[-1]
    words = _AMOUNT_BEFORE.sub(" ", clause).split()
    if len(words) < 3 or _SUM_PHRASE.search(clause):
        # "… đã sử dụng để giúp … với số tiền khoảng": what was done stands at the verb
        verbs = list(re.finditer(r"(?<!\w)đã(?!\w)", window)) or list(
            re.finditer(r"(?<!\w)(?:vận động|ủng hộ|hỗ trợ|trao|tặng)(?!\w)", window)
        )
        if verbs:
            words = window[verbs[-1].start() :].split()[:12]
    return " ".join(words[-12:]).strip(" ,–-.:")


def find_figures(page: Page) -> list[Figure]:
    text, low = page.text, page.low
    dated = {at for day in find_days(text, 0, page.end) for at in range(day.start, day.end)}
    figures: list[Figure] = []
    for match in _FIGURE.finditer(low, 0, page.end):
        if match.start() in dated:
            continue
        figure = _figure(text, low, match)
        if figure:
            figures.append(figure)
    return figures


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
        noun = " ".join(x for x in (_drop_qualifier(_noun_before(text, match.start())), noun) if x)[:160]
        end = match.end()
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
    if plain and _NEVER_AFTER.match(after):
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
    if low in UNCOUNTED or re.match(r"(?:phố|đường|ngõ)\s+[A-ZĐ]|mục(?! (?:tiêu|đích))", noun):
        return True
    return low != "ý" and (len(first) == 1 or (first[0].isupper() and low not in CAPITAL_NOUNS))


def _drop_qualifier(left: str) -> str:
    left = re.sub(r"^(?:trong đó|gần|hơn|trên|khoảng)(?:\s+|$)", "", left, flags=re.IGNORECASE)
    return re.sub(
        r"\s*(?:được|đạt|là|với|hơn|trên|gần|khoảng|trị giá|số tiền|tổng)?\s*(?:hơn|trên|gần|khoảng)?\s*$",
        "",
        left,
    ).strip(" ,–-")


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
        mark = CHECK if figure.ambiguous else SURE
        reason = "Dấu chấm, phẩy trong số có thể hiểu hai cách." if figure.ambiguous else ""
        items.append(
            Found(field="figures", value=value, start=figure.start, end=figure.end, mark=mark, reason=reason)
        )
    return items


def _alike(words: set[str], other: Figure) -> bool:
    others = set(other.noun.lower().split())
    return len(words & others) >= max(1, min(len(words), len(others)) // 2)
