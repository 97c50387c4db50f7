from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class ReceptionConfig(ModuleConfig):
    name = "phoihop.activities.reception"
    label = "reception"
    title = _("Tiếp công dân")
    menu = "cu-tri"
    menu_order = 30
    icon = "b-people"
    default_auto_field = "django.db.models.BigAutoField"
