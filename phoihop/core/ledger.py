"""Writes the journal and what follows from an action. The engine alone may import this module."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from phoihop.core import deadlines, salted
from phoihop.core.canonical import canonical, digest
from phoihop.core.models import (
    Deadline,
    JournalBody,
    JournalEntry,
    JournalRoot,
    Notice,
    Record,
)
from phoihop.core.seal import root_of, seal, sealed_values
from phoihop.core.snapshot import schema_of, snapshot, snapshot_of_read
from phoihop.core.who import Actor, bodies_at

if TYPE_CHECKING:
    from phoihop.core.actions import Action


def append(
    record: Record, action: Action, *, actor: Actor, at: datetime, noted_at: datetime, before: str,
    inputs: Any, effects: dict[str, Any], key: str, group: str, changed: list[str],
) -> JournalEntry:  # fmt: skip
    """Put the next entry at the end of the record's chain and the new head on the record."""
    shot = snapshot(record)
    entry, text = _entry(
        record, action, shot, actor=actor, at=at, noted_at=noted_at, before=before, inputs=inputs, effects=effects,
        key=key, group=group,
    )  # fmt: skip
    record.save(update_fields=[*changed, "seq", "head"])
    entry.save(force_insert=True)
    JournalBody(entry=entry, text=text).save(force_insert=True)
    return entry


def append_first(
    records: Sequence[Record], action: Action, *, actor: Actor, at: datetime, noted_at: datetime, inputs: Sequence[Any],
    effects: Sequence[dict[str, Any]], group: str,
) -> None:  # fmt: skip
    """The first entry of each of many records just made, whose parts are known; the heads are put on the records."""
    made = [
        _entry(
            record, action, snapshot_of_read(record), actor=actor, at=at, noted_at=noted_at, before="", inputs=told,
            effects=done, key="", group=group,
        )
        for record, told, done in zip(records, inputs, effects, strict=True)
    ]  # fmt: skip
    entries = JournalEntry.objects.bulk_create([entry for entry, _text in made])
    JournalBody.objects.bulk_create(
        JournalBody(entry=entry, text=text) for entry, (_same, text) in zip(entries, made, strict=True)
    )
    table = connection.ops.quote_name(records[0]._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET seq = %s, head = %s WHERE id = %s", [(r.seq, r.head, r.pk) for r in records]
        )


def _entry(
    record: Record, action: Action, shot: dict[str, Any], *, actor: Actor, at: datetime, noted_at: datetime, before: str,
    inputs: Any, effects: dict[str, Any], key: str, group: str,
) -> tuple[JournalEntry, str]:  # fmt: skip
    """The next entry of the record's chain with its text; the record has its new head."""
    inputs = salted.inputs_of(record, inputs, _rows(record))
    text = canonical({"inputs": inputs, "effects": effects, "snapshot": shot})
    entry = JournalEntry(
        record_type=record._meta.label_lower, record_id=record.pk, record_code=record.code, seq=record.seq + 1,
        at=at, noted_at=noted_at, actor_kind=actor.kind, actor_user=actor.user, actor_person=actor.person,
        actor_body=actor.body, actor_mandate=actor.hat.mandate if actor.hat else None, actor_name=actor.name[:200],
        capacity=actor.capacity[:400], action=action.name, before=before, after=record.state,
        schema=schema_of(shot), body_digest=digest(text), key=key, group=group, previous=record.head,
    )  # fmt: skip
    entry.digest = seal(sealed_values(entry))
    record.seq, record.head = entry.seq, entry.digest
    return entry, text


def _rows(record: Record) -> Iterable[Any]:
    """The record and its parts, as the snapshot has just read them."""
    yield record
    for name in record.part_names():
        yield from getattr(record, name).all()


def run_clocks(record: Record, action: Action, *, at: datetime) -> list[str]:
    """Stop, pause, resume and start the deadlines the action names; returns what was done, in words."""
    if not (action.starts or action.stops or action.pauses or action.resumes):
        return []
    done: list[str] = []
    today = timezone.localdate(at)
    key = {"record_type": record._meta.label_lower, "record_id": record.pk}
    # A start replaces the running clock of the same code, so both are closed here.
    closing = {*action.stops, *(start.code for start in action.starts)}
    if closing and record.seq:
        Deadline.objects.filter(**key, code__in=closing, stopped_on=None).update(stopped_on=today)
        done += [f"stop {code}" for code in sorted(action.stops)]
    if action.pauses:
        Deadline.objects.filter(**key, code__in=action.pauses, stopped_on=None, paused_on=None).update(
            paused_on=today, paused_at=at
        )
        done += [f"pause {code}" for code in action.pauses]
    waiting = Deadline.objects.filter(**key, code__in=action.resumes, stopped_on=None).exclude(paused_on=None)
    for clock in waiting if action.resumes else ():
        deadlines.resume(clock, at=at)
        clock.save(update_fields=["due_on", "due_at", "paused_on", "paused_at", "calendar_version"])
        done.append(f"resume {clock.code} {clock.due_said}")
    started = Deadline.objects.bulk_create(deadlines.clocks_for(record, action.starts, at=at))
    if (
        record.seq
    ):  # a start whose day is not set leaves no new clock: then the old one was stopped, and it is said
        ended = {start.code for start in action.starts} - {clock.code for clock in started} - {*action.stops}
        done += [f"stop {code}" for code in sorted(ended)]
    return done + [f"start {clock.code} {clock.due_said}" for clock in started]


def tell(record: Record, action: Action, entry: JournalEntry, *, actor: Actor, at: datetime) -> list[Notice]:
    """One notice per body the action tells, except the one that acted, and per body whose step comes next."""
    bodies: set[int] = set()
    for path in action.tells:
        bodies |= bodies_at(record, path)
    bodies.discard(actor.body or 0)
    for path in action.calls:
        bodies |= bodies_at(record, path)
    if not bodies:
        return []
    module, verb = action.name.split(".", 1)
    context = {"record": record, "actor": actor, "action": action, "at": at}
    template: Any = get_template(f"{module}/notices/{verb}.txt")
    # A sentence, not markup: what was typed stays as it is, and the page that shows it escapes it.
    text = template.template.render(Context(context, autoescape=False)).strip()
    return Notice.objects.bulk_create(
        Notice(
            body=body, role=role, record_type=record._meta.label_lower, record_id=record.pk, record_code=record.code,
            verb=action.name, text=text, at=at, entry=entry,
        )
        for body in sorted(bodies)
        for role in record.reader_roles or ("",)
    )  # fmt: skip


def remind(clock: Deadline, *, body: int, text: str, at: datetime, mark: str) -> None:
    """A reminder before a clock runs out: noted on the clock, so that it is sent once."""
    kind: Any = apps.get_model(clock.record_type)
    Notice.objects.bulk_create(
        Notice(
            body=body, role=role, record_type=clock.record_type, record_id=clock.record_id,
            record_code=clock.record_code, verb=clock.code, text=text, at=at,
        )
        for role in kind.reader_roles or ("",)
    )  # fmt: skip
    clock.reminded = f"{clock.reminded},{mark}".strip(",")
    clock.save(update_fields=["reminded"])


def seal_day(day: date) -> JournalRoot | None:
    """Seal everything journalled since the last root; None when there is nothing new or it is sealed."""
    last = JournalRoot.objects.order_by("-day").first()
    if last and last.day >= day:
        return None
    fresh = JournalEntry.objects.filter(pk__gt=last.last_entry if last else 0).order_by("pk")
    rows = list(fresh.values_list("pk", "digest"))
    if not rows:
        return None
    previous = last.digest if last else ""
    entries = (last.entries if last else 0) + len(rows)
    return JournalRoot.objects.create(
        day=day, entries=entries, last_entry=rows[-1][0], previous=previous,
        digest=root_of(previous, (sealed for _pk, sealed in rows)),
    )  # fmt: skip


def guard_statements(vendor: str) -> dict[str, Iterable[str]]:
    """The append-only triggers by name, per database."""
    tables = (JournalEntry._meta.db_table, JournalBody._meta.db_table, "core_journalroot")
    out: dict[str, Iterable[str]] = {}
    for table in tables:
        if vendor == "sqlite":
            key = "entry_id" if table.endswith("body") else "id"
            for verb in ("UPDATE", "DELETE"):
                out[f"{table}_no_{verb.lower()}"] = (
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
                )
            out[f"{table}_no_replace"] = (
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
                f"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
            )
        else:
            function = (
                "CREATE OR REPLACE FUNCTION core_append_only() RETURNS trigger AS $$ BEGIN "
                "RAISE EXCEPTION 'the journal is append-only'; END $$ LANGUAGE plpgsql"
            )
            out[f"{table}_no_change"] = (
                function,
                f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION core_append_only()",
            )
            out[f"{table}_no_truncate"] = (
                f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION core_append_only()",
            )
    return out


def tables_exist() -> bool:
    """False before the first migrate (and after a migrate back to nothing)."""
    return JournalEntry._meta.db_table in connection.introspection.table_names()


def install_guards() -> None:
    """(Re)create the triggers: SQLite drops them whenever a migration rebuilds a table."""
    with connection.cursor() as cursor:
        for statements in guard_statements(connection.vendor).values():
            for statement in statements:
                cursor.execute(statement)


def lift_guards() -> None:
    """Remove the triggers; only for the flush between tests."""
    with connection.cursor() as cursor:
        for name in guard_statements(connection.vendor):
            table = name.rsplit("_no_", 1)[0]
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_guards() -> list[str]:
    """Names of triggers that should exist and do not."""
    wanted = set(guard_statements(connection.vendor))
    source = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(source)
        return sorted(wanted - {row[0] for row in cursor.fetchall()})
