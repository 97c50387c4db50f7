from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--giay-khoa", type=Path, metavar="TỆP", help="ghi trang giữ khóa (HTML) để in, cất vào két"
    )
    parser.add_argument(
        "--giu", type=int, metavar="NGÀY", help="số ngày giữ bản cũ, mặc định PHOIHOP_BACKUP_DAYS hoặc 30"
    )


def run(options: argparse.Namespace) -> int:
    """A new encrypted copy, read back at once; old ones are thinned out only after it stands."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415 after Django is ready

    from phoihop.core import moment  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup import copies, databases, sealing  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup.paper import key_page  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup.place import erased_spans, here  # noqa: PLC0415 after Django is ready

    place = here()
    fresh = not (place.data / "keys" / copies.KEY).exists()
    try:
        made = copies.take(place, at=moment.now())
    except databases.Missing as error:
        print(f"{error} Bản sao lưu trước đó còn nguyên.", file=sys.stderr)
        return 1
    key = copies.key_at(place.data)
    held = made.told["holds"]
    print(
        f"Đã sao lưu: {made.path} ({made.told['size'] / 1048576:.1f} MB), {held['entries']} bước nhật ký, "
        f"{held['files']['count']} tệp; đã đọc lại trọn vẹn."
    )
    days = options.giu or settings.BACKUP_DAYS
    gone = copies.thin_out(place.copies, days=days, at=made.at, erased=erased_spans())
    if gone:
        print(f"Đã bỏ {len(gone)} bản cũ quá hạn giữ.")
    if options.giay_khoa:
        handle = os.open(options.giay_khoa, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(key_page(key, at=made.at))
        print(f"Trang giữ khóa: {options.giay_khoa}. In ra, cất vào két, rồi xóa tệp này.")
    elif fresh:
        print(
            "Khóa mới vừa được lập. Mất khóa là mất mọi bản sao. In trang giữ khóa: phoihop backup --giay-khoa khoa.html"
        )
    print(f"Khóa số {sealing.name_of(key)}. Chép bản sao sang ổ đĩa khác; thử mỗi quý: phoihop rehearse")
    return 0
