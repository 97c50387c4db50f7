"""The catalogue of subjects: what a figure is recognised by, who keeps it, and what a round's page does with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import history, verify_database
from phoihop.core.seed import load_records
from phoihop.core.who import CLOCK
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.reports import naming, settling
from phoihop.reports.catalogue import catalogue_of
from phoihop.reports.models import Difference, IntakeFigure, Subject
from phoihop.reports.overview import facts_of, page_of, sources_of
from phoihop.reports.reconcile.likeness import by_catalogue, learned
from phoihop.reports.reconcile.subjects import (
    PART,
    Catalogue,
    Known,
    Phrase,
    named,
    plain,
    recognise,
    related,
    shipped,
)
from phoihop.reports.tests.papers import COUNCIL, FRONT, confirmed_figure, word
from phoihop.reports.tests.test_round_pages import HTMX, clerk, page, queries, ready
from phoihop.reports.tests.test_rounds import Round
from phoihop.reports.wordings import Wordings

__all__ = ["clerk"]


def said(sentence: str, number: str, noun: str, unit: str = "") -> str:
    """The code of the subject of one number of a sentence, by the rows the house ships."""
    at = sentence.index(number)
    return named(Phrase(words=noun, sentence=sentence, at=at, unit=unit), shipped()).code


def cell(title: str, row: str, column: str, words: str, unit: str = "") -> str:
    sentence = " | ".join((title, row, column, "12"))
    return named(Phrase(words=words, sentence=sentence, at=0, cell=True, unit=unit), shipped()).code


# ------------------------------------------------------------------------------------ recognition


def test_one_subject_is_known_under_its_names_its_abbreviation_and_without_tones() -> None:
    nouns = ("hội nghị tiếp xúc cử tri", "cuộc TXCT", "Buổi tiếp xúc cử tri", "hoi nghi TXCT")
    assert {said(f"đã tổ chức 14 {noun}", "14", noun) for noun in nouns} == {"voter_meeting"}


def test_answered_solved_and_verified_are_three_subjects() -> None:
    told = [
        said("UBND phường đã trả lời 84 kiến nghị", "84", "kiến nghị"),
        said("trong đó giải quyết xong 61 kiến nghị", "61", "kiến nghị"),
        said("có 40 kiến nghị đã được kiểm tra lại", "40", "kiến nghị đã được kiểm tra lại"),
    ]
    assert told == ["petition_answered", "petition_solved", "petition_verified"]


def test_the_longest_name_wins_and_only_whole_words_count() -> None:
    assert said("ban hành 22 kiến nghị sau giám sát", "22", "kiến nghị sau giám sát") == "recommendation"
    assert said("có 9 hộ nghèo", "9", "hộ nghèo") == "poor_household"
    assert said("có 9 hộ nghèonàn", "9", "hộ nghèonàn") == ""


def test_a_name_that_does_not_begin_the_noun_is_of_something_else_in_it() -> None:
    assert said("có 30 sổ tiết kiệm của hộ nghèo", "30", "sổ tiết kiệm của hộ nghèo") == ""
    noun = "lượt cử tri tham dự hội nghị tiếp xúc cử tri"
    assert said(f"thu hút 900 {noun}", "900", noun) == "voter_attendance"


def test_a_noun_that_is_only_the_unit_is_known_by_its_clause_to_the_left_of_the_number() -> None:
    assert said("Tiếp công dân được 73 lượt, nhận 64 đơn", "73", "lượt") == "reception"
    assert said("Sau tiếp xúc cử tri, đã họp 3 cuộc", "3", "cuộc") == ""
    assert said("gồm 14 cuộc tiếp xúc cử tri và 3 cuộc", "3", "cuộc") == ""


def test_money_a_count_and_a_share_of_the_same_words_are_not_one_subject() -> None:
    words = "Giải ngân vốn đầu tư công"
    assert said(f"{words} 41 tỷ đồng", "41", words, unit="đồng") == "disbursement"
    assert said(f"{words} đạt 98,5%", "98,5", words, unit="%") == "disbursement_share"
    assert said("hỗ trợ hộ nghèo 120 triệu đồng", "120", "hộ nghèo", unit="đồng") == ""


def test_a_cell_is_known_by_its_row_and_in_a_row_of_totals_by_its_column() -> None:
    assert cell("Biểu 1", "Hộ cận nghèo", "Số lượng", "Hộ cận nghèo") == "near_poor_household"
    title, column = "Kết quả theo Tổ đại biểu", "Lượt cử tri dự"
    assert cell(title, "Tổng cộng", column, f"{title} ({column})") == "voter_attendance"
    assert cell(title, "Tổ đại biểu số 3", column, f"Tổ đại biểu số 3 ({column})") == ""


def test_a_subject_of_an_office_is_known_beside_the_general_ones_and_lends_a_general_one_its_names() -> None:
    own = [
        Known(code="voter_meeting", name="Hội nghị tiếp xúc cử tri", forms=("buổi gặp mặt bà con",)),
        Known(code="7-dem-hoi", name="Đêm hội trăng rằm"),
    ]
    catalogue = Catalogue([*shipped().rows.values(), *own])
    for noun, code in (("buổi gặp mặt bà con", "voter_meeting"), ("đêm hội trăng rằm", "7-dem-hoi")):
        told = confirmed_figure(f"đã có 12 {noun}", "12", noun).stated
        assert (recognise(told, catalogue), recognise(told, shipped())) == (code, "")


def test_one_subject_raises_the_likeness_two_lower_it_and_a_part_of_one_says_little() -> None:
    def known(code: str) -> Any:
        from dataclasses import replace

        told = confirmed_figure("có 12 việc", "12", "việc").stated
        return replace(told, subject=replace(told.subject, code=code))

    def told(one: str, two: str, *, apart: bool = False) -> list[str]:
        return [name for name, holds in by_catalogue(known(one), known(two), apart=apart).items() if holds]

    assert told("supervision", "supervision") == ["subject_one"]
    assert told("supervision", "dialogue") == ["subject_two"]
    assert told("supervision", "supervision.council") == ["subject_part"]
    assert told("supervision", f"supervision{PART}") == ["subject_near"]
    assert told("supervision", f"dialogue{PART}") == ["subject_other"]
    assert (told("supervision", ""), told("", "")) == (["subject_unknown"], [])
    assert told("supervision", "supervision", apart=True) == ["subject_near"]
    weights = learned()["same"].weights
    assert (
        weights["subject_one"]
        > weights["subject_near"]
        > 0
        > weights["subject_other"]
        > weights["subject_two"]
    )
    assert related("supervision", "supervision.council") and not related("supervision", "supervisions")


@pytest.mark.parametrize(
    ("code", "one", "two"),
    [
        ("poor_household", "còn «71» hộ nghèo", "còn «74» gia đình thuộc diện nghèo"),
        ("prestige_person", "«21» người có uy tín đã được phê duyệt", "có «20» vị được công nhận là người có uy tín"),
        ("rental", "có «614» cơ sở cho thuê trọ", "có «604» chủ cơ sở kinh doanh nhà trọ"),
        ("mediation", "các tổ tiếp nhận «31» vụ việc", "tổ hòa giải thụ lý «33» vụ mâu thuẫn, tranh chấp nhỏ"),
        ("mediation", "Hòa giải ở cơ sở: tiếp nhận trong kỳ «37» vụ việc", "các tổ thụ lý «39» việc mâu thuẫn, tranh chấp"),
        ("mediation_settled", "hòa giải thành «26» vụ", "hòa giải 31 vụ, thành «27» vụ"),
        ("procedure_online", "trong đó «812» hồ sơ nộp trực tuyến", "với «821» hồ sơ gửi trực tuyến"),
        ("conscript", "có «14» thanh niên lên đường nhập ngũ", "giao quân «15» thanh niên"),
        ("cultural_hamlet", "có «19» thôn văn hóa", "có «18» thôn, buôn văn hóa"),
    ],
)  # fmt: skip
def test_two_offices_tell_one_subject_each_in_its_own_words(code: str, one: str, two: str) -> None:
    for words in (one, two):
        before, number, behind = words.replace("«", "|").replace("»", "|").split("|")
        noun = behind.split(",")[0].strip().split(" được ")[0].split(" đã ")[0]
        assert said(f"{before}{number}{behind}", number, noun) == code, words


def test_what_is_measured_is_known_by_the_words_before_its_number_and_behind_its_measure() -> None:
    told = "bà con đã trồng lại được 65,2 ha cà phê già cỗi"
    assert said(told, "65,2", "bà con đã trồng lại cà phê già cỗi", unit="ha") == "coffee_replanted"
    assert said("đã tái canh 62,5 ha", "62,5", "tái canh", unit="ha") == "coffee_replanted"
    far = "Về chi ngân sách, nhiều đơn vị còn chậm quyết toán nên phải nộp trả 3 tỷ đồng"
    assert said(far, "3", "phải nộp trả", unit="đồng") == ""


def test_more_words_behind_a_name_may_make_it_a_part_and_words_that_go_on_do_not() -> None:
    def part(noun: str) -> bool:
        return named(Phrase(words=noun, sentence=f"có 12 {noun}", at=3), shipped()).part

    assert not part("hộ nghèo") and not part("hộ nghèo trên địa bàn") and not part("hộ nghèo toàn xã")
    assert part("hộ nghèo vay vốn") and part("cơ sở nhà trọ vi phạm")


def test_a_row_whose_column_counts_something_else_is_not_what_the_row_names() -> None:
    title = "Giám sát, phản biện, đối thoại"
    row = "Đối thoại với Nhân dân"
    assert cell(title, row, "Số cuộc", f"{row} (Số cuộc)") == "dialogue"
    assert cell(title, row, "Số ý kiến", f"{row} (Số ý kiến)") == ""


def test_a_name_may_leave_room_for_words_but_for_none_that_say_the_opposite() -> None:
    rows = [
        Known(code="a", name="Việc làm", forms=("hòa giải … nhận vụ",)),
        Known(code="b", name="Chợ đêm.", forms=()),
    ]
    catalogue = Catalogue(rows)
    for words, code in (
        ("hòa giải ở bản nhận 3 vụ", "a"),
        ("hòa giải nhận 3 vụ", "a"),
        ("hòa giải nhưng chưa nhận 3 vụ", ""),
    ):
        assert named(Phrase(words="vụ", sentence=words, at=words.index("3")), catalogue).code == code, words
    for noun, code in (("chợ đêm", "b"), ("chợ đêm cũ", "")):
        assert named(Phrase(words=noun, sentence=f"có 2 {noun}", at=3), catalogue).code == code


def test_words_of_one_meaning_abbreviations_and_words_that_say_nothing_are_told_alike() -> None:
    assert plain("các hộ gia đình thuộc diện nghèo") == plain("hộ nghèo")
    assert plain("UBMTTQ Việt Nam") == plain("Ủy ban MTTQ") == plain("Mặt trận Tổ quốc")
    assert plain("kiến nghị đã được trả lời trong kỳ") == plain("kiến nghị trả lời")
    assert plain("chưa giải quyết") != plain("đã giải quyết")


def test_no_name_of_the_shipped_rows_leads_to_two_subjects_of_one_measure() -> None:
    seen: dict[tuple[Any, ...], str] = {}
    twice = []
    for form, row in (pair for pairs in shipped().starting.values() for pair in pairs):
        if seen.setdefault((form, row.measure), row.code) != row.code:
            twice.append((form, row.code))
        assert len(form) > 1, form
    assert twice == [] and 250 <= len(shipped().rows) <= 450


# ------------------------------------------------------------------------------------ keeping it


@pytest.mark.django_db
def test_shipped_rows_are_made_once_each_journalled_and_a_changed_one_is_left_as_it_is() -> None:
    bodies = ward()
    assert load_records() == {"reports/subjects.csv": len(shipped().rows)}
    row = Subject.objects.get(known_as="camera")
    assert [e.entry.action for e in history(row)] == ["reports.ship_subject"]
    admin = acting(bodies["VP"], "administrator", user=9)
    perform(naming.change_subject, row, actor=admin, at=NOW, name=row.name, wordings="mắt thần", unit="mắt")
    assert load_records() == {"reports/subjects.csv": 0}
    row.refresh_from_db()
    assert (row.wordings, verify_database().faults) == ("mắt thần", [])
    assert set(catalogue_of(None).rows) == set(shipped().rows)


@pytest.mark.django_db
def test_an_office_adds_names_to_a_general_subject_and_another_locality_does_not_see_them() -> None:
    bodies, others = ward(), ward("Láng Giềng")
    load_records()
    office, other = acting(bodies["TTHDND"], "clerk", user=1), acting(others["TTHDND"], "clerk", user=2)
    made = perform(
        naming.add_subject, actor=office, at=NOW, name="hội nghị tiếp xúc cử tri", wordings="buổi gặp bà con"
    )
    assert (made.known_as, made.unit, made.territory) == ("voter_meeting", "cuộc", bodies["TTHDND"].territory)
    phrase = Phrase(words="buổi gặp bà con", sentence="có 3 buổi gặp bà con", at=3)
    here, there = (catalogue_of(b["TTHDND"].territory_id) for b in (bodies, others))
    assert (named(phrase, here).code, named(phrase, there).code) == ("voter_meeting", "")
    assert Subject.objects.visible_to(office).filter(pk=made.pk).exists()
    assert not Subject.objects.visible_to(other).filter(pk=made.pk).exists()
    assert Subject.objects.visible_to(other).count() == len(shipped().rows)


@pytest.mark.django_db
def test_a_general_row_is_changed_by_an_administrator_only_and_an_addition_by_its_own_locality() -> None:
    bodies, others = ward(), ward("Láng Giềng")
    load_records()
    office, other = acting(bodies["TTHDND"], "clerk", user=1), acting(others["TTHDND"], "clerk", user=2)
    general = Subject.objects.get(known_as="camera")
    made = perform(naming.add_subject, actor=office, at=NOW, name="Đêm hội trăng rằm")
    for row, who in ((general, office), (made, other)):
        with pytest.raises(Forbidden):
            perform(naming.retire_subject, row, actor=who, at=NOW)
    with pytest.raises(Forbidden):
        perform(naming.ship_subject, actor=office, at=NOW, known_as="x", name="Của chung")


@pytest.mark.django_db
def test_one_name_leads_to_one_subject_and_a_second_row_of_the_same_is_refused_by_its_code() -> None:
    bodies = ward()
    load_records()
    office = acting(bodies["TTHDND"], "clerk", user=1)
    with pytest.raises(Refused) as why:
        perform(naming.add_subject, actor=office, at=NOW, name="Gặp gỡ cử tri", wordings="cuộc TXCT")
    assert "Hội nghị tiếp xúc cử tri" in why.value.reason
    made = perform(naming.add_subject, actor=office, at=NOW, name="Đêm hội trăng rằm")
    with pytest.raises(Refused) as why:
        perform(naming.add_subject, actor=office, at=NOW, name="đêm hội trăng rằm")
    assert made.code in why.value.reason


@pytest.mark.django_db
def test_a_retired_subject_is_not_recognised_until_it_is_restored() -> None:
    bodies = ward()
    office = acting(bodies["TTHDND"], "clerk", user=1)
    made = perform(naming.add_subject, actor=office, at=NOW, name="Đêm hội trăng rằm")
    place = bodies["TTHDND"].territory_id
    made = perform(naming.retire_subject, made, actor=office, at=NOW)
    assert (made.state, list(catalogue_of(place).rows)) == ("retired", [])
    made = perform(naming.restore_subject, made, actor=office, at=NOW)
    assert list(catalogue_of(place).rows) == [made.known_as]
    assert perform(naming.retire_subject, made, actor=office, at=NOW).state == "retired"
    perform(naming.add_subject, actor=office, at=NOW, name="Hội trăng", wordings="đêm hội trăng rằm")
    with pytest.raises(Refused):
        perform(naming.restore_subject, made, actor=office, at=NOW)


# ------------------------------------------------------------------------------------ on a round's page


@pytest.mark.django_db
def test_what_two_bodies_call_otherwise_stands_in_one_line_under_the_name_of_the_catalogue() -> None:
    july = Round()
    for body, noun in (("TTHDND", "hội nghị tiếp xúc cử tri"), ("MTTQ", "cuộc TXCT")):
        lines = tuple(
            line.replace("cuộc tiếp xúc cử tri", noun) for line in {"TTHDND": COUNCIL, "MTTQ": FRONT}[body]
        )
        july.take(word(lines, f"BC {body}.docx"))
    place = july.bodies["TTHDND"].territory_id

    def meetings() -> list[tuple[str, list[int]]]:
        rows = facts_of(
            page_of(july.record).current, sources_of(()), period="2027-H1", catalogue=catalogue_of(place)
        )
        return [
            (f.subject, [len(cell) for cell in f.cells])
            for f in rows
            if any(r.value == 14 for c in f.cells for r in c)
        ]

    assert {name for name, _cells in meetings()} == {""}
    load_records()
    assert meetings() == [("Hội nghị tiếp xúc cử tri", [1, 0, 1])]


@pytest.mark.django_db
def test_two_subjects_told_apart_are_no_disagreement_the_reason_stays_and_it_can_be_taken_back() -> None:
    july = Round()
    july.take(word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"))
    found = july.one()
    with pytest.raises(Refused):
        perform(settling.tell_apart, found, actor=july.office, at=NOW, reason=" ")
    with pytest.raises(Forbidden):
        perform(settling.tell_apart, found, actor=july.front, at=NOW, reason="một bên tính cả khách mời")
    found = perform(settling.tell_apart, found, actor=july.office, at=NOW, reason="một bên tính cả khách mời")
    assert (found.state, found.chosen_words) == ("apart", "hai chỉ tiêu khác nhau")
    july.record = settling.compare_now(july.record, actor=july.office, at=NOW)
    assert july.one().reason == "một bên tính cả khách mời"
    assert [d.state for d in page_of(july.record).decided] == ["apart"]
    found = perform(settling.reopen, july.one(), actor=july.office, at=NOW)
    assert (found.state, found.choice, found.reason) == ("open", "", "")


@pytest.mark.django_db
def test_a_wording_told_apart_and_written_down_is_known_when_papers_are_compared_again() -> None:
    july = Round()
    lines = tuple(line.replace("lượt cử tri tham dự", "lượt đại biểu khách mời tham dự") for line in FRONT)
    july.take(word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"))
    before = Difference.objects.filter(compilation=july.record).exclude(state="gone").count()
    load_records()
    perform(
        naming.add_subject, actor=july.office, at=NOW, name="Lượt đại biểu khách mời tham dự", unit="lượt"
    )
    again = Round.__new__(Round)
    again.__dict__ = july.__dict__ | {
        "record": perform(
            "reports.open_round", actor=july.office, at=NOW, kind="final", year=2027, asked=july.asked
        )
    }
    again.take(word(COUNCIL, "BC HDND.docx"), word(lines, "BC MTTQ khac.docx"))
    assert (before, Difference.objects.filter(compilation=again.record).count()) == (1, 0)
    assert IntakeFigure.objects.filter(noun__contains="khách mời", value=1786).exists()


@pytest.mark.django_db
def test_the_page_offers_to_tell_apart_and_to_write_the_wording_down_filled_in(clerk: Client) -> None:
    record = ready(clerk)
    found = Difference.objects.get()
    assert 'value="apart"' in page(clerk, f"/tong-hop/{record.code}/")
    sent = {"choice": "apart", "own": "một bên tính cả khách mời"}
    text = clerk.post(f"/cho-venh/{found.code}/quyet/", sent, headers=HTMX).content.decode()
    assert "hai chỉ tiêu khác nhau" in text and "một bên tính cả khách mời" in text
    assert "Thêm “lượt cử tri tham dự” vào danh mục" in text
    filled = page(
        clerk, "/danh-muc-chi-tieu/moi/add-subject/?name=L%C6%B0%E1%BB%A3t+d%E1%BB%B1&unit=l%C6%B0%E1%BB%A3t"
    )
    assert 'value="Lượt dự"' in filled and 'value="lượt"' in filled
    assert Subject.objects.count() == 0
    given = {"name": "Lượt dự hội nghị", "wordings": "người dự hội nghị\ndự", "unit": "lượt"}
    answer = clerk.post("/danh-muc-chi-tieu/moi/add-subject/", given)
    assert (answer.status_code, "cần ít nhất hai tiếng" in answer.content.decode()) == (422, True)
    given["wordings"] = "người dự hội nghị"
    assert clerk.post("/danh-muc-chi-tieu/moi/add-subject/", given).status_code == 302
    made = Subject.objects.get()
    assert "người dự hội nghị" in page(clerk, f"/danh-muc-chi-tieu/{made.code}/")
    assert "Lượt dự hội nghị" in page(clerk, "/danh-muc-chi-tieu/")


@pytest.mark.django_db
def test_one_subject_called_otherwise_leads_to_the_row_that_gets_the_name() -> None:
    bodies = ward()
    load_records()
    office = acting(bodies["TTHDND"], "clerk", user=1)
    place = bodies["TTHDND"].territory_id
    places = [
        {"noun": noun, "sentence": f"có 9 {noun}", "at": [3, 4], "cell": False, "unit": "", "value": value}
        for value, noun in (("9", "buổi gặp bà con"), ("8", "cuộc TXCT"))
    ]
    found = Difference(kind="body_body", places=places)

    def asked(address: str) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(address)
        return parts.path, parse_qs(parts.query)

    path, given = asked(Wordings(catalogue_of(place), {}).one(found))
    assert (path, given) == (
        "/danh-muc-chi-tieu/moi/add-subject/",
        {"name": ["Hội nghị tiếp xúc cử tri"], "wordings": ["buổi gặp bà con"], "unit": ["cuộc"]},
    )
    mine = perform(
        naming.add_subject, actor=office, at=NOW, name="Hội nghị tiếp xúc cử tri", wordings="ngày hội cử tri"
    )
    path, given = asked(Wordings(catalogue_of(place), {mine.known_as: mine}).one(found))
    assert (path, given) == (
        f"/danh-muc-chi-tieu/{mine.code}/change-subject/",
        {"wordings": ["ngày hội cử tri\nbuổi gặp bà con"]},
    )
    perform(naming.change_subject, mine, actor=office, at=NOW, name=mine.name, wordings=given["wordings"][0])
    known = Wordings(catalogue_of(place), {})
    assert known.one(found) == ""
    [(label, address)] = known.apart(found)
    assert (label, asked(address)) == (
        "Xem “Hội nghị tiếp xúc cử tri” trong danh mục",
        ("/danh-muc-chi-tieu/", {"tim": ["Hội nghị tiếp xúc cử tri"]}),
    )


@pytest.mark.django_db
def test_the_page_of_a_round_asks_no_more_with_the_whole_catalogue_than_without(clerk: Client) -> None:
    record = ready(clerk)
    path = f"/tong-hop/{record.code}/?muc=doi-chieu"
    before = queries(clerk, path)
    load_records()
    assert queries(clerk, path) == before


@pytest.mark.django_db
def test_the_clock_alone_ships_rows() -> None:
    made = perform(
        naming.ship_subject,
        actor=CLOCK,
        at=NOW,
        known_as="k",
        name="Cuộc họp dân",
        wordings="họp dân|hop dan",
    )
    assert (made.all_wordings, made.whose, made.other_words) == (
        ("họp dân", "hop dan"), "dùng chung", "họp dân, hop dan",
    )  # fmt: skip
