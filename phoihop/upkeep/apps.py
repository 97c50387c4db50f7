from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class UpkeepConfig(ModuleConfig):
    name = "phoihop.upkeep"
    label = "upkeep"
    title = _("Vận hành")
    menu = "quan-tri"
    menu_order = 40
    icon = "b-gear"
    menu_roles = ("administrator",)
    pages = (
        (_("Thời hạn, danh mục, mẫu"), "/quan-tri/thoi-han/"),
        (_("Sao lưu, khôi phục thử"), "/quan-tri/sao-luu/"),
        (_("Nhật ký và sự cố"), "/quan-tri/nhat-ky/"),
        (_("Kho kín"), "/quan-tri/kho-kin/", "protection"),
        (_("Xuất gói dữ liệu"), "/quan-tri/xuat-goi/"),
        (_("Bản đồ dữ liệu cá nhân"), "/quan-tri/du-lieu-ca-nhan/"),
    )
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from phoihop.upkeep import openings  # noqa: F401, PLC0415 models are not loaded when this file is
