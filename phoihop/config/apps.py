from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "phoihop.config"
    label = "config"

    def ready(self) -> None:
        from phoihop.config import checks  # noqa: F401, PLC0415 registering the checks is the effect
