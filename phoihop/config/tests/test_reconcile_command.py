"""`phoihop reconcile DIR --json`: for offices that script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from phoihop.config.cli import main

REPORT = "{letter}\nSố: 12/BC-{symbol}\n\nBÁO CÁO\nKết quả công tác 6 tháng đầu năm 2027\n\nI. KẾT QUẢ\nTrong kỳ đã phối hợp tổ chức 14 cuộc tiếp xúc cử tri với {n} lượt cử tri tham dự.\n"


def test_a_folder_of_reports_is_told_as_json_with_what_disagrees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hdnd.txt").write_text(
        REPORT.format(letter="THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", symbol="HĐND", n="1.876")
    )
    (tmp_path / "mttq.txt").write_text(
        REPORT.format(letter="ỦY BAN MẶT TRẬN TỔ QUỐC", symbol="MTTQ-BTT", n="1.786")
    )
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 khong phai Word")
    assert main(["reconcile", str(tmp_path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert sorted(found) == [
        "aside", "commitments", "disagreements", "doubts", "figures", "files", "refused", "schema",
    ]  # fmt: skip
    assert [(d["kind"], sorted(d["values"])) for d in found["disagreements"]] == [
        ("body_body", ["1786", "1876"])
    ]
    assert [r["file"] for r in found["refused"]] == ["hong.docx"]
    assert {(f["file"], f["body"], f["period"], f["value"]) for f in found["figures"]} == {
        ("hdnd.txt", "HDND", "2027-H1", "14"), ("hdnd.txt", "HDND", "2027-H1", "1876"),
        ("mttq.txt", "MTTQ", "2027-H1", "14"), ("mttq.txt", "MTTQ", "2027-H1", "1786"),
    }  # fmt: skip


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", str(tmp_path / "x")]) == 2
    assert "Không thấy thư mục" in capsys.readouterr().err
