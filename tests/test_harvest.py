"""Papers of an office come in for the work they hand out; one table confirms the tasks and records them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from phoihop.accounts.setup import register_bodies
from phoihop.accounts.tests.factories import account
from phoihop.commitments.models import Commitment
from phoihop.core import seed
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, territory
from phoihop.ingest import actions as verbs
from phoihop.ingest.harvest import with_tasks
from phoihop.ingest.models import Proposal, Reading
from phoihop.ingest.readers import read_file, read_text
from phoihop.ingest.reading import read_paper
from phoihop.ingest.tests.test_reading import NONE

pytestmark = pytest.mark.django_db
HEAD = """ỦY BAN NHÂN DÂN PHƯỜNG MINH TÂN
VĂN PHÒNG HĐND VÀ UBND
Số: 21/{symbol}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Minh Tân, ngày 05 tháng 7 năm 2027
"""
TASKS = """
1. Giao Phòng Kinh tế chủ trì, phối hợp với Công an phường rà soát các điểm ngập, lập danh sách hộ bị ảnh hưởng, hoàn thành trước ngày 15/8/2027.
2. Yêu cầu Phòng Văn hóa - Xã hội khẩn trương kiểm tra an toàn các bếp ăn bán trú trên địa bàn.
Nơi nhận: - Như trên;
TL. CHỦ TỊCH
"""
NOTICE = (
    HEAD.format(symbol="TB-VP")
    + "THÔNG BÁO\nKết luận của Chủ tịch UBND phường tại cuộc họp giao ban tháng 7"
    + TASKS
)


@pytest.fixture
def office() -> Actor:
    """The clerk of the council's standing body in a ward with all its usual bodies."""
    seed.load_all()
    found = register_bodies(territory("Minh Tân"), "phuong", at=NOW, also=frozenset())
    return acting(found["TTHDND"], "clerk")


def read_in(text: str, who: Actor) -> Reading:
    made: Reading = perform(
        verbs.read, actor=who, at=NOW, upload=ContentFile(text.encode(), name="van-ban.txt")
    )
    return made


def tasks(reading: Reading) -> list[Proposal]:
    return list(reading.proposals.filter(field="proposed_tasks").order_by("order"))


def row(proposal: Proposal, **parts: str) -> dict[str, Any]:
    return {"order": proposal.order, "parts": parts}


def refused(reading: Reading, who: Actor, rows: list[dict[str, Any]]) -> str:
    with pytest.raises(Refused) as why:
        perform(verbs.record_tasks, reading, actor=who, at=NOW, rows=rows)
    assert Commitment.objects.count() == 0
    return str(why.value.reason)


@pytest.mark.parametrize(
    ("symbol", "kind", "label"),
    [
        ("TB-VP", "THÔNG BÁO\nKết luận cuộc họp giao ban tháng 7", "Thông báo kết luận"),
        ("BB-VP", "BIÊN BẢN\nHọp giao ban tháng 7\nIII. KẾT LUẬN", "Biên bản"),
        ("KH-UBND", "KẾ HOẠCH\nTriển khai mùa mưa bão năm 2027", "Kế hoạch"),
        ("CTr-UBND", "CHƯƠNG TRÌNH CÔNG TÁC\nTháng 8 năm 2027", "Chương trình công tác"),
        ("UBND-VP", "V/v khắc phục điểm ngập\nKính gửi: Các phòng, đơn vị", "Công văn"),
    ],
)
def test_a_paper_of_an_office_is_taken_in_as_its_own_kind(
    symbol: str, kind: str, label: str, office: Actor
) -> None:
    reading = read_in(HEAD.format(symbol=symbol) + kind + TASKS, office)
    assert (reading.kind_label, reading.published) == (label, date(2027, 7, 5))
    assert tasks(reading)[0].value["lead"] == "Phòng Kinh tế"


def test_a_task_is_sure_only_with_body_and_day_and_the_gap_is_told_in_words(office: Actor) -> None:
    first, second = tasks(read_in(NOTICE, office))
    assert (first.mark, first.reason) == ("chac", "")
    assert first.value == {
        "content": "Rà soát các điểm ngập, lập danh sách hộ bị ảnh hưởng", "lead": "Phòng Kinh tế", "cooperating": "Công an phường",
        "product": "danh sách hộ bị ảnh hưởng", "due": "15/08/2027",
    }  # fmt: skip
    assert (second.mark, second.reason) == ("can_xem", "Chưa ghi thời hạn.")
    assert second.value["lead"] == "Phòng Văn hóa - Xã hội"


def test_the_place_of_a_task_is_its_sentence(office: Actor) -> None:
    reading = read_in(NOTICE, office)
    first = tasks(reading)[0]
    assert reading.text[first.start : first.end].strip().startswith("1. Giao Phòng Kinh tế chủ trì")


@pytest.mark.parametrize("path", NONE, ids=lambda p: p.stem)
def test_a_text_of_another_field_is_still_declined(path: Any) -> None:
    source = read_file(path)
    assert not with_tasks(source, read_paper(source)).relevant


@pytest.mark.parametrize(
    "text",
    [
        "Giao Phòng Kinh doanh hoàn thành báo cáo doanh số trước ngày 15/8/2027.",
        "CÔNG TY CỔ PHẦN SAO MAI\nSố: 12/TB-SM\nĐộc lập - Tự do - Hạnh phúc\nHà Nội, ngày 05 tháng 7 năm 2027\nTHÔNG BÁO\n"
        "Về việc nghỉ lễ\nGiao Phòng Nhân sự lập danh sách trực trước ngày 15/8/2027.",
        NOTICE.split("1. Giao")[0] + "Thời gian nghỉ lễ được thực hiện theo quy định chung của Nhà nước./.",
    ],
)
def test_a_paper_without_the_head_of_an_office_or_without_tasks_is_declined(text: str) -> None:
    source = read_text(text)
    assert not with_tasks(source, read_paper(source)).relevant


def test_a_superiors_paper_gives_work_to_the_bodies_of_every_ward_and_commune() -> None:
    plan = (
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ SAO MAI\nSố: 210/KH-UBND\nĐộc lập - Tự do - Hạnh phúc\nSao Mai, ngày 20 tháng 7 năm 2027\n"
        "KẾ HOẠCH\nTổng vệ sinh môi trường\n1. Giao UBND các phường, xã tổng vệ sinh tại các tổ dân phố, xong trước ngày 25/8/2027.\n"
        "2. Đề nghị Ủy ban MTTQ Việt Nam các phường, xã vận động nhân dân tham gia; báo cáo kết quả trước ngày 28/8/2027.\n"
    )
    source = read_text(plan)
    given = [
        i.value["lead"] for i in with_tasks(source, read_paper(source)).items if i.field == "proposed_tasks"
    ]
    assert given == ["UBND các phường, xã", "Ủy ban MTTQ Việt Nam các phường, xã"]


def test_news_propose_the_work_a_leader_gave_with_its_day(office: Actor) -> None:
    news = (
        "UBND phường Minh Tân đối thoại với Nhân dân\n05/07/2027 08:00\n"
        "Sáng 04/7/2027, UBND phường Minh Tân phối hợp với Ủy ban MTTQ Việt Nam phường tổ chức hội nghị đối thoại với Nhân dân.\n"
        "Kết luận hội nghị, đồng chí Chủ tịch UBND phường giao Phòng Kinh tế hoàn thành việc nạo vét cống trước ngày 15/8/2027.\n"
    )
    reading = read_in(news, office)
    assert reading.kind == "news"
    assert [(p.value["lead"], p.value["due"], p.mark) for p in tasks(reading)] == [
        ("Phòng Kinh tế", "15/08/2027", "chac")
    ]


def test_ticked_rows_are_recorded_as_they_stand_with_their_place_and_the_rest_stay_open(
    office: Actor,
) -> None:
    reading = read_in(NOTICE, office)
    first, second = tasks(reading)
    done = perform(
        verbs.record_tasks,
        reading,
        actor=office,
        at=NOW,
        rows=[row(first, product="Danh sách có ký nhận", due="20/08/2027")],
    )
    made = Commitment.objects.get()
    assert (made.lead.kind_id, made.product, made.due_on) == (
        "PKT",
        "Danh sách có ký nhận",
        date(2027, 8, 20),
    )
    assert made.span == f"{reading.code}:{first.start}-{first.end}"
    assert {p.order: (p.made, p.decision) for p in tasks(done)} == {
        first.order: (made.code, "changed"), second.order: ("", "open"),
    }  # fmt: skip
    assert [r.proposal.order for r in done.task_rows()] == [second.order]
    assert verify_database().faults == []


def test_a_row_already_recorded_is_not_made_twice(office: Actor) -> None:
    reading = read_in(NOTICE, office)
    first, _second = tasks(reading)
    perform(verbs.record_tasks, reading, actor=office, at=NOW, rows=[row(first)])
    with pytest.raises(Refused) as why:
        perform(verbs.record_tasks, reading, actor=office, at=NOW, rows=[row(first)])
    assert "đã ghi vào sổ" in str(why.value.reason) and Commitment.objects.count() == 1


def test_every_row_that_cannot_be_recorded_is_told_and_nothing_is(office: Actor) -> None:
    reading = read_in(NOTICE, office)
    first, second = tasks(reading)
    said = refused(reading, office, [row(first, lead="Tổ Xe điện"), row(second, lead="Đội Bay")])
    assert "“Tổ Xe điện”" in said and "“Đội Bay”" in said
    assert refused(reading, office, [row(first, lead="")]) == f"Việc số {first.order} chưa có đơn vị chủ trì."
    assert refused(reading, office, [row(first, due="sớm")]) == f"Việc số {first.order}: hạn chưa đúng: sớm."
    assert refused(reading, office, []) == "Chưa chọn việc nào."


def test_a_stranger_records_nothing(office: Actor) -> None:
    reading = read_in(NOTICE, office)
    stranger = acting(Organisation.objects.get(kind="PKT"), "clerk", user=9)
    with pytest.raises(Forbidden):
        perform(verbs.record_tasks, reading, actor=stranger, at=NOW, rows=[row(tasks(reading)[0])])
    assert Commitment.objects.count() == 0


# --------------------------------------------------------------------------------------- the page


@pytest.fixture
def desk(office: Actor) -> Client:
    """The same clerk before a browser."""
    made = account("vanphong", Organisation.objects.get(kind="TTHDND"), "clerk")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    return client


def as_browser(reading: Reading, ticked: list[int], **typed: str) -> dict[str, str]:
    """Every box of the table as a browser without script sends it."""
    data: dict[str, str] = {}
    for task in reading.task_rows():
        for part in ("content", "lead", "product", "due"):
            data[f"{task.prefix}{part}"] = getattr(task, part)
    return {**data, **{f"t-{order}-pick": "1" for order in ticked}, **typed}


def test_the_page_shows_the_tasks_in_one_table_with_gaps_by_word_and_the_sure_ones_ticked(
    office: Actor, desk: Client
) -> None:
    reading = read_in(NOTICE, office)
    page = desk.get(f"/doc-van-ban-cu/{reading.code}/").content.decode()
    first, _second = tasks(reading)
    assert page.count("Ghi các việc đã chọn</button>") == 1
    assert f'name="t-{first.order}-pick" value="1"' in page and "thiếu hạn</span>" in page
    assert [r.picked for r in reading.task_rows()] == [True, False]
    assert [r.gaps for r in reading.task_rows()] == [[], ["thiếu hạn", "thiếu sản phẩm"]]


def test_a_task_that_is_none_is_dropped_and_can_be_taken_back(office: Actor, desk: Client) -> None:
    reading = read_in(NOTICE, office)
    first, _second = tasks(reading)
    seen = []
    for decision in ("rejected", "open"):
        desk.post(f"/doc-van-ban-cu/{reading.code}/decide/", {"order": first.order, "decision": decision})
        fresh = Reading.objects.get(pk=reading.pk).task_rows()[0]
        seen.append((fresh.proposal.decision, fresh.picked))
    assert seen == [("rejected", False), ("open", True)]


def test_one_post_of_the_table_records_what_was_ticked_with_what_was_typed(
    office: Actor, desk: Client
) -> None:
    reading = read_in(NOTICE, office)
    first, second = tasks(reading)
    typed = {f"t-{second.order}-due": "31/08/2027"}
    reply = desk.post(
        f"/doc-van-ban-cu/{reading.code}/record-tasks/",
        as_browser(reading, [first.order, second.order], **typed),
    )
    assert reply.status_code == 302
    assert list(Commitment.objects.order_by("pk").values_list("lead__kind", "due_on")) == [
        ("PKT", date(2027, 8, 15)), ("PVHXH", date(2027, 8, 31)),
    ]  # fmt: skip
    assert (
        "Ghi các việc đã chọn</button>" not in desk.get(f"/doc-van-ban-cu/{reading.code}/").content.decode()
    )


def test_a_wrong_row_comes_back_as_it_was_typed_with_what_is_wrong(office: Actor, desk: Client) -> None:
    reading = read_in(NOTICE, office)
    first, _second = tasks(reading)
    typed = {f"t-{first.order}-lead": "Tổ Xe điện", f"t-{first.order}-product": "Sổ theo dõi"}
    reply = desk.post(
        f"/doc-van-ban-cu/{reading.code}/record-tasks/", as_browser(reading, [first.order], **typed)
    )
    page = reply.content.decode()
    assert (reply.status_code, Commitment.objects.count()) == (409, 0)
    assert "Chưa nhận ra đơn vị chủ trì “Tổ Xe điện”" in page
    assert 'value="Tổ Xe điện"' in page and ">Sổ theo dõi</textarea>" in page


def whole_page(reading: Reading, **typed: str) -> dict[str, str]:
    """All that the one form of the page sends with whatever button is pressed."""
    hidden = {"nhap": "ingest.record_tasks", "ma": reading.code}
    ticked = [r.proposal.order for r in reading.task_rows() if r.picked]
    return {**as_browser(reading, ticked), **hidden, **typed}


def shown_in(desk: Client, reading: Reading) -> str:
    return desk.get(f"/doc-van-ban-cu/{reading.code}/").content.decode()


def test_dropping_one_row_keeps_what_was_typed_and_ticked_in_the_others(office: Actor, desk: Client) -> None:
    reading = read_in(NOTICE, office)
    first, second = tasks(reading)
    typed = {
        f"t-{second.order}-lead": "Công an phường", f"t-{second.order}-due": "31/08/2027",
        f"t-{second.order}-pick": "1", "mot": f"{first.order}-rejected",
    }  # fmt: skip
    desk.post(f"/doc-van-ban-cu/{reading.code}/decide/", whole_page(reading, **typed))
    page = shown_in(desk, reading)
    assert 'value="Công an phường"' in page and 'value="31/08/2027"' in page
    assert "Chữ đã sửa mà chưa ghi vẫn còn" in page
    row_of = {n: page.split(f'name="t-{n}-pick"')[1].split(">")[0] for n in (first.order, second.order)}
    assert [" checked" in words for words in row_of.values()] == [False, True]
    kept = tasks(Reading.objects.get(pk=reading.pk))
    assert [(p.decision, p.value["lead"]) for p in kept] == [
        ("rejected", "Phòng Kinh tế"), ("open", "Phòng Văn hóa - Xã hội"),
    ]  # fmt: skip


def test_recording_the_ticked_rows_keeps_what_was_typed_in_the_rest(office: Actor, desk: Client) -> None:
    reading = read_in(NOTICE, office)
    first, second = tasks(reading)
    typed = {f"t-{second.order}-product": "Biên bản từng bếp"}
    desk.post(f"/doc-van-ban-cu/{reading.code}/record-tasks/", whole_page(reading, **typed))
    assert Commitment.objects.get().span.endswith(f"{first.start}-{first.end}")
    assert ">Biên bản từng bếp</textarea>" in shown_in(desk, reading)


def test_typing_in_one_item_outlives_the_button_of_another(office: Actor, desk: Client) -> None:
    reading = read_in(NOTICE, office)
    one, other = reading.proposals.exclude(field="proposed_tasks").order_by("order")[:2]
    boxes = one.boxes()
    name = f"{one.prefix}{boxes[0][0] if boxes else 'value'}"
    page = f"/doc-van-ban-cu/{reading.code}"
    desk.post(
        f"{page}/decide/", whole_page(reading, **{name: "Chữ đang sửa", "mot": f"{other.order}-accepted"})
    )
    assert "Chữ đang sửa" in shown_in(desk, reading)
    desk.post(f"{page}/accept-sure/", whole_page(reading, **{name: "Chữ sửa nữa"}))
    assert "Chữ sửa nữa" in shown_in(desk, reading)
    assert Reading.objects.get(pk=reading.pk).proposals.get(order=other.order).decision == "accepted"


def test_nothing_typed_leaves_nothing_behind_and_left_typing_can_be_given_up(
    office: Actor, desk: Client
) -> None:
    reading = read_in(NOTICE, office)
    first, second = tasks(reading)
    page = f"/doc-van-ban-cu/{reading.code}"
    desk.post(f"{page}/decide/", whole_page(reading, mot=f"{first.order}-rejected"))
    assert "Bỏ chữ gõ dở" not in shown_in(desk, reading)
    fresh = Reading.objects.get(pk=reading.pk)
    typed = {f"t-{second.order}-due": "31/08/2027", "mot": f"{first.order}-open"}
    desk.post(f"{page}/decide/", whole_page(fresh, **typed))
    assert 'value="31/08/2027"' in shown_in(desk, reading)
    reply = desk.post(f"/ban-nhap/?next={page}/", {**whole_page(fresh, **typed), "bo": "1"})
    assert reply["Location"] == f"{page}/"
    assert "31/08/2027" not in shown_in(desk, reading).split("Nguyên văn")[0]


def test_the_page_is_one_form_without_a_form_inside_it(office: Actor, desk: Client) -> None:
    page = shown_in(desk, read_in(NOTICE, office))
    body = page[page.index('<form method="post" id="trang"') :]
    inside = body[10 : body.index("</form>")]
    assert "<form" not in inside and inside.count('name="csrfmiddlewaretoken"') == 1
    assert inside.index("Giữ chữ đang gõ") < inside.index("formaction")
