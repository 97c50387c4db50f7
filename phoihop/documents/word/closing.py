"""The lower part of a paper: who signs, who receives."""

from __future__ import annotations

import re

from phoihop.core.papers import Recipients, Signature, Signatures
from phoihop.documents.layout import Layout
from phoihop.documents.word.markup import Box, Grid, Item, Para, Row, Span, lines
from phoihop.documents.word.measuring import wrap
from phoihop.documents.word.opening import text_width

_KEPT = re.compile(r"^[-–\s]*Lưu\b")
_MARKS = re.compile(r"[\s;.,]+$")
_MOST_COLUMNS = 4
_WIDE_COLUMNS = 2
_NARROW = 50.0  # mm
_LEFT_SHARE = 0.45
_GUTTER = 4.0  # mm between neighbouring columns, so that titles do not run together


def recipient_lines(lines_: tuple[str, ...]) -> list[str]:
    """``- …;`` lines with ``- Lưu: VT.`` last; a paper without a line Lưu gets one."""
    names = [_MARKS.sub("", line.strip().lstrip("-–").strip()) for line in lines_]
    names = [n for n in names if n]
    kept = [n for n in names if _KEPT.match(n)] or ["Lưu: VT"]
    names = [n for n in names if not _KEPT.match(n)] + kept
    return [f"- {n}{'.' if i == len(names) else ';'}" for i, n in enumerate(names, start=1)]


def _recipients(block: Recipients, *, layout: Layout) -> tuple[Para, ...]:
    word, names = layout.elements["recipients_word"], layout.elements["recipients"]
    head = Para(
        spans=(Span(text="Nơi nhận:", size=word.used, bold=True, italic=True),), align="left", keep_next=True
    )
    rows = (
        Para(spans=(Span(text=line, size=names.used),), align="left", keep_next=True)
        for line in recipient_lines(block.lines)
    )
    return (head, *rows)


def _authority(signature: Signature, *, width: float, size: float) -> tuple[Para, ...]:
    texts: list[str] = []
    for text in (signature.authority, *signature.titles):
        if text:
            texts += wrap(
                text.upper(), room=width - (_GUTTER if width > _NARROW else _GUTTER / 2), size=size, bold=True
            )
    return (Para(spans=lines(texts, size=size, bold=True), align="center", keep_next=True),)


def _name(signature: Signature, *, width: float, size: float) -> tuple[Para, ...]:
    texts = wrap(
        signature.name, room=width - (_GUTTER if width > _NARROW else _GUTTER / 2), size=size, bold=True
    )
    return (Para(spans=lines(texts, size=size, bold=True), align="center"),)


def _columns(columns: tuple[Signature, ...], *, layout: Layout) -> Grid:
    """Authorities on one row, room to sign, names on one row."""
    width = text_width(layout) / len(columns)
    authority, signer = layout.elements["authority"], layout.elements["signer"]
    narrow = len(columns) > _WIDE_COLUMNS
    size = authority.low if narrow else authority.used
    name_size = signer.low if narrow else signer.used
    return Grid(
        rows=(
            Row(boxes=tuple(Box(paras=_authority(s, width=width, size=size), width=width) for s in columns)),
            Row(
                boxes=tuple(Box(paras=(Para(keep_next=True),), width=width) for _s in columns),
                height=layout.measures["signature.room"].used,
            ),
            Row(boxes=tuple(Box(paras=_name(s, width=width, size=name_size), width=width) for s in columns)),
        ),
        widths=(width,) * len(columns),
    )


def _one(signature: Signature, recipients: Recipients | None, *, layout: Layout) -> Grid:
    """Nơi nhận on the left, level with the signing authority."""
    total = text_width(layout)
    left, right = total * _LEFT_SHARE, total * (1 - _LEFT_SHARE)
    size, name_size = layout.elements["authority"].used, layout.elements["signer"].used
    signed = (
        *_authority(signature, width=right, size=size),
        Para(exact=layout.measures["signature.room"].used * 72 / 25.4, keep_next=True),
        *_name(signature, width=right, size=name_size),
    )
    receiving = _recipients(recipients, layout=layout) if recipients else (Para(),)
    boxes = (Box(paras=receiving, width=left), Box(paras=signed, width=right))
    return Grid(rows=(Row(boxes=boxes),), widths=(left, right))


def closing(signatures: Signatures | None, recipients: Recipients | None, *, layout: Layout) -> list[Item]:
    """One signature: level with Nơi nhận. Several: in columns, in their order, Nơi nhận below."""
    columns = signatures.columns if signatures else ()
    if len(columns) == 1:
        return [Para(exact=8, keep_next=True), _one(columns[0], recipients, layout=layout)]
    out: list[Item] = []
    rows = -(-len(columns) // _MOST_COLUMNS)
    per_row = -(-len(columns) // rows) if rows else 0
    for i in range(0, len(columns), per_row or 1):
        part = _columns(columns[i : i + per_row], layout=layout)
        out += [Para(exact=10, keep_next=True), part.kept() if recipients else part]
    if recipients:
        below = _recipients(recipients, layout=layout)
        out += [Para(exact=12, keep_next=True), *below[:-1], _released(below[-1])]
    return out


def _released(para: Para) -> Para:
    return Para(spans=para.spans, align=para.align)
