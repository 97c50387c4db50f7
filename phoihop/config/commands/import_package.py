from __future__ import annotations

import argparse
import sys
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("goi", metavar="GÓI", type=Path, help="tệp .zip hoặc thư mục do phoihop export lập")


def run(options: argparse.Namespace) -> int:
    """Prove the package, then put all of it into an installation that holds nothing."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 after Django is ready

    from phoihop.core import access  # noqa: PLC0415 after Django is ready
    from phoihop.documents.stored import touched  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.package.box import NoPackage, reading  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.package.checking import check  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.package.restoring import Cannot, not_empty, restore  # noqa: PLC0415 after Django is ready

    try:
        box = reading(options.goi)
    except NoPackage:
        print(f"{options.goi}: không phải gói của Phối Hợp. Chưa ghi gì.", file=sys.stderr)
        return 1
    call_command("migrate", verbosity=0)
    if reason := not_empty():
        print(f"{reason} Chưa ghi gì.", file=sys.stderr)
        return 1
    proved = check(box)
    if proved.faults:
        print("\n".join([*proved.faults, "Gói đã bị sửa hoặc hỏng. Chưa ghi gì."]), file=sys.stderr)
        return 1
    try:
        restore(box, proved, say=lambda words: print(words, file=sys.stderr, flush=True))
    except Cannot as error:
        print(f"{error} Chưa ghi gì.", file=sys.stderr)
        return 1
    access.note_machine(kind="import", what=f"goi {proved.manifest['sums']}")
    faults = list(touched())
    for fault in faults:
        print(f"KHÔNG KHỚP  {fault}", file=sys.stderr)
    print(f"Đã đưa vào {proved.records} hồ sơ, {proved.entries} bước nhật ký, {proved.files} tệp.")
    print("Mật khẩu không đi theo gói. Cấp phiếu cho quản trị: phoihop slip TÊN-ĐĂNG-NHẬP")
    return 1 if faults else 0
