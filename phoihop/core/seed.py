"""Shipped reference data into their tables: dated rows a unit may change afterwards. Safe to run again."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction

from phoihop.core import moment, synonyms
from phoihop.core.actions import Action, perform, the_action
from phoihop.core.apps import ModuleConfig
from phoihop.core.models import CalendarDay, DeadlineRule
from phoihop.core.who import CLOCK


@transaction.atomic
def load_all() -> dict[str, int]:
    """Every module's seeds; a row that is already there (by its key) is left as the unit keeps it."""
    done: dict[str, int] = {}
    for config in apps.get_app_configs():
        if not isinstance(config, ModuleConfig):
            continue
        folder = Path(config.path) / "data"
        if (folder / "deadlines.csv").exists():
            done[f"{config.label}/deadlines.csv"] = load_csv(
                folder / "deadlines.csv", DeadlineRule, key=("code", "valid_from")
            )
        for file, name, key in config.seeds:
            done[f"{config.label}/{file}"] = load_csv(folder / file, config.get_model(name), key=key)
    synonyms.forget()
    done["core/calendar.csv"] = load_csv(
        Path(__file__).parent / "data" / "calendar.csv", CalendarDay, key=("day",)
    )
    return done


def load_records() -> dict[str, int]:
    """Records that are shipped, each made by its action; one that is there already is left as an office keeps it."""
    done: dict[str, int] = {}
    for config in apps.get_app_configs():
        if isinstance(config, ModuleConfig):
            for file, name, key in config.shipped:
                path = Path(config.path) / "data" / file
                done[f"{config.label}/{file}"] = _make(path, the_action(name), key=key)
    return done


@transaction.atomic
def _make(path: Path, verb: Action, *, key: str) -> int:
    known = set(verb.on._default_manager.values_list(key, flat=True))
    with path.open(encoding="utf-8", newline="") as lines:
        fresh = [row for row in csv.DictReader(lines) if row[key] not in known]
    for row in fresh:
        inputs: dict[str, Any] = dict(row)
        perform(verb, actor=CLOCK, at=moment.now(), **inputs)
    return len(fresh)


def load_csv(path: Path, model: type[models.Model], *, key: tuple[str, ...]) -> int:
    """Insert the rows of a file whose key is not in the table yet; columns the model has not are left out."""
    fields = {f.name: f for f in model._meta.concrete_fields if not f.auto_created}
    known = set(model._default_manager.values_list(*key))
    fresh: list[models.Model] = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            values = {
                name: _value(fields[name], text)
                for name, text in row.items()
                if name in fields and text != ""
            }
            made = model(**values)
            if (
                tuple(fields[name].to_python(getattr(made, fields[name].attname)) for name in key)
                not in known
            ):
                fresh.append(made)
    model._default_manager.bulk_create(fresh)
    return len(fresh)


def _value(field: Any, text: str) -> Any:
    if isinstance(field, models.BooleanField):
        return text == "true"
    return field.to_python(text)
