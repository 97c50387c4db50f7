"""List, detail and act: one query or one ``perform``, then render."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import OperationalError
from django.db.models import Prefetch, QuerySet
from django.forms import ChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from phoihop.core import deadlines, drafts, figures, journal, moment
from phoihop.core.access import note
from phoihop.core.actions import (
    Action,
    Forbidden,
    Offer,
    Refused,
    Stale,
    actions_of,
    creations_of,
    perform,
    registry,
    the_action,
)
from phoihop.core.deadlines import Distances
from phoihop.core.forms import ActionForm, asked_for, bind, unjudged
from phoihop.core.links import Linked, links_of
from phoihop.core.listing import Column, Detail, Field
from phoihop.core.models import Record
from phoihop.core.onward import key_of, paper_takers, ways_from
from phoihop.core.papers import Paper, build_paper, formats, papers_of
from phoihop.core.period import Period
from phoihop.core.personal import spoken
from phoihop.core.room import Trouble, trouble
from phoihop.core.salted import is_salted
from phoihop.core.seen import seen_of
from phoihop.core.text import format_number, slug
from phoihop.core.vault import MARKER
from phoihop.core.web import held
from phoihop.core.web.cells import cell, drawn, options
from phoihop.core.web.context import frame_counts
from phoihop.core.web.counting import bounded, count_all
from phoihop.core.web.held import give_back, mark_of, next_of
from phoihop.core.web.landing import landing
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.pages import Query, year_link
from phoihop.core.web.places import address, place
from phoihop.core.web.sealed import sealed_url
from phoihop.core.web.templatetags.phoihop import reach
from phoihop.core.who import Actor, Hat

#: Records of one kind of link that a page lists.
FEW = 6


def templates(model: type[Record], name: str) -> list[str]:
    """A module's own template first, then the generic one."""
    app, own = model._meta.app_label, model._meta.model_name
    return [f"{app}/{own}_{name}.html", f"{name}.html"]


def fetch(model: type[Record], request: HttpRequest, code: str) -> Any:
    """The record if the actor may see it; else 404, noted in the access log."""
    detail = model.detail or Detail()
    rows = model._default_manager.visible_to(actor_of(request))
    found = (
        rows.select_related(*(detail.select or (None,)))
        .prefetch_related(*_parts(model, detail), *detail.prefetch)
        .filter(code=code)
        .first()
    )
    if found is None:
        note(request, kind="not found", what=request.path)
        raise Http404
    return found


def _parts(model: type[Record], detail: Detail) -> list[str | Prefetch[Any]]:
    """Every relation to parts, each read together with what its table shows of other records."""
    joins = {
        relation: {name for column in columns for name in column.select}
        for relation, _title, columns in detail.tables
    }
    return [
        Prefetch(name, _related(model, name)._default_manager.select_related(*sorted(joins[name])))
        if joins.get(name)
        else name
        for name in dict.fromkeys([*model.part_names(), *joins])
    ]


def _related(model: type[Record], relation: str) -> Any:
    field: Any = model._meta.get_field(relation)
    return field.related_model


def list_view(request: HttpRequest, model: type[Record]) -> HttpResponse:
    query = Query(model, request)
    today = moment.today()
    base = query.base()
    wanted = {tab.code: base.filter(tab.where(today)) for tab in query.listing.tabs}
    whole = {"counted": query.counted.rows} if query.counted else {}
    told = year_figures(query, today)
    counts = count_all({**frame_counts(query.actor), **wanted, **whole, **told, "all": base})
    request.counts = counts  # type: ignore[attr-defined]
    opening = next((t for t in query.listing.tabs if t.code == query.listing.opens_on), None)
    if opening and query.fresh and counts[opening.code]:
        query.open_on(opening)
    rows = wanted[query.tab.code] if query.tab else base
    window = query.window(query.columns_joined(rows))
    distances = Distances()
    draws = [cell(c, url=address, today=today, distances=distances) for c in query.listing.columns]
    context = {
        "listing": query.listing,
        "model": model,
        "query": query,
        "tabs": [
            (t, bounded(counts[t.code]), query.link(muc=t.code), t is query.tab) for t in query.listing.tabs
        ],
        "facts": [
            (figures.registry[code], bounded(counts[f"so.{code}"]), year_link(code, today.year))
            for code in query.listing.figures
        ],
        "year": today.year,
        "facets": [(f, options(query.choices(f), query.chosen[f.code])) for f in query.listing.facets],
        "filtered": query.narrowed or query.counted is not None,
        "columns": query.listing.columns,
        "rows": [(drawn(row, draws), row_offer(row, query)) for row in window.rows],
        "window": window,
        "total": bounded(counts[query.tab.code if query.tab else "all"]),
        "everything": bounded(counts["all"]),
        "unseen": counts["counted"] - counts["all"] if query.counted and not query.narrowed else 0,
        "creations": [
            {"action": o.action, "slug": o.action.name.split(".", 1)[1].replace("_", "-")}
            for o in creations_of(model, query.actor)
            if o.action.form
        ],
        "barred": who_may(query),
        "note": query.listing.note(query.actor) if query.listing.note else "",
        "copies": query.listing.zalo is not None,  # a template would call the function to see if it is there
        "kept": [
            (name, query.get[name])
            for name in ("so", "cua", "noi-dung", "ben", "nam", "tu", "den")
            if query.get.get(name)
        ],
        "all_link": query.link(muc="tat-ca"),
        "here_link": query.link(),
        "colspan": len(query.listing.columns) + bool(query.listing.row_actions),
        "printed_at": timezone.localtime(moment.now()),
    }
    return render(request, templates(model, "list"), context)


def year_figures(query: Query, today: date) -> dict[str, QuerySet[Any]]:
    """What the head of the list counts: of this year, and of what the actor may see, so that each number opens."""
    scope = figures.Scope(about=None, at=today, period=Period.year(today.year))
    seen = query.model._default_manager.visible_to(query.actor)
    return {
        f"so.{code}": seen.filter(pk__in=figures.registry[code].members(scope).order_by().values("pk"))
        for code in query.listing.figures
    }


def who_may(query: Query) -> dict[str, Any]:
    """Of an empty list whose first record this person may not make: what is done, which roles may, where they are given."""
    listing = query.listing
    verb = registry.get(f"{query.model._meta.app_label}.{listing.empty_action}")
    if verb is None or verb.by.hats(query.actor, None):
        return {}
    names: Any = apps.get_model("accounts.Mandate")._meta.get_field("role").choices
    grant = the_action("accounts.grant")
    return {
        "label": verb.label,
        "roles": [label for name, label in names if verb.by.hats(Actor(hats=(Hat(role=name),)), None)],
        "where": act_address(grant, None) if grant.by.hats(query.actor, None) else "",
    }


def row_offer(row: Record, query: Query) -> tuple[str, str] | None:
    """The one action a row offers, the next step of whoever looks: its address and label; runs no query."""
    for name in query.listing.row_actions:
        verb = the_action(name)
        if name in row.withheld():
            continue
        if row.state in (verb.frm or ()) and verb.by.hats(query.actor, row):
            return act_address(verb, row), str(verb.label)
    return None


def act_address(verb: Action, record: Record | None) -> str:
    short = verb.name.split(".", 1)[1].replace("_", "-")
    return place(f"/{verb.on.path}/moi/{short}/") if record is None else f"{address(record)}{short}/"


def detail_view(request: HttpRequest, model: type[Record], code: str) -> HttpResponse:
    record = fetch(model, request, code)
    return render(request, templates(model, "detail"), detail_context(request, record))


def detail_context(request: HttpRequest, record: Any) -> dict[str, Any]:
    actor = actor_of(request)
    detail = record.detail or _plain_detail(record)
    inline = held.shown(request, the_action(detail.inline), record, actor) if detail.inline else {}
    today = moment.today()
    distances = Distances()
    offers = actions_of(record, actor)
    is_inside = detail.inside is None or bool(detail.inside.hats(actor, record))
    return {
        "record": record,
        **inline,
        "detail": detail,
        "shown": record.shown_state(today),
        "sub": detail.sub(record, today) if detail.sub else "",
        "six": [(f, reach(record, f.value)) for f in detail.six],
        "fields": [
            (f, _told(reach(record, f.value)))
            for f in detail.fields
            if (reach(record, f.value) or f.missing) and (f.by is None or f.by.hats(actor, record))
        ],
        "steps": detail.steps(record) if detail.steps else (),
        "tables": [
            (title, columns, _rows(record, relation, columns, today, distances))
            for relation, title, columns in detail.tables
            if is_inside or relation not in detail.kept_inside
        ],
        "links": grouped(links_of(record, actor)),
        "clocks": [
            (c, deadlines.explain(c), deadlines.left_of(c, moment.now())) for c in deadlines.running(record)
        ],
        "history": [
            (event, shown if is_inside else [])
            for event, shown in _history(record)
            if is_inside or event.entry.action in detail.outside
        ],
        "offers": (buttons := _buttons(offers, record, actor)),
        "by_capacity": _by_capacity(buttons),
        "papers": [(kind, suffix, fmt) for kind in papers_of(record) for suffix, fmt in formats().items()],
        "taken": papers_taken(record, actor),
        "sealed_url": sealed_url(record, actor),
        "onward": ways_on(record, actor),
        "list_title": record.listing.title if record.listing else str(record._meta.verbose_name_plural),
        "list_url": place(f"/{record.path}/"),
    }


def papers_taken(record: Record, actor: Actor) -> list[tuple[Any, list[tuple[Any, str]]]]:
    """For each room that takes over papers: what it calls it, and the papers of this record with their addresses."""
    out = []
    for name, label in paper_takers():
        verb = the_action(name)
        if isinstance(record, verb.on) or not verb.by.hats(actor, None):
            continue
        asked = {"source": key_of(record)}
        papers = [
            (kind.label, f"{act_address(verb, None)}?{urlencode({**asked, 'made': kind.code})}")
            for kind in papers_of(record) if not kind.held
        ]  # fmt: skip
        if papers:
            out.append((label, papers))
    return out


def ways_on(record: Record, actor: Actor) -> list[tuple[Any, str]]:
    """What other rooms may make of this record: label and address."""
    found = [(way, asked, the_action(way.verb)) for way, asked in ways_from(record)]
    return [
        (way.label, f"{act_address(verb, None)}?{urlencode(asked)}")
        for way, asked, verb in found
        if verb.by.hats(actor, None)
    ]


def grouped(links: list[Linked]) -> list[tuple[str, list[Record], int]]:
    """By kind of link the first few records, and how many more there are."""
    kinds: dict[str, list[Record]] = {}
    for link in links:
        kinds.setdefault(link.words, []).append(link.record)
    return [(words, found[:FEW], max(len(found) - FEW, 0)) for words, found in kinds.items()]


def _plain_detail(record: Record) -> Detail:
    skip = {"id", "code", "state", "seq", "head"}
    fields = [f for f in record._meta.concrete_fields if f.name not in skip and f.editable]
    return Detail(
        fields=tuple(
            Field(
                value=f"get_{f.name}_display" if f.choices else f.name, label=_sentence(str(f.verbose_name)),
                kind="date" if f.get_internal_type() == "DateField" else "text",
            )
            for f in fields
        )
    )  # fmt: skip


def _sentence(label: str) -> str:
    return label[:1].upper() + label[1:]


def _told(value: Any) -> Any:
    """A number as it is read here; everything else is drawn by the page."""
    return format_number(value) if isinstance(value, Decimal) else value


def _rows(
    record: Any, relation: str, columns: tuple[Column, ...], today: Any, distances: Distances
) -> list[Any]:
    draws = [cell(c, url=address, today=today, distances=distances) for c in columns]
    return [drawn(row, draws) for row in getattr(record, relation).all()]


def _buttons(offers: list[Offer], record: Record, actor: Actor) -> list[dict[str, Any]]:
    """One button per action, the first primary one first; the capacity stands on it, or is asked on the form."""
    out: list[dict[str, Any]] = []
    for offer in offers:
        primary = offer.action.primary and not any(b["primary"] for b in out)
        capacity = capacity_of(actor, offer.hats)
        url = act_address(offer.action, record)
        out.append({"action": offer.action, "capacity": capacity, "primary": primary, "url": url})
    return sorted(out, key=lambda b: not b["primary"])


def _by_capacity(buttons: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The further buttons under the capacity in which they are pressed, said once; first those that ask for it."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for button in buttons:
        if not button["primary"]:
            groups.setdefault(button["capacity"], []).append(button)
    return sorted(groups.items(), key=lambda group: bool(group[0]))


def capacity_of(actor: Actor, hats: Sequence[Hat]) -> str:
    """ "thay mặt Thường trực HĐND": only for who serves several bodies, and only where one of them fits."""
    if len(hats) != 1 or len(actor.bodies) < 2:
        return ""
    return _("thay mặt %s") % hats[0].body_name if hats[0].body_name else ""


def _step(refusal: Refused | None, record: Record | None) -> tuple[str, str] | None:
    """The action that would clear the way, as a link: its address and label."""
    if refusal is None or record is None or not refusal.step:
        return None
    verb = the_action(refusal.step)
    return act_address(verb, record), str(verb.label)


def _history(record: Record) -> list[tuple[journal.Event, list[tuple[str, str]]]]:
    """Every entry with what it shows; files that were taken back are named in no history."""
    events = journal.history(record)
    gone = journal.names_gone(events)
    return [(event, _shown(record, event, gone)) for event in events]


def _shown(record: Record, event: journal.Event, unnamed: frozenset[str]) -> list[tuple[str, str]]:
    """The inputs of an entry with the labels of its form, short enough for a timeline; what stayed is left out."""
    declared = _declared(event.entry.action)
    fields = declared.form.base_fields if declared and declared.form else {}
    out, gone = [], record.told_no_more()
    for name, value in event.inputs.items():
        if value in (None, "", [], {}, False) or name in event.kept or name not in fields or name in gone:
            continue
        words = value.get("words") or value.get("file") if isinstance(value, dict) else value
        if (
            isinstance(value, list)
            and value
            and all(isinstance(one, dict) and one.get("words") for one in value)
        ):
            words = ", ".join(str(one["words"]) for one in value)
        words = MARKER if is_salted(value) else _gone(value, unnamed) or words
        if isinstance(words, str | int | float) and not isinstance(words, bool):
            out.append((str(fields[name].label or name), _as_day(_chosen(fields[name], str(words)))[:200]))
    return out[:4]


def _gone(value: Any, unnamed: frozenset[str]) -> str:
    """What is said of a file instead of its name, where that is told no more."""
    return _("tệp đã thu hồi") if isinstance(value, dict) and str(value.get("file")) in unnamed else ""


def _chosen(asked: Any, words: str) -> str:
    """What a choice is called; the journal keeps its code."""
    choices = getattr(asked, "choices", None) if isinstance(asked, ChoiceField) else None
    known = {str(code): str(label) for code, label in choices or () if not isinstance(label, list | tuple)}
    return known.get(words, words)


def _as_day(words: str) -> str:
    """A day as it is written here; the journal keeps it in the order machines sort by."""
    return f"{date.fromisoformat(words):%d/%m/%Y}" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words) else words


def _declared(name: str) -> Action | None:
    from phoihop.core.actions import registry  # noqa: PLC0415 the registry grows while modules load

    return registry.get(name)


def act_view(request: HttpRequest, verb: Action, code: str | None = None) -> HttpResponse:
    """The action's form, as a full page or a fragment; performing it, or saying why not."""
    record = fetch(verb.on, request, code) if code is not None else None
    actor = actor_of(request)
    hats = verb.by.hats(actor, record)
    if not hats:
        note(request, kind="forbidden", what=request.path)
        raise Http404
    hat = next(
        (h for h in hats if str(h.mandate) == request.POST.get("hat", request.GET.get("tu-cach", ""))),
        hats[0],
    )
    if request.method == "POST":
        return _act(request, verb, record, actor, hat, hats)
    draft = give_back(request, verb, record, actor) or drafts.restore(actor, verb.name, record)
    form = (
        bind(verb, record, actor, given=request.GET)
        if draft is None
        else bind(verb, record, actor, data=draft)
    )
    typed = draft is not None and any(
        words.strip() for _name, all_words in draft.lists() for words in all_words
    )
    restored = typed and form is not None and form.has_changed()
    if form is not None and draft is not None:
        unjudged(form)
    return _form(request, verb, record, form, hat=hat, hats=hats, restored=restored, quiet=True)


def _act(
    request: HttpRequest, verb: Action, record: Any, actor: Actor, hat: Hat, hats: list[Hat]
) -> HttpResponse:
    form = bind(verb, record, actor, request.POST, request.FILES)
    at = moment.now()
    held.keep_page(request, record, actor, at=at)
    if request.POST.get("hat", "") not in ("", str(hat.mandate)):
        # What stood on the button has ended since: nobody signs for a body he did not see named.
        drafts.keep(actor, verb.name, record, request.POST, at=at)
        ended = Stale(
            _("Tư cách ghi trên biểu mẫu này không còn."), instead=_("Xem tư cách ghi bây giờ rồi gửi lại.")
        )
        return _form(request, verb, record, form, hat=hat, hats=hats, status=409, refusal=ended, stale=True)
    if form is not None and not form.is_valid():
        kept = drafts.keep(actor, verb.name, record, request.POST, at=at)
        return _form(request, verb, record, form, hat=hat, hats=hats, status=422, kept=kept)
    done, about, inputs = asked_for(verb, record, form)
    mine: dict[str, Any] = {"hat": hat, "seen": request.POST.get("seen", "")} if done is verb else {}
    try:
        made = perform(done, about, actor=actor, at=at, key=request.POST.get("key", ""), **mine, **inputs)
    except Forbidden:
        note(request, kind="forbidden", what=request.path)
        raise Http404 from None
    except Refused as refusal:
        kept = drafts.keep(actor, verb.name, record, request.POST, at=at)
        field = refusal.field if form is not None and refusal.field in form.fields else None
        if form is not None:
            form.add_error(field, refusal.reason)
        stale = isinstance(refusal, Stale)
        fresh = fetch(verb.on, request, record.code) if record is not None else None
        told: dict[str, Any] = {"refusal": refusal, "stale": stale, "kept": kept}
        return _form(request, verb, fresh, form, hat=hat, hats=hats, status=409, **told)
    except ValidationError as error:
        drafts.keep(actor, verb.name, record, request.POST, at=at)
        _add_errors(form, error)
        plain = None if form is not None else Refused("; ".join(error.messages))
        return _form(request, verb, record, form, hat=hat, hats=hats, status=422, refusal=plain)
    except (OperationalError, OSError) as error:
        found = trouble(error)
        if found is None:
            raise
        kept = drafts.keep(actor, verb.name, record, request.POST, at=at)
        return _in_trouble(request, verb, record, form, hat, hats, found, kept=kept)
    with contextlib.suppress(OperationalError):  # what was asked is done: nothing that follows may deny it
        drafts.forget(actor, verb.name, record)
        held.keep_rest(request, made, actor, at=at)
    when = timezone.localtime(at)
    said = _("%(label)s: xong lúc %(when)s.") % {"label": done.label, "when": f"{when:%H:%M}"}
    target, more = landing(made, done, actor)
    messages.success(request, f"{said} {more}".strip())
    asked = next_of(request)
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        target = asked
    return HttpResponseRedirect(target)


def _add_errors(form: Any, error: ValidationError) -> None:
    if form is None:
        return
    found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, said in found.items():
        form.add_error(name if name in form.fields else None, said)


def _in_trouble(
    request: HttpRequest, verb: Action, record: Any, form: Any, hat: Hat, hats: list[Hat], found: Trouble,
    *, kept: bool,
) -> HttpResponse:  # fmt: skip
    """The disk is full or the database was locked too long: nothing half-written, the text stays on the page."""
    safe = "" if kept else _(" Chữ đang gõ chỉ còn ở trang này: đừng đóng trang.")
    if form is not None:
        form.add_error(None, found.what)
    refusal = Refused(found.what, instead=f"{found.now}{safe}")
    return _form(request, verb, record, form, hat=hat, hats=hats, status=503, refusal=refusal, kept=kept)


def _form(
    request: HttpRequest, verb: Action, record: Any, form: Any, *, hat: Hat, hats: list[Hat], status: int = 200,
    refusal: Refused | None = None, stale: bool = False, restored: bool = False, quiet: bool = False, kept: bool = True,
) -> HttpResponse:  # fmt: skip
    lost = {*request.FILES}  # what was chosen does not come back with the page
    context = {
        "action": verb,
        "record": record,
        "form": form,
        "hat": hat,
        "hats": hats,
        "refusal": refusal,
        "stale": stale,
        "restored": restored,
        "kept": kept and drafts.keeps(verb),
        "drafted": drafts.keeps(verb),
        "asked": form.asks_back if isinstance(form, ActionForm) else (),
        "known": form.known if isinstance(form, ActionForm) else (),
        "show_errors": not quiet,
        "key": request.POST.get("key") if status in (422, 409, 503) and not stale else uuid.uuid4().hex,
        "seen": seen_of(verb, record),
        "mark": mark_of(actor_of(request)),
        "capacity": capacity_of(actor_of(request), hats),
        "six": [(f, reach(record, f.value)) for f in (record.detail or Detail()).six] if record else (),
        "step": _step(refusal, record),
        "folded": form.more if isinstance(form, ActionForm) else (),
        "folded_open": isinstance(form, ActionForm) and (form.more_open or not lost.isdisjoint(form.more)),
        "lost": lost,
        "folded_label": form.more_label if isinstance(form, ActionForm) else "",
        "back": address(record) if record is not None else place(f"/{verb.on.path}/"),
        "list_title": verb.on.listing.title if verb.on.listing else str(verb.on._meta.verbose_name_plural),
        "multipart": form is not None and form.is_multipart(),
        "next": next_of(request),
    }
    name = f"act_{verb.name.split('.', 1)[1]}.html"
    names = [f"{verb.on._meta.app_label}/{name}", "act.html"]
    return render(request, names, context, status=status)


def paper_view(request: HttpRequest, model: type[Record], code: str, paper: str, suffix: str) -> HttpResponse:
    """A document of a record, made now from its blocks; always an attachment."""
    record = fetch(model, request, code)
    kind = next((k for k in papers_of(record) if k.code.split(".", 1)[1] == paper), None)
    if kind is None:
        raise Http404
    made = build_paper(kind.code, record, actor=actor_of(request), at=moment.now())
    response = paper_response(made, suffix, name=f"{record.code}-{slug(str(kind.label))}")
    note(request, kind="export", what=f"{record.code} {kind.code}.{suffix}")
    return response


def paper_response(paper: Paper, suffix: str, *, name: str) -> HttpResponse:
    """A paper as an attachment in the format asked for: each paper is offered in every format there is."""
    fmt = formats().get(suffix)
    if fmt is None:
        raise Http404
    response = HttpResponse(fmt.write(paper), content_type=fmt.mime)
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def export_view(request: HttpRequest, model: type[Record]) -> HttpResponse:
    """The filtered list as a spreadsheet: texts as texts, so no cell can be a formula."""
    from phoihop.core.web.sheet import workbook  # noqa: PLC0415 heavy: xlsxwriter only for an export

    query = Query(model, request)
    today = moment.today()
    rows = query.base().filter(query.tab.where(today)) if query.tab else query.base()
    found = query.columns_joined(rows).order_by(query.listing.order, "pk")[:20000]
    content = workbook(query.listing, found)
    note(request, kind="export", what=f"{model.path} {len(content)} bytes")
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{model.path}-{today:%Y%m%d}.xlsx"'
    return response


def zalo_view(request: HttpRequest, model: type[Record]) -> HttpResponse:
    """Short plain lines without personal data, ready to copy into a group."""
    query = Query(model, request)
    if query.listing.zalo is None:
        raise Http404
    today = moment.today()
    rows = query.base().filter(query.tab.where(today)) if query.tab else query.base()
    found = query.columns_joined(rows).order_by(query.listing.order, "pk")[:60]
    head = f"{query.listing.title}{f', {query.tab.label.lower()}' if query.tab else ''} ({today:%d/%m/%Y}):"
    lines, quiet = [], 0
    for row in found:
        line = query.listing.zalo(row)
        if spoken(line):  # a group is no place for whoever is named in it
            line, quiet = _("• %s (có thông tin riêng, mở để xem)") % row.code, quiet + 1
        lines.append(f"{line}\n  {request.build_absolute_uri(address(row))}")
    text = "\n".join([head, *lines])
    context = {
        "text": text,
        "quiet": quiet,
        "listing": query.listing,
        "back": place(f"/{model.path}/{query.link()}"),
    }
    return render(request, "zalo.html", context)
