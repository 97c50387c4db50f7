"""Tasks harvested from a paper of an office: the paper is let in for what it hands out, each task with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from phoihop.core.stated import Promise
from phoihop.ingest.readers import Source
from phoihop.ingest.reading.bodies import find_bodies
from phoihop.ingest.reading.data.bodies import CORE_CODES
from phoihop.ingest.reading.documents import tidy_symbol
from phoihop.ingest.reading.model import CHECK, SURE, Found, Reading, make_record
from phoihop.ingest.reading.page import Page
from phoihop.ingest.tally.outline import HEAD_LENGTH, identify
from phoihop.ingest.tally.promises import find_promises, setting_of

#: Kinds of papers that hand out work, by the line of their kind.
KINDS = {
    "THÔNG BÁO": ("notice", "Thông báo"), "KẾT LUẬN": ("notice", "Kết luận"), "CHỈ THỊ": ("notice", "Chỉ thị"),
    "BIÊN BẢN": ("minutes", "Biên bản"), "KẾ HOẠCH": ("plan", "Kế hoạch"), "CÔNG VĂN": ("letter", "Công văn"),
    "CHƯƠNG TRÌNH CÔNG TÁC": ("work_programme", "Chương trình công tác"), "BÁO CÁO": ("report", "Báo cáo"),
    "CHƯƠNG TRÌNH": ("work_programme", "Chương trình"),
}  # fmt: skip
_KIND = re.compile(
    rf"^\s*(?P<kind>{'|'.join(sorted(KINDS, key=len, reverse=True))})(?!\w)[^\n|]{{0,120}}$", re.MULTILINE
)
_ABOUT = re.compile(r"(?:^|[\n|])\s*V/v\s*:?\s+\S", re.IGNORECASE)
_TO = re.compile(r"(?:^|[\n|])\s*Kính gửi\s*:?", re.IGNORECASE)
_SYMBOL = re.compile(r"Số\s*:?\s*(?P<symbol>[\d…._ ]*\s*/\s*[A-ZĐƯ][\wĐƯ]*(?:\s*[-–]\s*[\wĐƯ.&]+)*)")
_DAY = re.compile(r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>20\d\d)", re.IGNORECASE)
_GAPS = {"lead": "đơn vị chủ trì", "due": "thời hạn"}


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What the head of a paper of an office says: kind, number, day, each with its place."""

    kind: str
    name: str
    symbol: re.Match[str] | None
    day: re.Match[str] | None

    @property
    def issued_on(self) -> str:
        if self.day is None:
            return ""
        try:
            return date(int(self.day["y"]), int(self.day["m"]), int(self.day["d"])).isoformat()
        except ValueError:
            return ""


def with_tasks(source: Source, found: Reading) -> Reading:
    """The reading with the tasks of its sentences; a paper nothing else was read from comes in for its tasks alone."""
    if found.relevant and found.doc_type not in ("news", "report"):
        return found
    page = Page(source)
    head = None if found.doc_type == "report" else letterhead(page)
    if not found.relevant and head is None:
        return found
    tasks = _tasks(page, source, found, told_of_events=found.doc_type == "news" and head is None)
    if not found.relevant and head is not None:
        return _official(head, tasks) if tasks else replace(found, reason=_NO_TASKS)
    kind = head.kind if head is not None else found.doc_type
    items = (*(i for i in found.items if kind != "report" or not _is_count(i)), *tasks)
    return replace(found, doc_type=kind, items=items, record=make_record(kind, items))


def _is_count(item: Found) -> bool:
    """A row of a report's table of results: who did it and how many, no day and no paper to come."""
    if item.field != "proposed_tasks":
        return False
    said = f"{item.value.get('due', '')} {item.value.get('product', '')}"
    return not re.search(r"[^\W\d]|\d\s*/\s*\d", said)


_NO_TASKS = "Chưa thấy nhiệm vụ nào nêu đủ ai làm và làm gì; không lấy gì ra. Nhiệm vụ có trong văn bản thì ghi tay ở Việc, cam kết."


def letterhead(page: Page) -> Letterhead | None:
    """The head of a paper of a council, a committee, a Front or one of their offices; None for anything else.

    Two signs of an office (number with symbol, day in full, national motto) and the body itself must stand
    above the line of the kind: an article about such a paper has none of them there.
    """
    head = page.text[:HEAD_LENGTH]
    kind = _KIND.search(head)
    to = _TO.search(head)
    if kind is None and not (to and _ABOUT.search(head)):
        return None
    above = head[: kind.start() if kind else to.start() if to else 0]
    symbol = _SYMBOL.search(above)
    day = _DAY.search(above.replace("\n", " ")) or _DAY.search(head[:1500].replace("\n", " "))
    motto = "độc lập" in above.lower() and "hạnh phúc" in above.lower()
    flat = above.replace("\n", " ")
    bodies = [b for b in find_bodies(flat) if b.code in CORE_CODES]
    if not bodies or sum((symbol is not None, day is not None, motto)) < 2:
        return None
    code, name = KINDS[kind["kind"]] if kind else KINDS["CÔNG VĂN"]
    return Letterhead(kind=code, name=name, symbol=symbol, day=day)


def _official(head: Letterhead, tasks: list[Found]) -> Reading:
    items: list[Found] = []
    if head.symbol is not None and head.symbol["symbol"].strip(" /.…_"):
        value = {"type": head.name, "symbol": tidy_symbol(head.symbol["symbol"])}
        if head.issued_on:
            value["date"] = head.issued_on
        items.append(
            Found(field="documents", value=value, start=head.symbol.start("symbol"), end=head.symbol.end())
        )
    if head.issued_on and head.day is not None:
        items.append(
            Found(field="published", value=head.issued_on, start=head.day.start(), end=head.day.end())
        )
    items += tasks
    return Reading(
        relevant=True, doc_type=head.kind, items=tuple(items), record=make_record(head.kind, items)
    )


def _tasks(page: Page, source: Source, found: Reading, *, told_of_events: bool) -> list[Found]:
    """Promises as proposed tasks; rows the reading has are not told twice, news must name a body and a day ahead."""
    setting = setting_of(page, identify(page.text, source.name, sheet=source.kind == "sheet"), 0)
    published = str(found.value("published") or "")[:10]
    if told_of_events and published:
        day = date.fromisoformat(published)
        setting = replace(setting, since=day, year=day.year, own="")
    if not setting.year and setting.since is None:
        setting = replace(setting, own="")
    known = [(i.start, i.end) for i in found.items if i.field == "proposed_tasks"]
    made = []
    for promise in find_promises(page, source, setting):
        if any(start < promise.end and promise.start < end for start, end in known) or not promise.content:
            continue
        if told_of_events and (setting.since is None or not promise.lead or promise.due is None):
            continue
        made.append(_task(promise))
    return made


def _task(promise: Promise) -> Found:
    due = f"{promise.due:%d/%m/%Y}" if promise.due else promise.due_words
    parts = {
        "content": promise.content, "lead": promise.lead, "cooperating": promise.cooperating,
        "product": promise.product, "due": due,
    }  # fmt: skip
    reason = _reason(promise)
    return Found(
        field="proposed_tasks", value={key: words for key, words in parts.items() if words}, start=promise.start,
        end=promise.end, mark=CHECK if reason else SURE, reason=reason,
    )  # fmt: skip


def _reason(promise: Promise) -> str:
    """What the paper leaves open, in words; "" where body and day both stand in it."""
    if "lead" in promise.gaps and promise.lead:
        first = "Văn bản không nêu đơn vị chủ trì; lấy theo cơ quan ban hành."
        return first if promise.due else f"{first} Chưa ghi thời hạn."
    missing = [words for gap, words in _GAPS.items() if gap in promise.gaps]
    if promise.due is None and promise.due_words:
        missing = [words for words in missing if words != _GAPS["due"]]
        said = f"Hạn ghi “{promise.due_words}”, chưa thành ngày."
        return f"Chưa ghi {' và '.join(missing)}. {said}" if missing else said
    return f"Chưa ghi {' và '.join(missing)}." if missing else ""
