"""The set of papers: what each says, in which form, and everything in one file."""

from __future__ import annotations

import io
import zipfile

import pytest

from phoihop.core.papers import ListItem, Paper, Paragraph, Signatures, Table, build_paper, formats
from phoihop.core.text import ended
from phoihop.directory.tests.factories import NOW
from phoihop.documents.format_check import check
from phoihop.documents.versions import paper_lines
from phoihop.meetings.manner import closing, comrade, signed_by, speaker_words
from phoihop.meetings.models import Meeting
from phoihop.meetings.papers import SET, invitation_to
from phoihop.meetings.parts import Turn
from phoihop.meetings.protocol import title_of
from phoihop.meetings.set_of_papers import zipped
from phoihop.meetings.tests.factories import START, Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return Hall()


def made(code: str, row: Meeting, hall: Hall) -> Paper:
    return build_paper(code, row, actor=hall.office, at=NOW)


def told(paper: Paper) -> str:
    return "\n".join(paper_lines(paper))


def gaps(paper: Paper) -> list[str]:
    return [r.text for b in paper.walk() if hasattr(b, "runs") for r in b.runs if r.gap]


def rows(paper: Paper) -> list[list[str]]:
    table = next(b for b in paper.walk() if isinstance(b, Table))
    return [[c.text for c in row] for row in table.rows]


@pytest.mark.parametrize("code", SET)
def test_every_paper_of_the_set_is_in_the_form_of_the_decree(hall: Hall, code: str) -> None:
    for row in (hall.planned(), hall.closed(despite="Nối tiếp")):
        assert check(formats()["docx"].write(made(code, row, hall))) == []


def test_the_invitation_says_to_what_when_where_and_asks_for_an_answer(hall: Hall) -> None:
    words = told(made("meetings.invitation", hall.called(dress="Mang theo dự thảo"), hall))
    for part in (
        "GIẤY MỜI", "Thời gian: 8 giờ, thứ Hai, ngày 09/08/2027.", "Địa điểm: Phòng họp số 1, Trụ sở UBND phường.",
        "Chủ tọa: đồng chí Vũ Hoàng Nam, Chủ tịch UBND.", "Ghi chú: Mang theo dự thảo.",
        "Đỗ Minh Quân, Trưởng phòng Kinh tế", "(để biết);",
    ):  # fmt: skip
        assert part in words


def test_a_letter_of_one_guest_names_that_guest_and_is_lawful(hall: Hall) -> None:
    row = hall.called()
    guest = row.invitations.get(number=1)
    paper = invitation_to(row, guest, at=NOW)
    assert "trân trọng kính mời đồng chí Đỗ Minh Quân, Trưởng phòng Kinh tế." in told(paper)
    assert check(formats()["docx"].write(paper)) == []


def test_the_list_of_delegates_is_in_order_of_protocol_with_titles_of_the_day(hall: Hall) -> None:
    found = rows(made("meetings.delegates", hall.held(), hall))
    assert [row[:3] for row in found[1:]] == [
        ["1", "Lê Văn An", "Chủ tịch HĐND"], ["2", "Vũ Hoàng Nam", "Chủ tịch UBND"],
        ["3", "Trần Thị Bình", "Chủ tịch UBMTTQ"], ["4", "Đỗ Minh Quân", "Trưởng phòng Kinh tế"],
        ["5", "Lê Thị Khách", "Tổ trưởng tổ 4"],
    ]  # fmt: skip


def test_the_running_order_adds_up_its_minutes_and_says_where_they_do_not_fill_the_time(hall: Hall) -> None:
    paper = made("meetings.running_order", hall.planned(), hall)
    found = rows(paper)
    assert [row[1] for row in found[1:4]] == ["08:00 - 08:10", "08:10 - 08:20", "08:20 - 08:35"]
    assert found[-1][1] == "110"
    assert gaps(paper) == ["Chương trình cộng 110 phút, lịch đặt 120 phút: xem lại thời lượng."]


def test_the_notice_tells_each_conclusion_with_what_it_lacks(hall: Hall) -> None:
    paper = made("meetings.conclusion_notice", hall.closed(), hall)
    words = told(paper)
    assert "2 lượt ý kiến của các đại biểu" in words
    assert "hạn: 31/08/2027; sản phẩm: Ảnh niêm yết.\n" in words
    assert f"Chủ trì: {hall.bodies['PKT'].name}; … (chưa ghi hạn, sản phẩm).\n" in words
    assert gaps(paper) == ["… (chưa ghi hạn, sản phẩm)"]


def test_what_is_issued_bears_the_name_of_who_signs_and_calls_people_comrades(hall: Hall) -> None:
    signed = [
        [(c.authority, c.titles, c.name) for b in made(code, hall.closed(despite="x"), hall).walk() if isinstance(b, Signatures) for c in b.columns]
        for code in ("meetings.invitation", "meetings.conclusion_notice")
    ]  # fmt: skip
    assert signed == [[("TM. ỦY BAN NHÂN DÂN", ("CHỦ TỊCH",), "Vũ Hoàng Nam")]] * 2
    items = [
        b.text
        for b in made("meetings.invitation", hall.called(despite="x"), hall).walk()
        if isinstance(b, ListItem)
    ]
    assert items == [
        "Đồng chí Đỗ Minh Quân, Trưởng phòng Kinh tế;", f"{hall.bodies['TTHDND'].name};", f"{hall.bodies['MTTQ'].name};",
        "Đại diện Văn phòng Đoàn ĐBQH và HĐND thành phố.",
    ]  # fmt: skip


def test_the_head_of_the_host_signs_and_nobody_where_no_head_is_on_record(hall: Hall) -> None:
    names = [signed_by(Meeting(host=hall.bodies[kind], starts_at=START), NOW).name for kind in ("MTTQ", "VP")]
    assert names == ["Trần Thị Bình", ""]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Sửa đèn ngõ 84?.", "Sửa đèn ngõ 84?"), ("Sửa đèn;", "Sửa đèn."), ("Sửa đèn", "Sửa đèn."), ("Sửa đèn.", "Sửa đèn."),
        ("Vân vân…", "Vân vân…"), ("Sửa đèn ngõ 84? ", "Sửa đèn ngõ 84?"),
    ],
)  # fmt: skip
def test_a_sentence_has_one_mark_at_its_end(text: str, end: str) -> None:
    assert ended(text) == end


def test_the_last_sentence_of_a_paper_says_that_nothing_follows(hall: Hall) -> None:
    row = hall.minutes().meeting
    for code in (
        "meetings.invitation",
        "meetings.delegates",
        "meetings.record_of",
        "meetings.conclusion_notice",
        "meetings.news",
    ):
        said = [b.text for b in made(code, row, hall).walk() if isinstance(b, Paragraph)]
        assert [text for text in said if text.endswith("./.")] == said[-1:], code
    assert closing("Hội nghị bế mạc lúc 10 giờ cùng ngày.") == "Hội nghị bế mạc lúc 10 giờ cùng ngày./."


def test_a_position_read_twice_in_two_ways_of_writing_is_told_once_in_full(hall: Hall) -> None:
    who = hall.people["MTTQ"]
    hall.appoint(who, "MTTQ", "Chủ tịch Ủy ban MTTQ Việt Nam phường")
    hall.appoint(who, "UBND", "Ủy viên UBND")
    assert title_of(who, START.date()) == "Ủy viên UBND, Chủ tịch Ủy ban MTTQ Việt Nam phường"


def test_a_voter_is_no_comrade_of_the_hall_and_a_form_of_address_is_not_doubled() -> None:
    assert speaker_words(Turn(name="Lê Thị Khách", title="Tổ trưởng tổ 4", role="voter")) == (
        "ông/bà Lê Thị Khách, Tổ trưởng tổ 4"
    )
    assert comrade("ông Lê Văn An") == "ông Lê Văn An"
    assert speaker_words(Turn(name="Một người dân", role="voter")) == "Một người dân"


def test_the_news_tells_only_what_stands_in_rows_and_leaves_the_rest_to_a_person(hall: Hall) -> None:
    paper = made("meetings.news", hall.closed(), hall)
    words = [b.text for b in paper.walk() if isinstance(b, Paragraph)]
    assert words[0].startswith("Sáng ngày 09/08/2027, tại Phòng họp số 1, Trụ sở UBND phường, ")
    assert "Lê Văn An - Chủ tịch HĐND; Vũ Hoàng Nam - Chủ tịch UBND" in words[1]
    assert "2 lượt ý kiến phát biểu với 3 nội dung" in "\n".join(words)
    assert len(gaps(paper)) == 1
    early = made("meetings.news", hall.planned(despite="x"), hall)
    assert len(gaps(early)) == 3


def test_the_minutes_are_signed_by_secretary_and_chair(hall: Hall) -> None:
    row = hall.minutes(secretary=hall.people["PKT"])
    words = told(build_paper("meetings.minutes", row, actor=hall.office, at=NOW))
    assert "THƯ KÝ\nĐỗ Minh Quân" in words
    assert "CHỦ TỌA\nVũ Hoàng Nam" in words
    assert told(made("meetings.record_of", row.meeting, hall)) == words


def test_one_click_gives_the_whole_set_and_a_letter_for_each_guest(hall: Hall) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(hall.called(), actor=hall.office, at=NOW))) as packed:
        names = packed.namelist()
    assert names[:6] == [
        "1-giay-moi.docx", "2-danh-sach-dai-bieu.docx", "3-kich-ban-dieu-hanh.docx", "4-bien-ban.docx",
        "5-thong-bao-ket-luan.docx", "6-tin-bai.docx",
    ]  # fmt: skip
    assert len(names) == 10
