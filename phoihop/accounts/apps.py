from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class AccountsConfig(ModuleConfig):
    name = "phoihop.accounts"
    label = "accounts"
    title = _("Người dùng, vai trò")
    menu = "quan-tri"
    menu_order = 20
    icon = "b-people"
    menu_roles = ("administrator",)
    default_auto_field = "django.db.models.BigAutoField"
