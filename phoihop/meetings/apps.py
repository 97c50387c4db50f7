from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class MeetingsConfig(ModuleConfig):
    name = "phoihop.meetings"
    label = "meetings"
    title = _("Hội nghị")
    menu = "chuong-trinh"
    menu_order = 30
    icon = "b-people"
    seeds = (
        ("protocol.csv", "ProtocolRank", ("title", "valid_from")),
        ("usual_steps.csv", "UsualStep", ("kind", "order", "valid_from")),
    )
    declares = ("booking", "holding", "writing")
    pages = ((_("Lịch công tác tuần"), "/lich-cong-tac/"),)
    default_auto_field = "django.db.models.BigAutoField"
