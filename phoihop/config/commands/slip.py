from __future__ import annotations

import argparse
import sys

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ten", metavar="TÊN", help="tên đăng nhập")


def run(options: argparse.Namespace) -> int:
    """A one-time password by whoever sits at the server: after a move, or when the only administrator is shut out."""
    django.setup()
    from phoihop.accounts.actions import issue_slip  # noqa: PLC0415 after Django is ready
    from phoihop.accounts.models import Account, AccountState  # noqa: PLC0415 after Django is ready
    from phoihop.core import access, moment  # noqa: PLC0415 after Django is ready
    from phoihop.core.actions import perform  # noqa: PLC0415 after Django is ready
    from phoihop.core.who import CLOCK  # noqa: PLC0415 after Django is ready

    account = Account.objects.filter(username=options.ten).first()
    if account is None:
        print(f"Không có tài khoản {options.ten}.", file=sys.stderr)
        return 1
    if account.state != AccountState.ACTIVE:
        print(f"Tài khoản {options.ten} đang khóa; mở khóa trước.", file=sys.stderr)
        return 1
    made = perform(issue_slip, account, actor=CLOCK, at=moment.now())
    access.note_machine(kind="slip", what=f"{account.code} (lệnh trên máy chủ)")
    print(f"{account.full_name}: tên đăng nhập {account.username}, mật khẩu {made.user.slip}")
    print("Dùng được trong 3 ngày, phải đổi ngay lần đăng nhập đầu. Ghi ra giấy, trao tận tay.")
    return 0
