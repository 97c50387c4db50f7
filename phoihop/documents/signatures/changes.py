"""What a signer has not seen yet: the text as it stood when this person last did something with it, and now."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from phoihop.core.journal import history
from phoihop.core.models import JournalEntry
from phoihop.core.paper_data import NotAPaper, paper_of
from phoihop.core.papers import LegalBasis, Paper, Table, Title
from phoihop.core.who import Actor
from phoihop.documents.models import OutgoingDocument

#: Entries of one record that are looked through for the last one of this person.
ENTRIES = 80
SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Change:
    """One paragraph before and now; "" where there was none, or is none any more."""

    before: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Since:
    """``version`` is the one this person saw; None if the person did nothing with this text before."""

    version: int | None = None
    changes: tuple[Change, ...] = ()
    more: int = 0


def since(document: OutgoingDocument, actor: Actor) -> Since:
    """Of this person himself, or else of a body he acts for."""
    seen = next((e.entry for e in history(document, limit=ENTRIES) if _mine(e.entry, actor)), None)
    if seen is None:
        return Since()
    held = json.loads(seen.body.text)["snapshot"]["fields"]
    try:
        before = paper_of(held["paper"])
    except (NotAPaper, KeyError, ValueError):
        return Since()
    found = list(_changes(lines(before), lines(document.blocks())))
    return Since(
        version=int(held.get("version") or 1), changes=tuple(found[:SHOWN]), more=max(len(found) - SHOWN, 0)
    )


def _mine(entry: JournalEntry, actor: Actor) -> bool:
    mine = actor.user is not None and entry.actor_user == actor.user
    return mine or (entry.actor_body is not None and entry.actor_body in actor.bodies)


def lines(paper: Paper) -> list[str]:
    """The words of a paper, a line for each block that has any; tables by rows."""
    return [words for block in paper.walk() for words in _words(block) if words]


def _words(block: Any) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (" | ".join(" ".join(c.text.split()) for c in row) for row in block.rows)
    elif isinstance(block, Title):
        yield " ".join(f"{block.kind} {block.subject}".split())
    elif isinstance(block, LegalBasis):
        yield " ".join(block.text.split())
    else:
        marker = getattr(block, "number", "") or getattr(block, "marker", "")
        yield " ".join(f"{marker} {getattr(block, 'text', '')}".split()) if getattr(block, "text", "") else ""


def _changes(before: list[str], now: list[str]) -> Iterator[Change]:
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind != "equal":
            for old, new in zip_longest(before[a:b], now[c:d]):
                yield Change(before=old, now=new)


def zip_longest(one: list[str], other: list[str]) -> Iterator[tuple[str, str]]:
    for n in range(max(len(one), len(other))):
        yield (one[n] if n < len(one) else "", other[n] if n < len(other) else "")
