"""The page that confirms a signed copy shows what was handed in, what the machine found and the text it must say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from phoihop.core.papers import told_pieces
from phoihop.documents.comparing.concluding import another, outcome_of, told
from phoihop.documents.comparing.copies import copy_of
from phoihop.documents.models import File, FileKind, FileState

register = template.Library()


@dataclass(frozen=True)
class HandedIn:
    """The copy that waits to be confirmed, and what the machine found when it compared it."""

    file: File
    told: str
    compared: bool
    another: bool

    @property
    def open(self) -> bool:
        return self.file.kind not in (FileKind.PICTURE, FileKind.OTHER)

    @property
    def picture(self) -> bool:
        return self.file.kind == FileKind.PDF

    @property
    def drawn(self) -> bool:
        return self.file.kind == FileKind.PICTURE


@register.filter
def handed_in(record: Any) -> HandedIn | None:
    """What the confirming person has to look at; None where the file is gone."""
    copy = copy_of(record)
    file = copy.file if copy is not None else None
    if copy is None or file is None or file.state != FileState.KEPT:
        return None
    outcome = outcome_of(copy)
    return HandedIn(
        file=file, told=told(outcome), compared=outcome is not None, another=outcome is not None and another(outcome)
    )  # fmt: skip


@register.filter
def agreed_pieces(record: Any) -> list[tuple[str, Any]]:
    """The text the copy is compared with, for the page."""
    copy = copy_of(record)
    return list(told_pieces(copy.paper)) if copy is not None else []
