"""From confirmed items to records: bodies and people first, then the programme, then what hangs on it.

Every record is made by the importer its module registered; this file only knows neutral items.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Forbidden, Refused
from phoihop.core.importers import importer_of
from phoihop.core.models import Record
from phoihop.core.text import fold
from phoihop.core.who import Actor
from phoihop.ingest.models import Proposal, Reading
from phoihop.ingest.paperparts import content_texts, parts_of
from phoihop.ingest.reading.tables import due_day
from phoihop.ingest.stating import Stating

Made = list[tuple[Proposal, str]]

#: Items that become records or go into one; the others are facts about the paper and stay with it.
RECORDED = frozenset({
    "organisers", "parties", "persons", "programme", "contents", "regulation", "legal_bases", "signers", "witnesses",
    "proposed_tasks", "targets", "figures",
})  # fmt: skip

#: Recognised in a book the reader may not open: said so, without a code that leads nowhere.
ELSEWHERE = _("đã có trong sổ của cơ quan khác")

#: The directory is shared: a body named in a hundred papers does not carry a hundred links.
SHARED = ("body", "person")


def becomes_record(proposal: Proposal) -> bool:
    """Figures told only in passing are kept with the paper too."""
    passing = isinstance(proposal.value, dict) and bool(proposal.value.get("opt"))
    return proposal.field in RECORDED and not passing


class Recorder:
    """One run over the accepted items of a paper."""

    def __init__(self, reading: Reading, taken: list[Proposal], *, actor: Actor, at: datetime) -> None:
        self.reading, self.taken, self.actor, self.at = reading, taken, actor, at
        self.text = reading.text
        self.made: Made = []
        self.bodies: dict[str, Record] = {}
        self.programme: Record | None = None
        self.place = next((str(p.value) for p in taken if p.field == "place"), "")

    def of(self, field: str) -> list[Proposal]:
        return [p for p in self.taken if p.field == field]

    def run(self) -> Made:
        self._bodies()
        self._people()
        self._programme()
        self._tasks()
        self._targets()
        self._figures()
        return self.made

    def _import(self, kind: str, item: Mapping[str, Any], proposal: Proposal | None) -> Record | None:
        found = importer_of(kind)
        if found is None:
            return None
        try:
            record = found.run(item, actor=self.actor, at=self.at, source=self.reading)
        except Forbidden as forbidden:
            where = _("Mục %d") % proposal.order if proposal else _("Chương trình")
            words = _("%s: mục này thuộc sổ của cơ quan khác.") % where
            raise Refused(words, instead=_("Bỏ mục này; cơ quan đó tự đọc và ghi.")) from forbidden
        except Refused as refusal:
            where = _("Mục %d") % proposal.order if proposal else _("Chương trình")
            raise Refused(f"{where}: {refusal.reason}", instead=refusal.instead) from refusal
        seen = (
            kind in SHARED
            or type(record)._default_manager.visible_to(self.actor).filter(pk=record.pk).exists()
        )
        if proposal is not None:
            self.made.append((proposal, record.code if seen else str(ELSEWHERE)))
        if kind not in SHARED and seen:
            self.reading.link("yields", record)
        return record

    @property
    def day(self) -> date | None:
        """The day the paper is about: the event's, else the posting day."""
        for field in ("event_dates", "published"):
            for proposal in self.of(field):
                text = str(proposal.value).split("|")[0].split("/")[0]
                try:
                    return date.fromisoformat(text)
                except ValueError:
                    continue
        return self.reading.published

    def _bodies(self) -> None:
        for proposal in [*self.of("organisers"), *self.of("parties")]:
            words = str(proposal.value)
            if words not in self.bodies:
                body = self._import("body", {"words": words, "on": self.day, "near": self.place}, proposal)
                if body is not None:
                    self.bodies[words] = body
            else:
                self.made.append((proposal, self.bodies[words].code))

    def _people(self) -> None:
        for proposal in self.of("persons"):
            value = dict(proposal.value)
            self._import("person", {**value, "on": self.day, "near": self.place}, proposal)

    def _programme(self) -> None:
        found = self.of("programme")
        parties = [self.bodies[str(p.value)] for p in self.of("parties") if str(p.value) in self.bodies]
        if not found or len(parties) < 2:
            return
        value = dict(found[0].value)
        signed = any(p.value in ("signed", "issued") for p in self.of("outcomes")) or bool(
            value.get("number")
        )
        regulation = self.of("regulation")
        more = dict(regulation[0].value) if regulation else {}
        number, _stroke, symbol = str(value.get("number") or more.get("number") or "").partition("/")
        contents = self.of("contents") or self.of("tasks")
        bases = self.of("legal_bases")
        texts = content_texts(self.text)
        self.programme = self._import(
            "programme",
            {
                "title": value["title"], "period": value.get("period") or more.get("period"), "parties": parties,
                "kind": _kind(str(value["title"])), "reviewed": any(p.value == "reviewed" for p in self.of("outcomes")),
                "signed_on": self._signed_on(value, more) if signed or more.get("date") else None,
                "signers": self._signers(),
                "number": number, "symbol": symbol, "place": self.place[:200],
                "contents": [
                    {"text": texts.get(str(row.get("number") or ""), ""), **row}
                    for p in contents for row in self._contents(p)
                ],
                "bases": [_words(p.value, "text") for p in bases],
                "witnesses": [_words(p.value, "words") for p in self.of("witnesses")],
                **parts_of(self.text),
            },
            found[0],
        )  # fmt: skip
        if self.programme is not None:
            code = next(code for p, code in self.made if p is found[0])
            self.made += [(p, code) for p in (*contents, *regulation, *bases, *self.of("signers"))]

    @property
    def year(self) -> int | None:
        """The year dates without one belong to: the programme's, else the paper's."""
        period = next((str(p.value.get("period") or "") for p in self.of("programme")), "")
        match = re.search(r"(?:19|20)\d\d", period)
        return int(match.group()) if match else self.day.year if self.day else None

    def _signers(self) -> list[dict[str, Any]]:
        """Signing columns matched to the parties by the words of the body, else in the order of listing."""
        parties = {
            str(p.value): self.bodies[str(p.value)] for p in self.of("parties") if str(p.value) in self.bodies
        }
        found: dict[int, dict[str, Any]] = {}
        for proposal in self.of("signers"):
            value = dict(proposal.value)
            free = {words: body for words, body in parties.items() if body.pk not in found}
            body = _closest(str(value.get("for") or ""), free)
            if body is not None:
                found[body.pk] = {
                    "body": body.pk, "capacity": str(value.get("capacity") or ""),
                    "title": str(value.get("title") or "")[:200], "signer": str(value.get("name") or "")[:120],
                }  # fmt: skip
        return list(found.values())

    def _signed_on(self, *values: Mapping[str, Any]) -> date | None:
        for value in values:
            text = str(value.get("signed_on") or value.get("date") or "")
            if text:
                return date.fromisoformat(text[:10])
        return self.day

    def _contents(self, proposal: Proposal) -> list[dict[str, Any]]:
        span = f"{self.reading.code}:{proposal.start}-{proposal.end}"
        value = proposal.value
        if isinstance(value, dict) and "keys" in value:
            return [{"title": key, "span": span} for key in value["keys"]]
        if isinstance(value, dict):
            return [{**value, "span": span}]
        return [{"title": str(value), "span": span}]

    def _tasks(self) -> None:
        """Every row that cannot be recorded is told at once, so that a table is mended in one go."""
        wrong: list[Refused] = []
        for proposal in self.of("proposed_tasks"):
            try:
                with transaction.atomic():
                    self._task(proposal)
            except Refused as refusal:
                wrong.append(refusal)
        if wrong:
            raise Refused(" ".join(str(refusal.reason) for refusal in wrong), instead=wrong[0].instead)

    def _task(self, proposal: Proposal) -> None:
        value = dict(proposal.value)
        due = due_day(str(value.get("due") or ""), self.year)
        self._import(
            "commitment",
            {
                **value, "due": due, "coop": value.get("cooperating"), "programme": self.programme, "day": self.day, "near": self.place,
                "span": f"{self.reading.code}:{proposal.start}-{proposal.end}",
            },
            proposal,
        )  # fmt: skip

    def _targets(self) -> None:
        for proposal in self.of("targets"):
            if self.programme is not None:
                self._import("target", {**dict(proposal.value), "programme": self.programme}, proposal)

    def _figures(self) -> None:
        owners = [self.bodies[str(p.value)] for p in self.of("organisers") if str(p.value) in self.bodies]
        owner = owners[0] if owners else self.reading.owner
        programme = next((dict(p.value) for p in self.of("programme")), {})
        stating = Stating(
            self.reading, self.text, year=self.day.year if self.day else None, period=str(programme.get("period") or "")
        )  # fmt: skip
        for proposal in self.of("figures"):
            if proposal.value.get("opt") or proposal.made:
                continue
            item = {
                "stated": stating.of(proposal), "printed": self.text[proposal.start : proposal.end],
                "value": proposal.value["value"], "owner": owner, "source_words": self.reading.title,
            }  # fmt: skip
            self._import("figure", item, proposal)


#: Short forms of bodies in full, so that a signature and a party are compared by the same words.
_IN_FULL = (
    ("ubmttq", "uy ban mat tran to quoc"), ("mttq", "mat tran to quoc"), ("hdnd", "hoi dong nhan dan"),
    ("ubnd", "uy ban nhan dan"), ("lhpn", "lien hiep phu nu"), ("ctd", "chu thap do"),
)  # fmt: skip


def _plain(words: str) -> set[str]:
    text = fold(words)
    for short, full in _IN_FULL:
        text = text.replace(short, full)
    return set(text.split())


def _closest(words: str, parties: Mapping[str, Record]) -> Record | None:
    """The party whose name shares most of the words of the signing body; without words, the next in order."""
    wanted = _plain(words)
    scores = {name: len(wanted & _plain(name)) / len(wanted | _plain(name)) for name in parties if wanted}
    best = max(scores, key=lambda name: scores[name], default=next(iter(parties), None))
    return parties[best] if best is not None else None


def _kind(title: str) -> str:
    """Programme, regulation or joint plan, by the words its title begins with."""
    words = fold(title)
    if words.startswith("quy che"):
        return "regulation"
    return "joint_plan" if words.startswith("ke hoach") else "programme"


def _words(value: Any, key: str) -> str:
    return str(value.get(key) or "") if isinstance(value, dict) else str(value)
