"""Figures out of running text: what each number counts, of which period, done or planned, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from phoihop.core.stated import Stated, Subject
from phoihop.ingest.reading.figures import Figure
from phoihop.ingest.tally.clauses import Clause, Line, clause_of, since
from phoihop.ingest.tally.counted import counted, labelled, topic
from phoihop.ingest.tally.doers import doing, is_shared, spot_near, state_of
from phoihop.ingest.tally.modes import all_this_year, is_restated, mode_of
from phoihop.ingest.tally.when import when
from phoihop.ingest.tally.words import head_words, tokens

_WORTH = re.compile(
    r"^[^;.]{0,90}(?:trị giá|kinh phí|số tiền|tổng giá trị|giá trị)[^;.]{0,20}$", re.IGNORECASE
)
MEASURED = frozenset({"m2", "m3", "ha", "km", "tấn", "tạ", "kg", "lít", "m"})


def sentence_figures(line: Line, figures: Sequence[Figure]) -> Iterator[Stated]:
    """The figures of one sentence, in order."""
    last: Figure | None = None
    before: list[Stated] = []
    for n, figure in enumerate(figures):
        told = figure
        if last is not None:
            if figure.unit == "đồng" and not last.unit and _WORTH.search(line.text[last.end : figure.start]):
                told = replace(figure, noun=f"{last.noun} {figure.noun}"[:160])  # the money of that count
            if _same_measure(told, last, line.text):
                told = replace(told, unit=last.unit)
        after = figures[n + 1].start if n + 1 < len(figures) else line.end
        stated = _stated(line, told, clause_of(line, told, last.end if last else line.start, after))
        if last is not None and (made := _said_of(stated, before, line.text, last.end)):
            own = [w for w in stated.subject.key if w not in _BASES] if stated.unit == "%" else []
            key = tuple(dict.fromkeys((*made.subject.key, *own)))
            stated = replace(stated, subject=replace(stated.subject, key=key))
            if stated.unit == "%" and stated.mode == made.mode == "done":
                stated = replace(
                    stated, period=made.period, as_of=made.as_of
                )  # a share is of its count's time
        if before and _is_whole(before[-1], stated, line.text):
            stated = replace(stated, mode="plan", period=str(line.who.year))
        yield stated
        last = told
        if stated.unit != "%":
            before.append(stated)


def _is_whole(part: Stated, whole: Stated, text: str) -> bool:
    """ "22.904 triệu đồng/54.200 triệu đồng, đạt 42,3 % kế hoạch": what stands behind the stroke was planned."""
    return (
        text[part.end : whole.start].strip() == "/"
        and whole.unit == part.unit
        and whole.value >= part.value
        and part.mode == whole.mode == "done"
        and bool((_OF_MONEY if whole.unit == "đồng" else _OF_PLAN).match(text[whole.end : whole.end + 60]))
    )


_OF_PLAN = re.compile(r"[^.;]{0,30}(?:kế hoạch|dự toán|chỉ tiêu|KH)")
#: "17.388 triệu đồng/38,64 tỷ đồng, đạt 45 %": of money nothing but the plan is a share's whole.
_OF_MONEY = re.compile(r"[^.;]{0,30}(?:kế hoạch|dự toán|chỉ tiêu|KH|đạt|bằng)")
#: Of a share: what it is a share of.
_BASES = frozenset({"kế", "hoạch", "dự", "toán", "chỉ", "tiêu"})
#: What a number says of the one before it: its share, its plan, its sum since the beginning, last year's.
_SHARE_OF = re.compile(
    r"[\s,(]*(?:(?:mới|đã|chỉ|tương ứng|tương đương|tức|ứng|với|đạt|chiếm|bằng|tỷ lệ|tỉ lệ|là|được|khoảng|gần|hơn|trên|=)\s*)*",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"[\s,;()]*(?:[^\W\d_]+[ ,;]+){0,4}?(?:(?-i:CK|6T)|lũy kế|luỹ kế|cộng dồn|cùng kỳ|kế hoạch|KH|chỉ tiêu|dự toán|cuối năm|cả năm|năm trước|năm 20\d\d|riêng 6 tháng|(?:6|sáu) tháng|nâng tổng)(?!\w)[^;]*",
    re.IGNORECASE,
)


#: What opens a list of parts.
_LISTED = re.compile(
    r"(?<!\w)(?:trong (?:đó|số (?:này|đó|trên|ấy))|(?:bao )?gồm|cụ thể|chia ra)(?!\w)", re.IGNORECASE
)


def _said_of(stated: Stated, before: Sequence[Stated], text: str, since: int) -> Stated | None:
    """The count that a number speaks of: "42/50 hộ, đạt 84 %"; "mở 64 buổi cho 5.720 lượt người (cùng kỳ 51 buổi)";
    "làm 24 nhà tình thương; lũy kế đến nay 71 nhà"."""
    if not before:
        return None
    gap = text[since : stated.start]
    if stated.unit == "%":
        return before[-1] if _SHARE_OF.fullmatch(gap) else None
    said = stated.subject.words.split()
    if (
        "\n" in gap
        or not _AGAIN.fullmatch(gap)
        or not (stated.unit or len(said) <= len(head_words(stated.subject.words)))
    ):
        return None
    same = [b for b in before if (b.subject.head, b.unit) == (stated.subject.head, stated.unit)]
    same = [b for b in same if stated.unit or b.subject.words.split()[:1] == said[:1]]
    if (
        same
        and same[-1] is before[-1]
        and re.match(r"\s*\(", gap)
        and not _LISTED.search(text[same[0].end : same[-1].start])
    ):
        return same[
            -1
        ]  # "tôm 5.310 tấn (…); nghêu 1.940 tấn (6 tháng: 968 tấn)": brackets speak of what they follow
    if same and all(b.value < same[0].value for b in same[1:]):
        return same[0]  # those behind it are its parts
    return same[-1] if same else None


def _same_measure(figure: Figure, last: Figure, text: str) -> bool:
    """ "rừng toàn xã 640,5 ha, trong đó rừng trồng 120,3": a bare number goes on in the measure before it."""
    gap = text[last.end : figure.start]
    said = " ".join(text[figure.start : figure.end].split())
    return (
        not figure.unit
        and last.unit in MEASURED
        and figure.noun not in said
        and "/" not in figure.value
        and not re.search(r"(?<!\d)\.\s|\n", gap)
        and not topic(gap)
    )


def _stated(line: Line, figure: Figure, clause: Clause) -> Stated:
    text, who, stack = line.text, line.who, line.stack
    noun = figure.noun
    mode = "next" if stack.kind == "direction" and not is_restated(clause) else mode_of(clause, figure.unit)
    if mode == "done" and (who.identity.role == "programme" or all_this_year(clause, who)):
        mode = "plan"
    first, _stroke, whole = figure.value.partition("/")
    head, own = counted(figure, clause, line)
    told = when(clause, mode, who, noun, head)
    reason = "Dấu chấm, phẩy trong số có thể hiểu hai cách." if figure.ambiguous else told.doubt
    around = frozenset(tokens(f"{clause.left[-200:]} {noun} {clause.right[:60]}")) | frozenset(line.opening)
    subject = Subject(
        words=noun[:160],
        key=own,
        head=head,
        around=around,
        under=frozenset(tokens(stack.words)),
        before=frozenset(tokens(clause.before)),
        refs=line.refs,
        label=frozenset(labelled(clause.left)),
    )
    return Stated(
        value=Decimal(first), of=Decimal(whole) if whole else None, unit=figure.unit, qualifier=figure.qualifier,
        step=_step(text[figure.start : figure.end], figure.unit), subject=subject, file=who.file, place=line.place,
        sentence=clause.sentence, start=figure.start, end=figure.end, body=who.identity.body, period=told.period, mode=mode,
        as_of=told.day, actors=doing(f"{since(clause.left)} {noun} {clause.right}", who.identity.body),
        shared=is_shared(f"{since(clause.left)[-90:]} {noun} {clause.right[:40]}", who.identity.body), spot=spot_near(f"{clause.left[-80:]} {clause.right[:60]}"), state=state_of(clause, noun), group=line.group,
        heading=stack.words, line=line.number, mark="can_xem" if reason else "chac", reason=reason,
    )  # fmt: skip


def _step(said: str, unit: str) -> Decimal:
    """How fine the number was said: 1,2 tỷ is said in steps of a hundred million; 84,5 % in tenths."""
    match = re.match(r"\s*(\d[\d.]*)(?:,(\d+))?\s*(nghìn|ngàn|triệu|tỷ|tỉ)?", said, re.IGNORECASE)
    if match is None:
        return Decimal(1)
    scale = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}.get((match[3] or "").lower(), 0)
    return Decimal(10) ** (scale - len(match[2] or ""))
