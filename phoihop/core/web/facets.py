"""The common filters of the search page: their labels come from the lists, their numbers from what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from phoihop.core.indexing import facet_token
from phoihop.core.models import Record
from phoihop.core.search import Found
from phoihop.core.who import Actor

#: As on every list, and the kind of record, which a list has one of.
NAMES = {
    "loai": _("Loại"), "linh-vuc": _("Lĩnh vực"), "tham-quyen": _("Thẩm quyền"), "thoi-gian": _("Thời gian"),
    "don-vi": _("Đơn vị"),
}  # fmt: skip
SECONDS = 60
#: Values of one filter that are offered.
OFFERED = 12


@dataclass(frozen=True)
class Option:
    label: str
    count: str
    url: str
    chosen: bool


def labels_of(actor: Actor) -> dict[str, dict[str, str]]:
    """Value → label of every filter, as the lists of this locality name them; kept for a minute."""
    key = f"search-facets:{'-'.join(map(str, sorted(actor.territories)))}"
    found: dict[str, dict[str, str]] | None = cache.get(key)
    if found is None:
        found = {code: {} for code in NAMES}
        for model in apps.get_models():
            if not (issubclass(model, Record) and model.path):
                continue
            found["loai"][model._meta.label_lower] = str(model._meta.verbose_name).capitalize()
            for facet in model.listing.facets if model.listing else ():
                found.setdefault(facet.code, {}).update(facet.choices(actor))
        cache.set(key, found, SECONDS)
    return found


class Asked:
    """The filters in the address of the search page."""

    def __init__(self, given: Mapping[str, Any], actor: Actor) -> None:
        self.labels = labels_of(actor)
        self.words = str(given.get("q", "")).strip()[:200]
        self.chosen = {
            code: value for code in NAMES if (value := str(given.get(code, ""))) in self.labels.get(code, {}) and value
        }  # fmt: skip

    def link(self, **changes: str) -> str:
        asked = {"q": self.words, **self.chosen, **changes}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def facets(self, found: Found) -> list[tuple[str, list[Option]]]:
        """Each filter with the values among what was found, most first; a chosen value can be taken back."""
        shown = []
        for code, name in NAMES.items():
            options = []
            for value, label in self.labels.get(code, {}).items():
                n, chosen = found.counts[facet_token(code, value)], self.chosen.get(code) == value
                if n or chosen:
                    url = self.link(**{code: "" if chosen else value})
                    options.append((n, Option(label, f"{n}{'+' if found.bounded else ''}", url, chosen)))
            options.sort(key=lambda pair: (not pair[1].chosen, -pair[0], pair[1].label))
            if options:
                shown.append((str(name), [option for _n, option in options[:OFFERED]]))
        return shown
