"""A total and its parts in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from phoihop.core.stated import Stated, Sum
from phoihop.ingest.tally.partitions import alike, nearly, same_time
from phoihop.ingest.tally.words import tokens

_OPENS = re.compile(
    r"(?P<some>trong (?:đó|số (?:này|đó|trên|ấy))(?: có)?|nhất là|nổi bật|như)|(?P<all>(?:bao )?gồm(?: có)?|cụ thể(?: là)?|(?:chia|tách) (?:ra|theo|thành)[^:;.]{0,30}|(?:hình|hợp|cấu) thành (?:từ|bởi)|phân (?:theo|loại|ra|thành|:)[^:;.]{0,30}|\(|:)",
    re.IGNORECASE,
)
#: "… trong 6 tháng: 15. Chia theo hình thức: trước kỳ họp 05 cuộc; …"
_NEXT_SENTENCE = re.compile(
    r"(?:[^.;]|(?<=\d)\.(?=\d)){0,90}\.\s*(?:Chia|Trong (?:đó|số (?:này|đó|trên|ấy))|Gồm|Bao gồm|Cụ thể|Phân|Nguồn (?:thu|quà|tiền|vốn|kinh phí)|Xét theo"
    r"|(?:Số|Các|Toàn bộ|Khoản|Tổng số|Những|Nguồn)(?: [^\W\d]+){1,5} (?:này|ấy|đó|trên|nói trên)(?! (?:tăng|giảm|đã|được (?:chi|dùng|sử dụng|phân bổ)|dùng|chi)(?!\w)))(?!\w)[^.;]{0,70}$"
)
#: "trao 1.286 suất quà …; nguồn quà gồm 520 suất …"
_OPENED_AGAIN = re.compile(
    r";\s*(?:\S+\s+){0,4}(?:(?:bao gồm|gồm|chia ra)\s*:?\s*(?:[^\W\d]+\s+){0,4}|(?:trong (?:đó|số (?:này|đó|trên|ấy))(?: có)?|cụ thể(?: là)?)\s*:?\s*(?:[^\W\d]+\s+){0,8})$",
    re.IGNORECASE,
)
_REST = re.compile(r"còn lại|số còn|và nhiều|…|\.\.\.|v\.v", re.IGNORECASE)
#: The list names only the largest: it need not make the total.
_FOREMOST = re.compile(r"nhiều nhất|chủ yếu|nổi bật|đáng chú ý|tập trung vào|tiêu biểu", re.IGNORECASE)
MOST_BETWEEN, MOST_TO_NEXT = 110, 170


def sums_of(text: str, figures: Sequence[Stated], end: int) -> Iterator[Sum]:
    """ "14 cuộc, gồm 05 …, 05 …, 03 … và 02 …" within one sentence (or one paragraph after a colon)."""
    taken: set[int] = set()
    for n, total in enumerate(figures[:-1]):
        if total.of is not None or total.unit == "%" or total.mode == "change" or n in taken:
            continue
        found = _opened(text, figures, n)
        if found is None:
            continue
        first, complete = found
        if _FOREMOST.search(text, total.end, figures[first].start):
            continue
        parts = _parts(text, total, figures, first, complete=complete)
        if len(parts) >= 2:
            taken |= {figures.index(p) for p in parts}
            whole = (
                complete
                or _all_named(text, total, parts)
                or _all_but_a_few(total, parts)
                or _all_kinds(text, total, parts)
            )
            rest = _REST.search(text[parts[0].start : parts[-1].end + 30])
            yield Sum(total=total, parts=tuple(parts), complete=whole and not rest)
    yield from alike(text, figures, taken)


#: "Tổng số cuộc giám sát: 06, trong đó Thường trực 02 cuộc và hai Ban 03 cuộc.": a total in so many words, a list that
#: "và" closes with its sentence.
_TOTAL_SAID = re.compile(r"(?:tổng(?: số| cộng)?|tất cả|cả thảy)(?!\w)[^,;.()\d]{0,60}$", re.IGNORECASE)


def _all_named(text: str, total: Stated, parts: Sequence[Stated]) -> bool:
    last = text[parts[-2].end : parts[-1].start]
    return (
        bool(_TOTAL_SAID.search(text[max(0, total.start - 80) : total.start]))
        and bool(re.search(r"(?<!\w)và(?!\w)", last))
        and "," not in last
        and bool(re.match(r"[^,;.()\d]{0,60}(?:\.|$|\n)", text[parts[-1].end : parts[-1].end + 70]))
    )


#: What letters to an office are: of these three kinds and no other (Luật Tiếp công dân 2013, Điều 2).
_LETTERS = tuple(re.compile(kind, re.IGNORECASE) for kind in (r"khiếu nại", r"tố cáo", r"kiến nghị|phản ánh"))


def _all_kinds(text: str, total: Stated, parts: Sequence[Stated]) -> bool:
    """Every kind there is has its part."""
    last = parts[-1].end
    said = text[total.end : last] + re.split(r"[;.]", text[last : last + 40])[0]
    return len(parts) >= len(_LETTERS) and all(kind.search(said) for kind in _LETTERS)


#: So many parts that leave next to nothing over are meant to be all of them.
MANY_PARTS = 4


def _all_but_a_few(total: Stated, parts: Sequence[Stated]) -> bool:
    return len(parts) >= MANY_PARTS and nearly(total, parts)


def _opened(text: str, figures: Sequence[Stated], n: int) -> tuple[int, bool] | None:
    """The index of the first part after a total, and whether the words promise all parts."""
    total = figures[n]
    for k in range(n + 1, min(n + 4, len(figures))):
        between = text[total.end : figures[k].start]
        ended = re.search(r"(?<!\d)\.\s|\d\.\s", between)
        if len(between) > (MOST_TO_NEXT if ended else MOST_BETWEEN) or (
            ended and not _NEXT_SENTENCE.match(between)
        ):
            return None
        if ";" in between and not _OPENED_AGAIN.search(between):
            return None
        if between.count(")") > between.count("("):
            return None  # the total stands in brackets that closed
        if not same_time(figures[k], total) or figures[k].mode != total.mode:
            continue
        opens = list(_OPENS.finditer(between))
        gap = text[figures[k - 1].end : figures[k].start] if k > n + 1 else between
        if opens and _OPENS.search(gap):
            some = opens[-1]["some"]
            return k, not some
        if not _carried(figures[k], total, gap):
            return None
    return None


def _carried(other: Stated, total: Stated, gap: str) -> bool:
    """A number between total and parts that only says what the total was worth."""
    return other.unit != total.unit or bool(
        re.search(r"với|trị giá|kinh phí|số tiền|thu hút|liên quan|(?<!\w)(?:làm|khiến)(?! việc)", gap)
    )


_BRACKETED = re.compile(r"\([^()]*\)")
_NEW_CLAUSE = re.compile(
    r"(?<!\w)(?:trong (?:đó|số (?:này|đó|trên|ấy))|tăng|giảm|so với|đạt|qua đó|đồng thời|đến nay)(?!\w)"
)
_VERB = re.compile(r"(?<!\w)(?:đã|được)(?!\w)")


def _parts(
    text: str, total: Stated, figures: Sequence[Stated], first: int, *, complete: bool
) -> list[Stated]:
    """The figures listed behind a total, up to where the list ends."""
    parts: list[Stated] = []
    by_semicolon = False
    for part in figures[first:]:
        gap = text[(parts[-1].end if parts else total.end) : part.start]
        if parts:
            gap = _BRACKETED.sub(" ", gap)
        if parts and (re.search(r"(?<!\d)\.\s|\n", gap) or ")" in gap or _NEW_CLAUSE.search(gap)):
            break
        if parts and ";" in gap:
            if (len(parts) > 1 and not by_semicolon) or not re.search(r";\s*(?:\S+\s+){0,8}$", gap):
                break
            by_semicolon = True
        if not parts and ")" in gap and not _OPENS.search(re.sub(r"\([^()]*\)", " ", gap)):
            break  # the brackets that opened the list closed before it
        if parts and part.value > total.value and part.unit == total.unit:
            break
        if (
            part.unit != total.unit
            or part.of is not None
            or part.mode != total.mode
            or not same_time(part, total)
        ):
            continue
        if not (complete or same_thing(total, part)) or (
            parts and _VERB.search(gap) and not part.subject.head
        ):
            if parts:
                break
            continue
        parts.append(part)
    return parts


def same_thing(total: Stated, part: Stated) -> bool:
    """A part counts the same thing: the same counted noun, or money of money."""
    if total.unit or not part.subject.head or not total.subject.head:
        return True
    a, b = total.subject.head, part.subject.head
    return a == b or bool(a and a in tokens(part.subject.words)[:2])
