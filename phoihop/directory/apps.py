from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.core import synonyms
from phoihop.core.apps import ModuleConfig


class DirectoryConfig(ModuleConfig):
    name = "phoihop.directory"
    label = "directory"
    title = _("Tổ chức")
    menu = "quan-tri"
    menu_order = 10
    icon = "b-diagram-3"
    seeds = (
        ("body_kinds.csv", "BodyKind", ("code",)),
        ("abbreviations.csv", "Abbreviation", ("short", "expansion")),
    )
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        synonyms.sources.append(self._abbreviations)

    def _abbreviations(self) -> Iterable[tuple[str, str]]:
        rows: Any = self.get_model("Abbreviation")
        return rows.objects.values_list("short", "expansion")
