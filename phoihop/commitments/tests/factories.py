"""Commitments in every state, each reached by the actions that lead there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from phoihop.commitments import actions as verbs
from phoihop.commitments.models import Commitment
from phoihop.core.actions import perform
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, ward

DUE = date(2027, 8, 31)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


class Book:
    """A ward at work: the office that gives out, the lead, a co-operating body, and a stranger."""

    def __init__(self) -> None:
        self.bodies: dict[str, Organisation] = ward()
        self.office = acting(self.bodies["UBND"], "clerk", user=1)
        self.leader = acting(self.bodies["UBND"], "leader", user=2)
        self.lead = acting(self.bodies["PKT"], "unit", user=3)
        self.helper = acting(self.bodies["MTTQ"], "clerk", user=4)
        self.stranger = acting(self.bodies["PVHXH"], "clerk", user=5)

    def perform(self, verb: Any, row: Record | None, who: Actor, *, at: datetime = NOW, **inputs: Any) -> Any:
        return perform(verb, row, actor=who, at=at, **inputs)

    def proposed(self, **given: Any) -> Commitment:
        inputs = {
            "content": "Niêm yết lịch tiếp công dân", "lead": self.bodies["PKT"], "product": "Ảnh niêm yết",
            "due_on": DUE, "cooperation": [self.bodies["MTTQ"]], **given,
        }  # fmt: skip
        made: Commitment = self.perform(verbs.propose, None, self.office, **inputs)
        return made

    def issued(self, **given: Any) -> Commitment:
        made: Commitment = self.perform(verbs.issue, self.proposed(**given), self.office, past=True)
        return made

    def accepted(self, **given: Any) -> Commitment:
        made: Commitment = self.perform(verbs.accept, self.issued(**given), self.lead)
        return made

    def reported(self, **given: Any) -> Commitment:
        made: Commitment = self.perform(
            verbs.report_done, self.accepted(**given), self.lead, text="Đã niêm yết ở 24 tổ."
        )
        return made

    def deferred(self, **given: Any) -> Commitment:
        made: Commitment = self.perform(
            verbs.defer, self.accepted(**given), self.leader, review_on=NOW.date() + timedelta(days=30), reason="Chờ vốn"
        )  # fmt: skip
        return made


def scan() -> ContentFile[bytes]:
    return ContentFile(PDF, name="but-phe.pdf")
