"""The one home of "tổ 12", "TDP số 12" and "12": how a quarter, village or street group is written in the books.

The directory of localities ends at the commune, so these are words; written one way they are one place in every list.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.forms import ActionForm, Suggesting
from phoihop.core.text import parse_number_words
from phoihop.directory.models import Territory
from phoihop.petitions.models import Petition

LENGTH = 60
#: As people write it → as the books do; the longer ones first.
_KINDS = {
    "tổ dân phố": "Tổ dân phố", "tổ nhân dân": "Tổ nhân dân", "khu dân cư": "Khu dân cư", "khu phố": "Khu phố", "tdp": "Tổ dân phố",
    "tnd": "Tổ nhân dân", "kdc": "Khu dân cư", "kp": "Khu phố", "tổ": "Tổ dân phố", "thôn": "Thôn", "xóm": "Xóm", "ấp": "Ấp",
    "khóm": "Khóm", "bản": "Bản", "buôn": "Buôn", "làng": "Làng", "khu": "Khu", "to dan pho": "Tổ dân phố", "khu pho": "Khu phố",
    "khu dan cu": "Khu dân cư", "to": "Tổ dân phố", "thon": "Thôn", "xom": "Xóm",
}  # fmt: skip
_TYPED = re.compile(rf"(?i)({'|'.join(_KINDS)})\s*(?:số\s*|so\s*)?[.:]?\s*(.+)")
#: What may follow a short kind: "khuôn viên" is no "khu".
_BEHIND = " .:0123456789"
_NUMBER = re.compile(r"0*(\d{1,3})\s*([A-Za-z]?)")
#: Of the places of a locality, so many are proposed and looked through.
MOST = 200


def _name(words: str) -> str:
    """ "05" → "5", "12a" → "12A", "mười hai" → "12"; a name is left as it was typed."""
    if found := _NUMBER.fullmatch(words):
        return f"{found[1]}{found[2].upper()}"
    try:
        return str(parse_number_words(words))
    except ValueError:
        return words


def quarter_words(typed: str, bare: str = "Tổ dân phố") -> str:
    """ "12", "tổ 12", "TDP số 12" → "Tổ dân phố 12"; ``bare`` is what a number alone is one of."""
    words = " ".join(typed.split()).strip(" ,.;")
    if not words:
        return ""
    if _NUMBER.fullmatch(words):
        return f"{bare} {_name(words)}"
    found = _TYPED.fullmatch(words)
    if found and "," not in words and (" " in found[1] or words[len(found[1])] in _BEHIND):
        return f"{_KINDS[found[1].lower()]} {_name(found[2].strip())}"[:LENGTH]
    return f"{words[:1].upper()}{words[1:]}"[:LENGTH]


def spellings(quarter: str) -> Q:
    """Where older rows hold the same place in other words."""
    normal = quarter_words(quarter)
    kind, _space, name = normal.rpartition(" ")
    ways = {quarter, normal}
    for short, full in _KINDS.items():
        if full == kind:
            ways |= {f"{short} {name}", f"{short} số {name}"} | (
                {name, f"0{name}"} if name.isdigit() else set()
            )
    found = Q()
    for way in sorted(ways):
        found |= Q(quarter__iexact=way)
    return found


def known_in(territories: Any) -> list[str]:
    """The places of which somebody of the office has classified a petition, those named most first."""
    rows = (
        Petition._base_manager.filter(receiver__territory__in=territories, classified_on__isnull=False)
        .exclude(quarter="").order_by().values("quarter").annotate(n=Count("pk")).order_by("-n", "quarter")[:MOST]
    )  # fmt: skip
    counted: Counter[str] = Counter()
    for row in rows:
        counted[quarter_words(row["quarter"])] += row["n"]
    return [words for words, _n in counted.most_common()]


def written(typed: str, territory: Territory | None) -> str:
    """As the books of a locality write it: a number alone is what its places are mostly called."""
    if territory is None or not _NUMBER.fullmatch(typed.strip()):
        return quarter_words(typed)
    kinds = Counter(
        words.rpartition(" ")[0] for words in known_in([territory.pk]) if words.split()[-1][:1].isdigit()
    )
    usual = kinds.most_common(1)[0][0] if kinds else ""
    return quarter_words(typed, usual or ("Thôn" if territory.kind_word.lower() == "xã" else "Tổ dân phố"))


class QuarterField(forms.CharField):
    """Free words, with the places of the locality proposed while typing."""

    def __init__(self, **given: Any) -> None:
        label = given.pop("label", _("Tổ dân phố, thôn"))
        super().__init__(label=label, max_length=LENGTH, required=False, widget=Suggesting(), **given)


def propose_quarters(form: ActionForm) -> None:
    """The places of whoever fills it in."""
    actor, field = form.actor, form.fields["quarter"]
    if actor is not None and isinstance(field.widget, Suggesting):
        field.widget.proposed = lambda: known_in(actor.territories)
