"""A comparison in steps: a page is read at a time and kept, the last step judges and keeps the outcome.

Kept in the file store under a name made of both texts, so whoever opens the page again finds it done, and a
changed text or another scan is another comparison. It is no record: what a person concludes from it is.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.core.papers import Paper
from phoihop.documents.comparing.areas import Difference
from phoihop.documents.comparing.judging import Comparison
from phoihop.documents.comparing.pictures import Sheet
from phoihop.documents.comparing.reading import (
    PAGES,
    SECONDS,
    Leaf,
    Unreadable,
    leaf_of,
    page_count,
    page_png,
)
from phoihop.documents.comparing.tokens import Token

#: Raised when pages would be read or judged otherwise: old outcomes are then made anew.
VERSION = 3
_FOLDER = "comparing"
_MEMORY = 3 << 30


@dataclass(kw_only=True)
class Work:
    """One agreed paper beside one file that was handed in."""

    paper: Paper
    fingerprint: str
    sha256: str
    load: Callable[[], bytes]
    _known: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        return hashlib.sha256(f"{VERSION}\n{self.fingerprint}\n{self.sha256}".encode()).hexdigest()[:32]

    def outcome(self) -> Comparison | None:
        """What was found; None while it has not been compared."""
        told = self._json("outcome")
        if told is None:
            return None
        found = [Difference(**{**d, "box": tuple(d["box"])}) for d in told.pop("differences")]
        return Comparison(**told, differences=found)

    def trouble(self) -> str:
        """Why it could not be compared, in plain words."""
        told = self._json("trouble")
        return str(told["words"]) if told else ""

    def progress(self) -> tuple[int, int]:
        """Pages read, and of how many; nought of nought before the first step."""
        told = self._json("progress") or {"done": 0, "of": 0}
        return int(told["done"]), int(told["of"])

    def again(self) -> None:
        """Forget what went wrong, to try once more."""
        self._drop("trouble.json")

    def step(self) -> None:
        """One page more, or the judgement once all are read; what cannot be done is kept as trouble."""
        try:
            self._step()
        except Unreadable as error:
            self._write("trouble", {"words": str(error)})
        except Died:
            words = _(
                "Một trang quá nặng nên máy không đọc xong. Tệp vẫn được giữ nguyên; hãy quét lại 200 dpi."
            )
            self._write("trouble", {"words": words})

    def _step(self) -> None:
        done, of = self.progress()
        data = self.load()
        if not of:
            count = apart(lambda: page_count(data), seconds=60) or _refuse(data)
            if data.startswith(b"%PDF-"):
                self._put("ours.pdf", self._ours())
            self._write("progress", {"done": 0, "of": count})
            return
        if done < of:
            ours = self._bytes("ours.pdf")
            self._keep(done + 1, apart(lambda: _read(data, done + 1, ours), seconds=SECONDS, memory=_MEMORY))
            self._write("progress", {"done": done + 1, "of": of})
            return
        leaves = [self._leaf(n) for n in range(1, of + 1)]
        # only our own pictures and paper from here on; and a forked child could not wait for typst's threads
        self._write("outcome", self._judged(leaves))
        for n in range(1, of + 1):
            self._drop(f"{n}.json")
            self._drop(f"{n}.png")
        self._drop("ours.pdf")

    def _ours(self) -> bytes:
        from phoihop.documents.pdf import write  # noqa: PLC0415 heavy: typst

        return write(self.paper)

    def _judged(self, leaves: list[Leaf]) -> dict[str, Any]:
        from phoihop.documents.comparing import beside  # noqa: PLC0415 heavy

        return beside(self.paper, leaves).data()

    # ------------------------------------------------------------------------------- what is kept

    def _keep(self, number: int, told: dict[str, Any]) -> None:
        if "unreadable" in told:
            raise Unreadable(told["unreadable"])
        picture = told.pop("picture")
        if picture is not None:
            self._put(f"{number}.png", picture)
        self._write(str(number), told)

    def _leaf(self, number: int) -> Leaf:
        from PIL import Image  # noqa: PLC0415 heavy

        told = self._json(str(number)) or {}
        tokens = tuple(Token(**{**t, "box": tuple(t["box"])}) for t in told["tokens"])
        leaf = Leaf(
            number=number, tokens=tokens, width=told["width"], height=told["height"], way=told["way"],
            remarks=tuple((words, tuple(box)) for words, box in told["remarks"]),
        )  # fmt: skip
        if told["turned"] is None:
            return leaf
        with default_storage.open(self._path(f"{number}.png")) as held:
            picture = Image.open(io.BytesIO(held.read()))
            picture.load()
        sheet = Sheet(
            number=number, picture=picture, turned=told["turned"], width=told["width"], height=told["height"]
        )
        return replace(leaf, sheet=sheet)

    def _path(self, name: str) -> str:
        return f"{_folder(self.sha256)}/{self.key}/{name}"

    def _json(self, name: str) -> dict[str, Any] | None:
        path = self._path(f"{name}.json")
        if not default_storage.exists(path):
            return None
        with default_storage.open(path) as held:
            told: dict[str, Any] = json.loads(held.read())
        return told

    def _bytes(self, name: str) -> bytes:
        path = self._path(name)
        if not default_storage.exists(path):
            return b""
        with default_storage.open(path) as held:
            return bytes(held.read())

    def _write(self, name: str, told: dict[str, Any]) -> None:
        self._put(f"{name}.json", json.dumps(told, ensure_ascii=False).encode())

    def _put(self, name: str, data: bytes) -> None:
        self._drop(name)
        default_storage.save(self._path(name), ContentFile(data))

    def _drop(self, name: str) -> None:
        if default_storage.exists(self._path(name)):
            default_storage.delete(self._path(name))


def _folder(sha256: str) -> str:
    return f"{_FOLDER}/{sha256[:2]}/{sha256}"


def forget(sha256: str) -> None:
    """Whatever was read of this file: it was taken back or handed back."""
    folder = _folder(sha256)
    if not default_storage.exists(folder):
        return
    for work in default_storage.listdir(folder)[0]:
        for name in default_storage.listdir(f"{folder}/{work}")[1]:
            default_storage.delete(f"{folder}/{work}/{name}")
        default_storage.delete(f"{folder}/{work}")
    default_storage.delete(folder)


def _refuse(data: bytes) -> int:
    raise Unreadable(
        _("Không mở được tệp này như PDF hoặc ảnh, hoặc tệp có mật khẩu, hoặc quá %d trang.") % PAGES
    )


def _read(data: bytes, number: int, ours: bytes) -> dict[str, Any]:
    """In the child: what cannot be read comes back as words, since errors do not pass between processes."""
    try:
        return _plain(leaf_of(data, number, ours=ours))
    except Unreadable as error:
        return {"unreadable": str(error)}


def _plain(leaf: Leaf) -> dict[str, Any]:
    """A leaf as values that pass from one process to another."""
    picture = None
    if leaf.sheet is not None:
        out = io.BytesIO()
        leaf.sheet.picture.save(out, format="PNG", compress_level=3)
        picture = out.getvalue()
    return {
        "tokens": [asdict(t) for t in leaf.tokens], "width": leaf.width, "height": leaf.height,
        "turned": leaf.sheet.turned if leaf.sheet is not None else None, "picture": picture,
        "way": leaf.way, "remarks": leaf.remarks,
    }  # fmt: skip


def picture(data: bytes, number: int) -> bytes | None:
    """One page as it was sent, for the page beside its differences."""
    try:
        found: bytes | None = apart(lambda: page_png(data, number), seconds=60, memory=_MEMORY)
    except Died:
        return None
    return found
