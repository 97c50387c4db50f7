"""The frame of a joint report: the headings of the office's own last review, or the usual skeleton."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core.figures import OutlineItem
from phoihop.core.text import fold
from phoihop.reports.models import Intake, IntakePassage, IntakeRole, ReportKind

#: What the content groups of coordination programmes are called as headings of results.
GROUPS = {
    "C1": gettext_lazy("Chuẩn bị, tổ chức kỳ họp Hội đồng nhân dân"),
    "C2": gettext_lazy("Tiếp xúc cử tri; tổng hợp, giải quyết kiến nghị"),
    "C3": gettext_lazy("Giám sát, khảo sát, giải trình"),
    "C4": gettext_lazy("Phản biện xã hội, góp ý xây dựng Đảng, chính quyền"),
    "C5": gettext_lazy("Tiếp công dân, giải quyết đơn thư; đối thoại"),
    "C6": gettext_lazy("Tuyên truyền, vận động; phổ biến, giáo dục pháp luật"),
    "C7": gettext_lazy("Thi đua yêu nước, các cuộc vận động, khen thưởng"),
    "C8": gettext_lazy("Xây dựng chính quyền, thực hiện dân chủ ở cơ sở, cải cách hành chính"),
    "C9": gettext_lazy("Bầu cử, nhân sự, tổ chức bộ máy"),
    "C10": gettext_lazy("Vận động, tiếp nhận đóng góp; an sinh xã hội"),
    "C11": gettext_lazy("Trao đổi thông tin, làm việc liên tịch"),
    "C12": gettext_lazy("Đại đoàn kết, dân tộc, tôn giáo"),
    "C13": gettext_lazy("Nhân đạo, Chữ thập đỏ"),
    "K": gettext_lazy("Phối hợp thực hiện nhiệm vụ kinh tế - xã hội, quốc phòng, an ninh"),
    "": gettext_lazy("Kết quả khác"),
}
#: Headings for what the last review had none for.
LAST = {
    "strength": gettext_lazy("Ưu điểm"), "limitation": gettext_lazy("Hạn chế, nguyên nhân, trách nhiệm"),
    "cause": gettext_lazy("Nguyên nhân"), "lesson": gettext_lazy("Bài học kinh nghiệm"),
    "direction": gettext_lazy("Phương hướng, nhiệm vụ kỳ tới"), "proposal": gettext_lazy("Kiến nghị, đề xuất"),
}  # fmt: skip
FEWEST = 4
CLOSE = 0.34
#: A cause stands under the limitations, a lesson under the strengths, where the frame has no heading of its own.
NEAR = {"cause": "limitation", "lesson": "limitation", "strength": "limitation"}


@dataclass
class Part:
    """A heading of the frame with what belongs under it: a kind of passages, content groups, and its words."""

    level: int
    number: str
    title: str
    kind: str = ""
    groups: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    passages: list[tuple[IntakePassage, Intake]] = field(default_factory=list)


def frame_of(intakes: Sequence[Intake], items: Sequence[OutlineItem], *, kind: str) -> list[Part]:
    """The last review's own headings where one was read in; else the contents of the programme, else the groups."""
    last = next((i for i in intakes if i.role == IntakeRole.LAST_REVIEW and len(i.headings) >= FEWEST), None)
    return _of_last(last, kind) if last else _skeleton(items, kind)


def _of_last(last: Intake, kind: str) -> list[Part]:
    """Each heading is what the passages that stood under it were."""
    under: dict[str, list[IntakePassage]] = defaultdict(list)
    for passage in last.passages.all():
        under[fold(passage.heading.rsplit(" > ", maxsplit=1)[-1])].append(passage)
    parts = []
    for level, number, title in last.headings:
        rows = under[fold(f"{number} {title}")]
        kinds = Counter(p.kind for p in rows)
        groups = Counter(p.group for p in rows if p.group)
        parts.append(
            Part(
                level=min(int(level), 2), number=number, title=_this_time(title, kind),
                kind=kinds.most_common(1)[0][0] if kinds else _kind_of(title),
                groups=frozenset(g for g, n in groups.items() if n * 3 >= len(rows)), words=_words(title),
            )
        )  # fmt: skip
    return parts


def _this_time(title: str, kind: str) -> str:
    """ "PHƯƠNG HƯỚNG NĂM 2027" of a yearly review looks half a year ahead in an interim one."""
    folded = fold(title)
    if kind == ReportKind.INTERIM and folded.startswith(
        ("phuong huong", "nhiem vu trong tam", "phuong huong, nhiem vu")
    ):
        return (
            _("Phương hướng, nhiệm vụ 6 tháng cuối năm").upper()
            if title.isupper()
            else _("Phương hướng, nhiệm vụ 6 tháng cuối năm")
        )
    return title


def _kind_of(title: str) -> str:
    folded = fold(title)
    for kind, words in (
        ("limitation", ("han che", "ton tai", "khuyet diem")), ("cause", ("nguyen nhan",)),
        ("strength", ("uu diem", "mat duoc")), ("lesson", ("bai hoc", "kinh nghiem")),
        ("direction", ("phuong huong", "nhiem vu")), ("proposal", ("kien nghi, de xuat", "de xuat", "kien nghi voi")),
    ):  # fmt: skip
        if any(w in folded for w in words):
            return kind
    return ""


def _skeleton(items: Sequence[OutlineItem], kind: str) -> list[Part]:
    """domain.md §2.8."""
    ahead = (
        _("Phương hướng, nhiệm vụ 6 tháng cuối năm")
        if kind == ReportKind.INTERIM
        else _("Phương hướng, nhiệm vụ năm sau")
    )
    parts = [
        Part(1, "I", _("Công tác chỉ đạo, triển khai"), kind="start"),
        Part(1, "II", _("Kết quả thực hiện các nội dung phối hợp")),
    ]
    if items:
        parts += [
            Part(
                2,
                f"{i.number}.",
                i.title,
                kind="result",
                groups=frozenset({i.group} - {""}),
                words=_words(i.title),
            )
            for i in items
        ]
    else:
        names = [(code, str(words)) for code, words in GROUPS.items() if code.startswith("C")]
        parts += [
            Part(2, f"{n}.", words, kind="result", groups=frozenset({code}), words=_words(words))
            for n, (code, words) in enumerate(names, start=1)
        ]
    return [
        *parts, Part(1, "III", _("Đánh giá chung")), Part(2, "1.", _("Ưu điểm"), kind="strength"),
        Part(2, "2.", _("Hạn chế, nguyên nhân, trách nhiệm"), kind="limitation"), Part(1, "IV", ahead, kind="direction"),
        Part(1, "V", _("Kiến nghị, đề xuất"), kind="proposal"),
    ]  # fmt: skip


def _words(text: str) -> frozenset[str]:
    common = {
        "phoi",
        "hop",
        "cac",
        "va",
        "cong",
        "tac",
        "thuc",
        "hien",
        "to",
        "chuc",
        "ket",
        "qua",
        "cua",
        "ve",
    }
    return (
        frozenset(w for w in fold(text).replace(",", " ").replace(";", " ").split() if w.isalpha()) - common
    )


def laid_out(parts: list[Part], passages: Sequence[tuple[IntakePassage, Intake]]) -> list[Part]:
    """Every passage under the heading it belongs to; what no heading takes gets one of its own at the end of the results."""
    others: dict[str, Part] = {}
    groups = _groups(passages)
    for passage, intake in passages:
        group = groups[passage.pk]
        part = _part_for(parts, passage, group)
        if part is None and passage.kind in LAST:
            part = Part(1, "", str(LAST[passage.kind]), kind=passage.kind)
            parts = [*parts, part]
        if part is None:
            key = "K" if group.startswith("K") else group if group in GROUPS else ""
            part = others.setdefault(key, Part(2, "", str(GROUPS[key]), kind="result"))
        part.passages.append((passage, intake))
    return _with(parts, [others[key] for key in GROUPS if key in others])


def _groups(passages: Sequence[tuple[IntakePassage, Intake]]) -> dict[int, str]:
    """The group of a passage, or the one its neighbours under the same heading have."""
    under: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for passage, _intake in passages:
        if passage.group:
            under[(passage.intake_id, passage.heading)][passage.group] += 1
    return {
        p.pk: p.group or next((g for g, _n in under[(p.intake_id, p.heading)].most_common(1)), "")
        for p, _intake in passages
    }


def _part_for(parts: list[Part], passage: IntakePassage, group: str) -> Part | None:
    if passage.kind != "result":
        wanted = [passage.kind, NEAR.get(passage.kind, "")]
        return next((p for kind in wanted if kind for p in parts if p.kind == kind), None)
    results = [p for p in parts if p.kind == "result" and p.level == 2]
    for part in results:
        if group and group in part.groups:
            return part
    said = _words(passage.heading)
    scored = [(len(part.words & said) / max(len(part.words), 1), n) for n, part in enumerate(results)]
    best, n = max(scored, default=(0.0, 0))
    if best >= CLOSE:
        return results[n]
    if not group and any(w in fold(passage.heading) for w in ("chi dao", "dac diem", "tinh hinh chung")):
        return next((p for p in parts if p.kind == "start" or "chi dao" in fold(p.title)), None)
    return None


def _with(parts: list[Part], others: list[Part]) -> list[Part]:
    """Headings without a passage go, unless a heading below them stays; the others come after the last result."""
    kept = [p for p in parts if p.passages or p.level == 1]
    at = max((n for n, p in enumerate(kept) if p.kind == "result" and p.level == 2), default=None)
    if at is None:
        at = next((n for n, p in enumerate(kept) if "ket qua" in fold(p.title)), 0)
    out = [*kept[: at + 1], *others, *kept[at + 1 :]]
    return _numbered([p for n, p in enumerate(out) if p.passages or _has_below(out, n)])


def _has_below(parts: list[Part], n: int) -> bool:
    below = parts[n + 1] if n + 1 < len(parts) else None
    return parts[n].level == 1 and below is not None and below.level > 1


def _numbered(parts: list[Part]) -> list[Part]:
    roman, count = iter(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")), 0
    for part in parts:
        if part.level == 1:
            part.number, count = next(roman, ""), 0
        else:
            count += 1
            part.number = f"{count}."
    return parts
