"""One installation may serve several localities: what is everybody's is changed by who keeps them all."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.accounts.models import Account
from phoihop.core.actions import Refused
from phoihop.core.who import Actor


def alone(actor: Actor) -> bool:
    """Whether this administrator keeps every locality that works here.

    A superior body that is only written to has no accounts here and does not count.
    """
    others = Account.objects.exclude(home__territory__in=actor.territories)
    return not others.exclude(home__territory__parent__in=actor.territories).exists()


def need_alone(actor: Actor, what: Any) -> None:
    """``what`` is everybody's: Refused for the administrator of one locality among several."""
    if not alone(actor):
        raise Refused(
            _("Nơi cài đặt này dùng chung cho nhiều địa bàn; %s là của chung.") % what,
            instead=_("Nhờ quản trị của cả nơi cài đặt."),
        )
