"""Texts that stand in their row only: the journal keeps a salted digest, so that they can really be erased.

A record (or part) names them in ``unjournalled`` and takes a column ``salt`` from :class:`core.models.Salted`.
The chain proves the words as long as they stand; erased with their salt, nothing in the journal tells them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

SALT = "salt"
#: The one key of what stands in the place of such a text.
DIGEST = "salted"
#: A text this long that stands inside another one is a piece of it.
_PIECE = 12


def salted(salt: str, value: Any) -> dict[str, str]:
    return {DIGEST: hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()}


def is_salted(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {DIGEST}


def texts_of(row: Any) -> dict[str, Any]:
    """The values of such texts in a row as they stand, and their salt; nothing for any other row."""
    names = getattr(row, "unjournalled", ())
    columns = {f.name: f.attname for f in row._meta.concrete_fields if f.name in names}
    held = {attname: getattr(row, attname) for attname in columns.values()}
    return {**held, SALT: row.salt} if held else {}


def inputs_of(record: Any, inputs: Any, rows: Iterable[Any]) -> Any:
    """Inputs as the journal keeps them: by name or by content, no such text is among them.

    ``rows`` are the record and its parts, as they stand after the action.
    """
    names = {name for row in (record, *record.parts()) for name in row.unjournalled}
    if not names:
        return inputs
    texts = {str(value) for row in rows for name, value in texts_of(row).items() if name != SALT and value}
    return _without(inputs, record.salt, names, texts)


def _without(value: Any, salt: str, names: set[str], texts: set[str]) -> Any:
    if isinstance(value, dict):
        return {
            name: _hidden(salt, held, names, texts) if name in names else _without(held, salt, names, texts)
            for name, held in value.items()
        }
    if isinstance(value, list):
        return [_without(held, salt, names, texts) for held in value]
    return salted(salt, value) if isinstance(value, str) and _told(value, texts) else value


def _hidden(salt: str, value: Any, names: set[str], texts: set[str]) -> Any:
    """Under such a name every text is hidden, however deep it stands."""
    if isinstance(value, dict):
        return {name: _hidden(salt, held, names, texts) for name, held in value.items()}
    if isinstance(value, list):
        return [_hidden(salt, held, names, texts) for held in value]
    return salted(salt, value) if isinstance(value, str) and value else value


def _told(value: str, texts: set[str]) -> bool:
    if value in texts:
        return True
    return any(
        (len(value) >= _PIECE and value in text) or (len(text) >= _PIECE and text in value) for text in texts
    )


def agree(kept: Any, given: Any, salt: str) -> bool:
    """Whether inputs are those the journal keeps, digests and all."""
    if is_salted(kept):
        return isinstance(given, str) and kept == salted(salt, given)
    if isinstance(kept, dict):
        return (
            isinstance(given, dict)
            and set(kept) == set(given)
            and all(agree(held, given[name], salt) for name, held in kept.items())
        )
    if isinstance(kept, list):
        return (
            isinstance(given, list)
            and len(kept) == len(given)
            and all(agree(a, b, salt) for a, b in zip(kept, given, strict=True))
        )
    return bool(kept == given)
