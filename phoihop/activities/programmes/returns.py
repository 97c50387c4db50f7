"""A draft sent back in Word: which version it was made from, and every change and comment on its paragraph.

What was changed with tracking off is found as well: a paragraph that reads otherwise than it was sent out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.activities.programmes.texts import TextLine, Version
from phoihop.documents.returned import Edit, Line
from phoihop.documents.versions import Passage, Text, revise

#: How much of what stands before a change is kept to find its place again.
CONTEXT = 60
#: Share of a version's paragraphs a file must have to be taken for a draft of this programme.
ENOUGH = 0.3
#: Share from which a paragraph that is not in the file was taken out of it.
WHOLE = 0.6
SHORT, LONG = 3, 10


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One change or comment; ``after`` is a paragraph to be put after the one named."""

    key: str
    passage: str = ""
    before: str = ""
    old: str = ""
    new: str = ""
    note: str = ""
    after: bool = False
    author: str = ""
    made_at: datetime | None = None


def untracked_words() -> str:
    """Said of a change that Word did not track: about the file, no part of the opinion."""
    return _("người sửa không bật theo dõi thay đổi")


def words_key(text: str) -> str:
    """The letters and digits of a line: how a printer sets it does not count, a tone does."""
    return "".join(ch for ch in unicodedata.normalize("NFC", text).casefold() if ch.isalnum())


def base_of(lines: Sequence[Line], versions: Sequence[Version]) -> Version | None:
    """The version most of whose paragraphs stand in the file as sent; the newest of equals."""
    there = {words_key(line.original) for line in lines}
    best: tuple[float, Version] | None = None
    for version in versions:  # newest first
        keys = set(_places(version))
        share = len(keys & there) / max(len(keys), 1)
        if best is None or share > best[0]:
            best = (share, version)
    return best[1] if best and best[0] >= ENOUGH else None


def remarks_in(lines: Sequence[Line], base: Version, *, frame: Iterable[str] = ()) -> list[Remark]:
    """Everything that was changed or commented in a returned draft, in order; ``frame`` is what is printed around."""
    places = _places(base)
    around = {words_key(text) for text in (*frame, _("Nơi nhận:"))} - set(places)
    found: list[Remark] = []
    seen: set[str] = set()
    loose: list[_Loose] = []
    last, inside = "", False
    for given in lines:
        gone, line = _taken_out(given, base.lines)
        seen.update(remark.key for remark in gone)
        found += gone
        key = words_key(line.original)
        place = _title(base, key) if key in around else places.get(key)
        inside = place is not None or (inside and not line.cell and key not in around)
        if place is not None and not line.cell:
            last = place.key
            seen.add(place.key)
            found += _told(line, key=place.key, passage=place.shown)
        elif not line.original.strip() and line.now.strip() and not line.cell:
            found.append(_new_paragraph(line, last))
        elif inside and line.original.strip():
            loose.append(_Loose(len(found), line, last))
        else:
            found += _told(line, key="", passage=line.original)
    return _with_untracked(found, loose, base, seen)


@dataclass(frozen=True)
class _Loose:
    """A paragraph among those of the text that is none of them as it was sent."""

    at: int
    line: Line
    last: str


def _places(base: Version) -> dict[str, TextLine]:
    """The paragraphs by their words; a head of the structure is printed with its number."""
    return {
        words_key(f"{line.number}. {line.text}" if line.fixed else line.shown): line for line in base.lines
    }


def _title(base: Version, key: str) -> TextLine | None:
    """The title is printed without its kind, which stands above it."""
    title = base.lines[0]
    return title if len(key) > LONG and words_key(title.text).endswith(key) else None


def _taken_out(line: Line, known: Sequence[TextLine]) -> tuple[list[Remark], Line]:
    """Paragraphs deleted whole come with the line after them: told apart by their words."""
    out: list[Remark] = []
    while line.edits and line.edits[0].at == 0 and line.edits[0].old:
        edit = line.edits[0]
        gone = next((one for one in known if _begins(edit.old, one.shown)), None)
        if gone is None or (words_key(line.original) == words_key(gone.shown) and edit.new):
            break
        length = _length(edit.old, gone.shown)
        rest = [replace(one, at=one.at - length) for one in line.edits[1:]]
        left = Edit(at=0, old=edit.old[length:], new=edit.new, author=edit.author, made_at=edit.made_at)
        line = Line(line.original[length:], [left, *rest] if left.old or left.new else rest, line.cell)
        out.append(
            Remark(key=gone.key, passage=gone.shown, old=gone.shown, author=edit.author, made_at=edit.made_at)
        )
    return out, line


def _begins(text: str, paragraph: str) -> bool:
    return len(paragraph) > SHORT and words_key(text).startswith(words_key(paragraph))


def _length(text: str, paragraph: str) -> int:
    """How much of the text the paragraph takes, its closing mark included."""
    wanted, n = words_key(paragraph), 0
    while n < len(text) and words_key(text[:n]) != wanted:
        n += 1
    while n < len(text) and not text[n].isalnum():
        n += 1
    return n


def _told(line: Line, *, key: str, passage: str) -> Iterator[Remark]:
    for edit in line.edits:
        yield Remark(
            key=key, passage=passage, before=line.original[: edit.at][-CONTEXT:], old=edit.old, new=edit.new,
            note=edit.note, author=edit.author, made_at=edit.made_at,
        )  # fmt: skip


def _new_paragraph(line: Line, after: str) -> Remark:
    first = line.edits[0]
    notes = " ".join(edit.note for edit in line.edits if edit.note)
    return Remark(
        key=after, new=line.now.strip(), note=notes, after=True, author=first.author, made_at=first.made_at
    )


def _with_untracked(
    found: list[Remark], loose: Sequence[_Loose], base: Version, seen: set[str]
) -> list[Remark]:
    """Paragraphs that read otherwise than they were sent: matched by their words, told as changes without tracking."""
    missing = [line for line in base.lines[1:] if line.key not in seen and not line.fixed]
    text = Text(passages=tuple(Passage(id=line.key, text=line.shown) for line in missing))
    matched = revise(text, [one.line.original for one in loose], new_id=_Fresh())
    old = {line.key: line for line in missing}
    out: list[Remark] = []
    at = 0
    for one, passage in zip(loose, matched, strict=True):
        out += [*found[at : one.at], *_untracked(one.line, old.pop(passage.id, None), one.last)]
        at = one.at
    out += found[at:]
    if len(seen) >= WHOLE * len(base.lines):
        note = "; ".join((_("đoạn này không còn trong bản gửi lại"), untracked_words()))
        out += [Remark(key=line.key, passage=line.shown, old=line.shown, note=note) for line in old.values()]
    return out


def _untracked(line: Line, place: TextLine | None, last: str) -> Iterator[Remark]:
    if place is None:
        note = "; ".join((_("đoạn thêm"), untracked_words()))
        if len(words_key(line.original)) > SHORT:
            yield Remark(key=last, new=line.now.strip(), note=note, after=True)
        return
    note = untracked_words()
    yield Remark(key=place.key, passage=place.shown, old=place.shown, new=line.original.strip(), note=note)
    yield from _told(line, key=place.key, passage=place.shown)


class _Fresh:
    def __init__(self) -> None:
        self.n = 0

    def __call__(self) -> str:
        self.n += 1
        return f"moi{self.n}"
