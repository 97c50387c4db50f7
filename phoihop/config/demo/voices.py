"""A year of voices in the demo ward: petitions on every step of their way, one asked for the third time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from phoihop.core.actions import perform
from phoihop.core.vault import Secret
from phoihop.core.who import PUBLIC, Actor
from phoihop.directory.models import Organisation
from phoihop.petitions import actions as petitions
from phoihop.petitions.models import Petition

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2027, 8, 2)
CONTACT = date(2027, 5, 19)


@dataclass(frozen=True)
class Said:
    """What somebody raised: title, quarter, place, field; where and when; the questions."""

    title: str
    quarter: str
    place: str
    field: str
    on: date = CONTACT
    source: str = "voter_contact"
    where: str = "hội nghị tiếp xúc cử tri, nhà văn hóa tổ"
    asks: tuple[str, ...] = ()
    unit: str = "PKT"
    words: str = ""
    askers: Sequence[tuple[str, str, date]] = ()


FLOOD = Said(
    "Ngập ngõ 84 khi mưa trên 30 phút", "Tổ dân phố 12", "ngõ 84", "do-thi",
    asks=("Ngõ 84 ngập 30 – 40 cm mỗi khi mưa trên 30 phút, nước vào 11 nhà.",
          "Bao giờ cải tạo rãnh? Năm 2026 đã hẹn hai lần.", "Trong lúc chờ, ai khơi cống khi mưa to?"),
    askers=(("Tổ dân phố 12", "Nước ngõ 84 vào nhà mỗi khi mưa to", CONTACT),
            ("Tổ dân phố 13", "Đoạn cuối ngõ 84 giáp tổ 13 mưa là ngập, đề nghị làm lại rãnh", date(2027, 5, 20)),
            ("Tổ dân phố 12", "Rãnh ngõ 84 tắc, năm nào cũng hẹn", CONTACT)),
)  # fmt: skip
PAVEMENT = Said(
    "Lát lại hè phố Minh Tân đoạn trước chợ", "Tổ dân phố 1", "phố Minh Tân, trước chợ", "giao-thong",
    asks=("Bao giờ lát lại hè phố Minh Tân đoạn trước chợ?",),
    askers=(("Tổ dân phố 2", "Hè trước chợ Minh Tân vỡ, người già đi ngã", CONTACT),
            ("Tổ dân phố 5", "Đề nghị lát lại vỉa hè trước chợ", date(2027, 5, 21))),
)  # fmt: skip
HALL = Said("Nhà văn hóa tổ 4 dột hai phòng", "Tổ dân phố 4", "nhà văn hóa tổ 4", "van-hoa", unit="PVHXH",
            asks=("Nhà văn hóa tổ 4 dột hai phòng, bao giờ sửa?",))  # fmt: skip
BENEFIT = Said("Hỏi mức trợ cấp mới cho người cao tuổi", "Tổ dân phố 11", "", "lao-dong", unit="PVHXH",
               asks=("Mức trợ cấp mới cho người cao tuổi là bao nhiêu, từ bao giờ?",))  # fmt: skip
LIGHT = Said("Đèn chiếu sáng ngõ 126 hỏng từ tháng 5", "Tổ dân phố 9", "ngõ 126", "do-thi", date(2027, 7, 5), "front",
             "Ban Công tác Mặt trận tổ 9", ("Đèn ngõ 126 hỏng từ tháng 5, bao giờ sửa?",))  # fmt: skip
TREE = Said("Cây xà cừ nghiêng trước số 40 phố Minh Tân", "Tổ dân phố 3", "trước số 40 phố Minh Tân", "moi-truong",
            date(2027, 7, 7), "behalf", "bộ phận một cửa", ("Cây nghiêng ra đường, ai chống, bao giờ?",))  # fmt: skip
NOISE = Said("Ồn sau 22 giờ ở sân bóng tổ 18", "Tổ dân phố 18", "sân bóng tổ 18", "an-ninh", unit="CA",
             asks=("Sân bóng tổ 18 ồn sau 22 giờ, ai kiểm tra?",))  # fmt: skip
TRUCKS = Said("Xe tải đỗ đêm trên đường vành đai", "Tổ dân phố 20", "đường vành đai", "giao-thong",
              asks=("Xe tải đỗ đêm chắn lối vào tổ 20, đề nghị cấm đỗ.",))  # fmt: skip
MENU = Said("Thực đơn bán trú không công khai", "Tổ dân phố 7", "Trường THCS Minh Tân", "giao-duc", date(2027, 6, 3), "deputy",
            "Tổ đại biểu số 1", ("Vì sao thực đơn bán trú không dán ở bảng tin?",), unit="PHONG")  # fmt: skip
EXIT = Said("Mở lối thoát hiểm khu tập thể A3", "Tổ dân phố 16", "khu tập thể A3", "an-ninh",
            asks=("Lối thoát hiểm khu A3 bị chặn, bao giờ mở?",))  # fmt: skip
RUBBISH = Said("Điểm tập kết rác đầu ngõ 20 quá tải", "Tổ dân phố 6", "đầu ngõ 20", "moi-truong", date(2027, 7, 28), "door",
               "trang công khai", ("Rác tràn ra đường từ 17 giờ, đề nghị thu hai lần.",))  # fmt: skip
CABLE = Said("Dây cáp võng trước trường mầm non", "Tổ dân phố 8", "trước trường mầm non", "dien-nuoc", date(2027, 7, 30), "door",
             "trang công khai", ("Dây cáp võng ngang đầu trẻ em.",))  # fmt: skip


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=HERE)


class Year:
    """The ward's hands through the year, everything by ordinary actions."""

    def __init__(self, bodies: dict[str, Organisation], people: dict[str, Actor]) -> None:
        self.bodies = bodies
        self.office, self.front, self.leader = people["chuyenvien"], people["mattran"], people["chutich"]
        self.unit = people["phongkt"]

    def do(self, verb: Any, row: Petition | None, who: Actor, on: date, **inputs: Any) -> Petition:
        made: Petition = perform(verb, row, actor=who, at=at(on), **inputs)
        return made

    def hear(self, said: Said, *, quarter: str = "", title: str = "", on: date | None = None) -> Petition:
        day = on or said.on
        where = f"{said.where} {said.quarter.split()[-1]}" if said.source == "voter_contact" else said.where
        given: dict[str, Any] = {
            "content": said.words or " ".join(said.asks) or title, "title": title or said.title,
            "quarter": quarter or said.quarter, "place": said.place, "field": said.field, "raised_on": day,
            "source": said.source, "source_words": where, "questions": said.asks if not title else (title,),
            "receiver": self.bodies["MTTQ" if said.source == "front" else "TTHDND"],
        }  # fmt: skip
        if said.source == "door":
            return self.do(petitions.receive, None, PUBLIC, day, public=True, **given)
        who = self.front if said.source == "front" else self.office
        return self.do(petitions.receive, None, who, day, asker_phone=Secret("0900 000 084"), **given)

    def sort(
        self, said: Said, row: Petition, *, competence: str = "commune", repeats: Petition | None = None
    ) -> Petition:
        return self.do(
            petitions.classify, row, self.office, row.raised_on + timedelta(days=2), title=row.title, field=said.field,
            competence=competence, answering=self.bodies["UBND"], quarter=row.quarter, place=row.place, repeats=repeats,
        )  # fmt: skip

    def send(self, row: Petition, on: date, *, days: int = 20) -> Petition:
        due = on + timedelta(days=days)
        return self.do(petitions.forward, row, self.office, on, due_on=due, paper="31/TTHĐND")

    def give(self, said: Said, row: Petition, on: date) -> Petition:
        inner = max((row.due_on or on) - timedelta(days=5), on)
        return self.do(
            petitions.assign,
            row,
            self.office,
            on,
            responsible=self.bodies[said.unit],
            unit_due_on=min(inner, row.due_on or inner),
        )

    def drafts(
        self, row: Petition, on: date, result: str, short: str, lines: Sequence[str] = (), **more: Any
    ) -> Petition:
        told = {
            q.number: (lines[n] if n < len(lines) else short)
            for n, q in enumerate(row.questions.order_by("number"))
        }
        verb = petitions.renew_answer if row.state == "answered" else petitions.draft_answer
        who = self.hand_of(row)
        return self.do(verb, row, who, on, result_class=result, short=short, lines=told, **more)

    def hand_of(self, row: Petition) -> Actor:
        """The unit with a login, or the office that is the hand of the others."""
        acting = {hat.body for hat in self.unit.hats}
        if row.responsible_id in acting:
            return self.unit
        name = row.responsible.name if row.responsible else ""
        hat = self.unit.hats[0]
        stands = type(hat)(
            role="unit", body=row.responsible_id, words=f"Cán bộ, {name}", territory=hat.territory
        )
        return Actor(
            user=self.unit.user,
            person=self.unit.person,
            name=self.unit.name,
            hats=(stands,),
            territories=self.unit.territories,
        )

    def approves(self, row: Petition, on: date, capacity: str = "TM.") -> Petition:
        return self.do(petitions.answer, row, self.leader, on, capacity=capacity)

    def through(
        self, said: Said, on: date, *, repeats: Petition | None = None, joined: bool = True
    ) -> Petition:
        """Heard, merged with who said the same, classified, forwarded and with the unit."""
        row = self.sort(said, self.hear(said), repeats=repeats)
        others = [
            self.hear(said, quarter=quarter, title=title, on=day) for quarter, title, day in said.askers
        ]
        if others and joined:
            row = self.do(
                petitions.merge, row, self.office, on, others=others, reason=f"cùng địa điểm: {said.place}"
            )
        return self.give(said, self.send(row, on), on + timedelta(days=1))


def voices(bodies: dict[str, Organisation], people: dict[str, Actor]) -> None:
    """The petitions of prototype 08, each as far as its story goes."""
    year = Year(bodies, people)
    sent = date(2027, 6, 2)
    flooded(year, sent)
    settled(year, sent)
    row = year.drafts(
        year.through(PAVEMENT, sent), date(2027, 6, 24), "dang_giai_quyet", "Hè phố trước chợ được lát lại, xong trước ngày 31/08/2027.",
        route="Lát lại 260 m² hè", promised_on=date(2027, 8, 31),
    )  # fmt: skip
    year.approves(row, date(2027, 6, 25))
    row = year.drafts(
        year.through(EXIT, sent), date(2027, 6, 14), "chua_giai_quyet", "Chưa mở được lối thoát hiểm khu A3 trong năm 2027.",
        reason="Hai hộ chưa đồng ý dời mái che; vận động tiếp, xem lại ngày 15/01/2028",
    )  # fmt: skip
    year.approves(row, date(2027, 6, 15))
    up = year.sort(TRUCKS, year.hear(TRUCKS), competence="province")
    year.do(
        petitions.send_up,
        up,
        year.office,
        date(2027, 6, 18),
        competent="Sở Xây dựng thành phố",
        words="Đường do thành phố quản lý",
    )
    year.drafts(
        year.through(MENU, date(2027, 7, 20)),
        date(2027, 7, 30),
        "giai_trinh",
        "Từ ngày 02/08 thực đơn tuần dán ở bảng tin cổng trường.",
    )
    for said, on in ((LIGHT, date(2027, 7, 10)), (TREE, date(2027, 7, 9))):
        year.through(said, on)
    for said in (RUBBISH, CABLE):
        year.hear(said)
    year.do(
        petitions.compile, None, year.office, TODAY, purpose="notice", title="Kết quả trả lời bà con tổ dân phố 12",
        quarter="Tổ dân phố 12", since=date(2027, 1, 1), until=TODAY,
    )  # fmt: skip


def flooded(year: Year, sent: date) -> None:
    """Asked for the third time: answered past the question, returned, answered again with a date."""
    rows: list[Petition] = []
    for on, short, result, more in (
        (date(2026, 6, 18), "Đã ghi nhận, đưa vào kế hoạch.", "giai_trinh", {}),
        (date(2026, 11, 14), "Chờ bố trí vốn năm 2027.", "chua_giai_quyet", {"reason": "Chưa có vốn"}),
    ):
        asked = Said(
            "Ngập ngõ 84 khi mưa to",
            "Tổ dân phố 12",
            "ngõ 84",
            "do-thi",
            on,
            asks=("Bao giờ cải tạo rãnh ngõ 84?",),
        )
        row = year.sort(asked, year.hear(asked), repeats=rows[-1] if rows else None)
        row = year.give(asked, year.send(row, on + timedelta(days=7)), on + timedelta(days=8))
        row = year.approves(
            year.drafts(row, on + timedelta(days=30), result, short, **more), on + timedelta(days=32)
        )
        rows.append(row)
    row = year.through(FLOOD, sent, repeats=rows[-1])
    row = year.drafts(row, date(2027, 6, 23), "giai_trinh", "Đã ghi nhận, sẽ xem xét.")
    row = year.approves(row, date(2027, 6, 25))
    row = year.do(
        petitions.return_answer,
        row,
        year.front,
        date(2027, 6, 28),
        reason="Trả lời không vào câu hỏi.",
        due_on=date(2027, 7, 12),
    )
    row = year.do(
        petitions.assign,
        row,
        year.office,
        date(2027, 6, 29),
        responsible=year.bodies["PKT"],
        unit_due_on=date(2027, 7, 8),
    )
    lines = (
        "Đúng. Kiểm tra ngày 05/07: rãnh B400 bồi lấp 60 %, 2 hố ga thấp hơn mặt ngõ 12 cm.",
        "Thay 180 m rãnh, nâng 2 hố ga, xong 30/10/2027. Vốn ngân sách phường năm 2027.",
        "Mưa to xin gọi tổ trưởng hoặc trực ban phường; đội vệ sinh khơi cống trong 2 giờ.",
    )
    row = year.drafts(
        row, date(2027, 7, 8), "dang_giai_quyet",
        "Ngõ 84 sẽ được thay 180 m rãnh và nâng 2 hố ga, xong trước ngày 30/10/2027. "
        "Trước ngày đó, mưa to xin gọi tổ trưởng hoặc trực ban phường.",
        lines, route="Thay 180 m rãnh, nâng 2 hố ga", promised_on=date(2027, 10, 30),
    )  # fmt: skip
    row = year.approves(row, date(2027, 7, 9))
    row = year.do(
        petitions.agree,
        row,
        year.office,
        date(2027, 7, 12),
        said="Đồng ý lộ trình, chúng tôi chờ 30/10.",
        asker_code="…M2X",
    )


def settled(year: Year, sent: date) -> None:
    """Settled with proof and verified; settled and waiting; explained."""
    row = year.through(HALL, sent)
    row = year.drafts(
        row,
        date(2027, 6, 14),
        "da_giai_quyet",
        "Nhà văn hóa tổ 4 đã thay tôn hai phòng, hết dột.",
        proof_words="Ảnh mái mới ngày 12/06/2027",
    )
    row = year.approves(row, date(2027, 6, 15))
    row = year.do(petitions.agree, row, year.office, date(2027, 6, 20), said="Hết dột rồi.")
    row = year.do(
        petitions.report_back,
        row,
        year.office,
        date(2027, 6, 22),
        words="Bản in ở bảng tin tổ 4",
        reported_on=date(2027, 6, 22),
    )
    year.do(
        petitions.verify,
        row,
        year.front,
        date(2027, 6, 25),
        words="Đi xem ngày 24/06, tổ trưởng tổ 4 xác nhận",
    )
    row = year.drafts(
        year.through(NOISE, sent), date(2027, 6, 9), "dang_giai_quyet", "Phường đang làm việc với chủ sân bóng, xong trước 30/06.",
        route="Chủ sân bóng tổ 18 cam kết tắt đèn lúc 21 giờ 30", promised_on=date(2027, 6, 30),
    )  # fmt: skip
    row = year.approves(row, date(2027, 6, 10), "TL.")
    # Kept: the further answer reports its promise done in the book.
    row = year.drafts(
        row, date(2027, 6, 21), "da_giai_quyet", "Sân bóng tổ 18 tắt đèn lúc 21 giờ 30, đã lập biên bản.",
        proof_words="Biên bản kiểm tra ngày 20/06/2027",
    )  # fmt: skip
    year.approves(row, date(2027, 6, 22), "TL.")
    row = year.drafts(
        year.through(BENEFIT, sent), date(2027, 6, 14), "giai_trinh",
        "Mức trợ cấp áp dụng theo quy định hiện hành; phòng Văn hóa – Xã hội đã gửi bảng mức đến tổ trưởng tổ 11.",
    )  # fmt: skip
    year.approves(row, date(2027, 6, 15), "KT.")
