"""A paper is offered while there is something to write about: to urge, to inspect, to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from phoihop.accounts.tests.factories import account
from phoihop.commitments import actions as commitments
from phoihop.commitments.models import Commitment
from phoihop.core import moment
from phoihop.core.papers import papers_of
from phoihop.directory.tests.factories import NOW
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import Petition
from phoihop.petitions.tests.factories import DUE, PROMISED, Voices

pytestmark = pytest.mark.django_db
LETTERS = {"forwarding", "urging", "reply", "inspection"}


@pytest.fixture
def at_work(settings: Any) -> Voices:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Voices()


def letters(row: Petition) -> set[str]:
    return LETTERS & {kind.short for kind in papers_of(Petition.objects.get(pk=row.pk))}


def test_each_letter_of_a_petition_waits_for_its_occasion(at_work: Voices, settings: Any) -> None:
    assert letters(at_work.received()) == set()
    row = at_work.assigned()
    assert letters(row) == {"forwarding"}
    assert letters(at_work.perform(verbs.urge, row, at_work.council)) == {"forwarding", "urging"}
    late = at_work.forwarded()
    settings.CLOCK_OFFSET += timedelta(days=(DUE - NOW.date()).days + 1)
    assert letters(late) == {"forwarding", "urging"}
    assert letters(at_work.draft(row)) == {"forwarding", "urging", "reply"}
    assert letters(at_work.perform(verbs.answer, row, at_work.leader, capacity="TM.")) == {
        "forwarding",
        "reply",
    }


def test_an_inspection_is_offered_from_the_third_sending_without_result(at_work: Voices) -> None:
    row = at_work.returned()
    assert "inspection" not in letters(row)
    row = at_work.returned(at_work.answered_to(row))
    assert "inspection" in letters(row)
    row = at_work.answered_to(
        row, result_class="da_giai_quyet", proof_words="Biên bản nghiệm thu ngày 01/8/2027"
    )
    assert "inspection" not in letters(row)


def test_a_promise_is_urged_when_it_is_late_or_was_urged_and_never_when_it_is_done(
    at_work: Voices, settings: Any
) -> None:
    at_work.answered()

    def urged() -> bool:
        return "urging" in {kind.short for kind in papers_of(Commitment.objects.get())}

    assert not urged()
    at_work.perform(commitments.urge, Commitment.objects.get(), at_work.office)
    assert urged()
    settings.CLOCK_OFFSET += timedelta(days=(PROMISED - NOW.date()).days + 1)
    at_work.perform(commitments.accept, Commitment.objects.get(), at_work.unit)
    at_work.perform(commitments.report_done, Commitment.objects.get(), at_work.unit, text="Đã thay xong")
    assert not urged()


def test_the_page_shows_and_serves_only_the_papers_of_their_occasion(at_work: Voices) -> None:
    row = at_work.assigned()
    made = account("van-thu", at_work.bodies["TTHDND"], "clerk")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    page = client.get(f"/kien-nghi/{row.code}/").content.decode()
    assert "Công văn chuyển kiến nghị" in page
    assert "Công văn đôn đốc" not in page
    assert client.get(f"/kien-nghi/{row.code}/van-ban/urging.docx").status_code == 404
    assert client.get(f"/kien-nghi/{row.code}/van-ban/forwarding.docx").status_code == 200
