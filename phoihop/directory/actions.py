"""Localities, bodies and people come in, are renamed, appointed and ended; nothing is deleted."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action
from phoihop.core.text import clean, modern_tones, name_key
from phoihop.core.who import Actor, clock, near, role
from phoihop.directory.forms import (
    AppointForm,
    BodyForm,
    EndAppointmentForm,
    EndForm,
    PersonForm,
    RenameForm,
    SuccessionForm,
    TermForm,
    TerritoryForm,
)
from phoihop.directory.models import (
    Appointment,
    BodyKind,
    BodyState,
    Organisation,
    Parentage,
    Person,
    PersonState,
    Term,
    Territory,
    TerritoryState,
    TerritorySuccession,
)

KEEPERS = role("administrator", "clerk") | clock
#: A body is kept by its own locality and, for its administrators, by the one above it.
ITS_KEEPERS = (
    (role("clerk") & near("territory"))
    | (role("administrator") & near("territory", "territory.parent"))
    | clock
)


@action(
    on=Territory, frm=None, form=TerritoryForm, to=TerritoryState.ACTIVE, by=KEEPERS,
    label=_("Thêm địa bàn"), says=_("đã ghi địa bàn"),
)  # fmt: skip
def register_territory(
    *, actor: Actor, at: datetime, kind_word: str, name: str, level: str, parent: Territory | None = None,
    valid_from: date | None = None, valid_to: date | None = None, official_code: str = "",
) -> Territory:  # fmt: skip
    return Territory(
        kind_word=clean(kind_word), name=clean(name), level=level, parent=parent, valid_from=valid_from,
        valid_to=valid_to, official_code=official_code,
    )  # fmt: skip


@action(
    on=Territory, frm=[TerritoryState.ACTIVE], to=TerritoryState.ENDED, form=EndForm,
    by=(role("administrator") & near("pk", "parent")) | clock, label=_("Chấm dứt địa bàn"), says=_("đã ghi ngày chấm dứt"),
)  # fmt: skip
def end_territory(territory: Territory, *, actor: Actor, at: datetime, valid_to: date) -> None:
    territory.valid_to = valid_to


@action(
    on=Territory, frm=[TerritoryState.ACTIVE, TerritoryState.ENDED], form=SuccessionForm, by=KEEPERS,
    label=_("Ghi địa bàn kế tiếp"), says=_("đã ghi địa bàn kế tiếp"), appends=True,
)  # fmt: skip
def succeed_territory(
    territory: Territory,
    *,
    actor: Actor,
    at: datetime,
    new: Territory,
    share: str,
    on: date,
    legal_basis: str,
) -> None:
    """What became of a locality: it may go to several, and several may make one (data; bodies move later)."""
    touched = {territory.pk, territory.parent_id, new.pk, new.parent_id}
    if actor.kind != "clock" and actor.territories.isdisjoint(touched):
        raise Refused(
            _("Cả hai địa bàn đều do nơi khác giữ."), instead=_("Nhờ văn phòng nơi đó ghi."), field="new"
        )
    if territory.pk in _ends_in(new):
        raise Refused(
            _("Địa bàn kế tiếp lại có trước địa bàn này."), instead=_("Xem lại hai địa bàn."), field="new"
        )
    order = len(territory.became.all()) + 1
    territory.add(TerritorySuccession(new=new, share=share, on=on, legal_basis=legal_basis, order=order))


def _ends_in(start: Territory) -> set[int]:
    """The locality itself and everything it became, however many steps on."""
    found, todo = {start.pk}, {start.pk}
    while todo:
        steps = TerritorySuccession.objects.filter(old__in=todo).values_list("new", flat=True)
        todo = set(steps) - found
        found |= todo
    return found


@action(
    on=Organisation, frm=None, to=BodyState.ACTIVE, form=BodyForm, by=KEEPERS,
    label=_("Thêm tổ chức"), says=_("đã ghi tổ chức"), primary=True,
)  # fmt: skip
def register_body(
    *, actor: Actor, at: datetime, territory: Territory, kind: BodyKind, name: str, short_name: str = "",
    above: Organisation | None = None, valid_from: date | None = None, valid_to: date | None = None,
) -> Organisation:  # fmt: skip
    body = Organisation(
        territory=territory, kind=kind, name=clean(name), short_name=clean(short_name), rank=kind.rank,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    if above:
        body.add(Parentage(above=above, valid_from=valid_from))
    return body


@action(
    on=Organisation, frm=[BodyState.ACTIVE], form=RenameForm, by=ITS_KEEPERS,
    label=_("Đổi tên tổ chức"), says=_("đã đổi tên tổ chức"),
)  # fmt: skip
def rename_body(body: Organisation, *, actor: Actor, at: datetime, name: str, short_name: str = "") -> None:
    """The old name stays findable; papers made before keep it."""
    if clean(name) != body.name:
        body.old_names = "; ".join(x for x in (body.old_names, body.name) if x)[:600]
    body.name, body.short_name = clean(name), clean(short_name)


@action(
    on=Organisation, frm=[BodyState.ACTIVE], form=TermForm, by=ITS_KEEPERS, appends=True,
    label=_("Ghi nhiệm kỳ"), says=_("đã ghi nhiệm kỳ"),
)  # fmt: skip
def open_term(
    body: Organisation, *, actor: Actor, at: datetime, words: str, valid_from: date, valid_to: date | None = None,
    ordinal: str = "",
) -> None:  # fmt: skip
    """A new term begins where the last one ends: a term left open is closed on that day."""
    held = list(body.terms.all())
    for term in held:
        if term.valid_from >= valid_from:
            raise Refused(
                _("Nhiệm kỳ %s bắt đầu sau hoặc cùng ngày đó.") % term.words, instead=_("Xem lại ngày."), field="valid_from"
            )  # fmt: skip
        if term.valid_to is None or term.valid_to > valid_from:
            term.valid_to = valid_from
            body.change(term)
    body.add(
        Term(
            words=clean(words),
            ordinal=clean(ordinal),
            valid_from=valid_from,
            valid_to=valid_to,
            order=len(held) + 1,
        )
    )


@action(
    on=Organisation, frm=[BodyState.ACTIVE], to=BodyState.ENDED, form=EndForm, by=ITS_KEEPERS,
    label=_("Kết thúc tổ chức"), says=_("đã ghi ngày kết thúc"),
    warns=_("Tổ chức không nhận việc mới; việc cũ và văn bản cũ giữ nguyên tên."),
)  # fmt: skip
def end_body(body: Organisation, *, actor: Actor, at: datetime, valid_to: date) -> None:
    body.valid_to = valid_to


@action(
    on=Person, frm=None, to=PersonState.ACTIVE, form=PersonForm, by=KEEPERS,
    label=_("Thêm người"), says=_("đã ghi vào danh sách nhân sự"), primary=True,
)  # fmt: skip
def register_person(*, actor: Actor, at: datetime, full_name: str, birth_year: int | None = None) -> Person:
    name = clean(full_name)
    return Person(full_name=name, name_key=name_key(modern_tones(name)), birth_year=birth_year)


@action(
    on=Person, frm=[PersonState.ACTIVE], form=AppointForm, by=KEEPERS,
    label=_("Ghi chức vụ"), says=_("đã ghi chức vụ"),
)  # fmt: skip
def appoint(
    person: Person, *, actor: Actor, at: datetime, body: Organisation, title: str, rank: int | None = None,
    valid_from: date | None = None, valid_to: date | None = None,
) -> None:  # fmt: skip
    """Another position beside those already held: several hats at once are usual."""
    held = _held(person)
    _need_own(held, actor, timezone.localdate(at))
    if any(a.body_id == body.pk and a.title == clean(title) and a.valid_to is None for a in held):
        raise Refused(
            _("Người này đang giữ đúng chức vụ đó."), instead=_("Xem lại bảng chức vụ."), field="title"
        )
    new = Appointment(
        body=body, title=clean(title), rank=rank or body.rank, valid_from=valid_from, valid_to=valid_to,
        order=max((a.order for a in held), default=-1) + 1,
    )  # fmt: skip
    person.add(new)
    _refresh(person, [*held, new], timezone.localdate(at))


@action(
    on=Person, frm=[PersonState.ACTIVE], form=EndAppointmentForm, by=KEEPERS,
    label=_("Thôi chức vụ"), says=_("đã ghi ngày thôi chức vụ"),
)  # fmt: skip
def end_appointment(person: Person, *, actor: Actor, at: datetime, order: int, valid_to: date) -> None:
    held = _held(person)
    ended = next((a for a in held if a.order == order), None)
    if ended is None:
        raise Refused(_("Không có dòng chức vụ này."), field="order")
    _need_own([ended], actor, timezone.localdate(at))
    if ended.valid_from and valid_to <= ended.valid_from:
        raise Refused(_("Ngày thôi phải sau ngày nhận chức vụ."), field="valid_to")
    ended.valid_to = valid_to
    person.change(ended)
    _refresh(person, held, timezone.localdate(at))


def _held(person: Person) -> list[Appointment]:
    return list(person.appointments.select_related("body"))


def _need_own(held: list[Appointment], actor: Actor, today: date) -> None:
    """Who serves elsewhere today is kept there; positions in bodies that are gone are anybody's history."""
    now = [a for a in held if a.held_on(today) and a.body.existed_on(today)]
    if actor.kind != "clock" and now and not any(a.body.territory_id in actor.territories for a in now):
        raise Refused(
            _("Người này đang công tác ở địa bàn khác."), instead=_("Nhờ văn phòng nơi đó ghi chức vụ.")
        )


def _refresh(person: Person, held: list[Appointment], today: date) -> None:
    """The positions held today, for lists; a past day is read from the parts."""
    now = sorted((a for a in held if a.held_on(today)), key=lambda a: (a.rank, a.order))
    person.titles_now = ", ".join(a.title for a in now)[:400]


@action(
    on=Person, frm=[PersonState.ACTIVE], to=PersonState.LEFT, form=EndForm, by=KEEPERS,
    label=_("Thôi công tác"), says=_("đã ghi thôi công tác"), warns=_("Mọi chức vụ đang giữ kết thúc cùng ngày."),
)  # fmt: skip
def leave(person: Person, *, actor: Actor, at: datetime, valid_to: date) -> None:
    """Every position still held ends on the day; papers made before keep the titles of their day."""
    held = _held(person)
    _need_own(held, actor, timezone.localdate(at))
    for appointment in held:
        if appointment.valid_to is None or appointment.valid_to > valid_to:
            appointment.valid_to = valid_to
            person.change(appointment)
    _refresh(person, held, timezone.localdate(at))
