"""Who signed as the register has it, beside the signatures of the file: a name in a certificate is no person yet.

Anybody can make a certificate with another's name. A signature is told as the registered signer's only under an
issuer that is trusted, with the very name, and with the certificate the register holds where it holds one.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.core.text import fold
from phoihop.documents.models import FileState, Signature, Way
from phoihop.documents.signatures.told import EXPIRED, TRUSTED, Found, Verified

SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Signer:
    """``in_file``: what the file shows of this signer, in words, with the mark it is shown by."""

    name: str
    title: str
    body: str
    capacity: str
    way: str
    signed_on: date | None
    in_file: str = ""
    shape: str = ""


def signer(row: Signature, verified: Verified | None, *, asked: bool, kept: bool) -> Signer:
    """``asked``: a file was shown. ``kept``: it is the very file the register holds."""
    words, shape = _in_file(row, verified.signatures if verified else (), kept=kept) if asked else ("", "")
    return Signer(
        name=row.name, title=row.title, body=row.body.name, capacity=row.capacity_label, way=row.way_label,
        signed_on=row.signed_on, in_file=words, shape=shape,
    )  # fmt: skip


def doubts(verified: Verified | None, *, kept: bool) -> tuple[str, ...]:
    """Why the signatures of the file do not carry it; nothing where each is sound and trusted, or there is none."""
    if verified is None or not (verified.signed or verified.unreadable):
        return ()
    if verified.unreadable:
        return (verified.unreadable,)
    said = []
    broken = sum(not s.sound for s in verified.signatures)
    if broken or verified.more:
        said.append(verified.verdict)
    strange = [s for s in verified.signatures if s.sound and not counts(s, kept=kept)]
    if strange:
        names = (s.certificate.name if s.certificate else _("không rõ") for s in strange)
        said.append(
            _(
                "Chữ ký mang tên %s chưa được xác nhận nơi cấp: ai cũng tự lập được chứng thư mang tên người khác."
            )
            % "; ".join(dict.fromkeys(names))
        )
    return tuple(said)


def counts(one: Found, *, kept: bool) -> bool:
    """Sound and of a trusted issuer; a certificate may have run out since the register took this very file in."""
    return one.sound and (one.issuer == TRUSTED or (kept and one.issuer == EXPIRED))


def _in_file(row: Signature, held: Sequence[Found], *, kept: bool) -> tuple[str, str]:
    if not held:
        return _("Không có chữ ký số"), "thieu"
    named = [s for s in held if s.certificate and s.certificate.names(row.name)]
    good = [s for s in named if counts(s, kept=kept)]
    if good:
        own = certificates(row)
        if own and not any(s.certificate and s.certificate.sha256 in own for s in good):
            return _("Có chữ ký cùng tên, chứng thư khác chứng thư trong sổ"), "thieu"
        return _("Có, nguyên vẹn"), "xong"
    if any(not s.sound for s in named):
        return _("Có, không giữ được"), "tre"
    alike = [s for s in held if s.certificate and fold(s.certificate.name) == fold(row.name)]
    if named or alike:
        return _("Có chữ ký mang tên này, chưa rõ ai cấp: không tính"), "tre"
    return _("Chữ ký trong tệp không phải của người này"), "thieu"


def certificates(row: Signature) -> frozenset[str]:
    """Fingerprints of the certificates in the file the register holds for a digital signature; none where it holds none."""
    file = row.file
    if row.way != Way.DIGITAL or file is None or file.state != FileState.KEPT:
        return frozenset()
    if not default_storage.exists(file.stored_as):
        return frozenset()
    with default_storage.open(file.stored_as) as held:
        content = held.read()
    try:
        return frozenset(apart(lambda: _of(content), seconds=SECONDS))
    except Died:
        return frozenset()


def _of(content: bytes) -> list[str]:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 heavy: only where signatures are read

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    held = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return [hashlib.sha256(one.signer_cert.dump()).hexdigest() for one in held]
