"""Office files with something done to their package: parts replaced, added, left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

REMOTE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
    'TargetMode="External"/></Relationships>'
)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_parts(content: bytes, parts: Mapping[str, bytes | str | None]) -> bytes:
    """The package with these parts in place of its own; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, body in parts.items():
            if body is not None:
                new.writestr(name, body)
    return out.getvalue()


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode()


def with_body(content: bytes, xml: str) -> bytes:
    """A Word file whose text begins with these elements."""
    text = part_of(content, "word/document.xml")
    return with_parts(content, {"word/document.xml": text.replace("<w:body>", f"<w:body>{xml}", 1)})


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in members.items():
            made.writestr(name, body)
    return out.getvalue()
