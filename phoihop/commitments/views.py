"""The grid gives many proposals out in one post, a wrong row stays; the book goes out as Word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from phoihop.commitments import papers, standard
from phoihop.commitments.actions import adjust, issue
from phoihop.commitments.forms import GridRowForm, bodies_near, bodies_of
from phoihop.commitments.models import Commitment, CommitmentState
from phoihop.core import drafts, moment
from phoihop.core.access import note
from phoihop.core.actions import Forbidden, Refused, perform, the_action
from phoihop.core.models import RecordQuerySet, SearchRow
from phoihop.core.seen import seen_of
from phoihop.core.web.held import next_of
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.pages import Query
from phoihop.core.web.views import paper_response
from phoihop.core.who import Actor

#: What is typed over in the grid is kept like a form.
GRID = "commitments.grid"
drafts.pages.add(GRID)

#: Rows of one page; what is left over comes up when these are given out.
LIMIT = 300


#: Lines of the book in one file; the paper says so when there are more.
BOOK_LIMIT = 2000


def book(request: HttpRequest, suffix: str) -> HttpResponse:
    """The list under its filters as a paper of the body for which it is printed."""
    query = Query(Commitment, request)
    actor, at = query.actor, moment.now()
    body = bodies_of(actor).first()
    if body is None:
        raise Http404
    today = timezone.localdate(at)
    found = query.base().filter(query.tab.where(today)) if query.tab else query.base()
    rows = list(query.columns_joined(found).order_by("sort_on", "pk")[: BOOK_LIMIT + 1])
    made = papers.book(
        rows[:BOOK_LIMIT], body=body, filters=_filters(query), more=len(rows) > BOOK_LIMIT, actor=actor, at=at
    )
    response = paper_response(made, suffix, name=f"so-theo-doi-{today:%Y%m%d}")
    note(request, kind="export", what=f"{Commitment.path} so.{suffix}, {len(rows)}")
    return response


def _filters(query: Query) -> str:
    """What the book was narrowed to, in the words of the page."""
    words = [query.tab.label] if query.tab else []
    words += [dict(query.choices(f)).get(query.chosen[f.code], "") for f in query.listing.facets]
    words += [_("có chữ “%s”") % query.words] if query.words else []
    return ", ".join(word for word in words if word)


@dataclass
class GridRow:
    """A proposal with its form, as stored or as just typed, and what stands against giving it out."""

    record: Commitment
    form: GridRowForm
    faults: list[str] = field(default_factory=list)
    like: Commitment | None = None
    late: bool = False


def grid(request: HttpRequest, code: str = "") -> HttpResponse:
    """Proposals of one source (or all): every row is adjusted where changed and given out where ticked."""
    actor = actor_of(request)
    records = _proposals(actor, code)
    bodies = {str(body.pk): body for body in bodies_near(actor)}
    sent = request.POST if request.method == "POST" else drafts.restore(actor, GRID, None)
    like, today = standard.repeats(records), moment.today()
    rows = [
        GridRow(
            record=r, form=_form(r, bodies, sent), like=like.get(r.pk), late=bool(r.due_on and r.due_on < today)
        )
        for r in records
    ]  # fmt: skip
    if request.method == "POST":
        rows = _give_out(rows, bodies, actor=actor, request=request)
        drafts.forget(actor, GRID, None)
        if not any(row.faults for row in rows):
            return redirect(request.get_full_path())
    faulty = sum(bool(row.faults) for row in rows)
    back = next_of(request)
    context = {
        "rows": rows, "faulty": faulty, "limit": LIMIT if len(rows) == LIMIT else 0,
        "back": back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "",
    }  # fmt: skip
    return render(request, "commitments/grid.html", context, status=422 if faulty else 200)


def _proposals(actor: Actor, code: str) -> list[Commitment]:
    rows = Commitment.objects.visible_to(actor).filter(state=CommitmentState.PROPOSED, owner__in=actor.bodies)
    if code:
        rows = rows.filter(_arises_from(code, rows))
    near = rows.select_related("lead", "responsible", "verifier").prefetch_related("cooperation__body")
    return list(near.order_by("sort_on", "pk")[:LIMIT])


def _arises_from(code: str, rows: RecordQuerySet) -> Q:
    """What the proposals arise from may be any kind of record above this module: the search knows its code."""
    sources = set(rows.order_by().values_list("source_type", "source_id").distinct())
    types, keys = {kind for kind, _key in sources}, {key for _kind, key in sources}
    found = SearchRow.objects.filter(record_type__in=types, record_id__in=keys - {None}, code=code).first()
    return Q(source_type=found.record_type, source_id=found.record_id) if found else Q(pk__in=())


def _form(
    record: Commitment, bodies: dict[str, Any], sent: MultiValueDict[str, Any] | None = None
) -> GridRowForm:
    """The row as stored, or as typed where it was on the page that was sent."""
    initial = {
        "lead": str(record.lead_id), "product": record.product, "due_on": record.due_on,
        "seen": seen_of(the_action(adjust), record),
    }  # fmt: skip
    choices = {str(record.lead_id): record.lead, **bodies}
    prefix = f"r{record.pk}"
    data = sent if sent is not None and f"{prefix}-seen" in sent else None
    return GridRowForm(data, initial=initial, prefix=prefix, bodies=list(choices.items()))


def _give_out(
    rows: list[GridRow], bodies: dict[str, Any], *, actor: Actor, request: HttpRequest
) -> list[GridRow]:
    """The rows that stay on the page; says how many were given out, changed, or gone in the meantime."""
    kept, given, changed = [], 0, 0
    for row in rows:
        asked = row.form.is_bound and (row.form.ticked or row.form.differs)
        if not asked:
            kept.append(row)
        elif not _perform(row, bodies, actor=actor) or not row.form.ticked:
            kept.append(row)
            changed += not row.faults
        else:
            given += 1
    shown = {row.form.prefix for row in rows}
    gone = [
        name for name in request.POST if name.endswith("-tick") and name.removesuffix("-tick") not in shown
    ]
    if given:
        messages.success(request, _("Đã giao %(n)d việc; bên nhận được báo ngay.") % {"n": given})
    if changed:
        messages.success(request, _("Đã ghi chỗ sửa của %(n)d việc chưa giao.") % {"n": changed})
    if gone:
        words = _("%(n)d việc đã tích không còn chờ giao: người khác vừa giao hoặc cho thôi.")
        messages.warning(request, words % {"n": len(gone)})
    return kept


def _perform(row: GridRow, bodies: dict[str, Any], *, actor: Actor) -> bool:
    """One row is one step: with its changes it is given out, or it stays as typed with the reason."""
    form, record, at = row.form, row.record, moment.now()
    if not form.is_valid():
        row.faults = [str(fault) for faults in form.errors.values() for fault in faults]
        return False
    values = form.cleaned_data
    if values["seen"] != form.initial["seen"]:
        row.faults = [_stale_words(record)]
        if not form.differs:
            row.form = _form(record, bodies)
        return False
    try:
        with transaction.atomic():
            if form.differs:
                perform(
                    adjust, record, actor=actor, at=at, seen=values["seen"], content=record.content,
                    lead=bodies.get(values["lead"], record.lead), product=values["product"], due_on=values["due_on"],
                    cooperation=[part.body for part in record.cooperation.all()], authority=record.authority,
                    responsible=record.responsible, responsible_title=record.responsible_title,
                    verifier=record.verifier, field=record.field, competence=record.competence,
                )  # fmt: skip
            if form.ticked:
                perform(issue, record, actor=actor, at=at, past=values["past"])
    except Refused as refusal:
        row.faults = [" ".join(words for words in (refusal.reason, refusal.instead) if words)]
    except ValidationError as error:
        row.faults = list(error.messages)
    except Forbidden:
        row.faults = [_("Việc này thuộc cơ quan khác.")]
    return not row.faults


def _stale_words(record: Commitment) -> str:
    words = _("Có người vừa sửa việc này. Hiện ghi: chủ trì %(lead)s; sản phẩm %(product)s; hạn %(due)s.")
    return words % {
        "lead": record.lead, "product": record.product or _("chưa có"), "due": record.due_words or _("chưa có"),
    }  # fmt: skip
