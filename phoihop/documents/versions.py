"""Versions of a text by paragraph: stable ids, what changed word by word, and the fingerprint signed.

Two texts are equal where a reader sees no difference: composed or decomposed letters, no-break or plain
spaces, invisible characters and spaces at the end of a line do not count. Everything else does.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import singledispatch
from typing import Literal

from phoihop.core.papers import (
    Addressees,
    Annex,
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
    Table,
    Title,
)

_SPACES = re.compile("[\u00a0\u2007\u202f]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_HYPHEN = "\u2011"  # no-break hyphen: the same ink as "-"
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b]")
_TRAILING = re.compile(r"[ \t]+(?=\n|$)")
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.5  # share of common words from which a paragraph is the same one, rewritten
_NEAR = 40  # places within which a rewritten paragraph is looked for in very long texts
_MANY = 40_000  # pairs beyond which only near ones are compared

Mark = Literal["equal", "insert", "delete"]
Kind = Literal["kept", "changed", "added", "removed", "moved"]


class Mismatch(ValueError):
    """A difference was applied to a text it was not made from."""


def canonical(text: str) -> str:
    """The text as the eye reads it; equal exactly where no difference can be seen."""
    plain = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    plain = _INVISIBLE.sub("", _SPACES.sub(" ", plain)).replace(_HYPHEN, "-")
    # taking an invisible character away may bring a letter and its mark together
    return unicodedata.normalize("NFC", _TRAILING.sub("", plain))


def fingerprint(paragraphs: Iterable[str]) -> str:
    """SHA-256 over the canonical paragraphs, as hexadecimal; their order and borders count."""
    body = json.dumps([canonical(p) for p in paragraphs], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"phoihop.text.1\n{body}".encode("utf-8", "surrogatepass")).hexdigest()


# ------------------------------------------------------------------------------------------- texts


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One paragraph of a text; the id stays when it is moved or rewritten."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """A version of a text: passages in order, each id once."""

    passages: tuple[Passage, ...]

    def __post_init__(self) -> None:
        repeated = [key for key, count in Counter(p.id for p in self.passages).items() if count > 1]
        if repeated:
            raise ValueError(f"passage ids used twice: {', '.join(sorted(repeated))}")

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.passages)

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(p.text for p in self.passages)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.lines)


def _bag(text: str) -> Counter[str]:
    return Counter(w.casefold() for w in re.findall(r"\w+", canonical(text)))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Share of words in common, from 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _pairs(old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]]) -> dict[int, int]:
    """New place → old place of paragraphs that are alike, the most alike first, each used once."""
    old_bags = [(i, _bag(text)) for i, text in old]
    new_bags = [(j, _bag(text)) for j, text in new]
    near = len(old_bags) * len(new_bags) > _MANY
    scored = []
    for nth, (j, mine) in enumerate(new_bags):
        around = nth * len(old_bags) // max(len(new_bags), 1)
        few = old_bags[max(0, around - _NEAR) : around + _NEAR] if near else old_bags
        for i, theirs in few:
            score = _likeness(mine, theirs)
            if score >= _ALIKE:
                scored.append((-score, abs(i - j), j, i))
    out: dict[int, int] = {}
    used: set[int] = set()
    for _score, _distance, j, i in sorted(scored):
        if j not in out and i not in used:
            out[j] = i
            used.add(i)
    return out


def revise(old: Text, lines: Sequence[str], *, new_id: Callable[[], str]) -> Text:
    """A new version from plain paragraphs: unchanged, moved and rewritten ones keep their ids.

    ``new_id`` is called once for each paragraph that is new.
    """
    before = [canonical(t) for t in old.lines]
    after = [canonical(t) for t in lines]
    same: dict[int, int] = {}
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        same.update({j + n: i + n for n in range(size)})
    taken = set(same.values())
    left: dict[str, list[int]] = {}
    for i, text in enumerate(before):
        if i not in taken:
            left.setdefault(text, []).append(i)
    for j, text in enumerate(after):
        if j not in same and left.get(text):
            same[j] = left[text].pop(0)
    taken = set(same.values())
    rest_old = [(i, t) for i, t in enumerate(before) if i not in taken]
    rest_new = [(j, t) for j, t in enumerate(after) if j not in same]
    same.update(_pairs(rest_old, rest_new))
    passages = (
        Passage(id=old.passages[same[j]].id if j in same else new_id(), text=unicodedata.normalize("NFC", t))
        for j, t in enumerate(lines)
    )
    return Text(passages=tuple(passages))


# -------------------------------------------------------------------------------------- differences


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Words that stay, come or go."""

    mark: Mark
    text: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of one passage. A moved passage may be rewritten as well: then ``rewritten`` is true."""

    kind: Kind
    id: str
    segments: tuple[Segment, ...]
    before: int | None = None
    after: int | None = None

    @property
    def old_text(self) -> str:
        return "".join(s.text for s in self.segments if s.mark != "insert")

    @property
    def new_text(self) -> str:
        return "".join(s.text for s in self.segments if s.mark != "delete")

    @property
    def rewritten(self) -> bool:
        return any(s.mark != "equal" for s in self.segments)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """All passages of both versions in reading order of the new one; removed ones where they stood."""

    changes: tuple[Change, ...]

    @property
    def empty(self) -> bool:
        return all(c.kind == "kept" for c in self.changes)

    @property
    def counts(self) -> dict[Kind, int]:
        found = Counter(c.kind for c in self.changes)
        return {kind: found[kind] for kind in ("kept", "changed", "added", "removed", "moved")}


def word_segments(old: str, new: str) -> tuple[Segment, ...]:
    """The words of two paragraphs side by side; lone spaces between two changes join them."""
    a, b = _TOKENS.findall(canonical(old)), _TOKENS.findall(canonical(new))
    pieces: list[tuple[Mark, str]] = []
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    codes = matcher.get_opcodes()
    for at, (tag, i1, i2, j1, j2) in enumerate(codes):
        gone, came = "".join(a[i1:i2]), "".join(b[j1:j2])
        between = 0 < at < len(codes) - 1
        if tag == "equal" and not (between and gone.isspace()):
            pieces.append(("equal", gone))
        else:
            pieces += [("delete", gone), ("insert", came)]
    return _merged(pieces)


def _merged(pieces: Sequence[tuple[Mark, str]]) -> tuple[Segment, ...]:
    """Between two stretches that stay, one deletion, then one insertion."""
    out: list[Segment] = []
    gone = came = ""
    for mark, text in (*pieces, ("equal", "")):
        if mark == "delete":
            gone += text
        elif mark == "insert":
            came += text
        else:
            out += [Segment(mark="delete", text=gone)] if gone else []
            out += [Segment(mark="insert", text=came)] if came else []
            out += [Segment(mark="equal", text=text)] if text else []
            gone = came = ""
    return tuple(out)


def _staying(places: Sequence[int]) -> set[int]:
    """Indexes of a longest increasing run: what is outside it was moved."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = [-1] * len(places)
    for n, place in enumerate(places):
        k = bisect_left(tails, place)
        tails[k : k + 1] = [place]
        ends[k : k + 1] = [n]
        back[n] = ends[k - 1] if k else -1
    out: set[int] = set()
    n = ends[-1] if ends else -1
    while n >= 0:
        out.add(n)
        n = back[n]
    return out


def _one(mark: Mark, text: str) -> tuple[Segment, ...]:
    return (Segment(mark=mark, text=text),) if text else ()


def diff(old: Text, new: Text) -> Difference:
    """What became of each passage, by id."""
    place = {p.id: i for i, p in enumerate(old)}
    common = [p for p in new if p.id in place]
    staying = _staying([place[p.id] for p in common])
    unmoved = {p.id for n, p in enumerate(common) if n in staying}
    known = {p.id for p in common}
    changes: list[Change] = []
    done = 0  # passages of the old version before this place are accounted for

    def removed(until: int) -> None:
        for i in range(done, until):
            gone = old.passages[i]
            if gone.id not in known:
                text = canonical(gone.text)
                changes.append(Change(kind="removed", id=gone.id, segments=_one("delete", text), before=i))

    for j, passage in enumerate(new):
        text = canonical(passage.text)
        if passage.id not in place:
            changes.append(Change(kind="added", id=passage.id, segments=_one("insert", text), after=j))
            continue
        i = place[passage.id]
        was = canonical(old.passages[i].text)
        segments = _one("equal", text) if was == text else word_segments(was, text)
        kind: Kind = "moved"
        if passage.id in unmoved:
            removed(i)
            done = i + 1
            kind = "kept" if was == text else "changed"
        changes.append(Change(kind=kind, id=passage.id, segments=segments, before=i, after=j))
    removed(len(old.passages))
    return Difference(changes=tuple(changes))


def apply(old: Text, difference: Difference) -> Text:
    """The new version out of the old one; Mismatch if the difference was made from another text."""
    found = {p.id: canonical(p.text) for p in old}
    for change in difference.changes:
        if change.kind == "added":
            fits = change.id not in found
        else:
            fits = found.pop(change.id, None) == change.old_text
        if not fits:
            raise Mismatch(f"the passage {change.id} is not what the difference was made from")
    if found:
        raise Mismatch(f"the difference does not know the passages {', '.join(sorted(found))}")
    staying = sorted((c for c in difference.changes if c.after is not None), key=lambda c: c.after or 0)
    return Text(passages=tuple(Passage(id=c.id, text=c.new_text) for c in staying))


# ------------------------------------------------------------------------------------------ papers


def _words(runs: Iterable[Run]) -> str:
    """What is printed: marks included, words deleted in a tracked change left out."""
    return "".join(r.text + r.mark for r in runs if r.change is None or r.change.kind != "deleted")


@singledispatch
def _lines(block: Block) -> list[str]:
    raise TypeError(f"no words are known of the block {type(block).__name__}")


@_lines.register
def _(block: LetterHead) -> list[str]:
    names = [name for issuer in block.issuers for name in (issuer.parent, issuer.name)]
    day = block.day.isoformat() if block.day else ""
    return [
        *names,
        block.locality,
        "" if block.unnumbered else f"{block.number}/{block.symbol}",
        block.about,
        f"{block.place_name}, {day}",
    ]


@_lines.register
def _(block: Title) -> list[str]:
    return [block.kind, block.subject]


@_lines.register
def _(block: Addressees) -> list[str]:
    return [f"Kính gửi: {name}" for name in block.names]


@_lines.register
def _(block: LegalBasis) -> list[str]:
    return [block.text]


@_lines.register
def _(block: Heading) -> list[str]:
    return [f"{block.number} {block.text}".strip()]


@_lines.register
def _(block: Paragraph) -> list[str]:
    return [_words(block.runs)]


@_lines.register
def _(block: ListItem) -> list[str]:
    return [f"{block.marker} {_words(block.runs)}".strip()]


@_lines.register
def _(block: Table) -> list[str]:
    return [block.caption, *("\t".join(_words(c.runs) for c in row) for row in block.rows)]


@_lines.register
def _(block: Signatures) -> list[str]:
    return ["\n".join((s.authority, *s.titles, s.name)) for s in block.columns]


@_lines.register
def _(block: Recipients) -> list[str]:
    return [f"- {line}" for line in block.lines]


@_lines.register
def _(block: Annex) -> list[str]:
    return [f"Phụ lục {block.number}".strip(), block.title, block.reference]


def paper_lines(paper: Paper) -> list[str]:
    """Every visible line of a paper in order, for its fingerprint and for comparing versions."""
    return [line for block in paper.walk() for line in _lines(block) if line]
