"""The command says offline what the public page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from phoihop.config.cli import main
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.signed_papers import programme
from phoihop.portal.tests.test_checking_pages import encrypted, issued


@pytest.fixture
def room(db: None) -> Registry:
    return Registry()


def test_the_command_says_the_same_offline(
    room: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, content = issued(room)
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(content)
    assert main(["check-paper", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["known"], told["standing"], told["text"]) == (True, "in force", "same")
    assert told["facts"]["number"] == made.official_number
    path.write_bytes(programme())
    assert main(["check-paper", str(path)]) == 1
    assert "không xác nhận" in capsys.readouterr().out
    path.write_bytes(encrypted())
    assert main(["check-paper", str(path)]) == 1
    assert "Tệp đặt mật khẩu." in capsys.readouterr().err
