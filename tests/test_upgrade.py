"""What a former release left in its database goes through the update of this one, proved before and after."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from tests.test_commands import Machine

PREVIOUS = sorted((Path(__file__).parent / "previous").glob("*.sqlite3.xz"))


@pytest.mark.parametrize("packed", PREVIOUS, ids=lambda path: path.name)
def test_the_database_of_a_former_release_is_updated_and_whole(packed: Path, tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    data = tmp_path / "var"
    data.mkdir()
    (data / "phoihop.sqlite3").write_bytes(lzma.decompress(packed.read_bytes()))
    assert "Đã cập nhật và kiểm chứng xong" in machine.run("upgrade")
    assert "Nguyên vẹn" in machine.run("verify")
    assert "Đã nhắc" in machine.run("tick")


def test_there_is_a_former_release_to_start_from() -> None:
    assert PREVIOUS != []
