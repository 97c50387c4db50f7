"""Where the numbers of a passage stand in its words, and the words with something else in their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from phoihop.reports.models import Intake, IntakeFigure, IntakePassage, ReportFigure
from phoihop.reports.printing import Decided, digits_of
from phoihop.reports.reported import Reported

Edit = tuple[int, int, str]
#: What names a month, a quarter, a level or a document counts nothing: "tháng 5", "mức độ 2", "Nghị quyết số 12".
_NAMES = re.compile(
    r"(?:(?<!\d )(?<!mỗi )(?<!hàng )(?<!hằng )(?<!từng )(?<!trong )(?<!đầu )\btháng|(?<!mỗi )(?<!hàng )(?<!hằng )(?<!từng )\bquý"
    r"|\b(?:mức|cấp) độ|\b(?:điều|khoản)|\b(?:kỳ họp|phiên họp|lần|khóa|nhiệm kỳ) thứ|\bkhóa"
    r"|\b(?:nghị quyết|quyết định|kế hoạch|công văn|báo cáo|thông báo|chỉ thị|nghị định|thông tư|tờ trình|hướng dẫn|kết luận"
    r"|tổ|khu phố|thôn|ấp)(?: liên tịch)? số)\s*$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"0?\d{1,3}")


def numbers_of(
    passage: IntakePassage, intake: Intake, cuts: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[int, int, IntakeFigure]]:
    """Each figure of a passage with where its digits stand; none in what is cut, none that names and counts nothing."""
    taken: set[int] = set()
    for row in intake.told():
        if not passage.start <= row.start < passage.end:
            continue
        first, last = digits_of(row)
        start = _found_at(passage, row, first)
        if start is None or start in taken or any(s <= start < e for s, e in cuts):
            continue
        taken.add(start)
        if not names_only(passage.text, start, row.printed[first:last]):
            yield start, start + last - first, row


def names_only(text: str, start: int, digits: str) -> bool:
    """Whether the number at a place is part of a name: it opens to nothing and stays as it stands."""
    return bool(_PLAIN.fullmatch(digits) and _NAMES.search(text[max(start - 40, 0) : start]))


def _found_at(passage: IntakePassage, row: IntakeFigure, first: int) -> int | None:
    """Where the digits of a figure stand in the text of its passage."""
    token = row.printed
    at = row.start - passage.start
    if passage.text[at : at + len(token)] != token:
        at = passage.text.find(token, max(at - 40, 0))
    return None if at < 0 else at + first


def edited(text: str, edits: Sequence[Edit]) -> str:
    out, at = [], 0
    for start, end, words in sorted(edits):
        if start >= at:
            out += [text[at:start], words]
            at = end
    return "".join([*out, text[at:]])


def as_settled(
    passage: IntakePassage,
    intake: Intake,
    decided: Mapping[str, Decided],
    cuts: Sequence[tuple[int, int]] = (),
) -> str:
    """A passage with every number as the joint report will print it, and its doubt beside it."""
    edits: list[Edit] = [(start, end, "") for start, end in cuts]
    for start, end, row in numbers_of(passage, intake, cuts):
        told = Reported.of(row, intake, decided)
        if told.decided is not None:
            values = told.figure(item="", token=passage.text[start:end])
            edits.append((start, end, ReportFigure(**values).marked_words))
    return " ".join(edited(passage.text, edits).split())
