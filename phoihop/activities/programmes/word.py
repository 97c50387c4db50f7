"""The office's Word file as the text of a programme: which paragraph stands in which part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from phoihop.activities.programmes.models import Origin, Section
from phoihop.activities.programmes.texts import BASES
from phoihop.activities.programmes.writing import Slot
from phoihop.core.papers import Block, Heading, ListItem, Paragraph, Table
from phoihop.core.text import fold

_PART = re.compile(r"(?:Phần\s+)?(?P<number>[IVX]+)[.:]?\s+(?P<words>\S.{3,120})")
_CONTENT = re.compile(r"(?P<number>\d{1,2})[.)]\s+(?P<words>\S.*)")
_CLOSING = re.compile(r"(?:Nơi nhận|TM\.|KT\.|TL\.|TUQ\.|Phụ lục|PHỤ LỤC)")
#: What a part is by the words of its heading, in the order they are tried.
_KINDS = (
    (Section.PURPOSE, ("muc dich", "yeu cau")), (Section.CONTENTS, ("noi dung", "nhiem vu")),
    (Section.DUTIES, ("trach nhiem", "phan cong")), (Section.ARRANGEMENT, ("to chuc thuc hien", "dieu khoan thi hanh")),
)  # fmt: skip


def plain_lines(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of the running text as printed, changes taken in; tables stand in the annex and are left out."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text.strip()
        elif isinstance(block, ListItem):
            text = block.text.strip()
            yield text if text.startswith(block.marker) else f"{block.marker} {text}".strip()
        elif isinstance(block, Heading):
            yield f"{block.number} {block.text}".strip()
        elif isinstance(block, Table):
            yield ""


def slots_in_word(blocks: Sequence[Block], *, name: str) -> list[Slot]:
    """Căn cứ before part I, then each part by the words of its heading; "1." begins a content of part II."""
    slots: list[Slot] = []
    section, heads = "", 0
    common: dict[str, Any] = {"origin": Origin.FILE, "origin_words": name[:200]}
    for line in plain_lines(blocks):
        if not line:
            continue
        part = _PART.fullmatch(line)
        kind = part_of(part["words"]) if part else ""
        if kind:
            section = kind
        elif section and _CLOSING.match(line):
            break
        elif not section:
            if fold(line).startswith("can cu"):
                slots.append(Slot(section=BASES, text=line.rstrip(".;").strip()[:600], **common))
        elif section == Section.CONTENTS and (content := _CONTENT.fullmatch(line)):
            heads += 1
            slots.append(
                Slot(
                    section=section, text=content["words"][:400], head=True, item=heads - 1, number=str(heads), **common
                )
            )  # fmt: skip
        else:
            item = heads - 1 if section == Section.CONTENTS else -1
            slots.append(Slot(section=section, text=line.replace("./.", ".").strip(), item=item, **common))
    return slots


def part_of(words: str) -> str:
    """The part a heading begins, by its words; empty if none."""
    folded = fold(words)
    return next((str(kind) for kind, keys in _KINDS if any(key in folded for key in keys)), "")
