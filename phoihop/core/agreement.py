"""Do the rows agree with the journal: fields, parts, links and clocks of every record, and the numbers given out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Max
from django.utils.translation import gettext as _

from phoihop.core.canonical import digest
from phoihop.core.models import Counter, Deadline, JournalEntry, Link, Record
from phoihop.core.snapshot import snapshot

#: Missing numbers of one series that are named.
NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that does not agree; ``code`` names the record that was touched."""

    code: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.code} · bước {self.seq}: {self.what}"


class Clock(NamedTuple):
    """A deadline as the journal tells it: its rule, its day, whether it stands still or has ended."""

    code: str
    due_on: str
    paused: bool = False
    stopped: bool = False


def of_records(model: type[Record]) -> list[Fault]:
    """Every record of a kind against its entries."""
    faults: list[Fault] = []
    label = model._meta.label_lower
    last = dict(
        JournalEntry.objects.filter(record_type=label)
        .values_list("record_id")
        .annotate(Max("seq"))
        .order_by()
    )
    links, clocks = _link_rows(label), _clock_rows(label)
    for record in model._base_manager.order_by("pk").iterator(chunk_size=500):
        seq = last.pop(record.pk, 0)
        faults += _check_row(record, seq, links.get(record.pk, set()), clocks.get(record.pk, []))
    faults += [
        Fault(code=f"{label}:{key}", seq=seq, what=str(_("có nhật ký nhưng bản ghi đã biến mất")))
        for key, seq in last.items()
    ]
    return faults


def _link_rows(label: str) -> dict[int, set[tuple[str, str]]]:
    rows: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for link in Link.objects.filter(from_type=label):
        rows[link.from_id].add((link.kind, f"{link.to_type}:{link.to_id}"))
    return rows


def _clock_rows(label: str) -> dict[int, list[Clock]]:
    rows: dict[int, list[Clock]] = defaultdict(list)
    for row in Deadline.objects.filter(record_type=label):
        paused, stopped = row.paused_on is not None, row.stopped_on is not None
        rows[row.record_id].append(Clock(row.code, row.due_on.isoformat(), paused=paused, stopped=stopped))
    return rows


def clocks_said(done: Iterable[str]) -> list[Clock]:
    """The clocks of a record from what its steps did: ``start code day``, ``stop code``, ``pause``, ``resume``."""
    clocks: list[Clock] = []
    for words in done:
        verb, code, day = (*words.split(" "), "")[:3]
        mine = [n for n, c in enumerate(clocks) if c.code == code and not c.stopped]
        for n in mine:
            if verb in ("start", "stop"):
                clocks[n] = clocks[n]._replace(stopped=True)
            elif verb == "pause":
                clocks[n] = clocks[n]._replace(paused=True)
            elif clocks[n].paused:
                clocks[n] = clocks[n]._replace(paused=False, due_on=day)
        if verb == "start":
            clocks.append(Clock(code, day))
    return clocks


def _check_row(record: Record, seq: int, links: set[tuple[str, str]], clocks: list[Clock]) -> list[Fault]:
    def fault(what: str) -> list[Fault]:
        return [Fault(code=record.code, seq=seq, what=what)]

    steps = list(
        JournalEntry.objects.filter(record_type=record._meta.label_lower, record_id=record.pk)
        .select_related("body").order_by("seq")
    )  # fmt: skip
    if not steps:
        return fault(str(_("bản ghi không có nhật ký")))
    entry = steps[-1]
    if any(step.record_code != record.code for step in steps):
        return fault(str(_("mã bản ghi đã bị sửa")))
    if (record.seq, record.head, record.state) != (entry.seq, entry.digest, entry.after):
        return fault(str(_("tình trạng hoặc đầu chuỗi trên bản ghi đã bị sửa")))
    if any(hasattr(step, "body") and digest(step.body.text) != step.body_digest for step in steps):
        return fault(str(_("chữ của nhật ký đã bị sửa")))
    said = {
        (kind, key)
        for step in steps
        if hasattr(step, "body")
        for kind, key in _effects(step).get("links", [])
    }
    if said != links:
        return fault(str(_("liên kết của bản ghi đã bị sửa")))
    if not all(hasattr(step, "body") for step in steps):
        return []  # the journal's own proof says whether these texts were erased or taken
    done = [words for step in steps for words in _effects(step).get("clocks", [])]
    if sorted(clocks_said(done)) != sorted(clocks):
        return fault(str(_("thời hạn của bản ghi đã bị sửa")))
    shot = json.loads(entry.body.text)["snapshot"]
    now = snapshot(record)
    wrong = sorted(name for name, value in shot["fields"].items() if now["fields"].get(name, value) != value)
    wrong += sorted(
        name for name, rows in shot["parts"].items() if differ(rows, now["parts"].get(name, rows))
    )
    return fault(str(_("giá trị trên bản ghi khác nhật ký: %s") % ", ".join(wrong))) if wrong else []


def differ(said: list[dict[str, Any]], now: list[dict[str, Any]]) -> bool:
    """In number, or in a column the entry knew: one that came with a later release makes no entry wrong."""
    if len(said) != len(now):
        return True
    rows = zip(said, now, strict=True)
    return any(row.get(name, value) != value for old, row in rows for name, value in old.items())


def _effects(entry: JournalEntry) -> dict[str, Any]:
    effects = json.loads(entry.body.text)["effects"]
    return effects if isinstance(effects, dict) else {}


def of_kinds_gone() -> list[Fault]:
    """Records of a kind this release has no more: the last entry of each names the record it became a part of."""
    kinds = {m._meta.label_lower: m for m in apps.get_models() if issubclass(m, Record)}
    last: dict[tuple[str, int], JournalEntry] = {}
    rows = JournalEntry.objects.exclude(record_type__in=list(kinds)).select_related("body").order_by("seq")
    for entry in rows:
        last[entry.record_type, entry.record_id] = entry
    faults = []
    for entry in last.values():
        label, _colon, key = str(
            _effects(entry).get("moved", "") if hasattr(entry, "body") else ""
        ).partition(":")
        if label not in kinds or not kinds[label]._base_manager.filter(pk=key).exists():
            what = str(_("loại bản ghi này không còn, mà nhật ký không nói đã chuyển đi đâu"))
            faults.append(Fault(code=entry.record_code, seq=entry.seq, what=what))
    return faults


def of_numbers() -> list[Fault]:
    """A number is given out in the transaction that makes its record, and nothing is ever deleted: a number
    without a record means that the record was taken away together with its entries."""
    held: dict[str, set[int]] = defaultdict(set)
    kinds = [model for model in apps.get_models() if issubclass(model, Record)]
    codes = [code for model in kinds for code in model._base_manager.values_list("code", flat=True)]
    labels = [model._meta.label_lower for model in kinds]
    gone = JournalEntry.objects.filter(seq=1).exclude(record_type__in=labels)
    for code in (*codes, *gone.values_list("record_code", flat=True)):
        series, _hyphen, number = code.rpartition("-")
        if number.isascii() and number.isdigit():
            held[series].add(int(number))
    prefixes = {model.prefix for model in kinds}.union(*(model.former for model in kinds))
    faults = []
    for series, given in Counter.objects.order_by("series").values_list("series", "value"):
        if series not in held and series.partition("-")[0] not in prefixes:
            continue  # a number that is no record's own, of a register
        lost = [n for n in range(1, given + 1) if n not in held[series]][:NAMED]
        what = str(_("số đã cấp nhưng bản ghi không còn"))
        faults += [Fault(code=f"{series}-{n:04d}", seq=0, what=what) for n in lost]
        if given < max(held[series], default=0):
            faults.append(Fault(code=series, seq=0, what=str(_("bộ đếm số bị lùi"))))
    return faults
