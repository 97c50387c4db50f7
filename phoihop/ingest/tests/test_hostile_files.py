"""Files made to hurt: each is refused or read in bounded time and room, and the house goes on."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from phoihop.documents.filetypes import Refusal, detect
from phoihop.ingest.forms import ReadForm
from phoihop.ingest.readers import Unreadable, read_apart, read_file, read_once
from phoihop.ingest.readers.numbering import letters, small

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORDS = "Chương trình phối hợp công tác của phường"
LINE = f"<w:r><w:t>{WORDS}</w:t></w:r>"
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(**parts: str | bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def word(body: str, **more: str) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return packed(**{"word/document.xml": document, **{f"word/{k}.xml": v for k, v in more.items()}})


def sheet(cells: str, after: str = "") -> bytes:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    book = f'<workbook {SHEET} xmlns:r="{REL}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
    return packed(**{
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {SHEET}><sheetData>{cells}</sheetData>{after}</worksheet>",
    })  # fmt: skip


def cell(name: str, text: str = "x") -> str:
    row = "".join(c for c in name if c.isdigit())
    return f'<row r="{row}"><c r="{name}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as why:
        read_file(data, "a")
    return why.value.code


def test_one_cell_at_the_end_of_a_sheet_does_not_lay_out_the_sheet() -> None:
    assert refused(sheet(cell("A1", WORDS) + cell("XFD1048576"))) == "wide"


def test_styled_cells_without_words_at_the_end_of_a_sheet_are_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read_file(sheet(cell("A1", WORDS) + far), "a.xlsx").text == WORDS


def test_a_merged_cell_over_the_whole_sheet_covers_no_list_of_seventeen_milliards() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert read_file(sheet(cell("A1", WORDS), merged), "a.xlsx").text == WORDS


def test_styles_that_inherit_from_thousands_end_in_time() -> None:
    chain = "".join(f'<w:style w:styleId="S{n}"><w:basedOn w:val="S{n + 1}"/></w:style>' for n in range(1500))
    begun = time.perf_counter()
    read = read_file(word(f"<w:p>{LINE}</w:p>", styles=f"<w:styles {W}>{chain}</w:styles>"), "a.docx")
    assert (read.text, time.perf_counter() - begun < 20) == (WORDS, True)


@pytest.mark.parametrize("tag", ["sdt", "ins", "smartTag", "hyperlink"])
def test_deep_nesting_is_a_broken_file_and_no_crash(tag: str) -> None:
    opened, closed = f"<w:{tag}>" * 900, f"</w:{tag}>" * 900
    assert refused(word(f"{opened}<w:p>{LINE}</w:p>{closed}")) == "broken"
    assert refused(word(f"<w:p>{opened}{LINE}{closed}</w:p>")) == "broken"


def test_text_boxes_inside_text_boxes_are_read_once_each() -> None:
    depth = 40
    boxes = (
        "<w:p><w:r><w:txbxContent>" * depth + f"<w:p>{LINE}</w:p>" + "</w:txbxContent></w:r></w:p>" * depth
    )
    assert read_file(word(boxes), "a.docx").text == WORDS


@pytest.mark.parametrize("value", ["²", "٣", "-5", "0x", "9" * 5000, "", "999999999"])
def test_numbers_no_office_writes_are_taken_for_none(value: str) -> None:
    span = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr><w:p>{LINE}</w:p></w:tc></w:tr></w:tbl>'
    level = f'<w:p><w:pPr><w:outlineLvl w:val="{value}"/><w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr></w:pPr>{LINE}</w:p>'
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{value}"><w:start w:val="{value}"/>'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="{value}">'
        f'<w:startOverride w:val="{value}"/></w:lvlOverride></w:num></w:numbering>'
    )
    text = read_file(word(span + level, numbering=numbering), "a.docx").text
    assert text.count(WORDS) == 2 and len(text) < 200


def test_a_list_that_starts_at_a_milliard_has_no_milliard_of_letters() -> None:
    assert (small("999999999", default=1, most=32_767), letters(32_767)) == (32_767, "32767")
    assert (letters(27), small("²", default=7, most=9), small(None, default=7, most=9)) == ("aa", 7, 7)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-7"])
@pytest.mark.parametrize("entity", ['"aaaa"', 'SYSTEM "file:///etc/passwd"'])
def test_entities_are_refused_in_every_encoding(encoding: str, entity: str) -> None:
    name = encoding[:6] if encoding.startswith("utf-16") else encoding
    text = (
        f'<?xml version="1.0" encoding="{name}"?><!DOCTYPE x [<!ENTITY e {entity}>]>'
        f"<w:document {W}><w:body><w:p>{LINE}&e;</w:p></w:body></w:document>"
    )
    assert refused(packed(**{"word/document.xml": text.encode(encoding)})) in ("entities", "broken")


def damaged(at: int, byte: int) -> bytes:
    """A packed file with one byte of the list at its end changed."""
    body = bytearray(word(f"<w:p>{LINE}</w:p>"))
    body[body.rfind(b"PK\x01\x02") + at] = byte
    return bytes(body)


@pytest.mark.parametrize(("at", "byte"), [(6, 99), (9, 0x08), (46, 0xFF)])
def test_a_damaged_list_of_packed_files_is_refused_at_both_doors(at: int, byte: int) -> None:
    data = damaged(at, byte)
    if at == 46:
        data = bytes(
            bytearray(data[: data.rfind(b"PK\x01\x02") + 9])
            + b"\x08"
            + data[data.rfind(b"PK\x01\x02") + 10 :]
        )
    try:
        read_file(data, "a.docx")
    except Unreadable as why:
        assert why.code == "broken"
    try:
        detect(data, "a.docx")
    except Refusal as why_not:
        assert "hỏng" in why_not.reason


def test_a_pack_of_very_many_files_is_refused_unopened() -> None:
    many = packed(**{str(n): "" for n in range(5_001)})
    assert refused(many) == "bomb"
    with pytest.raises(Refusal, match="phình ra"):
        detect(many, "a.zip")


def test_a_child_that_does_not_end_in_time_means_a_broken_file() -> None:
    paper = word(f"<w:p>{LINE}</w:p>")
    assert read_apart(paper, "a.docx").text == WORDS
    with pytest.raises(Unreadable) as why:
        read_apart(paper, "a.docx", seconds=0)
    assert why.value.code == "broken"


def test_a_form_reads_before_the_books_are_locked_and_the_action_finds_it_read() -> None:
    upload = SimpleUploadedFile("a.docx", word(f"<w:p>{LINE}</w:p>"))
    form = ReadForm({}, MultiValueDict({"upload": [upload]}))
    assert form.is_valid(), form.errors
    given = form.cleaned_data["upload"]
    assert given.read_as.text == WORDS and read_once(given) is given.read_as


def test_pasted_words_go_the_way_of_a_file_and_not_into_the_journal() -> None:
    form = ReadForm({"pasted": WORDS})
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["pasted"], form.cleaned_data["upload"].read_as.text) == ("", WORDS)
