from __future__ import annotations

import shutil
import subprocess
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from docx import Document as new_document
from docx.document import Document
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from phoihop.core.papers import Heading, ListItem, Paragraph, Table
from phoihop.ingest.readers import Source, Unreadable, read_file, read_text
from phoihop.ingest.readers.legacy import TCVN3, from_tcvn3, from_vni, is_syllable, repair
from phoihop.ingest.reading import read_paper

SENTENCE = "Ủy ban nhân dân phường tổ chức hội nghị, ghi nhận kiến nghị của cử tri và giải quyết từng việc"
TO_TCVN3 = {letter: char for char, letter in TCVN3.items()}


def tcvn3(text: str) -> str:
    return "".join(TO_TCVN3.get(c, c) for c in text)


def vni(text: str) -> str:
    """Only what the sentence needs: each accented letter as VNI typed it."""
    pairs = {
        "ủ": "uû", "â": "aâ", "ườ": "öôø", "ổ": "oå", "ứ": "öù", "ộ": "oä", "ị": "ò", "ế": "eá", "ậ": "aä",
        "ử": "öû", "à": "aø", "ả": "aû",
        "ừ": "öø", "Ủ": "Uû", "ệ": "eä", "đ": "ñ",
    }  # fmt: skip
    for letter, typed in pairs.items():
        text = text.replace(letter, typed)
    return text


def refusal(data: bytes | str | Path, name: str = "", **options: object) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_file(data, name, **options)  # type: ignore[arg-type]
    assert len(caught.value.message.split(". ")) >= 2, "what happened, and what to do now"
    return caught.value


def docx_bytes(build: Callable[[Document], object]) -> bytes:
    document = new_document()
    build(document)
    body = BytesIO()
    document.save(body)
    return body.getvalue()


def word(*lines: str) -> bytes:
    """A Word file of plain paragraphs."""
    return docx_bytes(lambda document: [document.add_paragraph(line) for line in lines])


def repacked(
    data: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None
) -> bytes:
    """The same archive with parts changed or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(entry, old.read(entry)))
        for name, body in (extra or {}).items():
            new.writestr(name, body)
    return out.getvalue()


def check_offsets(source: Source) -> None:
    """Every block stands where its place says."""
    for block in source.blocks:
        place = block.place
        assert place is not None and place.start is not None and place.end is not None
        stretch = source.text[place.start : place.end]
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    assert cell.place is not None
                    assert source.text[cell.place.start : cell.place.end] == cell.text
        elif isinstance(block, Heading):
            assert block.text in stretch and stretch.startswith(block.number[:4])
        elif isinstance(block, Paragraph | ListItem):
            assert block.text.strip() in stretch


# ------------------------------------------------------------------------------------------ plain text


def test_lines_become_headings_items_and_paragraphs_with_their_places() -> None:
    text = "CHƯƠNG TRÌNH\n\nI. MỤC ĐÍCH\n- Một việc\n1. Hai việc\nĐiều 3. Trách nhiệm\nMột câu thường."
    source = read_file(text.encode(), "a.txt")
    check_offsets(source)
    assert [type(b).__name__ for b in source.blocks] == [
        "Paragraph", "Heading", "ListItem", "ListItem", "Heading", "Paragraph",
    ]  # fmt: skip
    assert [b.place.paragraph for b in source.blocks if b.place] == [1, 2, 3, 4, 5, 6]
    assert source.blocks[-1].place is not None and source.blocks[-1].place.end == len(text)


@given(st.lists(st.text(alphabet="aăâ bcđ123.-)\u00a0", max_size=30), max_size=20))
def test_places_hold_for_any_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    if text.strip():
        check_offsets(read_text(text, "a.txt"))


def test_decomposed_text_is_stored_composed() -> None:
    source = read_file(unicodedata.normalize("NFD", SENTENCE).encode(), "a.txt")
    assert source.text == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    assert read_file(SENTENCE.encode(encoding), "a.txt").text == SENTENCE


def test_windows_1258_is_read_and_noted() -> None:
    typed = "".join(  # base letter and tone apart, as that code page has it
        unicodedata.normalize(
            "NFC",
            "".join(
                c for c in unicodedata.normalize("NFD", letter) if c not in "\u0300\u0301\u0303\u0309\u0323"
            ),
        )
        + "".join(c for c in unicodedata.normalize("NFD", letter) if c in "\u0300\u0301\u0303\u0309\u0323")
        for letter in SENTENCE
    )
    source = read_file(typed.encode("cp1258"), "a.txt")
    assert source.text == SENTENCE
    assert source.notes == ("Tệp dùng bảng mã Windows-1258, đã chuyển sang UTF-8.",)


@pytest.mark.parametrize("typed", [tcvn3, vni])
def test_old_fonts_are_recognised_in_bytes_and_in_pasted_text(typed: Callable[[str], str]) -> None:
    plain = SENTENCE if typed is vni else SENTENCE.replace("Ủ", "ủ")
    for source in (read_file(typed(plain).encode("cp1252"), "cu.txt"), read_text(typed(plain))):
        assert source.text == plain
        assert "Phông chữ cũ" in source.notes[0]


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not on this machine")
def test_our_tcvn3_table_agrees_with_iconv_on_every_letter() -> None:
    for char, letter in TCVN3.items():
        seen = subprocess.run(
            ["iconv", "-f", "TCVN", "-t", "UTF-8"],
            input=char.encode("cp1252"),
            capture_output=True,
            check=True,
        )
        assert unicodedata.normalize("NFC", seen.stdout.decode()) == letter
        assert from_tcvn3(char) == letter


def test_capital_fonts_give_capitals() -> None:
    assert from_tcvn3(tcvn3("hội đồng nhân dân"), capitals=True) == "HỘI ĐỒNG NHÂN DÂN"
    assert from_vni("HOÄI ÑOÀNG") == "HỘI ĐỒNG"


def test_unicode_and_foreign_text_is_never_taken_for_an_old_font() -> None:
    for text in (
        SENTENCE,
        "Le café à côté de l'église était très animé",
        "Straße, Größe, Mädchen",
        "plain English words",
    ):
        assert repair(text) == (text, "")


@pytest.mark.parametrize(
    ("word", "lawful"),
    [("nghiêng", True), ("quyết", True), ("khuỷu", True), ("nhân", True), ("nh©n", False), ("Uû", False)],
)
def test_lawful_syllables_are_told(word: str, lawful: bool) -> None:
    assert is_syllable(word) is lawful


# ------------------------------------------------------------------------------------------------ html


def test_a_page_gives_its_body_without_menus_scripts_and_feet() -> None:
    page = """<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><nav>Trang chủ</nav>
    <h1>Lễ ký kết</h1><p>Dòng một<br>dòng hai</p><script>alert(1)</script><ul><li>việc thứ nhất</li></ul>
    <table><tr><th>STT</th><th>Việc</th></tr><tr><td>1</td><td>Họp</td></tr></table>
    <footer>Bản quyền</footer></body></html>"""
    source = read_file(page.encode(), "a.html")
    check_offsets(source)
    assert source.text == "Lễ ký kết\nDòng một\ndòng hai\n- việc thứ nhất\nSTT | Việc\n1 | Họp"
    assert [type(b).__name__ for b in source.blocks] == [
        "Heading",
        "Paragraph",
        "Paragraph",
        "ListItem",
        "Table",
    ]


def test_a_page_in_utf_16_or_with_a_false_charset_is_read_all_the_same() -> None:
    page = f'<html><head><meta charset="{{}}"></head><body><p>{SENTENCE}</p></body></html>'
    assert read_file(page.format("utf-16").encode("utf-16"), "a.html").text == SENTENCE
    assert read_file(page.format("no-such-thing").encode("utf-8"), "a.html").text == SENTENCE


def test_entities_of_a_page_are_not_expanded() -> None:
    kinds = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
    bomb = f"<!DOCTYPE html [{kinds}]><html><body><p>&b; chữ</p></body></html>"
    assert len(read_file(bomb.encode(), "a.html").text) < 120


def test_a_page_of_ten_thousand_nested_divisions_does_not_overflow() -> None:
    page = (
        "<html><body>"
        + "<div>" * 10_000
        + "<p>sâu</p>"
        + "</div>" * 10_000
        + "<p>Cuối trang</p></body></html>"
    )
    assert "Cuối trang" in read_file(page.encode(), "a.html").text


# ------------------------------------------------------------------------------------------------ docx


def test_word_paragraphs_numbers_and_tables_become_blocks_and_feet_are_left_out() -> None:
    def build(document: Document) -> None:
        document.add_heading("I. MỤC ĐÍCH", level=1)
        document.add_paragraph("Một câu.")
        document.add_paragraph("Mục một", style="List Number")
        document.add_paragraph("Mục hai", style="List Number")
        document.add_paragraph("Gạch đầu dòng", style="List Bullet")
        table = document.add_table(2, 2)
        for row, words in enumerate((("Việc", "Hạn"), ("Họp liên tịch", "15/5"))):
            for column, word in enumerate(words):
                table.cell(row, column).text = word
        document.sections[0].footer.paragraphs[0].text = "Trang 1"

    source = read_file(docx_bytes(build), "a.docx")
    check_offsets(source)
    assert source.kind == "docx"
    assert (
        source.text
        == "I. MỤC ĐÍCH\nMột câu.\n1. Mục một\n2. Mục hai\n- Gạch đầu dòng\nViệc | Hạn\nHọp liên tịch | 15/5"
    )
    assert [type(b).__name__ for b in source.blocks] == [
        "Heading",
        "Paragraph",
        "ListItem",
        "ListItem",
        "ListItem",
        "Table",
    ]
    cell = source.place_of(source.text.index("15/5"), source.text.index("15/5") + 4)
    assert cell.cell == "2.2"


def test_runs_in_old_fonts_are_converted_by_the_name_of_the_font() -> None:
    def build(document: Document) -> None:
        paragraph = document.add_paragraph()
        for text, font in (
            (tcvn3("hội nghị "), ".VnTime"),
            (tcvn3("tổng kết "), ".VnTimeH"),
            ("Uûy ban ", "VNI-Times"),
            ("năm 2026", "Arial"),
        ):
            run = paragraph.add_run(text)
            run.font.name, run.font.size = font, Pt(14)

    source = read_file(docx_bytes(build), "cu.docx")
    assert source.text == "hội nghị TỔNG KẾT Ủy ban năm 2026"
    assert source.notes == (
        "Phông chữ cũ TCVN3 (.VnTime), đã chuyển sang Unicode; hãy so lại với bản gốc.",
        "Phông chữ cũ VNI, đã chuyển sang Unicode; hãy so lại với bản gốc.",
    )


def test_insertions_are_kept_with_their_author_and_deletions_are_gone() -> None:
    plain = word("MOC")
    changed = (
        '<w:ins w:id="1" w:author="Lư Khiêm" w:date="2026-01-05T08:00:00Z"><w:r><w:t>thêm</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="Lư Khiêm"><w:r><w:delText>bỏ</w:delText></w:r></w:del>'
    ).encode()
    data = repacked(
        plain,
        lambda name, body: (
            body.replace(b"</w:r></w:p>", b"</w:r>" + changed + b"</w:p>")
            if name == "word/document.xml"
            else body
        ),
    )
    source = read_file(data, "a.docx")
    assert source.text == "MOCthêm"
    block = source.blocks[0]
    assert isinstance(block, Paragraph)
    change = block.runs[1].change
    assert change is not None and (change.kind, change.author) == ("inserted", "Lư Khiêm")


def test_thirty_pages_of_word_are_read_and_understood_within_two_seconds() -> None:
    fixture = (Path(__file__).parent / "fixtures" / "regulation.txt").read_text("utf-8").splitlines()

    def build(document: Document) -> None:
        for _ in range(27):
            for line in fixture:
                document.add_paragraph(line)

    data = docx_bytes(build)
    begun = perf_counter()
    source = read_file(data, "a.docx")
    assert len(source.text) > 30 * 2_500
    assert read_paper(source).relevant
    assert perf_counter() - begun < 2 * 3  # a busy machine; bench/reading.py measures the bar itself


# -------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("data", [b"", b"   \n\t ", b"\xef\xbb\xbf", b"\x00\x00"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data, "a.txt").code == "empty"


def test_an_empty_paste_is_refused() -> None:
    with pytest.raises(Unreadable, match="không có chữ nào"):
        read_text(" \n")


def test_a_word_file_without_words_is_refused() -> None:
    assert refusal(word(), "a.docx").code == "empty"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "khong-co.docx").code == "missing"


def test_an_oversized_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "to.txt"
    path.write_bytes(b"a" * 4096)
    assert refusal(path, limit=4095).code == "oversized"
    assert refusal(b"a" * 4096, "to.txt", limit=4095).code == "oversized"


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        ("EncryptedPackage", "encrypted"),
        ("Workbook", "broken"),
        ("PowerPoint Document", "presentation"),
        ("Other", "binary"),
    ],
)
def test_old_office_files_and_passwords_are_told_apart(stream: str, code: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le")
    assert refusal(data, "a.docx").code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "broken"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"\x1f\x8b\x08....", "archive"),
        (bytes(range(1, 32)) * 40, "binary"),
        (b"abc\x00def ghi", "nul"),
        (b"\xff\xfe\x00\xd8a\x00", "encoding"),
        (bytes([0x81, 0x8D, 0x90, 0xFE, 0xFF, 0x9D]) * 60, "encoding"),
    ],
)
def test_other_contents_are_refused_by_what_they_are(data: bytes, code: str) -> None:
    assert refusal(data, "bao-cao.docx").code == code


@pytest.mark.parametrize("text", ["tờ trình\x00", "kế hoạch \ud83d"])
def test_a_nul_or_half_a_character_in_a_paste_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_text(text)
    assert caught.value.code == "bad-text"


def test_a_macro_is_refused_by_part_and_by_content_type() -> None:
    plain = word("chữ")
    assert refusal(repacked(plain, lambda _n, b: b, {"word/vbaProject.bin": b"x"}), "a.docx").code == "macro"
    typed = repacked(
        plain,
        lambda n, b: (
            b.replace(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
            if n == "[Content_Types].xml"
            else b
        ),
    )
    assert refusal(typed, "a.docx").code == "macro"


@pytest.mark.parametrize(
    ("part", "code"),
    [("xl/workbook.xml", "broken"), ("ppt/presentation.xml", "presentation"), ("anh/1.jpg", "archive")],
)
def test_other_archives_are_told_by_their_parts(part: str, code: str) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, b"x")
    assert refusal(out.getvalue(), "a.docx").code == code


def test_a_zip_bomb_is_refused_before_anything_is_unpacked() -> None:
    plain = word("chữ")
    swollen = repacked(plain, lambda _n, b: b, {"word/media/a.bin": b"\0" * 50_000_000})
    tracemalloc.start()
    assert refusal(swollen, "a.docx").code == "bomb"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    plain = word("chữ " * 200)
    data = bytearray(plain)
    at = data.rfind(b"word/document.xml") - 46 + 24  # its uncompressed size in the central directory
    data[at : at + 4] = (40).to_bytes(4, "little")
    assert refusal(bytes(data), "a.docx").code == "broken"


def test_entities_in_a_word_part_are_refused_before_parsing() -> None:
    plain = word("chữ")
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    document = repacked(plain, lambda n, b: bomb if n == "word/document.xml" else b)
    styles = repacked(plain, lambda n, b: bomb if n == "word/styles.xml" else b)
    assert [refusal(data, "a.docx").code for data in (document, styles)] == ["entities", "entities"]


def test_a_damaged_word_file_is_refused() -> None:
    plain = word("chữ")
    assert refusal(plain[: len(plain) // 2], "a.docx").code == "broken"
    assert (
        refusal(repacked(plain, lambda n, b: b[:200] if n == "word/document.xml" else b), "a.docx").code
        == "broken"
    )


def test_an_extension_that_lies_is_noted_and_the_content_counts() -> None:
    source = read_file(SENTENCE.encode(), "quyet-dinh.docx")
    assert source.kind == "txt"
    assert source.notes == (
        "Đuôi tệp là .docx nhưng nội dung là văn bản thuần (.txt); đã đọc theo nội dung.",
    )


def test_reading_stops_when_asked() -> None:
    asked = iter([False, False, True])
    error = refusal((SENTENCE + "\n").encode() * 100, "a.txt", should_stop=lambda: next(asked))
    assert error.code == "stopped"
    data = word(*[SENTENCE] * 1200)
    asked = iter([False, False, True])
    assert refusal(data, "a.docx", should_stop=lambda: next(asked)).code == "stopped"


def test_ten_thousand_pages_of_text_cost_less_than_three_hundred_megabytes() -> None:
    page = (SENTENCE + " trong năm 2026.\n") * 25
    data = (page * 10_000).encode()
    assert len(data) > 30_000_000
    tracemalloc.start()
    source = read_file(data, "dai.txt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(source.blocks) == 250_000
    assert source.blocks[249_999].place is not None
    assert peak + len(data) < 300_000_000
