"""Copies that only the key opens, that are whole or not there, and that come back as they were."""

from __future__ import annotations

import io
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from phoihop.upkeep.backup import copies, databases
from phoihop.upkeep.backup.copies import Place
from phoihop.upkeep.backup.paper import key_page
from phoihop.upkeep.backup.place import here
from phoihop.upkeep.backup.sealing import (
    PIECE,
    Opener,
    Sealer,
    Unreadable,
    head_of,
    key_of,
    new_key,
    words_of,
)

AT = datetime(2027, 8, 2, 3, 0, tzinfo=UTC)
KEY = new_key()


def sealed(content: bytes, key: bytes = KEY) -> bytes:
    out = io.BytesIO()
    writer = Sealer(out, key, {"at": "nay"})
    for n in range(0, len(content), 7000):
        writer.write(content[n : n + 7000])
    writer.close()
    return out.getvalue()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A very small installation: a journal of two entries and one file."""
    data = tmp_path / "var"
    (data / "store/files/ab").mkdir(parents=True)
    (data / "store/files/ab/abcd").write_bytes(b"anh")
    (data / "keys").mkdir(mode=0o700)
    (data / "keys/secret_key").write_text("bi mat")
    db = sqlite3.connect(data / "phoihop.sqlite3")
    db.execute("CREATE TABLE core_journalentry (id INTEGER PRIMARY KEY, digest TEXT)")
    db.executemany("INSERT INTO core_journalentry VALUES (?, ?)", [(1, "a"), (2, "b")])
    db.commit()
    db.close()
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / "phoihop.sqlite3")}
    return Place(
        data=data, copies=tmp_path / "sao", database=settings, tables=["core_journalentry"], release="0.1.0"
    )


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_sealed_opens_with_its_key_to_the_same_bytes(size: int) -> None:
    content = os.urandom(size)
    assert Opener(io.BytesIO(sealed(content)), KEY).read() == content


@pytest.mark.parametrize(
    "harm",
    [
        lambda b: b[:-1],
        lambda b: b[: len(b) - PIECE],
        lambda b: b[:-100] + bytes([b[-100] ^ 1]) + b[-99:],
        lambda b: b + b"x",
        lambda b: b.replace(b'"nay"', b'"mai"'),
        lambda b: b"PK" + b[2:],
    ],
)
def test_what_was_cut_joined_or_changed_is_not_read(harm: Any) -> None:
    content = os.urandom(2 * PIECE + 5)
    with pytest.raises(Unreadable):
        Opener(io.BytesIO(harm(sealed(content))), KEY).read()


def test_pieces_may_not_change_places() -> None:
    whole = sealed(os.urandom(3 * PIECE))
    start = whole.index(b"\n", whole.index(b"\n") + 1) + 1
    step = PIECE + 16
    mixed = (
        whole[:start]
        + whole[start + step : start + 2 * step]
        + whole[start : start + step]
        + whole[start + 2 * step :]
    )
    with pytest.raises(Unreadable):
        Opener(io.BytesIO(mixed), KEY).read()


def test_another_key_is_told_by_its_number() -> None:
    with pytest.raises(Unreadable, match="không phải khóa số"):
        Opener(io.BytesIO(sealed(b"a")), new_key())
    assert head_of(io.BytesIO(sealed(b"a")))["at"] == "nay"


def test_the_key_is_typed_from_paper_as_people_type_and_a_slip_is_noticed() -> None:
    words = words_of(KEY)
    assert key_of(words.lower().replace("-", " ")) == KEY
    assert key_of(words.replace("0", "O").replace("1", "l")) == KEY
    wrong = ("2" if words[0] != "2" else "3") + words[1:]
    with pytest.raises(Unreadable, match="chưa đúng"):
        key_of(wrong)
    with pytest.raises(Unreadable):
        key_of(words[:-6])
    page = key_page(KEY, at=AT)
    assert words.split("-")[0] in page and "<svg" in page and KEY.hex() not in page


def test_a_copy_is_read_back_named_private_and_holds_no_key_of_its_own(place: Place) -> None:
    made = copies.take(place, at=AT)
    assert [c.path for c in copies.found(place.copies)] == [made.path]
    assert oct(made.path.stat().st_mode & 0o777) == "0o600"
    key = copies.key_at(place.data)
    assert words_of(key).encode() not in made.path.read_bytes()
    with copies.unpacked(made.path, key, place.copies) as (folder, held):
        assert sorted(p.name for p in (folder / "keys").iterdir()) == ["secret_key"]
        assert (folder / "store/files/ab/abcd").read_bytes() == b"anh"
        assert copies.compared(place, folder, held) == []
        (folder / "store/files/ab/abcd").write_bytes(b"anh khac")
        db = sqlite3.connect(folder / "phoihop.sqlite3")
        db.execute("DELETE FROM core_journalentry WHERE id = 2")
        db.commit()
        db.close()
        told = " ".join(copies.compared(place, folder, held))
    assert "đầu nhật ký không khớp" in told and "ghi 2 dòng, khôi phục được 1" in told and "tệp" in told


@pytest.mark.parametrize("end", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_a_kill_in_the_middle_leaves_the_last_good_copy(
    place: Place, monkeypatch: pytest.MonkeyPatch, end: BaseException
) -> None:
    good = copies.take(place, at=AT)
    whole = Sealer.write

    def write(self: Sealer, data: bytes) -> int:
        if self.number or len(self.held) > 8000:
            raise end
        return whole(self, data)

    monkeypatch.setattr(Sealer, "write", write)
    with pytest.raises(type(end)):
        copies.take(place, at=AT + timedelta(hours=1))
    assert [c.path for c in copies.found(place.copies)] == [good.path]
    assert sorted(p.name for p in place.copies.iterdir()) == [good.path.name, f"{good.path.name}.json"]


def test_a_copy_without_its_word_does_not_count_and_is_swept_when_old(place: Place) -> None:
    good = copies.take(place, at=AT)
    left = place.copies / "phoihop-20270101-000000.part"
    left.write_bytes(b"nua chung")
    os.utime(left, (0, 0))
    (place.copies / "phoihop-20270701-000000.phb").write_bytes(b"dut")
    assert copies.thin_out(place.copies, days=30, at=AT) == []
    assert [c.path for c in copies.found(place.copies)] == [good.path] and not left.exists()


def test_old_copies_go_but_for_the_first_of_a_month_and_never_the_newest(place: Place) -> None:
    made = [copies.take(place, at=AT + timedelta(days=n)) for n in (0, 3, 35, 40, 41)]
    gone = copies.thin_out(place.copies, days=5, at=AT + timedelta(days=44))
    assert gone == [made[1].path]
    copies.thin_out(place.copies, days=5, at=AT + timedelta(days=3000))
    assert [c.path for c in copies.found(place.copies)] == [made[4].path]


def test_what_was_there_is_moved_aside_when_a_copy_takes_its_place(place: Place) -> None:
    made = copies.take(place, at=AT)
    (place.data / "store/files/ab/moi").write_bytes(b"moi")
    db = sqlite3.connect(place.database["NAME"])
    db.execute("INSERT INTO core_journalentry VALUES (3, 'c')")
    db.commit()
    db.close()
    with copies.unpacked(made.path, copies.key_at(place.data), place.data) as (folder, held):
        aside = copies.put_back(place, folder, held, at=AT)
    assert aside is not None
    assert (aside / "store/files/ab/moi").exists() and not (place.data / "store/files/ab/moi").exists()
    counted = [
        databases.facts_of_sqlite(Path(p), ["core_journalentry"])["entries"]
        for p in (place.database["NAME"], aside / "phoihop.sqlite3")
    ]
    assert counted == [2, 3]


def test_postgresql_is_copied_by_its_own_programs_and_compared_in_a_scratch_database(
    transactional_db: None, tmp_path: Path, settings: Any
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the other database")
    settings.DATA, settings.BACKUPS = tmp_path / "var", tmp_path / "sao"
    found = here()
    made = copies.take(found, at=AT)
    with copies.unpacked(made.path, copies.key_at(found.data), tmp_path) as (folder, held):
        assert held["database"] == databases.POSTGRES
        assert copies.compared(found, folder, held) == []
