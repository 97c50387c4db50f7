from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class ProgrammesConfig(ModuleConfig):
    name = "phoihop.activities.programmes"
    label = "programmes"
    title = _("Chương trình")
    menu = "chuong-trinh"
    menu_order = 10
    icon = "b-journal-text"
    declares = ("waiting",)
    seeds = (("content_groups.csv", "ContentGroup", ("code",)), ("legal_bases.csv", "LegalBasis", ("code",)))
    default_auto_field = "django.db.models.BigAutoField"
