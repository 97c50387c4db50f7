"""The vault at the doors: a reason before anything is seen, the officer who is told, erasure down to the file and the copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.actor import actor_for
from phoihop.accounts.tests import factories as people
from phoihop.core import moment, notices, scrub, vault
from phoihop.core.actions import perform
from phoihop.core.models import Notice, SealedOpening, SealedText, Setting
from phoihop.core.personal import looks_personal
from phoihop.core.tests.sample import actions as verbs
from phoihop.core.tests.sample.models import Letter
from phoihop.core.vault import Secret
from phoihop.core.who import CLOCK
from phoihop.directory.tests.factories import NOW, TODAY, acting, ward
from phoihop.upkeep.backup import copies
from phoihop.upkeep.tests.test_pages import signed_in

NAME, PHONE, WORDS = "Nguyễn Thị Mẫu Đơn", "0912 345 678", "Ngõ 7 ngập mỗi khi mưa"
LATE = datetime(2027, 8, 2, 14, 14, tzinfo=UTC)  # 21:14 in Hà Nội


@pytest.fixture(autouse=True)
def _now(settings: Any, tmp_path: Path) -> None:
    settings.CLOCK_OFFSET += LATE + timedelta(minutes=5) - moment.now()
    settings.DATA, settings.BACKUPS = tmp_path, tmp_path / "sao"
    cache.clear()


@pytest.fixture
def bodies(db: None) -> dict[str, Any]:
    return ward()


def letter(body: Any, *, at: datetime = NOW) -> Letter:
    made: Letter = perform(
        verbs.write, actor=acting(body, "clerk"), at=at, title="Ngập ngõ 7", content=WORDS, name=Secret(NAME),
        phone=Secret(PHONE),
    )  # fmt: skip
    return made


def test_what_is_sealed_is_seen_after_a_reason_was_written_down_and_on_that_answer_alone(
    bodies: dict[str, Any],
) -> None:
    made, clerk = letter(bodies["UBND"]), signed_in("canbo.a", bodies["UBND"], "clerk")
    where = f"/thu-thu/{made.code}/kho-kin/"
    page = clerk.get(f"/thu-thu/{made.code}/").content.decode()
    assert (where in page, NAME in page, PHONE in page) == (True, False, False)
    assert NAME not in clerk.get(where).content.decode()
    empty = clerk.post(where, {"reason": " "})
    named = clerk.post(where, {"reason": f"gọi cho {NAME}"})
    assert [(r.status_code, PHONE in r.content.decode()) for r in (empty, named)] == [
        (422, False),
        (422, False),
    ]
    assert SealedOpening.objects.count() == 0
    opened = clerk.post(where, {"reason": "gọi lại hỏi rõ vị trí"})
    assert (NAME in opened.content.decode(), PHONE in opened.content.decode(), opened.headers["Cache-Control"]) == (
        True, True, "private, no-store",
    )  # fmt: skip
    row = SealedOpening.objects.get()
    assert (row.name, row.reason, row.about) == ("Người canbo.a", "gọi lại hỏi rõ vị trí", made.code)


def test_who_may_not_open_finds_no_such_page(bodies: dict[str, Any]) -> None:
    made = letter(bodies["UBND"])
    for role, body in (
        ("unit", "UBND"),
        ("administrator", "UBND"),
        ("clerk", "MTTQ"),
        ("protection", "UBND"),
    ):
        client = signed_in(f"{role}.{body}".lower(), bodies[body], role)
        assert client.post(f"/thu-thu/{made.code}/kho-kin/", {"reason": "xem"}).status_code == 404, role
    assert SealedOpening.objects.count() == 0


def test_the_officer_alone_is_told_who_opened_what_and_at_what_hour(bodies: dict[str, Any]) -> None:
    made = letter(bodies["UBND"])
    guard, clerk = (
        people.actor(n, bodies["UBND"], r) for n, r in (("bao.ve", "protection"), ("thu.ky", "clerk"))
    )
    opener = people.actor("canbo.b", bodies["VP"], "clerk")
    vault.open_sealed(made.sender, actor=opener, reason="xem lại", at=LATE, about=made.code)
    told = Notice.objects.get(role="protection")
    assert told.text == (
        f"Cần xem ngay, ngoài giờ làm việc: Người canbo.b ({opener.hats[0].words}) mở thông tin kín của {made.code} lúc 21:14 ngày 02/08/2027."
    )
    assert told.pk in [row.pk for row in notices.unread(guard)]
    assert told.pk not in [row.pk for row in notices.unread(clerk)]


def test_the_page_of_the_vault_lists_openings_and_erasures_without_content(bodies: dict[str, Any]) -> None:
    made = letter(bodies["UBND"])
    guard = signed_in("bao.ve", bodies["UBND"], "protection")
    opener = people.account("canbo.c", bodies["UBND"], "clerk")
    actor = actor_for(opener.user, on=TODAY)
    vault.open_sealed(made.sender, actor=actor, reason="xem lại", at=LATE, about=made.code)
    assert "Cần xem ngay" in guard.get("/thong-bao/").content.decode()
    page = guard.get("/quan-tri/kho-kin/").content.decode()
    assert [
        words in page
        for words in (
            "21:14 02/08/2027",
            "Người canbo.c",
            "ngoài giờ",
            f"/nguoi-dung/{opener.code}/",
            "Kho kín",
        )
    ] == [True] * 5
    vault.erase(made.sender, actor=actor, at=LATE, reason="đã xong việc")
    page = guard.get("/quan-tri/kho-kin/").content.decode()
    assert [words in page for words in ("đã xong việc", "chờ dọn ở lần chạy theo lịch tới", NAME, PHONE)] == [
        True,
        True,
        False,
        False,
    ]
    printed = guard.get(f"/quan-tri/kho-kin/?ma={made.code}").content.decode()
    assert ("xem lại" in printed, "đã xong việc" in printed) == (True, False)
    assert guard.post("/quan-tri/kho-kin/").status_code == 302
    assert SealedOpening.objects.filter(looked_at=None).count() == 0
    for role in ("clerk", "leader", "unit", "reception"):
        assert signed_in(f"nguoi.{role}", bodies["UBND"], role).get("/quan-tri/kho-kin/").status_code == 404


def test_the_page_asks_the_same_of_one_opening_and_of_three(bodies: dict[str, Any]) -> None:
    guard = signed_in("bao.ve", bodies["UBND"], "protection")
    counts = []
    for n in (1, 2):
        for k in range(n):
            made = letter(bodies["UBND"])
            actor = people.actor(f"canbo.{n}{k}", bodies["UBND"], "clerk")
            vault.open_sealed(made.sender, actor=actor, reason="xem", at=NOW, about=made.code)
            vault.erase(made.sender, actor=actor, at=NOW, reason="xong")
        guard.get("/quan-tri/kho-kin/")
        with CaptureQueriesContext(connection) as captured:
            guard.get("/quan-tri/kho-kin/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.fixture
def file_database(transactional_db: None) -> Iterator[Path]:
    if connection.vendor != "sqlite":
        pytest.skip("asks the file of SQLite")
    yield Path(connection.settings_dict["NAME"])


def in_files(path: Path, *words: str) -> list[str]:
    """Which of the words stand in the file of the database or in its log, in either folding."""
    found = b"".join(p.read_bytes() for p in (path, path.with_name(f"{path.name}-wal")) if p.exists())
    return [word for word in words if word.encode() in found]


def test_erased_words_stand_neither_in_the_file_of_the_database_nor_in_its_log(file_database: Path) -> None:
    body = ward()["UBND"]
    made = letter(body)
    other = letter(body)
    sealed = SealedText.objects.get(ref=made.sender).sealed
    perform(verbs.amend, other, actor=acting(body, "clerk"), at=NOW, content="Xin thêm ghế đá")
    assert in_files(file_database, WORDS, "ngap moi khi mua", sealed, NAME, PHONE) == [
        WORDS,
        "ngap moi khi mua",
        sealed,
    ]
    perform(verbs.empty, made, actor=acting(body, "clerk"), at=NOW)
    assert scrub.is_wanted()
    assert scrub.run(at=NOW + timedelta(minutes=5))
    assert in_files(file_database, WORDS, "ngap moi khi mua", sealed, NAME, PHONE) == []
    row = SealedText.objects.get(ref=made.sender)
    assert (row.scrubbed_at, scrub.is_wanted(), scrub.run(at=NOW)) == (
        NOW + timedelta(minutes=5),
        False,
        False,
    )
    assert (Letter.objects.get(pk=other.pk).content, Setting.objects.filter(name=scrub.WANTED).count()) == (
        "Xin thêm ghế đá",
        0,
    )


def test_a_copy_that_holds_what_was_erased_goes_after_the_set_days_even_the_first_of_a_month(
    tmp_path: Path,
) -> None:
    made = [copy_of(tmp_path, NOW - timedelta(days=n)) for n in (75, 45, 31, 2, 0)]
    erased = [copies.Erased(since=NOW - timedelta(days=50), erased=NOW - timedelta(days=30))]
    assert copies.thin_out(tmp_path, days=30, at=NOW - timedelta(days=1), erased=erased) == []
    gone = copies.thin_out(tmp_path, days=30, at=NOW, erased=erased)
    assert gone == [made[2], made[1]]
    assert [copy.path for copy in copies.found(tmp_path)] == [made[4], made[3], made[0]]


def copy_of(folder: Path, at: datetime) -> Path:
    path = folder / f"phoihop-{at:%Y%m%d-%H%M%S}{copies.SUFFIX}"
    path.write_bytes(b"x")
    copies.tell(path, {"at": at.isoformat(), "size": 1})
    return path


def test_the_schedule_erases_what_is_due_and_says_who(file_database: Path) -> None:
    ref = vault.keep(Secret("x"), kind="thử", at=NOW, erase_after=TODAY)
    assert vault.erase_due(actor=CLOCK, at=NOW) == 1
    assert scrub.run(at=NOW)
    row = SealedText.objects.get(ref=ref)
    assert (row.erased_by, row.erased_why, row.scrubbed_at) == ("Phần mềm", "hết thời hạn giữ", NOW)


@pytest.mark.parametrize(
    ("words", "personal"),
    [
        ("Tủ số 3, phòng Tiếp công dân", False), ("Kệ B2 kho lưu trữ, 12 phố Trần Hưng Đạo", False),
        ("gọi lại hỏi rõ vị trí", False), ("bà con tổ 5 hỏi", False), ("chỗ bà Lan", True), ("Nguyễn Văn Tám", True),
        ("0912.345.678", True), ("số nhà 7", True), ("001 085 123456", True), ("do đồng chí Hùng giữ", True),
    ],
)  # fmt: skip
def test_words_that_look_like_a_person_are_told_from_a_place(words: str, personal: bool) -> None:
    assert bool(looks_personal(words)) == personal
