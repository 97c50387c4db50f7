"""The same subject in different words: a figure is given the code of the catalogue's subject its words name.

A catalogue is a list of subjects with every way of saying them, general language and an office's own. Nothing is
read again when it changes: the words of a figure are kept with it and looked up each time papers are compared.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from phoihop.core.stated import Stated, Told, with_figures
from phoihop.core.text import fold

SHIPPED = Path(__file__).parents[1] / "data" / "subjects.csv"
#: Words offices use for one another, whatever the subject ("hộ", "gia đình"); abbreviations among them.
SAME_WORDS = Path(__file__).with_name("data") / "same_words.csv"
#: Units in which a figure itself is measured; every other unit of a subject ("cuộc", "lượt") counts things.
MEASURES = frozenset({"đồng", "%", "ha", "m", "m2", "m3", "km", "kg", "tấn", "tạ"})
#: What may stand before the first word of a subject without making it another.
BEFORE = frozenset({"tong", "so"})
#: What may lead up to a noun that stands before its number.
_LEADS = BEFORE | frozenset(
    "den hien nay ket qua toan xa phuong ve cong tac thuc uoc rieng vao o trong ca thang".split()
)
#: In a name: some words of the clause may stand here. So many at most, and none that says the opposite.
GAP, WIDEST = "…", 6
_OPPOSITE = frozenset({"khong", "chua", "tru"})
#: So many words may stand between a name and the number behind it; fewer before money and shares, which nothing ties to it.
FARTHEST, FARTHEST_MEASURE = 14, 5
#: Words that make no other subject.
_EMPTY = frozenset({"da", "duoc", "cua", "cac", "nhung", "la"})
#: Words for one counted that stand for one another, by what a subject is counted in.
COUNTERS = (
    ("người", "vị", "đồng chí", "cá nhân", "cụ", "em", "cháu", "trường hợp", "đối tượng", "lao động"),
    ("hộ",), ("nhà", "căn", "ngôi"), ("vụ việc", "việc", "vụ", "trường hợp"),
    ("cuộc", "buổi", "hội nghị", "đợt", "lần", "lượt"), ("lượt", "lượt người"), ("cơ sở", "điểm", "nơi", "chủ cơ sở"),
    ("kiến nghị", "ý kiến", "nội dung", "ý kiến kiến nghị", "vấn đề"), ("đơn", "vụ việc"), ("suất quà", "suất", "quà"),
    ("trẻ", "em", "cháu", "trẻ em"), ("học sinh", "em"), ("tàu", "chiếc", "tàu cá"), ("dự án", "công trình"),
    ("công trình", "dự án"), ("trường hợp", "vụ việc", "vụ", "vi phạm"),
)  # fmt: skip
#: What may stand between a word for one counted and the name behind it ("20 vị được công nhận là người có uy tín").
_LINKS = frozenset("cong nhan phe duyet thuoc dien dat danh hieu co xac dinh".split())
#: A name ends with this where nothing may be said behind it ("học sinh.": not "học sinh bán trú").
WHOLE = "."
#: What a clause goes on with behind a name without making it a part of what the name counts.
_GOES_ON = frozenset(
    "tren tai o trong toan voi de do ve dat chiem bang tang giam tinh hien nam theo tu qua nham gom khi luc den con phuong xa dac va"
    " tham ap thon to khu trung cung truoc sau day thi ra dang nay hang moi lan luot dia nguon ngay thuc to uoc cho".split()
)  # fmt: skip
#: The same in the heading of a row.
_ROW_GOES_ON = frozenset("tren tai trong toan den luy tinh hien nam phuong xa dac thuc uoc dat ca".split())
#: Columns that tell how many, and not of what.
_PLAIN_COLUMNS = frozenset("luong lieu thuc ket dat cong ca nam uoc dong trieu ty gia tien kinh".split())
#: Of a code: the name is said with more words, so it may be a part of what the subject counts.
PART = ".~"
#: The measure itself behind a number.
_MEASURE = re.compile(
    r"^(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s*)?(?:đồng|%|ha|km|kg|tấn|tạ|m[23²³]?)(?!\w)\s*", re.IGNORECASE
)
#: So many things a name lists with commas ("thôn, buôn văn hóa").
LISTED = 2
#: A clause behind a number ends here, but for commas.
_STOP = re.compile(r"[;:.()\[\]–…\n]")
#: A clause to the left of a number ends here.
_BREAK = re.compile(r"[;,.()\[\]–…\n]")
_NUMBER = re.compile(r"\d")
#: The number itself where it stands: "84/87", "1.876", "09 (chín)".
_OWN = re.compile(r"^[\d.,/\s]+(?:\([^)]*\)\s*)?")
#: Numbers of days and periods count nothing.
_TIME = re.compile(r"\d+ tháng|(?:năm|ngày|tháng|quý) [\d/]+", re.IGNORECASE)
_WORD = re.compile(r"\w+|…|\.$")

Tokens = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """A subject of the catalogue; ``forms`` are all ways of saying it, its name among them."""

    code: str
    name: str
    forms: tuple[str, ...] = ()
    unit: str = ""

    @property
    def measure(self) -> str:
        return measure(self.unit)


def measure(unit: str) -> str:
    """The unit where a figure is measured in it, nothing where things are counted."""
    return unit if unit in MEASURES else ""


def tokens(text: str) -> Tokens:
    return tuple(_WORD.findall(fold(text)))


@cache
def _same_words() -> dict[str, list[tuple[Tokens, Tokens]]]:
    """By their first word: words and those said instead of them, the longest first."""
    found: dict[str, list[tuple[Tokens, Tokens]]] = defaultdict(list)
    with SAME_WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            said = tokens(row["said"])
            for words in (said, *map(tokens, row["instead_of"].split("|"))):
                if words:
                    found[words[0]].append((words, said))
    for pairs in found.values():
        pairs.sort(key=lambda pair: -len(pair[0]))
    return dict(found)


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> Tokens:
    """The words of a text as every office would say them: one for all that mean the same, none that say nothing."""
    words, same = tokens(text), _same_words()
    told: list[str] = []
    at = 0
    while at < len(words):
        for given, said in same.get(words[at], ()):
            if words[at : at + len(given)] == given:
                told.extend(said)
                at += len(given)
                break
        else:
            told.append(words[at])
            at += 1
    return tuple(word for word in told if word not in _EMPTY)


@cache
def _counted_alike() -> dict[Tokens, frozenset[Tokens]]:
    """What a subject is counted in → the words that may stand for it."""
    return {plain(words[0]): frozenset(plain(w) for w in words) for words in reversed(COUNTERS)}


@cache
def _all_counters() -> frozenset[Tokens]:
    return frozenset(plain(word) for words in COUNTERS for word in words)


class Catalogue:
    """Subjects by their forms. Rows of one code are one subject: the first names it, all lend their forms."""

    def __init__(self, rows: Iterable[Known]) -> None:
        self.rows: dict[str, Known] = {}
        #: Forms said with a comma: these alone are looked for behind one.
        self.listed: set[Tokens] = set()
        self.starting: dict[str, list[tuple[Tokens, Known]]] = defaultdict(list)
        for row in rows:
            self.rows.setdefault(row.code, row)
            forms = {plain(words): words for words in (*row.forms, row.name)}
            self.listed |= {form for form, words in forms.items() if "," in words}
            for form in forms:
                if len(form) > 1 and (*form, WHOLE) not in forms:
                    self.starting[form[0]].append((form, row))
        for found in self.starting.values():
            found.sort(key=lambda pair: -len(pair[0]))

    def name(self, code: str) -> str:
        row = self.rows.get(code)
        return row.name if row else ""

    def at(self, words: Tokens, start: int) -> Iterator[tuple[int, Tokens, Known]]:
        """Forms that stand in these words from this place on and where they end, the longest first."""
        if start < len(words):
            for form, row in self.starting.get(words[start], ()):
                if end := _end(form, words, start):
                    yield end, form, row


def _end(form: Tokens, words: Tokens, start: int) -> int:
    """Behind the last word of a form that stands here, 0 where it does not."""
    if form[-1] == WHOLE:
        end = _end(form[:-1], words, start)
        return end if end == len(words) else 0
    if GAP not in form:
        end = start + len(form)
        return end if words[start:end] == form else 0
    at = form.index(GAP)
    first, rest = form[:at], form[at + 1 :]
    if words[start : start + at] != first:
        return 0
    for skipped in range(WIDEST + 1):
        if skipped and set(words[start + at + skipped - 1 : start + at + skipped]) & _OPPOSITE:
            return 0
        if end := _end(rest, words, start + at + skipped):
            return end
    return 0


@cache
def shipped() -> Catalogue:
    """The rows of general language the house ships: the catalogue where there is no database."""
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        return Catalogue(
            Known(
                code=row["known_as"],
                name=row["name"],
                unit=row["unit"],
                forms=tuple(row["wordings"].split("|")),
            )
            for row in csv.DictReader(lines)
        )


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """What of a figure names its subject: ``words`` its noun or headings, ``at`` where it stands in the sentence."""

    words: str
    sentence: str
    at: int
    cell: bool = False
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Named:
    """The subject found; ``whole`` where the noun says nothing more than the subject does, ``part`` where more words behind it
    may make it a part of what the subject counts."""

    code: str = ""
    whole: bool = False
    part: bool = False


def recognise(figure: Stated, catalogue: Catalogue) -> str:
    """The code of the subject a figure counts, or "". With ``PART`` behind it where it may count a part of it."""
    at = figure.start - (figure.place.start or 0)
    phrase = Phrase(
        words=figure.subject.words, sentence=figure.sentence, at=at, cell=figure.cell, unit=figure.unit
    )
    found = named(phrase, catalogue)
    return f"{found.code}{PART}" if found.code and found.part else found.code


def named(phrase: Phrase, catalogue: Catalogue) -> Named:
    """The subject of a phrase.

    Of a cell the heading of its row (in a row of totals, of its column). Of a number in a sentence the longest form that its noun
    begins with, or that runs across it ("đã trả lời 84 kiến nghị"); else the form behind a word that only counts ("20 vị được công
    nhận là người có uy tín"); else, where the noun is only what the subject is counted in ("04 cuộc", "1,2 tỷ đồng"), the form
    nearest to the left of the number in its clause.
    """
    if phrase.cell:
        return _of_cell(phrase, catalogue)
    words = phrase.words
    if phrase.unit in MEASURES:
        # before a sum of money stands a series: "chi thường xuyên và chi dự phòng 1,7 tỷ đồng" tells the last of it
        words = words.split(" và ")[-1]
    noun = plain(words)
    (*others, left) = _left(phrase)
    behind, listed = _further(phrase, noun)
    before = phrase.unit in MEASURES or not behind or behind[: len(noun)] != noun
    head = _head(noun if before else behind, phrase, catalogue, behind=not before)
    if not before and (longer := _listed(listed, len(behind), phrase, catalogue)):
        head = longer
    across = _across(left, behind, phrase, catalogue, amid=any(others))
    if across and (head is None or across[0] > head[0]):
        return Named(code=across[1].code)
    if head:
        whole = head[0] >= len(noun) and "(" not in phrase.words
        more = (noun if before else behind)[head[0] : head[0] + 1]
        return Named(code=head[1].code, whole=whole, part=bool(more) and more[0] not in _GOES_ON)
    row = None if before else _behind_counter(behind, phrase, catalogue)
    if row is None and not any(others):  # else the words to the left may be what another number counts
        row = _nearest(left, noun, phrase, catalogue)
    return Named(code=row.code, whole=noun == plain(row.unit)) if row else Named()


def _of_cell(phrase: Phrase, catalogue: Catalogue) -> Named:
    row, _paren, column = phrase.words.partition(" (")
    column = column.partition(" (")[0].rstrip(")")
    rows = [p for p in phrase.sentence.split(" | ")[:2] if p and column not in p]
    total = any(fold(part).startswith(("tong cong", "cong", "tong so")) for part in rows)
    for words in (column, row) if total and column else (row,):
        said = plain(words)
        if (
            words is row
            and column
            and (found := _head(plain(f"{row} {column}"), phrase, catalogue))
            and found[0] > len(said)
        ):
            return Named(code=found[1].code)
        if found := _head(said, phrase, catalogue):
            end, known = found
            if (
                words is row
                and column
                and _counts_another(plain(column), known, phrase, catalogue, named=total)
            ):
                return Named()
            more = said[end : end + 1]
            whole = end >= len(said) and "(" not in phrase.words
            return Named(code=known.code, whole=whole, part=bool(more) and more[0] not in _ROW_GOES_ON)
    return Named()


def _counts_another(
    column: Tokens, known: Known, phrase: Phrase, catalogue: Catalogue, *, named: bool
) -> bool:
    """The column of a row counts something else about it ("Số ý kiến" of a row "Đối thoại với Nhân dân"). ``named``: what the table
    lists is named by its title, so that a column which names anything else is a part."""
    start = 0
    while start < len(column) and column[start] in BEFORE:
        start += 1
    said = column[start:]
    if any(_stands_for(said[:n], known) for n in (1, 2)):
        return False
    if any(said[:n] in _all_counters() for n in (1, 2)):
        return True
    found = _head(said, phrase, catalogue)
    if found is not None:
        return found[1].code != known.code
    return named and bool(said) and said[0] not in _PLAIN_COLUMNS


def _further(phrase: Phrase, noun: Tokens) -> tuple[Tokens, Tokens]:
    """A noun that stands behind its number, with what its clause says after it ("hội nghị" of "hội nghị tiếp xúc"), and with what
    is said behind its comma ("vụ mâu thuẫn, tranh chấp")."""
    if not 0 <= phrase.at < len(phrase.sentence):
        return noun, noun
    said = _STOP.split(_OWN.sub("", phrase.sentence[phrase.at :], count=1))[0]
    if phrase.unit in MEASURES:
        said = _MEASURE.sub("", said, count=1)
    until, *more = _NUMBER.split(said, maxsplit=1)
    clauses = until.split(",")
    behind = plain(clauses[0])
    return behind, behind if more else plain(" ".join(clauses[:LISTED]))


def _fits(phrase: Phrase, row: Known) -> bool:
    """Money is no count, a share is neither."""
    return not row.unit or row.measure == phrase.unit


def _head(
    words: Tokens, phrase: Phrase, catalogue: Catalogue, *, behind: bool = True
) -> tuple[int, Known] | None:
    """The form the words begin with, and where it ends. ``behind`` its number; before it a clause may lead up to its noun."""
    start = 0
    while start < len(words) and (words[start] in (BEFORE if behind else _LEADS) or words[start].isdigit()):
        start += 1
    found = [
        (end, row)
        for at in dict.fromkeys((0, start))
        for end, _form, row in catalogue.at(words, at)
        if _fits(phrase, row)
    ]
    return max(found, key=lambda pair: pair[0]) if found else None


def _listed(words: Tokens, until: int, phrase: Phrase, catalogue: Catalogue) -> tuple[int, Known] | None:
    """A form said with a comma that the words begin with and that goes on behind their first clause."""
    for end, form, row in catalogue.at(words, 0):
        if end > until and form in catalogue.listed and _fits(phrase, row):
            return end, row
    return None


def _left(phrase: Phrase) -> list[Tokens]:
    """The words of the clause before the number, cut at other numbers; nothing where the place is not known."""
    if not 0 <= phrase.at <= len(phrase.sentence):
        return [()]
    clause = _TIME.sub(" ", _BREAK.split(phrase.sentence[: phrase.at])[-1])
    return [plain(piece) for piece in _NUMBER.split(clause)]


def _across(
    left: Tokens, behind: Tokens, phrase: Phrase, catalogue: Catalogue, *, amid: bool
) -> tuple[int, Known] | None:
    """The longest form that begins before the number and ends in the noun behind it. ``amid``: what stands first is counted by a
    number before it."""
    words = left + behind
    found = [
        (sum(word != GAP for word in form), row)
        for start in range(int(amid), len(left))
        for end, form, row in catalogue.at(words, start)
        if end > len(left) and _fits(phrase, row)
    ]
    return max(found, key=lambda pair: pair[0]) if found else None


def _stands_for(noun: Tokens, row: Known) -> bool:
    """The noun is a word for one of what the subject is counted in."""
    unit = plain(row.unit)
    return bool(unit) and (noun == unit or noun in _counted_alike().get(unit, ()))


def _behind_counter(behind: Tokens, phrase: Phrase, catalogue: Catalogue) -> Known | None:
    """A form behind a word for one counted, with nothing between but words that give a name."""
    for counter in (behind[:1], behind[:2]):
        for at in range(len(counter), len(behind)):
            for _end_at, _form, row in catalogue.at(behind, at):
                if _fits(phrase, row) and _stands_for(counter, row):
                    return row
            if behind[at] not in _LINKS:
                break
    return None


def _nearest(left: Tokens, noun: Tokens, phrase: Phrase, catalogue: Catalogue) -> Known | None:
    found = [
        (end, len(form), row)
        for start in range(len(left))
        for end, form, row in catalogue.at(left, start)
        if _fits(phrase, row)
        and (row.measure or _stands_for(noun, row))
        and len(left) - end <= (FARTHEST_MEASURE if row.measure else FARTHEST)
    ]
    return max(found, key=lambda one: one[:2])[2] if found else None


def related(one: str, two: str) -> bool:
    """One is a part of the other ("supervision.council" of "supervision"): neither the same nor another subject."""
    one, two = one.removesuffix(PART), two.removesuffix(PART)
    return one.startswith(f"{two}.") or two.startswith(f"{one}.")


def recognised(papers: Sequence[Told], catalogue: Catalogue) -> list[Told]:
    """The papers with the subject of every figure that is known."""
    return [with_figures(paper, lambda figure: coded(figure, catalogue)) for paper in papers]


def coded(figure: Stated, catalogue: Catalogue) -> Stated:
    code = recognise(figure, catalogue)
    return (
        figure if code == figure.subject.code else replace(figure, subject=replace(figure.subject, code=code))
    )
