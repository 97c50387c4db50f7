"""How a line begins: chapters, articles, roman and arabic numbers, letters, dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Outline:
    marker: str
    rest: str
    level: int
    heading: bool


_ROMAN = r"(?=[IVXLC])(?:X{0,3})(?:IX|IV|V?I{0,3})"
_CHAPTER = re.compile(
    rf"(?P<marker>(?:PHẦN|CHƯƠNG)\s+(?:THỨ\s+)?(?:{_ROMAN}|\d+|NHẤT|HAI|BA|BỐN|TƯ|NĂM|SÁU|MỘT))\b"
    r"(?![,;])[.:\s–-]*(?P<rest>.{0,200})",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?P<marker>MỤC\s+\d+)\b[.:\s–-]+(?P<rest>.{1,200})", re.IGNORECASE)
_ARTICLE = re.compile(r"(?P<marker>Điều\s+\d+[a-zđ]?)\s*[.:]\s*(?P<rest>.{0,300})", re.IGNORECASE)
_ROMAN_LINE = re.compile(rf"(?P<marker>{_ROMAN}\s*[.)/])\s*[-–]?\s*(?P<rest>\S.*)")
_NUMBER_LINE = re.compile(r"(?P<marker>\d{1,2}(?:\.\d{1,2}){0,3}\s*[.)/])\s+(?P<rest>\S.*)")
_DOTTED_LINE = re.compile(r"(?P<marker>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\s+(?P<rest>\S.*)")
_LETTER_LINE = re.compile(r"(?P<marker>[a-zđ]\s*\))\s*(?P<rest>\S.*)")
_CAPITAL_LINE = re.compile(r"(?P<marker>[A-HĐ]\.)\s+(?P<rest>\S.*)")
_DASH_LINE = re.compile(r"(?P<marker>[-–—+*•●▪➢✓])\s*(?P<rest>\S.*)")

_HEADING_MAX = 160
_LINE_MAX = 20_000


def _shape(match: re.Match[str], *, level: int, heading: bool) -> Outline:
    return Outline(marker=match["marker"].strip(), rest=match["rest"].strip(), level=level, heading=heading)


def outline(line: str, *, bold: bool = False) -> Outline | None:
    """The heading or list item a line is, or None for running text."""
    body = line.strip()
    if not body or len(body) > _LINE_MAX:
        return None
    return _named_part(body) or _numbered_part(body, bold=bold) or _listed(body)


def _named_part(body: str) -> Outline | None:
    """Phần, Chương, Mục, Điều."""
    if body[0] not in "PpCcMmĐđ":
        return None
    short = len(body) < _HEADING_MAX
    if short and (match := _CHAPTER.fullmatch(body)):
        return _shape(match, level=1, heading=True)
    if short and (match := _SECTION.fullmatch(body)):
        return _shape(match, level=2, heading=True)
    if match := _ARTICLE.match(body):
        return Outline(marker=match["marker"], rest=body[match.start("rest") :], level=2, heading=True)
    return None


def _numbered_part(body: str, *, bold: bool) -> Outline | None:
    """I., A., 1., 1.2: headings when short and set apart, else items."""
    first, short = body[0], len(body) < _HEADING_MAX
    if first in "IVX" and (match := _ROMAN_LINE.fullmatch(body)):
        return _shape(match, level=1, heading=short)
    if first in "ABCDEFGHĐ" and short and (match := _CAPITAL_LINE.fullmatch(body)):
        return _shape(match, level=1, heading=bold or body.isupper())
    if first.isdigit() and (match := _NUMBER_LINE.fullmatch(body) or _DOTTED_LINE.fullmatch(body)):
        depth = match["marker"].strip(".)/ ").count(".")
        return _shape(match, level=2 + depth, heading=bold and short)
    return None


def _listed(body: str) -> Outline | None:
    """a), - and their like."""
    match = _LETTER_LINE.fullmatch(body) or _DASH_LINE.fullmatch(body)
    return _shape(match, level=3, heading=False) if match else None
