"""A person at an office program: a Word file edited with tracking on and comments, then saved again by LibreOffice itself."""

from __future__ import annotations

import copy
import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

OFFICE = shutil.which("soffice")
WHEN = "2027-08-03T09:30:00Z"


def edited(
    folder: Path, content: bytes, *, steps: Sequence[tuple[str, ...]], name: str, tracked: bool = True
) -> bytes:
    """As LibreOffice saves it after these steps: ("swap", was, now), ("say", …), ("below", …), ("gone", was)."""
    document = docx.Document(io.BytesIO(content))
    for verb, was, *more in steps:
        paragraph = next(p for p in document.paragraphs if was in p.text)
        if verb == "say":
            document.add_comment(paragraph.runs, text=more[0], author=name, initials="")
        elif verb == "swap":
            _swap(paragraph, was, more[0], name if tracked else "")
        elif verb == "below":
            _below(paragraph, more[0], name)
        else:
            _gone(paragraph, name if tracked else "")
    source, out = folder / "sent.docx", folder / "out"
    document.save(str(source))
    profile = (folder / "profile").as_uri()
    assert OFFICE is not None
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out),
         str(source)], check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return (out / "sent.docx").read_bytes()


def _marked(kind: str, name: str) -> Any:
    mark = OxmlElement(f"w:{kind}")
    mark.set(qn("w:id"), "900")
    mark.set(qn("w:author"), name)
    mark.set(qn("w:date"), WHEN)
    return mark


def _run(like: Any, text: str, *, deleted: bool = False) -> Any:
    run = OxmlElement("w:r")
    if like.find(qn("w:rPr")) is not None:
        run.append(copy.deepcopy(like.find(qn("w:rPr"))))
    words = OxmlElement("w:delText" if deleted else "w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def _swap(paragraph: Any, was: str, now: str, name: str) -> None:
    run = next(r for r in paragraph.runs if was in r.text)
    before, _was, after = run.text.partition(was)
    if not name:
        run.text = f"{before}{now}{after}"
        return
    gone, came = _marked("del", name), _marked("ins", name)
    gone.append(_run(run._r, was, deleted=True))
    came.append(_run(run._r, now))
    for piece in (_run(run._r, after), came, gone, _run(run._r, before)):
        run._r.addnext(piece)
    run._r.getparent().remove(run._r)


def _below(paragraph: Any, words: str, name: str) -> None:
    fresh = copy.deepcopy(paragraph._p)
    run = next(iter(fresh.iter(qn("w:r"))))
    for child in list(fresh):
        if child.tag != qn("w:pPr"):
            fresh.remove(child)
    _mark_end(fresh, "ins", name)
    came = _marked("ins", name)
    came.append(_run(run, words))
    fresh.append(came)
    paragraph._p.addnext(fresh)


def _gone(paragraph: Any, name: str) -> None:
    if not name:
        paragraph._p.getparent().remove(paragraph._p)
        return
    _mark_end(paragraph._p, "del", name)
    for run in list(paragraph._p.iter(qn("w:r"))):
        mark = _marked("del", name)
        mark.append(_run(run, "".join(t.text or "" for t in run.iter(qn("w:t"))), deleted=True))
        run.getparent().replace(run, mark)


def _mark_end(paragraph: Any, kind: str, name: str) -> None:
    """The end of a paragraph is tracked by itself."""
    properties = paragraph.get_or_add_pPr()
    own = properties.find(qn("w:rPr"))
    if own is None:
        own = OxmlElement("w:rPr")
        properties.append(own)
    own.insert(0, _marked(kind, name))
