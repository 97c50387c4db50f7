"""Is a PDF signed elsewhere, or here, this paper signed by this signer? What is not, is refused with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.documents.certificates import Root
from phoihop.documents.looks import Looks, looks
from phoihop.documents.marking import marked
from phoihop.documents.models import OutgoingDocument, Signature, Way, trusted_roots
from phoihop.documents.signatures.first import ready
from phoihop.documents.signatures.told import EXPIRED, TRUSTED, Found, Verified
from phoihop.documents.signatures.verify import verify
from phoihop.documents.wording import Compared, compare, pdf_file_words

#: Two papers of an office are compared in a second or two.
SECONDS = 40


class NotThis(Exception):
    """The file is not this paper signed by this signer; ``reason`` and ``instead`` in words."""

    def __init__(self, reason: str, *, instead: str) -> None:
        super().__init__(reason)
        self.reason, self.instead = reason, instead


@dataclass(frozen=True, kw_only=True)
class Matched:
    """What the check found, in one line for the record."""

    words: str
    found: Found


def bare_copy(document: OutgoingDocument) -> bytes:
    """The locked paper as PDF before anybody signed; equal records give equal bytes."""
    from phoihop.documents.pdf import write  # noqa: PLC0415 heavy: typst

    made = document.blocks()
    day = document.dated or document.locked_on
    at = datetime.combine(day, time(0, 0), tzinfo=timezone.get_default_timezone()).isoformat() if day else ""
    meta = {**made.meta, "record": document.code, **({"at": at} if at else {})}
    return write(marked(replace(made, code="documents.document", meta=meta), document.fingerprint))


def copy_to_sign(document: OutgoingDocument) -> bytes:
    """What the next signer signs: the PDF with the signatures given so far."""
    rows = [row for row in document.signatures.all() if row.way == Way.DIGITAL and row.file_id]
    if not rows:
        return bare_copy(document)
    last = rows[-1].file
    assert last is not None  # noqa: S101 just asked
    with default_storage.open(last.stored_as) as held:
        return bytes(held.read())


def match(document: OutgoingDocument, row: Signature, content: bytes, *, at: datetime) -> Matched:
    """NotThis unless the signatures hold, ``row``'s signer is among them, earlier ones too, and the text is the agreed one.

    Anybody can make a certificate with another's name: only that of an issuer trusted on the day counts.
    """
    found = verified_once(content, at=at)
    if found.unreadable or not found.signed:
        raise NotThis(
            found.unreadable or _("Tệp chưa có chữ ký số nào."),
            instead=_("Ký tệp PDF tải từ trang này rồi gửi lại."),
        )
    if not found.sound:
        why = next((s.problem or s.integrity_words for s in found.signatures if not s.sound), "")
        raise NotThis(
            f"{found.verdict} {why}".strip(),
            instead=_("Tải lại tệp PDF ở trang này, ký lại từ đầu; đừng sửa tệp sau khi ký."),
        )
    mine = _signature_of(row, found)
    if mine is None:
        names = "; ".join(_named(s) for s in found.signatures)
        raise NotThis(
            _("Chữ ký trong tệp là của %(found)s, không phải của %(wanted)s.") % {"found": names, "wanted": row.name},
            instead=_("Kiểm tra chứng thư dùng để ký, hoặc chọn lại người ký trên văn bản."),
        )  # fmt: skip
    if mine.issuer != TRUSTED:
        issuer = (mine.certificate.issuer if mine.certificate else "") or _("không rõ nơi cấp")
        raise NotThis(
            _("Chữ ký của %(who)s chưa được tính: %(why)s (nơi cấp ghi trong chứng thư: %(issuer)s).")
            % {"who": row.name, "why": mine.issuer_words, "issuer": issuer},
            instead=_("Nhờ quản trị thêm nơi cấp này ở mục Nơi cấp chứng thư số, kèm nguồn lấy, rồi gửi lại; hoặc ký trên giấy."),
        )  # fmt: skip
    for other in document.signatures.all():
        if other.way == Way.DIGITAL and other.pk != row.pk and not _still_there(other, found, content):
            raise NotThis(
                _("Tệp này thiếu chữ ký số đã có của %s.") % other.name,
                instead=_("Tải tệp PDF có đủ chữ ký trước ở trang này rồi ký tiếp."),
            )
    said = same_paper(document, content, found)
    return Matched(words="; ".join((_named(mine), mine.issuer_words, mine.agreement_words, said)), found=mine)


def _named(one: Found) -> str:
    who = one.certificate
    return ", ".join(p for p in (who.name, who.organisation) if p) if who else _("không rõ ai")


def _signature_of(row: Signature, found: Verified) -> Found | None:
    """By the name in the certificate, its tones too: the person's own; one under a trusted issuer before others."""
    mine = [s for s in found.signatures if s.certificate and s.certificate.names(row.name)]
    return next((s for s in mine if s.issuer == TRUSTED), mine[0] if mine else None)


def _still_there(other: Signature, found: Verified, content: bytes) -> bool:
    """The very file of an earlier signature goes on here, or the signature stands in it under a trusted issuer."""
    if other.file is not None:
        with default_storage.open(other.file.stored_as) as held:
            if content.startswith(held.read()):
                return True
    theirs = _signature_of(other, found)
    return theirs is not None and theirs.issuer == TRUSTED


def same_paper(document: OutgoingDocument, content: bytes, found: Verified) -> str:
    """How it is known that the file says and shows what was agreed; NotThis with what differs if it does not.

    Even what begins with our own copy may have had a note laid over it before it was signed: so the pages are
    drawn and compared in any case, outside the blocks of the signatures.
    """
    bare = bare_copy(document)
    frames = {s.field for s in found.signatures if s.issuer in (TRUSTED, EXPIRED)}
    ready()

    def work() -> tuple[Compared, Looks | None]:
        said = compare(pdf_file_words(bare), pdf_file_words(content))
        return said, looks(bare, content, frames=frames) if said.same else None

    try:
        compared, drawn = apart(work, seconds=SECONDS)
    except Died as error:
        raise NotThis(
            _("Không đọc được chữ và hình trong tệp này để so."),
            instead=_("Tải lại tệp PDF ở trang này rồi ký."),
        ) from error
    if drawn is None:
        told = "; ".join(
            _("“%(a)s” → “%(b)s”") % {"a": one.registered, "b": one.shown} for one in compared.places[:3]
        )
        raise NotThis(
            _("Chữ trong tệp khác bản đã khóa: %s.") % told,
            instead=_("Ký đúng tệp PDF tải từ trang này; bản khác thì trả về soạn lại."),
        )
    if not drawn.same or found.warnings:
        why = "; ".join(drawn.reasons()) or " ".join(found.warnings)
        raise NotThis(
            _("Tệp này hiện ra khác bản đã khóa, dù chữ bên dưới giống: %s.") % why.rstrip("."),
            instead=_("Tải lại tệp PDF ở trang này, ký lại; đừng sửa, ghi chú hay in lại tệp trước khi ký."),
        )
    whole = content.startswith(bare)
    said = _("đúng tệp của văn bản đã khóa") if whole else _("giống từng chữ, từng trang in bản đã khóa")
    return f"{said}; {_('khung chữ ký đè lên chữ “%s”') % drawn.over}" if drawn.over else said


def verified_once(content: bytes, *, at: datetime) -> Verified:
    """Checked before a record is locked for writing, and asked again inside: the same file is examined once."""
    return _verified(content, trusted_roots(timezone.localdate(at)), at.replace(second=0, microsecond=0))


@lru_cache(maxsize=2)
def _verified(content: bytes, roots: tuple[Root, ...], at: datetime) -> Verified:
    return verify(content, roots=roots, at=at)
