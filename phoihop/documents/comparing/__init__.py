"""Đối chiếu bản ký: is what was signed, word for word, what was agreed?"""

from __future__ import annotations

from collections.abc import Sequence

from phoihop.core.papers import Paper
from phoihop.documents.comparing.areas import Difference
from phoihop.documents.comparing.judging import Comparison
from phoihop.documents.comparing.reading import PICTURE, Leaf, NoReader, Step, Unreadable

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
    out.sure = round(sum(t.sure for t in read) / len(read), 1) if read else 100.0
    return out
