"""What time does in the register of letters: the sealed words of a case that is over go, and the register says so."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.core import vault
from phoihop.core.actions import perform
from phoihop.core.who import Actor
from phoihop.petitions.custody import erase_text
from phoihop.petitions.handing import KIND
from phoihop.petitions.models import Custody
from phoihop.petitions.models.custody import RUNNING


def erase_case(ref: str, actor: Actor, at: datetime) -> bool:
    """Never while the case runs; then by the action that writes the day into the register."""
    reason = _("hết thời hạn giữ")
    row = Custody.objects.filter(sealed_ref=ref).first()
    if row is None:
        vault.erase(ref, actor=actor, at=at, reason=reason)
        return True
    if row.state in RUNNING:
        return False
    perform(erase_text, row, actor=actor, at=at, reason=reason)
    return True


vault.on_due[KIND] = erase_case
