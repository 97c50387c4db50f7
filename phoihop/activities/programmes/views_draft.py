"""Drafting together (M06, M07): the text with its sources, two versions side by side, comments where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from phoihop.activities.programmes.commenting import answer_comment, comment, take_back_word
from phoihop.activities.programmes.draft_page import draft_page, next_step
from phoihop.activities.programmes.drafting import rewrite_paragraph
from phoihop.activities.programmes.models import Answer, Comment, Programme, ProgrammeState
from phoihop.core import drafts, moment
from phoihop.core.access import note
from phoihop.core.actions import Action, Forbidden, Refused, perform, the_action
from phoihop.core.forms import bind, inputs_of
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import place
from phoihop.core.web.views import detail_context, fetch
from phoihop.core.who import Actor, Hat

#: Of a visit: what was refused and has not been shown yet.
TOLD = "soan"
#: What a form on the page asks for: the action, and whether it is on a comment.
POSTED: dict[str, Any] = {
    "gop": comment,
    "sua": rewrite_paragraph,
    "phan-hoi": answer_comment,
    "rut": take_back_word,
}


def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Outline left, text in the middle, comments beside each paragraph; one form at a time stands open."""
    record: Programme = fetch(Programme, request, code)
    if request.method == "POST":
        try:
            return _posted(request, record)
        except Refused as error:
            back = _sent_back(request, record, error)
            if back is not None:
                return back
            record = fetch(Programme, request, code)
            context = _context(request, record, request.POST) | {"refusal": error}
            return render(request, "programmes/draft.html", context, status=409)
    told = request.session.pop(TOLD, None)
    refusal = (
        Refused(told["reason"], instead=told["instead"], field=told["field"])
        if told and told["code"] == code
        else None
    )
    context = _context(request, record, request.GET) | {"refusal": refusal}
    return render(request, "programmes/draft.html", context)


def _sent_back(request: HttpRequest, record: Programme, error: Refused) -> HttpResponse | None:
    """To the box again, with what was typed kept as every form keeps it: a page that may be loaded anew. None where nothing
    could be kept, then the answer itself holds the words."""
    actor = actor_of(request)
    kind, typed = request.POST.get("viec", ""), request.POST.copy()
    typed["programme"] = str(record.pk)
    row = _comment(record, actor, request.POST.get("ma", ""))
    key = row.key if row is not None else request.POST.get("place", "")
    about = {"sua": record, "phan-hoi": row}.get(kind)
    if kind != "rut" and not drafts.keep(actor, the_action(POSTED[kind]).name, about, typed, at=moment.now()):
        return None
    request.session[TOLD] = {
        "code": record.code, "reason": error.reason, "instead": error.instead, "field": error.field,
    }  # fmt: skip
    asked = {
        "gop": {"gop": key},
        "sua": {"sua": key},
        "phan-hoi": {"tra-loi": request.POST.get("ma", "")},
    }.get(kind, {})
    more = "&them" if kind == "sua" and "after" in request.POST else ""
    return redirect(f"{place(f'/{record.path}/{record.code}/soan/')}?{urlencode(asked)}{more}#{key}")


def _comment(record: Programme, actor: Actor, code: str) -> Comment | None:
    return Comment.objects.visible_to(actor).filter(programme=record, code=code).first() if code else None


def _posted(request: HttpRequest, record: Programme) -> HttpResponse:
    """One ``perform``, then back to the paragraph it was about."""
    kind = request.POST.get("viec", "")
    if kind not in POSTED:
        raise Http404
    verb = the_action(POSTED[kind])
    actor = actor_of(request)
    about: Any = record if kind == "sua" else None
    if verb.on is Comment and verb.frm is not None:
        about = _comment(record, actor, request.POST.get("ma", ""))
        if about is None:
            raise Http404
    _perform(request, verb, about, actor, programme=record)
    drafts.forget(actor, verb.name, about)
    key = about.key if isinstance(about, Comment) else request.POST.get("place", "")
    return redirect(f"{place(f'/{record.path}/{record.code}/soan/')}#{key}")


def _perform(request: HttpRequest, verb: Action, about: Any, actor: Actor, *, programme: Programme) -> None:
    data = request.POST.copy()
    data["programme"] = str(programme.pk)
    form = bind(verb, about, actor, data)
    if form is not None and not form.is_valid():
        wrong = [(n, e.as_data()[0].messages[0]) for n, e in form.errors.items() if n in form.fields]
        said = "; ".join(f"{form.fields[n].label or n}: {words}" for n, words in wrong)
        raise Refused(said or form.non_field_errors().as_text(), field=wrong[0][0] if wrong else "")
    hats = voices(actor, programme) if verb.frm is None else verb.by.hats(actor, about)
    hat = next((h for h in hats if str(h.mandate) == request.POST.get("hat", "")), hats[0] if hats else None)
    try:
        perform(
            verb,
            about,
            actor=actor,
            at=moment.now(),
            hat=hat,
            key=request.POST.get("key", ""),
            **inputs_of(form),
        )
    except Forbidden:
        note(request, kind="forbidden", what=request.path)
        raise Http404 from None


def voices(actor: Actor, programme: Programme) -> list[Hat]:
    """In whose name this person may comment: one hat for each body that was asked."""
    found: dict[int, Hat] = {}
    asked = set(programme.invited())
    for hat in the_action(comment).by.hats(actor, None):
        if hat.body in asked and hat.body is not None:
            found.setdefault(hat.body, hat)
    return list(found.values())


def _context(request: HttpRequest, record: Programme, sent: Mapping[str, str]) -> dict[str, Any]:
    actor = actor_of(request)
    asked = request.GET.get("so", "")
    against = int(asked) if asked.isdigit() and len(asked) < 5 else record.version - 1
    shown = draft_page(record, actor, against=against)
    open_draft = record.state in (ProgrammeState.DRAFT, ProgrammeState.WITHDRAWN)
    context = detail_context(request, record)
    main = {"programmes.ask_comments", "programmes.take_returned", "programmes.propose_text"}
    boxes = _boxes(sent)
    half: Any = drafts.restore(actor, "programmes.comment", None) or {}
    mine = half if half.get("programme") == str(record.pk) else {}
    typed = request.POST or _typed(record, actor, boxes, mine)
    return context | boxes | {
        "page": shown,
        "against": against if shown.old else 0,
        "versions": [row for row in reversed(record.versions.all()) if row.number < record.version],
        "voices": voices(actor, record) if open_draft else [],
        "writes": open_draft and bool(the_action(rewrite_paragraph).by.hats(actor, record)),
        "open_draft": open_draft,
        "mine": actor.bodies,
        "typed": typed,
        "half": mine.get("place", "") if mine.get("place") != boxes["open"] and (mine.get("note") or mine.get("new")) else "",
        "answers": Answer.choices,
        "asked": [str(row) for row in (*record.parties.all(), *record.asked.all())],
        "buttons": [b for b in context["offers"] if b["action"].name in main],
        "next": next_step(record, context["offers"], waiting=shown.waiting, first=shown.first_waiting),
    }  # fmt: skip


def _boxes(sent: Mapping[str, str]) -> dict[str, Any]:
    """Which form stands open: as the address says, or as it was sent."""
    kind, key = sent.get("viec"), sent.get("place", "")
    return {
        "open": sent.get("gop") or (key if kind == "gop" else ""),
        "editing": sent.get("sua") or (key if kind == "sua" else ""),
        "adding": "them" in sent or "after" in sent,
        "answering": sent.get("tra-loi") or (sent.get("ma", "") if kind == "phan-hoi" else ""),
    }


def _typed(record: Programme, actor: Actor, boxes: dict[str, Any], comment_typed: Any) -> Any:
    """What was typed into the open box and not sent."""
    if boxes["open"]:
        return comment_typed if comment_typed.get("place") == boxes["open"] else {}
    if boxes["editing"]:
        found: Any = drafts.restore(actor, "programmes.rewrite_paragraph", record) or {}
        return (
            found
            if found.get("place") == boxes["editing"] and bool(found.get("after")) == boxes["adding"]
            else {}
        )
    row = _comment(record, actor, boxes["answering"])
    return drafts.restore(actor, "programmes.answer_comment", row) or {} if row is not None else {}
