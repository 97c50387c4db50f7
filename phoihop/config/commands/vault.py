from __future__ import annotations

import argparse

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--xoay-khoa", action="store_true", help="lập khóa mới, niêm phong lại mọi mục, bỏ khóa cũ"
    )
    parser.add_argument("--don", action="store_true", help="dọn ngay tệp dữ liệu sau khi xóa, không chờ lịch")


def run(options: argparse.Namespace) -> int:
    """How many texts are sealed; a new key on demand; the file freed of what was erased. No content is ever printed."""
    django.setup()
    from phoihop.core import access, keyring, moment, scrub, vault  # noqa: PLC0415 after Django is ready
    from phoihop.core.models import SealedText  # noqa: PLC0415 after Django is ready

    if options.xoay_khoa:
        done = vault.rotate()
        access.note_machine(kind="sealed", what=f"xoay khóa kho kín, {done} mục")
        print(
            f"Đã niêm phong lại {done} mục bằng khóa số {keyring.name_of(keyring.keys()[0])}. Sao lưu lại ngay."
        )
        if keyring.given_from_outside():
            print("Khóa lấy từ PHOIHOP_VAULT_KEYS: khóa mới đứng đầu, khóa cũ bỏ khỏi biến ấy sau lần này.")
    if options.don:
        freed = scrub.run(at=moment.now())
        print(
            "Đã dọn tệp dữ liệu."
            if freed
            else "Không có gì chờ dọn, hoặc đang có người đọc: sẽ dọn ở lần chạy theo lịch tới."
        )
    held = SealedText.objects.filter(erased_at=None).count()
    erased = SealedText.objects.exclude(erased_at=None).count()
    print(f"Kho kín: đang giữ {held} mục, đã xóa {erased} mục, khóa số {keyring.name_of(keyring.keys()[0])}.")
    return 0
