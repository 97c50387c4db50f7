"""In what capacity somebody signs for a body, and how the signing column is printed (R-2; NĐ 30/2020, Điều 13)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from phoihop.core import moment, papers
from phoihop.core.actions import Refused
from phoihop.core.text import fold
from phoihop.directory.models import Appointment, Organisation
from phoihop.documents.models import Capacity, Signature, headed_on

_DEPUTY = re.compile(r"pho\b")
_ACTING = re.compile(r"(quyen|q)\b\.?")
#: Names of bodies that follow a title in a list of people and are not printed again under the authority.
_BODY_WORDS = re.compile(
    r"\s+(HĐND|UBND|UBMTTQ\w*|UB\s*MTTQ\w*|MTTQ\w*|Hội đồng nhân dân|Ủy ban nhân dân|Ủy ban Mặt trận.*)\b.*$"
)


def is_collective(body: Organisation) -> bool:
    """It decides as a collective and signs TM.; no single act lists which bodies do, so the rows say it."""
    return body.kind_id not in headed_on(moment.today())


def is_deputy(title: str) -> bool:
    return bool(_DEPUTY.match(fold(title)))


def usual(appointment: Appointment, body: Organisation) -> str:
    """The capacity in which the holder of this position usually signs for the body."""
    if appointment.body_id != body.pk:
        return Capacity.TL
    if is_deputy(appointment.title):
        return Capacity.KT
    if _ACTING.match(fold(appointment.title)):
        return Capacity.Q
    return Capacity.TM if is_collective(body) else Capacity.HEAD


def head_of(body: Organisation, held: Iterable[Appointment]) -> Appointment | None:
    """Who signs if nobody else is chosen: the head, in his absence a deputy; None if neither is on record."""
    own = [a for a in held if a.body_id == body.pk]
    wanted = fold(body.kind.head_title)
    heads = [a for a in own if not is_deputy(a.title) and (not wanted or fold(a.title).startswith(wanted))]
    deputies = [a for a in own if is_deputy(a.title)]
    return next(iter(sorted(heads, key=_order) or sorted(deputies, key=_order)), None)


def _order(appointment: Appointment) -> tuple[int, int]:
    return (appointment.rank, appointment.pk)


def need_valid(
    appointment: Appointment, body: Organisation, capacity: str, *, on: date, basis: str = ""
) -> None:
    """R-2: a position held on the day, in the body it signs for, in a capacity that fits the title."""
    if not appointment.held_on(on):
        raise Refused(
            _("%(who)s không giữ chức vụ %(title)s vào ngày %(day)s.")
            % {"who": appointment.person.full_name, "title": appointment.title, "day": f"{on:%d/%m/%Y}"},
            instead=_("Chọn người ký khác, hoặc ghi lại chức vụ ở Nhân sự."), step="documents.choose_signer",
        )  # fmt: skip
    own = appointment.body_id == body.pk
    if capacity in (Capacity.HEAD, Capacity.TM, Capacity.KT, Capacity.Q) and not own:
        raise Refused(
            _("%(title)s không phải chức vụ của %(body)s.") % {"title": appointment.title, "body": body},
            instead=_("Chọn TL. (thừa lệnh) hoặc TUQ. (thừa ủy quyền)."), field="capacity",
        )  # fmt: skip
    if capacity in (Capacity.TM, Capacity.HEAD, Capacity.Q) and is_deputy(appointment.title):
        raise Refused(
            _("Cấp phó không ký với tư cách này."),
            instead=_("Chọn KT. (ký thay cấp trưởng)."),
            field="capacity",
        )
    if capacity == Capacity.KT and not is_deputy(appointment.title):
        raise Refused(_("KT. là của cấp phó ký thay cấp trưởng."), instead=_("Chọn TM."), field="capacity")
    if capacity == Capacity.TUQ and not basis.strip():
        raise Refused(
            _("Thừa ủy quyền phải có văn bản ủy quyền, có thời hạn và nội dung."),
            instead=_("Ghi số, ngày văn bản ủy quyền."), field="basis",
        )  # fmt: skip


def printed_title(title: str) -> str:
    """ "PHÓ CHỦ TỊCH" from "Phó Chủ tịch UBND phường"."""
    return _BODY_WORDS.sub("", title).strip().upper()


def column(signature: Signature) -> papers.Signature:
    """The signing column as printed: authority, title, name."""
    body, title = signature.body, printed_title(signature.title)
    head = (body.kind.head_title or _("Chủ tịch")).upper()
    whole = f"TM. {(body.kind.heading or body.kind.name).upper()}"
    name = signature.name
    match signature.capacity:
        case Capacity.TM:
            return papers.Signature(authority=whole, titles=(title,), name=name)
        case Capacity.KT if is_collective(body):
            return papers.Signature(authority=whole, titles=(f"KT. {head}", title), name=name)
        case Capacity.Q:
            acting = f"Q. {head}"
            if is_collective(body):
                return papers.Signature(authority=whole, titles=(acting,), name=name)
            return papers.Signature(authority=acting, name=name)
        case Capacity.KT | Capacity.TL | Capacity.TUQ:
            return papers.Signature(authority=f"{signature.capacity}. {head}", titles=(title,), name=name)
        case _:
            return papers.Signature(authority=title, name=name)
