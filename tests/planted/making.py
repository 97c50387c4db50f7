"""Makes ``values.json`` out of a seed: ``python -m tests.planted.making``; a test asks that the file is what this makes."""

from __future__ import annotations

import json
import random
from pathlib import Path

FILE = Path(__file__).parent / "values.json"
SEED, PEOPLE, VALUES = 20270802, 67, 200
FAMILY = ("Quách", "Khuất", "Doãn", "Khổng", "Nghiêm", "Giàng", "Sầm", "Lò")
MIDDLE = ("Khuyển", "Tràng", "Ngoạn", "Thoăn", "Quỳnh", "Xuyến", "Hoẵng", "Khoan", "Luyến", "Ngoãn")
GIVEN = ("Vượn", "Khương", "Nhuệ", "Thoại", "Nguyệt", "Huyên", "Luân", "Quyến", "Xoan", "Thuyên", "Khuê")
LANES = ("Tràng Kiểng", "Vạn Khoảnh", "Đồng Quýt", "Xóm Ghềnh", "Bến Thuyền Cũ", "Gò Nhuận")


def made() -> dict[str, list[str]]:
    """As many different ones as are asked for, the same each time."""
    rng = random.Random(SEED)
    names: list[str] = []
    while len(names) < PEOPLE:
        name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
        if name not in names:
            names.append(name)
    phones = [f"09{rng.randrange(10**8):08d}" for _ in range(PEOPLE)]
    rest = VALUES - 2 * PEOPLE
    lanes = [
        f"số {rng.randrange(100, 999)} ngách {rng.randrange(20, 99)}/{n + 1} {rng.choice(LANES)}"
        for n in range(rest)
    ]
    return {"names": names, "phones": phones, "addresses": lanes}


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
