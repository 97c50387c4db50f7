"""Rows of a past moment: what was not there yet is gone, what changed is back, and nothing is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.core.actions import perform
from phoihop.core.standing import standing_at
from phoihop.core.who import CLOCK
from phoihop.directory import actions as verbs
from phoihop.directory.models import Organisation, Person
from phoihop.directory.tests.factories import NOW, person, ward

pytestmark = pytest.mark.django_db


def test_a_record_made_later_is_not_there_and_a_changed_one_has_its_old_parts() -> None:
    body, first = ward()["UBND"], person("Nguyễn Thị Mẫu")
    later = NOW + timedelta(days=1)
    perform(
        verbs.appoint, first, actor=CLOCK, at=later, body=body, title="Chủ tịch", valid_from=date(2027, 1, 1)
    )  # fmt: skip
    perform(verbs.register_person, actor=CLOCK, at=later, full_name="Trần Văn Sau")
    with standing_at(NOW, [Person]):
        then = [(row.full_name, row.seq, row.appointments.count()) for row in Person.objects.all()]
    assert then == [("Nguyễn Thị Mẫu", 1, 0)]
    now = [(row.full_name, row.seq, row.appointments.count()) for row in Person.objects.order_by("pk")]
    assert now == [("Nguyễn Thị Mẫu", 2, 1), ("Trần Văn Sau", 1, 0)]


def test_a_changed_record_has_its_old_values() -> None:
    body = ward()["UBND"]
    old = body.name
    perform(verbs.rename_body, body, actor=CLOCK, at=NOW + timedelta(days=1), name="Cơ quan mới")
    with standing_at(NOW, [Organisation]):
        assert Organisation.objects.get(pk=body.pk).name == old
    assert Organisation.objects.get(pk=body.pk).name == "Cơ quan mới"
