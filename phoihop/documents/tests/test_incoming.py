"""A paper comes in: arrival number, handling, done; each step and each refusal."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.core.actions import Forbidden, Refused
from phoihop.core.deadlines import running
from phoihop.core.links import linked_to
from phoihop.core.models import Notice
from phoihop.directory.tests.factories import TODAY, acting
from phoihop.documents import actions as verbs
from phoihop.documents.models import IncomingDocument, OutgoingDocument
from phoihop.documents.tests.factories import Registry, scan
from phoihop.documents.versions import paper_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Registry:
    return Registry()


def test_arrival_numbers_count_from_one_per_body_and_year(room: Registry) -> None:
    assert [room.registered().arrival_number for _n in range(3)] == [
        "01/2027",
        "02/2027",
        "03/2027",
    ]
    old = room.registered(arrived_on=date(2026, 12, 30), dated=None)
    assert old.arrival_number == "01/2026"
    front = room.perform(
        verbs.receive, None, room.front, owner=room.bodies["MTTQ"], sender_words="Sở Nội vụ", about="Việc"
    )
    assert room.perform(verbs.register_arrival, front, room.front).arrival_number == "01/2027"


def test_given_to_a_unit_by_a_day_it_runs_a_clock_until_it_is_done(room: Registry) -> None:
    paper = room.registered()
    paper = room.perform(
        verbs.assign,
        paper,
        room.leader,
        unit=room.bodies["PKT"],
        due_on=date(2027, 8, 10),
        words="Tham mưu kế hoạch",
    )
    assert [(c.code, c.due_on, c.body) for c in running(paper)] == [
        ("documents.handling", date(2027, 8, 10), room.bodies["PKT"].pk)
    ]
    assert IncomingDocument.objects.visible_to(room.unit).get() == paper
    paper = room.perform(verbs.note_done, paper, room.unit, result="Đã trình kế hoạch số 12/KH-UBND")
    assert (paper.state, paper.done_on, running(paper)) == ("done", date(2027, 8, 2), [])


def test_registering_stops_the_clock_of_arrival(room: Registry) -> None:
    paper = room.arrived()
    assert [c.code for c in running(paper)] == ["documents.registering"]
    assert running(room.perform(verbs.register_arrival, paper, room.office)) == []


def test_a_leaders_note_is_kept_whole_or_not_at_all(room: Registry) -> None:
    paper, unit = room.registered(), room.bodies["PKT"]
    with pytest.raises(Refused, match="Bút phê phải đủ"):
        room.perform(verbs.assign, paper, room.office, unit=unit, decided_by="Chủ tịch")
    with pytest.raises(Refused, match="tương lai"):
        room.perform(
            verbs.assign, paper, room.office, unit=unit, decided_by="Chủ tịch", decided_on=date(2027, 8, 3),
            scan=scan(),
        )  # fmt: skip
    paper = room.perform(
        verbs.assign,
        paper,
        room.office,
        unit=unit,
        decided_by="Chủ tịch",
        decided_on=date(2027, 8, 1),
        scan=scan(),
    )
    row = paper.handlings.get()
    assert (row.decided_by, row.decided_on, row.scan.name) == ("Chủ tịch", date(2027, 8, 1), "ban-ky.pdf")


def test_days_that_cannot_be_are_refused(room: Registry) -> None:
    with pytest.raises(Refused, match="Ngày đến ở tương lai"):
        room.arrived(arrived_on=date(2027, 8, 3))
    with pytest.raises(Refused, match="sau ngày đến"):
        room.arrived(arrived_on=date(2027, 7, 1))
    with pytest.raises(Refused, match="trước ngày đến"):
        room.perform(
            verbs.assign, room.registered(), room.leader, unit=room.bodies["PKT"], due_on=date(2027, 7, 1)
        )


def test_nobody_puts_papers_into_another_bodys_book(room: Registry) -> None:
    with pytest.raises(Forbidden):
        room.perform(
            verbs.receive, None, room.front, owner=room.bodies["UBND"], sender_words="MTTQ", about="Việc"
        )
    with pytest.raises(Forbidden):
        room.perform(verbs.register_arrival, room.arrived(), room.front)


def test_an_entry_is_put_right_and_keeps_its_number(room: Registry) -> None:
    paper = room.registered()
    given = {
        "sender_words": "UBND thành phố Hà Nội",
        "about": "Kế hoạch 2028",
        "reason": "Ghi nhầm trích yếu",
    }
    paper = room.perform(verbs.correct_entry, paper, room.office, **given)
    assert (paper.about, paper.arrival_number) == ("Kế hoạch 2028", "01/2027")
    with pytest.raises(Refused, match="trong năm ấy"):
        room.perform(verbs.correct_entry, paper, room.office, arrived_on=date(2026, 8, 1), **given)


def test_a_paper_issued_by_the_body_above_is_known_as_a_superiors(room: Registry) -> None:
    from phoihop.directory.tests.factories import body

    below = body(room.bodies["UBND"].territory, "TTPVHCC", above=room.bodies["UBND"])
    room.issued(copies=f"{below.name}\n{room.bodies['MTTQ'].name}")
    found = {paper.owner_id: paper.standing for paper in IncomingDocument.objects.all()}
    assert found == {below.pk: "superior", room.bodies["MTTQ"].pk: "other"}


def test_a_paper_that_came_before_is_named_and_not_taken_again(room: Registry) -> None:
    row = room.arrived()
    with pytest.raises(Refused, match=f"đã nhận: {row.code}") as told:
        room.arrived(sender_words="Ubnd thành phố  Hà Nội", their_number="45/kh-ubnd", about="Kế hoạch khác")
    assert told.value.field == "their_number"
    assert room.arrived(their_number="46/KH-UBND").code != row.code
    assert room.arrived(dated=None).code != row.code


@pytest.mark.parametrize(
    "sender", ["UBND TP Hà Nội", "Ủy ban nhân dân TP. Hà Nội", "Uỷ ban nhân dân thành phố Hà Nội"]
)
def test_another_spelling_of_the_sender_is_the_same_sender(room: Registry, sender: str) -> None:
    row = room.arrived()
    with pytest.raises(Refused, match=f"đã nhận: {row.code}"):
        room.arrived(sender_words=sender, their_number=row.their_number)


def test_another_body_of_the_same_number_and_day_is_another_paper(room: Registry) -> None:
    row = room.arrived(sender_words="UBND quận Ba Đình")
    other = room.arrived(sender_words="UBND P. Ba Đình", their_number=row.their_number)
    assert other.code != row.code


def test_one_unit_leads_and_others_help_and_all_of_them_read_it(room: Registry) -> None:
    lead, help_one = room.bodies["PKT"], room.bodies["PVHXH"]
    paper = room.perform(verbs.assign, room.registered(), room.leader, unit=lead, helpers=[help_one, lead])
    assert (paper.unit, paper.helper_words) == (lead, str(help_one))
    assert IncomingDocument.objects.visible_to(acting(help_one, "unit")).get() == paper
    told = Notice.objects.filter(verb="documents.assign").values_list("body", flat=True)
    assert {lead.pk, help_one.pk} <= set(told)
    paper = room.perform(verbs.reassign, paper, room.leader, unit=help_one, helpers=[])
    assert (paper.unit, paper.helper_words) == (help_one, "")
    assert [row.beside for row in paper.handlings.all()] == [str(help_one), ""]


def test_the_arrival_of_a_paper_that_was_recalled_says_so(room: Registry) -> None:
    made = room.issued()
    room.perform(verbs.recall, made, room.leader, words="Nhầm")
    paper = IncomingDocument.objects.get()
    assert paper.sender_line == "Nơi gửi đã thu hồi 02/08/2027"
    assert paper.shown_state(TODAY) == ("rut", "Nơi gửi đã thu hồi 02/08/2027; mới đến, chờ vào sổ")


@pytest.mark.parametrize(
    ("error", "kind", "line"), [("form", "TB", "Nơi gửi đã đính chính"), ("content", "BC", "Nơi gửi đã thay thế")]
)  # fmt: skip
def test_the_arrival_of_a_paper_that_was_put_right_says_so_once_the_other_is_out(
    room: Registry, error: str, kind: str, line: str
) -> None:
    made = room.perform(verbs.correct, room.issued(), room.office, wrong="24 tổ", right="25 tổ", error=error)
    other = OutgoingDocument.objects.exclude(pk=made.pk).get()
    assert (other.kind_id, IncomingDocument.objects.get().sender_line) == (kind, "")
    other = room.perform(verbs.lock_for_signing, room.perform(verbs.approve, other, room.leader), room.office)
    other = room.compared(room.perform(verbs.sign, other, room.leader))
    room.perform(verbs.issue, other, room.office)
    paper = IncomingDocument.objects.get(outgoing=made)
    assert paper.sender_line == f"{line} 02/08/2027"


def test_an_error_of_content_is_put_right_by_the_whole_text_once_more(room: Registry) -> None:
    made = room.perform(
        verbs.correct, room.issued(), room.office, wrong="24 tổ", right="25 tổ", error="content"
    )
    other = OutgoingDocument.objects.exclude(pk=made.pk).get()
    text = " ".join(paper_lines(other.blocks()))
    assert "25 tổ" in text and "24 tổ" not in text and "Văn bản này thay thế Báo cáo số 01/BC-UBND" in text
    assert (other.about, other.kind, [kind for kind, _row in linked_to(made, "replaced_by")]) == (
        made.about, made.kind, ["replaced_by"],
    )  # fmt: skip
