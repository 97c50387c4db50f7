"""Petitions in every state, each reached by the actions that lead there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from phoihop.core.actions import perform
from phoihop.core.models import Record
from phoihop.core.who import PUBLIC, Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import Petition

DUE = date(2027, 8, 22)
UNIT_DUE = date(2027, 8, 16)
PROMISED = date(2027, 10, 30)
SHORT = "Ngõ 84 sẽ được thay 180 m rãnh và nâng 2 hố ga, xong trước ngày 30/10/2027."


def picture(name: str = "anh.pdf") -> ContentFile[bytes]:
    return ContentFile(
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n", name=name
    )


class Voices:
    """A ward that hears: the council's office, the Front, the committee with a department, and a stranger."""

    def __init__(self, bodies: dict[str, Organisation] | None = None) -> None:
        self.bodies: dict[str, Organisation] = bodies or ward()
        self.council = acting(self.bodies["TTHDND"], "clerk", user=11)
        self.chair = acting(self.bodies["TTHDND"], "leader", user=12)
        self.front = acting(self.bodies["MTTQ"], "clerk", user=13)
        self.office = acting(self.bodies["UBND"], "clerk", user=14)
        self.leader = acting(self.bodies["UBND"], "leader", user=15)
        self.unit = acting(self.bodies["PKT"], "unit", user=16)
        self.helper = acting(self.bodies["PVHXH"], "unit", user=17)
        self.public = PUBLIC

    def perform(self, verb: Any, row: Record | None, who: Actor, *, at: Any = NOW, **inputs: Any) -> Any:
        return perform(verb, row, actor=who, at=at, **inputs)

    def received(self, who: Actor | None = None, **given: Any) -> Petition:
        inputs = {
            "content": "Ngõ 84 ngập 30 đến 40 cm mỗi khi mưa trên 30 phút. Bao giờ cải tạo rãnh?",
            "title": "Ngập ngõ 84 khi mưa trên 30 phút", "quarter": "Tổ dân phố 12", "place": "ngõ 84",
            "source": "voter_contact", "source_words": "nhà văn hóa tổ 12",
            "questions": ["Ngõ 84 ngập khi mưa.", "Bao giờ cải tạo rãnh?"], **given,
        }  # fmt: skip
        made: Petition = self.perform(verbs.receive, None, who or self.council, **inputs)
        return made

    def classified(self, **given: Any) -> Petition:
        row = self.received(**given)
        made: Petition = self.perform(
            verbs.classify, row, self.council, title=row.title, field="do-thi", competence="commune",
            answering=self.bodies["UBND"], quarter=row.quarter, place=row.place,
        )  # fmt: skip
        return made

    def forwarded(self, **given: Any) -> Petition:
        made: Petition = self.perform(verbs.forward, self.classified(**given), self.council, due_on=DUE)
        return made

    def assigned(self, **given: Any) -> Petition:
        made: Petition = self.perform(
            verbs.assign,
            self.forwarded(**given),
            self.office,
            responsible=self.bodies["PKT"],
            unit_due_on=UNIT_DUE,
        )
        return made

    def draft(self, row: Petition, **given: Any) -> Petition:
        lines = {q.number: f"Trả lời câu {q.number}." for q in row.questions.all()}
        inputs = {
            "result_class": "dang_giai_quyet", "short": SHORT, "lines": lines, "route": "Thay 180 m rãnh, nâng 2 hố ga",
            "promised_on": PROMISED, **given,
        }  # fmt: skip
        verb = verbs.renew_answer if row.state == "answered" else verbs.draft_answer
        made: Petition = self.perform(verb, row, self.unit, **inputs)
        return made

    def drafted(self, **given: Any) -> Petition:
        return self.draft(self.assigned(), **given)

    def answered_to(self, row: Petition, **given: Any) -> Petition:
        made: Petition = self.perform(verbs.answer, self.draft(row, **given), self.leader, capacity="TM.")
        return made

    def answered(self, **given: Any) -> Petition:
        made: Petition = self.perform(verbs.answer, self.drafted(**given), self.leader, capacity="TM.")
        return made

    def solved(self) -> Petition:
        return self.answered(result_class="da_giai_quyet", proof_words="Biên bản nghiệm thu ngày 01/8/2027")

    def returned(self, row: Petition | None = None) -> Petition:
        made: Petition = self.perform(
            verbs.return_answer, row or self.answered(), self.front, reason="Trả lời không vào câu hỏi.",
            due_on=DUE + timedelta(days=10),
        )  # fmt: skip
        return made
