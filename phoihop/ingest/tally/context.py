"""What stands round a figure: the words beside it, who does it, which kind of work it belongs to."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from phoihop.core.stated import Stated
from phoihop.ingest.tally.data.words import DOERS, TOPICS
from phoihop.ingest.tally.words import tokens

_CLAUSE = re.compile(r"[;\n]|(?<!\d)\.\s")
_STOP = re.compile(r"[;,.(]\s?|\d")
#: How far a clause tells of its number: words each side, characters for doers and topics.
NEAR_WORDS, NEAR_LEFT, NEAR_RIGHT = 8, 140, 40


@cache
def _doers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(forms)) for name, forms in DOERS.items())


@cache
def _topics() -> re.Pattern[str]:
    return re.compile(TOPICS)


def doers_in(words: str) -> frozenset[str]:
    said = words.lower()
    return frozenset(name for name, pattern in _doers() if pattern.search(said))


def topics_in(words: str) -> frozenset[str]:
    return frozenset(_topics().findall(words.lower()))


def in_context(figure: Stated) -> Stated:
    """The figure with what stands round it told in its subject."""
    if figure.cell:
        _caption, _bar, row = figure.sentence.partition("|")
        left, right, clause, near = row.partition("|")[0], "", row, figure.sentence
    else:
        at = figure.start - (figure.place.start or figure.start)
        before, right = figure.sentence[:at], figure.sentence[at + figure.end - figure.start :][:60]
        clause = _CLAUSE.split(before)[-1]
        left = " ".join(clause.split()[-NEAR_WORDS:])
        clause = near = f"{clause[-NEAR_LEFT:]} {figure.subject.words} {right[:NEAR_RIGHT]}"
    after = " ".join(_STOP.split(right)[0].split()[:NEAR_WORDS])
    topics = topics_in(f"{near} {figure.subject.words}")
    subject = replace(
        figure.subject,
        noun=frozenset(tokens(figure.subject.words)),
        after=frozenset(tokens(after)),
        beside=frozenset(tokens(left)) | frozenset(tokens(after)),
        said=frozenset(tokens(figure.sentence)),
        doers=doers_in(clause),
        topics=topics,
        theme=topics or topics_in(f"{figure.sentence} {figure.heading}"),
    )
    return replace(figure, subject=subject)
