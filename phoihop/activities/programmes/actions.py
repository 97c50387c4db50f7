"""A programme is drafted or read from an old paper, signed, followed, reviewed, closed and renewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.agreeing import (
    agree,
    ask_committee_view,
    correct_committee_view,
    note_committee_view,
    settle_text,
    withdraw_agreement,
)
from phoihop.activities.programmes.amending import amend, ask_end, draft_annex, drop_end, end
from phoihop.activities.programmes.commenting import (
    answer_comment,
    comment,
    note_comment,
    take_back_word,
    take_returned,
)
from phoihop.activities.programmes.drafting import (
    ask_comments,
    propose_text,
    rewrite_paragraph,
)
from phoihop.activities.programmes.emergency import draft_emergency, record_figures
from phoihop.activities.programmes.forms import (
    CloseForm,
    DraftForm,
    ProposeDutiesForm,
    RenewForm,
    ReviewForm,
    ReviseForm,
)
from phoihop.activities.programmes.matrix import comment_matrix
from phoihop.activities.programmes.models import (
    Origin,
    Party,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    Review,
    ReviewKind,
    Section,
    Witness,
)
from phoihop.activities.programmes.rights import DAILY, DRAFTERS, FINAL, INTERIM, OFFICE, RECORDERS
from phoihop.activities.programmes.seating import need_parties, new_programme, party_words, short_title
from phoihop.activities.programmes.signing import (
    confirm_signing,
    hand_back_scan,
    issue_paper,
    lock_for_signing,
    owe_reviews,
    record_signing,
    reopen,
    return_scan,
    sign,
    sign_last,
    unlock,
    withdraw_signature,
    write_signers,
)
from phoihop.activities.programmes.target_actions import (
    assign_target,
    check_value,
    end_target,
    note_value,
    record_value,
    return_value,
    submit_value,
    take_back_value,
)
from phoihop.activities.programmes.texts import lines_of, section_text
from phoihop.activities.programmes.writing import (
    aligned,
    frame,
    put_down,
    skeleton,
    slots_given,
    under_their_heads,
)
from phoihop.commitments import standard
from phoihop.core.actions import Refused, action, perform
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation

__all__ = [
    "agree",
    "amend",
    "answer_comment",
    "ask_comments",
    "ask_committee_view",
    "ask_end",
    "assign_target",
    "check_value",
    "close",
    "comment",
    "comment_matrix",
    "confirm_signing",
    "correct_committee_view",
    "draft",
    "draft_annex",
    "draft_emergency",
    "drop_end",
    "end",
    "end_target",
    "hand_back_scan",
    "issue_paper",
    "lock_for_signing",
    "note_comment",
    "note_committee_view",
    "note_value",
    "propose_duties",
    "propose_text",
    "record_figures",
    "record_final_review",
    "record_interim_review",
    "record_signed",
    "record_signing",
    "record_value",
    "renew",
    "reopen",
    "return_scan",
    "return_value",
    "revise",
    "rewrite_paragraph",
    "settle_text",
    "sign",
    "sign_last",
    "submit_value",
    "take_back_value",
    "take_back_word",
    "take_returned",
    "unlock",
    "withdraw_agreement",
    "withdraw_signature",
]  # fmt: skip
S = ProgrammeState


@action(
    on=Programme, frm=None, to=S.DRAFT, form=DraftForm, by=role("clerk") & of("owner"),
    label=_("Soạn chương trình"), says=_("đã lập dự thảo"), tells=["party_ids"], primary=True,
)  # fmt: skip
def draft(
    *, actor: Actor, at: datetime, title: str, period_from: int, period_to: int, parties: Sequence[Organisation],
    kind: str = ProgrammeKind.PROGRAMME, parent: Programme | None = None, predecessor: Programme | None = None,
    contents: Sequence[str | Mapping[str, Any]] = (), bases: Sequence[str] = (), purpose: str = "", duties: str = "",
    arrangement: str = "", reporting_party: Organisation | None = None, with_frame: bool = False,
    origin: str = Origin.WRITTEN, origin_words: str = "",
) -> Programme:  # fmt: skip
    """A new draft with its parties and the first version of its text; ``with_frame`` fills what is empty with the usual frame."""
    programme = new_programme(
        actor=actor, title=title, period_from=period_from, period_to=period_to, parties=parties, kind=kind,
        parent=parent, predecessor=predecessor,
    )  # fmt: skip
    _let_report(programme, reporting_party, parties)
    slots = slots_given(
        contents=contents, bases=bases, purpose=purpose, duties=duties, arrangement=arrangement, origin=origin,
        origin_words=origin_words,
    )  # fmt: skip
    if with_frame:
        slots = skeleton(slots, frame(), kind=kind)
    put_down(programme, slots, actor=actor, at=at)
    if predecessor:
        programme.link("follows", predecessor)
    return programme


@action(
    on=Programme, frm=None, to=S.IN_FORCE, by=RECORDERS, starts=[INTERIM, FINAL],
    label=_("Ghi chương trình đã ký"), says=_("đã ghi chương trình đã ký theo văn bản cũ"),
)  # fmt: skip
def record_signed(
    *, actor: Actor, at: datetime, title: str, period_from: int, period_to: int, parties: Sequence[Organisation],
    signed_on: date | None = None, kind: str = ProgrammeKind.PROGRAMME, number: str = "", symbol: str = "", signed_place: str = "",
    contents: Sequence[str | Mapping[str, Any]] = (), bases: Sequence[str] = (), witnesses: Sequence[str] = (),
    signers: Sequence[Mapping[str, Any]] = (), purpose: str = "", duties: str = "", arrangement: str = "",
    parent: Programme | None = None, predecessor: Programme | None = None,
) -> Programme:  # fmt: skip
    """History: a programme that was signed before it came into the book; what its paper does not say stays empty."""
    programme = new_programme(
        actor=actor, title=title, period_from=period_from, period_to=period_to, parties=parties, kind=kind,
        parent=parent, predecessor=predecessor,
    )  # fmt: skip
    programme.number, programme.symbol = number, symbol
    programme.signed_on, programme.signed_place = signed_on, signed_place
    slots = slots_given(
        contents=contents,
        bases=bases,
        purpose=purpose,
        duties=duties,
        arrangement=arrangement,
        origin=Origin.PAPER,
    )
    put_down(programme, slots, actor=actor, at=at)
    known = {party.body_id: party for party in programme.added if isinstance(party, Party)}
    write_signers(known, signers)
    for order, words in enumerate(witnesses):
        programme.add(Witness(words=words[:200], order=order))
    if predecessor:
        programme.link("follows", predecessor)
    owe_reviews(programme, timezone.localdate(at).year)
    return programme


@action(
    on=Programme, frm=[S.DRAFT, S.WITHDRAWN], to=S.DRAFT, form=ReviseForm, by=DRAFTERS,
    label=_("Sửa cả dự thảo, các bên"), says=_("đã sửa dự thảo"), tells=["party_ids"],
    calls=["agreement_lost"],
)  # fmt: skip
def revise(
    programme: Programme, *, actor: Actor, at: datetime, title: str, period_from: int, period_to: int,
    parties: Sequence[Organisation], kind: str, parent: Programme | None, contents: Sequence[str | Mapping[str, Any]],
    bases: Sequence[str], purpose: str, duties: str, arrangement: str, reporting_party: Organisation | None = None,
    reason: str = "",
) -> None:  # fmt: skip
    """Replace the draft's text and parties; paragraphs that stay, move or are rewritten keep their keys.

    A content given by its title alone keeps what stands under it. Earlier versions stay readable.
    """
    before = lines_of(programme)
    others = [row.body_id for row in programme.parties.all()] != [body.pk for body in parties]
    others = others or (programme.period_from, programme.period_to) != (period_from, period_to)
    programme.title, programme.kind, programme.parent = title, kind, parent
    programme.period_from, programme.period_to = period_from, period_to
    need_parties(parties)
    _let_report(programme, reporting_party, parties)
    _seat(programme, parties)
    given = slots_given(
        contents=under_their_heads(contents, before),
        bases=bases,
        purpose=purpose,
        duties=duties,
        arrangement=arrangement,
    )
    put_down(
        programme, aligned(given, before), actor=actor, at=at, before=() if others else before,
        reason=reason or (str(_("đổi các bên, thời gian")) if others else ""),
    )  # fmt: skip


def _seat(programme: Programme, parties: Sequence[Organisation]) -> None:
    """Who stays keeps the place's record, who left is dropped, who is new is added, in the given order."""
    keep = {body.pk for body in parties}
    present = {party.body_id: party for party in programme.parties.all()}
    for key, party in present.items():
        if key not in keep:
            programme.drop(party)
    for order, body in enumerate(parties):
        if body.pk in present:
            present[body.pk].order = order
            programme.change(present[body.pk])
        else:
            programme.add(Party(body=body, order=order))
    programme.party_words = party_words(parties)
    programme.short_title = short_title(programme, parties)


@action(
    on=Programme, frm=[S.DRAFT, S.SIGNED, S.IN_FORCE], form=ProposeDutiesForm, by=OFFICE, appends=True,
    label=_("Đề xuất việc theo Năm mẫu"), says=_("đã đề xuất việc theo Năm mẫu"),
)  # fmt: skip
def propose_duties(programme: Programme, *, actor: Actor, at: datetime, year: int) -> None:
    """Propose the standard yearly duties as commitments; the clerk ticks them in the grid. Repeatable."""
    standard.propose_year(
        programme, year=year, territory=programme.territory_id, owner=programme.owner,
        items={item.group_id: item.number for item in programme.contents.all() if item.group_id},
        source_words=programme.as_source(), actor=actor, at=at,
    )  # fmt: skip


@action(
    on=Programme, frm=[S.IN_FORCE], to=S.CLOSED, form=CloseForm, by=OFFICE,
    label=_("Khép chương trình sau tổng kết"), says=_("đã khép chương trình sau tổng kết"), tells=["party_ids"],
    stops=[INTERIM.code, FINAL.code, DAILY.code],
    warns=_("Việc chưa xong vẫn được theo dõi cho đến cùng; chương trình không nhận thêm việc mới."),
)  # fmt: skip
def close(programme: Programme, *, actor: Actor, at: datetime, closed_on: date, note: str = "") -> None:
    """Closed by its final review (tổng kết); open commitments stay in the book, what was only proposed lapses."""
    if programme.signed_on and closed_on < programme.signed_on:
        raise Refused(_("Ngày tổng kết trước ngày ký."), instead=_("Xem lại ngày."), field="closed_on")
    _write_review(programme, ReviewKind.FINAL, programme.period_to, closed_on, note)
    programme.interim_year = programme.final_year = programme.figures_from = None
    standard.let_lapse(programme, reason=str(_("Chương trình đã khép")), actor=actor, at=at)


@action(
    on=Programme, frm=[S.IN_FORCE, S.CLOSED], form=ReviewForm, by=OFFICE, appends=True, starts=[INTERIM],
    label=_("Ghi đã sơ kết"), says=_("đã ghi việc sơ kết"), tells=["party_ids"],
)  # fmt: skip
def record_interim_review(
    programme: Programme, *, actor: Actor, at: datetime, year: int, held_on: date, words: str = ""
) -> None:
    """The half-year review was held: its clock gives way to the one of the next year, if there is one."""
    _need_review_day(programme, year, held_on, timezone.localdate(at))
    _write_review(programme, ReviewKind.INTERIM, year, held_on, words)
    if programme.interim_year and year >= programme.interim_year:
        programme.interim_year = year + 1 if year < programme.period_to else None


@action(
    on=Programme, frm=[S.IN_FORCE, S.CLOSED], form=ReviewForm, by=OFFICE, appends=True, starts=[FINAL],
    label=_("Ghi đã tổng kết năm"), says=_("đã ghi việc tổng kết năm"), tells=["party_ids"],
)  # fmt: skip
def record_final_review(
    programme: Programme, *, actor: Actor, at: datetime, year: int, held_on: date, words: str = ""
) -> None:
    """The yearly review was held; the programme goes on to its next year, or waits to be closed."""
    _need_review_day(programme, year, held_on, timezone.localdate(at))
    _write_review(programme, ReviewKind.FINAL, year, held_on, words)
    if programme.final_year and year >= programme.final_year:
        programme.final_year = year + 1 if year < programme.period_to else None


@action(
    on=Programme, frm=[S.IN_FORCE, S.CLOSED], form=RenewForm, by=OFFICE, appends=True,
    label=_("Soạn chương trình tiếp theo"), says=_("đã soạn chương trình tiếp theo từ chương trình này"),
    lands=lambda row: (row.successors.order_by("-pk").first(), _("Dự thảo mới mở ở trang này.")),
)  # fmt: skip
def renew(
    programme: Programme, *, actor: Actor, at: datetime, period_from: int, period_to: int, keep: Sequence[str],
    carry: bool,
) -> None:  # fmt: skip
    """Draft the successor: the text copied paragraph by paragraph, contents kept or dropped, open tasks proposed again."""
    items = [item for item in programme.contents.all() if item.number in set(keep)]
    parties = [party.body for party in programme.parties.select_related("body")]
    title = programme.title.replace(str(programme.period_from), str(period_from))
    successor = perform(
        draft, actor=actor, at=at, title=title, period_from=period_from, period_to=period_to, parties=parties,
        kind=programme.kind, parent=programme.parent, predecessor=programme,
        purpose=section_text(programme, Section.PURPOSE),
        contents=[
            {"title": item.title, "text": section_text(programme, Section.CONTENTS, item.key), "group": item.group_id}
            for item in items
        ],
        bases=[line.text for line in programme.bases.all()], duties=section_text(programme, Section.DUTIES),
        arrangement=section_text(programme, Section.ARRANGEMENT), reporting_party=programme.reporting_party,
        with_frame=True, origin=Origin.LAST_YEAR, origin_words=programme.as_source(),
    )  # fmt: skip
    if carry:
        renumbered = {item.number: str(n) for n, item in enumerate(items, start=1)}
        standard.carry_over(programme, successor, items=renumbered, owner=successor.owner, actor=actor, at=at)


def _let_report(programme: Programme, body: Organisation | None, parties: Sequence[Organisation]) -> None:
    """One of the parties reports for all of them."""
    if body is not None and body.pk not in {party.pk for party in parties}:
        raise Refused(_("Bên báo cáo phải là một trong các bên."), field="reporting_party")
    programme.reporting_party = body


def _need_review_day(programme: Programme, year: int, held_on: date, today: date) -> None:
    if not programme.period_from <= year <= programme.period_to:
        raise Refused(_("Chương trình không gồm năm %d.") % year, field="year")
    if held_on > today or held_on < date(year, 1, 1):
        raise Refused(
            _("Ngày sơ kết, tổng kết phải từ đầu năm đó đến hôm nay."),
            instead=_("Xem lại ngày."),
            field="held_on",
        )


def _write_review(programme: Programme, kind: str, year: int, held_on: date, words: str) -> None:
    """Once for each year: the paper that is issued later replaces what was noted by hand."""
    held = {(row.kind, row.year): row for row in programme.reviews.all()}
    row = held.get((kind, year))
    if row is None:
        programme.add(Review(kind=kind, year=year, held_on=held_on, words=words, order=len(held)))
        return
    row.held_on, row.words = held_on, words
    programme.change(row)
