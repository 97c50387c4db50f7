"""A round under people and files that mean no good: what was chosen stays chosen, no page breaks, no paper is taken away."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.test import Client

from phoihop.core.actions import Forbidden, perform
from phoihop.core.journal import verify_database
from phoihop.directory.tests.factories import NOW
from phoihop.reports import collecting as verbs
from phoihop.reports import settling
from phoihop.reports.models import Compilation, Difference, Intake
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, word
from phoihop.reports.tests.test_round_pages import clerk, ready
from phoihop.reports.tests.test_rounds import Round, council, front, july

pytestmark = pytest.mark.django_db
__all__ = ["clerk", "july"]


def chosen(found: Difference, words: str) -> Any:
    code = next(o["code"] for o in found.options if o["words"] == words)
    return {"choice": code, "reason": "theo biên bản", "at": NOW}


def test_a_number_that_was_chosen_stays_the_number_when_the_papers_come_in_another_order(july: Round) -> None:
    july.take(council(), front())
    perform(settling.settle, july.one(), actor=july.office, **chosen(july.one(), "1.876"))
    paper = Intake.objects.get(speaker="MTTQ")
    perform(
        verbs.assign, paper, actor=july.office, at=NOW, role="annex", body=paper.body, period=paper.period
    )
    july.read()
    found = july.one()
    assert [o["words"] for o in found.options] == ["1.786", "1.876"]
    assert (found.state, found.chosen_words, found.reason) == ("settled", "1.876", "theo biên bản")
    assert verify_database().faults == []


def test_a_choice_that_the_papers_no_longer_offer_is_asked_again(july: Round) -> None:
    total = "Lũy kế từ đầu nhiệm kỳ đến nay đã lắp đặt {} mắt camera an ninh trên địa bàn phường."
    grown = "Trong 6 tháng đầu năm đã lắp đặt mới 26 mắt camera an ninh trên địa bàn phường."
    other = grown.replace("26", "31")
    last = word((*LAST[:-1], f"2. {total.format(236)}"), "Tong ket.docx")
    now = word((*COUNCIL[:7], grown, total.format(226), *COUNCIL[7:]), "BC HDND.docx")
    july.take(now, last)
    fallen = july.one(kind="fell")
    perform(settling.settle, fallen, actor=july.office, **chosen(fallen, "kỳ trước 236 + kỳ này 26 = 262"))
    july.take(word((*COUNCIL[:7], other, total.format(226), *COUNCIL[7:]), "BC HDND sua.docx"))
    perform(verbs.replace_twin, Intake.objects.get(name="BC HDND sua.docx"), actor=july.office, at=NOW)
    july.read()
    fallen = july.one(kind="fell")
    assert fallen.options[0]["words"] == "kỳ trước 236 + kỳ này 31 = 267"
    assert (fallen.state, fallen.chosen_words, fallen.reason) == ("open", "", "")


def test_a_number_from_elsewhere_is_printed_in_the_corrected_paper_too(july: Round) -> None:
    july.take(council(), front())
    perform(
        settling.settle, july.one(), actor=july.office, at=NOW, choice="other", value=Decimal(1800), reason="biên bản"
    )  # fmt: skip
    july.take(council(line=COUNCIL[8], to=COUNCIL[8].replace("22", "23"), name="BC HDND sua.docx"))
    new = Intake.objects.get(name="BC HDND sua.docx")
    perform(verbs.replace_twin, new, actor=july.office, at=NOW)
    july.read()
    found = july.one()
    assert (found.state, found.chosen_words) == ("settled", "số khác: 1.800")
    assert found.chosen is not None
    assert {fix["source"].partition(".")[0] for fix in found.chosen["fixes"]} == {
        new.code, Intake.objects.get(speaker="MTTQ").code,
    }  # fmt: skip


@pytest.mark.parametrize("state", ["settled", "noted"])
def test_a_body_asked_that_sends_a_paper_brings_back_what_the_office_had_decided(
    july: Round, state: str
) -> None:
    july.take(council(), front())
    given: Any = {"actor": july.office, "at": NOW, "reason": "theo biên bản"}
    if state == "settled":
        perform(settling.settle, july.one(), choice="p0", **given)
    else:
        perform(settling.keep_both, july.one(), **given)
    paper = Intake.objects.get(speaker="MTTQ")
    perform(verbs.set_aside, paper, actor=july.office, at=NOW)
    july.read()
    assert july.one().state == "gone"
    perform(verbs.use, paper, actor=july.office, at=NOW)
    settling.compare_now(july.record, actor=july.front, at=NOW)
    assert (july.one().state, july.one().reason) == (state, "theo biên bản")
    assert "p0" in july.one().choice or state == "noted"


def test_a_body_asked_puts_aside_its_own_paper_and_none_of_the_others(july: Round) -> None:
    july.take(council(), front())
    with pytest.raises(Forbidden):
        perform(verbs.set_aside, Intake.objects.get(speaker="HDND"), actor=july.front, at=NOW)
    mine: Intake = perform(
        verbs.set_aside, Intake.objects.get(speaker="MTTQ"), actor=july.front, at=NOW, why="bản nháp"
    )
    assert (mine.state, mine.doubt) == ("aside", "bản nháp")
    july.send(word((*FRONT, "Đã trao thêm 12 suất quà."), "them.docx"), who=july.front)
    waiting = Intake.objects.get(name="them.docx")
    assert perform(verbs.set_aside, waiting, actor=july.front, at=NOW).state == "aside"


def test_names_of_files_lose_what_nobody_sees(july: Round) -> None:
    july.send(word(FRONT, "a.docx"))
    paper = Intake.objects.get()
    names = ("bao\u202excod.exe.docx", "a\x1b[31mdo\x07.docx", "x\ny.docx", f"{'L' * 300}.docx")
    for n, name in enumerate(names):
        july.send(ContentFile(word((*FRONT, f"Đã trao {n + 30} suất quà."), "a").read(), name=name))
    found = [i.name for i in Intake.objects.exclude(pk=paper.pk).order_by("pk")]
    assert all(name.isprintable() and name.endswith(".docx") and len(name) <= 200 for name in found)
    assert len(found) == 4


HUGE = ("9" * 24, "9" * 300, "0," + "1" * 40)


@pytest.mark.parametrize("typed", HUGE)
def test_a_number_no_report_can_hold_is_refused_wherever_it_is_typed(clerk: Client, typed: str) -> None:
    record = ready(clerk)
    found, name = Difference.objects.get(), f"{Intake.objects.earliest('pk').code}.1"
    given = {"choice": "other", "value": typed, "reason": "theo biên bản"}
    assert clerk.post(f"/cho-venh/{found.code}/quyet/", given).status_code == 409
    fix = {"fix": name, f"why-{name}": "gõ nhầm"}
    paper = f"/van-ban-gui-ve/{Intake.objects.earliest('pk').code}/xem-so/"
    for address in (f"/tong-hop/{record.code}/xem-so/", paper):
        for value in (typed, f"1/{typed}"):
            assert clerk.post(address, fix | {f"v-{name}": value}).status_code == 409
    assert clerk.post(f"/tong-hop/{record.code}/gop-ngay/").status_code == 302


def test_addresses_made_up_by_hand_are_answered_and_break_no_page(clerk: Client) -> None:
    record = ready(clerk)
    paper = Intake.objects.earliest("pk")
    for address in (f"/tong-hop/{record.code}/xem-so/", f"/van-ban-gui-ve/{paper.code}/xem-so/"):
        for number in ("²", "9" * 40, ""):
            assert clerk.post(address, {"right": f"{paper.code}.{number}"}).status_code == 409
    passage = paper.passages.earliest("pk").pk
    choose = f"/tong-hop/{record.code}/chon-doan/"
    for key, status in (("²-0-0", 302), (f"{passage}-{'9' * 30}-0", 302), ("999999-0-0", 409)):
        assert clerk.post(choose, {"shown": [key], "keep": [key]}).status_code == status
    assert clerk.post(f"/tong-hop/{record.code}/close-round/").status_code == 302
    one = f"{passage}-0-0"
    assert clerk.post(choose, {"shown": [one], "keep": [one]}).status_code == 409
    assert Compilation.objects.get().passage_choices.count() == 0


def test_a_choice_made_on_a_page_that_has_changed_is_asked_again(clerk: Client) -> None:
    record = ready(clerk)
    found = Difference.objects.get()
    paper = Intake.objects.get(speaker="MTTQ")
    given = {"role": "annex", "body": paper.body_id, "period": paper.period}
    assert clerk.post(f"/van-ban-gui-ve/{paper.code}/assign/", given).status_code == 302
    clerk.post(f"/tong-hop/{record.code}/doc-tiep/")
    said = {"choice": "p0", "reason": "theo biên bản", "thay": found.offered}
    assert clerk.post(f"/cho-venh/{found.code}/quyet/", said).status_code == 409
    found.refresh_from_db()
    assert found.state == "open"
    assert clerk.post(f"/cho-venh/{found.code}/quyet/", said | {"thay": found.offered}).status_code == 302
    found.refresh_from_db()
    assert found.chosen_words == "1.786"


def test_a_number_of_absurd_size_and_a_hidden_sheet_are_said_and_the_rest_is_read(july: Round) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for title, counted in (("Biểu 1", 4), ("Nháp", 4444), ("Nháp sâu", 4545)):
        sheet = book.add_worksheet(title)
        sheet.write("A1", "PHỤ LỤC SỐ LIỆU 6 THÁNG ĐẦU NĂM 2027 PHƯỜNG THỬ NGHIỆM")
        sheet.write_row("A3", ["TT", "Nội dung", "Kết quả"])
        sheet.write_row("A4", [1, "Cuộc giám sát chuyên đề", counted])
        sheet.write_row("A5", [2, "Lượt cử tri", 1e300])
    book.get_worksheet_by_name("Nháp").hide()
    book.get_worksheet_by_name("Nháp sâu").very_hidden()
    book.close()
    told = "Đã tổ chức 999999999999999999999999 cuộc giám sát chuyên đề và 14 cuộc tiếp xúc cử tri."
    july.take(
        ContentFile(out.getvalue(), name="Bieu.xlsx"),
        word((*COUNCIL[:6], told, *COUNCIL[7:]), "BC HDND.docx"),
    )
    annex, report = Intake.objects.order_by("pk")
    assert (annex.state, report.state) == ("current", "current")
    assert [int(f.value) for f in annex.figures.all()] == [4]
    assert ["“Nháp”, “Nháp sâu”" in n for n in annex.notes] == [True, False]
    assert "Có số lớn quá mức" in annex.notes[1] and "Có số lớn quá mức" in report.notes[0]
    assert 14 in {int(f.value) for f in report.figures.all()}
    perform("reports.merge", july.record, actor=july.office, at=NOW)
