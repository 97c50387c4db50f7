"""The mark at the foot of an issued paper: a short code and a QR that lead to the page where it is checked.

The code is the beginning of the fingerprint in letters that are not mistaken for each other, so no table of
codes is kept: who has the code finds the record by the beginning of its fingerprint.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from phoihop.core.papers import Paper

#: Crockford's letters: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 60 bits: nobody hits a paper by trying, and it can still be read out over the telephone.
LENGTH, GROUP = 12, 4
#: Hexadecimal digits of a fingerprint that a code stands for.
HEX = LENGTH * 5 // 4
PATH = "/kiem-tra/"
_META = "verify"
_ALIKE = str.maketrans("ILO", "110")
_BETWEEN = re.compile(r"[\s\-–.]+")
_FINGERPRINT = re.compile(r"[0-9a-f]{32,}")
_QUIET = 2  # modules of white round a QR; beyond them lies the white of the margin


@dataclass(frozen=True, kw_only=True)
class VerificationMark:
    """``address`` is empty where the installation has no address (setting ``PHOIHOP_SITE``)."""

    code: str
    address: str
    site: str


def short_code(fingerprint: str) -> str:
    """``7K3D-9QXM-2BTR`` of a fingerprint in hexadecimal."""
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise ValueError("a mark is made from a fingerprint in hexadecimal")
    value = int(fingerprint[:HEX], 16)
    letters = [ALPHABET[value >> 5 * (LENGTH - 1 - i) & 31] for i in range(LENGTH)]
    return "-".join("".join(letters[i : i + GROUP]) for i in range(0, LENGTH, GROUP))


def fingerprint_start(code: str) -> str:
    """How the fingerprint behind a code begins, "" for what is no code; small letters, spaces, O for 0 are forgiven."""
    letters = _BETWEEN.sub("", code).upper().translate(_ALIKE)
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return ""
    value = 0
    for letter in letters:
        value = value << 5 | ALPHABET.index(letter)
    return f"{value:0{HEX}x}"


def verification_mark(fingerprint: str) -> VerificationMark:
    """The code of a fingerprint and the address ``<site>/kiem-tra/<code>``."""
    code = short_code(fingerprint)
    site = settings.SITE.rstrip("/")
    return VerificationMark(code=code, address=f"{site}{PATH}{code}" if site else "", site=site)


def marked(paper: Paper, fingerprint: str) -> Paper:
    """The same paper with the mark of this fingerprint; its words, and so the fingerprint, are not touched."""
    short_code(fingerprint)
    return replace(paper, meta={**paper.meta, _META: fingerprint})


def mark_of(paper: Paper) -> VerificationMark | None:
    """What a writer prints at the foot; None for a paper that was not issued."""
    fingerprint = paper.meta.get(_META, "")
    return verification_mark(fingerprint) if fingerprint else None


def mark_words(mark: VerificationMark) -> str:
    """The line beside the QR: the whole address, or the code alone where there is no address."""
    if mark.address:
        return _("Kiểm tra văn bản này tại %s") % mark.address
    return _("Mã kiểm tra văn bản: %s") % mark.code


def qr_png(address: str, *, scale: int = 8) -> bytes:
    """The QR of an address as a black and white PNG; equal addresses are equal bytes."""
    out = io.BytesIO()
    _qr(address).save(out, kind="png", scale=scale, border=_QUIET)
    return out.getvalue()


def qr_svg(address: str) -> str:
    """The same as a drawing that stays sharp in print."""
    out = io.BytesIO()
    _qr(address).save(out, kind="svg", scale=1, border=_QUIET, xmldecl=False, light="#fff")
    return out.getvalue().decode()


def _qr(address: str) -> Any:
    import segno  # noqa: PLC0415 only when a paper is written

    return segno.make(address, error="m", micro=False)
