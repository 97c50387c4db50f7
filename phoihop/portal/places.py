"""Whose page this is: the locality, where the installation serves one."""

from __future__ import annotations

from phoihop.directory.models import Organisation, Territory


def the_place() -> str:
    """ "Phường Minh Tân"; "" where several localities share the installation."""
    keys = Organisation.objects.exclude(territory=None).order_by().values("territory").distinct()
    found = list(Territory.objects.filter(pk__in=keys)[:2])
    words = found[0].full_name if len(found) == 1 else ""
    return words[:1].upper() + words[1:]
