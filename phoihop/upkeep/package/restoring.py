"""Puts a proved package into an installation that holds nothing yet, under the keys its rows had.

Everything is written in one transaction: killed half-way, the installation is as empty as before.
Not put back, because not in a package: passwords, second factors, sessions, drafts, the access log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from phoihop.core import indexing, ledger
from phoihop.core.agreement import IMPORTED
from phoihop.core.canonical import canonical
from phoihop.core.journal import verify_database
from phoihop.core.models import Counter, JournalBody, JournalEntry, JournalRoot, Record, SearchRow, Setting
from phoihop.core.seal import SEALED
from phoihop.upkeep.package import members
from phoihop.upkeep.package.box import Reader
from phoihop.upkeep.package.checking import Outcome, lines_of
from phoihop.upkeep.package.rows import everything, from_line, from_row, kinds, tables

CHUNK = 500
#: Faults that are named of a package that proved itself and still does not agree.
SHOWN = 20


class Cannot(Exception):
    """Why a package may not be put in here."""


def restore(box: Reader, proved: Outcome, *, say: Callable[[str], None] = lambda words: None) -> None:
    """Everything the package holds; raises Cannot before anything is written."""
    _fits(proved.manifest)
    if reason := not_empty():
        raise Cannot(reason)
    _files(box)
    say(f"Tệp: {proved.files}.")
    with transaction.atomic():
        connection.check_constraints()  # PostgreSQL drops and makes no trigger while references wait
        ledger.lift_guards()
        clear()
        for model in tables():
            _table(box, model)
        for kind in kinds():
            say(f"{kind._meta.verbose_name}: {_records(box, kind)} bản ghi.")
        _journal(box)
        _say_where_from(proved)
        _sequences()
        say("Lập lại mục tìm kiếm.")
        indexing.reindex()
        connection.check_constraints()
        ledger.install_guards()
        if faults := verify_database().faults:
            raise Cannot("\n".join([*map(str, faults[:SHOWN]), "Gói không khớp nhật ký của chính nó."]))


def not_empty() -> str:
    """Why this is no empty installation; what the program itself ships does not count."""
    by_people = JournalEntry.objects.exclude(actor_kind="clock").exists()
    shipped = {row[1] for config in apps.get_app_configs() for row in getattr(config, "shipped", ())}
    made = JournalEntry.objects.exclude(action__in=shipped).exists()
    users = apps.get_model("accounts.user")._base_manager.exists()
    if by_people or made or users:
        return "Nơi này đã có dữ liệu. Gói chỉ đưa được vào nơi cài đặt còn trống (PHOIHOP_DATA mới)."
    return ""


def _fits(manifest: dict[str, Any]) -> None:
    """A package of an older release fits when every kind it tells of is still there; one of a newer does not."""
    known = set(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)
    newer = [app for app, name in manifest["schema"].items() if (app, name) not in known]
    if newer:
        raise Cannot(
            f"Gói do bản phần mềm khác lập (bản {manifest['release']}; khác ở {', '.join(newer)}). Cài bản ấy rồi chạy lại."
        )
    labels = {m._meta.label_lower for m in kinds()}
    gone = [label for label, kind in manifest["kinds"].items() if kind["count"] and label not in labels]
    if gone:
        raise Cannot(
            f"Bản phần mềm này không còn loại hồ sơ: {', '.join(gone)}. Đưa gói vào bản {manifest['release']} rồi cập nhật."
        )


def clear() -> None:
    """What the first migrate shipped: the package brings its own."""
    filled: list[type[models.Model]] = [SearchRow, *everything()]
    with connection.cursor() as cursor:
        for model in filled:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 our own tables


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    held: list[Any] = []
    for row in rows:
        held.append(row)
        if len(held) == CHUNK:
            yield held
            held = []
    if held:
        yield held


def _lines(box: Reader, name: str) -> Iterator[dict[str, Any]]:
    if name in box.names:
        for _n, line in lines_of(box, name):
            yield json.loads(line)


def _table(box: Reader, model: type[models.Model]) -> None:
    for rows in _chunks(_lines(box, f"{members.TABLES}{model._meta.label_lower}.jsonl")):
        model._base_manager.bulk_create([from_row(model, row) for row in rows])


def _records(box: Reader, model: type[Record]) -> int:
    count = 0
    for lines in _chunks(_lines(box, f"{members.RECORDS}{model._meta.label_lower}.jsonl")):
        made: dict[type[models.Model], list[Any]] = {}
        for line in lines:
            record, parts, links, clocks = from_line(model, line)
            for row in (record, *parts, *links, *clocks):
                made.setdefault(type(row), []).append(row)
        for table, rows in made.items():
            table._base_manager.bulk_create(rows)
        count += len(lines)
    return count


def _journal(box: Reader) -> None:
    names = [
        f.name
        for f in JournalEntry._meta.concrete_fields
        if f.name in SEALED or f.name in ("record_id", "digest")
    ]
    for rows in _chunks(_lines(box, members.JOURNAL)):
        entries, bodies, roots = [], [], []
        for row in rows:
            if "root" in row:
                roots.append(
                    JournalRoot(
                        day=row["root"], entries=row["entries"], last_entry=row["last_entry"],
                        previous=row["previous"], digest=row["digest"],
                    )
                )  # fmt: skip
            elif "record_type" in row:
                values = {n: _moment(row[n]) if n in ("at", "noted_at") else row[n] for n in names}
                entries.append(JournalEntry(pk=row["id"], **values))
                if row["body"] is not None:
                    bodies.append(JournalBody(entry_id=row["id"], text=row["body"]))
        JournalEntry.objects.bulk_create(entries)
        JournalBody.objects.bulk_create(bodies)
        JournalRoot.objects.bulk_create(roots)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _files(box: Reader) -> None:
    """Bytes first, each under its fingerprint: a crash leaves files nobody names, never a record without its bytes."""
    for name in box.names:
        if not name.startswith(members.FILES):
            continue
        stored = name.removeprefix(members.FILES)
        if not default_storage.exists(stored):
            with box.open(name) as source:
                default_storage.save(stored, File(source, name=stored))


def _say_where_from(proved: Outcome) -> None:
    """Of a part, the numbers given out before are not asked for here: their records stayed behind."""
    scope = proved.manifest["scope"]
    told: dict[str, Any] = {"scope": scope, "sums": proved.manifest["sums"]}
    if scope["kind"] != "all":
        told["given"] = dict(Counter.objects.values_list("series", "value"))
    Setting.objects.create(name=IMPORTED, value=canonical(told))


def _sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), everything()):
            cursor.execute(statement)
