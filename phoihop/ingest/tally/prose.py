"""Figures out of running text: what each number counts, of which period, done or planned, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from phoihop.core.stated import Stated, Subject
from phoihop.ingest.reading.figures import Figure
from phoihop.ingest.tally.clauses import Clause, Line, clause_of, since
from phoihop.ingest.tally.data.words import MODES, VAGUE
from phoihop.ingest.tally.modes import all_this_year, is_restated, mode_of
from phoihop.ingest.tally.when import when
from phoihop.ingest.tally.words import beside_head, classes_in, head_class, head_words, tokens

_SPOT = re.compile(
    r"(?<!\w)(?<!nông )(?<!văn )(?<!biên )(?<!kịch )(?<!phiên )(?<!ban )(?:[Tt]ổ dân phố|tdp|TDP|[Kk]hu phố|[Kk]hóm|[Tt]ổ|[Tt]hôn|[ấẤ]p|[Bb]ản|[Bb]uôn|[Xx]óm|[Ll]àng|[Kk]hu dân cư|cụm dân cư)\s+(?:số\s+)?(?:\d+|[A-ZĐ]\w+(?:\s+[A-ZĐ]\w+){0,2})"
)
_SPOT_OF = re.compile(rf"(?:{_SPOT.pattern})(?!\w)(?:\s*\([^)]*\))?")
_SPOT_KINDS = {"tdp": "tổ dân phố", "khu dân cư": "khu", "cụm dân cư": "cụm"}


def spot_of(words: str) -> str:
    """The name of a smaller place alike however it is written: "TDP số 5", "tổ dân phố 5"."""
    said = re.sub(r"\s+(?:số\s+)?0*(?=\d)", " ", " ".join(words.split()).lower())
    return next(
        (said.replace(short, long, 1) for short, long in _SPOT_KINDS.items() if said.startswith(f"{short} ")),
        said,
    )


def spot_named(label: str) -> str:
    """The smaller place that the whole of a row's label names, or ""."""
    said = label.strip()
    return spot_of(re.sub(r"\s*\(.*", "", said)) if _SPOT_OF.fullmatch(said) else ""


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
_ANSWERED = re.compile(r"trả lời", re.IGNORECASE)
_SOLVED = re.compile(
    r"(?<!quyền )(?<!nhiệm )(?<!quả )(?<!phạm vi )(?<!độ )(?<!tác )(?<!việc )giải quyết(?! đơn)|xử lý (?:xong|dứt điểm)|hoàn thành",
    re.IGNORECASE,
)
_OPEN_STATE = re.compile(r"chưa|đang|sẽ|còn(?! lại)|không", re.IGNORECASE)
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
    r"phối hợp|cùng (?!kỳ)|tham (?:gia|dự)|(?<!\w)dự(?! (?:án|toán|thảo|kiến))(?!\w)|(?<!\w)cử (?!tri)|đại diện|nhận|chuyển|gửi|mời|(?:ba|3) cơ quan|liên tịch|do [^,;.]{3,40} (?:tổ chức|chủ trì)",
    re.IGNORECASE,
)


def _is_shared(said: str, body: str) -> bool:
    """Another takes part; what is done by the paper's own body alone ("do Mặt trận chủ trì") is not shared."""
    return any(
        not (found.group().lower().startswith("do ") and actors(found.group(), "") == {body})
        for found in _SHARED.finditer(said)
    )


_LISTED = re.compile(
    r"(?<!\w)(?:gồm|bao gồm|trong (?:đó|số (?:này|đó|trên|ấy))|cụ thể)(?!\w)|\(", re.IGNORECASE
)
#: Counts that say nothing alone: how many came, spoke, gave at what is named before them.
GOVERNED = frozenset({"person", "opinion", "petition", "feedback", "letter", "gift", "case"})
MEASURED = frozenset({"m2", "m3", "ha", "km", "tấn", "tạ", "kg", "lít", "m"})


#: How far behind a count its state may be said: "61 kiến nghị thuộc thẩm quyền phường đến nay UBND đã giải quyết xong".
STATE_BEHIND = 140


def state_of(clause: Clause, noun: str) -> str:
    """answered, solved, open or "" for a count of petitions: the last verb left of the number, else right of it."""
    beside = re.match(
        r".{0,30}?(?:đã|được) (?:[^\W\d]+ ){0,3}?(?:(?P<answered>trả lời)|(?:giải quyết|xử lý|thực hiện|khắc phục))",
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
            if stated.unit == "%" and stated.mode == made.mode == "done":
                stated = replace(
                    stated, period=made.period, as_of=made.as_of
                )  # a share is of its count's time
        if before and _is_whole(before[-1], stated, line.text):
            stated = replace(stated, mode="plan", period=str(line.who.year))
        yield stated
        last = told
        if stated.unit != "%":
            before.append(stated)


def _is_whole(part: Stated, whole: Stated, text: str) -> bool:
    """ "22.904 triệu đồng/54.200 triệu đồng, đạt 42,3 % kế hoạch": what stands behind the stroke was planned."""
    return (
        text[part.end : whole.start].strip() == "/"
        and whole.unit == part.unit
        and whole.value >= part.value
        and part.mode == whole.mode == "done"
        and bool((_OF_MONEY if whole.unit == "đồng" else _OF_PLAN).match(text[whole.end : whole.end + 60]))
    )


_OF_PLAN = re.compile(r"[^.;]{0,30}(?:kế hoạch|dự toán|chỉ tiêu|KH)")
#: "17.388 triệu đồng/38,64 tỷ đồng, đạt 45 %": of money nothing but the plan is a share's whole.
_OF_MONEY = re.compile(r"[^.;]{0,30}(?:kế hoạch|dự toán|chỉ tiêu|KH|đạt|bằng)")
#: Of a share: what it is a share of.
_BASES = frozenset({"kế", "hoạch", "dự", "toán", "chỉ", "tiêu"})
#: What a number says of the one before it: its share, its plan, its sum since the beginning, last year's.
_SHARE_OF = re.compile(
    r"[\s,(]*(?:(?:mới|đã|chỉ|tương ứng|tương đương|tức|ứng|với|đạt|chiếm|bằng|tỷ lệ|tỉ lệ|là|được|khoảng|gần|hơn|trên|=)\s*)*",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"[\s,;()]*(?:[^\W\d_]+[ ,;]+){0,4}?(?:lũy kế|luỹ kế|cộng dồn|cùng kỳ|kế hoạch|KH|chỉ tiêu|dự toán|cuối năm|cả năm|năm trước|năm 20\d\d|riêng 6 tháng|(?:6|sáu) tháng|nâng tổng)(?!\w)[^;]*",
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
    mode = "next" if stack.kind == "direction" and not is_restated(clause) else mode_of(clause, figure.unit)
    if mode == "done" and (who.identity.role == "programme" or all_this_year(clause, who)):
        mode = "plan"
    first, _stroke, whole = figure.value.partition("/")
    head, own = _counted(figure, clause, line)
    told = when(clause, mode, who, noun, head)
    reason = "Dấu chấm, phẩy trong số có thể hiểu hai cách." if figure.ambiguous else told.doubt
    around = frozenset(tokens(f"{clause.left[-200:]} {noun} {clause.right[:60]}")) | frozenset(line.opening)
    spots = _SPOT.findall(clause.left[-80:] + " " + clause.right[:60])
    subject = Subject(
        words=noun[:160],
        key=own,
        head=head,
        around=around,
        under=frozenset(tokens(stack.words)),
        before=frozenset(tokens(clause.before)),
        refs=line.refs,
    )
    return Stated(
        value=Decimal(first), of=Decimal(whole) if whole else None, unit=figure.unit, qualifier=figure.qualifier,
        step=_step(text[figure.start : figure.end], figure.unit), subject=subject, file=who.file, place=line.place,
        sentence=clause.sentence, start=figure.start, end=figure.end, body=who.identity.body, period=told.period, mode=mode,
        as_of=told.day, actors=_doing(f"{since(clause.left)} {noun} {clause.right}", who.identity.body),
        shared=_is_shared(f"{since(clause.left)[-90:]} {noun} {clause.right[:40]}", who.identity.body), spot=spot_of(spots[-1]) if spots else "", state=state_of(clause, noun), group=line.group,
        heading=stack.words, line=line.number, mark="can_xem" if reason else "chac", reason=reason,
    )  # fmt: skip


_TOGETHER = re.compile(r"(?<!\w)(?:phối hợp|cùng(?! kỳ)|liên tịch)(?!\w)", re.IGNORECASE)


def _doing(said: str, body: str) -> frozenset[str]:
    """Whose doing a count is: the bodies its clause names but as receivers, and the paper's own where it did so with them."""
    named = actors(_SENT_TO.sub(" ", said), body)
    return named | ({body} - {""}) if _TOGETHER.search(said) else named


#: "21 kiến nghị gửi UBND phường": to whom, no doer.
_SENT_TO = re.compile(
    r"(?<!\w)(?:gửi|chuyển|trình|đối với)(?: (?:đến|tới|sang|lên|cho))?(?: (?:các cơ quan|cơ quan|thường trực|ủy ban|uỷ ban|ban thường trực|chủ tịch))*"
    r" (?:UBND|HĐND|hội đồng nhân dân|nhân dân|MTTQ|mặt trận)",
    re.IGNORECASE,
)
#: "26 kiến nghị đến Ủy ban nhân dân": to whom says nothing of what.
_RECEIVER = re.compile(
    r"\s+(?:đến|tới|gửi(?: đến| tới)?|cho|đối với|với)\s+(?:các\s+)?(?:[uủ][ỷy] ban|UBND|HĐND|hội đồng|MTTQ|mặt trận|thường trực|cơ quan|đơn vị|cấp|chủ tịch|sở|tỉnh|thành phố|ban|phòng)(?!\w).*$",
    re.IGNORECASE,
)


def _counted(figure: Figure, clause: Clause, line: Line) -> tuple[str, tuple[str, ...]]:
    """(class of the thing counted, what tells it apart): its noun; what it happened at; what the line is about."""
    text, opening = line.text, tuple(w for w in line.opening if w not in VAGUE)
    said = " ".join(text[figure.start : figure.end].split())
    bare = not figure.unit and (figure.noun not in said or not re.search(r"[^\W\d_]", said))
    head = figure.unit or (_topic(f"{clause.before} {clause.left}") if bare else head_class(figure.noun))
    own = tokens(figure.noun) if figure.unit or bare else beside_head(_RECEIVER.sub("", figure.noun))
    own = tuple(w for w in own if w not in VAGUE)
    if ranked := _ranked(clause):
        own = ranked
    if head in GOVERNED and len(own) < 2:
        own += _part_named(clause.near) or _whole_before(figure.noun, clause.left) or _governor(clause.left)
    if not own:
        near = _SINCE.sub(" ", clause.near)
        own = tuple(w for w in tokens(" ".join(near.split()[-8:])) if w not in VAGUE)
    if not own and not bare and not figure.unit:
        own = _fuller(figure.noun, clause.left)
    if not own:
        near = _SINCE.sub(" ", since(clause.left))
        own = tuple(w for w in tokens(" ".join(near.split()[-8:])) if _tells(w))
    if not own:
        own = opening[:5] or _governor(clause.before) or _carried(head, line)
    elif head in GOVERNED and set(own) <= PRESENT:
        own += _governor(clause.before) or opening[:3]
    own = own or _headed(line)
    if len(own) < LEAST_TELLING and (labelled := _LABEL.match(clause.left)):
        own += tuple(w for w in tokens(labelled["label"]) if w not in own and w not in VAGUE)
    if head == "household" and _FEWER.search(clause.near):
        own = (*own, "giảm")
    sized = classes_in(clause.near[-70:]) or classes_in(clause.behind)
    return head, (*sized, *own)


_FEWER = re.compile(r"(?<!\w)giảm(?: được)?\s*$", re.IGNORECASE)
#: A key of fewer words is made fuller by the label its sentence begins with.
LEAST_TELLING = 3
#: "- Quỹ Vì người nghèo: tính đến ngày 15/6 đã vận động được …": what the sentence is about.
_LABEL = re.compile(r"[^\w(]*(?:\(?\d{1,2}[.)]\s*|[a-zđ]\)\s*)?(?P<label>[^:;,.()\d]{4,50}):\s")
#: "khu vực ven biển chiếm 586 lượt": the part of a whole that a bare count is of.
_PART_NAMED = re.compile(
    r"(?:^|[,;:.(]|(?<!\w)(?:riêng|ở|tại|về|thuộc|và)(?!\w))\s*(?P<part>(?:nhóm|khu vực|khối|ngành|lĩnh vực|loại|hạng|bậc|vùng|cụm|miền|mảng)(?!\w)[^,;:.()\d]{2,50})$",
    re.IGNORECASE,
)
#: "Đứng thứ hai, với 28 kiến nghị, là chuyện di tích": what a rank is given to stands behind.
_RANK = re.compile(
    r"(?:đứng (?:đầu|thứ)|dẫn đầu|nhiều nhất|cao nhất|lớn nhất|tiếp (?:theo|đến)|kế đến|sau đó|xếp)[^;.]*$",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"[^,;.\d]{0,40}?,?\s*là\s+(?:(?:chuyện|nhóm|lĩnh vực|các|những|vấn đề|về)\s+)*(?P<what>[^;.:(\d]{4,70})",
    re.IGNORECASE,
)


#: Words that say since when, not what.
_SINCE = re.compile(
    rf"(?:{MODES['cumulative']})(?: (?:chương trình|đến nay|nhiệm kỳ))*|(?:tính )?đến (?:nay|hết|cuối)(?: (?:năm|tháng) \d+)?",
    re.IGNORECASE,
)


def _headed(line: Line) -> tuple[str, ...]:
    """What the heading it stands under names, where nothing nearer does: "4. Xóa nhà tạm": "Hoàn thành, đưa vào ở: 43 nhà"."""
    heading = line.stack.path[-1][2] if line.stack.path else ""
    return tuple(w for w in tokens(heading) if w not in VAGUE)[:5]


def _ranked(clause: Clause) -> tuple[str, ...]:
    if not _RANK.search(clause.near[-60:]):
        return ()
    behind = _RANKED.match(clause.after)
    return tuple(w for w in tokens(behind["what"]) if w not in VAGUE)[:7] if behind else ()


def _part_named(near: str) -> tuple[str, ...]:
    named = _PART_NAMED.search(_TAIL_VERB.sub("", near))
    return tuple(w for w in tokens(named["part"]) if w not in VAGUE)[:6] if named else ()


_TAIL_VERB = re.compile(r"\s*(?:(?:chiếm|có|đạt|được|là|với|nhận|đã)\s*)+$", re.IGNORECASE)


def _carried(head: str, line: Line) -> tuple[str, ...]:
    """What the last figure of the same kind before it was of: "Thu ngân sách … . Nhìn lại năm 2025 TH 106,8 tỷ đồng"."""
    return next((f.subject.key for f in line.carried if f.subject.head == head and f.subject.key), ())


_ENOUGH = re.compile(
    r"[;:,.()\d“”\"\n]|(?<!\w)(?:do|được|đã|và|của|tại|trên|có|là|với|để|từ|trong|cho|đến|tới|gồm|đạt|bằng|theo|về|còn|chưa|đang|lên|nhằm|không)(?!\w)"
)


def _fuller(noun: str, left: str) -> tuple[str, ...]:
    """What a bare noun was called in full before it: "mô hình camera an ninh …, đến nay có 157 camera"."""
    head = " ".join(head_words(noun)) or " ".join(noun.split()[:1])
    for named in reversed(list(re.finditer(rf"(?<!\w){re.escape(head)}(?!\w)", left.lower()))):
        rest = left[named.end() : named.end() + 60]
        if what := tuple(w for w in tokens(_ENOUGH.split(rest)[0]) if w not in VAGUE):
            return what[:4]
    return ()


def _whole_before(noun: str, left: str) -> tuple[str, ...]:
    """ "đối với 31 kiến nghị sau giám sát, … đã xong 27 kiến nghị": what the count before it in its clause was of."""
    head = " ".join(head_words(noun))
    said = since(left)
    counted = (
        list(re.finditer(rf"\d\s+{re.escape(head)}\s+(?P<what>[^;:,.()\d]{{3,60}})", said.lower()))
        if head
        else []
    )
    what = _RECEIVER.sub("", f" {counted[-1]['what']}") if counted else ""
    return tuple(w for w in tokens(_ENOUGH.split(what)[0]) if w not in VAGUE)[:4]


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
        if words[n - 1 : n + 1] in _COMPOUNDS or words[n].lower() in ("tổng", "số"):
            continue
        for length in (3, 2, 1):
            found = head_class(" ".join(words[n : n + length]), known=True)
            if found and found != "group":
                return found
    return ""


#: "Sau giám sát đã nêu 31 kiến nghị": what a count came out of.
_AFTER_DOING = re.compile(
    r"(?<!\w)(?:sau|qua|từ)\s+(?:(?:các|đợt|cuộc|công tác|kết quả|thực hiện|hoạt động)\s+)*(?P<what>giám sát|khảo sát|tiếp xúc(?: cử tri)?|TXCT|phản biện|thẩm tra"
    r"|chất vấn|đối thoại|kiểm tra|tiếp công dân|hòa giải|thanh tra)(?!\w)",
    re.IGNORECASE,
)


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
        if doing := _AFTER_DOING.search(said):
            return tokens(doing["what"])
    return ()


def _step(said: str, unit: str) -> Decimal:
    """How fine the number was said: 1,2 tỷ is said in steps of a hundred million; 84,5 % in tenths."""
    match = re.match(r"\s*(\d[\d.]*)(?:,(\d+))?\s*(nghìn|ngàn|triệu|tỷ|tỉ)?", said, re.IGNORECASE)
    if match is None:
        return Decimal(1)
    scale = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}.get((match[3] or "").lower(), 0)
    return Decimal(10) ** (scale - len(match[2] or ""))
