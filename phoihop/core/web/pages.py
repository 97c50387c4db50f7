"""What the generic pages know of a kind of record: its addresses, its columns, its query."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, QueryDict

from phoihop.core import figures, moment
from phoihop.core.listing import Column, Facet, Listing, Tab
from phoihop.core.models import Record
from phoihop.core.period import Period
from phoihop.core.search import record_ids
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import place

PAGE_SIZE = 25
FACET_SECONDS = 60
#: Digits a key in the database may have.
KEY_DIGITS = 18
_YEAR = re.compile(r"(?:19|20|21)\d\d")


def listing_of(model: type[Record]) -> Listing:
    """The declared listing, or code, name and state for a record that declares none."""
    if model.listing:
        return model.listing
    columns = (
        Column(value="__str__", label=str(model._meta.verbose_name).capitalize(), kind="title", under="code"),
        Column(value="state", label="Tình trạng", kind="state"),
    )
    return Listing(title=str(model._meta.verbose_name_plural).capitalize(), columns=columns)


@dataclass
class Window:
    """One page of a list, read by key: no offset, so page 400 costs what page 1 costs."""

    rows: list[Any]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Counted:
    """A number followed to its records: the figure, what it was asked about, and how many it counts."""

    figure: figures.Figure
    scope: figures.Scope
    about: Record | None

    @property
    def rows(self) -> QuerySet[Any]:
        return self.figure.members(self.scope)


def counted_link(code: str, about: Record, item: str = "", body: Record | None = None) -> str:
    """The address where a figure opens to exactly the records it counts."""
    declared = figures.registry[code]
    share = f"{body.path}/{body.code}" if body else ""
    asked = {"so": code, "cua": f"{about.path}/{about.code}", "noi-dung": item, "ben": share}
    return place(f"/{declared.on.path}/?" + urlencode({k: v for k, v in asked.items() if v}))


def year_link(code: str, year: int) -> str:
    """The address where a figure over all records of its kind opens, for a year."""
    declared = figures.registry[code]
    return place(f"/{declared.on.path}/?" + urlencode({"so": code, "nam": year}))


def span_link(code: str, first: date, last: date) -> str:
    """The same for any span of days, both ends in."""
    declared = figures.registry[code]
    asked = {"so": code, "tu": first.isoformat(), "den": last.isoformat()}
    return place(f"/{declared.on.path}/?" + urlencode(asked))


class Query:
    """The filters of a list page, all of them in the address."""

    def __init__(self, model: type[Record], request: HttpRequest) -> None:
        self.model = model
        self.listing = listing_of(model)
        self.get: QueryDict = request.GET.copy()
        self.actor = actor_of(request)
        self.words = self.get.get("tim", "").strip()
        self.tab = next((t for t in self.listing.tabs if t.code == self.get.get("muc")), None)
        self.chosen = {f.code: self.get.get(f.code, "") for f in self.listing.facets}
        self.counted = self._counted()

    def _counted(self) -> Counted | None:
        """The figure this list opens, if the address names one; 404 for one that is not of this list."""
        code = self.get.get("so", "")
        if not code:
            return None
        declared = figures.registry.get(code)
        if declared is None or declared.on is not self.model:
            raise Http404
        about, share = self._at("cua"), self._at("ben") if self.get.get("ben") else None
        period = self._period()
        if (about is None and period is None) or (share is None and self.get.get("ben")):
            raise Http404
        scope = figures.Scope(
            about=about, at=moment.today(), item=self.get.get("noi-dung", "")[:20], body=share, period=period
        )
        return Counted(declared, scope, about)

    def _period(self) -> Period | None:
        """The year ("nam=2027") or span of days ("tu=…&den=…") a figure of the whole book is asked for."""
        year = self.get.get("nam", "")
        if _YEAR.fullmatch(year):
            return Period.year(int(year))
        with contextlib.suppress(ValueError):
            first, last = (date.fromisoformat(self.get.get(name, "")) for name in ("tu", "den"))
            return Period(
                start=first, end=last + timedelta(days=1), words=f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
            )
        return None

    def _at(self, name: str) -> Record | None:
        """The record an address of this page names as ``path/code``, if the actor may see it."""
        path, _stroke, key = self.get.get(name, "").partition("/")
        kind = next((m for m in apps.get_models() if issubclass(m, Record) and path and m.path == path), None)
        found: Record | None = (
            kind._default_manager.visible_to(self.actor).filter(code=key).first() if kind else None
        )
        return found

    @property
    def fresh(self) -> bool:
        """Opened from the menu: nothing chosen yet."""
        return not any(value for value in self.get.values())

    @property
    def narrowed(self) -> bool:
        """By words or one of the common filters."""
        return bool(self.words or any(self.chosen.values()))

    def open_on(self, tab: Tab) -> None:
        """The tab of a page opened from the menu; its links say so."""
        self.tab = tab
        self.get["muc"] = tab.code

    def base(self) -> QuerySet[Any]:
        """What the actor may see, narrowed by facets and words but not by the tab."""
        rows: QuerySet[Any] = self.model._default_manager.visible_to(self.actor)
        if self.counted:
            rows = rows.filter(pk__in=self.counted.rows.order_by().values("pk"))
        for facet in self.listing.facets:
            value = self.chosen[facet.code]
            if value and value in dict(self.choices(facet)):
                rows = rows.filter(facet.where(value))
        if self.words:
            rows = rows.filter(pk__in=record_ids(self.words, self.actor, self.model))
        return rows

    def choices(self, facet: Facet) -> Sequence[tuple[str, str]]:
        """Choices change seldom and are the same for a locality: kept for a minute per process."""
        places = "-".join(map(str, sorted(self.actor.territories)))
        key = f"facet:{self.model._meta.label_lower}:{facet.code}:{places}"
        found: Sequence[tuple[str, str]] | None = cache.get(key)
        if found is None:
            found = list(facet.choices(self.actor))
            cache.set(key, found, FACET_SECONDS)
        return found

    def columns_joined(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        joins = sorted({name for column in self.listing.columns for name in column.select})
        rows = rows.select_related(*joins) if joins else rows
        if self.listing.only:
            rows = rows.only(*self.listing.only)
        return self.listing.prepare(rows) if self.listing.prepare else rows

    def window(self, rows: QuerySet[Any]) -> Window:
        """The page after (or before) the key in the address."""
        order = self.listing.order
        name, falling = order.lstrip("-"), order.startswith("-")
        back = self.get.get("truoc", "")
        forward = self.get.get("sau", "")
        sign = "-" if falling != bool(back) else ""
        rows = rows.order_by(*([f"{sign}{name}"] if name != "pk" else []), f"{sign}pk")
        key = self._key(back or forward, name)
        if key:
            rows = rows.filter(_past(name, key, down=falling != bool(back)))
        found = list(rows[: PAGE_SIZE + 1])
        more = len(found) > PAGE_SIZE
        found = found[:PAGE_SIZE]
        if back:
            found.reverse()
        first, last = (found[0], found[-1]) if found else (None, None)
        has_before = bool(forward and key) or bool(back and more)
        has_after = more if not back else True
        return Window(
            rows=found,
            before=self.link(truoc=self._mark(first, name)) if first and has_before else "",
            after=self.link(sau=self._mark(last, name)) if last and has_after else "",
        )

    def _mark(self, row: Any, name: str) -> str:
        value = getattr(row, name)
        return f"{value.isoformat() if hasattr(value, 'isoformat') else value}~{row.pk}"

    def _key(self, text: str, name: str) -> tuple[Any, int] | None:
        value, _tilde, pk = text.rpartition("~")
        if not (pk.isascii() and pk.isdigit() and len(pk) <= KEY_DIGITS):
            return None
        try:
            field: Any = self.model._meta.pk if name == "pk" else self.model._meta.get_field(name)
            return field.to_python(value), int(pk)
        except (ValidationError, FieldDoesNotExist):
            return None

    def link(self, **changes: str) -> str:
        """This address with some filters changed; an empty value removes one. Paging starts over."""
        given = {k: v for k, v in self.get.items() if k not in ("truoc", "sau") and v}
        given.update(changes)
        return "?" + urlencode({k: v for k, v in given.items() if v})


def _past(name: str, key: tuple[Any, int], *, down: bool) -> Q:
    value, pk = key
    sign = "lt" if down else "gt"
    if name == "pk":
        return Q(**{f"pk__{sign}": pk})
    return Q(**{f"{name}__{sign}": value}) | Q(**{name: value, f"pk__{sign}": pk})
