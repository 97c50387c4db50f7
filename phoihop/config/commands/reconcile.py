from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from phoihop.core.stated import Promise, Stated, Told
    from phoihop.reports.reconcile import Disagreement


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument(
        "thu_muc",
        type=Path,
        metavar="THƯ_MỤC",
        help="thư mục báo cáo của các cơ quan (Word, PDF, bảng tính, .zip)",
    )
    parser.add_argument("--json", action="store_true", help="in mọi con số, chỗ vênh, việc có hạn dạng JSON")


EPILOG = """Mỗi tệp được đọc trong một tiến trình riêng: một tệp hỏng không làm dừng cả lệnh. Không tệp nào bị sửa.

Trong JSON: files (đã đọc, kèm ghi chú), refused (không đọc được, vì sao), aside (trùng tệp khác, không tính
hai lần), doubts (ghi kỳ khác các báo cáo còn lại), figures, disagreements, commitments.

Mã thoát:
  0  mọi tệp đã đọc (dù có hay không có chỗ vênh)
  1  có tệp không đọc được; các tệp khác vẫn được đọc và đối chiếu
  2  không thấy thư mục, hoặc trong đó không có tệp nào, hoặc gõ sai tham số"""


@dataclass
class Papers:
    """What the files of a folder told, and what became of the others."""

    told: list[Told] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    aside: list[dict[str, str]] = field(default_factory=list)

    @property
    def doubts(self) -> list[dict[str, str]]:
        """Reports of another period than most."""
        from phoihop.reports.models.sent import period_words  # noqa: PLC0415 after Django is ready

        reports = [p for p in self.told if p.role in ("report", "annex") and p.period]
        usual = Counter(p.period for p in reports).most_common(1)
        return [
            {"file": p.file, "why": f"Văn bản ghi kỳ {period_words(p.period)}, các báo cáo khác là {period_words(usual[0][0])}."}
            for p in reports
            if p.period != usual[0][0]
        ]  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Read every paper of a folder and tell what does not agree; the exit codes are told by ``--help``."""
    django.setup()
    if not options.thu_muc.is_dir():
        print(f"Không thấy thư mục {options.thu_muc}.", file=sys.stderr)
        return 2
    papers = _read(options.thu_muc)
    if not (papers.told or papers.refused):
        print(f"Trong thư mục {options.thu_muc} không có tệp nào.", file=sys.stderr)
        return 2
    from phoihop.reports.reconcile import reconcile  # noqa: PLC0415 after Django is ready
    from phoihop.reports.reconcile.subjects import recognised, shipped  # noqa: PLC0415 after Django is ready

    papers.told = recognised(papers.told, shipped())
    found = reconcile(papers.told)
    if options.json:
        print(json.dumps(as_json(papers, found), ensure_ascii=False, indent=1))
    else:
        for line in _lines(papers, found):
            print(line)
    return 1 if papers.refused else 0


def _read(folder: Path) -> Papers:
    """Each file in a process of its own; archives are opened; what repeats another paper is put aside."""
    from phoihop.core.importers import Untold, told_of  # noqa: PLC0415 after Django is ready
    from phoihop.documents.filetypes import Refusal, detect  # noqa: PLC0415 after Django is ready
    from phoihop.reports.told import fingerprint  # noqa: PLC0415 after Django is ready

    papers = Papers()
    seen: dict[str, str] = {}
    for name, content, why in _files(folder):
        try:
            if why:
                raise Untold(why)
            detect(content, name)
            told = told_of(content, name)
        except Refusal as refusal:
            papers.refused.append({"file": name, "why": f"{refusal.reason} {refusal.instead}"})
            continue
        except Untold as error:
            papers.refused.append({"file": name, "why": str(error)})
            continue
        twin = seen.setdefault(fingerprint(told), name)
        if twin != name:
            papers.aside.append({"file": name, "why": f"Cùng nội dung với “{twin}”, chỉ khác tên tệp."})
        else:
            papers.told.append(told)
    return papers


def _files(folder: Path) -> Iterator[tuple[str, bytes, str]]:
    """(name, content, why it could not be had) of every paper, those in archives under the archive's name."""
    from phoihop.config.cli import in_words  # noqa: PLC0415 the command that runs this one
    from phoihop.reports.unpack import opened  # noqa: PLC0415 after Django is ready

    home = folder.resolve()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith((".", "~$"))):
        name = _shown(path.relative_to(folder))
        if not path.resolve().is_relative_to(home):
            yield name, b"", "Là lối tắt tới tệp ngoài thư mục này nên không đọc."
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            yield name, b"", in_words(error)
            continue
        for paper in opened(name, content):
            inside = name if paper.name == name else f"{name}/{paper.name}"
            yield inside, paper.content, paper.why


def _shown(path: Path) -> str:
    """A name that any terminal and any reader of JSON can take: without bytes that are no letters, without commands."""
    name = os.fsencode(path).decode("utf-8", "replace")
    return "".join(ch if ch.isprintable() else "\N{REPLACEMENT CHARACTER}" for ch in name)


def as_json(papers: Papers, found: list[Disagreement]) -> dict[str, Any]:
    """Figures, disagreements and commitments, each with its file and place."""
    told = papers.told
    return {
        "schema": "reconcile-1",
        "files": [
            {"name": p.file, "title": p.title, "role": p.role, "body": p.body, "period": p.period, "notes": list(p.notes)}
            for p in told
        ],
        "refused": papers.refused, "aside": papers.aside, "doubts": papers.doubts,
        "figures": [figure_json(f) for p in told for f in p.figures],
        "disagreements": [
            {
                "kind": d.kind, "words": d.words, "values": [f.value_words for f in d.places],
                "places": [figure_json(f) for f in d.places],
            }
            for d in found
        ],
        "commitments": [promise_json(c) for p in told for c in p.promises],
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
        "catalogue": figure.subject.code,
    }
    return told | {k: v for k, v in more.items() if v}


def promise_json(promise: Promise) -> dict[str, Any]:
    return {
        "content": promise.content, "lead": promise.lead, "due": promise.due.isoformat() if promise.due else None,
        "due_words": promise.due_words, "product": promise.product or None, "file": promise.file,
        "place": {"start": promise.start, "end": promise.end, "sentence": promise.sentence}, "gaps": list(promise.gaps),
    }  # fmt: skip


def _lines(papers: Papers, found: list[Disagreement]) -> Iterator[str]:
    from phoihop.reports.reconcile import KINDS  # noqa: PLC0415 after Django is ready

    told = papers.told
    figures, promises = sum(len(p.figures) for p in told), sum(len(p.promises) for p in told)
    yield f"Đã đọc {len(told)} văn bản, {figures} con số; {len(found)} chỗ vênh; {promises} việc có hạn hoặc có người chủ trì."
    for paper in told:
        yield f"  {paper.file}: {paper.role}, {paper.body or 'nhiều cơ quan'}, kỳ {paper.period or 'chưa rõ'}, {len(paper.figures)} số"
        yield from (f"     ghi chú: {note}" for note in paper.notes)
    for words, rows in (
        ("KHÔNG ĐỌC ĐƯỢC", papers.refused),
        ("ĐỂ NGOÀI", papers.aside),
        ("CẦN XEM", papers.doubts),
    ):
        yield from (f"  {words} {row['file']}: {row['why']}" for row in rows)
    for n, one_found in enumerate(found, start=1):
        yield f"{n}. {KINDS[one_found.kind]}: {one_found.words}"
        yield from (f"     {f.file}: {f.sentence[:160]}" for f in one_found.places)
