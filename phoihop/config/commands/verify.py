from __future__ import annotations

import argparse
import sys
import zipfile
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from phoihop.upkeep.package.members import MANIFEST


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "tep", nargs="?", type=Path, help="gói hoặc tệp nhật ký đã xuất; bỏ trống là kiểm cơ sở dữ liệu"
    )
    parser.add_argument("--xuat", type=Path, metavar="TỆP", help="xuất nhật ký ra tệp để kiểm ở máy khác")


def run(options: argparse.Namespace) -> int:
    """Prove the journal; exit code 1 and one line per fault when something was touched."""
    if options.tep and not options.xuat:
        return _elsewhere(options.tep)
    django.setup()
    from phoihop.core import journal  # noqa: PLC0415 after Django is ready
    from phoihop.core.room import whole  # noqa: PLC0415 after Django is ready

    if options.xuat:
        with whole(options.xuat) as out:
            count = sum(out.write(f"{line}\n".encode()) > 0 for line in journal.export_lines())
        print(f"Đã xuất {count} dòng ra {options.xuat}.")
        return 0
    from phoihop.documents.stored import touched  # noqa: PLC0415 after Django is ready

    report = journal.verify_database()
    report.faults += touched()
    return _tell(report)


def _elsewhere(path: Path) -> int:
    """On any machine: reads neither the settings nor the data of an installation."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
    from phoihop.core.proof import verify_lines  # noqa: PLC0415 after the settings are chosen

    if path.is_dir() and not (path / MANIFEST).is_file():
        raise IsADirectoryError(21, "", str(path))
    if path.is_dir() or zipfile.is_zipfile(path):
        return _package(path)
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        return _tell(verify_lines(lines))


def _package(path: Path) -> int:
    from phoihop.upkeep.package.box import reading  # noqa: PLC0415 only for a package
    from phoihop.upkeep.package.checking import check  # noqa: PLC0415 only for a package

    out = check(reading(path))
    for fault in out.faults:
        print(f"KHÔNG KHỚP  {fault}", file=sys.stderr)
    if out.faults:
        print(f"Có {len(out.faults) + out.more} chỗ không khớp.", file=sys.stderr)
        return 1
    print(
        f"Nguyên vẹn: {out.members} thành phần, {out.records} hồ sơ, {out.entries} bước nhật ký, {out.files} tệp; "
        "không chỗ nào bị sửa."
    )
    print(
        "Hồ sơ và tệp được nhật ký chứng minh. Bảng (bang/), văn bản (van-ban/) và danh mục chỉ được danh sách giữ: "
        "ai lập lại được danh sách thì sửa được; khi ngờ, so dấu dưới đây với nơi xuất gói."
    )
    print(f"Dấu của gói: {out.manifest['sums']}")
    return 0


def _tell(report: Any) -> int:
    if not report.faults:
        print(f"Nguyên vẹn: {report.entries} bước của {report.records} bản ghi, không chỗ nào bị sửa.")
        return 0
    for fault in report.faults:
        print(f"KHÔNG KHỚP  {fault}", file=sys.stderr)
    print(f"Có {len(report.faults)} chỗ không khớp.", file=sys.stderr)
    return 1
