from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

import django

from phoihop.config.commands import whole


def year(text: str) -> int:
    return whole(text, least=2000, most=2200)


def arguments(parser: argparse.ArgumentParser) -> None:
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument(
        "--ho-so", "--chuong-trinh", metavar="MÃ", help="một chương trình (hồ sơ) và mọi thứ phát sinh từ đó"
    )
    scope.add_argument("--nam", type=year, metavar="NĂM", help="hồ sơ có việc ghi trong năm")
    scope.add_argument("--dia-ban", metavar="MÃ", help="hồ sơ mà các cơ quan của một địa bàn được đọc")
    parser.add_argument(
        "--ra", type=Path, metavar="CHỖ", help="tên tệp .zip hoặc tên thư mục mới; mặc định phoihop-….zip"
    )
    parser.add_argument("--khong-van-ban", action="store_true", help="không dựng Word, PDF của từng hồ sơ")
    parser.add_argument(
        "--khong-tep", action="store_true", help="không kèm tệp gốc; gói ấy không đưa vào nơi khác được"
    )


def run(options: argparse.Namespace) -> int:
    """Write the package and say its fingerprint, which belongs in the minutes of handing it over."""
    django.setup()
    from phoihop.core import access, moment  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.package.scopes import NotThere, name_of, scope_of  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.package.writing import write  # noqa: PLC0415 after Django is ready

    try:
        choice = scope_of(record=options.ho_so, year=options.nam, territory=options.dia_ban)
    except NotThere as error:
        print(error, file=sys.stderr)
        return 1
    now = moment.now()
    path: Path = options.ra or Path(f"phoihop-{name_of(choice.scope)}-{now:%Y%m%d-%H%M%S}.zip")
    who = f"{getpass.getuser()} (lệnh trên máy chủ)"
    done = write(
        path, choice, at=now, by=who, papers=not options.khong_van_ban, files=not options.khong_tep,
        say=lambda words: print(words, file=sys.stderr, flush=True),
    )  # fmt: skip
    access.note_machine(kind="export", what=f"goi {name_of(choice.scope)} {who}")
    _tell(path, done)
    return 0


def _tell(path: Path, done: Any) -> None:
    counts = done.counts
    print(
        f"Đã xuất {path}: {counts['records']} hồ sơ, {counts['entries']} bước nhật ký, {counts['files']} tệp, "
        f"{counts['papers']} văn bản."
    )
    for words in done.missing:
        print(f"Không có trong gói: {words}", file=sys.stderr)
    print(f"Dấu của gói (ghi vào biên bản giao nhận): {done.fingerprint}")
