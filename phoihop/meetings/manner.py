"""How the papers of a meeting speak: whom they call comrade, who signs them, how a list and a text end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core import papers
from phoihop.core.papers import Block, ListItem, Paragraph, Run
from phoihop.core.text import ended, strip_honorifics
from phoihop.directory.models import Appointment, Organisation, valid_on
from phoihop.directory.papers import signature_of
from phoihop.documents.capacity import column, head_of, usual
from phoihop.documents.models import Signature
from phoihop.meetings.models import Meeting
from phoihop.meetings.parts import Invitation, Turn, TurnRole

#: The last words of a text under the decree on records.
LAST = "./."
#: Who spoke without a name: "Một người dân tổ 7", "Đại diện chi hội phụ nữ".
NAMELESS = ("một ", "người dân", "cử tri", "nhân dân", "đại diện", "bà con")


def comrade(name: str) -> str:
    """ "đồng chí Vũ Hoàng Nam": unless the name comes with a form of address already."""
    return name if strip_honorifics(name) != " ".join(name.split()) else _("đồng chí %s") % name


def guest_words(guest: Invitation) -> str:
    """A person with the usual form of address, a body by its name, an outsider as written."""
    return comrade(guest.name) if guest.person_id else guest.name


def speaker_words(turn: Turn) -> str:
    """People who come to be heard are no comrades of the hall by rule."""
    if turn.who.casefold().startswith(NAMELESS):
        return turn.who
    if turn.role != TurnRole.VOTER:
        return comrade(turn.who)
    return turn.who if strip_honorifics(turn.who) != " ".join(turn.who.split()) else _("ông/bà %s") % turn.who


def upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def listed(lines: Sequence[str]) -> list[Block]:
    """Items of one list: semicolons between them, a full stop behind the last."""
    return [
        ListItem(runs=papers.runs(ended(line) if n == len(lines) else f"{line.rstrip(' .;')};"))
        for n, line in enumerate(lines, start=1)
    ]


def closing(text: str) -> str:
    """The last sentence of a paper: "… báo lại./."."""
    words = ended(text.removesuffix(LAST))
    return words + "/." if words.endswith(".") else f"{words}{LAST}"


def closed(block: Block) -> Block:
    """The last paragraph of a text with the mark that nothing follows."""
    if not isinstance(block, Paragraph) or not block.runs:
        return block
    last = block.runs[-1]
    runs = (*block.runs[:-1], Run(text=last.text, gap=True), Run(text=LAST)) if last.gap else (
        *block.runs[:-1], replace(last, text=closing(last.text) if last.text.strip(". ") else LAST),
    )  # fmt: skip
    return replace(block, runs=runs)


def signed_by(meeting: Meeting, at: datetime) -> papers.Signature:
    """Who signs for the host on the day of the paper, never later than the meeting; nobody on record: the column alone."""
    return _signer(meeting.host, min(timezone.localdate(at), meeting.day))


def _signer(body: Organisation, day: date) -> papers.Signature:
    held = Appointment.objects.filter(valid_on(day), body=body, person__state="active").select_related(
        "person"
    )
    signer = head_of(body, held.order_by("pk"))
    if signer is None:
        return signature_of(body)
    return column(
        Signature(body=body, title=signer.title, name=signer.person.full_name, capacity=usual(signer, body))
    )
