"""No page asks more of the database when it shows more: every list and every detail, with one row and with three."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phoihop.accounts.actions import grant, invite_identity, issue_token, require_second_step
from phoihop.accounts.tests.factories import account
from phoihop.activities.dialogue import actions as dialogues
from phoihop.activities.dialogue.tests.factories import START, Square
from phoihop.activities.programmes.tests.factories import PDF, Table
from phoihop.activities.reception.tests.factories import booked, received
from phoihop.activities.voter_contact import actions as contacts
from phoihop.activities.voter_contact.tests.factories import Round, line
from phoihop.commitments import actions as tasks
from phoihop.commitments.showing import Showing
from phoihop.commitments.switching import propose_showing, switch_off
from phoihop.core.actions import perform
from phoihop.core.models import Record
from phoihop.core.tests import factories as sample
from phoihop.core.tests.sample import actions as errands
from phoihop.core.who import CLOCK
from phoihop.directory import actions as directory
from phoihop.directory.tests.factories import NOW, SINCE, TODAY, acting, body, person, territory
from phoihop.documents.actions import (
    approve,
    assign,
    prepare,
    reassign,
    receive,
    register_arrival,
    return_draft,
    store,
    trust_root,
)
from phoihop.documents.models import DocumentKind
from phoihop.documents.tests.authority import root
from phoihop.ingest import actions as reading
from phoihop.meetings import actions as meetings
from phoihop.meetings import booking, holding, writing
from phoihop.meetings.tests.factories import picture
from phoihop.petitions import actions as petitions
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.lists import excel
from phoihop.reports import actions as reports
from phoihop.reports import collecting, naming, settling
from phoihop.reports.confirming import keep_read
from phoihop.reports.models import Difference, Intake
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, confirmed_figure, word
from phoihop.upkeep import actions as upkeep

pytestmark = pytest.mark.django_db
PAPER = (
    Path(__file__).resolve().parent.parent / "phoihop/config/demo/papers/12-minh-tan-chuong-trinh-2026.docx"
)


class World:
    """One record of every kind, and ``grow``: each of them gets more parts, links and history, and company."""

    def __init__(self) -> None:
        self.table = Table()
        sample.rules()
        self.office = self.table.office
        self.voters = Round(bodies=self.table.bodies)
        self.voices = Voices(self.table.bodies)
        self.square = Square(bodies=self.table.bodies)
        self.unit = acting(self.table.bodies["PVHXH"], "unit", user=9)
        self.first = self.one(1)
        self.talked(9)  # the clock of the yearly duty stands with the newest, before and after

    def one(self, n: int) -> dict[str, Record]:
        """A record of every kind that has pages, by the path of its kind."""
        table, programme = self.table, self.table.in_force(title=f"Chương trình {n}", kind="joint_plan")
        target = table.target(programme, number=str(n))
        value = table.checked(target, 20)
        task = self.task(n, programme)
        place = territory(f"Phường {n}")
        user = account(f"nguoi-{n}", table.bodies["TTHDND"], "clerk")
        paper = ContentFile(PAPER.read_bytes(), name=f"{n}.docx")
        read = perform(reading.read, actor=self.office, at=NOW, upload=paper)
        made = (
            programme, target, value, task, place, body(place, "UBND"), person(f"Trần Văn {n}"), user,
            perform(reports.start, actor=self.office, at=NOW, about=programme, kind="interim", year=2027),
            read, self.file(n), self.number(n, read), *self.round(n), *self.met(n), self.out(n), self.come(n),
            perform(naming.add_subject, actor=self.office, at=NOW, name=f"Ngày hội {n}"),
            table.comment(table.draft(title=f"Dự thảo {n}", kind="joint_plan")),
            *self.kept(n), self.voters.counted(1), self.voters.asked(), *self.heard(n), self.talked(n),
            *received(table.bodies["TTHDND"], f"Buổi {n}", n),
            perform(errands.open_errand, actor=self.office, at=NOW, title=f"Việc thử {n}"),
            perform(errands.write, actor=self.office, at=NOW, title=f"Thư {n}", content="Xin khơi cống"),
            perform(
                grant, actor=CLOCK, at=NOW, user=user.user, role="leader", body=table.bodies["TTHDND"],
                valid_from=SINCE,
            ),
        )  # fmt: skip
        return {record.path: record for record in made}

    def heard(self, n: int) -> list[Record]:
        """A petition answered, said something to, asked again; and a list with it."""
        row = self.voices.answered()
        span = {"since": TODAY, "until": TODAY}
        made = self.voices.perform(
            petitions.compile, None, self.voices.council, purpose="session", title=f"Biểu {n}", **span
        )
        past = self.voices.perform(
            petitions.read_list,
            None,
            self.voices.council,
            upload=excel(name=f"bieu-{n}.xlsx"),
            as_of=TODAY,
            title=f"Biểu cũ {n}",
        )
        return [self.judged(row, 1), made, past]

    def judged(self, row: Any, n: int) -> Record:
        """Agreed with, returned, answered anew; another joins it."""
        row = self.voices.perform(petitions.agree, row, self.voices.council, said=f"Được {n}")
        row = self.voices.draft(self.voices.returned(row), short=f"Trả lời lần {n}.", proof_words=f"Ảnh {n}")
        row = self.voices.perform(petitions.answer, row, self.voices.leader, capacity="TM.")
        made: Record = self.voices.perform(
            petitions.merge, row, self.voices.council, others=[self.voices.received()]
        )
        return made

    def kept(self, n: int) -> list[Record]:
        """What an administrator keeps: a day of the calendar, a request about personal data, an issuer that is trusted."""
        keeper = acting(self.table.bodies["TTHDND"], "administrator", user=8)
        return [
            perform(
                require_second_step, actor=keeper, at=NOW, role=("unit", "member", "deputy")[n - 1], source="Quy chế",
                valid_from=TODAY + timedelta(days=900),
            ),
            perform(
                invite_identity, actor=keeper, at=NOW, address=f"n{n}@phuong.example",
                account=account(f"cong-{n}", self.table.bodies["TTHDND"], "clerk"),
            ),
            perform(
                upkeep.set_day, actor=keeper, at=NOW, day=TODAY + timedelta(days=100 + n), kind="holiday",
                name=f"Hội {n}", source="QĐ 1", reason="Lễ hội",
            ),
            perform(
                upkeep.receive_request, actor=self.office, at=NOW, ask="see", about=f"Ông {n}", received_on=TODAY
            ),
            perform(
                upkeep.note_incident, actor=self.office, at=NOW, what=f"Gửi nhầm thư {n}", happened_on=TODAY,
                noticed_on=TODAY, extent="Một người", steps="Đã gọi lại",
            ),
            perform(
                issue_token, actor=keeper, at=NOW, words=f"Máy {n}", body=self.table.bodies["UBND"], role="clerk",
                reads=["nhiem-vu"], valid_to=TODAY + timedelta(days=90),
            ),
            self.showing(),
            perform(
                trust_root, actor=keeper, at=NOW, upload=ContentFile(root(f"CA {n}").pem, name="ca.crt"),
                source="trang của nơi cấp", valid_from=TODAY,
            ),
        ]  # fmt: skip

    def talked(self, n: int) -> Record:
        """A dialogue that was held, after one whose conclusions open it."""
        self.square.published(start=START.replace(year=2020) + timedelta(days=7 * n))
        made: Record = self.square.held(start=START + timedelta(days=7 * n))
        return made

    def showing(self) -> Record:
        """A proposal to show the promises; the one before is taken back, for a locality has one at a time."""
        before = Showing.objects.order_by("-pk").first()
        if before is not None:
            perform(switch_off, before, actor=self.voices.chair, at=NOW, reason="Lập lại")
        made: Record = perform(propose_showing, actor=self.office, at=NOW, origins=["programme"])
        return made

    def task(self, n: int, programme: Record) -> Record:
        task = perform(
            tasks.propose, actor=self.office, at=NOW, content=f"Việc {n}", lead=self.table.bodies["PVHXH"],
            product="Báo cáo", due_on=TODAY - timedelta(days=1), source=programme, source_item="1",
            cooperation=[self.table.bodies["MTTQ"]],
        )  # fmt: skip
        task = perform(tasks.issue, task, actor=self.office, at=NOW, past=True)
        made: Record = perform(tasks.accept, task, actor=self.unit, at=NOW)
        return self.worked(made, n)

    def worked(self, task: Record, n: int) -> Record:
        """Progress, a proof with its file, a request and the decision on it."""
        day = TODAY + timedelta(days=n)
        perform(tasks.report_progress, task, actor=self.unit, at=NOW, text=f"Bước {n}")
        perform(
            tasks.add_proof, task, actor=self.unit, at=NOW, kind="file", words=f"Ảnh {n}",
            upload=ContentFile(PDF, name=f"{n}.pdf"),
        )  # fmt: skip
        perform(tasks.ask_extension, task, actor=self.unit, at=NOW, new_due=day, reason="Mưa")
        decided: Record = perform(
            tasks.extend, task, actor=self.office, at=NOW, new_due=day, reason="Mưa", decided_by="Chủ tịch",
            decided_on=TODAY, scan=ContentFile(PDF, name=f"but-phe-{n}.pdf"),
        )  # fmt: skip
        return decided

    def met(self, n: int) -> tuple[Record, ...]:
        """A meeting held in its room, a vehicle, its minutes, and the address of a calendar."""
        host, start = self.table.bodies["TTHDND"], NOW + timedelta(days=n)
        room = perform(booking.add_room, actor=self.office, at=NOW, name=f"Phòng {n}", owner=host)
        car = perform(booking.add_vehicle, actor=self.office, at=NOW, name=f"Xe {n}", owner=host)
        row = perform(
            meetings.plan, actor=self.office, at=NOW, kind="giao_ban", title=f"Giao ban {n}", host=host, room=room,
            starts_at=start, ends_at=start + timedelta(hours=1), vehicles=[car],
        )  # fmt: skip
        row = perform(meetings.invite, row, actor=self.office, at=NOW, bodies=[self.table.bodies["MTTQ"]])
        row = perform(meetings.call, row, actor=self.office, at=NOW)
        row = perform(holding.hold, row, actor=self.office, at=NOW)
        row = self.said(row, 1)
        minutes = perform(writing.write_minutes, actor=self.office, at=NOW, meeting=row)
        feed = perform(meetings.open_feed, actor=self.office, at=NOW, owner=host, words=f"Máy {n}")
        return room, car, row, self.remarked(minutes), feed

    def said(self, row: Record, n: int) -> Record:
        """Somebody more is there, speaks, is answered; a vote, a conclusion that becomes a task, a picture, a paper."""
        others = [(f"Người {k}", "Tổ trưởng", str(self.table.bodies["MTTQ"])) for k in range(n)]
        given: dict[str, Any] = {"actor": self.office, "at": NOW}
        perform(holding.record_attendance, row, present=[], others=others, **given)
        perform(holding.record_turn, row, speaker=1, asks=[f"Hỏi {n}"], praise=["Tốt"], **given)
        perform(holding.record_vote, row, about="chương trình", in_favour=1, **given)
        perform(holding.conclude, row, text=f"Kết luận {n}", lead=self.table.bodies["PVHXH"], **given)
        perform(holding.propose_tasks, row, **given)
        perform(
            meetings.add_paper,
            row,
            item=1,
            words="Báo cáo",
            upload=ContentFile(PDF, name=f"{n}.pdf"),
            **given,
        )
        made: Record = perform(
            holding.add_picture, row, upload=picture(f"{n}.png"), caption="Ảnh", alternative="Ảnh", **given
        )
        return made

    def remarked(self, minutes: Record) -> Record:
        if minutes.state == "draft":
            perform(writing.check, minutes, actor=self.office, at=NOW)
        made: Record = perform(writing.remark, minutes, actor=self.office, at=NOW, text="Sửa giờ")
        return made

    def file(self, n: int) -> Record:
        made: Record = perform(
            store, actor=self.office, at=NOW, upload=ContentFile(PDF + f"%{n}".encode(), name=f"{n}.pdf"), words=f"Tệp {n}",
            share_with=[self.table.bodies["MTTQ"].pk],
        )  # fmt: skip
        return made

    def out(self, n: int) -> Record:
        """A paper that goes out, with receivers, a signer and what its leader said of it."""
        made = perform(
            prepare, actor=self.office, at=NOW, owner=self.table.bodies["TTHDND"], about=f"Kết quả {n}",
            kind=DocumentKind.objects.get(pk="BC"), text="Đã họp.", copies=self.table.bodies["MTTQ"].name,
        )  # fmt: skip
        done: Record = self.ruled(made)
        return done

    def ruled(self, made: Record) -> Record:
        made = perform(
            approve, made, actor=self.office, at=NOW, decided_by="Chủ tịch", decided_on=TODAY,
            scan=ContentFile(PDF, name="duyet.pdf"),
        )  # fmt: skip
        done: Record = perform(return_draft, made, actor=self.office, at=NOW, words="Thêm số liệu")
        return done

    def come(self, n: int) -> Record:
        """A paper that came in, registered and given to a unit."""
        made = perform(
            receive, actor=self.office, at=NOW, owner=self.table.bodies["TTHDND"], sender_words="UBND thành phố",
            about=f"Kế hoạch {n}",
        )  # fmt: skip
        return self.given(perform(register_arrival, made, actor=self.office, at=NOW), n)

    def given(self, made: Record, n: int, *, again: bool = False) -> Record:
        done: Record = perform(
            reassign if again else assign, made, actor=self.office, at=NOW, unit=self.table.bodies["PVHXH"], due_on=TODAY + timedelta(days=n),
            decided_by="Chủ tịch", decided_on=TODAY, scan=ContentFile(PDF, name="giao.pdf"),
        )  # fmt: skip
        return done

    def number(self, n: int, source: Record) -> Record:
        made: Record = perform(
            keep_read, actor=self.office, at=NOW, owner=self.table.bodies["TTHDND"], source=source, title="Báo cáo",
            found=confirmed_figure(f"Đã họp {n} kỳ.", str(n), "kỳ họp"),
        )  # fmt: skip
        return made

    def round(self, n: int) -> tuple[Record, Record, Record]:
        """A round of reports with two papers, one of them, and a difference between them."""
        year = 2026 + n
        council, front = (
            tuple(line.replace("2027", str(year)) for line in paper) for paper in (COUNCIL, FRONT)
        )
        asked = [self.table.bodies[kind] for kind in ("TTHDND", "UBND", "MTTQ")]
        opened = perform(
            collecting.open_round, actor=self.office, at=NOW, kind="interim", year=year, asked=asked
        )
        self.sent(opened, word(council, "BC HDND.docx"), word(front, "BC MTTQ.docx"))
        about = {"compilation": opened}
        return opened, Intake.objects.filter(**about)[0], Difference.objects.filter(**about)[0]

    def sent(self, opened: Any, *papers: ContentFile[bytes]) -> None:
        perform(collecting.take_in, opened, actor=self.office, at=NOW, uploads=list(papers))
        while collecting.read_next(opened, actor=self.office, at=NOW):
            pass
        settling.compare_now(opened, actor=self.office, at=NOW)

    def grow(self) -> None:
        first, bodies = self.first, self.table.bodies
        self.sent(first["tong-hop"], word(LAST, "TK.docx"))
        for n in (2, 3):
            self.one(n)
            self.worked(first["nhiem-vu"], n)
            self.ruled(first["van-ban-di"])
            self.given(first["van-ban-den"], n, again=True)
            self.task(10 + n, first["chuong-trinh"])
            self.table.comment(first["gop-y"].programme, f"Góp ý {n}")  # type: ignore[attr-defined]
            self.table.target(first["chuong-trinh"], number=f"1.{n}")  # type: ignore[arg-type]
            self.table.checked(first["chi-tieu"], 20 + n, on=TODAY - timedelta(days=n))  # type: ignore[arg-type]
            self.number(10 + n, first["doc-van-ban-cu"])
            self.said(first["hoi-nghi"], n)
            self.voters.perform(contacts.add_point, first["tiep-xuc-cu-tri"], points=[line(20 + n)])
            self.voters.perform(
                contacts.set_deputies, first["tiep-xuc-cu-tri"], point=n, deputies=[self.voters.member]
            )
            self.square.perform(
                dialogues.answer_question, first["doi-thoai"], number=n, answer=f"Trả lời {n}"
            )
            self.remarked(first["bien-ban"])
            self.judged(first["kien-nghi"], n)
            booked(first["lich-tiep-cong-dan"])
            perform(
                directory.appoint, first["nhan-su"], actor=CLOCK, at=NOW, body=bodies["UBND"], title=f"Chức vụ {n}",
                valid_from=SINCE + timedelta(days=n),
            )  # fmt: skip
            perform(directory.rename_body, first["to-chuc"], actor=CLOCK, at=NOW, name=f"Tên {n}")


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK_OFFSET = NOW - timezone.now()
    cache.clear()
    return World()


@pytest.fixture
def everyone(world: World) -> Client:
    """Somebody who sees all of it: clerk of the office that made it, and administrator."""
    made = account("moi-viec", world.table.bodies["TTHDND"], "clerk")
    for role in ("administrator", "reception"):
        perform(
            grant, actor=CLOCK, at=NOW, user=made.user, role=role, body=world.table.bodies["TTHDND"], valid_from=SINCE,
        )  # fmt: skip
    made.user.must_change_password = False
    made.user.save()
    found = Client()
    found.force_login(made.user)
    return found


def asked(client: Client, paths: list[str]) -> dict[str, int]:
    found = {}
    for path in paths:
        client.get(path)  # the choices of the filters are kept, as they are after the first visitor
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200, path
        found[path] = len(captured)
    return found


def test_lists_and_details_ask_the_same_of_one_row_and_of_three(world: World, everyone: Client) -> None:
    kinds = [m for m in apps.get_models() if issubclass(m, Record) and m.path]
    assert sorted(world.first) == sorted(model.path for model in kinds), "a kind of record is not measured"
    lists = [f"/{path}/?muc=tat-ca" for path in world.first]
    details = [f"/{path}/{record.code}/" for path, record in world.first.items()]
    extra = ["/", "/thong-bao/", "/tim/?q=viec", "/so-lieu-tuan/"]
    before = asked(everyone, lists + details + extra)
    world.grow()
    after = asked(everyone, lists + details + extra)
    assert after == before
    assert max(after[path] for path in lists) <= 6
