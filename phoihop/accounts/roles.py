"""The roles a mandate may give; default deny: no mandate, no right."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CLERK = "clerk", _("Chuyên viên")
    LEADER = "leader", _("Lãnh đạo")
    UNIT = "unit", _("Đơn vị thực hiện")
    MEMBER = "member", _("Tổ chức thành viên")
    DEPUTY = "deputy", _("Đại biểu HĐND")
    RECEPTION = "reception", _("Cán bộ tiếp công dân")
    PROTECTION = "protection", _("Cán bộ bảo vệ dữ liệu")
    ADMINISTRATOR = "administrator", _("Quản trị")


#: Roles whose rights may be lent to another person for a time.
DELEGABLE = (Role.CLERK, Role.LEADER, Role.UNIT, Role.MEMBER, Role.RECEPTION)
#: Roles a machine may act in: it neither manages accounts nor opens what is sealed.
MACHINE = (Role.CLERK, Role.LEADER, Role.UNIT, Role.MEMBER)
