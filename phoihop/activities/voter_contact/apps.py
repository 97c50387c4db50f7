from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class VoterContactConfig(ModuleConfig):
    name = "phoihop.activities.voter_contact"
    label = "voter_contact"
    title = _("Tiếp xúc cử tri")
    menu = "cu-tri"
    menu_order = 10
    icon = "b-megaphone"
    seeds = (("fund_raising.csv", "BarredPhrase", ("phrase", "valid_from")),)
    declares = ("capturing", "leave")
    pages = ((_("Ghi nhanh"), "/ghi-nhanh/"),)
    telephone = (_("Ghi nhanh"), "/ghi-nhanh/", "b-pen", ("deputy", "clerk"))
    default_auto_field = "django.db.models.BigAutoField"
