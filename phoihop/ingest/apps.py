from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig


class IngestConfig(ModuleConfig):
    name = "phoihop.ingest"
    label = "ingest"
    title = _("Đọc văn bản cũ")
    menu = "bao-cao"
    menu_order = 20
    icon = "b-file-text"
    menu_roles = ("clerk", "administrator", "member")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import phoihop.ingest.lines  # noqa: F401, PLC0415 registers itself with the documents below
