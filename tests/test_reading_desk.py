"""A paper at the reading desk: proposed, decided item by item, recorded by ordinary actions with its place kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from phoihop.accounts.setup import register_bodies
from phoihop.activities.programmes.models import Programme, Section, Target
from phoihop.activities.programmes.texts import section_text
from phoihop.commitments.models import Commitment
from phoihop.core import seed
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalEntry, Link
from phoihop.core.papers import Title, build_paper
from phoihop.core.who import CLOCK, Actor
from phoihop.directory.actions import register_body
from phoihop.directory.models import BodyKind, Organisation
from phoihop.directory.tests.factories import NOW, acting, territory, ward
from phoihop.documents.actions import withdraw
from phoihop.documents.models import File
from phoihop.ingest import actions as verbs
from phoihop.ingest.forms import RecordForm
from phoihop.ingest.models import Reading
from phoihop.reports.models import IntakeFigure

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
    assert "Chưa nhận mục nào" in refused(verbs.record, done, clerk, sure=True)
    assert Programme.objects.count() == 1


PROGRAMME = "14-minh-tan-chuong-trinh-2027.docx"


@pytest.fixture
def office() -> Actor:
    """A clerk of a ward with all its usual bodies, so that every lead of an annex is known."""
    seed.load_all()
    place = territory("Minh Tân")
    found = register_bodies(place, "phuong", at=NOW, also=frozenset({"CTD"}))
    school = BodyKind.objects.get(pk="PHONG")
    name = "Trường THCS Minh Tân"
    perform(register_body, actor=CLOCK, at=NOW, territory=place, kind=school, name=name, short_name=name)
    return acting(found["TTHDND"], "clerk")


def recorded(name: str, who: Actor) -> Reading:
    reading = read_in(name, who)
    perform(verbs.accept_sure, reading, actor=who, at=NOW)
    done: Reading = perform(verbs.record, reading, actor=who, at=NOW, sure=True)
    return done


def test_the_same_file_read_again_says_so_and_nothing_doubles(office: Actor) -> None:
    first = recorded(PROGRAMME, office)
    kinds = (Programme, Commitment, Target, IntakeFigure)
    before = [kind.objects.count() for kind in kinds]
    again = recorded(PROGRAMME, office)
    assert [kind.objects.count() for kind in kinds] == before and before[2] == 26
    assert any("đã đọc rồi" in note and first.code in note for note in again.notes)
    assert verify_database().faults == []


def test_a_signed_programme_keeps_its_parts_and_all_its_signers(office: Actor) -> None:
    recorded(PROGRAMME, office)
    programme = Programme.objects.get()
    assert {row.section for row in programme.paragraphs.all()} == set(Section.values)
    signed = [(party.body.kind_id, party.capacity, party.signer) for party in programme.parties.all()]
    assert signed == [
        ("TTHDND", "TM.", "Đặng Quang Thịnh"), ("UBND", "TM.", "Phạm Đình Khải"), ("MTTQ", "TM.", "Hoàng Thị Bích Thảo"),
    ]  # fmt: skip
    assert all(section_text(programme, Section.CONTENTS, item.key) for item in programme.contents.all())
    paper = build_paper("programmes.text", programme, actor=office, at=NOW)
    title = next(block for block in paper.blocks if isinstance(block, Title))
    assert (title.kind, title.subject.startswith("Phối hợp công tác")) == ("CHƯƠNG TRÌNH", True)
    assert not [run.text for block in paper.walk() for run in getattr(block, "runs", ()) if run.gap]


@pytest.mark.parametrize(
    "name", ["11-minh-tan-quy-che-2026-2031.docx", PROGRAMME, "13-minh-tan-tong-ket-2026.docx"]
)
def test_no_item_speaks_in_codes(office: Actor, name: str) -> None:
    said = [(p.field, p.words) for p in read_in(name, office).proposals.all()]
    code = re.compile(
        r"[\[\]{}]|'|at_least|at_most|calendar|working|before|after|\d{4}-\d{2}-\d{2}|\d\.\d+ (?:%|tỷ)|None"
    )
    assert [row for row in said if code.search(row[1]) and row[0] != "legal_bases"] == []


def test_a_paper_is_called_by_its_kind_and_subject(clerk: Actor) -> None:
    found = read_in(PROGRAMME, clerk)
    assert (found.kind_label, found.title.startswith("Chương trình phối hợp công tác giữa")) == (
        "Chương trình",
        True,
    )
    rule = read_in("11-minh-tan-quy-che-2026-2031.docx", clerk)
    assert (rule.kind_label, rule.title[:7]) == ("Quy chế", "Quy chế")


def test_a_row_of_a_table_is_no_duty(clerk: Actor) -> None:
    duties = read_in(PROGRAMME, clerk).proposals.filter(field="obligations")
    assert [p.words for p in duties if " | " in p.words] == []


def test_every_part_of_a_task_can_be_changed_before_it_is_recorded(office: Actor) -> None:
    reading = read_in(PROGRAMME, office)
    perform(verbs.accept_sure, reading, actor=office, at=NOW)
    task = reading.proposals.filter(field="proposed_tasks").first()
    assert task is not None
    boxes = {key: now for key, _label, _kind, now, _choices in task.boxes()}
    assert list(boxes) == ["content", "lead", "cooperating", "product", "due"]
    parts = {**boxes, "lead": "Phòng Văn hóa - Xã hội", "product": "Quyết định", "due": "15/03/2027"}
    perform(verbs.decide, reading, actor=office, at=NOW, order=task.order, decision="accepted", parts=parts)
    perform(verbs.record, reading, actor=office, at=NOW, sure=True)
    made = Commitment.objects.get(number=task.value["no"])
    assert (made.lead.kind_id, made.product, made.due_on) == ("PVHXH", "Quyết định", date(2027, 3, 15))
    assert "đã ghi vào sổ" in refused(verbs.decide, reading, office, order=task.order, decision="rejected")


def test_a_plan_typed_as_no_number_is_refused(clerk: Actor) -> None:
    reading = read_in(PROGRAMME, clerk)
    target = reading.proposals.filter(field="targets").first()
    assert target is not None
    said = refused(
        verbs.decide, reading, clerk, order=target.order, decision="accepted", parts={"plan": "nhiều"}
    )
    assert said == "Mức giao chưa đúng: nhiều."


def test_what_was_left_open_can_still_be_recorded_later(office: Actor) -> None:
    paper = read_in(PROGRAMME, office)
    perform(verbs.accept_sure, paper, actor=office, at=NOW)
    late = paper.proposals.filter(field="proposed_tasks").last()
    assert late is not None
    perform(verbs.decide, paper, actor=office, at=NOW, order=late.order, decision="open")
    done = perform(verbs.record, paper, actor=office, at=NOW, sure=True)
    form = RecordForm(record=done, actor=office)
    assert f"{late.order}. {late.field_label}" in str(form.fields["sure"].help_text)
    before = Commitment.objects.count()
    perform(verbs.decide, done, actor=office, at=NOW, order=late.order, decision="accepted")
    again = perform(verbs.record, done, actor=office, at=NOW, sure=True)
    assert again.proposals.get(order=late.order).made
    assert (Programme.objects.count(), Commitment.objects.count()) == (1, before + 1)
    assert verify_database().faults == []


def test_what_the_recorder_made_of_others_papers_is_open_to_the_recorder(office: Actor) -> None:
    reading = read_in("18-minh-tan-mttq-hoi-phu-nu-2027.docx", office)
    perform(verbs.accept_sure, reading, actor=office, at=NOW)
    for task in reading.proposals.filter(field="proposed_tasks"):
        perform(verbs.decide, reading, actor=office, at=NOW, order=task.order, decision="rejected")
    perform(verbs.record, reading, actor=office, at=NOW, sure=True)
    hidden = []
    for link in Link.objects.filter(from_type="ingest.reading", from_id=reading.pk, kind="yields"):
        model: Any = apps.get_model(link.to_type)
        if not model.objects.visible_to(office).filter(pk=link.to_id).exists():
            hidden.append(f"{link.to_type}:{link.to_id}")
    assert hidden == []


def test_a_withdrawn_file_keeps_its_record_and_its_reason(
    paper: Reading, clerk: Actor, bodies: dict[str, Organisation]
) -> None:
    file = File.objects.get()
    with pytest.raises(Forbidden):
        perform(withdraw, file, actor=acting(bodies["PKT"], "clerk", user=9), at=NOW, withdrawn_why="x")
    perform(withdraw, file, actor=clerk, at=NOW, withdrawn_why="Nhầm bản")
    assert File.objects.values_list("state", "withdrawn_why").get() == ("withdrawn", "Nhầm bản")


def test_what_stands_in_a_book_one_may_not_open_is_said_without_a_code(office: Actor) -> None:
    name = "17-minh-tan-mttq-chu-thap-do-2027-2031.docx"
    recorded(name, acting(Organisation.objects.get(kind="MTTQ"), "clerk", user=2))
    code = Programme.objects.get().code
    again = recorded(name, office)
    made = set(again.proposals.filter(field="programme").values_list("made", flat=True))
    assert made == {"đã có trong sổ của cơ quan khác"} and Programme.objects.get().code == code
    assert not Link.objects.filter(from_type="ingest.reading", from_id=again.pk, kind="yields").exists()


def test_facts_about_the_paper_wait_for_no_record(office: Actor) -> None:
    done = recorded(PROGRAMME, office)
    assert done.decided()["waiting"] == []
    assert [label for label, _rows in done.made_groups()][:3] == [
        "Chương trình",
        "Nhiệm vụ, việc được giao",
        "Chỉ tiêu được giao",
    ]
