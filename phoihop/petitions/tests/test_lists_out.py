"""What goes out in the ward's or the city's columns is read back equal by our own reader."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile

from phoihop.core import moment
from phoihop.core.importers import blocks_of
from phoihop.directory.tests.factories import NOW, TODAY
from phoihop.petitions import actions as verbs
from phoihop.petitions.lists_out import order_of, rows_of, table, told
from phoihop.petitions.models import CompiledList, Petition
from phoihop.petitions.past import fields_now
from phoihop.petitions.past_columns import guess
from phoihop.petitions.past_rows import entries, list_of
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.lists import excel
from phoihop.petitions.tests.test_pages import page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings: Any) -> Voices:
    settings.CLOCK_OFFSET = NOW - moment.now()
    voices = Voices()
    past = voices.perform(verbs.read_list, None, voices.council, upload=excel(), as_of=date(2026, 12, 31))
    voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    voices.perform(verbs.record_rows, past, voices.council)
    return voices


def compiled(here: Voices) -> CompiledList:
    made: CompiledList = here.perform(
        verbs.compile, None, here.council, purpose="session", title="Biểu kết quả giải quyết kiến nghị cử tri",
        since=date(2026, 1, 1), until=TODAY,
    )  # fmt: skip
    return made


@pytest.mark.parametrize("whose", ["phuong", "thanh-pho"])
def test_a_list_written_in_either_order_is_read_back_cell_for_cell(here: Voices, whose: str) -> None:
    row = compiled(here)
    content = signed_in(here).get(f"/bieu-tong-hop/{row.code}/{whose}.xlsx").content
    found = list_of(blocks_of(content, "bieu.xlsx"))
    assert found is not None
    columns = order_of(whose, TODAY)
    meant = {g.position: g.meaning for g in guess(found, fields=fields_now())}
    assert [meant[n] for n in range(len(columns))] == columns
    rows = rows_of(row)
    wanted = [[told(value) for value in line] for line in table(rows, columns)[1:]]
    assert [[" ".join(w.split()) for w in line.words] for line in found.lines] == [
        [" ".join(w.split()) for w in line] for line in wanted
    ]
    read = [entry for entry, troubles in entries(found, meant, fields=fields_now(), today=TODAY) if entry]
    assert [(e.told, e.result, e.days.get("answered")) for e in read] == [
        (p.content, p.result_class, p.answered_on) for p in rows
    ]


def test_what_was_exported_makes_no_double_when_it_comes_back(here: Voices) -> None:
    before = Petition.objects.count()
    content = signed_in(here).get(f"/bieu-tong-hop/{compiled(here).code}/phuong.xlsx").content
    past = here.perform(
        verbs.read_list,
        None,
        here.council,
        upload=ContentFile(content, name="ve.xlsx"),
        as_of=date(2026, 12, 31),
    )
    here.perform(verbs.match_columns, past, here.council, columns=past.taken())
    done = here.perform(verbs.record_rows, past, here.council)
    assert (done.made, Petition.objects.count()) == (0, before)


def test_the_page_of_a_list_offers_both_orders(here: Voices) -> None:
    shown = page(signed_in(here), f"/bieu-tong-hop/{compiled(here).code}/")
    assert "Excel, cột của phường" in shown and "Excel, cột của thành phố" in shown
