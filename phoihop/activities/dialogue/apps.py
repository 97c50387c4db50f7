from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class DialogueConfig(ModuleConfig):
    name = "phoihop.activities.dialogue"
    label = "dialogue"
    title = _("Đối thoại")
    menu = "cu-tri"
    menu_order = 40
    icon = "b-chat-square-text"
    default_auto_field = "django.db.models.BigAutoField"
