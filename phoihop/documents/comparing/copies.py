"""Which records have a signed copy to be compared, and with what: declared beside each kind of record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage

from phoihop.core.canonical import canonical, digest
from phoihop.core.paper_data import data_of
from phoihop.core.papers import Paper
from phoihop.documents.comparing.keeping import Work
from phoihop.documents.models import File, FileState


@dataclass(frozen=True, kw_only=True)
class Copy:
    """The agreed paper and the file that was handed in; the actions that conclude from their comparison."""

    paper: Paper
    file: File | None
    confirm: str
    give_back: str


CopyOf = Callable[[Any], Copy]
_kinds: dict[str, tuple[type[Any], CopyOf]] = {}


def signed_copy(model: type[Any]) -> Callable[[CopyOf], CopyOf]:
    """Declare how a record's signed copy is found."""

    def register(found: CopyOf) -> CopyOf:
        _kinds[model.path] = (model, found)
        return found

    return register


def kind_at(path: str) -> tuple[type[Any], CopyOf] | None:
    """The kind of record at an address, if its signed copies are compared."""
    return _kinds.get(path)


def copy_of(record: Any) -> Copy | None:
    """The signed copy of a record; None for kinds that have none."""
    kind = kind_at(record.path)
    return kind[1](record) if kind is not None else None


def work_of(copy: Copy) -> Work | None:
    """The comparison of a copy; None where nothing was handed in or it is gone."""
    file = copy.file
    if file is None or file.state != FileState.KEPT or not default_storage.exists(file.stored_as):
        return None
    words = digest(canonical([data_of(block) for block in copy.paper.blocks]))
    return Work(paper=copy.paper, fingerprint=words, sha256=file.sha256, load=lambda: _bytes(file))


def _bytes(file: File) -> bytes:
    with default_storage.open(file.stored_as) as held:
        return bytes(held.read())
