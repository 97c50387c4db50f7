"""Runs of the block model → spans of Word: figures, marks, gaps, words that stay together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from phoihop.core.papers import Run
from phoihop.documents.word.markup import Span

NBSP = "\u00a0"
_UNITS = "ngày|tháng|năm|giờ|phút|lần|người|đồng|triệu|tỷ|nghìn|chỉ tiêu|kiến nghị|cuộc|việc|hộ|m²|km|ha|%"
# "số 12/KH", "Đ/c Hùng", "05 ngày", "Điều 7" stay on one line; only the first space of a match is tied
_TIED = re.compile(
    rf"(?:\b(?:số|Điều|khoản|điểm|ngày|tháng|năm|khóa|thứ)(?P<a> )(?=\d|[a-zđ]\)|[IVXLC]+\b)"
    rf"|(?:\bĐ/c|\bđ/c|\bÔng|\bông|\bBà|\bbà|\bĐồng chí|\bđồng chí)(?P<b> )(?=[A-ZĐÀ-Ỹ])"
    rf"|(?<=\d)(?P<c> )(?=(?:{_UNITS})(?!\w)))"
)


def tie(texts: Sequence[str]) -> list[str]:
    """The texts of neighbouring runs with no-break spaces where a line must not end."""
    joined = "".join(texts)
    chars = list(joined)
    for match in _TIED.finditer(joined):
        at = next(match.start(name) for name in "abc" if match.group(name))
        chars[at] = NBSP
    out, start = [], 0
    for text in texts:
        out.append("".join(chars[start : start + len(text)]))
        start += len(text)
    return out


def _gap_words(text: str) -> str:
    """The words of a gap in square brackets, whatever brackets they came with."""
    return f"[{text.strip().removeprefix('[').removesuffix(']')}]"


def spans(
    runs: Sequence[Run],
    *,
    base_url: str = "",
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
) -> tuple[Span, ...]:
    """``base_url`` + the figure's code is the address of its source; "" writes plain text."""
    shown = [replace(r, text=_gap_words(r.text)) if r.gap else r for r in runs if r.text or r.mark]
    out: list[Span] = []
    for run, text in zip(shown, tie([r.text for r in shown]), strict=True):
        span = Span(
            text=text, size=size, bold=bold or run.bold, italic=italic or run.italic,
            underline=run.underline, gap=run.gap, change=run.change,
            link=f"{base_url}{quote(run.figure, safe='/')}" if base_url and run.figure else "",
        )  # fmt: skip
        if text:
            out.append(span)
        if run.mark:
            plain = replace(span, bold=False, italic=False, underline=False, link="")
            out.append(replace(plain, text=run.mark, raised=True))
    return tuple(out)
