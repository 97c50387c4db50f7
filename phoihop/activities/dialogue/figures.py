"""What reports count of dialogue: conferences held (R-37), those on time, people who came, matters asked and answered."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.activities.dialogue.models import HELD, Dialogue
from phoihop.core.figures import Scope, figure

WHOLE = "dialogue.conferences"


def _held(scope: Scope) -> QuerySet[Any]:
    return scope.happened(Dialogue.objects.filter(state__in=HELD), "on")


@figure(
    on=Dialogue, label=_("hội nghị đối thoại với nhân dân"), unit=_("hội nghị"),
    how=_("Mọi hội nghị đối thoại đã họp trong kỳ, do UBND tổ chức cùng Mặt trận và Thường trực HĐND (Luật 72/2025, Điều 43)."),
)  # fmt: skip
def conferences(scope: Scope) -> QuerySet[Any]:
    return _held(scope)


@figure(
    on=Dialogue, label=_("hội nghị đã công bố kết quả"), unit=_("hội nghị"), whole=WHOLE,
    how=_("Hội nghị đối thoại đã họp trong kỳ và đã ghi ngày công bố kết quả."),
)  # fmt: skip
def published(scope: Scope) -> QuerySet[Any]:
    return _held(scope).exclude(published_on=None)


@figure(
    on=Dialogue, label=_("lượt người dự đối thoại"), unit=_("lượt người"), total="people",
    how=_("Cộng số người dự ghi ở các hội nghị đối thoại đã họp trong kỳ."),
)  # fmt: skip
def people(scope: Scope) -> QuerySet[Any]:
    return _held(scope)


@figure(
    on=Dialogue, label=_("ý kiến nêu trong đối thoại"), unit=_("ý kiến"), total="questions_total",
    how=_("Cộng ý kiến gửi trước và nêu tại các hội nghị đối thoại đã họp trong kỳ."),
)  # fmt: skip
def questions(scope: Scope) -> QuerySet[Any]:
    return _held(scope)


@figure(
    on=Dialogue, label=_("ý kiến trả lời tại đối thoại"), unit=_("ý kiến"), total="answered_total",
    how=_("Cộng ý kiến đã ghi trả lời tại các hội nghị đối thoại đã họp trong kỳ."),
)  # fmt: skip
def answered(scope: Scope) -> QuerySet[Any]:
    return _held(scope)
