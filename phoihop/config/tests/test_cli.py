"""The command speaks Vietnamese, also when it does not understand."""

from __future__ import annotations

import pytest

from phoihop.config import cli


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert told.startswith("cách dùng: phoihop") and "usage" not in told
    assert [name for name in cli.COMMANDS if name not in told] == []


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_its_own_help_in_vietnamese(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0 and "cách dùng" in told and "in trợ giúp này" in told


def test_an_unknown_command_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["khong-co"])
    assert ended.value.code == 2 and "lỗi" in capsys.readouterr().err
