"""What a programme is to do: enumerations after “nội dung”, sections II of a programme, rows of its annex."""

from __future__ import annotations

import re
from typing import Any

from phoihop.core.papers import Cell
from phoihop.core.text import fold
from phoihop.ingest.reading.data.phrases import either
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page
from phoihop.ingest.reading.tables import headings, logical_rows

_COUNTED = re.compile(
    r"(?<!\d)(?P<n>\d{1,2})\s+(?:nhóm\s+)?(?:nội dung|nhiệm vụ|lĩnh vực|nhóm nhiệm vụ|công việc|chỉ tiêu)"
    r"[^.:\n;]{0,90}"
)
_OPEN = re.compile(
    r"(?:nội dung|nhiệm vụ|lĩnh vực|công tác năm \d{4}|giữa \d+ cơ quan|như|gồm|bao gồm|trọng tâm|sau|chính)"
    r"[^.:\n;]{0,60}:\s*(?P<list>[^\n]{40,3000})",
    re.IGNORECASE,
)
_DOING = either(
    """
    tuyên truyền | phối hợp | tổ chức | tăng cường | đẩy mạnh | vận động | thực hiện | xây dựng | nâng cao
    tiếp tục | triển khai | phòng, chống | bảo vệ | tham gia | giám sát | chuẩn bị | về | công tác | phát huy
    kiểm tra | mở rộng | việc | trao đổi | chia sẻ | tạo | đổi mới | bám sát | tập trung | khắc phục | chú trọng | quan tâm | chủ động
    """
)
_ITEM_START = re.compile(rf"(?:{_DOING})(?!\w)", re.IGNORECASE)
_TO_DO = re.compile(
    rf"(?:\bsẽ|đề nghị[^.;\n]{{0,90}}?|thống nhất[^.;\n]{{0,60}}?)\s+(?:cùng |tiếp |tập )*(?P<list>(?:{_DOING})(?!\w)[^\n]{{12,700}})"
)
_KEY_WORDS = 24
_QUOTED = re.compile(r"^[“\"]([^“”\"]*)[”\"]$")
_LEAST, _MOST = 8, 700

_COLUMNS = {
    "content": (
        "noi dung",
        "nhiem vu",
        "cong viec",
        "hoat dong",
        "ten nhiem vu",
        "noi dung phoi hop",
        "noi dung cong viec",
    ),
    "lead": (
        "chu tri",
        "don vi chu tri",
        "co quan chu tri",
        "don vi thuc hien",
        "co quan thuc hien",
        "phu trach",
        "dau moi",
    ),
    "cooperating": ("phoi hop", "don vi phoi hop", "co quan phoi hop", "don vi, co quan phoi hop"),
    "product": ("san pham", "ket qua", "san pham dau ra", "ket qua/san pham", "san pham, ket qua"),
    "due": (
        "thoi gian",
        "thoi han",
        "tien do",
        "thoi gian hoan thanh",
        "han hoan thanh",
        "thoi gian thuc hien",
        "thang",
    ),
    "no": ("stt", "tt", "so tt"),
    "note": ("ghi chu",),
}


def column_roles(heads: list[str]) -> dict[int, str]:
    """Which column is what, by its heading; the longest fitting phrase wins."""
    roles: dict[int, str] = {}
    for index, head in enumerate(heads):
        folded = " ".join(fold(head).split())
        best = ("", "")
        for role, phrases in _COLUMNS.items():
            for phrase in phrases:
                fits = (
                    folded == phrase if phrase == "thang" else phrase in folded
                )  # "6 tháng" counts, it fixes no day
                if fits and len(phrase) > len(best[1]):
                    best = (role, phrase)
        if best[0] and best[0] not in roles.values():
            roles[index] = best[0]
    return roles


def annex_tasks(page: Page) -> list[Found]:
    """Tasks of the tables that have a content column and a lead, a product or a date."""
    found: list[Found] = []
    for table in page.tables:
        rows = logical_rows(table)
        start, roles = _head(rows)
        group = ""
        for row in rows[start:] if roles else ():
            cells = {roles[i]: c for i, c in enumerate(row) if i in roles}
            filled = {id(c): c for c in row if c.text.strip()}.values()
            content = cells.get("content")
            alone = len({id(c) for c in row}) == 1
            rest = [r for r in cells if r not in ("content", "no") and cells[r].text.strip()]
            if filled and (alone or (len(filled) <= 2 and not rest)):
                group = " ".join(max((c.text for c in filled), key=len, default="").split())
            elif content is not None and content.text.strip():
                found.append(_task(row, cells, group))
    return found


def _head(rows: list[tuple[Cell, ...]]) -> tuple[int, dict[int, str]]:
    """The first row after the headings, and which column is what; no columns if it is no table of tasks."""
    for index in range(min(3, len(rows))):
        heads, depth = headings(rows, index)
        roles = column_roles(heads)
        if "content" in roles.values() and {"lead", "product", "due"} & set(roles.values()):
            return index + depth, roles
    return 0, {}


def _task(row: tuple[Any, ...], cells: dict[str, Any], group: str) -> Found:
    value: dict[str, Any] = {
        role: " ".join(cell.text.split()) for role, cell in cells.items() if cell.text.strip()
    }
    if group:
        value["group"] = group
    places = [c.place for c in row if c.place]
    start = min((p.start or 0 for p in places), default=0)
    end = max((p.end or 0 for p in places), default=0)
    missing = [
        label for role, label in (("lead", "đơn vị chủ trì"), ("due", "thời hạn")) if role not in value
    ]
    return Found(
        field="proposed_tasks",
        value=value,
        start=start,
        end=end,
        mark=CHECK if missing else SURE,
        reason=f"Chưa ghi {' và '.join(missing)}." if missing else "",
        place=places[0] if places else None,
    )


def find_tasks(page: Page) -> Found | None:
    """The contents listed in running text: a stated count, and short keys."""
    counted = next((m for m in _COUNTED.finditer(page.low, 0, page.end) if _of_contents(m.group())), None)
    count = int(counted["n"]) if counted else None
    for match in _OPEN.finditer(page.text, 0, page.end):
        parts = _parts(match["list"])
        if len(parts) > 1 and sum(bool(_ITEM_START.match(p)) for p in parts) * 2 >= len(parts):
            return _listed(parts, count, match.start("list"), match.end("list"))
    if counted is None:
        return _announced(page)
    return Found(
        field="tasks",
        value={"count": count, "keys": []},
        start=counted.start("n"),
        end=counted.end(),
        mark=CHECK,
        reason="Chỉ thấy số lượng, không thấy danh sách.",
    )


def _of_contents(words: str) -> bool:
    return "nội dung" in words or "nhiệm vụ" in words


def _listed(parts: list[str], count: int | None, start: int, end: int) -> Found:
    return Found(
        field="tasks",
        value={"count": count, "keys": [" ".join(p.split()[:_KEY_WORDS]) for p in parts]},
        start=start,
        end=end,
        mark=CHECK,
        reason="Tách theo dấu câu; hãy xem lại từng ý.",
    )


def _announced(page: Page) -> Found | None:
    """“… sẽ khắc phục …; đẩy mạnh …”: what the parties say they will do, where no list is given."""
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _TO_DO.finditer(page.text, 0, page.end):
        if match.start() < (spans[-1][1] if spans else 0):
            continue
        keys += [p for p in _parts(match["list"], least=1) if _ITEM_START.match(p)]
        spans.append((match.start("list"), match.end("list")))
    return _listed(keys, None, spans[0][0], spans[-1][1]) if keys else None


def _parts(listed: str, *, least: int = 2) -> list[str]:
    """A list parted by semicolons; by sentences where it is parted by neither or by both."""
    pieces = [p.strip(' .…“”"') for p in listed.split(";")]
    sentences = [p for piece in pieces for p in re.split(r"(?<=[^\d\s])\.\s+(?=[A-ZĐ])", piece)]
    begun = [p for p in sentences if _ITEM_START.match(p.strip())]
    chosen = sentences if len(pieces) < least or len(begun) > len(pieces) else pieces
    return [p.strip(' .…“”"') for p in chosen if _LEAST < len(p.strip()) < _MOST]
