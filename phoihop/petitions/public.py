"""What the public door asks of petitions: who holds a lookup code sees its way and speaks to its answer.

The code is the only key: never who asked, and what was asked only where the asker agreed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from phoihop.core import moment
from phoihop.core.actions import perform
from phoihop.core.vault import Secret
from phoihop.core.who import PUBLIC
from phoihop.directory.models import Organisation, Territory, body_of_kind
from phoihop.petitions.actions import add_files, agree, not_done, receive
from phoihop.petitions.models import Petition, PetitionProof, PetitionSource, PetitionState, practice_now
from phoihop.petitions.models.petition import MATTER
from phoihop.petitions.quarters import MOST, quarter_words
from phoihop.petitions.receiving import ALPHABET, CODE_LENGTH

S = PetitionState
#: A citizen's text, and how many pictures go with it.
TEXT, PICTURES = 4000, 4
#: The answer that stands may be spoken to.
SPOKEN_TO = (S.ANSWERED, S.CLOSED)
#: Letters of a code that stand beside what its holder said.
TAIL = 3
#: Places of one locality in the table of the public page.
PLACES = 60


@dataclass(frozen=True)
class Step:
    """One line of its way; ``when`` is "past", "now" or "later"."""

    label: str
    on: date | None
    words: str = ""
    when: str = "later"


@dataclass(frozen=True)
class Seen:
    """What the page of a lookup code shows."""

    row: Petition
    shape: str
    line: str
    steps: Sequence[Step]
    proofs: Sequence[str] = ()
    say_until: date | None = None
    asks_on: date | None = None
    handed_over: bool = False
    with_others: bool = False
    agreed: bool = False
    shown: Petition | None = field(default=None)

    @property
    def title(self) -> str:
        """In the asker's words only where they were opened to everybody and somebody of the office has read them."""
        if not self.opened:
            return str(_("Kiến nghị ngày %s") % f"{self.row.raised_on:%d/%m/%Y}")
        return self.row.title

    @property
    def content(self) -> str:
        return self.row.content if self.opened else ""

    @property
    def opened(self) -> bool:
        return bool(self.row.public_since and self.row.classified_on and not self.handed_over)


def typed_code(text: str) -> str:
    """ "k7q2m 9xr4t" → "K7Q2M-9XR4T"; empty if it cannot be a code."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    if len(letters) != CODE_LENGTH or any(c not in ALPHABET for c in letters):
        return ""
    return f"{letters[:5]}-{letters[5:]}"


def by_lookup(code: str) -> Petition | None:
    """The petition of a code, with the one it was merged into and the bodies it is with."""
    found: Petition | None = (
        Petition._base_manager.select_related(
            "receiver__territory", "answering", "responsible", "merged_into__answering", "merged_into__responsible"
        )
        .filter(lookup=code).first()
    )  # fmt: skip
    return found


def seen(row: Petition, today: date) -> Seen:
    """Its way so far: one query more than the petition itself."""
    if row.state == S.HANDED_OVER:
        return Seen(row=row, shape="gac", line=row.public_label, steps=(), handed_over=True)
    shown = row.merged_into or row
    until = shown.say_until
    spoken_to = until is not None and shown.state in SPOKEN_TO and shown.reopened_on is None
    begins = shown.asks_from
    ahead = begins if spoken_to and begins is not None and today < begins else None
    open_still = spoken_to and ahead is None and until is not None and today <= until
    proofs = PetitionProof.objects.filter(petition=shown, answer__gt=0).order_by("order", "pk")
    return Seen(
        row=row, shown=shown, shape=_shape(shown, today), line=shown.public_line(), steps=_steps(row, shown),
        proofs=[f"{proof.shows}, {proof.on:%d/%m/%Y}" for proof in proofs[:PICTURES]] if shown.solved_on else (),
        say_until=until if open_still else None, asks_on=ahead,
        with_others=row.merged_into_id is not None, agreed=row.asker_says == "agrees",
    )  # fmt: skip


def _shape(shown: Petition, today: date) -> str:
    shape, _words = shown.shown_state(today)
    return shown.mark.shape if shape == "tre" else shape


def _steps(row: Petition, shown: Petition) -> list[Step]:
    """Received, forwarded, with a unit, answered, done, checked: the last reached is where it stands."""
    answering = str(shown.answering or "")
    unit = str(shown.responsible or "")
    due = _("hẹn trả lời %s") % f"{shown.due_on:%d/%m/%Y}" if shown.due_on and not shown.answered_on else ""
    promised = ""
    if shown.promised_on and not shown.solved_on:
        promised = _("hẹn %s") % f"{shown.promised_on:%d/%m/%Y}"
    told = [
        (_("Nhận kiến nghị"), row.received_on, str(PetitionSource(row.source).label)),
        (
            _("Chuyển %s trả lời") % answering if answering else _("Chuyển cơ quan trả lời"),
            shown.forwarded_on,
            due,
        ),
        (_("Giao %s") % unit if unit else _("Giao đơn vị"), shown.assigned_on, ""),
        (_("Trả lời"), shown.answered_on, ""),
        (_("Làm xong"), shown.solved_on, promised),
        (_("Cơ quan khác kiểm lại"), shown.verified_on, ""),
    ]
    if row.reopened_on:
        again = (_("Người hỏi báo chưa xong, mở lại"), row.reopened_on, "")
        told.insert(next((n for n, step in enumerate(told) if step[1] is None), len(told)), again)
    last = max((n for n, step in enumerate(told) if step[1]), default=0)
    return [
        Step(label, on, words, "past" if n < last else "now" if n == last else "later")
        for n, (label, on, words) in enumerate(told)
    ]


def receiver_in(territory: Territory) -> Organisation | None:
    """The body that receives what comes through the public door, as the practice of the day says."""
    return body_of_kind(practice_now("door"), territory.pk, moment.today())


def send(
    *, at: datetime, receiver: Organisation, content: str, quarter: str, place: str, public: bool, phone: Secret,
    pictures: Sequence[Any] = (), key: str = "", lookup: str = "",
) -> Petition:  # fmt: skip
    """A citizen's own petition with its pictures, all or nothing; sent twice it is there once."""
    with transaction.atomic():
        row: Petition = perform(
            receive, actor=PUBLIC, at=at, key=key, content=content, source=PetitionSource.DOOR, quarter=quarter, place=place,
            public=public, receiver=receiver, asker_phone=phone, lookup=lookup,
        )  # fmt: skip
        if pictures and not row.proofs.exists():
            row = perform(add_files, row, actor=PUBLIC, at=at, uploads=list(pictures))
    return row


def say(row: Petition, *, at: datetime, done: bool, said: str = "", picture: Any = None) -> Petition:
    """The asker's own word to the answer; who joined another matter speaks to the common answer, by the end of his code."""
    shown, tail = row.merged_into or row, f"…{row.lookup[-TAIL:]}"
    if done:
        told: Petition = perform(agree, shown, actor=PUBLIC, at=at, said=said, asker_code=tail)
        return told
    told = perform(not_done, shown, actor=PUBLIC, at=at, said=said, picture=picture, asker_code=tail)
    return told


@dataclass(frozen=True)
class Place:
    """The three facts of one place; each is shown with its whole."""

    quarter: str
    raised: int
    answered: int
    solved: int
    verified: int

    def joined(self, other: Place) -> Place:
        return Place(
            self.quarter, self.raised + other.raised, self.answered + other.answered, self.solved + other.solved,
            self.verified + other.verified,
        )  # fmt: skip


def natural(words: str) -> list[tuple[int, int, str]]:
    """ "Tổ dân phố 2" before "Tổ dân phố 12"."""
    return [
        (0, int(piece), "") if piece.isdigit() else (1, 0, piece)
        for piece in re.split(r"(\d+)", words)
        if piece
    ]


def by_place(territory: Territory, today: date) -> list[Place]:
    """Matters raised this year, by tổ dân phố: no text, no name, four numbers."""
    rows = (
        Petition._base_manager.filter(
            Q(MATTER), receiver__territory=territory, raised_on__gte=date(today.year, 1, 1)
        )
        .exclude(quarter="").order_by("quarter").values("quarter")
        .annotate(
            raised=Count("pk"), answered=Count("pk", filter=Q(answered_on__isnull=False)),
            solved=Count("pk", filter=Q(solved_on__isnull=False)),
            verified=Count("pk", filter=Q(verified_on__isnull=False)),
        )[:MOST]
    )  # fmt: skip
    found: dict[str, Place] = {}
    row: Any
    for row in rows:  # older rows hold the same place in other words
        one = Place(**{**row, "quarter": quarter_words(row["quarter"])})
        before = found.get(one.quarter)
        found[one.quarter] = before.joined(one) if before else one
    return sorted(found.values(), key=lambda one: natural(one.quarter))[:PLACES]
