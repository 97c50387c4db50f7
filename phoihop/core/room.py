"""The disk is full, or the database cannot write: known by the error, told in one way, nothing half-written."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

#: No space, no share of it left, a file larger than the system allows.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: SQLite's two sentences (the second under a limit of file size, or of a failing disk) and PostgreSQL's.
_FULL = ("is full", "disk I/O error", "No space left", "could not extend file")


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why nothing could be written just now (503 at every door of the web): what happened, what now."""

    what: Any
    now: Any


FULL = Trouble(
    what=_("Ổ đĩa máy chủ đã đầy hoặc không ghi được."), now=_("Báo quản trị dọn đĩa, rồi bấm gửi lại.")
)  # fmt: skip
BUSY = Trouble(what=_("Cơ sở dữ liệu đang bận quá lâu."), now=_("Chờ một phút rồi bấm gửi lại."))


def no_room(error: BaseException | None) -> bool:
    """Whether the error says that the disk takes no more."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return isinstance(error, OperationalError) and any(words in str(error) for words in _FULL)


def trouble(error: BaseException | None) -> Trouble | None:
    """What stands in the way of writing; None for every other fault."""
    if no_room(error):
        return FULL
    return BUSY if isinstance(error, OperationalError) else None


@contextlib.contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Write a file that is there whole or not at all: beside its place first, on the disk, then in its place."""
    given, path = path, path.resolve()
    if path.exists() and not path.is_file():  # a terminal or a pipe takes what comes
        with given.open("wb") as out:
            yield out
        return
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with part.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename == str(part):
            error.filename = str(given)
        raise
