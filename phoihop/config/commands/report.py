from __future__ import annotations

import argparse
import sys
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ma", metavar="MÃ", help="mã báo cáo, ví dụ BC-2027-0001")
    parser.add_argument(
        "--ra", type=Path, metavar="TỆP", help="tệp Word hoặc PDF theo đuôi tên, mặc định MÃ.docx"
    )
    parser.add_argument("--kem-nguon", action="store_true", help="có mã sau mỗi số và phụ lục nguồn số liệu")


def run(options: argparse.Namespace) -> int:
    """Write a report as Word or PDF, as the administrator of this machine would."""
    django.setup()
    from phoihop.core import moment  # noqa: PLC0415 after Django is ready
    from phoihop.core.papers import build_paper, formats  # noqa: PLC0415 after Django is ready
    from phoihop.core.room import whole  # noqa: PLC0415 after Django is ready
    from phoihop.core.who import CLOCK  # noqa: PLC0415 after Django is ready
    from phoihop.reports.models import Report  # noqa: PLC0415 after Django is ready

    report = Report.objects.filter(code=options.ma).first()
    if report is None:
        print(f"Không có báo cáo {options.ma}.", file=sys.stderr)
        return 1
    path = options.ra or Path(f"{report.code}.docx")
    code = "reports.review" if options.kem_nguon else "reports.official"
    fmt = formats().get(path.suffix.lower().lstrip(".")) or formats()["docx"]
    content = fmt.write(build_paper(code, report, actor=CLOCK, at=moment.now()))
    with whole(path) as out:
        out.write(content)
    print(path)
    return 0
