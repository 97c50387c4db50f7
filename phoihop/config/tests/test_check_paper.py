"""The command says offline what the public page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from phoihop.config.cli import main
from phoihop.documents.signatures.matching import bare_copy
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.signed_papers import programme, signed_elsewhere
from phoihop.portal.tests.test_checking_forged import changed, covered, invented
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


def test_the_command_ends_well_only_where_the_page_is_green(
    room: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, _content = issued(room)
    path = tmp_path / "a.pdf"
    for content, code in ((bare_copy(made), 0), (changed(bare_copy(made), covered), 1)):
        path.write_bytes(content)
        assert main(["check-paper", str(path)]) == code
    assert "hình in ở trang 1 khác" in capsys.readouterr().out
    path.write_bytes(signed_elsewhere(bare_copy(made), invented()))
    assert main(["check-paper", str(path)]) == 1
    assert "chưa rõ ai cấp: không tính" in capsys.readouterr().out
