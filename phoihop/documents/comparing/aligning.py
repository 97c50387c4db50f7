"""Which word seen on the sent pages is which word of the agreed text.

First by the order of words, from runs that occur once in both; then, for what is left over, by the place: a
word must lie where the page says it should. Nothing is forgiven here; pairs that differ are judged elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from statistics import median

from phoihop.documents.comparing.tokens import Box, Token, bare

_RUN = 3  # words of a run that may anchor the alignment
_MOST_CELLS = 160_000  # pairs of words that are weighed one by one
_NEAR = 12  # matched neighbours that tell where a word should lie
_GAP = -0.45
_POOR = 0.5


@dataclass(kw_only=True)
class Pairing:
    """``of[i]`` is the seen word of the agreed word i; ``spare`` are seen words without an agreed one."""

    agreed: Sequence[Token]
    seen: Sequence[Token]
    of: dict[int, tuple[int, ...]] = field(default_factory=dict)
    #: agreed words that were read as one with the word before them
    joined: dict[int, int] = field(default_factory=dict)

    @property
    def spare(self) -> list[int]:
        used = {j for found in self.of.values() for j in found}
        return [j for j in range(len(self.seen)) if j not in used]

    @property
    def missing(self) -> list[int]:
        return [i for i in range(len(self.agreed)) if i not in self.of]


def pair(agreed: Sequence[Token], seen: Sequence[Token]) -> Pairing:
    made = Pairing(agreed=agreed, seen=seen)
    one, two = [t.key for t in agreed], [t.key for t in seen]
    for i, j, n in _anchors(one, two):
        for k in range(n):
            made.of[i + k] = (j + k,)
    _between(made, one, two)
    _by_place(made)
    _joined(made)
    return made


def likeness(one: str, two: str) -> float:
    """From 0 to 1; tone marks weigh little, since they are what is misread most."""
    if one == two:
        return 1.0
    plain_one, plain_two = bare(one), bare(two)
    if plain_one == plain_two:
        return 0.93
    if not plain_one or not plain_two or abs(len(one) - len(two)) > max(len(one), len(two)) / 2:
        return 0.0
    return 0.9 * SequenceMatcher(None, plain_one, plain_two, autojunk=False).ratio()


# ------------------------------------------------------------------------------------ by order


def _anchors(one: Sequence[str], two: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs that occur once on both sides, in the same order on both."""

    def once(keys: Sequence[str]) -> dict[tuple[str, ...], int]:
        runs = [tuple(keys[i : i + _RUN]) for i in range(len(keys) - _RUN + 1)]
        counts = Counter(runs)
        return {run: i for i, run in enumerate(runs) if counts[run] == 1}

    there = once(two)
    pairs = sorted((i, there[run]) for run, i in once(one).items() if run in there)
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for n, (_i, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        if place == len(tails):
            tails.append(j)
            at.append(n)
        else:
            tails[place], at[place] = j, n
        before.append(at[place - 1] if place else -1)
    chain: list[tuple[int, int, int]] = []
    n = at[-1] if at else -1
    while n >= 0:
        chain.append((*pairs[n], _RUN))
        n = before[n]
    return chain[::-1]


def _between(made: Pairing, one: Sequence[str], two: Sequence[str]) -> None:
    """The stretches between what is matched already, weighed pair by pair."""
    fixed = sorted((i, found[0]) for i, found in made.of.items())
    fixed = [*fixed, (len(one), len(two))]
    i0 = j0 = 0
    for i, j in fixed:
        if i0 < i and j0 < j:
            _weigh(made, one, two, (i0, i), (j0, j))
        i0, j0 = i + 1, max(j + 1, j0)


def _weigh(
    made: Pairing, one: Sequence[str], two: Sequence[str], rows: tuple[int, int], columns: tuple[int, int]
) -> None:
    """Needleman and Wunsch over a stretch; a very long one by its equal words only."""
    a, b = one[rows[0] : rows[1]], two[columns[0] : columns[1]]
    if len(a) * len(b) > _MOST_CELLS:
        for match in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
            for k in range(match.size):
                made.of[rows[0] + match.a + k] = (columns[0] + match.b + k,)
        return
    known: dict[tuple[str, str], float] = {}

    def worth(x: str, y: str) -> float:
        if (x, y) not in known:
            known[x, y] = 2 * likeness(x, y) - 1
        return known[x, y]

    width = len(b) + 1
    score = [[_GAP * c for c in range(width)]]
    for r, x in enumerate(a, start=1):
        above, row = score[-1], [_GAP * r]
        for c, y in enumerate(b, start=1):
            row.append(max(above[c - 1] + worth(x, y), above[c] + _GAP, row[-1] + _GAP))
        score.append(row)
    r, c = len(a), len(b)
    while r and c:
        if score[r][c] == score[r - 1][c - 1] + worth(a[r - 1], b[c - 1]):
            r, c = r - 1, c - 1
            if likeness(a[r], b[c]) >= _POOR:
                made.of[rows[0] + r] = (columns[0] + c,)
        elif score[r][c] == score[r - 1][c] + _GAP:
            r -= 1
        else:
            c -= 1


# ------------------------------------------------------------------------------------ by place


class Places:
    """Where on the sent pages a word should lie, told by its matched neighbours."""

    def __init__(self, made: Pairing) -> None:
        self.made = made
        self.known: dict[int, list[int]] = defaultdict(list)
        for i, found in sorted(made.of.items()):
            if made.agreed[i].key == made.seen[found[0]].key:
                self.known[made.agreed[i].page].append(i)

    def of(self, i: int) -> tuple[int, Box] | None:
        """Page and box of the agreed word i; None where nothing near it was found."""
        token = self.made.agreed[i]
        near = self._near(token)
        if len(near) < 2:
            return None
        pages = Counter(self.made.seen[self.made.of[k][0]].page for k in near)
        page = pages.most_common(1)[0][0]
        pairs = [
            (self.made.agreed[k], self.made.seen[self.made.of[k][0]])
            for k in near if self.made.seen[self.made.of[k][0]].page == page
        ]  # fmt: skip
        grow = self.grown(token.page, page)
        dx = median(s.box[0] - e.box[0] * grow for e, s in pairs[:5])
        dy = median(s.middle[1] - e.middle[1] * grow for e, s in pairs[:5])
        x, y = token.box[0] * grow + dx, token.middle[1] * grow + dy
        wide, high = (token.box[2] - token.box[0]) * grow, token.high * grow
        return page, (x, y - high / 2, x + wide, y + high / 2)

    def _near(self, token: Token) -> list[int]:
        """Those of the same line first: a page that leans or was stretched is straight over so short a way."""
        known = self.known[token.page]
        x, y = token.middle

        def far(k: int) -> float:
            other = self.made.agreed[k].middle
            return abs(other[0] - x) / 6 + abs(other[1] - y)

        return sorted(known, key=far)[:_NEAR]

    def grown(self, mine: int, page: int) -> float:
        """How much larger the sent page is: the ratio of the widths of equal words, long ones weigh."""
        ratios = []
        for k in self.known[mine]:
            e, s = self.made.agreed[k], self.made.seen[self.made.of[k][0]]
            if s.page == page and e.box[2] - e.box[0] > 25:
                ratios.append((s.box[2] - s.box[0]) / (e.box[2] - e.box[0]))
        return median(ratios) if len(ratios) > 8 and 0.8 < median(ratios) < 1.25 else 1.0


def _by_place(made: Pairing) -> None:
    """Left over words that lie on each other are the same word, equal or not."""
    places = Places(made)
    spare: dict[int, list[int]] = defaultdict(list)
    for j in made.spare:
        spare[made.seen[j].page].append(j)
    wanted = [(i, place) for i in made.missing if (place := places.of(i))]
    for strict in (True, False):
        for i, (page, box) in wanted:
            if i in made.of:
                continue
            best = max(
                ((_fit(made.agreed[i], made.seen[j], box, strict=strict), j) for j in spare[page]),
                default=(0.0, -1),
            )
            if best[0] > 0:
                made.of[i] = (best[1],)
                spare[page].remove(best[1])


def _fit(token: Token, seen: Token, box: Box, *, strict: bool) -> float:
    """0 where the two words do not share their place."""
    high = box[3] - box[1]
    off = abs(seen.middle[1] - (box[1] + box[3]) / 2)
    if off > 0.6 * high:
        return 0.0
    shared = min(box[2], seen.box[2]) - max(box[0], seen.box[0])
    least = min(box[2] - box[0], seen.box[2] - seen.box[0])
    if shared <= 0.4 * least:
        return 0.0
    alike = likeness(token.key, seen.key)
    if strict and alike < 1:
        return 0.0
    return 0.1 + alike + shared / max(box[2] - box[0], seen.box[2] - seen.box[0])


# ------------------------------------------------------------------------------ joined and broken


def _joined(made: Pairing) -> None:
    """Words read as one, or one read as several: their letters in a row are the same."""
    spare = set(made.spare)
    for i in range(len(made.agreed)):
        _broken(made, i, spare)
    missing = set(made.missing)
    for i in sorted(missing):
        for first, last in (
            (i - 1, i),
            (i, i + 1),
            (i - 1, i + 1),
            (i - 2, i),
            (i, i + 2),
            (i - 3, i),
            (i, i + 3),
        ):
            if first < 0 or last >= len(made.agreed):
                continue
            span = range(first, last + 1)
            found = sorted({j for k in span for j in made.of.get(k, ())})
            if not found or found[-1] - found[0] > 2:
                continue
            if "".join(made.agreed[k].key for k in span) == "".join(made.seen[j].key for j in found):
                for k in span:
                    made.of[k] = tuple(found)
                    made.joined[k] = first
                break


def _broken(made: Pairing, i: int, spare: set[int]) -> None:
    """An agreed word whose letters the machine saw in two or three pieces."""
    wanted = made.agreed[i].key
    found = made.of.get(i)
    starts = [found[0] - 1, found[0], found[0] - 2] if found else []
    if found and made.seen[found[0]].key == wanted:
        return
    for start in starts:
        for length in (2, 3):
            span = range(start, start + length)
            if (
                start < 0
                or span[-1] >= len(made.seen)
                or any(j not in spare and j not in (found or ()) for j in span)
            ):
                continue
            if "".join(made.seen[j].key for j in span) == wanted:
                made.of[i] = tuple(span)
                spare.difference_update(span)
                return
