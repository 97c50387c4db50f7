"""The secrecy walk: 200 planted names, telephones and addresses, and the sentences of every way that a denunciation
can come, every way out, every role: none of them is told.

They are planted by the actions people use, and looked for at every address of the URL table, in every paper and
sheet, in what the commands write, and in the file of the database itself. The one page that tells them, after a
reason was written down, is a POST and is not walked.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.apps import apps
from django.conf import settings as used
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from phoihop.accounts.actions import grant
from phoihop.accounts.roles import Role
from phoihop.accounts.tests import factories as people
from phoihop.activities.reception import actions as reception
from phoihop.activities.reception.models import Reception, ReceptionDay
from phoihop.config import cli
from phoihop.core import scrub, vault
from phoihop.core.actions import perform, the_action
from phoihop.core.forms import bind, inputs_of
from phoihop.core.models import Record, SealedOpening
from phoihop.core.papers import formats, papers_of
from phoihop.core.seed import load_records
from phoihop.core.text import fold
from phoihop.core.vault import Secret
from phoihop.core.who import CLOCK, PUBLIC
from phoihop.directory.tests.factories import NOW, SINCE, TODAY
from phoihop.petitions import actions as petitions
from phoihop.petitions.models import Custody, Petition
from phoihop.petitions.tests.factories import Voices, picture
from phoihop.upkeep.backup import copies
from tests.planted import ways
from tests.planted.making import FILE, VALUES, made
from tests.test_architecture import urls

PLANTED: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
#: Who walks the pages again on the second database.
FEW = frozenset({"khách", Role.CLERK.value, Role.ADMINISTRATOR.value})
#: Addresses that only take something in, sign somebody in or out, or guard themselves.
LEFT = re.compile(r"^(tai-khoan/|static/)")


def test_the_planted_values_are_those_of_the_seed() -> None:
    assert made() == PLANTED
    assert sum(len(set(values)) for values in PLANTED.values()) == VALUES


class Who:
    """One after the other the people of the file; from the last on some have no address."""

    def __init__(self) -> None:
        lanes = [*PLANTED["addresses"], *[""] * len(PLANTED["names"])]
        self.rows = iter(list(zip(PLANTED["names"], PLANTED["phones"], lanes, strict=False)))

    def next(self, n: int) -> Iterator[tuple[str, str, str]]:
        for _ in range(n):
            yield next(self.rows)


@pytest.fixture
def ward(transactional_db: None, settings: Any, tmp_path: Path) -> Voices:
    settings.CLOCK_OFFSET = NOW - timezone.now()
    settings.DATA, settings.BACKUPS = tmp_path, tmp_path / "sao"
    cache.clear()
    load_records()
    voices = Voices()
    people.account("tiep.dan", voices.bodies["UBND"], "reception")
    return voices


def plant(ward: Voices) -> None:
    """25 through the office, 12 through the public door, 10 denunciations, 12 received, 8 booked: 67 people."""
    who, officer = Who(), people.actor("tiep.dan.hai", ward.bodies["UBND"], "reception")
    for name, phone, lane in who.next(25):
        asked(ward, ward.office, name, phone, lane)
    for name, phone, lane in who.next(12):
        asked(ward, PUBLIC, name, phone, lane)
    for name, phone, lane in who.next(10):
        denounced(ward, name, phone, lane)
    for n, (name, phone, lane) in enumerate(who.next(12)):
        letters = (
            {"letters": ["complaint"], "letter_place": "tủ số 3"}
            if n % 2
            else {"matters": ["Đèn hỏng", "Rác để lâu"]}
        )
        perform(
            reception.record_reception, actor=officer, at=NOW, received_on=TODAY, receiver="Chủ tịch UBND", name=Secret(name),
            phone=Secret(phone), address=Secret(lane), **letters,
        )  # fmt: skip
    day = perform(
        reception.publish_timetable, actor=officer, at=NOW, days=[date(2027, 8, 10)], hours="sáng", receiver="Chủ tịch UBND",
        place="tầng 1",
    )  # fmt: skip
    for name, phone, _lane in who.next(8):
        perform(
            reception.book, day, actor=PUBLIC, at=NOW, name=Secret(name), phone=Secret(phone), agreed=True
        )
    assert next(who.rows, None) is None
    ways.plant(ward, officer)


def asked(ward: Voices, actor: Any, name: str, phone: str, lane: str) -> Petition:
    """Through the form, as every door does."""
    verb = the_action(petitions.receive)
    data = {
        "content": "Ngõ 84 ngập khi mưa, xin cải tạo rãnh", "source": "behalf", "asker_name": name, "asker_phone": phone,
        "asker_address": lane, "receiver": str(ward.bodies["UBND"].pk),
    }  # fmt: skip
    form = bind(verb, None, ward.office, data)
    assert form is not None and form.is_valid(), form and form.errors
    given = inputs_of(form)
    given["receiver"] = ward.bodies["UBND"]
    made: Petition = perform(verb, actor=actor, at=NOW, **given)
    return made


def denounced(ward: Voices, name: str, phone: str, lane: str) -> None:
    """Named in the words, the title and the file: it leaves the petitions at once."""
    row = asked(ward, ward.office, name, phone, lane)
    perform(
        petitions.classify, row, actor=ward.office, at=NOW, title=f"Ông {name} nhận tiền", field="do-thi", competence="commune",
        answering=ward.bodies["UBND"], quarter="", place=lane, questions=[f"Ai xử lý {name}?"],
    )  # fmt: skip
    row.refresh_from_db()
    perform(
        petitions.add_files,
        row,
        actor=ward.office,
        at=NOW,
        uploads=[ContentFile(picture().read() + phone.encode(), name="tep-1.pdf")],
    )
    row.refresh_from_db()
    perform(petitions.hand_over, row, actor=ward.office, at=NOW)


def needles() -> list[str]:
    """Each value and sentence as it was typed, as it is searched, and a telephone as people write it."""
    found = [value for values in PLANTED.values() for value in values] + [*ways.SENTENCES.values()]
    spaced = [f"{p[:4]} {p[4:7]} {p[7:]}" for p in PLANTED["phones"]]
    return [*found, *(fold(v) for v in found), *spaced]


NEEDLES = re.compile("|".join(re.escape(n) for n in sorted(needles(), key=len, reverse=True)))


def told(content: bytes, name: str = "") -> set[str]:
    """Which of them stand in it: in a page, in the parts of a Word or Excel file or package, in the words of a PDF."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return set[str]().union(
                *(told(parts.read(n), n) | set(NEEDLES.findall(n)) for n in parts.namelist())
            )
    if content[:5] == b"%PDF-":
        with pymupdf.open(stream=content, filetype="pdf") as file:
            return set(NEEDLES.findall("".join(page.get_text() for page in file)))
    return set(NEEDLES.findall(content.decode("utf-8", "ignore"))) | set(NEEDLES.findall(name))


def addresses(pattern: str, entry: URLPattern) -> Iterator[str]:
    """The address with every record it can name, every paper of it in every format; else with plain words."""
    if "<" not in pattern:
        yield f"/{pattern.lstrip('^').rstrip('$')}"
        return
    model = next(
        (m for m in kinds() if pattern.startswith(f"{m.path}/") or pattern.startswith(f"api/v1/{m.path}/")),
        None,
    )
    rows = list(model._base_manager.order_by("pk")[:1]) if model else []
    if model in (Petition, Custody, Reception, ReceptionDay):
        rows += list(model._base_manager.order_by("-pk")[:1])
    for row in {r.pk: r for r in rows}.values():
        filled = pattern.replace("<str:code>", row.code)
        if "<slug:paper>" not in filled:
            yield f"/{plain(filled)}"
            continue
        for kind in papers_of(row):
            for suffix in formats():
                yield f"/{filled.replace('<slug:paper>', kind.short).replace('<slug:suffix>', suffix)}"
    if not rows:
        yield f"/{plain(pattern)}"


def plain(pattern: str) -> str:
    """What is left to fill in gets the first number or a lookup code."""
    pattern = re.sub(r"<int:\w+>", "1", pattern)
    lookup = Petition.objects.order_by("pk").values_list("lookup", flat=True).first() or "x"
    return re.sub(
        r"<\w*:?(lookup|ma|code)>",
        lookup,
        re.sub(r"<\w+:\w+>|<\w+>", lambda m: lookup if "code" in m.group() else "x", pattern),
    )


def kinds() -> list[type[Record]]:
    found = [
        m for m in apps.get_models() if issubclass(m, Record) and m.path and ".tests." not in m.__module__
    ]
    return sorted(found, key=lambda m: -len(m.path))


def everywhere() -> list[str]:
    """Every address of the table, with the lists filtered and exported, and the searches."""
    found = [
        a
        for pattern, entry in urls(get_resolver())
        if not LEFT.match(pattern)
        for a in addresses(pattern, entry)
    ]
    found += [f"/{m.path}/{tail}" for m in kinds() for tail in ("?muc=tat-ca", "xuat.xlsx?muc=tat-ca")]
    return list(dict.fromkeys(found))


def doors(ward: Voices) -> Iterator[tuple[str, Client]]:
    """Nobody, and one person in each role of the body that holds it all."""
    yield "khách", Client()
    for role in Role:
        made = people.account(f"nguoi.{role.value}", ward.bodies["UBND"], role.value)
        if role == Role.ADMINISTRATOR:
            perform(
                grant,
                actor=CLOCK,
                at=NOW,
                user=made.user,
                role="clerk",
                body=ward.bodies["UBND"],
                valid_from=SINCE,
            )
        made.user.must_change_password = False
        made.user.save()
        client = Client(raise_request_exception=False)
        client.force_login(made.user)
        yield role.value, client


def walkers() -> frozenset[str]:
    everybody = frozenset({"khách", *(role.value for role in Role)})
    if os.environ.get("PHOIHOP_SECOND_DATABASE") == "1":
        return FEW
    return everybody - FEW if os.environ.get("PHOIHOP_TWO_DATABASES") == "1" else everybody


def content_of(reply: Any) -> bytes:
    whole: bytes = b"".join(reply.streaming_content) if reply.streaming else reply.content
    return whole + str(sorted(reply.headers.items())).encode()


@pytest.mark.long
def test_no_way_out_tells_a_planted_name_telephone_or_address(
    ward: Voices, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """Every role walks every page, where there are two databases three of them on the second: pages do not depend on
    the database. What is planted, searched in every role and written by the commands does, and is the same there."""
    plant(ward)
    leaks: dict[str, set[str]] = {}
    walked, answered, printed = 0, 0, set[str]()
    places = everywhere()
    sought = [value for values in PLANTED.values() for value in values]
    for role, client in doors(ward):
        for place in places if role in walkers() else ():
            if place in printed:
                continue
            reply = client.get(place)
            walked += 1
            if reply.status_code >= 500:
                leaks[f"{role} {place}"] = {str(reply.status_code)}
            answered += reply.status_code == 200
            if reply.status_code == 200 and (
                "/van-ban/" in place or place.endswith((".xlsx", ".docx", ".pdf"))
            ):
                printed.add(place)  # a paper says the same to whoever may print it
            if found := told(content_of(reply)):
                leaks[f"{role} {place}"] = found
        for value in sought[:: len(Role) + 3]:
            reply = client.get("/tim/", {"q": value})
            if reply.status_code == 200 and (
                reply.context["hits"] or told(content_of(reply)) - {value, fold(value)}
            ):
                leaks[f"{role} tìm {value}"] = {value}
    assert leaks == {}
    least = (1000, 400) if len(walkers()) > len(FEW) else (300, 100)
    assert (walked > least[0], answered > least[1]) == (True, True)
    assert SealedOpening.objects.count() == 0
    commands(capsys, tmp_path, leaks)
    assert leaks == {}
    assert NEEDLES.findall(caplog.text + str([m.message() for m in mail.outbox])) == []


def commands(capsys: pytest.CaptureFixture[str], folder: Path, leaks: dict[str, set[str]]) -> None:
    """What the administrator's commands write and print, and the file of the database with its log and its copies."""
    assert scrub.run(at=NOW + timedelta(minutes=1))
    run: list[list[str]] = [
        ["export", "--ra", str(folder / "goi.zip")], ["tick"], ["verify"], ["reindex"], ["show", "--ra", str(folder / "ra")], ["vault", "--xoay-khoa", "--don"],
        ["verify", str(folder / "goi.zip")],
    ]  # fmt: skip
    if connection.vendor == "sqlite":
        run.append(["backup"])
    for words in run:
        code = cli.main(words)
        said = "".join(capsys.readouterr())
        assert code == 0, (words, said)
        if found := set(NEEDLES.findall(said)):
            leaks[" ".join(words)] = found
    paths = [p for p in folder.rglob("*") if p.is_file()]
    if connection.vendor == "sqlite":
        base = Path(connection.settings_dict["NAME"])
        paths += [p for p in (base, base.with_name(f"{base.name}-wal")) if p.exists()]
        assert len(copies.found(used.BACKUPS)) == 1
    for path in paths:
        if found := told(path.read_bytes(), path.name):
            leaks[str(path.name)] = found


def test_the_walk_would_notice(ward: Voices) -> None:
    """A name written where it does not belong is found: in a page, in Word, in Excel, in PDF, in a package."""
    name = PLANTED["names"][0]
    row = asked(ward, ward.office, "", "", "")
    Petition.objects.filter(pk=row.pk).update(title=f"Ngõ nhà {name} ngập")
    made = people.account("thu", ward.bodies["UBND"], "clerk")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    short = next(k.short for k in papers_of(row))
    seen = [f"/kien-nghi/{row.code}/", "/kien-nghi/?muc=tat-ca", "/kien-nghi/xuat.xlsx?muc=tat-ca"]
    seen += [f"/kien-nghi/{row.code}/van-ban/{short}.{suffix}" for suffix in formats()]
    assert {place: told(content_of(client.get(place))) for place in seen} == {place: {name} for place in seen}


def test_what_the_officer_of_reception_opened_is_the_only_answer_that_tells_it(ward: Voices) -> None:
    name, phone, lane = PLANTED["names"][0], PLANTED["phones"][0], PLANTED["addresses"][0]
    denounced(ward, name, phone, lane)
    custody = Custody.objects.get()
    made = people.account("tiep.dan.ba", ward.bodies["UBND"], "reception")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    assert told(content_of(client.get(f"/so-chuyen-don/{custody.code}/"))) == set()
    opened = client.post(f"/so-chuyen-don/{custody.code}/kho-kin/", {"reason": "nhận đơn"})
    assert told(content_of(opened)) >= {name, phone, lane}
    assert (ReceptionDay.objects.count(), vault.same("phone", phone)) == (0, [])
