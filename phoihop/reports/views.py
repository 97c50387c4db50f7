"""Composing a report, the report as a sheet with its sources, and a number that opens."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from phoihop.core import figures, moment
from phoihop.core.access import note
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.figures import Scope, reportable
from phoihop.core.models import JournalEntry, Record
from phoihop.core.web.places import address
from phoihop.core.web.views import detail_context, fetch
from phoihop.reports.actions import start
from phoihop.reports.forms import StartForm
from phoihop.reports.models import Grade, Report, ReportFigure, Statement
from phoihop.reports.papers import MARK


def begin(request: HttpRequest, label: str, code: str) -> HttpResponse:
    """Kind and year, then the whole skeleton with its numbers is there."""
    if label not in reportable():
        raise Http404
    about = fetch(apps.get_model(label), request, code)
    outline = figures.outline_of(about)
    year = min(max(moment.today().year, outline.period.start.year), outline.period.last.year)
    form = StartForm(request.POST or None, initial={"kind": "interim", "year": year}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            made = perform(start, actor=request.actor, at=moment.now(), about=about, **form.cleaned_data)  # type: ignore[attr-defined]
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refusal:
            form.add_error(refusal.field or None, f"{refusal.reason} {refusal.instead}")
        else:
            return redirect(address(made))
    status = 422 if form.is_bound else 200
    return render(
        request, "reports/begin.html", {"form": form, "about": about, "outline": outline}, status=status
    )


def report(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet on the left, the source of the chosen number on the right."""
    record = fetch(Report, request, code)
    rows = {row.short: row for row in record.figures.all()}
    context = detail_context(request, record)
    chosen = rows.get(request.GET.get("so", "")) or next(iter(rows.values()), None)
    context |= {
        "sections": [(section, pieces(record.said(section.text), rows)) for section in record.sections.all()],
        "bodies": [row.body for row in record.audience.select_related("body__kind", "body__territory")],
        "chosen": chosen,
        "opened": opened(chosen, request.actor) if chosen else None,  # type: ignore[attr-defined]
        "missing": [row for row in rows.values() if row.grade == Grade.NONE],
        "unknown": next(
            (f for f in rows.values() if f.figure in _unknown_codes(record) and f.standing), None
        ),
        "waiting": [section for section in record.sections.all() if section.waits],
        "numbers": len(rows),
    }
    return render(request, "reports/report_detail.html", context)


def _unknown_codes(record: Report) -> tuple[str, ...]:
    """The figure that counts targets without a value, the fourth of the outline's."""
    return figures.outline_of(record.about()).targets[3:4]


def pieces(text: str, rows: dict[str, ReportFigure]) -> list[tuple[str, ReportFigure | None]]:
    """Text cut at its numbers: (words, None) or ("", the figure)."""
    out: list[tuple[str, ReportFigure | None]] = []
    at = 0
    for match in MARK.finditer(text):
        out += [(text[at : match.start()], None), ("", rows[match.group(1)])]
        at = match.end()
    return [*out, (text[at:], None)]


def figure(request: HttpRequest, code: str, short: str) -> HttpResponse:
    """One number as it stood: its records on the closing moment, and how many the reader may not see."""
    record = fetch(Report, request, code)
    row = next((f for f in record.figures.all() if f.short == short), None)
    if row is None:
        raise Http404
    now = None
    if row.grade == Grade.RECORDS and row.figure in figures.registry:
        scope = Scope(about=record.about(), at=moment.today(), period=record.period, item=row.item)
        now = figures.registry[row.figure].value(scope)
    context = {"record": record, "row": row, "opened": opened(row, request.actor), "now": now}  # type: ignore[attr-defined]
    return render(request, "reports/figure.html", context)


def day_words(text: str | None) -> str:
    """A stored day as it is read: 31/07/2027."""
    return "/".join(reversed(text.split("-"))) if text else ""


def opened(row: ReportFigure, actor: Any) -> dict[str, Any]:
    """The members as their journal entries held them; a statement for a reported number."""
    if row.grade == Grade.REPORTED:
        found = Statement.objects.visible_to(actor).filter(code=row.source).first()
        return {"statement": found, "rows": [], "hidden": 0 if found else 1}
    by_type: dict[str, dict[int, str]] = {}
    for label, key, head in row.members:
        by_type.setdefault(label, {})[key] = head
    rows: list[dict[str, Any]] = []
    hidden = 0
    for label, heads in by_type.items():
        model: Any = apps.get_model(label)
        assert issubclass(model, Record)  # noqa: S101 figures count records only
        seen = {r.pk: r for r in model._default_manager.visible_to(actor).filter(pk__in=heads)}
        hidden += len(heads) - len(seen)
        entries = JournalEntry.objects.filter(digest__in=[heads[k] for k in seen]).select_related("body")
        for entry in entries.order_by("record_id"):
            shot = json.loads(entry.body.text)["snapshot"]["fields"]
            live = seen[entry.record_id]
            words = shot.get("content") or shot.get("name") or shot.get("title") or entry.record_code
            rows.append({
                "record": live, "words": words, "number": shot.get("number", ""), "due": day_words(shot.get("due_on")),
                "state": model.states(entry.after).label, "shape": model.marks[entry.after].shape,
            })  # fmt: skip
    return {"rows": rows, "hidden": hidden, "statement": None}
