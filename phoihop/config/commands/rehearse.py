from __future__ import annotations

import argparse
import sys
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "tep", metavar="BẢN-SAO", type=Path, nargs="?", help="tệp .phb; bỏ trống là bản mới nhất"
    )
    parser.add_argument("--khoa", metavar="TỆP", type=Path, help="tệp chữ ghi khóa như trên giấy")
    parser.add_argument("--ra", metavar="TỆP", type=Path, help="ghi biên bản (HTML) để in, ký, lưu hồ sơ")


def run(options: argparse.Namespace) -> int:
    """Put a copy up beside the real thing, compare everything, write the page for the office's file."""
    django.setup()
    from phoihop.config.commands.restore import the_key  # noqa: PLC0415 another command of this program
    from phoihop.core import moment  # noqa: PLC0415 after Django is ready
    from phoihop.core.room import whole  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup import copies, databases, rehearsing  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup.paper import rehearsal_page  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup.place import here  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup.sealing import Unreadable  # noqa: PLC0415 after Django is ready

    place = here()
    path = options.tep or next((copy.path for copy in copies.found(place.copies)), None)
    if path is None:
        print(f"Không có bản sao nào trong {place.copies}. Chạy phoihop backup trước.", file=sys.stderr)
        return 1
    try:
        result = rehearsing.rehearse(place, path, the_key(options.khoa, place.data), at=moment.now())
    except (Unreadable, databases.Missing) as error:
        print(error, file=sys.stderr)
        return 1
    if options.ra:
        with whole(options.ra) as out:
            out.write(rehearsal_page(result).encode())
    print("\n".join(rehearsing.lines(result)))
    return 1 if result.wrong else 0
