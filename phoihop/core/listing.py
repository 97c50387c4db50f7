"""How a record shows itself on the generic pages: declared on the class, drawn by ``core.web``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from phoihop.core.who import Actor, Rule


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. ``value`` is an attribute or method name, dots allowed; ``kind`` says how it is drawn.

    Kinds: ``title`` (link to the record, ``under`` is the small line below), ``text``, ``date``,
    ``due`` (date and lateness), ``state``, ``number``, ``proof``. ``select`` are relations the query
    must join, ``only`` the columns it must read when they differ from ``value``.
    """

    value: str
    label: str
    kind: str = "text"
    under: str = ""
    select: tuple[str, ...] = ()
    width: str = ""
    phone: bool = True


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A quick filter with its count and the shape of its state; ``where(today)`` is the one condition."""

    code: str
    label: str
    where: Callable[[date], Q]
    shape: str = ""
    alarm: bool = False


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One of the four common filters: field, competence, time, unit."""

    code: str
    label: str
    choices: Callable[[Actor], Sequence[tuple[str, str]]]
    where: Callable[[str], Q]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list page. ``order`` is a column that is never null; text orders by a stored Vietnamese key.

    A row offers the first of ``row_actions`` (names of actions) that is open to whoever looks.
    ``figures`` are codes of figures over this kind whose numbers of the year stand in the head and open.
    The page opens on the tab ``opens_on`` while that has rows, else on everything. ``begins`` orders what a first page
    offers to begin with: the lowest first. ``note`` says above the list what does not stand in it.
    """

    title: str
    intro: str = ""
    columns: tuple[Column, ...]
    tabs: tuple[Tab, ...] = ()
    opens_on: str = ""
    facets: tuple[Facet, ...] = ()
    order: str = "-pk"
    prepare: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    zalo: Callable[[Any], str] | None = None
    empty: str = ""
    empty_action: str = ""
    row_actions: tuple[str, ...] = ()
    begins: int = 9
    note: Callable[[Actor], str] | None = None
    figures: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Field:
    """One line of a page; with ``by`` only for those whom the rule lets."""

    value: str
    label: str
    kind: str = "text"
    missing: str = ""
    by: Rule | None = None


@dataclass(frozen=True, kw_only=True)
class Detail:
    """A detail page: ``six`` are drawn as the grid of clear fields, ``steps`` as the thread of stages.

    ``tables`` name part relations drawn as tables (relation, title, columns); ``select`` are relations
    read together with the record. ``inline`` is the action whose form stands on the page itself: what was
    typed into it and not sent is there again. ``inside`` is who reads how the record came about: the tables named in
    ``kept_inside`` and the whole history; everybody else reads that the steps of ``outside`` were taken, no word more.
    """

    fields: tuple[Field, ...] = ()
    six: tuple[Field, ...] = ()
    steps: Callable[[Any], Sequence[tuple[str, str, str]]] | None = None
    tables: tuple[tuple[str, str, tuple[Column, ...]], ...] = ()
    select: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    sub: Callable[[Any, date], str] | None = None
    inline: str = ""
    inside: Rule | None = None
    kept_inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
