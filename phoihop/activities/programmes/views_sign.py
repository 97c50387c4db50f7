"""Signing (M08), and the text in force on a day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from phoihop.activities.programmes.amending import amendments_on, consolidated
from phoihop.activities.programmes.models import INSIDE, Programme, ProgrammeState
from phoihop.activities.programmes.sign_page import sign_page, stage_words
from phoihop.core import moment
from phoihop.core.actions import the_action
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import address
from phoihop.core.web.views import act_address, detail_context, fetch

#: The steps of agreeing and signing, in their order.
STEPS = (
    "programmes.reopen", "programmes.agree", "programmes.lock_for_signing", "programmes.record_signing",
    "programmes.confirm_signing", "programmes.issue_paper",
    "programmes.hand_back_scan", "programmes.withdraw_agreement", "programmes.withdraw_signature", "programmes.unlock",
    "programmes.settle_text", "programmes.ask_committee_view", "programmes.note_committee_view",
    "programmes.correct_committee_view", "programmes.amend",
    "programmes.ask_end", "programmes.end", "programmes.drop_end",
)  # fmt: skip


def signing(request: HttpRequest, code: str) -> HttpResponse:
    """Who agreed, whose turn it is; the one big button is the step of whoever looks."""
    record: Programme = fetch(Programme, request, code)
    page = sign_page(record)
    context = detail_context(request, record)
    actor = actor_of(request)
    named = {b["action"].name: b for b in context["offers"]}
    locked = record.state == ProgrammeState.LOCKED
    mine = locked and any(hat.role == "leader" and hat.body == record.turn_id for hat in actor.hats)
    ours = locked and record.turn_id in actor.bodies
    agrees = [s for s in page.seats if s.body.pk in actor.bodies and s.agreement is None]
    document = record.paper_out
    context |= {
        "page": page,
        "stage": stage_words(record, page),
        "steps": [named[name] for name in STEPS if name in named],
        "mine": mine,
        "turn_words": _("Đến lượt %s ký.") % record.turn if ours else "",
        "insider": bool(INSIDE.hats(actor, record)),
        "sign_at": f"{address(document)}ky-so/" if document is not None and mine else "",
        "agree_at": act_address(the_action("programmes.agree"), record)
        if agrees and "programmes.agree" in named
        else "",
        "viewer": actor.bodies,
        "locked": locked,
        "again": act_address(the_action("programmes.reopen"), record) if "programmes.reopen" in named else "",
        "drafting": record.state in (ProgrammeState.DRAFT, ProgrammeState.WITHDRAWN),
    }
    return render(request, "programmes/signing.html", context)


def in_force(request: HttpRequest, code: str) -> HttpResponse:
    """Văn bản hợp nhất: the programme with its annexes as in force on a day."""
    record: Programme = fetch(Programme, request, code)
    try:
        day = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        day = moment.today()
    context = {
        "record": record, "day": day, "rows": consolidated(record, day), "annexes": amendments_on(record, day),
        "list_url": f"{address(record)}",
    }  # fmt: skip
    return render(request, "programmes/in_force.html", context)
