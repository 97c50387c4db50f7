"""Commitments without typing: the standard year of duties, and what last year left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from phoihop.commitments.models import LIVE, Commitment
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation


def propose_year(
    source: Record, *, year: int, parties: Iterable[int], territory: int, owner: Organisation,
    items: Mapping[str, str], source_words: str, actor: Actor, at: datetime,
) -> list[Commitment]:  # fmt: skip
    raise LookupError


def carry_over(
    source: Record, successor: Record, *, items: Mapping[str, str], owner: Organisation, actor: Actor, at: datetime
) -> list[Any]:
    return [LIVE]
