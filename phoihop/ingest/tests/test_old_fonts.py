"""Papers typed in the fonts of before Unicode, and papers whose letters are no words."""

from __future__ import annotations

import io
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import xlsxwriter

from phoihop.core.papers import Table
from phoihop.ingest.readers import Source, Unreadable, read_file
from phoihop.ingest.readers.legacy import _VNI_MARKS, _VNI_SINGLE, TCVN3, from_tcvn3
from phoihop.ingest.tests.test_office_files import through_office

LINES = (
    "HỘI ĐỒNG NHÂN DÂN PHƯỜNG LỘC ĐIỀN", "Số: 15/BC-HĐND", "BÁO CÁO",
    "Kết quả công tác 6 tháng đầu năm 2027 của Thường trực HĐND phường Lộc Điền, được tổng hợp từ các tổ.",
    "Tổ chức 14 cuộc tiếp xúc cử tri với 1.876 lượt người; 98,5% kiến nghị được trả lời đúng hạn ở địa phương.",
)  # fmt: skip
NOTE = "Phông chữ cũ {}, đã chuyển sang Unicode; hãy so lại với bản gốc."
_BYTES = {letter: char for char, letter in TCVN3.items()}


def tcvn3(text: str) -> str:
    """As typed in .VnTime: marked capitals have no place of their own there."""
    return "".join(_BYTES.get(c, _BYTES.get(c.lower(), c)) for c in text)


def vni(text: str) -> str:
    """As typed in VNI-Times: a vowel and the letter that is its mark."""
    singles = {letter: char for char, letter in _VNI_SINGLE.items()}
    marks = {m: c for c, m in _VNI_MARKS.items()}

    def one(char: str) -> str:
        small = char.lower()
        if small in singles:
            return singles[small].upper() if char.isupper() else singles[small]
        base, *rest = list(unicodedata.normalize("NFD", small))
        if "\u031b" in rest:
            base = {"o": "ô", "u": "ö"}[base]
            rest.remove("\u031b")
        tones = "".join(rest)
        mark = marks.get(tones) or marks.get(tones[::-1]) or ""
        return (base + mark).upper() if char.isupper() else base + mark

    return "".join(map(one, text))


def word(lines: list[str], font: str = "") -> bytes:
    made = docx.Document()
    for line in lines:
        run = made.add_paragraph().add_run(line)
        if font:
            run.font.name = font
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def refused(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as why:
        read_file(data, name)
    return why.value.code


FAMILIES = [(tcvn3, ".VnTime", "TCVN3 (.VnTime)"), (vni, "VNI-Times", "VNI")]


@pytest.mark.parametrize(("typed", "font", "family"), FAMILIES)
@pytest.mark.parametrize("named", [True, False])
def test_old_fonts_are_read_with_every_short_line_and_said_whether_or_not_the_file_names_them(
    typed: Callable[[str], str], font: str, family: str, named: bool
) -> None:
    source = read_file(word([typed(line) for line in LINES], font if named else ""), "a.docx")
    assert (source.text, source.notes) == ("\n".join(LINES), (NOTE.format(family),))


def test_lines_in_an_old_font_among_lines_in_unicode_are_each_read_as_they_were_typed() -> None:
    some = [tcvn3(line) if n % 2 else line for n, line in enumerate(LINES)]
    assert read_file(word(some), "a.docx").text == "\n".join(LINES)


def test_unicode_pasted_under_the_name_of_an_old_font_stays_as_it_is() -> None:
    source = read_file(word(list(LINES[3:]), ".VnTime"), "a.docx")
    assert (source.text, source.notes) == ("\n".join(LINES[3:]), ())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize(("typed", "font", "family", "kind"), [(*FAMILIES[0], "rtf"), (*FAMILIES[1], "pdf")])
def test_old_fonts_are_read_through_the_kinds_that_programs_make_of_them(
    typed: Callable[[str], str], font: str, family: str, kind: str, tmp_path: Path
) -> None:
    made = through_office(word([typed(line) for line in LINES], font), kind, tmp_path)
    source = read_file(made, f"a.{kind}")
    assert (source.text.split(), source.notes) == ("\n".join(LINES).split(), (NOTE.format(family),))


def test_a_u_with_a_horn_that_a_program_dropped_comes_back_where_no_other_letter_can_stand() -> None:
    assert from_tcvn3(tcvn3("phường được trưởng nước lượt cơm lớp").replace("\u00ad", "")) == (
        "phường được trưởng nước lợt cơm lớp"
    )


def test_a_spreadsheet_in_an_old_font_is_read_cell_by_cell() -> None:
    rows = [
        ["TT", "Nội dung", "Số lượng"],
        ["1", "Tiếp xúc cử tri ở địa bàn", "14"],
        ["2", "Số kiến nghị đã trả lời", "36"],
    ]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, [tcvn3(text) for text in row])
    book.close()
    source: Source = read_file(out.getvalue(), "a.xlsx")
    (table,) = [b for b in source.blocks if isinstance(b, Table)]
    assert [[cell.text for cell in row] for row in table.rows] == rows
    assert source.notes == (NOTE.format("TCVN3 (.VnTime)"),)


@pytest.mark.parametrize(
    "mangled",
    [
        lambda line: line.encode().decode("cp1252", "replace"),
        lambda line: "".join(chr(0xE000 + ord(c) % 6000) if c != " " else c for c in line),
        lambda line: line.encode("utf-16-le").decode("cp1258", "ignore").replace("\x00", ""),
    ],
)  # fmt: skip
def test_letters_that_are_no_words_are_refused_in_word_too(mangled: Callable[[str], str]) -> None:
    lines = ["".join(c for c in mangled(line) if c >= " ") for line in LINES]
    assert refused(word(lines * 3), "a.docx") == "soup"
