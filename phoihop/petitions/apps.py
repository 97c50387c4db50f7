from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class PetitionsConfig(ModuleConfig):
    name = "phoihop.petitions"
    label = "petitions"
    title = _("Kiến nghị")
    menu = "cu-tri"
    menu_order = 20
    icon = "b-chat-square-text"
    pages = ((_("Số liệu tuần"), "/so-lieu-tuan/"),)
    seeds = (
        ("results.csv", "ResultClass", ("code", "valid_from")),
        ("fixed_words.csv", "FixedWord", ("kind", "code", "valid_from")),
        ("practices.csv", "Practice", ("code", "valid_from")),
    )
    default_auto_field = "django.db.models.BigAutoField"
