"""Between a paper's blocks and what its record knows: kind, subject, parties, receivers, number, signers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from phoihop.core import papers
from phoihop.core.papers import (
    Addressees,
    Block,
    Heading,
    LegalBasis,
    LetterHead,
    ListItem,
    Paper,
    Paragraph,
    Recipients,
    Run,
    Signatures,
    Title,
)
from phoihop.core.text import fold
from phoihop.directory.models import Organisation
from phoihop.directory.papers import joint_head, signature_of
from phoihop.documents.models import DocumentKind, Purpose, Recipient

Found = TypeVar("Found", bound=Block)
#: A công văn has no name of its kind on it.
LETTER = "CV"
_ABOUT = re.compile(r"^\s*V/v\.?:?\s*", re.IGNORECASE)
_FILED = re.compile(r"^[-\s]*lưu\b", re.IGNORECASE)
_MARKED = re.compile(r"^\s*(?P<marker>[-+•])\s+(?P<text>.+)$")
_PART = re.compile(r"^\s*(?P<number>[IVX]{1,6}\.|Điều \d{1,3}\.)\s+(?P<text>.+)$")
_POINT = re.compile(r"^\s*(?P<number>\d{1,2}\.(?:\d{1,2}\.?)*)\s+(?P<text>.+)$")
_ENDS = re.compile(r"[.;:]$")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a paper's blocks say of kind, subject and receivers."""

    kind: str
    about: str
    symbol: str
    to: tuple[str, ...]
    copies: tuple[str, ...]


def told(paper: Paper, kinds: Iterable[DocumentKind]) -> Told:
    """Read off the head and the end of a paper of the house."""
    head = first(paper, LetterHead)
    title = first(paper, Title)
    names = {fold(kind.name): kind.code for kind in kinds}
    folded = fold(title.kind) if title else ""
    code = max((n for n in names if n and folded.startswith(n)), key=len, default="")
    about = title.subject if title and title.subject else ""
    about = about or (head.about if head else "") or paper.title
    received = first(paper, Recipients)
    addressed = first(paper, Addressees)
    lines = [_bare(line) for line in (received.lines if received else ())]
    return Told(
        kind=names.get(code, LETTER), about=_ABOUT.sub("", " ".join(str(about).split()))[:500],
        symbol=head.symbol if head else "", to=tuple(_bare(n) for n in (addressed.names if addressed else ())),
        copies=tuple(line for line in lines if line and not _FILED.match(line)),
    )  # fmt: skip


def _bare(line: str) -> str:
    return re.sub(r"^[-\s]+|[\s;.,]+$", "", str(line))


def first(paper: Paper, kind: type[Found]) -> Found | None:
    return next((block for block in paper.blocks if isinstance(block, kind)), None)


def gaps(paper: Paper) -> int:
    """Places a person still has to write."""
    return sum(
        run.gap for block in paper.walk() if isinstance(block, Paragraph | ListItem) for run in block.runs
    )


def framed(
    paper: Paper, *, kind: DocumentKind, about: str, bodies: Sequence[Organisation], recipients: Sequence[Recipient],
    unit: Organisation | None, number: str = "", symbol: str = "", day: date | None = None,
    columns: Sequence[papers.Signature] = (),
) -> Paper:  # fmt: skip
    """The same text under the head, the receivers and the signing columns its record says."""
    old = first(paper, LetterHead)
    letter = not kind.letters
    subject = f"V/v {_ABOUT.sub('', about)}" if letter and about else ""
    head = joint_head(bodies, number=number, symbol=symbol, day=day, about=subject)
    if old is not None and old.issuers:
        head = replace(old, number=number, symbol=symbol, day=day, about=subject)
    titles = [] if letter else [_title(paper, kind, about)]
    to = [row.words for row in recipients if row.purpose == Purpose.TO]
    middle = [
        b
        for b in paper.blocks
        if not isinstance(b, LetterHead | Title | Addressees | Signatures | Recipients)
    ]
    end = [b for b in middle if isinstance(b, papers.Annex)]
    body = [b for b in middle if not isinstance(b, papers.Annex)]
    closing = Signatures(columns=tuple(columns) or _columns(paper, bodies))
    blocks: list[Block] = [
        head, *titles, *([Addressees(names=tuple(to))] if to else []), *body, closing,
        Recipients(lines=_lines(recipients, unit, bodies)), *end,
    ]  # fmt: skip
    return replace(paper, title=about, blocks=tuple(blocks))


def _title(paper: Paper, kind: DocumentKind, about: str) -> Title:
    """The name of the kind as its paper wrote it, if it did ("CHƯƠNG TRÌNH PHỐI HỢP CÔNG TÁC")."""
    old = first(paper, Title)
    kept = old is not None and fold(old.kind).startswith(fold(kind.name))
    return Title(kind=old.kind if old and kept else kind.name.upper(), subject=about)


def _columns(paper: Paper, bodies: Sequence[Organisation]) -> tuple[papers.Signature, ...]:
    old = first(paper, Signatures)
    return old.columns if old else tuple(signature_of(body) for body in bodies)


def _lines(
    recipients: Sequence[Recipient], unit: Organisation | None, bodies: Sequence[Organisation]
) -> tuple[str, ...]:
    """ "- UBND phường;" … and last "Lưu: VT, PKT."."""
    own = unit is not None and all(unit.pk != body.pk for body in bodies)
    sign = (unit.kind.symbol or unit.kind.code) if unit is not None and own else ""
    kept = f"Lưu: VT, {sign}." if sign else "Lưu: VT."
    return (*(f"{row.words};" for row in recipients if row.purpose == Purpose.COPY), kept)


# ------------------------------------------------------------------------------------ typed text


def blocks_of(text: str) -> tuple[Block, ...]:
    """Typed lines as blocks: "I. …" and "1. …" are headings, "- …" points, "Căn cứ …" bases, the rest paragraphs."""
    return tuple(_block(" ".join(line.split())) for line in text.splitlines() if line.strip())


def _block(line: str) -> Block:
    if line.startswith("Căn cứ ") and _ENDS.search(line):
        return LegalBasis(text=_ENDS.sub("", line))
    if found := _MARKED.match(line):
        return ListItem(runs=papers.runs(found["text"]), marker=found["marker"])
    if found := _PART.match(line):
        return Heading(level=1, number=found["number"], text=found["text"])
    if (found := _POINT.match(line)) and not _ENDS.search(line):
        return Heading(level=2, number=found["number"], text=found["text"])
    return papers.paragraph(line)


def typed_text(paper: Paper) -> str | None:
    """The body as typed lines; None where a text box could not hold it (tables, annexes, bold words, figures)."""
    lines: list[str] = []
    for block in paper.blocks:
        match block:
            case LetterHead() | Title() | Addressees() | Signatures() | Recipients():
                continue
            case LegalBasis():
                lines.append(f"{block.text};")
            case Heading() if block.level <= 2:
                lines.append(f"{block.number} {block.text}".strip())
            case Paragraph() | ListItem() if _plain(block.runs):
                marker = f"{block.marker} " if isinstance(block, ListItem) else ""
                lines.append(f"{marker}{block.text}")
            case _:
                return None
    return "\n".join(lines)


def _plain(runs: tuple[Run, ...]) -> bool:
    return all(run == Run(text=run.text) for run in runs) and len(runs) <= 1


def body_words(paper: Paper) -> str:
    """The plain words of the text, for a look at it and for the search."""
    out = []
    for block in paper.walk():
        if isinstance(block, Paragraph | ListItem | Heading):
            out.append(block.text)
    return "\n".join(out)
