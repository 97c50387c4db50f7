from __future__ import annotations

from phoihop.core.apps import ModuleConfig


class PortalConfig(ModuleConfig):
    name = "phoihop.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
