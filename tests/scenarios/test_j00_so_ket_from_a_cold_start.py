"""J0: a new installation, nothing entered; the papers a ward's offices have go in as they are, and a joint sơ kết comes
out in Word with no figure typed. Clicks and keys are counted, every number is held against the sealed truth.

One ward in the usual run; ``make j0`` takes all of ``MEASURED`` and prints the table that stands in ``build/j0.json``.
"""

from __future__ import annotations

import io
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from docx.oxml.ns import qn

from phoihop.accounts.actions import create_account, set_password
from phoihop.accounts.models import Account
from phoihop.accounts.setup import first_run
from phoihop.commitments.models import Commitment
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.seed import load_all
from phoihop.core.text import parse_number
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.reports.models import Difference, Intake, IntakeFigure, Report
from phoihop.reports.printing import digits_of
from tests.scenarios.hands import Hands
from tests.scenarios.sealed import Read, SealedWard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVELOPED = ("w1",)
#: Later wards join here; nothing else has to change.
MEASURED = ("w1", "w2", "w5", "w17", "w18", "w21", "w22", "w23", "w28", "w30", "w31")
WARDS = MEASURED if os.environ.get("PHOIHOP_J0") == "all" else DEVELOPED
TABLE = Path(__file__).parents[2] / "build" / "j0.json"
PASSWORD = "bo-nhiem-2027"  # noqa: S105 of an installation that lives as long as the test
PACE = 250
TOLD = "told in a paper"


@dataclass
class Measured:
    """One ward's journey in figures."""

    ward: str
    clicks: int = 0
    keys: int = 0
    reading: float = 0.0
    papers: int = 0
    printed: int = 0
    checked: int = 0
    wrong: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    planted: int = 0
    missed: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    duties: int = 0


@pytest.fixture(scope="session")
def table() -> Iterator[list[Measured]]:
    """What every ward took, written and printed at the end with the worst of each column."""
    rows: list[Measured] = []
    yield rows
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(
        json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    lines = [f"{r.ward:>5} {len(r.wrong):>6} {len(r.unexplained):>12} {r.planted - len(r.missed):>6}/{r.planted}"
             f" {len(r.false_alarms):>6} {len(r.typed):>6} {len(r.kept):>5} {r.clicks:>7} {r.keys:>6} {r.reading:>8.1f} {r.checked:>8}/{r.printed}" for r in rows]  # fmt: skip
    print(
        "\n ward  wrong  unexplained  found  alarms  typed  kept  clicks   keys  reading  checked",
        *lines,
        sep="\n",
    )


@pytest.fixture(params=WARDS)
def ward(request: pytest.FixtureRequest, settings: Any, transactional_db: None) -> SealedWard:
    return installed(SealedWard(request.param), settings)


def installed(sealed: SealedWard, settings: Any) -> SealedWard:
    """A new installation on 20 July: the ward's bodies and a clerk, nothing else."""
    start = datetime(sealed.answers["year"], 7, 20, 1, 15, tzinfo=UTC)
    settings.CLOCK_OFFSET = start - timezone.now()
    load_all()
    kind, name, above = sealed.place
    first_run(kind=kind, name=name, parent=above, username="quantri", full_name="Quản Trị Viên", at=start)
    account = perform(
        create_account, actor=CLOCK, at=start, username="vanphong", full_name="Cán Bộ Tổng Hợp", role="clerk",
        home=Organisation.objects.get(kind="TTHDND"), valid_from=date(2025, 7, 1),
    )  # fmt: skip
    set_password(account.user, PASSWORD, until=None)
    account.user.must_change_password = False
    account.user.save()
    return sealed


@pytest.mark.long
def test_a_so_ket_comes_out_of_the_papers_of_a_ward_with_no_figure_typed(
    ward: SealedWard, chromium: Any, live_server: Any, table: list[Measured]
) -> None:
    hands, told = at_the_door(chromium, live_server), Measured(ward=ward.name, papers=len(ward.papers))
    table.append(told)
    page = hands.page
    sign_in(hands)
    open_round(hands)
    told.reading = read_in(hands, ward)
    tick_frame(hands)
    told.duties = tick_year(hands)
    hands.look("4-read")
    settle_all(hands, ward, told)
    hands.look("5-settled")
    merge(hands)
    hands.look("6-report")
    content = download(hands)
    told.clicks, told.keys = hands.clicks, hands.keys
    report = page.url.removeprefix(live_server.url)
    page.click(".ph-to a.so")
    assert "“" in page.inner_text("#nguon blockquote")
    hold_against(ward, content, told, report)
    assert told.clicks + told.keys <= PACE
    assert told.typed == [], "a number that a paper tells had to be typed"
    assert told.duties > 0
    assert told.unexplained == []
    assert told.missed or told.wrong == []
    assert verify_database().faults == []


def test_what_a_clerk_does_wrong_is_said_and_nothing_is_taken_silently_or_lost(
    settings: Any, transactional_db: None, chromium: Any, live_server: Any, tmp_path: Path
) -> None:
    ward = installed(SealedWard("w1"), settings)
    hands = at_the_door(chromium, live_server)
    page = hands.page
    sign_in(hands)
    open_round(hands)
    # no file chosen, and a file that is no paper
    page.click("button:has-text('Đưa vào và đọc')")
    page.wait_for_selector("text=Chưa chọn tệp nào.")
    assert Intake.objects.count() == 0
    [report, *_rest] = [p for p in ward.papers if "HDND" in p.name and p.suffix == ".docx"]
    twin, macro, image = tmp_path / "ban gui lai.docx", tmp_path / "so lieu.docm", tmp_path / "anh.jpg"
    same = docx.Document(str(report))
    same.core_properties.author = "nguoi khac"
    same.save(str(twin))
    macro.write_bytes(b"PK\x03\x04 not a package")
    image.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 64)
    other = next(p for p in SealedWard("w5").papers if "HDND" in p.name and p.suffix == ".docx")
    hands.choose("input[type=file]", [report, twin, macro, image, other])
    page.click("button:has-text('Đưa báo cáo vào')")
    page.wait_for_selector("#tien-do .ph-nhac")
    page.close()  # the window is closed in the middle; reading goes on when the round is opened again
    assert Intake.objects.filter(state="waiting").count() > 0
    hands = Hands(page.context.new_page())
    hands.page.set_default_timeout(15000)
    hands.page.goto(f"{live_server.url}/")
    hands.click("aside a:has-text('TH-')")
    hands.page.wait_for_function("() => !document.querySelector('#tien-do .ph-nhac')", timeout=60_000)
    assert {i.name: (i.state, bool(i.trouble or i.doubt)) for i in Intake.objects.all()} == {
        report.name: ("current", False), twin.name: ("aside", True), macro.name: ("aside", True),
        image.name: ("aside", True), other.name: ("doubted", True),
    }  # fmt: skip
    hands.page.click("nav a:has-text('Văn bản gửi về')")
    hands.look("7-wrong-papers")
    said = hands.page.inner_text("main")
    unread = hands.page.locator("tr", has_text=macro.name)
    assert unread.get_by_role("button").count() == 0, "nothing can be done with a file that was not kept"
    assert f"Cùng nội dung với “{report.name}”, chỉ khác tên tệp." in said and "địa bàn khác" in said
    # a difference decided twice from two windows, and back by the browser's own button
    hands.page.click("nav a:has-text('Đối chiếu')")
    second = page.context.new_page()
    second.goto(hands.page.url)
    code = str(hands.page.locator("form.ph-venh").first.get_attribute("id")).removeprefix("v-")
    for window in (hands.page, second):
        form = window.locator(f"#v-{code}")
        form.locator("input[value=both]").click()
        form.get_by_role("button", name="Chốt: gõ nhầm").click()
        window.wait_for_selector(f"#v-{code}", state="detached")
    assert hands.page.evaluate("document.activeElement.name") == "choice", (
        "the keyboard stands at the next one"
    )
    assert "Chưa ghi được" in second.inner_text("#venh")
    assert Difference.objects.get(code=code).state == "noted"
    merge(hands)
    hands.page.go_back()
    hands.page.reload()
    assert hands.page.locator("a:has-text('Mở báo cáo chung')").count() == 1
    assert Report.objects.count() == 1
    assert verify_database().faults == []


def at_the_door(chromium: Any, live_server: Any) -> Hands:
    """A browser as offices have it, at the first page of the installation."""
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN").new_page()
    page.set_default_timeout(15000)
    page.goto(f"{live_server.url}/")
    return Hands(page)


def sign_in(hands: Hands) -> None:
    hands.type("input[name=login]", "vanphong")
    hands.press("Tab")
    hands.page.keyboard.type(PASSWORD)
    hands.keys += len(PASSWORD)
    hands.press("Enter")
    hands.page.wait_for_selector("#ph-rail")
    hands.look("1-home")


def open_round(hands: Hands) -> None:
    hands.click("main a:has-text('Mở đợt tổng hợp')")
    hands.look("2-open")
    hands.click("form#mau button[type=submit]")
    hands.page.wait_for_selector("input[type=file]")


def read_in(hands: Hands, ward: SealedWard) -> float:
    """Every paper in one batch; seconds until the last is read and set against the others."""
    hands.choose("input[type=file]", ward.papers)
    began = time.monotonic()
    hands.click("button:has-text('Đưa vào và đọc')")
    hands.page.wait_for_selector("#venh, #tien-do .ph-nhac")
    hands.look("3-reading")
    hands.page.wait_for_selector("#venh", timeout=120_000)
    hands.page.wait_for_function("() => !document.querySelector('#tien-do .ph-nhac')", timeout=120_000)
    return time.monotonic() - began


def tick_frame(hands: Hands) -> None:
    """The headings of the office's own last review: proposed, so that mostly there is nothing to press."""
    box = hands.page.get_by_label(re.compile("Khung báo cáo"))
    if not box.is_checked():
        hands.click(box)
    assert hands.page.get_by_label(re.compile("Khung báo cáo")).is_checked()


def tick_year(hands: Hands) -> int:
    """Năm mẫu of the programme that was sent in: one tick proposes the rest of the year, three duties are given out."""
    hands.click(hands.page.get_by_label(re.compile("Năm mẫu")))
    hands.page.wait_for_selector("h1:has-text('Giao nhiều việc một lượt')")
    hands.look("4b-year")
    rows = hands.page.locator("form.ph-luoi tbody tr")
    proposed: int = rows.count()
    assert Commitment.objects.filter(origin="standard_year", state="proposed").count() == proposed
    for n in range(3):
        hands.click(rows.nth(n).locator("input[type=checkbox]").first)
    hands.click("button:has-text('Giao các việc đã tích')")
    hands.page.wait_for_selector("text=Đã giao 3 việc")
    hands.click("text=Về nơi đề xuất")
    hands.page.wait_for_selector("#venh")
    assert f"{proposed - 3} việc chờ giao" in hands.page.inner_text("main")
    return proposed


def settle_all(hands: Hands, ward: SealedWard, told: Measured) -> None:
    """Each difference as a clerk settles it who knows which number is true where a paper tells it; where none does, and
    where nothing disagrees, both are kept, with a note."""
    found: set[str] = set()
    forms = hands.page.locator("form.ph-venh")
    while forms.count():
        form = forms.first
        code = str(form.get_attribute("id")).removeprefix("v-")
        difference = Difference.objects.get(code=code)
        reads = [read_of(row_of(p["source"])) for p in difference.places]
        values = [v for r in reads for v in (r.value, whole_of(r)) if v is not None]
        plant = ward.planted([r.file for r in reads], values)
        if plant:
            found.add(plant["id"])
            if not choose(hands, form, difference, ward, plant):
                said = f"{plant['id']} {plant['kind']} {plant['true']}, {where_told(ward, plant, reads)}"
                if TOLD in said:
                    hands.click(form.locator("input[name=choice][value=other]"))
                    hands.type(form.locator("input[name=value]"), plant["true"].replace(".", ","))
                    told.typed.append(said)
                else:  # no paper tells it: nobody in the office knows it either, so both stay, with a mark
                    hands.click(form.locator("input[value=both]"))
                    told.kept.append(said)
        else:
            told.false_alarms.append(f"{difference.kind}: {difference.words}")
            hands.click(form.locator("input[value=both]"))
        hands.click(form.get_by_role("button", name="Chốt: theo biên bản"))
        hands.page.wait_for_selector(f"#v-{code}", state="detached")
    planted = [plant["id"] for plant in ward.answers["contradictions"]]
    told.planted, told.missed = len(planted), [name for name in planted if name not in found]


def choose(hands: Hands, form: Any, difference: Difference, ward: SealedWard, plant: dict[str, Any]) -> bool:
    """The option under which the places are true; False where there is none, and the number comes from elsewhere."""
    true = Decimal(plant["true"])
    scored = [
        (rightness(difference, option, ward), any(Decimal(fix["value"]) == true for fix in option["fixes"]), -n, option)
        for n, option in enumerate(difference.options)
    ]  # fmt: skip
    (wrong, right), says, _n, option = max(scored, key=lambda row: row[:3])
    if not (wrong == 0 and right):
        option = next((row[3] for row in scored if row[1]), option)
        says = any(row[1] for row in scored)
    if (wrong == 0 and right) or says:
        hands.click(form.locator(f"input[name=choice][value={option['code']}]"))
        return True
    return False


def where_told(ward: SealedWard, plant: dict[str, Any], reads: list[Read]) -> str:
    """Whether a paper of the ward tells the true number of the same fact, so that an option could have offered it."""
    facts = {(one["fact"], one["period"]) for read in reads if (one := ward.figure(read)) is not None}
    alike = [
        f
        for f in ward.answers["figures"]
        if (f["fact"], f["period"]) in facts and f["value"] == plant["true"]
    ]
    return TOLD if alike else "in no labelled place"


def rightness(difference: Difference, option: dict[str, Any], ward: SealedWard) -> tuple[int, int]:
    """(minus the places that would stand wrong, the places that would stand right) under an option."""
    fixes = {fix["source"]: Decimal(fix["value"]) for fix in option["fixes"]}
    wrong = right = 0
    for place in difference.places:
        read = read_of(row_of(place["source"]))
        true = ward.true_of(read)
        if true is not None:
            stands = fixes.get(place["source"], read.value)
            wrong, right = wrong + (stands != true), right + (stands == true)
    return -wrong, right


def row_of(source: str) -> IntakeFigure:
    """The figure of a sent paper by its address: code of the paper, number in it."""
    code, _dot, order = source.rpartition(".")
    row: IntakeFigure = IntakeFigure.objects.select_related("intake").get(intake__code=code, order=order)
    return row


def read_of(row: IntakeFigure) -> Read:
    passage = row.intake.passages.filter(start__lte=row.start, end__gte=row.end).first()
    text, start = (
        (passage.text, passage.start)
        if passage
        else (row.sentence, row.start - row.sentence.find(row.printed))
    )
    at = row.start - start
    return Read(
        file=row.intake.name, value=row.value.normalize(), before=text[:at], after=text[at:], row=f"{row.sentence} {row.noun}",
        where=row.where,
    )  # fmt: skip


def whole_of(read: Read) -> Decimal | None:
    rows = IntakeFigure.objects.filter(intake__name=read.file, value=read.value, of_total__isnull=False)
    return next((row.of_total.normalize() for row in rows if row.of_total), None)


def merge(hands: Hands) -> None:
    hands.click(hands.page.locator("button:has-text('Gộp thành báo cáo chung')").first)
    hands.page.wait_for_selector(".ph-to")


def download(hands: Hands) -> bytes:
    with hands.page.expect_download() as got:
        hands.click("text=Tải Word kèm nguồn số liệu")
    content: bytes = got.value.path().read_bytes()
    return content


def hold_against(ward: SealedWard, content: bytes, told: Measured, report: str) -> None:
    """Every number that stands in the Word file: it opens, and it is what the sealed answers say."""
    printed, sources = numbers_in(content)
    assert printed and {short for short, _words in printed} <= set(sources)
    told.printed = len(printed)
    reader = Client()
    reader.force_login(Account.objects.get(username="vanphong").user)
    code = report.strip("/").rpartition("/")[2]
    doubts = {row.short: row.doubt for row in Report.objects.get(code=code).figures.all()}
    for short, words in printed:
        row = row_of(sources[short])
        answer = reader.get(f"/so-lieu/{code}.{short}/")
        assert answer.status_code == 200 and escape(row.sentence) in answer.content.decode(), short
        read = read_of(row)
        true = ward.true_of(read)
        if true is None:
            continue
        told.checked += 1
        stands = value_of(words, row)
        if stands == true or (true - stands).copy_abs() < Decimal("0.0005"):
            continue
        figure = ward.figure(read)
        names = ward.planted_at(figure) if figure else []
        if doubts.get(short):
            told.marked.append(f"{short} {words} ({doubts[short]}), phải là {true}")
            continue
        said = f"{short} {words} ({row.noun}), phải là {true}; {row.intake.name[:30]} {'/'.join(names)}"
        told.wrong.append(said)
        if not set(names) & set(told.missed):
            told.unexplained.append(said)


def numbers_in(content: bytes) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """(code of the number, as printed) in the text of a report, and code → source by its annex of sources."""
    document = docx.Document(io.BytesIO(content))
    printed: list[tuple[str, str]] = []
    for paragraph in document.paragraphs:
        before = ""
        for run in paragraph._p.iter(qn("w:r")):
            words = "".join(t.text or "" for t in run.iter(qn("w:t")))
            raised = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}") is not None
            if raised and (mark := re.fullmatch(r"\[(S\d+)\]", words.strip())):
                printed.append((mark.group(1), before.replace("\N{NO-BREAK SPACE}", " ").strip()))
            before = words
    sources: dict[str, str] = {}
    for grid in document.tables:
        for line in grid.rows:
            cells = [cell.text.strip() for cell in line.cells]
            if re.fullmatch(r"S\d+", cells[0]) and (found := re.search(r"VG-\S+\.\d+", cells[-1])):
                sources[cells[0]] = found.group()
    return printed, sources


def value_of(words: str, row: IntakeFigure) -> Decimal:
    """What a printed number says: "1,05" of "1,05 tỷ đồng" is told in the unit it was read in."""
    first, last = digits_of(row)
    try:
        unit = row.value / parse(row.printed[first:last])
    except (ValueError, ArithmeticError):
        return row.value.normalize()  # told in words
    return (parse(words) * unit).normalize()


def parse(words: str) -> Decimal:
    """The first number of "84/87", "05", "84,5 (có nơi ghi 80,5)"."""
    found = re.match(r"[\d.,]*\d", words.strip())
    return parse_number(found.group().lstrip("0") or "0") if found else parse_number(words)
