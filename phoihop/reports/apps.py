from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class ReportsConfig(ModuleConfig):
    name = "phoihop.reports"
    label = "reports"
    title = _("Lập báo cáo")
    menu = "bao-cao"
    menu_order = 10
    icon = "b-file-earmark-text"
    shipped = (("subjects.csv", "reports.ship_subject", "known_as"),)
    default_auto_field = "django.db.models.BigAutoField"
