"""Whose page this is: the locality, where the installation serves one."""

from __future__ import annotations

from phoihop.directory.models import Organisation, Territory


def the_place() -> str:
    """ "Phường Minh Tân"; "" where several localities share the installation."""
    keys = Organisation.objects.exclude(territory=None).order_by().values("territory").distinct()
    names = list(Territory.objects.filter(pk__in=keys).values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""
