"""How bodies stand on papers: the joint heading in full, their signs, their signing authority."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from phoihop.core.papers import Issuer, LetterHead, Signature
from phoihop.directory.models import Organisation


def joint_symbol(bodies: Sequence[Organisation]) -> str:
    """ "HĐND-UBND-MTTQ": the signs of the parties in order of listing, as joint numbers are written."""
    return "-".join(body.kind.symbol or body.kind.code for body in bodies)


def joint_head(
    bodies: Sequence[Organisation], *, number: str, symbol: str, day: date | None, about: str = ""
) -> LetterHead:
    """All issuing bodies in full, the lead first, the locality once in the last line."""
    place = bodies[0].territory if bodies else None
    return LetterHead(
        issuers=tuple(Issuer(name=body.kind.heading or body.kind.name.upper()) for body in bodies),
        locality=str(place).upper() if place else "",
        number=number,
        symbol=symbol,
        place_name=place.name if place else "",
        day=day,
        about=about,
    )


def signature_of(body: Organisation) -> Signature:
    """TM. of the collective body, its head below: the default column before a signer is known."""
    name = (body.kind.heading or body.kind.name).upper()
    title = body.kind.head_title.upper() or _("CHỦ TỊCH")
    return Signature(authority=f"TM. {name}", titles=(title,))
