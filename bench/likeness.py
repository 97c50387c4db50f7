"""Figures of likeness: seconds and memory of finding duplicates among 100,000 texts, and what was planted and found.

python -m bench.likeness
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from time import process_time

from django.conf import settings

ROADS = ["Lê Lợi", "Trần Phú", "Nguyễn Trãi", "Hùng Vương", "Bạch Đằng", "Phan Bội Châu", "Lý Thường Kiệt", "Hàng Bún", "Kim Mã",
         "Tôn Đức Thắng",
         "Quang Trung", "Hai Bà Trưng", "Lạc Long Quân", "Võ Thị Sáu", "Điện Biên Phủ", "Nguyễn Du", "Lê Duẩn", "Trường Chinh",
         "Ngọc Hà", "Đội Cấn"]  # fmt: skip
MATTERS = [
    ("đèn đường hỏng nhiều tháng, buổi tối đi lại khó khăn", "đèn chiếu sáng không sáng, tối om, mong thay bóng"),
    ("mặt đường xuống cấp, nhiều ổ gà, mưa xuống lầy lội", "đường hư hỏng, lồi lõm, đề nghị trải nhựa lại"),
    ("cứ mưa là ngập sâu, nước tràn vào nhà dân", "hệ thống thoát nước kém, ngập úng mỗi khi mưa to"),
    ("rác không được thu gom thường xuyên, bốc mùi hôi thối", "rác thải để mấy ngày chưa ai lấy, ô nhiễm"),
    ("hàng quán lấn chiếm hết vỉa hè, lòng đường", "vỉa hè bị chiếm dụng để buôn bán, không còn lối đi"),
    ("nước sinh hoạt yếu, hay mất nước vào buổi sáng", "thường xuyên bị cúp nước, nước máy chảy nhỏ giọt"),
    ("cây xanh có nguy cơ gãy đổ, đề nghị cắt tỉa", "cây cổ thụ nghiêng sắp đổ, mong tỉa cành"),
    ("dây cáp viễn thông chùng thấp, rối như mạng nhện", "dây điện, dây mạng chằng chịt sà xuống lối đi"),
    ("quán karaoke gây ồn đến khuya", "hát karaoke loa kéo ầm ĩ ban đêm, mất ngủ"),
    ("nắp hố ga bị vỡ, rất nguy hiểm cho người đi xe máy", "nắp cống bể, dễ gây tai nạn, đề nghị thay"),
]  # fmt: skip
BEGINS = ["Đề nghị quan tâm: ", "Cử tri phản ánh ", "Bà con nhiều lần kiến nghị ", "", "Kính đề nghị UBND phường xem xét, ",
          "Tình trạng "]  # fmt: skip


def texts(count: int, *, doubles: float = 0.04, seed: int = 7) -> list[str]:
    """Petitions of a city: a lane of a road and a matter; a share of them tells an earlier one in other words."""
    rng = random.Random(seed)
    out: list[str] = []
    told: list[tuple[str, str, int]] = []
    for _n in range(count):
        if told and rng.random() < doubles:
            lane, road, matter = rng.choice(told)
            words = MATTERS[matter][1]
        else:
            lane, road, matter = (
                str(rng.randint(1, 999)),
                rng.choice(ROADS) + rng.choice(["", " kéo dài", " 2", " 3"]),
                rng.randrange(len(MATTERS)),
            )
            told.append((lane, road, matter))
            words = MATTERS[matter][0]
        unit = rng.randint(1, 60)
        out.append(
            f"{rng.choice(BEGINS)}tại ngõ {lane} đường {road}, tổ dân phố {unit}, {words}. "
            f"Đã phản ánh {rng.randint(1, 6)} lần mà chưa được giải quyết, mong các cấp quan tâm sớm có biện pháp."
        )
    return out


def speed() -> None:
    """For ``bench.run``: seconds and memory of a process that does nothing else."""
    settings.configure(USE_I18N=False)
    from phoihop.petitions.likeness import pairs

    many = texts(100_000)
    begun = process_time()
    found = sum(1 for _pair in pairs(many))
    seconds = round(process_time() - begun, 2)
    peak = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0]) // 1024
    print(json.dumps({"pairs": found, "seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    speed()
