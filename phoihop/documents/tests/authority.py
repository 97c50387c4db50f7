"""A test authority: a root, an issuer under it, and the keys of invented signers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from phoihop.documents.certificates import Root

PHRASE = "mật khẩu thử 1"
START = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
END = datetime.datetime(2036, 1, 1, tzinfo=datetime.UTC)


def named(name: str, organisation: str = "", unit: str = "", title: str = "") -> x509.Name:
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation),
             (NameOID.ORGANIZATIONAL_UNIT_NAME, unit), (NameOID.TITLE, title), (NameOID.COMMON_NAME, name)]  # fmt: skip
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text])


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def issue(
    name: x509.Name, *, by: Holder | None, ca: bool, start: datetime.datetime = START,
    end: datetime.datetime = END, bits: int = 2048, usage: str = "sign",
) -> Holder:  # fmt: skip
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.certificate.subject if by else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=usage == "sign", content_commitment=usage == "sign",
                key_encipherment=usage == "encrypt", data_encipherment=False, key_agreement=False,
                key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
    )  # fmt: skip
    issuer = by.certificate if by else None
    authority = issuer.public_key() if issuer else key.public_key()
    assert isinstance(authority, rsa.RSAPublicKey)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(authority), critical=False
    )
    return Holder(key, builder.sign(by.key if by else key, hashes.SHA256()))


ROOT = "CA thử nghiệm gốc"


@cache
def root(name: str) -> Holder:
    return issue(named(name, "Cơ quan thử nghiệm"), by=None, ca=True)


@cache
def issuer(under: str) -> Holder:
    return issue(named(f"{under}, phát hành", "Cơ quan thử nghiệm"), by=root(under), ca=True)


@cache
def signer(name: str, organisation: str = "", title: str = "", *, under: str = ROOT) -> Holder:
    return issue(named(name, organisation, title=title), by=issuer(under), ca=False)


def trusted(name: str = ROOT) -> tuple[Root, ...]:
    return (Root(name=name, der=root(name).der, valid_from=datetime.date(2026, 1, 1)),)


def key_file(holder: Holder, phrase: str = PHRASE, *, under: str = ROOT) -> bytes:
    above = [issuer(under).certificate, root(under).certificate]
    return pkcs12.serialize_key_and_certificates(
        b"ky", holder.key, holder.certificate, above,
        serialization.BestAvailableEncryption(phrase.encode()),
    )  # fmt: skip


def curve_key_file(name: str, phrase: str = PHRASE) -> bytes:
    """A signer with an elliptic key, as newer tokens have."""
    key = ec.generate_private_key(ec.SECP256R1())
    by = issuer(ROOT)
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name)).issuer_name(by.certificate.subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(START).not_valid_after(END)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )  # fmt: skip
    certificate = builder.sign(by.key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        b"ky", key, certificate, [by.certificate, root(ROOT).certificate],
        serialization.BestAvailableEncryption(phrase.encode()),
    )  # fmt: skip
