"""The keys of the vault: outside the database, in the environment or in a file only its owner reads.

Several keys may stand there: the first seals, every one opens. The blind index has a key of its own.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

KEYS, INDEX = "vault_keys", "vault_index"
_SIZE = 32


class NoKey(Exception):
    """What was sealed was sealed by a key that is not here."""


def new_key() -> bytes:
    return secrets.token_bytes(_SIZE)


def name_of(key: bytes) -> str:
    """Which key it is, without telling it; stands beside everything it sealed."""
    return hashlib.sha256(b"phoihop vault key name" + key).hexdigest()[:12]


def keys() -> list[bytes]:
    """Newest first; made at first use."""
    return _read("PHOIHOP_VAULT_KEYS", KEYS)


def index_key() -> bytes:
    return _read("PHOIHOP_VAULT_INDEX", INDEX)[0]


def given_from_outside() -> bool:
    """The environment holds the keys: then whoever set it changes them."""
    return bool(os.environ.get("PHOIHOP_VAULT_KEYS"))


def put(found: Sequence[bytes]) -> None:
    """The keys of the file, the first of which seals from now on; whole or not at all."""
    path = _path(KEYS)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(_words(found))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _path(name: str) -> Path:
    return Path(settings.DATA) / "keys" / name


def _read(variable: str, name: str) -> list[bytes]:
    given = os.environ.get(variable)
    if given:
        return [_key(word) for word in given.replace(",", " ").split()]
    path = _path(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f".{name}.{secrets.token_hex(4)}")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(_words([new_key()]))
        try:
            os.link(part, path)  # of two that begin at once, one key stands and both use it
        except FileExistsError:
            pass
        except OSError:  # a file system without links: the moment is short
            part.replace(path)
        part.unlink(missing_ok=True)
    return [_key(word) for word in path.read_text().split()]


def _words(found: Sequence[bytes]) -> str:
    return "".join(f"{base64.urlsafe_b64encode(key).decode()}\n" for key in found)


def _key(word: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(word)
    except ValueError as error:
        raise NoKey("Khóa của kho kín không đọc được.") from error
    if len(key) != _SIZE:
        raise NoKey("Khóa của kho kín không đủ độ dài.")
    return key
