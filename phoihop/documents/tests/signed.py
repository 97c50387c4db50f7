"""Papers full of names and numbers, and changes planted in them between agreeing and signing."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from phoihop.core.papers import (
    Annex,
    Block,
    Cell,
    Heading,
    Issuer,
    LegalBasis,
    LetterHead,
    ListItem,
    Paper,
    Paragraph,
    Recipients,
    Run,
    Signature,
    Signatures,
    Table,
    Title,
    cell,
    runs,
)
from phoihop.documents.comparing import Difference
from phoihop.documents.comparing.tokens import key_of

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Tạ".split()
MIDDLE = "Văn Thị Quang Ngọc Minh Hữu Đức Thanh Xuân Thu Hồng Bá Công Kim".split()
GIVEN = (
    "Hùng Hưng Hương Hường Thành Thanh Thảnh Lan Loan Liên Hòa Hoa Hoàn Bình Bính Dũng Dung Sơn Sớn Tùng Tuấn Tuân "
    "Khánh Khanh Huệ Huế Phúc Phước Yến Yên Hạnh Hành Nga Ngà Cường Vinh Vĩnh Ánh Ẩn Lữ Ngân Tâm"
).split()
COUNTS = "hai ba bốn năm sáu bảy tám chín mười".split()
PLACES = ("khu dân cư số", "tổ dân phố số", "cụm dân cư số", "chi bộ số")
THINGS = (
    "kiến nghị về chiếu sáng ngõ xóm", "ý kiến về thoát nước tuyến kênh", "đơn đề nghị sửa đường dân sinh",
    "phản ánh về trật tự vỉa hè", "đề nghị bổ sung ghế đá công viên", "hồ sơ hỗ trợ hộ cận nghèo",
)  # fmt: skip
BODIES = (
    "Thường trực Hội đồng nhân dân phường", "Ủy ban nhân dân phường", "Ban Thường trực Ủy ban Mặt trận Tổ quốc",
    "Ban Kinh tế - Ngân sách", "Ban Văn hóa - Xã hội", "Hội Liên hiệp Phụ nữ phường", "Đoàn Thanh niên phường",
)  # fmt: skip


def name(rng: random.Random) -> str:
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"


def day(rng: random.Random) -> str:
    return f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/2027"


def money(rng: random.Random) -> str:
    return f"{rng.randint(1, 980)}.{rng.randint(0, 999):03d}.000 đồng"


def sentence(rng: random.Random) -> str:
    forms: tuple[Callable[[], str], ...] = (
        lambda: (
            f"{rng.choice(BODIES)} chủ trì tổ chức {rng.choice(COUNTS)} hội nghị tại {rng.choice(PLACES)} "
            f"{rng.randint(1, 29)}, tiếp nhận {rng.randint(11, 480)} {rng.choice(THINGS)}; hoàn thành trước ngày {day(rng)}."
        ),
        lambda: (
            f"Giao ông {name(rng)} làm đầu mối, phối hợp với bà {name(rng)} rà soát {rng.randint(12, 99)} "
            f"{rng.choice(THINGS)}, báo cáo kết quả trong {rng.randint(5, 30):02d} ngày làm việc."
        ),
        lambda: (
            f"Kinh phí thực hiện là {money(rng)}, trong đó ngân sách phường {money(rng)}, vận động xã hội {money(rng)}; "
            f"không chi cho nội dung khác khi chưa được {rng.choice(BODIES)} thống nhất bằng văn bản."
        ),
        lambda: (
            f"Tỷ lệ giải quyết đạt {rng.randint(61, 99)},{rng.randint(1, 9)}%, tăng {rng.randint(2, 9)},{rng.randint(1, 9)}% "
            f"so với cùng kỳ; còn {rng.choice(COUNTS)} việc chưa xong do vướng mặt bằng tại {rng.choice(PLACES)} "
            f"{rng.randint(1, 29)}."
        ),
        lambda: (
            f"Các đơn vị gửi báo cáo theo Kế hoạch số {rng.randint(11, 240)}/KH-UBND ngày {day(rng)}; đơn vị gửi chậm "
            f"không được xét thi đua, người đứng đầu là ông {name(rng)} chịu trách nhiệm giải trình."
        ),
    )
    return rng.choice(forms)()


def table(rng: random.Random, rows: int) -> Table:
    head = tuple(
        cell(t, head=True, align="center") for t in ("TT", "Họ và tên", "Nội dung", "Thời hạn", "Kinh phí")
    )
    made: list[tuple[Cell, ...]] = [head]
    for i in range(1, rows + 1):
        made.append((
            cell(str(i), align="center"), cell(name(rng)), cell(rng.choice(THINGS).capitalize()),
            cell(day(rng), align="center"), cell(money(rng).removesuffix(" đồng"), align="right"),
        ))  # fmt: skip
    return Table(rows=tuple(made), widths=(1, 4, 6, 3, 3))


def paper(seed: int) -> Paper:
    """One to three pages: joint or single heading, prose, a list of people with money."""
    rng = random.Random(seed)
    joint = seed % 2 == 0
    issuers = (
        (Issuer(name="THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN"), Issuer(name="ỦY BAN NHÂN DÂN"))
        if joint
        else (Issuer(name="ỦY BAN NHÂN DÂN PHƯỜNG MINH TÂN", parent="ỦY BAN NHÂN DÂN THÀNH PHỐ AN BÌNH"),)
    )
    head = LetterHead(
        issuers=issuers, locality="PHƯỜNG MINH TÂN" if joint else "", number=str(rng.randint(11, 180)),
        symbol="CTrPH-HĐND-UBND" if joint else "KH-UBND", place_name="Minh Tân", day=date(2027, rng.randint(3, 9), rng.randint(1, 28)),
    )  # fmt: skip
    body: list[Block] = [
        head,
        Title(
            kind="CHƯƠNG TRÌNH" if joint else "KẾ HOẠCH",
            subject=f"Thực hiện {rng.choice(COUNTS)} nội dung trọng tâm năm 2027",
        ),
        LegalBasis(
            text=f"Căn cứ Kế hoạch số {rng.randint(11, 99)}/KH-UBND ngày {rng.randint(11, 28)} tháng 03 năm 2027"
        ),
        LegalBasis(
            text=f"Căn cứ Nghị quyết số {rng.randint(11, 99)}/NQ-HĐND ngày {rng.randint(11, 28)} tháng 12 năm 2026"
        ),
        Heading(level=1, number="I.", text="NỘI DUNG"),
    ]
    for i in range(1, rng.randint(4, 6)):
        body.append(Heading(level=2, number=f"{i}.", text=rng.choice(THINGS).capitalize()))
        body.append(Paragraph(runs=runs(sentence(rng))))
        body.append(ListItem(runs=runs(sentence(rng))))
    body += [Heading(level=1, number="II.", text="TỔ CHỨC THỰC HIỆN"), Paragraph(runs=runs(sentence(rng)))]
    columns = [Signature(authority="TM. ỦY BAN NHÂN DÂN", titles=("CHỦ TỊCH",), name=name(rng))]
    if joint:
        columns.insert(
            0,
            Signature(
                authority="TM. THƯỜNG TRỰC HĐND", titles=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name=name(rng)
            ),
        )
    body += [
        Signatures(columns=tuple(columns)),
        Recipients(lines=("Như trên", "Đảng ủy phường (để báo cáo)", "Lưu: VT, VP.")),
    ]
    body.append(Annex(title="Danh sách phân công", number="", blocks=(table(rng, rng.randint(8, 14)),)))
    return Paper(
        code="test.signed",
        title=f"Văn bản thử {seed}",
        blocks=tuple(body),
        meta={"at": "2027-06-01T08:00:00+07:00"},
    )


def short(seed: int) -> Paper:
    """The same without its annex: one page or two."""
    whole = paper(seed)
    return replace(
        whole, blocks=tuple(b for b in whole.blocks if not isinstance(b, Annex))[:-4] + whole.blocks[-3:-1]
    )


# ------------------------------------------------------------------------------------- planting


@dataclass(frozen=True, kw_only=True)
class Planted:
    """What was changed: words that left and words that came."""

    kind: str
    old: str
    new: str


def _texts(block: Block) -> list[str]:
    if isinstance(block, Paragraph | ListItem):
        return [r.text for r in block.runs]
    if isinstance(block, Table):
        return [c.text for row in block.rows[block.head_rows :] for c in row]
    return []


def _swap(block: Block, old: str, new: str) -> Block:
    def run(given: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(replace(r, text=r.text.replace(old, new, 1)) for r in given)

    if isinstance(block, Paragraph | ListItem):
        return replace(block, runs=run(block.runs))
    if isinstance(block, Table):
        done = False
        rows = []
        for row in block.rows:
            cells = []
            for c in row:
                here = not done and old in c.text
                done = done or here
                cells.append(replace(c, runs=run(c.runs)) if here else c)
            rows.append(tuple(cells))
        return replace(block, rows=tuple(rows))
    if isinstance(block, Annex):
        return replace(block, blocks=tuple(_swap(b, old, new) for b in block.blocks))
    return block


def _digit(text: str, rng: random.Random) -> str:
    places = [i for i, c in enumerate(text) if c.isdigit()]
    at = rng.choice(places)
    return text[:at] + rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]


def _other(given: str, rng: random.Random) -> str:
    return rng.choice([g for g in GIVEN if g != given])


_FINDS: dict[str, tuple[str, Callable[[re.Match[str], random.Random], str]]] = {
    "number": (r"\b\d{2,3} (?:kiến nghị|ý kiến|đơn|phản ánh|đề nghị|hồ sơ|ngày)\b", lambda m, r: _digit(m[0].split()[0], r) + m[0][m[0].index(" ") :]),
    "count": (rf"\b({'|'.join(COUNTS)}) (?:hội nghị|việc)\b", lambda m, r: r.choice([c for c in COUNTS if c != m[1]]) + m[0][len(m[1]) :]),
    "date": (r"\b\d\d/\d\d/2027\b", lambda m, r: _digit(m[0][:2], r) + m[0][2:]),
    "money": (r"\b\d{1,3}\.\d{3}\.000\b", lambda m, r: _digit(m[0][:-4], r) + m[0][-4:]),
    "percent": (r"\b\d\d,\d%", lambda m, r: _digit(m[0][:-1], r) + "%"),
    "name": (rf"\b(?:{'|'.join(FAMILY)}) (?:{'|'.join(MIDDLE)}) ({'|'.join(GIVEN)})\b", lambda m, r: m[0][: -len(m[1])] + _other(m[1], r)),
    "negation": (r"\bkhông được\b", lambda m, r: "được"),
}  # fmt: skip


def plant(given: Paper, seed: int, *, kinds: tuple[str, ...] | None = None) -> tuple[Paper, list[Planted]]:
    """The same paper with one change of each kind that finds a place, and what they are."""
    rng = random.Random(seed)
    blocks = list(given.blocks)
    made: list[Planted] = []
    touched: set[int] = set()
    for kind in kinds or (*_FINDS, "missing", "swapped"):
        places = list(range(len(blocks)))
        rng.shuffle(places)
        if kind in _FINDS:
            pattern, change = _FINDS[kind]
            for at in places:
                inner = blocks[at].blocks[0] if isinstance(blocks[at], Annex) else blocks[at]  # type: ignore[attr-defined]
                found = [m for text in _texts(inner) for m in re.finditer(pattern, text)]
                found = [m for m in found if sum(m[0] in t for b in blocks for t in _deep(b)) == 1]
                if found and (at not in touched or isinstance(blocks[at], Annex)):
                    match = rng.choice(found)
                    new = change(match, rng)
                    blocks[at] = _swap(blocks[at], match[0], new)
                    made.append(Planted(kind=kind, old=match[0], new=new))
                    touched.add(at)
                    break
            continue
        prose = [i for i in places if isinstance(blocks[i], ListItem) and i not in touched]
        if kind == "missing" and prose:
            gone = blocks.pop(prose[0])
            made.append(Planted(kind=kind, old=" ".join(_texts(gone)), new=""))
            touched = {i - (i > prose[0]) for i in touched}
        elif kind == "swapped" and len(prose) > 1:
            one, two = prose[0], prose[1]
            blocks[one], blocks[two] = blocks[two], blocks[one]
            made.append(
                Planted(kind=kind, old=" ".join(_texts(blocks[one])), new=" ".join(_texts(blocks[two])))
            )
            touched |= {one, two}
    return replace(given, blocks=tuple(blocks)), made


def _deep(block: Block) -> list[str]:
    return [t for b in block.blocks for t in _texts(b)] if isinstance(block, Annex) else _texts(block)


def _keys(text: str) -> Counter[str]:
    return Counter(k for k in (key_of(w) for w in text.split()) if k)


def speaks_of(found: Difference, planted: Planted) -> bool:
    """The difference names the words that left or those that came."""
    left, came = _keys(planted.old), _keys(planted.new)
    if planted.kind in ("missing", "swapped"):
        said = _keys(f"{found.expected} {found.seen}")
        return (said & (left | came)).total() >= 0.6 * said.total()
    return bool((left - came) & _keys(found.expected)) or bool((came - left) & _keys(found.seen))
