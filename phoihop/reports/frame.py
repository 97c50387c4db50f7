"""The frame of a joint report: the headings of the office's own last review, or the usual skeleton."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core.contents import contents_in
from phoihop.core.figures import OutlineItem
from phoihop.core.period import Period
from phoihop.core.text import fold
from phoihop.reports.headings import Chapter, Title, chapters, now_called, role_of
from phoihop.reports.models import USUAL, Intake, IntakePassage, IntakeRole, ReportKind

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
#: Kinds of headings under which lines of the book stand, where a programme is in it.
FROM_THE_BOOK = ("limitation", "direction")
#: "2. Kỳ họp HĐND. " at the head of a paragraph, or "B.2. Kỳ họp HĐND" alone in one.
_TITLED = re.compile(
    r"\s*(?:[A-HĐ]\.?)?(?P<number>\d{1,2})[.)]\s+(?P<title>[^.:;]{6,110})(?:\.\s+(?=\S)|[.:]?\s*$)"
)
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
    items: list[OutlineItem] = field(default_factory=list)
    book: bool = False

    @property
    def stays(self) -> bool:
        """Something stands under it: passages, contents of the programme, or lines of the book."""
        return bool(self.passages or self.items or self.book)


def frame_of(
    intakes: Sequence[Intake], items: Sequence[OutlineItem], *, kind: str, sample: str = "", period: Period
) -> list[Part]:
    """The headings of the sample year where a last review was read in; else the contents of the programme, else the groups.

    A review none of whose parts can be told to hold results is no frame.
    """
    last = sample_of(intakes, sample)
    return (_of_last(last, kind, period) if last else []) or _skeleton(items, kind)


def is_followed(last: Intake) -> bool:
    """Its headings make the frame: one of its parts holds results."""
    return bool(_holding_results(last, chapters(last.headings)))


def samples(intakes: Iterable[Intake]) -> list[Intake]:
    """The reviews whose headings may be the frame, the newest period first."""
    fit = [i for i in intakes if i.role == IntakeRole.LAST_REVIEW and len(i.headings) >= FEWEST]
    return sorted(fit, key=lambda i: (i.period[:4], i.pk), reverse=True)


def sample_of(intakes: Iterable[Intake], sample: str) -> Intake | None:
    """The review that is the sample year: the one a person named, else the newest; none where nobody wants one."""
    if sample == USUAL:
        return None
    fit = samples(intakes)
    return next((i for i in fit if i.code == sample), fit[0] if fit else None)


def _under(last: Intake) -> dict[str, list[IntakePassage]]:
    """Passages by each heading they stand under, the nearest and the one over it."""
    under: dict[str, list[IntakePassage]] = defaultdict(list)
    for passage in (p for p in last.passages.all() if not p.table):
        for heading in passage.heading.split(" > "):
            under[fold(heading)].append(passage)
    return under


def _holding_results(last: Intake, found: Sequence[Chapter]) -> list[Chapter]:
    """The chapters called results; where none is, the one under which most contents of the work are told."""
    named = [c for c in found if role_of(c.head.text) == "result"]
    if named:
        return named
    under = _under(last)
    told = [
        (len({g for t in (c.head, *c.below) for g in _topics(t.text, under[t.whole])}), -n)
        for n, c in enumerate(found)
        if role_of(c.head.text) == "" and len(c.below) > 1
    ]
    most, n = max(told, default=(0, 0))
    return [found[-n]] if most > 1 else []


def _of_last(last: Intake, kind: str, period: Period) -> list[Part]:
    """The part that holds results with its headings; what the others hold by their words, else by what stood under them."""
    found = chapters(last.headings)
    results = _holding_results(last, found)
    if not results:
        return []
    told, under = int(last.period[:4] or 0) if last.period[:4].isdigit() else 0, _under(last)
    parts: list[Part] = []
    for chapter in found:
        rows = under[chapter.head.whole]
        role = "result" if chapter in results else _role(chapter.head.text, rows, told)
        called = now_called(chapter.head.text, role=role, told=told, period=period, kind=kind)
        top = Part(1, chapter.head.number, _this_time(called, kind), kind=_kind_at_top(role, chapter))
        below = [_sub(title, under[title.whole], role) for title in chapter.below]
        for part in below:
            part.title = now_called(part.title, role=part.kind, told=told, period=period, kind=kind)
        if role == "result" and not below:
            below = _run_in(top, rows) or (_by_groups() if chapter is results[-1] else [])
        parts += [top, *below]
    return parts


def _role(title: str, rows: Sequence[IntakePassage], told: int) -> str:
    """By its words, by a year still to come, else by what stood under it."""
    ahead = any(int(year) > told for year in re.findall(r"\b20\d\d\b", title)) if told else False
    if ahead and role_of(title) not in ("limitation", "judgement"):
        return "direction"
    kinds = Counter(p.kind for p in rows if p.kind != "result")
    return role_of(title) or (kinds.most_common(1)[0][0] if kinds else "")


def _kind_at_top(role: str, chapter: Chapter) -> str:
    """A chapter of results or of judgement holds what its headings hold; a judgement without headings holds all of it."""
    if role == "judgement":
        return "" if chapter.below else "limitation"
    return "" if role == "result" and chapter.below else role


def _sub(title: Title, rows: Sequence[IntakePassage], role: str) -> Part:
    own = role_of(title.text)
    if role in ("result", "start"):
        kind = own if own in ("limitation", "cause", "strength", "lesson", "start") else role
        kind = role if contents_in(title.text) and kind == "start" else kind
    else:
        kinds = Counter(p.kind for p in rows if p.kind != "result")
        kind = own if own in LAST else kinds.most_common(1)[0][0] if kinds else role if role in LAST else ""
    groups = _topics(title.text, rows) if kind == "result" else frozenset()
    return Part(2, title.number, title.text, kind=kind, groups=groups, words=_words(title.text))


def _topics(title: str, rows: Sequence[IntakePassage]) -> frozenset[str]:
    """The contents a heading names; where it names none, those that were told under it."""
    told = Counter(p.group for p in rows if p.group)
    return frozenset(contents_in(title)) or frozenset(g for g, n in told.items() if n * 3 >= len(rows))


def _run_in(part: Part, rows: Sequence[IntakePassage]) -> list[Part]:
    """Contents told as paragraphs that begin with their own title: "2. Kỳ họp HĐND. HĐND phường tổ chức …"."""
    found = [(match, row) for row in rows if (match := _TITLED.match(row.text))]
    return [
        Part(
            2, f"{match['number']}.", match["title"], kind="result", groups=_topics(match["title"], [row]),
            words=_words(match["title"]),
        )
        for match, row in found
    ]  # fmt: skip


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


def kind_of(title: str) -> str:
    """What stands under a heading of these words: limitations, causes, directions …; "" for results."""
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
        parts += _by_groups()
    return [
        *parts, Part(1, "III", _("Đánh giá chung")), Part(2, "1.", _("Ưu điểm"), kind="strength"),
        Part(2, "2.", _("Hạn chế, nguyên nhân, trách nhiệm"), kind="limitation"), Part(1, "IV", ahead, kind="direction"),
        Part(1, "V", _("Kiến nghị, đề xuất"), kind="proposal"),
    ]  # fmt: skip


def _by_groups() -> list[Part]:
    names = [(code, str(words)) for code, words in GROUPS.items() if code.startswith("C")]
    return [
        Part(2, f"{n}.", words, kind="result", groups=frozenset({code}), words=_words(words))
        for n, (code, words) in enumerate(names, start=1)
    ]


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


def laid_out(
    parts: list[Part], passages: Sequence[tuple[IntakePassage, Intake]], *, items: Sequence[OutlineItem] = ()
) -> list[Part]:
    """Every passage under the heading it belongs to; what no heading takes gets one of its own at the end of the results.

    Where the contents of a programme are to be told (``items``), each has its heading, and limitations and what is planned
    have theirs, though no passage stands there: what the book holds will.
    """
    if items:
        parts = [
            *parts,
            *(Part(1, "", str(LAST[k]), kind=k) for k in FROM_THE_BOOK if all(p.kind != k for p in parts)),
        ]
        _give_items(parts, items)
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


def _give_items(parts: list[Part], items: Sequence[OutlineItem]) -> None:
    """Each content of the programme to the part whose title is most alike, or to one of its own after the results."""
    for kind in FROM_THE_BOOK:
        next(p for p in parts if p.kind == kind).book = True
    results = [p for p in parts if p.kind == "result" and p.level == 2]
    place = max((n for n, p in enumerate(parts) if p.kind == "result"), default=-1) + 1
    for item in items:
        said = _words(item.title)
        scored = [
            (len(p.words & said) / max(len(p.words | said), 1) + (item.group in p.groups) / 4, -n) for n, p in enumerate(results)
        ]  # fmt: skip
        best, n = max(scored, default=(0.0, 0))
        if best < CLOSE:
            part = Part(2, "", item.title, kind="result", groups=frozenset({item.group} - {""}), words=said)
            parts.insert(place, part)
            place += 1
        else:
            part = results[-n]
        part.items.append(item)


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
    scored = [(_fits(part, passage, group), -n) for n, part in enumerate(results)]
    best, n = max(scored, default=(0.0, 0))
    if best >= CLOSE:
        return results[-n]
    if not group and any(w in fold(passage.heading) for w in ("chi dao", "dac diem", "tinh hinh chung")):
        return next((p for p in parts if p.kind == "start" or "chi dao" in fold(p.title)), None)
    return None


def _fits(part: Part, passage: IntakePassage, group: str) -> float:
    """How well a passage stands under a heading: its paper's own heading over it counts more than words inside it."""
    nearest = passage.heading.rsplit(" > ", maxsplit=1)[-1]
    said = _words(nearest)
    named = contents_in(nearest) or contents_in(passage.heading)
    alike = len(part.words & said) / max(len(part.words | said), 1)
    if not named:
        return alike + (group in part.groups)
    most = max(named.values())
    by_heading = max((told / most for code, told in named.items() if code in part.groups), default=0.0)
    inside = contents_in(passage.text[:160])
    return alike + by_heading + (0.3 if by_heading and part.groups & inside.keys() else 0.0)


def _with(parts: list[Part], others: list[Part]) -> list[Part]:
    """Headings without a passage go, unless a heading below them stays; the others come after the last result."""
    kept = [p for p in parts if p.stays or p.level == 1]
    at = max((n for n, p in enumerate(kept) if p.kind == "result" and p.level == 2), default=None)
    if at is None:
        at = next((n for n, p in enumerate(kept) if "ket qua" in fold(p.title)), 0)
    out = [*kept[: at + 1], *others, *kept[at + 1 :]]
    return _numbered([p for n, p in enumerate(out) if p.stays or _has_below(out, n)])


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
