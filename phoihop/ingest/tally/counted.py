"""What a number of running text counts: its noun, what it happened at, what its line is about."""

from __future__ import annotations

import re

from phoihop.ingest.reading.figures import Figure
from phoihop.ingest.tally.clauses import Clause, Line, since
from phoihop.ingest.tally.data.words import MODES, VAGUE
from phoihop.ingest.tally.words import beside_head, classes_in, head_class, head_words, tokens

_EVENT = re.compile(
    r"(?<!\w)(?:hội nghị|cuộc họp|cuộc|buổi|kỳ họp|phiên|đợt|lớp|ngày hội|chiến dịch|chương trình|phong trào)\s+(?P<what>(?:[^\W\d]+[ ]?){1,5})",
    re.IGNORECASE,
)
#: Words whose last syllable looks like a thing counted.
_COMPOUNDS = (["trực", "tuyến"], ["ban", "hành"], ["tham", "dự"], ["hiện", "trường"])
PRESENT = frozenset({"dự", "nghe", "phát", "biểu"})
_LISTED = re.compile(
    r"(?<!\w)(?:gồm|bao gồm|trong (?:đó|số (?:này|đó|trên|ấy))|cụ thể)(?!\w)|\(", re.IGNORECASE
)
#: Counts that say nothing alone: how many came, spoke, gave at what is named before them.
GOVERNED = frozenset({"person", "opinion", "petition", "feedback", "letter", "gift", "case"})
#: "26 kiến nghị đến Ủy ban nhân dân": to whom says nothing of what.
_RECEIVER = re.compile(
    r"\s+(?:đến|tới|gửi(?: đến| tới)?|cho|đối với|với)\s+(?:các\s+)?(?:[uủ][ỷy] ban|UBND|HĐND|hội đồng|MTTQ|mặt trận|thường trực|cơ quan|đơn vị|cấp|chủ tịch|sở|tỉnh|thành phố|ban|phòng)(?!\w).*$",
    re.IGNORECASE,
)


def counted(figure: Figure, clause: Clause, line: Line) -> tuple[str, tuple[str, ...]]:
    """(class of the thing counted, what tells it apart): its noun; what it happened at; what the line is about."""
    text, opening = line.text, tuple(w for w in line.opening if w not in VAGUE)
    said = " ".join(text[figure.start : figure.end].split())
    raised = _RAISED.search(clause.near)
    if raised and not figure.unit and figure.noun.strip().lower() in _CLASSIFIERS:
        own = tuple(w for w in tokens(raised["what"]) if w not in VAGUE)
        return head_class(raised["what"]), own
    bare = not figure.unit and (figure.noun not in said or not re.search(r"[^\W\d_]", said))
    head = figure.unit or (topic(f"{clause.before} {clause.left}") if bare else head_class(figure.noun))
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
        own += labelled(clause.left) or _governor(clause.before) or opening[:3]
    own = own or _headed(line)
    if len(own) < LEAST_TELLING:
        own += tuple(w for w in labelled(clause.left) if w not in own)
    if head == "household" and _FEWER.search(clause.near):
        own = (*own, "giảm")
    sized = classes_in(clause.near[-70:]) or classes_in(clause.behind)
    return head, (*sized, *own)


#: "nâng tổng số camera an ninh trên địa bàn lên 264 chiếc": what is counted stands before, by the piece behind.
_RAISED = re.compile(
    r"(?<!\w)(?:nâng|đưa)(?: tổng)?(?: số)?(?: lượng)? (?P<what>[^,;.()\d]{3,60}?)(?: (?:trên địa bàn|(?:của )?(?:toàn|cả) (?:phường|xã|đặc khu)|hiện có))*"
    r" (?:lên|thành|tới|đến)(?: (?:đến|tới|thành|hơn|trên|gần|khoảng))*\s*$",
    re.IGNORECASE,
)
_CLASSIFIERS = frozenset(
    (
        "",
        "chiếc",
        "cái",
        "đơn vị",
        "căn",
        "điểm",
        "bộ",
        "con",
        "cây",
        "ngôi",
        "vị",
        "người",
        "bản",
        "quyển",
        "tấm",
    )
)
_FEWER = re.compile(r"(?<!\w)giảm(?: được)?\s*$", re.IGNORECASE)
#: A key of fewer words is made fuller by the label its sentence begins with.
LEAST_TELLING = 3
#: "- Quỹ Vì người nghèo: tính đến ngày 15/6 đã vận động được …": what the sentence is about.
_LABEL = re.compile(r"[^\w(]*(?:\(?\d{1,2}[.)]\s*|[a-zđ]\)\s*)?(?P<label>[^:;,.()\d]{4,50}):\s")
#: "Về bảo hiểm y tế, các hội vận động …; tới nay có 14.080 người có thẻ": the same said in a word.
_ABOUT = re.compile(
    r"[^\w(]*(?:Về|Đối với|Riêng(?: về| đối với| với)?|(?:Trong|Trên|Ở) (?:lĩnh vực|công tác)|Công tác|Với) (?P<label>[^:;,.()\d]{4,40}),\s"
)


def labelled(left: str) -> tuple[str, ...]:
    label = _LABEL.match(left) or _ABOUT.match(left)
    return tuple(w for w in tokens(label["label"]) if w not in VAGUE) if label else ()


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


def topic(left: str) -> str:
    """What a number without a noun of its own counts: the first known thing its clause names, else what the number
    before it counts, else the line."""
    clauses = re.split(r";\s|(?<!\d)\.\s|\n", left[-300:])
    if found := _first_known(clauses[-1]):
        return found
    for named in reversed(list(_COUNTED.finditer(left[-200:]))):
        if found := head_class(named["noun"], known=True):
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
