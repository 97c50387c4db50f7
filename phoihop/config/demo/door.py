"""The public door of the demo ward: the page of promises open since May, three letters of citizens with known codes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from phoihop.commitments import actions as commitments
from phoihop.commitments import switching
from phoihop.commitments.models import Commitment, CommitmentState, Origin
from phoihop.core.actions import perform
from phoihop.core.vault import Secret
from phoihop.core.who import CLOCK, Actor, Hat
from phoihop.directory.models import Organisation
from phoihop.petitions import actions as petitions
from phoihop.petitions.models import Petition
from phoihop.petitions.public import send

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
#: Printed by the demo; an installation never has a code anybody knows.
NEW, ANSWERED, SOLVED = "DEM22-TRACV", "DEM33-TRACV", "DEM44-TRACV"
LETTERS = (
    (NEW, date(2027, 7, 30), "Đèn đường ngõ 12 tắt ba tối liền, trẻ con đi học thêm về tối om.", "Tổ dân phố 12", "ngõ 12", True),
    (ANSWERED, date(2027, 6, 28), "Xe rác đi qua ngõ 40 lúc 22 giờ, ồn. Có chuyển sang 18 giờ được không?", "Tổ dân phố 7", "ngõ 40", True),
    (SOLVED, date(2027, 6, 21), "Nắp hố ga trước trường học vỡ, sợ các cháu ngã.", "Tổ dân phố 4", "cổng trường Tiểu học Minh Tân", False),
)  # fmt: skip


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=HERE)


def chair(body: Organisation) -> Actor:
    """The head of a body; two of the three have no login in the demo and are written down by the office."""
    hat = Hat(
        role="leader",
        body=body.pk,
        words=f"Lãnh đạo ({body.name})",
        body_name=str(body),
        territory=body.territory_id,
    )
    return Actor(
        user=CLOCK.user, name=f"Lãnh đạo {body}", hats=(hat,), territories=frozenset({body.territory_id})
    )


def door(bodies: dict[str, Organisation], people: dict[str, Actor]) -> None:
    """The switch, the lines of explanation, the letters."""
    _switched_on(bodies)
    _explained(people)
    for letter in LETTERS:
        _letter(bodies, people, *letter)


def _switched_on(bodies: dict[str, Organisation]) -> None:
    chairs = [chair(bodies[kind]) for kind in ("TTHDND", "UBND", "MTTQ")]
    origins = [Origin.PROGRAMME, Origin.PETITION, Origin.CONCLUSION]
    row = perform(switching.propose_showing, actor=chairs[0], at=at(date(2027, 5, 4)), origins=origins)
    for n, who in enumerate(chairs[:2]):
        row = perform(switching.consent, row, actor=who, at=at(date(2027, 5, 5 + n)))
    perform(switching.switch_on, row, actor=chairs[2], at=at(date(2027, 5, 10)))


def _explained(people: dict[str, Actor]) -> None:
    """The department's own line beside its late promises."""
    unit = people["phongkt"]
    late = Commitment.objects.filter(
        lead__in=unit.bodies,
        due_on__lt=date(2027, 7, 26),
        state__in=(CommitmentState.ACCEPTED, CommitmentState.UNDERWAY),
    ).order_by("due_on", "pk")
    words = "Chờ bố trí kinh phí quý III; xong trước ngày 30/9/2027."
    for row in late[:2]:
        perform(commitments.explain, row, actor=unit, at=at(date(2027, 7, 29)), text=words)


def _letter(
    bodies: dict[str, Organisation], people: dict[str, Actor], code: str, on: date, text: str, quarter: str, place: str,
    public: bool,
) -> None:  # fmt: skip
    row: Petition = send(
        at=at(on, 20),
        lookup=code,
        receiver=bodies["TTHDND"],
        content=text,
        quarter=quarter,
        place=place,
        public=public,
        phone=Secret(""),
    )
    if code == NEW:
        return
    office, leader, unit = people["chuyenvien"], people["chutich"], people["phongkt"]
    later = on + timedelta(days=2)
    row = perform(
        petitions.classify, row, actor=office, at=at(later), title=row.title, field="moi-truong", competence="commune",
        answering=bodies["UBND"], quarter=quarter, place=place,
    )  # fmt: skip
    row = perform(petitions.forward, row, actor=office, at=at(later, 14), due_on=later + timedelta(days=20))
    row = perform(
        petitions.assign,
        row,
        actor=office,
        at=at(later, 15),
        responsible=bodies["PKT"],
        unit_due_on=later + timedelta(days=15),
    )
    done = code == SOLVED
    row = perform(
        petitions.draft_answer, row, actor=unit, at=at(date(2027, 7, 20)), **(_DONE if done else _PROMISED),
        lines={q.number: "Như trả lời ngắn." for q in row.questions.all()},
    )  # fmt: skip
    perform(petitions.answer, row, actor=leader, at=at(date(2027, 7, 22)), capacity="TM.")


_DONE = {
    "result_class": "da_giai_quyet", "short": "Đã thay nắp hố ga trước cổng trường ngày 19/7/2027.",
    "proof_words": "Biên bản nghiệm thu và ảnh ngày 19/7/2027",
}  # fmt: skip
_PROMISED = {
    "result_class": "se_giai_quyet", "short": "Đơn vị thu gom sẽ đổi giờ qua ngõ 40 sang 18 giờ từ ngày 01/9/2027.",
    "route": "Sửa hợp đồng thu gom", "promised_on": date(2027, 9, 1),
}  # fmt: skip
