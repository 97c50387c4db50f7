"""Figures the reader was not sure of: looked at beside their sentence, corrected, left out, taken back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.papers import Place
from phoihop.core.stated import Passage, Stated, Subject, Told
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW
from phoihop.reports import collecting, confirming, merging
from phoihop.reports.models import Difference, Intake, IntakeFigure, Report
from phoihop.reports.overview import facts_of, page_of
from phoihop.reports.reported import confirmed
from phoihop.reports.second_look import sheets_of
from phoihop.reports.settling import compare_now
from phoihop.reports.tests.papers import COUNCIL, FRONT, word
from phoihop.reports.tests.test_round_pages import HTMX, clerk, login, opened, page, read_all
from phoihop.reports.tests.test_rounds import Round
from phoihop.reports.told import Heard

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]
SENTENCE = "Mặt trận phường đã vận động 1,204 suất quà cho hộ nghèo."


def unsure(sentence: str, printed: str, value: str, noun: str, **more: Any) -> Stated:
    """A figure as the reader marks it where it may be read in two ways."""
    start = 1000 + sentence.index(printed)
    given: dict[str, Any] = {"group": "C10", "heading": "2. An sinh xã hội", "body": "MTTQ", **more}
    return Stated(
        value=Decimal(value), subject=Subject(words=noun, key=tuple(noun.split())), file="f", place=Place(start=1000, end=1000 + len(sentence)),
        sentence=sentence, start=start, end=start + len(printed), period="2027-H1", mark="can_xem",
        reason="Dấu chấm, phẩy trong số có thể hiểu hai cách.", **given,
    )  # fmt: skip


def paper() -> Told:
    """A sentence with one doubtful figure, and a table with three."""
    rows = [
        replace(
            unsure(f"Biểu 1 | Tổ {n} | hộ nghèo | {n}0", f"{n}0", f"{n}0", f"hộ nghèo tổ {n}", heading="Biểu 1", cell=True),
            start=2000 + 10 * n, end=2002 + 10 * n, place=Place(sheet="Biểu 1", cell=f"C{n}"),
        )
        for n in (1, 2, 3)
    ]  # fmt: skip
    text = f"{' ' * 1000}{SENTENCE}"
    passage = Passage(
        kind="result", text=SENTENCE, start=1000, end=1000 + len(SENTENCE), group="C10", heading="2. An sinh xã hội"
    )  # fmt: skip
    return Told(
        file="f", title="Báo cáo", text=text, role="report", body="MTTQ", period="2027-H1", passages=[passage],
        figures=[unsure(SENTENCE, "1,204", "1.204", "suất quà"), *rows],
    )  # fmt: skip


class Looking(Round):
    """A round with one paper nobody is sure of."""

    def __init__(self) -> None:
        super().__init__()
        self.send(word(FRONT, "BC MTTQ.docx"))
        self.paper: Intake = perform(
            collecting.read_in, Intake.objects.get(), actor=self.office, at=NOW, heard=Heard(paper())
        )
        self.record = compare_now(self.record, actor=self.office, at=NOW)

    def look(self, *orders: int, **word: Any) -> None:
        rows = confirming.rows_named(self.record.intakes.all(), [f"{self.paper.code}.{n}" for n in orders])
        confirming.look_at(rows, actor=self.office, at=NOW, **word)

    def row(self, order: int) -> IntakeFigure:
        return IntakeFigure.objects.select_related("intake").get(intake=self.paper, order=order)

    def waits(self) -> int:
        return sum(w.count for w in page_of(self.record).waits if w.words == "số cần xem")


@pytest.fixture
def july() -> Looking:
    return Looking()


def test_unsure_figures_wait_table_by_table_and_a_whole_table_is_right_at_once(july: Looking) -> None:
    sheets = sheets_of(page_of(july.record).current)
    assert [(s.is_table, s.heading, len(s.rows)) for s in sheets] == [
        (False, "2. An sinh xã hội", 1), (True, "Biểu 1", 3),
    ]  # fmt: skip
    assert (july.waits(), page_of(july.record).minutes) == (4, 2)
    july.look(2, 3, 4, verdict="right")
    assert (july.waits(), page_of(july.record).minutes) == (1, 1)
    assert {july.row(n).checked for n in (2, 3, 4)} == {"right"}
    assert july.row(2).checked_by == july.office.hats[0].words
    july.look(2, 3, 4, verdict="")
    assert july.waits() == 4
    assert verify_database().faults == []


def test_a_corrected_figure_keeps_both_values_and_the_report_prints_the_new_one(july: Looking) -> None:
    july.look(1, verdict="fixed", value=Decimal(1204), why="dấu phẩy ngăn hàng nghìn")
    row = july.row(1)
    assert (row.value, row.standing, row.read_words, row.value_words) == (
        Decimal("1.204"),
        Decimal(1204),
        "1,204",
        "1.204",
    )
    [fact] = [
        f
        for f in facts_of(page_of(july.record).current, frozenset(), period="2027-H1")
        if f.words == "suất quà"
    ]
    assert fact.by_body["MTTQ"][0].value_words == "1.204"
    merged = perform(merging.merge, july.record, actor=july.office, at=NOW).report
    [figure] = Report.objects.get(pk=merged.pk).figures.all()
    assert (figure.value, figure.words, figure.source) == (Decimal(1204), "1.204", f"{july.paper.code}.1")
    assert "Đã sửa từ 1,204: dấu phẩy ngăn hàng nghìn." in figure.how


def test_what_is_no_figure_is_left_out_of_everything_and_can_come_back(july: Looking) -> None:
    july.look(1, verdict="drop")
    words = {f.words for f in facts_of(page_of(july.record).current, frozenset(), period="2027-H1")}
    assert "suất quà" not in words and july.waits() == 3
    july.record = perform(merging.merge, july.record, actor=july.office, at=NOW)
    report = Report.objects.latest("pk")
    assert list(report.figures.all()) == []
    assert [s.text for s in report.sections.all() if s.kind == "passage"] == [SENTENCE]
    july.look(1, verdict="")
    assert july.waits() == 4


def test_a_correction_without_number_or_reason_is_refused_and_so_is_somebody_else(july: Looking) -> None:
    for given in ({"why": "gõ nhầm"}, {"value": Decimal(5)}, {"value": Decimal(5), "why": " "}):
        with pytest.raises(Refused):
            july.look(1, verdict="fixed", **given)
    with pytest.raises(Refused):
        july.look(1, verdict="perhaps")
    row = july.row(1)
    for who in (july.front, july.stranger):
        with pytest.raises(Forbidden):
            perform(confirming.check_figures, row.intake, actor=who, at=NOW, orders=[1], verdict="right")
    with pytest.raises(Refused):
        perform(confirming.check_figures, row.intake, actor=july.office, at=NOW, orders=[99], verdict="right")
    assert july.row(1).checked == ""


def test_a_confirmed_figure_of_a_round_is_seen_by_a_report_of_a_programme(july: Looking) -> None:
    wanted: dict[str, Any] = {"bodies": [july.bodies["MTTQ"].pk], "year": 2027, "group": "C10"}
    assert confirmed(**wanted) == []
    july.look(1, verdict="right")
    assert [one.row.source for one in confirmed(**wanted)] == [f"{july.paper.code}.1"]


def test_correcting_one_of_two_that_disagree_ends_the_disagreement() -> None:
    july = Round()
    july.take(word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"))
    assert july.one().state == "open"
    row = IntakeFigure.objects.select_related("intake").get(value=1786)
    rows = confirming.rows_named(july.record.intakes.all(), [row.source])
    confirming.look_at(rows, actor=july.office, at=NOW, verdict="fixed", value=Decimal(1876), why="gõ nhầm")
    july.record.refresh_from_db()
    assert (july.one().state, page_of(july.record).is_busy) == ("gone", False)
    confirming.look_at(
        confirming.rows_named(july.record.intakes.all(), [row.source]), actor=july.office, at=NOW, verdict=""
    )
    assert july.one().state == "open"


def told_twice(client: Client) -> tuple[Any, Intake]:
    record = opened(client)
    client.post(f"/tong-hop/{record.code}/take-in/", {"uploads": [word(FRONT, "BC MTTQ.docx")]})
    office = Organisation.objects.get(kind="TTHDND")
    from phoihop.directory.tests.factories import acting

    who = acting(office, "clerk", user=1)
    made = perform(collecting.read_in, Intake.objects.get(), actor=who, at=NOW, heard=Heard(paper()))
    read_all(client, record)
    return record, made


def test_the_page_shows_each_sentence_with_its_number_and_says_what_was_written(clerk: Client) -> None:
    record, made = told_twice(clerk)
    text = page(clerk, f"/tong-hop/{record.code}/?muc=doi-chieu&loc=can-xem")
    assert "đã vận động <mark>1,204</mark> suất quà" in text and "Đúng cả 3 số" in text
    assert "<strong>4</strong> số cần xem" in text
    look = f"/tong-hop/{record.code}/xem-so/"
    names = [f"{made.code}.{n}" for n in (2, 3, 4)]
    text = clerk.post(look, {"many": "all-right", "in": names}, headers=HTMX).content.decode()
    assert "Đã ghi: <strong>3 số đúng</strong>" in text and "Hoàn tác" in text
    assert text.startswith('<section class="ph-sec" id="so-lieu"') and 'hx-swap-oob="true"' in text
    assert "<strong>1</strong> số cần xem" in text
    text = clerk.post(look, {"many": "undo", "so": names}, headers=HTMX).content.decode()
    assert "3 số chờ xem lại" in text and "<strong>4</strong> số cần xem" in text
    name = f"{made.code}.1"
    wrong = clerk.post(look, {"fix": name, f"v-{name}": "mười", f"why-{name}": "x"})
    assert wrong.status_code == 409 and "không phải một con số" in wrong.content.decode()
    sent = clerk.post(look, {"fix": name, f"v-{name}": "1.204", f"why-{name}": "gõ nhầm"})
    assert sent.headers["Location"] == f"/tong-hop/{record.code}/?muc=doi-chieu&loc=can-xem#so-lieu"
    text = page(clerk, f"/van-ban-gui-ve/{made.code}/?so={name}")
    assert "văn bản ghi 1,204" in text and "gõ nhầm" in text
    clerk.post(look, {"back": name})
    assert IntakeFigure.objects.get(intake=made, order=1).corrected is None
    assert "Chưa tích số nào" in clerk.post(look, {"many": "right"}, headers=HTMX).content.decode()
    assert not Difference.objects.exists()


def test_a_body_asked_sees_what_waits_and_may_not_say(clerk: Client) -> None:
    record, made = told_twice(clerk)
    front = login("mt", "MTTQ")
    text = page(front, f"/tong-hop/{record.code}/?muc=doi-chieu&loc=can-xem")
    assert "đã vận động <mark>1,204</mark> suất quà" in text and 'name="right"' not in text
    assert front.post(f"/tong-hop/{record.code}/xem-so/", {"right": f"{made.code}.1"}).status_code == 404


def test_a_figure_of_a_paper_is_looked_at_on_the_papers_own_page_too(clerk: Client) -> None:
    _record, made = told_twice(clerk)
    url, name = f"/van-ban-gui-ve/{made.code}/", f"{made.code}.1"
    assert f'name="right" value="{name}"' in page(clerk, f"{url}?so={name}")
    wrong = clerk.post(f"{url}xem-so/", {"fix": name, f"v-{name}": "1204"})
    assert wrong.status_code == 409 and "Chưa ghi lý do" in wrong.content.decode()
    sent = clerk.post(f"{url}xem-so/", {"fix": name, f"v-{name}": "1204", f"why-{name}": "gõ nhầm"})
    assert sent.headers["Location"] == f"{url}?so={name}#so"
    assert "văn bản ghi 1,204" in page(clerk, f"{url}?so={name}")
    front = login("mt", "MTTQ")
    assert 'name="back"' not in page(front, f"{url}?so={name}")
    assert front.post(f"{url}xem-so/", {"back": name}).status_code == 404
    assert login("kt", "PKT").post(f"{url}xem-so/", {"back": name}).status_code == 404
