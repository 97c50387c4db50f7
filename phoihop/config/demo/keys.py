"""A key to try signing with: an issuer that exists in the demo alone, the chair's key file, a paper signed with it, one that waits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.files.base import ContentFile

from phoihop.config.demo.registers import at, draft, wearing
from phoihop.core.actions import perform
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.documents import actions as documents
from phoihop.documents.models import DocumentKind, OutgoingDocument
from phoihop.documents.signatures.block import person_block
from phoihop.documents.signatures.keys import FileKey
from phoihop.documents.signatures.matching import copy_to_sign
from phoihop.documents.signatures.placing import place
from phoihop.documents.signatures.signing import sign

ISSUER = "CA dữ liệu mẫu (không dùng thật)"
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC)
HOURS = (
    "I. LỊCH TIẾP\n- Chủ tịch UBND phường tiếp công dân sáng thứ Ba hằng tuần.\n"
    "II. ĐỊA ĐIỂM\nTrụ sở UBND phường, phòng tiếp công dân."
)
CHAIR, BODY = "Vũ Hoàng Nam", "UBND phường Minh Tân"


def folder() -> Path:
    """Where the key file of the demo lies."""
    return Path(settings.DATA) / "khoa-mau"


def _named(name: str, body: str) -> x509.Name:
    parts = ((NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, body), (NameOID.COMMON_NAME, name))
    return x509.Name([x509.NameAttribute(oid, words) for oid, words in parts])


def _issue(name: x509.Name, by: x509.Name, public: Any, private: Any, *, ca: bool) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(SINCE)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(private.public_key()), critical=False
        )
    )
    return made.sign(private, hashes.SHA256())


def keys(bodies: dict[str, Organisation], people: dict[str, Actor], *, phrase: str) -> None:
    """The issuer is trusted by the administrator; the chair signs one paper with his key."""
    top, own = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _n in range(2))
    name = _named(ISSUER, "Dữ liệu mẫu")
    root = _issue(name, name, top.public_key(), top, ca=True)
    mine = _issue(_named(CHAIR, BODY), name, own.public_key(), top, ca=False)
    secret = serialization.BestAvailableEncryption(phrase.encode())
    content = pkcs12.serialize_key_and_certificates(b"chutich", own, mine, [root], secret)
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder() / "chutich.p12").write_bytes(content)
    certificate = ContentFile(root.public_bytes(serialization.Encoding.PEM), name="ca-mau.pem")
    perform(
        documents.trust_root, actor=people["quantri"], at=at(date(2027, 7, 1)), upload=certificate,
        source="lập cùng dữ liệu mẫu, không phải nơi cấp thật", valid_from=date(2027, 1, 1),
    )  # fmt: skip
    _papers(bodies, people, FileKey(content=content, phrase=phrase))


def _papers(bodies: dict[str, Organisation], people: dict[str, Actor], key: FileKey) -> None:
    office, leader = wearing(people["chuyenvien"], bodies["UBND"], "clerk"), people["chutich"]
    given = {"owner": bodies["UBND"], "kind": DocumentKind.objects.get(pk="KH")}
    public = _locked(
        office, leader, date(2027, 7, 15), about="Lịch tiếp công dân quý III năm 2027", text=HOURS,
        copies=f"{bodies['MTTQ'].name}\nNiêm yết tại trụ sở",
        **given,
    )  # fmt: skip
    row = public.signatures.get()
    moment = at(date(2027, 7, 15), 14)
    bare = copy_to_sign(public)
    signed = sign(
        bare, key=key, at=moment, name=row.name, reason=f"{row.title}", box=place(bare, name=row.name),
        block=person_block(row.name, at=moment),
    )  # fmt: skip
    upload = ContentFile(signed, name="ban-ky-so.pdf")
    public = perform(
        documents.sign,
        public,
        actor=leader,
        at=moment,
        way="digital",
        signed_on=date(2027, 7, 15),
        upload=upload,
    )
    public = perform(
        documents.issue, public, actor=office, at=at(date(2027, 7, 15), 15), issued_on=date(2027, 7, 15)
    )
    perform(documents.make_public, public, actor=office, at=at(date(2027, 7, 15), 16))


def waiting(bodies: dict[str, Organisation], people: dict[str, Actor]) -> None:
    """One more plan, numbered this morning: it waits for the chair's key."""
    office, leader = wearing(people["chuyenvien"], bodies["UBND"], "clerk"), people["chutich"]
    given = {"owner": bodies["UBND"], "kind": DocumentKind.objects.get(pk="KH")}
    _locked(
        office, leader, date(2027, 8, 2), about="Kiểm tra việc niêm yết lịch tiếp công dân tại các tổ dân phố",
        copies=bodies["TTHDND"].name, text="I. NỘI DUNG\n- Kiểm tra 24 tổ dân phố, xong trước ngày 20/8/2027.", **given,
    )  # fmt: skip


def _locked(office: Actor, leader: Actor, day: date, **given: Any) -> OutgoingDocument:
    """Drafted, approved and numbered on one morning."""
    early = day.day == 2
    row = draft(office, at(day, 7 if early else 8), **given)
    row = perform(documents.approve, row, actor=leader, at=at(day, 7 if early else 9, 20))
    made: OutgoingDocument = perform(
        documents.lock_for_signing, row, actor=office, at=at(day, 7 if early else 10, 40), dated=day
    )
    return made
