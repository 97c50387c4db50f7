"""Programmes and targets in every state, reached by the actions that lead there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Comment, Programme, Target, TargetValue
from phoihop.activities.programmes.texts import fingerprint_of
from phoihop.core.actions import perform
from phoihop.core.who import CLOCK, Actor
from phoihop.directory import actions as directory
from phoihop.directory.tests.factories import NOW, acting, person, ward

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
TITLE = "Chương trình phối hợp công tác năm 2027"


class Table:
    """Three parties of a ward round one table, a unit that reports, and a body that has no part in it."""

    def __init__(self) -> None:
        self.bodies = ward()
        self.parties = [self.bodies[kind] for kind in ("TTHDND", "UBND", "MTTQ")]
        self.office = acting(self.bodies["TTHDND"], "clerk", user=1)
        self.second = acting(self.bodies["MTTQ"], "clerk", user=2)
        self.leader = acting(self.bodies["UBND"], "leader", user=3)
        self.unit = acting(self.bodies["PVHXH"], "unit", user=4)
        self.stranger = acting(self.bodies["PKT"], "clerk", user=5)

    def draft(self, **given: Any) -> Programme:
        inputs = {
            "title": TITLE, "period_from": 2027, "period_to": 2027, "parties": self.parties,
            "contents": ["Tiếp xúc cử tri", "Giám sát, phản biện xã hội"], **given,
        }  # fmt: skip
        made: Programme = perform(verbs.draft, actor=self.office, at=NOW, **inputs)
        return made

    def signing(self, **given: Any) -> dict[str, Any]:
        signers = [
            {"body": body.pk, "capacity": "TM.", "title": "Chủ tịch", "signer": f"Người ký {n}"}
            for n, body in enumerate(self.parties, start=1)
        ]
        return {
            "number": f"{Programme.objects.exclude(number='').count() + 1:02d}", "symbol": "CTrPH-HĐND-UBND-MTTQ", "signed_on": date(2027, 1, 13), "signed_place": "Hội trường",
            "witnesses": ["Bí thư Đảng ủy"], "upload": ContentFile(PDF, name="ban-ky.pdf"), "signers": signers, **given,
        }  # fmt: skip

    def signed(self, **given: Any) -> Programme:
        return self.recorded(self.draft(**given))

    def recorded(self, programme: Programme) -> Programme:
        programme = self.agree(programme)
        made: Programme = perform(
            verbs.record_signing, programme, actor=self.office, at=NOW, **self.signing()
        )
        return made

    def in_force(self, **given: Any) -> Programme:
        return self.confirmed(self.signed(**given))

    def confirmed(self, programme: Programme) -> Programme:
        made: Programme = perform(
            verbs.confirm_signing, programme, actor=self.second, at=NOW, why="Đã xem bằng mắt"
        )
        return made

    def comment(self, programme: Programme, note: str = "Ghi rõ ngày") -> Comment:
        """A comment of the Front on the first content of a draft."""
        place = programme.contents.order_by("order")[0].key
        made: Comment = perform(
            verbs.comment, actor=self.second, at=NOW, programme=programme, place=place, note=note
        )
        return made

    def seat(self) -> None:
        """Each party has a head on record, who will sign for it."""
        for kind, name in (("TTHDND", "Trần Thị Đầu"), ("UBND", "Vũ Hoàng Nam"), ("MTTQ", "Lê Văn Ba")):
            perform(
                directory.appoint, person(name), actor=CLOCK, at=NOW, body=self.bodies[kind], title="Chủ tịch",
                valid_from=date(2026, 1, 1),
            )  # fmt: skip

    def chair(self, kind: str) -> Actor:
        return acting(self.bodies[kind], "leader", user=100 + self.bodies[kind].pk)

    def agree(self, programme: Programme, *kinds: str, **given: Any) -> Programme:
        for kind in kinds or ("TTHDND", "UBND", "MTTQ"):
            read = {"fingerprint": fingerprint_of(programme), **given}
            programme = perform(verbs.agree, programme, actor=self.chair(kind), at=NOW, **read)
        return programme

    def agreed_by(self, programme: Programme, who: Actor) -> Programme:
        made: Programme = perform(
            verbs.agree, programme, actor=who, at=NOW, fingerprint=fingerprint_of(programme)
        )
        return made

    def locked(self, programme: Programme | None = None, *, agreed: bool = False, **given: Any) -> Programme:
        if programme is None:
            self.seat()
            texts = {
                "purpose": "Mục đích.",
                "duties": "Mỗi bên một đầu mối.",
                "arrangement": "Sơ kết tháng 7.",
            }
            programme = self.draft(**{**texts, **given})
        made: Programme = perform(
            verbs.lock_for_signing,
            programme if agreed else self.agree(programme),
            actor=self.office,
            at=NOW,
            witnesses=["Bí thư Đảng ủy"],
        )
        return made

    def sign(self, programme: Programme, kind: str) -> Programme:
        """As the office records a signature that was given."""
        verb = verbs.sign_last if programme.turns_left == 1 else verbs.sign
        made: Programme = perform(verb, programme, actor=self.chair(kind), at=NOW, way="recorded")
        return made

    def target(self, programme: Programme, **given: Any) -> Target:
        inputs = {
            "number": "1", "name": "Hộ nghèo được hỗ trợ", "unit": "hộ", "plan": Decimal(20), "direction": "at_least",
            "assigned_by": "HĐND phường", "assigned_act": "Nghị quyết số 10", "lead": self.bodies["PVHXH"], **given,
        }  # fmt: skip
        made: Target = perform(verbs.assign_target, actor=self.office, at=NOW, programme=programme, **inputs)
        return made

    def submitted(self, target: Target, value: int, on: date = date(2027, 6, 30)) -> TargetValue:
        perform(
            verbs.submit_value, target, actor=self.unit, at=NOW, period_end=on, value=Decimal(value), source="BC số 5"
        )  # fmt: skip
        return TargetValue.objects.latest("pk")

    def checked(self, target: Target, value: int, on: date = date(2027, 6, 30)) -> TargetValue:
        made: TargetValue = perform(
            verbs.check_value, self.submitted(target, value, on), actor=self.second, at=NOW
        )
        return made
