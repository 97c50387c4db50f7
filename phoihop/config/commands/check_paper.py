from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("tep", type=Path, metavar="TỆP", help="tệp .pdf hoặc .docx cần kiểm tra")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def run(options: argparse.Namespace) -> int:
    """What the public page says of the file, from this installation's register; 0 only if it is confirmed."""
    django.setup()
    from phoihop.config.cli import in_words  # noqa: PLC0415 the command that runs this one
    from phoihop.core import moment  # noqa: PLC0415 after Django is ready
    from phoihop.documents.checking.answer import by_file  # noqa: PLC0415 after Django is ready
    from phoihop.documents.checking.clues import Unread  # noqa: PLC0415 after Django is ready
    from phoihop.documents.filetypes import LIMIT  # noqa: PLC0415 after Django is ready

    try:
        if options.tep.stat().st_size > LIMIT:
            raise Unread(f"Tệp nặng quá {LIMIT >> 20} MB.")
        answer = by_file(options.tep.read_bytes(), options.tep.name, at=moment.now())
    except (OSError, Unread) as error:
        print(
            in_words(error)
            if isinstance(error, OSError)
            else f"{options.tep.name}: {error} {error.instead}".strip(),
            file=sys.stderr,
        )
        return 1
    if options.json:
        print(json.dumps(answer.data(), ensure_ascii=False, indent=1, default=str))
    else:
        print("\n".join(_told(answer)))
    return 0 if answer.good else 1


def _told(answer: Any) -> list[str]:
    head = answer.standing_words or "Sổ nơi này không xác nhận văn bản này."
    lines = [head, *answer.others, answer.text_words, *answer.doubts]
    for place in answer.compared.places if answer.compared else ():
        lines.append(f"  sau “{place.after}”: trong sổ “{place.registered}”, trong tệp “{place.shown}”")
    if answer.facts:
        facts = answer.facts
        lines += [f"{facts.kind} số {facts.number}: {facts.about}", f"Vân tay: {facts.fingerprint}"]
        lines += [
            f"  {s.name}, {s.title} ({s.body}), {s.capacity}: {s.way} {s.signed_on:%d/%m/%Y}"
            + (f"; trong tệp này: {s.in_file}" if s.in_file else "")
            for s in facts.signers
        ]
    if answer.verified:
        lines.append(answer.verified.verdict)
        for s in answer.verified.signatures:
            name = s.certificate.name if s.certificate else "không rõ"
            lines += [f"  {name}: {s.integrity_words}; {s.issuer_words}; {s.agreement_words}"]
            lines += [f"    {words}" for words in (*s.later, *s.differs)]
    return [line for line in (*lines, *answer.warnings, *answer.notices) if line]
