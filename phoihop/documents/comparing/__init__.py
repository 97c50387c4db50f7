"""Đối chiếu bản ký: is what was signed, word for word, what was agreed?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from phoihop.core.papers import Paper
from phoihop.documents.comparing.areas import Difference
from phoihop.documents.comparing.judging import Comparison
from phoihop.documents.comparing.reading import PICTURE, Leaf, NoReader, Step, Unreadable

if TYPE_CHECKING:
    from phoihop.documents.comparing.aligning import Pairing

#: "02/KH-UBND" as a page carries it, and among how many of its first words.
_NUMBER, _HEAD = re.compile(r"\d{1,4}/[A-ZĐ][\w.Đđ/-]*[A-ZĐ]"), 60

__all__ = ["Comparison", "Difference", "NoReader", "Unreadable", "beside", "compare"]


def compare(paper: Paper, data: bytes, *, step: Step | None = None) -> Comparison:
    """The scan or PDF ``data`` beside the agreed paper; Unreadable in plain words where that cannot be done."""
    from phoihop.documents.comparing.reading import leaves  # noqa: PLC0415 heavy
    from phoihop.documents.pdf import write  # noqa: PLC0415 heavy: typst

    return beside(paper, list(leaves(data, ours=write(paper), step=step)))


def beside(paper: Paper, sent: Sequence[Leaf]) -> Comparison:
    """The same for pages that were read already."""
    from phoihop.documents.comparing.aligning import pair  # noqa: PLC0415 heavy
    from phoihop.documents.comparing.expected import agreed  # noqa: PLC0415 heavy
    from phoihop.documents.comparing.judging import Judge  # noqa: PLC0415 heavy
    from phoihop.documents.comparing.tokens import in_order  # noqa: PLC0415 heavy

    wanted = agreed(paper)
    made = pair(in_order(wanted.pages), in_order([leaf.tokens for leaf in sent]))
    out = Judge(made, sent).judge()
    read = [t for leaf in sent if leaf.sheet for t in leaf.tokens if leaf.way == PICTURE or t.sure < 100]
    out.way = "ocr" if any(leaf.sheet for leaf in sent) else "text"
    out.ways = [leaf.way for leaf in sent]
    out.alike, out.number = _alike(made), _number(sent)
    out.sure = round(sum(t.sure for t in read) / len(read), 1) if read else 100.0
    return out


def _alike(made: Pairing) -> float:
    """How much of the agreed text is there at all, told by words that are the same but for their tone marks."""
    from phoihop.documents.comparing.tokens import bare  # noqa: PLC0415 heavy

    here = sum(
        bare(made.agreed[i].key) == bare(made.seen[found[0]].key) for i, found in made.of.items() if len(found) == 1
    )  # fmt: skip
    return round((here + len(made.joined)) / len(made.agreed), 3) if made.agreed else 1.0


def _number(sent: Sequence[Leaf]) -> str:
    first = sent[0].tokens[:_HEAD] if sent else ()
    found = (_NUMBER.search(token.text) for token in first)
    return next((one.group() for one in found if one), "")
