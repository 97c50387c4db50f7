"""Misconfiguration is told at start, with an id and what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage


@checks.register(checks.Tags.security)
def hosts_are_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A wildcard host lets anyone choose the address in links and mails."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    hint = "Set PHOIHOP_HOSTS to the names of this server."
    return [checks.Error("PHOIHOP_HOSTS allows any host", hint=hint, id="phoihop.E010")]


@checks.register()
def secrets_are_private(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The keys in the data folder must be readable by their owner alone."""
    found: list[CheckMessage] = []
    for path in sorted((settings.DATA / "keys").glob("*")):
        if path.stat().st_mode & 0o077:
            hint = f"chmod 600 {path.name} in the data folder"
            found.append(
                checks.Warning(f"the key {path.name} can be read by others", hint=hint, id="phoihop.W011")
            )
    return found
