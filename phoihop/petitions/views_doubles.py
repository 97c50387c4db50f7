"""Pairs side by side with the reason; a person merges, notes a repetition, tells apart, or leaves it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phoihop.core import moment
from phoihop.core.actions import the_action
from phoihop.core.text import fold
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import place
from phoihop.core.web.views import act_address, fetch
from phoihop.core.who import Actor
from phoihop.petitions import actions as verbs
from phoihop.petitions.counting import counted, matters_of, turns_of
from phoihop.petitions.doubles import Pair, pairs_of
from phoihop.petitions.models import Petition
from phoihop.petitions.rights import CLASSIFIERS


def doubles_page(request: HttpRequest, code: str = "") -> HttpResponse:
    """One pair of all that are open, or of one petition."""
    actor = actor_of(request)
    only: Petition | None = fetch(Petition, request, code) if code else None
    if not CLASSIFIERS.hats(actor, only):
        raise Http404
    pairs = pairs_of(actor, only=only)
    asked = request.GET.get("cap", "1")
    at = min(max(int(asked) if asked.isdecimal() and len(asked) < 5 else 1, 1), max(len(pairs), 1))
    year = moment.today().year
    matters, turns = matters_of(actor, year), turns_of(actor, year)
    context: dict[str, Any] = {
        "pairs": pairs, "at": at, "only": only, "list_url": place("/kien-nghi/"), "year": year,
        "before": f"?cap={at - 1}" if at > 1 else "", "after": f"?cap={at + 1}" if at < len(pairs) else "",
        "counted": counted(matters, turns),
    }  # fmt: skip
    if pairs:
        context.update(_shown(request, pairs[at - 1], actor, matters, turns))
    return render(request, "petitions/doubles.html", context)


def _shown(
    request: HttpRequest, pair: Pair, actor: Actor, matters: list[Petition], turns: int
) -> dict[str, Any]:
    here = request.get_full_path()
    buttons = []
    for verb, record, box, value, label in (
        (verbs.merge, pair.earlier, "others", pair.later.code, _("Gộp vào %s") % pair.earlier.code),
        (verbs.repeat_of, pair.later, "earlier", pair.earlier.code, _("Ghi là hỏi lại lần %d") % (pair.earlier.times + 1)),
        (verbs.tell_apart, pair.later, "other", pair.earlier.code, _("Không trùng")),
    ):  # fmt: skip
        declared = the_action(verb)
        if record.state not in (declared.frm or ()) or not (hats := declared.by.hats(actor, record)):
            continue
        if verb is verbs.merge and pair.asked_again:
            continue
        buttons.append(
            {
                "address": act_address(declared, record), "box": box, "value": value, "label": label,
                "hat": hats[0].mandate or "", "key": uuid.uuid4().hex, "reason": "; ".join(pair.reasons) if verb is verbs.merge else "",
            }
        )  # fmt: skip
    after = [row for row in matters if row.pk != pair.later.pk]
    same = bare_words(pair.earlier) & bare_words(pair.later)
    return {
        "pair": pair, "buttons": buttons, "here": here, "after_words": counted(after, turns),
        "earlier_text": marked(pair.earlier, same), "later_text": marked(pair.later, same),
        "joined": [*pair.earlier.merged.order_by("pk")] if not pair.asked_again else [],
    }  # fmt: skip


MARKS = ".,;:?!()"


def bare_words(row: Petition) -> set[str]:
    return {fold(word).strip(MARKS) for word in (row.content or row.title).split()}


def marked(row: Petition, same: set[str]) -> SafeString:
    """The words both use stand out."""
    parts = []
    for word in (row.content or row.title).split():
        bare = fold(word).strip(MARKS)
        both = len(bare) > 2 and bare in same
        parts.append((SafeString("<mark>") if both else "", word, SafeString("</mark>") if both else ""))
    return format_html_join(" ", "{}{}{}", parts)
