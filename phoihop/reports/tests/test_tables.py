"""Tables of the bodies' papers in the joint report: chosen, joined where their columns are the same, real tables in Word."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from docx.table import Table

from phoihop.accounts.tests.factories import account
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.papers import build_paper, formats
from phoihop.directory.tests.factories import NOW
from phoihop.reports import circulating, merging
from phoihop.reports.models import Intake, IntakePassage, Report
from phoihop.reports.overview import alike_tables, page_of
from phoihop.reports.tests.papers import COUNCIL, FRONT, word
from phoihop.reports.tests.test_rounds import Round

pytestmark = pytest.mark.django_db

HEAD = ("TT", "Nội dung giám sát", "Số cuộc", "Số kiến nghị")
OF_COUNCIL = (
    ("1", "Giám sát đầu tư công", "3", "17"),
    ("2", "Giám sát an toàn thực phẩm", "1", "5"),
    ("", "Cộng", "4", "22"),
)
OF_FRONT = (("1", "Giám sát an sinh xã hội", "2", "9"), ("2", "Giám sát quỹ vì người nghèo", "6", "8"))
GIFTS = ("TT", "Tổ dân phố", "Số suất quà")
CAPTION = "Bảng 1. Kết quả giám sát theo chuyên đề"


def with_table(
    lines: tuple[str, ...],
    name: str,
    *,
    after: str,
    rows: tuple[tuple[str, ...], ...],
    caption: str = CAPTION,
) -> ContentFile[bytes]:
    """The paper with a table behind one of its lines, under its caption and the note of its unit."""
    made = docx.Document(io.BytesIO(word(lines, name).read()))
    place = next(p for p in made.paragraphs if p.text == after)
    table = made.add_table(len(rows), len(rows[0]))
    for n, row in enumerate(rows):
        for m, words in enumerate(row):
            table.cell(n, m).text = words
    place._p.addnext(table._tbl)
    for words in ("(Đơn vị tính: cuộc, kiến nghị)", caption):
        place._p.addnext(made.add_paragraph(words)._p)
    out = io.BytesIO()
    made.save(out)
    return ContentFile(out.getvalue(), name=name)


@pytest.fixture
def july() -> Round:
    made = Round()
    made.take(
        with_table(COUNCIL, "BC HDND.docx", after=COUNCIL[8], rows=(HEAD, *OF_COUNCIL)),
        with_table(FRONT, "BC MTTQ.docx", after=FRONT[6], rows=(HEAD, *OF_FRONT)),
    )
    return made


def tables() -> dict[str, IntakePassage]:
    return {p.intake.speaker: p for p in IntakePassage.objects.exclude(table={}).select_related("intake")}


def chosen(july: Round, word_: str, *speakers: str) -> None:
    keys = [(tables()[s].pk, 0, 0) for s in speakers]
    given: dict[str, Any] = {"keep": [], "drop": []} | {word_: keys}
    july.record = perform(merging.choose, july.record, actor=july.office, at=NOW, **given)


def merged(july: Round) -> Report:
    july.record = perform(merging.merge, july.record, actor=july.office, at=NOW)
    assert july.record.report is not None
    return Report.objects.get(pk=july.record.report.pk)


def opened_word(july: Round, report: Report) -> Any:
    paper = build_paper("reports.review", report, actor=july.office, at=NOW)
    return docx.Document(io.BytesIO(formats()["docx"].write(paper)))


def with_head(made: Any, *words: str) -> list[Table]:
    return [t for t in made.tables if [c.text for c in t.rows[0].cells] == list(words)]


def bare(words: str, report: Report) -> str:
    """The words of a cell without the codes of its numbers."""
    for row in report.figures.all():
        words = words.replace(f"[{row.short}]", "")
    return words


def cells(table: Table, report: Report) -> list[list[str]]:
    return [[bare(c.text, report) for c in row.cells] for row in table.rows]


def test_a_table_is_read_with_its_caption_unit_heading_and_rows(july: Round) -> None:
    found = tables()["HDND"]
    assert found.text == f"{CAPTION} (Đơn vị tính: cuộc, kiến nghị)"
    assert (found.kind, found.table["head"], found.heading.endswith("2. Giám sát")) == ("result", 1, True)
    assert [[c[0] for c in row] for row in found.table["rows"]] == [list(HEAD), *map(list, OF_COUNCIL)]


def test_a_caption_goes_with_its_table_and_is_no_passage_of_prose(july: Round) -> None:
    said = IntakePassage.objects.filter(table={}).values_list("text", flat=True)
    assert [text for text in said if CAPTION in text or "Đơn vị tính" in text] == []
    assert all(CAPTION not in one.text for pair in page_of(july.record).undecided_pairs for one in pair)


def test_a_table_nobody_chose_stays_out(july: Round) -> None:
    report = merged(july)
    assert [s for s in report.sections.all() if s.kind == "table"] == []
    assert with_head(opened_word(july, report), *HEAD) == []


def test_a_kept_table_is_a_table_of_word_with_repeated_head_unit_and_whose_it_is(july: Round) -> None:
    chosen(july, "keep", "HDND")
    report = merged(july)
    made = opened_word(july, report)
    (table,) = with_head(made, *HEAD)
    assert cells(table, report) == [list(HEAD), *map(list, OF_COUNCIL)]
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows] == [True, False, False, False]
    lines = [p.text for p in made.paragraphs]
    assert any("Đơn vị tính: cuộc, kiến nghị" in line and CAPTION in line for line in lines)
    assert f"Nguồn: báo cáo của {july.bodies['TTHDND'].name}." in lines
    assert verify_database().faults == []


def test_the_numbers_of_a_table_open_to_their_cells(july: Round) -> None:
    chosen(july, "keep", "HDND")
    report = merged(july)
    (section,) = [s for s in report.sections.all() if s.kind == "table"]
    rows = {row.short: row for row in report.figures.all()}
    shorts = [[c[0].strip("[]") for c in row[2:]] for row in section.table["rows"][1:]]
    assert [[rows[s].words for s in row] for row in shorts] == [["3", "17"], ["1", "5"], ["4", "22"]]
    code, _dot, order = rows[shorts[0][1]].source.rpartition(".")
    cell = Intake.objects.get(code=code).figures.get(order=order)
    assert (cell.printed, rows[shorts[0][1]].grade, "đầu tư công" in cell.sentence) == (
        "17",
        "reported",
        True,
    )


def test_tables_of_two_bodies_with_the_same_columns_are_offered_as_one(july: Round) -> None:
    (offer,) = alike_tables(page_of(july.record))
    assert {p.pk for p in offer.passages} == {p.pk for p in tables().values()}
    assert offer.choice == ""
    chosen(july, "join", "HDND", "MTTQ")
    assert [o.choice for o in alike_tables(page_of(july.record))] == ["join"]


def test_joined_tables_are_one_with_a_column_for_the_body(july: Round) -> None:
    chosen(july, "join", "HDND", "MTTQ")
    report = merged(july)
    made = opened_word(july, report)
    (table,) = with_head(made, "Cơ quan", *HEAD)
    council, front = (july.bodies[k] for k in ("TTHDND", "MTTQ"))
    assert cells(table, report)[1:] == [
        *([council.short_name, *row] for row in OF_COUNCIL), *([front.short_name, *row] for row in OF_FRONT),
    ]  # fmt: skip
    assert with_head(made, *HEAD) == []
    assert f"Nguồn: báo cáo của {council.name}; {front.name}." in [p.text for p in made.paragraphs]
    sources = {row.source.rpartition(".")[0] for row in report.figures.all()}
    assert sources == set(Intake.objects.values_list("code", flat=True))


def test_tables_with_other_columns_are_not_offered_as_one() -> None:
    july = Round()
    july.take(
        with_table(COUNCIL, "BC HDND.docx", after=COUNCIL[8], rows=(HEAD, *OF_COUNCIL)),
        with_table(
            FRONT, "BC MTTQ.docx", after=FRONT[8], rows=(GIFTS, ("1", "Tổ 1", "120"), ("2", "Tổ 2", "120"))
        ),
    )
    assert alike_tables(page_of(july.record)) == []


def test_the_caption_may_be_rewritten_and_a_table_taken_out_again(july: Round) -> None:
    chosen(july, "keep", "HDND")
    report = merged(july)
    code = next(s.code for s in report.sections.all() if s.kind == "table")
    given: dict[str, Any] = {"actor": july.office, "at": NOW, "code": code}
    report = perform(circulating.rewrite, report, text="Bảng 3. Các cuộc giám sát", **given)
    section = report.sections.get(code=code)
    assert (section.text, section.author) == ("Bảng 3. Các cuộc giám sát", july.bodies["TTHDND"].name)
    report = perform(circulating.rewrite, report, text="", **given)
    assert with_head(opened_word(july, report), *HEAD) == []


def test_the_pages_offer_the_tables_join_them_and_show_them(july: Round) -> None:
    made = account("vanphong", july.bodies["TTHDND"], "clerk")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    page = f"/tong-hop/{july.record.code}/"
    assert "Bảng cùng cột của nhiều cơ quan" in client.get(f"{page}?muc=noi-dung").content.decode()
    keys = [f"{p.pk}-0-0" for p in tables().values()]
    reply = client.post(f"{page}chon-doan/", {"shown": keys, "join": "1", "part": "bang"})
    assert reply["Location"].endswith("?muc=noi-dung#bang")
    again = client.get(f"{page}?muc=noi-dung").content.decode()
    assert again.count("bảng, gộp với bảng cùng cột") == 2 and "Gộp thành một bảng</span>" in again
    kept = [f"{p.pk}-0-0" for p in IntakePassage.objects.filter(table={}, kind="result")]
    client.post(f"{page}chon-doan/", {"shown": kept, "usual": kept, "keep": kept})
    july.record.refresh_from_db()
    report = merged(july)
    sheet = client.get(f"/bao-cao/{report.code}/").content.decode()
    assert sheet.count("<th>Cơ quan</th>") == 1 and "Nguồn: báo cáo của" in sheet
