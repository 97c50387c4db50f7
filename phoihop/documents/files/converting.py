"""Old and foreign kinds of papers through the office program of this machine, if it has one.

LibreOffice works in a folder of its own that is removed afterwards, without network or macros.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from phoihop.documents.filetypes import DOCX, XLSX

SECONDS = 90
#: How the program calls the kinds it writes.
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
#: The old kinds by their type: their ending, and the modern kind they become.
OLD = {
    "application/msword": ("doc", "docx"), "application/rtf": ("rtf", "docx"), "application/vnd.ms-excel": ("xls", "xlsx"),
}  # fmt: skip
_MIMES = {"docx": DOCX, "xlsx": XLSX}


class NoProgram(Exception):
    """This machine has no office program."""


class Broken(Exception):
    """The program could not open the file, or did not end."""


def converted(data: bytes, kind: str, to: str) -> bytes:
    """The same paper in another kind ("doc" to "docx")."""
    writer = shutil.which("soffice") or shutil.which("libreoffice")
    if writer is None:
        raise NoProgram
    with tempfile.TemporaryDirectory(prefix="phoihop-doc-") as folder:
        given = Path(folder) / f"van-ban.{kind}"
        given.write_bytes(data)
        command = [
            writer, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", _FILTERS[to], "--outdir", folder, str(given),
        ]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603 the office program of this machine, on a file of ours
                command, capture_output=True, timeout=SECONDS, check=False, env={**os.environ, "HOME": folder},
                preexec_fn=_unbound if os.name == "posix" else None,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Broken from None
        made = given.with_suffix(f".{to}")
        if not made.is_file():
            raise Broken
        return made.read_bytes()


def _unbound() -> None:
    """The office program asks for more room than a file being read apart is given."""
    import resource  # noqa: PLC0415 not on every system

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def modern(data: bytes, mime: str) -> tuple[bytes, str, str]:
    """The paper in the kind that can be taken apart, its type and, where it changed, its ending; NoProgram, Broken."""
    if mime not in OLD:
        return data, mime, ""
    kind, to = OLD[mime]
    return converted(data, kind, to), _MIMES[to], f".{to}"


def no_program_words() -> str:
    return _("Máy chủ chưa cài LibreOffice nên chưa che được tệp kiểu cũ (.doc, .xls, .rtf).")
