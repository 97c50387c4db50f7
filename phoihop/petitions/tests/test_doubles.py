"""Pairs that may be one matter: shown with the reason, merged by a person, counted apart, split again whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.core import moment
from phoihop.core.actions import Refused
from phoihop.core.figures import Scope, registry
from phoihop.core.period import Period
from phoihop.directory.tests.factories import NOW, TODAY
from phoihop.petitions import actions as verbs
from phoihop.petitions.alike import candidates
from phoihop.petitions.counting import counted, first_raised, matters_of, turns_of
from phoihop.petitions.doubles import pairs_of
from phoihop.petitions.models import LikenessKey, Petition
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.test_pages import page, signed_in

pytestmark = pytest.mark.django_db
FLOOD = (
    ("Ngõ 84 ngập 30 – 40 cm mỗi khi mưa, nước vào nhà. Bao giờ cải tạo rãnh?", "Tổ dân phố 12"),
    ("Đoạn cuối ngõ 84 mưa là ngập, nước vào nhà, đề nghị làm lại rãnh.", "Tổ dân phố 13"),
    ("Cống ngõ 84 không thoát nước, cứ mưa to là ngập.", "Tổ dân phố 12"),
)


def raised(voices: Voices, content: str, quarter: str, **given: Any) -> Petition:
    return voices.received(content=content, title="", quarter=quarter, place="", questions=[], **given)


@pytest.fixture
def here(settings: Any) -> Voices:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Voices()


@pytest.fixture
def three(here: Voices) -> list[Petition]:
    rows = [raised(here, content, quarter) for content, quarter in FLOOD]
    raised(here, "Ngõ 48 ngập mỗi khi mưa, nước vào nhà.", "Tổ dân phố 12")
    raised(here, "Ngõ 84 đèn đường hỏng, tối om.", "Tổ dân phố 12")
    return rows


def test_pairs_of_one_matter_are_found_with_their_reason_and_no_other(
    here: Voices, three: list[Petition]
) -> None:
    found = [(p.earlier.pk, p.later.pk, p.reasons[0][:21]) for p in pairs_of(here.council)]
    first, second, third = (row.pk for row in three)
    assert found == [
        (first, second, "cùng địa điểm: ngõ 84"),
        (first, third, "cùng địa điểm: ngõ 84"),
        (second, third, "cùng địa điểm: ngõ 84"),
    ]
    assert {c.row.pk for c in candidates(three[0], here.council)} == {second, third}


def test_merged_pairs_keep_every_code_and_count_turns_and_matters_apart(
    here: Voices, three: list[Petition]
) -> None:
    first, second, third = three
    here.perform(verbs.merge, first, here.council, others=[second, third])
    assert counted(matters_of(here.council, 2027)) == "5 lượt, 3 nội dung"
    assert pairs_of(here.council) == []
    assert sorted(Petition.objects.filter(merged_into=first).values_list("code", flat=True)) == sorted(
        [second.code, third.code]
    )
    second.refresh_from_db()
    here.perform(verbs.split_again, second, here.council, reason="nắp hố ga là việc khác")
    assert counted(matters_of(here.council, 2027)) == "5 lượt, 4 nội dung"


def test_what_was_told_apart_is_not_proposed_again(here: Voices, three: list[Petition]) -> None:
    first, second, third = three
    here.perform(verbs.tell_apart, third, here.council, other=first)
    here.perform(verbs.tell_apart, third, here.council, other=second)
    assert [(p.earlier.pk, p.later.pk) for p in pairs_of(here.council)] == [(first.pk, second.pk)]


def test_a_matter_asked_again_counts_its_times_back_to_the_first(here: Voices) -> None:
    old = raised(here, *FLOOD[0], raised_on=date(2024, 11, 20))
    middle = raised(here, *FLOOD[1], raised_on=date(2025, 11, 18))
    now = raised(here, *FLOOD[2])
    middle = here.perform(verbs.repeat_of, middle, here.council, earlier=old)
    here.perform(verbs.repeat_of, now, here.council, earlier=middle)
    assert (
        counted(matters_of(here.council, 2027))
        == "1 lượt, 1 nội dung, 1 nội dung kiến nghị lần thứ 3 (từ 11/2024)"
    )
    with pytest.raises(Refused):
        here.perform(verbs.repeat_of, old, here.council, earlier=now)


def test_nobody_of_another_body_sees_a_pair(here: Voices, three: list[Petition]) -> None:
    assert pairs_of(here.unit) == []
    assert candidates(three[0], here.unit) == []


def test_the_keys_follow_the_words_and_go_with_them(here: Voices, three: list[Petition]) -> None:
    row = three[0]
    held = set(LikenessKey.objects.filter(petition=row).values_list("key", flat=True))
    here.perform(
        verbs.classify, row, here.council, title="Ngập ngõ 84", field="do-thi", competence="commune",
        answering=here.bodies["UBND"], quarter="Tổ dân phố 12", place="ngõ 86",
    )  # fmt: skip
    assert set(LikenessKey.objects.filter(petition=row).values_list("key", flat=True)) != held or held
    here.perform(verbs.hand_over, three[1], here.council)
    assert not LikenessKey.objects.filter(petition=three[1]).exists()


def test_the_page_shows_a_pair_and_what_the_report_will_say_in_as_many_queries_for_one_as_for_three(
    here: Voices,
) -> None:
    client = signed_in(here)
    for content, quarter in FLOOD[:2]:
        raised(here, content, quarter)
    page(client, "/kien-nghi/gop-trung/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        shown = page(client, "/kien-nghi/gop-trung/")
    assert "Gộp trùng – cặp 1 trong 1" in shown and "cùng địa điểm: ngõ 84" in shown
    assert "<strong>2 lượt, 1 nội dung</strong>" in shown
    raised(here, *FLOOD[2])
    with CaptureQueriesContext(connection) as three_pairs:
        page(client, "/kien-nghi/gop-trung/")
    assert len(three_pairs) == len(one)


def test_a_circle_of_repeats_ends_and_each_matter_knows_its_own_first_day(here: Voices) -> None:
    days = (date(2024, 11, 20), date(2025, 11, 18), date(2027, 7, 1))
    old, middle, now = (raised(here, *told, raised_on=day) for told, day in zip(FLOOD, days, strict=True))
    alone = raised(here, "Đèn ngõ 9 hỏng.", "Tổ dân phố 1")
    for row, earlier in ((now, middle), (middle, old), (old, now)):
        Petition.objects.filter(pk=row.pk).update(repeats=earlier)
    rows = list(Petition.objects.filter(pk__in=[now.pk, middle.pk, alone.pk]))
    assert first_raised(rows) == {now.pk: days[0], middle.pk: days[0], alone.pk: alone.raised_on}
    assert first_raised([]) == {}


def test_the_page_asks_as_much_for_three_matters_asked_again_as_for_one(here: Voices) -> None:
    client = signed_in(here)

    def again(n: int) -> None:
        """Three turns of the matter, the last of this year."""
        told = [f"Phố {n} thiếu đèn ở đoạn {part}." for part in ("đầu", "giữa", "cuối")]
        years = [{"raised_on": date(2024, 11, 20)}, {"raised_on": date(2025, 11, 18)}, {}]
        rows = [raised(here, words, f"Tổ dân phố {n}", **day) for words, day in zip(told, years, strict=True)]
        middle = here.perform(verbs.repeat_of, rows[1], here.council, earlier=rows[0])
        here.perform(verbs.repeat_of, rows[2], here.council, earlier=middle)

    for told in FLOOD[:2]:  # a pair is shown both times
        raised(here, *told)
    again(21)
    page(client, "/kien-nghi/gop-trung/")
    with CaptureQueriesContext(connection) as one:
        assert "1 nội dung kiến nghị lần thứ 3 (từ 11/2024)" in page(client, "/kien-nghi/gop-trung/")
    again(22)
    again(23)
    with CaptureQueriesContext(connection) as three_matters:
        assert "3 nội dung kiến nghị lần thứ 3 (từ 11/2024)" in page(client, "/kien-nghi/gop-trung/")
    assert len(three_matters) == len(one)


def test_the_list_and_the_page_of_pairs_count_the_same_turns(here: Voices) -> None:
    old = here.received(raised_on=TODAY.replace(year=TODAY.year - 1))
    first, second = here.received(), here.received()
    here.perform(verbs.merge, old, here.council, others=[first])
    here.perform(verbs.split, second, here.council, parts=["Đèn hỏng"], title="Ngập", content="Ngập.")
    told = f"{turns_of(here.council, TODAY.year)} lượt, {len(matters_of(here.council, TODAY.year))} nội dung"
    assert told == "2 lượt, 2 nội dung"
    scope = Scope(about=None, at=TODAY, period=Period.year(TODAY.year))
    assert registry["petitions.turns"].value(scope) == 2
