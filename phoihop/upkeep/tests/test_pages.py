"""The pages of whoever runs the installation: only for administrators, only of their localities, always the same queries."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import camel_case_to_spaces

from phoihop.accounts.actor import actor_for
from phoihop.accounts.tests import factories as people
from phoihop.commitments import actions as tasks
from phoihop.commitments.models import ListValue, list_labels, list_values
from phoihop.commitments.tests.factories import PDF, Book
from phoihop.core import access, background, deadlines, moment
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import Access, CalendarDay, Deadline, DeadlineRule, JournalEntry, Notice
from phoihop.core.seed import load_all
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.documents.actions import publish, store, withdraw
from phoihop.upkeep.actions import (
    answer_request,
    close_incident,
    close_request,
    receive_request,
    revise_incident,
    set_day,
    set_rule,
    set_value,
)
from phoihop.upkeep.backup import copies
from phoihop.upkeep.models import DataRequest, Incident, Leaving
from phoihop.upkeep.package.rows import tables
from phoihop.upkeep.personal import places
from phoihop.upkeep.views import is_catalogue

pytestmark = pytest.mark.django_db
PAGES = ("sao-luu", "nhat-ky", "su-co", "thoi-han", "du-lieu-ca-nhan", "xuat-goi")


def signed_in(username: str, body: Any, role: str) -> Client:
    made = people.account(username, body, role)
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    return client


@pytest.fixture
def that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moment, "now", lambda: NOW)


@pytest.fixture
def book() -> Book:
    load_all()
    made = Book()
    task = made.accepted(content="Niêm yết lịch")
    made.perform(
        tasks.add_proof, task, made.lead, kind="file", words="Ảnh", upload=ContentFile(PDF, name="anh.pdf")
    )
    return made


@pytest.fixture
def keeper(book: Book) -> Client:
    return signed_in("quantri.thu", book.bodies["UBND"], "administrator")


@pytest.fixture
def folders(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.BACKUPS, settings.DATA = tmp_path / "sao", tmp_path
    yield tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_opens_the_page_and_nobody_else_finds_it(
    book: Book, keeper: Client, page: str
) -> None:
    assert keeper.get(f"/quan-tri/{page}/").status_code == 200
    clerk = signed_in("canbo.thu", book.bodies["UBND"], "clerk")
    assert clerk.get(f"/quan-tri/{page}/").status_code == 404
    assert Client().get(f"/quan-tri/{page}/").status_code == 302


@pytest.mark.parametrize("page", [*PAGES, "nhat-ky/?so=truy-cap", "thoi-han/commitments.listvalue"])
def test_more_rows_cost_no_more_queries(book: Book, keeper: Client, page: str) -> None:
    address = f"/quan-tri/{page}" + ("" if "?" in page else "/")
    account = people.account("mot.x", book.bodies["VP"], "clerk")
    Access.objects.create(at=NOW, kind="open", what="/x/", user=account.user.pk)
    keeper.get(address)
    with CaptureQueriesContext(connection) as one:
        keeper.get(address)
    for n in range(3):
        book.accepted(content=f"Việc {n}")
        Access.objects.create(
            at=NOW,
            kind="open",
            what="/x/",
            user=people.account(f"them.{n}x", book.bodies["VP"], "clerk").user.pk,
        )
    with CaptureQueriesContext(connection) as more:
        keeper.get(address)
    assert len(more) == len(one)


def test_the_log_is_narrowed_by_record_person_and_day(book: Book, keeper: Client) -> None:
    task = book.accepted(content="Việc khác")
    page = keeper.get(f"/quan-tri/nhat-ky/?ma={task.code}").content.decode()
    assert "đã nhận việc" in page and task.code in page
    assert "Không có dòng nào khớp" in keeper.get("/quan-tri/nhat-ky/?ma=KHONG-CO").content.decode()
    today = f"{moment.today():%d/%m/%Y}"
    assert task.code in keeper.get(f"/quan-tri/nhat-ky/?ngay={today}").content.decode()
    assert task.code not in keeper.get("/quan-tri/nhat-ky/?ngay=01/01/2001").content.decode()
    keeper.get("/khong-co-trang/")
    access.note_machine(kind="export", what="goi toan-bo")
    opened = keeper.get("/quan-tri/nhat-ky/?so=truy-cap").content.decode()
    assert "goi toan-bo" in opened and "máy chủ" in opened


def test_of_two_localities_each_administrator_sees_his_own_log_and_takes_out_his_own(
    book: Book, keeper: Client
) -> None:
    task = book.accepted(content="Việc phường này")
    other = ward("Láng Giềng")
    neighbour = signed_in("lang.gieng", other["UBND"], "administrator")
    assert task.code not in neighbour.get("/quan-tri/nhat-ky/").content.decode()
    offered = neighbour.get("/quan-tri/xuat-goi/").content.decode()
    assert "Toàn bộ dữ liệu" not in offered and "Láng Giềng" in offered
    with pytest.raises(Refused, match="dùng chung"):
        perform(
            set_day,
            actor=acting(other["UBND"], "administrator"),
            at=NOW,
            day=date(2027, 9, 3),
            kind="holiday",
            name="Lễ",
            source="QĐ",
            reason="x",
        )


def test_a_package_is_asked_for_written_fetched_and_noted(book: Book, keeper: Client, folders: Path) -> None:
    answer = keeper.post("/quan-tri/xuat-goi/", {"what": "tat-ca"})
    assert answer.status_code == 302
    row = Leaving.objects.get()
    page = keeper.get("/quan-tri/xuat-goi/").content.decode()
    assert "Tải về" in page and row.fingerprint[:16] in page
    got = keeper.get(f"/quan-tri/xuat-goi/{row.pk}/")
    with zipfile.ZipFile(io.BytesIO(b"".join(got.streaming_content))) as package:  # type: ignore[attr-defined]
        assert "manifest.json" in package.namelist()
    assert Access.objects.filter(kind="export").count() == 2
    assert oct((folders / "packages" / row.file).stat().st_mode & 0o777) == "0o600"
    stranger = signed_in("nguoi.khac", book.bodies["VP"], "administrator")
    assert stranger.get(f"/quan-tri/xuat-goi/{row.pk}/").status_code == 404
    assert keeper.post("/quan-tri/xuat-goi/", {"what": "gi-do"}).status_code == 422


def test_the_page_of_copies_says_what_is_old_and_what_was_tested(keeper: Client, folders: Path) -> None:
    assert "Chưa có bản sao nào" in keeper.get("/quan-tri/sao-luu/").content.decode()
    copy = folders / "sao/phoihop-20270801-000000.phb"
    copy.parent.mkdir()
    copy.write_bytes(b"x")
    told = {
        "at": (moment.now() - timedelta(hours=1)).isoformat(),
        "size": 1,
        "holds": {"release": "0.1.0", "entries": 7, "files": {"count": 2}},
    }
    copies.tell(copy, told)
    page = keeper.get("/quan-tri/sao-luu/").content.decode()
    assert "Chưa có bản sao nào" not in page and "chưa khôi phục thử" in page and "cùng ổ đĩa" in page
    copies.tell(copy, {**told, "tested": {"at": moment.now().isoformat(), "good": True}})
    page = keeper.get("/quan-tri/sao-luu/").content.decode()
    assert "chưa khôi phục thử" not in page and "đạt" in page


def test_a_clock_that_went_back_is_said_on_the_page(book: Book, keeper: Client, folders: Path) -> None:
    assert "chạy lùi" not in keeper.get("/quan-tri/sao-luu/").content.decode()
    last = JournalEntry.objects.latest("noted_at").noted_at
    assert background.clock_went_back(at=last - timedelta(hours=1)) == last
    assert background.clock_went_back(at=last - timedelta(seconds=30)) is None


def test_a_unit_sets_its_own_deadline_with_a_source_and_running_clocks_keep_theirs(book: Book) -> None:
    keeper = acting(book.bodies["UBND"], "administrator", user=8)
    running = Deadline.objects.filter(code="commitments.due").first() or Deadline.objects.first()
    assert running is not None
    day = NOW.date() + timedelta(days=1)
    given: dict[str, Any] = {
        "code": "commitments.acceptance",
        "amount": 3,
        "unit": "working_day",
        "source": "QĐ 12/QĐ-UBND",
        "reason": "Việc gấp",
    }
    made = perform(set_rule, actor=keeper, at=NOW, valid_from=day, **given)
    assert (made.was, made.now) == ("5 ngày làm việc", "3 ngày làm việc")
    assert deadlines.rule_for("commitments.acceptance", NOW.date()).amount == 5
    rule = deadlines.rule_for("commitments.acceptance", day)
    assert (rule.amount, rule.legal_basis, rule.basis_status) == (3, "QĐ 12/QĐ-UBND", "unit")
    assert Deadline.objects.get(pk=running.pk).rule_id == running.rule_id
    with pytest.raises(Refused, match="bắt đầu từ"):
        perform(set_rule, actor=keeper, at=NOW, valid_from=day, **given)
    fixed = DeadlineRule.objects.exclude(overridable_by="unit").first()
    assert fixed is not None
    with pytest.raises(Refused, match="luật định"):
        perform(set_rule, actor=keeper, at=NOW, valid_from=day, **{**given, "code": fixed.code})
    with pytest.raises(Forbidden):
        perform(set_rule, actor=book.office, at=NOW, valid_from=day, **given)
    assert verify_database().faults == []


def test_a_day_off_of_the_unit_counts_from_then_on(book: Book) -> None:
    keeper = acting(book.bodies["UBND"], "administrator", user=8)
    day = date(2027, 8, 4)
    before = deadlines.calendar().is_working(day)
    perform(
        set_day,
        actor=keeper,
        at=NOW,
        day=day,
        kind="holiday",
        name="Hội làng",
        source="QĐ 9",
        reason="Lễ hội",
        confirmed=True,
    )
    assert (before, deadlines.calendar().is_working(day)) == (True, False)
    perform(
        set_day,
        actor=keeper,
        at=NOW,
        day=day,
        kind="swap_work",
        name="Làm bù",
        source="QĐ 10",
        reason="Đổi lại",
        confirmed=True,
    )
    assert CalendarDay.objects.filter(day=day).count() == 1
    assert deadlines.calendar().is_working(day)


def test_a_request_about_personal_data_has_two_working_days_for_its_first_answer(book: Book) -> None:
    made: DataRequest = perform(
        receive_request, actor=book.office, at=NOW, ask="erase", about="Ông An", received_on=NOW.date()
    )
    clock = Deadline.objects.get(code="upkeep.first_answer")
    assert (clock.due_on, clock.body) == (date(2027, 8, 4), book.bodies["UBND"].pk)
    made = perform(answer_request, made, actor=book.office, at=NOW, answer="Đã nhận, đang xem.")
    assert Deadline.objects.get(pk=clock.pk).stopped_on == NOW.date()
    made = perform(close_request, made, actor=book.office, at=NOW, outcome="Đã xóa.")
    assert made.state == "closed"


def test_the_list_of_requests_says_the_days_of_the_rule_in_force(book: Book) -> None:
    office = signed_in("van.thu", book.bodies["UBND"], "clerk")

    def said() -> str:
        found = re.search(r"Trả lời lần đầu trong [^.]*\.", office.get("/yeu-cau-du-lieu/").content.decode())
        return found[0] if found else ""

    assert said() == "Trả lời lần đầu trong 2 ngày làm việc."
    DeadlineRule.objects.filter(code="upkeep.first_answer").update(amount=5, unit="day")
    assert said() == "Trả lời lần đầu trong 5 ngày."
    DeadlineRule.objects.filter(code="upkeep.first_answer").update(valid_to=date(2001, 1, 1))
    assert said() == ""


@pytest.mark.parametrize("year", ["0000", "0001", "9999", "12", "nam"])
def test_a_year_no_calendar_has_is_the_year_of_today(keeper: Client, year: str) -> None:
    answer = keeper.get(f"/quan-tri/thoi-han/?nam={year}")
    assert (answer.status_code, answer.context["year"]) == (200, moment.today().year)


@pytest.mark.usefixtures("that_day")
def test_a_file_published_by_mistake_has_its_incident_note_filled_in(book: Book) -> None:
    office = signed_in("van.thu", book.bodies["UBND"], "clerk")
    keeper = book.office
    file = perform(
        store, actor=keeper, at=NOW, upload=ContentFile(b"CCCD 001180012345", name="Ho ba Mau.txt")
    )
    assert "note-incident" not in office.get(f"/tai-lieu/{file.code}/").content.decode()
    given: dict[str, Any] = {
        "public_title": "Tờ trình",
        "public_why": "Kỳ họp",
        "looked": True,
        "agreed": True,
    }
    perform(publish, file, actor=keeper, at=NOW, **given)
    office.get(f"/cong-khai/{file.code}/tep/").getvalue()
    perform(withdraw, file, actor=keeper, at=NOW, withdrawn_why="Nhầm tệp")
    shown = office.get(f"/tai-lieu/{file.code}/").content.decode()
    where = re.search(r'href="(/su-co/moi/note-incident/[^"]*)"', shown)
    assert where is not None
    form = office.get(where[1]).context["form"]
    assert form.initial["what"] == f"Công khai nhầm tệp {file.code}"
    assert "1 người trong cơ quan đã mở, 0 lượt tải" in form.initial["extent"]
    assert "Mau" not in " ".join(str(value) for value in form.initial.values())
    sent = {name: form.initial[name] for name in ("source_code", "what", "extent", "steps")}
    wrong = {**sent, "happened_on": "03/08/2027", "noticed_on": "02/08/2027"}
    assert office.post(where[1], wrong).status_code == 422
    guard = people.account("bao.ve", book.bodies["VP"], "protection")
    done = office.post(
        where[1], {**sent, "happened_on": "02/08/2027", "noticed_on": "02/08/2027", "told": ""}
    )
    made = Incident.objects.get()
    [notice] = Notice.objects.filter(record_code=made.code)
    assert (notice.body, notice.text.partition(":")[0]) == (book.bodies["VP"].pk, "Có sự cố dữ liệu")
    assert Incident.objects.visible_to(actor_for(guard.user, on=NOW.date())).get() == made
    assert (done.status_code, made.source_code, made.state) == (302, file.code, "open")
    clock = Deadline.objects.get(code="upkeep.breach_notice")
    assert (clock.due_on, clock.body) == (date(2027, 8, 5), book.bodies["UBND"].pk)
    made = perform(
        revise_incident, made, actor=keeper, at=NOW, what="Công khai nhầm danh sách", happened_on=made.happened_on,
        noticed_on=made.noticed_on, extent=made.extent, steps=made.steps,
    )  # fmt: skip
    ended: dict[str, Any] = {"outcome": "Đã báo người có dữ liệu.", "told": "Người có dữ liệu, chị Long"}
    made = perform(close_incident, made, actor=keeper, at=NOW, **ended)
    assert (made.state, verify_database().faults) == ("closed", [])


def test_a_time_an_act_sets_is_only_made_shorter_and_never_from_a_day_gone_by(book: Book) -> None:
    keeper = acting(book.bodies["UBND"], "administrator", user=8)
    law = DeadlineRule.objects.exclude(basis_status="unit").filter(overridable_by="unit").first()
    assert law is not None
    given: dict[str, Any] = {"code": law.code, "unit": law.unit, "source": "QĐ 12", "reason": "Kịp việc"}
    told = []
    for amount, days in ((law.amount + 1, 1), (law.amount, -1)):
        day = NOW.date() + timedelta(days=days)
        with pytest.raises(Refused) as refused:
            perform(set_rule, actor=keeper, at=NOW, amount=amount, valid_from=day, **given)
        told.append(refused.value.field)
    assert told == ["amount", "valid_from"]


@pytest.mark.usefixtures("that_day")
def test_a_list_gets_a_line_of_the_office_and_what_is_no_longer_used_keeps_its_name(book: Book) -> None:
    keeper = acting(book.bodies["UBND"], "administrator", user=8)
    given: dict[str, Any] = {"kind": "field", "valid_from": NOW.date(), "source": "QĐ 12", "reason": "Cần"}
    with pytest.raises(Refused, match="Danh mục đã có"):
        perform(set_value, actor=keeper, at=NOW, label=list_values("field")[0][1].upper(), **given)
    made = perform(set_value, actor=keeper, at=NOW, label="Bến  thủy nội địa", **given)
    assert ("ben-thuy-noi-dia", "Bến thủy nội địa") in list_values("field")
    row = ListValue.objects.get(code="ben-thuy-noi-dia")
    perform(set_value, actor=keeper, at=NOW, value=str(row.pk), label="Bến thủy", **given)
    wrong = ({"label": "Bến", "ends": True}, {"ends": True, "valid_from": NOW.date() - timedelta(days=1)})
    for inputs in (*wrong, {"label": "Bến", "valid_from": NOW.date() + timedelta(days=9)}):
        with pytest.raises(Refused):
            perform(set_value, actor=keeper, at=NOW, value=str(row.pk), **{**given, **inputs})
    gone = perform(set_value, actor=keeper, at=NOW, value=str(row.pk), ends=True, **given)
    assert row.code not in dict(list_values("field"))
    assert list_labels("field")[row.code] == "Bến thủy"
    assert [(m.was, m.now) for m in (made, gone)] == [
        ("chưa có", "Bến thủy nội địa"),
        ("Bến thủy", "thôi dùng"),
    ]


def test_the_map_of_personal_data_names_people_accounts_and_logs_by_themselves() -> None:
    found = {row.label: row for row in places()}
    assert {
        "directory.person",
        "accounts.user",
        "core.access",
        "core.journalentry",
        "upkeep.datarequest",
    } <= set(found)
    assert "Họ tên" in found["directory.person"].fields
    assert "24 tháng" in found["core.access"].kept


def test_every_catalogue_names_itself_and_its_columns_in_the_words_of_an_office() -> None:
    catalogues = [model for model in tables() if is_catalogue(model)]
    assert [m for m in catalogues if str(m._meta.verbose_name) == camel_case_to_spaces(m.__name__)] == []
    bare = [
        f"{m._meta.label}.{f.name}"
        for m in catalogues
        for f in m._meta.concrete_fields
        if f.editable and not f.auto_created and str(f.verbose_name) == f.name.replace("_", " ")
    ]
    assert bare == []
