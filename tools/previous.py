"""Keep the database of this release for the test of the next one's update: python tools/previous.py DATA-FOLDER

DATA-FOLDER is an installation made by this release (``phoihop init``, or a demo after some work). The database is packed
into tests/previous/phoihop-RELEASE.sqlite3.xz; the oldest ones may be taken out when nobody runs them any more.
"""

from __future__ import annotations

import lzma
import sqlite3
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from phoihop import __version__


def main(data: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite3"
        source = sqlite3.connect(data / "phoihop.sqlite3")
        target = sqlite3.connect(copy)
        source.backup(target)
        source.close()
        target.close()
        packed = ROOT / f"tests/previous/phoihop-{__version__}.sqlite3.xz"
        packed.parent.mkdir(exist_ok=True)
        packed.write_bytes(lzma.compress(copy.read_bytes(), preset=9))
    print(packed, packed.stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
