"""A ward's papers told again in other words: what a clerk of another office would have written of the same facts.

Each way changes one thing and keeps every number's meaning. Planted contradictions found in the papers as they are
should be found in the papers told again: what is lost shows a rule that leans on a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from phoihop.core.papers import Block, Heading, ListItem, Paragraph, Place, Run, Table
from phoihop.ingest.readers import Source

Change = Callable[[str], str]


def told_again(source: Source, prose: Change, cells: Change, *, turned: bool = False) -> Source:
    """The source with its paragraphs and cells changed, laid out anew; ``turned`` lets its second-level parts change places."""
    blocks = _turned(source.blocks) if turned else list(source.blocks)
    text, made = "", []
    for block in blocks:
        place = block.place
        if place is None or place.start is None or place.end is None:
            continue
        text += "\n" if text else ""
        if isinstance(block, Table):
            laid, text = _table(block, place, text, cells)
            made.append(laid)
            continue
        said = source.text[place.start : place.end]
        own = prose(said) if len(text) > HEAD else said
        at = replace(place, start=len(text), end=len(text) + len(own))
        text += own
        made.append(_with(block, said, own, prose, at))
    return replace(source, text=text, blocks=tuple(made))


#: The letterhead and title stay as they are.
HEAD = 700


def _with(block: Block, said: str, own: str, prose: Change, at: Place) -> Block:
    if own == said:
        return replace(block, place=at)
    if isinstance(block, Heading):
        return replace(block, text=prose(block.text), place=at)
    if isinstance(block, Paragraph | ListItem):
        return replace(block, runs=(Run(text=prose(block.text)),), place=at)
    return replace(block, place=at)


def _table(block: Table, place: Place, text: str, cells: Change) -> tuple[Block, str]:
    start, rows = len(text), []
    for n, row in enumerate(block.rows):
        text += "\n" if n else ""
        made = []
        for k, cell in enumerate(row):
            text += " | " if k else ""
            said = cells(cell.text)
            at = replace(cell.place, start=len(text), end=len(text) + len(said)) if cell.place else None
            text += said
            made.append(replace(cell, runs=(Run(text=said),), place=at))
        rows.append(tuple(made))
    return replace(block, rows=tuple(rows), place=replace(place, start=start, end=len(text))), text


def _turned(blocks: Sequence[Block]) -> list[Block]:
    """Within each first-level part the second-level parts in reverse order."""
    parts: list[list[list[Block]]] = [[[]]]
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 1:
            parts.append([[block]])
        elif isinstance(block, Heading) and block.level == 2 and len(parts) > 1:
            parts[-1].append([block])
        else:
            parts[-1][-1].append(block)
    return [b for part in parts for group in (part[:1] + part[:0:-1]) for b in group]


def words_for(pairs: Sequence[tuple[str, str]]) -> Change:
    """Every first form by its second, whole words only, capitals kept."""
    table = dict(pairs)
    found = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(table, key=len, reverse=True))) + r")(?!\w)",
        re.IGNORECASE,
    )

    def instead(match: re.Match[str]) -> str:
        said = match.group()
        other = table.get(said) or table.get(said.lower())
        if other is None:
            return said
        return other[0].upper() + other[1:] if said[0].isupper() and said not in table else other

    return lambda text: found.sub(instead, text)


def _kept(text: str) -> str:
    return text


DOING = words_for([
    ("tiếp nhận", "nhận được"), ("đã giải quyết", "đã xử lý"), ("ghi nhận", "thu nhận"), ("vận động", "huy động"), ("trao", "tặng"),
    ("hoàn thành", "làm xong"), ("tổ chức", "mở"), ("thu hút", "có"), ("tham dự", "dự"), ("ban hành", "thông qua"),
    ("triển khai", "tiến hành"), ("kiểm tra", "rà soát"), ("phát hiện", "ghi nhận"), ("bàn giao", "giao"),
])  # fmt: skip
JOINING = words_for([
    ("trong đó", "trong số này"), ("gồm", "bao gồm"), ("bao gồm", "gồm"), ("chiếm", "tương đương"), ("lũy kế", "cộng dồn"),
    ("tương ứng", "tức"), ("cụ thể", "cụ thể là"), ("so với cùng kỳ", "so cùng kỳ"), ("đến nay", "tính đến nay"), ("cùng kỳ năm trước", "cùng kỳ"),
])  # fmt: skip
BODIES = words_for([
    ("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"), ("Mặt trận", "MTTQ"), ("Ủy ban MTTQ Việt Nam", "Mặt trận Tổ quốc"),
    ("Hội LHPN", "Hội Liên hiệp Phụ nữ"), ("Đoàn TN", "Đoàn Thanh niên"), ("tổ dân phố", "TDP"), ("TDP", "tổ dân phố"), ("TXCT", "tiếp xúc cử tri"),
    ("BHYT", "bảo hiểm y tế"), ("nông thôn mới", "NTM"), ("Ủy ban nhân dân", "UBND"), ("Hội đồng nhân dân", "HĐND"),
])  # fmt: skip
HEADS = words_for([
    ("Tổng cộng", "Cộng"), ("Cộng", "Tổng cộng"), ("STT", "TT"), ("TT", "STT"), ("Đơn vị tính", "ĐVT"), ("Kết quả", "Thực hiện"),
    ("Thực hiện 6 tháng", "Kết quả 6 tháng"), ("Nội dung", "Tên gọi"), ("Chỉ tiêu", "Nội dung"),
])  # fmt: skip

_MONEY = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3}){2,3}) đồng")
_MILLIONS = re.compile(r"(?<![\d.,])(\d[\d.]*(?:,\d+)?) (triệu|tỷ) đồng")
_LEADING = re.compile(r"(?<![\d./,:-])0([1-9])(?= [a-zà-ỹđ])")
_SMALL = re.compile(
    r"(?<![\d./,:\w-])([1-9])(?= (?:cuộc|hội nghị|buổi|kỳ họp|lớp|đợt|vụ|đơn|mô hình|nhà|công trình|hộ|người)(?!\w))"
)
_WORDS = "không một hai ba bốn năm sáu bảy tám chín".split()


def _plain(number: Decimal) -> str:
    whole, _point, rest = f"{number.normalize():f}".partition(".")
    return f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")


def MONEY(text: str) -> str:
    """đồng in full as millions, millions and billions the other way."""

    def smaller(match: re.Match[str]) -> str:
        return f"{_plain(Decimal(match[1].replace('.', '')) / 10**6)} triệu đồng"

    def larger(match: re.Match[str]) -> str:
        value = Decimal(match[1].replace(".", "").replace(",", ".")) * (
            10**6 if match[2] == "triệu" else 10**9
        )
        return f"{_plain(value)} đồng" if match[2] == "triệu" else f"{_plain(value / 10**6)} triệu đồng"

    return _MONEY.sub(smaller, text) if _MONEY.search(text) else _MILLIONS.sub(larger, text)


def WORDED(text: str) -> str:
    """05 cuộc → 5 cuộc; 5 cuộc → năm (05) cuộc."""
    said = _SMALL.sub(lambda m: f"{_WORDS[int(m[1])]} (0{m[1]})", text)
    return _LEADING.sub(r"\1", text) if said == text else said


_OPENING = re.compile(
    r"^(\s*[-+•]?\s*)(Trong kỳ|Trong 6 tháng|6 tháng đầu năm|Trong 6 tháng đầu năm|Thời gian qua),\s+(\w)"
)


def OPENED(text: str) -> str:
    """A sentence with "Trong kỳ" before it or without."""
    if _OPENING.match(text):
        return _OPENING.sub(lambda m: m[1] + m[3].upper(), text)
    match = re.match(r"(\s*[-+•]\s*)([A-ZĐÂÊÔƠƯ][a-zà-ỹđ]+ [a-zà-ỹđ])", text)
    return f"{match[1]}Trong kỳ, {match[2][0].lower()}{text[match.start(2) + 1 :]}" if match else text


_TWO = re.compile(r"^([^.;:()\n]{20,}); ([^.;:()\n]{20,})\.$")


def SWAPPED(text: str) -> str:
    """Two clauses of a sentence the other way round, where the second does not lean on the first."""
    match = _TWO.match(text.strip())
    if not match or re.match(r"(?:trong|qua|số|còn|đạt|nâng|tăng|giảm|lũy|cùng|đã|được|đến)", match[2]):
        return text
    mark = re.match(r"[-+•]\s*", match[1])
    one = match[1][mark.end() :] if mark else match[1]
    return f"{mark.group() if mark else ''}{match[2][0].upper()}{match[2][1:]}; {one[0].lower()}{one[1:]}."


_GOM = re.compile(r",? (?:bao )?gồm:? (?=\d)")
_SAID_SHARE = re.compile(r", (?:đạt|bằng|chiếm|đạt tỷ lệ|tỷ lệ) (\d{1,3}(?:,\d+)?) ?%(?=[;.])")


def UNOPENED(text: str) -> str:
    """ "14 cuộc, gồm 05 …" as "14 cuộc: 05 …"."""
    return _GOM.sub(": ", text)


def BRACKETED(text: str) -> str:
    """ "84/87 kiến nghị, đạt 96,6 %." as "84/87 kiến nghị (96,6 %)."."""
    return _SAID_SHARE.sub(r" (\1%)", text)


def PARTED(text: str) -> str:
    """Clauses behind semicolons as sentences of their own."""
    return re.sub(r"; ([a-zà-ỹđ])", lambda m: f". {m[1].upper()}", text) if "(" not in text else text


#: Way → how prose and cells are changed, and whether parts change places.
WAYS: dict[str, tuple[Change, Change, bool]] = {
    "doing": (DOING, DOING, False), "joining": (JOINING, JOINING, False), "bodies": (BODIES, BODIES, False), "heads": (_kept, HEADS, False),
    "money": (MONEY, _kept, False), "worded": (WORDED, _kept, False), "opened": (OPENED, _kept, False), "swapped": (SWAPPED, _kept, False),
    "turned": (_kept, _kept, True), "unopened": (UNOPENED, _kept, False), "bracketed": (BRACKETED, _kept, False), "parted": (PARTED, _kept, False),
}  # fmt: skip


def retold(source: Source, way: str) -> Source:
    prose, cells, turned = WAYS[way]
    return told_again(source, prose, cells, turned=turned)
