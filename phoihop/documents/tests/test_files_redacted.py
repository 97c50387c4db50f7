"""A redacted copy: the words are nowhere in its bytes, in the search, the preview, the public page or the public's package."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from phoihop.core.actions import Refused
from phoihop.core.indexing import keep_contents
from phoihop.core.journal import verify_database
from phoihop.core.models import Draft, JournalBody, JournalEntry, SearchRow, SearchText
from phoihop.documents import actions as verbs
from phoihop.documents.files.covering import BAR, layers
from phoihop.documents.files.covering_words import Words
from phoihop.documents.files.looking import lines_of
from phoihop.documents.files.plainly import lines_in
from phoihop.documents.filetypes import DOCX, XLSX, detect
from phoihop.documents.models import File
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.test_files_coming_in import kept, photo
from phoihop.documents.tests.test_files_public import published, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NAME, NUMBER = "Nguyen Thi Mau", "001180012345"
PLANTED = (NAME, NUMBER)
#: By it the reader knows the letters for Vietnamese.
READ = (
    "Ủy ban nhân dân phường xem xét, giải quyết theo quy định của pháp luật; kết quả được trả lời bằng văn bản cho "
    "người có đơn trong thời hạn luật định và báo cáo Thường trực Hội đồng nhân dân."
)


@pytest.fixture
def room() -> Registry:
    return Registry()


def covered_copy(room: Registry, file: File, words: str = f"{NAME}\n{NUMBER}", **more: Any) -> File:
    given = {
        "hidden": ContentFile(words.encode(), name="chu.txt"), "kinds": [], "reason": "Che thông tin người dân",
        "new_name": "ban-che", "pictures": "drop", **more,
    }  # fmt: skip
    room.perform(verbs.redact, file, room.office, **given)
    made: File = File.objects.get(redacted_from=file)
    return made


def in_old_kind(content: bytes, kind: str) -> bytes:
    """The paper as an office program of twenty years ago kept it."""
    given = "xlsx" if kind == "xls" else "docx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"don.{given}"
        path.write_bytes(content)
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/p",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            folder,
        ]
        subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
        made = path.with_suffix(f".{kind}")
        if not made.exists():
            pytest.skip("the part of LibreOffice for workbooks is not installed here")
        return made.read_bytes()


def bytes_of(file: File) -> bytes:
    with default_storage.open(file.stored_as) as held:
        return held.read()


def traces(content: bytes) -> list[str]:
    """The planted words found anywhere in the bytes, packed or not, in any case and encoding."""
    packed = layers(content)
    return [word for word in PLANTED if any(Words([word]).within(layer) for layer in packed)]


def planted_pdf() -> bytes:
    """The words as text, under a picture, in a note, in the metadata, in an attachment, in a bookmark, in an older version."""
    with pymupdf.open() as book:
        page = book.new_page()
        page.insert_text((50, 80), f"Ho tro cho ba {NAME}, can cuoc {NUMBER}, to dan pho 12 phuong")
        page.insert_text((50, 110), "Phan con lai cua van ban van doc duoc nhu cu.")
        page.insert_image(pymupdf.Rect(40, 60, 400, 90), stream=photo("PNG"))
        page.insert_htmlbox((50, 400, 500, 500), f"<p>{READ}</p>")
        page.add_text_annot((300, 300), f"Hoi lai {NAME}")
        page.insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(1, 1, 9, 9), "uri": f"https://x.vn/{NUMBER}"}
        )
        book.set_metadata({"title": f"Don cua {NAME}", "author": NAME, "keywords": NUMBER})
        book.set_xml_metadata(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{NAME}</x:xmpmeta>")
        book.embfile_add(f"{NAME}.txt", f"{NUMBER}".encode(), desc=NAME)
        book.set_toc([[1, f"Don cua {NAME}", 1]])
        first = book.tobytes()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as held:
        Path(held.name).write_bytes(first)
        with pymupdf.open(held.name) as book:
            book[0].clean_contents()
            book[0].insert_text((50, 140), "Sua lan hai.")
            book.saveIncr()
        return Path(held.name).read_bytes()


def planted_word() -> bytes:
    paper, out = Document(), io.BytesIO()
    paper.core_properties.author, paper.core_properties.title = NAME, f"Don cua {NAME}"
    line = paper.add_paragraph("Ba ")
    for piece in ("Nguyen ", "Thi", " Mau", " o to 12, so 0011", "80012345."):
        line.add_run(piece)
    gone = OxmlElement("w:del")
    run, text = OxmlElement("w:r"), OxmlElement("w:delText")
    gone.set(qn("w:author"), NAME)
    text.text = f"{NAME} {NUMBER}"
    run.append(text)
    gone.append(run)
    line._p.append(gone)  # type: ignore[arg-type]
    hidden = paper.add_paragraph().add_run(f"{NAME} an")
    hidden.font.hidden = True
    paper.add_comment(line.runs[0], text=f"Hoi {NAME}", author=NAME)
    paper.sections[0].header.paragraphs[0].text = f"Ho so {NUMBER}"
    table = paper.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = NAME.upper(), "001 180 012 345"
    paper.add_paragraph("Phan con lai van doc duoc.")
    paper.save(out)
    return out.getvalue()


def planted_sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"author": NAME, "title": NUMBER})
        page = book.add_worksheet("Danh sach")
        page.write_row(0, 0, ("Ho ten", "So CCCD", "So tien"))
        page.write_row(1, 0, (NAME, NUMBER, 500000))
        page.write_comment(1, 0, f"Hoi {NAME}")
        page.write_formula(2, 0, f'="{NAME}"', None, NAME)
        page.write_row(3, 0, ("Hang an", NUMBER))
        page.set_row(3, None, None, {"hidden": True})
        other = book.add_worksheet("An")
        other.write(0, 0, NAME)
        other.hide()
        book.define_name("NguoiDan", f'="{NAME}"')
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "name", "left"),
    [
        (planted_pdf, "don.pdf", "Phan con lai cua van ban van doc duoc nhu cu."),
        (planted_word, "don.docx", "Phan con lai van doc duoc."),
        (planted_sheet, "don.xlsx", "So tien"),
        (f"{NAME}\nso {NUMBER}\ncon lai".encode, "don.txt", "con lai"),
    ],
)
def test_the_words_are_nowhere_in_the_copy_and_the_rest_is_as_it_was(
    room: Registry, make: Any, name: str, left: str
) -> None:
    came = make()
    assert traces(came) == list(PLANTED)
    file = kept(room.office, came, f"{NAME} {name}")
    copy = covered_copy(room, file)
    content = bytes_of(copy)
    assert traces(content) == []
    assert left in " ".join(lines_in(content, detect(content, copy.name)))
    assert bytes_of(file) == came


def test_the_copy_is_clean_in_every_book_the_public_can_reach(room: Registry) -> None:
    file = kept(room.office, planted_sheet(), f"{NAME}.xlsx")
    copy = covered_copy(room, file)
    published(room, copy, agreed=True)
    keep_contents(copy, "\n".join(lines_of(copy)))
    row = SearchRow.objects.get(record_type="documents.file", record_id=copy.pk)
    inside = SearchText.objects.get(record_type="documents.file", record_id=copy.pk)
    entries = JournalEntry.objects.filter(record_type="documents.file", record_id=copy.pk)
    told = [body.text for body in JournalBody.objects.filter(entry__in=entries)]
    anyone = Client()
    pages = [anyone.get(f"/cong-khai/{tail}").content.decode() for tail in ("", f"{copy.code}/")]
    client, _user = signed_in(room.bodies["UBND"])
    pages.append(client.get(f"/tai-lieu/{copy.code}/xem/").content.decode())
    got = anyone.get(f"/cong-khai/{copy.code}/tep/")
    everything = " ".join([row.text, row.title, inside.text, *told, *pages, got["Content-Disposition"]])
    assert [word for word in PLANTED if Words([word]).pattern.search(everything)] == []
    assert "So tien" in inside.text and "Che thông tin người dân" in pages[1]
    assert traces(got.getvalue()) == []


def test_what_was_taken_out_stands_in_no_journal_and_in_no_draft(room: Registry) -> None:
    client, _user = signed_in(room.bodies["UBND"])
    file = kept(room.office, planted_word(), "don.docx")
    sent = {"words": f"{NAME}\n{NUMBER}", "reason": "Che tên", "new_name": "ban-che"}
    assert client.post(f"/tai-lieu/{file.code}/redact/", sent).status_code == 302
    assert File.objects.get(redacted_from=file).name == "ban-che.docx"
    said = " ".join(JournalBody.objects.values_list("text", flat=True))
    assert (NAME in said, NUMBER in said, Draft.objects.count()) == (False, False, 0)
    assert verify_database().faults == []


def test_an_original_that_was_covered_is_not_published(room: Registry) -> None:
    file = kept(room.office, planted_word(), "don.docx")
    copy = covered_copy(room, file)
    with pytest.raises(Refused, match=copy.code):
        published(room, file, agreed=True)


def test_found_personal_data_are_covered_by_their_kind(room: Registry) -> None:
    file = kept(room.office, planted_sheet(), "don.xlsx")
    copy = covered_copy(room, file, "", kinds=["national"])
    with zipfile.ZipFile(io.BytesIO(bytes_of(copy))) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert (NUMBER in words, NAME in words, BAR in words) == (False, True, True)


def test_a_scan_a_picture_and_words_that_are_not_there_are_refused(room: Registry) -> None:
    with pymupdf.open() as book:
        book.new_page().insert_image(pymupdf.Rect(0, 0, 500, 800), stream=photo("PNG"))
        scan = kept(room.office, book.tobytes(), "chup.pdf")
    with pytest.raises(Refused, match="Trang 1 là ảnh chụp"):
        covered_copy(room, scan, pictures="keep")
    with pytest.raises(Refused, match="chưa che được"):
        covered_copy(room, kept(room.office, photo(), "anh.jpg"))
    with pytest.raises(Refused, match="Không tìm thấy"):
        covered_copy(room, kept(room.office, planted_word(), "don.docx"), "Không có ai")
    with pytest.raises(Refused, match="nhắc lại"):
        covered_copy(room, kept(room.office, planted_word(), "don2.docx"), reason=f"Che {NAME}")
    assert File.objects.exclude(redacted_from=None).count() == 0


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
@pytest.mark.parametrize("kind", ["doc", "rtf", "xls"])
def test_of_an_old_kind_of_paper_the_covered_copy_is_of_the_new_kind(room: Registry, kind: str) -> None:
    old = in_old_kind(planted_sheet() if kind == "xls" else planted_word(), kind)
    file = kept(room.office, old, f"don.{kind}")
    copy = covered_copy(room, file, NAME)
    to = "xlsx" if kind == "xls" else "docx"
    assert (copy.name, copy.mime) == (f"ban-che.{to}", {"docx": DOCX, "xlsx": XLSX}[to])
    assert [w for w in traces(bytes_of(copy)) if w == NAME] == []
    assert bytes_of(file) == old


def test_without_the_office_program_an_old_kind_is_refused_in_plain_words(
    room: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = kept(room.office, b"{\\rtf1 Don cua " + NAME.encode() + b"}", "don.rtf")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Refused, match="chưa cài LibreOffice") as why:
        covered_copy(room, file, NAME)
    assert ".docx, .xlsx hoặc PDF" in why.value.instead
    assert File.objects.exclude(redacted_from=None).count() == 0


def test_a_number_that_lost_its_zeros_and_letters_drawn_apart_are_noticed() -> None:
    words = Words([NUMBER, NAME])
    assert [words.glimpsed(said) for said in ("so 1180012345", "N guyen T hi M au", "so 9180012345, ba Mau")] == [
        True, True, False,
    ]  # fmt: skip
    assert Words(["có", "không có"]).missed_in("chỉ có") == [1]


def test_a_workbook_that_holds_the_number_as_a_sum_is_covered_too(room: Registry) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("Ho ten", "So CCCD"))
        page.write_string(1, 0, "Ai do")
        page.write_number(1, 1, 1180012345, book.add_format({"num_format": "000000000000"}))
    copy = covered_copy(room, kept(room.office, out.getvalue(), "so.xlsx"), "", kinds=["national"])
    with zipfile.ZipFile(io.BytesIO(bytes_of(copy))) as made:
        assert [name for name in made.namelist() if b"1180012345" in made.read(name)] == []


def test_one_word_that_is_not_there_stops_the_covering_of_all(room: Registry) -> None:
    file = kept(room.office, planted_word(), "don.docx")
    with pytest.raises(Refused, match="dòng 2"):
        covered_copy(room, file, f"{NAME}\nTran Van Khac")
    assert File.objects.count() == 1


def test_letters_written_in_two_pieces_are_the_same_word() -> None:
    words = Words(["Trần Văn Thử"])
    assert words.within(unicodedata.normalize("NFD", "ông TRẦN VĂN THỬ").encode())
    assert json.dumps(words.places("ông trần  văn\u00a0thử ở đây")) == "[[4, 17]]"
