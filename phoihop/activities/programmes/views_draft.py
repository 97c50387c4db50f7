"""Drafting together (M06, M07): the text with its sources, two versions side by side, comments where they belong."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from phoihop.activities.programmes.commenting import answer_comment, comment, take_back_word
from phoihop.activities.programmes.draft_page import draft_page
from phoihop.activities.programmes.drafting import rewrite_paragraph
from phoihop.activities.programmes.models import Answer, Comment, Programme, ProgrammeState
from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.actions import Action, Forbidden, Refused, perform, the_action
from phoihop.core.forms import bind, inputs_of
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import place
from phoihop.core.web.views import detail_context, fetch
from phoihop.core.who import Actor, Hat

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
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return _posted(request, record)
        except Refused as error:
            refusal = error
            record = fetch(Programme, request, code)
    context = _context(request, record) | {"refusal": refusal, "typed": request.POST}
    return render(request, "programmes/draft.html", context, status=409 if refusal else 200)


def _posted(request: HttpRequest, record: Programme) -> HttpResponse:
    """One ``perform``, then back to the paragraph it was about."""
    kind = request.POST.get("viec", "")
    if kind not in POSTED:
        raise Http404
    verb = the_action(POSTED[kind])
    actor = actor_of(request)
    about: Any = record if kind == "sua" else None
    if verb.on is Comment and verb.frm is not None:
        about = (
            Comment.objects.visible_to(actor)
            .filter(programme=record, code=request.POST.get("ma", ""))
            .first()
        )
        if about is None:
            raise Http404
    _perform(request, verb, about, actor, programme=record)
    key = about.key if isinstance(about, Comment) else request.POST.get("place", "")
    return redirect(f"{place(f'/{record.path}/{record.code}/soan/')}#{key}")


def _perform(request: HttpRequest, verb: Action, about: Any, actor: Actor, *, programme: Programme) -> None:
    data = request.POST.copy()
    data["programme"] = str(programme.pk)
    form = bind(verb, about, actor, data)
    if form is not None and not form.is_valid():
        said = "; ".join(
            f"{form.fields[n].label or n}: {e.as_data()[0].messages[0]}"
            for n, e in form.errors.items()
            if n in form.fields
        )
        raise Refused(said or form.non_field_errors().as_text())
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


def _context(request: HttpRequest, record: Programme) -> dict[str, Any]:
    actor = actor_of(request)
    asked = request.GET.get("so", "")
    against = int(asked) if asked.isdigit() and len(asked) < 5 else record.version - 1
    shown = draft_page(record, actor, against=against)
    open_draft = record.state in (ProgrammeState.DRAFT, ProgrammeState.WITHDRAWN)
    context = detail_context(request, record)
    main = {"programmes.ask_comments", "programmes.take_returned", "programmes.propose_text"}
    return context | {
        "page": shown,
        "against": against if shown.old else 0,
        "versions": [row for row in reversed(record.versions.all()) if row.number < record.version],
        "voices": voices(actor, record) if open_draft else [],
        "writes": open_draft and bool(the_action(rewrite_paragraph).by.hats(actor, record)),
        "open_draft": open_draft,
        "mine": actor.bodies,
        "open": request.GET.get("gop")
        or (request.POST.get("viec") == "gop" and request.POST.get("place"))
        or "",
        "editing": request.GET.get("sua")
        or (request.POST.get("viec") == "sua" and request.POST.get("place"))
        or "",
        "adding": "them" in request.GET or "after" in request.POST,
        "answering": request.GET.get("tra-loi")
        or (request.POST.get("viec") == "phan-hoi" and request.POST.get("ma"))
        or "",
        "answers": Answer.choices,
        "buttons": [b for b in context["offers"] if b["action"].name in main],
    }
