"""How the text of a programme is put down: slots become keyed parts, and a change makes a version and voids agreements."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.activities.programmes.models import (
    BasisLine,
    ContentGroup,
    ContentItem,
    LegalBasis,
    Origin,
    Paragraph,
    Programme,
    Section,
    Version,
    Worded,
)
from phoihop.activities.programmes.texts import BASES, TITLE, TextLine, lines_in, told_lines
from phoihop.core.actions import Refused
from phoihop.core.snapshot import fields_of
from phoihop.core.text import fold
from phoihop.core.who import Actor
from phoihop.documents.versions import Passage, Text, fingerprint, revise

#: What a paragraph is once somebody has rewritten it.
REWRITTEN = {
    Origin.LAST_YEAR: Origin.LAST_YEAR_CHANGED, Origin.SKELETON: Origin.WRITTEN, Origin.PAPER: Origin.WRITTEN,
    Origin.FILE: Origin.WRITTEN,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A paragraph to be put down: in which part, under which content (``item`` counts the heads before it)."""

    section: str
    text: str
    head: bool = False
    item: int = -1
    key: str = ""
    origin: str = Origin.WRITTEN
    origin_words: str = ""
    number: str = ""
    group: str = ""
    span: str = ""

    @property
    def shown(self) -> str:
        return self.text


def slots_given(
    *, contents: Sequence[str | Mapping[str, Any]], bases: Sequence[str], purpose: str, duties: str, arrangement: str,
    origin: str = Origin.WRITTEN, origin_words: str = "",
) -> list[Slot]:  # fmt: skip
    """The slots of a text as a form or a reader gives it."""
    common: dict[str, Any] = {"origin": origin, "origin_words": origin_words}
    slots = [Slot(section=BASES, text=text[:600], **common) for text in bases]
    slots += [Slot(section=Section.PURPOSE, text=line, **common) for line in told_lines(purpose)]
    for n, given in enumerate(contents):
        item: Mapping[str, Any] = {"title": given} if isinstance(given, str) else given
        slots.append(
            Slot(
                section=Section.CONTENTS, text=str(item["title"])[:400], head=True, item=n,
                number=str(item.get("number") or n + 1), group=str(item.get("group") or ""),
                span=str(item.get("span") or ""), **common,
            )
        )  # fmt: skip
        slots += [
            Slot(section=Section.CONTENTS, text=line, item=n, **common)
            for line in told_lines(str(item.get("text") or ""))
        ]
    slots += [Slot(section=Section.DUTIES, text=line, **common) for line in told_lines(duties)]
    return [
        *slots,
        *(Slot(section=Section.ARRANGEMENT, text=line, **common) for line in told_lines(arrangement)),
    ]


def slots_of(lines: Iterable[TextLine]) -> list[Slot]:
    """A text that stands, as slots: to change one paragraph of it, or to copy all of it."""
    slots: list[Slot] = []
    items = -1
    for line in lines:
        if line.fixed or line.key == TITLE:
            continue
        items += line.head
        slots.append(
            Slot(
                section=line.section, text=line.text, head=line.head, key=line.key, number=line.number,
                item=items if line.section == Section.CONTENTS and line.item else -1,
                origin=line.origin or Origin.WRITTEN, origin_words=line.origin_words,
            )
        )  # fmt: skip
    return slots


def aligned(slots: Sequence[Slot], lines: Iterable[TextLine]) -> list[Slot]:
    """Keys and origins of the paragraphs that stand: unchanged, moved and rewritten ones keep theirs."""
    old = {line.key: line for line in lines if not line.fixed and line.key and line.key != TITLE}
    text = Text(passages=tuple(Passage(id=key, text=line.text) for key, line in old.items()))
    found = revise(text, [slot.text for slot in slots], new_id=_Fresh())
    out = []
    for slot, passage in zip(slots, found, strict=True):
        line = old.get(passage.id)
        if line is None:
            out.append(replace(slot, key=""))
            continue
        rewritten = line.text != slot.text
        origin = REWRITTEN.get(Origin(line.origin), line.origin) if rewritten and line.origin else line.origin
        if rewritten and slot.origin in (Origin.FILE, Origin.COMMENT):
            origin = slot.origin
        words = slot.origin_words if origin == slot.origin else line.origin_words
        out.append(replace(slot, key=line.key, origin=origin or slot.origin, origin_words=words))
    return out


class _Fresh:
    """Ids for new paragraphs while texts are compared; the real ones are given when they are written."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self) -> str:
        self.n += 1
        return f"moi{self.n}"


def put_down(
    programme: Programme, slots: Sequence[Slot], *, actor: Actor, at: datetime, before: Sequence[TextLine] = (),
    reason: str = "",
) -> None:  # fmt: skip
    """Replace the text; a text that reads differently from ``before`` is a new version."""
    if programme.pk is not None:
        for old in (*programme.contents.all(), *programme.bases.all(), *programme.paragraphs.all()):
            programme.drop(old)
    rows = _rows(programme, slots)
    for row in rows:
        programme.add(row)
    told = {"basisline": BasisLine, "contentitem": ContentItem, "paragraph": Paragraph}
    parts = {name: [fields_of(r) for r in rows if type(r) is kind] for name, kind in told.items()}
    after = list(lines_in({"fields": {"title": programme.title}, "parts": parts}))
    if [line.shown for line in before] != [line.shown for line in after]:
        note_version(programme, after, actor=actor, at=at, reason=reason)


def _rows(programme: Programme, slots: Sequence[Slot]) -> list[Worded]:
    groups = {group.code: group for group in ContentGroup.objects.all()}
    known = {row.key: row for row in programme.contents.all()} if programme.pk is not None else {}
    acts = [(fold(act.number), act) for act in LegalBasis.objects.exclude(number="")]
    rows: list[Worded] = []
    heads: dict[int, str] = {}
    for order, slot in enumerate(slots):
        key = slot.key or next_key(programme)
        common: dict[str, Any] = {
            "key": key, "origin": slot.origin, "origin_words": slot.origin_words[:200], "order": order,
        }  # fmt: skip
        if slot.head:
            heads[slot.item] = key
            group = groups.get(slot.group) or (known[key].group if key in known else None)
            rows.append(
                ContentItem(
                    number=slot.number or str(len(heads)), title=slot.text[:400], span=slot.span,
                    group=group or ContentGroup.best_for(slot.text), **common,
                )
            )  # fmt: skip
        elif slot.section == BASES:
            folded = fold(slot.text)
            basis = next((act for number, act in acts if number and number in folded), None)
            rows.append(BasisLine(text=slot.text[:600], basis=basis, **common))
        else:
            item = heads.get(slot.item, "")
            rows.append(Paragraph(section=slot.section, item=item, text=slot.text, **common))
    return rows


def next_key(programme: Programme) -> str:
    programme.last_key += 1
    return f"d{programme.last_key}"


def note_version(
    programme: Programme, lines: Sequence[TextLine], *, actor: Actor, at: datetime, reason: str
) -> None:
    """A new version; the last one goes on growing while its author is alone with it and nothing refers to it."""
    digest = fingerprint(line.shown for line in lines)
    versions = list(programme.versions.all()) if programme.pk is not None else []
    last = versions[-1] if versions else None
    if last is not None and _still_open(programme, last, actor=actor, at=at):
        last.entry, last.made_at, last.fingerprint = programme.seq + 1, at, digest
        if reason and reason not in last.reason:
            last.reason = "; ".join(part for part in (last.reason, reason) if part)[:400]
        programme.change(last)
        return
    programme.version += 1
    programme.add(
        Version(
            number=programme.version, entry=programme.seq + 1, body_id=actor.body, author=actor.capacity[:400],
            user=actor.user, reason=reason[:400], made_at=at, fingerprint=digest, order=programme.version,
        )
    )  # fmt: skip
    if programme.pk is not None:
        _void_agreements(programme, at=at, reason=reason)


def _still_open(programme: Programme, last: Version, *, actor: Actor, at: datetime) -> bool:
    if last.user != actor.user or last.body_id != actor.body:
        return False
    if timezone.localdate(last.made_at) != timezone.localdate(at) or programme.comments_by is not None:
        return False
    relations: tuple[Any, ...] = (programme.agreements, programme.settlements, programme.committee_views)
    referred = any(row.version == last.number for relation in relations for row in relation.all())
    return not referred and not programme.comments.exists()


def _void_agreements(programme: Programme, *, at: datetime, reason: str) -> None:
    why = _("Văn bản đổi ở bản v%(n)d%(why)s") % {
        "n": programme.version, "why": f": {reason}" if reason else "",
    }  # fmt: skip
    for row in programme.agreements.all():
        if row.stands:
            row.void_at, row.void_why = at, why[:400]
            programme.change(row)


def slot_at(slots: Sequence[Slot], key: str) -> int:
    """Where the paragraph stands; Refused if it is there no more."""
    place = next((n for n, slot in enumerate(slots) if slot.key == key), None)
    if place is None:
        raise Refused(
            _("Đoạn này không còn trong dự thảo."),
            instead=_("Mở lại trang để xem bản hiện nay."),
            field="place",
        )
    return place


def rewritten(slots: Sequence[Slot], key: str, text: str, *, origin: str = "", words: str = "") -> list[Slot]:
    """The paragraph with other words; several lines are several paragraphs, none takes it out."""
    place = slot_at(slots, key)
    slot, lines = slots[place], told_lines(text)
    if not lines:
        if slot.head and any(s.item == slot.item and not s.head for s in slots):
            raise Refused(
                _("Nội dung này còn đoạn bên dưới."), instead=_("Bỏ các đoạn bên dưới trước, rồi bỏ tên nội dung."), field="text"
            )  # fmt: skip
        return renumbered([*slots[:place], *slots[place + 1 :]])
    now = origin or REWRITTEN.get(Origin(slot.origin), slot.origin)
    first = (
        slot
        if lines[0] == slot.text
        else replace(slot, text=lines[0], origin=now, origin_words=words or slot.origin_words)
    )
    more = [
        replace(slot, text=line, key="", head=False, origin=origin or Origin.WRITTEN, origin_words=words)
        for line in lines[1:]
    ]  # fmt: skip
    return [*slots[:place], first, *more, *slots[place + 1 :]]


def renumbered(slots: Sequence[Slot]) -> list[Slot]:
    """Contents count from 1 again where one was taken out or added."""
    numbers = count(1)
    return [replace(slot, number=str(next(numbers))) if slot.head else slot for slot in slots]


def under_their_heads(
    contents: Sequence[str | Mapping[str, Any]], lines: Sequence[TextLine]
) -> list[Mapping[str, Any]]:
    """Contents given by their titles alone, each with the paragraphs that stand under it now."""
    heads = {line.key: line for line in lines if line.head and line.item}
    titles = [given if isinstance(given, str) else str(given["title"]) for given in contents]
    old = Text(passages=tuple(Passage(id=key, text=line.text) for key, line in heads.items()))
    found: list[Mapping[str, Any]] = []
    for given, passage in zip(contents, revise(old, titles, new_id=_Fresh()), strict=True):
        below = [line.text for line in lines if line.item == passage.id and not line.head]
        found.append({"title": given, "text": "\n".join(below)} if isinstance(given, str) else given)
    return found


def frame() -> list[dict[str, str]]:
    """The rows of the usual frame of a programme (§2.4 of the field: căn cứ, I to IV)."""
    with (Path(__file__).parent / "data" / "skeleton.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def skeleton(slots: Sequence[Slot], rows: Iterable[Mapping[str, str]], *, kind: str) -> list[Slot]:
    """The usual frame where a part of the text is still empty: marked as such, to be rewritten."""
    there = {slot.section for slot in slots}
    out = list(slots)
    heads = -1
    for row in rows:
        section = row["section"]
        if section in there or row["kind"] not in ("", kind):
            continue
        head = row["head"] == "1"
        heads += head
        out.append(
            Slot(
                section=section, text=row["text"], head=head, item=heads if section == Section.CONTENTS else -1,
                number=str(heads + 1) if head else "", group=row["group"], origin=Origin.SKELETON,
            )
        )  # fmt: skip
    order = [BASES, *Section.values]
    return sorted(out, key=lambda slot: order.index(slot.section))
