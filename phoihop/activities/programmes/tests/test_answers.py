"""What is said to be taken in was changed, and the matrix tells how; the committee's view; what notices name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.forms import AgreeForm, AnswerForm
from phoihop.activities.programmes.models import Comment, Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_actions import refused
from phoihop.activities.programmes.tests.test_drafting import full, line, rewrite, said
from phoihop.activities.programmes.texts import fingerprint_of, lines_of
from phoihop.core.actions import actions_of, perform
from phoihop.core.models import Notice
from phoihop.core.papers import Table as Grid
from phoihop.core.papers import build_paper
from phoihop.directory.tests.factories import NOW, TODAY
from phoihop.documents.models import OutgoingDocument

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def table() -> Table:
    return Table()


def fresh(programme: Programme) -> Programme:
    return Programme.objects.get(pk=programme.pk)


def answered(table: Table, row: Comment, answer: str = "accepted", **given: Any) -> Comment:
    made: Comment = perform(verbs.answer_comment, row, actor=table.office, at=LATER, answer=answer, **given)
    return made


def test_what_is_taken_in_changes_the_paragraph_or_says_how_it_was_met(table: Table) -> None:
    made = full(table)
    first = said(table, made, table.second, "bốn đợt", note="Nên ba đợt")
    other = said(table, made, table.second, "Hai cuộc", note="Ghi rõ tháng")
    whole = said(table, made, table.second, "Công khai lịch", note="Ghi nơi niêm yết")
    rewrite(made, table.office, "Hai cuộc", "Hai cuộc, tháng 4 và tháng 9.", at=LATER)
    # the text has a newer version, but not of this paragraph
    assert (
        refused(verbs.answer_comment, first, table.office, answer="accepted")
        == "Tiếp thu mà chưa sửa đoạn nào."
    )
    same = {"answer": "accepted", "text": "Mỗi năm bốn đợt."}
    assert refused(verbs.answer_comment, first, table.office, **same) == "Tiếp thu mà chưa sửa đoạn nào."
    assert answered(table, other).changed_in == 2
    assert answered(table, first, text="Mỗi năm ba đợt.").changed_in == 3
    met = answered(table, whole, words="Đã ghi ở nội dung 3.")
    assert (met.answer, met.changed_in, met.answer_words) == ("accepted", None, "Đã ghi ở nội dung 3.")


def test_the_matrix_tells_what_the_paragraph_was_and_is_and_keeps_the_file_out_of_the_opinion(
    table: Table,
) -> None:
    made = full(table)
    row = said(table, made, table.second, "bốn đợt", note="Nên ba đợt")
    whole = said(table, made, table.second, "Công khai lịch", note="Ghi nơi niêm yết")
    gone = said(table, made, table.second, "Mục đích hai", note="Bỏ")
    untracked = perform(
        verbs.comment, actor=table.second, at=NOW, programme=fresh(made), place=row.key,
        note="người sửa không bật theo dõi thay đổi", new="Mỗi năm sáu đợt.",
    )  # fmt: skip
    Comment.objects.filter(pk=untracked.pk).update(way="word")
    answered(table, row, text="Mỗi năm ba đợt.")
    answered(table, whole, words="Đã ghi ở nội dung 3.")
    rewrite(made, table.office, "Mục đích hai", "", at=LATER)
    answered(table, gone)
    paper = build_paper("programmes.comment_matrix", fresh(made), actor=table.office, at=NOW)
    (grid,) = [block for block in paper.walk() if isinstance(block, Grid)]
    rows = [[c.text for c in cells] for cells in grid.rows[1:]]
    assert {(r[2], r[4], r[5], r[6]) for r in rows} == {
        ("Nên ba đợt", "Tiếp thu", "“Mỗi năm bốn đợt.” → “Mỗi năm ba đợt.”", "v2"),
        ("Ghi nơi niêm yết", "Tiếp thu", "Đã ghi ở nội dung 3.", ""),
        ("Bỏ", "Tiếp thu", "Bỏ đoạn này.", "v3"),
        ("Sửa “Mỗi năm bốn đợt.” thành “Mỗi năm sáu đợt.”.", "chưa phản hồi", "", ""),
    }
    assert sum("vào bản v1" in r[3] for r in rows) == 4
    assert [r[3].endswith("bản Word, không bật theo dõi thay đổi") for r in rows].count(True) == 1


def test_a_paragraph_asked_for_is_put_after_the_one_commented_which_stays(table: Table) -> None:
    made = full(table)
    place = said(table, made, table.second, "bốn đợt", note="Ghi thêm nơi họp")
    asked = perform(
        verbs.comment, actor=table.second, at=NOW, programme=fresh(made), place=place.key, new="Họp tại nhà văn hóa.", after=True,
    )  # fmt: skip
    again = {"programme": fresh(made), "place": place.key, "note": "Thêm", "after": True}
    assert refused(verbs.comment, None, table.second, **again) == "Chưa viết đoạn thêm."
    assert (asked.old, asked.words) == ("", "Thêm đoạn “Họp tại nhà văn hóa.” sau đoạn này.")
    before = [line.text for line in lines_of(fresh(made))]
    at = before.index("Mỗi năm bốn đợt.") + 1
    assert answered(table, asked, text="Họp tại nhà văn hóa tổ.").changed_in == 2
    assert answered(table, place, text="Mỗi đợt một nơi.", after=True).changed_in == 3
    now = [line.text for line in lines_of(fresh(made))]
    assert now == [*before[:at], "Mỗi đợt một nơi.", "Họp tại nhà văn hóa tổ.", *before[at:]]
    paper = build_paper("programmes.comment_matrix", fresh(made), actor=table.office, at=NOW)
    (grid,) = [block for block in paper.walk() if isinstance(block, Grid)]
    assert {cells[5].text for cells in grid.rows[1:]} == {
        "Thêm đoạn “Mỗi đợt một nơi.”.", "Thêm đoạn “Họp tại nhà văn hóa tổ.”.",
    }  # fmt: skip


def test_a_number_that_a_programme_signed_before_carries_is_passed_over(table: Table) -> None:
    old = table.in_force()
    made = table.locked()
    document = OutgoingDocument.objects.get()
    assert (old.number_words, document.official_number) == (
        "số 01/CTrPH-HĐND-UBND-MTTQ", "02/CTrPH-HĐND-UBND-MTTQ",
    )  # fmt: skip
    assert made.paper_out == document


def test_an_agreement_names_the_text_that_was_read(table: Table) -> None:
    made = full(table)
    form = AgreeForm({"paper": ""}, record=made, actor=table.leader)
    assert not form.is_valid() and "Thiếu vân tay" in str(form.errors["fingerprint"])
    read = fingerprint_of(made)
    rewrite(made, table.office, "Hai cuộc", "Ba cuộc.", at=LATER)
    assert "Văn bản đã đổi" in refused(verbs.agree, fresh(made), table.leader, fingerprint=read)


def test_the_committee_is_asked_before_it_answers_and_a_wrong_entry_is_put_right(table: Table) -> None:
    made, tomorrow = full(table), TODAY + timedelta(days=1)
    ask, note = verbs.ask_committee_view, verbs.note_committee_view
    assert refused(ask, made, table.office, asked_on=tomorrow, way="in_writing") == "Ngày này ở tương lai."
    perform(ask, made, actor=table.office, at=NOW, asked_on=TODAY, way="in_writing")
    early = {"answered_on": TODAY - timedelta(days=1), "conclusion": "Đồng ý"}
    assert (
        refused(note, fresh(made), table.office, **early)
        == "Ngày có ý kiến trước ngày xin ý kiến (02/08/2027)."
    )
    assert (
        refused(note, fresh(made), table.office, answered_on=tomorrow, conclusion="x")
        == "Ngày này ở tương lai."
    )
    row = fresh(made).committee_views.get()
    perform(
        verbs.correct_committee_view, fresh(made), actor=table.office, at=NOW, row=row.pk, reason="Ghi nhầm ngày",
        asked_on=date(2027, 7, 30), way="at_a_meeting", answered_on=date(2027, 7, 31), conclusion="Đồng ý chủ trương",
    )  # fmt: skip
    row = fresh(made).committee_views.get()
    assert (row.asked_on, row.way, row.answered_on, row.conclusion) == (
        date(2027, 7, 30), "at_a_meeting", date(2027, 7, 31), "Đồng ý chủ trương",
    )  # fmt: skip
    perform(
        verbs.correct_committee_view, fresh(made), actor=table.office, at=NOW, row=row.pk, reason="Nhầm chương trình",
        asked_on=row.asked_on, way=row.way, gone=True,
    )  # fmt: skip
    assert not fresh(made).committee_views.exists()


def test_a_notice_names_the_body_the_reason_and_the_year(table: Table) -> None:
    made = table.agree(full(table, title="Chương trình phối hợp công tác"), "UBND")
    perform(verbs.withdraw_agreement, made, actor=table.chair("UBND"), at=NOW, reason="Chưa rõ kinh phí")
    (told,) = set(Notice.objects.filter(verb="programmes.withdraw_agreement").values_list("text", flat=True))
    assert told.startswith("Ủy ban nhân dân") or told.startswith("UBND")
    assert told.endswith(
        "đã rút ý kiến thống nhất với “Chương trình phối hợp công tác năm 2027” (bản v1). Lý do: Chưa rõ kinh phí"
    )


def test_a_programme_of_next_year_is_in_force_from_then(table: Table) -> None:
    made = table.in_force(title="Chương trình phối hợp", period_from=2028, period_to=2028)
    assert made.effect_words == "có hiệu lực từ năm 2028"
    told = set(Notice.objects.filter(verb="programmes.confirm_signing").values_list("text", flat=True))
    assert told == {"“Chương trình phối hợp năm 2028” có hiệu lực từ năm 2028, số 01/CTrPH-HĐND-UBND-MTTQ."}


def test_steps_that_need_another_before_them_are_no_buttons(table: Table) -> None:
    table.seat()
    made = full(table)

    def offered() -> set[str]:
        rows = Programme.objects.prefetch_related("parties", "agreements", "committee_views")
        return {
            offer.action.name.partition(".")[2] for offer in actions_of(rows.get(pk=made.pk), table.office)
        }

    never = {
        "withdraw_agreement",
        "lock_for_signing",
        "record_signing",
        "note_committee_view",
        "correct_committee_view",
    }
    assert not offered() & never
    table.agree(made)
    assert offered() & never == {"withdraw_agreement", "lock_for_signing", "record_signing"}
    table.locked(fresh(made), agreed=True)
    assert "withdraw_signature" not in offered()
    table.sign(fresh(made), "TTHDND")
    assert "withdraw_signature" in offered()


def test_the_box_of_an_answer_holds_the_paragraph_and_left_as_it_is_changes_nothing(table: Table) -> None:
    made = full(table)
    row = said(table, made, table.second, "bốn đợt", note="Nên ba đợt")
    form = AnswerForm(record=row, actor=table.office)
    assert (form.initial["text"], form.initial["was"]) == ("Mỗi năm bốn đợt.", "Mỗi năm bốn đợt.")
    assert refused(verbs.answer_comment, row, table.office, answer="accepted", text="Mỗi năm bốn đợt.") == (
        "Tiếp thu mà chưa sửa đoạn nào."
    )
    proposed = said(table, made, table.second, "Hai cuộc", new="Ba cuộc.")
    assert answered(table, proposed, text="Hai cuộc.").changed_in == 2
    assert line(made, "Ba cuộc.").text == "Ba cuộc."
    beside = said(table, made, table.second, "Công khai lịch", note="Thêm nơi niêm yết")
    assert "Chưa viết đoạn thêm" in refused(
        verbs.answer_comment, beside, table.office, answer="accepted", text="Công khai lịch.", after=True
    )
    answered(table, beside, text="Công khai lịch.\nNiêm yết tại nhà văn hóa.", after=True)
    assert [told for told in (one.text for one in lines_of(fresh(made))) if told in ("Công khai lịch.", "Niêm yết tại nhà văn hóa.")] == [
        "Công khai lịch.", "Niêm yết tại nhà văn hóa.",
    ]  # fmt: skip
    late = said(table, made, table.second, "Các bên cử", note="Ghi tên")
    rewrite(made, table.office, "Các bên cử", "Mỗi bên cử hai đầu mối.", at=LATER)
    assert "Có người vừa sửa" in refused(
        verbs.answer_comment,
        late,
        table.office,
        answer="accepted",
        text="Ba đầu mối.",
        was="Các bên cử đầu mối.",
    )
