"""Commitments a paper carries: a sentence with an owner or a day, asked, given or planned."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from phoihop.core.papers import Heading, ListItem, Paragraph
from phoihop.core.stated import Promise
from phoihop.core.text import fold
from phoihop.ingest.readers import Source
from phoihop.ingest.reading.page import Page
from phoihop.ingest.reading.tables import due_day
from phoihop.ingest.reading.tasks import annex_tasks
from phoihop.ingest.tally.data.giving import PRODUCTS, either
from phoihop.ingest.tally.dues import Due, by_meeting, dues_in
from phoihop.ingest.tally.leads import Named, behind_helpers, behind_marks, helpers_of, lead_of, opening
from phoihop.ingest.tally.outline import HEAD_LENGTH, Identity, Stack

_FOOT = re.compile(r"\s*(?:Nơi nhận\s*:|(?:TM|T/M|KT|TL|TUQ)\.)")
_BASIS = re.compile(r"\s*[-–]?\s*(?:Căn cứ|Theo đề nghị)\s")
#: A clause that only finishes the one before it: its day, its product.
_BELONGS = re.compile(
    r"\s*(?:hạn|thời hạn|xong|sản phẩm|hoàn thành trước|chậm nhất|trước ngày|kết quả:)(?!\w)", re.IGNORECASE
)
_END = re.compile(r";\s|(?<=[^\d\s.])\.\s+(?=[A-ZĐÂĂÊÔƠƯ])|(?<=20\d\d)\.\s+(?=[A-ZĐÂĂÊÔƠƯ])")
_TO_COME = re.compile(r"thời gian tới|sắp tới|nhiệm vụ trọng tâm|(?<!\w)sẽ(?!\w)", re.IGNORECASE)
_DONE = re.compile(r"(?<!\w)(?:đã|được giao|đã được)(?!\w)")
_PRODUCT = re.compile(
    rf"(?:sản phẩm(?: là)?\s*:?|kết quả là|có|bằng|gửi|gởi|trình|ban hành|lập|soạn|viết|xây dựng|hoàn thành|hoàn thiện|công bố|niêm yết|(?<!phản biện )(?<!PBXH )(?<!góp ý )dự thảo|làm|cung cấp|thống nhất|kèm)"
    rf"\s+(?P<product>(?:{either(PRODUCTS)})(?!\w)(?:\s+(?!(?:trước|chậm|trong|đến|vào|để|gửi|trình|xong|hạn|từ|ngày|với|cho|tại)(?!\w))[\w/-]+){{0,8}})",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"(?<!\w)(?P<product>báo cáo(?: kết quả| tiến độ)?(?:\s+(?:giám sát|thực hiện|khảo sát|kiểm tra|xử lý))?)(?!\w)"
)
#: Papers that hand out work in any part of them.
GIVING = re.compile(
    r"^\s*(?:THÔNG BÁO|KẾT LUẬN|BIÊN BẢN|KẾ HOẠCH|CÔNG VĂN|CHƯƠNG TRÌNH CÔNG TÁC)", re.MULTILINE
)
_DATED = re.compile(r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>20\d\d)", re.IGNORECASE)
_OWN = {"HDND": "Thường trực HĐND", "UBND": "UBND", "MTTQ": "Ban Thường trực Ủy ban MTTQ"}
#: A notice of conclusions hands out work in every line; minutes do so only where they tell what was concluded.
_CONCLUSION = re.compile(r"^\s*(?:THÔNG BÁO|KẾT LUẬN)", re.MULTILINE)
_CONCLUDED = re.compile(r"ket luan|thong nhat|phan cong|giao nhiem vu|dau viec|to chuc thuc hien")
_PLANNED = re.compile(
    r"(?:ke hoach|chuong trinh)\b.{0,30}(?:cuoi nam|thoi gian toi|nam toi|nam sau|quy (?:i|ii|iii|iv)\b)"
)
_UNDER = re.compile(r"\s*(?:Đối với|Với|Đề nghị|Kiến nghị với|Kiến nghị)\s+(?:các\s+)?(?P<who>.{3,80})")
#: How every notice ends; nobody follows it up.
_FORMULA = re.compile(r"thông báo\s.{0,60}(?:biết|để|thực hiện)\W.{0,60}(?:biết|thực hiện)", re.IGNORECASE)
LEAST = 25
AHEAD = ("direction", "proposal")
MOST = 400


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a paper says for all its sentences: its year, its day, whose it is, and whether it hands out work."""

    year: int
    since: date | None
    own: str = ""
    giving: bool = False
    concluding: bool = False


def setting_of(page: Page, identity: Identity, year: int) -> Setting:
    """The day in the letterhead, else the end of the period told; last year's papers promise by their own year."""
    head = page.text[:HEAD_LENGTH].replace("\n", " ")
    dated = _DATED.search(head)
    day = _made(dated) if dated else _period_end(identity.period)
    place = "xã" if re.search(r"(?<!\w)xã\s+[A-ZĐÂĂÊÔƠƯ]|XÃ\s(?!HỘI)", head) else "phường"
    own = f"{_OWN[identity.body]} {place}" if identity.body in _OWN else ""
    return Setting(
        year=day.year if day else year,
        since=day,
        own=own,
        giving=bool(GIVING.search(page.text[:HEAD_LENGTH])),
        concluding=bool(_CONCLUSION.search(page.text[:HEAD_LENGTH])),
    )


def _made(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _period_end(period: str) -> date | None:
    found = re.match(r"(?:to-)?(20\d\d)(?:-([HQ])(\d))?$", period)
    if not found:
        return None
    month = {"H": 6, "Q": 3}.get(found[2] or "", 12) * int(found[3] or 1)
    return date(int(found[1]), month, calendar.monthrange(int(found[1]), month)[1]) if month <= 12 else None


def find_promises(page: Page, source: Source, setting: Setting) -> list[Promise]:
    """Rows of task tables, then sentences that carry a day still ahead or hand work to somebody."""
    found = [
        p
        for item in annex_tasks(page)
        if (p := _from_row(item.value, page, source, item.start, item.end, setting))
    ]
    for start, end, around in _paragraphs(page, source, setting):
        found += _from_text(page.text[start:end], start, source, setting, around)
    return found


@dataclass(frozen=True, kw_only=True)
class Around:
    """Where a paragraph stands: in a part on what is to be done, under a heading of conclusions, under a body's name."""

    ahead: bool
    concluding: bool
    under: str


def _paragraphs(page: Page, source: Source, setting: Setting) -> Iterator[tuple[int, int, Around]]:
    """Each paragraph of the text, and where it stands."""
    stack = Stack()
    for block in source.blocks:
        place = block.place
        if place is None or place.start is None or place.end is None or place.end > page.end:
            continue
        if isinstance(block, Heading):
            stack.push(block.level, block.number, block.text)
        elif not isinstance(block, Paragraph | ListItem):
            continue
        text = page.text[place.start : place.end]
        if _FOOT.match(text):
            break
        if not _BASIS.match(text) and len(text) > 20:
            yield place.start, place.end, _around(stack, setting)


def _around(stack: Stack, setting: Setting) -> Around:
    headings = [fold(text) for _level, _number, text in stack.path]
    ahead = setting.giving or stack.kind in AHEAD or any(_PLANNED.search(text) for text in headings)
    named = _UNDER.match(stack.path[-1][2]) if stack.path else None
    lead = lead_of(f"{named['who'].strip(' :.')} thực hiện") if named else None
    return Around(
        ahead=ahead, concluding=setting.concluding or any(_CONCLUDED.search(text) for text in headings),
        under=lead.words if lead else "",
    )  # fmt: skip


def _from_row(
    value: dict[str, str], page: Page, source: Source, start: int, end: int, setting: Setting
) -> Promise | None:
    """A row that has a day or a product; numbers in a column of that name are counts, a day past was kept."""
    words, product = value.get("due", ""), value.get("product", "")
    if re.fullmatch(r"[\d.,\s%]*", product):
        product = ""
    if re.fullmatch(r"[\d.,\s%]*", words):
        words = ""
    day = due_day(words, setting.year) if words else None
    if not (words or product) or (day and setting.since and day < setting.since):
        return None
    return _promise(
        content=value.get("content", ""), sentence=page.text[start:end], source=source, start=start, end=end,
        lead=value.get("lead", ""), cooperating=value.get("cooperating", ""), product=product, due=day, words=words,
    )  # fmt: skip


def _from_text(text: str, at: int, source: Source, setting: Setting, around: Around) -> Iterator[Promise]:
    """One promise a clause that has its own day or is given to somebody; a clause without a body keeps the one before."""
    before = around.under
    ahead = around.ahead or bool(_TO_COME.search(text))
    for start, clause in _clauses(text, setting):
        named = lead_of(clause)
        days = dues_in(clause, year=setting.year, since=setting.since)
        due = days[0] if days else None
        if named is not None and not named.behind:
            before = named.words
        if due is None and named is not None and (ahead or named.given):
            due = by_meeting(clause)
        if not _counts(clause, named, due, ahead=ahead, concluding=setting.giving and around.concluding):
            continue
        lead = named.words if named else before
        yield _promise(
            content=_content(clause, named, due), sentence=clause.strip(), source=source, start=at + start,
            end=at + start + len(clause), lead=lead or setting.own, product=_product(clause), cooperating=helpers_of(clause),
            due=due.day if due else None, words=due.words if due else "", assumed=not lead,
        )  # fmt: skip


def _counts(clause: str, named: Named | None, due: Due | None, *, ahead: bool, concluding: bool) -> bool:
    """Ahead, a day is enough; elsewhere a body and a limit are needed; without a day, work given where a meeting concludes."""
    if _FORMULA.search(clause):
        return False
    if due is not None:
        return ahead or (due.cued and named is not None and (named.given or not _DONE.search(clause)))
    if (
        named is None
        or not concluding
        or named.behind
        or _DONE.search(clause)
        or len(clause) - named.end < LEAST
    ):
        return False
    return named.given or named.start == opening(clause)


def _clauses(text: str, setting: Setting) -> Iterator[tuple[int, str]]:
    """Parts between semicolons and sentences; a day or product alone stays with its task, a second body begins anew."""
    cuts = [0]
    for match in _END.finditer(text):
        if not _BELONGS.match(text, match.end()):
            cuts.append(match.end())
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        yield from _parted(text[start:end], start, setting)


def _parted(clause: str, start: int, setting: Setting) -> Iterator[tuple[int, str]]:
    """ "Phòng A … trước ngày 1/8, Phòng B … trước ngày 5/8" is two tasks."""
    at = 0
    days = dues_in(clause, year=setting.year, since=setting.since)
    for due, following in pairwise(days):
        comma = re.compile(r",?\s*(?:và |còn |đồng thời )?").match(clause, due.end)
        begin = comma.end() if comma else due.end
        named = lead_of(clause[begin : following.start])
        if named and named.start <= opening(clause[begin:]) and not named.behind and begin > at:
            yield start + at, clause[at:begin]
            at = begin
    yield start + at, clause[at:]


def _product(clause: str) -> str:
    match = _PRODUCT.search(clause) or _REPORTS.search(clause)
    return re.sub(r"\s+(?:và|của|các|đã)$", "", " ".join(match["product"].split())) if match else ""


def _content(clause: str, named: Named | None, due: Due | None) -> str:
    """What is to be done, without who and by when."""
    spans = [(due.start, due.end)] if due else []
    begin = opening(clause)
    if named is not None and named.behind:
        begin = behind_marks(clause)
        spans.append((named.start, named.end))
    elif named is not None and named.start <= begin + 40:
        begin = max(begin, behind_helpers(clause, named.end))
    kept, at = "", begin
    for start, end in sorted(spans):
        if start >= at:
            kept, at = f"{kept}{clause[at:start]} ", end
    words = re.sub(r"\s+([,;.:)])", r"\1", " ".join((kept + clause[at:]).split()))
    words = re.sub(r"[,;:(]\s*(?=[,;.)]|$)", "", words)
    words = re.sub(r"[,;]?\s*(?:xong|hạn|chậm nhất|hoàn thành)\s*[.;]*$", "", words).strip(" ,;.:-()")
    return (words[:1].upper() + words[1:])[:MOST]


def _promise(
    *, content: str, sentence: str, source: Source, start: int, end: int, lead: str = "", cooperating: str = "",
    product: str = "", due: date | None = None, words: str = "", assumed: bool = False,
) -> Promise:  # fmt: skip
    """``assumed``: the lead is the body that speaks, for want of another; the gap stays."""
    named = "" if assumed else lead
    gaps = tuple(name for name, value in (("lead", named), ("due", due), ("product", product)) if not value)
    return Promise(
        content=content, sentence=sentence, file=source.name, start=start, end=end, lead=lead, cooperating=cooperating,
        product=product, due=due, due_words=words, gaps=gaps,
    )  # fmt: skip
