from __future__ import annotations

import argparse
import sys
import time

import django

from phoihop.config.commands import seconds


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--every", type=seconds, default=0, metavar="GIÂY", help="lặp lại sau từng ấy giây; 0 là một lần"
    )


def run(options: argparse.Namespace) -> int:
    """Reminders, the daily seal, old access lines; every part may run twice without harm."""
    django.setup()
    from django.db import close_old_connections  # noqa: PLC0415 after Django is ready
    from django.utils import timezone  # noqa: PLC0415 after Django is ready

    from phoihop.core import access, background, drafts, moment, scrub, vault  # noqa: PLC0415 after Django is ready
    from phoihop.core.who import CLOCK  # noqa: PLC0415 after Django is ready
    from phoihop.ingest.background import read_contents  # noqa: PLC0415 after Django is ready

    while True:
        now = moment.now()
        if ahead := background.clock_went_back(at=now):
            print(
                f"Đồng hồ máy chủ chạy lùi: nhật ký đã có bước lúc {timezone.localtime(ahead):%H:%M %d/%m/%Y}. Chỉnh lại giờ máy.",
                file=sys.stderr,
            )
        sent = background.remind_of_deadlines(at=now)
        sealed = background.seal_yesterday(at=now)
        access.forget_old(at=now)
        vault.erase_due(actor=CLOCK, at=now)
        if drafts.drop_unkept():
            scrub.want(at=now)
        scrub.run(at=now)
        read_contents()
        if sealed:  # once a day
            background.weigh_indexes()
        if not options.every:
            print(
                f"Đã nhắc {sent} việc sắp đến hạn; {'đã niêm phong nhật ký' if sealed else 'chưa có gì mới để niêm phong'}."
            )
            return 0
        close_old_connections()
        time.sleep(options.every)
