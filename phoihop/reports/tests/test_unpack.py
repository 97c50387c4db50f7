"""Archives of a round: each paper comes out by its name alone, what is damaged or swollen comes out to be refused."""

from __future__ import annotations

import io
import random
import zipfile

from django.core.files.base import ContentFile

from phoihop.reports.unpack import unpacked


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def opened(content: bytes, name: str = "tat-ca.zip") -> list[tuple[str, bytes]]:
    return list(unpacked([ContentFile(content, name=name)]))


def test_names_lose_their_folders_and_leftovers_of_other_systems_stay_out() -> None:
    made = archive(
        **{"../../etc/bc.txt": b"mot", "a/b/c.txt": b"hai", "__MACOSX/._c.txt": b"x", "~$c.docx": b"x"}
    )
    assert opened(made) == [("bc.txt", b"mot"), ("c.txt", b"hai")]


def test_an_archive_that_swells_or_holds_thousands_comes_through_as_it_is() -> None:
    for made in (archive(**{"a.txt": bytes(20 << 20)}), archive(**{f"{n}.txt": b"" for n in range(5_001)})):
        assert opened(made) == [("tat-ca.zip", made)]


def test_one_damaged_paper_comes_out_empty_and_the_others_whole() -> None:
    noise = random.Random(1).randbytes(5_000)
    made = bytearray(archive(**{"hong.txt": noise, "lanh.txt": b"con nguyen"}))
    made[200:300] = bytes(100)
    assert opened(bytes(made)) == [("hong.txt", b""), ("lanh.txt", b"con nguyen")]


def test_a_damaged_list_of_members_comes_through_as_it_is() -> None:
    made = bytearray(archive(**{"a.txt": b"x"}))
    made[made.rfind(b"PK\x01\x02") + 6] = 99
    assert opened(bytes(made)) == [("tat-ca.zip", bytes(made))]
