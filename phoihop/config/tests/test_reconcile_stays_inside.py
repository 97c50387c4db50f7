"""The command reads the papers of its folder and nothing that only points out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from phoihop.config.commands.reconcile import _files


def test_the_command_reads_no_file_outside_its_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "bao-cao", tmp_path / "mat.txt"
    inside.mkdir()
    outside.write_text("bí mật", encoding="utf-8")
    (inside / "bc.txt").write_text("báo cáo", encoding="utf-8")
    try:
        (inside / "loi-tat.txt").symlink_to(outside)
    except OSError:
        pytest.skip("links cannot be made here")
    found = {name: (content, bool(why)) for name, content, why in _files(inside)}
    assert found == {"bc.txt": ("báo cáo".encode(), False), "loi-tat.txt": (b"", True)}
