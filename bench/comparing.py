"""How well a signed scan is compared with the agreed text: planted changes found, false alarms a page.

python -m bench.comparing [--held-out] [--papers N] [--seed S]
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from phoihop.documents import comparing  # noqa: E402 after Django is ready
from phoihop.documents.comparing.reading import Leaf, leaves  # noqa: E402 after Django is ready
from phoihop.documents.pdf import write  # noqa: E402 after Django is ready
from phoihop.documents.tests import scanner, signed  # noqa: E402 after Django is ready

GRAVE = {"number", "count", "date", "money", "percent", "name"}


def _read(data: bytes, keep: Path | None, name: str) -> list[Leaf]:
    """The pages read; kept for the next run of the same scans when a folder is given."""
    if keep is None:
        return list(leaves(data))
    path = keep / f"{name}.pickle"
    if not path.exists():
        keep.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(list(leaves(data))))
    found: list[Leaf] = pickle.loads(path.read_bytes())  # noqa: S301 written by this program
    return found


def one(seed: int, scan: scanner.Scan, *, clean: bool, keep: Path | None) -> dict[str, Any]:
    agreed = signed.paper(seed)
    sent, planted = (agreed, []) if clean else signed.plant(agreed, seed)
    data = scanner.scanned(write(sent), scan, random.Random(seed))
    start = time.perf_counter()
    found = comparing.beside(
        agreed, _read(data, keep, f"{seed}-{scanner.SCANS.index(scan)}{'-clean' if clean else ''}")
    )
    spent = time.perf_counter() - start
    told = {p: [d for d in found.differences if signed.speaks_of(d, p)] for p in planted}
    alarms = [d for d in found.differences if not any(signed.speaks_of(d, p) for p in planted)]
    return {
        "seed": seed, "scan": str(scan), "pages": found.pages, "seconds": round(spent, 1), "sure": found.sure,
        "planted": [(p.kind, p.old[:60], p.new[:60], [d.grade for d in ds][:3]) for p, ds in told.items()],
        "alarms": [(d.page, d.grade, d.what, d.expected[:50], d.seen[:50], d.why) for d in alarms],
        "ignored": found.ignored,
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=100)
    parser.add_argument("--papers", type=int, default=10)
    parser.add_argument("--clean", action="store_true", help="nothing planted: false alarms only")
    parser.add_argument("--keep", type=Path, help="folder where pages that were read are kept")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    rows = []
    for n in range(options.papers):
        row = one(
            options.seed + n, scanner.SCANS[n % len(scanner.SCANS)], clean=options.clean, keep=options.keep
        )
        rows.append(row)
        print(
            json.dumps({k: v for k, v in row.items() if k not in ("planted", "alarms")}, ensure_ascii=False),
            flush=True,
        )
        for kind, old, new, grades in row["planted"]:
            print(
                "   ", "found " if grades else "MISSED", kind, repr(old), "→", repr(new), grades, flush=True
            )
        for alarm in row["alarms"]:
            print("    alarm", alarm, flush=True)
    pages = sum(r["pages"] for r in rows)
    planted = [p for r in rows for p in r["planted"]]
    grave = [p for p in planted if p[0] in GRAVE]
    print(
        f"pages {pages}; planted {len(planted)}, found {sum(bool(p[3]) for p in planted)}; "
        f"numbers and names {len(grave)}, found {sum(bool(p[3]) for p in grave)}; "
        f"false alarms {sum(len(r['alarms']) for r in rows)} ({sum(len(r['alarms']) for r in rows) / pages:.2f} a page, "
        f"worst {max(len(r['alarms']) / r['pages'] for r in rows):.2f}), "
        f"of them told as different {sum(a[1] == 'different' for r in rows for a in r['alarms'])}; "
        f"seconds a page {sum(r['seconds'] for r in rows) / pages:.1f}"
    )
    if options.out:
        options.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1))
    return 0 if all(p[3] for p in grave) else 1


if __name__ == "__main__":
    sys.exit(main())
