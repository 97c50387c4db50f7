"""A programme is drafted or read from an old paper, signed, followed, reviewed, closed and renewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.forms import (
    CloseForm,
    ConfirmSigningForm,
    DraftForm,
    ProposeDutiesForm,
    RenewForm,
    ReturnScanForm,
    ReturnValueForm,
    ReviewForm,
    SigningForm,
    TargetForm,
    ValueForm,
)
from phoihop.activities.programmes.models import (
    BasisLine,
    ContentGroup,
    ContentItem,
    LegalBasis,
    Party,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    Review,
    ReviewKind,
    Target,
    TargetState,
    TargetValue,
    ValueState,
    Witness,
)
from phoihop.commitments import standard
from phoihop.core.actions import Ask, Refused, Start, action, perform
from phoihop.core.text import fold
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation
from phoihop.documents.actions import store

S = ProgrammeState
OFFICE = role("clerk") & of("owner", "party_ids")
LEADERS = role("leader") & of("party_ids")
#: Rule R-5: a sơ kết between July and August, a tổng kết before the next signing.
INTERIM = Start("programmes.interim_review", "interim_from", "reporter")
FINAL = Start("programmes.final_review", "final_from", "reporter")


@action(
    on=Programme, frm=None, to=S.DRAFT, form=DraftForm, by=role("clerk") & of("owner"),
    label=_("Soạn chương trình"), says=_("đã lập dự thảo"), tells=["party_ids"], primary=True,
)  # fmt: skip
def draft(
    *, actor: Actor, at: datetime, title: str, period_from: int, period_to: int, parties: Sequence[Organisation],
    kind: str = ProgrammeKind.PROGRAMME, parent: Programme | None = None, predecessor: Programme | None = None,
    contents: Sequence[str | Mapping[str, Any]] = (), bases: Sequence[str] = (), purpose: str = "", duties: str = "",
    arrangement: str = "", reporting_party: Organisation | None = None,
) -> Programme:  # fmt: skip
    """A new draft with its parties, numbered contents and legal bases."""
    programme = _new(
        actor=actor, title=title, period_from=period_from, period_to=period_to, parties=parties, kind=kind,
        parent=parent, predecessor=predecessor,
    )  # fmt: skip
    programme.purpose, programme.duties, programme.arrangement = purpose, duties, arrangement
    _let_report(programme, reporting_party, parties)
    _write_contents(programme, contents)
    _write_bases(programme, bases)
    if predecessor:
        programme.link("follows", predecessor)
    return programme


@action(
    on=Programme, frm=None, to=S.IN_FORCE, by=role("clerk", "administrator"), starts=[INTERIM, FINAL],
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
    programme = _new(
        actor=actor, title=title, period_from=period_from, period_to=period_to, parties=parties, kind=kind,
        parent=parent, predecessor=predecessor,
    )  # fmt: skip
    programme.purpose, programme.duties, programme.arrangement = purpose, duties, arrangement
    programme.number, programme.symbol = number, symbol
    programme.signed_on, programme.signed_place = signed_on, signed_place
    _write_contents(programme, contents)
    _write_bases(programme, bases)
    known = {party.body_id: party for party in programme.added if isinstance(party, Party)}
    _write_signers(known, signers)
    for order, words in enumerate(witnesses):
        programme.add(Witness(words=words[:200], order=order))
    if predecessor:
        programme.link("follows", predecessor)
    _owe_reviews(programme, timezone.localdate(at).year)
    return programme


@action(
    on=Programme, frm=[S.DRAFT], form=DraftForm, by=OFFICE,
    label=_("Sửa dự thảo"), says=_("đã sửa dự thảo"), tells=["party_ids"],
)  # fmt: skip
def revise(
    programme: Programme, *, actor: Actor, at: datetime, title: str, period_from: int, period_to: int,
    parties: Sequence[Organisation], kind: str, parent: Programme | None, contents: Sequence[str],
    bases: Sequence[str], purpose: str, duties: str, arrangement: str, reporting_party: Organisation | None = None,
) -> None:  # fmt: skip
    """Replace the draft's text and parts; every earlier version stays readable in the journal."""
    programme.title, programme.kind, programme.parent = title, kind, parent
    programme.period_from, programme.period_to = period_from, period_to
    programme.purpose, programme.duties, programme.arrangement = purpose, duties, arrangement
    keep = {body.pk for body in parties}
    _need_parties(parties)
    _let_report(programme, reporting_party, parties)
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
    programme.party_words = _party_words(parties)
    programme.short_title = _short_title(programme, parties)
    for old in (*programme.contents.all(), *programme.bases.all()):
        programme.drop(old)
    _write_contents(programme, contents)
    _write_bases(programme, bases)


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
    _write_signers(parties, signers)
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
    asks=Ask(_("Bản ký đúng là bản đã thống nhất?"), otherwise=("programmes.return_scan",)),
    label=_("Xác nhận bản ký"), says=_("đã xác nhận bản ký; chương trình có hiệu lực"), tells=["party_ids"],
    stops=["programmes.scan_confirmation"], starts=[INTERIM, FINAL], primary=True,
)  # fmt: skip
def confirm_signing(programme: Programme, *, actor: Actor, at: datetime, same: bool) -> None:
    """A second person compares the scan with the agreed text (journey J1): four eyes, or no effect."""
    if programme.scan_by == actor.user:
        raise Refused(
            _("Người tải bản ký không tự xác nhận bản ký đó."),
            instead=_("Nhờ một đồng chí khác của một trong các bên mở trang này và xác nhận."),
        )
    _owe_reviews(programme, timezone.localdate(at).year)


@action(
    on=Programme, frm=[S.SIGNED], to=S.DRAFT, form=ReturnScanForm, by=OFFICE | LEADERS,
    label=_("Trả lại bản ký"), says=_("đã trả lại bản ký"), tells=["party_ids"],
    stops=["programmes.scan_confirmation"],
)  # fmt: skip
def return_scan(programme: Programme, *, actor: Actor, at: datetime, reason: str) -> None:
    """The scan is not right: back to the draft, the record of the attempt stays in the journal."""


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
    stops=[INTERIM.code, FINAL.code],
    warns=_("Việc chưa xong vẫn được theo dõi cho đến cùng; chương trình không nhận thêm việc mới."),
)  # fmt: skip
def close(programme: Programme, *, actor: Actor, at: datetime, closed_on: date, note: str = "") -> None:
    """Closed by its final review (tổng kết); open commitments stay in the book, what was only proposed lapses."""
    if programme.signed_on and closed_on < programme.signed_on:
        raise Refused(_("Ngày tổng kết trước ngày ký."), instead=_("Xem lại ngày."), field="closed_on")
    _write_review(programme, ReviewKind.FINAL, programme.period_to, closed_on, note)
    programme.interim_year = programme.final_year = None
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
)  # fmt: skip
def renew(
    programme: Programme, *, actor: Actor, at: datetime, period_from: int, period_to: int, keep: Sequence[str],
    carry: bool,
) -> None:  # fmt: skip
    """Draft the successor: contents kept or dropped, what is not finished proposed again in it."""
    items = [item for item in programme.contents.all() if item.number in set(keep)]
    parties = [party.body for party in programme.parties.select_related("body")]
    title = programme.title.replace(str(programme.period_from), str(period_from))
    successor = perform(
        draft, actor=actor, at=at, title=title, period_from=period_from, period_to=period_to, parties=parties,
        kind=programme.kind, parent=programme.parent, predecessor=programme, purpose=programme.purpose,
        contents=[{"title": item.title, "text": item.text, "group": item.group_id} for item in items],
        bases=[line.text for line in programme.bases.all()], duties=programme.duties,
        arrangement=programme.arrangement, reporting_party=programme.reporting_party,
    )  # fmt: skip
    if carry:
        renumbered = {item.number: str(n) for n, item in enumerate(items, start=1)}
        standard.carry_over(programme, successor, items=renumbered, owner=successor.owner, actor=actor, at=at)


def _new(
    *, actor: Actor, title: str, period_from: int, period_to: int, parties: Sequence[Organisation], kind: str,
    parent: Programme | None, predecessor: Programme | None,
) -> Programme:  # fmt: skip
    _need_parties(parties)
    owner = next((body for body in parties if body.pk == actor.body), parties[0])
    programme = Programme(
        kind=kind, title=title, period_from=period_from, period_to=period_to, parent=parent,
        predecessor=predecessor, owner=owner, keeper_id=actor.acting_for, territory=owner.territory, party_words=_party_words(parties),
    )  # fmt: skip
    programme.short_title = _short_title(programme, parties)
    for order, body in enumerate(parties):
        programme.add(Party(body=body, order=order))
    return programme


def _short_title(programme: Programme, parties: Sequence[Organisation]) -> str:
    """ "Chương trình phối hợp UBMTTQ - Hội LHPN năm 2027, phường Minh Tân": what an office calls it."""
    sides = " - ".join(str(body) for body in parties[:4]) + (" …" if len(parties) > 4 else "")
    return f"{programme.kind_label} {sides} {programme.period_words}, {programme.territory}"[:200]


def _need_parties(parties: Sequence[Organisation]) -> None:
    if len({body.pk for body in parties}) < 2:
        raise Refused(
            _("Chương trình phối hợp cần ít nhất hai bên."), instead=_("Chọn thêm một bên."), field="parties"
        )


def _let_report(programme: Programme, body: Organisation | None, parties: Sequence[Organisation]) -> None:
    """One of the parties reports for all of them."""
    if body is not None and body.pk not in {party.pk for party in parties}:
        raise Refused(_("Bên báo cáo phải là một trong các bên."), field="reporting_party")
    programme.reporting_party = body


def _owe_reviews(programme: Programme, this_year: int) -> None:
    """The year whose reviews are owed next. Standing rules are reviewed once, at the end of their term."""
    if programme.period_to < this_year:
        return
    regulation = programme.kind == ProgrammeKind.REGULATION
    year = max(programme.period_from, this_year)
    programme.interim_year = None if regulation else year
    programme.final_year = programme.period_to if regulation else year


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


def _party_words(parties: Sequence[Organisation]) -> str:
    return " ".join(f"{body.name} {body.short_name}" for body in parties)[:600]


def _write_contents(programme: Programme, contents: Sequence[str | Mapping[str, Any]]) -> None:
    groups = {group.code: group for group in ContentGroup.objects.all()}
    for n, given in enumerate(contents, start=1):
        item: Mapping[str, Any] = {"title": given} if isinstance(given, str) else given
        title = str(item["title"])
        group = groups.get(str(item.get("group") or "")) or ContentGroup.best_for(title)
        programme.add(
            ContentItem(
                number=str(item.get("number") or n), title=title[:400], text=str(item.get("text") or ""), group=group,
                span=str(item.get("span") or ""), order=n,
            )
        )  # fmt: skip


def _write_bases(programme: Programme, bases: Sequence[str]) -> None:
    acts = [(fold(act.number), act) for act in LegalBasis.objects.exclude(number="")]
    for order, text in enumerate(bases):
        folded = fold(text)
        known = [act for number, act in acts if number and number in folded]
        programme.add(BasisLine(text=text[:600], basis=known[0] if known else None, order=order))


def _write_signers(parties: Mapping[int, Party], signers: Sequence[Mapping[str, Any]]) -> None:
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


@action(
    on=Target, frm=None, to=TargetState.OPEN, form=TargetForm, by=role("clerk") & of("programme.party_ids"),
    label=_("Ghi chỉ tiêu được giao"), says=_("đã ghi chỉ tiêu được giao"), tells=["lead"],
)  # fmt: skip
def assign_target(
    *, actor: Actor, at: datetime, programme: Programme, number: str, name: str, unit: str, plan: Decimal,
    direction: str, assigned_by: str, assigned_act: str, item: str = "", lead: Organisation | None = None,
) -> Target:  # fmt: skip
    """A target says who assigned it and by which act; the programme only contributes to it."""
    target = Target(
        programme=programme, number=number, name=name, unit=unit, plan=plan, direction=direction,
        assigned_by=assigned_by, assigned_act=assigned_act, item=item, lead=lead,
    )  # fmt: skip
    target.link("implements", programme)
    return target


@action(
    on=Target, frm=[TargetState.OPEN], to=TargetState.ENDED, by=role("clerk") & of("programme.party_ids"),
    label=_("Khép chỉ tiêu"), says=_("đã khép chỉ tiêu"),
)  # fmt: skip
def end_target(target: Target, *, actor: Actor, at: datetime) -> None:
    """No more values are taken; the last checked one is the result."""


@action(
    on=Target, frm=[TargetState.OPEN], form=ValueForm, appends=True, primary=True,
    by=role("unit", "clerk", "member") & of("lead", "programme.party_ids"),
    label=_("Nộp số liệu"), says=_("đã nộp số liệu"), tells=["programme.owner"],
)  # fmt: skip
def submit_value(
    target: Target, *, actor: Actor, at: datetime, period_end: date, value: Decimal, source: str
) -> None:
    """A value of a period with its source; it counts in reports once another person has checked it."""
    perform(
        record_value, actor=actor, at=at, target=target, period_end=period_end, value=value, source=source
    )


@action(
    on=TargetValue, frm=None, to=ValueState.SUBMITTED, by=role("unit", "clerk", "member") & of("submitter"),
    label=_("Ghi số liệu"), says=_("đã nộp số liệu"),
)  # fmt: skip
def record_value(
    *, actor: Actor, at: datetime, target: Target, period_end: date, value: Decimal, source: str
) -> TargetValue:
    made = TargetValue(
        target=target, period_end=period_end, value=value, source=source, submitter_id=actor.acting_for
    )
    made.link("reports_on", target)
    return made


@action(
    on=TargetValue, frm=[ValueState.SUBMITTED], to=ValueState.CHECKED, also=["target"], primary=True,
    by=role("clerk", "leader") & of("target.programme.party_ids"),
    label=_("Xác nhận số liệu"), says=_("đã kiểm tra số liệu"),  # nothing to do for the submitter: no notice
)  # fmt: skip
def check_value(value: TargetValue, *, actor: Actor, at: datetime) -> None:
    """Another body than the submitter checks it; the newest checked value becomes the target's figure."""
    if value.submitter_id == actor.body:
        raise Refused(
            _("Đơn vị nộp không tự kiểm tra số liệu của mình."), instead=_("Nhờ bên khác kiểm tra.")
        )
    value.checker_id = actor.body
    perform(
        note_value, value.target, actor=actor, at=at, value=value.value, period_end=value.period_end,
        submitter=value.submitter,
    )  # fmt: skip


@action(
    on=Target, frm=[TargetState.OPEN], by=role("clerk", "leader") & of("programme.party_ids"), appends=True,
    label=_("Nhận số liệu đã kiểm tra"), says=_("đã nhận số liệu đã kiểm tra"),
)  # fmt: skip
def note_value(
    target: Target, *, actor: Actor, at: datetime, value: Decimal, period_end: date,
    submitter: Organisation | None = None,
) -> None:  # fmt: skip
    """Keep the newest checked value on the target; an older period does not replace a newer one.

    A target nobody was named for is followed by the body that gives its figures.
    """
    if target.lead_id is None and submitter is not None:
        target.lead = submitter
    if target.latest_on is None or period_end >= target.latest_on:
        target.latest, target.latest_on = value, period_end


@action(
    on=TargetValue, frm=[ValueState.SUBMITTED, ValueState.CHECKED], to=ValueState.RETURNED, form=ReturnValueForm,
    by=role("clerk", "leader") & of("target.programme.party_ids"),
    label=_("Trả lại số liệu"), says=_("đã trả lại số liệu"), tells=["submitter"], also=["target"],
)  # fmt: skip
def return_value(value: TargetValue, *, actor: Actor, at: datetime, returned_why: str) -> None:
    """The value is not right; the submitter gives a new one. Had it been checked, it counts no longer."""
    value.returned_why = returned_why
    if value.state == ValueState.CHECKED:
        others = value.target.values.filter(state=ValueState.CHECKED).exclude(pk=value.pk)
        newest = others.order_by("-period_end", "-pk").first()
        perform(
            take_back_value, value.target, actor=actor, at=at, value=newest.value if newest else None,
            period_end=newest.period_end if newest else None,
        )  # fmt: skip


@action(
    on=Target, frm=[TargetState.OPEN], by=role("clerk", "leader") & of("programme.party_ids"), appends=True,
    label=_("Bỏ số liệu bị trả lại"), says=_("đã bỏ số liệu bị trả lại"),
)  # fmt: skip
def take_back_value(
    target: Target, *, actor: Actor, at: datetime, value: Decimal | None, period_end: date | None
) -> None:
    """The newest value that still stands, or none."""
    target.latest, target.latest_on = value, period_end
