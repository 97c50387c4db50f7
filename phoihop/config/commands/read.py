from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "tep", nargs="+", type=Path, metavar="TỆP", help="tệp .docx, .doc, .pdf, .xlsx, .html, .txt"
    )
    parser.add_argument("--ra", type=Path, metavar="THƯ_MỤC", help="ghi mỗi tệp một JSON vào thư mục này")


def run(options: argparse.Namespace) -> int:
    """One JSON per file (or one object on the screen); a file that cannot be read is told and counts as an error."""
    django.setup()
    from phoihop.config.cli import in_words  # noqa: PLC0415 the command that runs this one
    from phoihop.core.room import whole  # noqa: PLC0415 after Django is ready
    from phoihop.ingest.readers import Unreadable, read_apart  # noqa: PLC0415 after Django is ready
    from phoihop.ingest.reading import read_paper  # noqa: PLC0415 after Django is ready

    failed = 0
    for path in options.tep:
        try:
            found = read_paper(read_apart(path.read_bytes(), path.name)).as_json()
        except (Unreadable, OSError) as error:
            told = in_words(error) if isinstance(error, OSError) else f"{path.name}: {error}"
            print(told, file=sys.stderr)
            failed += 1
            continue
        text = json.dumps(found, ensure_ascii=False, indent=1)
        if options.ra:
            options.ra.mkdir(parents=True, exist_ok=True)
            with whole(options.ra / f"{path.stem}.json") as out:
                out.write(f"{text}\n".encode())
        else:
            print(text)
    return 1 if failed else 0
