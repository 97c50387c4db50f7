"""A Word file without some words: only the parts that are seen are taken over, tracked changes are settled, comments go."""

from __future__ import annotations

import io
import posixpath
import re
import unicodedata
import zipfile
from typing import Any

from lxml import etree

from phoihop.documents.files.covering_words import BAR, Words
from phoihop.documents.files.pictures import cleaned

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KEPT = re.compile(
    r"word/(document|styles|numbering|fontTable|header\d*|footer\d*|footnotes|endnotes|theme/theme\d*)\.xml"
    r"|word/media/[^/]+\.(png|jpe?g)"
)
_MEDIA = "word/media/"
_DROPPED = tuple(
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "object", "altChunk", "rPrChange",
        "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "instrText", "delText",
        "bookmarkStart", "bookmarkEnd", "dataBinding", "alias", "tag", "subDoc", "permStart", "permEnd", "pict",
    )
)  # fmt: skip
_OPENED = tuple(f"{W}{name}" for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple"))
_TEXT = (
    f"{W}t", "{http://schemas.openxmlformats.org/drawingml/2006/main}t",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t",
)  # fmt: skip
#: Fonts whose letters are signs: a letter kept as a number in any other is a letter.
_SIGNS = re.compile(r"(?i)^(symbol|wingdings|webdings)")
_PARAGRAPH = (f"{W}p", "{http://schemas.openxmlformats.org/drawingml/2006/main}p")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
#: Fields that count pages, the only ones that go on living.
_PAGES = re.compile(r"\s*(PAGE|NUMPAGES)\b[\s\\*A-Z]*", re.IGNORECASE)
TYPES = "[Content_Types].xml"


def cover(content: bytes, words: Words, *, pictures: bool) -> tuple[bytes, int, str]:
    """Without its pictures, unless somebody looked at them and they are to stay."""
    out, count = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [n for n in old.namelist() if _KEPT.fullmatch(n) and (pictures or not n.startswith(_MEDIA))]
        relations = {name: _relations(old, name, set(names)) for name in names if name.endswith(".xml")}
        new.writestr(TYPES, _types(old.read(TYPES), names))
        new.writestr(
            "_rels/.rels",
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/'
            'package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        for name in names:
            if name.endswith(".xml"):
                tree = etree.fromstring(old.read(name), _PARSER)
                keys, written = relations[name]
                count += _clean(tree, words, keys)
                new.writestr(
                    name, etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
                )
                if written:
                    new.writestr(_rels_of(name), written)
            else:
                new.writestr(name, cleaned(old.read(name)).content)
    return out.getvalue(), count, ""


def _rels_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return f"{folder}/_rels/{base}.rels"


def _relations(old: zipfile.ZipFile, name: str, kept: set[str]) -> tuple[set[str], bytes]:
    """The references of a part that lead to parts taken over, and their file; nothing leads outside."""
    if _rels_of(name) not in old.namelist():
        return set(), b""
    tree, keys = etree.fromstring(old.read(_rels_of(name)), _PARSER), set()
    for row in list(tree):
        target = str(row.get("Target", ""))
        place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"word/{target}")
        if row.get("TargetMode") == "External" or place not in kept:
            tree.remove(row)
        else:
            keys.add(str(row.get("Id")))
    return keys, etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _types(content: bytes, names: list[str]) -> bytes:
    tree = etree.fromstring(content, _PARSER)
    for row in list(tree):
        if str(row.tag).endswith("}Override") and str(row.get("PartName")).lstrip("/") not in names:
            tree.remove(row)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _clean(tree: Any, words: Words, keys: set[str]) -> int:
    for node in list(tree.iter(etree.Comment, etree.PI)):
        _remove(node)
    for node in list(tree.iter(f"{W}r")):
        if node.find(f"{W}rPr/{W}vanish") is not None:
            _remove(node)
    for node in list(tree.iter(*_DROPPED)):
        if not (node.tag == f"{W}instrText" and _PAGES.fullmatch(node.text or "")):
            _remove(node)
    _spell_out(tree)
    for node in list(tree.iter(*_OPENED)):
        _open(node)
    for node in list(tree.iter()):
        if any(key.startswith(R) and value not in keys for key, value in node.attrib.items()):
            _remove(_whole(node))
    count = sum(_cover_paragraph(p, words) for p in tree.iter(*_PARAGRAPH))
    for node in tree.iter():
        for key, value in node.attrib.items():
            if words.says(value) or key in ("descr", "title"):
                node.set(key, "")
        if node.tag not in _TEXT and node.text and words.says(node.text):
            node.text, count = words.covered(node.text)[0], count + 1
    return count


def _spell_out(tree: Any) -> None:
    """Letters kept as numbers and hyphens kept as marks become letters, so that the word they are part of is found."""
    for node in list(tree.iter(f"{W}softHyphen")):
        _remove(node)
    for node in list(tree.iter(f"{W}noBreakHyphen", f"{W}sym")):
        code, letter = str(node.get(f"{W}char") or ""), "-"
        if node.tag == f"{W}sym":
            if _SIGNS.match(str(node.get(f"{W}font") or "")) or not re.fullmatch("[0-9A-Fa-f]{1,4}", code):
                continue
            number = int(code, 16)
            letter = chr(number & 0xFF if 0xF000 <= number <= 0xF0FF else number)
        if not letter.isprintable():
            _remove(node)
            continue
        node.attrib.clear()
        node.tag, node.text = f"{W}t", letter


def _whole(node: Any) -> Any:
    """What is drawn by the reference: a drawing goes as a whole."""
    while node.getparent() is not None:
        if node.tag in (f"{W}drawing", f"{W}headerReference", f"{W}footerReference", f"{W}r"):
            return node
        if node.getparent().tag in (f"{W}p", f"{W}body"):
            return node
        node = node.getparent()
    return node


def _remove(node: Any) -> None:
    parent = node.getparent()
    if parent is not None:
        node.tail = None
        parent.remove(node)


def _open(node: Any) -> None:
    """Its children stand where it stood."""
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    children = [
        child for child in node if child.tag not in (f"{W}smartTagPr", f"{W}customXmlPr", f"{W}fldData")
    ]
    parent.remove(node)
    for n, child in enumerate(children):
        parent.insert(at + n, child)


def _cover_paragraph(paragraph: Any, words: Words) -> int:
    """A word may run through several pieces: the bar goes into the first, the rest of it goes out of the others."""
    pieces = [piece for piece in paragraph.iter(*_TEXT) if _of(piece) is paragraph]
    texts = [unicodedata.normalize("NFC", piece.text or "") for piece in pieces]
    joined = "".join(texts)
    places = words.places(joined)
    if not places:
        return 0
    starts = [sum(len(text) for text in texts[:n]) for n in range(len(texts))]
    for start, end in reversed(places):
        for n in reversed(range(len(texts))):
            low, high = max(start - starts[n], 0), min(end - starts[n], len(texts[n]))
            if low >= len(texts[n]) or high <= 0 or low >= high:
                continue
            bar = BAR if starts[n] <= start < starts[n] + len(texts[n]) else ""
            texts[n] = texts[n][:low] + bar + texts[n][high:]
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = text
    return len(places)


def _of(piece: Any) -> Any:
    return next(node for node in piece.iterancestors() if node.tag in _PARAGRAPH)
