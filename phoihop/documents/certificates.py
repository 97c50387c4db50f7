"""Whose certificates are trusted here: roots an administrator put in, each with the days it holds for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Root:
    """The certificate of an issuer (DER), trusted from a day to a day (not included)."""

    name: str
    der: bytes
    valid_from: date
    valid_to: date | None = None

    def held_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Read:
    """What a certificate file says, before anybody trusts it."""

    der: bytes
    name: str
    issuer: str
    sha256: str
    not_before: date
    not_after: date
    authority: bool


class NoCertificate(ValueError):
    """The bytes are no certificate of an issuer; the message says what they are."""


def read_certificate(content: bytes) -> Read:
    """A certificate in PEM or DER; :class:`NoCertificate` if it is neither."""
    from cryptography import x509  # noqa: PLC0415 heavy: only where certificates are read

    try:
        load = x509.load_pem_x509_certificate if b"-----BEGIN" in content else x509.load_der_x509_certificate
        found = load(content)
    except ValueError as error:
        raise NoCertificate("không phải chứng thư số (PEM hoặc DER)") from error
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 as above

    try:
        basic = found.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        authority = found.issuer == found.subject
    else:
        authority = bool(basic.ca)
    der = found.public_bytes(Encoding.DER)
    return Read(
        der=der, name=_named(found.subject), issuer=_named(found.issuer), sha256=hashlib.sha256(der).hexdigest(),
        not_before=found.not_valid_before_utc.date(), not_after=found.not_valid_after_utc.date(),
        authority=authority,
    )  # fmt: skip


def _named(name: Any) -> str:
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 as above

    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := name.get_attributes_for_oid(oid):
            return str(found[0].value)
    return str(name.rfc4514_string())


def held(roots: Iterable[Root], day: date) -> tuple[Root, ...]:
    return tuple(root for root in roots if root.held_on(day))
