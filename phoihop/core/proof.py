"""Proves an exported journal from its lines alone: no database, no installation, no settings of one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from phoihop.core.canonical import canonical, digest
from phoihop.core.seal import root_of, seal


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


@dataclass(kw_only=True)
class Report:
    records: int = 0
    entries: int = 0
    faults: list[Fault] = field(default_factory=list)


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


def differ(said: list[dict[str, Any]], now: list[dict[str, Any]]) -> bool:
    """In number, or in a column the entry knew: one that came with a later release makes no entry wrong."""
    if len(said) != len(now):
        return True
    rows = zip(said, now, strict=True)
    return any(row.get(name, value) != value for old, row in rows for name, value in old.items())
