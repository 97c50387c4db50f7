"""The signing of a programme: recorded with its scan by one person, confirmed by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.forms import ConfirmSigningForm, ReturnScanForm, SigningForm
from phoihop.activities.programmes.models import Party, Programme, ProgrammeKind, ProgrammeState, Witness
from phoihop.activities.programmes.rights import FINAL, INTERIM, LEADERS, OFFICE
from phoihop.core.actions import Ask, Refused, Start, action, perform
from phoihop.core.who import Actor
from phoihop.documents.actions import store

S = ProgrammeState


@action(
    on=Programme, frm=[S.DRAFT], to=S.SIGNED, form=SigningForm, by=OFFICE,
    label=_("Ghi việc ký kết"), says=_("đã ghi việc ký kết và tải bản ký"), tells=["party_ids"], primary=True,
    starts=[Start("programmes.scan_confirmation", body="owner")],
)  # fmt: skip
def record_signing(
    programme: Programme, *, actor: Actor, at: datetime, number: str, symbol: str, signed_on: date,
    signed_place: str, witnesses: Sequence[str], upload: Any, signers: Sequence[Mapping[str, Any]],
) -> None:  # fmt: skip
    """The signing as it happened: who, in what capacity, in which order, before whom; with the scan.

    The same person may not also confirm the scan (see :func:`confirm_signing`).
    """
    if signed_on > timezone.localdate(at):
        raise Refused(_("Ngày ký ở tương lai."), instead=_("Ghi sau khi đã ký."), field="signed_on")
    parties = {party.body_id: party for party in programme.parties.select_related("body")}
    missing = [str(party.body) for key, party in parties.items() if key not in {s["body"] for s in signers}]
    if missing:
        raise Refused(
            _("Chưa ghi người ký của: %s.") % ", ".join(missing), instead=_("Điền đủ người ký các bên.")
        )
    write_signers(parties, signers)
    for party in parties.values():
        programme.change(party)
    for order, words in enumerate(witnesses):
        programme.add(Witness(words=words[:200], order=order))
    programme.number, programme.symbol = number, symbol
    programme.signed_on, programme.signed_place = signed_on, signed_place
    scan = perform(
        store, actor=actor, at=at, upload=upload, words=str(_("Bản ký %s") % programme.title)[:300],
        owner=programme.owner, share_with=list(parties),
    )  # fmt: skip
    programme.scan, programme.scan_by = scan, actor.user


@action(
    on=Programme, frm=[S.SIGNED], to=S.IN_FORCE, form=ConfirmSigningForm, by=OFFICE | LEADERS,
    label=_("Xác nhận bản ký"), says=_("đã xác nhận bản ký; chương trình có hiệu lực"), tells=["party_ids"],
    stops=["programmes.scan_confirmation"], starts=[INTERIM, FINAL], primary=True,
    asks=Ask(_("Bản ký đúng là bản đã thống nhất?"), otherwise=("programmes.return_scan",)),
)  # fmt: skip
def confirm_signing(programme: Programme, *, actor: Actor, at: datetime, same: bool) -> None:
    """A second person compares the scan with the agreed text (journey J1): four eyes, or no effect."""
    if programme.scan_by == actor.user:
        raise Refused(
            _("Người tải bản ký không tự xác nhận bản ký đó."),
            instead=_("Nhờ một đồng chí khác của một trong các bên mở trang này và xác nhận."),
        )
    owe_reviews(programme, timezone.localdate(at).year)


@action(
    on=Programme, frm=[S.SIGNED], to=S.DRAFT, form=ReturnScanForm, by=OFFICE | LEADERS,
    label=_("Trả lại bản ký"), says=_("đã trả lại bản ký"), tells=["party_ids"],
    stops=["programmes.scan_confirmation"],
)  # fmt: skip
def return_scan(programme: Programme, *, actor: Actor, at: datetime, reason: str) -> None:
    """The scan is not right: back to the draft, the record of the attempt stays in the journal."""


def owe_reviews(programme: Programme, this_year: int) -> None:
    """The year whose reviews are owed next. Standing rules are reviewed once, at the end of their term."""
    if programme.period_to < this_year:
        return
    regulation = programme.kind == ProgrammeKind.REGULATION
    year = max(programme.period_from, this_year)
    programme.interim_year = None if regulation else year
    programme.final_year = programme.period_to if regulation else year


def write_signers(parties: Mapping[int, Party], signers: Sequence[Mapping[str, Any]]) -> None:
    for n, row in enumerate(signers, start=1):
        party = parties.get(int(row["body"]))
        if party is None:
            raise Refused(_("Người ký không thuộc bên nào của chương trình."))
        party.capacity, party.signer_title, party.signer = (
            row.get("capacity", ""),
            row["title"],
            row["signer"],
        )
        party.signed_order = n
