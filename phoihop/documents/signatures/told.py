"""What verifying tells about a PDF: plain values, with the words a clerk reads."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

INTACT, BROKEN, UNREADABLE = "intact", "broken", "unreadable"
TRUSTED, UNKNOWN, EXPIRED, REVOKED, UNFIT = "trusted", "unknown", "expired", "revoked", "unfit"
AGREE, DISAGREE, ALONE = "agree", "disagree", "alone"

INTEGRITY: dict[str, Any] = {
    INTACT: _("nguyên vẹn"),
    BROKEN: _("không nguyên vẹn: nội dung đã bị sửa sau khi ký, hoặc chữ ký bị sửa"),
    UNREADABLE: _("không đọc được chữ ký này"),
}
ISSUER: dict[str, Any] = {
    TRUSTED: _("nơi cấp chứng thư đã được xác nhận"),
    UNKNOWN: _("chưa xác nhận được nơi cấp chứng thư"),
    EXPIRED: _("chứng thư đã hết hạn; lúc ký còn hạn, theo giờ người ký tự ghi"),
    REVOKED: _("chứng thư đã bị thu hồi"),
    UNFIT: _("chứng thư không dùng để ký văn bản được, hoặc không còn hạn lúc ký"),
}
REVOCATION: dict[str, Any] = {
    "good": _("tệp có kèm xác nhận của nơi cấp: chứng thư chưa bị thu hồi"),
    "revoked": _("tệp có kèm tin của nơi cấp: chứng thư đã bị thu hồi"),
    "none": _("tệp không kèm tin về thu hồi chứng thư; không hỏi qua mạng"),
}
AGREEMENT: dict[str, Any] = {
    AGREE: _("hai bộ kiểm tra độc lập cho cùng kết quả"),
    DISAGREE: _("hai bộ kiểm tra KHÔNG cho cùng kết quả"),
    ALONE: _("chỉ một bộ kiểm tra làm được"),
}


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """Whom the certificate names, and who issued it."""

    name: str
    organisation: str = ""
    unit: str = ""
    title: str = ""
    place: str = ""
    subject: str = ""
    issuer: str = ""
    serial: str = ""
    sha256: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    root: str = ""

    def names(self, person: str) -> bool:
        """The person's own name, its tones too; who of that name it is, an issuer vouches for or nobody."""
        return bool(person.strip()) and _plain(self.name) == _plain(person)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass(frozen=True, kw_only=True)
class Second:
    """What the second validator (pdfsig) says about the same signature."""

    field: str
    name: str
    integrity: str
    whole: bool
    issuer: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One signature of the file."""

    field: str
    order: int
    integrity: str
    certificate: Certificate | None = None
    issuer: str = UNKNOWN
    issuer_why: str = ""
    revocation: str = "none"
    said_at: datetime | None = None
    stamped_at: datetime | None = None
    stamp_trusted: bool = False
    reason: str = ""
    whole: bool = False
    covered: int = 0
    allowed: bool = True
    later: tuple[str, ...] = ()
    problem: str = ""
    second: Second | None = None
    agreement: str = ALONE
    differs: tuple[str, ...] = ()

    @property
    def at(self) -> datetime | None:
        return self.stamped_at or self.said_at

    @property
    def sound(self) -> bool:
        """Intact, nothing but further signatures after it, and no disagreement. Says nothing of the issuer."""
        return self.integrity == INTACT and self.allowed and self.agreement != DISAGREE

    @property
    def green(self) -> bool:
        """All that can be asked of a signature: sound, issuer known, both validators."""
        both = self.second is not None and self.second.issuer == TRUSTED
        return self.sound and self.issuer == TRUSTED and self.agreement == AGREE and both

    @property
    def integrity_words(self) -> str:
        return str(INTEGRITY[self.integrity])

    @property
    def issuer_words(self) -> str:
        return str(ISSUER[self.issuer])

    @property
    def revocation_words(self) -> str:
        return str(REVOCATION[self.revocation])

    @property
    def agreement_words(self) -> str:
        said = str(AGREEMENT[self.agreement])
        if self.second and not self.second.issuer:
            return f"{said}; {_('nơi cấp chỉ một bộ xem được (máy chủ chưa cài libnss3-tools)')}"
        return said


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What one PDF holds: its signatures in the order they were made, and what is worth a warning."""

    signatures: tuple[Found, ...] = ()
    more: int = 0
    encrypted: bool = False
    unreadable: str = ""
    warnings: tuple[str, ...] = ()
    second_missing: str = ""

    @property
    def signed(self) -> bool:
        return bool(self.signatures)

    @property
    def sound(self) -> bool:
        return self.signed and not self.more and all(s.sound for s in self.signatures)

    @property
    def green(self) -> bool:
        return self.signed and not self.more and all(s.green for s in self.signatures)

    @property
    def verdict(self) -> str:
        """One sentence over all signatures."""
        if self.unreadable:
            return self.unreadable
        if not self.signed:
            return str(_("Tệp không có chữ ký số."))
        count = len(self.signatures)
        if self.more:
            return (
                str(_("Tệp có quá nhiều chữ ký; chỉ kiểm %d chữ ký đầu, không kết luận cho cả tệp.")) % count
            )
        if any(s.agreement == DISAGREE for s in self.signatures):
            return str(_("Hai bộ kiểm tra không cho cùng kết quả: chưa được tin chữ ký nào của tệp này."))
        if not self.sound:
            bad = sum(not s.sound for s in self.signatures)
            return str(_("%(bad)d trên %(count)d chữ ký không giữ được: xem từng chữ ký.")) % {
                "bad": bad, "count": count,
            }  # fmt: skip
        if self.green:
            return str(_("%d chữ ký nguyên vẹn, nơi cấp đã xác nhận, hai bộ kiểm tra khớp nhau.")) % count
        return str(_("%d chữ ký nguyên vẹn; xem từng chữ ký còn điều gì chưa xác nhận được.")) % count
