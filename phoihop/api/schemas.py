"""From forms and models to JSON schemas: one source for page, JSON and OpenAPI."""

import base64
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils.datastructures import MultiValueDict
from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from phoihop.core.actions import Action
from phoihop.core.canonical import plain
from phoihop.core.models import Record
from phoihop.core.rows import RowsField
from phoihop.core.text import clean


class FileIn(Schema):
    """A file in JSON: its name and its bytes in base64."""

    name: str
    content_base64: str


class Problem(Schema):
    """Why nothing was written: what happened, what now, and the faults by field."""

    what: str
    instead: str = ""
    fields: dict[str, list[str]] = {}


class Done(Schema):
    """The record after the action; ``digest`` is its version."""

    code: str
    state: str
    seq: int
    digest: str


class Page(Schema):
    """Records, newest first; ``after`` continues the list, null at its end."""

    items: list[dict[str, Any]]
    after: int | None = None


_TYPES: list[tuple[type[forms.Field], Any]] = [
    (forms.FileField, FileIn),
    (forms.BooleanField, bool),
    (forms.IntegerField, int),
    (forms.DecimalField, Decimal),
    (forms.DateTimeField, str),
    (forms.DateField, str),
    (forms.ModelMultipleChoiceField, list[str]),
    (forms.MultipleChoiceField, list[str]),
    (forms.ModelChoiceField, str),
    (RowsField, list[dict[str, str | int]]),
]


def input_schema(verb: Action) -> type[Schema]:
    """The body of an action's operation; a reference is given by its code."""
    fields: dict[str, Any] = {}
    for name, field in (verb.form.base_fields if verb.form else {}).items():
        kind = next((t for cls, t in _TYPES if isinstance(field, cls)), str)
        if isinstance(field, forms.IntegerField) and isinstance(field, forms.DecimalField):
            kind = Decimal
        told: dict[str, Any] = {"title": str(field.label or name), "json_schema_extra": _more_of(field)}
        fields[name] = (kind, Field(**told)) if field.required else (kind | None, Field(default=None, **told))
    config = ConfigDict(extra="allow", title=verb.name)
    return create_model(verb.name.replace(".", "_"), __config__=config, **fields)


def _more_of(field: forms.Field) -> dict[str, Any]:
    """What a machine may send at best; the form still takes what a person types (31/7/2027) and says what is wrong."""
    if isinstance(field, RowsField):
        shape = {"type": ["string", "integer"]}
        return {"items": {"type": "object", "properties": {box.name: shape for box in field.boxes}}}
    if isinstance(field, forms.DateField):
        return {"format": "date"}
    if isinstance(field, forms.DateTimeField):
        return {"format": "date-time"}
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        values = [str(value) for value in _values(field.choices) if value != ""]
        if not values:  # filled in for whoever asks: what is offered stands on the page
            return {}
        if isinstance(field, forms.MultipleChoiceField):
            return {"items": {"type": "string", "enum": values}} if field.required else {}
        return {"enum": values if field.required else [*values, None]}
    return {}


def _values(choices: Any) -> Iterator[Any]:
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from _values(words)
        else:
            yield value


def whole(value: Any) -> None:
    """BadText for a NUL or half a letter anywhere in the input: JSON can spell what no page can send."""
    if isinstance(value, str):
        clean(value)
    elif isinstance(value, dict):
        for name, item in value.items():
            whole(name)
            whole(item)
    elif isinstance(value, list):
        for item in value:
            whole(item)


def form_data(
    verb: Action, given: dict[str, Any]
) -> tuple[MultiValueDict[str, Any], MultiValueDict[str, Any]]:
    """JSON values as the form reads them: lists repeated, references by key, files decoded."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    files: MultiValueDict[str, Any] = MultiValueDict()
    fields = verb.form.base_fields if verb.form else {}
    for name, value in given.items():
        if value is None or value is False:
            continue
        field = fields.get(name)
        if isinstance(value, dict) and "content_base64" in value:
            try:
                content = base64.b64decode(value["content_base64"], validate=True)
            except ValueError:  # not base64: the form then says that the file is empty
                content = b""
            files[name] = SimpleUploadedFile(str(value.get("name") or "tep"), content)
        elif isinstance(field, forms.ModelChoiceField):
            given_list = value if isinstance(value, list) else [value]
            data.setlist(name, [_key(field, item) for item in given_list])
        elif isinstance(field, RowsField):
            for box in field.boxes:
                data.setlist(f"{name}-{box.name}", [str(row.get(box.name, "")) for row in value])
        elif isinstance(value, list):
            data.setlist(name, [str(item) for item in value])
        else:
            data[name] = "on" if value is True else str(value)
    return data, files


def _key(field: Any, value: Any) -> str:
    model = field.queryset.model
    if issubclass(model, Record):
        found = model._base_manager.filter(code=str(value)).values_list("pk", flat=True).first()
        return str(found or 0)
    return str(value)


def record_out(record: Record) -> dict[str, Any]:
    """Stored fields by name, references by code where they are loaded, state in words."""
    out: dict[str, Any] = {"code": record.code, "state": record.state, "state_label": record.state_label}
    out |= {"seq": record.seq, "digest": record.head}
    gone = record.told_no_more()
    for field in record._meta.concrete_fields:
        if field.name in gone:
            out[field.name] = None
            continue
        if field.name in ("id", "code", "state", "seq", "head") or not field.editable:
            continue
        value = getattr(record, field.attname)
        if isinstance(field, models.ForeignKey):
            other = getattr(record, field.name) if value is not None else None
            value = getattr(other, "code", None) or (str(other) if other is not None else None)
        elif isinstance(value, date | datetime | Decimal):
            value = plain(value)
        out[field.name] = value
    return out
