"""Two localities on one machine: whoever belongs to one goes through every door and finds nothing of the other."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client

import phoihop.ingest
from phoihop.accounts.actions import create_account, invite_identity, issue_token, require_second_step
from phoihop.accounts.models import User
from phoihop.activities.dialogue.tests.factories import Square
from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import PDF, Table
from phoihop.activities.reception.tests.factories import received
from phoihop.activities.voter_contact.tests.factories import Round
from phoihop.commitments import actions as tasks
from phoihop.commitments.switching import propose_showing
from phoihop.core import figures
from phoihop.core.actions import offered_on, perform
from phoihop.core.models import Access, JournalEntry, Record
from phoihop.core.papers import papers_of
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.documents.actions import prepare, receive
from phoihop.documents.models import DocumentKind, File
from phoihop.ingest import actions as reading
from phoihop.meetings import actions as meetings
from phoihop.meetings import booking, holding, writing
from phoihop.petitions import actions as petitions
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.lists import excel
from phoihop.reports import actions as reports
from phoihop.reports import naming
from phoihop.reports.collecting import open_round, read_next, take_in
from phoihop.reports.confirming import keep_read
from phoihop.reports.models import Difference, Intake, Report
from phoihop.reports.settling import compare_now
from phoihop.reports.tests.papers import COUNCIL, FRONT, confirmed_figure, word
from phoihop.upkeep import actions as upkeep

pytestmark = pytest.mark.django_db

#: Stands in every record of the first ward and in nothing of the second.
MARK = "Xuyên Mộc Lan"
#: What everybody inside may look up: bodies, localities and people of the whole machine, the issuers it trusts.
OPEN_INSIDE = {"directory.territory", "directory.organisation", "directory.person", "documents.trustedroot"}
NEWS = (Path(phoihop.ingest.__file__).parent / "tests/fixtures/news_signing.txt").read_text(encoding="utf-8")
SIGNING = f"Phường {MARK} ký kết chương trình phối hợp\n\n{NEWS}"


@pytest.fixture
def shown() -> dict[str, Record]:
    """One record of every readable kind in the first ward, by label."""
    table = Table()
    programme = table.draft(title=f"Chương trình phối hợp {MARK} năm 2027")
    remark = table.comment(programme, f"Bỏ {MARK}")
    given: dict[str, Any] = {"answer": "explained", "words": f"Giữ {MARK}"}
    remark = perform(verbs.answer_comment, remark, actor=table.office, at=NOW, **given)
    programme = table.confirmed(table.recorded(programme))
    target = table.target(programme, name=f"Hộ nghèo {MARK}")
    value = table.checked(target, 20)
    lead = acting(table.bodies["PVHXH"], "unit", user=9)
    task = perform(
        tasks.propose, actor=table.office, at=NOW, content=f"Việc {MARK}", lead=table.bodies["PVHXH"],
        product="Báo cáo", due_on=date(2027, 8, 4), source=programme, source_item="1",
    )  # fmt: skip
    task = perform(tasks.issue, task, actor=table.office, at=NOW)
    task = perform(tasks.accept, task, actor=lead, at=NOW)
    picture = ContentFile(PDF, name="anh.pdf")
    task = perform(
        tasks.add_proof, task, actor=lead, at=NOW, kind="file", words=f"Ảnh {MARK}", upload=picture
    )
    proof = File.objects.latest("pk")
    report = perform(reports.start, actor=table.office, at=NOW, about=programme, kind="interim", year=2027)
    perform(
        keep_read, actor=table.office, at=NOW, owner=table.bodies["MTTQ"], source=programme, title=f"Tin {MARK}",
        found=confirmed_figure(f"Có 66 lượt dự {MARK}.", "66", f"lượt dự {MARK}"),
    )  # fmt: skip
    paper = perform(reading.read, actor=table.office, at=NOW, pasted=SIGNING)
    account = perform(
        create_account, actor=CLOCK, at=NOW, username="xuyenmoclan", full_name="Lê Thị Thử",
        home=table.bodies["VP"], role="clerk", valid_from=date(2027, 1, 1),
    )  # fmt: skip
    made = [programme, target, value, task, proof, report, paper, account, *round_of_papers(table)]
    made += [account.user.mandates.get()]
    made += [
        perform(
            issue_token, actor=CLOCK, at=NOW, words=f"Máy {MARK}", body=table.bodies["UBND"], role="clerk",
            reads=["nhiem-vu"], valid_to=date(2027, 12, 31),
        )
    ]  # fmt: skip
    made += [remark]
    made += [perform(naming.add_subject, actor=table.office, at=NOW, name=f"Ngày hội {MARK}")]
    keeper = acting(table.bodies["VP"], "administrator", user=8)
    made += [
        perform(
            require_second_step, actor=keeper, at=NOW, role="leader", valid_from=date(2099, 1, 1), source=f"Quy chế {MARK}",
        ),
        perform(
            invite_identity, actor=keeper, at=NOW, account=account, address=f"{MARK}@phuong.example",
        ),
        perform(
            upkeep.set_day, actor=keeper, at=NOW, day=date(2027, 11, 3), kind="holiday", name=f"Hội làng {MARK}",
            source="QĐ 1", reason=MARK,
        ),
        perform(
            upkeep.receive_request, actor=table.office, at=NOW, ask="see", about=f"Ông {MARK}", received_on=NOW.date(),
        ),
        perform(
            upkeep.note_incident, actor=table.office, at=NOW, what=f"Lộ dữ liệu của {MARK}", happened_on=NOW.date(),
            noticed_on=NOW.date(), extent=MARK, steps=MARK,
        ),
    ]  # fmt: skip
    made += [
        perform(
            propose_showing,
            actor=acting(table.bodies["UBND"], "clerk", user=7),
            at=NOW,
            origins=["programme"],
        )
    ]
    made += met(table)
    made += papers_out_and_in(table)
    made += heard(table)
    made += received(table.bodies["UBND"], MARK)
    voters = Round(bodies=table.bodies)
    made += [voters.announced(1, title=f"Tiếp xúc {MARK}"), voters.asked(whom=f"Các hộ {MARK}")]
    made.append(Square(bodies=table.bodies).planned(title=f"Đối thoại {MARK}", topic=f"Rác thải {MARK}"))
    return {record._meta.label_lower: record for record in made}


def heard(table: Table) -> list[Record]:
    """A petition on its way, and the list it stands in."""
    voices = Voices(table.bodies)
    row = voices.answered_to(
        voices.assigned(title=f"Ngập ngõ {MARK}", content=f"Ngõ {MARK} ngập.", place=f"ngõ {MARK}")
    )
    span = {"since": NOW.date(), "until": NOW.date()}
    listed = voices.perform(
        petitions.compile, None, voices.council, purpose="session", title=f"Biểu {MARK}", **span
    )
    past = voices.perform(
        petitions.read_list,
        None,
        voices.council,
        upload=excel(name="bieu.xlsx"),
        as_of=NOW.date(),
        title=f"Biểu cũ {MARK}",
    )
    return [row, listed, past]


def met(table: Table) -> list[Record]:
    """A meeting of the ward with its minutes, its room, a vehicle and the address of a calendar."""
    host, start = table.bodies["UBND"], datetime(2027, 8, 9, 1, 0, tzinfo=UTC)
    office = acting(host, "clerk", user=7)
    room = perform(booking.add_room, actor=office, at=NOW, name=f"Phòng {MARK}", owner=host)
    car = perform(booking.add_vehicle, actor=office, at=NOW, name=f"Xe {MARK}", owner=host)
    held = perform(
        meetings.plan, actor=office, at=NOW, kind="giao_ban", title=f"Giao ban {MARK}", host=host, room=room, starts_at=start,
        ends_at=start + timedelta(hours=1), vehicles=[car],
    )  # fmt: skip
    held = perform(meetings.invite, held, actor=office, at=NOW, bodies=[table.bodies["MTTQ"]])
    held = perform(meetings.call, held, actor=office, at=NOW)
    held = perform(holding.hold, held, actor=office, at=NOW)
    guest = [("Lê Thị Thử", f"Tổ trưởng {MARK}", "")]
    held = perform(holding.record_attendance, held, actor=office, at=NOW, present=[], others=guest)
    minutes = perform(writing.write_minutes, actor=office, at=NOW, meeting=held)
    feed = perform(meetings.open_feed, actor=office, at=NOW, owner=host, words=f"Máy {MARK}")
    return [room, car, held, minutes, feed]


def papers_out_and_in(table: Table) -> list[Record]:
    """A draft of a paper that goes out, and a paper that came in."""
    out = perform(
        prepare, actor=table.office, at=NOW, owner=table.bodies["TTHDND"], kind=DocumentKind.objects.get(pk="BC"),
        about=f"Kết quả {MARK}", text=f"Đã họp {MARK}.",
    )  # fmt: skip
    come = perform(
        receive, actor=table.office, at=NOW, owner=table.bodies["TTHDND"], sender_words=f"UBND {MARK}",
        about=f"Kế hoạch {MARK}",
    )  # fmt: skip
    return [out, come]


def round_of_papers(table: Table) -> list[Record]:
    """A round of reports, a paper sent in, and two numbers that disagree."""
    asked = [table.bodies[kind] for kind in ("TTHDND", "UBND", "MTTQ")]
    opened = perform(open_round, actor=table.office, at=NOW, kind="interim", year=2027, asked=asked)
    lines = [
        tuple(f"{line} ({MARK})" if "tiếp xúc cử tri với" in line else line for line in paper)
        for paper in (COUNCIL, FRONT)
    ]
    sent = [word(paper, f"{MARK} {n}.docx") for n, paper in enumerate(lines)]
    opened = perform(take_in, opened, actor=table.office, at=NOW, uploads=sent)
    while read_next(opened, actor=table.office, at=NOW):
        pass
    opened = compare_now(opened, actor=table.office, at=NOW)
    return [opened, Intake.objects.latest("pk"), Difference.objects.latest("pk")]


def told(reply: Any, shown: dict[str, Record]) -> list[str]:
    """What of the first ward a reply gives away: its words, its codes, its logins."""
    if reply["Content-Type"].startswith("application/vnd"):
        with zipfile.ZipFile(io.BytesIO(reply.content)) as parts:
            text = "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    else:
        content = b"".join(reply.streaming_content) if reply.streaming else reply.content
        text = content.decode("utf-8", "ignore")
    marks = (MARK, "xuyenmoclan", *(record.code for record in shown.values()))
    return [mark for mark in marks if mark in text]


ROLES = ("clerk", "administrator", "leader", "unit", "member")
#: Of two databases each answers some of them: who asks is not its affair.
ASKING: tuple[str, ...] = ROLES
if os.environ.get("PHOIHOP_SECOND_DATABASE") == "1":
    ASKING = ROLES[:2]
elif os.environ.get("PHOIHOP_TWO_DATABASES") == "1":
    ASKING = ROLES[2:]


@pytest.fixture(params=ASKING)
def stranger(request: pytest.FixtureRequest, shown: dict[str, Record]) -> Client:
    """Somebody of the second ward in each role, signed in."""
    home = ward("Láng Giềng")["VP"]
    User.objects.create(pk=900, username="khoang-cach")  # the factories act under small numbers of their own
    account = perform(
        create_account, actor=CLOCK, at=NOW, username="langgieng", full_name="Người Láng Giềng", home=home,
        role=request.param, valid_from=date(2020, 1, 1),
    )  # fmt: skip
    account.user.must_change_password = False
    account.user.save()
    client = Client()
    client.force_login(account.user)
    return client


def kinds() -> Iterator[type[Record]]:
    """Every readable kind of record of the house."""
    for model in apps.get_models():
        if issubclass(model, Record) and model.path and ".tests." not in model.__module__:
            yield model


def test_the_first_ward_has_a_record_of_every_kind(shown: dict[str, Record]) -> None:
    assert {m._meta.label_lower for m in kinds()} - OPEN_INSIDE == set(shown)


def test_lists_exports_and_searches_tell_a_stranger_nothing(
    stranger: Client, shown: dict[str, Record]
) -> None:
    paths = [
        "/",
        "/thong-bao/",
        "/tim/?q=xuyen+moc+lan",
        "/tim/?q=xuyenmoc",
        "/nhiem-vu/luoi/",
        "/nhiem-vu/so.docx",
        "/lich-cong-tac/?tuan=2027-W32",
        "/lich-cong-tac/tuan.docx?tuan=2027-W32",
        "/nhiem-vu/so.pdf",
    ]
    for model in kinds():
        if model._meta.label_lower not in OPEN_INSIDE:
            tails = ("", "?muc=tat-ca", "?tim=moc+lan", "zalo/", "xuat.xlsx")
            paths += [f"/api/v1/{model.path}", *(f"/{model.path}/{tail}" for tail in tails)]
    leaks = {path: told(stranger.get(path), shown) for path in paths}
    assert {path: found for path, found in leaks.items() if found} == {}


def test_the_address_of_a_record_is_not_found_by_a_stranger_at_any_door(
    stranger: Client, shown: dict[str, Record]
) -> None:
    before = JournalEntry.objects.count()
    for record in shown.values():
        for url in (f"/{record.path}/{record.code}/", f"/api/v1/{record.path}/{record.code}"):
            assert stranger.get(url).status_code == 404, url
        for verb in offered_on(type(record)):
            short = verb.name.split(".", 1)[1]
            if verb.frm is None:
                continue
            url = f"/{record.path}/{record.code}/{short.replace('_', '-')}/"
            assert stranger.get(url).status_code == 404, url
            assert stranger.post(url, {"key": "k"}).status_code == 404, url
            sent = stranger.post(
                f"/api/v1/{record.path}/{record.code}/{short}", data=json.dumps({}), content_type="application/json"
            )  # fmt: skip
            assert sent.status_code in (404, 422) and told(sent, {}) == [], (short, sent.status_code)
        for kind in papers_of(record):
            url = f"/{record.path}/{record.code}/van-ban/{kind.short}.docx"
            assert stranger.get(url).status_code == 404, url
    assert JournalEntry.objects.count() == before
    codes = {record.code for record in shown.values()}
    noted = " ".join(Access.objects.filter(kind="not found").values_list("what", flat=True))
    assert [code for code in codes if code not in noted] == []


def test_the_pages_beside_the_generic_ones_are_closed_to_a_stranger(
    stranger: Client, shown: dict[str, Record]
) -> None:
    file, programme = shown["documents.file"], shown["programmes.programme"]
    report = Report.objects.get()
    short = report.figures.all()[0].short
    desk = Intake.objects.get(compilation=None)
    meeting, feed = shown["meetings.meeting"], shown["meetings.feed"]
    for url in (
        f"/hoi-nghi/{meeting.code}/bo-van-ban.zip",
        f"/hoi-nghi/{meeting.code}/bien-ten/",
        f"/lich-dong-bo/{feed.code}/",
        f"/lich/{feed.code}-{'0' * 40}.ics",
        f"/tai-lieu/{file.code}/tep/",
        f"/tai-lieu/{file.code}/xem/",
        f"/tai-lieu/{file.code}/xem/1.png",
        f"/bao-cao/lap/programmes.programme/{programme.code}/",
        f"/chuong-trinh/{programme.code}/soan/",
        f"/so-lieu/{report.code}.{short}/",
        f"/van-ban-gui-ve/{desk.code}/?so={desk.code}.1",
        f"/api/v1/van-ban-gui-ve/{desk.code}",
        f"/nguoi-dung/{shown['accounts.account'].code}/issue-slip/",
    ):
        reply = stranger.get(url)
        assert reply.status_code == 404 and told(reply, {}) == [], url


def test_a_number_of_another_ward_opens_to_nothing(stranger: Client, shown: dict[str, Record]) -> None:
    programme = shown["programmes.programme"]
    for code, figure in figures.registry.items():
        if ".tests." in figure.members.__module__:
            continue
        reply = stranger.get(f"/{figure.on.path}/?so={code}&cua={programme.path}/{programme.code}")
        assert told(reply, {}) == [], code


def test_no_form_offers_a_stranger_what_belongs_to_another_ward(
    stranger: Client, shown: dict[str, Record]
) -> None:
    theirs = Organisation.objects.filter(territory__name="Thử Nghiệm").values_list("name", flat=True)
    offered = 0
    for model in kinds():
        for verb in offered_on(model):
            if verb.frm is not None:
                continue
            short = verb.name.split(".", 1)[1].replace("_", "-")
            reply = stranger.get(f"/{model.path}/moi/{short}/")
            if reply.status_code == 404:
                continue
            offered += 1
            page = reply.content.decode()
            assert told(reply, shown) == [], verb.name
            assert [name for name in theirs if name in page] == [], verb.name
    assert offered >= 7  # forms were looked at in every role


def test_a_file_reached_by_what_it_proves_is_read_by_the_readers_of_that(shown: dict[str, Record]) -> None:
    """The other side of the wall: inside, whoever reads the task opens its proof."""
    file: Any = shown["documents.file"]
    task: Any = shown["commitments.commitment"]
    for body in (task.owner, task.lead):
        assert File.objects.visible_to(acting(body, "clerk")).filter(pk=file.pk).exists()
    assert Programme.objects.visible_to(acting(task.owner, "clerk")).count() == 1
