"""After effect a programme is only amended by a signed annex, or ended; what is in force on a day is read from both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.forms import AmendForm, ConfirmEndForm, EndForm, WhyForm
from phoihop.activities.programmes.models import Origin, Party, Programme, ProgrammeKind, ProgrammeState
from phoihop.activities.programmes.rights import DAILY, FINAL, INTERIM, LEADERS, OFFICE, OTHER_PARTY
from phoihop.activities.programmes.texts import TextLine, lines_of
from phoihop.activities.programmes.writing import Slot, put_down, slots_of
from phoihop.commitments import standard
from phoihop.core.actions import Refused, action, perform
from phoihop.core.who import Actor, of, role

S = ProgrammeState
#: An amendment that has taken effect.
VALID = (S.IN_FORCE, S.CLOSED, S.ENDED)


@dataclass(frozen=True)
class Consolidated:
    """A paragraph in force, and the annex that made it so (None: the programme itself)."""

    line: TextLine
    by: Programme | None = None


def amendments_on(programme: Programme, day: date) -> list[Programme]:
    """Those in force on the day, in the order they were signed."""
    rows = programme.amendments.filter(state__in=VALID, signed_on__lte=day)
    return list(rows.order_by("signed_on", "pk").prefetch_related("bases", "contents", "paragraphs"))


def consolidated(programme: Programme, day: date) -> list[Consolidated]:
    """The text in force on a day, each changed paragraph with the annex it comes from."""
    found = {line.key: Consolidated(line) for line in lines_of(programme)}
    order = list(found)
    for annex in amendments_on(programme, day):
        lines = [line for line in lines_of(annex) if line.key != "ten"]
        before = {key: row.line.text for key, row in found.items()}
        kept = {"ten": found["ten"]}
        for line in lines:
            same = before.get(line.key) == line.text
            kept[line.key] = Consolidated(line, found[line.key].by if same else annex)
        found, order = kept, ["ten", *(line.key for line in lines)]
    return [found[key] for key in order]


@action(
    on=Programme, frm=[S.IN_FORCE], form=AmendForm, by=OFFICE, appends=True,
    label=_("Soạn phụ lục sửa đổi, bổ sung"), says=_("đã soạn phụ lục sửa đổi, bổ sung"),
    lands=lambda row: (row.amendments.order_by("-pk").first(), _("Dự thảo phụ lục mở ở trang này.")),
)  # fmt: skip
def amend(programme: Programme, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """A draft annex that begins as the text in force: what is changed in it is what it amends."""
    if programme.amends_id:
        raise Refused(_("Đây là phụ lục."), instead=_("Mở chương trình gốc để soạn phụ lục tiếp theo."))
    waiting = programme.amendments.exclude(state__in=VALID).first()
    if waiting is not None:
        raise Refused(_("Phụ lục %s chưa ký xong.") % waiting.code, instead=_("Làm xong phụ lục đó trước."))
    lines = [row.line for row in consolidated(programme, timezone.localdate(at))]
    perform(draft_annex, actor=actor, at=at, programme=programme, slots=slots_of(lines), reason=reason)


@action(
    on=Programme, frm=None, to=S.DRAFT, by=role("clerk") & of("owner", "party_ids"),
    label=_("Lập phụ lục sửa đổi"), says=_("đã lập phụ lục sửa đổi, bổ sung"), tells=["party_ids"],
)  # fmt: skip
def draft_annex(
    *, actor: Actor, at: datetime, programme: Programme, slots: Sequence[Slot], reason: str = ""
) -> Programme:
    """The annex has the parties of its programme, and the keys of its paragraphs."""
    number = programme.amendments.count() + 1
    title = _now("Sửa đổi, bổ sung %(title)s (lần %(n)d)") % {"title": programme.title, "n": number}
    annex = Programme(
        kind=ProgrammeKind.AMENDMENT, title=title[:400], period_from=programme.period_from, period_to=programme.period_to,
        amends=programme, owner=programme.owner, keeper_id=actor.acting_for, territory=programme.territory,
        party_words=programme.party_words, last_key=_last_key(programme),
        short_title=_now("Phụ lục sửa đổi lần %(n)d: %(of)s")[:200] % {"n": number, "of": programme.as_source()},
    )  # fmt: skip
    for party in programme.parties.all():
        annex.add(Party(body_id=party.body_id, relation=party.relation, order=party.order))
    put_down(annex, [_as_signed(slot) for slot in slots], actor=actor, at=at, reason=reason)
    annex.link("amends", programme)
    return annex


def _as_signed(slot: Slot) -> Slot:
    return Slot(**{**vars(slot), "origin": Origin.PAPER, "origin_words": ""})


def _last_key(programme: Programme) -> int:
    """New paragraphs of an annex take no key that another annex has used."""
    return max([programme.last_key, *programme.amendments.values_list("last_key", flat=True)])


@action(
    on=Programme, frm=[S.IN_FORCE], form=EndForm, by=OFFICE | LEADERS, tells=["party_ids"], appends=True,
    label=_("Đề nghị chấm dứt chương trình"), says=_("đã đề nghị chấm dứt chương trình"),
)  # fmt: skip
def ask_end(
    programme: Programme, *, actor: Actor, at: datetime, ended_on: date, reason: str, paper: str
) -> None:
    """One party names the day, the reason and the paper in which the parties said so; another confirms."""
    if programme.ending_on is not None:
        raise Refused(
            _("Đã có đề nghị chấm dứt: %s.") % programme.ending_words,
            instead=_("Xác nhận hoặc bỏ đề nghị đó."),
        )
    if programme.signed_on and ended_on < programme.signed_on:
        raise Refused(_("Ngày chấm dứt trước ngày ký."), instead=_("Xem lại ngày."), field="ended_on")
    programme.ending_on, programme.ending_why = ended_on, f"{reason} ({paper})"[:400]
    programme.ending_by_id, programme.ending_user = actor.acting_for, actor.user


@action(
    on=Programme, frm=[S.IN_FORCE], form=WhyForm, by=OFFICE | LEADERS, tells=["party_ids"], appends=True,
    label=_("Bỏ đề nghị chấm dứt"), says=_("đã bỏ đề nghị chấm dứt chương trình"),
)  # fmt: skip
def drop_end(programme: Programme, *, actor: Actor, at: datetime, reason: str) -> None:
    """Who asked takes it back, or another party does not agree: the programme goes on."""
    _need_asked(programme)
    _forget_asked(programme)


@action(
    on=Programme, frm=[S.IN_FORCE], to=S.ENDED, form=ConfirmEndForm, by=(OFFICE | LEADERS) & OTHER_PARTY,
    tells=["party_ids"], stops=[INTERIM.code, FINAL.code, DAILY.code],
    label=_("Xác nhận chấm dứt chương trình"), says=_("đã xác nhận; chương trình chấm dứt"),
    warns=_("Việc chưa xong vẫn được theo dõi cho đến cùng; chương trình không nhận thêm việc mới."),
)  # fmt: skip
def end(programme: Programme, *, actor: Actor, at: datetime, same: bool) -> None:
    """Ended before its time once a second party says so too; what was only proposed lapses."""
    _need_asked(programme)
    if programme.ending_user == actor.user:
        raise Refused(
            _("Người đề nghị không tự xác nhận việc chấm dứt."),
            instead=_("Nhờ một đồng chí khác của bên kia xác nhận."),
        )
    programme.ended_on, programme.ended_why = programme.ending_on, programme.ending_why
    _forget_asked(programme)
    programme.interim_year = programme.final_year = programme.figures_from = None
    standard.let_lapse(programme, reason=str(_("Chương trình đã chấm dứt")), actor=actor, at=at)


def _need_asked(programme: Programme) -> None:
    if programme.ending_on is None:
        raise Refused(
            _("Chưa bên nào đề nghị chấm dứt."),
            instead=_("Đề nghị chấm dứt trước."),
            step="programmes.ask_end",
        )


def _forget_asked(programme: Programme) -> None:
    programme.ending_on = programme.ending_by = programme.ending_user = None
    programme.ending_why = ""
