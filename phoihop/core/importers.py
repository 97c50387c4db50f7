"""Neutral rows become inputs of actions: the columns are the labels of the action's form.

A module that understands more than a row (a programme read from a paper) registers an importer of
its own; ``ingest`` and file imports know only these names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from phoihop.core.actions import Action, creations_of, perform, registry
from phoihop.core.models import Record
from phoihop.core.papers import Block
from phoihop.core.stated import Told
from phoihop.core.text import fold
from phoihop.core.who import Actor


class Import(Protocol):
    def __call__(
        self, item: Mapping[str, Any], *, actor: Actor, at: datetime, source: Record | None
    ) -> Record: ...


@dataclass(frozen=True, kw_only=True)
class Importer:
    """Takes one neutral item of a ``kind`` and performs the ordinary actions that record it."""

    kind: str
    label: str
    run: Import


_importers: dict[str, Importer] = {}


def importer(*, kind: str, label: str) -> Callable[[Import], Import]:
    """Declare the importer of a kind of item ("programme", "commitment", "body", "person", "figure")."""

    def declare(run: Import) -> Import:
        if kind in _importers and _importers[kind].run is not run:
            raise ValueError(f"importer of {kind} is declared twice")
        _importers[kind] = Importer(kind=kind, label=label, run=run)
        return run

    return declare


def importer_of(kind: str) -> Importer | None:
    return _importers.get(kind)


def columns(verb: Action) -> dict[str, str]:
    """Folded column heading → input name, from the labels of the action's form."""
    if verb.form is None:
        return {}
    return {fold(str(f.label or name)): name for name, f in verb.form.base_fields.items()}


def import_row(verb: Action, row: Mapping[str, str], *, actor: Actor, at: datetime) -> Record:
    """Perform a creating action with a row of named columns. InvalidRow if its form refuses."""
    names = columns(verb)
    data = {names[fold(head)]: value for head, value in row.items() if fold(head) in names}
    form = verb.form(data) if verb.form else None
    if form is not None and not form.is_valid():
        raise InvalidRow(form)
    made: Record = perform(verb, actor=actor, at=at, **(form.cleaned_data if form else {}))
    return made


class InvalidRow(ValueError):
    """A row whose values the form refused; ``errors`` by column label."""

    def __init__(self, form: Any) -> None:
        self.errors = {
            str(form.fields[n].label or n) if n in form.fields else "": e for n, e in form.errors.items()
        }
        super().__init__("; ".join(f"{label}: {' '.join(map(str, e))}" for label, e in self.errors.items()))


def importable(actor: Actor) -> list[Action]:
    """Creating actions with a form that this actor may perform: what a table can be read into."""
    models = {verb.on for verb in registry.values() if verb.frm is None and verb.form}
    return [offer.action for model in models for offer in creations_of(model, actor) if offer.action.form]


class Untold(ValueError):
    """A file that cannot be read as a paper; the message says what happened and what to do now."""


Tell = Callable[[bytes, str], Told]
_tellers: list[Tell] = []


def teller(run: Tell) -> Tell:
    """Declare who reads a file into what it tells; there is one."""
    _tellers[:] = [run]
    return run


def told_of(content: bytes, name: str) -> Told:
    """What a paper tells in figures, passages and promises. Untold if it cannot be read."""
    if not _tellers:
        raise Untold("Chưa có phần đọc văn bản. Tệp vẫn được giữ. Báo quản trị cài đủ các phần.")
    return _tellers[0](content, name)


ReadBlocks = Callable[[bytes, str], Sequence[Block]]
_block_readers: list[ReadBlocks] = []


def block_reader(run: ReadBlocks) -> ReadBlocks:
    """Declare who reads a file into blocks with their tracked changes and comments; there is one."""
    _block_readers[:] = [run]
    return run


def blocks_of(content: bytes, name: str) -> Sequence[Block]:
    """A file as blocks. Untold if it cannot be read."""
    if not _block_readers:
        raise Untold("Chưa có phần đọc văn bản. Tệp vẫn được giữ. Báo quản trị cài đủ các phần.")
    return _block_readers[0](content, name)
