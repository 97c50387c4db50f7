from __future__ import annotations

import argparse
import subprocess
import sys

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--khong-kiem", action="store_true", help="không kiểm chứng sau khi cập nhật (dữ liệu rất lớn)"
    )


def run(options: argparse.Namespace) -> int:
    """Backup, migrate, verify; what does not go through is put back as it was, and said."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 after Django is ready

    from phoihop.core import moment  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup import copies  # noqa: PLC0415 after Django is ready
    from phoihop.upkeep.backup.place import here  # noqa: PLC0415 after Django is ready

    place = here()
    made = copies.take(place, at=moment.now())
    print(f"Đã sao lưu: {made.path}", flush=True)
    connection.close()
    wrong = _step("migrate") or ("" if options.khong_kiem else _step("verify"))
    if not wrong:
        print("Đã cập nhật và kiểm chứng xong. Chạy: phoihop serve")
        return 0
    print(wrong, file=sys.stderr)
    key = copies.key_at(place.data)
    with copies.unpacked(made.path, key, place.data) as (folder, held):
        copies.put_back(place, folder, held, at=moment.now())
    print(
        "Cập nhật không thành. Dữ liệu đã trở lại như trước khi cập nhật. Chạy tiếp bằng bản phần mềm cũ "
        "(thư mục cài đặt trước), gửi những dòng trên cho người hỗ trợ.",
        file=sys.stderr,
    )
    return 1


def _step(command: str) -> str:
    """Run one command of this program apart from this process; its words when it failed."""
    done = subprocess.run(  # noqa: S603 this program
        [sys.executable, "-m", "phoihop.config.cli", command], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else f"{command}: {(done.stderr or done.stdout).strip()[-2000:]}"
