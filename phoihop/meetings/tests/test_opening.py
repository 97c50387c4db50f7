"""Opening and closing on the right day, the way back, and conclusions whose day went by or that were a slip."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from phoihop.core import moment
from phoihop.core.actions import Refused, actions_of
from phoihop.core.forms import KNOWN
from phoihop.core.papers import Table, build_paper
from phoihop.directory.tests.factories import NOW
from phoihop.meetings import holding, writing
from phoihop.meetings.holding_forms import AttendanceForm, CloseForm, ConcludeForm, HoldForm
from phoihop.meetings.models import Meeting
from phoihop.meetings.tests.factories import END, START, Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return Hall()


def stands(settings: Any, at: datetime) -> None:
    settings.CLOCK_OFFSET += at - moment.now()


def said(form: Any) -> list[str]:
    return [str(words) for found in form.errors.values() for words in found]


def test_nobody_opens_a_meeting_before_its_day_and_is_told_both_days(hall: Hall, settings: Any) -> None:
    stands(settings, NOW)
    form = HoldForm({"start": ""}, record=hall.called(), actor=hall.office)
    assert said(form) == [
        "Hôm nay thứ Hai 02/08/2027, hội nghị đặt vào thứ Hai 09/08/2027: chưa khai mạc được. "
        "Họp sớm hơn thì Đổi giờ, đổi nơi trước để khách được báo."
    ]


def test_on_the_day_an_empty_box_is_now_and_nothing_is_proposed_in_it(hall: Hall, settings: Any) -> None:
    stands(settings, START + timedelta(minutes=7))
    row = hall.called()
    assert "start" not in HoldForm(record=row, actor=hall.office).initial
    form = HoldForm({"start": ""}, record=row, actor=hall.office)
    assert form.is_valid() and form.inputs() == {"began_at": None}
    now = START + timedelta(minutes=7)
    assert hall.perform(holding.hold, row, hall.office, at=now, **form.inputs()).began_at == now
    early = HoldForm({"start": "9h"}, record=row, actor=hall.office)
    assert said(early) == ["Bây giờ là 8 giờ 07, chưa đến 9 giờ. Để trống nếu khai mạc bây giờ."]


def test_opened_afterwards_the_hour_is_asked_for_and_the_day_asked_back(hall: Hall, settings: Any) -> None:
    stands(settings, START + timedelta(days=1))
    row = hall.called()
    assert HoldForm(record=row, actor=hall.office).initial["start"] == "08:00"
    empty = HoldForm({"start": ""}, record=row, actor=hall.office)
    assert said(empty) == [
        "Hôm nay thứ Ba 10/08/2027, hội nghị họp thứ Hai 09/08/2027: ghi giờ của ngày họp."
    ]
    form = HoldForm({"start": "8h05"}, record=row, actor=hall.office)
    assert not form.is_valid()
    assert [str(one.title) for one in form.asks_back] == [
        "Hội nghị đặt vào thứ Hai 09/08/2027, hôm nay đã là thứ Ba 10/08/2027."
    ]
    known = HoldForm({"start": "8h05", KNOWN: [form.asks_back[0].code]}, record=row, actor=hall.office)
    assert known.is_valid()
    row = hall.perform(holding.hold, row, hall.office, **known.inputs())
    assert row.began_at == START + timedelta(minutes=5)
    assert said(CloseForm({"end": ""}, record=row, actor=hall.office)) == said(empty)
    assert CloseForm({"end": "10h"}, record=row, actor=hall.office).is_valid()


def test_an_opening_by_mistake_is_taken_back_while_nothing_was_taken_down(hall: Hall) -> None:
    row = hall.perform(holding.hold, hall.called(), hall.office, began_at=START)
    row = hall.perform(holding.undo_hold, row, hall.office)
    assert (row.state, row.began_at) == ("called", None)
    spoken = Meeting.objects.prefetch_related("turns").get(
        pk=hall.spoken(despite="Nối tiếp", room=None, place_words="Sân đình").pk
    )
    assert "meetings.undo_hold" not in {verb.action.name for verb in actions_of(spoken, hall.office)}
    with pytest.raises(Refused, match="Đã ghi lượt phát biểu"):
        hall.perform(holding.undo_hold, spoken, hall.office)


def test_a_meeting_of_which_minutes_are_written_did_begin(hall: Hall) -> None:
    row = hall.held()
    hall.perform(writing.write_minutes, None, hall.office, meeting=row)
    with pytest.raises(Refused, match="biên bản"):
        hall.perform(holding.undo_hold, row, hall.office)


@pytest.mark.parametrize(
    ("due", "refused", "asked"),
    [
        ("01/07/2027", ["Hạn 01/07/2027 trước ngày họp 09/08/2027: xem lại ngày, tháng, năm."], []),
        ("12/08/2027", [], ["Hạn 12/08/2027 đã qua (hôm nay 16/08/2027)."]),
        ("30/08/2027", [], []),
        ("", [], []),
    ],
)
def test_a_day_that_went_by_is_refused_or_asked_back_at_its_box(
    hall: Hall, settings: Any, due: str, refused: list[str], asked: list[str]
) -> None:
    stands(settings, START + timedelta(days=7))
    form = ConcludeForm({"text": "Sửa đèn", "due_on": due}, record=hall.held(), actor=hall.office)
    assert [str(words) for words in form.errors.get("due_on", [])] == refused
    assert [str(one.title) for one in form.asks_back] == asked


def test_a_conclusion_by_mistake_goes_with_a_reason_and_one_that_became_a_task_stays(hall: Hall) -> None:
    row = hall.perform(holding.drop_conclusion, hall.spoken(), hall.office, number=2, reason="Ghi nhầm")
    assert [(c.number, c.text[:8]) for c in row.conclusions.all()] == [(1, "Niêm yết")]
    row = hall.perform(holding.close, row, hall.office, ended_at=END)
    row = hall.perform(holding.propose_tasks, row, hall.office)
    with pytest.raises(Refused, match="đã thành việc"):
        hall.perform(holding.drop_conclusion, row, hall.office, number=1, reason="Ghi nhầm")
    seen = Meeting.objects.prefetch_related("conclusions").get(pk=row.pk)
    assert "meetings.drop_conclusion" not in {verb.action.name for verb in actions_of(seen, hall.office)}


def test_the_body_of_who_came_uncalled_is_found_by_full_or_short_name_or_kept_as_words(hall: Hall) -> None:
    full, elsewhere = hall.bodies["PVHXH"], "Ủy ban nhân dân phường Khác"
    typed = [
        f"Trần Văn Mẫu ; Trưởng phòng ; {full.name}", f"Lê Văn Hai ; Chuyên viên ; {full.short_name}",
        f"Bùi Thị Ba ; Phó Chủ tịch ; {elsewhere}", "Đỗ Văn Tư ; Giám đốc ; Công ty Thoát nước", "Vũ Thị Năm",
    ]  # fmt: skip
    row = hall.perform(holding.hold, hall.called(), hall.office, began_at=START)
    form = AttendanceForm({"present": [], "others": "\n".join(typed)}, record=row, actor=hall.office)
    assert form.is_valid(), form.errors
    row = hall.perform(holding.record_attendance, row, hall.office, **form.inputs())
    found = {a.name: (a.body_told, a.body_id) for a in row.attendance.all()}
    assert found == {
        "Trần Văn Mẫu": (full.name, full.pk), "Lê Văn Hai": (full.name, full.pk), "Bùi Thị Ba": (elsewhere, None),
        "Đỗ Văn Tư": ("Công ty Thoát nước", None), "Vũ Thị Năm": ("", None),
    }  # fmt: skip
    paper = build_paper("meetings.delegates", row, actor=hall.office, at=NOW)
    cells = {line[1].text: line[3].text for b in paper.walk() if isinstance(b, Table) for line in b.rows[1:]}
    assert cells == {name: told for name, (told, _key) in found.items()}
    again = AttendanceForm(record=Meeting.objects.get(pk=row.pk), actor=hall.office).initial["others"]
    assert "Đỗ Văn Tư ; Giám đốc ; Công ty Thoát nước" in again.splitlines()


def test_the_same_conclusion_is_taken_down_once(hall: Hall) -> None:
    row = hall.perform(holding.conclude, hall.held(), hall.office, text="Niêm yết lịch tiếp công dân")
    with pytest.raises(Refused, match="Kết luận 1 đã ghi đúng câu này"):
        hall.perform(holding.conclude, row, hall.office, text="niêm yết  lịch tiếp công dân")
