"""A meeting is planned, called, answered, held, closed, cancelled or moved; what happens in it is in ``holding``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action, perform
from phoihop.core.models import Record
from phoihop.core.who import Actor, of
from phoihop.directory.models import Organisation, Person
from phoihop.documents.actions import prepare, store
from phoihop.documents.models import OutgoingDocument, OutgoingState
from phoihop.meetings.agenda import Item
from phoihop.meetings.agenda_forms import AgendaForm, PaperForm
from phoihop.meetings.book import in_the_book
from phoihop.meetings.bookable import Ride, Room, Vehicle
from phoihop.meetings.clashes import Wanted, clashes, clashes_of, wanted_by
from phoihop.meetings.forms import (
    AdjustForm,
    CallForm,
    DocumentForm,
    FeedForm,
    InviteForm,
    LinkForm,
    PlanForm,
    PostponeForm,
    ReasonForm,
    ReplyForm,
)
from phoihop.meetings.models import Feed, FeedState, Meeting, MeetingState, Openness
from phoihop.meetings.parts import AgendaItem, AgendaPaper, CoHost, Duty, Invitation, Reply
from phoihop.meetings.protocol import held_on, title_of
from phoihop.meetings.rights import INSIDE, INVITED, OFFICE
from phoihop.meetings.usual import usual_agenda

M = MeetingState


@action(
    on=Meeting, frm=None, to=M.PLANNED, form=PlanForm, by=OFFICE, primary=True,
    label=_("Đặt lịch họp"), says=_("đã đặt lịch họp"),
)  # fmt: skip
def plan(
    *, actor: Actor, at: datetime, kind: str, title: str, starts_at: datetime, ends_at: datetime, host: Organisation,
    room: Room | None = None, place_words: str = "", chair: Person | None = None, secretary: Person | None = None,
    purpose: str = "", co_hosts: Sequence[Organisation] = (), dress: str = "", openness: str = Openness.BODIES,
    about: Sequence[Record] = (), despite: str = "", vehicles: Sequence[Vehicle] = (),
) -> Meeting:  # fmt: skip
    """Takes its place in the calendar; the usual agenda of the kind stands ready to be changed."""
    made = Meeting(
        kind=kind, title=title, starts_at=starts_at, ends_at=ends_at, host=host, room=room, place_words=place_words,
        chair=chair, secretary=secretary, purpose=purpose, dress=dress, openness=openness, despite=despite, changed_at=at,
    )  # fmt: skip
    _titles(made)
    _co_host(made, co_hosts)
    _book(made, vehicles)
    for n, step in enumerate(usual_agenda(kind, made.day), start=1):
        made.add(
            AgendaItem(number=n, order=n, title=str(step.title), minutes=step.minutes, speaker=str(step.who))
        )
    for other in about:
        made.link("discusses", other)
    wanted = _wanted_unsaved(made, vehicles)
    _told_of_clashes(clashes(wanted, actor=actor), despite)
    return made


def _wanted_unsaved(made: Meeting, vehicles: Iterable[Vehicle]) -> Wanted:
    people = {
        p: t for p, t in ((made.chair_id, made.chair_title), (made.secretary_id, made.secretary_title)) if p
    }
    return Wanted(
        made.starts_at, made.ends_at, made.room_id, people, {made.host_id, *made.co_hosting()}, {v.pk for v in vehicles}
    )  # fmt: skip


def _told_of_clashes(found: Sequence[Any], despite: str) -> None:
    """A person decides with words; without them nothing is set, and the page says what is wanted twice."""
    if found and not despite.strip():
        told = " ".join(clash.words for clash in found[:6])
        raise Refused(
            _("Trùng lịch: %s") % told, instead=_("Đổi giờ, đổi phòng, xe; hoặc ghi lý do vẫn họp rồi gửi lại."), field="despite"
        )  # fmt: skip


def _titles(row: Meeting) -> None:
    """Titles as held on the day of the meeting."""
    row.chair_title = title_of(row.chair, row.day)
    row.secretary_title = title_of(row.secretary, row.day)


def _co_host(row: Meeting, bodies: Iterable[Organisation]) -> None:
    wanted = {body.pk: body for body in bodies if body.pk != row.host_id}
    for n, body in enumerate(wanted.values(), start=1):
        row.add(CoHost(body=body, order=n))


def _book(row: Meeting, vehicles: Iterable[Vehicle]) -> None:
    for n, vehicle in enumerate(vehicles, start=1):
        row.add(Ride(vehicle=vehicle, order=n))


@action(
    on=Meeting, frm=[M.PLANNED, M.CALLED], form=AdjustForm, by=OFFICE,
    label=_("Sửa thông tin"), says=_("đã sửa thông tin hội nghị"),
)  # fmt: skip
def adjust(
    row: Meeting, *, actor: Actor, at: datetime, kind: str, title: str, starts_at: datetime, ends_at: datetime,
    room: Room | None = None, place_words: str = "", chair: Person | None = None, secretary: Person | None = None,
    purpose: str = "", co_hosts: Sequence[Organisation] = (), dress: str = "", openness: str = Openness.BODIES,
    despite: str = "", vehicles: Sequence[Vehicle] = (),
) -> None:  # fmt: skip
    """Time and place of a meeting people were called to are changed by postponing: they must be told.

    Who holds the meeting stays: a body holding it together with the host does not become the host by opening a form.
    """
    moved = (starts_at, ends_at, room.pk if room else None, place_words) != (
        row.starts_at, row.ends_at, row.room_id, row.place_words,
    )  # fmt: skip
    if moved and row.state == M.CALLED:
        raise Refused(
            _("Đã mời rồi: đổi giờ, đổi nơi thì khách phải được báo."), instead=_("Dùng nút Đổi giờ, đổi nơi."),
            field="on", step="meetings.postpone",
        )  # fmt: skip
    row.kind, row.title, row.room, row.place_words = kind, title, room, place_words
    row.starts_at, row.ends_at, row.chair, row.secretary = starts_at, ends_at, chair, secretary
    row.purpose, row.dress, row.openness = purpose, dress, openness
    for old in (*row.co_hosts.all(), *row.rides.all()):
        row.drop(old)
    _co_host(row, co_hosts)
    _book(row, vehicles)
    _titles(row)
    _changed(row, at)
    wanted = wanted_by(row)
    wanted.bodies |= {row.host_id, *(body.pk for body in co_hosts)}
    booked, wanted.vehicles = wanted.vehicles, {vehicle.pk for vehicle in vehicles}
    if moved or wanted.vehicles - booked:
        _told_of_clashes(clashes(wanted, actor=actor, but=row.pk), despite)
    row.despite = despite or row.despite


def _changed(row: Meeting, at: datetime) -> None:
    """Calendars that read the feed take the newer revision."""
    row.revision += 1
    row.changed_at = at


@action(
    on=Meeting, frm=[M.PLANNED, M.CALLED, M.HELD], form=AgendaForm, by=OFFICE,
    label=_("Chương trình, kịch bản"), says=_("đã ghi chương trình hội nghị"),
)  # fmt: skip
@in_the_book
def set_agenda(row: Meeting, *, actor: Actor, at: datetime, lines: Sequence[Item]) -> None:
    """The running order as a whole; what hangs on an item, its papers and the turns spoken under it, goes with it."""
    items = [Item(*line) for line in lines]
    places = {n if item.was is None else item.was: n for n, item in enumerate(items, start=1)}
    known = {old.number for old in row.agenda.all()}
    for old in row.agenda.all():
        row.drop(old)
    for n, item in enumerate(items, start=1):
        row.add(AgendaItem(number=n, order=n, title=item.title, minutes=item.minutes, speaker=item.speaker))
    for turn in row.turns.all():
        if turn.item in known and places.get(turn.item, 0) != turn.item:
            turn.item = places.get(turn.item, 0)
            row.change(turn)
    _papers_follow(row, items, places, known)


def _papers_follow(row: Meeting, items: Sequence[Item], places: dict[int, int], known: set[int]) -> None:
    """The papers told anew stand as told; those of an item that says nothing of them go where it goes."""
    told = {places_n for places_n, item in enumerate(items, start=1) if item.papers is not None}
    kept = []
    for old in row.papers.all():
        place = places.get(old.item, 0) if old.item in known else old.item
        if place in told or (old.item in known and not place and len(told) == len(items)):
            row.drop(old)
            continue
        kept.append(old)
        if place != old.item:
            old.item = place
            row.change(old)
    order = max((paper.order for paper in kept), default=0)
    for n, item in enumerate(items, start=1):
        for paper in item.papers or ():
            order += 1
            row.add(AgendaPaper(item=n, words=paper.words, file=paper.file, order=order))


@action(
    on=Meeting, frm=[M.PLANNED, M.CALLED, M.HELD], form=PaperForm, by=OFFICE, appends=True,
    label=_("Thêm tài liệu"), says=_("đã thêm tài liệu họp"),
)  # fmt: skip
@in_the_book
def add_paper(
    row: Meeting, *, actor: Actor, at: datetime, item: int, words: str, upload: Any = None, file: Any = None
) -> None:
    """A file of one's own is kept and opened to everybody called; one of the house stays where it is."""
    if upload:
        readers = [key for key in row.reader_keys() if key]
        file = perform(store, actor=actor, at=at, upload=upload, words=words[:300], share_with=readers)
    row.add(AgendaPaper(item=item, words=words, file=file, order=len(row.papers.all()) + 1))


@action(
    on=Meeting, frm=[M.PLANNED, M.CALLED], form=InviteForm, by=OFFICE,
    label=_("Danh sách mời"), says=_("đã ghi danh sách mời"),
)  # fmt: skip
def invite(
    row: Meeting, *, actor: Actor, at: datetime, bodies: Sequence[Organisation] = (), people: Sequence[Person] = (),
    outsiders: Sequence[str] = (), know: Sequence[Organisation] = (), copy_from: Meeting | None = None,
) -> None:  # fmt: skip
    """The whole list; who stays on it keeps the reply given."""
    wanted = _guests(row, bodies, people, outsiders, know, copy_from)
    held = {_same(old): old for old in row.invitations.all()}
    for key, old in held.items():
        if key not in wanted:
            row.drop(old)
    for n, (key, guest) in enumerate(wanted.items(), start=1):
        old_one = held.get(key)
        if old_one is None:
            guest.number = guest.order = n
            row.add(guest)
        else:
            old_one.number = old_one.order = n
            old_one.duty, old_one.title = guest.duty, guest.title
            row.change(old_one)
    _changed(row, at)


def _same(guest: Invitation) -> tuple[int | None, int | None, str]:
    return (None, guest.person_id, "") if guest.person_id else (guest.body_id, None, guest.words)


def _guests(
    row: Meeting, bodies: Iterable[Organisation], people: Iterable[Person], outsiders: Iterable[str],
    know: Iterable[Organisation], copy_from: Meeting | None,
) -> dict[tuple[int | None, int | None, str], Invitation]:  # fmt: skip
    """Guests in order of protocol: people, bodies by rank, outsiders, then who is only told."""
    persons = {p.pk: p for p in people}
    calling = {b.pk: b for b in bodies}
    knowing = {b.pk: b for b in know if b.pk not in calling}
    words = list(outsiders)
    for old in copy_from.invitations.select_related("body", "person") if copy_from else ():
        if old.person_id and old.person:
            persons.setdefault(old.person_id, old.person)
        elif old.body_id and old.body and old.duty == Duty.ATTEND:
            calling.setdefault(old.body_id, old.body)
        elif old.body_id and old.body and old.body_id not in calling:
            knowing.setdefault(old.body_id, old.body)
        elif old.words and old.words not in words:
            words.append(old.words)
    found = _called_people(row, persons)
    found += [Invitation(body=b) for b in sorted(calling.values(), key=lambda b: (b.rank, b.pk))]
    found += [Invitation(words=line[:300]) for line in dict.fromkeys(words)]
    found += [
        Invitation(body=b, duty=Duty.KNOW) for b in sorted(knowing.values(), key=lambda b: (b.rank, b.pk))
    ]
    return {_same(guest): guest for guest in found}


def _called_people(row: Meeting, persons: dict[int, Person]) -> list[Invitation]:
    from phoihop.meetings.protocol import Protocol, key_of  # noqa: PLC0415 read only where people are called by name

    protocol, positions = Protocol(row.day), held_on(row.day, persons)
    listed = []
    for key, person in persons.items():
        standing = protocol.standing(positions[key])
        guest = Invitation(person=person, title=standing.title, body_id=standing.body)
        listed.append((key_of(standing.rank, str(person)), guest))
    return [guest for _key, guest in sorted(listed, key=lambda pair: pair[0])]


@action(
    on=Meeting, frm=[M.PLANNED, M.CALLED], to=M.CALLED, form=CallForm, by=OFFICE, tells=["invited", "co_hosting"], primary=True,
    label=_("Phát giấy mời"), says=_("đã phát giấy mời"),
)  # fmt: skip
def call(row: Meeting, *, actor: Actor, at: datetime, despite: str = "") -> None:
    """Everybody on the list is told at once; clashes of those called are looked at again."""
    if not any(guest.duty == Duty.ATTEND for guest in row.invitations.all()):
        raise Refused(
            _("Chưa có ai trong danh sách mời."),
            instead=_("Ghi danh sách mời trước."),
            step="meetings.invite",
        )
    _told_of_clashes(clashes_of(row, actor=actor), despite or row.despite)
    row.despite = despite or row.despite
    _changed(row, at)


@action(
    on=Meeting, frm=[M.CALLED], form=ReplyForm, by=INVITED, tells=["host"], appends=True, primary=True,
    label=_("Trả lời giấy mời"), says=_("đã trả lời giấy mời"),
)  # fmt: skip
def reply(
    row: Meeting, *, actor: Actor, at: datetime, invitation: int, reply: str, substitute: Person | None = None,
    reply_words: str = "",
) -> None:  # fmt: skip
    """By the body called, or by the office on its behalf: who answered stands beside the answer."""
    guest = next((g for g in row.invitations.all() if g.number == invitation), None)
    if guest is None:
        raise Refused(_("Không có giấy mời số này."), field="invitation")
    own = next((hat for hat in actor.hats if hat.body == guest.body_id), None)
    if own is None and actor.body not in {row.host_id, *row.co_hosting()}:
        raise Refused(_("Giấy mời này gửi cơ quan khác."), field="invitation")
    guest.reply, guest.reply_words = reply, reply_words
    guest.substitute = substitute if reply == Reply.OTHER else None
    guest.replied_by = own.words[:300] if own else str(_("%s ghi thay") % actor.capacity)[:300]
    guest.replied_on = timezone.localdate(at)
    row.change(guest)


@action(
    on=Meeting, frm=[M.PLANNED, M.CALLED], form=PostponeForm, by=OFFICE, tells=["invited", "co_hosting"],
    label=_("Đổi giờ, đổi nơi"), says=_("đã đổi giờ, đổi nơi họp"),
)  # fmt: skip
def postpone(
    row: Meeting, *, actor: Actor, at: datetime, starts_at: datetime, ends_at: datetime, reason: str,
    room: Room | None = None, place_words: str = "", despite: str = "",
) -> None:  # fmt: skip
    """Everybody called is told, replies are asked anew, and clashes are looked for at the new time."""
    row.starts_at, row.ends_at, row.room, row.place_words = starts_at, ends_at, room, place_words
    row.reason = reason
    _titles(row)
    _told_of_clashes(clashes_of(row, actor=actor), despite)
    row.despite = despite
    for guest in row.invitations.all():
        guest.reply, guest.reply_words, guest.substitute = Reply.WAITING, "", None
        guest.replied_by, guest.replied_on = "", None
        row.change(guest)
    _changed(row, at)


@action(
    on=Meeting, frm=[M.PLANNED, M.CALLED], to=M.CANCELLED, form=ReasonForm, by=OFFICE, tells=["invited", "co_hosting"],
    label=_("Hủy họp"), says=_("đã hủy cuộc họp"), warns=_("Khách đã mời được báo ngay; lịch tuần ghi là hủy."),
)  # fmt: skip
def cancel(row: Meeting, *, actor: Actor, at: datetime, reason: str) -> None:
    row.reason = reason
    _changed(row, at)


@action(
    on=Meeting, frm=[M.PLANNED, M.CALLED, M.HELD, M.CLOSED], form=LinkForm, by=OFFICE, appends=True,
    label=_("Gắn chương trình"), says=_("đã gắn với chương trình"),
)  # fmt: skip
def link_record(
    row: Meeting, *, actor: Actor, at: datetime, about: Sequence[Record], way: str = "discusses"
) -> None:
    """The meeting stands on the programme's page and the programme on the meeting's, with what is done there."""
    for other in about:
        row.link(way, other)


@action(
    on=Meeting, frm=[M.PLANNED, M.CALLED, M.HELD, M.CLOSED], form=DocumentForm, by=OFFICE, appends=True,
    label=_("Đưa vào văn bản đi"), says=_("đã đưa một giấy tờ của hội nghị vào văn bản đi"),
)  # fmt: skip
def prepare_document(row: Meeting, *, actor: Actor, at: datetime, paper: str) -> None:
    """A paper of the set becomes a draft of the register: there it is approved, numbered, signed and issued."""
    live = OutgoingDocument.objects.filter(
        source_type=row._meta.label_lower, source_id=row.pk, paper_code=paper
    )
    there = live.exclude(state__in=(OutgoingState.DROPPED, OutgoingState.RECALLED)).first()
    if there is not None:
        raise Refused(
            _("Giấy này đã là văn bản đi %s.") % there.code,
            instead=_("Sửa ở chính văn bản đó."),
            field="paper",
        )
    perform(prepare, actor=actor, at=at, owner=row.host, source=row, paper=paper)


@action(
    on=Feed, frm=None, to=FeedState.OPEN, form=FeedForm, by=INSIDE & of("owner"), primary=True,
    label=_("Mở địa chỉ lịch"), says=_("đã mở địa chỉ lịch"),
)  # fmt: skip
def open_feed(*, actor: Actor, at: datetime, owner: Organisation, words: str) -> Feed:
    """One address for one reader, so that it can be taken back alone."""
    return Feed(owner=owner, words=words)


@action(
    on=Feed, frm=[FeedState.OPEN], to=FeedState.REVOKED, by=INSIDE & of("owner"), primary=True,
    label=_("Thu hồi địa chỉ"), says=_("đã thu hồi địa chỉ lịch"), warns=_("Máy đang dùng địa chỉ này không đọc được lịch nữa."),
)  # fmt: skip
def revoke_feed(feed: Feed, *, actor: Actor, at: datetime) -> None:
    """The address answers nothing any more."""
