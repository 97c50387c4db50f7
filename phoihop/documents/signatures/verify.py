"""Verifying a PDF: two validators asked apart, their answers laid side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.documents.certificates import Root
from phoihop.documents.signatures.first import first, ready
from phoihop.documents.signatures.second import Missing, second
from phoihop.documents.signatures.told import (
    AGREE,
    ALONE,
    BROKEN,
    DISAGREE,
    EXPIRED,
    INTACT,
    TRUSTED,
    UNFIT,
    UNREADABLE,
    Found,
    Second,
    Verified,
)

#: A file that takes longer is not a paper of an office.
SECONDS = 60
LIMIT = 30 << 20


def verify(content: bytes, *, roots: Iterable[Root], at: datetime) -> Verified:
    """Who signed, when, what is covered, what came after, whether both validators say the same."""
    if len(content) > LIMIT:
        return Verified(unreadable=_("Tệp nặng quá %d MB, không kiểm được chữ ký.") % (LIMIT >> 20))
    if not content[:1024].lstrip().startswith(b"%PDF-"):
        return Verified(unreadable=_("Đây không phải tệp PDF."))
    held = tuple(roots)
    ready()
    try:
        found, asked = apart(lambda: first(content, held, at=at), seconds=SECONDS)
    except Died:
        return Verified(unreadable=_("Không đọc được tệp PDF này trong thời gian cho phép."))
    if not found.signatures:
        return found
    try:
        others = second(
            content, asked, (root for root in held if root.held_on(timezone.localdate(at))), at=at
        )
    except Missing as missing:
        return replace(found, second_missing=str(missing))
    pairs = zip(found.signatures, asked, strict=True)
    return replace(found, signatures=tuple(_beside(one, others.get(about.ranges)) for one, about in pairs))


def _beside(one: Found, other: Second | None) -> Found:
    """The same signature by both; where they differ, each difference in a sentence."""
    if other is None:
        if one.integrity == INTACT:
            said = _("Bộ kiểm tra thứ hai không thấy chữ ký này.")
            return replace(one, agreement=DISAGREE, differs=(said,))
        return replace(one, agreement=ALONE)
    said_apart = tuple(_differences(one, other))
    return replace(one, second=other, differs=said_apart, agreement=DISAGREE if said_apart else AGREE)


def _differences(one: Found, other: Second) -> Iterable[str]:
    if (one.integrity == INTACT) != (other.integrity == INTACT):
        yield _("Tính toàn vẹn: một bộ nói giữ được, bộ kia nói không.")
    if BROKEN in (one.integrity, other.integrity) or UNREADABLE in (one.integrity, other.integrity):
        return
    if one.certificate and one.certificate.name != other.name:
        yield _("Người ký: “%(one)s” và “%(other)s”.") % {"one": one.certificate.name, "other": other.name}
    if other.issuer and not _same_issuer(one.issuer, other.issuer):
        yield _("Nơi cấp chứng thư: một bộ xác nhận được, bộ kia không.")
    if one.whole != other.whole:
        yield _("Phạm vi: một bộ nói chữ ký phủ cả tệp, bộ kia nói không.")


def _same_issuer(one: str, other: str) -> bool:
    """Trusted by both or by neither; why not is told in finer words by the first alone."""
    return (one == TRUSTED) == (other == TRUSTED) or (EXPIRED in (one, other) and UNFIT not in (one, other))
