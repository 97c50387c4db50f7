"""A round of voter contact: planned, announced, held, compiled, reported back. Requests of deputies are in ``leave``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.voter_contact.forms import (
    AddPointForm,
    AnnounceForm,
    CancelForm,
    CompiledForm,
    DeputiesForm,
    PlanContactForm,
    PointLine,
    RecordPointForm,
    ReportBackForm,
)
from phoihop.activities.voter_contact.models import (
    POINT_KIND,
    ContactDeputy,
    ContactForm,
    ContactKind,
    ContactMode,
    ContactPoint,
    ContactState,
    DeputyLevel,
    VoterContact,
    barred_in,
)
from phoihop.activities.voter_contact.rights import OFFICE, OWNER
from phoihop.core import deadlines
from phoihop.core.actions import Refused, Start, action, perform
from phoihop.core.text import fold
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, Person
from phoihop.meetings import actions as meetings
from phoihop.meetings import holding
from phoihop.meetings.models import Meeting, MeetingState
from phoihop.meetings.protocol import title_of

S = ContactState
LEVEL_ORDER = list(DeputyLevel)


def no_fund_raising(*words: str, on: date) -> None:
    """NQLT 72/2025 Điều 3.6: voter contact is not used to raise money."""
    if found := barred_in(" ; ".join(words), on=on):
        raise Refused(
            _("Không được lợi dụng tiếp xúc cử tri để vận động tài trợ, đóng góp (NQLT 72/2025, Điều 3.6). Câu có chữ “%s”.") % found,
            instead=_("Bỏ nội dung đó khỏi đợt tiếp xúc; việc vận động làm thành việc riêng, ngoài hội nghị này."),
            field="content",
        )  # fmt: skip


@action(
    on=VoterContact, frm=None, to=S.PLANNED, form=PlanContactForm, by=OWNER, primary=True, tells=["others"],
    starts=[
        Start("voter_contact.press_plan", "press_from", "owner"), Start("voter_contact.province_notice", "abroad_from", "owner"),
        Start("voter_contact.public_notice", "first_on", "owner"),
    ],
    label=_("Lập kế hoạch tiếp xúc"), says=_("đã lập kế hoạch tiếp xúc cử tri"),
)  # fmt: skip
def plan_contact(
    *, actor: Actor, at: datetime, title: str, kind: str, form: str, owner: Organisation, front: Organisation,
    committee: Organisation, points: Sequence[PointLine], deputies: Sequence[Person] = (), content: str = "",
    mode: str = ContactMode.IN_PERSON, online_words: str = "", compiler: Organisation | None = None, session_words: str = "",
    session_on: date | None = None, points_due_on: date | None = None, report_back_by: date | None = None, despite: str = "",
) -> VoterContact:  # fmt: skip
    """Each point takes its place in the calendar as a meeting chaired by the Front together with the owner and the committee."""
    no_fund_raising(title, content, on=timezone.localdate(at))
    _lawful(kind, form, mode, online_words)
    made = VoterContact(
        title=title, kind=kind, form=form, mode=mode, online_words=online_words, owner=owner, front=front, committee=committee,
        compiler=compiler or front, territory_id=owner.territory_id, session_words=session_words, session_on=session_on,
        content=content, points_due_on=points_due_on, report_back_by=report_back_by,
    )  # fmt: skip
    _add_points(made, points, actor=actor, at=at, despite=despite)
    days = sorted(timezone.localdate(point.starts_at) for point in points)
    made.first_on, made.last_on = days[0], days[-1]
    levels = [_come(made, person, 0, days[0]) for person in deputies]
    national = DeputyLevel.NATIONAL in levels
    made.press_from = made.first_on if national else None
    made.national_session_on = session_on if national else None
    made.abroad_from = made.first_on if kind == ContactKind.OUT_OF_PROVINCE else None
    return made


def _lawful(kind: str, form: str, mode: str, online_words: str) -> None:
    """What the joint resolution asks of form and mode."""
    if kind == ContactKind.BEFORE and form != ContactForm.CONFERENCE:
        raise Refused(
            _("Trước kỳ họp thường lệ phải tổ chức hội nghị tiếp xúc cử tri (NQLT 72/2025, Điều 21)."),
            instead=_("Chọn hình thức Hội nghị; gặp cá nhân, nhóm cử tri thì lập Đề nghị tiếp xúc."), field="form",
        )  # fmt: skip
    if mode != ContactMode.IN_PERSON and not online_words.strip():
        raise Refused(
            _("Tiếp xúc trực tuyến chỉ làm khi bảo đảm điều kiện kỹ thuật và an ninh mạng (NQLT 72/2025, Điều 35.4)."),
            instead=_("Ghi điều kiện đã bảo đảm thế nào."), field="online_words",
        )  # fmt: skip


def _add_points(
    made: VoterContact, lines: Iterable[PointLine], *, actor: Actor, at: datetime, despite: str
) -> None:
    """A meeting for each; the units stand in the record too, so that it is found by them."""
    for line in lines:
        made.points_total += 1
        meeting: Meeting = perform(
            meetings.plan, actor=actor, at=at, kind=POINT_KIND, starts_at=line.starts_at, ends_at=line.ends_at,
            title=str(_("Tiếp xúc cử tri %s") % line.unit)[:400], host=made.front, co_hosts=[made.owner, made.committee],
            place_words=line.place, purpose=made.content, despite=despite,
        )  # fmt: skip
        made.add(
            ContactPoint(number=made.points_total, order=made.points_total, unit=line.unit, meeting=meeting)
        )
        made.link("holds", meeting)
        made.units_words = f"{made.units_words} {line.unit}".strip()


def _come(row: VoterContact, person: Person, point: int, day: date) -> str:
    """A deputy with the level his title tells; national ones first, as they speak."""
    title = fold(title_of(person, day))
    level = DeputyLevel.COMMUNE
    if "quoc hoi" in title:
        level = DeputyLevel.NATIONAL
    elif any(
        words in title
        for words in ("hdnd thanh pho", "hdnd tinh", "hoi dong nhan dan thanh pho", "hoi dong nhan dan tinh")
    ):
        level = DeputyLevel.PROVINCE
    row.add(ContactDeputy(person=person, level=level, point=point, order=LEVEL_ORDER.index(level)))
    return level


@action(
    on=VoterContact, frm=[S.PLANNED, S.ANNOUNCED], form=AddPointForm, by=OFFICE, appends=True,
    label=_("Thêm điểm"), says=_("đã thêm điểm tiếp xúc"),
)  # fmt: skip
def add_point(
    row: VoterContact, *, actor: Actor, at: datetime, points: Sequence[PointLine], despite: str = ""
) -> None:
    """A point more; the days of the round follow. One of an announced round is called to on its own page."""
    _add_points(row, points, actor=actor, at=at, despite=despite)
    days = [timezone.localdate(point.starts_at) for point in points]
    row.first_on, row.last_on = min([row.first_on, *days]), max([row.last_on, *days])


@action(
    on=VoterContact, frm=[S.PLANNED, S.ANNOUNCED], form=DeputiesForm, by=OFFICE,
    label=_("Đại biểu của một điểm"), says=_("đã ghi đại biểu dự một điểm"),
)  # fmt: skip
def set_deputies(
    row: VoterContact, *, actor: Actor, at: datetime, point: int, deputies: Sequence[Person] = ()
) -> None:
    _the_point(row, point)
    for old in row.deputies.all():
        if old.point == point:
            row.drop(old)
    for person in deputies:
        _come(row, person, point, row.first_on)


def _the_point(row: VoterContact, number: int) -> ContactPoint:
    found = next((point for point in row.points.all() if point.number == number), None)
    if found is None:
        raise Refused(_("Đợt này không có điểm số %d.") % number, field="point")
    return found


def _points(row: VoterContact) -> list[ContactPoint]:
    return list(row.points.select_related("meeting"))


@action(
    on=VoterContact, frm=[S.PLANNED], to=S.ANNOUNCED, form=AnnounceForm, by=OFFICE, primary=True, tells=["others"],
    stops=["voter_contact.press_plan", "voter_contact.province_notice", "voter_contact.public_notice"],
    starts=[Start("voter_contact.point_reports", "points_due_on", "compiler")],
    label=_("Phát thông báo"), says=_("đã thông báo thời gian, địa điểm tiếp xúc"),
)  # fmt: skip
def announce(
    row: VoterContact, *, actor: Actor, at: datetime, announced_words: str, despite: str = ""
) -> None:
    """Everybody of every point is called; nothing that calls for money goes out with it."""
    row.announced_on, row.announced_words = timezone.localdate(at), announced_words
    for point in _points(row):
        meeting = point.meeting
        told = [meeting.title, meeting.purpose, *(item.title for item in meeting.agenda.all())]
        no_fund_raising(announced_words, *told, on=row.announced_on)
        if meeting.state != MeetingState.PLANNED:
            continue
        people = [d.person for d in row.deputies.select_related("person") if d.point in (0, point.number)]
        voters = str(_("Cử tri %s") % point.unit)
        meeting = perform(
            meetings.invite,
            meeting,
            actor=actor,
            at=at,
            bodies=[row.committee],
            people=people,
            outsiders=[voters],
        )
        perform(meetings.call, meeting, actor=actor, at=at, despite=despite or meeting.despite)


@action(
    on=VoterContact, frm=[S.ANNOUNCED, S.HELD], form=RecordPointForm, by=OFFICE, appends=True,
    label=_("Ghi kết quả một điểm"), says=_("đã ghi kết quả một điểm"),
)  # fmt: skip
def record_point(
    row: VoterContact,
    *,
    actor: Actor,
    at: datetime,
    point: int,
    voters: int,
    spoke: int,
    reported_on: date | None = None,
) -> None:
    """How many came and spoke; the meeting of the point is opened and closed with it where nobody did so in the hall."""
    points = _points(row)
    found = next((p for p in points if p.number == point), None)
    if found is None:
        raise Refused(_("Đợt này không có điểm số %d.") % point, field="point")
    if found.meeting.starts_at > at:
        raise Refused(
            _("Điểm này chưa đến ngày họp."),
            instead=_("Đổi ngày ở trang hội nghị nếu đã họp sớm."),
            field="point",
        )
    found.voters, found.spoke, found.reported_on = voters, spoke, reported_on
    row.change(found)
    row.voters_total = sum(p.voters or 0 for p in points)
    row.spoke_total = sum(p.spoke or 0 for p in points)
    _hold(found.meeting, actor=actor, at=at)


def _hold(meeting: Meeting, *, actor: Actor, at: datetime) -> None:
    if meeting.state == MeetingState.CALLED:
        meeting = perform(holding.hold, meeting, actor=actor, at=at, began_at=meeting.starts_at)
    if meeting.state == MeetingState.HELD and meeting.ends_at <= at:
        perform(holding.close, meeting, actor=actor, at=at, ended_at=meeting.ends_at)


@action(
    on=VoterContact, frm=[S.ANNOUNCED], to=S.HELD, by=OFFICE, primary=True, tells=["others"],
    stops=["voter_contact.point_reports"],
    starts=[
        Start("voter_contact.compilation", "last_on", "compiler"), Start("voter_contact.report_back", "report_back_by", "owner"),
        Start("voter_contact.national_compilation", "national_session_on", "compiler"),
    ],
    label=_("Ghi đã tiếp xúc xong"), says=_("đã ghi xong đợt tiếp xúc"),
)  # fmt: skip
def record_held(row: VoterContact, *, actor: Actor, at: datetime) -> None:
    """All points have their numbers, but for those called off."""
    left = [p for p in _points(row) if p.voters is None and p.meeting.state != MeetingState.CANCELLED]
    if left:
        raise Refused(
            _("Chưa ghi số cử tri dự: %s.") % "; ".join(str(point) for point in left),
            instead=_("Ghi kết quả từng điểm trước; điểm không họp thì hủy ở trang hội nghị."), step="voter_contact.record_point",
        )  # fmt: skip


@action(
    on=VoterContact, frm=[S.HELD], form=CompiledForm, by=OFFICE, tells=["others"],
    stops=["voter_contact.compilation", "voter_contact.national_compilation"],
    label=_("Ghi đã gửi tổng hợp"), says=_("đã gửi báo cáo tổng hợp ý kiến cử tri"),
)  # fmt: skip
def record_compiled(
    row: VoterContact, *, actor: Actor, at: datetime, compiled_on: date, compiled_words: str
) -> None:
    _not_before(compiled_on, row.first_on, field="compiled_on")
    row.compiled_on, row.compiled_words = compiled_on, compiled_words


def _not_before(day: date, first: date, *, field: str) -> None:
    if day < first:
        raise Refused(_("Ngày này trước buổi tiếp xúc đầu tiên (%s).") % f"{first:%d/%m/%Y}", field=field)


@action(
    on=VoterContact, frm=[S.HELD], to=S.REPORTED, form=ReportBackForm, by=OFFICE, primary=True, tells=["others"],
    stops=["voter_contact.report_back"], label=_("Báo cáo lại cử tri"), says=_("đã báo cáo lại cử tri"),
)  # fmt: skip
def report_back(
    row: VoterContact, *, actor: Actor, at: datetime, reported_back_on: date, reported_back_words: str,
    posted_on: date | None = None,
) -> None:  # fmt: skip
    """A step with a date of its own; what is posted stays posted for the days of the rule."""
    if row.compiled_on is None:
        raise Refused(
            _("Chưa ghi việc gửi báo cáo tổng hợp."),
            instead=_("Ghi đã gửi tổng hợp trước."),
            step="voter_contact.record_compiled",
        )
    _not_before(reported_back_on, row.last_on, field="reported_back_on")
    row.reported_back_on, row.reported_back_words, row.posted_on = (
        reported_back_on,
        reported_back_words,
        posted_on,
    )
    if posted_on:
        rule = deadlines.rule_for("voter_contact.posting", posted_on)
        row.posted_until = posted_on + timedelta(days=rule.amount)


@action(
    on=VoterContact, frm=[S.PLANNED, S.ANNOUNCED], to=S.CANCELLED, form=CancelForm, by=OFFICE, tells=["others"],
    stops=[
        "voter_contact.press_plan", "voter_contact.province_notice", "voter_contact.public_notice", "voter_contact.point_reports",
    ],
    label=_("Hủy đợt tiếp xúc"), says=_("đã hủy đợt tiếp xúc"), warns=_("Mọi điểm chưa họp bị hủy; khách đã mời được báo ngay."),
)  # fmt: skip
def cancel(row: VoterContact, *, actor: Actor, at: datetime, reason: str) -> None:
    """Every point not yet held is called off with it; a round that was held in part is finished, not called off."""
    points = _points(row)
    if any(point.meeting.state in (MeetingState.HELD, MeetingState.CLOSED) for point in points):
        raise Refused(
            _("Đã có điểm họp rồi."),
            instead=_("Hủy từng điểm chưa họp ở trang hội nghị, rồi ghi đã tiếp xúc xong."),
        )
    row.reason = reason
    for point in points:
        if point.meeting.state in (MeetingState.PLANNED, MeetingState.CALLED):
            perform(meetings.cancel, point.meeting, actor=actor, at=at, reason=reason)
