"""Paragraph and character styles of a Word file: what they say of fonts, weight, numbers and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from phoihop.ingest.readers.numbering import small

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Word stops at eleven.
LONGEST_CHAIN = 20
_HEADING_NAME = re.compile(r"(?:heading|tiêu đề)\s*(\d)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Style:
    font: str = ""
    bold: bool = False
    italic: bool = False
    caps: bool = False
    vanish: bool = False
    heading: int = 0
    number: _Element | None = None

    def with_heading(self, level: int) -> Style:
        return replace(self, heading=level)


@dataclass
class Styles:
    by_id: dict[str, Style] = field(default_factory=dict)
    default: Style = field(default_factory=Style)
    default_font: str = ""

    def of(self, style_id: str | None) -> Style:
        return self.by_id.get(style_id, self.default) if style_id else self.default

    def run_style(self, properties: _Element | None) -> Style:
        """The character style and direct font of a run."""
        if properties is None:
            return Style()
        named = properties.find(W + "rStyle")
        style = self.by_id.get(named.get(W + "val") or "", Style()) if named is not None else Style()
        font = _font(properties)
        return replace(style, font=font) if font else style


def toggled(properties: _Element | None, name: str, *, inherited: bool) -> bool:
    """An on/off property of a run: given here, or inherited from the style."""
    element = properties.find(W + name) if properties is not None else None
    if element is None:
        return inherited
    return element.get(W + "val", "true") not in ("0", "false", "off", "none")


def _font(properties: _Element | None) -> str:
    fonts = properties.find(W + "rFonts") if properties is not None else None
    if fonts is None:
        return ""
    return fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""


def read_styles(root: _Element | None) -> Styles:
    styles = Styles()
    if root is None:
        return styles
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    styles.default_font = _font(defaults)
    elements = {e.get(W + "styleId") or "": e for e in root.iter(W + "style")}
    for style_id, element in elements.items():
        styles.by_id[style_id] = _resolve(element, elements)
        if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true"):
            styles.default = styles.by_id[style_id]
    return styles


def _resolve(element: _Element, elements: dict[str, _Element]) -> Style:
    """A style with what it inherits; a chain that bites its tail ends there."""
    chain, seen = [element], {element.get(W + "styleId")}
    while len(chain) < LONGEST_CHAIN and (based := chain[-1].find(W + "basedOn")) is not None:
        parent = elements.get(based.get(W + "val") or "")
        if parent is None or parent.get(W + "styleId") in seen:
            break
        seen.add(parent.get(W + "styleId"))
        chain.append(parent)
    style = Style()
    for link in reversed(chain):
        properties = link.find(W + "rPr")
        number = link.find(f"{W}pPr/{W}numPr")
        style = Style(
            font=_font(properties) or style.font,
            bold=toggled(properties, "b", inherited=style.bold),
            italic=toggled(properties, "i", inherited=style.italic),
            caps=toggled(properties, "caps", inherited=style.caps),
            vanish=toggled(properties, "vanish", inherited=style.vanish),
            heading=_heading(link) or style.heading,
            number=number if number is not None else style.number,
        )
    return style


def _heading(element: _Element) -> int:
    named = element.find(W + "name")
    match = _HEADING_NAME.match(named.get(W + "val") or "") if named is not None else None
    if match:
        return min(int(match[1]), 3)
    outline = element.find(f"{W}pPr/{W}outlineLvl")
    value = outline.get(W + "val") if outline is not None else None
    depth = small(value, default=9, most=9)
    return min(depth + 1, 3) if depth < 9 else 0
