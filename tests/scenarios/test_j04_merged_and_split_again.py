"""J4: one flood told in four ways, answered in 2024 and 2025: found with the reason, merged by a person, split again whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

from phoihop.accounts.actions import set_password
from phoihop.accounts.tests.factories import account
from phoihop.core import moment
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalEntry
from phoihop.core.papers import build_paper, told_pieces
from phoihop.core.vault import Secret
from phoihop.directory.tests.factories import NOW
from phoihop.petitions import actions as verbs
from phoihop.petitions.counting import counted, matters_of
from phoihop.petitions.models import Petition
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.lists import excel
from tests.scenarios.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKER = "Nguyễn Thị Kín Đáo"
PASSWORD = "minh-tan-2027"  # noqa: S105 of invented people in a test
ROADS = ("Lê Lợi", "Trần Phú", "Hàng Bún", "Kim Mã", "Bạch Đằng", "Quang Trung", "Hai Bà Trưng", "Lý Thường Kiệt", "Đội Cấn", "Ngọc Hà",
         "Tôn Đức Thắng", "Phan Bội Châu", "Võ Thị Sáu")  # fmt: skip
MATTERS = (
    "Đèn đường phố %s hỏng, buổi tối không sáng.",
    "Rác ở phố %s không được thu gom.",
    "Vỉa hè phố %s bị hàng quán lấn chiếm.",
)
FLOOD = (
    ("Ngõ 84 ngập 30 – 40 cm mỗi khi mưa trên 30 phút, nước vào 11 nhà. Bao giờ cải tạo rãnh?", "Tổ dân phố 12", "phiếu giấy số 07"),
    ("Mưa to là ngõ 84 ngập, nước tràn vào nhà dân.", "Tổ dân phố 12", "phiếu giấy số 11"),
    ("Rãnh thoát nước ngõ 84 kém, cứ mưa là ngập úng.", "Tổ dân phố 13", "ghi nhanh của đại biểu"),
    ("Đoạn cuối ngõ 84 mưa là ngập, nước vào nhà, đề nghị làm lại rãnh.", "Tổ dân phố 13", "quét mã QR"),
)  # fmt: skip


class Office:
    """43 petitions of six places before the session; the flood of lane 84 stands in the lists of 2024 and 2025."""

    def __init__(self) -> None:
        self.voices = Voices()
        self.lists(2024, "Ngõ 84 ngập khi mưa to, nước vào nhà dân.", date(2024, 11, 20))
        self.lists(2025, "Ngõ 84 vẫn ngập mỗi khi mưa, đề nghị cải tạo rãnh.", date(2025, 11, 18))
        for n in range(39):
            self.hear(MATTERS[n // 13] % ROADS[n % 13], f"Tổ dân phố {n % 6 + 1}", "hội nghị tiếp xúc cử tri")
        self.flood = [self.hear(*told) for told in FLOOD]
        made = account("tonghop", self.voices.bodies["TTHDND"], "clerk")
        set_password(made.user, PASSWORD, until=None)
        made.user.must_change_password = False
        made.user.save()

    def lists(self, year: int, content: str, answered: date) -> None:
        row = (
            "1",
            "Đô thị, chiếu sáng, thoát nước",
            "Tổ dân phố 12",
            content,
            "",
            "Sẽ cải tạo rãnh.",
            "Đang giải quyết",
            answered,
        )
        at = date(year, 12, 31)
        past = self.voices.perform(verbs.read_list, None, self.voices.council, upload=excel([row]), as_of=at)
        self.voices.perform(
            verbs.match_columns, past, self.voices.council, columns={**past.taken(), 7: "raised"}
        )
        self.voices.perform(verbs.record_rows, past, self.voices.council)

    def hear(self, content: str, quarter: str, words: str) -> Petition:
        return self.voices.received(
            content=content,
            title="",
            quarter=quarter,
            place="",
            source_words=words,
            questions=[],
            asker_name=Secret(ASKER),
        )


def signed_in(chromium: Any, base: str) -> Any:
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN").new_page()
    page.goto(f"{base}/tai-khoan/login/")
    page.fill("input[name=login]", "tonghop")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_load_state()
    return page


def test_four_tellings_of_one_flood_are_merged_by_a_person_and_split_again(
    chromium: Any, live_server: Any, settings: Any
) -> None:
    settings.CLOCK_OFFSET = NOW - moment.now()
    cache.clear()
    office = Office()
    voices, (first, *others) = office.voices, office.flood
    second_year, first_year = Petition.objects.filter(source="past_list").order_by("-raised_on")
    page = signed_in(chromium, live_server.url)
    hands = Hands(page)

    def pair(row: Petition) -> str:
        page.goto(f"{live_server.url}/kien-nghi/{row.code}/gop-trung/")
        return str(page.inner_text("main"))

    # Nothing is merged by itself; the pair says why.
    page.goto(f"{live_server.url}/kien-nghi/gop-trung/")
    shown = page.inner_text("main")
    assert "43 lượt, 43 nội dung" in shown and "không tự gộp" in shown
    assert Petition.objects.filter(merged_into__isnull=False).count() == 0
    assert "cùng địa điểm: ngõ 84" in page.inner_text(".ph-capdau") and "% lời" in page.inner_text(
        ".ph-capdau"
    )
    hands.look("j04-gop-trung")

    # Asked in 2024, again in 2025, and now for the third time.
    assert first_year.code in pair(second_year)
    hands.click(page.get_by_role("button", name="Ghi là hỏi lại lần 2"))
    page.wait_for_load_state()
    assert second_year.code in pair(first)
    hands.click(page.get_by_role("button", name="Ghi là hỏi lại lần 3"))
    page.wait_for_load_state()

    # Four tellings become one matter: the preview says what the report will say.
    for n, other in enumerate(others):
        assert f"43 lượt, {42 - n} nội dung, 1 nội dung kiến nghị lần thứ 3 (từ 11/2024)" in pair(other)
        assert ASKER not in page.content()
        hands.click(page.get_by_role("button", name=f"Gộp vào {first.code}"))
        page.wait_for_load_state()
    page.goto(f"{live_server.url}/kien-nghi/gop-trung/")
    assert "43 lượt, 40 nội dung, 1 nội dung kiến nghị lần thứ 3 (từ 11/2024)" in page.inner_text("main")
    rows = Petition.objects.filter(pk__in=[row.pk for row in others])
    assert {(r.merged_into_id, r.quarter, r.lookup != "", r.asker_ref != "") for r in rows} == {
        (first.pk, "Tổ dân phố 12", True, True), (first.pk, "Tổ dân phố 13", True, True),
    }  # fmt: skip
    for other in others:
        page.goto(f"{live_server.url}/kien-nghi/{other.code}/")
        assert f"Đã gộp vào {first.code}" in page.inner_text("main") and ASKER not in page.content()

    # The letter to the body that answers prints the same numbers.
    for row in Petition.objects.filter(state="received", raised_on__year=2027):
        voices.perform(
            verbs.classify, row, voices.council, title=row.title, field="do-thi", competence="commune",
            answering=voices.bodies["UBND"], quarter=row.quarter, repeats=row.repeats,
        )  # fmt: skip
    compiled = voices.perform(
        verbs.compile, None, voices.council, purpose="forward", title="Kiến nghị trước kỳ họp giữa năm",
        since=date(2027, 1, 1), until=date(2027, 8, 2),
    )  # fmt: skip
    letter = build_paper("petitions.forward_letter", compiled, actor=voices.council, at=NOW)
    assert "43 lượt, 40 nội dung, 1 nội dung kiến nghị lần thứ 3 (từ 11/2024)" in " ".join(
        str(told) for _k, told in told_pieces(letter)
    )

    # A wrong merge is taken back, with its history.
    for other in others:
        page.goto(f"{live_server.url}/kien-nghi/{other.code}/")
        hands.click(page.get_by_role("link", name="Tách lại"))
        page.get_by_label("Lý do").fill("Không phải một việc.")
        hands.click(page.get_by_role("button", name="Tách lại"))
        page.wait_for_load_state()
    assert counted(matters_of(voices.council, 2027)).startswith("43 lượt, 43 nội dung")
    assert [
        list(
            JournalEntry.objects.filter(record_id=row.pk, record_type="petitions.petition")
            .order_by("seq")
            .values_list("action", flat=True)
        )
        for row in others
    ] == [["petitions.receive", "petitions.join", "petitions.split_again"]] * 3
    assert verify_database().faults == []
