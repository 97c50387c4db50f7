"""A round from the first file to the last decision: what is kept, what is doubted, what comes back."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile

from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import Notice
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.documents.models import File
from phoihop.reports import collecting as verbs
from phoihop.reports import settling
from phoihop.reports.models import Compilation, Difference, Intake
from phoihop.reports.overview import facts_of, page_of, sources_of
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, word

pytestmark = pytest.mark.django_db


class Round:
    """The office of a ward opens a round for half a year of three bodies."""

    def __init__(self) -> None:
        self.bodies = ward()
        self.asked = [self.bodies[kind] for kind in ("TTHDND", "UBND", "MTTQ")]
        self.office = acting(self.bodies["TTHDND"], "clerk", user=1)
        self.front = acting(self.bodies["MTTQ"], "clerk", user=2)
        self.stranger = acting(self.bodies["PKT"], "clerk", user=3)
        self.record: Compilation = perform(
            verbs.open_round, actor=self.office, at=NOW, kind="interim", year=2027, asked=self.asked
        )

    def send(self, *files: ContentFile[bytes], who: Actor | None = None) -> None:
        perform(verbs.take_in, self.record, actor=who or self.office, at=NOW, uploads=list(files))

    def read(self) -> None:
        while verbs.read_next(self.record, actor=self.office, at=NOW):
            pass
        self.record = settling.compare_now(self.record, actor=self.office, at=NOW)

    def take(self, *files: ContentFile[bytes]) -> None:
        self.send(*files)
        self.read()

    def papers(self) -> list[tuple[str, str, str, str]]:
        rows = Intake.objects.filter(compilation=self.record).order_by("pk")
        return [(i.name, i.state, i.role, i.speaker) for i in rows]

    def one(self, **which: Any) -> Difference:
        found: Difference = Difference.objects.get(compilation=self.record, **which)
        return found


@pytest.fixture
def july() -> Round:
    return Round()


def council(**changes: str) -> ContentFile[bytes]:
    lines = tuple(changes.get("to", line) if line == changes.get("line") else line for line in COUNCIL)
    return word(lines, changes.get("name", "BC HDND.docx"))


def front() -> ContentFile[bytes]:
    return word(FRONT, "BC MTTQ.docx")


def refused(verb: Any, record: Any, who: Actor, **inputs: Any) -> str:
    with pytest.raises(Refused) as why:
        perform(verb, record, actor=who, at=NOW, **inputs)
    return why.value.reason


def test_papers_that_change_while_they_are_set_against_each_other_are_set_anew(july: Round) -> None:
    july.take(council(), front())
    worked_out = settling.matched(july.record)
    perform("reports.set_aside", Intake.objects.get(name="BC MTTQ.docx"), actor=july.office, at=NOW, why="")
    told = refused(settling.compare, july.record, july.office, matched=worked_out)
    assert told == "Các văn bản vừa đổi trong lúc đối chiếu."
    assert july.one().state == "open"
    settling.compare_now(july.record, actor=july.office, at=NOW)
    assert july.one().state == "gone"


def test_the_bodies_asked_are_told_and_only_they_may_send_in(july: Round) -> None:
    told = set(Notice.objects.filter(verb="reports.open_round").values_list("body", flat=True))
    assert told == {july.bodies["UBND"].pk, july.bodies["MTTQ"].pk}
    with pytest.raises(Forbidden):
        july.send(front(), who=july.stranger)
    july.send(front(), who=july.front)
    assert july.papers() == [("BC MTTQ.docx", "waiting", "", "")]
    assert Intake.objects.visible_to(july.front).count() == 1
    assert not Intake.objects.visible_to(july.stranger).exists()
    assert not Compilation.objects.visible_to(july.stranger).exists()


def test_a_second_round_for_the_same_half_year_is_refused_by_name(july: Round) -> None:
    told = refused(verbs.open_round, None, july.office, kind="interim", year=2027, asked=july.asked)
    assert july.record.code in told


def test_each_paper_is_taken_for_what_it_says_it_is(july: Round) -> None:
    july.take(council(), front(), word(LAST, "Tong ket 2026.docx"))
    assert july.papers() == [
        ("BC HDND.docx", "current", "report", "HDND"), ("BC MTTQ.docx", "current", "report", "MTTQ"),
        ("Tong ket 2026.docx", "current", "last_review", ""),
    ]  # fmt: skip
    first = Intake.objects.get(name="BC HDND.docx")
    assert (first.body, first.period) == (july.bodies["TTHDND"], "2027-H1")
    row = first.figures.get(value=1876)
    assert (row.printed, row.sentence) == ("1.876 lượt cử tri tham dự", COUNCIL[6])
    assert verify_database().faults == []


def test_two_numbers_for_one_fact_are_found_and_both_stay_when_one_is_chosen(july: Round) -> None:
    july.take(council(), front())
    found = july.one()
    assert (found.kind, found.state, [o["words"] for o in found.options]) == (
        "body_body",
        "open",
        ["1.876", "1.786"],
    )
    marked = [text for _p, rows in found.sides for pieces in rows for text, number in pieces if number]
    assert marked == ["1.876 lượt cử tri tham dự", "1.786 lượt cử tri tham dự"]
    found = perform(settling.settle, found, actor=july.office, at=NOW, choice="p0", reason="theo biên bản")
    assert (found.state, found.chosen_words, found.reason) == ("settled", "1.876", "theo biên bản")
    [fix] = found.chosen["fixes"]
    assert (fix["value"], fix["source"].rsplit(".")[0]) == ("1876", Intake.objects.get(speaker="MTTQ").code)


def test_nothing_is_settled_without_a_value_and_a_reason_or_by_another_body(july: Round) -> None:
    july.take(council(), front())
    found = july.one()
    assert "lý do" in refused(settling.settle, found, july.office, choice="p0", reason=" ")
    assert "Chưa chọn" in refused(settling.settle, found, july.office, choice="p9", reason="gõ nhầm")
    with pytest.raises(Forbidden):
        perform(settling.settle, found, actor=july.front, at=NOW, choice="p0", reason="gõ nhầm")


def test_a_decision_can_be_taken_back_and_both_can_be_kept(july: Round) -> None:
    july.take(council(), front())
    found = perform(settling.keep_both, july.one(), actor=july.office, at=NOW, reason="chưa rõ cách đếm")
    assert (found.state, found.chosen_words) == ("noted", "giữ cả hai")
    found = perform(settling.reopen, found, actor=july.office, at=NOW)
    assert (found.state, found.choice, found.reason) == ("open", "", "")


def test_what_was_decided_stays_when_it_is_found_again_after_a_paper_was_out(july: Round) -> None:
    july.take(council(), front())
    perform(settling.settle, july.one(), actor=july.office, at=NOW, choice="p1", reason="gõ nhầm")
    paper = Intake.objects.get(speaker="MTTQ")
    perform(verbs.set_aside, paper, actor=july.office, at=NOW, why="chờ bản ký")
    july.read()
    assert july.one().state == "gone"
    perform(verbs.use, paper, actor=july.office, at=NOW)
    july.read()
    found = july.one()
    assert (found.state, found.choice, found.reason) == ("settled", "p1", "gõ nhầm")


def test_a_corrected_file_asks_to_replace_the_first_and_its_difference_goes(july: Round) -> None:
    july.take(council(), front())
    july.take(council(line=COUNCIL[6], to=COUNCIL[6].replace("1.876", "1.786"), name="BC HDND sua.docx"))
    corrected = Intake.objects.get(name="BC HDND sua.docx")
    assert (corrected.state, corrected.twin) == ("doubted", Intake.objects.get(name="BC HDND.docx"))
    assert "bản sửa" in corrected.doubt
    perform(verbs.replace_twin, corrected, actor=july.office, at=NOW)
    july.read()
    assert [(n, s) for n, s, _r, _b in july.papers()] == [
        ("BC HDND.docx", "replaced"), ("BC MTTQ.docx", "current"), ("BC HDND sua.docx", "current"),
    ]  # fmt: skip
    assert july.one().state == "gone"


def test_the_same_file_and_the_same_report_under_another_name_are_put_aside_and_said(july: Round) -> None:
    first = council()
    july.take(first)
    with_space = word(("", *COUNCIL), "Bao cao HDND ban in.docx")
    july.take(first, with_space)
    aside = list(Intake.objects.filter(state="aside").order_by("pk"))
    assert [i.doubt for i in aside] == [
        "Tệp này giống hệt “BC HDND.docx” đã có trong đợt.", "Cùng nội dung với “BC HDND.docx”, chỉ khác tên tệp.",
    ]  # fmt: skip


def test_another_ward_and_another_period_are_said_and_take_no_part(july: Round) -> None:
    elsewhere = tuple(line.replace("THỬ NGHIỆM", "SÔNG XANH") for line in FRONT)
    earlier = tuple(line.replace("2027", "2026") for line in COUNCIL)
    july.take(word(elsewhere, "a.docx"), word(earlier, "b.docx"))
    a, b = Intake.objects.order_by("pk")
    assert (a.state, a.doubt) == (
        "doubted", "Đầu văn bản ghi địa bàn khác (PHƯỜNG SÔNG XANH), không phải phường Thử Nghiệm.",
    )  # fmt: skip
    assert (b.state, b.doubt) == (
        "doubted", "Văn bản ghi kỳ 6 tháng đầu năm 2026, đợt này là 6 tháng đầu năm 2027.",
    )  # fmt: skip
    assert not Difference.objects.exists()


def test_a_file_that_cannot_be_read_stays_in_the_list_with_its_reason(july: Round) -> None:
    july.take(
        ContentFile(b"PK\x03\x04 broken", name="hong.docx"), ContentFile(b"%PDF-1.4 nothing", name="hong.pdf")
    )
    kept, unread = Intake.objects.order_by("pk")
    assert (kept.state, kept.file, kept.trouble.count(".") >= 3) == ("aside", None, True)
    assert (unread.state, unread.file is not None) == ("aside", True)
    assert "PDF bị hỏng" in unread.trouble
    again = perform(verbs.read_again, unread, actor=july.office, at=NOW)
    assert (again.state, again.trouble) == ("waiting", "")
    assert "chưa đọc được" in refused(verbs.use, kept, july.office)
    assert "Không có gì phải đọc lại" in refused(verbs.read_again, kept, july.office)


def test_an_archive_is_opened_and_each_paper_in_it_stands_alone(july: Round) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("bao cao/BC HĐND.docx", council().read())
        archive.writestr("bao cao/BC MTTQ.docx", front().read())
        archive.writestr("__MACOSX/._BC.docx", b"x")
    july.take(ContentFile(out.getvalue(), name="tat ca.zip"))
    assert [name for name, *_rest in july.papers()] == ["BC HĐND.docx", "BC MTTQ.docx"]
    assert File.objects.count() == 2


def test_reading_can_be_stopped_and_gone_on_with(july: Round) -> None:
    july.send(council(), front())
    verbs.read_next(july.record, actor=july.office, at=NOW)
    perform(verbs.stop_reading, july.record, actor=july.office, at=NOW)
    stopped = Intake.objects.get(name="BC MTTQ.docx")
    assert (stopped.state, stopped.doubt) == ("aside", "Đã dừng trước khi đọc.")
    perform(verbs.read_again, stopped, actor=july.office, at=NOW)
    july.read()
    assert july.one().kind == "body_body"


def test_a_person_corrects_whose_a_paper_is_and_its_figures_follow(july: Round) -> None:
    july.take(council(), front())
    paper = Intake.objects.get(speaker="MTTQ")
    perform(
        verbs.assign,
        paper,
        actor=july.office,
        at=NOW,
        role="annex",
        body=july.bodies["TTHDND"],
        period="2027-H1",
    )
    assert page_of(july.record).is_busy
    july.read()
    states = sorted(Difference.objects.values_list("kind", "state"))
    assert states == [("body_body", "gone"), ("prose_annex", "open")]


def test_the_table_puts_bodies_and_last_time_side_by_side(july: Round) -> None:
    july.take(council(), front(), word(LAST, "Tong ket.docx"))
    page = page_of(july.record)
    facts = facts_of(page.current, sources_of(page.open), period="2027-H1")
    shown = {f.words: [[row.value_words for row in cell] for cell in f.cells] for f in facts}
    assert shown["cuộc giám sát chuyên đề"] == [["4"], [], []]
    assert shown["lượt cử tri tham dự"] == [["1.876"], [], ["1.786"]]
    disputed = [f.words for f in facts if f.disputed]
    assert disputed == ["lượt cử tri tham dự"]
    before = {f.words: f.before.value_words for f in facts if f.before}
    assert before["cuộc giám sát chuyên đề"] == "6"


def test_what_waits_for_a_person_is_counted_with_minutes_by_the_usual_pace(july: Round) -> None:
    july.take(council(), front())
    page = page_of(july.record)
    assert [(w.count, w.words) for w in page.waits] == [
        (1, "chỗ vênh"),
        (1, "đoạn lặp"),
        (1, "cam kết đề xuất"),
    ]
    assert (page.minutes, page.own_pace, page.seconds) == (2, False, 30)


def test_a_closed_round_takes_nothing_in_until_it_is_opened_again(july: Round) -> None:
    july.record = perform(verbs.close_round, july.record, actor=july.office, at=NOW)
    with pytest.raises(Refused):
        july.send(front())
    july.record = perform(verbs.reopen_round, july.record, actor=july.office, at=NOW)
    july.send(front())
    assert len(july.papers()) == 1


def test_a_number_from_elsewhere_may_be_given_when_none_of_the_two_is_right(july: Round) -> None:
    july.take(council(), front())
    assert "Chưa chọn" in refused(settling.settle, july.one(), july.office, choice="other", reason="biên bản")
    found = perform(
        settling.settle, july.one(), actor=july.office, at=NOW, choice="other", value=Decimal(1800), reason="theo biên bản"
    )  # fmt: skip
    assert found.chosen_words == "số khác: 1.800"
    assert {fix["value"] for fix in found.chosen["fixes"]} == {"1800"} and len(found.chosen["fixes"]) == 2
    july.read()
    assert (july.one().state, july.one().chosen_words) == ("settled", "số khác: 1.800")


def test_a_running_total_that_fell_may_be_what_it_was_and_what_this_period_added(july: Round) -> None:
    before = (
        *LAST[:-1],
        "2. Lũy kế từ đầu nhiệm kỳ đến nay đã lắp đặt 236 mắt camera an ninh trên địa bàn phường.",
    )
    now = (
        *COUNCIL[:7], "Trong 6 tháng đầu năm đã lắp đặt mới 26 mắt camera an ninh trên địa bàn phường.",
        "Lũy kế từ đầu nhiệm kỳ đến nay đã lắp đặt 226 mắt camera an ninh trên địa bàn phường.", *COUNCIL[7:],
    )  # fmt: skip
    july.take(word(now, "BC HDND.docx"), word(before, "Tong ket.docx"))
    fallen = july.one(kind="fell")
    assert [o["words"] for o in fallen.options] == ["kỳ trước 236 + kỳ này 26 = 262", "226", "236"]
