"""Proves a package from itself alone: its list of members, its journal, every record against its steps.

Needs no database and no installation; what was changed is told with its place.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.canonical import plain
from phoihop.core.proof import Clock, LineProof, clocks_said, differ
from phoihop.core.salted import SALT, is_salted, salted
from phoihop.upkeep.package import members
from phoihop.upkeep.package.box import Reader

#: What a member that was cut or rewritten inside the zip answers with when it is read.
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError)
_GONE = object()
#: Faults that are named; a package with more is told to have more.
MOST = 200


@dataclass(kw_only=True)
class Outcome:
    """What was looked at, and every place that does not agree."""

    records: int = 0
    entries: int = 0
    files: int = 0
    members: int = 0
    faults: list[str] = field(default_factory=list)
    more: int = 0
    manifest: dict[str, Any] = field(default_factory=dict)

    def fault(self, where: str, what: object) -> None:
        if len(self.faults) < MOST:
            self.faults.append(f"{where}: {what}")
        else:
            self.more += 1


def check(box: Reader) -> Outcome:
    """Everything that can be proved of a package without the installation it came from."""
    out = Outcome()
    sums = _listed(box, out)
    if not sums:
        return out
    _bytes_agree(box, sums, out)
    with tempfile.TemporaryDirectory(prefix="phoihop-") as folder:
        told = _Told(f"{folder}/journal.sqlite3")
        try:
            _journal(box, told, out)
            _records(box, told, out)
            _mirrors(box, out)
        finally:
            told.close()
    _counts(out)
    return out


def lines_of(box: Reader, name: str) -> Iterator[tuple[int, str]]:
    """The lines of a member, numbered; one that never ends is cut off and will not be understood."""
    with box.open(name) as member:
        n = 0
        while line := member.readline(members.LONGEST_LINE):
            n += 1
            yield n, line.decode("utf-8", errors="surrogateescape").rstrip("\n")


def _listed(box: Reader, out: Outcome) -> dict[str, str]:
    """The list of members with their digests, itself sealed by the manifest; empty when there is none to trust."""
    for name in (members.MANIFEST, members.SUMS):
        if name not in box.names:
            out.fault(name, _("không có trong gói; đây không phải gói của Phối Hợp, hoặc gói bị cắt"))
            return {}
    try:
        with box.open(members.MANIFEST) as member:
            found = json.loads(member.read(members.LONGEST_LINE))
        out.manifest = found if isinstance(found, dict) else {}
    except (ValueError, RecursionError, *UNREADABLE) as error:
        out.fault(members.MANIFEST, _("không đọc được: %s") % error)
        return {}
    if out.manifest.get("format") != members.FORMAT:
        out.fault(members.MANIFEST, _("dạng gói lạ: %s") % out.manifest.get("format"))
        return {}
    if box.sum_of(members.SUMS) != out.manifest.get("sums"):
        out.fault(members.SUMS, _("danh sách thành phần đã bị sửa: khác dấu ghi trong manifest"))
    sums: dict[str, str] = {}
    for n, line in lines_of(box, members.SUMS):
        digest, _gap, name = line.partition("  ")
        if len(digest) != 64 or not name or name in sums:
            out.fault(f"{members.SUMS} dòng {n}", _("không đọc được"))
        sums[name] = digest
    return sums


def _bytes_agree(box: Reader, sums: dict[str, str], out: Outcome) -> None:
    there = set(box.names) - {members.MANIFEST, members.SUMS}
    for name in sorted(set(sums) - there):
        out.fault(name, _("có trong danh sách mà không có trong gói"))
    for name in sorted(there - set(sums)):
        out.fault(name, _("có trong gói mà không có trong danh sách"))
    for name in (name for name in box.names if not _is_plain(name)):
        out.fault(name, _("tên dẫn ra ngoài gói"))
    for name in box.twice:
        out.fault(name, _("đứng hai lần trong gói"))
    for name in sorted(there & set(sums)):
        try:
            found = box.sum_of(name)
        except UNREADABLE as error:
            out.fault(name, _("không đọc được: %s") % error)
            continue
        out.members += 1
        if found != sums[name]:
            out.fault(name, _("nội dung đã bị sửa: khác dấu SHA-256 trong danh sách"))
        if name.startswith(members.FILES):
            out.files += 1
            if found != name.rsplit("/", 1)[-1].partition(".")[0]:
                out.fault(name, _("tệp không phải tệp mang dấu này"))


def _is_plain(name: str) -> bool:
    """Steps downwards only, the same on every system."""
    return not {"", ".", ".."} & {*name.split("/")} and not {"\\", ":", "\0"} & {*name}


class _Told:
    """The last word of the journal on every record, on disk: the memory stays small however long the journal is."""

    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=OFF")
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.execute("BEGIN")
        self.db.execute(
            "CREATE TABLE told (key TEXT PRIMARY KEY, seq INT, head TEXT, after TEXT, shot TEXT, links TEXT,"
            " clocks TEXT, bare INT, moved TEXT, seen INT DEFAULT 0)"
        )

    def close(self) -> None:
        self.db.close()

    def take(self, row: dict[str, Any]) -> None:
        key = f"{row['record_type']}|{row['record_code']}"
        found = self.db.execute("SELECT links, clocks, bare FROM told WHERE key = ?", [key]).fetchone()
        links, clocks, bare = found or ("[]", "[]", 0)
        body = json.loads(row["body"]) if row["body"] is not None else None
        effects = body["effects"] if body else {}
        if effects.get("links"):
            links = json.dumps(json.loads(links) + effects["links"])
        if effects.get("clocks"):
            clocks = json.dumps(json.loads(clocks) + effects["clocks"])
        shot = json.dumps(body["snapshot"]) if body else ""
        self.db.execute(
            "INSERT OR REPLACE INTO told (key, seq, head, after, shot, links, clocks, bare, moved)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                key,
                row["seq"],
                row["digest"],
                row["after"],
                shot,
                links,
                clocks,
                bare or body is None,
                effects.get("moved", ""),
            ],
        )

    def of(self, key: str) -> tuple[Any, ...] | None:
        found = self.db.execute(
            "SELECT seq, head, after, shot, links, clocks, bare, seen FROM told WHERE key = ?", [key]
        ).fetchone()
        self.db.execute("UPDATE told SET seen = 1 WHERE key = ?", [key])
        return tuple(found) if found else None

    def unseen(self) -> Iterator[tuple[str, str]]:
        yield from self.db.execute("SELECT key, moved FROM told WHERE seen = 0 ORDER BY key")


def _journal(box: Reader, told: _Told, out: Outcome) -> None:
    if members.JOURNAL not in box.names:
        out.fault(members.JOURNAL, _("không có trong gói"))
        return
    proof = LineProof()
    try:
        for n, line in lines_of(box, members.JOURNAL):
            proof.take(line)
            try:
                row = json.loads(line)
                if "record_type" in row:
                    told.take(row)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                out.fault(f"{members.JOURNAL} dòng {n}", _("không đọc được"))
    except UNREADABLE as error:
        out.fault(members.JOURNAL, _("không đọc được: %s") % error)
    report = proof.close()
    out.entries = report.entries
    for fault in report.faults:
        out.fault(members.JOURNAL, fault)


def _records(box: Reader, told: _Told, out: Outcome) -> None:
    for name in box.names:
        if not name.startswith(members.RECORDS):
            continue
        label = name.removeprefix(members.RECORDS).removesuffix(".jsonl")
        try:
            for n, line in lines_of(box, name):
                _record(label, f"{name} dòng {n}", line, told, out)
        except UNREADABLE as error:
            out.fault(name, _("không đọc được: %s") % error)
    for key, moved in told.unseen():
        label, _stroke, code = key.partition("|")
        if label in out.manifest.get("kinds", {}) or not moved:
            out.fault(code, _("có nhật ký nhưng bản ghi đã biến mất"))


def _record(label: str, where: str, line: str, told: _Told, out: Outcome) -> None:
    out.records += 1
    try:
        row = json.loads(line)
        known = told.of(f"{label}|{row['code']}")
        kind = out.manifest["kinds"][label]
        wrong = str(_("bản ghi không có nhật ký")) if known is None else _wrong(row, known, kind)
        where = f"{where} ({row['code']})"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        wrong = str(_("không đọc được"))
    if wrong:
        out.fault(where, wrong)


def _wrong(row: dict[str, Any], known: tuple[Any, ...], kind: dict[str, Any]) -> str:
    """Where a record is not what its steps say; the same questions as of the database.

    What the kind has no more in the release that wrote the package is not asked for.
    """
    seq, head, after, shot_text, links, clocks, bare, seen = known
    if seen:
        return str(_("bản ghi đứng hai lần"))
    fields, parts = row["fields"], row["parts"]
    if (row["seq"], row["head"], fields["state"], fields["code"]) != (seq, head, after, row["code"]):
        return str(_("tình trạng hoặc đầu chuỗi trên bản ghi đã bị sửa"))
    if {tuple(pair) for pair in json.loads(links)} != {(link["kind"], link["to"]) for link in row["links"]}:
        return str(_("liên kết của bản ghi đã bị sửa"))
    if bare:
        return ""  # words were erased: the proof of the lines says whether that was an action or a theft
    now = [
        Clock(
            c["code"],
            c.get("due_at") or c["due_on"],
            paused=c["paused_on"] is not None,
            stopped=c["stopped_on"] is not None,
        )
        for c in row["clocks"]
    ]
    if sorted(clocks_said(json.loads(clocks))) != sorted(now):
        return str(_("thời hạn của bản ghi đã bị sửa"))
    shot = json.loads(shot_text)
    wrong = sorted(
        n for n, value in shot["fields"].items() if n in kind["fields"] and fields.get(n, _GONE) != value
    )
    wrong += sorted(
        n for n, rows in shot["parts"].items() if n in kind["parts"] and differ(rows, parts.get(n, []))
    )
    wrong += _texts_wrong(row)
    return str(_("giá trị trên bản ghi khác nhật ký: %s") % ", ".join(wrong)) if wrong else ""


def _texts_wrong(row: dict[str, Any]) -> list[str]:
    """Texts the journal keeps by a digest, against that digest."""
    wrong = []
    exact = row.get("exact", {})
    held = [(row["fields"], exact.get("fields", {}))]
    for name, rows in row["parts"].items():
        held += [(values, exact.get(name, {}).get(str(n), {})) for n, values in enumerate(rows)]
    for values, told in held:
        for name, value in values.items():
            if is_salted(value) and value != salted(told.get(SALT, ""), told.get(name)):
                wrong.append(name)
        wrong += [
            name for name, value in told.items()
            if name != SALT and not is_salted(values.get(name)) and not _same(value, values.get(name, _GONE))
        ]  # fmt: skip
    return wrong


def _same(exact: Any, told: Any) -> bool:
    """Whether a value told more exactly is the one the journal tells; bytes come as Base64."""
    if plain(exact) == told:
        return True
    try:
        return bool(isinstance(exact, str) and plain(base64.b64decode(exact, validate=True)) == told)
    except ValueError:
        return False


def _mirrors(box: Reader, out: Outcome) -> None:
    """What a record says of a row that is no record stands in that row: a login belongs to whom its account says."""
    for label, kind in out.manifest.get("kinds", {}).items():
        for attname, table, name in kind.get("mirrors", ()):
            rows, records = f"{members.TABLES}{table}.jsonl", f"{members.RECORDS}{label}.jsonl"
            if rows not in box.names or records not in box.names:
                continue
            try:
                held = {
                    row["id"]: row[name] for row in (json.loads(line) for _n, line in lines_of(box, rows))
                }
                for n, line in lines_of(box, records):
                    told = json.loads(line)
                    key = told["fields"][attname]
                    if key in held and held[key] != told["fields"][name]:
                        what = _("%(name)s khác %(table)s số %(key)s") % {
                            "name": name,
                            "table": table,
                            "key": key,
                        }
                        out.fault(f"{records} dòng {n} ({told['code']})", what)
            except (ValueError, KeyError, TypeError, RecursionError, *UNREADABLE):
                out.fault(rows, _("không đọc được"))


def _counts(out: Outcome) -> None:
    for name, found in (("records", out.records), ("entries", out.entries), ("files", out.files)):
        if out.manifest.get("counts", {}).get(name) != found:
            said = out.manifest.get("counts", {}).get(name)
            out.fault(
                members.MANIFEST,
                _("ghi %(said)s %(what)s, đếm được %(found)s") % {"said": said, "what": name, "found": found},
            )
