"""What a journal entry's digest covers, and how entries are sealed day by day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from phoihop.core.canonical import canonical, digest, plain

if TYPE_CHECKING:
    from phoihop.core.models import JournalEntry

#: The values under the seal, in this order.
SEALED = (
    "record_type", "record_code", "seq", "at", "noted_at", "actor_kind", "actor_user", "actor_person",
    "actor_body", "actor_mandate", "actor_name", "capacity", "action", "before", "after", "schema",
    "body_digest", "key", "group", "previous",
)  # fmt: skip


def seal(values: dict[str, Any]) -> str:
    """The digest of an entry from its sealed values (moments as UTC text)."""
    return digest(canonical([values[name] for name in SEALED]))


def sealed_values(entry: JournalEntry) -> dict[str, Any]:
    """An entry as an exported line holds it; a moment is text, so that databases agree."""
    values = {name: getattr(entry, name) for name in SEALED}
    values["at"], values["noted_at"] = plain(entry.at), plain(entry.noted_at)
    return values


def root_of(previous: str, digests: Iterable[str]) -> str:
    """One digest over the root before and every entry digest since, in order."""
    running = hashlib.sha256(previous.encode())
    for value in digests:
        running.update(value.encode())
    return running.hexdigest()
