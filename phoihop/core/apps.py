"""Application configuration shared by every module."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from phoihop.core import wording

# Before the first field of a model or a form is made.
wording.speak()


class ModuleConfig(AppConfig):
    """A module says its title and its place in the menu; everything else is found by name.

    ``menu`` is the group it belongs to, ``menu_order`` its place; ``icon`` names a drawing of the
    shipped set. A module without ``menu`` has no entry.
    """

    #: Django would otherwise take this class for the configuration of every module that imports it.
    default = False

    title: Any = ""
    menu: str = ""
    menu_order: int = 100
    icon: str = ""
    public_path: str = ""
    menu_roles: tuple[str, ...] = ()
    #: Pages of its own that stand in the menu beside its records: (title, address) and, where others see it, the roles.
    pages: tuple[tuple[Any, ...], ...] = ()
    #: One page of it stands in the bar at the foot of a telephone: (title, address, drawing, roles).
    telephone: tuple[Any, str, str, tuple[str, ...]] | None = None
    #: Reference data to load: (file under data/, model, key columns).
    seeds: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    #: Records to make: (file under data/, the action that makes one of a row, the column that names it).
    shipped: tuple[tuple[str, str, str], ...] = ()
    #: Files of its own beside ``actions`` in which some of its actions are declared.
    declares: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.default = True


class CoreConfig(ModuleConfig):
    name = "phoihop.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for config in apps.get_app_configs():
            for file in config.declares if isinstance(config, ModuleConfig) else ():
                import_module(f"{config.name}.{file}")
        autodiscover_modules("actions", "figures", "papers", "importers", "background", "public")
        # The triggers must come back after any migration that rebuilds a table (SQLite drops them),
        # and Django offers no other moment than this signal.
        post_migrate.connect(_guard, sender=self)
        checks.register(checks.Tags.models)(_addresses_differ)
        checks.register(checks.Tags.database)(_guards_stand)
        checks.register(checks.Tags.database)(_clocks_have_rules)


def _guard(**kwargs: Any) -> None:
    from django.db import connection  # noqa: PLC0415 models are not loaded when this file is

    from phoihop.core import ledger, search_index  # noqa: PLC0415 models are not loaded when this file is

    if ledger.tables_exist():
        ledger.install_guards()
    if connection.vendor == "sqlite" and ledger.tables_exist():
        with connection.schema_editor() as editor:
            search_index.make_index(None, editor)


def _addresses_differ(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """No two kinds of records share the prefix of their codes, or the path of their pages: a code alone leads to one page."""
    from phoihop.core.models import Record  # noqa: PLC0415 models are not loaded when this file is

    kinds = [model for model in apps.get_models() if issubclass(model, Record)]
    found: list[checks.CheckMessage] = []
    for name in ("prefix", "path"):
        held: dict[str, str] = {}
        for model in kinds:
            mine = str(getattr(model, name))
            if mine and (other := held.setdefault(mine, model._meta.label)) != model._meta.label:
                found.append(
                    checks.Error(f"{name} {mine} of {model._meta.label} is {other}'s", id="phoihop.E003")
                )
    return found


def _guards_stand(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    if not databases:
        return []
    from phoihop.core import ledger  # noqa: PLC0415 models are not loaded when this file is

    missing = ledger.missing_guards() if ledger.tables_exist() else []
    if not missing:
        return []
    hint = "Run `phoihop migrate`; the journal must not be writable behind the engine."
    return [
        checks.Error(f"append-only triggers are missing: {', '.join(missing)}", hint=hint, id="phoihop.E001")
    ]


def _clocks_have_rules(
    app_configs: Any = None, databases: Any = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Every clock an action starts has a rule in force today; else the action would be refused."""
    if not databases:
        return []
    from phoihop.core import deadlines, ledger, moment  # noqa: PLC0415 models are not loaded when this file is
    from phoihop.core.actions import registry  # noqa: PLC0415 models are not loaded when this file is

    if not ledger.tables_exist():
        return []
    hint = "Run `phoihop migrate`, or enter a rule valid today."
    used = sorted({start.code for verb in registry.values() for start in verb.starts})
    return [
        checks.Error(f"no deadline rule in force for {code}", hint=hint, id="phoihop.E002")
        for code in used
        if not deadlines.in_force(code, moment.today())
    ]
