"""Find a body by the words of a paper, in a locality on a date; put people in protocol order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from phoihop.core.text import fold, name_key
from phoihop.directory.models import Abbreviation, BodyKind, Organisation, Person, Territory, valid_on

_LEVELS = (
    "thanh pho truc thuoc trung uong", "dac khu", "thi tran", "thi xa", "thanh pho", "quan", "huyen", "phuong", "tinh",
    "xa",
)  # fmt: skip
_PLACE = re.compile(rf"\b({'|'.join(_LEVELS)})\s+(.+)$")
#: "Quận ủy", "Xã đoàn", "Thành ủy viên" name bodies of a level, not places; a lone letter is a name cut short.
_NO_PLACE = re.compile(r"(uy|uy vien|doan|doi)\b|[a-z]\W*$")
_ALIASES = (
    (r"\buy ban mat tran to quoc( viet nam)?\b|\bub ?mttq(vn| viet nam)?\b|\buy ban mttq( viet nam)?\b", "mttq"),
    (r"\bmat tran to quoc( viet nam)?\b|\bmttq( viet nam)?\b", "mttq"),
    (r"\bhoi dong nhan dan\b", "hdnd"), (r"\buy ban nhan dan\b", "ubnd"), (r"\bdang uy\b", "dang uy"),
    (r"\blien doan lao dong\b|\bldld\b", "cong doan"), (r"\bhoi lien hiep phu nu\b|\bhoi lhpn\b|\blhpn\b", "phu nu"),
    (r"\bhoi cuu chien binh\b|\bhoi ccb\b|\bccb\b", "cuu chien binh"), (r"\bhoi nong dan\b", "nong dan"),
    (r"\b(quan|huyen|thanh) doan\b|\bdoan (tncs|thanh nien)( ho chi minh| cong san ho chi minh)?\b", "thanh nien"),
    (r"\bhoi chu thap do\b|\bctd\b", "chu thap do"),
    (r"\bban thuong truc (?=mttq)|\bthuong truc (?=mttq)", ""), (r"\bviet nam\b", ""), (r"[.,;:()-]", " "),
)  # fmt: skip

#: Levels as an office cuts them short before a name: "TP Hà Nội", "P. Cầu Giấy".
_SHORT_LEVELS = (
    (r"\btp\b\.?", "thanh pho"), (r"\btx\b\.?(?= ?\w)", "thi xa"), (r"\btt\. ?(?=\w)", "thi tran "),
    (r"\bp(?:\. ?| )(?=\w)", "phuong "), (r"\bq(?:\. ?| )(?=\w)", "quan "), (r"\bh\. ?(?=\w)", "huyen "),
    (r"\bx\. ?(?=\w)", "xa "), (r"\bt\. ?(?=\w)", "tinh "),
)  # fmt: skip


def plain_name(words: str) -> str:
    """A body's name with its usual short forms written out, for telling whether two spellings mean the same body."""
    text = fold(words)
    for pattern, full in _SHORT_LEVELS:
        text = re.sub(pattern, full, text)
    return aliased(text)


def aliased(words: str) -> str:
    """Folded words with every usual name of a body reduced to one form."""
    text = fold(words)
    for pattern, short in _ALIASES:
        text = re.sub(pattern, short, text)
    return " ".join(text.split())


def place_in(words: str) -> tuple[str, str]:
    """("quan", "cau giay") from "UBND quận Cầu Giấy"; empty strings when no locality is named."""
    match = _PLACE.search(" ".join(fold(words).split()))
    if match is None or _NO_PLACE.match(match.group(2).strip()):
        return ("", "")
    return (match.group(1), match.group(2).strip())


def find_territory(words: str, *, on: date | None) -> Territory | None:
    """The locality named in the words that existed on the day; a name alone is never enough."""
    return Finder(None, on).territory(words)


def _fitting(words: str, places: Iterable[Territory]) -> Territory | None:
    kind, name = place_in(words)
    for place in places if kind else ():
        if fold(place.kind_word) == kind and (
            fold(place.name) == name or name.startswith(f"{fold(place.name)} ")
        ):
            return place
    return None


def find_body(words: str, *, territory: Territory | None, on: date | None) -> Organisation | None:
    """The body meant by the words in this locality on the day: by name, short name, old name or alias."""
    return Finder(territory, on).body(words)


class Finder:
    """Many names of one paper: places and the bodies of a place are read once, however long the list is."""

    def __init__(self, territory: Territory | None, on: date | None) -> None:
        self.home, self.on = territory, on
        self._places: list[Territory] | None = None
        self._bodies: dict[int, list[Organisation]] = {}

    def territory(self, words: str) -> Territory | None:
        if not place_in(words)[0]:
            return None
        if self._places is None:
            rows = Territory.objects.filter(valid_on(self.on)) if self.on else Territory.objects.all()
            self._places = list(rows.order_by("-pk"))
        return _fitting(words, self._places)

    def body(self, words: str) -> Organisation | None:
        here = self.territory(words) or self.home
        return _named(words, here, self._there(here)) if here is not None else None

    def _there(self, place: Territory) -> list[Organisation]:
        if place.pk not in self._bodies:
            rows = Organisation.objects.filter(territory=place).select_related("kind", "territory")
            self._bodies[place.pk] = list(rows.filter(valid_on(self.on)) if self.on else rows)
        return self._bodies[place.pk]


def _named(words: str, here: Territory, bodies: Iterable[Organisation]) -> Organisation | None:
    wanted = _without_place(aliased(words), here)
    best: Organisation | None = None
    for body in bodies:
        names = [body.name, body.short_name, body.kind.name, body.kind.short_name]
        names += [*body.old_names.split(";"), *body.kind.aliases.split("|")]
        keys = {_without_place(aliased(name), here) for name in names if name.strip()}
        if wanted in keys:
            return body
        if best is None and wanted and any(wanted == f"{key} {fold(here.kind_word)}" for key in keys):
            best = body
    return best


def _without_place(text: str, place: Territory) -> str:
    for tail in (f"{fold(place.kind_word)} {fold(place.name)}", fold(place.kind_word), fold(place.name)):
        text = re.sub(rf"\b{re.escape(tail)}\b", " ", text)
    return " ".join(text.split())


def kind_of(words: str) -> BodyKind | None:
    """The kind of body the words name; the longest fitting name wins."""
    text = f" {aliased(words)} "
    found: list[tuple[int, BodyKind]] = []
    for kind in BodyKind.objects.all():
        for name in (kind.name, kind.short_name, *kind.aliases.split("|")):
            key = aliased(name)
            if key and f" {key} " in text:
                found.append((len(key), kind))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def expand(short: str, *, context: str = "") -> list[Abbreviation]:
    """What an abbreviation may mean; meanings whose words stand in the context come first."""
    rows = list(Abbreviation.objects.filter(short__iexact=short.strip()))
    near = set(fold(context).split())
    return sorted(rows, key=lambda row: -len(near & set(fold(row.expansion).split())))


def protocol_order(people: Iterable[Person], day: date) -> list[Person]:
    """By the highest position held on the day, then by given name: the order of a delegates' list."""

    def place(person: Person) -> tuple[int, str]:
        ranks = [a.rank for a in person.appointments.all() if a.held_on(day)]
        return (min(ranks, default=999), person.name_key or name_key(person.full_name))

    return sorted(people, key=place)


def successors(territory: Territory, *, on: date) -> Sequence[Territory]:
    """The localities that stand on the ground of an ended one on a day, in full or in part."""
    if territory.valid_to is None or on < territory.valid_to:
        return [territory]
    found: list[Territory] = []
    for step in territory.became.select_related("new").order_by("pk"):
        found += [t for t in successors(step.new, on=on) if t not in found]
    return found
