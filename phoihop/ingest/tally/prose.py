"""Figures out of running text: what each number counts, of which period, done or planned, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from phoihop.core.papers import Place
from phoihop.core.stated import Stated, Subject
from phoihop.ingest.reading.figures import Figure
from phoihop.ingest.tally.data.words import MODES, VAGUE
from phoihop.ingest.tally.named import accumulates, as_of, period_words
from phoihop.ingest.tally.outline import Identity, Stack
from phoihop.ingest.tally.words import beside_head, head_class, head_words, tokens

_SPOT = re.compile(
    r"(?<!\w)(?<!nông )(?:tổ dân phố|tdp|khu phố|khóm|tổ|thôn|ấp|bản|buôn|xóm|làng|khu dân cư|cụm dân cư)\s+(?:số\s+)?(?:\d+|[A-ZĐ]\w+(?:\s+[A-ZĐ]\w+){0,2})"
)
_ACTORS = (
    (
        "HDND",
        re.compile(
            r"hđnd(?! và ubnd)|hội đồng nhân dân(?! và)|các ban hđnd|tổ đại biểu|đại biểu hđnd", re.IGNORECASE
        ),
    ),
    ("UBND", re.compile(r"(?<!hđnd và )(?:ubnd|[uủ][ỷy] ban nhân dân)", re.IGNORECASE)),
    ("MTTQ", re.compile(r"mttq|mặt trận|ban thường trực(?! hđnd)", re.IGNORECASE)),
)
_PLAN = re.compile(rf"(?:{MODES['plan']})", re.IGNORECASE)
_DONE = re.compile(
    r"(?<!\w)(?:đã|đạt|hoàn thành|được(?= \d)|thực hiện được|giải ngân|tổ chức được|bằng|thu được|thu hút|ghi nhận|tiếp nhận|trao|ban hành|và (?:đã )?(?:tổ chức|triển khai|thực hiện)|bàn giao)(?!\w)",
    re.IGNORECASE,
)
_CHANGE = re.compile(rf"{MODES['change']}\s*(?:\w+\s+){{0,1}}(?:\w+\s+)?$", re.IGNORECASE)
_AGAINST = re.compile(r"so với\s*$|(?:tăng|giảm|bằng|đạt)?\s*so\s*(?:với|cùng)\s*$", re.IGNORECASE)
_ANSWERED = re.compile(r"trả lời", re.IGNORECASE)
_SOLVED = re.compile(
    r"(?<!quyền )(?<!nhiệm )(?<!quả )(?<!phạm vi )(?<!độ )(?<!tác )(?<!việc )giải quyết(?! đơn)|xử lý (?:xong|dứt điểm)|hoàn thành",
    re.IGNORECASE,
)
_OPEN_STATE = re.compile(r"chưa|đang|sẽ|còn(?! lại)|không", re.IGNORECASE)
_CLAUSE = re.compile(r";|(?<!\d)\.(?=\s)|\n")
#: A plan said right before its number: "KH năm: 12 căn", "(đề ra 550 triệu", "đạt 52 % KH (800 lao động)".
_PLANNED = re.compile(
    r"(?<!\w)(?:(?-i:KH)|kế hoạch|(?<!đã )đề ra|(?:được|tỉnh|hđnd|ubnd|thành phố|cấp trên|vốn|chỉ tiêu|dự toán|phường|xã) giao|chương trình|mục tiêu|dự toán|chỉ tiêu|phấn đấu)(?:\s+(?:vốn|cả|giao|năm|20\d\d|được giao|vận động))*\s*(?:là|:|\()?\s*$",
    re.IGNORECASE,
)
_WORTH = re.compile(
    r"^[^;.]{0,90}(?:trị giá|kinh phí|số tiền|tổng giá trị|giá trị)[^;.]{0,20}$", re.IGNORECASE
)
_EVENT = re.compile(
    r"(?<!\w)(?:hội nghị|cuộc họp|cuộc|buổi|kỳ họp|phiên|đợt|lớp|ngày hội|chiến dịch|chương trình|phong trào)\s+(?P<what>(?:[^\W\d]+[ ]?){1,5})",
    re.IGNORECASE,
)
#: Words whose last syllable looks like a thing counted.
_COMPOUNDS = (["trực", "tuyến"], ["ban", "hành"], ["tham", "dự"], ["hiện", "trường"])
PRESENT = frozenset({"dự", "nghe", "phát", "biểu"})
_SHARED = re.compile(
    r"phối hợp|cùng (?!kỳ)|tham gia|nhận|chuyển|gửi|mời|do [^,;.]{3,40} (?:tổ chức|chủ trì)", re.IGNORECASE
)
#: "Cả năm HĐND tổ chức 07 cuộc" in the middle of the year is what is meant to come of it.
_ALL_YEAR = re.compile(r"(?:^|[.;:(,]\s*)[-+\s]*cả năm\s+(?!20\d\d)[^,;.]{0,40}$", re.IGNORECASE)
#: What stands in brackets that closed before the number says nothing of it.
_CLOSED = re.compile(r"\([^()]*\)")
_LISTED = re.compile(r"(?<!\w)(?:gồm|bao gồm|trong đó|cụ thể)(?!\w)|\(", re.IGNORECASE)
#: Counts that say nothing alone: how many came, spoke, gave at what is named before them.
GOVERNED = frozenset({"person", "opinion", "petition", "feedback", "letter", "gift", "case"})
_BY_PLAN = re.compile(
    r"(?:theo|thực hiện|tại) (?:chương trình|kế hoạch|nghị quyết)[^;.]{0,70}năm (?:20\d\d)?[^;.]{0,60}$",
    re.IGNORECASE,
)


MEASURED = frozenset({"m2", "m3", "ha", "km", "tấn", "tạ", "kg", "lít", "m"})


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """What figures of a paper have when their sentence does not say otherwise."""

    identity: Identity
    file: str
    year: int
    half: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence with all that is known of where it stands.

    ``floor`` is where its paragraph begins, ``opening`` the paragraph's first words: what it is about.
    """

    text: str
    floor: int
    start: int
    end: int
    who: Speaker
    stack: Stack
    place: Place
    number: int
    group: str
    opening: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Clause:
    """The words round one number: its sentence, what stands left of it, what follows its noun."""

    sentence: str
    left: str
    near: str
    right: str
    noun: str = ""
    before: str = ""
    after: str = ""
    behind: str = ""


def clause_of(line: Line, figure: Figure, before: int, after: int) -> Clause:
    """``before`` is where the number before it ends, ``after`` where the next one begins (in this sentence)."""
    text = line.text
    left = text[line.start : figure.start]
    cut = [m.end() for m in _CLAUSE.finditer(left)]
    right = text[figure.end : after]
    stop = re.search(r"[,;.:(]\s?|\n", right)
    return Clause(
        sentence=text[line.start : line.end].strip(), left=left, right=right[: stop.start()] if stop else right,
        near=text[max(before, line.start + (cut[-1] if cut else 0)) : figure.start],
        noun="" if figure.unit else figure.noun, before=text[max(line.floor, line.start - 300) : line.start], after=text[figure.end : after],
        behind=text[figure.start : figure.end + (stop.start() if stop else len(right))][:100],
    )  # fmt: skip


def mode_of(clause: Clause, unit: str) -> str:
    """change, plan or done, by the words at the number."""
    near = _CLOSED.sub(" ", clause.near)
    if ")" in near and "(" not in near:
        near = near[near.rfind(")") + 1 :]  # the brackets closed before the number say nothing of it
    if re.search(r"vượt(?: mức)?\s*$", near) and re.match(
        r"[^;.,]{0,20}\s*theo (?:chương trình|kế hoạch)", f"{clause.noun} {clause.after}"
    ):
        return "plan"
    if _CHANGE.search(near[-40:]) and not _AGAINST.search(near):
        return "change"
    if (
        unit == "%"
        and re.search(r"so (?:với|cùng)|cùng kỳ", clause.right[:60], re.IGNORECASE)
        and "kế hoạch" not in clause.right[:60]
    ):
        return "change"
    if _PLANNED.search(near[-60:]):
        return "plan"
    if (planned := _BY_PLAN.search(near[-160:])) and not re.search(
        rf"{_DONE.pattern}|trong đó|riêng", planned.group(), re.IGNORECASE
    ):
        return "plan"
    plans = list(_PLAN.finditer(near[-90:]))
    if plans:
        rest = near[-90:][plans[-1].end() :]
        closed = "," in rest and plans[-1].group().lower() != "sẽ" and "năm" not in rest
        closed = closed or "trong đó" in rest
        if not _DONE.search(rest) and not closed and not rest.strip().startswith(","):
            return "plan"
    return "done"


#: How far behind a count its state may be said: "61 kiến nghị thuộc thẩm quyền phường đến nay UBND đã giải quyết xong".
STATE_BEHIND = 140


def state_of(clause: Clause, noun: str) -> str:
    """answered, solved, open or "" for a count of petitions: the last verb left of the number, else right of it."""
    beside = re.match(
        r".{0,30}?(?:đã|được) (?:[^\W\d]+ ){0,3}?(?:(?P<answered>trả lời)|(?:giải quyết|xử lý))",
        f"{noun} {clause.right}",
        re.IGNORECASE,
    )
    if beside and not _OPEN_STATE.search(beside.group()):
        return "answered" if beside["answered"] else "solved"
    verbs = []
    for name, pattern in (("answered", _ANSWERED), ("solved", _SOLVED)):
        verbs += [(m.start(), name) for m in pattern.finditer(clause.near)]
    where = clause.near
    if not verbs:
        where = f"{noun} {clause.right}"[:STATE_BEHIND]
        verbs = [
            (-m.start(), n)
            for n, p in (("answered", _ANSWERED), ("solved", _SOLVED))
            for m in p.finditer(where)
        ]
    if not verbs:
        return ""
    at, name = max(verbs)
    if _OPEN_STATE.search(where[max(0, abs(at) - 12) : abs(at)]):
        return "open"
    both = {n for _a, n in verbs}
    if both == {"answered", "solved"} and re.search(
        r"giải quyết,? (?:và )?trả lời|trả lời,? (?:và )?giải quyết", where, re.IGNORECASE
    ):
        return "answered"
    return name


def actors(words: str, default: str) -> frozenset[str]:
    """Bodies named in some words; the report's own where none is."""
    return frozenset(code for code, pattern in _ACTORS if pattern.search(words)) or frozenset(
        {default} - {""}
    )


def speaker_of(identity: Identity, file: str) -> Speaker:
    match = re.match(r"(\d{4})(?:-H([12]))?", identity.period)
    return Speaker(
        identity=identity,
        file=file,
        year=int(match[1]) if match else 0,
        half=int(match[2]) if match and match[2] else 0,
    )


def sentence_figures(line: Line, figures: Sequence[Figure]) -> Iterator[Stated]:
    """The figures of one sentence, in order."""
    last: Figure | None = None
    before: list[Stated] = []
    for n, figure in enumerate(figures):
        told = figure
        if last is not None:
            if figure.unit == "đồng" and not last.unit and _WORTH.search(line.text[last.end : figure.start]):
                told = replace(figure, noun=f"{last.noun} {figure.noun}"[:160])  # the money of that count
            if _same_measure(told, last, line.text):
                told = replace(told, unit=last.unit)
        after = figures[n + 1].start if n + 1 < len(figures) else line.end
        stated = _stated(line, told, clause_of(line, told, last.end if last else line.start, after))
        if last is not None and (made := _said_of(stated, before, line.text[last.end : stated.start])):
            own = [w for w in stated.subject.key if w not in _BASES] if stated.unit == "%" else []
            key = tuple(dict.fromkeys((*made.subject.key, *own)))
            stated = replace(stated, subject=replace(stated.subject, key=key))
        yield stated
        last = told
        if stated.unit != "%":
            before.append(stated)


#: Of a share: what it is a share of.
_BASES = frozenset({"kế", "hoạch", "dự", "toán", "chỉ", "tiêu"})
#: What a number says of the one before it: its share, its plan, its sum since the beginning, last year's.
_SHARE_OF = re.compile(
    r"[\s,(]*(?:(?:mới|đã|chỉ|tương ứng|tương đương|ứng|với|đạt|chiếm|bằng|tỷ lệ|tỉ lệ|là|được|khoảng|gần|hơn|trên|=)\s*)*",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"[\s,;()]*(?:[^\W\d_]+ ){0,4}?(?:lũy kế|luỹ kế|cộng dồn|cùng kỳ|kế hoạch|KH|chỉ tiêu|dự toán|cuối năm|cả năm|năm trước|năm 20\d\d|riêng 6 tháng|(?:6|sáu) tháng|nâng tổng)(?!\w)[^;]*",
    re.IGNORECASE,
)


def _said_of(stated: Stated, before: Sequence[Stated], gap: str) -> Stated | None:
    """The count that a number speaks of: "42/50 hộ, đạt 84 %"; "mở 64 buổi cho 5.720 lượt người (cùng kỳ 51 buổi)";
    "làm 24 nhà tình thương; lũy kế đến nay 71 nhà"."""
    if not before:
        return None
    if stated.unit == "%":
        return before[-1] if _SHARE_OF.fullmatch(gap) else None
    said = stated.subject.words.split()
    if (
        "\n" in gap
        or not _AGAIN.fullmatch(gap)
        or not (stated.unit or len(said) <= len(head_words(stated.subject.words)))
    ):
        return None
    same = [b for b in before if (b.subject.head, b.unit) == (stated.subject.head, stated.unit)]
    same = [b for b in same if stated.unit or b.subject.words.split()[:1] == said[:1]]
    if same and all(b.value < same[0].value for b in same[1:]):
        return same[0]  # those behind it are its parts
    return same[-1] if same else None


def _same_measure(figure: Figure, last: Figure, text: str) -> bool:
    """ "rừng toàn xã 640,5 ha, trong đó rừng trồng 120,3": a bare number goes on in the measure before it."""
    gap = text[last.end : figure.start]
    said = " ".join(text[figure.start : figure.end].split())
    return (
        not figure.unit
        and last.unit in MEASURED
        and figure.noun not in said
        and "/" not in figure.value
        and not re.search(r"(?<!\d)\.\s|\n", gap)
        and not _topic(gap)
    )


def _stated(line: Line, figure: Figure, clause: Clause) -> Stated:
    text, who, stack = line.text, line.who, line.stack
    noun = figure.noun
    mode = "next" if stack.kind == "direction" else mode_of(clause, figure.unit)
    if mode == "done" and (who.identity.role == "programme" or _all_this_year(clause, who)):
        mode = "plan"
    period, sure = _period(clause, mode, who)
    day = as_of(clause.left, year=who.year)
    ended = as_of(clause.near, year=who.year)
    if (
        mode == "done"
        and period == who.identity.period
        and ended
        and ended.month == 12
        and ended.year < who.year
    ):
        period = str(ended.year)  # "cuối năm 2026 còn 46 hộ" in a report of 2027
    if mode == "done" and accumulates(_CLOSED.sub(" ", _since(clause.left)), year=who.year, half=who.half):
        period = f"to-{period}"
    first, _stroke, whole = figure.value.partition("/")
    head, own = _counted(figure, clause, text, line.opening)
    around = frozenset(tokens(f"{clause.left[-200:]} {noun} {clause.right[:60]}")) | frozenset(line.opening)
    spots = _SPOT.findall(clause.left[-80:] + " " + clause.right[:60])
    subject = Subject(
        words=noun[:160],
        key=own,
        head=head,
        around=around,
        under=frozenset(tokens(stack.words)),
        before=frozenset(tokens(clause.before)),
    )
    return Stated(
        value=Decimal(first), of=Decimal(whole) if whole else None, unit=figure.unit, qualifier=figure.qualifier,
        step=_step(text[figure.start : figure.end], figure.unit), subject=subject, file=who.file, place=line.place,
        sentence=clause.sentence, start=figure.start, end=figure.end, body=who.identity.body, period=period, mode=mode,
        as_of=day, actors=actors(f"{_since(clause.left)} {noun} {clause.right}", who.identity.body),
        shared=bool(_SHARED.search(f"{_since(clause.left)[-90:]} {noun} {clause.right[:40]}")), spot=spots[-1].lower() if spots else "", state=state_of(clause, noun), group=line.group,
        heading=stack.words, line=line.number, mark="can_xem" if figure.ambiguous or not sure else "chac",
        reason="Dấu chấm, phẩy trong số có thể hiểu hai cách." if figure.ambiguous else "" if sure else "Kỳ của số này được suy ra.",
    )  # fmt: skip


def _all_this_year(clause: Clause, who: Speaker) -> bool:
    years = re.findall(r"20\d\d", _since(clause.left))
    return bool(who.half and _ALL_YEAR.search(clause.near)) and (not years or int(years[-1]) == who.year)


def _counted(
    figure: Figure, clause: Clause, text: str, opening: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """(class of the thing counted, what tells it apart): its noun; what it happened at; what the line is about."""
    said = " ".join(text[figure.start : figure.end].split())
    bare = not figure.unit and (figure.noun not in said or not re.search(r"[^\W\d_]", said))
    head = figure.unit or (_topic(f"{clause.before} {clause.left}") if bare else head_class(figure.noun))
    own = tokens(figure.noun) if figure.unit or bare else beside_head(figure.noun)
    own = tuple(w for w in own if w not in VAGUE)
    if head in GOVERNED and len(own) < 2:
        own += _governor(clause.left)
    if not own:
        own = tuple(w for w in tokens(" ".join(clause.near.split()[-8:])) if w not in VAGUE)
    if not own:
        own = tuple(w for w in tokens(" ".join(_since(clause.left).split()[-8:])) if _tells(w))
    if not own:
        own = opening[:5] or _governor(clause.before)
    elif head in GOVERNED and set(own) <= PRESENT:
        own += _governor(clause.before) or opening[:3]
    return head, own


def _tells(word: str) -> bool:
    """Whether a word left of a count says of what it is; not "hội nghị có … người dự"."""
    return not (
        word in VAGUE or word in PRESENT or word in ("hội", "nghị", "đại") or head_class(word, known=True)
    )


def _topic(left: str) -> str:
    """What a number without a noun of its own counts: the first known thing its clause names, else what the number
    before it counts, else the line."""
    clauses = re.split(r";\s|(?<!\d)\.\s|\n", left[-300:])
    if found := _first_known(clauses[-1]):
        return found
    for counted in reversed(list(_COUNTED.finditer(left[-200:]))):
        if found := head_class(counted["noun"], known=True):
            return found
    return _first_known(left[-300:])


_COUNTED = re.compile(r"\d\s+(?P<noun>[^\W\d_]+(?: [^\W\d_]+){0,2})")


def _first_known(said: str) -> str:
    words = said.split()
    for n in range(len(words)):
        if words[n - 1 : n + 1] in _COMPOUNDS:
            continue
        for length in (3, 2, 1):
            found = head_class(" ".join(words[n : n + length]), known=True)
            if found and found != "group":
                return found
    return ""


def _governor(left: str) -> tuple[str, ...]:
    """What the last counted event left of a number was about; the parts of a list do not govern."""
    line = re.split(r"\n", left)[-1][-400:]
    clauses = re.split(r";\s", line)
    for said in (clauses[-1], line):
        opener = _LISTED.search(said)
        before = said[: opener.start()] if opener else said
        named = list(_EVENT.finditer(before))
        counted = [m for m in named if re.search(r"\d\s*$", before[: m.start()])]
        for event in (*reversed(counted), *reversed(named)):
            if what := tokens(event["what"]):
                return what[:3]
    return ()


def _since(left: str) -> str:
    """What stands left of a number in its own clause."""
    return re.split(r"[;\n]|(?<!\d)\.\s", left)[-1][-160:]


def _period(clause: Clause, mode: str, who: Speaker) -> tuple[str, bool]:
    """The period of a number: named right of it, left of it, or the paper's own."""
    own = who.identity.period
    if mode == "change":
        return own, True
    if mode == "next":
        if re.search(r"cả năm", f"{clause.near} {clause.behind}", re.IGNORECASE):
            return str(who.year), True
        return f"{who.year}-H2" if who.half == 1 else str(who.year + 1), True
    half = 0 if mode == "plan" else who.half  # "kế hoạch năm 2027" is the whole year's
    right = period_words(clause.behind, year=who.year, half=half)
    if right and not re.search(
        r"so (?:với|cùng)|kế hoạch|dự toán|tăng|giảm",
        clause.behind[: right[1]],
        re.IGNORECASE,
    ):
        return right[0], True
    near = _since(clause.left) if mode == "done" else _since(clause.near)
    left = period_words(_CLOSED.sub(" ", near), year=who.year, half=half)
    if left:
        return left[0], True
    if mode == "plan":
        return str(who.year), True
    return own, bool(own)


def _step(said: str, unit: str) -> Decimal:
    """How fine the number was said: 1,2 tỷ is said in steps of a hundred million; 84,5 % in tenths."""
    match = re.match(r"\s*(\d[\d.]*)(?:,(\d+))?\s*(nghìn|ngàn|triệu|tỷ|tỉ)?", said, re.IGNORECASE)
    if match is None:
        return Decimal(1)
    scale = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}.get((match[3] or "").lower(), 0)
    return Decimal(10) ** (scale - len(match[2] or ""))
