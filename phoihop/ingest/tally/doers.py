"""Whose doing a count is, at which smaller place, and whether what was asked was answered or solved."""

from __future__ import annotations

import re

from phoihop.ingest.tally.clauses import Clause

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


def spot_near(words: str) -> str:
    """The last smaller place some words name, or ""."""
    named = _SPOT.findall(words)
    return spot_of(named[-1]) if named else ""


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
_ANSWERED = re.compile(r"trả lời|phúc đáp|hồi đáp", re.IGNORECASE)
_SOLVED = re.compile(
    r"(?<!quyền )(?<!nhiệm )(?<!quả )(?<!phạm vi )(?<!độ )(?<!tác )(?<!việc )giải quyết(?! đơn)"
    r"|(?:xử lý|khắc phục|thực hiện|làm) (?:xong|dứt điểm|triệt để|hoàn tất)|hoàn thành",
    re.IGNORECASE,
)
_OPEN_STATE = re.compile(r"chưa|đang|sẽ|còn(?! lại)|không", re.IGNORECASE)
_SHARED = re.compile(
    r"phối hợp|cùng (?!kỳ)|tham (?:gia|dự)|(?<!\w)dự(?! (?:án|toán|thảo|kiến))(?!\w)|(?<!\w)cử (?!tri)|đại diện|nhận|chuyển|gửi|mời|(?:ba|3) cơ quan|liên tịch|do [^,;.]{3,40} (?:tổ chức|chủ trì)",
    re.IGNORECASE,
)


def is_shared(said: str, body: str) -> bool:
    """Another takes part; what is done by the paper's own body alone ("do Mặt trận chủ trì") is not shared."""
    return any(
        not (found.group().lower().startswith("do ") and actors(found.group(), "") == {body})
        for found in _SHARED.finditer(said)
    )


#: How far behind a count its state may be said: "61 kiến nghị thuộc thẩm quyền phường đến nay UBND đã giải quyết xong".
STATE_BEHIND = 140


_LAST_PIECE = re.compile(r"[,;]\s")


def state_of(clause: Clause, noun: str) -> str:
    """answered, solved, open or "" for a count of petitions: the last verb left of the number, else right of it."""
    beside = re.match(
        r".{0,30}?(?:đã|được) (?:[^\W\d]+ ){0,3}?(?:(?P<answered>trả lời)|(?:giải quyết|xử lý|thực hiện|khắc phục))",
        f"{noun} {clause.right}",
        re.IGNORECASE,
    )
    if beside and not _OPEN_STATE.search(beside.group()):
        return "answered" if beside["answered"] else "solved"
    behind = f"{noun} {clause.right}"[:STATE_BEHIND]
    # what stands before a comma is said of the number before it, if this one has a word of its own
    for where in (_LAST_PIECE.split(clause.near)[-1], behind, clause.near):
        verbs = [
            (m.start(), n)
            for n, p in (("answered", _ANSWERED), ("solved", _SOLVED))
            for m in p.finditer(where)
        ]
        if verbs:
            break
    else:
        return ""
    at, name = min(verbs) if where is behind else max(verbs)
    if _OPEN_STATE.search(where[max(0, at - 12) : at]):
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


_TOGETHER = re.compile(r"(?<!\w)(?:phối hợp|cùng(?! kỳ)|liên tịch)(?!\w)", re.IGNORECASE)


def doing(said: str, body: str) -> frozenset[str]:
    """Whose doing a count is: the bodies its clause names but as receivers, and the paper's own where it did so with them."""
    named = actors(_SENT_TO.sub(" ", said), body)
    return named | ({body} - {""}) if _TOGETHER.search(said) else named


#: "21 kiến nghị gửi UBND phường": to whom, no doer.
_SENT_TO = re.compile(
    r"(?<!\w)(?:gửi|chuyển|trình|đối với)(?: (?:đến|tới|sang|lên|cho))?(?: (?:các cơ quan|cơ quan|thường trực|ủy ban|uỷ ban|ban thường trực|chủ tịch))*"
    r" (?:UBND|HĐND|hội đồng nhân dân|nhân dân|MTTQ|mặt trận)",
    re.IGNORECASE,
)
