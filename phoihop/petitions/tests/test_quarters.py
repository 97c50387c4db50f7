"""One place is one place, however it was typed and whichever door it came through."""

from __future__ import annotations

import pytest

from phoihop.directory.tests.factories import TODAY
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import Petition
from phoihop.petitions.public import by_place
from phoihop.petitions.quarters import known_in, quarter_words, spellings, written
from phoihop.petitions.tests.factories import Voices


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        *((one, "Tổ dân phố 12") for one in (
            "12", "tổ 12", "Tổ 12", "TDP 12", "tdp số 12", "Tổ dân phố 12", "tổ dân phố số 12", " tổ  12 ", "tổ 012", "tổ mười hai", "to dan pho 12",
        )),
        ("12a", "Tổ dân phố 12A"), ("khu phố 5", "Khu phố 5"), ("KP5", "Khu phố 5"), ("thôn Đông", "Thôn Đông"), ("ấp 3", "Ấp 3"),
        ("chợ Đông", "Chợ Đông"), ("Tổ 12, khu phố 3", "Tổ 12, khu phố 3"), ("khuôn viên chợ", "Khuôn viên chợ"), ("", ""),
    ],
)  # fmt: skip
def test_a_place_is_written_one_way(typed: str, words: str) -> None:
    assert quarter_words(typed) == words


@pytest.mark.django_db
def test_the_books_hold_one_place_and_the_table_counts_it_once() -> None:
    at_work = Voices()
    for typed in ("12", "tổ 12", "Tổ dân phố 12"):
        at_work.classified(quarter=typed)
    territory = at_work.bodies["UBND"].territory
    assert set(Petition.objects.values_list("quarter", flat=True)) == {"Tổ dân phố 12"}
    assert [(p.quarter, p.raised) for p in by_place(territory, TODAY)] == [("Tổ dân phố 12", 3)]
    assert known_in([territory.pk]) == ["Tổ dân phố 12"]


@pytest.mark.django_db
def test_rows_of_before_are_found_and_counted_under_the_same_words() -> None:
    at_work = Voices()
    row = at_work.classified()
    Petition.objects.filter(pk=row.pk).update(quarter="tổ 12")
    at_work.classified()
    assert Petition.objects.filter(spellings("Tổ dân phố 12")).count() == 2
    assert [p.raised for p in by_place(at_work.bodies["UBND"].territory, TODAY)] == [2]


@pytest.mark.django_db
def test_a_number_alone_is_what_the_places_of_the_locality_are_mostly_called() -> None:
    at_work = Voices()
    for name in ("Khu phố 1", "khu phố 2", "tổ 12"):
        at_work.classified(quarter=name)
    assert written("5", at_work.bodies["UBND"].territory) == "Khu phố 5"
    row = at_work.perform(
        verbs.receive, None, at_work.council, content="Đèn hỏng", source="behalf", quarter="5"
    )
    assert row.quarter == "Khu phố 5"
