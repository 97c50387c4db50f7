"""The page of a round: what disagrees and is settled, papers, contents chosen and merged, promises taken."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.actions import Forbidden, Refused, Stale, actions_of, perform, the_action
from phoihop.core.text import parse_number, slug
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import address
from phoihop.core.web.views import act_address, fetch, paper_response, papers_taken
from phoihop.core.who import Actor
from phoihop.reports.catalogue import kept_in
from phoihop.reports.collecting import read_next
from phoihop.reports.duties import duties_of, propose_duties
from phoihop.reports.forms import PromiseRowForm
from phoihop.reports.letters import letter
from phoihop.reports.merging import choose, drop_promises, follow, merge, take_promise
from phoihop.reports.models import USUAL, Compilation, Difference, Intake
from phoihop.reports.overview import (
    REASONS,
    RoundPage,
    alike_tables,
    contents_of,
    facts_of,
    page_of,
    sources_of,
)
from phoihop.reports.reported import beside
from phoihop.reports.second_look import looked_at, sheets_of
from phoihop.reports.settling import compare_now, keep_both, reopen, settle, tell_apart
from phoihop.reports.told import numbers_changed
from phoihop.reports.wordings import PAIRS, Wordings


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
        "duties": duties_of(page.current),
        "proposes": record.state == "open" and bool(the_action("reports.propose_duties").by.hats(actor, record)),
        "compares": record.state == "open" and bool(the_action("reports.compare").by.hats(actor, record)),
        "stops": bool(the_action("reports.stop_reading").by.hats(actor, record)),
    }  # fmt: skip
    context |= {"taken": papers_taken(record, actor), **given}
    if tab == "doi-chieu" and only == "can-xem":
        context |= _looking(page, actor)
    elif tab == "doi-chieu":
        rows = facts_of(
            [*page.current, *desk], sources_of(page.open), period=record.period_code, catalogue=context["catalogue"],
        )  # fmt: skip
        wanted = [f for f in rows if _wanted(f, only)]
        context["facts"] = wanted if only else wanted[:FIRST]
        context |= {"all_facts": len(rows), "more": len(wanted) > len(context["facts"])}
    if tab == "noi-dung":
        context["contents"] = contents_of(page)
        context["shown_first"] = next((c for c in context["contents"] if c.rows), None)
        context["tables"] = alike_tables(page)
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
    catalogue, own = kept_in(record.owner.territory_id)
    words = Wordings(catalogue, own) if may else None
    return {
        "record": record, "page": page, "reasons": REASONS, "decides": may, "catalogue": catalogue,
        "open": [(d, words.one(d) if words else "", d.kind in PAIRS) for d in page.open],
        "decided": [(d, words.apart(d) if words and d.state == "apart" else []) for d in page.decided],
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
    apart = ("reports.take_in", "reports.stop_reading", "reports.merge")
    return [
        (o.action, act_address(o.action, record))
        for o in actions_of(record, actor)
        if o.action.name not in apart
    ]


def _paper_offers(intake: Any, actor: Any) -> list[tuple[Any, str]]:
    """The buttons that would do something: a file nobody could read is not used, one that was read is not read again."""
    if intake.compilation and intake.compilation.state != "open":
        return []
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
    row = None
    if request.method == "POST":
        hats = the_action("reports.compare").by.hats(actor, record)
        if not hats:
            note(request, kind="forbidden", what=request.path)
            raise Http404
        at = moment.now()
        with contextlib.suppress(Stale):  # closed meanwhile: the page tells
            row = read_next(record, actor=actor, at=at)
            if row is None and record.state == "open":
                compare_now(record, actor=actor, at=at)
    back = address(record)
    if not request.headers.get("HX-Request"):
        return redirect(back)
    page = page_of(fetch(Compilation, request, code), whole=False)
    stops = bool(the_action("reports.stop_reading").by.hats(actor, page.record))
    if not page.is_busy:
        return HttpResponse(headers={"HX-Redirect": back})
    return render(
        request, "reports/reading_on.html", {"record": page.record, "page": page, "row": row, "stops": stops}
    )


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
    typed = (
        {"code": difference.code, **{n: request.POST.get(n, "") for n in ("value", "own")}} if refusal else {}
    )
    if typed:
        typed["choice"] = _chosen(request)
    record = fetch(Compilation, request, difference.compilation.code)
    if request.headers.get("HX-Request"):
        context = _decisions(page_of(record), request) | {"refusal": refusal, "typed": typed, "just": True}
        return render(request, "reports/settled.html", context)
    if refusal:
        context = round_context(request, record, tab="doi-chieu") | {"refusal": refusal, "typed": typed}
        return render(request, "reports/round.html", context, status=409)
    return redirect(f"{address(record)}?muc=doi-chieu#venh")


def _chosen(request: HttpRequest) -> str:
    """A number typed where nothing was ticked is the choice: without script nobody ticks the box's own circle."""
    return request.POST.get("choice", "") or ("other" if request.POST.get("value", "").strip() else "")


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
    choice, typed = _chosen(request), request.POST.get("value", "").strip()
    if choice in ("both", "apart"):
        perform({"both": keep_both, "apart": tell_apart}[choice], difference, reason=reason, **given)
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


def standard_year(request: HttpRequest, code: str) -> HttpResponse:
    """Ticked: the year's duties are proposed and stand in one grid, to be given out there."""
    record = fetch(Compilation, request, code)
    if request.method != "POST" or not request.POST.get("paper"):
        return redirect(f"{address(record)}?muc=cam-ket")
    paper = fetch(Intake, request, request.POST["paper"])
    try:
        perform(propose_duties, record, actor=actor_of(request), at=moment.now(), paper=paper)
    except Forbidden:
        note(request, kind="forbidden", what=request.path)
        raise Http404 from None
    except Refused as refusal:
        more = {"refused": refusal, "refused_what": _("Chưa đề xuất được")}
        return render(request, "reports/round.html", round_context(request, record) | more, status=409)
    return redirect(f"{reverse('grid_of', args=[paper.code])}?{urlencode({'next': address(record)})}")


def letter_to(request: HttpRequest, code: str, body: str, suffix: str) -> HttpResponse:
    """The request for a report, addressed to one body."""
    record = fetch(Compilation, request, code)
    wanted = [row.body for row in record.asked.all() if row.body.code == body]
    if not wanted:
        raise Http404
    name = f"{record.code}-cong-van-{slug(wanted[0].short_name)}"
    response = paper_response(letter(record, wanted, at=moment.now()), suffix, name=name)
    note(request, kind="export", what=f"{record.code} call_for_reports {body}.{suffix}")
    return response


def choose_passages(request: HttpRequest, code: str) -> HttpResponse:
    """What is ticked goes in, what was shown and is not ticked stays out; of repeated sentences one or both."""
    record = fetch(Compilation, request, code)
    if request.method == "POST":
        ticked, shown = set(request.POST.getlist("keep")), set(request.POST.getlist("shown"))
        usual = set(request.POST.getlist("usual"))
        join: set[str] = set()
        keep, drop = (ticked & shown) - usual, (shown - ticked) & usual
        back = {key for key in shown if (key in ticked) == (key in usual)} & set(
            request.POST.getlist("chosen")
        )
        if only := request.POST.get("only"):
            keep, drop = {only}, shown - {only}
        elif request.POST.get("both"):
            keep, drop = shown, set()
        elif request.POST.get("none"):
            keep, drop = set(), shown
        elif request.POST.get("join"):
            keep, drop, join = set(), set(), shown
        keys = [_keys(names) for names in (keep | (back & ticked), drop | (back - ticked), join)]
        try:
            perform(
                choose, record, actor=actor_of(request), at=moment.now(), keep=keys[0], drop=keys[1], join=keys[2]
            )  # fmt: skip
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refusal:
            context = round_context(request, record) | {"refused": refusal}
            return render(request, "reports/round.html", context, status=409)
    pressed = next((name for name in ("only", "both", "join", "none") if request.POST.get(name)), "")
    part = "doan" if not pressed else request.POST.get("part", "lap")
    return redirect(f"{address(record)}?muc=noi-dung#{part if part in PARTS else 'doan'}")


#: Sections of the tab of contents a button may lead back to.
PARTS = ("lap", "bang", "doan")


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
    context["faulty"] = len(faulty)
    left = [_promise_row(p, i) for p, i in context["page"].promises]
    context["promises"] = [faults.get(row["promise"].pk, row) for row in left]
    return render(request, "reports/round.html", context, status=422)


def _take(request: HttpRequest, record: Compilation, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that were ticked and could not be taken, each with its reason; what is wrong in the others does not matter."""
    given: dict[str, Any] = {"actor": actor_of(request), "at": moment.now()}
    faulty, left = [], []
    for row in rows:
        form = PromiseRowForm(request.POST, prefix=f"p{row['promise'].pk}")
        if not request.POST.get(form.add_prefix("take")):
            left.append(row["promise"])
        elif fault := _taken(form, record, row["promise"], given):
            faulty.append(row | {"form": form, "fault": fault})
    if request.POST.get("drop") and left:
        perform(drop_promises, record, promises=left, **given)
    return faulty


def _taken(form: PromiseRowForm, record: Compilation, promise: Any, given: dict[str, Any]) -> str:
    """Why the row could not be taken: which box is wrong and how, or what stands against it; "" where it is in the book."""
    if not form.is_valid():
        wrong = [
            (form.fields[name].label, errors) for name, errors in form.errors.items() if name in form.fields
        ]
        return " ".join(f"{label}: {error}" for label, errors in wrong for error in errors)
    values = {name: value for name, value in form.cleaned_data.items() if name != "take"}
    try:
        perform(take_promise, record, promise=promise, **values, **given)
    except Refused as refusal:
        return f"{refusal.reason} {refusal.instead}".strip()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
