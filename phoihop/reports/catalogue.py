"""The catalogue of subjects as a locality keeps it: the general rows and its own."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from phoihop.core.text import slug
from phoihop.reports.models import Subject, SubjectState
from phoihop.reports.reconcile.subjects import Catalogue, Known, measure, tokens


def rows_of(territory: int | None) -> QuerySet[Subject]:
    """In use there, general rows first."""
    rows = Subject.objects.filter(Q(territory=None) | Q(territory=territory), state=SubjectState.IN_USE)
    return rows.order_by(F("territory").asc(nulls_first=True), "pk")


def catalogue_of(territory: int | None) -> Catalogue:
    """What papers of a locality are compared by."""
    return Catalogue(_known(row) for row in rows_of(territory))


def _known(row: Subject) -> Known:
    return Known(code=row.known_as, name=row.name, unit=row.unit, forms=row.all_wordings)


def kept_in(territory: int) -> tuple[Catalogue, dict[str, Subject]]:
    """The catalogue of a locality and its own additions by key, in one query."""
    rows = list(rows_of(territory))
    known = Catalogue(_known(row) for row in rows)
    return known, {row.known_as: row for row in rows if row.territory_id is not None}


def key_of(name: str, territory: int | None) -> str:
    """A local row of a general subject's name is that subject, with more names; any other is one of its own."""
    said = tokens(name)
    known = next((row.known_as for row in rows_of(None) if tokens(row.name) == said), "")
    return known or f"{territory}-{slug(name)}"[:80]


def general(key: str) -> Subject | None:
    return rows_of(None).filter(known_as=key).first()


def taken(subject: Subject) -> tuple[str, Subject] | None:
    """A name of this subject that another one has already for the same measure, and whose it is."""
    own = {tokens(words): words for words in (subject.name, *subject.all_wordings)}
    for row in rows_of(subject.territory_id):
        if row.known_as == subject.known_as or (
            row.unit and subject.unit and measure(row.unit) != measure(subject.unit)
        ):
            continue
        for words in (row.name, *row.all_wordings):
            if tokens(words) in own:
                return own[tokens(words)], row
    return None
