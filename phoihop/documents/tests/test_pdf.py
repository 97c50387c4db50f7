"""The PDF is opened again and read: its standard, its fonts, its data, its pages, its words beside Word's."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.test import override_settings

from phoihop.core.paper_data import data_of
from phoihop.core.papers import (
    Block,
    Cell,
    Change,
    Heading,
    Paper,
    Paragraph,
    Run,
    Table,
    cell,
    formats,
    paragraph,
    runs,
)
from phoihop.documents import fonts
from phoihop.documents.marking import marked, short_code
from phoihop.documents.pdf import write
from phoihop.documents.pdf.checking import NotPdf, check_pdf
from phoihop.documents.pdf.writer import ATTACHED
from phoihop.documents.tests import papers
from phoihop.documents.word import write as write_word

PRINT = hashlib.sha256(b"phoihop").hexdigest()
SITE = "https://phoihop.minhtan.example"


def opened(paper: Paper) -> Any:
    return pymupdf.open(stream=write(paper), filetype="pdf")


def of(*blocks: Block, **meta: str) -> Paper:
    return Paper(code="test.paper", title="Thử", blocks=blocks, meta=meta)


def pointed(book: Any, value: str) -> str:
    """What the first reference in a value leads to."""
    return str(book.xref_object(int(re.findall(r"(\d+) 0 R", value)[0])))


def words(book: Any) -> list[str]:
    """All words in the order a reader meets them, without the numbers of the pages."""
    out: list[str] = []
    for page in book:
        top = [w for w in page.get_text("words") if not (w[3] < 55 and w[4].isdigit())]
        out += [w[4] for w in top]
    return out


@pytest.fixture(scope="module")
def programme() -> bytes:
    return write(papers.programme())


# ------------------------------------------------------------------------------------ the standard


def test_the_file_says_pdf_a_3_with_tags_and_names_its_colours(programme: bytes) -> None:
    book: Any = pymupdf.open(stream=programme, filetype="pdf")
    xmp = book.get_xml_metadata()
    assert re.findall(r"<pdfaid:part>(\d)</pdfaid:part>", xmp) == ["3"]
    assert re.findall(r"<pdfaid:conformance>(\w)</pdfaid:conformance>", xmp) == ["A"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    root = book.pdf_catalog()
    listed = pointed(book, book.xref_get_key(root, "OutputIntents")[1])
    assert "GTS_PDFA1" in pointed(book, listed)
    assert book.xref_get_key(root, "MarkInfo/Marked") == ("bool", "true")
    assert book.xref_get_key(root, "StructTreeRoot")[0] == "xref"


def test_title_language_and_author_are_those_of_the_paper(programme: bytes) -> None:
    book: Any = pymupdf.open(stream=programme, filetype="pdf")
    assert book.metadata["title"] == "Chương trình phối hợp công tác năm 2026"
    assert book.metadata["author"].startswith(papers.COUNCIL)
    assert book.metadata["creationDate"] == "D:20260109013000Z"
    assert book.xref_get_key(book.pdf_catalog(), "Lang")[1] == "vi-VN"
    assert book.xref_get_key(book.pdf_catalog(), "ViewerPreferences/DisplayDocTitle")[1] == "true"


def test_every_font_is_inside_and_is_liberation_serif(programme: bytes) -> None:
    book: Any = pymupdf.open(stream=programme, filetype="pdf")
    found = {font[:5] for page in book for font in page.get_fonts(full=True)}
    assert found
    for xref, _suffix, kind, name, _ref in found:
        assert (kind, name.split("+")[1].split("-")[0]) == ("Type0", "LiberationSerif")
        assert len(book.extract_font(xref)[3]) > 1000


def test_the_data_of_the_paper_lie_inside_as_its_source() -> None:
    paper = marked(replace(papers.report(), meta={**papers.report().meta, "record": "BC-2026-0007"}), PRINT)
    book = opened(paper)
    assert book.embfile_names() == [ATTACHED]
    told = json.loads(book.embfile_get(ATTACHED))
    assert (told["code"], told["record"], told["fingerprint"]) == ("reports.review", "BC-2026-0007", PRINT)
    assert told["paper"] == json.loads(json.dumps(data_of(paper)))
    related = book.xref_get_key(book.pdf_catalog(), "AF")[1]
    assert "/AFRelationship /Source" in pointed(book, related)


def test_equal_papers_are_equal_bytes() -> None:
    with override_settings(SITE=SITE):
        assert write(marked(papers.programme(), PRINT)) == write(marked(papers.programme(), PRINT))


def test_a_letter_the_font_lacks_gets_a_stand_in_and_the_file_is_still_made() -> None:
    text = opened(of(paragraph("☐ Đồng ý ☑ Không → 吕 𝒳 a\x00b")))[0].get_text()
    assert text.split() == ["□", "Đồng", "ý", "■", "Không", "→", "□", "□", "ab"]
    assert {ord(c) for c in "ẰẴẶỄỆỘỠỰỹđĐ₫–…“”²"} <= fonts.letters()


# --------------------------------------------------------------------------------------- the pages


def test_pages_are_numbered_over_the_text_from_the_second_and_annexes_by_themselves(programme: bytes) -> None:
    book: Any = pymupdf.open(stream=programme, filetype="pdf")
    numbers = []
    for page in book:
        found = [w for w in page.get_text("words") if w[3] < 55]
        assert len(found) <= 1
        numbers.append(found[0][4] if found else "")
        for w in found:
            assert abs((w[0] + w[2]) / 2 - (page.rect.width + 15 / 25.4 * 72) / 2) < 1
    starts = [i for i, n in enumerate(numbers) if n == ""]
    assert starts == [0, 2, 7]
    assert numbers[1] == "2"
    assert numbers[3:7] == ["2", "3", "4", "5"]
    assert [round(p.rect.width) for p in book] == [595, 595, 842, 842, 842, 842, 842, 595]


def test_the_heading_of_a_table_stands_on_each_of_its_pages_and_each_row_on_one(programme: bytes) -> None:
    book: Any = pymupdf.open(stream=programme, filetype="pdf")
    rows: list[str] = []
    for page in list(book)[2:7]:
        table = page.find_tables().tables[0].extract()
        assert [c.replace("\n", " ") for c in table[0]] == [c.text for c in papers.TASK_HEAD]
        rows += [r[0] for r in table[1:]]
    assert rows == [str(i) for i in range(1, 48)]


def test_a_row_higher_than_a_page_goes_on_over_the_next() -> None:
    long = "Nội dung rất dài của một ô. " * 400
    book = opened(
        of(Table(rows=((cell("TT", head=True), cell("Nội dung", head=True)), (cell("1"), cell(long)))))
    )
    assert len(book) > 2
    assert sum(w == "dài" for w in words(book)) == 400


def test_cells_over_several_rows_and_columns_hold_their_place() -> None:
    table = opened(of(Table(rows=papers.MERGED_ROWS, head_rows=2)))[0].find_tables().tables[0].extract()
    assert [[c or "" for c in row] for row in table] == [
        ["Lĩnh vực", "Kiến nghị", "", "Ghi chú"],
        ["", "Tiếp nhận", "Đã trả lời", ""],
        ["Hạ tầng", "12", "9", ""],
        ["Môi trường", "1.204", "7", "Đang theo dõi"],
    ]


def test_headings_are_headings_and_none_is_skipped_on_the_way_down() -> None:
    book = opened(
        of(Heading(level=3, text="Ba"), Heading(level=1, text="Một"), Heading(level=3, text="Lại ba"))
    )
    assert [(level, title) for level, title, _page in book.get_toc()] == [
        (1, "Ba"),
        (1, "Một"),
        (2, "Lại ba"),
    ]


def test_gaps_are_yellow_marks_are_raised_links_lead_to_the_figure_and_changes_are_drawn() -> None:
    changed = Paragraph(
        runs=(
            Run(text="cũ", change=Change(kind="deleted", author="A")),
            Run(text="mới", change=Change(kind="inserted", author="A")),
        )
    )
    book = opened(
        replace(papers.report(sections=1, link=True), blocks=(*papers.report(sections=1).blocks[:7], changed))
    )
    page = book[0]
    assert {link["uri"] for link in page.get_links()} == {
        "https://phuong.example/so-lieu/voter_contact.held/1", "https://phuong.example/so-lieu/petitions.received/1",
    }  # fmt: skip
    spans = [s for b in page.get_text("dict")["blocks"] for x in b.get("lines", ()) for s in x["spans"]]
    raised = [s for s in spans if s["text"].strip() == "a" and s["size"] < 10]
    assert len(raised) == 1
    gap = opened(of(Paragraph(runs=(Run(text="nêu lý do", gap=True),))))[0]
    assert "[nêu lý do]" in gap.get_text()
    assert (1, 1, 0) in [tuple(round(c) for c in d["fill"]) for d in gap.get_drawings()]
    assert len(opened(of(changed))[0].get_drawings()) == 2


def test_an_issued_paper_shows_its_code_and_qr_at_the_foot_of_its_first_page_only() -> None:
    with override_settings(SITE=SITE):
        book = opened(marked(papers.letter(), PRINT))
        long = opened(marked(papers.report(), PRINT))
    address = f"{SITE}/kiem-tra/{short_code(PRINT)}"
    assert f"Kiểm tra văn bản này tại {address}" in " ".join(book[0].get_text().split())
    shown = [i for i, page in enumerate(long) if address in page.get_text()]
    assert shown == [0, len(long) - 8]  # and of its annex, which may lie elsewhere
    with override_settings(SITE=""):
        assert (
            f"Mã kiểm tra văn bản: {short_code(PRINT)}"
            in opened(marked(papers.letter(), PRINT))[0].get_text()
        )


# ------------------------------------------------------------------------------- beside the Word file


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice draws the Word file")
def test_word_and_pdf_say_the_same_words_on_about_as_many_pages(tmp_path: Path) -> None:
    with override_settings(SITE=SITE):
        given = {
            "programme": marked(papers.programme(), PRINT), "report": papers.report(), "letter": papers.letter(),
        }  # fmt: skip
        for name, paper in given.items():
            (tmp_path / f"{name}.docx").write_bytes(write_word(paper))
        command = [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        files = [str(tmp_path / f"{name}.docx") for name in given]
        subprocess.run(
            [*command, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=120
        )
        for name, paper in given.items():
            ours, theirs = opened(paper), pymupdf.open(str(tmp_path / f"{name}.pdf"))
            assert abs(len(ours) - len(theirs)) <= 1, name
            assert sorted(words(ours)) == sorted(_without_repeats(words(theirs), words(ours))), name


def _without_repeats(theirs: list[str], ours: list[str]) -> list[str]:
    """Heads of tables and the mark come once more where a page breaks elsewhere: they are not counted."""
    heads = {w for c in papers.TASK_HEAD for w in c.text.split()}
    return [w for w in theirs if w not in heads] + [w for w in ours if w in heads]


# --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["programme", "report", "letter"])
def test_what_we_write_departs_from_no_rule_of_form(name: str) -> None:
    with override_settings(SITE=SITE):
        paper = marked(getattr(papers, name)(), PRINT)
        assert check_pdf(write(paper)) == []


def test_a_pdf_of_another_program_is_told_what_is_wrong_with_its_page() -> None:
    book: Any = pymupdf.open()
    page = book.new_page(width=612, height=792)
    page.insert_text((30, 30), "Chu khong dung phong", fontname="helv", fontsize=16)
    assert {f.code for f in check_pdf(book.tobytes())} == {
        "page.size",
        "font.family",
        "font.loose",
        "body.size",
    }
    wrong: Any = pymupdf.open()
    sheet = wrong.new_page(width=595, height=842)
    sheet.insert_text((40, 400), "x" * 10, fontname="tiro", fontsize=14)
    sheet.insert_text((295, 830), "1", fontname="tiro", fontsize=9)
    codes = {f.code for f in check_pdf(wrong.tobytes())}
    assert codes >= {"margin.left", "page_number.place", "page_number.first", "page_number.size"}


def test_what_is_no_pdf_is_told_so() -> None:
    with pytest.raises(NotPdf):
        check_pdf(b"PK\x03\x04 no pdf")


def test_a_paper_is_offered_as_word_and_as_pdf() -> None:
    found = formats()
    assert [(f.suffix, f.label, f.mime) for f in found.values()][-1] == ("pdf", "PDF", "application/pdf")
    assert found["pdf"].write(papers.letter()) == write(papers.letter())


def test_empty_pieces_leave_no_trace() -> None:
    empty = of(paragraph(""), Table(rows=()), Table(rows=((Cell(runs=runs("")),),)), paragraph("Hết."))
    assert words(opened(empty)) == ["Hết."]
