"""Suggestions learned from what the office decided before, each with its reason; a person decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from phoihop.core import moment
from phoihop.core.figures import Scope, registry
from phoihop.directory.tests.factories import NOW, TODAY
from phoihop.petitions import actions as verbs
from phoihop.petitions.forms import ClassifyForm
from phoihop.petitions.models import Petition
from phoihop.petitions.points import points_of
from phoihop.petitions.suggesting import suggest
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.lists import excel
from phoihop.petitions.tests.test_pages import page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings: Any) -> Voices:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Voices()


def test_without_a_history_a_list_of_words_speaks(here: Voices) -> None:
    row = here.received(content="Trường tiểu học thiếu phòng học.", title="", place="", questions=[])
    assert [(s.what, s.value) for s in suggest(row, here.council)] == [("field", "giao-duc")]


def test_of_the_petitions_alike_it_is_said_how_many_went_where(here: Voices) -> None:
    for n in (3, 5, 7, 9):
        here.classified(content=f"Đèn đường ngõ {n} hỏng, tối om.", title="", place="", questions=[])
    row = here.received(content="Ngõ 20 đèn đường không sáng.", title="", place="", questions=[])
    found = suggest(row, here.council)
    assert [(s.what, s.value) for s in found] == [("field", "do-thi"), ("body", str(here.bodies["UBND"].pk))]
    assert [one.reason for one in found] == [
        "4 trong 4 kiến nghị giống việc này trước đây thuộc Đô thị, chiếu sáng, thoát nước",
        f"4 trong 4 kiến nghị giống việc này trước đây do {here.bodies['UBND']} trả lời",
    ]


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("Ngõ 84 ngập khi mưa. Bao giờ cải tạo rãnh?", 1),
        ("Ngõ 84 ngập khi mưa, cống tắc. Trường tiểu học thiếu phòng học cho các cháu.", 2),
        ("1. Ngõ 84 ngập khi mưa.\n2. Đèn đường ngõ 3 hỏng.\n3. Xin thêm thùng rác.", 3),
        ("- Sửa đèn ngõ 3 bị hỏng\n- Nạo vét cống ngõ 84", 2),
        ("", 0),
    ],
)
def test_several_matters_in_one_letter_are_seen(said: str, count: int) -> None:
    assert len(points_of(said)) == count


def test_who_classifies_reads_what_was_said_and_takes_a_suggestion_by_one_click(here: Voices) -> None:
    for n in (3, 5, 7, 9):
        here.classified(content=f"Đèn đường ngõ {n} hỏng, tối om.", title="", place="", questions=[])
    said = "Ngõ 20 đèn đường không sáng. Trường tiểu học thiếu phòng học."
    row = here.received(content=said, title="", place="", questions=[])
    client = signed_in(here)
    shown = page(client, f"/kien-nghi/{row.code}/classify/")
    assert said in shown and "hình như có <strong>2 việc</strong>" in shown
    body = here.bodies["UBND"]
    assert f"trước đây do {body} trả lời. Đã chọn sẵn." in shown
    assert f'<option value="{body.pk}" selected>' in shown
    form = page(client, f"/kien-nghi/{row.code}/split/")
    assert "Trường tiểu học thiếu phòng học.</textarea>" in form


def test_another_body_than_the_usual_one_is_taken_by_one_click(here: Voices) -> None:
    for n in (3, 5, 7, 9):
        row = here.received(content=f"Đèn đường ngõ {n} hỏng, tối om.", title="", place="", questions=[])
        here.perform(
            verbs.classify, row, here.council, title=row.title, field="do-thi", competence="commune", answering=here.bodies["MTTQ"]
        )  # fmt: skip
    row = here.received(content="Ngõ 20 đèn đường không sáng.", title="", place="", questions=[])
    shown = page(signed_in(here), f"/kien-nghi/{row.code}/classify/")
    assert f'data-dien="id_answering" data-gia="{here.bodies["MTTQ"].pk}"' in shown


def test_an_earlier_year_from_an_old_list_is_proposed_and_what_was_taken_is_counted(here: Voices) -> None:
    past = here.perform(verbs.read_list, None, here.council, upload=excel(), as_of=date(2026, 12, 31))
    here.perform(verbs.match_columns, past, here.council, columns=past.taken())
    here.perform(verbs.record_rows, past, here.council)
    old = Petition.objects.get(title__startswith="Ngõ 84")
    row = here.received(content="Mưa là ngập ngõ 84, đề nghị cải tạo rãnh.", title="", place="", questions=[])
    form = ClassifyForm(record=row, actor=here.council)
    assert {s.what: s.value for s in form.suggested} == {"field": "do-thi", "earlier": old.code}
    assert "cùng địa điểm: ngõ 84" in str(form.fields["repeats"].help_text)
    done = here.perform(
        verbs.classify, row, here.council, title=row.title, field="giao-thong", competence="commune",
        answering=here.bodies["UBND"], repeats=old, suggested=[s.as_input() for s in form.suggested],
    )  # fmt: skip
    assert sorted((s.what, s.taken) for s in done.suggestions.all()) == [("earlier", True), ("field", False)]
    scope = Scope(about=None, at=TODAY)
    assert list(registry["petitions.suggested"].members(scope)) == [done]
    assert list(registry["petitions.suggestions_taken"].members(scope)) == []
