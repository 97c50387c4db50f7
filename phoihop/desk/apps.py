from __future__ import annotations

from phoihop.core.apps import ModuleConfig


class DeskConfig(ModuleConfig):
    name = "phoihop.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
