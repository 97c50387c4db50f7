"""Every write of reception: the timetable, bookings, the register, conclusions and refusals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.reception.forms import (
    BookForm,
    ConcludeForm,
    HeldForm,
    MissedForm,
    PublishForm,
    RecordForm,
    RefuseForm,
)
from phoihop.activities.reception.models import (
    Booking,
    DayState,
    Mode,
    Reception,
    ReceptionDay,
    ReceptionState,
)
from phoihop.commitments.models import list_values
from phoihop.core import vault
from phoihop.core.actions import Refused, Start, action, perform
from phoihop.core.calendar import due
from phoihop.core.deadlines import as_rule, calendar, rule_for
from phoihop.core.vault import Secret
from phoihop.core.who import Actor, of, public, role
from phoihop.directory.models import Organisation
from phoihop.petitions import actions as petitions
from phoihop.petitions.models import CameBy

D, R = DayState, ReceptionState
OFFICE = role("reception", "clerk") & of("owner")
OFFICER = role("reception") & of("owner")
SEVERAL = 2
CHECK = Start("reception.tech_check", "online_on", "owner")


def last_day(code: str, day: date) -> date:
    """The last day on which the rule is still kept: so many working days before."""
    return due(as_rule(rule_for(code, day)), day, calendar()).on


def all_days(made: ReceptionDay) -> tuple[ReceptionDay | None, Any]:
    """Several days are several sessions: the list shows them all, each by its day."""
    if len(made.together) < SEVERAL:
        return made, ""
    told = {"n": len(made.together), "days": ", ".join(f"{day:%d/%m/%Y}" for day in made.together)}
    return None, _("Đã niêm yết %(n)d buổi, mỗi ngày một buổi: %(days)s.") % told


@action(
    on=ReceptionDay, frm=None, to=D.PUBLISHED, form=PublishForm, by=OFFICE, primary=True, starts=[CHECK], lands=all_days,
    label=_("Niêm yết lịch"), says=_("đã niêm yết lịch tiếp công dân"),
)  # fmt: skip
def publish_timetable(
    *, actor: Actor, at: datetime, days: Sequence[date], hours: str, receiver: str, place: str, mode: str = Mode.DIRECT,
    places: int = 10, late_why: str = "",
) -> ReceptionDay:  # fmt: skip
    """Every day in time (R-25), or with the reason why it is late; the first is returned, the others follow it."""
    today = timezone.localdate(at)
    if not days:
        raise Refused(_("Chưa ghi ngày nào."), field="days")
    _need_time(days, today, mode=mode, late_why=late_why)
    common: dict[str, Any] = {
        "hours": hours,
        "receiver": receiver,
        "place": place,
        "mode": mode,
        "places": places,
        "late_why": late_why,
    }
    for day in days[1:]:
        perform(add_day, actor=actor, at=at, day=day, **common)
    made = ReceptionDay(day=days[0], published_on=today, owner_id=actor.acting_for, **common)
    made.together = tuple(days)
    return made


def _need_time(days: Sequence[date], today: date, *, mode: str, late_why: str) -> None:
    if any(day < today for day in days):
        raise Refused(_("Có ngày đã qua."), field="days")
    code = "reception.online_notice" if mode == Mode.ONLINE else "reception.publish"
    late = [day for day in days if today > last_day(code, day)]
    if late and not late_why:
        raise Refused(
            _("Ngày %(day)s cách hôm nay chưa đủ %(n)d ngày làm việc.")
            % {"day": f"{late[0]:%d/%m/%Y}", "n": rule_for(code, late[0]).amount},
            instead=_("Chọn ngày sau, hoặc ghi lý do niêm yết muộn."), field="late_why",
        )  # fmt: skip


@action(
    on=ReceptionDay, frm=None, to=D.PUBLISHED, by=OFFICE, starts=[CHECK], label=_("Thêm ngày tiếp"),
    says=_("đã niêm yết ngày tiếp"),
)  # fmt: skip
def add_day(*, actor: Actor, at: datetime, day: date, **common: Any) -> ReceptionDay:
    """One more day of the same publication, or a day in place of one that was missed."""
    return ReceptionDay(day=day, published_on=timezone.localdate(at), owner_id=actor.acting_for, **common)


@action(
    on=ReceptionDay, frm=[D.PUBLISHED], by=OFFICE, stops=["reception.tech_check"], label=_("Ghi đã kiểm tra kỹ thuật"),
    says=_("đã kiểm tra kỹ thuật"), appends=True,
)  # fmt: skip
def note_check(row: ReceptionDay, *, actor: Actor, at: datetime) -> None:
    """A working day before, and again about an hour before: each time it is noted (NĐ 154/2026 Đ23.1)."""


@action(
    on=ReceptionDay, frm=[D.PUBLISHED], to=D.HELD, form=HeldForm, by=OFFICE, primary=True, stops=["reception.tech_check"],
    label=_("Ghi đã tiếp"), says=_("đã tiếp công dân theo lịch"),
)  # fmt: skip
def note_held(row: ReceptionDay, *, actor: Actor, at: datetime, delegate: str = "") -> None:
    """In person, or by whom it was delegated."""
    if row.day > timezone.localdate(at):
        raise Refused(_("Ngày tiếp chưa đến."))
    row.delegate = delegate


@action(
    on=ReceptionDay, frm=[D.PUBLISHED], to=D.MISSED, form=MissedForm, by=OFFICE, stops=["reception.tech_check"],
    label=_("Ghi không tiếp"), says=_("đã ghi buổi không tiếp, có ngày bù"),
)  # fmt: skip
def record_missed(row: ReceptionDay, *, actor: Actor, at: datetime, missed_why: str, instead: date) -> None:
    """With its reason and the day in its place, which stands in the timetable at once."""
    if instead <= max(row.day, timezone.localdate(at)):
        raise Refused(_("Ngày tiếp bù phải sau ngày không tiếp và sau hôm nay."), field="instead")
    row.missed_why, row.instead = missed_why, instead
    perform(
        add_day, actor=actor, at=at, day=instead, hours=row.hours, receiver=row.receiver, place=row.place, mode=row.mode,
        places=row.places, late_why=str(_("tiếp bù cho %s") % row.code),
    )  # fmt: skip


@action(
    on=ReceptionDay, frm=[D.PUBLISHED], form=BookForm, by=public | OFFICE, appends=True, label=_("Đăng ký gặp"),
    says=_("đã nhận một đăng ký"),
)  # fmt: skip
def book(
    row: ReceptionDay, *, actor: Actor, at: datetime, name: Secret, phone: Secret | None = None, topic: str = "",
    agreed: bool = False,
) -> None:  # fmt: skip
    """Without an account: a number of the day is given; who comes lies in the vault until the set days after."""
    if row.day < timezone.localdate(at):
        raise Refused(_("Buổi tiếp này đã qua."), instead=_("Chọn buổi khác."))
    if row.booked >= row.places:
        raise Refused(_("Buổi này đã đủ số đăng ký."), instead=_("Chọn buổi khác, hoặc đến trực tiếp."))
    who = vault.together(name=name, phone=phone)
    ref = vault.keep(
        who, kind="reception.booking", at=at, index={"phone": who.reveal().get("phone", "")},
        erase_after=due(as_rule(rule_for("reception.booking", row.day)), row.day, calendar()).on,
    )  # fmt: skip
    row.booked += 1
    words = dict(list_values("field")).get(topic, "")
    row.add(
        Booking(
            number=row.booked,
            order=row.booked,
            topic=topic,
            topic_words=words,
            visitor_ref=ref,
            on=timezone.localdate(at),
        )
    )


@action(
    on=Reception, frm=None, to=R.RECORDED, form=RecordForm, by=OFFICER, primary=True, label=_("Ghi lượt tiếp"),
    says=_("đã ghi một lượt tiếp công dân"),
)  # fmt: skip
def record_reception(
    *, actor: Actor, at: datetime, received_on: date, receiver: str, name: Secret, address: Secret | None = None,
    phone: Secret | None = None, id_number: Secret | None = None, people: int = 1, content: str = "",
    matters: Sequence[str] = (), earlier: str = "", wish: str = "", letters: Sequence[str] = (), letter_place: str = "",
    recording: str = "", reception_day: ReceptionDay | None = None, sealed: Secret | None = None,
) -> Reception:  # fmt: skip
    """Who came goes into the vault; each matter into the book of petitions, each letter into the register of letters.

    ``sealed``: what was said and looks like a denunciation; it goes under the seal of that register at once.
    """
    if reception_day is not None and reception_day.mode == Mode.ONLINE and not recording:
        raise Refused(_("Buổi tiếp trực tuyến phải ghi nơi lưu bản ghi âm, ghi hình."), field="recording")
    who = vault.together(name=name, address=address, phone=phone, id_number=id_number)
    told = who.reveal()
    ref = vault.keep(
        who, kind="reception.visitor", at=at,
        index={"phone": told.get("phone", ""), "id_number": told.get("id_number", "")},
        erase_after=due(as_rule(rule_for("reception.identity", received_on)), received_on, calendar()).on,
    )  # fmt: skip
    row = Reception(
        received_on=received_on, receiver=receiver, people=people, visitor_ref=ref, content=content, earlier=earlier, wish=wish,
        recording=recording, reception_day=reception_day, owner_id=actor.acting_for, petitions=len(matters),
    )  # fmt: skip
    _petitions(
        row,
        matters,
        actor=actor,
        at=at,
        asker={"asker_name": name, "asker_address": address, "asker_phone": phone},
    )
    kept = [
        perform(
            petitions.register_custody, actor=actor, at=at, kind=kind, received_on=received_on, came_by=CameBy.RECEPTION,
            place=letter_place,
        ).code
        for kind in letters
    ]  # fmt: skip
    if sealed:
        kept.append(perform(petitions.seal_words, actor=actor, at=at, said=sealed).code)
    row.custody = ", ".join(kept)
    return row


def _petitions(
    row: Reception, matters: Sequence[str], *, actor: Actor, at: datetime, asker: dict[str, Any]
) -> None:
    """One petition per matter, split from the first, so that they count as one turn (R-27).

    No petition is linked to any visit: from a petition nobody comes to what else its asker left there.
    """
    if not matters:
        return
    body = Organisation.objects.get(pk=row.owner_id)
    first = perform(
        petitions.receive, actor=actor, at=at, content=matters[0], source="reception", raised_on=row.received_on, receiver=body,
        source_words=str(_("tiếp công dân ngày %s") % f"{row.received_on:%d/%m/%Y}"), **asker,
    )  # fmt: skip
    for text in matters[1:]:
        perform(petitions.cut_off, actor=actor, at=at, first=first, text=text)


@action(
    on=Reception, frm=[R.RECORDED], to=R.CONCLUDED, form=ConcludeForm, by=OFFICE, primary=True,
    label=_("Kết luận"), says=_("đã có kết luận tiếp công dân"),
)  # fmt: skip
def conclude(row: Reception, *, actor: Actor, at: datetime, conclusion: str) -> None:
    """The notice of the conclusion is made from it as a paper (NĐ 154/2026 Đ25.2)."""
    row.conclusion, row.concluded_on = conclusion, timezone.localdate(at)


@action(
    on=Reception, frm=[R.RECORDED], to=R.REFUSING, form=RefuseForm, by=OFFICER,
    starts=[Start("reception.refusal_notice", "noticed_from", "owner")],
    label=_("Từ chối tiếp"), says=_("đã từ chối tiếp"),
    warns=_("Chỉ các trường hợp luật nêu mới gửi thông báo; trường hợp khác giải thích trực tiếp ngay."),
)  # fmt: skip
def refuse(row: Reception, *, actor: Actor, at: datetime, refusal: str) -> None:
    """The notice has three working days in the cases of the law; elsewhere it was explained and that is all."""
    row.refusal, row.refused_on = refusal, timezone.localdate(at)


@action(
    on=Reception, frm=[R.REFUSING], to=R.REFUSED, by=OFFICER, stops=["reception.refusal_notice"], primary=True,
    label=_("Ghi đã gửi thông báo, đã giải thích"), says=_("đã gửi thông báo từ chối hoặc giải thích trực tiếp"),
)  # fmt: skip
def send_refusal(row: Reception, *, actor: Actor, at: datetime) -> None:
    """The notice has gone out, or it was explained on the spot."""
