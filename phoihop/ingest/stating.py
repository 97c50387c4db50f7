"""A confirmed item of figures as a neutral figure: found again by the reader of reports at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.core.files.storage import default_storage

from phoihop.core.papers import Place
from phoihop.core.stated import Stated, Subject
from phoihop.ingest.models import Proposal, Reading
from phoihop.ingest.readers import Unreadable, read_apart
from phoihop.ingest.tally.outline import group_of
from phoihop.ingest.tally.periods import period_of
from phoihop.ingest.tally.tally import tell
from phoihop.ingest.tally.words import beside_head, head_class, tokens

#: Longer than any sentence: where the text has no stops, the number stands in no more than this.
FARTHEST = 600


class Stating:
    """The figures of one reading, read by the outline once, when the first is asked for."""

    def __init__(self, reading: Reading, text: str, *, year: int | None, period: str) -> None:
        self.reading, self.text, self.year, self.period = reading, text, year, period
        self._told: Sequence[Stated] | None = None

    @property
    def told(self) -> Sequence[Stated]:
        if self._told is None:
            self._told = self._read()
        return self._told

    def _read(self) -> Sequence[Stated]:
        """What cannot be read again (a file lost or changed) leaves the items as they were confirmed."""
        try:
            with default_storage.open(self.reading.file.stored_as) as stored:
                found = tell(read_apart(stored.read(), self.reading.file.name))
        except (OSError, Unreadable):
            return ()
        return [replace(f, file="") for f in found.figures] if found.text == self.text else ()

    def of(self, proposal: Proposal) -> Stated:
        """The figure as the paper tells it: its words as the person left them, its value as it is printed."""
        value = dict(proposal.value)
        noun, unit = str(value.get("noun") or ""), str(value.get("unit") or "")
        near = [f for f in self.told if f.start < proposal.end and proposal.start < f.end]
        found = next(
            (f for f in near if f.value_words == _plain(str(value["value"]))), near[0] if near else None
        )
        made = found or self._plainly(proposal, str(value["value"]))
        subject = made.subject if made.subject.words == noun else subject_of(noun, made.sentence)
        return replace(
            made,
            subject=subject,
            unit=unit or made.unit,
            period=self._period(made, value),
            body="",
            mark="chac",
        )

    def _period(self, made: Stated, value: dict[str, object]) -> str:
        """The year the item names, else the paper's; a finer period the sentence tells stays within it."""
        year = str(value.get("year") or self.year or "")
        if made.period and (not year or made.period.removeprefix("to-").startswith(year)):
            return made.period
        said = period_of(str(value.get("period") or self.period))
        return said if said and said.startswith(year) else year

    def _plainly(self, proposal: Proposal, words: str) -> Stated:
        """Without the reader of reports: the number, its noun and the sentence or cell it stands in."""
        value, _stroke, whole = words.partition("/")
        start, end, sentence = sentence_at(self.text, proposal.start, proposal.end)
        return Stated(
            value=Decimal(value), of=Decimal(whole) if whole else None, subject=subject_of("", sentence), file="",
            place=Place(start=start, end=end), sentence=sentence, start=proposal.start, end=proposal.end,
            qualifier=str(proposal.value.get("q") or ""), group=group_of("", sentence),
        )  # fmt: skip


def _plain(words: str) -> str:
    value, stroke, whole = words.partition("/")
    shown = f"{Decimal(value).normalize():f}"
    return f"{shown}/{Decimal(whole).normalize():f}" if stroke else shown


def subject_of(noun: str, sentence: str) -> Subject:
    return Subject(
        words=noun[:160], key=beside_head(noun), head=head_class(noun), around=frozenset(tokens(sentence[:FARTHEST]))
    )  # fmt: skip


def sentence_at(text: str, start: int, end: int) -> tuple[int, int, str]:
    """The sentence or cell around a number, as it stands in the paper."""
    first = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "; ")) + 1
    ends = [text.find(mark, end) for mark in (". ", "\n", "; ")]
    last = min((e for e in ends if e >= 0), default=len(text))
    return first, last, text[first:last].strip()
