"""Why two figures are two facts, whatever words they share: what a careful clerk sees before she calls a colleague.

Each reason is one a person would give; none rests on likeness. A number that a slip of the pen surely made of the other
(``STRONG_SLIP``) is told all the same where the reason lies in words that offices use loosely.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from phoihop.core.stated import Stated
from phoihop.reports.reconcile.likeness import STRONG_SLIP
from phoihop.reports.reconcile.lots import overseers_apart, voice

#: A slip that two bodies' own doings, two days, or two things hardly show by chance.
LIKELY_SLIP = 0.45
#: Two digits that changed places, in the shortest numbers.
SWAPPED_SLIP = 0.4
#: Groups of people, of whom a count tells fewer than of all.
GROUPS_MANY = 2
_PEOPLE_FEW = frozenset({"thiểu", "khuyết"})
#: "Diện tích cây ăn trái khác", "Thu khác": the rest, once the others are named.
_REST = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)", re.IGNORECASE)
#: "nếu chỉ tính trên …", "riêng các khóm thuộc xã cũ": less than the whole.
_LESS = re.compile(
    r"(?<!\w)(?:chỉ tính|tính riêng|trong đồng bào|riêng (?:tại|ở|các|với|đối với|khu|vùng|nhóm|địa bàn|phần|số))(?!\w)"
    r"|(?<!\w)do [^,;.()\d]{2,20} (?:soạn thảo|trình)(?!\w)|(?:xã|phường) (?:[A-ZĐ]\w+ )+cũ",
)
_CLAUSE = re.compile(r";\s|(?<!\d)\.\s")
#: How far before and behind its number a limit may be said.
LEFT, RIGHT = 110, 50
#: Those who belong to an organisation, and those who came: an attendance counts one man as often as he comes.
_MEMBERS = re.compile(r"(?<!\w)(?:hội viên|đoàn viên|thành viên)(?!\w)", re.IGNORECASE)
_CAME = re.compile(r"(?<!\w)(?:lượt|dự|tham dự|tham gia)(?!\w)", re.IGNORECASE)
_OFTEN = re.compile(r"(?<!\w)lượt(?!\w)", re.IGNORECASE)


def _patterns(**words: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE) for name, said in words.items()}


#: Steps of one matter, one after another.
_STEPS = _patterns(
    registered="đăng ký", received="tiếp nhận|nộp hồ sơ", appraised="thẩm định", measured="kiểm đếm",
    approved="(?:phê )?duyệt phương án|phê duyệt kế hoạch", paid="chi trả|nhận (?:được )?tiền", handed="bàn giao", begun="khởi công",
    going="đang (?:thi công|thực hiện|làm|xây)", finished="hoàn thành|khánh thành", settled="giải quyết",
    recognised="công nhận|đạt (?:chuẩn|danh hiệu|gia đình)", admitted="kết nạp", trained="đào tạo|dạy nghề|học nghề",
)  # fmt: skip
#: Where money and gifts come from.
_SOURCES = _patterns(
    budget="ngân sách", people="vận động|xã hội h(?:óa|oá)|đóng góp|ủng hộ|tài trợ|nhà hảo tâm"
)
_DRAFT = re.compile(r"(?<!\w)dự thảo(?!\w)", re.IGNORECASE)
_LEVEL = re.compile(
    r"(?<!\w)(?:đại biểu|HĐND|hội đồng nhân dân)(?: HĐND| hội đồng nhân dân)?"
    r" (?P<level>phường|xã|thành phố|tỉnh|quốc hội|trung ương)(?!\w)",
    re.IGNORECASE,
)
_ORGANISATIONS = _patterns(
    women="phụ nữ|h?lhpn", farmers="nông dân|hnd", veterans="cựu chiến binh|ccb", youth="đoàn thanh niên|đoàn tncs|đoàn tn",
    cross="chữ thập đỏ|ctđ", old="người cao tuổi|nct", union="công đoàn|liên đoàn lao động",
)  # fmt: skip
#: Goods of which there are more or fewer each for itself.
_GOODS = _patterns(
    rice="lúa", maize="ngô", greens="rau", fruit="cây ăn (?:quả|trái)", fish="th(?:ủy|uỷ) sản|tôm", pigs="lợn|heo", cattle="trâu|bò",
    poultry="gia cầm|gà|vịt", dogs="chó",
)  # fmt: skip
#: Numbers so many times as large are no recount of one another, from this size on.
FAR, LEAST_FAR = Decimal("1.8"), 5
#: So many words more tell a part from the whole.
TELLING = 2
_BREAK = re.compile(r"[:,]\s")
_PAUSE = re.compile(r"[;()]|[,.]\s|[,.]$")
_OWN_NUMBER = re.compile(r"^[\d.,/\s]+")
#: "98,6 % số hồ sơ đã giải quyết", "46,8 % kế hoạch vốn": what it is a share of.
_BASE = re.compile(
    r"%\s*(?:trong |trên |so với )?(?:(?:tổng )?số\s+(?P<base>[^,;.()\d]{3,40})|(?P<plan>kế hoạch|dự toán|chỉ tiêu|KH(?!\w)))"
)
#: "so với tổng số hồ sơ tiếp nhận thì …", "trên số hộ đăng ký, …": the same said before the share.
_BASE_BEFORE = re.compile(
    r"(?<!\w)(?:(?:nếu )?so (?:với )?|(?:tính )?(?:trên|trong) )(?:cơ sở )?(?:tổng )?số"
    r" (?P<base>[^;.()\d]{3,45}?)(?:,| (?:thì|là|đạt|bằng|chiếm)(?!\w))",
    re.IGNORECASE,
)
_EMPTY = frozenset({"đã", "được", "của", "các", "trong", "kỳ"})
#: Letters and callers each body receives, and meetings it holds, for itself, unless it says how many the whole place has.
_RECEIVED = re.compile(r"công dân|tiếp dân", re.IGNORECASE)
_WHOLE_PLACE = re.compile(r"(?:toàn|cả) (?:phường|xã|đặc khu)|trên địa bàn", re.IGNORECASE)
_OVERSEEN = frozenset({"giám", "kiến_nghị_sau_giám_sát"})
#: Words for a thing counted that stand for many another.
_LOOSE = frozenset({"case", "work", ""})
#: "theo dõi 07 công trình": some of what there is, from one body's side.
_WATCHES = re.compile(
    r"(?<!\w)(?:giám sát|theo dõi|kiểm tra|khảo sát|thanh tra|phản biện|thẩm tra)(?!\w)[^,;.\d]{0,30}$",
    re.IGNORECASE,
)
_DONE_OR_SAID = frozenset(
    {"event", "session", "petition", "opinion", "feedback", "letter", "file", "person", "document", "case", "unit", "gift", ""}
)  # fmt: skip
_WATCHERS = re.compile(
    r"(?<!\w)(?:thanh tra nhân dân|ttnd|giám sát (?:đầu tư )?(?:của )?cộng đồng|giám sát đầu tư|gsđtcđ|gsdtcd)(?!\w)",
    re.IGNORECASE,
)
_THEIR_PARENTS = re.compile(
    r"(?<!\w)(?:mttq|mặt trận|ban thường trực|đoàn thể|hđnd|hội đồng nhân dân)(?!\w)", re.IGNORECASE
)
FAR_LEFT = 220
#: "cử đại diện tham gia 13 cuộc giám sát": some of what another does.
_SENT = re.compile(r"(?<!\w)cử [^,;.\d]{2,40}(?:tham gia|tham dự|dự)\s*$", re.IGNORECASE)


def two_facts(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """``told`` are the features of the pair (``pairs.slip_features``)."""
    if told["opposed"] or told["sizes_apart"] or _wholly_apart(a, b, told):
        return True
    if bool(_rest(a)) != bool(_rest(b)) or _other_days(a, b):
        return True
    if _measured_by_last_year(a) != _measured_by_last_year(b):
        return True
    if any(one and two and not one & two for one, two in ((named(a), named(b)) for named in _NAMED)):
        return True
    if told["slip"] >= STRONG_SLIP:
        return False
    return bool(
        told["spot_one"] or told["events_apart"] or told["people_apart"] >= GROUPS_MANY or _few_of_them(a, b)
        or (a.body != b.body and _less(a) != _less(b)) or _came(a, b) or _visits(a, b, told)
        or _two_things(a, b, told) or _two_bases(a, b) or _own_doings(a, b, told) or _some_places(a, b, told)
        or _grew(a, b, told) or _took_part(a, b, told) or _watched(a, b, told)
        or (voice(a) and voice(b) and overseers_apart(a, b))
        or {_watchers(a), _watchers(b)} == {"alone", "unnamed"} or _shares_of_all(a, b, told)
    )  # fmt: skip


#: "Từ ngày 12 đến ngày 22/4": when it happened.
_SPAN = re.compile(
    r"từ\s+(?:ngày\s+)?(?P<d>\d{1,2})(?:\s*[/.-]\s*(?P<m>\d{1,2})(?:\s*[/.-]\s*20\d\d)?)?"
    r"\s+đến(?: hết)?\s+(?:ngày\s+)?(?P<e>\d{1,2})\s*[/.-]\s*(?P<n>\d{1,2})",
    re.IGNORECASE,
)


def _other_days(a: Stated, b: Stated) -> bool:
    """Two spans of days without one in common."""
    one, two = (_span(f) for f in (a, b))
    return bool(one and two and (one[1] < two[0] or two[1] < one[0]))


def _span(figure: Stated) -> tuple[tuple[int, int], tuple[int, int]] | None:
    said = None if figure.cell else _SPAN.search(figure.sentence[: _at(figure)])
    return ((int(said["m"] or said["n"]), int(said["d"])), (int(said["n"]), int(said["e"]))) if said else None


def _rest(figure: Stated) -> re.Match[str] | None:
    return _REST.search(figure.subject.words.split(" (")[0])


def _few_of_them(a: Stated, b: Stated) -> bool:
    """One counts a group of people the other says nothing of, in its headings neither."""
    one, two = a.subject, b.subject
    mine, theirs = (one.around | set(one.key)) & _PEOPLE_FEW, (two.around | set(two.key)) & _PEOPLE_FEW
    return bool(mine - _everything(b) or theirs - _everything(a))


def _everything(figure: Stated) -> frozenset[str]:
    subject = figure.subject
    return subject.around | subject.under | subject.said | subject.before | set(subject.key)


def clause_left(figure: Stated) -> str:
    """What the clause says before a number of running text."""
    at = _at(figure)
    return "" if figure.cell else _CLAUSE.split(figure.sentence[max(0, at - LEFT) : at])[-1]


def _behind(figure: Stated) -> str:
    """What is said behind a number up to the next pause or number."""
    said = figure.sentence[_at(figure) : _at(figure) + RIGHT]
    return _OWN_NUMBER.sub(" ", _PAUSE.split(said)[0], count=1)


def _at(figure: Stated) -> int:
    return figure.start - (figure.place.start or figure.start)


def _less(figure: Stated) -> bool:
    """Told of less than the whole; a row of a table is named for what it is of."""
    if figure.cell:
        return False
    return bool(_LESS.search(f"{clause_left(figure)}{_behind(figure)}"))


def _came(a: Stated, b: Stated) -> bool:
    """One counts members, the other who came."""
    one, two = ((bool(_MEMBERS.search(f.subject.words)), bool(_CAME.search(f.subject.words))) for f in (a, b))
    return (one[0] and not one[1] and two[1]) or (two[0] and not two[1] and one[1])


def _two_things(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """Buildings and visits to them, places and houses."""
    return bool(
        told["head_apart"] and told["slip"] < LIKELY_SLIP and not {a.subject.head, b.subject.head} & _LOOSE
    )


def _visits(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """One counts people, the other how often they came."""
    return bool(
        a.subject.head == b.subject.head == "person" and told["slip"] < LIKELY_SLIP
        and bool(_OFTEN.search(a.subject.words)) != bool(_OFTEN.search(b.subject.words))
    )  # fmt: skip


def _wholly_apart(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """No slip, recount or older draft makes one number of both; answered and solved are told apart by their ratio."""
    if a.of is not None or b.of is not None or (a.state and b.state):
        return False
    less, more = sorted((abs(a.value), abs(b.value)))
    far = more >= LEAST_FAR and more > less * FAR and told["slip"] < SWAPPED_SLIP
    return not told["slip"] or far


def _some_places(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """How many places there are, and how many of them did or have something."""
    less, more = sorted((a, b), key=lambda f: f.value)
    one, two = less.subject.noun, more.subject.noun
    return bool(
        less.subject.head == more.subject.head == "place" and told["slip"] < LIKELY_SLIP and less.body != more.body
        and not (less.cell or more.cell) and two < one and len(one - two) >= TELLING
    )  # fmt: skip


def _near(figure: Stated) -> str:
    """What stands right beside a number; of a cell the headings of its row and column."""
    if figure.cell:
        return figure.subject.words
    return f"{_BREAK.split(clause_left(figure))[-1]} {figure.subject.words} {_behind(figure)}"


def _stages(figure: Stated) -> set[str]:
    return _which(_STEPS, _near(figure))


def _sources(figure: Stated) -> set[str]:
    return _which(_SOURCES, _said(figure))


def _goods(figure: Stated) -> set[str]:
    return _which(_GOODS, f"{_near(figure)} {' '.join(figure.subject.key)}")


def _drafts(figure: Stated) -> set[str]:
    """Drafts and what became of them."""
    if figure.subject.head != "document":
        return set()
    return {"draft" if _DRAFT.search(figure.subject.words) else "text"}


def _levels(figure: Stated) -> set[str]:
    """Of which level the deputies or councils are that a count names."""
    return {m["level"].lower() for m in _LEVEL.finditer(_said(figure))}


def _members_of(figure: Stated) -> set[str]:
    """The one organisation a count is of; more than one say nothing."""
    named = _which(_ORGANISATIONS, figure.sentence if figure.cell else _near(figure))
    return named if len(named) == 1 else set()


def _which(patterns: Mapping[str, re.Pattern[str]], said: str) -> set[str]:
    return {name for name, pattern in patterns.items() if pattern.search(said)}


#: What of two figures of one fact must be the same where both name it.
_NAMED = (_stages, _sources, _goods, _drafts, _levels, _members_of)


def _two_bases(a: Stated, b: Stated) -> bool:
    """Two shares that each say of what they are a share, and not of the same."""
    one, two = _base(a), _base(b)
    return bool(one and two and not (one <= two or two <= one))


#: "So sánh (%) | CK", "bằng 106,8 % so với cùng kỳ": what it came to in a hundred of the year before.
_LAST_YEAR = re.compile(r"(?<!\w)(?:CK|cùng kỳ|năm trước|năm ngoái)(?!\w)", re.IGNORECASE)


def _measured_by_last_year(figure: Stated) -> bool:
    said = figure.sentence if figure.cell else f"{clause_left(figure)[-40:]} {_behind(figure)}"
    return figure.unit == "%" and bool(_LAST_YEAR.search(said))


def _base(figure: Stated) -> set[str]:
    if figure.unit != "%" or figure.cell:
        return set()
    words = figure.sentence[_at(figure) :]
    said = _BASE.match(words, max(0, words.find("%")))
    if said is None:
        before = next(iter(reversed(list(_BASE_BEFORE.finditer(clause_left(figure))))), None)
        return set(before["base"].lower().split()) - _EMPTY if before else set()
    return {"plan"} if said["plan"] else set(said["base"].lower().split()) - _EMPTY


def _own_doings(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """Two bodies each of their own doing, where no slip of the pen makes one number of both."""
    if told["slip"] >= LIKELY_SLIP or a.body == b.body or told["last_review"]:
        return False
    if told["own_acts_apart"] and not told["company"]:
        return True
    if a.actors != {a.body} or b.actors != {b.body} or any(_WHOLE_PLACE.search(_said(f)) for f in (a, b)):
        return False
    heads = {a.subject.head, b.subject.head}
    if heads == {"petition"}:
        return bool(
            _OVERSEEN & set(a.subject.key) and _OVERSEEN & set(b.subject.key) and not told["whole_shared"]
        )
    if heads == {"person"}:
        return any(all(said.search(_said(f)) for f in (a, b)) for said in (_RECEIVED, _CAME))
    return heads == {"letter"}


def _said(figure: Stated) -> str:
    return f"{clause_left(figure)} {figure.subject.words} {'' if figure.cell else _behind(figure)}"


def two_days(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """Only one names a day before the period's last, and nothing but the words makes one number of both."""
    return bool(told["amid"] and told["slip"] < LIKELY_SLIP and not told["last_review"] and a.body != b.body)


def _grew(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """One body's running total and what it did in the period: the total is the larger."""
    one, two = sorted((a, b), key=lambda f: not f.period.startswith("to-"))
    return (
        one.body == two.body and one.period == f"to-{two.period}" and one.value > two.value and told["slip"] < LIKELY_SLIP
    )  # fmt: skip


def _took_part(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """One took part in some of what the other did."""
    if told["slip"] >= LIKELY_SLIP or a.body == b.body:
        return False
    less, more = sorted((a, b), key=lambda f: f.value)
    return bool(_SENT.search(clause_left(less)) and not _SENT.search(clause_left(more)))


def _watched(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """What there is of buildings and places, and how many of them another body looks after."""
    if (
        a.body == b.body
        or told["slip"] >= LIKELY_SLIP
        or _watchers(a) == _watchers(b) == "alone"
        or a.subject.head != b.subject.head
        or a.subject.head in _DONE_OR_SAID
    ):
        return False
    return bool(_WATCHES.search(clause_left(a))) != bool(_WATCHES.search(clause_left(b)))


def _watchers(figure: Stated) -> str:
    """Whether a count is told of those alone who look after works and offices for the people: what they do is not their
    parent body's count."""
    at = _at(figure)
    said = figure.sentence if figure.cell else figure.sentence[max(0, at - FAR_LEFT) : at]
    if not _WATCHERS.search(f"{said} {figure.subject.words}"):
        return "unnamed"
    return "among" if _THEIR_PARENTS.search(said) else "alone"


def _shares_of_all(a: Stated, b: Stated, told: Mapping[str, float]) -> bool:
    """Of all the households so many have their refuse collected, and so many put their name down: no word of the one is the other's."""
    if a.of is None or a.of != b.of or a.body == b.body or told["slip"] >= LIKELY_SLIP:
        return False
    one, two = (set(f.subject.key) | f.subject.said for f in (a, b))
    shared = a.subject.noun & b.subject.noun
    return bool(one - shared and two - shared and not (one & two) - shared)
