"""What a signer signs with: a key file (PKCS#12) or a device (PKCS#11), behind one interface.

The pass phrase lives as long as the call: it is no field of anything kept, shown or logged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

#: A key file holds one key and a few certificates.
LIMIT = 256 << 10
WEAK_RSA, WEAK_CURVE = 2048, 256


class KeyRefused(Exception):
    """This key cannot sign; ``reason`` says why, ``instead`` what to do, ``field`` which box is meant."""

    def __init__(self, reason: str, *, instead: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.instead, self.field = reason, instead, field


class Key(Protocol):
    def signer(self) -> Any:
        """A context that gives pyHanko's signer; :class:`KeyRefused` if the key cannot be opened."""


@dataclass(frozen=True, kw_only=True)
class FileKey:
    """A key file (.p12, .pfx) with its pass phrase."""

    content: bytes = field(repr=False)
    phrase: str = field(repr=False)

    @contextmanager
    def signer(self) -> Iterator[Any]:
        from asn1crypto import pkcs12  # noqa: PLC0415 heavy: only when somebody signs
        from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415 as above

        if len(self.content) > LIMIT:
            raise _no_key_file()
        try:
            shape = pkcs12.Pfx.load(self.content, strict=True)
            held = shape["auth_safe"]["content_type"].native
        except (ValueError, TypeError) as error:
            raise _no_key_file() from error
        if held not in ("data", "signed_data"):
            raise _no_key_file()
        try:
            signer = SimpleSigner.load_pkcs12_data(
                self.content, other_certs=[], passphrase=self.phrase.encode()
            )
        except ValueError as error:
            raise _not_opened() from error
        except AttributeError as error:  # the file has certificates and no key
            raise KeyRefused(
                _("Tệp này chỉ có chứng thư, không có khóa ký."),
                instead=_("Xuất lại tệp khóa có cả khóa riêng (.p12, .pfx)."), field="key_file",
            ) from error  # fmt: skip
        yield signer


def _no_key_file() -> KeyRefused:
    return KeyRefused(
        _("Đây không phải tệp khóa ký số."), instead=_("Chọn tệp .p12 hoặc .pfx do nơi cấp giao."),
        field="key_file",
    )  # fmt: skip


def _not_opened() -> KeyRefused:
    return KeyRefused(
        _("Mật khẩu của tệp khóa chưa đúng."),
        instead=_("Gõ lại mật khẩu và chọn lại tệp khóa; chưa ký gì, chưa mất gì."), field="phrase",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DeviceKey:
    """A key that never leaves its device (USB token, HSM): module of its maker, token, PIN."""

    module: str
    pin: str = field(repr=False)
    device: str = ""
    label: str = ""

    @contextmanager
    def signer(self) -> Iterator[Any]:
        try:
            import pkcs11  # noqa: PLC0415 heavy, and not on every machine
            from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415 as above
            from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415 as above
        except ImportError as error:
            raise KeyRefused(
                _("Máy chủ chưa cài thư viện dùng thiết bị ký."),
                instead=_("Ký bằng tệp khóa, hoặc báo quản trị."),
            ) from error
        criteria = TokenCriteria(label=self.device) if self.device else None
        try:
            session = open_pkcs11_session(self.module, token_criteria=criteria, user_pin=self.pin)
        except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.ArgumentsBad) as error:
            raise KeyRefused(
                _("Mã PIN của thiết bị chưa đúng."),
                instead=_("Gõ lại mã PIN; chưa ký gì. Sai nhiều lần thiết bị sẽ tự khóa."), field="phrase",
            ) from error  # fmt: skip
        except pkcs11.PinLocked as error:
            raise KeyRefused(
                _("Thiết bị ký đã bị khóa vì gõ sai mã PIN nhiều lần."),
                instead=_("Liên hệ nơi cấp để mở khóa thiết bị."),
            ) from error
        except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
            raise _no_device() from error
        with session:
            label = self.label or _only_key(session)
            yield PKCS11Signer(session, cert_label=label, key_label=label, other_certs_to_pull=None)


def _only_key(session: Any) -> str:
    """The name of the one key on the token; a token with several needs its name in the settings."""
    import pkcs11  # noqa: PLC0415 as above

    wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}
    labels = sorted({str(found[pkcs11.Attribute.LABEL]) for found in session.get_objects(wanted)})
    if len(labels) != 1:
        raise KeyRefused(
            _("Thiết bị có %d khóa, không rõ ký bằng khóa nào.") % len(labels),
            instead=_("Quản trị ghi tên khóa trong cấu hình (PHOIHOP_PKCS11_LABEL)."),
        )
    return labels[0]


def _no_device() -> KeyRefused:
    return KeyRefused(
        _("Không thấy thiết bị ký."), instead=_("Cắm lại thiết bị rồi thử lại; chưa ký gì."),
    )  # fmt: skip


def check(certificate: Any, *, at: datetime) -> None:
    """Refuse a certificate that would make a signature nobody accepts (asn1crypto's certificate)."""
    until, since = certificate.not_valid_after, certificate.not_valid_before
    if at > until:
        raise KeyRefused(
            _("Chứng thư số đã hết hạn từ ngày %s.") % f"{until:%d/%m/%Y}",
            instead=_("Liên hệ nơi cấp để gia hạn, hoặc ký giấy rồi tải bản chụp."), field="key_file",
        )  # fmt: skip
    if at < since:
        raise KeyRefused(
            _("Chứng thư số chưa có hiệu lực, từ ngày %s mới dùng được.") % f"{since:%d/%m/%Y}",
            instead=_("Kiểm tra ngày giờ của máy chủ, hoặc chờ đến ngày đó."), field="key_file",
        )  # fmt: skip
    usage = certificate.key_usage_value
    if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
        raise KeyRefused(
            _("Chứng thư này không dùng để ký văn bản."), instead=_("Chọn chứng thư ký số của người ký."),
            field="key_file",
        )  # fmt: skip
    if certificate.ca:
        raise KeyRefused(
            _("Đây là chứng thư của nơi cấp, không phải của người ký."),
            instead=_("Chọn chứng thư ký số của người ký."), field="key_file",
        )  # fmt: skip
    algorithm, size = certificate.public_key.algorithm, certificate.public_key.bit_size
    if (algorithm == "rsa" and size < WEAK_RSA) or (algorithm == "ec" and size < WEAK_CURVE):
        raise KeyRefused(
            _("Khóa ký quá ngắn (%d bit), không còn an toàn.") % size,
            instead=_("Liên hệ nơi cấp để đổi khóa."), field="key_file",
        )  # fmt: skip
