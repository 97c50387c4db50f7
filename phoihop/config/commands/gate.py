from __future__ import annotations

import argparse
import sys
from typing import Any

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(options: argparse.Namespace) -> int:
    """Asks the gate for its own description, as every sign-in does, and says what its keeper must enter there."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415 after Django is ready
    from django.urls import reverse  # noqa: PLC0415 after Django is ready

    gate = settings.OIDC
    if gate is None:
        print(
            "Chưa mở cổng đăng nhập chung: đặt PHOIHOP_OIDC_ADDRESS, PHOIHOP_OIDC_CLIENT, PHOIHOP_OIDC_SECRET."
        )
        return 1
    back = reverse("openid_connect_callback", kwargs={"provider_id": "cong"})
    print(f"Địa chỉ trở về, khai ở cổng: {settings.SITE.rstrip('/') or 'https://TÊN-MIỀN'}{back}")
    print(f"Cổng: {gate['address']}; client: {gate['client']}; mã bí mật: {len(gate['secret'])} ký tự")
    fault = _fault(gate["address"])
    if fault:
        print(fault, file=sys.stderr)
        return 1
    print("Cổng trả lời đúng. Mã bí mật chỉ thử được khi có người vào.")
    return 0


def _fault(address: str) -> str:
    """What is wrong with what stands there; empty when nothing is."""
    import requests  # noqa: PLC0415 only this command needs it here

    page = "/.well-known/openid-configuration"
    try:
        answer = requests.get(address.removesuffix(page) + page, timeout=8)
        answer.raise_for_status()
        told: Any = answer.json()
    except requests.ConnectionError:
        return "Cổng không trả lời: xem lại địa chỉ, mạng, tường lửa của máy chủ này."
    except requests.RequestException as error:
        return f"Ở địa chỉ này không có trang mô tả OpenID Connect ({type(error).__name__})."
    wanted = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    missing = [name for name in wanted if not (isinstance(told, dict) and told.get(name))]
    if missing:
        return f"Trang mô tả của cổng thiếu: {', '.join(missing)}."
    if str(told["issuer"]).rstrip("/") != address.removesuffix(page).rstrip("/"):
        return (
            f"Cổng tự xưng là {told['issuer']}, khác địa chỉ đã đặt: đặt PHOIHOP_OIDC_ADDRESS đúng như vậy."
        )
    return ""
