"""The common sign-in gate as the environment declares it: all of it or nothing, never in the clear."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: The secret may stand in a file of the data folder that only its owner reads, instead of the environment.
KEPT = "oidc_secret"
_HERE = ("localhost", "127.0.0.1", "::1")


def declared_gate(given: Mapping[str, str], keys: Path) -> dict[str, str] | None:
    """Address, client, secret and the words of the button; None where nothing is declared."""
    address = given.get("PHOIHOP_OIDC_ADDRESS", "").strip()
    client = given.get("PHOIHOP_OIDC_CLIENT", "").strip()
    if not address and not client:
        return None
    kept = keys / KEPT
    secret = given.get("PHOIHOP_OIDC_SECRET", "").strip() or (
        kept.read_text().strip() if kept.exists() else ""
    )
    if not (address and client and secret):
        raise ImproperlyConfigured(
            "Cổng đăng nhập chung cần đủ PHOIHOP_OIDC_ADDRESS, PHOIHOP_OIDC_CLIENT và mã bí mật "
            f"(PHOIHOP_OIDC_SECRET hoặc tệp keys/{KEPT} trong thư mục dữ liệu)."
        )
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
        )
    except ValueError:
        named = False
    if not named:
        raise ImproperlyConfigured("PHOIHOP_OIDC_ADDRESS phải là một địa chỉ https://.")
    words = given.get("PHOIHOP_OIDC_WORDS", "").strip() or "Đăng nhập bằng cổng đăng nhập chung"
    return {"address": address.rstrip("/"), "client": client, "secret": secret, "words": words[:80]}
