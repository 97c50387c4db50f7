"""The ``phoihop`` command: every chore of an installation, with help and messages in Vietnamese."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence

#: name → (what it is for, module, whether Django must be ready)
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("lập địa bàn, cơ quan và tài khoản quản trị cho lần chạy đầu", "phoihop.config.commands.init"),
    "demo": ("dựng dữ liệu mẫu phường Minh Tân rồi chạy thử", "phoihop.config.commands.demo"),
    "serve": ("chạy trang làm việc, việc nền và việc theo lịch", "phoihop.config.commands.serve"),
    "migrate": ("cập nhật cơ sở dữ liệu và danh mục", "phoihop.config.commands.migrate"),
    "check-paper": (
        "kiểm tra một văn bản PDF, Word với sổ văn bản đi",
        "phoihop.config.commands.check_paper",
    ),
    "read": ("đọc văn bản, in ra đề xuất dạng JSON", "phoihop.config.commands.read"),
    "reconcile": ("đối chiếu số liệu trong báo cáo của các cơ quan", "phoihop.config.commands.reconcile"),
    "report": ("xuất một báo cáo ra tệp Word", "phoihop.config.commands.report"),
    "verify": (
        "kiểm chứng nhật ký, bản ghi, gói đã xuất; kiểm gói không cần cơ sở dữ liệu",
        "phoihop.config.commands.verify",
    ),
    "export": (
        "xuất gói mở: văn bản, bảng, JSON, tệp, nhật ký có chứng minh",
        "phoihop.config.commands.export",
    ),
    "import": ("đưa một gói vào nơi cài đặt còn trống", "phoihop.config.commands.import_package"),
    "backup": ("sao lưu cả nơi cài đặt, có mã khóa; in giấy giữ khóa", "phoihop.config.commands.backup"),
    "vault": (
        "kho kín: đếm, xoay khóa, dọn tệp dữ liệu sau khi xóa",
        "phoihop.config.commands.vault",
    ),
    "restore": ("khôi phục từ một bản sao lưu", "phoihop.config.commands.restore"),
    "rehearse": ("khôi phục thử vào chỗ riêng, so sánh, in biên bản", "phoihop.config.commands.rehearse"),
    "upgrade": (
        "cập nhật có đường lui: sao lưu, cập nhật, kiểm chứng, không được thì trả lại như cũ",
        "phoihop.config.commands.upgrade",
    ),
    "bundle": ("lập thư mục gói cài cho máy không có mạng", "phoihop.config.commands.bundle"),
    "slip": ("cấp phiếu mật khẩu một lần từ máy chủ", "phoihop.config.commands.slip"),
    "gate": ("thử cổng đăng nhập chung, in địa chỉ trở về cần khai ở cổng", "phoihop.config.commands.gate"),
    "tick": ("làm việc theo lịch một lần: nhắc hạn, niêm phong ngày", "phoihop.config.commands.tick"),
    "reindex": ("lập lại mục lục tìm kiếm từ các bản ghi", "phoihop.config.commands.reindex"),
    "show": ("in sơ đồ, quyền, con số, thời hạn từ các khai báo", "phoihop.config.commands.show"),
    "new-activity": ("tạo thư mục cho một loại hoạt động mới", "phoihop.config.commands.new_activity"),
}

FILES: dict[type[OSError], str] = {
    FileNotFoundError: "không có tệp hoặc thư mục này.",
    IsADirectoryError: "đây là thư mục, không phải tệp.",
    NotADirectoryError: "trên đường dẫn này có chỗ không phải thư mục.",
    PermissionError: "không có quyền đọc hoặc ghi.",
}

VIETNAMESE = {
    "usage: ": "cách dùng: ",
    "positional arguments": "tham số",
    "options": "tùy chọn",
    "show this help message and exit": "in trợ giúp này",
    "the following arguments are required: %s": "thiếu tham số: %s",
    "unrecognized arguments: %s": "không hiểu tham số: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "không có “%(value)s”; chọn một trong: %(choices)s",
    "invalid %(type)s value: %(value)r": "giá trị không đúng: %(value)r",
    "argument %(argument_name)s: %(message)s": "tham số %(argument_name)s: %(message)s",
    "expected one argument": "cần một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị",
    "%(prog)s: error: %(message)s\n": "%(prog)s: lỗi: %(message)s\n",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Parse and run; the exit code is 0 only when what was asked was done."""
    os.umask(0o077)  # what is written, tables and files alike, is for the account that runs this alone
    argparse._ = lambda text: VIETNAMESE.get(text, text)  # type: ignore[attr-defined]
    given = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(
        prog="phoihop", description="Phối Hợp: ký một lần, theo đến cùng.",
        epilog="Gõ: phoihop LỆNH --help để xem từng lệnh. Dữ liệu nằm ở PHOIHOP_DATA (mặc định: var/).",
    )  # fmt: skip
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", title="các lệnh")
    for name, (words, _module) in COMMANDS.items():
        commands.add_parser(name, help=words, add_help=False)
    if not given or given[0] in ("-h", "--help") or given[0] not in COMMANDS:
        parser.parse_args(given or ["--help"])
        return 2
    words, module = COMMANDS[given[0]]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")
    command = importlib.import_module(module)
    own = argparse.ArgumentParser(prog=f"phoihop {given[0]}", description=words)
    command.arguments(own)
    run: Callable[[argparse.Namespace], int] = command.run
    options = own.parse_args(given[1:])
    try:
        return run(options)
    except Exception as error:
        told = in_words(error)
        if not told:
            raise
        print(told, file=sys.stderr)
        return 1


def in_words(error: Exception) -> str:
    """What stands in the way of a command and what to do; empty for a fault of our own, which is shown whole."""
    if type(error).__name__ == "ImproperlyConfigured":
        return f"Cấu hình chưa đúng: {error}"
    from phoihop.core.room import no_room  # noqa: PLC0415 asked for only after something went wrong

    if no_room(error):
        place = getattr(error, "filename", None)
        where = f"{place}: ổ" if place else "Ổ"
        return (
            f"{where} đĩa đã đầy hoặc không ghi được. Những gì đã ghi trước đó còn nguyên, tệp đang viết dở đã bỏ. "
            "Dọn đĩa rồi chạy lại."
        )
    if isinstance(error, OSError):
        words = next(
            (w for kind, w in FILES.items() if isinstance(error, kind)), error.strerror or str(error)
        )
        return f"{error.filename or 'Tệp'}: {words}"
    if type(error).__module__ != "django.db.utils":
        return ""
    if "no such" in str(error) or "does not exist" in str(error):
        return "Cơ sở dữ liệu chưa dựng, hoặc cũ hơn bản phần mềm này. Chạy: phoihop migrate"
    if type(error).__name__ != "OperationalError":
        return ""
    return (
        "Không dùng được cơ sở dữ liệu: xem DATABASE_URL, quyền ghi thư mục dữ liệu, máy chủ cơ sở dữ liệu."
    )


if __name__ == "__main__":
    sys.exit(main())
