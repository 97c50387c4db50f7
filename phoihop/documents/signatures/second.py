"""The second validator, another code base: Debian's ``pdfsig`` (poppler over NSS), and NSS's ``vfychain``.

pdfsig says whether the signature holds and whose it is. Its own look at the issuer asks the issuer over
the network, and answers nothing useful when told not to; so the chain is asked of NSS directly, by
vfychain (package libnss3-tools), over a store with our roots alone. Nothing here opens a connection.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.documents.certificates import Root
from phoihop.documents.signatures.told import (
    BROKEN,
    EXPIRED,
    INTACT,
    REVOKED,
    TRUSTED,
    UNFIT,
    UNKNOWN,
    UNREADABLE,
    Second,
)

SECONDS = 40
#: Certificates of one signature: the signer's first, then those above.
CHAIN = 8
OUTPUT = 4 << 20
_START = re.compile(r"^Signature #(\d+):$", re.MULTILINE)
_FACT = re.compile(r"^  - ([^:\n]+)(?:: ?(.*))?$", re.MULTILINE)
_INTEGRITY = {
    "Signature is Valid.": INTACT,
    "Signature is Invalid.": BROKEN,
    "Digest Mismatch.": BROKEN,
}
#: NSS's numbers for what is wrong with a chain.
_CHAIN = {
    "-8181": EXPIRED,
    "-8180": REVOKED,
    "-8179": UNKNOWN,
    "-8172": UNKNOWN,
    "-8156": UNFIT,
    "-8102": UNFIT,
}
_ERROR = re.compile(r"ERROR (-\d{4})")
#: Facts that stand once in what the tool says of a signature. A name with line ends could write others.
_ONCE = ("Signature Validation", "Signed Ranges", "Signer Certificate Common Name")


class Missing(Exception):
    """The tool is not here, or did not answer; the message says which."""


@dataclass(frozen=True)
class Asked:
    """One signature to ask about: its byte ranges, its certificate and the others it brought along (DER)."""

    ranges: str
    chain: tuple[bytes, ...] = ()


def second(
    content: bytes, asked: Sequence[Asked], roots: Iterable[Root], *, at: datetime
) -> dict[str, Second]:
    """What pdfsig says, by the byte ranges of each signature; the issuer where NSS's tools are installed.

    The tools run under a process of their own that bounds their memory; the folder is removed here in any case.
    """
    tool = shutil.which("pdfsig")
    if tool is None:
        raise Missing(_("Máy chủ chưa cài pdfsig (gói poppler-utils): chỉ một bộ kiểm tra làm việc."))
    held = list(roots)
    with tempfile.TemporaryDirectory(prefix="phoihop-") as folder:
        Path(folder, "paper.pdf").write_bytes(content)
        try:
            found = apart(lambda: _asked(folder, tool, asked, held, at=at), seconds=SECONDS + 20)
        except Died as error:
            raise Missing(_("pdfsig dừng giữa chừng với tệp này: chỉ một bộ kiểm tra làm việc.")) from error
    if isinstance(found, str):
        raise Missing(found)
    return found


def _asked(
    folder: str, tool: str, asked: Sequence[Asked], roots: list[Root], *, at: datetime
) -> dict[str, Second] | str:
    """In the child: what was found, or the sentence that says why not."""
    try:
        found = dict(_parsed(_run([tool, "-nocert", "paper.pdf"], folder)))
    except Missing as missing:
        return str(missing)
    store = _trust_store(folder, roots)
    if store:
        judged = {one.ranges: _issuer(folder, store, one, at=at) for one in asked if one.ranges in found}
        found = {key: replace(one, issuer=judged.get(key, "")) for key, one in found.items()}
    return found


def _issuer(folder: str, store: str, one: Asked, *, at: datetime) -> str:
    """Of the chain, by NSS, at that moment; "" if it gave no answer."""
    if not one.chain:
        return ""
    names = []
    for number, der in enumerate(one.chain[:CHAIN]):
        names.append(f"cert{number}.der")
        Path(folder, names[-1]).write_bytes(der)
    moment = f"{at.astimezone(UTC):%y%m%d%H%M}Z"
    try:
        said = _run([_vfychain(), "-pp", "-u", "4", "-b", moment, "-d", f"sql:{store}", *names], folder)
    except Missing:
        return ""
    if "Chain is good!" in said:
        return TRUSTED
    numbers = _ERROR.findall(said)
    return next((_CHAIN[n] for n in numbers if n in _CHAIN), UNFIT if numbers else "")


def _vfychain() -> str:
    return shutil.which("vfychain") or ""


def _run(command: list[str], folder: str) -> str:
    """In an empty home (no certificates of whoever runs the server), bounded, in English."""
    env = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    try:
        done = subprocess.run(  # noqa: S603 a fixed command on a file of our own name
            command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Missing(_("pdfsig không trả lời kịp: chỉ một bộ kiểm tra làm việc.")) from error
    if done.returncode < 0 or len(done.stdout) > OUTPUT:
        raise Missing(_("pdfsig dừng giữa chừng với tệp này: chỉ một bộ kiểm tra làm việc."))
    return done.stdout.decode("utf-8", "replace")


def _trust_store(folder: str, roots: list[Root]) -> str:
    """A certificate store with our roots alone; "" where it cannot be made, and trust is not asked then."""
    tool = shutil.which("certutil")
    if tool is None or not _vfychain():
        return ""
    store = Path(folder, "store")
    store.mkdir()
    commands = [[tool, "-N", "-d", f"sql:{store}", "--empty-password"]]
    for number, root in enumerate(roots):
        path = Path(folder, f"root{number}.der")
        path.write_bytes(root.der)
        commands.append(
            [tool, "-A", "-d", f"sql:{store}", "-n", f"root{number}", "-t", "C,C,C", "-i", str(path)]
        )
    try:
        for command in commands:
            subprocess.run(  # noqa: S603 a fixed command on files of our own names
                command,
                cwd=folder,
                capture_output=True,
                timeout=SECONDS,
                check=True,
                stdin=subprocess.DEVNULL,
            )
    except (subprocess.SubprocessError, OSError):
        return ""
    return str(store)


def _parsed(said: str) -> Iterable[tuple[str, Second]]:
    for text in _START.split(said)[2::2]:
        facts: dict[str, list[str]] = {}
        for name, value in _FACT.findall(text):
            facts.setdefault(name, []).append(value.strip())
        if "Signed Ranges" not in facts:
            continue
        first = {name: values[0] for name, values in facts.items()}
        forged = any(len(facts.get(name, [])) > 1 for name in _ONCE)
        integrity = _INTEGRITY.get(first.get("Signature Validation", ""), UNREADABLE)
        yield (
            ranges_key(int(n) for n in re.findall(r"\d+", first["Signed Ranges"])),
            Second(
                field=first.get("Signature Field Name", ""), name=first.get("Signer Certificate Common Name", ""),
                integrity=UNREADABLE if forged else integrity, whole="Total document signed" in facts,
            ),
        )  # fmt: skip


def ranges_key(ends: Iterable[int]) -> str:
    """ "0-100,200-300": starts and ends of what is signed."""
    found = list(ends)
    return ",".join(f"{a}-{b}" for a, b in zip(found[::2], found[1::2], strict=False))
