"""Which of the found items a person is asked about: those that become records, not every heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from phoihop.core.text import fold
from phoihop.ingest.paperparts import signing_columns
from phoihop.ingest.reading.model import CHECK, SURE, Found

#: Items that only serve reading: the outline, and sentences a programme or report is made of.
_OUTLINE = {"content_headings", "directions", "proposals", "event_kinds", "outcomes"}
#: Found in news, these sentences are worth a look; in a programme every line would be one.
_PROSE = {"directions", "proposals"}


def chosen(items: Iterable[Found], doc_type: str, text: str = "") -> list[Found]:
    """Contents instead of all headings; prose only of news; the rest as found, in order of the text."""
    found = [item for item in items if item.field != "obligations" or is_duty(item.value)]
    if doc_type != "news":
        found += more_signers(found, text)
    contents = list(contents_of(found))
    kept = [item for item in found if item.field not in _OUTLINE]
    if doc_type == "news":
        kept += [item for item in found if item.field in _PROSE]
    if contents:
        kept = [item for item in kept if item.field != "tasks"]
    head = [item for item in found if item.field in ("event_kinds", "outcomes")]
    return head + sorted(kept + contents, key=lambda item: (item.start, item.end))


def is_duty(value: Any) -> bool:
    """Somebody does something by a day; a row of a table or a heading run into one is none."""
    what = str(value.get("what") or "") if isinstance(value, dict) else ""
    return bool(what and value.get("days")) and " | " not in what and "\n" not in what and len(what) <= 400


def more_signers(items: list[Found], text: str) -> Iterator[Found]:
    """The signing columns the reading did not tell: a joint paper is signed side by side."""
    told = {fold(str(item.value.get("name") or "")) for item in items if item.field == "signers"}
    for block in signing_columns(text):
        if fold(block.name) not in told:
            value = {"capacity": block.capacity, "for": block.body, "title": block.title, "name": block.name}
            yield Found(field="signers", value=value, start=block.start, end=block.end, mark=SURE)


def contents_of(items: list[Found]) -> Iterable[Found]:
    """The numbered headings of the part "Nội dung phối hợp": the contents of a programme or regulation."""
    headings = sorted((i for i in items if i.field == "content_headings"), key=lambda i: i.start)
    inside = False
    numbers: set[str] = set()
    for item in headings:
        value = item.value
        if value["level"] == 1:
            words = fold(value["text"])
            inside = "noi dung" in words and "phoi hop" in words
            continue
        number = re.sub(r"\D", "", str(value["number"]))
        if inside and value["level"] == 2 and number and number not in numbers:
            numbers.add(number)
            text = str(value["text"]).strip(" .:;")
            short = len(text) <= 200
            yield replace(
                item,
                field="contents",
                value={"number": number, "title": text[:400]},
                mark=SURE if short else CHECK,
            )
