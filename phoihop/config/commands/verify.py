from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "tep", nargs="?", type=Path, help="tệp nhật ký đã xuất; bỏ trống là kiểm cơ sở dữ liệu"
    )
    parser.add_argument("--xuat", type=Path, metavar="TỆP", help="xuất nhật ký ra tệp để kiểm ở máy khác")


def run(options: argparse.Namespace) -> int:
    """Prove the journal; exit code 1 and one line per fault when something was touched."""
    django.setup()
    from phoihop.core import journal  # noqa: PLC0415 after Django is ready
    from phoihop.core.room import whole  # noqa: PLC0415 after Django is ready

    if options.xuat:
        with whole(options.xuat) as out:
            count = sum(out.write(f"{line}\n".encode()) > 0 for line in journal.export_lines())
        print(f"Đã xuất {count} dòng ra {options.xuat}.")
        return 0
    if options.tep:
        with options.tep.open(encoding="utf-8", errors="surrogateescape") as lines:
            return _tell(journal.verify_lines(lines))
    from phoihop.documents.stored import touched  # noqa: PLC0415 after Django is ready

    report = journal.verify_database()
    report.faults += touched()
    return _tell(report)


def _tell(report: Any) -> int:
    if not report.faults:
        print(f"Nguyên vẹn: {report.entries} bước của {report.records} bản ghi, không chỗ nào bị sửa.")
        return 0
    for fault in report.faults:
        print(f"KHÔNG KHỚP  {fault}", file=sys.stderr)
    print(f"Có {len(report.faults)} chỗ không khớp.", file=sys.stderr)
    return 1
