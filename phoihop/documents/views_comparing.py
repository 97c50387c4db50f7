"""Đối chiếu bản ký: what was handed in beside what was agreed, page by page; a person concludes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from phoihop.core.access import note, note_once
from phoihop.core.actions import the_action
from phoihop.core.models import Record
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import address, place
from phoihop.core.web.views import act_address, fetch
from phoihop.documents.comparing.areas import DIFFERENT, Difference
from phoihop.documents.comparing.concluding import another, told
from phoihop.documents.comparing.copies import Copy, kind_at, work_of
from phoihop.documents.comparing.judging import Comparison
from phoihop.documents.comparing.keeping import Work, picture
from phoihop.documents.comparing.reading import WAYS

#: Width and height of the drawing a page lies in; frames are given in it.
_WIDE, _HIGH = 1000, 1414
_MARGIN = 4


@dataclass(frozen=True)
class Shown:
    """One page with what was found on it, each with the place of its frame, and how it was read."""

    number: int
    found: list[tuple[int, Difference, dict[str, int]]]
    way: str = ""


def _work(request: HttpRequest, path: str, code: str) -> tuple[Record, Copy, Work | None]:
    kind = kind_at(path)
    if kind is None:
        raise Http404
    model, copy_of = kind
    record: Record = fetch(model, request, code)
    copy = copy_of(record)
    return record, copy, work_of(copy)


def _may(request: HttpRequest, record: Record, copy: Copy) -> bool:
    return bool(the_action(copy.confirm).by.hats(actor_of(request), record))


def comparing(request: HttpRequest, path: str, code: str) -> HttpResponse:
    record, copy, work = _work(request, path, code)
    if request.method == "POST" and work is not None and _may(request, record, copy):
        work.again()
        return redirect(request.path)
    context: dict[str, Any] = {
        "record": record, "back": address(record), "file": copy.file, "work": work,
        "list_title": record.listing.title if record.listing else "", "list_url": place(f"/{record.path}/"),
        "may": _may(request, record, copy),
    }  # fmt: skip
    if work is not None:
        note(request, kind="file", what=copy.file.code if copy.file else "")
        context |= _state(work)
        outcome = context["outcome"]
        if outcome is not None:
            context |= _told(outcome, record, copy)
    return render(request, "documents/comparing.html", context)


def _state(work: Work) -> dict[str, Any]:
    outcome = work.outcome()
    done, of = work.progress()
    return {"outcome": outcome, "trouble": "" if outcome else work.trouble(), "done": done, "of": of}


def _told(outcome: Comparison, record: Record, copy: Copy) -> dict[str, Any]:
    numbered = list(enumerate(outcome.differences, start=1))
    pages = [
        Shown(n, [(i, d, _frame(d)) for i, d in numbered if d.page == n], str(WAYS.get(way, "")))
        for n, way in enumerate(outcome.ways, start=1)
    ]
    return {
        "pages": pages, "read": how_read(outcome), "wide": _WIDE, "high": _HIGH,
        "sure_count": sum(d.grade == DIFFERENT for _i, d in numbered),
        "unsure_count": sum(d.grade != DIFFERENT for _i, d in numbered),
        "another": told(outcome) if another(outcome) else "", "confirm_url": act_address(the_action(copy.confirm), record),
        "back_url": act_address(the_action(copy.give_back), record),
    }  # fmt: skip


def how_read(outcome: Comparison) -> str:
    """Which pages were read which way, in one line."""
    groups = {way: [n for n, w in enumerate(outcome.ways, start=1) if w == way] for way in WAYS}
    said = []
    for way, pages in groups.items():
        if pages:
            which = _("trang %s") % ranges(pages) if len(pages) < outcome.pages else _("mọi trang")
            said.append(f"{which} {WAYS[way]}")
    return "; ".join(said)


def ranges(pages: list[int]) -> str:
    """ "1–3, 5"."""
    out: list[list[int]] = []
    for n in pages:
        if out and n == out[-1][1] + 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in out)


def _frame(found: Difference) -> dict[str, int]:
    left, top, right, foot = found.box
    return {
        "x": max(0, round(left * _WIDE) - _MARGIN), "y": max(0, round(top * _HIGH) - _MARGIN),
        "w": round((right - left) * _WIDE) + 2 * _MARGIN, "h": round((foot - top) * _HIGH) + 2 * _MARGIN,
    }  # fmt: skip


def comparing_step(request: HttpRequest, path: str, code: str) -> HttpResponse:
    """One page more is read; the page asks again until all is done."""
    record, copy, work = _work(request, path, code)
    back = f"{address(record)}doi-chieu/"
    if request.method == "POST" and work is not None:
        if not _may(request, record, copy):
            note(request, kind="forbidden", what=request.path)
            raise Http404
        if work.outcome() is None and not work.trouble():
            work.step()
    if work is None or not request.headers.get("HX-Request"):
        return redirect(back)
    state = _state(work)
    if state["outcome"] is not None or state["trouble"]:
        return HttpResponse(headers={"HX-Redirect": back})
    return render(
        request, "documents/comparing.html#progress", {"record": record, "work": work, "may": True, **state}
    )


def comparing_page(request: HttpRequest, path: str, code: str, number: int) -> HttpResponse:
    """One page of what was handed in, as a picture."""
    _record, copy, work = _work(request, path, code)
    found = picture(work.load(), number) if work is not None else None
    if found is None or copy.file is None:
        raise Http404
    note_once(request, kind="file", what=copy.file.code)
    response = HttpResponse(found, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response
