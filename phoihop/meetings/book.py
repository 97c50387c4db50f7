"""The book of a meeting shuts when its minutes are approved: what they tell is not changed behind them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused
from phoihop.meetings.minutes import SHUT, Minutes
from phoihop.meetings.models import Meeting

Verb = TypeVar("Verb", bound=Callable[..., Any])


def in_the_book(verb: Verb) -> Verb:
    """Under the declaration of an action that writes what minutes tell: once they are approved it is refused, and
    its button is withheld."""

    @functools.wraps(verb)
    def while_open(row: Meeting, **given: Any) -> Any:
        _still_open(row)
        return verb(row, **given)

    Meeting.in_the_book.add(f"meetings.{verb.__name__}")
    return cast("Verb", while_open)


def _still_open(row: Meeting) -> None:
    """Asked under the lock of the meeting, which approving takes too."""
    if Minutes.objects.filter(meeting=row, state__in=SHUT).exists():
        raise Refused(
            _("Biên bản đã duyệt: sổ của cuộc họp không sửa được nữa."),
            instead=_(
                "Nếu sai thật thì ghi đính chính ở cuộc họp sau, hoặc trả biên bản về dự thảo khi chưa khóa."
            ),
        )
