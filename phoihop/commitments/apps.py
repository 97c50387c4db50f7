from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class CommitmentsConfig(ModuleConfig):
    name = "phoihop.commitments"
    label = "commitments"
    title = _("Theo dõi đến cùng")
    menu = "chuong-trinh"
    menu_order = 20
    icon = "b-list-check"
    declares = ("answered",)
    seeds = (
        ("fields.csv", "ListValue", ("kind", "code")),
        ("competence.csv", "ListValue", ("kind", "code")),
    )
    default_auto_field = "django.db.models.BigAutoField"
