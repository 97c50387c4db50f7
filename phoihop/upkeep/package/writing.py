"""Writes a package: journal, records, tables, sheets, files, papers, explanation, and the list that seals them."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from phoihop import __version__
from phoihop.core.actions import Refused
from phoihop.core.journal import export_lines
from phoihop.core.models import Record
from phoihop.core.papers import build_paper, formats, papers_of, papers_on
from phoihop.core.snapshot import fields_of
from phoihop.core.who import CLOCK
from phoihop.upkeep.package import members, readme, sheets
from phoihop.upkeep.package.box import Writer, writing
from phoihop.upkeep.package.choosing import Choice, side_rows
from phoihop.upkeep.package.rows import dump, kinds, record_line, row_of, setting_here, tables

Say = Callable[[str], None]


@dataclass(kw_only=True)
class Written:
    """What a package holds, for its manifest and for whoever asked for it."""

    counts: dict[str, int] = field(
        default_factory=lambda: {"records": 0, "entries": 0, "files": 0, "papers": 0}
    )
    kinds: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    fingerprint: str = ""


def write(
    path: Path, choice: Choice, *, at: datetime, by: str, papers: bool = True, files: bool = True,
    say: Say = lambda words: None,
) -> Written:  # fmt: skip
    """The package at a place where nothing stands yet; everything in it is of one moment of the database."""
    done = Written()
    with writing(path) as box, one_moment():
        state_at = _journal(box, choice, done)
        say(f"Nhật ký: {done.counts['entries']} bước.")
        for model in kinds():
            _records(box, model, choice, done)
            if done.kinds[model._meta.label_lower]["count"]:
                say(f"{model._meta.verbose_name}: {done.kinds[model._meta.label_lower]['count']} bản ghi.")
        for table in tables():
            _table(box, table, choice, done)
        if files:
            _files(box, choice, done)
            say(f"Tệp: {done.counts['files']}.")
        if papers:
            _papers(box, choice, done, at=state_at, say=say)
        _close(box, choice, done, state_at=state_at, at=at, by=by)
    return done


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Reads see the database as it stood at the beginning; nobody who writes has to wait for the end."""
    if connection.in_atomic_block:
        yield
        return
    how = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(how)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _journal(box: Writer, choice: Choice, done: Written) -> datetime:
    """Returns the moment of the last step: what the package tells is the state of things after it."""
    last = ""
    with box.member(members.JOURNAL) as out:
        for line in export_lines(None if choice.whole else choice.holds):
            out.write(f"{line}\n".encode())
            row = json.loads(line)
            if "noted_at" in row:
                done.counts["entries"] += 1
                last = max(last, row["noted_at"])
    return datetime.fromisoformat(last) if last else datetime(2000, 1, 1, tzinfo=UTC)


def _records(box: Writer, model: type[Record], choice: Choice, done: Written) -> None:
    label = model._meta.label_lower
    count = 0
    with sheets.Sheets(model) as csvs:
        with box.member(f"{members.RECORDS}{label}.jsonl") as out:
            for rows in choice.chunks(model):
                records = list(rows.prefetch_related(*model.part_names()))
                links, clocks = side_rows(records)
                for record in records:
                    line = record_line(record, links[record.pk], clocks[record.pk])
                    out.write(f"{line}\n".encode())
                    csvs.take(record)
                count += len(records)
        for name, source in csvs.members():
            box.copy(f"{members.SHEETS}{name}", source)
    done.counts["records"] += count
    parts = [part._meta.model_name for part in model.parts()]
    done.kinds[label] = {"count": count, "fields": sorted(fields_of(model())), "parts": parts}
    for name, same in model.mirrors.items():
        to: Any = model._meta.get_field(name)
        told = [to.attname, to.related_model._meta.label_lower, same]
        done.kinds[label].setdefault("mirrors", []).append(told)


def _table(box: Writer, model: type[models.Model], choice: Choice, done: Written) -> None:
    label, count = model._meta.label_lower, 0
    with box.member(f"{members.TABLES}{label}.jsonl") as out:
        for rows in choice.chunks(model):
            for row in rows:
                if setting_here(row):
                    continue
                out.write(f"{dump(row_of(row))}\n".encode())
                count += 1
    done.tables[label] = count


def _files(box: Writer, choice: Choice, done: Written) -> None:
    """The bytes of every record that keeps some (``stored_as``), once per digest; what is gone is told."""
    seen: set[str] = set()
    for model in kinds():
        if not hasattr(model, "stored_as"):
            continue
        for rows in choice.chunks(model):
            for record in rows:
                stored = str(record.stored_as)
                if stored in seen or not getattr(record, "leaves", True):
                    continue
                seen.add(stored)
                if not default_storage.exists(stored):
                    done.missing.append(f"{record.code}: {stored}")
                    continue
                with default_storage.open(stored) as source:
                    box.copy(f"{members.FILES}{stored}", source, packed=False)
                done.counts["files"] += 1


def _papers(box: Writer, choice: Choice, done: Written, *, at: datetime, say: Say) -> None:
    """Every paper every record can produce, as it would be printed now, in each format."""
    for model in kinds():
        if not papers_on(model):
            continue
        for rows in choice.chunks(model):
            for record in rows:
                _papers_of(box, record, done, at=at)
                if done.counts["papers"] and done.counts["papers"] % 500 == 0:
                    say(f"Văn bản: {done.counts['papers']} …")


def _papers_of(box: Writer, record: Any, done: Written, *, at: datetime) -> None:
    for kind in papers_of(record):
        try:
            paper = build_paper(kind.code, record, actor=CLOCK, at=at)
        except (Refused, ObjectDoesNotExist) as error:
            done.missing.append(f"{record.code} {kind.code}: {error}")
            continue
        for suffix, fmt in sorted(formats().items()):
            content = fmt.write(paper)
            with box.member(
                f"{members.PAPERS}{record.path}/{record.code}.{kind.short}.{suffix}", packed=False
            ) as out:
                out.write(content)
            done.counts["papers"] += 1


def schema() -> dict[str, str]:
    """The last migration of every module: how the tables of this release look."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    apps = {model._meta.app_label for model in (*kinds(), *tables())}
    return {app: name for app, name in sorted(loader.graph.leaf_nodes()) if app in apps}


def _close(box: Writer, choice: Choice, done: Written, *, state_at: datetime, at: datetime, by: str) -> None:
    """The explanation, the list of all members, and the manifest that seals the list."""
    head = {
        "format": members.FORMAT, "release": __version__, "schema": schema(), "scope": choice.scope,
        "state_at": state_at.astimezone(UTC).isoformat(), "counts": done.counts, "kinds": done.kinds,
        "tables": done.tables, "missing": done.missing,
    }  # fmt: skip
    box.put(members.README, readme.text(head))
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(box.sums.items()))
    box.put(members.SUMS, listed)
    sums = hashlib.sha256(listed.encode()).hexdigest()
    done.fingerprint = sums
    exported = {"at": at.astimezone(UTC).isoformat(), "by": by}
    manifest = {**head, "sums": sums, "exported": exported}
    box.put(members.MANIFEST, json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1) + "\n")
