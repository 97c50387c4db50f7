"""Papers that go out and come in, in every state, each reached by the actions that lead there."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from phoihop.core.actions import perform
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.directory import actions as directory
from phoihop.directory.models import Appointment, Organisation
from phoihop.directory.tests.factories import NOW, SINCE, acting, person, ward
from phoihop.documents import actions as verbs
from phoihop.documents.models import DocumentKind, IncomingDocument, OutgoingDocument

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
TEXT = "Căn cứ Luật số 72/2025/QH15;\nI. KẾT QUẢ\nĐã niêm yết lịch tiếp công dân tại 24 tổ dân phố.\n- Tổ 1: xong"


class Registry:
    """A ward whose chairs are on record: the office, its leader, a drafting unit, two other bodies, a stranger."""

    def __init__(self, name: str = "Thử Nghiệm") -> None:
        self.bodies: dict[str, Organisation] = ward(name)
        self.came = 0
        self.office = acting(self.bodies["UBND"], "clerk", user=1)
        self.leader = acting(self.bodies["UBND"], "leader", user=2)
        self.unit = acting(self.bodies["PKT"], "unit", user=3)
        self.front = acting(self.bodies["MTTQ"], "clerk", user=4)
        self.council = acting(self.bodies["TTHDND"], "clerk", user=5)
        self.stranger = acting(self.bodies["PVHXH"], "clerk", user=6)
        self.chair = self.appoint("Vũ Hoàng Nam", "UBND", "Chủ tịch UBND")
        self.deputy = self.appoint("Lê Thị Hạnh", "UBND", "Phó Chủ tịch UBND")
        self.front_chair = self.appoint("Nguyễn Bích Loan", "MTTQ", "Chủ tịch UBMTTQ")
        self.council_chair = self.appoint("Trần Văn Hòa", "TTHDND", "Chủ tịch HĐND")
        self.chief = self.appoint("Đỗ Minh Quân", "VP", "Chánh Văn phòng")

    def appoint(
        self, name: str, body: str, title: str, *, since: date = SINCE, until: date | None = None
    ) -> Appointment:
        keeper = acting(self.bodies["VP"], "administrator", user=9)
        held = perform(
            directory.appoint, person(name), actor=keeper, at=NOW, body=self.bodies[body], title=title,
            valid_from=since, valid_to=until,
        )  # fmt: skip
        found: Appointment = held.appointments.get()
        return found

    def trust(self, certificate: bytes) -> None:
        """The administrator puts in an issuer of certificates."""
        keeper = acting(self.bodies["VP"], "administrator", user=9)
        perform(
            verbs.trust_root, actor=keeper, at=NOW, upload=ContentFile(certificate, name="ca.pem"),
            source="nơi cấp thử", valid_from=SINCE,
        )  # fmt: skip

    def perform(self, verb: Any, row: Record | None, who: Actor, *, at: Any = NOW, **inputs: Any) -> Any:
        return perform(verb, row, actor=who, at=at, **inputs)

    def draft(self, *, who: Actor | None = None, **given: Any) -> OutgoingDocument:
        inputs = {
            "owner": self.bodies["UBND"], "kind": DocumentKind.objects.get(pk="BC"), "about": "Kết quả tiếp công dân",
            "text": TEXT, "copies": f"{self.bodies['MTTQ'].name}\nSở Nội vụ", **given,
        }  # fmt: skip
        made: OutgoingDocument = self.perform(verbs.prepare, None, who or self.unit, **inputs)
        return made

    def approved(self, **given: Any) -> OutgoingDocument:
        made: OutgoingDocument = self.perform(verbs.approve, self.draft(**given), self.leader)
        return made

    def locked(self, **given: Any) -> OutgoingDocument:
        made: OutgoingDocument = self.perform(verbs.lock_for_signing, self.approved(**given), self.office)
        return made

    def signed(self, **given: Any) -> OutgoingDocument:
        made = self.locked(**given)
        while made.next_signature() is not None:
            body = made.next_signature().body  # type: ignore[union-attr]
            made = self.perform(verbs.sign, made, acting(body, "leader", user=70 + body.pk))
        return made

    def issued(self, **given: Any) -> OutgoingDocument:
        made: OutgoingDocument = self.perform(verbs.issue, self.compared(self.signed(**given)), self.office)
        return made

    def compared(self, made: OutgoingDocument, **through: Any) -> OutgoingDocument:
        """The scan of what was signed on paper is handed in, and a second person confirms it."""
        made = self.perform(verbs.record_signed_copy, made, self.office, upload=scan(), **through)
        done: OutgoingDocument = self.perform(
            verbs.confirm_signed_copy, made, self.leader, why="Đã xem bằng mắt", **through
        )
        return done

    def arrived(self, **given: Any) -> IncomingDocument:
        self.came += 1
        inputs = {
            "owner": self.bodies["UBND"], "sender_words": "UBND thành phố Hà Nội", "their_number": f"{44 + self.came}/KH-UBND",
            "dated": date(2027, 7, 28), "about": "Kế hoạch tuyên truyền", "standing": "superior", **given,
        }  # fmt: skip
        made: IncomingDocument = self.perform(verbs.receive, None, self.office, **inputs)
        return made

    def registered(self, **given: Any) -> IncomingDocument:
        made: IncomingDocument = self.perform(verbs.register_arrival, self.arrived(**given), self.office)
        return made


def scan(name: str = "ban-ky.pdf") -> ContentFile[bytes]:
    return ContentFile(PDF, name=name)
