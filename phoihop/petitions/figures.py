"""Figures over the petitions: turns and matters apart; answered, solved and verified are three sets."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.core.figures import Scope, figure, telling
from phoihop.petitions.models import OPEN, SILENT, Petition, PetitionState, Standing, Suggestion, in_standing
from phoihop.petitions.models.petition import MATTER

MATTERS = _("nội dung")
TURNS = _("lượt")
WHOLE = "petitions.matters"


def book(scope: Scope) -> QuerySet[Any]:
    """What was raised in the period, of one body's share where asked."""
    rows = Petition.objects.exclude(state__in=SILENT)
    if scope.period is not None:
        rows = rows.filter(raised_on__range=(scope.period.start, scope.period.last))
    return _shared(rows, scope)


def _shared(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """One body's share, and only the locality of what is reported on."""
    place = getattr(scope.about, "territory_id", None)
    if place is not None:
        rows = rows.filter(receiver__territory=place)
    if scope.body is not None:
        rows = rows.filter(Q(responsible=scope.body.pk) | Q(answering=scope.body.pk))
    return rows


@figure(
    on=Petition,
    label=_("lượt kiến nghị"),
    unit=TURNS,
    how=_("Mỗi lần một người nêu là một lượt, kể cả đã gộp; đơn nhiều nội dung là một lượt."),
)
def turns(scope: Scope) -> QuerySet[Any]:
    return book(scope).filter(split_from=None)


@figure(
    on=Petition,
    label=_("nội dung kiến nghị"),
    unit=MATTERS,
    how=_("Các kiến nghị cùng nội dung đã gộp tính là một."),
)
def matters(scope: Scope) -> QuerySet[Any]:
    return book(scope).filter(MATTER)


@figure(
    on=Petition,
    label=_("đã trả lời"),
    unit=MATTERS,
    whole=WHOLE,
    how=_("Cơ quan trả lời đã duyệt, gửi trả lời."),
)
def answered(scope: Scope) -> QuerySet[Any]:
    return matters(scope).filter(answered_on__isnull=False)


@figure(
    on=Petition,
    label=_("đã giải quyết"),
    unit=MATTERS,
    how=_("Trả lời xếp loại đã giải quyết xong, có bằng chứng."),
)
def solved(scope: Scope) -> QuerySet[Any]:
    return matters(scope).filter(solved_on__isnull=False)


@figure(
    on=Petition,
    label=_("đã xác minh"),
    unit=MATTERS,
    how=_("Thường trực HĐND hoặc Mặt trận đã kiểm lại và xác nhận."),
)
def verified(scope: Scope) -> QuerySet[Any]:
    return matters(scope).filter(verified_on__isnull=False)


def _happened(scope: Scope, name: str) -> QuerySet[Any]:
    """What reached a fact within the period, whenever it was raised."""
    rows = _shared(Petition.objects.filter(MATTER, **{f"{name}__isnull": False}), scope)
    return (
        rows.filter(**{f"{name}__range": (scope.period.start, scope.period.last)}) if scope.period else rows
    )


@figure(
    on=Petition,
    label=_("trả lời trong kỳ"),
    unit=MATTERS,
    how=_("Ngày trả lời nằm trong kỳ, dù nêu từ bao giờ."),
)
def answered_then(scope: Scope) -> QuerySet[Any]:
    return _happened(scope, "answered_on")


@figure(
    on=Petition,
    label=_("giải quyết xong trong kỳ"),
    unit=MATTERS,
    how=_("Ngày giải quyết xong nằm trong kỳ."),
)
def solved_then(scope: Scope) -> QuerySet[Any]:
    return _happened(scope, "solved_on")


@figure(on=Petition, label=_("xác minh trong kỳ"), unit=MATTERS, how=_("Ngày xác minh nằm trong kỳ."))
def verified_then(scope: Scope) -> QuerySet[Any]:
    return _happened(scope, "verified_on")


@figure(
    on=Petition, label=_("chưa trả lời"), unit=MATTERS, whole=WHOLE, how=_("Chưa có trả lời nào được duyệt.")
)
def unanswered(scope: Scope) -> QuerySet[Any]:
    return matters(scope).filter(answered_on=None)


@figure(
    on=Petition,
    label=_("chưa trả lời, quá hạn"),
    unit=MATTERS,
    how=_("Quá hạn ghi trong công văn chuyển mà chưa trả lời."),
)
def overdue(scope: Scope) -> QuerySet[Any]:
    return matters(scope).filter(in_standing(Standing.OVERDUE, scope.at), state__in=OPEN)


@figure(on=Petition, label=_("kiến nghị từ lần thứ hai"), unit=MATTERS, how=_("Đã được hỏi ở kỳ trước."))
def repeated(scope: Scope) -> QuerySet[Any]:
    return matters(scope).filter(times__gt=1)


@figure(
    on=Petition,
    label=_("đã trả lời nhưng chưa giải quyết"),
    unit=MATTERS,
    whole="petitions.answered",
    how=_("Có trả lời được duyệt, chưa có kết quả giải quyết xong."),
)
def unsolved(scope: Scope) -> QuerySet[Any]:
    return answered(scope).filter(solved_on=None)


@figure(
    on=Petition,
    label=_("giải quyết xong nhưng chưa ai kiểm lại"),
    unit=MATTERS,
    whole="petitions.solved",
    how=_("Trả lời xếp loại đã giải quyết xong, chưa được cơ quan khác xác nhận."),
)
def unverified(scope: Scope) -> QuerySet[Any]:
    return solved(scope).filter(verified_on=None)


@figure(
    on=Petition,
    label=_("hỏi từ lần thứ ba, chưa giải quyết"),
    unit=MATTERS,
    how=_("Đã được hỏi ở hai kỳ trước mà chưa có kết quả giải quyết xong."),
)
def third_time(scope: Scope) -> QuerySet[Any]:
    return matters(scope).filter(times__gt=2, solved_on=None)


@figure(
    on=Petition,
    label=_("vượt thẩm quyền, đã chuyển cấp trên"),
    unit=MATTERS,
    how=_("Đã chuyển cấp trên, chưa có trả lời."),
)
def sent_up(scope: Scope) -> QuerySet[Any]:
    return matters(scope).filter(state=PetitionState.SENT_UP)


@figure(
    on=Petition,
    label=_("đã báo lại cử tri"),
    unit=MATTERS,
    how=_("Đã báo lại ở hội nghị, bản in ở tổ dân phố hoặc qua điện thoại."),
)
def reported_back(scope: Scope) -> QuerySet[Any]:
    return matters(scope).filter(reported_back_on__isnull=False)


@figure(
    on=Petition,
    label=_("chuyển bộ phận tiếp công dân"),
    unit=_("mục"),
    how=_("Đã ra khỏi sổ kiến nghị; không hiển thị nội dung."),
)
def out_of_book(scope: Scope) -> QuerySet[Any]:
    return Petition.objects.filter(state=PetitionState.HANDED_OVER)


#: Content C2 of a programme (tiếp xúc cử tri; tổng hợp, giải quyết kiến nghị): three facts, never one rate.
telling(
    group="C2",
    clauses=(
        ("petitions.turns", _("Tiếp nhận {} lượt kiến nghị")),
        ("petitions.matters", _(" với {} nội dung")),
        ("petitions.answered", _("; đã trả lời {}")),
        ("petitions.solved", _(", đã giải quyết {}")),
        ("petitions.verified", _(", đã xác minh {}")),
        ("petitions.unanswered", _("; chưa trả lời {}")),
        ("petitions.overdue", _(", trong đó quá hạn {}")),
        ("petitions.repeated", _("; {} nội dung kiến nghị từ lần thứ hai")),
        ("petitions.sent_up", _("; {} nội dung vượt thẩm quyền đã chuyển cấp trên")),
    ),
)


@figure(
    on=Petition,
    label=_("kiến nghị có gợi ý khi phân loại"),
    unit=TURNS,
    how=_("Lúc phân loại phần mềm có gợi ý lĩnh vực, cơ quan hoặc lần hỏi trước."),
)
def suggested(scope: Scope) -> QuerySet[Any]:
    return book(scope).filter(pk__in=Suggestion.objects.values("petition"))


@figure(
    on=Petition,
    label=_("kiến nghị theo gợi ý"),
    unit=TURNS,
    whole="petitions.suggested",
    how=_("Người phân loại chọn đúng mọi điều được gợi ý."),
)
def suggestions_taken(scope: Scope) -> QuerySet[Any]:
    return suggested(scope).exclude(pk__in=Suggestion.objects.filter(taken=False).values("petition"))
