"""Figures of reading: F1 by the published scorer, declined papers, marks, other names, seconds and memory.

    python -m bench.reading [--cases FOLDER --gold FILE] [--none FOLDER] [--json FILE]

The five articles are taken from PHOIHOP_SHARED or ``../shared``; without them only speed and memory are
measured. ``--cases`` adds texts kept elsewhere, one ``ID.txt`` per case of the gold file.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import tempfile
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

os.environ.setdefault("PHOIHOP_TESTING", "1")
os.environ.setdefault("PHOIHOP_DATA", tempfile.mkdtemp(prefix="phoihop-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")

import django

django.setup()  # the readers know the kinds of files of the office; no database is asked

from docx import Document  # noqa: E402

from phoihop.ingest.readers import read_file  # noqa: E402
from phoihop.ingest.reading import SURE, Reading, read_paper  # noqa: E402
from phoihop.ingest.tests.perturb import perturbation  # noqa: E402
from phoihop.ingest.tests.shared import article, gold_cases, scorer, shared_folder  # noqa: E402

FIXTURES = Path(__file__).resolve().parents[1] / "phoihop" / "ingest" / "tests" / "fixtures"
COPIES = 20


def _row(name: str, value: Any, *, bar: str = "") -> dict[str, Any]:
    print(f"{name:<58} {value!s:>12}   {bar}")
    return {"name": name, "value": value, "bar": bar}


def sure_share(score: Any, cases: list[dict[str, Any]], readings: dict[str, Reading]) -> tuple[int, int]:
    """(right, all) of the items marked sure in the fields that have gold."""
    right = total = 0
    for case in cases:
        reading = readings[case["id"]]
        kept: dict[str, Any] = {"relevant": True}
        for item in reading.items:
            if item.mark != SURE:
                continue
            if item.field in ("published", "place", "programme", "regulation", "petitions", "tasks"):
                kept[item.field] = item.value
            elif item.field in (
                "event_kinds",
                "event_dates",
                "organisers",
                "parties",
                "persons",
                "figures",
                "documents",
                "outcomes",
            ):
                kept.setdefault(item.field, []).append(item.value)
        tally, _ = score.score_case(case, kept)
        right += sum(t[0] for name, t in tally.items() if name != "relevant")
        total += sum(t[0] + t[1] for name, t in tally.items() if name != "relevant")
    return right, total


def core(score: Any, cases: list[dict[str, Any]], readings: dict[str, Reading]) -> float:
    result = score.run(cases, {key: r.as_json() for key, r in readings.items()})
    return round(float(score.prf(result["core"])[2]), 3)


def perturbed(score: Any, cases: list[dict[str, Any]]) -> float:
    rng = random.Random(11)
    changed, readings = [], {}
    for copy in range(COPIES):
        for case in cases:
            gold = case["gold"]
            shown = json.dumps(gold, ensure_ascii=False)
            places = sorted(
                {p.strip() for p in re.findall(r"(?:quận|phố) ((?:[A-ZĐ]\w+ ?){2})(?!\w)", shown)}
            )
            names, numbers = [p["name"] for p in gold["persons"]], [f["value"] for f in gold["figures"]]
            change = perturbation(rng, names=names, places=places, numbers=numbers)
            text = change.text(article(case).decode("utf-8"), year=int(gold["event_dates"][0][:4]))
            key = f"{case['id']}-{copy}"
            changed.append({**case, "id": key, "gold": change.record(gold)})
            readings[key] = read_paper(read_file(text.encode(), key + ".txt"))
    return core(score, changed, readings)


def thirty_pages() -> float:
    lines = (FIXTURES / "regulation.txt").read_text("utf-8").splitlines()
    document = Document()
    for _ in range(27):
        for line in lines:
            document.add_paragraph(line)
    body = BytesIO()
    document.save(body)
    begun = process_time()
    read_paper(read_file(body.getvalue(), "a.docx"))
    return round(process_time() - begun, 2)


def ten_thousand_pages() -> tuple[float, int]:
    """A regulation again and again, 25 lines of a hundred characters a page: full of things to find."""
    words = (FIXTURES / "regulation.txt").read_text("utf-8")
    data = (words * (10_000 * 25 * 100 // len(words))).encode()
    begun = process_time()
    read_paper(read_file(data, "dai.txt"))
    # Not ``ru_maxrss``: that one remembers the process this one was started from.
    status = Path("/proc/self/status").read_text()
    peak = int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) // 1024
    return round(process_time() - begun, 2), peak


def hundred_thousand_rows(times: int = 3) -> tuple[float, float]:
    """(ours, calamine's bare read) of a sheet of 100,000 rows: processor seconds, the least of several by turns."""
    import xlsxwriter
    from python_calamine import load_workbook

    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Biểu")
    sheet.write_row(0, 0, ["TT", "Nội dung", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)", "Ghi chú"])
    for n in range(1, 100_001):
        done = "đã chi" if n % 3 else ""
        sheet.write_row(
            n, 0, [n, f"Hỗ trợ hộ tại tổ dân phố số {n % 97}", n % 1000, n % 900, n % 1000 / 10, done]
        )
    book.close()
    data = out.getvalue()

    def bare() -> object:
        return load_workbook(BytesIO(data)).get_sheet_by_index(0).to_python()

    spent: dict[str, list[float]] = {"ours": [], "bare": []}
    for _turn in range(times):
        for name, run in (("ours", lambda: read_file(data, "a.xlsx")), ("bare", bare)):
            begun = process_time()
            run()
            spent[name].append(process_time() - begun)
    return min(spent["ours"]), min(spent["bare"])


def speed() -> None:
    """For ``bench.run``: seconds and memory of a process that does nothing but read."""
    seconds, peak = ten_thousand_pages()  # first, while nothing else has taken memory
    ours, bare = hundred_thousand_rows()
    told = {"seconds": seconds, "peak": peak, "thirty": thirty_pages(), "rows": ours, "calamine": bare}
    print(json.dumps(told))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=Path, help="folder of ID.txt texts for --gold")
    parser.add_argument("--gold", type=Path, help="gold file of those texts")
    parser.add_argument(
        "--none", type=Path, action="append", default=[], help="folder of texts that must be declined"
    )
    parser.add_argument("--json", type=Path, help="write the rows there")
    options = parser.parse_args()
    seconds, peak = ten_thousand_pages()  # first, while nothing else has taken memory
    rows = [
        _row("10,000 pages of text: seconds", seconds),
        _row("10,000 pages of text: peak memory of the process, MB", peak, bar="<= 300"),
        _row("30 pages of Word read and understood: seconds", thirty_pages(), bar="<= 2"),
    ]
    for folder in [FIXTURES / "none", *options.none]:
        files = sorted(folder.glob("*.txt"))
        accepted = [f.stem for f in files if read_paper(read_file(f)).relevant]
        rows.append(_row(f"papers of other fields accepted, of {len(files)}", len(accepted), bar="0"))
    if shared_folder() is not None:
        rows += _articles(options)
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")


def _articles(options: argparse.Namespace) -> list[dict[str, Any]]:
    score, seeds = scorer(), gold_cases()
    readings = {c["id"]: read_paper(read_file(article(c), c["id"] + ".txt")) for c in seeds}
    first, changed = core(score, seeds, readings), perturbed(score, seeds)
    rows = [
        _row("core F1, five articles", first, bar=">= 0.90"),
        _row(f"core F1, {COPIES} changed copies of each", changed, bar=f">= {first - 0.03:.3f}"),
    ]
    cases = list(seeds)
    if options.cases and options.gold:
        more = json.loads(options.gold.read_text("utf-8"))["cases"]
        more = [c for c in more if (options.cases / f"{c['id']}.txt").exists()]
        readings |= {c["id"]: read_paper(read_file(options.cases / f"{c['id']}.txt")) for c in more}
        for groups in ("ah", "abcdefgh"):
            chosen = [c for c in more if c["group"] in groups]
            name = f"core F1, {len(chosen)} development cases of groups {groups}"
            rows.append(
                _row(name, core(score, chosen, {c["id"]: readings[c["id"]] for c in chosen}), bar=">= 0.75")
            )
        cases += more
    right, total = sure_share(score, cases, readings)
    rows.append(_row(f"items marked sure that are right, of {total}", round(right / total, 3), bar=">= 0.97"))
    return rows


if __name__ == "__main__":
    main()
