"""Papers as data and back: the one form in which blocks are stored, digested and carried from place to place.

Every dataclass of ``core.papers`` becomes an object with its name under ``is`` and only the fields that differ
from their defaults, so that a field added later changes no stored text. The canonical text of it (``text_of``)
is what a fingerprint is made of.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Union, get_args, get_origin

from phoihop.core import papers
from phoihop.core.canonical import canonical
from phoihop.core.papers import Paper

#: Everything a paper is made of, by name.
KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        papers.Paper, papers.Place, papers.Change, papers.Run, papers.Issuer, papers.LetterHead, papers.Title,
        papers.Addressees, papers.LegalBasis, papers.Heading, papers.Paragraph, papers.ListItem, papers.Cell,
        papers.Table, papers.Signature, papers.Signatures, papers.Recipients, papers.Annex,
    )
}  # fmt: skip


class NotAPaper(ValueError):
    """The data do not describe a paper this version knows."""


def data_of(value: Any) -> Any:
    """A paper, a block or a part of one as plain data."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = {
            f.name: data_of(getattr(value, f.name)) for f in dataclasses.fields(value) if _differs(value, f)
        }
        return {"is": type(value).__name__, **told}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {str(name): data_of(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [data_of(part) for part in value]
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)  # lazy words are said now


def text_of(paper: Paper) -> str:
    """The canonical text of a paper: equal papers are equal texts."""
    return canonical(data_of(paper))


def paper_of(text: str) -> Paper:
    """The paper a canonical text describes; NotAPaper if it describes none."""
    try:
        made = _made(json.loads(text), Paper)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise NotAPaper(str(error)) from error
    if not isinstance(made, Paper):
        raise NotAPaper("the data describe no paper")
    return made


def _differs(value: Any, field: dataclasses.Field[Any]) -> bool:
    if field.default_factory is not dataclasses.MISSING:
        return bool(getattr(value, field.name) != field.default_factory())
    return field.default is dataclasses.MISSING or bool(getattr(value, field.name) != field.default)


@functools.cache
def _hints(name: str) -> dict[str, Any]:
    return typing.get_type_hints(KINDS[name], vars(papers))


def _made(value: Any, hint: Any) -> Any:
    """The value of a field of this type, from its data."""
    origin = get_origin(hint)
    if isinstance(value, dict) and "is" in value:
        kind = KINDS[value["is"]]
        hints = _hints(value["is"])
        return kind(**{name: _made(part, hints[name]) for name, part in value.items() if name != "is"})
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _made(value, next(part for part in get_args(hint) if part is not type(None)))
    if origin in (tuple, Sequence):
        return tuple(_made(part, get_args(hint)[0]) for part in value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    return float(value) if hint is float else value
