"""What personal data lie where: found from the fields themselves, so that a new room stands on the page by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from phoihop.core.access import KEEP_MONTHS
from phoihop.core.models import Part, Record
from phoihop.upkeep.package.rows import everything

#: Names of columns that hold something of a person, wherever they stand.
_NAMES = re.compile(
    r"(^|_)(name|person|user|signer|speaker|phone|email|address|contact|birth\w*|chair|secretary)(_|$)"
)
#: And those that look alike and hold nothing of a person.
_NOT = {"short_name", "kind_name", "file_name", "official_name", "name_key"}
#: Kinds whose "name" is a person's.
_PEOPLE = ("directory.person", "accounts.", "core.journalentry", "core.access")


@dataclass(frozen=True, kw_only=True)
class Holding:
    where: str
    label: str
    fields: str
    free_text: str
    readers: str
    kept: str


def places() -> list[Holding]:
    """Every table that names or describes people, or has room for words about them."""
    found = []
    for model in sorted({*everything(), *_left()}, key=lambda m: m._meta.label_lower):
        fields, texts = fields_of(model), texts_of(model)
        if fields or texts:
            found.append(
                Holding(
                    where=_title(model), label=model._meta.label_lower, fields=", ".join(fields), free_text=", ".join(texts),
                    readers=_readers(model), kept=_kept(model),
                )
            )  # fmt: skip
    return found


def _left() -> list[type[models.Model]]:

    return [apps.get_model(label) for label in ("core.access", "core.draft")]


def fields_of(model: type[models.Model]) -> list[str]:
    """Declared (``personal``), referring to a person or an account, or named like it."""
    declared = getattr(model, "personal", ())
    return [_words(f) for f in model._meta.concrete_fields if f.name in declared or _about_a_person(model, f)]


def _about_a_person(model: type[models.Model], field: Any) -> bool:
    target = field.related_model._meta.label_lower if field.is_relation and field.related_model else ""
    if target in ("directory.person", "accounts.user"):
        return True
    if field.is_relation or field.name in _NOT or not _NAMES.search(field.name):
        return False
    return field.name != "name" or model._meta.label_lower.startswith(_PEOPLE)


def texts_of(model: type[models.Model]) -> list[str]:
    """Boxes in which anybody may write anything, also about people."""
    if not issubclass(model, Record | Part):
        return []
    return [_words(f) for f in model._meta.concrete_fields if isinstance(f, models.TextField)]


def _words(field: Any) -> str:
    return str(field.verbose_name)


def _title(model: type[models.Model]) -> str:
    words = str(model._meta.verbose_name)
    return words[:1].upper() + words[1:]


def _readers(model: type[models.Model]) -> str:
    if not issubclass(model, Record):
        return "như hồ sơ chứa nó" if issubclass(model, Part) else "quản trị"
    if model.everyone_inside:
        return "mọi người có tài khoản"
    return (
        "cơ quan ở các ô: " + ", ".join(model.readers)
        if model.readers
        else "theo quy tắc riêng của loại hồ sơ"
    )


def _kept(model: type[models.Model]) -> str:
    if model._meta.label_lower == "core.access":
        return f"{KEEP_MONTHS} tháng, rồi tự xóa"
    return "theo thời hạn lưu hồ sơ" if issubclass(model, Record | Part) else "khi còn dùng"
