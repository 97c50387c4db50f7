"""Each planted mistake is found, and nothing else is: the codes found are compared by equality."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from phoihop.core.papers import Issuer, LetterHead, Paper, Recipients, Signature, Signatures, paragraph
from phoihop.documents.format_check import ADVICE, WARNING, Finding, NotWord, check
from phoihop.documents.tests import papers
from phoihop.documents.word import write

Mistake = Callable[[Any], None]


def found(data: bytes) -> set[str]:
    return {f.code for f in check(data)}


def after(mistake: Mistake, paper: Paper | None = None) -> list[Finding]:
    """Write a paper in the right form, plant one mistake as a clerk would in Word, check the result."""
    document = docx.Document(io.BytesIO(write(paper or papers.programme())))
    mistake(document)
    out = io.BytesIO()
    document.save(out)
    return check(out.getvalue())


def report() -> Paper:
    return papers.report(sections=2)


# ------------------------------------------------------------------------- papers in the right form


@pytest.mark.parametrize(
    "paper",
    [
        papers.programme(),
        papers.report(sections=2, link=True),
        papers.letter(),
        papers.letter(names=("Ủy ban A", "Ban B")),
    ],
    ids=["joint programme", "report not yet numbered", "cong van", "cong van to several"],
)
def test_our_own_papers_are_clean(paper: Paper) -> None:
    assert check(write(paper)) == []


def test_a_joint_heading_is_never_an_error_however_many_bodies_it_names() -> None:
    for count in (2, 3, 4):
        issuers = tuple(Issuer(name=f"BAN CHẤP HÀNH TỔ CHỨC SỐ {i}") for i in range(count))
        head = replace(papers.JOINT_HEAD, issuers=issuers)
        paper = replace(papers.programme(), blocks=(head, *papers.programme().blocks[1:]))
        assert check(write(paper)) == []


def test_a_party_paper_is_compared_in_page_and_font_only() -> None:
    head = LetterHead(
        issuers=(Issuer(name="ĐẢNG ỦY PHƯỜNG MINH TÂN", parent="THÀNH ỦY AN BÌNH"),), number="3",
        symbol="BC/ĐU", place_name="Minh Tân", day=papers.SIGNED, party=True,
    )  # fmt: skip
    paper = replace(papers.programme(), blocks=(head, *papers.programme().blocks[1:]))
    assert check(write(paper)) == []

    def narrow(document: Any) -> None:
        document.sections[0].left_margin = Mm(20)

    assert [f.code for f in after(narrow, paper)] == ["margin.left"]


# --------------------------------------------------------------------------- one mistake at a time


def margin(side: str, length: float) -> Mistake:
    def plant(document: Any) -> None:
        setattr(document.sections[0], f"{side}_margin", Mm(length))

    return plant


def letter_paper(document: Any) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Mm(215.9), Mm(279.4)


def turned(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def line(document: Any, start: str) -> Any:
    """The paragraph that begins with these words, wherever it stands."""
    everything = [*document.paragraphs, *(p for t in document.tables for c in t._cells for p in c.paragraphs)]
    return next(p for p in everything if p.text.startswith(start))


def rewrite(start: str, words: str) -> Mistake:
    def plant(document: Any) -> None:
        target = line(document, start)
        for run in target.runs[1:]:
            run.text = ""
        target.runs[0].text = words

    return plant


def style(start: str, **changes: Any) -> Mistake:
    def plant(document: Any) -> None:
        for run in line(document, start).runs:
            for name, value in changes.items():
                if name == "size":
                    run.font.size = Pt(value)
                elif name == "font":
                    run.font.name = value
                elif name == "colour":
                    run.font.color.rgb = RGBColor.from_string(value)
                else:
                    setattr(run, name, value)

    return plant


def body_style(**changes: Any) -> Mistake:
    def plant(document: Any) -> None:
        form = document.styles["Văn bản"]
        for name, value in changes.items():
            if name == "size":
                form.font.size = Pt(value)
            else:
                setattr(form.paragraph_format, name, value)

    return plant


def footer_number(document: Any) -> None:
    section = document.sections[0]
    section.footer.is_linked_to_previous = False
    number = section.header.paragraphs[0]._p
    section.footer._element.append(number)
    section.header._element.append(OxmlElement("w:p"))


def left_number(document: Any) -> None:
    document.sections[0].header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT


def small_number(document: Any) -> None:
    for run in document.sections[0].header.paragraphs[0].runs:
        run.font.size = Pt(10)


def no_number(document: Any) -> None:
    header = document.sections[0].header.paragraphs[0]._p
    for run in list(header.findall(qn("w:r"))):
        header.remove(run)


def first_numbered(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = False


def without(start: str) -> Mistake:
    def plant(document: Any) -> None:
        for run in line(document, start).runs:
            run.text = ""

    return plant


def no_rules(document: Any) -> None:
    for border in list(document.element.body.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def swapped_columns(document: Any) -> None:
    row = document.tables[0].rows[0]._tr
    cells = row.findall(qn("w:tc"))
    row.remove(cells[1])
    cells[0].addprevious(cells[1])


def bases_at_the_end(document: Any) -> None:
    last = line(document, "Chương trình có hiệu lực")._p
    for target in [p._p for p in document.paragraphs if p.text.startswith("Căn cứ")][::-1]:
        last.addnext(target)


def date_in_the_text(document: Any) -> None:
    cell = document.tables[0].rows[1].cells[-1]
    moved = cell.paragraphs[0]._p
    cell._tc.append(OxmlElement("w:p"))
    document.tables[0]._tbl.addnext(moved)


def annex_goes_on(document: Any) -> None:
    for section in document.sections[1:]:
        element = section._sectPr.find(qn("w:pgNumType"))
        section._sectPr.remove(element)


def luu_first(document: Any) -> None:
    word, kept = line(document, "Nơi nhận:")._p, line(document, "- Lưu")._p
    word.addnext(kept)


MOTTO = "Độc lập"
CASES: list[tuple[str, Mistake, set[str]]] = [
    ("the top margin is too small", margin("top", 15), {"margin.top"}),
    ("the bottom margin is too large", margin("bottom", 30), {"margin.bottom"}),
    ("the left margin is an inch", margin("left", 25.4), {"margin.left"}),
    ("the right margin is an inch", margin("right", 25.4), {"margin.right"}),
    ("the paper is US letter", letter_paper, {"page.size"}),
    ("the first page is turned", turned, {"page.orientation"}),
    ("a paragraph is in Arial", style("Các cơ quan", font="Arial"), {"font.family"}),
    ("a paragraph is in a TCVN3 font", style("Các cơ quan", font=".VnTime"), {"font.legacy"}),
    ("a paragraph is blue", style("Các cơ quan", colour="0000FF"), {"font.colour"}),
    ("the page number stands in the footer", footer_number, {"page_number.place"}),
    ("the page number stands left", left_number, {"page_number.place"}),
    ("the page number is small", small_number, {"page_number.size"}),
    ("there is no page number", no_number, {"page_number.missing"}),
    ("the first page shows its number", first_numbered, {"page_number.first"}),
    ("Quoc hieu is missing", without("CỘNG HÒA"), {"country.missing"}),
    ("Quoc hieu is small", style("CỘNG HÒA", size=11), {"country.size"}),
    ("Quoc hieu is not bold", style("CỘNG HÒA", bold=False), {"country.style"}),
    ("Quoc hieu is misspelt", rewrite("CỘNG HÒA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT"), {"country.words"}),
    (
        "Quoc hieu is in small letters",
        rewrite("CỘNG HÒA", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        {"country.capitals"},
    ),
    ("Tieu ngu is missing", without(MOTTO), {"motto.missing"}),
    ("Tieu ngu has en dashes", rewrite(MOTTO, "Độc lập – Tự do – Hạnh phúc"), {"motto.dash"}),
    ("Tieu ngu has no spaces", rewrite(MOTTO, "Độc lập-Tự do-Hạnh phúc"), {"motto.spaces"}),
    ("Tieu ngu has small initials", rewrite(MOTTO, "Độc lập - tự do - hạnh phúc"), {"motto.words"}),
    ("Tieu ngu is underlined", style(MOTTO, underline=True), {"motto.underline"}),
    ("no line stands under Tieu ngu", no_rules, {"motto.line"}),
    ("the issuing body is not bold", style("THƯỜNG TRỰC", bold=False), {"issuer.style"}),
    ("the issuing body is large", style("THƯỜNG TRỰC", size=15), {"issuer.size"}),
    ("the issuing body is in small letters", rewrite("THƯỜNG TRỰC", "Thường trực HĐND"), {"issuer.capitals"}),
    ("the issuing body is missing", without("THƯỜNG TRỰC"), {"issuer.missing"}),
    ("the columns are swapped", swapped_columns, {"order.columns"}),
    ("the number is missing", without("Số:"), {"number.missing"}),
    ("the number lacks its nought", rewrite("Số:", "Số: 5/CTrPH-HĐND"), {"number.zero"}),
    ("the number has spaces", rewrite("Số:", "Số: 05 / CTrPH-HĐND"), {"number.spaces"}),
    ("the symbol has a space", rewrite("Số:", "Số: 05/CTrPH - HĐND"), {"number.spaces"}),
    ("the symbol has an en dash", rewrite("Số:", "Số: 05/CTrPH–HĐND"), {"number.dash"}),
    ("the number is followed by a hyphen", rewrite("Số:", "Số: 05-CTrPH/HĐND"), {"number.stroke"}),
    ("the symbol is in small letters", rewrite("Số:", "Số: 05/CTrPH-hđnd"), {"number.capitals"}),
    ("the colon is missing", rewrite("Số:", "Số 05/CTrPH-HĐND"), {"number.colon"}),
    ("the symbol is of another kind", rewrite("Số:", "Số: 05/BC-HĐND"), {"number.kind"}),
    ("the number has no symbol", rewrite("Số:", "Số: 05"), {"number.pattern"}),
    ("the number is of size 14", style("Số:", size=14), {"number.size"}),
    ("the number is bold", style("Số:", bold=True), {"number.style"}),
    ("the date is missing", without("Minh Tân,"), {"date.missing"}),
    ("the date is upright", style("Minh Tân,", italic=False), {"date.style"}),
    ("the day lacks its nought", rewrite("Minh Tân,", "Minh Tân, ngày 9 tháng 01 năm 2026"), {"date.zero"}),
    ("the month lacks its nought", rewrite("Minh Tân,", "Minh Tân, ngày 09 tháng 1 năm 2026"), {"date.zero"}),
    (
        "the month has a nought too many",
        rewrite("Minh Tân,", "Minh Tân, ngày 09 tháng 08 năm 2026"),
        {"date.extra_zero"},
    ),
    ("the comma is missing", rewrite("Minh Tân,", "Minh Tân ngày 09 tháng 01 năm 2026"), {"date.comma"}),
    ("the place is missing", rewrite("Minh Tân,", "Ngày 09 tháng 01 năm 2026"), {"date.place"}),
    ("the date stands on another row", date_in_the_text, {"date.row"}),
    ("the kind is not bold", style("CHƯƠNG TRÌNH", bold=False), {"kind.style"}),
    ("the kind is in small letters", rewrite("CHƯƠNG TRÌNH", "Chương trình"), {"kind.capitals"}),
    ("the subject is italic", style("Phối hợp công tác", italic=True), {"subject.style"}),
    ("the subject is small", style("Phối hợp công tác", size=12), {"subject.size"}),
    ("a can cu is upright", style("Căn cứ Luật Mặt trận", italic=False), {"basis.style"}),
    ("a can cu ends with a comma", rewrite("Căn cứ Luật Mặt", "Căn cứ Luật Mặt trận,"), {"basis.mark"}),
    ("the last can cu has no mark", rewrite("Căn cứ Quy chế", "Căn cứ Quy chế"), {"basis.mark"}),
    ("can cu stand after the text", bases_at_the_end, {"order.parts"}),
    ("the body is left-aligned", body_style(alignment=WD_ALIGN_PARAGRAPH.LEFT), {"body.align"}),
    ("the body is of size 12", body_style(size=12), {"body.size"}),
    ("the body is not indented", body_style(first_line_indent=Mm(0)), {"body.indent"}),
    ("paragraphs are too close", body_style(space_after=Pt(3)), {"body.spacing"}),
    ("lines are double spaced", body_style(line_spacing=2.0), {"body.line"}),
    ("an authority is not bold", style("TM. THƯỜNG", bold=False), {"authority.style"}),
    ("a signer's name is small", style("Trần Văn Lữ", size=12), {"signer.size"}),
    ("a signer has a degree", rewrite("Trần Văn Lữ", "TS. Trần Văn Lữ"), {"signer.rank"}),
    ("Noi nhan is missing", without("Nơi nhận:"), {"recipients.missing"}),
    ("Noi nhan is upright", style("Nơi nhận:", italic=False), {"recipients_word.style"}),
    ("the list of recipients is large", style("- Thường trực Đảng ủy", size=13), {"recipients.size"}),
    ("Luu is missing", without("- Lưu"), {"recipients.kept"}),
    ("Luu does not stand last", luu_first, {"recipients.kept_last"}),
    ("a recipient lacks its semicolon", rewrite("- Các tổ", "- Các tổ chức"), {"recipients.mark"}),
    ("Luu lacks its full stop", rewrite("- Lưu", "- Lưu: VT"), {"recipients.mark"}),
    ("the annex goes on counting", annex_goes_on, {"annex.pages"}),
    ("the word Phu luc is small", style("Phụ lục I", size=13), {"annex.size"}),
]


@pytest.mark.parametrize(("mistake", "codes"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_one_mistake_gives_its_own_finding_and_no_other(mistake: Mistake, codes: set[str]) -> None:
    assert {f.code for f in after(mistake)} == codes


def test_the_v_v_line_of_a_cong_van_is_upright() -> None:
    assert {f.code for f in after(style("V/v", bold=True), papers.letter())} == {"about.style"}


def test_a_paper_without_kind_and_without_kinh_gui_is_told_so() -> None:
    paper = papers.letter()
    head = replace(papers.SINGLE_HEAD, number="12", day=date(2026, 5, 6))
    bare = replace(paper, blocks=(head, paragraph("Nội dung."), *paper.blocks[3:]))
    assert found(write(bare)) == {"kind.missing"}


def test_mistakes_add_up_and_each_is_named_once() -> None:
    def several(document: Any) -> None:
        margin("left", 20)(document)
        rewrite(MOTTO, "Độc lập –Tự do– Hạnh phúc")(document)
        without("- Lưu")(document)

    codes = [f.code for f in after(several)]
    assert sorted(codes) == ["margin.left", "motto.dash", "motto.spaces", "recipients.kept"]


def test_a_finding_says_what_is_there_what_is_right_and_where() -> None:
    (finding,) = after(margin("left", 25.4))
    assert finding == Finding(
        code="margin.left",
        severity=WARNING,
        message="Lề trái là 25,4 mm; quy định 30–35 mm.",
        where="Phần trang 1 của tệp",
    )
    (finding,) = after(rewrite("Số:", "Số: 5/CTrPH-HĐND"))
    assert finding.message == "Số nhỏ hơn 10 phải ghi thêm số 0 ở trước."
    assert finding.where.endswith("“Số: 5/CTrPH-HĐND”")


def test_what_rests_on_custom_is_advice_and_what_an_article_says_is_a_warning() -> None:
    (custom,) = after(style(MOTTO, underline=True))
    (law,) = after(rewrite(MOTTO, "Độc lập – Tự do – Hạnh phúc"))
    assert (custom.severity, law.severity) == (ADVICE, WARNING)


# ---------------------------------------------------------------------------- files of other people

BODY = (
    "Trong 6 tháng đầu năm, các cơ quan đã phối hợp tổ chức các hội nghị tiếp xúc cử tri, tổng hợp và chuyển "
    "các kiến nghị đến cơ quan có thẩm quyền; kết quả được thông báo lại tại hội nghị sau."
)


def typed(document: Any, text: str, *, size: float = 14, align: Any = None, **styles: bool) -> Any:
    target = document.add_paragraph()
    target.paragraph_format.space_after = Pt(6)
    if align is not None:
        target.alignment = align
    run = target.add_run(text)
    run.font.size = Pt(size)
    for name, value in styles.items():
        setattr(run, name, value)
    return target


def by_hand(*, gap: str = "\t", number: str = "Số: 15/BC-UBND") -> Any:
    """A report as typed by a clerk from Word's empty page: no table, columns by tabs or spaces."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    normal = document.styles["Normal"]
    normal.font.name = "Times New Roman"
    normal.element.rPr.rFonts.set(qn("w:hAnsi"), "Times New Roman")
    country = typed(document, "ỦY BAN NHÂN DÂN", size=13, bold=True)
    country.add_run(f"{gap}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").font.size = Pt(13)
    country.runs[1].bold = True
    motto = typed(document, "PHƯỜNG MINH TÂN", size=13, bold=True)
    motto.add_run(gap).font.size = Pt(13)
    words = motto.add_run("Độc lập - Tự do - Hạnh phúc")
    words.font.size, words.bold, words.underline = Pt(14), True, True
    row = typed(document, number, size=13)
    day = row.add_run(f"{gap}Minh Tân, ngày 05 tháng 7 năm 2026")
    day.font.size, day.italic = Pt(14), True
    centre = WD_ALIGN_PARAGRAPH.CENTER
    typed(document, "BÁO CÁO", bold=True, align=centre)
    typed(document, "Kết quả phối hợp công tác 6 tháng đầu năm", bold=True, align=centre)
    for _i in range(3):
        text = typed(document, BODY, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
        text.paragraph_format.first_line_indent = Mm(12.7)
    signing = typed(document, "Nơi nhận:", size=12, bold=True, italic=True)
    signing.add_run(f"{gap}TM. ỦY BAN NHÂN DÂN").font.size = Pt(14)
    signing.runs[1].bold = True
    second = typed(document, "- Như trên;", size=11)
    second.add_run(f"{gap}CHỦ TỊCH").font.size = Pt(14)
    second.runs[1].bold = True
    typed(document, "- Lưu: VT.", size=11)
    return document


def bytes_of(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("gap", ["\t", "\t\t", "      "], ids=["a tab", "two tabs", "spaces"])
def test_a_heading_typed_with_tabs_or_spaces_reads_like_a_table(gap: str) -> None:
    assert found(bytes_of(by_hand(gap=gap))) == {"motto.underline"}


def test_mistakes_in_a_typed_heading_are_found_as_well() -> None:
    assert found(bytes_of(by_hand(number="Số: 5/BC-UBND"))) == {"motto.underline", "number.zero"}
    document = by_hand()
    document.paragraphs[0].runs[1].text = "\tCộng hòa xã hội chủ nghĩa Việt Nam"
    assert found(bytes_of(document)) == {"motto.underline", "country.capitals"}


def test_a_draft_with_room_for_number_and_day_is_no_mistake() -> None:
    document = by_hand(number="Số:        /BC-UBND")
    document.paragraphs[2].runs[1].text = "\tMinh Tân, ngày      tháng      năm 2026"
    assert found(bytes_of(document)) == {"motto.underline"}


def test_word_s_own_empty_page_departs_in_paper_and_margins() -> None:
    document = docx.Document()
    document.add_paragraph("Biên bản")
    codes = found(bytes_of(document))
    assert {"page.size", "country.missing", "motto.missing", "number.missing", "recipients.missing"} <= codes
    assert {"margin.top", "margin.right", "font.family"} <= codes


def test_a_theme_font_and_a_style_s_parent_are_resolved() -> None:
    document = by_hand()
    parent = document.styles.add_style("Cha", 1)
    parent.font.name = "Cambria"
    child = document.styles.add_style("Con", 1)
    child.base_style = parent
    document.paragraphs[5].style = child
    findings = check(bytes_of(document))
    assert [f.message for f in findings if f.code == "font.family"] == [
        "Có chữ dùng phông Cambria; quy định Times New Roman."
    ]


def test_a_word_broken_by_hand_and_a_nested_table_do_not_disturb_the_reading() -> None:
    document = by_hand()
    document.paragraphs[4].runs[0].add_break(WD_BREAK.LINE)
    outer = document.add_table(1, 1).cell(0, 0)
    outer.add_table(1, 1).cell(0, 0).text = ""
    assert found(bytes_of(document)) == {"motto.underline"}


def test_what_is_no_word_file_is_refused_in_vietnamese() -> None:
    for data in (b"", b"PK\x03\x04", b"%PDF-1.7", bytes_of(docx.Document())[:400]):
        with pytest.raises(NotWord, match="Không mở được"):
            check(data)


def test_an_empty_paper_is_checked_without_falling() -> None:
    assert "country.missing" in found(bytes_of(docx.Document()))


def test_recipients_beside_three_signatures_are_still_found() -> None:
    signatures = Signatures(
        columns=(Signature(authority="TM. BAN THƯỜNG TRỰC", titles=("CHỦ TỊCH",), name="Trần Văn Lữ"),)
    )
    paper = replace(report(), blocks=(*report().blocks[:-3], signatures, Recipients(lines=("Như trên",))))
    assert found(write(paper)) == set()
