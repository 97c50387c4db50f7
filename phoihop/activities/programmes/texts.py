"""The text of a programme as keyed lines, as it stood after each change, and what came between two versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.activities.programmes.models import Origin, Programme, Section
from phoihop.commitments.models import Commitment
from phoihop.core.actions import registry
from phoihop.core.models import JournalEntry
from phoihop.core.snapshot import fields_of
from phoihop.core.text import format_number
from phoihop.documents.versions import Change, Difference, Passage, Segment, Text, diff, fingerprint, revise

#: The key of the title; every programme has one.
TITLE = "ten"
BASES = "bases"
#: Paragraphs a notice names, and how much of each.
NAMED, BEGUN = 3, 70
#: Heads of the parts, as they stand in the text.
HEADS = {
    Section.PURPOSE: gettext_lazy("Mục đích, yêu cầu"),
    Section.CONTENTS: gettext_lazy("Nội dung phối hợp"),
    Section.DUTIES: gettext_lazy("Trách nhiệm của các cơ quan"),
    Section.ARRANGEMENT: gettext_lazy("Tổ chức thực hiện"),
}
NUMBERS = {Section.PURPOSE: "I", Section.CONTENTS: "II", Section.DUTIES: "III", Section.ARRANGEMENT: "IV"}


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """One paragraph; ``fixed`` ones are heads of the standard structure, which nobody rewrites."""

    key: str
    text: str
    section: str = ""
    item: str = ""
    number: str = ""
    head: bool = False
    fixed: bool = False
    origin: str = ""
    origin_words: str = ""

    @property
    def shown(self) -> str:
        """As it is printed and read: a content has its number."""
        return f"{self.number}. {self.text}" if self.number and not self.fixed else self.text

    @property
    def origin_label(self) -> str:
        said = str(Origin(self.origin).label) if self.origin else ""
        return f"{said}: {self.origin_words}" if said and self.origin_words else said


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
        return fingerprint(line.shown for line in self.lines)

    @property
    def text(self) -> Text:
        return keyed(self.lines)


# ---------------------------------------------------------------------------------------- the lines


def lines_of(programme: Programme) -> list[TextLine]:
    """The text as it stands; reads only parts that a page has loaded already."""
    parts = {
        name: [fields_of(row) for row in rows]
        for name, rows in (
            ("basisline", programme.bases.all()), ("contentitem", programme.contents.all()),
            ("paragraph", programme.paragraphs.all()),
        )
    }  # fmt: skip
    return list(lines_in({"fields": {"title": programme.title}, "parts": parts}))


def lines_in(snapshot: Mapping[str, Any]) -> Iterator[TextLine]:
    """The same out of an entry of the journal; older ones kept a part as one field and have no keys."""
    fields, parts = snapshot["fields"], snapshot["parts"]
    yield TextLine(key=TITLE, text=fields["title"], head=True)
    for row in parts.get("basisline", ()):
        yield _line(row, row["text"], BASES)
    rows = _paragraphs(fields, parts)
    for section in Section:
        here = [row for row in rows if row["section"] == section]
        items = parts.get("contentitem", ()) if section == Section.CONTENTS else ()
        if here or items:
            yield TextLine(
                key=NUMBERS[section], text=str(HEADS[section]), section=section, number=NUMBERS[section], head=True, fixed=True
            )  # fmt: skip
        for row in here if section != Section.CONTENTS else (r for r in here if not r["item"]):
            yield _line(row, row["text"], section)
        for item in items:
            yield _line(item, item["title"], section, number=item["number"], item=_key(item), head=True)
            for row in here:
                if row["item"] == _key(item):
                    yield _line(row, row["text"], section, item=_key(item))


def _key(item: Mapping[str, Any]) -> str:
    return item.get("key") or f"n{item['number']}"


def _line(row: Mapping[str, Any], text: str, section: str, **more: Any) -> TextLine:
    return TextLine(
        key=row.get("key") or more.get("item") or "", text=text, section=section, origin=row.get("origin") or "",
        origin_words=row.get("origin_words") or "", **more,
    )  # fmt: skip


def _paragraphs(fields: Mapping[str, Any], parts: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "paragraph" in parts:
        return list(parts["paragraph"])
    old = [
        {"section": section, "item": "", "text": line}
        for section in (Section.PURPOSE, Section.DUTIES, Section.ARRANGEMENT)
        for line in told_lines(fields.get(section) or "")
    ]
    under = [
        {"section": Section.CONTENTS, "item": _key(item), "text": line}
        for item in parts.get("contentitem", ())
        for line in told_lines(item.get("text") or "")
    ]
    return [*old, *under]


def told_lines(text: str) -> list[str]:
    """The paragraphs of a box: what is empty is none."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def section_text(programme: Programme, section: str, item: str = "") -> str:
    """The paragraphs of a part, or of one content, a line each."""
    rows = programme.paragraphs.all()
    return "\n".join(row.text for row in rows if row.section == section and row.item == item)


def keyed(lines: Iterable[TextLine]) -> Text:
    """For comparing: lines of entries from before there were keys get one by their place."""
    seen: set[str] = set()
    passages = []
    for n, line in enumerate(lines):
        key = line.key if line.key and line.key not in seen else f"o{n}"
        seen.add(key)
        passages.append(Passage(id=key, text=line.shown))
    return Text(passages=tuple(passages))


# -------------------------------------------------------------------------------- what is agreed to


def annex_lines(programme: Programme) -> list[str]:
    """The tasks and targets of the annexes, a line each: they are signed with the text."""
    tasks = (
        annexed(programme).select_related("lead").prefetch_related("cooperation__body").order_by("number", "pk")
    )  # fmt: skip
    told = [
        "\t".join((
            task.number, task.content, str(task.lead), "; ".join(str(row.body) for row in task.cooperation.all()),
            task.product, f"{task.due_on:%d/%m/%Y}" if task.due_on else "",
        ))
        for task in tasks
    ]  # fmt: skip
    targets = programme.targets.order_by("pk")
    return [
        *told,
        *(
            "\t".join((t.number, t.name, t.unit, format_number(t.plan), t.assigned_words))
            for t in targets
        ),
    ]  # fmt: skip


def annexed(programme: Programme) -> Any:
    """The tasks that stand in the annex: what is only proposed, or was dropped, does not."""
    rows = Commitment.objects.filter(source_type="programmes.programme", source_id=programme.pk)
    return rows.exclude(state__in=("proposed", "dropped"))


def agreed_lines(programme: Programme, lines: Sequence[TextLine] | None = None) -> list[str]:
    """All that an agreement is given to: text, years, parties in their order, annexes."""
    parties = [str(row.body.name) for row in programme.parties.select_related("body")]
    text = [line.shown for line in (lines_of(programme) if lines is None else lines)]
    return [programme.kind, programme.period_words, *parties, *text, *annex_lines(programme)]


def fingerprint_of(programme: Programme) -> str:
    """The fingerprint of what stands there now: an agreement to another one does not count."""
    return fingerprint(agreed_lines(programme))


def grouped(digest: str) -> list[str]:
    """ "7C41 E09A 52D8" by lines, as people read it to each other: its first 24 signs."""
    four = [digest[n : n + 4].upper() for n in range(0, 24, 4)]
    return [" ".join(four[:3]), " ".join(four[3:])]


# ------------------------------------------------------------------------------------------ versions


def versions(programme: Programme, only: Iterable[int] = ()) -> list[Version]:
    """Every version of the text (or only these), newest first; entries that left the text alone are no version."""
    wanted = set(only)
    noted = {row.entry: row for row in programme.versions.all() if not wanted or row.number in wanted}
    rows = JournalEntry.objects.filter(record_type=programme._meta.label_lower, record_id=programme.pk)
    if noted:
        rows = rows.filter(seq__in=list(noted))
    found: list[Version] = []
    for row in rows.select_related("body").order_by("seq"):
        lines = tuple(lines_in(json.loads(row.body.text)["snapshot"]))
        if noted:
            told = noted[row.seq]
            found.append(
                Version(
                    told.number, row.seq, told.made_at, told.author, told.reason or _said(row.action), lines
                )
            )
        elif not found or [one.shown for one in found[-1].lines] != [one.shown for one in lines]:
            found.append(Version(len(found) + 1, row.seq, row.at, row.capacity, _said(row.action), lines))
    return found[::-1]


def version_at(programme: Programme, number: int) -> Version | None:
    """One version, for comparing; None if the programme has no such."""
    return next((one for one in versions(programme, [number]) if one.number == number), None)


def _said(action: str) -> str:
    return str(registry[action].says) if action in registry else action


LABELS = {
    "kept": "", "changed": _("sửa"), "added": _("thêm"), "removed": _("bỏ"), "moved": _("chuyển chỗ"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One passage of a comparison, with the word that says what became of it."""

    kind: str
    label: str
    segments: tuple[Segment, ...]
    id: str = ""


@dataclass(frozen=True)
class Compared:
    changes: tuple[Shown, ...]
    words: str


def difference(old: Version, new: Version) -> Difference:
    """By the keys both versions have; texts from before there were keys are matched by their words."""
    first, second = old.text, new.text
    common = {p.id for p in first} & {p.id for p in second if not p.id.startswith("o")}
    if len(common) * 2 < min(len(first.passages), len(second.passages)):
        numbers = count()
        second = revise(first, [line.shown for line in new.lines], new_id=lambda: f"x{next(numbers)}")
    return diff(first, second)


def compare(old: Version, new: Version) -> Compared:
    """Paragraph by paragraph, word by word; nothing to show where both are the same."""
    found = difference(old, new)
    changes = [] if found.empty else [_shown(change) for change in found.changes]
    n = found.counts
    words = _("bản %(old)d → bản %(new)d: %(changed)d đoạn sửa, %(added)d thêm, %(removed)d bỏ, %(moved)d chuyển chỗ") % {
        "old": old.number, "new": new.number, "changed": n["changed"], "added": n["added"], "removed": n["removed"],
        "moved": n["moved"],
    }  # fmt: skip
    return Compared(tuple(changes), words)


def changed_count(old: Version, new: Version) -> int:
    """ "khác v4: 2 đoạn": paragraphs that are not word for word where they were."""
    return sum(n for kind, n in difference(old, new).counts.items() if kind != "kept")


def changed_places(programme: Programme) -> str:
    """The paragraphs in which the version at hand differs from the one before, as a notice names them."""
    old, new = version_at(programme, programme.version - 1), version_at(programme, programme.version)
    found = [c for c in difference(old, new).changes if c.kind != "kept"] if old and new else []
    now = {line.key: line.shown for line in new.lines} if new else {}
    before = {line.key: line.shown for line in old.lines} if old else {}
    named = [f"{LABELS[c.kind]} “{_begun(now.get(c.id) or before.get(c.id, ''))}”" for c in found]
    more = _(" và %d đoạn khác") % (len(named) - NAMED) if len(named) > NAMED else ""
    return f"{'; '.join(named[:NAMED])}{more}"


def _begun(text: str) -> str:
    return text if len(text) <= BEGUN else f"{text[:BEGUN].rsplit(' ', 1)[0]} …"


def _shown(change: Change) -> Shown:
    return Shown(change.kind, LABELS[change.kind], change.segments, change.id)


def same_words(one: Iterable[TextLine], other: Iterable[TextLine]) -> bool:
    return [line.shown for line in one] == [line.shown for line in other]
