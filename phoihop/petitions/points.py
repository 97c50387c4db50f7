"""How many matters stand in what somebody said: numbered points, or sentences about different fields of work.

A proposal for whoever classifies; a person splits, or does not.
"""

from __future__ import annotations

import re

from phoihop.petitions.likeness import sketch
from phoihop.petitions.suggesting import fields_of

_NUMBERED = re.compile(
    r"(?:^|\n|(?<=[.;:!?])\s+)\s*"
    r"(?:\d{1,2}\s*[.)/]|[-+•]|(?i:thứ (?:nhất|hai|ba|tư|năm)|(?:một|hai|ba|bốn|năm) là)[,:]?)\s+"
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")
#: Shorter than this a piece is no matter of its own.
SHORTEST = 12


def points_of(text: str) -> list[str]:
    """The matters of a text, in its own words; one where nothing parts it."""
    numbered = [piece.strip(" ;\n") for piece in _NUMBERED.split(text) if len(piece.strip()) >= SHORTEST]
    if len(numbered) > 1 and len(_NUMBERED.findall(text)) > 1:
        return numbered
    return _by_field(text)


def _by_field(text: str) -> list[str]:
    """Sentences follow the matter before them until one is about another field of work."""
    found: list[str] = []
    about: frozenset[str] = frozenset()
    for sentence in (piece.strip() for piece in _SENTENCE.split(text)):
        if not sentence:
            continue
        fields = fields_of(sketch(sentence))
        if found and (not fields or not about or fields & about):
            found[-1] = f"{found[-1]} {sentence}"
            about = about or fields
        else:
            found.append(sentence)
            about = fields
    return found
