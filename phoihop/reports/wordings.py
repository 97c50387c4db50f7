"""What may be written into the catalogue from a disagreement: its two places in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from phoihop.core.web.places import place
from phoihop.reports.models import Difference, Subject
from phoihop.reports.reconcile.subjects import Catalogue, Named, Phrase, named

#: Kinds in which one place tells the same as the other; the rest is arithmetic within one telling.
PAIRS = frozenset({"prose_annex", "body_body", "within", "fell", "year_year"})


@dataclass(frozen=True)
class Spoken:
    """A place's own words and the subject they are known as."""

    words: str
    unit: str
    known: Named


class Wordings:
    """Of one round's page: which subjects its differences name, and where they can be written down."""

    def __init__(self, catalogue: Catalogue, own: Mapping[str, Subject]) -> None:
        """``own`` are the locality's additions by key: they are changed, general subjects get an addition."""
        self.catalogue, self.own = catalogue, own

    def spoken(self, difference: Difference) -> tuple[Spoken, ...]:
        """The first place of each of the first two numbers; one matter may be told in more places."""
        first: dict[str, Mapping[str, Any]] = {}
        for found in difference.places if difference.kind in PAIRS else ():
            first.setdefault(found["value"], found)
        return tuple(self._spoken(found) for found in [*first.values()][:2]) if len(first) > 1 else ()

    def _spoken(self, found: Mapping[str, Any]) -> Spoken:
        unit = found.get("unit", "")
        at = found["at"][0] if found["at"] else len(found["sentence"])
        phrase = Phrase(words=found["noun"], sentence=found["sentence"], at=at, cell=found["cell"], unit=unit)
        return Spoken(found["noun"], unit, named(phrase, self.catalogue))

    def one(self, difference: Difference) -> str:
        """Address of the form by which both places become one subject; nothing where they are one already."""
        both = self.spoken(difference)
        if not both or (both[0].known.code and both[0].known.code == both[1].known.code):
            return ""
        known, other = sorted(both, key=lambda s: not s.known.code)
        if known.words.casefold() == other.words.casefold():
            return ""
        if mine := self.own.get(known.known.code):
            lines = "\n".join([*mine.all_wordings, other.words])
            return place(f"/{Subject.path}/{mine.code}/change-subject/?{urlencode({'wordings': lines})}")
        name = self.catalogue.name(known.known.code) or known.words
        return _form(name=name, wordings=other.words, unit=self._unit(known))

    def apart(self, difference: Difference) -> list[tuple[str, str]]:
        """For two subjects told apart, (label, address): where the one the catalogue does not know can be written
        down, or seen under which name it takes both for one."""
        both = self.spoken(difference)
        codes = {s.known.code for s in both if s.known.code}
        if len(codes) > 1:
            return []
        if codes and all(s.known.whole for s in both):
            name = self.catalogue.name(codes.pop())
            return [
                (_("Xem “%s” trong danh mục") % name, place(f"/{Subject.path}/?{urlencode({'tim': name})}"))
            ]
        new = [s for s in both if not s.known.whole and s.words]
        return [(_("Thêm “%s” vào danh mục") % s.words, _form(name=s.words, unit=s.unit)) for s in new]

    def _unit(self, spoken: Spoken) -> str:
        row = self.catalogue.rows.get(spoken.known.code)
        return row.unit if row else spoken.unit


def _form(**values: str) -> str:
    return place(f"/{Subject.path}/moi/add-subject/?{urlencode({k: v for k, v in values.items() if v})}")
