from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from phoihop.core.stated import Promise, Stated, Told
    from phoihop.reports.reconcile import Disagreement


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "thu_muc",
        type=Path,
        metavar="THƯ_MỤC",
        help="thư mục báo cáo của các cơ quan (Word, PDF, bảng tính, .zip)",
    )
    parser.add_argument("--json", action="store_true", help="in mọi con số, chỗ vênh, việc có hạn dạng JSON")


def run(options: argparse.Namespace) -> int:
    """Read every paper of a folder and tell what does not agree; exit code 1 if a paper could not be read."""
    django.setup()
    if not options.thu_muc.is_dir():
        print(f"Không thấy thư mục {options.thu_muc}.", file=sys.stderr)
        return 2
    papers, refused = _read(options.thu_muc)
    from phoihop.reports.reconcile import reconcile  # noqa: PLC0415 after Django is ready

    found = reconcile(papers)
    if options.json:
        print(json.dumps(as_json(papers, found, refused), ensure_ascii=False, indent=1))
    else:
        _print(papers, found, refused)
    return 1 if refused else 0


def _read(folder: Path) -> tuple[list[Told], list[dict[str, str]]]:
    from phoihop.ingest.readers import Unreadable, read_file  # noqa: PLC0415 after Django is ready
    from phoihop.ingest.tally.tally import tell  # noqa: PLC0415 after Django is ready

    papers: list[Told] = []
    refused: list[dict[str, str]] = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith((".", "~$"))):
        name = str(path.relative_to(folder))
        try:
            papers.append(tell(read_file(path.read_bytes(), name)))
        except (Unreadable, OSError) as error:
            refused.append({"file": name, "why": str(error)})
    return papers, refused


def as_json(papers: list[Told], found: list[Disagreement], refused: list[dict[str, str]]) -> dict[str, Any]:
    """Figures, disagreements and commitments, each with its file and place."""
    return {
        "schema": "reconcile-1",
        "files": [
            {"name": p.file, "title": p.title, "role": p.role, "body": p.body, "period": p.period, "notes": list(p.notes)}
            for p in papers
        ],
        "refused": refused,
        "figures": [figure_json(f) for p in papers for f in p.figures],
        "disagreements": [
            {
                "kind": d.kind, "words": d.words, "values": [f.value_words for f in d.places],
                "places": [figure_json(f) for f in d.places],
            }
            for d in found
        ],
        "commitments": [promise_json(c) for p in papers for c in p.promises],
    }  # fmt: skip


def figure_json(figure: Stated) -> dict[str, Any]:
    where = {
        "page": figure.place.page, "sheet": figure.place.sheet, "cell": figure.place.cell, "paragraph": figure.place.paragraph,
        "start": figure.start, "end": figure.end, "heading": figure.heading, "sentence": figure.sentence,
    }  # fmt: skip
    told = {
        "subject": figure.subject.words, "body": figure.body, "period": figure.period, "value": figure.value_words,
        "unit": figure.unit, "qualifier": figure.qualifier, "mode": figure.mode, "file": figure.file,
        "place": {k: v for k, v in where.items() if v not in (None, "")}, "group": figure.group, "mark": figure.mark,
    }  # fmt: skip
    more = {
        "as_of": figure.as_of.isoformat() if figure.as_of else "",
        "reason": figure.reason,
        "state": figure.state,
    }
    return told | {k: v for k, v in more.items() if v}


def promise_json(promise: Promise) -> dict[str, Any]:
    return {
        "content": promise.content, "lead": promise.lead, "due": promise.due.isoformat() if promise.due else None,
        "due_words": promise.due_words, "product": promise.product or None, "file": promise.file,
        "place": {"start": promise.start, "end": promise.end, "sentence": promise.sentence}, "gaps": list(promise.gaps),
    }  # fmt: skip


def _print(papers: list[Told], found: list[Disagreement], refused: list[dict[str, str]]) -> None:
    for line in _lines(papers, found, refused):
        print(line)


def _lines(papers: list[Told], found: list[Disagreement], refused: list[dict[str, str]]) -> Iterator[str]:
    figures = sum(len(p.figures) for p in papers)
    promises = sum(len(p.promises) for p in papers)
    yield f"Đã đọc {len(papers)} văn bản, {figures} con số; {len(found)} chỗ vênh; {promises} việc có hạn hoặc có người chủ trì."
    for paper in papers:
        yield f"  {paper.file}: {paper.role}, {paper.body or 'nhiều cơ quan'}, kỳ {paper.period or 'chưa rõ'}, {len(paper.figures)} số"
    for one in refused:
        yield f"  KHÔNG ĐỌC ĐƯỢC {one['file']}: {one['why']}"
    from phoihop.reports.reconcile import KINDS  # noqa: PLC0415 after Django is ready

    for n, one_found in enumerate(found, start=1):
        yield f"{n}. {KINDS[one_found.kind]}: {one_found.words}"
        yield from (f"     {f.file}: {f.sentence[:160]}" for f in one_found.places)
