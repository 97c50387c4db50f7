from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
