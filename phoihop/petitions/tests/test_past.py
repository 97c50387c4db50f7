"""Lists of earlier years: read from Word and Excel, columns in any order, recorded with their answers, never twice."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from docx import Document

from phoihop.core.actions import Forbidden, Refused, perform, the_action
from phoihop.core.figures import Scope
from phoihop.core.forms import bind
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalEntry
from phoihop.core.period import Period
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.petitions import actions as verbs
from phoihop.petitions.figures import matters, turns
from phoihop.petitions.models import LikenessKey, PastList, Petition, Standing
from phoihop.petitions.models.petition import standing_of
from phoihop.petitions.past_petitions import to_take_back
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.lists import ROWS, excel, word

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 12, 31)


@pytest.fixture
def voices() -> Voices:
    return Voices()


def read(voices: Voices, upload: Any) -> PastList:
    made: PastList = voices.perform(verbs.read_list, None, voices.council, upload=upload, as_of=AS_OF)
    return made


def recorded(voices: Voices, upload: Any) -> PastList:
    past = read(voices, upload)
    voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    made: PastList = voices.perform(verbs.record_rows, past, voices.council)
    return made


def told(past: PastList) -> list[tuple[str, str, str, str, str, date | None, date | None]]:
    rows = Petition.objects.filter(source_id=past.pk).order_by("pk")
    return [(r.title, r.field, r.quarter, r.state, r.result_class, r.answered_on, r.solved_on) for r in rows]


EXPECTED = [
    ("Ngõ 84 ngập mỗi khi mưa trên 30 phút, đề nghị cải tạo rãnh.", "giao-thong", "Tổ dân phố 12", "answered", "dang_giai_quyet",
     date(2026, 6, 20), None),
    ("Rác ở chợ Mơ không được thu gom buổi chiều.", "moi-truong", "Tổ dân phố 5", "answered", "da_giai_quyet",
     date(2026, 6, 18), None),
    ("Nước sinh hoạt yếu vào buổi sáng.", "dien-nuoc", "Khu phố 3", "sent_up", "khong_tham_quyen", date(2026, 6, 25), None),
    ("Đề nghị công khai các khoản thu đầu năm của trường tiểu học.", "giao-duc", "Tổ dân phố 7", "closed", "giai_trinh",
     date(2026, 6, 30), None),
    ("Đèn đường phố Hàng Bún hỏng nhiều tháng.", "do-thi", "Tổ dân phố 9", "received", "", None, None),
]  # fmt: skip


@pytest.mark.parametrize("order", [range(8), (3, 0, 7, 6, 5, 4, 2, 1)])
def test_a_list_of_excel_becomes_petitions_with_their_answers_whatever_the_order_of_its_columns(
    voices: Voices, order: Any
) -> None:
    past = recorded(voices, excel(order=order))
    assert past.title == "(Kèm theo Báo cáo số 12/BC-UBND)" or past.title.startswith("BIỂU TỔNG HỢP")
    assert (past.state, past.count, past.made, past.same, past.troubles) == ("recorded", 5, 5, 0, 0)
    assert told(past) == EXPECTED


def test_a_list_of_word_with_group_rows_and_merged_headings_reads_the_same(voices: Voices) -> None:
    past = recorded(voices, word())
    assert told(past) == EXPECTED
    one = Petition.objects.get(title__startswith="Nước sinh hoạt")
    assert (one.competent, one.source, one.short_answer) == (
        "Sở Xây dựng",
        "past_list",
        "Chuyển Sở Xây dựng xem xét.",
    )
    assert [(a.result_class, a.short, a.approved_on) for a in one.answers.all()] == [
        ("khong_tham_quyen", "Chuyển Sở Xây dựng xem xét.", date(2026, 6, 25))
    ]


def test_every_recorded_row_has_its_own_entry_and_the_journal_proves(voices: Voices) -> None:
    past = recorded(voices, excel())
    rows = Petition.objects.filter(source_id=past.pk)
    entries = JournalEntry.objects.filter(record_type="petitions.petition")
    assert sorted(entries.values_list("record_id", "action", "seq")) == sorted(
        (r.pk, "petitions.record_past", 1) for r in rows
    )
    assert len(set(entries.values_list("group", flat=True))) == 1
    assert verify_database().faults == []
    assert "Ngõ 84" not in "".join(e.body.text for e in entries.select_related("body"))


def test_the_same_file_again_makes_nothing_and_the_next_version_only_what_changed(voices: Voices) -> None:
    first = recorded(voices, excel())
    again = recorded(voices, excel(name="lan-hai.xlsx"))
    assert (again.made, again.changed_rows, again.same) == (0, 0, 5)
    changed = list(ROWS)
    changed[0] = (*changed[0][:5], "Đã xong 180 m rãnh.", "Đã giải quyết xong", date(2026, 12, 20))
    changed[1] = (*changed[1][:3], "Rác ở chợ Mơ không được thu gom vào buổi chiều tối.", *changed[1][4:])
    changed.append(("6", "Giao thông, hạ tầng", "Tổ dân phố 1", "Xin gờ giảm tốc ở ngõ 20.", "", "", "", ""))
    third = recorded(voices, excel(changed, name="lan-ba.xlsx"))
    assert (third.made, third.changed_rows, third.same) == (1, 2, 3)
    assert Petition.objects.count() == 6
    one = Petition.objects.get(title__startswith="Ngõ 84")
    assert (one.state, one.result_class, one.answered_on) == ("answered", "da_giai_quyet", date(2026, 12, 20))
    assert [(r.past_list_id, r.row) for r in one.past_rows.all()] == [(first.pk, 7), (third.pk, 7)]


def test_a_row_somebody_worked_on_is_not_written_over(voices: Voices) -> None:
    recorded(voices, excel())
    one = Petition.objects.get(title__startswith="Đèn đường")
    voices.perform(verbs.classify, one, voices.council, title=one.title, field="do-thi", competence="commune",
                   answering=voices.bodies["UBND"])  # fmt: skip
    changed = [*ROWS[:4], (*ROWS[4][:5], "Đã thay bóng.", "Đã giải quyết", date(2026, 12, 1))]
    again = recorded(voices, excel(changed))
    assert (again.made, again.changed_rows, again.same) == (0, 0, 5)
    one.refresh_from_db()
    assert one.state == "classified"
    assert [t["what"] for t in again.listed] == [f"{one.code} đã có người xử lý trong sổ sau lần đọc trước."]


def test_faults_are_listed_by_row_and_column_and_the_other_rows_are_recorded(voices: Voices) -> None:
    rows = [*ROWS, ("6", "", "", "", "", "Trả lời không có câu hỏi", "Đã giải quyết", date(2026, 6, 1)),
            ("7", "", "Tổ 2", "Xin cây xanh ở ngõ 5.", "", "", "Đã giải quyết", "31/02/2026")]  # fmt: skip
    past = read(voices, excel(rows))
    voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    past.refresh_from_db()
    assert (past.troubles, [(t["sheet"], t["row"], t["column"], t["what"]) for t in past.listed]) == (
        2,
        [
            ("Biểu 01", 12, "D · Nội dung kiến nghị của cử tri", "Dòng không có nội dung kiến nghị."),
            ("Biểu 01", 13, "H · Ngày trả lời", "Không có ngày 31/2/2026 trong lịch."),
        ],
    )
    voices.perform(verbs.record_rows, past, voices.council)
    assert Petition.objects.count() == 5


def test_what_a_person_said_of_the_columns_is_remembered_for_the_next_list_of_the_same_heading(
    voices: Voices,
) -> None:
    past = read(voices, excel())
    columns = {**past.taken(), 2: "place"}
    voices.perform(verbs.match_columns, past, voices.council, columns=columns)
    again = read(voices, excel(ROWS[:2], name="nam-sau.xlsx"))
    assert again.taken() == columns
    assert {c.reason for c in again.columns.all()} == {"remembered"}


def test_a_file_without_a_list_and_a_broken_one_are_refused_in_words(voices: Voices) -> None:
    with pytest.raises(Refused) as none:
        read(voices, ContentFile(b"Kinh gui UBND phuong", name="thu.txt"))
    assert "tiêu đề cột" in none.value.reason
    with pytest.raises(Refused) as other:
        read(voices, ContentFile("Biểu tổng hợp; nội dung; kết quả".encode(), name="bieu.xlsx"))
    assert other.value.reason.startswith("Tệp bị hỏng hoặc không đúng loại: tên là “.xlsx”")
    with pytest.raises(Refused):
        read(voices, ContentFile(b"PK\x03\x04 hong", name="hong.xlsx"))
    assert PastList.objects.count() == 0


def test_a_list_can_be_dropped_and_a_stranger_reads_none(voices: Voices) -> None:
    past = read(voices, excel())
    stranger = acting(ward("Nơi Khác")["TTHDND"], "clerk", user=99)
    assert list(PastList.objects.visible_to(stranger)) == []
    matched = voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    with pytest.raises(Forbidden):
        perform(verbs.record_rows, matched, actor=stranger, at=NOW)
    dropped = voices.perform(verbs.drop_past_list, past, voices.council, reason="nhầm tệp")
    assert (dropped.state, Petition.objects.count()) == ("dropped", 0)


def test_done_in_an_old_list_is_an_answer_until_somebody_shows_the_proof(voices: Voices) -> None:
    recorded(voices, excel())
    one = Petition.objects.get(title__startswith="Rác ở chợ")
    assert (one.solved_on, one.result_words()) == (None, "Đã giải quyết theo biểu cũ, chưa có bằng chứng")
    assert one.shown_state(AS_OF) == ("dang", "Đã giải quyết theo biểu cũ, chưa có bằng chứng")
    assert standing_of(one, AS_OF) == Standing.ANSWERED


def test_rows_of_missing_cells_are_recorded_or_told_and_never_lost(voices: Voices) -> None:
    said = "Cống tắc ở ngõ 5 tổ dân phố 2, đề nghị nạo vét sớm cho dân."
    rows = [*ROWS, ("", "Công nghiệp", "Tổ 2", "Xin cây xanh ở ngõ 5.", "", "Đã trồng.", "Đã giải quyết", date(2026, 6, 1)),
            ("", "", "", said, "", "", "", "")]  # fmt: skip
    past = read(voices, excel(rows))
    assert past.count == 7
    voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    past.refresh_from_db()
    assert [(t["row"], t["what"], t["stops"]) for t in past.listed] == [
        (13, "Dòng chỉ có nội dung, các ô khác trống.", False)
    ]
    voices.perform(verbs.record_rows, past, voices.council)
    assert Petition.objects.filter(content__in=["Xin cây xanh ở ngõ 5.", said]).count() == 2


def test_a_cell_of_word_merged_downwards_speaks_for_each_of_its_rows(voices: Voices) -> None:
    document = Document()
    table = document.add_table(3, 4)
    for r, row in enumerate(
        (("TT", "Nội dung kiến nghị", "Địa bàn", "Kết quả giải quyết"), ("1", "Rác ở chợ Mơ.", "", "Đã tăng chuyến."),
         ("2", "Đèn ngõ 5 hỏng.", "", "Đã thay bóng."))
    ):  # fmt: skip
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 2).merge(table.cell(2, 2)).text = "Tổ dân phố 5"
    out = io.BytesIO()
    document.save(out)
    recorded(voices, ContentFile(out.getvalue(), name="bieu.docx"))
    assert [p.quarter for p in Petition.objects.order_by("pk")] == ["Tổ dân phố 5", "Tổ dân phố 5"]


def test_a_row_that_names_somebody_is_told_before_it_goes_into_the_book(voices: Voices) -> None:
    said = "Bà Nguyễn Thị Lan, SĐT 0912345678 xin hỗ trợ hộ nghèo."
    past = read(
        voices, excel([*ROWS, ("9", "Xã hội", "Tổ 2", said, "", "Đã trả lời.", "", date(2026, 6, 1))])
    )
    voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    past.refresh_from_db()
    assert "Trong nội dung có họ tên người, số điện thoại." in [t["what"] for t in past.listed]


# --- rows said twice, and rows taken back --------------------------------------------------------

TWICE = [*ROWS, ("6", *ROWS[1][1:])]


def test_a_row_said_twice_is_shown_and_recorded_once_unless_a_person_wants_both(voices: Voices) -> None:
    past = read(voices, excel(TWICE))
    past = voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    assert (past.count, past.fresh, past.repeated, past.troubles, past.unsure) == (6, 5, 1, 0, 0)
    assert [(t["row"], t["what"], t["stops"]) for t in past.listed] == [
        (12, "Trùng dòng 8 của chính biểu này.", False)
    ]
    assert past.foreseen() == [
        (5, "dòng thành kiến nghị mới trong sổ"),
        (1, "dòng trùng một dòng khác của chính biểu này, mặc định không ghi lần nữa"),
    ]
    voices.perform(verbs.record_rows, past, voices.council)
    assert Petition.objects.count() == 5

    other = read(voices, excel(TWICE, name="ca-hai.xlsx"))
    other = voices.perform(verbs.match_columns, other, voices.council, columns=other.taken())
    assert (other.fresh, other.known, other.repeated) == (0, 5, 1)
    other = voices.perform(verbs.record_rows, other, voices.council, repeats=True)
    assert (other.made, other.same, Petition.objects.count()) == (1, 5, 6)


def test_rows_recorded_together_are_taken_back_together_each_with_its_entry(voices: Voices) -> None:
    past = recorded(voices, excel())
    past = voices.perform(verbs.take_back_rows, past, voices.council, reason="Đọc nhầm cột trả lời")
    assert (past.state, past.made, past.taken_back) == ("read", 0, 5)
    assert set(Petition.objects.values_list("state", flat=True)) == {"retracted"}
    entries = JournalEntry.objects.filter(action="petitions.retract")
    assert (entries.count(), len(set(entries.values_list("group", flat=True)))) == (5, 1)
    scope = Scope(about=None, at=AS_OF, period=Period.year(2026))
    assert (turns(scope).count(), matters(scope).count(), LikenessKey.objects.count()) == (0, 0, 0)
    assert verify_database().faults == []


def test_a_list_taken_back_is_put_right_and_recorded_anew(voices: Voices) -> None:
    past = recorded(voices, excel())
    past = voices.perform(verbs.take_back_rows, past, voices.council, reason="Đọc nhầm cột trả lời")
    past = voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    assert (past.fresh, past.known) == (5, 0)
    past = voices.perform(verbs.record_rows, past, voices.council)
    assert (past.state, past.made, past.outcome) == (
        "recorded", 5, "5 kiến nghị mới, 0 dòng đổi, 0 dòng đã có, đã lấy lại 5 kiến nghị",
    )  # fmt: skip
    assert Petition.objects.exclude(state="retracted").count() == 5


def test_what_somebody_has_worked_on_stays_when_the_list_is_taken_back(voices: Voices) -> None:
    past = recorded(voices, excel())
    one = Petition.objects.get(title__startswith="Đèn đường")
    voices.perform(verbs.classify, one, voices.council, title=one.title, field="do-thi", competence="commune",
                   answering=voices.bodies["UBND"])  # fmt: skip
    asked = Petition.objects.get(title__startswith="Ngõ 84")
    again = voices.received()
    voices.perform(verbs.classify, again, voices.council, title=again.title, field="do-thi", competence="commune",
                   answering=voices.bodies["UBND"], repeats=asked)  # fmt: skip
    assert to_take_back(past) == {"made": 5, "now": 3, "later": 0, "stay": 2}
    past = voices.perform(verbs.take_back_rows, past, voices.council, reason="Nhầm biểu")
    states = dict(Petition.objects.filter(source_id=past.pk).values_list("title", "state"))
    assert {states[one.title], states[asked.title]} == {"classified", "answered"}
    assert sorted(states.values()).count("retracted") == 3
    past = voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    assert (past.fresh, past.known) == (3, 2)


def test_more_rows_than_leave_at_once_are_taken_back_by_the_next_pressing(
    voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phoihop.petitions.past.TAKEN_AT_ONCE", 3)
    past = recorded(voices, excel())
    past = voices.perform(verbs.take_back_rows, past, voices.council, reason="Nhầm biểu")
    assert (past.state, past.made, past.taken_back) == ("recorded", 2, 3)
    past = voices.perform(verbs.take_back_rows, past, voices.council, reason="Nhầm biểu")
    assert (past.state, past.made, past.taken_back) == ("read", 0, 5)
    with pytest.raises(Forbidden):
        other = acting(voices.bodies["UBND"], "clerk", user=71)
        perform(verbs.drop_past_list, past, actor=other, at=NOW, reason="Nhầm biểu")


def test_a_petition_of_an_old_list_says_the_year_of_its_list_beside_its_code(voices: Voices) -> None:
    recorded(voices, excel())
    one = Petition.objects.get(title__startswith="Ngõ 84")
    assert one.code.startswith("KN-2027-")
    assert one.list_told == f"biểu năm 2026 (ngày 31/12/2026), dòng 7; mã {one.code} theo năm ghi vào sổ"
    assert one.under_line == f"{one.code} · nêu năm 2026"
    fresh = voices.received()
    assert (fresh.list_told, fresh.under_line) == ("", fresh.code)


def test_nobody_asks_again_what_was_taken_back(voices: Voices) -> None:
    past = recorded(voices, excel())
    voices.perform(verbs.take_back_rows, past, voices.council, reason="Nhầm biểu")
    gone = Petition.objects.filter(state="retracted")
    given = {"title": "Ngập", "field": "do-thi", "competence": "commune", "answering": voices.bodies["UBND"].pk,
             "repeats": gone[0].code}  # fmt: skip
    form = bind(the_action("petitions.classify"), voices.received(), voices.council, given)
    assert form is not None
    assert list(form.errors) == ["repeats"]
