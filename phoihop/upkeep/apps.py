from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class UpkeepConfig(ModuleConfig):
    name = "phoihop.upkeep"
    label = "upkeep"
    title = _("Vận hành")
    menu = "quan-tri"
    menu_order = 40
    icon = "b-gear"
    menu_roles = ("administrator",)
    default_auto_field = "django.db.models.BigAutoField"
