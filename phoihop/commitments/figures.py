"""Figures over the book: each returns exactly the records it counts; the parts of ``live`` add up to it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.models import LIVE, Bucket, Commitment, CommitmentState, below, in_bucket
from phoihop.core.figures import OUTSIDE, Scope, figure, outline_of

TASK = _("nhiệm vụ")
WHOLE = "commitments.live"


def book(scope: Scope) -> QuerySet[Any]:
    """The commitments of a programme (or all), of one of its contents and one body's where asked."""
    rows = Commitment.objects.filter(state__in=LIVE)
    if scope.body is not None:
        rows = rows.filter(Q(lead=scope.body.pk) | Q(lead__in=below([scope.body.pk])))
    if scope.about is not None:
        rows = rows.filter(source_type=scope.about._meta.label_lower, source_id=scope.about.pk)
    if scope.item == OUTSIDE and scope.about is not None:
        return rows.exclude(source_item__in=[item.number for item in outline_of(scope.about).items])
    return rows.filter(source_item=scope.item) if scope.item else rows


@figure(on=Commitment, label=_("nhiệm vụ trong sổ"), unit=TASK, how=_("Mọi việc đã giao, trừ việc đã thôi."))
def live(scope: Scope) -> QuerySet[Any]:
    return book(scope)


@figure(
    on=Commitment,
    label=_("hoàn thành"),
    unit=TASK,
    whole=WHOLE,
    how=_("Đơn vị chủ trì đã báo xong, kể cả việc đã xác minh."),
)
def done(scope: Scope) -> QuerySet[Any]:
    return book(scope).filter(state__in=(CommitmentState.REPORTED, CommitmentState.VERIFIED))


@figure(
    on=Commitment,
    label=_("hoàn thành có bằng chứng"),
    unit=TASK,
    how=_("Đã báo xong và có ít nhất một bằng chứng."),
)
def with_proof(scope: Scope) -> QuerySet[Any]:
    return done(scope).filter(proof_count__gt=0)


@figure(
    on=Commitment, label=_("báo xong, chưa có bằng chứng"), unit=TASK, how=_("Đã báo xong mà chưa kèm bằng chứng nào.")
)  # fmt: skip
def unproved(scope: Scope) -> QuerySet[Any]:
    return done(scope).filter(proof_count=0)


@figure(
    on=Commitment, label=_("có bằng chứng, chưa ai kiểm lại"), unit=TASK,
    how=_("Đã báo xong, có bằng chứng, cơ quan khác chưa xác minh."),
)  # fmt: skip
def unchecked(scope: Scope) -> QuerySet[Any]:
    return with_proof(scope).exclude(state=CommitmentState.VERIFIED)


@figure(
    on=Commitment,
    label=_("đã xác minh"),
    unit=TASK,
    how=_("Cơ quan khác đơn vị chủ trì đã xác minh, kèm bằng chứng."),
)
def verified(scope: Scope) -> QuerySet[Any]:
    return book(scope).filter(state=CommitmentState.VERIFIED)


@figure(
    on=Commitment,
    label=_("đang thực hiện"),
    unit=TASK,
    whole=WHOLE,
    how=_("Đã bắt đầu, chưa báo xong, chưa quá hạn."),
)
def in_progress(scope: Scope) -> QuerySet[Any]:
    return book(scope).filter(
        in_bucket(Bucket.UNDERWAY, scope.at) | in_bucket(Bucket.SOON, scope.at),
        state=CommitmentState.UNDERWAY,
    )


@figure(
    on=Commitment, label=_("chậm"), unit=TASK, whole=WHOLE, how=_("Quá hạn, chưa báo xong, không tạm gác.")
)
def late(scope: Scope) -> QuerySet[Any]:
    return book(scope).filter(in_bucket(Bucket.OVERDUE, scope.at))


@figure(
    on=Commitment,
    label=_("tạm gác"),
    unit=TASK,
    whole=WHOLE,
    how=_("Tạm gác theo quyết định, có ngày xem lại."),
)
def deferred(scope: Scope) -> QuerySet[Any]:
    return book(scope).filter(in_bucket(Bucket.DEFERRED, scope.at))


@figure(
    on=Commitment,
    label=_("chưa bắt đầu"),
    unit=TASK,
    whole=WHOLE,
    how=_("Đã giao hoặc đã nhận, chưa quá hạn, chưa có tiến độ."),
)
def not_started(scope: Scope) -> QuerySet[Any]:
    return (
        book(scope)
        .filter(in_bucket(Bucket.NOT_STARTED, scope.at) | in_bucket(Bucket.SOON, scope.at))
        .exclude(state=CommitmentState.UNDERWAY)
    )


@figure(on=Commitment, label=_("đã gia hạn"), unit=TASK, how=_("Có ít nhất một quyết định gia hạn."))
def extended(scope: Scope) -> QuerySet[Any]:
    return book(scope).filter(decisions__kind="extension").distinct()
