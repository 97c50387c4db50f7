"""Passages of the papers in use: what is usually merged, and what two bodies say in nearly the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from phoihop.core.text import fold
from phoihop.reports.models import Intake, IntakePassage, IntakeRole

#: Two passages of two bodies this alike (by runs of three words) are one passage written twice.
ALIKE = 0.5
SHORTEST = 8
Told = tuple[IntakePassage, Intake]


def told_passages(intakes: Sequence[Intake]) -> Iterator[Told]:
    """The prose of this period's reports, in order."""
    for intake in intakes:
        if intake.role == IntakeRole.REPORT:
            for passage in intake.passages.all():
                yield passage, intake


def is_usual(passage: IntakePassage, intake: Intake) -> bool:
    """Goes into the joint report unless a person takes it out: results that carry a figure, and every judgement."""
    if passage.kind != "result":
        return True
    return any(passage.start <= f.start < passage.end for f in intake.figures.all())


def repeated(intakes: Sequence[Intake]) -> list[tuple[Told, Told]]:
    """Pairs of passages of two bodies that say the same nearly word for word, each passage in one pair."""
    rows = [(told, _runs(told[0].text)) for told in told_passages(intakes)]
    rows = [row for row in rows if len(row[1]) >= SHORTEST]
    index: dict[tuple[str, ...], list[int]] = {}
    for n, (_told, runs) in enumerate(rows):
        for run in runs:
            index.setdefault(run, []).append(n)
    found: list[tuple[float, int, int]] = []
    for n, (told, runs) in enumerate(rows):
        near = {m for run in runs for m in index[run] if m > n and rows[m][0][1].speaker != told[1].speaker}
        for m in near:
            common = len(runs & rows[m][1])
            alike = common / min(len(runs), len(rows[m][1]))
            if alike >= ALIKE:
                found.append((alike, n, m))
    taken: set[int] = set()
    pairs = []
    for _alike, n, m in sorted(found, reverse=True):
        if not {n, m} & taken:
            taken |= {n, m}
            pairs.append((rows[n][0], rows[m][0]))
    return pairs


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = [w for w in "".join(ch if ch.isalpha() else " " for ch in fold(text)).split() if len(w) > 1]
    return frozenset(tuple(words[n : n + 3]) for n in range(len(words) - 2))
