"""M21: what was promised last time, what is asked, what was concluded; the same in large type for the hall."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from phoihop.activities.dialogue.models import Dialogue
from phoihop.core import moment
from phoihop.core.web.places import address
from phoihop.core.web.views import detail_context, fetch


def dialogue(request: HttpRequest, code: str) -> HttpResponse:
    record: Dialogue = fetch(Dialogue, request, code)
    return render(
        request, "dialogue/dialogue_detail.html", {**detail_context(request, record), **_told(record)}
    )


def large(request: HttpRequest, code: str) -> HttpResponse:
    """To be read from a lectern, on paper or a telephone: promises first, then each matter with its answer."""
    record: Dialogue = fetch(Dialogue, request, code)
    context = {"record": record, "list_url": address(record), **_told(record)}
    return render(request, "dialogue/large.html", context)


def _told(record: Dialogue) -> dict[str, Any]:
    """The three lists; a promise shows how it stands today beside what was told."""
    today = moment.today()
    promises = [
        (row, *(row.commitment.shown_state(today) if row.commitment else (row.shape, row.standing)))
        for row in record.promises.select_related("lead", "commitment")
    ]
    concluded = [
        (row, *(row.commitment.shown_state(today) if row.commitment else ("thieu", row.gap_words)))
        for row in record.meeting.conclusions.select_related("lead", "commitment")
    ]
    done = sum(shape in ("xong", "xacminh") for _row, shape, _words in promises)
    return {
        "promises": promises, "kept": done, "questions": record.told_questions(),
        "concluded": concluded,
    }  # fmt: skip
