"""Where a sentence tells of one row of a table by the row's own name, whatever the numbers are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from phoihop.core.stated import Stated
from phoihop.reports.reconcile.subjects import tokens

#: A row of fewer words is named by chance; of its words so many of a hundred must stand in the sentence.
LEAST_WORDS, LEAST_NAMED = 4, 70
#: Words of labels that name nothing.
_EMPTY = frozenset("va cua cac cac o tai ve cho viec cong tac cuoc".split())
#: Rows that add up, and rows named for those who did it or where: these say who, not what.
_TOTAL = re.compile(r"(?:tổng|cộng|toàn)(?!\w)", re.IGNORECASE)
_WHO = re.compile(
    r"\W*(?:hội(?! nghị)|đoàn(?! kết)|ban(?! hành)|công an|công đoàn|[uủ][ỷy] ban|ubnd|hđnd|mttq|mặt trận|chi (?:hội|đoàn|bộ)|tổ(?! chức)"
    r"|thường trực|trạm|trường(?! hợp)|phòng(?! ch)|trung tâm|hợp tác xã|htx|thôn|ấp|khối(?! lượng)|khu|khóm|cụm|bản|xóm|làng"
    r"|liên đoàn|câu lạc bộ)(?!\w)",
    re.IGNORECASE,
)


def row_named(a: Stated, b: Stated, figures: Sequence[Stated], rows: Iterable[Stated]) -> bool:
    """A count of the same thing by a sentence that names the row of a cell and no other row of its table.

    ``figures`` are those of the sentence's line, ``rows`` those of the cell's table."""
    if a.cell == b.cell or a.body != b.body:
        return False
    prose, cell = (b, a) if a.cell else (a, b)
    if (
        not cell.subject.head
        or prose.subject.head != cell.subject.head
        or prose.of is not None
        or cell.of is not None
    ):
        return False
    if prose.state != cell.state or any(p.match(cell.subject.words) for p in (_TOTAL, _WHO)):
        return False
    said = _before(prose)
    if not _names(said, _row(cell)):
        return False
    if any(
        f is not prose and f.sentence == prose.sentence and f.subject.head == prose.subject.head
        for f in figures
    ):
        return False
    others = [f for f in rows if f is not cell]
    if any(f.line == cell.line and f.value == prose.value for f in others):
        return False
    return not any(f.line != cell.line and _names(said, _row(f)) for f in others)


def _row(cell: Stated) -> frozenset[str]:
    return frozenset(tokens(cell.subject.words.split(" (")[0])) - _EMPTY


def _names(said: frozenset[str], row: frozenset[str]) -> bool:
    return len(row) >= LEAST_WORDS and len(row & said) * 100 >= len(row) * LEAST_NAMED


def _before(prose: Stated) -> frozenset[str]:
    at = prose.start - (prose.place.start or prose.start)
    return frozenset(tokens(prose.sentence[:at]))
