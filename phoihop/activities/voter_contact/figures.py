"""What reports count of voter contact: rounds by form, points, voters attending, turns spoken."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.activities.voter_contact.asked import at_point, raised_at
from phoihop.activities.voter_contact.models import (
    POINT_KIND,
    ContactForm,
    ContactState,
    Request,
    RequestState,
    VoterContact,
)
from phoihop.core.figures import Scope, figure
from phoihop.meetings.models import Meeting, MeetingState
from phoihop.petitions.models import Petition

HELD = (ContactState.HELD, ContactState.REPORTED)


def _rounds(scope: Scope) -> QuerySet[Any]:
    """Rounds held whose last day lies in the period; of one body where it is asked for."""
    return scope.happened(VoterContact.objects.filter(state__in=HELD), "last_on")


@figure(
    on=VoterContact, label=_("đợt tiếp xúc cử tri"), unit=_("đợt"),
    how=_("Mọi đợt đã tiếp xúc xong có ngày cuối trong kỳ."),
)  # fmt: skip
def rounds(scope: Scope) -> QuerySet[Any]:
    return _rounds(scope)


@figure(
    on=VoterContact, label=_("đợt tổ chức hội nghị"), unit=_("đợt"), whole="voter_contact.rounds",
    how=_("Đợt đã tiếp xúc xong theo hình thức hội nghị."),
)  # fmt: skip
def conferences(scope: Scope) -> QuerySet[Any]:
    return _rounds(scope).filter(form=ContactForm.CONFERENCE)


@figure(
    on=VoterContact, label=_("đợt gặp gỡ cá nhân, nhóm cử tri"), unit=_("đợt"), whole="voter_contact.rounds",
    how=_("Đợt đã tiếp xúc xong theo hình thức gặp gỡ cá nhân hoặc nhóm."),
)  # fmt: skip
def gatherings(scope: Scope) -> QuerySet[Any]:
    return _rounds(scope).filter(form=ContactForm.PEOPLE)


@figure(
    on=Request, label=_("lần đại biểu gặp cá nhân, nhóm, ngoài đơn vị bầu cử"), unit=_("lần"),
    how=_("Đề nghị tiếp xúc của đại biểu đã gặp cử tri trong kỳ."),
)  # fmt: skip
def met_by_request(scope: Scope) -> QuerySet[Any]:
    met = Request.objects.filter(state__in=(RequestState.MET, RequestState.COMPILED))
    return scope.happened(met, "met_on")


@figure(
    on=Meeting, label=_("điểm tiếp xúc cử tri"), unit=_("điểm"),
    how=_("Mọi hội nghị tiếp xúc cử tri đã họp của các đợt đã tiếp xúc xong trong kỳ."),
)  # fmt: skip
def points(scope: Scope) -> QuerySet[Any]:
    held = _rounds(scope).values("points__meeting")
    return Meeting.objects.filter(kind=POINT_KIND, state=MeetingState.CLOSED, pk__in=held)


@figure(
    on=VoterContact, label=_("lượt cử tri dự tiếp xúc"), unit=_("lượt cử tri"), total="voters_total",
    how=_("Cộng số cử tri dự ghi ở từng điểm của các đợt đã tiếp xúc xong."),
)  # fmt: skip
def voters(scope: Scope) -> QuerySet[Any]:
    return _rounds(scope)


@figure(
    on=VoterContact, label=_("lượt cử tri phát biểu"), unit=_("lượt"), total="spoke_total",
    how=_("Cộng số lượt phát biểu ghi ở từng điểm của các đợt đã tiếp xúc xong."),
)  # fmt: skip
def spoken(scope: Scope) -> QuerySet[Any]:
    return _rounds(scope)


@figure(
    on=Petition, label=_("việc bà con đã hỏi ở nơi tiếp xúc"), unit=_("việc"),
    how=_("Nội dung cử tri nơi đó nêu trước ngày tiếp xúc: chưa giải quyết, hoặc nêu trong 12 tháng gần nhất."),
)  # fmt: skip
def asked_at_point(scope: Scope) -> QuerySet[Any]:
    """``item`` is the number of the point."""
    row = scope.about
    if not isinstance(row, VoterContact) or not scope.item.isdigit():
        return Petition.objects.none()
    found = row.points.select_related("meeting").filter(number=int(scope.item)).first()
    return at_point(row, found) if found else Petition.objects.none()


@figure(
    on=Petition, label=_("kiến nghị nêu tại tiếp xúc cử tri"), unit=_("kiến nghị"),
    how=_("Mọi lượt ghi tại các điểm của một đợt, kể cả lượt đã gộp; không kể nội dung tách ra."),
)  # fmt: skip
def raised(scope: Scope) -> QuerySet[Any]:
    found = raised_at(scope.about) if isinstance(scope.about, VoterContact) else Petition.objects.none()
    return found.filter(split_from=None)
