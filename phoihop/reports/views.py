"""Composing a report, the report as a sheet with its sources, and a number that opens."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from phoihop.core import figures, moment
from phoihop.core.access import note
from phoihop.core.actions import Forbidden, Refused, actions_of, perform, the_action
from phoihop.core.figures import Scope, reportable
from phoihop.core.models import JournalEntry, Record
from phoihop.core.text import typed
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import address, place
from phoihop.core.web.views import act_address, detail_context, fetch
from phoihop.reports.actions import start
from phoihop.reports.chips import chips_of, from_chips, to_chips
from phoihop.reports.circulating import answer_remark, rewrite
from phoihop.reports.forms import StartForm
from phoihop.reports.models import (
    Compilation,
    Grade,
    Intake,
    Report,
    ReportFigure,
    Section,
)
from phoihop.reports.papers import MARK
from phoihop.reports.reported import sent_figure
from phoihop.reports.tables import shown as table_rows


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
            made = perform(start, actor=actor_of(request), at=moment.now(), about=about, **form.cleaned_data)
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


#: The steps a report goes through: their buttons stand in the head of its page.
STEPS = ("reports.freeze", "reports.issue")


def report(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet on the left, the source of the chosen number on the right."""
    record = fetch(Report, request, code)
    rows = {row.short: row for row in record.figures.all()}
    context = detail_context(request, record)
    chosen = rows.get(request.GET.get("so", "")) or next(iter(rows.values()), None)
    unknown = _unknown_codes(record)
    context |= {
        "sections": [
            (s, _drawn(record, s, rows), pieces(s.cause, rows), pieces(s.responsible, rows))
            for s in record.sections.all()
        ],
        "bodies": [row.body for row in record.audience.select_related("body__kind", "body__territory")],
        "chosen": chosen,
        "opened": opened(chosen, actor_of(request)) if chosen else None,
        "missing": [row for row in rows.values() if row.grade == Grade.NONE],
        "unknown": next((f for f in rows.values() if f.figure in unknown and f.standing), None),
        "waiting": [section for section in record.sections.all() if section.waits],
        "flawed": {section.code: (why, who) for section, why, who in record.flawed()},
        "unanswered": sum(not r.answer for r in record.remarks.all()),
        "rewrites": record.state in ("drafting", "frozen")
        and bool(the_action("reports.rewrite").by.hats(actor_of(request), record)),
        "numbers": len(rows),
        "listed": [(row, place_of(row.earlier_source)) for row in rows.values()],
        "compared": sum(row.earlier is not None for row in rows.values()),
        "round": Compilation.objects.visible_to(actor_of(request)).filter(report=record).first(),
    }
    context["main"] = [b for b in context["offers"] if b["action"].name in STEPS]
    context["rest"] = [b for b in context["offers"] if b["action"].name not in STEPS]
    return render(request, "reports/report_detail.html", context)


def _drawn(record: Report, section: Section, rows: dict[str, ReportFigure]) -> list[Any]:
    """Its words cut at their numbers; of a table the rows, each cell cut so."""
    if section.table:
        return table_rows(section, lambda words: pieces(words, rows))
    return list(pieces(record.said(section.text), rows))


def place_of(source: str) -> str:
    """The address of a figure in its paper; whoever may not read that is told so there."""
    code, _dot, _order = source.rpartition(".")
    return place(f"/{Intake.path}/{code}/?so={source}#so") if code else ""


def _unknown_codes(record: Report) -> tuple[str, ...]:
    """The figure that counts targets without a value, the fourth of the outline's."""
    return figures.outline_of(record.about()).targets[3:4]


def pieces(text: str, rows: dict[str, ReportFigure]) -> list[tuple[str, ReportFigure | None]]:
    """Text cut at its numbers: (words, None) or ("", the figure)."""
    out: list[tuple[str, ReportFigure | None]] = []
    at = 0
    for match in MARK.finditer(text):
        if match.group(1) in rows:  # a mark typed by hand may name no figure: then it is just what was typed
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
    context = {"record": record, "row": row, "opened": opened(row, actor_of(request)), "now": now}
    return render(request, "reports/figure.html", context)


def day_words(text: str | None) -> str:
    """A stored day as it is read: 31/07/2027."""
    return "/".join(reversed(text.split("-"))) if text else ""


def opened(row: ReportFigure, actor: Any) -> dict[str, Any]:
    """The members as their journal entries held them; its sentence or cell for a reported number."""
    before = sent_figure(row.earlier_source, actor) if row.earlier_source else None
    if row.grade == Grade.REPORTED:
        found = sent_figure(row.source, actor)
        return {"sent": found, "before": before, "rows": [], "hidden": 0 if found else 1}
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
    return {"rows": rows, "hidden": hidden, "before": before}


def remarks(request: HttpRequest, code: str) -> HttpResponse:
    """What the bodies changed and noted in the circulated draft, section by section, to be answered one by one."""
    record = fetch(Report, request, code)
    refusal = None
    if request.method == "POST":
        given = request.POST
        try:
            perform(
                answer_remark, record, actor=actor_of(request), at=moment.now(), words=given.get("words", ""),
                order=int(given.get("order", "0")) if given.get("order", "0").isdecimal() else 0,
                answer=given.get("answer", ""), text=given.get("text", ""),
            )  # fmt: skip
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refused:
            refusal = refused
        else:
            return redirect(request.path)
    names = record.place_names()
    rows = {row.short: row for row in record.figures.all()}
    found = record.remarks.select_related("body")
    context = {
        "record": record, "refusal": refusal, "asked": request.POST.get("order", ""),
        "answers": bool(the_action("reports.answer_remark").by.hats(actor_of(request), record))
        and record.state in ("drafting", "frozen"),
        "rows": [(r, names.get(r.section, ""), [pieces(t, rows) for t in (r.before, r.old, r.new)]) for r in found],
        "buttons": _buttons_named(record, actor_of(request), ("reports.circulate", "reports.take_remarks")),
    }  # fmt: skip
    return render(request, "reports/remarks.html", context, status=409 if refusal else 200)


def _buttons_named(record: Any, actor: Any, names: tuple[str, ...]) -> list[tuple[Any, str]]:
    return [
        (o.action, act_address(o.action, record)) for o in actions_of(record, actor) if o.action.name in names
    ]


def section(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """One passage to be rewritten; its numbers stand in it as they print, in brackets, and stay linked."""
    record = fetch(Report, request, code)
    found = next((s for s in record.sections.all() if s.code == part), None)
    if found is None:
        raise Http404
    rows = {row.short: row for row in record.figures.all()}
    chips = chips_of(found.text, rows)
    text, refusal = to_chips(found.text, chips), None
    if request.method == "POST":
        text = typed(request.POST.get("text", ""))
        kept = from_chips(text, chips, rows)
        try:
            perform(rewrite, record, actor=actor_of(request), at=moment.now(), code=part, text=kept)
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refused:
            refusal = refused
        else:
            return redirect(f"{address(record)}#{part}")
    context = {
        "record": record,
        "section": found,
        "text": text,
        "refusal": refusal,
        "rows": [(chip, rows[short]) for short, chip in chips.items()],
        "name": record.place_names()[part],
    }
    return render(request, "reports/section.html", context, status=409 if refusal else 200)
