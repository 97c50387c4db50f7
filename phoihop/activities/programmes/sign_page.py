"""The signing page (M08): whose turn it is, which fingerprint, who signed which version, and rounds that came to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from phoihop.activities.programmes.agreeing import agreed
from phoihop.activities.programmes.models import Agreement, Programme, ProgrammeState, SigningRound
from phoihop.activities.programmes.signing import numbers_read_in
from phoihop.activities.programmes.texts import (
    changed_count,
    compare,
    fingerprint_of,
    grouped,
    lines_of,
    version_at,
)
from phoihop.core import moment
from phoihop.directory.papers import joint_symbol
from phoihop.documents.models import Signature

ORDER = ("thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu")


@dataclass(frozen=True)
class Seat:
    """One party on the page: its place in the order, its signature, its agreement."""

    place: str
    body: Any
    title: str
    signature: Signature | None
    turn: bool
    agreement: Agreement | None
    void: Agreement | None


@dataclass(frozen=True)
class Attempt:
    """A round that did not come to its end: kept as it was."""

    round: SigningRound
    rows: list[tuple[str, str, str, date | None, str]]


@dataclass(frozen=True)
class Prints:
    """The fingerprint of what was agreed, and that of the locked paper with what was added for it."""

    agreed: list[str]
    locked: list[str]
    added: str
    same: bool


@dataclass(frozen=True)
class SignPage:
    seats: list[Seat]
    signed: int
    changes: list[Any]
    changed: int
    before: int
    attempts: list[Attempt]
    waiting: int


def sign_page(programme: Programme) -> SignPage:
    """Parties in the order of signing; what differs from the version before; earlier rounds."""
    document = programme.paper_out
    columns = list(document.signatures.select_related("body")) if document else []
    by_body = {row.body_id: row for row in columns}
    counted = agreed(programme, fingerprint_of(programme))
    void = {row.body_id: row for row in programme.agreements.all() if not row.stands}
    parties = list(programme.parties.select_related("body__kind"))
    order = [row.body_id for row in columns]
    parties.sort(key=lambda p: (order.index(p.body_id) if p.body_id in order else len(order), p.order))
    seats = [
        Seat(
            place=ORDER[n] if n < len(ORDER) else str(n + 1), body=party.body,
            title=by_body[party.body_id].signer_words if party.body_id in by_body else party.signature_words,
            signature=by_body.get(party.body_id), turn=programme.turn_id == party.body_id,
            agreement=counted.get(party.body_id), void=void.get(party.body_id),
        )
        for n, party in enumerate(parties)
    ]  # fmt: skip
    changes, changed = _changes(programme)
    return SignPage(
        seats=seats, signed=sum(bool(s.signature and s.signature.signed_on) for s in seats), changes=changes,
        changed=changed, before=programme.version - 1,
        attempts=[_attempt(row) for row in reversed(programme.signing_rounds.select_related("document", "withdrawn_by"))
                  if row.closed_at and row.withdrawn_by_id],
        waiting=programme.comments.filter(state="open").count(),
    )  # fmt: skip


def prints(programme: Programme) -> Prints:
    """Both fingerprints as people read them, and in words what the lock has put in between them."""
    now = fingerprint_of(programme)
    document = programme.paper_out
    if document is None or not document.fingerprint:
        return Prints(agreed=grouped(now), locked=[], added="", same=False)
    names = ", ".join(row.name for row in document.signatures.all() if row.name)
    added = _("số %(number)s, ngày %(day)s, người ký (%(names)s) và nơi nhận") % {
        "number": document.official_number, "day": f"{document.dated:%d/%m/%Y}", "names": names,
    }  # fmt: skip
    rounds = [row for row in programme.signing_rounds.all() if row.document_id == document.pk]
    same = bool(rounds) and rounds[-1].fingerprint == now
    return Prints(agreed=grouped(now), locked=grouped(document.fingerprint), added=added, same=same)


def numbers_taken(programme: Programme) -> list[str]:
    """Numbers of this year and symbol that papers signed before already carry: the lock passes over them."""
    bodies = [party.body for party in programme.parties.select_related("body__kind", "body__territory")]
    symbol = programme.symbol or f"CTrPH-{joint_symbol(bodies)}"
    found = numbers_read_in(programme.owner, symbol, moment.today().year)
    return [f"{number:02d}/{symbol}: {words}" for number, words in sorted(found.items())]


def _changes(programme: Programme) -> tuple[list[Any], int]:
    """ "Khác bản v3: 2 đoạn", and these paragraphs; nothing for a first version."""
    old, new = version_at(programme, programme.version - 1), version_at(programme, programme.version)
    if old is None or new is None:
        return [], 0
    numbers = {line.key: line.number for line in lines_of(programme)}
    shown = [(c, numbers.get(c.id, "")) for c in compare(old, new).changes if c.kind != "kept"]
    return shown, changed_count(old, new)


def _attempt(row: SigningRound) -> Attempt:
    rows = []
    for signature in row.document.signatures.select_related("body"):
        withdrew = signature.body_id == row.withdrawn_by_id
        if withdrew:
            state, label, why = "rut", _("Đã rút chữ ký"), row.closed_why
        elif signature.signed_on:
            state, label, why = "gac", _("Đã ký, không còn tính"), _("hết giá trị khi có bên rút")
        else:
            state, label, why = "chua", _("Chưa ký"), ""
        rows.append((str(signature.body), state, str(label), signature.signed_on, str(why)))
    return Attempt(round=row, rows=rows)


def stage_words(programme: Programme, page: SignPage) -> str:
    """One line under the title: where the signing stands."""
    total = len(page.seats)
    if programme.state == ProgrammeState.LOCKED:
        return _("Đang ký %(n)d/%(total)d") % {"n": page.signed, "total": total}
    agreed_now = sum(seat.agreement is not None for seat in page.seats)
    return _("%(n)d/%(total)d bên đã thống nhất bản v%(v)d") % {
        "n": agreed_now, "total": total, "v": programme.version,
    }  # fmt: skip
