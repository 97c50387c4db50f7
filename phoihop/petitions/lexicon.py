"""The words of petitions: what an office calls one thing in ten ways is one concept here.

The concepts lie in ``data/concepts.csv`` (object, trouble, what is asked for). A text with marks is matched by its
marked words; where marks are missing, by the folded ones.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from phoihop.core.text import fold, modern_tones

DATA = Path(__file__).with_name("data") / "concepts.csv"
#: Words (with a number of several steps: 84/12, 30-4), and the marks that end a name.
PIECE = re.compile(r"\d+(?:[/\-]\d+)*[A-Za-z]?(?![^\W\d_])|[^\W\d_]+\d*|[.,;:()?!\n]")
ENDS = frozenset(".,;:()?!\n")
#: A short form glued to its number: TDP12, KP3, QL1A.
GLUED = re.compile(r"(tdp|kdc|kp|ql|tl|p|sn|kdt|ktt|dt|đt)(\d+[a-z]?)")
SHORT: Mapping[str, str] = {
    "tdp": "tổ dân phố", "kdc": "khu dân cư", "kp": "khu phố", "vsmt": "vệ sinh môi trường", "bhyt": "bảo hiểm y tế",
    "attp": "an toàn thực phẩm", "vsattp": "an toàn thực phẩm", "antt": "an ninh trật tự", "gpmb": "giải phóng mặt bằng",
    "nvh": "nhà văn hóa", "pccc": "phòng cháy chữa cháy", "ttđt": "trật tự đô thị", "ttxd": "trật tự xây dựng",
    "gcnqsdđ": "giấy chứng nhận quyền sử dụng đất", "gcnqsdd": "giấy chứng nhận quyền sử dụng đất",
    "qsdđ": "quyền sử dụng đất", "tđc": "tái định cư", "ktđc": "khu tái định cư", "tthc": "thủ tục hành chính",
    "ql": "quốc lộ", "tl": "tỉnh lộ",
    "ktt": "khu tập thể", "kđt": "khu đô thị", "kdt": "khu đô thị", "thcs": "trung học cơ sở", "mn": "mầm non",
    "thpt": "trung học phổ thông", "sn": "số nhà", "csht": "cơ sở hạ tầng", "hs": "học sinh", "atgt": "an toàn giao thông",
    "bđs": "bất động sản", "ks": "khu sinh hoạt", "nct": "người cao tuổi", "vlxd": "vật liệu xây dựng", "th": "tiểu học",
    "cc": "chung cư", "bv": "bệnh viện", "tytp": "trạm y tế", "tyt": "trạm y tế",
    "ko": "không", "k": "không", "kg": "không", "hok": "không", "hông": "không", "dc": "được", "đc": "được", "nc": "nước", "ng": "người",
    "vs": "với", "cty": "công ty", "cđt": "chủ đầu tư", "cdt": "chủ đầu tư", "bqt": "ban quản trị", "bql": "ban quản lý",
    "đg": "đường", "vh": "văn hóa", "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "hdnd": "hội đồng nhân dân", "tp": "thành phố",
    "tt": "tập thể", "htx": "hợp tác xã", "cv": "công viên", "gv": "giáo viên", "ccmn": "chung cư mini", "nhxh": "nhà ở xã hội",
    "pccc&cnch": "phòng cháy chữa cháy", "lđlđ": "liên đoàn lao động", "tdtt": "thể dục thể thao", "clb": "câu lạc bộ",
    "qh": "quy hoạch", "hk": "hộ khẩu", "bhxh": "bảo hiểm xã hội", "sxh": "sốt xuất huyết", "vsinh": "vệ sinh", "xmay": "xe máy",
    "oto": "ô tô", "ôtô": "ô tô", "mtr": "môi trường", "r": "rồi", "bn": "bao nhiêu", "ncc": "người có công",
    "j": "gì", "cx": "cũng", "mng": "mọi người", "qđ": "quy định", "gt": "giao thông",
    "cccd": "căn cước", "kcn": "khu công nghiệp", "ccn": "cụm công nghiệp", "gcn": "giấy chứng nhận", "csgt": "cảnh sát giao thông",
}  # fmt: skip
STOP = frozenset(
    """đề nghị kiến cử tri phản ánh kính mong quan tâm xem xét chỉ đạo sớm cơ chức năng các cấp ngành có thẩm quyền ủy ban nhân dân
    ubnd hđnd hội đồng phường xã thành phố tỉnh và của cho là để được bị tại ở trên dưới trong ngoài với từ đến về khi thì mà
    do vì nên đã đang sẽ còn rất quá nhiều những một hai ba này đó kia đây nay hiện tình trạng việc người hộ gia đình bà con
    khu vực địa bàn đoạn số gần trước sau cạnh bên giữa đầu cuối cả mỗi hay thường xuyên lại cũng không chưa phải theo như
    ảnh hưởng gây cuộc sống sinh hoạt đi ra vào lên xuống biện pháp giải pháp triệt dứt điểm kịp thời lâu năm tháng ngày giờ
    tôi chúng em xin hỏi bao nào ai gì ạ nhé vậy làm sao rồi mong muốn yêu cầu ý nhà nước lần bức xúc đời cư dân sống
    vẫn mới luôn nữa thêm hàng toàn bộ chính quyền địa phương lãnh đạo phòng ban đơn vị liên quan mọi tới tầm khoảng hơn nhất
    quyết tuyến cho biết được sự đều vừa qua thời gian tục tiếp ngay thực hiện đảm bảo tạo điều kiện thuận lợi phía chỗ nơi cụ thể
    mặc dù tuy nhiên nhưng bởi cùng đối việc cái con chiếc người dân bộ phận trường hợp""".split()
)


@cache
def _token(raw: str) -> tuple[str, str]:
    """A word in small letters with today's tones, and folded."""
    lowered = modern_tones(raw).lower()
    return lowered, fold(lowered)


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """What stands between two marks that end a name, with the mark: names, counts and phrases do not reach over it.

    ``known`` keeps what was found in it: petitions repeat each other in clauses.
    """

    raw: tuple[str, ...]
    low: tuple[str, ...]
    bare: tuple[str, ...]
    marked: bool
    cased: bool
    known: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def once(self, find: Callable[..., Any], *given: Any) -> Any:
        """What is found in this clause, looked for the first time only."""
        key = (find, *given)
        if (told := self.known.get(key)) is None:
            told = self.known[key] = find(self, *given)
        return told


@dataclass(frozen=True, slots=True)
class Words:
    """A text in pieces: as written, in small letters, folded; short forms opened."""

    raw: tuple[str, ...]
    low: tuple[str, ...]
    bare: tuple[str, ...]
    marked: bool
    cased: bool
    clauses: tuple[Clause, ...]


@cache
def _opened(piece: str) -> tuple[tuple[str, str, str], ...]:
    """A piece as written, in small letters and folded; a short form opened, a glued number parted."""
    lowered, folded = _token(piece)
    glued = GLUED.fullmatch(lowered) if lowered[0].isalpha() and not lowered.isalpha() else None
    out: list[tuple[str, str, str]] = []
    for part in glued.groups() if glued else (lowered,):
        if long := SHORT.get(part):
            out += [(word, word, _token(word)[1]) for word in long.split()]
        else:
            out.append((part, part, _token(part)[1]) if glued else (piece, lowered, folded))
    return tuple(out)


def words_of(text: str) -> Words:
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    clauses = tuple([clause for clause in map(_clause, _CLAUSE.findall(text)) if clause.low])
    return Words(
        tuple(chain.from_iterable([clause.raw for clause in clauses])),
        tuple(chain.from_iterable([clause.low for clause in clauses])),
        tuple(chain.from_iterable([clause.bare for clause in clauses])),
        True in [clause.marked for clause in clauses],
        True in [clause.cased for clause in clauses],
        clauses,
    )


#: By clause, the pieces that are taken by names of places.
Taken = Sequence[frozenset[int]]
_CLAUSE = re.compile(r"[^.,;:()?!\n]*[.,;:()?!\n]|[^.,;:()?!\n]+")


@lru_cache(maxsize=8192)
def _clause(text: str) -> Clause:
    pieces = PIECE.findall(text)
    triples = [triple for piece in pieces for triple in _opened(piece)]
    raw, low, bare = zip(*triples, strict=True) if triples else ((), (), ())
    cased = any(len(piece) > 1 and piece[0].isupper() and piece[1:].islower() for piece in pieces[1:])
    return Clause(raw, low, bare, not "".join(low).isascii(), cased)


Trie = dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]


@dataclass(frozen=True)
class Lexicon:
    """Phrases by their first word, longest first: marked, and folded for texts without marks."""

    marked: Trie
    bare: Trie
    kinds: dict[str, str]


@cache
def lexicon() -> Lexicon:
    kinds: dict[str, str] = {}
    marked: dict[tuple[str, ...], tuple[str, ...]] = {}
    bare: dict[tuple[str, ...], tuple[str, ...]] = {}
    with DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            kinds[row["concept"]] = row["class"]
            means = (row["concept"], *filter(None, row["with"].split("|")))
            for phrase in row["phrases"].split("|"):
                words = tuple(modern_tones(phrase).lower().split())
                marked.setdefault(words, means)
                folded = tuple(fold(w) for w in words)
                # One short folded word is too many words at once (công, cống, cổng).
                if len(folded) > 1 or len(folded[0]) > 4 or folded[0] in _TELLING:
                    bare.setdefault(folded, means)
    return Lexicon(_trie(marked.items()), _trie(bare.items()), kinds)


@cache
def common_words() -> frozenset[str]:
    """Every marked word of the concepts: no beginning of a name where capitals are missing."""
    known = lexicon()
    return frozenset(word for rows in known.marked.values() for phrase, _means in rows for word in phrase)


@cache
def bare_common_words() -> frozenset[str]:
    return frozenset(fold(word) for word in common_words())


#: Short words that stay clear without their marks.
_TELLING = frozenset(
    "ngap rac den hong nuoc khoi bui chim heo lun nut vo sut muoi ngheo thue kenh trom dien".split()
)


def _trie(phrases: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> Trie:
    out: Trie = defaultdict(list)
    for words, means in phrases:
        out[words[0]].append((words, means))
    for rows in out.values():
        rows.sort(key=lambda row: -len(row[0]))
    return dict(out)


def concepts_in(words: Words, taken: Taken) -> tuple[set[str], list[str]]:
    """Concepts of the text, and the folded words that belong to none, without those taken by names."""
    found: set[str] = set()
    rest: list[str] = []
    for clause, left in zip(words.clauses, taken, strict=True):
        mine, others = clause.once(_concepts_of, words.marked, left)
        found |= mine
        rest += others
    return found, rest


def _concepts_of(clause: Clause, is_marked: bool, taken: Set[int]) -> tuple[set[str], list[str]]:
    known = lexicon()
    found: set[str] = set()
    rest: list[str] = []
    low, bare, n = clause.low, clause.bare, 0
    marked, plain = known.marked, known.bare
    least = 3 if is_marked else 1
    end = len(low)
    while n < end:
        word = low[n]
        if n in taken or word in ENDS:
            n += 1
            continue
        step = 0
        if word in marked:
            step = _longest(marked[word], low, n, 1, found)
        if not step and bare[n] in plain and word.isascii():
            step = _longest(plain[bare[n]], bare, n, least, found)
        if step:
            n += step
            continue
        if word not in STOP and bare[n] not in BARE_STOP and len(word) > 1:
            rest.append(bare[n])
        n += 1
    return found, rest


def _longest(
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]], tokens: tuple[str, ...], n: int, least: int,
    found: set[str],
) -> int:  # fmt: skip
    """Words taken by the longest phrase beginning here, its concepts added; 0 if none does."""
    for phrase, means in rows:
        size = len(phrase)
        if size >= least and tokens[n : n + size] == phrase:
            found.update(means)
            return size
    return 0


#: What one asks for and the other against, side against side.
_AXES: tuple[tuple[str, str], ...] = (
    (
        "lắp|lắp đặt|lắp thêm|trồng|giữ|giữ lại|giữ nguyên|duy trì|bảo tồn|không chặt|đừng chặt|không dời|ủng hộ|đồng tình",
        "tháo|tháo dỡ|tháo bỏ|dỡ bỏ|chặt|chặt bỏ|chặt hạ|đốn|dời|di dời|gỡ bỏ|không lắp|dừng|hủy|phản đối|không đồng ý|chuyển đi",
    ),
    ("cho phép|xin cho|mở lại|mở cửa|được phép", "cấm|hạn chế|chặn|không cho|rào kín|rào lại|rút ngắn"),
    ("tăng|nâng|tăng thêm", "giảm|hạ|bớt|miễn"),
)
Meaning = TypeVar("Meaning")
_SIDES: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _n, _pair in enumerate(_AXES):
    for _side, _phrases in zip("+-", _pair, strict=True):
        for _words in sorted(_phrases.split("|"), key=lambda text: -len(text.split())):
            _row = tuple(_words.split())
            _SIDES.setdefault(_row[0], []).append((_row, f"{_n}{_side}"))
for _rows in _SIDES.values():
    _rows.sort(key=lambda row: -len(row[0]))
_DONE = frozenset({"xong", "cảm ơn", "hoàn thành"})


def longest_in(
    tokens: Sequence[str], table: Mapping[str, Sequence[tuple[Sequence[str], Meaning]]]
) -> Iterator[Meaning]:
    """What the phrases of a table mean that stand in the text; each word speaks in one phrase, the first of its list."""
    if table.keys().isdisjoint(tokens):
        return
    n = 0
    while n < len(tokens):
        step = 1
        for phrase, meaning in table.get(tokens[n], ()):
            if tokens[n : n + len(phrase)] == phrase:
                yield meaning
                step = len(phrase)
                break
        n += step


def wishes_of(clause: Clause) -> frozenset[str]:
    """For and against what ("0+", "0-")."""
    return frozenset(longest_in(clause.low, _SIDES))


def done(words: Words) -> bool:
    """Whether something is told to be finished."""
    told = f" {' '.join(words.low)} "
    return " đã " in told and ("cảm ơn" in told or " xong" in told)


BARE_STOP = frozenset(fold(word) for word in STOP)


def content_of(clause: Clause, is_marked: bool, taken: Set[int]) -> Sequence[str]:
    """The folded words of a clause without names of places and without what every petition says."""
    return [
        bare
        for n, (low, bare) in enumerate(zip(clause.low, clause.bare, strict=True))
        if n not in taken and low not in STOP and len(bare) > 1 and (is_marked or bare not in BARE_STOP)
    ]
