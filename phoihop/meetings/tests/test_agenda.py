"""The running order in rows: read as offices write it, told at its row when wrong, moved with all that hangs on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.datastructures import MultiValueDict

from phoihop.core import moment
from phoihop.core.papers import Table, build_paper
from phoihop.directory.tests.factories import NOW
from phoihop.documents.actions import store
from phoihop.meetings import actions as verbs
from phoihop.meetings import holding
from phoihop.meetings.agenda import Hours, Item, NamedPaper, length_told, rows_of
from phoihop.meetings.agenda_forms import AgendaForm
from phoihop.meetings.models import Meeting
from phoihop.meetings.tests.factories import END, START, Hall
from phoihop.meetings.tests.test_pages import page, signed_in

pytestmark = pytest.mark.django_db
Told = list[tuple[int, int, str, str]]


@pytest.fixture
def hall(settings: Any) -> Hall:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Hall()


@pytest.fixture
def office(hall: Hall) -> Client:
    return signed_in(hall, "UBND")


def sent(*rows: tuple[str, ...], **more: Any) -> dict[str, Any]:
    """Boxes as a page sends them: number, what it was, minutes, content, speaker, papers."""
    names = ("stt", "was", "minutes", "title", "speaker", "papers")
    whole = [(*row, *([""] * (len(names) - len(row)))) for row in rows]
    return {f"agenda-{name}": [row[n] for row in whole] for n, name in enumerate(names)} | more


def order_of(row: Meeting) -> Told:
    row = Meeting.objects.get(pk=row.pk)
    return [(i.number, i.minutes, i.title, i.speaker) for i in row.agenda.all()]


def papers_of(row: Meeting) -> list[tuple[str, str, str | None]]:
    row = Meeting.objects.get(pk=row.pk)
    return [(p.item_words, p.words, p.file.code if p.file else None) for p in row.papers.all()]


def address(row: Meeting) -> str:
    return f"/hoi-nghi/{row.code}/set-agenda/"


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("20", 20), ("20 phút", 20), ("20'", 20), ("8h00–8h20", Hours(480, 500)), ("8 giờ 30 - 9 giờ", Hours(510, 540)),
        ("14:00 đến 14:15", Hours(840, 855)), ("8h", Hours(480, None)), ("8h20-8h00", None), ("25h", None), ("đầu giờ", None), ("", None),
    ],
)  # fmt: skip
def test_a_length_is_minutes_or_hours_as_offices_write_them(words: str, length: Any) -> None:
    assert length_told(words) == length


def test_pasted_lines_and_tables_become_rows_by_their_headings_or_their_usual_order() -> None:
    def told(*lines: str) -> list[tuple[str, ...]]:
        return [(r["minutes"], r["title"], r["speaker"], r["papers"]) for _n, r in rows_of(lines)]

    assert told("10 ; Khai mạc ; Chủ tọa", "", "20\tBáo cáo\tÔng A\tbà B") == [
        ("10", "Khai mạc", "Chủ tọa", ""), ("20", "Báo cáo", "Ông A; bà B", ""),
    ]  # fmt: skip
    assert told("1\t8h00 - 8h10\tKhai mạc\tChủ tọa", "Thảo luận") == [
        ("8h00 - 8h10", "Khai mạc", "Chủ tọa", ""), ("", "Thảo luận", "", ""),
    ]  # fmt: skip
    assert told(
        "STT\tThời gian\tNội dung\tNgười thực hiện\tTài liệu", "I\t8h00\tKhai mạc\tChủ tọa\tDiễn văn"
    ) == [("8h00", "Khai mạc", "Chủ tọa", "Diễn văn")]
    assert told("TT\tNội dung\tNgười trình bày", "2\tThảo luận\tĐại biểu") == [
        ("", "Thảo luận", "Đại biểu", "")
    ]


def test_rows_are_kept_in_the_order_of_their_numbers_and_an_emptied_row_is_gone(
    hall: Hall, office: Client
) -> None:
    row = hall.planned()
    rows = [
        ("2", "1", "10", "Khai mạc", "Chủ tọa"), ("1", "2", "5 phút", "Đón tiếp", "Văn phòng"), ("3", "3", "", "", ""),
        ("", "", "45", "Thảo luận", "Đại biểu"), ("", "", "", "", ""), ("2", "", "15", "Báo cáo", "Ông A"),
    ]  # fmt: skip
    assert office.post(address(row), sent(*rows)).status_code == 302
    assert order_of(row) == [
        (1, 5, "Đón tiếp", "Văn phòng"), (2, 10, "Khai mạc", "Chủ tọa"), (3, 15, "Báo cáo", "Ông A"),
        (4, 45, "Thảo luận", "Đại biểu"),
    ]  # fmt: skip


def test_hours_become_minutes_and_the_running_order_follows_from_the_rows(hall: Hall, office: Client) -> None:
    row = hall.planned()
    rows = [
        ("1", "", "8h00 - 8h15", "Khai mạc", "Chủ tọa"), ("2", "", "8h15", "Báo cáo", "Ông A"), ("3", "", "8h40–9h30", "Thảo luận"),
        ("4", "", "9h30", "Bế mạc", "Chủ tọa"),
    ]  # fmt: skip
    assert office.post(address(row), sent(*rows)).status_code == 302
    assert [(n, minutes) for n, minutes, _t, _s in order_of(row)] == [(1, 15), (2, 25), (3, 50), (4, 30)]
    paper = build_paper("meetings.running_order", Meeting.objects.get(pk=row.pk), actor=hall.office, at=NOW)
    table = next(block for block in paper.walk() if isinstance(block, Table))
    assert [tuple(c.text for c in line)[1:4] for line in table.rows[1:-1]] == [
        ("08:00 - 08:15", "15", "Khai mạc"), ("08:15 - 08:40", "25", "Báo cáo"), ("08:40 - 09:30", "50", "Thảo luận"),
        ("09:30 - 10:00", "30", "Bế mạc"),
    ]  # fmt: skip


def test_what_is_wrong_is_told_at_its_row_and_what_was_typed_is_kept(hall: Hall, office: Client) -> None:
    row = hall.planned()
    before = order_of(row)
    rows = [
        ("1", "1", "10", "Khai mạc", "Chủ tọa"), ("2", "2", "một lúc", "Báo cáo", "Ông A"), ("3", "", "20", "", "Bà B"),
        ("4", "", "", "Thảo luận", ""),
    ]  # fmt: skip
    reply = office.post(address(row), sent(*rows))
    shown = reply.content.decode()
    assert (reply.status_code, order_of(row)) == (422, before)
    assert [
        words in shown
        for words in ("Hàng 2: “một lúc” chưa đúng", "Hàng 3: Ghi nội dung.", "Hàng 4: Ghi số phút")
    ] == [True] * 3
    for n, box in ((2, "minutes"), (3, "title"), (4, "minutes")):
        assert f'id="id_agenda_{n}_{box}_loi"' in shown
        assert f'aria-describedby="id_agenda_{n}_{box}_loi"' in shown
    assert shown.count('aria-invalid="true" aria-describedby="id_agenda') == 3
    assert [words in shown for words in ('value="một lúc"', 'value="Bà B"', ">Thảo luận</textarea>")] == [
        True
    ] * 3
    assert 'href="#id_agenda_2_minutes"' in shown


def test_hours_that_do_not_follow_from_those_before_are_told_at_their_row(hall: Hall, office: Client) -> None:
    row = hall.planned()
    rows = [("1", "", "15", "Khai mạc"), ("2", "", "8h30-9h", "Báo cáo"), ("3", "", "20", "Thảo luận")]
    shown = office.post(address(row), sent(*rows)).content.decode()
    assert "Hàng 2: Theo lịch và các hàng trên, mục này bắt đầu lúc 08:15." in shown
    rows = [("1", "", "8h", "Khai mạc"), ("2", "", "20", "Thảo luận")]
    assert "Hàng 1: Ghi cả giờ kết thúc" in office.post(address(row), sent(*rows)).content.decode()


def test_papers_and_turns_go_with_their_item_wherever_it_is_moved(hall: Hall, office: Client) -> None:
    row = hall.held()
    kept = hall.perform(
        store, None, hall.office, upload=ContentFile(b"%PDF-1.4 x", name="bao-cao.pdf"), words="Báo cáo"
    )
    row = hall.perform(
        verbs.set_agenda,
        row,
        hall.office,
        lines=[Item("Khai mạc", 10, ""), Item("Báo cáo", 20, ""), Item("Bế mạc", 5, "")],
    )
    row = hall.perform(verbs.add_paper, row, hall.office, item=2, words="Báo cáo năm", file=kept)
    row = hall.perform(holding.record_turn, row, hall.office, name="Lê Thị A", item=2, asks=["Sửa đèn"])
    form = AgendaForm(record=Meeting.objects.get(pk=row.pk), actor=hall.office)
    assert [r["papers"] for r in form.initial["agenda"]] == ["", f"Báo cáo năm [{kept.code}]", ""]
    rows = [
        ("1", "2", "20", "Báo cáo", "", f"Báo cáo cả năm [{kept.code}]\nPhụ lục"), ("2", "1", "10", "Khai mạc", "", "Diễn văn"),
        ("3", "", "5", "Trao đổi"),
    ]  # fmt: skip
    assert office.post(address(row), sent(*rows)).status_code == 302
    assert papers_of(row) == [
        ("1", "Báo cáo cả năm", kept.code),
        ("1", "Phụ lục", None),
        ("2", "Diễn văn", None),
    ]
    assert [t.item for t in Meeting.objects.get(pk=row.pk).turns.all()] == [1]
    again = sent(("1", "2", "10", "Khai mạc", "", "Diễn văn"), ("2", "3", "5", "Trao đổi", "", kept.code))
    assert office.post(address(row), again).status_code == 302
    assert papers_of(row) == [("1", "Diễn văn", None), ("2", str(kept), kept.code)]
    assert [t.item for t in Meeting.objects.get(pk=row.pk).turns.all()] == [0]


def test_a_file_that_is_not_there_or_not_ones_own_is_told_at_its_row(hall: Hall, office: Client) -> None:
    row = hall.planned()
    foreign = hall.perform(
        store, None, hall.stranger, upload=ContentFile(b"%PDF-1.4 y", name="kin.pdf"), words="Kín"
    )
    shown = office.post(address(row), sent(("1", "1", "10", "Khai mạc", "", foreign.code))).content.decode()
    assert f"Hàng 1: Không có tệp {foreign.code} mà đồng chí xem được." in shown
    assert 'id="id_agenda_1_papers_loi"' in shown


def test_lines_alone_are_the_whole_order_and_beside_rows_they_follow_them(hall: Hall, office: Client) -> None:
    row = hall.perform(verbs.add_paper, hall.planned(), hall.office, item=1, words="Diễn văn")
    assert office.post(address(row), {"lines": "10 ; Khai mạc\n20 ; Báo cáo ; Ông A"}).status_code == 302
    assert (order_of(row), papers_of(row)) == (
        [(1, 10, "Khai mạc", ""), (2, 20, "Báo cáo", "Ông A")],
        [("1", "Diễn văn", None)],
    )
    both = sent(("1", "2", "20", "Báo cáo", "Ông A"), lines="15 ; Thảo luận")
    assert office.post(address(row), both).status_code == 302
    assert (order_of(row), papers_of(row)) == ([(1, 20, "Báo cáo", "Ông A"), (2, 15, "Thảo luận", "")], [])
    wrong = office.post(address(row), sent(("1", "1", "20", "Báo cáo"), lines="Thảo luận"))
    assert "Dòng 1 “Thảo luận” chưa đúng dạng" in wrong.content.decode()
    assert "chưa có mục nào" in office.post(address(row), {}).content.decode()


def test_a_paper_added_meanwhile_is_not_lost_under_an_older_page(hall: Hall, office: Client) -> None:
    row = hall.planned()
    shown = page(office, address(row))
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    hall.perform(verbs.add_paper, row, hall.office, item=1, words="Diễn văn")
    reply = office.post(address(row), sent(("1", "1", "10", "Khai mạc"), seen=seen))
    assert (reply.status_code, "Có người vừa sửa" in reply.content.decode()) == (409, True)
    assert papers_of(row) == [("1", "Diễn văn", None)]


def test_pasted_lines_come_back_as_rows_and_nothing_is_kept(hall: Hall, office: Client) -> None:
    reply = office.post(
        "/hoi-nghi/dong-thanh-hang/", {"hang-dan": "10 ; Khai mạc ; Chủ tọa\nlúc nào đó\tThảo luận"}
    )
    shown = reply.content.decode()
    assert (reply.status_code, shown.count("<tr")) == (200, 2)
    assert [words in shown for words in ('value="10"', ">Khai mạc</textarea>", 'value="Chủ tọa"')] == [
        True
    ] * 3
    assert office.get("/hoi-nghi/dong-thanh-hang/").status_code == 405
    assert Client().post("/hoi-nghi/dong-thanh-hang/", {"hang-dan": "10 ; x"}).status_code == 302


def test_half_typed_rows_come_back_from_the_draft(hall: Hall, office: Client) -> None:
    row = hall.planned()
    typed = sent(("1", "1", "10", "Khai mạc đổi", "", "Diễn văn"), nhap="meetings.set_agenda", ma=row.code)
    assert office.post("/ban-nhap/", typed).status_code in (200, 204)
    shown = page(office, address(row))
    assert "Đã lấy lại chữ gõ dở" in shown
    assert [words in shown for words in (">Khai mạc đổi</textarea>", ">Diễn văn</textarea>")] == [True, True]


def test_the_form_asks_the_same_of_one_item_and_of_three(hall: Hall, office: Client) -> None:
    def asked(row: Meeting) -> int:
        page(office, address(row))
        with CaptureQueriesContext(connection) as captured:
            page(office, address(row))
        return len(captured)

    found = []
    for n in (1, 3):
        at = timedelta(days=n)
        row = hall.planned(starts_at=START + at, ends_at=END + at)
        kept = hall.perform(
            store, None, hall.office, upload=ContentFile(f"tệp {n}".encode(), name=f"{n}.txt")
        )
        lines = [Item(f"Mục {k}", 10, "", 0, [NamedPaper(f"Tài liệu {k}", kept)]) for k in range(n)]
        found.append(asked(hall.perform(verbs.set_agenda, row, hall.office, lines=lines)))
    assert found[0] == found[1]


def test_speakers_proposed_are_those_there_else_those_expected_and_the_hosts(
    hall: Hall, office: Client
) -> None:
    shown = page(office, address(hall.called()))
    assert [
        f'<option value="{words}">' in shown for words in ("Vũ Hoàng Nam, Chủ tịch UBND", "Đại diện UBND")
    ] == [True, True]
    held = hall.held(starts_at=START + timedelta(days=1), ends_at=END + timedelta(days=1))
    assert '<option value="Lê Thị Khách, Tổ trưởng tổ 4">' in page(office, address(held))


def test_a_plain_mapping_is_read_like_a_page(hall: Hall) -> None:
    """An import or a test gives one row without lists."""
    one = {"agenda-minutes": "10", "agenda-title": "Khai mạc"}
    many = MultiValueDict({name: [value] for name, value in one.items()})
    found = [AgendaForm(data, record=hall.planned(despite="x"), actor=hall.office) for data in (one, many)]
    assert [form.is_valid() and form.inputs() for form in found] == [
        {"lines": [Item("Khai mạc", 10, "", 0, [])]}
    ] * 2
