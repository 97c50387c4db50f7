"""Old and foreign kinds (.doc, .rtf, .odt) through the office program of this machine, if it has one.

LibreOffice makes a .docx of them, in a folder of its own that is removed afterwards, without network or
macros. Where it is missing, antiword gives the words of a .doc; where both are missing the person is told
what to do.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from phoihop.ingest.readers import refusals

CONVERTED = ("doc", "rtf", "odt")
SECONDS = 90


def to_docx(data: bytes, kind: str) -> bytes:
    """The same paper as .docx; Unreadable if no program here can do it, or it cannot open the file."""
    writer = shutil.which("soffice") or shutil.which("libreoffice")
    if writer:
        return _by_libreoffice(writer, data, kind)
    antiword = shutil.which("antiword")
    if kind == "doc" and antiword:
        return _by_antiword(antiword, data)
    raise refusals.not_yet(kind)


def _by_libreoffice(writer: str, data: bytes, kind: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="phoihop-doc-") as folder:
        given = Path(folder) / f"van-ban.{kind}"
        given.write_bytes(data)
        command = [
            writer, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(given),
        ]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603 the office program of this machine, on a file of ours
                command, capture_output=True, timeout=SECONDS, check=False, env={**os.environ, "HOME": folder},
                preexec_fn=_unbound if os.name == "posix" else None,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise refusals.broken() from None
        made = given.with_suffix(".docx")
        if not made.is_file():
            raise refusals.broken()
        return made.read_bytes()


def _unbound() -> None:
    """The office program asks for more room than a file being read apart is given."""
    import resource  # noqa: PLC0415 not on every system

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


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
