"""A key on a device signs through the same interface; tried with SoftHSM."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from phoihop.core.apart import apart
from phoihop.documents.signatures.keys import DeviceKey, KeyRefused
from phoihop.documents.signatures.signing import sign
from phoihop.documents.signatures.verify import verify
from phoihop.documents.tests import authority
from phoihop.documents.tests.signed_papers import AT, programme

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
PIN = "246810"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token with one key and its certificate, put in by a process of its own: the module is loaded once each."""
    found = next((path for path in MODULES if Path(path).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        if os.environ.get("PHOIHOP_REQUIRE_SOFTHSM") == "1":
            pytest.fail("SoftHSM is required and not installed")
        pytest.skip("SoftHSM (softhsm2) is not installed on this machine")
    (tmp_path / "tokens").mkdir()
    config = tmp_path / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(config))
    init = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "phoihop",
        "--so-pin",
        "13579",
        "--pin",
        PIN,
    ]
    subprocess.run(init, check=True, capture_output=True)
    holder = authority.signer("Hoàng Văn Giang", "UBND phường")
    above = [authority.issuer(authority.ROOT).der, authority.root(authority.ROOT).der]
    der = holder.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    assert apart(lambda: _put(found, der, holder.der, above)) == "ok"
    return found


def _put(module: str, key: bytes, certificate: bytes, above: list[bytes]) -> str:
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    token = pkcs11.lib(module).get_token(**{"token_label": "phoihop"})
    name = {pkcs11.Attribute.LABEL: "ky", pkcs11.Attribute.ID: b"\x01", pkcs11.Attribute.TOKEN: True}
    with token.open(rw=True, user_pin=PIN) as session:
        session.create_object({**decode_rsa_private_key(key), **name, pkcs11.Attribute.SIGN: True})
        session.create_object({**decode_x509_certificate(certificate), **name})
        for number, der in enumerate(above, start=2):
            other = {pkcs11.Attribute.LABEL: f"ca{number}", pkcs11.Attribute.ID: bytes([number])}
            session.create_object({**decode_x509_certificate(der), **name, **other})
    return "ok"


def test_a_key_on_a_device_makes_the_same_kind_of_signature(module: str) -> None:
    content = sign(programme(), key=DeviceKey(module=module, device="phoihop", pin=PIN), at=AT)
    (found,) = verify(content, roots=authority.trusted(), at=AT).signatures
    assert (found.integrity, found.agreement, found.issuer) == ("intact", "agree", "trusted")
    assert found.certificate is not None and found.certificate.name == "Hoàng Văn Giang"


def test_a_wrong_pin_is_said(module: str) -> None:
    with pytest.raises(KeyRefused) as caught:
        sign(programme(), key=DeviceKey(module=module, device="phoihop", pin="000000"), at=AT)
    assert (caught.value.reason, caught.value.field) == ("Mã PIN của thiết bị chưa đúng.", "phrase")


def test_a_device_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused) as caught:
        sign(programme(), key=DeviceKey(module=str(tmp_path / "none.so"), pin=PIN), at=AT)
    assert caught.value.reason == "Không thấy thiết bị ký."


def test_a_token_of_another_name_is_said(module: str) -> None:
    with pytest.raises(KeyRefused) as caught:
        sign(programme(), key=DeviceKey(module=module, device="khác", pin=PIN), at=AT)
    assert caught.value.reason == "Không thấy thiết bị ký."
