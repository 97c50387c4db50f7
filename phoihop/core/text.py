"""Vietnamese text in one place: clean at the border, fold for search, order, names, numbers, dates.

Everything stored is NFC (``clean``). Searching folds both sides the same way, so SQLite and PostgreSQL
agree without extensions. Sorting uses stored keys of digits and small letters only: they compare alike
under every database collation.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _


class BadText(ValueError):
    """Text that no database may keep; the message is a Vietnamese sentence for the person typing."""


_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """NFC, or BadText if the text carries a NUL or half a character."""
    if "\x00" in text:
        raise BadText(_("Nội dung có ký tự rỗng (NUL) không lưu được. Hãy gõ lại hoặc dán lại đoạn này."))
    if _SURROGATE.search(text):
        raise BadText(
            _("Nội dung có ký tự bị hỏng (nửa ký tự) không lưu được. Hãy gõ lại hoặc dán lại đoạn này.")
        )
    return unicodedata.normalize("NFC", text)


#: What no keyboard types and no page shows: control characters, half of a byte order mark, marks that turn
#: the direction of letters (a name that reads ``exe.docx`` and ends in ``.exe``), places no letter stands at.
_UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def typed(text: str) -> str:
    """What a person typed or pasted, as it is kept: NFC, without letters nobody can see. BadText as ``clean``."""
    kept = clean(text)
    if kept.isprintable():
        return kept
    return _UNSEEN.sub("", _BREAKS.sub("\n", kept))


# --------------------------------------------------------------------------------------- folding

_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_D_BAR = str.maketrans({"đ": "d", "ð": "d"})  # eth is a common look-alike of đ; neither decomposes


def fold(text: str) -> str:
    """Small letters without marks, single spaces, plain dashes without spaces: the form that is searched."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_D_BAR)
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return " ".join(_DASHES.sub("-", bare).split())


_PAPER_NUMBER = re.compile(r"(?:so )?0*(\d{1,6})/([a-z0-9][a-z0-9./-]*[a-z0-9])")


def paper_number(text: str) -> str:
    """The official number that a text is, folded and without leading noughts ("số 01/BC-UBND" → "1/bc-ubnd"); else ""."""
    found = _PAPER_NUMBER.fullmatch(" ".join(fold(text).replace("so:", "so ").split()))
    return f"{found[1]}/{found[2]}" if found and re.search(r"[a-z]", found[2]) else ""


def slug(text: str) -> str:
    """Folded words joined by hyphens, for addresses."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


_OLD_TONE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_OLD_TONE_AT = re.compile(r"(?<![qQ])(?:" + "|".join(_OLD_TONE) + r")(?![^\W\d_])", re.IGNORECASE)


def _modern(match: re.Match[str]) -> str:
    """The pair with its tone moved; each letter keeps its own case (``OÀ`` → ``ÒA``, ``Uỷ`` → ``Ủy``)."""
    pair = match.group()
    moved = _OLD_TONE[pair.lower()]
    return "".join(m.upper() if p.isupper() else m for p, m in zip(pair, moved, strict=True))


def modern_tones(text: str) -> str:
    """One place for the tone of open ``oa, oe, uy`` (hoà → hòa, thuý → thúy, uỷ → ủy), never after q."""
    return _OLD_TONE_AT.sub(_modern, unicodedata.normalize("NFC", text))


# ----------------------------------------------------------------------------------------- order

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTER_MARKS = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}  # ă, then â ê ô, then ơ ư
_SYLLABLE = re.compile(r"\d+|[^\W\d_]+")


def _letter(base: str, mark: str) -> str:
    if "a" <= base <= "z":
        return base + mark
    return f"zz{ord(base):06x}"  # no Vietnamese letter: after all of them, in code order


def _syllable_key(syllable: str) -> str:
    letters: list[str] = []
    tone = "0"
    for char in syllable.lower():
        if char == "đ":
            letters.append("d1")
            continue
        base, *marks = tuple(unicodedata.normalize("NFD", char))
        mark = "0"
        for m in marks:
            tone = _TONES.get(m, tone)
            mark = _LETTER_MARKS.get(m, mark)
        letters.append(_letter(base, mark))
    return "".join(letters) + "0" + tone


def sort_key(text: str) -> str:
    """Dictionary order as a plain string: syllable by syllable, letters (a ă â b c d đ …) before tones.

    Numbers compare by value, so ``9/NQ`` stands before ``10/NQ``.
    """
    parts: list[str] = []
    for piece in _SYLLABLE.findall(modern_tones(text)):
        if piece.isdigit():
            digits = "".join(str(unicodedata.digit(c)) for c in piece).lstrip("0") or "0"
            parts.append(f"1{len(digits):02d}{digits}")
        else:
            parts.append(_syllable_key(piece))
    return "".join(parts)


def name_key(full_name: str) -> str:
    """Order of people: given name (last word), then family name, then what stands between."""
    words = strip_honorifics(full_name).split()
    if len(words) < 2:
        return sort_key(" ".join(words))
    return sort_key(" ".join([words[-1], words[0], *words[1:-1]]))


_HONORIFIC = re.compile(
    r"(?:(?:các\s+)?(?:đồng\s+chí|đ\s*/\s*c|đ\.\s*c\.?|ông(?!\s+(?-i:Thị))|bà|anh|chị|cô|chú|bác)"
    r"|(?:GS|PGS|TSKH|TS|Th\.?S|BS(?:CK[I12]+)?|KS|CN|LS|DS|KTS|NSND|NSƯT|NGND|NGƯT)\.?"
    r"|(?:đại\s+tướng|(?:thượng|trung|thiếu)\s+tướng|(?:đại|thượng|trung|thiếu)\s+(?:tá|úy|uý)"
    r"|tiến\s+sĩ|thạc\s+sĩ|giáo\s+sư|phó\s+giáo\s+sư|bác\s+sĩ|luật\s+sư|kỹ\s+sư|linh\s+mục"
    r"|hòa\s+thượng|đại\s+đức))"
    r"(?=[\s.,:]|$)[\s.,:]*",
    re.IGNORECASE,
)


def strip_honorifics(text: str) -> str:
    """A person's name without ``Đ/c``, ``ông``, ``bà``, ``TS.``, ``Thượng tá`` … in front of it."""
    rest = text.strip()
    while (match := _HONORIFIC.match(rest)) and match.end() < len(rest):
        rest = rest[match.end() :]
    return " ".join(rest.split())


# --------------------------------------------------------------------------------------- numbers


def ended(text: str) -> str:
    """With one mark at its end: "sửa đèn" gets a full stop, "đèn ngõ 84?" keeps its own."""
    words = text.rstrip()
    while words.endswith((";", ",", ":", "..")) or words[-2:] in ("?.", "!."):
        words = words[:-1].rstrip()
    return words if not words or words.endswith((".", "?", "!", "…")) else f"{words}."


def format_number(value: Decimal | int | float | str) -> str:
    """``1.234.567,5``: dots between thousands, decimal comma, no trailing zeros."""
    number = Decimal(str(value))
    whole, _dot, decimals = f"{abs(number):f}".partition(".")
    decimals = decimals.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if number < 0 and (int(whole) or decimals) else ""
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def format_money(value: Decimal | int) -> str:
    """``1.234.000 đ`` (the space does not break)."""
    return f"{format_number(value)}\u00a0đ"


def format_percent(value: Decimal | int | float | str) -> str:
    return f"{format_number(value)}%"


_GROUPED_DOT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_GROUPED_COMMA = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?")
_GROUPED_SPACE = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")


def parse_number(text: str) -> Decimal:
    """A number as Vietnamese write it: ``1.234`` is 1234, ``2,5`` is 2.5. ValueError if it is none."""
    body = text.strip().replace("\u2212", "-")
    sign = -1 if body.startswith("-") else 1
    body = body.lstrip("+-").strip()
    if not body.isascii() and not _GROUPED_SPACE.fullmatch(body):
        raise ValueError(_("“%s” không phải là một số.") % text)
    if _GROUPED_DOT.fullmatch(body):
        body = body.replace(".", "").replace(",", ".")
    elif _GROUPED_COMMA.fullmatch(body):
        body = body.replace(",", "")
    elif _GROUPED_SPACE.fullmatch(body):
        body = re.sub(r"\s", "", body).replace(",", ".")
    elif _PLAIN.fullmatch(body):
        body = body.replace(",", ".")
    else:
        raise ValueError(_("“%s” không phải là một số.") % text)
    return sign * Decimal(body)


def number_is_ambiguous(text: str) -> bool:
    """True where one group of three digits could be thousands or decimals (``1.234``, ``1,234``)."""
    return re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text.strip()) is not None


_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_MONEY = re.compile(
    r"(?P<number>\d[\d.,  ]*)\s*(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:đồng|đ|vnđ|vnd)?", re.IGNORECASE
)


def parse_money(text: str) -> Decimal:
    """``2,2 tỷ đồng``, ``1.234.000 đ``, ``17 tỉ 640 triệu đồng`` in đồng. ValueError if it is no amount."""
    rest, total, seen = text.strip(), Decimal(0), False
    while rest:
        match = _MONEY.match(rest)
        if match is None:
            raise ValueError(_("“%s” không phải là một số tiền.") % text)
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
        total += parse_number(match["number"].strip(" .,")) * scale
        rest, seen = rest[match.end() :].strip(), True
    if not seen:
        raise ValueError(_("“%s” không phải là một số tiền.") % text)
    return total


# ----------------------------------------------------------------------------------------- dates

_NUMERIC_DATE = re.compile(r"(\d{1,2})\s*[/.\-–]\s*(\d{1,2})\s*[/.\-–]\s*(\d{4})")
_WORDED_DATE = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def parse_date(text: str) -> date:
    """``dd/mm/yyyy`` (also ``.`` or ``-``), ``ngày 05 tháng 8 năm 2020`` or ISO; else ValueError says why."""
    body = text.strip()
    if match := _ISO_DATE.fullmatch(body):
        year, month, day = map(int, match.groups())
    elif match := _NUMERIC_DATE.fullmatch(body) or _WORDED_DATE.fullmatch(body):
        day, month, year = map(int, match.groups())
    else:
        raise ValueError(
            _("“%s” không đọc được là ngày. Hãy ghi theo dạng ngày/tháng/năm, ví dụ 05/08/2026.") % text
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            _("Không có ngày %(d)d/%(m)d/%(y)d trong lịch.") % {"d": day, "m": month, "y": year}
        ) from None


def format_date(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def long_date(day: date) -> str:
    """``ngày 05 tháng 8 năm 2026``: a nought before days under 10 and months 1 and 2 (NĐ 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


# ---------------------------------------------------------------------------------- number words

_DIGIT_WORDS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4,
    "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def _words_below_thousand(words: list[str]) -> int:
    """Value of words below one thousand; ValueError where they make no number."""
    total, current, before = 0, -1, ""
    for word in words:
        if word in ("linh", "lẻ"):
            if before != "trăm":
                raise ValueError(word)
        elif word == "trăm":
            if current < 0 or total:
                raise ValueError(word)
            total, current = current * 100, -1
        elif word in ("mươi", "chục") and current > 0:
            total, current = total + current * 10, -1
        elif word in ("mười", "chục") and current < 0:
            total += 10
        elif word in _DIGIT_WORDS and (
            current < 0 or before in ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
        ):
            # "hai tư", "ba mốt": tens may be said without mươi
            total, current = total + max(current, 0) * 10, _DIGIT_WORDS[word]
        else:
            raise ValueError(word)
        before = word
    return total + max(current, 0)


def parse_number_words(text: str) -> int:
    """``hai mươi sáu`` → 26, ``một nghìn không trăm linh năm`` → 1005. ValueError if it is no number."""
    words = clean(text).lower().replace(",", " ").split()
    if not words:
        raise ValueError(_("“%s” không phải là một số viết bằng chữ.") % text)
    total, group = 0, list[str]()
    try:
        for word in words:
            if word not in _SCALES:
                group.append(word)
                continue
            scale = _SCALES[word]
            if not group and not total:
                raise ValueError(word)
            value = _words_below_thousand(group) if group else 0
            # "ba nghìn tỷ": a larger scale after a smaller one multiplies what stands before it
            total = (total + value) * scale if 0 < total < scale else total + value * scale
            group = []
        return total + (_words_below_thousand(group) if group else 0)
    except ValueError:
        raise ValueError(_("“%s” không phải là một số viết bằng chữ.") % text) from None


def _three_digits(value: int, *, full: bool) -> list[str]:
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    words: list[str] = []
    if hundreds or full:
        words += [_DIGITS[hundreds], "trăm"]
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append("mốt" if ones == 1 and tens > 1 else "lăm" if ones == 5 and tens else _DIGITS[ones])
    return words


def number_words(value: int) -> str:
    """26 → ``hai mươi sáu``; whole numbers below one thousand billions."""
    if not 0 <= value < 10**12:
        raise ValueError(_("Chỉ viết bằng chữ được số từ 0 đến dưới một nghìn tỷ."))
    if value == 0:
        return "không"
    words: list[str] = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        part, value = divmod(value, scale)
        if part:
            words += _three_digits(part, full=bool(words)) + ([name] if name else [])
    return " ".join(words)
