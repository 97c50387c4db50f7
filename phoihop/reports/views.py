"""Composing a report, the report as a sheet with its sources, and a number that opens."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from phoihop.core import figures, moment
from phoihop.core.access import note
from phoihop.core.actions import Forbidden, Refused, Stale, actions_of, perform, the_action
from phoihop.core.figures import Scope, reportable
from phoihop.core.models import JournalEntry, Record
from phoihop.core.papers import formats
from phoihop.core.text import parse_number, slug
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import address, place
from phoihop.core.web.views import act_address, detail_context, fetch
from phoihop.core.who import Actor
from phoihop.reports.actions import start
from phoihop.reports.circulating import answer_remark, rewrite
from phoihop.reports.collecting import read_next
from phoihop.reports.forms import PromiseRowForm, StartForm
from phoihop.reports.letters import letter
from phoihop.reports.merging import choose, drop_promises, follow, merge, take_promise
from phoihop.reports.models import USUAL, Compilation, Difference, Grade, Intake, Report, ReportFigure
from phoihop.reports.overview import (
    REASONS,
    RoundPage,
    contents_of,
    facts_of,
    page_of,
    sources_of,
)
from phoihop.reports.papers import MARK
from phoihop.reports.reported import beside, sent_figure
from phoihop.reports.second_look import looked_at, sheets_of
from phoihop.reports.settling import compare, keep_both, reopen, settle
from phoihop.reports.told import numbers_changed


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


def report(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet on the left, the source of the chosen number on the right."""
    record = fetch(Report, request, code)
    rows = {row.short: row for row in record.figures.all()}
    context = detail_context(request, record)
    chosen = rows.get(request.GET.get("so", "")) or next(iter(rows.values()), None)
    unknown = _unknown_codes(record)
    context |= {
        "sections": [(section, pieces(record.said(section.text), rows)) for section in record.sections.all()],
        "bodies": [row.body for row in record.audience.select_related("body__kind", "body__territory")],
        "chosen": chosen,
        "opened": opened(chosen, actor_of(request)) if chosen else None,
        "missing": [row for row in rows.values() if row.grade == Grade.NONE],
        "unknown": next((f for f in rows.values() if f.figure in unknown and f.standing), None),
        "waiting": [section for section in record.sections.all() if section.waits],
        "flawed": sum(s.is_flawed for s in record.sections.all()),
        "unanswered": sum(not r.answer for r in record.remarks.all()),
        "rewrites": record.state in ("drafting", "frozen")
        and bool(the_action("reports.rewrite").by.hats(actor_of(request), record)),
        "numbers": len(rows),
        "listed": [(row, place_of(row.earlier_source)) for row in rows.values()],
        "compared": sum(row.earlier is not None for row in rows.values()),
        "round": Compilation.objects.visible_to(actor_of(request)).filter(report=record).first(),
    }
    return render(request, "reports/report_detail.html", context)


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


def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """A round: what disagrees on top, then every figure; papers, contents and promises on their own tabs."""
    record = fetch(Compilation, request, code)
    return render(request, "reports/round.html", round_context(request, record))


#: Lines of the table shown before the rest is asked for.
FIRST = 60
TABS = (
    ("doi-chieu", "Đối chiếu"), ("van-ban", "Văn bản gửi về"), ("noi-dung", "Nội dung"), ("cam-ket", "Cam kết"),
)  # fmt: skip


def round_context(request: HttpRequest, record: Compilation, **given: Any) -> dict[str, Any]:
    """What the page of a round shows; ``given``: tab and filter other than the address asks, and what was just done."""
    page = page_of(record)
    actor = actor_of(request)
    desk = beside(record, actor)
    tab = given.pop("tab", "") or request.GET.get("muc", "doi-chieu" if page.current else "van-ban")
    only = given.pop("only", "") or request.GET.get("loc", "")
    context: dict[str, Any] = _decisions(page, request) | {
        "tab": tab, "only": only, "tabs": [(key, label, _count(page, key)) for key, label in TABS],
        "offers": _buttons_of(record, actor),
        "sends": bool(the_action("reports.take_in").by.hats(actor, record)) and record.state == "open",
    }  # fmt: skip
    context |= given
    if tab == "doi-chieu" and only == "can-xem":
        context |= _looking(page, actor)
    elif tab == "doi-chieu":
        rows = facts_of([*page.current, *desk], sources_of(page.open), period=record.period_code)
        wanted = [f for f in rows if _wanted(f, only)]
        context["facts"] = wanted if only else wanted[:FIRST]
        context |= {"all_facts": len(rows), "more": len(wanted) > len(context["facts"])}
    if tab == "noi-dung":
        context["contents"] = contents_of(page)
    if tab == "cam-ket":
        context["promises"] = [_promise_row(promise, intake) for promise, intake in page.promises]
        context["may_take"] = bool(the_action("reports.take_promise").by.hats(actor, record))
    if tab == "van-ban":
        context["desk"] = [(i, bool(the_action("reports.bring_in").by.hats(actor, i))) for i in desk]
        context["papers"] = [(i, _paper_offers(i, actor), _news(i)) for i in page.shown]
    return context


def _looking(page: RoundPage, actor: Actor) -> dict[str, Any]:
    """The block of figures to be looked at, and what was said of others."""
    may = the_action("reports.check_figures").by
    return {
        "sheets": sheets_of(page.current), "looked": looked_at(page.current),
        "looks": bool(page.current) and bool(may.hats(actor, page.current[0])),
    }  # fmt: skip


def _decisions(page: RoundPage, request: HttpRequest) -> dict[str, Any]:
    """What the block of differences is drawn from."""
    actor = actor_of(request)
    may = bool(page.differences) and bool(the_action("reports.settle").by.hats(actor, page.differences[0]))
    record = page.record
    return {
        "record": record, "page": page, "reasons": REASONS, "decides": may,
        "drafted": record.report if record.report and record.report.state != "abandoned" else None,
        "merges": record.state == "open" and bool(the_action("reports.merge").by.hats(actor, record)) and bool(page.reports),
    }  # fmt: skip


def _wanted(fact: Any, only: str) -> bool:
    return {"venh": fact.disputed}.get(only, True)


def _count(page: RoundPage, key: str) -> int:
    return {
        "doi-chieu": len(page.open), "van-ban": len(page.intakes), "noi-dung": len(page.undecided_pairs),
        "cam-ket": len(page.promises),
    }[key]  # fmt: skip


def _buttons_of(record: Any, actor: Any) -> list[tuple[Any, str]]:
    """The buttons that need no place of their own on the page."""
    apart = ("reports.take_in", "reports.stop_reading", "reports.merge", "reports.compare")
    return [
        (o.action, act_address(o.action, record))
        for o in actions_of(record, actor)
        if o.action.name not in apart
    ]


def _paper_offers(intake: Any, actor: Any) -> list[tuple[Any, str]]:
    """The buttons that would do something: a file nobody could read is not used, one that was read is not read again."""
    idle = {
        "reports.use": not intake.fingerprint,
        "reports.read_again": intake.file_id is None or bool(intake.fingerprint),
        "reports.replace_twin": intake.twin is None,
    }
    offers = [o.action for o in actions_of(intake, actor) if not idle.get(o.action.name)]
    return [(verb, act_address(verb, intake)) for verb in offers]


def _news(intake: Any) -> list[tuple[str, str, str]]:
    """For a corrected file: which figures it changes."""
    if intake.state != "doubted" or intake.twin is None:
        return []
    return numbers_changed(list(intake.twin.figures.all()), list(intake.figures.all()))


def read_on(request: HttpRequest, code: str) -> HttpResponse:
    """One file is read; when none waits, what is in use is set against each other. The page asks again until done."""
    record = fetch(Compilation, request, code)
    actor = actor_of(request)
    if request.method == "POST":
        hats = the_action("reports.compare").by.hats(actor, record)
        if not hats:
            note(request, kind="forbidden", what=request.path)
            raise Http404
        at = moment.now()
        with contextlib.suppress(Stale):  # closed meanwhile: the page tells
            if read_next(record, actor=actor, at=at) is None and record.state == "open":
                perform(compare, record, actor=actor, at=at)
    back = address(record)
    if not request.headers.get("HX-Request"):
        return redirect(back)
    page = page_of(fetch(Compilation, request, code), whole=False)
    if not page.is_busy:
        return HttpResponse(headers={"HX-Redirect": back})
    return render(request, "reports/round.html#progress", {"record": page.record, "page": page})


def decide(request: HttpRequest, code: str) -> HttpResponse:
    """One difference settled, both kept, or taken up again; the next open one comes up with its first choice in focus."""
    difference = fetch(Difference, request, code)
    refusal = None
    if request.method == "POST":
        try:
            _decide(request, difference)
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refused:
            refusal = refused
    record = fetch(Compilation, request, difference.compilation.code)
    if request.headers.get("HX-Request"):
        context = _decisions(page_of(record), request) | {"refusal": refusal, "just": True}
        return render(request, "reports/settled.html", context)
    if refusal:
        context = round_context(request, record) | {"refusal": refusal}
        return render(request, "reports/round.html", context, status=409)
    return redirect(f"{address(record)}?muc=doi-chieu#venh")


def _decide(request: HttpRequest, difference: Difference) -> None:
    given: dict[str, Any] = {"actor": actor_of(request), "at": moment.now()}
    if request.POST.get("quyet") == "lai":
        perform(reopen, difference, **given)
        return
    if request.POST.get("thay") not in (None, difference.offered):
        raise Stale(
            _("Các số để chọn vừa đổi vì có văn bản mới."), instead=_("Xem lại hai bên rồi chọn lần nữa.")
        )
    reason = request.POST.get("own", "").strip() or request.POST.get("reason", "")
    choice, typed = request.POST.get("choice", ""), request.POST.get("value", "").strip()
    if choice == "both":
        perform(keep_both, difference, reason=reason, **given)
    else:
        try:
            value = parse_number(typed) if typed and choice == "other" else None
        except ValueError as error:
            raise Refused(
                _("“%s” không phải một con số.") % typed, instead=_("Ví dụ: 1.204 hoặc 92,5.")
            ) from error
        perform(settle, difference, choice=choice, reason=reason, value=value, **given)


def merge_now(request: HttpRequest, code: str) -> HttpResponse:
    """The first draft is put together at once and opened; drafting again is asked about on the action's own page."""
    record = fetch(Compilation, request, code)
    if request.method == "POST":
        try:
            record = perform(merge, record, actor=actor_of(request), at=moment.now())
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refusal:
            context = round_context(request, record) | {"refused": refusal}
            return render(request, "reports/round.html", context, status=409)
        return redirect(address(record.report))
    return redirect(f"{address(record)}?muc=noi-dung")


def follow_sample(request: HttpRequest, code: str) -> HttpResponse:
    """The last review that is ticked gives the headings; none ticked: the usual outline. Of two, the new tick counts."""
    record = fetch(Compilation, request, code)
    if request.method == "POST":
        ticked = request.POST.getlist("paper")
        fresh = [name for name in ticked if name not in request.POST.getlist("before")]
        sample = (fresh or ticked or [USUAL])[0]
        try:
            perform(follow, record, actor=actor_of(request), at=moment.now(), sample=sample)
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refusal:
            context = round_context(request, record) | {"refused": refusal}
            return render(request, "reports/round.html", context, status=409)
    tab = request.POST.get("muc", "")
    return redirect(f"{address(record)}?muc={tab if tab in dict(TABS) else 'noi-dung'}")


def letter_to(request: HttpRequest, code: str, body: str) -> HttpResponse:
    """The request for a report, addressed to one body, as Word."""
    record = fetch(Compilation, request, code)
    wanted = [row.body for row in record.asked.all() if row.body.code == body]
    if not wanted:
        raise Http404
    fmt = formats()["docx"]
    content = fmt.write(letter(record, wanted, at=moment.now()))
    note(request, kind="export", what=f"{record.code} call_for_reports {body}")
    response = HttpResponse(content, content_type=fmt.mime)
    response["Content-Disposition"] = (
        f'attachment; filename="{record.code}-cong-van-{slug(wanted[0].short_name)}.docx"'
    )
    return response


def choose_passages(request: HttpRequest, code: str) -> HttpResponse:
    """What is ticked goes in, what was shown and is not ticked stays out; of repeated sentences one or both."""
    record = fetch(Compilation, request, code)
    if request.method == "POST":
        ticked, shown = set(request.POST.getlist("keep")), set(request.POST.getlist("shown"))
        usual = set(request.POST.getlist("usual"))
        keep, drop = (ticked & shown) - usual, (shown - ticked) & usual
        back = {key for key in shown if (key in ticked) == (key in usual)} & set(
            request.POST.getlist("chosen")
        )
        if only := request.POST.get("only"):
            keep, drop = {only}, shown - {only}
        elif request.POST.get("both"):
            keep, drop = shown, set()
        keys = [_keys(names) for names in (keep | (back & ticked), drop | (back - ticked))]
        try:
            perform(choose, record, actor=actor_of(request), at=moment.now(), keep=keys[0], drop=keys[1])
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refusal:
            context = round_context(request, record) | {"refused": refusal}
            return render(request, "reports/round.html", context, status=409)
    part = "lap" if request.POST.get("only") or request.POST.get("both") else "doan"
    return redirect(f"{address(record)}?muc=noi-dung#{part}")


#: Digits of a key or of a place in a text.
LONGEST = 9


def _keys(names: set[str]) -> list[tuple[int, int, int]]:
    """ "12-0-0": passage, start, end."""
    found = []
    for name in sorted(names):
        numbers = name.split("-")
        if len(numbers) == 3 and all(n.isdecimal() and len(n) <= LONGEST for n in numbers):
            found.append((int(numbers[0]), int(numbers[1]), int(numbers[2])))
    return found


def _promise_row(promise: Any, intake: Any) -> dict[str, Any]:
    """A promise with the form of its row, as the paper says it; ticked where it says all and its day is to come."""
    ahead = promise.due_on is not None and promise.due_on >= moment.today()
    initial = {
        "content": promise.content, "lead": promise.lead, "product": promise.product, "due": promise.due_on,
        "take": promise.is_whole and ahead,
    }  # fmt: skip
    return {
        "promise": promise,
        "intake": intake,
        "form": PromiseRowForm(initial=initial, prefix=f"p{promise.pk}"),
        "fault": "",
    }


def take_promises(request: HttpRequest, code: str) -> HttpResponse:
    """Ticked rows go into the book one by one; a row that is refused stays with its reason and what was typed."""
    record = fetch(Compilation, request, code)
    if request.method != "POST":
        return redirect(f"{address(record)}?muc=cam-ket")
    rows = [_promise_row(p, i) for p, i in page_of(record).promises]
    try:
        faulty = _take(request, record, rows)
    except Forbidden:
        note(request, kind="forbidden", what=request.path)
        raise Http404 from None
    if not faulty:
        return redirect(f"{address(record)}?muc=cam-ket")
    context = round_context(request, fetch(Compilation, request, code)) | {
        "tab": "cam-ket",
        "may_take": True,
    }
    faults = {row["promise"].pk: row for row in faulty}
    left = [_promise_row(p, i) for p, i in context["page"].promises]
    context["promises"] = [faults.get(row["promise"].pk, row) for row in left]
    return render(request, "reports/round.html", context, status=422)


def _take(request: HttpRequest, record: Compilation, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    given: dict[str, Any] = {"actor": actor_of(request), "at": moment.now()}
    faulty, left = [], []
    for row in rows:
        form = PromiseRowForm(request.POST, prefix=f"p{row['promise'].pk}")
        if not form.is_valid():
            faulty.append(
                row
                | {
                    "form": form,
                    "fault": "; ".join(str(e) for errors in form.errors.values() for e in errors),
                }
            )
        elif form.cleaned_data.pop("take"):
            try:
                perform(take_promise, record, promise=row["promise"], **form.cleaned_data, **given)
            except Refused as refusal:
                faulty.append(row | {"form": form, "fault": f"{refusal.reason} {refusal.instead}"})
            except ValidationError as error:
                faulty.append(row | {"form": form, "fault": "; ".join(error.messages)})
        else:
            left.append(row["promise"])
    if request.POST.get("drop") and left:
        perform(drop_promises, record, promises=left, **given)
    return faulty


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
    """One passage to be rewritten; its numbers stand in it as tokens and stay linked."""
    record = fetch(Report, request, code)
    found = next((s for s in record.sections.all() if s.code == part), None)
    if found is None:
        raise Http404
    text, refusal = found.text, None
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            perform(rewrite, record, actor=actor_of(request), at=moment.now(), code=part, text=text)
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refused:
            refusal = refused
        else:
            return redirect(f"{address(record)}#{part}")
    rows = [row for row in record.figures.all() if f"[[{row.short}]]" in found.text]
    context = {
        "record": record,
        "section": found,
        "text": text,
        "refusal": refusal,
        "rows": rows,
        "name": record.place_names()[part],
    }
    return render(request, "reports/section.html", context, status=409 if refusal else 200)
