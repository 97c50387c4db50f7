"""How the environment declares the common sign-in gate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from phoihop.accounts.tests.test_gate import opened, served
from phoihop.config.cli import main
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


@pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib")  # the provider is another program
def test_the_command_asks_the_gate_and_says_what_its_keeper_must_enter(settings: Any, capsys: Any) -> None:
    settings.OIDC = None
    assert main(["gate"]) == 1 and "Chưa mở cổng" in capsys.readouterr().out
    settings.SITE = "https://phuong.example"
    with served() as server:
        opened(settings, f"http://localhost:{server.server_port}")
        assert main(["gate"]) == 0
        told = capsys.readouterr().out
        assert "https://phuong.example/tai-khoan/cong/ve/" in told and "kin" not in told.split()
        opened(settings, f"http://127.0.0.1:{server.server_port}/x")
        assert main(["gate"]) == 1 and "không có trang mô tả" in capsys.readouterr().err
    opened(settings, "http://localhost:1")
    assert main(["gate"]) == 1 and "Cổng không trả lời" in capsys.readouterr().err
