"""The draft: keys that stay, where each paragraph came from, versions, comments answered, nothing lost."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Comment, Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_actions import forbidden, refused
from phoihop.activities.programmes.texts import (
    TextLine,
    compare,
    lines_of,
    section_text,
    version_at,
    versions,
)
from phoihop.core.actions import Stale, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import Deadline, Notice
from phoihop.core.papers import Table as Grid
from phoihop.core.papers import build_paper
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, TODAY, acting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def table() -> Table:
    return Table()


def full(table: Table, **given: Any) -> Programme:
    inputs = {
        "bases": ["Căn cứ Luật Mặt trận Tổ quốc Việt Nam"], "purpose": "Mục đích một.\nMục đích hai.",
        "contents": [
            {"title": "Tiếp xúc cử tri", "text": "Mỗi năm bốn đợt.\nCông khai lịch."},
            {"title": "Giám sát", "text": "Hai cuộc."},
        ],
        "duties": "Các bên cử đầu mối.", "arrangement": "Sơ kết trong tháng 7.", **given,
    }  # fmt: skip
    return table.draft(**inputs)


def line(programme: Programme, words: str) -> TextLine:
    fresh = Programme.objects.get(pk=programme.pk)
    return next(one for one in lines_of(fresh) if words in one.text)


def rewrite(programme: Programme, who: Actor, words: str, text: str, **given: Any) -> Programme:
    made: Programme = perform(
        verbs.rewrite_paragraph, programme, actor=who, at=given.pop("at", NOW), place=line(programme, words).key,
        text=text, **given,
    )  # fmt: skip
    return made


def told(programme: Programme) -> list[str]:
    return [one.shown for one in lines_of(Programme.objects.get(pk=programme.pk))]


def said(table: Table, programme: Programme, who: Actor, words: str, **given: Any) -> Comment:
    made: Comment = perform(
        verbs.comment, actor=who, at=NOW, programme=Programme.objects.get(pk=programme.pk),
        place=line(programme, words).key, **given,
    )  # fmt: skip
    return made


# ------------------------------------------------------------------------------------------ writing


def test_a_paragraph_keeps_its_key_when_it_is_rewritten_and_others_move_round_it(table: Table) -> None:
    made = full(table)
    keys = {one.text: one.key for one in lines_of(made)}
    rewrite(made, table.office, "bốn đợt", "Mỗi năm sáu đợt.\nMời đủ thành phần.")
    after = {one.text: one.key for one in lines_of(Programme.objects.get(pk=made.pk))}
    assert after["Mỗi năm sáu đợt."] == keys["Mỗi năm bốn đợt."]
    assert after["Công khai lịch."] == keys["Công khai lịch."]
    assert after["Mời đủ thành phần."] not in keys.values()
    assert section_text(Programme.objects.get(pk=made.pk), "contents", keys["Tiếp xúc cử tri"]) == (
        "Mỗi năm sáu đợt.\nMời đủ thành phần.\nCông khai lịch."
    )
    assert verify_database().faults == []


def test_each_paragraph_says_where_it_came_from(table: Table) -> None:
    old = perform(
        verbs.record_signed, actor=table.office, at=NOW, title="Chương trình phối hợp năm 2026", period_from=2026,
        period_to=2026, parties=table.parties, contents=[{"title": "Giám sát", "text": "Hai cuộc năm 2026."}],
        purpose="Như mọi năm.",
    )  # fmt: skip
    perform(
        verbs.renew,
        old,
        actor=table.office,
        at=NOW,
        period_from=2027,
        period_to=2027,
        keep=["1"],
        carry=False,
    )
    new = Programme.objects.get(predecessor=old)
    assert [(one.text, one.origin_label) for one in lines_of(new) if one.text in ("Như mọi năm.", "Hai cuộc năm 2026.")] == [
        ("Như mọi năm.", "năm trước: Chương trình phối hợp năm 2026"),
        ("Hai cuộc năm 2026.", "năm trước: Chương trình phối hợp năm 2026"),
    ]  # fmt: skip
    assert {one.origin for one in lines_of(new) if one.section == "arrangement" and not one.fixed} == {
        "skeleton"
    }
    rewrite(new, table.office, "Hai cuộc", "Ba cuộc năm 2027.")
    assert line(new, "Ba cuộc").origin_label.startswith("năm trước, đã sửa")


def test_a_draft_from_nothing_has_the_usual_frame_where_it_is_empty(table: Table) -> None:
    made = table.draft(contents=["Việc riêng của phường"], with_frame=True)
    assert [one.text for one in lines_of(made) if one.head and one.item] == ["Việc riêng của phường"]
    sections = {one.section for one in lines_of(made) if one.origin == "skeleton"}
    assert sections == {"bases", "purpose", "duties", "arrangement"}


def test_what_another_wrote_meanwhile_is_not_overwritten(table: Table) -> None:
    made = full(table)
    key, was = line(made, "bốn đợt").key, "Mỗi năm bốn đợt."
    rewrite(made, table.office, "bốn đợt", "Mỗi năm năm đợt.")
    with pytest.raises(Stale):
        perform(
            verbs.rewrite_paragraph,
            made,
            actor=table.office,
            at=NOW,
            place=key,
            text="Mỗi năm ba đợt.",
            was=was,
        )
    assert line(made, "năm đợt").key == key
    gone = perform(verbs.rewrite_paragraph, made, actor=table.office, at=NOW, place=key, text="")
    assert "không còn" in refused(verbs.rewrite_paragraph, gone, table.office, place=key, text="x")


def test_a_content_with_paragraphs_below_is_not_taken_out_and_the_rest_count_anew(table: Table) -> None:
    made = full(table)
    head = line(made, "Tiếp xúc cử tri").key
    assert "còn đoạn bên dưới" in refused(verbs.rewrite_paragraph, made, table.office, place=head, text="")
    for words in ("bốn đợt", "Công khai lịch", "Tiếp xúc cử tri"):
        rewrite(made, table.office, words, "")
    assert [one.shown for one in lines_of(Programme.objects.get(pk=made.pk)) if one.item] == [
        "1. Giám sát",
        "Hai cuộc.",
    ]


def test_only_who_holds_the_pen_writes(table: Table) -> None:
    made = full(table)
    key = line(made, "bốn đợt").key
    forbidden(verbs.rewrite_paragraph, made, table.second, table.leader, table.stranger, place=key, text="x")
    forbidden(verbs.propose_text, made, table.second, upload=ContentFile(b"x", name="a.docx"))
    forbidden(verbs.ask_comments, made, table.second, answer_on=TODAY + timedelta(days=3))
    whole: dict[str, Any] = {
        "title": "Khác", "period_from": 2027, "period_to": 2027, "parties": table.parties[:2], "kind": "programme",
        "parent": None, "contents": ["Một"], "bases": [], "purpose": "", "duties": "", "arrangement": "",
    }  # fmt: skip
    forbidden(verbs.revise, made, table.second, table.leader, table.stranger, **whole)
    assert told(made) == told(Programme.objects.get(pk=made.pk))


def test_each_version_says_who_made_it_and_why_and_two_are_compared_by_key(table: Table) -> None:
    made = full(table)
    rewrite(made, table.office, "bốn đợt", "Mỗi năm sáu đợt.", at=LATER, reason="Theo quy chế mới")
    rewrite(
        made, table.office, "Hai cuộc", "Ba cuộc.", at=LATER + timedelta(minutes=5), reason="Thêm một cuộc"
    )
    fresh = Programme.objects.get(pk=made.pk)
    assert [(v.number, v.says) for v in versions(fresh)] == [
        (2, "Theo quy chế mới; Thêm một cuộc"), (1, "đã lập dự thảo"),
    ]  # fmt: skip
    one, two = version_at(fresh, 1), version_at(fresh, 2)
    assert one is not None and two is not None
    changed = [c for c in compare(one, two).changes if c.kind != "kept"]
    assert [[(s.mark, s.text) for s in c.segments if s.mark != "equal"] for c in changed] == [
        [("delete", "bốn"), ("insert", "sáu")], [("delete", "Hai"), ("insert", "Ba")],
    ]  # fmt: skip
    assert verify_database().faults == []


def word(*lines: str) -> ContentFile[bytes]:
    document, out = docx.Document(), io.BytesIO()
    for words in lines:
        document.add_paragraph(words)
    document.save(out)
    return ContentFile(out.getvalue(), name="du-thao.docx")


def test_the_offices_word_file_becomes_the_text_and_what_stays_keeps_its_key(table: Table) -> None:
    made = full(table)
    key = line(made, "bốn đợt").key
    upload = word(
        "CHƯƠNG TRÌNH", "Căn cứ Luật Mặt trận Tổ quốc Việt Nam;", "I. MỤC ĐÍCH, YÊU CẦU", "Mục đích một.",
        "II. NỘI DUNG PHỐI HỢP", "1. Giám sát", "Hai cuộc.", "2. Tiếp xúc cử tri", "Mỗi năm bốn đợt, có biên bản.",
        "III. TRÁCH NHIỆM CỦA CÁC CƠ QUAN", "Các bên cử đầu mối.", "IV. TỔ CHỨC THỰC HIỆN", "Sơ kết trong tháng 7./.",
        "Nơi nhận:", "- Lưu: VT.",
    )  # fmt: skip
    perform(verbs.propose_text, made, actor=table.office, at=LATER, upload=upload, reason="Bản của văn phòng")
    assert told(made)[1:] == [
        "Căn cứ Luật Mặt trận Tổ quốc Việt Nam", "Mục đích, yêu cầu", "Mục đích một.", "Nội dung phối hợp", "1. Giám sát",
        "Hai cuộc.", "2. Tiếp xúc cử tri", "Mỗi năm bốn đợt, có biên bản.", "Trách nhiệm của các cơ quan",
        "Các bên cử đầu mối.", "Tổ chức thực hiện", "Sơ kết trong tháng 7.",
    ]  # fmt: skip
    assert (line(made, "có biên bản").key, line(made, "có biên bản").origin) == (key, "file")
    assert "Không thấy các phần" in refused(
        verbs.propose_text, made, table.office, upload=word("Chỉ một dòng")
    )


# ----------------------------------------------------------------------------------------- comments


def test_the_bodies_asked_are_told_read_the_draft_and_have_a_day(table: Table) -> None:
    made = full(table)
    assert not Programme.objects.visible_to(table.stranger).exists()
    perform(
        verbs.ask_comments, made, actor=table.office, at=NOW, answer_on=date(2027, 8, 9), bodies=[table.bodies["PKT"]]
    )  # fmt: skip
    assert Programme.objects.visible_to(table.stranger).get().pk == made.pk
    told_bodies = set(Notice.objects.filter(verb="programmes.ask_comments").values_list("body", flat=True))
    assert told_bodies == {table.bodies[k].pk for k in ("UBND", "MTTQ", "PKT")}
    assert Deadline.objects.get(code="programmes.comments").due_on == date(2027, 8, 9)
    assert "đã qua" in refused(verbs.ask_comments, made, table.office, answer_on=TODAY - timedelta(days=1))


def test_a_body_that_was_not_asked_has_no_voice_and_one_that_was_keeps_its_own_words(table: Table) -> None:
    made = full(table)
    key = line(made, "bốn đợt").key
    assert "không được mời" in refused(
        verbs.comment, None, table.stranger, programme=made, place=key, note="Nên ba đợt"
    )
    assert "Chưa viết" in refused(verbs.comment, None, table.second, programme=made, place=key)
    row = said(table, made, table.second, "bốn đợt", note="Nên ba đợt")
    forbidden(verbs.take_back_word, row, table.office, table.leader, table.stranger)
    forbidden(verbs.answer_comment, row, table.second, table.leader, answer="accepted")
    assert perform(verbs.take_back_word, row, actor=table.second, at=NOW).state == "taken_back"
    assert told(made) == told(full(table))


def test_a_comment_taken_in_changes_the_paragraph_and_names_the_version_that_did(table: Table) -> None:
    made = full(table)
    row = said(table, made, table.second, "bốn đợt", new="Mỗi năm ba đợt.", note="Cán bộ kiêm nhiệm")
    done = perform(verbs.answer_comment, row, actor=table.office, at=LATER, answer="accepted")
    assert (done.state, done.answer, done.changed_in) == ("answered", "accepted", 2)
    assert (line(made, "ba đợt").key, line(made, "ba đợt").origin_label) == (
        row.key,
        "theo góp ý: UBMTTQ",
    )
    assert "đã tiếp thu ở bản v2" in refused(verbs.answer_comment, done, table.office, answer="accepted")


def test_partly_and_not_need_words_and_words_alone_take_nothing_in(table: Table) -> None:
    made = full(table)
    row = said(table, made, table.second, "bốn đợt", note="Nên ba đợt")
    for answer in ("partly", "explained"):
        assert "Chưa ghi lý do" in refused(verbs.answer_comment, row, table.office, answer=answer)
    assert "chưa sửa đoạn nào" in refused(verbs.answer_comment, row, table.office, answer="accepted")
    done = perform(
        verbs.answer_comment, row, actor=table.office, at=NOW, answer="partly", words="Giữ bốn, thêm phòng họp",
        text="Mỗi năm bốn đợt tại hội trường.",
    )  # fmt: skip
    assert (done.answer, done.changed_in, line(made, "hội trường").key) == ("partly", 2, row.key)
    other = said(table, made, table.second, "Hai cuộc", note="Nên một cuộc")
    done = perform(
        verbs.answer_comment, other, actor=table.office, at=NOW, answer="explained", words="Luật định"
    )
    assert (done.answer, done.changed_in) == ("explained", None)


def test_a_paragraph_that_moved_on_is_not_changed_blindly(table: Table) -> None:
    made = full(table)
    row = said(table, made, table.second, "bốn đợt", new="Mỗi năm ba đợt.")
    rewrite(made, table.office, "bốn đợt", "Theo luật.", at=LATER)
    assert "đã khác lúc góp ý" in refused(verbs.answer_comment, row, table.office, answer="accepted")


def test_the_matrix_has_every_comment_once_in_the_order_of_the_text(table: Table) -> None:
    made = full(table)
    said(table, made, table.second, "Hai cuộc", note="Nên một cuộc")
    first = said(table, made, acting(table.bodies["UBND"], "clerk", user=9), "bốn đợt", new="Mỗi năm ba đợt.")
    gone = said(table, made, table.second, "Công khai lịch", note="Ghi rõ nơi")
    perform(verbs.answer_comment, first, actor=table.office, at=NOW, answer="accepted")
    rewrite(made, table.office, "Công khai lịch", "", at=LATER)
    paper = build_paper(
        "programmes.comment_matrix", Programme.objects.get(pk=made.pk), actor=table.office, at=NOW
    )
    grid = next(block for block in paper.walk() if isinstance(block, Grid))
    rows = [[c.text for c in row] for row in grid.rows[1:]]
    assert [(r[0], r[1][:12], r[4], r[6]) for r in rows] == [
        ("1", "“Mỗi năm bốn", "Tiếp thu", "v2"), ("2", "“Hai cuộc.”", "chưa phản hồi", ""),
        ("3", "“Công khai l", "chưa phản hồi", ""),
    ]  # fmt: skip
    assert "đoạn đã bỏ" in rows[2][1] and gone.words in rows[2][2]
    assert len(grid.rows[0]) == 7
