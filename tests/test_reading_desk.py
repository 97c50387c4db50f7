"""A paper at the reading desk: proposed, decided item by item, recorded by ordinary actions with its place kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from phoihop.activities.programmes.models import Programme
from phoihop.commitments.models import Commitment
from phoihop.core.actions import Forbidden, Refused, Stale, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalEntry, Link
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.documents.actions import withdraw
from phoihop.documents.models import File
from phoihop.ingest import actions as verbs
from phoihop.ingest.models import Reading

pytestmark = pytest.mark.django_db
PAPERS = Path(__file__).resolve().parent.parent / "phoihop/config/demo/papers"


def read_in(name: str, who: Actor) -> Reading:
    upload = ContentFile((PAPERS / name).read_bytes(), name=name)
    made: Reading = perform(verbs.read, actor=who, at=NOW, upload=upload)
    return made


@pytest.fixture
def bodies() -> dict[str, Organisation]:
    return ward("Minh Tân")


@pytest.fixture
def clerk(bodies: dict[str, Organisation]) -> Actor:
    return acting(bodies["TTHDND"], "clerk")


@pytest.fixture
def paper(clerk: Actor) -> Reading:
    return read_in("12-minh-tan-chuong-trinh-2026.docx", clerk)


def refused(verb: Callable[..., Any], record: Any, who: Actor, **inputs: Any) -> str:
    before = JournalEntry.objects.count(), File.objects.count()
    with pytest.raises(Refused) as why:
        perform(verb, record, actor=who, at=NOW, **inputs)
    assert (JournalEntry.objects.count(), File.objects.count()) == before
    return why.value.reason


def decisions(reading: Reading) -> dict[int, str]:
    return dict(reading.proposals.values_list("order", "decision"))


def test_reading_proposes_and_records_nothing(paper: Reading) -> None:
    assert (paper.state, paper.proposals.count() > 5) == ("read", True)
    assert set(decisions(paper).values()) == {"open"}
    assert Programme.objects.count() == Commitment.objects.count() == 0
    assert all(paper.text[p.start : p.end] for p in paper.proposals.all() if p.end)


def test_an_unrelated_text_is_declined_and_nothing_of_it_is_kept(clerk: Actor) -> None:
    pasted = (
        "Công thức nấu phở bò: ninh xương tám tiếng, thêm quế, hồi, gừng nướng, nêm vừa miệng rồi dùng nóng."
    )
    assert refused(verbs.read, None, clerk, pasted=pasted)


def test_a_stranger_neither_sees_nor_decides(paper: Reading, bodies: dict[str, Organisation]) -> None:
    stranger = acting(bodies["PKT"], "clerk", user=9)
    assert not Reading.objects.visible_to(stranger).exists()
    for verb, inputs in (
        (verbs.decide, {"order": 1, "decision": "accepted"}), (verbs.accept_sure, {}), (verbs.record, {"sure": True}),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            perform(verb, paper, actor=stranger, at=NOW, **inputs)
    assert set(decisions(paper).values()) == {"open"}


def test_an_item_is_accepted_rejected_or_changed_and_keeps_its_place(paper: Reading, clerk: Actor) -> None:
    first, second, third = paper.proposals.filter(field="parties").order_by("order")[:3]
    perform(verbs.decide, paper, actor=clerk, at=NOW, order=first.order, decision="accepted")
    perform(verbs.decide, paper, actor=clerk, at=NOW, order=second.order, decision="rejected")
    perform(
        verbs.decide, paper, actor=clerk, at=NOW, order=third.order, decision="accepted", value="UBND xã Khác"
    )
    kept = {p.order: p for p in paper.proposals.order_by("order")}
    assert [kept[p.order].decision for p in (first, second, third)] == ["accepted", "rejected", "changed"]
    assert kept[third.order].value == "UBND xã Khác"
    assert (kept[third.order].start, kept[third.order].end) == (third.start, third.end)
    assert "Không có mục số 9999" in refused(verbs.decide, paper, clerk, order=9999, decision="accepted")


def test_a_changed_day_must_be_a_day(clerk: Actor) -> None:
    paper = read_in("16-minh-tan-tin-ky-ket-2027.txt", clerk)
    day = paper.proposals.get(field="event_dates")
    assert "Ngày chưa đúng" in refused(
        verbs.decide, paper, clerk, order=day.order, decision="changed", value="31/02/2026"
    )
    perform(verbs.decide, paper, actor=clerk, at=NOW, order=day.order, decision="changed", value="05/08/2026")
    assert paper.proposals.get(order=day.order).value == "2026-08-05"


def test_all_that_is_sure_is_taken_at_once_and_a_decision_made_before_stands(
    paper: Reading, clerk: Actor
) -> None:
    sure = [p for p in paper.proposals.all() if p.is_sure]
    perform(verbs.decide, paper, actor=clerk, at=NOW, order=sure[0].order, decision="rejected")
    perform(verbs.accept_sure, paper, actor=clerk, at=NOW)
    expected = {p.order: "accepted" if p.is_sure else "open" for p in paper.proposals.all()}
    assert decisions(paper) == {**expected, sure[0].order: "rejected"}


def test_nothing_taken_is_nothing_recorded(paper: Reading, clerk: Actor) -> None:
    assert "Chưa nhận mục nào" in refused(verbs.record, paper, clerk, sure=True)


def test_what_is_taken_becomes_records_linked_to_the_paper(paper: Reading, clerk: Actor) -> None:
    for proposal in paper.proposals.all():
        wanted = proposal.field in ("parties", "programme", "contents")
        perform(
            verbs.decide, paper, actor=clerk, at=NOW, order=proposal.order,
            decision="accepted" if wanted else "rejected",
        )  # fmt: skip
    done = perform(verbs.record, paper, actor=clerk, at=NOW, sure=True)
    programme = Programme.objects.get()
    wanted_contents = paper.proposals.filter(field="contents").count()
    assert (done.state, programme.contents.count()) == ("recorded", wanted_contents)
    assert programme.code in set(paper.proposals.values_list("made", flat=True))
    made = Link.objects.filter(from_type="ingest.reading", from_id=paper.pk, kind="yields")
    assert list(made.values_list("to_type", "to_id")) == [("programmes.programme", programme.pk)]
    assert verify_database().faults == []
    with pytest.raises(Stale):
        perform(verbs.record, paper, actor=clerk, at=NOW, sure=True)
    assert Programme.objects.count() == 1


def test_a_withdrawn_file_keeps_its_record_and_its_reason(
    paper: Reading, clerk: Actor, bodies: dict[str, Organisation]
) -> None:
    file = File.objects.get()
    with pytest.raises(Forbidden):
        perform(withdraw, file, actor=acting(bodies["PKT"], "clerk", user=9), at=NOW, withdrawn_why="x")
    perform(withdraw, file, actor=clerk, at=NOW, withdrawn_why="Nhầm bản")
    assert File.objects.values_list("state", "withdrawn_why").get() == ("withdrawn", "Nhầm bản")
