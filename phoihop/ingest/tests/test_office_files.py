"""What an office really has: PDF, spreadsheets, old Word, footnotes and remarks in Word."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from phoihop.core.papers import Block, Heading, Paragraph, Table
from phoihop.ingest.readers import Source, Unreadable, read_file
from phoihop.ingest.tests.test_readers import docx_bytes, repacked

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")

SENTENCE = (
    "Trong 6 tháng đầu năm, Thường trực Hội đồng nhân dân phường đã chủ trì, phối hợp tổ chức 04 cuộc giám sát chuyên đề, "
    "tiếp nhận 126 ý kiến của cử tri tại 24 tổ dân phố và chuyển Ủy ban nhân dân phường xem xét, giải quyết theo thẩm quyền."
)


def through_office(data: bytes, kind: str, folder: Path) -> bytes:
    """The Word file as LibreOffice writes it in another kind."""
    given = folder / "a.docx"
    given.write_bytes(data)
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
         "--outdir", str(folder), str(given)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / f"a.{kind}").read_bytes()


def words_of(block: Block, source: Source) -> str:
    assert block.place is not None
    return source.text[block.place.start : block.place.end]


def report(document: Word) -> None:
    """Three pages: a running head, numbered headings, long sentences, a table that goes over two pages."""
    section = document.sections[0]
    section.page_height, section.page_width = Cm(21), Cm(29.7 / 2)
    section.header.paragraphs[0].text = "Báo cáo 6 tháng đầu năm 2027 của phường Lộc Điền"
    section.footer.paragraphs[0].text = "Trang 1"
    document.add_paragraph("I. KẾT QUẢ").runs[0].bold = True
    for n in range(1, 7):
        paragraph = document.add_paragraph(f"Lần {n}. {SENTENCE}")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1)
    document.add_paragraph("II. PHỤ LỤC").runs[0].bold = True
    table = document.add_table(31, 3, style="Table Grid")
    for n, row in enumerate(table.rows):
        words = ("TT", "Nội dung", "Kết quả") if n == 0 else (str(n), f"Cuộc giám sát số {n}", str(n * 3))
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text


@needs_office
def test_a_pdf_is_read_by_paragraph_with_its_page_and_without_heads_feet_and_numbers(tmp_path: Path) -> None:
    source = read_file(through_office(docx_bytes(report), "pdf", tmp_path), "bao-cao.pdf")
    lines = [b for b in source.blocks if not isinstance(b, Table)]
    assert [words_of(b, source) for b in lines] == [
        "I. KẾT QUẢ",
        *(f"Lần {n}. {SENTENCE}" for n in range(1, 7)),
        "II. PHỤ LỤC",
    ]
    assert [type(b) for b in lines] == [Heading, *[Paragraph] * 6, Heading]
    pages = [b.place.page or 0 for b in lines if b.place]
    assert (pages[0], pages == sorted(pages), pages[-1] > 1) == (1, True, True)


@needs_office
def test_a_table_over_several_pages_of_a_pdf_is_one_table(tmp_path: Path) -> None:
    source = read_file(through_office(docx_bytes(report), "pdf", tmp_path), "bao-cao.pdf")
    (table,) = [b for b in source.blocks if isinstance(b, Table)]
    assert [[c.text for c in row] for row in table.rows] == [
        ["TT", "Nội dung", "Kết quả"],
        *([str(n), f"Cuộc giám sát số {n}", str(n * 3)] for n in range(1, 31)),
    ]
    cell = table.rows[30][2].place
    assert cell is not None and source.text[cell.start : cell.end] == "90"


@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_old_and_foreign_word_files_say_what_the_new_one_says(kind: str, tmp_path: Path) -> None:
    made = docx_bytes(report)
    source = read_file(through_office(made, kind, tmp_path), f"bao-cao.{kind}")
    assert (source.kind, source.notes) == (kind, ())
    assert source.text.split() == read_file(made, "a.docx").text.split()


def test_without_an_office_program_an_old_word_file_asks_for_a_new_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable) as told:
        read_file(b"{\\rtf1 Chao}", "a.rtf")
    assert (told.value.code, "Lưu thành .docx" in told.value.message) == ("rtf", True)


def scanned_pdf() -> bytes:
    """One page that is a picture and nothing else."""
    stream = b"q 200 0 0 200 0 0 cm /I Do Q"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        b"\nstream\n\xff\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer << /Root 1 0 R /Size 6 >>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [(scanned_pdf(), "scan"), (b"%PDF-1.4\nkhong phai pdf that", "broken"), (scanned_pdf()[:200], "broken")],
)
def test_a_scan_or_a_damaged_pdf_is_said_to_be_one(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_file(data, "quet.pdf")
    assert told.value.code == code


# ------------------------------------------------------------------------------------ spreadsheets


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    fill(book)
    book.close()
    return out.getvalue()


def two_tables(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Biểu 1")
    sheet.merge_range("A1:D1", "BIỂU SỐ LIỆU 6 THÁNG")
    sheet.write_row("A3", ["TT", "Nội dung"])
    sheet.merge_range("C3:D3", "Kết quả")
    sheet.write_row("C4", ["Kế hoạch", "Thực hiện"])
    sheet.write_row("A5", [1, "Giám sát", 4, 3])
    sheet.write_row("A6", [2, "Vận động (triệu đồng)", 1200.5, 1404])
    sheet.write_formula("D7", "=D5+D6", None, 1407)
    sheet.write_row("A10", ["Tổ", "Hộ"])
    sheet.write_row("A11", [7, 120])
    sheet.write_row("D10", ["Tỷ lệ"])
    sheet.write("D11", 0.985, book.add_format({"num_format": "0.0%"}))


def test_every_table_of_a_sheet_is_read_with_the_names_of_its_cells() -> None:
    source = read_file(workbook(two_tables), "phu-luc.xlsx")
    tables = [b for b in source.blocks if isinstance(b, Table)]
    assert [[[c.text for c in row] for row in t.rows] for t in tables] == [
        [
            ["TT", "Nội dung", "Kết quả"],
            ["", "", "Kế hoạch", "Thực hiện"],
            ["1", "Giám sát", "4", "3"],
            ["2", "Vận động (triệu đồng)", "1200,5", "1404"],
            ["", "", "", "1407"],
        ],
        [["Tổ", "Hộ"], ["7", "120"]],
        [["Tỷ lệ"], ["98,5%"]],
    ]
    assert [c.span for c in tables[0].rows[0]] == [1, 1, 2]
    for table in tables:
        for row in table.rows:
            for cell in row:
                assert cell.place is not None and source.text[cell.place.start : cell.place.end] == cell.text
    place = tables[0].rows[3][3].place
    assert place is not None and (place.sheet, place.cell) == ("Biểu 1", "D6")
    assert source.text.startswith("BIỂU SỐ LIỆU 6 THÁNG\n")


def test_formulas_that_were_never_computed_are_said_to_be_missing() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Nội dung", "Số"])
        sheet.write("A2", "Tổng")
        sheet.write_formula("B2", "=1+1", None, "")

    source = read_file(workbook(fill), "a.xlsx")
    assert source.notes == (
        "1 ô có công thức nhưng chưa có giá trị; hãy mở bằng Excel, lưu lại rồi tải lên.",
    )


# ---------------------------------------------------------------------------------- Word, more of it


def with_parts(document: bytes, **parts: bytes) -> bytes:
    """A Word file whose body ends with other markup, and with parts of its own."""
    plain = docx_bytes(lambda d: d.add_paragraph("MOC") and None)

    def change(name: str, body: bytes) -> bytes:
        if name == "word/document.xml":
            return body.replace(b"</w:r></w:p>", b"</w:r>" + document + b"</w:p>", 1)
        return body

    return repacked(plain, change, {f"word/{name}.xml": body for name, body in parts.items()})


XMLNS = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_footnotes_stand_after_their_paragraph() -> None:
    notes = (
        b"<w:footnotes %s><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
        b"<w:footnote w:id='2'><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:footnote></w:footnotes>"
    ) % (XMLNS, "Trong đó có 12 cuộc của các Ban.".encode())
    source = read_file(with_parts(b"<w:r><w:footnoteReference w:id='2'/></w:r>", footnotes=notes), "a.docx")
    assert source.text == "MOC\nTrong đó có 12 cuộc của các Ban."


def test_what_was_deleted_and_what_was_remarked_is_kept_with_author_and_day_and_stands_in_no_text() -> None:
    body = (
        b"<w:del w:id='3' w:author='%s' w:date='2027-07-02T08:00:00Z'><w:r><w:delText>26</w:delText></w:r></w:del>"
        b"<w:r><w:commentReference w:id='4'/></w:r>"
    ) % "Bùi Thị Nga".encode()
    remarks = (
        b"<w:comments %s><w:comment w:id='4' w:author='%s'><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:comment></w:comments>"
    ) % (XMLNS, "Lư Khiêm".encode(), "Đề nghị kiểm tra lại".encode())
    source = read_file(with_parts(body, comments=remarks), "a.docx")
    (block,) = source.blocks
    assert isinstance(block, Paragraph) and source.text == "MOC"
    assert [(r.change.kind, r.change.author, r.change.note) for r in block.runs if r.change] == [
        ("deleted", "Bùi Thị Nga", "26"),
        ("comment", "Lư Khiêm", "Đề nghị kiểm tra lại"),
    ]
