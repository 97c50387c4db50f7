"""The Word file is opened again and measured; pictures need LibreOffice and are skipped without it."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn

from phoihop.core.papers import (
    Block,
    Cell,
    Change,
    Heading,
    Issuer,
    LetterHead,
    Paper,
    Paragraph,
    Recipients,
    Run,
    Signature,
    Signatures,
    Table,
    Title,
    cell,
    paragraph,
    runs,
)
from phoihop.documents.layout import DECREE_30, layout_on
from phoihop.documents.tests import papers
from phoihop.documents.word import WORD, write
from phoihop.documents.word.body import place_cells
from phoihop.documents.word.measuring import width_mm, wrap

NBSP = "\u00a0"


def opened(paper: Paper) -> Any:
    return docx.Document(io.BytesIO(write(paper)))


def of(*blocks: Block, **meta: str) -> Paper:
    return Paper(code="test.paper", title="Thử", blocks=blocks, meta=meta)


def mm(length: Any) -> float:
    return round(float(length.mm), 1)


def lines_of(cell_: Any) -> list[str]:
    return [line for p in cell_.paragraphs for line in p.text.split("\n") if line.strip()]


def size_of(paragraph_: Any) -> set[float]:
    return {r.font.size.pt for r in paragraph_.runs if r.text.strip() and r.font.size}


# ------------------------------------------------------------------------------------- the page


def test_every_section_is_a4_with_margins_in_the_decrees_ranges() -> None:
    sections = opened(papers.report()).sections
    shapes = [(mm(s.page_width), mm(s.page_height)) for s in sections]
    assert shapes == [(210, 297), (297, 210), (210, 297)]
    for section in sections:
        for side in ("top", "bottom", "left", "right"):
            value = mm(getattr(section, f"{side}_margin"))
            assert DECREE_30.measures[f"margin.{side}"].allows(value, slack=0.1), (side, value)


def test_pages_are_numbered_in_the_top_margin_from_the_second_page_and_annexes_by_themselves() -> None:
    document = opened(papers.programme())
    first = document.sections[0]
    header = first.header.paragraphs[0]
    assert "PAGE" in "".join(t.text for t in header._p.iter(qn("w:instrText")))
    assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert size_of(header) == {13.0}
    assert first.first_page_header.paragraphs[0].text == ""
    starts = [s._sectPr.find(qn("w:pgNumType")) for s in document.sections]
    assert [s is not None and s.get(qn("w:start")) for s in starts] == ["1", "1", "1"]
    assert [s.different_first_page_header_footer for s in document.sections] == [True, True, True]


def test_a_turned_table_in_the_body_goes_on_counting_and_leaves_no_empty_page() -> None:
    wide = Table(rows=(papers.TASK_HEAD, *papers.task_rows(2)), landscape=True)
    document = opened(of(paragraph("Trước bảng."), wide, paragraph("Sau bảng."), wide))
    assert [s.orientation for s in document.sections] == [0, 1, 0, 1]
    restarts = [s._sectPr.find(qn("w:pgNumType")) is not None for s in document.sections]
    assert restarts == [True, False, False, False]
    assert [s.different_first_page_header_footer for s in document.sections] == [True, False, False, False]


def test_an_annex_that_opens_with_a_turned_table_has_its_heading_on_the_same_sheet() -> None:
    document = opened(papers.report())
    body = list(document.element.body)
    heading = next(i for i, e in enumerate(body) if "".join(e.itertext()).startswith("Phụ lục"))
    table = next(i for i, e in enumerate(body) if i > heading and e.tag == qn("w:tbl"))
    assert not any(e.find(f".//{qn('w:sectPr')}") is not None for e in body[heading:table])


def test_the_font_is_times_new_roman_in_every_script_and_the_language_vietnamese() -> None:
    with zipfile.ZipFile(io.BytesIO(write(papers.report()))) as archive:
        styles = archive.read("word/styles.xml").decode()
        body = archive.read("word/document.xml").decode()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        assert f'w:{script}="Times New Roman"' in styles
    assert '<w:lang w:val="vi-VN"' in styles
    assert "w:rFonts" not in body


# -------------------------------------------------------------------------------------- heading


def test_a_joint_heading_names_all_bodies_in_full_with_the_locality_last() -> None:
    heading = opened(papers.programme()).tables[0]
    left = lines_of(heading.cell(0, 0))
    assert " ".join(left) == (
        "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN - ỦY BAN NHÂN DÂN - "
        "BAN THƯỜNG TRỰC ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM PHƯỜNG MINH TÂN"
    )
    assert left[-1] == "PHƯỜNG MINH TÂN"
    assert "ỦY BAN NHÂN DÂN -" in left  # each body begins on its own line


def test_no_line_of_a_heading_is_wider_than_its_column_nor_splits_a_term() -> None:
    heading = opened(papers.programme()).tables[0]
    column = mm(heading.cell(0, 0).width)
    lines = lines_of(heading.cell(0, 0))
    assert all(width_mm(line, size=12, bold=True) < column for line in lines)
    ends = {line.split()[-1] for line in lines[:-1]}
    assert not ends & {"THƯỜNG", "HỘI", "NHÂN", "ỦY", "MẶT", "TỔ", "VIỆT"}


def test_quoc_hieu_and_tieu_ngu_stand_right_each_on_one_line_with_spaced_hyphens() -> None:
    heading = opened(papers.letter()).tables[0]
    country, motto, _rule = heading.cell(0, 1).paragraphs
    assert country.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert (size_of(country), size_of(motto)) == ({13.0}, {14.0})
    assert all(r.bold for p in (country, motto) for r in p.runs)
    assert width_mm(country.text, size=13, bold=True) < mm(heading.cell(0, 1).width)


def test_the_line_under_the_motto_is_as_long_as_the_motto_and_under_the_body_a_third_to_a_half() -> None:
    heading = opened(papers.letter()).tables[0]

    def drawn(cell_: Any) -> float:
        rule = cell_.paragraphs[-1]
        assert rule._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}").get(qn("w:val")) == "single"
        form = rule.paragraph_format
        return mm(cell_.width) - mm(form.left_indent) - mm(form.right_indent)

    motto = width_mm("Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
    assert drawn(heading.cell(0, 1)) == pytest.approx(motto, abs=0.5)
    body = width_mm(lines_of(heading.cell(0, 0))[-1], size=13, bold=True)
    assert 1 / 3 <= drawn(heading.cell(0, 0)) / body <= 1 / 2


def test_the_parent_stands_above_the_issuing_body_and_is_not_bold() -> None:
    left = opened(papers.report()).tables[0].cell(0, 0)
    parent, body = left.paragraphs[:2]
    assert parent.text.replace("\n", " ") == "ỦY BAN NHÂN DÂN THÀNH PHỐ AN BÌNH"
    assert body.text.replace("\n", " ") == "ỦY BAN NHÂN DÂN PHƯỜNG MINH TÂN"
    assert [bool(r.bold) for p in (parent, body) for r in p.runs] == [False, True]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("5", "Số: 05/BC-UBND"),
        ("12", "Số: 12/BC-UBND"),
        ("05a", "Số: 05a/BC-UBND"),
        ("", f"Số: {NBSP * 6}/BC-UBND"),
    ],
)
def test_a_number_below_ten_has_a_nought_and_a_missing_one_leaves_room(number: str, words: str) -> None:
    head = replace(papers.SINGLE_HEAD, number=number)
    assert opened(of(head)).tables[0].cell(1, 0).text == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 9), "ngày 09 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_noughts_stand_before_days_below_ten_and_the_first_two_months(day: date, words: str) -> None:
    head = replace(papers.SINGLE_HEAD, day=day)
    right = opened(of(head)).tables[0].cell(1, 1)
    assert right.text == f"Minh Tân, {words}"
    assert all(r.italic for r in right.paragraphs[0].runs)


def test_a_date_not_yet_known_leaves_room_and_keeps_the_year_of_the_paper() -> None:
    text = opened(of(papers.SINGLE_HEAD, at="2026-07-10T10:00:00+07:00")).tables[0].cell(1, 1).text
    assert text.split() == ["Minh", "Tân,", "ngày", "tháng", "năm", "2026"]


def test_a_long_place_or_symbol_never_breaks_the_number_or_the_date() -> None:
    for place, symbol in (("Thành phố Hồ Chí Minh", "BC-UBND"), ("Minh Tân", "CTrPH-TTHĐND-UBND-BTTUBMTTQ")):
        head = replace(papers.JOINT_HEAD, place_name=place, symbol=symbol)
        row = opened(of(head)).tables[0].rows[1].cells
        number, day = row[0], row[-1]
        for cell_, italic in ((number, False), (day, True)):
            (size,) = size_of(cell_.paragraphs[0])
            assert width_mm(cell_.text, size=size, italic=italic) <= mm(cell_.width)


def test_the_subject_of_a_cong_van_stands_under_its_number_upright_and_not_bold() -> None:
    number, about = opened(papers.letter()).tables[0].cell(1, 0).paragraphs
    assert number.text == "Số: 07/TTHĐND-VP"
    assert about.text.replace("\n", " ") == (
        "V/v gửi báo cáo kết quả thực hiện Chương trình phối hợp công tác năm 2026"
    )
    assert about.paragraph_format.space_before.pt == 6
    assert [(r.bold, r.italic) for r in about.runs] == [(None, None)]


def test_a_party_paper_has_the_party_heading_and_a_hyphen_in_its_number() -> None:
    head = LetterHead(
        issuers=(Issuer(name="ĐẢNG ỦY PHƯỜNG MINH TÂN", parent="THÀNH ỦY AN BÌNH"),), number="3",
        symbol="BC/ĐU", place_name="Minh Tân", day=papers.SIGNED, party=True,
    )  # fmt: skip
    table = opened(of(head)).tables[0]
    assert lines_of(table.cell(0, 1)) == ["ĐẢNG CỘNG SẢN VIỆT NAM"]
    assert lines_of(table.cell(0, 0)) == ["THÀNH ỦY AN BÌNH", "ĐẢNG ỦY PHƯỜNG MINH TÂN", "*"]
    assert table.cell(1, 0).text == "Số 03-BC/ĐU"


def test_addressees_stand_on_one_line_or_each_on_its_own() -> None:
    one = [p.text for p in opened(papers.letter()).paragraphs]
    assert "Kính gửi: Ủy ban nhân dân phường Minh Tân" in one
    several = [p.text for p in opened(papers.letter(names=("Ủy ban A;", "Ban B."))).paragraphs]
    at = several.index("Kính gửi:")
    assert several[at + 1 : at + 3] == ["- Ủy ban A;", "- Ban B."]


def test_can_cu_lines_are_italic_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    found = [p for p in opened(papers.programme()).paragraphs if p.text.startswith("Căn cứ")]
    assert [p.text[-1] for p in found] == [";", ";", "."]
    assert {p.style.name for p in found} == {"Căn cứ"}
    assert found[0].style.font.italic and found[0].style.font.size.pt == 14


# ----------------------------------------------------------------------------------------- body


def test_the_body_is_justified_indented_and_spaced_as_the_decree_says() -> None:
    style = next(p.style for p in opened(papers.programme()).paragraphs if p.text.startswith("Các cơ quan"))
    form = style.paragraph_format
    assert form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert mm(form.first_line_indent) == 12.7
    assert form.space_after.pt == 6
    assert 1 <= form.line_spacing <= 1.5
    assert style.font.size.pt == 14


def test_chuong_stands_centred_over_its_title_in_capitals() -> None:
    document = opened(of(Heading(level=1, number="Chương I", text="Quy định chung")))
    assert [(p.text, p.style.name) for p in document.paragraphs[:2]] == [
        ("Chương I", "Phần, Chương, Mục"),
        ("QUY ĐỊNH CHUNG", "Tiêu đề Phần, Chương, Mục"),
    ]


def test_words_that_belong_together_are_tied_even_across_runs() -> None:
    block = Paragraph(
        runs=(Run(text="Kế hoạch số 12/KH, Đ/c Hùng, "), Run(text="05", figure="x"), Run(text=" ngày"))
    )
    text = opened(of(block)).paragraphs[0].text
    assert text == f"Kế hoạch số{NBSP}12/KH, Đ/c{NBSP}Hùng, 05{NBSP}ngày"


def test_no_break_spaces_of_the_paper_are_kept() -> None:
    assert opened(of(paragraph(f"quý{NBSP}cơ quan"))).paragraphs[0].text == f"quý{NBSP}cơ quan"


def test_a_figure_keeps_its_mark_raised_and_a_gap_is_yellow_in_brackets() -> None:
    block = Paragraph(
        runs=(
            Run(text="26", bold=True, figure="a", mark="b"),
            Run(text="ai, bao giờ", gap=True),
            Run(text="[x]", gap=True),
        )
    )
    number, mark, gap, bracketed = opened(of(block)).paragraphs[0].runs
    assert (number.text, number.bold) == ("26", True)
    assert (mark.text, mark.font.superscript, mark.bold) == ("b", True, None)
    assert (gap.text, bracketed.text) == ("[ai, bao giờ]", "[x]")
    assert gap.font.highlight_color == WD_COLOR_INDEX.YELLOW


def test_a_figure_opens_its_source_only_where_an_address_is_given() -> None:
    linked = opened(papers.report(sections=1, link=True))
    addresses = [link.address for p in linked.paragraphs for link in p.hyperlinks]
    assert addresses == [
        "https://phuong.example/so-lieu/voter_contact.held/1",
        "https://phuong.example/so-lieu/petitions.received/1",
    ]
    assert not [link for p in opened(papers.report(sections=1)).paragraphs for link in p.hyperlinks]


def test_a_tracked_change_stays_a_tracked_change() -> None:
    made = Change(kind="inserted", author="Nguyễn Thị Hồng Ánh", at=datetime(2026, 1, 8, 3, 0, tzinfo=UTC))
    block = Paragraph(
        runs=(
            Run(text="Mỗi quý"),
            Run(text=" hai", change=made),
            Run(text=" một", change=replace(made, kind="deleted")),
        )
    )
    body = opened(of(block)).element.body
    (inserted,) = body.iter(qn("w:ins"))
    (deleted,) = body.iter(qn("w:del"))
    assert (inserted.get(qn("w:author")), inserted.get(qn("w:date"))) == (made.author, "2026-01-08T03:00:00Z")
    assert "".join(t.text for t in inserted.iter(qn("w:t"))) == " hai"
    assert "".join(t.text for t in deleted.iter(qn("w:delText"))) == " một"
    assert inserted.get(qn("w:id")) != deleted.get(qn("w:id"))


def test_text_is_stored_composed_and_without_characters_xml_cannot_hold() -> None:
    text = opened(of(paragraph(unicodedata.normalize("NFD", "Yên Hòa") + "\x0b\x01 <b>&"))).paragraphs[0].text
    assert text == "Yên Hòa <b>&"


# --------------------------------------------------------------------------------------- tables


def test_heading_rows_repeat_and_no_row_breaks_over_two_pages() -> None:
    table = opened(papers.programme()).tables[-2]
    props = [row._tr.trPr for row in table.rows]
    assert len(props) == 48
    assert [p.find(qn("w:tblHeader")) is not None for p in props] == [True] + [False] * 47
    assert all(p.find(qn("w:cantSplit")) is not None for p in props)


def test_cells_over_several_rows_and_columns_keep_their_place() -> None:
    table = opened(papers.report(sections=1)).tables[-1]
    grid = [[c.text for c in row.cells] for row in table.rows]
    assert grid == [
        ["Lĩnh vực", "Kiến nghị", "Kiến nghị", "Ghi chú"],
        ["Lĩnh vực", "Tiếp nhận", "Đã trả lời", "Ghi chú"],
        ["Hạ tầng", "12", "9", ""],
        ["Môi trường", "1.204", "7", "Đang theo dõi"],
    ]


def test_a_cell_hanging_below_the_last_column_or_a_short_row_loses_nothing() -> None:
    tall = Cell(runs=runs("A"), rows=2)
    placed = place_cells(((cell("1"), tall), (), (cell("3"),)))
    assert [[(c, k.text, d) for c, k, d in row] for row in placed] == [
        [(0, "1", ""), (1, "A", "restart")],
        [(1, "A", "continue")],
        [(0, "3", "")],
    ]


def test_columns_fill_the_text_width_and_no_word_is_wider_than_its_column() -> None:
    document = opened(papers.report(sections=1))
    for table, landscape in (
        (document.tables[-3], True),
        (document.tables[-2], False),
        (document.tables[-1], False),
    ):
        widths = [mm(c.width) for c in table.columns]
        assert sum(widths) == pytest.approx(297 - 45 if landscape else 165, abs=0.5)
        for row in table.rows:
            for column, box in enumerate(row.cells):
                if box._tc.grid_span > 1:
                    continue
                longest = max((width_mm(w, size=12, bold=True) for w in box.text.split()), default=0)
                assert longest <= widths[column]


# -------------------------------------------------------------------------------------- closing


def test_three_bodies_sign_side_by_side_in_their_order_and_noi_nhan_stands_below() -> None:
    document = opened(papers.programme())
    signing = document.tables[1]
    assert [" ".join(lines_of(c)) for c in signing.rows[0].cells] == [
        "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "TM. BAN THƯỜNG TRỰC CHỦ TỊCH",
    ]
    assert [c.text for c in signing.rows[2].cells] == ["Nguyễn Thị Hồng Ánh", "Đỗ Quang Khải", "Trần Văn Lữ"]
    assert all(r.bold for row in signing.rows for c in row.cells for p in c.paragraphs for r in p.runs)
    assert mm(signing.rows[1].height) >= 20
    below = [p.text for p in document.paragraphs]
    assert below[below.index("Nơi nhận:") + 1 :][3] == "- Lưu: VT, VP."


def test_one_signature_stands_level_with_noi_nhan() -> None:
    table = opened(papers.report(sections=1)).tables[1]
    (left, right) = table.rows[0].cells
    assert lines_of(left)[0] == "Nơi nhận:"
    assert lines_of(right) == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đỗ Quang Khải"]
    word = left.paragraphs[0].runs[0]
    assert (word.font.size.pt, word.bold, word.italic) == (12, True, True)
    assert {s for p in left.paragraphs[1:] for s in size_of(p)} == {11.0}


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_any_number_of_bodies_signs_and_none_is_lost(count: int) -> None:
    columns = tuple(
        Signature(authority=f"TM. CƠ QUAN {i}", titles=("CHỦ TỊCH",), name=f"Người {i}") for i in range(count)
    )
    document = opened(of(paragraph("Nội dung."), Signatures(columns=columns)))
    names = [c.text for t in document.tables for c in t.rows[2].cells]
    assert names == [f"Người {i}" for i in range(count)]


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        (("Như trên",), ["- Như trên;", "- Lưu: VT."]),
        (("- Lưu: VT, VP.", "Như trên;"), ["- Như trên;", "- Lưu: VT, VP."]),
        (("Lưu: VT (03b).",), ["- Lưu: VT (03b)."]),
    ],
)
def test_luu_is_always_the_last_line_of_noi_nhan(lines: tuple[str, ...], printed: list[str]) -> None:
    document = opened(of(paragraph("Nội dung."), papers.ONE_SIGNATURE, Recipients(lines=lines)))
    assert lines_of(document.tables[0].cell(0, 0)) == ["Nơi nhận:", *printed]


def test_the_signatures_keep_the_last_paragraph_of_the_text_with_them() -> None:
    document = opened(
        of(paragraph("Mở đầu."), paragraph("Kết thúc."), papers.JOINT_SIGNATURES, papers.RECIPIENTS)
    )
    kept = {p.text: p.paragraph_format.keep_with_next for p in document.paragraphs if p.text}
    assert (kept["Mở đầu."], kept["Kết thúc."]) == (None, True)
    signing = document.tables[0]
    assert all(
        p.paragraph_format.keep_with_next for row in signing.rows for c in row.cells for p in c.paragraphs
    )


# ---------------------------------------------------------------------------------------- bytes


def test_the_same_paper_gives_the_same_bytes_and_another_paper_others() -> None:
    paper = papers.report(sections=2, link=True)
    assert write(paper) == write(papers.report(sections=2, link=True))
    assert write(paper) != write(replace(paper, title="Khác"))


def test_the_properties_say_title_bodies_and_stated_time_and_nothing_of_the_machine() -> None:
    paper = papers.programme()
    core = opened(paper).core_properties
    assert core.title == "Chương trình phối hợp công tác năm 2026"
    assert core.author == (
        "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN - ỦY BAN NHÂN DÂN - "
        "BAN THƯỜNG TRỰC ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM PHƯỜNG MINH TÂN"
    )
    assert core.created == core.modified == datetime(2026, 1, 9, 1, 30, tzinfo=UTC)
    assert (core.language, core.identifier) == ("vi-VN", paper.digest)
    with zipfile.ZipFile(io.BytesIO(write(paper))) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(archive.read(n) for n in archive.namelist())
    for trace in (b"/work", b"/home", b"/tmp", b"python", b"Macintosh"):
        assert trace not in everything


def test_a_block_nobody_can_lay_out_is_refused_rather_than_left_out() -> None:
    class Strange(Block):
        pass

    with pytest.raises(TypeError, match="Strange"):
        write(of(Strange()))


def test_no_layout_is_known_for_a_day_before_the_decree() -> None:
    assert layout_on(date(2020, 3, 4)) is None
    assert layout_on(date(2020, 3, 5)) is DECREE_30


def test_every_written_value_lies_in_its_own_range() -> None:
    for measure in DECREE_30.measures.values():
        assert measure.allows(measure.used), measure.code
    for element in DECREE_30.elements.values():
        assert element.allows(element.used), element.code


def test_a_centred_text_breaks_evenly_and_keeps_every_word() -> None:
    text = "Kết quả 6 tháng đầu năm 2026 thực hiện Chương trình phối hợp công tác của phường Minh Tân"
    lines = wrap(text, room=120, size=14, bold=True)
    assert " ".join(lines) == text
    widths = [width_mm(line, size=14, bold=True) for line in lines]
    assert max(widths) <= 120 and min(widths) > 0.7 * max(widths)
    assert wrap("DÀI" * 40, room=20, size=14) == ["DÀI" * 40]


def test_a_report_of_fifteen_pages_and_73_rows_is_written_in_under_a_second() -> None:
    paper = papers.report(sections=30)
    write(of(Title(kind="BÁO CÁO")))  # the library's own import is not measured
    began = time.perf_counter()
    write(paper)
    assert time.perf_counter() - began < 1.0


def test_the_format_is_known_by_suffix_and_mime() -> None:
    assert (WORD.suffix, WORD.write) == ("docx", write)


# -------------------------------------------------------------------------------------- pictures

OFFICE = shutil.which("soffice")
PAGES = shutil.which("pdftotext")


@pytest.fixture
def printed(tmp_path: Path) -> Any:
    if not OFFICE or not PAGES:
        pytest.skip("LibreOffice or pdftotext is not installed: the printed pages cannot be looked at")

    def pages(paper: Paper) -> list[str]:
        (tmp_path / "paper.docx").write_bytes(write(paper))
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [OFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
        subprocess.run([*command, str(tmp_path / "paper.docx")], check=True, capture_output=True, timeout=180)
        text = [str(PAGES), "-layout", str(tmp_path / "paper.pdf"), "-"]
        out = subprocess.run(text, check=True, capture_output=True, timeout=60).stdout.decode()
        return out.split("\f")[:-1]

    return pages


def test_printed_pages_are_numbered_from_the_second_and_each_annex_anew(printed: Any) -> None:
    pages = printed(papers.programme())
    tops = [next((w for w in page.split("\n") if w.strip()), "").strip() for page in pages]
    assert tops[0].startswith("THƯỜNG TRỰC")
    assert tops[1] == "2"
    first = next(i for i, page in enumerate(pages) if "DANH MỤC CÔNG VIỆC" in page)
    second = next(i for i, page in enumerate(pages) if "CHỈ TIÊU PHẤN ĐẤU" in page)
    assert tops[first:second] == ["Phụ lục I", *(str(n) for n in range(2, second - first + 1))]
    assert tops[second] == "Phụ lục II"


def test_on_paper_heading_lines_do_not_wrap_and_tables_repeat_their_heading(printed: Any) -> None:
    pages = printed(papers.programme())
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in line for line in pages[0].split("\n"))
    both = [line for line in pages[0].split("\n") if "Số: 05/CTrPH-TTHĐND-UBND-BTTUBMTTQ" in line]
    assert len(both) == 1 and both[0].rstrip().endswith("Minh Tân, ngày 09 tháng 01 năm 2026")
    tasks = [page for page in pages if "khu dân cư" in page]
    assert len(tasks) > 2
    assert all("Nội dung công việc" in page for page in tasks)


def test_on_paper_nobody_signs_on_a_page_without_text(printed: Any) -> None:
    """Whatever the length of the text, the page of the signatures carries its last paragraph."""
    for count in (24, 26, 28, 30):
        body = tuple(paragraph(f"Đoạn thứ {i} của nội dung.") for i in range(count))
        pages = printed(of(*body, papers.JOINT_SIGNATURES, papers.RECIPIENTS))
        signing = next(page for page in pages if "Đỗ Quang Khải" in page)
        assert f"Đoạn thứ {count - 1} " in signing
        assert "TM. THƯỜNG TRỰC" in signing and "Lưu: VT" in signing
        assert all(page.strip() for page in pages)
