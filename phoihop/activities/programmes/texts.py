"""The text of a programme as it stood after each change: lines, versions and what came between two of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from phoihop.activities.programmes.models import Programme
from phoihop.core.actions import registry
from phoihop.core.models import JournalEntry
from phoihop.documents.versions import Change, Passage, Segment, Text, diff, fingerprint, revise


@dataclass(frozen=True)
class TextLine:
    text: str
    head: bool = False


@dataclass(frozen=True)
class Version:
    """A text that differs from the one before it, and the entry that made it so."""

    number: int
    seq: int
    at: datetime
    who: str
    says: str
    lines: tuple[TextLine, ...]

    @property
    def fingerprint(self) -> str:
        return fingerprint(line.text for line in self.lines)


@dataclass(frozen=True)
class Shown:
    """One passage of a comparison, with the word that says what became of it."""

    kind: str
    label: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Compared:
    changes: tuple[Shown, ...]
    words: str


def lines_of(snapshot: dict[str, Any]) -> Iterator[TextLine]:
    """The paragraphs of the text in the order of the standard structure (bases, purpose, contents, duties)."""
    fields, parts = snapshot["fields"], snapshot["parts"]
    yield TextLine(fields["title"], head=True)
    for basis in parts.get("basisline", ()):
        yield TextLine(basis["text"])
    for title, name in ((_("Mục đích, yêu cầu"), "purpose"),):
        yield from _section(title, fields[name])
    if parts.get("contentitem"):
        yield TextLine(_("Nội dung phối hợp"), head=True)
    for item in parts.get("contentitem", ()):
        yield TextLine(f"{item['number']}. {item['title']}")
        yield from (TextLine(line) for line in item["text"].splitlines() if line.strip())
    for title, name in (
        (_("Trách nhiệm của các cơ quan"), "duties"),
        (_("Tổ chức thực hiện"), "arrangement"),
    ):
        yield from _section(title, fields[name])


def _section(title: str, text: str) -> Iterator[TextLine]:
    if text.strip():
        yield TextLine(title, head=True)
        yield from (TextLine(line) for line in text.splitlines() if line.strip())


def versions(programme: Programme) -> list[Version]:
    """Every version of the text, newest first: one query; entries that left the text alone are no version."""
    rows = (
        JournalEntry.objects.filter(record_type=programme._meta.label_lower, record_id=programme.pk)
        .select_related("body")
        .order_by("seq")
    )
    found: list[Version] = []
    for row in rows:
        lines = tuple(lines_of(json.loads(row.body.text)["snapshot"]))
        if found and found[-1].lines == lines:
            continue
        says = str(registry[row.action].says) if row.action in registry else row.action
        found.append(Version(len(found) + 1, row.seq, row.at, row.capacity, says, lines))
    return found[::-1]


LABELS = {
    "kept": "", "changed": _("sửa"), "added": _("thêm"), "removed": _("bỏ"), "moved": _("chuyển chỗ"),
}  # fmt: skip


def compare(old: Version, new: Version) -> Compared:
    """Paragraph by paragraph, word by word; kept paragraphs far from any change are left out."""
    numbers = count()
    first = Text(passages=tuple(Passage(id=f"p{next(numbers)}", text=line.text) for line in old.lines))
    second = revise(first, [line.text for line in new.lines], new_id=lambda: f"p{next(numbers)}")
    found = diff(first, second)
    changes = [] if found.empty else [_shown(change) for change in found.changes]
    n = found.counts
    words = _("bản %(old)d → bản %(new)d: %(changed)d đoạn sửa, %(added)d thêm, %(removed)d bỏ, %(moved)d chuyển chỗ") % {
        "old": old.number, "new": new.number, "changed": n["changed"], "added": n["added"], "removed": n["removed"],
        "moved": n["moved"],
    }  # fmt: skip
    return Compared(tuple(changes), words)


def _shown(change: Change) -> Shown:
    return Shown(change.kind, LABELS[change.kind], change.segments)
