"""Old and foreign kinds (.doc, .rtf, .odt) through the office program of this machine, if it has one.

LibreOffice makes a .docx of them (``documents.files.converting``). Where it is missing, antiword gives the words
of a .doc; where both are missing the person is told what to do.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile

from phoihop.documents.files.converting import SECONDS, Broken, NoProgram, converted
from phoihop.ingest.readers import refusals

CONVERTED = ("doc", "rtf", "odt")


def to_docx(data: bytes, kind: str) -> bytes:
    """The same paper as .docx; Unreadable if no program here can do it, or it cannot open the file."""
    try:
        return converted(data, kind, "docx")
    except Broken:
        raise refusals.broken() from None
    except NoProgram:
        antiword = shutil.which("antiword")
        if kind == "doc" and antiword:
            return _by_antiword(antiword, data)
        raise refusals.not_yet(kind) from None


def _by_antiword(antiword: str, data: bytes) -> bytes:
    """The words alone, a paragraph a line: tables and styles are lost, the text is not."""
    from docx import Document  # noqa: PLC0415 heavy

    with tempfile.NamedTemporaryFile(suffix=".doc") as given:
        given.write(data)
        given.flush()
        try:
            done = subprocess.run(  # noqa: S603 the converter of this machine, on a file of ours
                [antiword, "-m", "UTF-8.txt", "-w", "0", given.name],
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise refusals.broken() from None
    if done.returncode != 0:
        raise refusals.broken()
    document = Document()
    for line in done.stdout.decode("utf-8", errors="replace").splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
