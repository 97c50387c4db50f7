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
    return [(paper.name, paper.content) for paper in unpacked([ContentFile(content, name=name)])]


def reasons(content: bytes) -> list[tuple[str, str]]:
    return [(p.name, p.why) for p in unpacked([ContentFile(content, name="tat-ca.zip")]) if p.why]


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
    assert reasons(bytes(made)) == []


def test_what_cannot_be_taken_out_says_why_and_that_the_others_are_safe() -> None:
    noise = random.Random(1).randbytes(5_000)
    made = bytearray(archive(**{"hong.txt": noise, "lanh.txt": b"con nguyen"}))
    made[200:300] = bytes(100)
    [(name, why)] = reasons(bytes(made))
    assert (name, "bị hỏng" in why, "Các văn bản khác" in why) == ("hong.txt", True, True)


def test_papers_beyond_what_one_archive_may_hold_are_counted_and_named() -> None:
    [(name, why)] = reasons(archive(**{f"{n:03}.txt": b"x" for n in range(503)}))
    assert (name, "503 văn bản" in why, "3 văn bản sau (từ “500.txt”)" in why) == ("tat-ca.zip", True, True)


def test_an_archive_inside_an_archive_is_opened_and_one_without_papers_is_said() -> None:
    inner = archive(**{"BC MTTQ.docx": b"mot"})
    assert opened(archive(**{"a/trong.zip": inner, "b.txt": b"hai"})) == [
        ("BC MTTQ.docx", b"mot"),
        ("b.txt", b"hai"),
    ]
    [(name, why)] = reasons(archive(**{".DS_Store": b"x", "Thumbs.db": b"x"}))
    assert (name, "không có văn bản nào" in why) == ("tat-ca.zip", True)


def test_names_in_the_letters_of_old_windows_are_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        entry = zipfile.ZipInfo("X" * len("Báo cáo.txt".encode("cp1258")))
        made.writestr(entry, b"x")
    raw = out.getvalue().replace(b"X" * len(entry.filename), "Báo cáo.txt".encode("cp1258"))
    assert opened(raw) == [("Báo cáo.txt", b"x")]
