from __future__ import annotations

import argparse
import sys

import django
from django.core.exceptions import ValidationError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--loai", choices=("phuong", "xa", "dac_khu", "tinh", "thanh_pho_tw"), help="loại địa bàn"
    )
    parser.add_argument("--ten", help="tên địa bàn, ví dụ: Cầu Giấy")
    parser.add_argument("--thuoc", default="", help="tỉnh, thành phố, ví dụ: thành phố Hà Nội")
    parser.add_argument("--quan-tri", help="tên đăng nhập của quản trị")
    parser.add_argument("--ho-ten", help="họ tên quản trị")


def run(options: argparse.Namespace) -> int:
    """Ask for what was not given, make locality, bodies and administrator, print the password once."""
    django.setup()
    from phoihop.accounts.forms import AccountForm  # noqa: PLC0415 after Django is ready
    from phoihop.accounts.setup import first_run, propose_bodies  # noqa: PLC0415 after Django is ready
    from phoihop.config.commands.migrate import prepare  # noqa: PLC0415 after Django is ready
    from phoihop.core import moment  # noqa: PLC0415 after Django is ready
    from phoihop.core.actions import Refused  # noqa: PLC0415 after Django is ready
    from phoihop.core.text import BadText, typed  # noqa: PLC0415 after Django is ready
    from phoihop.directory.models import Territory  # noqa: PLC0415 after Django is ready

    prepare()
    if Territory.objects.exists():
        print("Nơi này đã có địa bàn. Chưa thay đổi gì. Thêm địa bàn khác ở trang Tổ chức.", file=sys.stderr)
        return 1
    kind = options.loai or _ask("Loại địa bàn (phuong, xa, dac_khu, tinh, thanh_pho_tw)", "phuong")
    name = options.ten or _ask("Tên địa bàn", "")
    parent = options.thuoc or _ask("Thuộc tỉnh, thành phố (để trống nếu không)", "")
    username = options.quan_tri or _ask("Tên đăng nhập của quản trị", "quantri")
    full_name = options.ho_ten or _ask("Họ tên quản trị", "")
    if not name or not full_name:
        print("Thiếu tên địa bàn hoặc họ tên quản trị. Chưa ghi gì.", file=sys.stderr)
        return 2
    try:
        AccountForm.base_fields["username"].clean(username)
        name, parent, full_name = map(typed, (name, parent, full_name))
    except (ValidationError, BadText) as error:
        said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        print(f"{said} Chưa ghi gì.", file=sys.stderr)
        return 2
    try:
        place, account, password = first_run(
            kind=kind, name=name, parent=parent, username=username, full_name=full_name, at=moment.now()
        )
    except Refused as refusal:
        print(f"{refusal.reason} {refusal.instead} Chưa ghi gì.", file=sys.stderr)
        return 1
    bodies = [row.name for row in propose_bodies(kind, str(place)) if row.ticked]
    print(f"Đã lập {place} với {len(bodies)} cơ quan:\n  " + "\n  ".join(bodies))
    print(
        f"Quản trị: {account.username}   Mật khẩu: {password}\nGhi ra giấy, đổi ngay lần đăng nhập đầu. "
        "Người này vừa quản trị vừa làm việc như chuyên viên.\n"
        "Chạy: phoihop serve; nếu đang chạy thì mở lại trang đăng nhập."
    )
    return 0


def _ask(words: str, default: str) -> str:
    if not sys.stdin.isatty():
        return default
    shown = f" [{default}]" if default else ""
    return input(f"{words}{shown}: ").strip() or default
