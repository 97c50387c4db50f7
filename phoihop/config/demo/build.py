"""Builds the demo by ordinary actions: papers read and confirmed, tasks given out, done, proved, verified.

Nothing is written past the engine; the moments are those of the invented year, which ends "today",
Monday 02/08/2027, 08:15.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.management import call_command

from phoihop.accounts import actions as accounts
from phoihop.accounts.actor import actor_for
from phoihop.accounts.models import Account
from phoihop.accounts.setup import register_bodies
from phoihop.activities.programmes import actions as programmes
from phoihop.activities.programmes.models import Programme, Target, TargetValue
from phoihop.commitments import actions as commitments
from phoihop.commitments.models import Commitment
from phoihop.config.demo import (
    common_gate,
    conferences,
    dialogues,
    door,
    drafting,
    emergency,
    keys,
    past,
    reception,
    registers,
    signed_copies,
    voices,
    voters,
)
from phoihop.config.demo import files as public_files
from phoihop.config.demo import round as half_year
from phoihop.core import seed
from phoihop.core.actions import Refused, perform
from phoihop.core.models import Setting
from phoihop.core.papers import build_paper, formats
from phoihop.core.who import CLOCK, Actor
from phoihop.directory import actions as directory
from phoihop.directory.finding import find_body
from phoihop.directory.importers import import_successions
from phoihop.directory.models import Organisation, Territory
from phoihop.ingest import actions as ingest
from phoihop.ingest.models import Reading
from phoihop.reports import actions as reports
from phoihop.reports import collecting, merging, settling
from phoihop.reports.models import Compilation, Difference, Report

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
PAPERS = Path(__file__).parent / "papers"
TODAY = datetime(2027, 8, 2, 8, 15, tzinfo=HERE)
WARD = "Minh Tân"
PASSWORD = "minhtan-2027"  # noqa: S105 printed by `make demo`; the demo database opens on this machine only
LAST_REVIEW = "13-minh-tan-tong-ket-2026.docx"
PROGRAMME = "14-minh-tan-chuong-trinh-2027.docx"

#: username, name (invented), body kind, role, title on the button
PEOPLE = (
    ("chuyenvien", "Phạm Thu Hằng", "TTHDND", "clerk", "Chuyên viên tổng hợp"),
    ("mattran", "Nguyễn Bích Loan", "MTTQ", "clerk", "Chuyên viên Mặt trận"),
    ("chutich", "Vũ Hoàng Nam", "UBND", "leader", "Chủ tịch"),
    ("phongkt", "Đỗ Minh Quân", "PKT", "unit", "Trưởng phòng"),
    ("hoipn", "Lưu Thị Mai", "PN", "member", "Chủ tịch Hội"),
    ("daibieu", "Nguyễn Thị Kim Dung", "TODB", "deputy", "Đại biểu HĐND"),
    ("tiepdan", "Ngô Thị Hạnh", "UBND", "reception", "Cán bộ tiếp công dân"),
    ("baove", "Tạ Đức Long", "UBND", "protection", "Cán bộ bảo vệ dữ liệu"),
    ("quantri", "Trịnh Văn Khôi", "VP", "administrator", "Quản trị"),
)
#: Further hats: the office clerk serves both bodies and is the hand of the units without a login.
ALSO_HATS = (
    ("chuyenvien", "UBND", "clerk"), ("chuyenvien", "VP", "clerk"), ("phongkt", "PVHXH", "unit"),
)  # fmt: skip
HISTORY = (
    "01-quan-cau-giay-so-ket-2020.txt", "02-quan-ba-dinh-ky-ket-2024.html",
    "03-quan-hoan-kiem-tong-ket-ky-ket-2021.txt", "04-quan-cau-giay-tong-ket-hdnd-2022.txt",
    "05-quan-cau-giay-mttq-ctd-2023-2027.docx", "06-phuong-cau-giay-chuong-trinh-2025.txt",
    "07-phuong-cau-giay-tiep-xuc-cu-tri-2025.txt",
)  # fmt: skip
OF_THE_WARD = (
    ("11-minh-tan-quy-che-2026-2031.docx", date(2026, 5, 25)),
    ("12-minh-tan-chuong-trinh-2026.docx", date(2026, 5, 26)),
    (LAST_REVIEW, date(2027, 1, 8)),
    (PROGRAMME, date(2027, 1, 13)),
    ("16-minh-tan-tin-ky-ket-2027.txt", date(2027, 1, 13)),
    ("17-minh-tan-mttq-chu-thap-do-2027-2031.docx", date(2027, 3, 20)),
    ("18-minh-tan-mttq-hoi-phu-nu-2027.docx", date(2027, 3, 25)),
    ("19-minh-tan-mttq-cong-an-2026-2030.docx", date(2027, 3, 26)),
)

Say = Callable[[str], None]


def build(*, say: Say) -> Path:
    """Fill an empty database; returns the path of the sơ kết as Word."""
    call_command("migrate", verbosity=0)
    seed.load_all()
    seed.load_records()
    Setting.objects.update_or_create(name="demo", defaults={"value": "1"})
    say("Lập phường Minh Tân, các cơ quan và tài khoản")
    people = found_ward(at(date(2026, 5, 20)))
    say("Đọc bảy bài của các quận cũ và phường kế tiếp")
    for name in HISTORY:
        read_in(name, people["chuyenvien"], at(date(2027, 1, 4)), say=say)
    for place in Territory.objects.filter(valid_to=None, level="commune").select_related("parent"):
        import_successions(place, actor=CLOCK, at=at(date(2027, 1, 4)), province="thành phố Hà Nội")
    say("Đọc văn bản của phường Minh Tân")
    for name, day in OF_THE_WARD:
        reader = "mattran" if "mttq-" in name else "chuyenvien"
        read_in(name, people[reader], at(day), say=say)
    read_in(
        "15-minh-tan-thong-bao-ket-luan.docx",
        people["chuyenvien"],
        at(date(2027, 7, 30)),
        say=say,
        record=False,
    )
    programme = programme_of(2027)
    close_old(people["chuyenvien"])
    say("Theo 47 nhiệm vụ từ tháng 1 đến tháng 7")
    follow(programme, people, say=say)
    say("Nộp và kiểm tra số liệu 26 chỉ tiêu")
    targets(programme, people)
    say("Đề xuất việc theo Năm mẫu")
    perform(
        programmes.propose_duties, programme, actor=people["chuyenvien"], at=at(date(2027, 8, 1)), year=2027
    )
    say("Họp hội nghị tháng Giêng, đặt lịch tuần này và tuần sau")
    conferences.hold_conferences(programme, people)
    say("Đối thoại năm 2026, chuẩn bị đối thoại tháng Tám")
    of_ward = Organisation.objects.filter(territory=programme.territory).select_related("kind", "territory")
    dialogues.dialogues_of({body.kind_id: body for body in of_ward.order_by("-pk")}, people)
    say("Ghi sổ văn bản đi, văn bản đến")
    ward = Organisation.objects.filter(territory=programme.territory).select_related("kind", "territory")
    signing = partial(keys.keys, phrase=PASSWORD)
    for fill in (registers.registers, signing, signed_copies.signed_copies, keys.waiting):
        fill({body.kind_id: body for body in ward.order_by("-pk")}, people)
    say("Tiếp xúc cử tri tháng 5, đặt đợt tháng 8")
    voters.meet_voters({body.kind_id: body for body in ward.order_by("-pk")}, people)
    say("Soạn dự thảo chương trình 2028, ba cơ quan góp ý")
    drafting.draft_next_year(programme, people)
    emergency.storm({body.kind_id: body for body in ward.order_by("-pk")}, people)
    say("Nghe bà con: kiến nghị từ lúc nêu đến lúc xác minh")
    voices.voices({body.kind_id: body for body in ward.order_by("-pk")}, people)
    say("Tiếp công dân, giữ sổ chuyển đơn")
    reception.receive_citizens({body.kind_id: body for body in ward.order_by("-pk")}, people)
    say("Đọc biểu tổng hợp kiến nghị năm 2026 từ tệp Word")
    past.last_year({body.kind_id: body for body in ward.order_by("-pk")}, people)
    say("Mở trang Cam kết và kết quả thực hiện; ba kiến nghị gửi qua trang công khai")
    door.door({body.kind_id: body for body in ward.order_by("-pk")}, people)
    say("Gộp báo cáo sáu tháng của ba cơ quan thành báo cáo sơ kết")
    report = review(programme, people["chuyenvien"])
    say("Công khai thông báo, che danh sách, thu hồi một tệp nhầm")
    public_files.files(people)
    common_gate.name_the_first(people)
    return report


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HERE)


def found_ward(moment: datetime) -> dict[str, Actor]:
    """The ward as ``phoihop init`` would propose it, with the logins of the demo."""
    city = perform(
        directory.register_territory,
        actor=CLOCK,
        at=moment,
        kind_word="thành phố",
        name="Hà Nội",
        level="province",
    )
    ward: Territory = perform(
        directory.register_territory, actor=CLOCK, at=moment, kind_word="phường", name=WARD, level="commune",
        parent=city, valid_from=date(2025, 7, 1),
    )  # fmt: skip
    bodies = register_bodies(ward, "phuong", at=moment, also=frozenset({"CTD", "BTT", "TODB"}))
    for kind, name in (("TRUONG", "Trường THCS Minh Tân"),):
        bodies[kind] = school(ward, name, moment)
    start = moment.date()
    for username, full_name, kind, role, title in PEOPLE:
        account: Account = perform(
            accounts.create_account, actor=CLOCK, at=moment, username=username, full_name=full_name,
            home=bodies[kind], role=role, title=title, valid_from=start,
        )  # fmt: skip
        accounts.set_password(account.user, PASSWORD, until=None)
    users = {a.username: a.user for a in Account.objects.select_related("user__person")}
    for username, kind, role in ALSO_HATS:
        title = next(p[4] for p in PEOPLE if p[0] == username)
        perform(
            accounts.grant, actor=CLOCK, at=moment, user=users[username], role=role, body=bodies[kind], title=title,
            valid_from=start,
        )  # fmt: skip
    return {name: actor_for(user, on=TODAY.date()) for name, user in users.items()}


def school(ward: Territory, name: str, moment: datetime) -> Organisation:
    from phoihop.directory.models import BodyKind  # noqa: PLC0415 seeded rows exist only now

    made: Organisation = perform(
        directory.register_body, actor=CLOCK, at=moment, territory=ward, kind=BodyKind.objects.get(pk="PHONG"),
        name=name, short_name=name,
    )  # fmt: skip
    return made


def read_in(name: str, actor: Actor, moment: datetime, *, say: Say, record: bool = True) -> Reading:
    """A paper through the reading desk: read, what is sure accepted, what hangs together accepted, recorded."""
    content = ContentFile((PAPERS / name).read_bytes(), name=name)
    reading: Reading = perform(ingest.read, actor=actor, at=moment, upload=content)
    if not record:
        return reading
    reading = perform(ingest.accept_sure, reading, actor=actor, at=moment)
    for proposal in reading.proposals.all():
        if proposal.decision == "open" and proposal.field in (
            "organisers",
            "parties",
            "programme",
            "contents",
            "figures",
        ):
            reading = perform(
                ingest.decide, reading, actor=actor, at=moment, order=proposal.order, decision="accepted"
            )
    for _attempt in range(40):
        try:
            return perform(ingest.record, reading, actor=actor, at=moment, sure=True)
        except Refused as refusal:
            order = next((int(w) for w in refusal.reason.replace(":", " ").split() if w.isdigit()), 0)
            if not order:
                raise
            say(f"  bỏ {refusal.reason}")
            reading = perform(
                ingest.decide, reading, actor=actor, at=moment, order=order, decision="rejected"
            )
    return reading


def programme_of(year: int) -> Programme:
    """The programme of the three bodies of the ward for a year."""
    found = Programme.objects.filter(period_from=year, period_to=year, territory__name=WARD, kind="programme")
    return max(found, key=lambda p: p.parties.count())


def close_old(actor: Actor) -> None:
    """What the review of 2026 closed."""
    old = programme_of(2026)
    perform(programmes.close, old, actor=actor, at=at(date(2027, 1, 12)), closed_on=date(2027, 1, 12))


def rows(name: str) -> Iterator[dict[str, str]]:
    with (PAPERS / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def as_body(actor: Actor, body: Organisation, *, role: str) -> Actor:
    """The office acts for a unit that has no login of its own in the demo, under that unit's mandate."""
    from phoihop.core.who import Hat  # noqa: PLC0415 only the demo builder makes hats by hand

    words = f"Đầu mối {body.short_name or body.name}"
    return Actor(
        user=actor.user, person=actor.person, name=actor.name, territories=actor.territories,
        hats=(Hat(role=role, body=body.pk, words=words, body_name=body.name),),
    )  # fmt: skip


def follow(programme: Programme, people: dict[str, Actor], *, say: Say) -> None:
    """Every task of the annex as progress_2027.csv tells it."""
    office, leader = people["chuyenvien"], people["chutich"]
    tasks = {
        row.number: row
        for row in Commitment.objects.filter(source_id=programme.pk, source_type="programmes.programme")
    }
    for told in rows("progress_2027.csv"):
        task = tasks.get(told["no"])
        if task is None:
            say(f"  không thấy nhiệm vụ {told['no']} trong sổ")
            continue
        _live(task, told, programme, office, leader)


def _live(task: Commitment, told: dict[str, str], programme: Programme, office: Actor, leader: Actor) -> None:
    moment = at(date(2027, 1, 13), 14)
    task = perform(commitments.issue, task, actor=office, at=moment)
    unit = as_body(office, task.lead, role="unit")
    if told["accepted_on"]:
        task = perform(commitments.accept, task, actor=unit, at=at(_day(told["accepted_on"]), 10))
    if told["progress_on"]:
        moment = at(_day(told["progress_on"]), 15)
        task = perform(commitments.report_progress, task, actor=unit, at=moment, text=told["progress_note"])
    if told["proof_on"]:
        perform(
            commitments.add_proof, task, actor=unit, at=at(_day(told["proof_on"]), 16), kind="number",
            words=told["proof"][:300],
        )  # fmt: skip
    if told["done_on"]:
        moment = at(_day(told["done_on"]), 16, 30)
        task = perform(
            commitments.report_done,
            task,
            actor=unit,
            at=moment,
            text=told["progress_note"] or "Đã hoàn thành.",
        )
    if told["verified_on"]:
        body = find_body(told["verified_by"], territory=programme.territory, on=TODAY.date()) or task.owner
        readers = {task.owner_id, *task.cooperating()}
        actor = as_body(
            office, body if body.pk in readers and body.pk != task.lead_id else task.owner, role="clerk"
        )
        perform(
            commitments.verify,
            task,
            actor=actor,
            at=at(_day(told["verified_on"]), 9, 30),
            words=told["verify_proof"][:300],
        )
    if told["deferred_on"]:
        day = _day(told["deferred_on"])
        scan = ContentFile(_scan(told), name=f"but-phe-{told['no']}.pdf")
        perform(
            commitments.defer, task, actor=office, at=at(day, 11), review_on=_day(told["review_on"]),
            reason=told["reason"], decided_by=told["decided_by"], decided_on=day, scan=scan,
        )  # fmt: skip


def _scan(told: dict[str, str]) -> bytes:
    """A one-page PDF that stands for the scanned note of the leader."""
    words = f"But phe viec {told['no']}".encode("ascii", "replace").decode()
    stream = f"BT /F1 14 Tf 72 760 Td ({words}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]  # fmt: skip
    out, places = "%PDF-1.4\n", []
    for n, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + end).encode()


def _day(text: str) -> date:
    return date.fromisoformat(text)


def targets(programme: Programme, people: dict[str, Actor]) -> None:
    """Values of the assigned targets: given by a unit, checked by the office."""
    office = people["chuyenvien"]
    known = {t.number: t for t in Target.objects.filter(programme=programme)}
    ends = {
        "Q1": date(2027, 3, 31),
        "Q2": date(2027, 6, 30),
        "H1": date(2027, 6, 30),
        "T7": date(2027, 7, 31),
    }
    for told in rows("targets_2027.csv"):
        target = known.get(told["no"])
        body = find_body(told["submitted_by"], territory=programme.territory, on=TODAY.date())
        if target is None or body is None:
            continue
        end = ends.get(told["period"].split("-")[-1]) or _month_end(told["period"])
        moment = at(min(end + timedelta(days=3), date(2027, 7, 31)), 10)
        unit = as_body(office, body, role="unit")
        value: TargetValue = perform(
            programmes.record_value, actor=unit, at=moment, target=target, period_end=end, value=_number(told["value"]),
            source=told["source"],
        )  # fmt: skip
        checker = as_body(office, programme.owner, role="clerk")
        if told["checked_by"] and body.pk != programme.owner_id:
            perform(programmes.check_value, value, actor=checker, at=moment + timedelta(hours=4))


def _month_end(period: str) -> date:
    """The last day of "2027-07"."""
    year, month = (int(part) for part in period.split("-")[:2])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _number(text: str) -> Decimal:
    return Decimal(text)


def joint_review(programme: Programme, actor: Actor) -> Report:
    """The sơ kết out of the bodies' own reports: sent in, read, set against each other, settled, merged."""
    bodies = [party.body for party in programme.parties.select_related("body").order_by("order")]
    given: dict[str, Any] = {"actor": actor, "at": at(date(2027, 7, 12))}
    made: Compilation = perform(
        collecting.open_round, kind="interim", year=2027, asked=bodies, due_on=date(2027, 7, 16), about=programme, **given
    )  # fmt: skip
    last = ContentFile((PAPERS / LAST_REVIEW).read_bytes(), name=LAST_REVIEW)
    given["at"] = at(date(2027, 7, 16), 14)
    made = perform(collecting.take_in, made, uploads=[*half_year.papers(), last], **given)
    while collecting.read_next(made, **given) is not None:
        pass
    made = settling.compare_now(made, **given)
    for difference in made.differences.filter(state="open").order_by("pk"):
        settle(difference, actor)
    made = perform(merging.merge, made, actor=actor, at=at(date(2027, 7, 31), 16, 30))
    assert made.report is not None  # noqa: S101 just merged
    return made.report


def settle(difference: Difference, actor: Actor) -> None:
    """As the office decides; what it has no decision for stays open."""
    said = " ".join([difference.words, *(place["sentence"] for place in difference.places)])
    for words, value, reason in half_year.DECISIONS:
        if words not in said:
            continue
        given: dict[str, Any] = {"actor": actor, "at": at(date(2027, 7, 20)), "reason": reason}
        if not value:
            perform(settling.keep_both, difference, **given)
            return
        right = Decimal(value)
        choice = next(
            (o["code"] for o in difference.options if any(Decimal(f["value"]) == right for f in o["fixes"])), settling.OTHER
        )  # fmt: skip
        perform(settling.settle, difference, choice=choice, value=right, **given)
        return


def review(programme: Programme, actor: Actor) -> Path:
    """The sơ kết, frozen on 31/07 at 17:00, as a Word file beside the database."""
    from django.conf import settings  # noqa: PLC0415 read when the demo is built

    report = joint_review(programme, actor)
    report = perform(reports.freeze, report, actor=actor, at=at(date(2027, 7, 31), 17))
    paper = build_paper("reports.official", report, actor=actor, at=TODAY)
    path = Path(settings.DATA) / "so-ket-6-thang-2027.docx"
    path.write_bytes(formats()["docx"].write(paper))
    return path
