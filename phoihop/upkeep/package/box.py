"""A package as one .zip or as a folder: members written and read as streams, digested on the way."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from phoihop.upkeep.package.members import MANIFEST

#: Every member carries the same moment: the same content makes the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 20


class _Digesting:
    """Takes bytes to a member and remembers their digest and number."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.seen, self.size = out, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.seen.update(data)
        self.size += len(data)
        return self.out.write(data)


class Writer:
    """Members in the order they are written; ``sums`` tells the digest of each."""

    def __init__(self) -> None:
        self.sums: dict[str, str] = {}

    @contextlib.contextmanager
    def member(self, name: str, *, packed: bool = True) -> Iterator[_Digesting]:
        """Write one member; ``packed`` is False for bytes that are compressed already."""
        if name in self.sums:
            raise ValueError(f"{name} is written twice")
        with self._open(name, packed) as out:
            digesting = _Digesting(out)
            yield digesting
        self.sums[name] = digesting.seen.hexdigest()

    def put(self, name: str, text: str) -> None:
        with self.member(name) as out:
            out.write(text.encode())

    def copy(self, name: str, source: IO[bytes], *, packed: bool = True) -> None:
        with self.member(name, packed=packed) as out:
            shutil.copyfileobj(source, out, _PIECE)

    def _open(self, name: str, packed: bool) -> contextlib.AbstractContextManager[IO[bytes]]:
        raise NotImplementedError


class ZipWriter(Writer):
    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self.zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)

    def _open(self, name: str, packed: bool) -> Any:
        info = zipfile.ZipInfo(name, _MOMENT)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        return self.zip.open(info, "w", force_zip64=True)


class FolderWriter(Writer):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def _open(self, name: str, packed: bool) -> Any:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


@contextlib.contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new package at a place where nothing stands yet: there whole or not at all."""
    if path.exists():
        raise FileExistsError(17, "đã có tệp hoặc thư mục này rồi, chọn tên khác", str(path))
    part = path.resolve().with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        if path.suffix.lower() == ".zip":
            with part.open("xb") as out:
                os.chmod(part, 0o600)
                box = ZipWriter(out)
                yield box
                box.zip.close()
                out.flush()
                os.fsync(out.fileno())
        else:
            part.mkdir(mode=0o700)
            yield FolderWriter(part)
        part.replace(path)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


class Reader:
    """A package to look into; ``names`` are its members in order of name."""

    names: list[str]
    #: Names that stand in it twice: one of the two would be looked at and the other used.
    twice: list[str]

    def open(self, name: str) -> IO[bytes]:
        raise NotImplementedError

    def sum_of(self, name: str) -> str:
        found = hashlib.sha256()
        with self.open(name) as member:
            while piece := member.read(_PIECE):
                found.update(piece)
        return found.hexdigest()


class ZipReader(Reader):
    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        names = [i.filename for i in self.zip.infolist() if not i.is_dir()]
        self.names = sorted(set(names))
        self.twice = sorted({n for n in names if names.count(n) > 1}) if len(names) > len(self.names) else []

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)


class FolderReader(Reader):
    def __init__(self, folder: Path) -> None:
        self.folder, self.twice = folder, []
        self.names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())

    def open(self, name: str) -> IO[bytes]:
        return (self.folder / name).open("rb")


class NoPackage(Exception):
    """What was named is neither a zip nor a folder."""


def reading(path: Path) -> Reader:
    if path.is_dir() and not (path / MANIFEST).is_file():  # any other folder may be the whole disk
        raise NoPackage(str(path))
    if path.is_dir():
        return FolderReader(path)
    try:
        return ZipReader(path)
    except zipfile.BadZipFile as error:
        raise NoPackage(str(path)) from error
