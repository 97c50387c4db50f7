"""The desk of reception: nothing of one visitor comes back to the next, a day off is asked about, short dates are read."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from phoihop.accounts.tests.factories import account
from phoihop.activities.reception.models import Reception, ReceptionDay
from phoihop.core import moment, vault
from phoihop.core.models import Draft
from phoihop.directory.tests.factories import NOW
from phoihop.petitions.models import Custody, Petition
from phoihop.petitions.tests.factories import Voices

pytestmark = pytest.mark.django_db
BOOK, DAYS = "/so-tiep-cong-dan/moi/record-reception/", "/lich-tiep-cong-dan/moi/publish-timetable/"


@pytest.fixture
def desk(settings: Any) -> Client:
    settings.CLOCK_OFFSET = NOW - moment.now()
    made = account("tiepdan", Voices().bodies["UBND"], "reception")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    return client


def came(client: Client, **given: Any) -> Any:
    data = {"received_on": "2/8", "receiver": "Chủ tịch", "name": "Bùi Thị Kín", "people": "1", **given}
    return client.post(BOOK, data)


def timetable(client: Client, days: str, **given: Any) -> Any:
    data = {
        "days": days,
        "hours": "sáng",
        "receiver": "Chủ tịch",
        "place": "tầng 1",
        "mode": "direct",
        "places": "10",
        **given,
    }
    return client.post(DAYS, data)


def test_words_of_a_refused_form_do_not_come_back_for_the_next_visitor(desk: Client) -> None:
    assert came(desk, content="Việc riêng của người trước", phone="09ab").status_code == 422
    assert "Việc riêng" not in desk.get(BOOK).content.decode()
    assert Draft.objects.count() == 0


def test_the_visit_is_kept_and_what_accuses_goes_under_the_seal(desk: Client) -> None:
    given = {"content": "", "matters": "Đèn ngõ 3 hỏng.\nTôi tố cáo ông trưởng nhận phong bì."}
    asked = came(desk, **given).content.decode()
    assert "Có dấu hiệu tố cáo" in asked and Reception.objects.count() == 0
    assert came(desk, **given, thay="to-cao").status_code == 302
    row, letter = Reception.objects.get(), Custody.objects.get()
    assert (row.petitions, row.custody, [p.content for p in Petition.objects.all()]) == (
        1, letter.code, ["Đèn ngõ 3 hỏng."],
    )  # fmt: skip
    held = vault.peek(letter.sealed_ref)
    assert held is not None
    assert held.reveal() == {"name": "Bùi Thị Kín", "matters": "Tôi tố cáo ông trưởng nhận phong bì."}


def test_a_day_off_is_published_only_by_who_means_it(desk: Client) -> None:
    reply = timetable(desk, "10/8\n14/8")
    told = reply.content.decode()
    assert (reply.status_code, ReceptionDay.objects.count()) == (422, 0)
    assert "Có ngày nghỉ: thứ Bảy, nghỉ hằng tuần 14/08/2027." in told
    known = re.findall(r'name="biet" value="([^"]+)"', told)
    assert timetable(desk, "10/8\n14/8", biet=known).status_code == 302
    assert [row.day for row in ReceptionDay.objects.order_by("day")] == [date(2027, 8, 10), date(2027, 8, 14)]


def test_a_day_nobody_reads_is_named(desk: Client) -> None:
    told = timetable(desk, "10/8\n32/8").content.decode()
    assert "“32/8”: Ngày chưa đúng. Ví dụ: 05/08/2027 hoặc 5/8." in told


def test_a_number_out_of_bounds_is_told_in_the_words_of_an_office(desk: Client) -> None:
    assert "Ghi từ 0 trở lên." in timetable(desk, "10/8", places="-1").content.decode()
    assert "Ghi nhiều nhất là 200." in timetable(desk, "10/8", places="900").content.decode()
    assert "Ghi bằng chữ số. Ví dụ: 12." in timetable(desk, "10/8", places="mười").content.decode()
    assert "Không có mục “x” để chọn." in timetable(desk, "10/8", mode="x").content.decode()


def test_several_days_at_once_are_a_session_each_and_the_list_shows_them_all(desk: Client) -> None:
    told = timetable(desk, "10/8; 17/8 và 24/8\n31/8")
    assert told["Location"] == "/lich-tiep-cong-dan/"
    page = desk.get("/lich-tiep-cong-dan/").content.decode()
    assert "Đã niêm yết 4 buổi, mỗi ngày một buổi: 10/08/2027, 17/08/2027, 24/08/2027, 31/08/2027." in page
    days = ReceptionDay.objects.order_by("day").values_list("day", flat=True)
    assert list(days) == [date(2027, 8, n) for n in (10, 17, 24, 31)]


def test_one_day_lands_on_its_own_page(desk: Client) -> None:
    assert timetable(desk, "10/8")["Location"] == f"/lich-tiep-cong-dan/{ReceptionDay.objects.get().code}/"


def test_a_name_in_the_words_goes_to_its_box_only_if_it_is_the_visitors_own(desk: Client) -> None:
    page = came(desk, content="Ông Nguyễn Văn Hùng xây nhà lấn ngõ.").content.decode()
    assert "của chính người nêu thì ghi ở ô “Họ tên người được tiếp (cất riêng)”" in page
    assert "của người bị nói đến thì thay bằng chức danh, đơn vị" in page


def test_a_refusal_is_offered_as_a_paper_only_where_somebody_was_refused(desk: Client) -> None:
    came(desk, content="Đèn ngõ 3 hỏng", matters="Đèn ngõ 3 hỏng")
    page = desk.get(f"/so-tiep-cong-dan/{Reception.objects.get().code}/").content.decode()
    assert "Thông báo kết luận tiếp công dân" in page
    assert "Thông báo từ chối tiếp công dân" not in page
