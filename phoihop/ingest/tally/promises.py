"""Commitments a paper carries: a sentence with an owner or a day, asked, given or planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from phoihop.core.stated import Passage, Promise
from phoihop.ingest.readers import Source
from phoihop.ingest.reading.page import Page
from phoihop.ingest.reading.tables import due_day
from phoihop.ingest.reading.tasks import annex_tasks

_DAY = r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?"
_DUE = re.compile(
    rf"(?:(?:xong |hoàn thành |chậm nhất |báo cáo )*(?:trước|chậm nhất(?: là)?|trong|đến|vào|xong|hạn|thời hạn)(?: hết)?(?: là)?(?: ngày| tháng| quý)?\s+)"
    rf"(?P<words>(?:ngày\s+)?{_DAY}|(?:tháng\s+)?\d{{1,2}}\s*/\s*20\d\d|quý\s+(?:IV|III|II|I)(?:\s*[/-]\s*20\d\d)?|(?:cuối )?tháng\s+\d{{1,2}}(?:\s*(?:/|năm)\s*20\d\d)?)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:^[\s\-–+*•()\d.]*|[;:.,]\s*|giao (?:cho )?|yêu cầu |đề nghị |phân công )(?P<lead>(?:Ban|Phòng|Văn phòng|UBND|Ủy ban|Uỷ ban|Thường trực|Công an|Hội|Đoàn|Trung tâm|Mặt trận"
    r"|Ban Thường trực|Tổ|Trạm|Liên đoàn|Công đoàn|Quân sự|Ban Chỉ huy|HĐND|MTTQ|UBMTTQ|Chủ tịch|Phó Chủ tịch|các tổ chức thành viên|Tổ trưởng)"
    r"(?:[ ,\w-]|(?<=\w) - (?=\w)){0,90}?)\s+(?=chủ trì|phối hợp|tham mưu|hoàn thành|rà soát|trình|báo cáo|tổ chức|xây dựng|ban hành|gửi|cung cấp|"
    r"đôn đốc|tổng hợp|trả lời|có văn bản|xử lý|giải quyết|kiểm tra|triển khai|thực hiện|tiếp tục|lắp đặt|nạo vét|giám sát|sửa chữa|"
    r"bàn giao|công khai|thẩm tra|chuẩn bị|vận động|khẩn trương|chỉ đạo|hướng dẫn|lập|phân công|theo dõi|mời|thống nhất|khảo sát|"
    r"phải|sớm|sẽ|nộp|in|niêm yết|cập nhật|bố trí|khắc phục|làm việc|đề xuất|nghiên cứu|phê duyệt)",
)
_PRODUCT = re.compile(
    r"(?:sản phẩm(?: là)?|kết quả là|có|bằng|gửi|trình|ban hành|lập)\s*:?\s+(?P<product>(?:biên bản|báo cáo|văn bản|kế hoạch|tờ trình|dự thảo|danh sách|lịch|thông báo|hồ sơ|"
    r"bảng|quyết định|nghị quyết|bản niêm yết|cơ sở dữ liệu|phương án|đề án|sổ)(?:[ \w-]){0,50})",
    re.IGNORECASE,
)
MOST = 400


def find_promises(page: Page, source: Source, passages: Sequence[Passage], *, year: int) -> list[Promise]:
    """Rows of task tables, then sentences ahead that carry a day or an owner."""
    found = [_from_row(item.value, page, source, item.start, item.end, year) for item in annex_tasks(page)]
    for passage in passages:
        if passage.kind in ("direction", "proposal") or _given(passage.text):
            found += _from_text(passage, source, year)
    return [p for p in found if p.due or p.due_words or p.lead]


def _given(text: str) -> bool:
    """A conclusion gives work in any part of a paper."""
    return bool(re.search(r"(?:^|\W)(?:giao|yêu cầu|thống nhất giao|đề nghị)\s", text[:120], re.IGNORECASE))


def _from_row(value: dict[str, str], page: Page, source: Source, start: int, end: int, year: int) -> Promise:
    words = value.get("due", "")
    return _promise(
        content=value.get("content", ""), sentence=page.text[start:end], source=source, start=start, end=end,
        lead=value.get("lead", ""), cooperating=value.get("cooperating", ""), product=value.get("product", ""),
        due=due_day(words, year) if words else None, words=words,
    )  # fmt: skip


def _from_text(passage: Passage, source: Source, year: int) -> Iterator[Promise]:
    """One promise a clause that has its own day; else one for the passage if it names an owner and a day."""
    lead = ""
    for start, clause in _clauses(passage.text):
        due = _DUE.search(clause)
        named = _LEAD.search(clause)
        if named:
            lead = " ".join(named["lead"].split())
        if due is None:
            continue
        product = _PRODUCT.search(clause)
        yield _promise(
            content=_content(clause, named, due), sentence=clause.strip(), source=source, start=passage.start + start,
            end=passage.start + start + len(clause), lead=lead, product=" ".join(product["product"].split()) if product else "",
            due=due_day(due["words"], year), words=due["words"],
        )  # fmt: skip


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for match in re.finditer(r";\s|(?<=[^\d\s])\.\s+(?=[A-ZĐÂĂÊÔƠƯ])", text):
        yield at, text[at : match.start() + 1]
        at = match.end()
    yield at, text[at:]


def _content(clause: str, named: re.Match[str] | None, due: re.Match[str]) -> str:
    words = clause[named.end() :] if named else clause
    cut = words.find(due.group())
    kept = f"{words[:cut]} {words[cut + len(due.group()) :]}" if cut >= 0 else words
    return " ".join(re.sub(r"^[\s\-+*•()\d.,]+", "", kept).split()).strip(" ,;.")[:MOST]


def _promise(
    *, content: str, sentence: str, source: Source, start: int, end: int, lead: str = "", cooperating: str = "",
    product: str = "", due: date | None = None, words: str = "",
) -> Promise:  # fmt: skip
    gaps = tuple(name for name, value in (("lead", lead), ("due", due), ("product", product)) if not value)
    return Promise(
        content=content, sentence=sentence, file=source.name, start=start, end=end, lead=lead, cooperating=cooperating,
        product=product, due=due, due_words=words, gaps=gaps,
    )  # fmt: skip
