from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "tep", metavar="BẢN-SAO", type=Path, nargs="?", help="tệp .phb; bỏ trống là bản mới nhất"
    )
    parser.add_argument(
        "--khoa", metavar="TỆP", type=Path, help="tệp chữ ghi khóa như trên giấy; không có thì hỏi"
    )
    parser.add_argument(
        "--thay", action="store_true", help="thay dữ liệu đang có (dữ liệu cũ được dời sang bên)"
    )


def run(options: argparse.Namespace) -> int:
    """Unpack beside, compare, and only then take the place of what is there."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 after Django is ready

    from phoihop.core import moment  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup import copies, databases  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup.place import here  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup.sealing import Unreadable  # noqa: PLC0415 after Django is ready

    place = here()
    path = options.tep or next((copy.path for copy in copies.found(place.copies)), None)
    if path is None:
        print(f"Không có bản sao nào trong {place.copies}. Chưa thay đổi gì.", file=sys.stderr)
        return 1
    if not options.thay and holds_work():
        print(
            "Nơi này đang có dữ liệu. Thêm --thay để thay; dữ liệu đang có sẽ được dời sang bên, không xóa.",
            file=sys.stderr,
        )
        return 1
    place.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        key = the_key(options.khoa, place.data)
        with copies.unpacked(path, key, place.data) as (folder, held):
            wrong = copies.compared(place, folder, held)
            if wrong:
                print("\n".join([*wrong, "Bản sao không nguyên vẹn. Chưa thay đổi gì."]), file=sys.stderr)
                return 1
            connection.close()
            aside = copies.put_back(place, folder, held, at=moment.now())
    except (Unreadable, databases.Missing) as error:
        print(f"{error} Chưa thay đổi gì.", file=sys.stderr)
        return 1
    print(
        f"Đã khôi phục bản {path.name} (bản phần mềm {held['release']}): {held['entries']} bước nhật ký, {held['files']['count']} tệp."
    )
    if aside:
        print(f"Dữ liệu trước đó nằm ở {aside}; xóa khi đã chắc chắn.")
    print("Chạy tiếp: phoihop migrate, phoihop verify, rồi phoihop serve.")
    return 0


def the_key(path: Path | None, data: Path) -> bytes:
    """From a file, from the data folder, or typed from paper."""
    from phoihop.upkeep.backup import copies, sealing  # noqa: PLC0415 after Django is ready

    if path is not None:
        return sealing.key_of(path.read_text())
    kept = data / "keys" / copies.KEY
    if kept.exists():
        return sealing.key_of(kept.read_text())
    if not sys.stdin.isatty():
        raise sealing.Unreadable("Cần khóa: thêm --khoa TỆP.")
    return sealing.key_of(getpass.getpass("Khóa trên giấy (gõ đủ các nhóm, gạch nối tùy ý): "))


def holds_work() -> bool:
    """Whether anything would be lost here."""
    from django.db import DatabaseError  # noqa: PLC0415 after Django is ready

    from phoihop.upkeep.package.restoring import not_empty  # noqa: PLC0415 after Django is ready

    found: Any = ""
    try:
        found = not_empty()
    except DatabaseError:  # no tables yet
        return False
    return bool(found)
