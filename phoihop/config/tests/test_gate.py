"""How the environment declares the common sign-in gate."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from phoihop.config.gate import declared_gate


def test_a_gate_is_declared_whole_and_over_https_its_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    given = {"PHOIHOP_OIDC_ADDRESS": "https://cong.example/", "PHOIHOP_OIDC_CLIENT": "phoihop"}
    assert declared_gate({}, tmp_path) is None
    with pytest.raises(ImproperlyConfigured, match="mã bí mật"):
        declared_gate(given, tmp_path)
    (tmp_path / "oidc_secret").write_text("kín\n")
    assert declared_gate(given, tmp_path) == {
        "address": "https://cong.example", "client": "phoihop", "secret": "kín",
        "words": "Đăng nhập bằng cổng đăng nhập chung",
    }  # fmt: skip
    for bad in ("http://cong.example", "cong.example", "https://", "https://["):
        with pytest.raises(ImproperlyConfigured, match="https"):
            declared_gate({**given, "PHOIHOP_OIDC_ADDRESS": bad}, tmp_path)
