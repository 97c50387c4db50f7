"""The joint report as two Word files, each opened again: the one that is signed, and the one with its sources."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.test import Client
from docx.document import Document

from phoihop.core.actions import perform
from phoihop.core.papers import build_paper, formats
from phoihop.directory.tests.factories import NOW
from phoihop.reports.models import Compilation, Report
from phoihop.reports.tests.papers import COMMITTEE, COUNCIL, FRONT, LAST, word
from phoihop.reports.tests.test_round_pages import clerk, opened, page, read_all, send
from phoihop.reports.tests.test_rounds import Round

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]


def july_of(*papers: tuple[tuple[str, ...], str]) -> Round:
    july = Round()
    july.take(*(word(lines, name) for lines, name in papers))
    return july


def merged(july: Round) -> Report:
    july.record = perform("reports.merge", july.record, actor=july.office, at=NOW)
    return Report.objects.latest("pk")


def written(july: Round, report: Report, code: str = "reports.official") -> Document:
    content = formats()["docx"].write(build_paper(code, report, actor=july.office, at=NOW))
    return docx.Document(io.BytesIO(content))


def text_of(made: Document) -> str:
    return "\n".join(p.text.replace("\N{NO-BREAK SPACE}", " ") for p in made.paragraphs)


def sources_in(made: Document) -> list[list[str]]:
    """The lines of the annex of sources."""
    lines = [[c.text for c in row.cells] for t in made.tables for row in t.rows]
    plain = [[words.replace("\N{NO-BREAK SPACE}", " ") for words in line] for line in lines]
    return [line for line in plain if re.fullmatch(r"S\d+", line[0])]


def test_the_paper_to_sign_has_no_mark_and_no_annex_and_says_the_same_as_the_one_with_sources() -> None:
    july = july_of((COUNCIL, "BC HDND.docx"), (FRONT, "BC MTTQ.docx"))
    report = merged(july)
    clean, working = written(july, report), written(july, report, "reports.review")
    assert "NGUỒN SỐ LIỆU" not in text_of(clean) and "NGUỒN SỐ LIỆU" in text_of(working)
    assert sources_in(clean) == [] and len(sources_in(working)) == report.figures.count()
    assert not re.search(r"\[S\d+\]", text_of(clean))
    body = [p.text for p in working.paragraphs][: len(clean.paragraphs)]
    plain = [re.sub(r"\[S\d+\]( \(có nơi ghi [^)]*\))?", "", line) for line in body]
    assert plain == [p.text for p in clean.paragraphs]


def test_both_files_are_loaded_from_the_page_of_the_report(clerk: Client) -> None:
    record: Compilation = opened(clerk)
    send(clerk, record, word(COUNCIL, "BC HDND.docx"), word(LAST, "Tong ket.docx"))
    read_all(clerk, record)
    clerk.post(f"/tong-hop/{record.code}/gop-ngay/")
    report = Report.objects.get()
    text = page(clerk, f"/bao-cao/{report.code}/")
    for name, label, marked in (("official", "Tải Word<", False), ("review", "kèm nguồn số liệu<", True)):
        address = f"/bao-cao/{report.code}/van-ban/{name}.docx"
        assert f'href="{address}"' in text and label in text
        made = docx.Document(io.BytesIO(clerk.get(address).content))
        assert bool(re.search(r"\[S\d+\]", text_of(made))) is marked


def test_the_annex_tells_money_as_its_paper_does_and_a_corrected_number_too() -> None:
    july = july_of((COMMITTEE, "BC UBND.docx"))
    report = merged(july)
    told = {line[0]: line[1] for line in sources_in(written(july, report, "reports.review"))}
    assert sorted(words.partition(" đồng")[0] for words in told.values()) == ["19,82 tỷ", "560 triệu"]
    report = perform("reports.freeze", report, actor=july.office, at=NOW)
    short = next(code for code, words in told.items() if words.startswith("19,82"))
    given: dict[str, Any] = {"short": short, "corrected": Decimal("19.9"), "corrected_why": "cộng lại"}
    report = perform("reports.correct", report, actor=july.office, at=NOW, **given)
    assert "đạt 19,9 tỷ đồng." in text_of(written(july, report))
    [line] = [row for row in sources_in(written(july, report, "reports.review")) if row[0] == short]
    assert line[1].startswith("19,9 tỷ đồng") and line[2].endswith("Đã sửa từ 19,82: cộng lại")
    assert report.figures.get(short=short).corrected == Decimal(19_900_000_000)


def test_a_limitation_prints_only_what_is_known_and_a_cause_in_the_sentence_is_said() -> None:
    lines = (
        *COUNCIL[:10], "- Công tác theo dõi kiến nghị ở một số tổ dân phố chưa thường xuyên.",
        "- Một số báo cáo gửi chậm so với quy định vì thiếu cán bộ chuyên trách.", *COUNCIL[11:],
    )  # fmt: skip
    july = july_of((lines, "BC HDND.docx"))
    report = merged(july)
    for code in ("reports.official", "reports.review"):
        text = text_of(written(july, report, code))
        assert "chưa thường xuyên." in text and "chưa rõ" not in text and "Nguyên nhân" not in text
    assert [(why, who) for _section, why, who in report.flawed()] == [(True, True), (False, True)]
