"""The first validator: pyHanko, with its analysis of what came after each signature. No network."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.documents.certificates import Root
from phoihop.documents.signatures import revisions
from phoihop.documents.signatures.second import CHAIN, Asked, ranges_key
from phoihop.documents.signatures.signing import run
from phoihop.documents.signatures.told import (
    BROKEN,
    EXPIRED,
    INTACT,
    REVOKED,
    TRUSTED,
    UNFIT,
    UNKNOWN,
    UNREADABLE,
    Certificate,
    Found,
    Verified,
)

#: More than any paper has; the rest is counted, not examined.
MOST = 40
#: Every signature has this key.
_RANGE = b"/ByteRange"


def ready() -> None:
    """Load the library here, so that the process made for each file has it already."""
    import pymupdf  # noqa: PLC0415 as above

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # names and reasons of signers are no log lines
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    pymupdf.TOOLS.mupdf_display_errors(False)


def first(content: bytes, roots: Iterable[Root], *, at: datetime) -> tuple[Verified, tuple[Asked, ...]]:
    """What pyHanko says, and for each signature what the second validator is asked about."""
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 heavy: only where signatures are read

    try:
        reader = _opened(content)
        if reader.encrypted:
            return Verified(encrypted=True, unreadable=_("Tệp PDF đặt mật khẩu, không kiểm được chữ ký.")), ()
        held = sorted(reader.embedded_signatures, key=lambda s: int(s.signed_revision))
    except (PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return Verified(unreadable=_("Tệp PDF hỏng hoặc viết sai quy cách, không đọc được chữ ký.")), ()
    signatures = [s for s in held if s.sig_object_type == "/Sig"]
    context = _Context(reader, list(roots), at)
    looked = revisions.Revisions(content)
    found, keys = [], []
    for order, one in enumerate(signatures[:MOST], start=1):
        keys.append(Asked(_ranges(one), _chain(one)))
        found.append(_examined(one, order, context, looked))
    covered = max((one.covered for one in found), default=0)
    warnings = (*revisions.warnings(reader), *revisions.beyond(content, covered))
    verified = Verified(signatures=tuple(found), more=max(len(signatures) - MOST, 0), warnings=warnings)
    return verified, tuple(keys)


def _opened(content: bytes) -> Any:
    """Read as strictly as the standard has it; leniently where no signature is in it, as scanners write their files."""
    from pyhanko.pdf_utils.misc import PdfStrictReadError  # noqa: PLC0415 as above
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 as above

    try:
        return PdfFileReader(io.BytesIO(content))
    except PdfStrictReadError:
        if _RANGE in content:
            raise
        return PdfFileReader(io.BytesIO(content), strict=False)


def _ranges(one: Any) -> str:
    try:
        numbers = [int(n) for n in one.byte_range]
    except (ValueError, TypeError):
        return ""
    return ranges_key(v for a, n in zip(numbers[::2], numbers[1::2], strict=False) for v in (a, a + n))


def _trouble() -> tuple[type[Exception], ...]:
    """What the library raises over signatures that are badly made or meant to harm."""
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 as above
    from pyhanko.sign.general import CMSExtractionError, SigningError  # noqa: PLC0415 as above
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415 as above

    return (
        PdfError, SignatureValidationError, SigningError, CMSExtractionError, ValueError, TypeError, KeyError,
        AttributeError, IndexError, NotImplementedError, OverflowError, RecursionError,
    )  # fmt: skip


def _chain(one: Any) -> tuple[bytes, ...]:
    try:
        return (one.signer_cert.dump(), *(c.dump() for c in list(one.other_embedded_certs)[: CHAIN - 1]))
    except _trouble():
        return ()


def _examined(one: Any, order: int, context: _Context, looked: revisions.Revisions) -> Found:
    """Never an exception: a signature that cannot be read is one that says nothing."""
    from pyhanko.sign.validation import SignatureCoverageLevel as Level  # noqa: PLC0415 as above

    field = str(one.field_name)[:200]
    try:
        status = context.status(one)
        certificate = _certificate(one.signer_cert, status.validation_path)
    except _trouble():
        return Found(field=field, order=order, integrity=UNREADABLE, allowed=False)
    intact = bool(status.intact and status.valid)
    end = _end(one)
    whole = status.coverage == Level.ENTIRE_FILE
    proper = status.coverage >= Level.ENTIRE_REVISION
    issuer, why = context.issuer(one, status)
    later, ours = looked.after(end) if intact and not whole else ((), True)
    allowed, problem = True, ""
    if intact and not proper:
        allowed, problem = False, _("Chữ ký không phủ trọn văn bản lúc ký: có phần nằm ngoài chữ ký.")
    elif intact and not whole and not (_lawful(status) and ours):
        allowed = False
        problem = _("Sau chữ ký này tệp còn bị thay đổi, không phải chỉ thêm chữ ký.")
    stamp = status.timestamp_validity
    return Found(
        field=field, order=order, integrity=INTACT if intact else BROKEN, certificate=certificate, issuer=issuer,
        issuer_why=why, revocation=context.revocation(status), said_at=status.signer_reported_dt,
        stamped_at=stamp.timestamp if stamp and stamp.valid and stamp.intact else None,
        stamp_trusted=bool(stamp and stamp.trusted), reason=_text(revisions.item(one.sig_object, "/Reason")),
        whole=whole, covered=end, allowed=allowed, later=later, problem=problem,
    )  # fmt: skip


def _lawful(status: Any) -> bool:
    """Only signatures and what keeps them checkable were added; no field but signature fields changed."""
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415 as above

    level = status.modification_level
    return level is not None and level <= ModificationLevel.FORM_FILLING and bool(status.docmdp_ok)


def _end(one: Any) -> int:
    numbers = [int(n) for n in one.byte_range]
    return numbers[-2] + numbers[-1]


def _text(value: Any) -> str:
    return " ".join(str(value).split())[:300] if isinstance(value, str) else ""


def _certificate(found: Any, path: Any) -> Certificate:
    name = found.subject.native

    def part(key: str) -> str:
        value = name.get(key, "")
        return _text(" ".join(value) if isinstance(value, list) else value)

    issuer = found.issuer.native
    named = issuer.get("common_name") or issuer.get("organization_name") or ""
    top = next(iter(path)).subject.native.get("common_name", "") if path else ""
    return Certificate(
        name=part("common_name"), organisation=part("organization_name"), unit=part("organizational_unit_name"),
        title=part("title"), place=part("locality_name") or part("state_or_province_name"),
        subject=_text(found.subject.human_friendly), issuer=_text(named if isinstance(named, str) else named[0]),
        serial=f"{found.serial_number:x}"[:64], sha256=hashlib.sha256(found.dump()).hexdigest(),
        valid_from=found.not_valid_before, valid_to=found.not_valid_after, root=_text(top),
    )  # fmt: skip


class _Context:
    """Trust, and what the file itself brings about revocation."""

    def __init__(self, reader: Any, roots: list[Root], at: datetime) -> None:
        self.reader, self.roots, self.at = reader, roots, at

    def _held(self, one: Any, moment: datetime) -> Any:
        from asn1crypto import x509  # noqa: PLC0415 heavy: only where signatures are read
        from pyhanko.sign.validation import DocumentSecurityStore  # noqa: PLC0415 as above
        from pyhanko.sign.validation.errors import NoDSSFoundError  # noqa: PLC0415 as above
        from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 as above

        trusted = [x509.Certificate.load(r.der) for r in self.roots if r.held_on(timezone.localdate(moment))]
        crls, ocsps = _archived(one)
        given: dict[str, Any] = {
            "trust_roots": trusted, "allow_fetching": False, "moment": moment, "revocation_mode": "soft-fail",
            "retroactive_revinfo": True, "crls": crls, "ocsps": ocsps,
        }  # fmt: skip
        try:
            store = DocumentSecurityStore.read_dss(self.reader)
        except (NoDSSFoundError, ValueError, KeyError, TypeError):
            return ValidationContext(**given)
        return store.as_validation_context(given)

    def status(self, one: Any, moment: datetime | None = None) -> Any:
        from pyhanko.sign.validation import (  # noqa: PLC0415 as above
            KeyUsageConstraints,
            async_validate_pdf_signature,
        )

        # a certificate that names no uses may be used for all of them (RFC 5280)
        uses = {"digital_signature", "non_repudiation"} if one.signer_cert.key_usage_value else set()
        usage = KeyUsageConstraints(key_usage=uses, match_all_key_usages=False)
        context = self._held(one, moment or self.at)
        return run(async_validate_pdf_signature(one, context, key_usage_settings=usage))

    def issuer(self, one: Any, status: Any) -> tuple[str, str]:
        """Trusted, unknown, expired since, revoked or unfit; and a sentence where more is to be said."""
        if status.revoked:
            when = status.revocation_details.revocation_date
            return REVOKED, _("Nơi cấp thu hồi chứng thư từ %s.") % f"{when:%d/%m/%Y}"
        if status.trusted:
            return TRUSTED, ""
        signed, until = status.signer_reported_dt, one.signer_cert.not_valid_after
        if signed and signed <= until < self.at and self.status(one, signed).trusted:
            return EXPIRED, _("Chứng thư hết hạn ngày %s.") % f"{until:%d/%m/%Y}"
        problem = getattr(status.trust_problem_indic, "name", "")
        if "OUT_OF_BOUNDS" in problem or "EXPIRED" in problem:
            return UNFIT, _("Chứng thư không còn hạn, hoặc chưa có hạn, lúc ký.")
        if "REVOKED" in problem:
            return REVOKED, ""
        unknown = problem in ("NO_CERTIFICATE_CHAIN_FOUND", "CERTIFICATE_CHAIN_GENERAL_FAILURE", "")
        return (UNKNOWN if unknown else UNFIT), ""

    def revocation(self, status: Any) -> str:
        if status.revoked:
            return "revoked"
        held = _brings_word(self.reader)
        return "good" if held and status.trusted else "none"


def _archived(one: Any) -> tuple[list[Any], list[Any]]:
    """Revocation information inside the signature itself (Adobe's attribute)."""
    crls: list[Any] = []
    ocsps: list[Any] = []
    try:
        for attribute in one.signer_info["signed_attrs"]:
            if attribute["type"].native == "adobe_revocation_info_archival":
                value = attribute["values"][0]
                crls += list(value["crl"] or ())
                ocsps += list(value["ocsp"] or ())
    except (ValueError, KeyError, TypeError, AttributeError):
        return [], []
    return crls, ocsps


def _brings_word(reader: Any) -> bool:
    store = revisions.item(reader.root, "/DSS") or {}
    return bool(revisions.item(store, "/OCSPs") or revisions.item(store, "/CRLs"))
