"""Do the rows agree with the journal: fields, parts, links and clocks of every record, and the numbers given out."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db.models import Max
from django.utils.translation import gettext as _

from phoihop.core.canonical import digest
from phoihop.core.models import Counter, Deadline, JournalEntry, Link, Record, Setting
from phoihop.core.proof import Clock, Fault, clocks_said, differ
from phoihop.core.salted import is_salted, salted
from phoihop.core.snapshot import snapshot

#: Says on an installation from which package its data came.
IMPORTED = "here.imported"
#: Missing numbers of one series that are named.
NAMED = 20


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
        rows[row.record_id].append(Clock(row.code, row.due_said, paused=paused, stopped=stopped))
    return rows


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
    wrong = sorted(
        name for name, value in shot["fields"].items()
        if not _same(value, now["fields"].get(name, value), getattr(record, "salt", ""))
    )  # fmt: skip
    wrong += sorted(
        name for name, rows in shot["parts"].items() if differ(rows, now["parts"].get(name, rows))
    )
    wrong += [
        f"{reference}.{name}" for reference, name in record.mirrors.items()
        if getattr(getattr(record, reference), name) != getattr(record, name)
    ]  # fmt: skip
    return fault(str(_("giá trị trên bản ghi khác nhật ký: %s") % ", ".join(wrong))) if wrong else []


def _same(said: Any, now: Any, salt: str) -> bool:
    """A text that the journal kept in plain in an earlier release, and keeps as a digest now, is the same text."""
    return bool(said == now or (is_salted(now) and now == salted(salt, said)))


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
    before = _given_elsewhere()
    for series, given in Counter.objects.order_by("series").values_list("series", "value"):
        if series not in held and series.partition("-")[0] not in prefixes:
            continue  # a number that is no record's own, of a register
        first = before.get(series, 0) + 1
        lost = [n for n in range(first, given + 1) if n not in held[series]][:NAMED]
        what = str(_("số đã cấp nhưng bản ghi không còn"))
        faults += [Fault(code=f"{series}-{n:04d}", seq=0, what=what) for n in lost]
        if given < max(held[series], default=0):
            faults.append(Fault(code=series, seq=0, what=str(_("bộ đếm số bị lùi"))))
    return faults


def _given_elsewhere() -> dict[str, int]:
    """Numbers given out before a part of another installation was put in here: their records stayed there."""
    told = Setting.objects.filter(name=IMPORTED).values_list("value", flat=True).first()
    given: dict[str, int] = json.loads(told).get("given", {}) if told else {}
    return given
