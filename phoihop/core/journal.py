"""Reads the journal: the history of a record, its state on a date, and the proof that nothing was touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from phoihop.core import agreement
from phoihop.core.actions import registry
from phoihop.core.agreement import Fault
from phoihop.core.canonical import canonical, digest
from phoihop.core.models import JournalBody, JournalEntry, JournalRoot, Record
from phoihop.core.seal import root_of, seal, sealed_values

#: What an update of the programme did itself, in its migrations; no action of today has these names.
BY_UPDATE = {
    "core.moved": _lazy("đã chuyển vào bản ghi khác khi cập nhật phần mềm"),
    "core.readdressed": _lazy("đã ghi lại nơi mở của số liệu khi cập nhật phần mềm"),
}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of a history."""

    entry: JournalEntry
    inputs: dict[str, Any] = field(default_factory=dict)
    #: Fields that stand after it as they stood before: typed again, not changed.
    kept: frozenset[str] = frozenset()

    @property
    def says(self) -> str:
        """The sentence of the action, as its declaration words it today."""
        declared = registry.get(self.entry.action)
        return str(declared.says if declared else BY_UPDATE.get(self.entry.action, self.entry.action))

    @property
    def noted_later(self) -> bool:
        """Stated for one moment, written down at another: more than a day apart."""
        return abs((self.entry.noted_at - self.entry.at).total_seconds()) > 86400


def history(record: Record, *, limit: int = 50) -> list[Event]:
    """What was done, newest first, with the inputs of each action: one query."""
    rows = (
        JournalEntry.objects.filter(record_type=record._meta.label_lower, record_id=record.pk)
        .select_related("body")
        .order_by("-seq")[:limit]
    )  # fmt: skip
    texts = [_body(row) for row in rows]
    return [
        Event(entry=row, inputs=_inputs(text), kept=_kept(text, before))
        for row, text, before in zip(rows, texts, [*texts[1:], {}], strict=True)
    ]


def _body(entry: JournalEntry) -> dict[str, Any]:
    try:
        found = json.loads(entry.body.text)
    except JournalBody.DoesNotExist:
        return {}
    return found if isinstance(found, dict) else {}


def _inputs(body: dict[str, Any]) -> dict[str, Any]:
    inputs = body.get("inputs")
    return inputs if isinstance(inputs, dict) else {}


def _kept(body: dict[str, Any], before: dict[str, Any]) -> frozenset[str]:
    now, then = (text.get("snapshot", {}).get("fields", {}) for text in (body, before))
    return frozenset(
        name.removesuffix("_id") for name, value in now.items() if name in then and then[name] == value
    )


def as_of(record: Record, at: datetime) -> dict[str, Any] | None:
    """The snapshot that held at a moment (by the clock), or None if the record was not there yet."""
    entry = (
        JournalEntry.objects.filter(
            record_type=record._meta.label_lower, record_id=record.pk, noted_at__lte=at
        )
        .select_related("body")
        .order_by("-seq")
        .first()
    )
    return json.loads(entry.body.text)["snapshot"] if entry else None


@dataclass(kw_only=True)
class Report:
    records: int = 0
    entries: int = 0
    faults: list[Fault] = field(default_factory=list)


def export_lines() -> Iterator[str]:
    """The whole journal as lines of JSON that ``verify_lines`` proves without a database.

    Entries in the order they were written, each daily root after the last entry it seals, and a last
    line that counts and digests all lines, so that a cut-off file is noticed.
    """
    running, count = hashlib.sha256(), 0
    roots = list(JournalRoot.objects.order_by("last_entry"))
    entries = JournalEntry.objects.select_related("body").order_by("pk")
    for entry in entries.iterator(chunk_size=500):
        body = entry.body.text if hasattr(entry, "body") else None
        lines = [{**sealed_values(entry), "digest": entry.digest, "body": body}]
        while roots and roots[0].last_entry <= entry.pk:
            root = roots.pop(0)
            lines.append(
                {"root": root.day, "entries": root.entries, "previous": root.previous, "digest": root.digest}
            )
        for values in lines:
            line = canonical(values)
            running.update(line.encode())
            count += 1
            yield line
    for root in roots:
        yield canonical({"root": root.day, "entries": root.entries, "previous": "?", "digest": root.digest})
    yield canonical({"lines": count, "digest": running.hexdigest()})


#: Texts are taken out by this action alone; an entry without its text before no such entry was robbed of it.
ERASED = "core.erase"


class LineProof:
    """Goes through exported lines once and notes every fault."""

    def __init__(self) -> None:
        self.report = Report()
        self.heads: dict[tuple[str, str], tuple[int, str]] = {}
        self.running = hashlib.sha256()
        self.count = 0
        self.root = ""
        self.fresh: list[str] = []
        self.bare: dict[tuple[str, str], list[int]] = {}
        self.ended = False

    def take(self, line: str) -> None:
        where = Fault(code=f"dòng {self.count + 1}", seq=0, what=str(_("không đọc được")))
        if self.ended:
            self.report.faults.append(replace(where, what=str(_("có dòng đứng sau dòng cuối"))))
            return
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or canonical(row) != line:
                raise ValueError
            if "lines" in row:
                self._end(row)
                return
            if "root" in row:
                self._root(row)
            else:
                self._entry(row)
        except (ValueError, KeyError, TypeError, RecursionError):
            self.report.faults.append(where)
        self.running.update(line.encode(errors="surrogateescape"))
        self.count += 1

    def _fault(self, row: dict[str, Any], what: str) -> None:
        code = str(row.get("record_code") or row.get("root"))
        self.report.faults.append(Fault(code=code, seq=int(row.get("seq") or 0), what=what))

    def _entry(self, row: dict[str, Any]) -> None:
        key = (str(row["record_type"]), str(row["record_code"]))
        seq, head = self.heads.get(key, (0, ""))
        if seal(row) != row["digest"]:
            self._fault(row, str(_("nội dung bước này đã bị sửa")))
        if row["body"] is None:
            self.bare.setdefault(key, []).append(row["seq"])
        elif digest(row["body"]) != row["body_digest"]:
            self._fault(row, str(_("chữ của bước này đã bị sửa")))
        if row["action"] == ERASED:
            self.bare.pop(key, None)
        if (row["seq"], row["previous"]) != (seq + 1, head):
            self._fault(row, str(_("chuỗi bị đứt ở đây: thiếu hoặc thừa một bước")))
        self.heads[key] = (row["seq"], row["digest"])
        self.fresh.append(row["digest"])
        self.report.entries += 1
        self.report.records = len(self.heads)

    def _root(self, row: dict[str, Any]) -> None:
        right = (self.root, self.report.entries, root_of(self.root, self.fresh))
        if (row["previous"], row["entries"], row["digest"]) != right:
            self._fault(row, str(_("niêm phong ngày không khớp")))
        self.root, self.fresh = row["digest"], []

    def _end(self, row: dict[str, Any]) -> None:
        self.ended = True
        if row != {"lines": self.count, "digest": self.running.hexdigest()}:
            self._fault({"root": _("dòng cuối")}, str(_("số dòng hoặc dấu tổng không khớp")))

    def close(self) -> Report:
        for (_kind, code), steps in self.bare.items():
            for seq in steps:
                self._fault({"record_code": code, "seq": seq}, str(_("chữ của bước này đã bị xóa")))
        if not self.ended:
            self._fault({"root": _("cuối tệp")}, str(_("tệp bị cắt cụt: thiếu dòng cuối")))
        return self.report


def verify_lines(lines: Iterable[str]) -> Report:
    """Prove an exported journal: every digest, chain, body, daily root, and that no line is missing."""
    proof = LineProof()
    for line in lines:
        proof.take(line.rstrip("\n"))
    return proof.close()


def verify_database() -> Report:
    """Prove the journal, and that every record's row, parts, links and clocks are what its entries say."""
    report = verify_lines(export_lines())
    for model in apps.get_models():
        if issubclass(model, Record):
            report.faults += agreement.of_records(model)
    report.faults += agreement.of_kinds_gone()
    report.faults += agreement.of_numbers()
    return report
