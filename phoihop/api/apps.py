from __future__ import annotations

from phoihop.core.apps import ModuleConfig


class ApiConfig(ModuleConfig):
    name = "phoihop.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
