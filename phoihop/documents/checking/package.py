"""A Word file as Word opens it: from the package's own relations to the main part and what hangs on it.

The name of a part says nothing: Word opens what ``_rels/.rels`` points to, and shows headers, footers, notes and
text boxes beside the body. What no paper of ours has (another document inside, objects, automatic numbers, two parts
of one name) is not compared at all, and said.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

#: Letters a Word file may hold; beyond it is a book.
LETTERS = 3_000_000
#: Parts followed from the main one.
PARTS = 200
#: By the last word of their relation: parts that show words beside the body.
_WORDS = frozenset({"header", "footer", "footnotes", "endnotes", "comments"})
#: And parts without words of their own. Numbers are looked at where a paragraph asks for them.
_QUIET = frozenset(
    "styles settings theme fontTable webSettings numbering image hyperlink customXml customXmlProps stylesWithEffects"
    " commentsExtended commentsIds commentsExtensible people printerSettings thumbnail".split()
)
_PROPERTIES = "docProps/"


class Strange(Exception):
    """The package holds what no paper of ours has; the message names it."""


@dataclass(frozen=True, kw_only=True)
class Package:
    """``words`` of the body, ``beside`` of what stands round it; ``parts`` the digest of each part that counts."""

    words: tuple[str, ...] = ()
    beside: tuple[tuple[str, ...], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    strange: str = ""

    @property
    def all_words(self) -> tuple[str, ...]:
        """In one order for every program that saved the file: the body, then what stands round it."""
        return (*self.words, *(word for part in sorted(self.beside) for word in part))

    def same_parts(self, other: Package) -> bool:
        """The files are the same but for their properties: then they look the same too."""
        return bool(self.parts) and self.parts == other.parts


def read(content: bytes) -> Package:
    """The words Word would show; ``strange`` where the file cannot be compared with a paper of ours."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            return _read(archive)
        except Strange as found:
            return Package(strange=str(found), words=_loose(archive))


def _read(archive: zipfile.ZipFile) -> Package:
    names = archive.namelist()
    if any(count > 1 for count in Counter(name.lower() for name in names).values()):
        raise Strange(_("hai phần trùng tên"))
    mains = [target for kind, target in _relations(archive, "") if kind == "officeDocument"]
    if len(mains) != 1 or mains[0] not in names:
        raise Strange(_("phần chính không rõ"))
    beside = []
    seen = {mains[0]}
    queue = [mains[0]]
    while queue:
        for kind, target in _relations(archive, queue.pop()):
            if kind not in _WORDS and kind not in _QUIET:
                raise Strange(_("phần “%s” mà văn bản của sổ không có") % kind[:60])
            if not target or target in seen:
                continue
            if target not in names or len(seen) > PARTS:
                raise Strange(_("phần ghi trong tệp mà không có"))
            seen.add(target)
            queue.append(target)
            if kind in _WORDS:
                beside.append(tuple(_words(archive, target, head=kind == "header")))
    digests = sorted(
        (name, hashlib.sha256(_bytes(archive, name)).hexdigest())
        for name in names if not name.startswith(_PROPERTIES) and not name.endswith("/")
    )  # fmt: skip
    return Package(
        words=tuple(_words(archive, mains[0])),
        beside=tuple(part for part in beside if part),
        parts=tuple(digests),
    )


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """Kind and target of each relation of a part ("" is the package); "" as target of what lies outside the file."""
    folder, _slash, name = part.rpartition("/")
    listed = posixpath.join(folder, "_rels", f"{name}.rels") if part else "_rels/.rels"
    if listed not in archive.namelist():
        return
    for one in _tree(archive, listed).iter("{*}Relationship"):
        kind = str(one.get("Type", "")).rsplit("/", 1)[-1]
        target = str(one.get("Target", ""))
        if one.get("TargetMode") == "External":
            if kind != "hyperlink":
                raise Strange(_("phần nằm ngoài tệp"))
            yield kind, ""
        else:
            whole = target if target.startswith("/") else posixpath.join("/", folder, target)
            yield kind, posixpath.normpath(whole).lstrip("/")


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as held:
        data = held.read(LETTERS * 8 + 1)
    if len(data) > LETTERS * 8:
        raise Strange(_("một phần quá lớn"))
    return data


def _tree(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree  # noqa: PLC0415 heavy

    safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(_bytes(archive, name), safe)


#: Elements that show words or content that is not read here.
_FOREIGN = {
    "altChunk": _("văn bản khác lồng trong"), "object": _("đối tượng nhúng"), "OLEObject": _("đối tượng nhúng"),
    "control": _("nút, ô điều khiển"), "subDoc": _("văn bản khác lồng trong"), "numPr": _("số thứ tự tự động"),
    "chart": _("biểu đồ"), "relIds": _("sơ đồ"), "textpath": _("chữ nghệ thuật"),
}  # fmt: skip
_BREAKS = frozenset({"p", "tab", "br", "cr"})


def _words(archive: zipfile.ZipFile, name: str, *, head: bool = False) -> list[str]:
    """All text of a part, in boxes too; of a header without the page number, which each program counts itself."""
    parts: list[str] = []
    numbered = False
    for element in _tree(archive, name).iter():
        kind = str(element.tag).rsplit("}", 1)[-1]
        if kind in _FOREIGN:
            raise Strange(_FOREIGN[kind])
        if kind == "t":
            parts.append(element.text or "")
        elif kind in _BREAKS:
            parts.append(" ")
        elif kind in ("noBreakHyphen", "softHyphen"):
            parts.append("-" if kind == "noBreakHyphen" else "")
        elif kind == "sym":
            parts.append("�")
        numbered = numbered or (kind == "instrText" and (element.text or "").split()[:1] == ["PAGE"])
    words = "".join(parts).split()
    return [w for w in words if not w.isdigit()] if head and numbered and len(words) <= 1 else words


def _loose(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Of a file that is not compared: words wherever they stand, to find the printed code among them."""
    found: list[str] = []
    for name in archive.namelist()[:PARTS]:
        if name.endswith(".xml") and archive.getinfo(name).file_size <= LETTERS * 8:
            held = _tree(archive, name).iter("{*}t", "{*}p")
            found += "".join(e.text or "" if str(e.tag).endswith("}t") else " " for e in held).split()
    return tuple(found)
