"""Contradictions inside a paper: years, sums of parts, totals, numbers against words; both places shown."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from phoihop.core.text import format_number, parse_number_words
from phoihop.ingest.reading.figures import Figure
from phoihop.ingest.reading.focus import Focus
from phoihop.ingest.reading.model import Contradiction, Found
from phoihop.ingest.reading.page import Page, Sentence
from phoihop.ingest.reading.programme import review_period, signing_period

_PARTS = re.compile(r"trong đó(?: có)?|gồm(?: có)?|bao gồm|cụ thể")
_DOUBLED = re.compile(r"(?<![\d/.,])(?P<n>\d{1,4})\s*\((?P<words>[^()\d]{2,40})\)")
_A_WEEK = 7
_EQUATION = re.compile(r"(?<!\d)(?P<t>\d{1,6})\s*=\s*(?P<parts>\d{1,6}(?:\s*\+\s*\d{1,6})+)(?!\d)")


def find_contradictions(
    page: Page, focus: Focus, figures: list[Figure], petitions: Found | None = None
) -> list[Contradiction]:
    return [
        *_years(page, focus),
        *day_against_posting(focus),
        *_sums(page, figures),
        *_equations(page),
        *_words(page),
        *_ratios(page),
        *_told_twice(page, focus, figures),
        *_more_than_came(page, figures),
        *(_settled(petitions) if petitions else []),
    ]


def _years(page: Page, focus: Focus) -> list[Contradiction]:
    body, head = signing_period(page, focus)
    if body and head and body.value != head.value:
        reviewed = review_period(page)
        if (
            reviewed
            and reviewed.value == head.value
            and reviewed.start < (focus.headline.end if focus.headline else 0)
        ):
            return []
        return [
            Contradiction(
                code="year",
                message=f"Đầu đề ghi năm {head.value}, thân bài ghi năm {body.value}.",
                first=(head.start, head.end),
                second=(body.start, body.end),
            )
        ]
    return []


def day_against_posting(focus: Focus) -> list[Contradiction]:
    """An event after its report, or in another year than a posting of the same days: one of them is wrong."""
    day, posted = focus.day, focus.posted
    if day is None or posted is None or day.year is None or not posted.sure:
        return []
    try:
        held, on = date(day.year, day.days[-1][1], day.days[-1][0]), date.fromisoformat(posted.value[:10])
        same_days = abs((held.replace(year=on.year) - on).days) <= _A_WEEK and held.year != on.year
    except ValueError:
        return []
    if held <= on and not same_days:
        return []
    return [
        Contradiction(
            code="day",
            message=f"Ngày diễn ra ghi {held:%d/%m/%Y}, ngày đăng là {on:%d/%m/%Y}.",
            first=(day.start, day.end),
            second=(posted.start, posted.end),
        )
    ]


def _sums(page: Page, figures: list[Figure]) -> list[Contradiction]:
    """“5 kỳ họp, trong đó có 03 … và 02 …”: parts of the same noun, in one sentence, must make the total."""
    found: list[Contradiction] = []
    for sentence in page.sentences:
        marker = _PARTS.search(page.low, sentence.start, sentence.end)
        if marker is None:
            continue
        inside = [
            f
            for f in figures
            if sentence.start <= f.start < sentence.end and f.number is not None and not f.qualifier
        ]
        totals = [f for f in inside if f.start < marker.start() and marker.start() - f.start < 200]
        if not totals:
            continue
        total = totals[-1]
        parts = [
            f for f in inside if f.start > marker.start() and f.unit == total.unit and _same_noun(total, f)
        ]
        if len(parts) < 2 or total.number is None:
            continue
        summed = sum((p.number or Decimal(0) for p in parts), Decimal(0))
        if summed != total.number and not (summed < total.number and _may_be_part(page, sentence, total)):
            listed = " + ".join(format_number(p.number or 0) for p in parts)
            found.append(
                Contradiction(
                    code="sum",
                    message=(
                        f"Tổng ghi {format_number(total.number)} nhưng các phần cộng lại: {listed} = "
                        f"{format_number(summed)}."
                    ),
                    first=(total.start, total.end),
                    second=(parts[0].start, parts[-1].end),
                )
            )
    return found


def _may_be_part(page: Page, sentence: Sentence, total: Figure) -> bool:
    """Amounts behind “trong đó” need not be all of them; “còn lại” says that they are not."""
    low = page.low[sentence.start : sentence.end]
    return "còn lại" in low or (total.unit == "đồng" and "trong đó" in low)


def _same_noun(total: Figure, part: Figure) -> bool:
    """The head word of the total's noun stands in the part's noun; money and shares need no noun."""
    if total.unit == "đồng":
        return True
    heads = total.noun.lower().split()[:2]
    return bool(heads) and part.noun.lower().split()[: len(heads)] == heads


def _equations(page: Page) -> list[Contradiction]:
    found = []
    for match in _EQUATION.finditer(page.text):
        parts = [int(p) for p in re.findall(r"\d+", match["parts"])]
        if sum(parts) != int(match["t"]):
            found.append(
                Contradiction(
                    code="sum",
                    message=f"{match['t']} không bằng {' + '.join(map(str, parts))} = {sum(parts)}.",
                    first=(match.start("t"), match.end("t")),
                    second=(match.start("parts"), match.end("parts")),
                )
            )
    return found


def _words(page: Page) -> list[Contradiction]:
    """“05 (sáu) ngày”: the number and its words must agree."""
    found = []
    for match in _DOUBLED.finditer(page.text):
        try:
            value = parse_number_words(match["words"])
        except ValueError:
            continue
        if value != int(match["n"]):
            found.append(
                Contradiction(
                    code="words",
                    message=f"Số ghi {match['n']} nhưng chữ ghi “{match['words'].strip()}”.",
                    first=(match.start("n"), match.end("n")),
                    second=(match.start("words"), match.end("words")),
                )
            )
    return found


def _ratios(page: Page) -> list[Contradiction]:
    """“18/20 kiến nghị, đạt 95%”: the share must follow from the ratio."""
    found = []
    pattern = re.compile(
        r"(?<![\d/.,])(?P<a>\d{1,5})/(?P<b>\d{2,5})\s[^.;\d]{3,60}?(?:đạt|chiếm|bằng|\()\s*(?:tỷ "
        r"lệ\s*)?(?P<p>\d{1,3}(?:,\d{1,2})?)\s*%"
    )
    for match in pattern.finditer(page.low):
        share, total = Decimal(match["p"].replace(",", ".")), int(match["b"])
        real = Decimal(int(match["a"]) * 100) / total if total else Decimal(0)
        places = len(match["p"].partition(",")[2])
        if total and abs(real - share) > Decimal(1) / 10**places:
            found.append(
                Contradiction(
                    code="share",
                    message=(
                        f"{match['a']}/{match['b']} là {format_number(round(real, 2))}%, văn bản ghi "
                        f"{match['p']}%."
                    ),
                    first=(match.start("a"), match.end("b")),
                    second=(match.start("p"), match.end("p")),
                )
            )
    return found


_IN_ALL = re.compile(
    r"(?P<cue>tổng số|tổng cộng|tiếp nhận|nhận được|ghi nhận|thu hút|phát ra|biểu quyết)\s*(?:được |là |có |thông qua )*$"
)
_PLAIN_NOUN = 2


def _told_twice(page: Page, focus: Focus, figures: list[Figure]) -> list[Contradiction]:
    """One thing told with two numbers: in the headline and once below, or as a total in two sentences."""
    plain = [f for f in figures if f.number is not None and not f.qualifier and not f.aside]
    head_end = focus.headline.end if focus.headline else 0
    found = []
    for index, first in enumerate(plain):
        alike = [f for f in plain if f is not first and f.unit == first.unit and _one_thing(first, f)]
        if first.start < head_end:
            below = [f for f in alike if f.start >= head_end]
            different = len(below) == 1 and below[0].number != first.number
            pairs = [(first, below[0])] if different else []
        else:
            later = [f for f in alike if f in plain[index + 1 :] and f.number != first.number]
            pairs = [(first, f) for f in later if _same_total(page, first, f)][:1]
        found += [_two_numbers(a, b, headline=first.start < head_end) for a, b in pairs]
    return found


def _one_thing(a: Figure, b: Figure) -> bool:
    mine, others = a.noun.lower().split(), b.noun.lower().split()
    return len(mine) >= _PLAIN_NOUN and mine == others


def _same_total(page: Page, a: Figure, b: Figure) -> bool:
    """Both said to be all there is, behind the same verb, of the same years and bodies."""
    one, two = page.sentence_at(a.start), page.sentence_at(b.start)
    cues = [_IN_ALL.search(page.low[max(0, f.start - 40) : f.start]) for f in (a, b)]
    if one is None or two is None or one is two or cues[0] is None or cues[1] is None:
        return False
    told = [set(re.findall(r"(?:19|20)\d\d|tháng \d+|quý \w+|cấp \w+", s.text.lower())) for s in (one, two)]
    return cues[0]["cue"] == cues[1]["cue"] and told[0] == told[1]


def _two_numbers(a: Figure, b: Figure, *, headline: bool) -> Contradiction:
    places = ("Đầu đề", "thân bài") if headline else ("Một chỗ", "chỗ khác")
    one, two = format_number(a.number or 0), format_number(b.number or 0)
    return Contradiction(
        code="twice",
        message=f"{places[0]} ghi {one} {a.noun}, {places[1]} ghi {two}.",
        first=(a.start, a.end),
        second=(b.start, b.end),
    )


def _settled(petitions: Found) -> list[Contradiction]:
    """More petitions settled and under way than were raised."""
    total, resolved = petitions.value.get("total"), petitions.value.get("resolved") or 0
    pending = petitions.value.get("pending") or 0
    if not total or resolved + pending <= total:
        return []
    span = (petitions.start, petitions.end)
    message = f"Tổng ghi {total} kiến nghị nhưng đã giải quyết {resolved} và đang giải quyết {pending}."
    return [Contradiction(code="sum", message=message, first=span, second=span)]


_CAME = re.compile(r"(?:tiếp nhận|nhận được|ghi nhận|tổng hợp|tổng số|tổng cộng)\s*(?:được |là |có )*$")
_ANSWERED = re.compile(r"(?:trả lời|giải quyết|xử lý)\s*(?:được |xong |dứt điểm )*$")
_ONE_PASSAGE = 400


def _more_than_came(page: Page, figures: list[Figure]) -> list[Contradiction]:
    """“tiếp nhận 148 kiến nghị; đã trả lời 150 kiến nghị”: more answered than were received."""
    found = []
    plain = [f for f in figures if f.number is not None and not f.qualifier and not f.unit]
    for came in plain:
        if not _CAME.search(page.low[max(0, came.start - 40) : came.start]):
            continue
        for done in plain:
            near = came.end <= done.start < came.end + _ONE_PASSAGE
            answered = near and _ANSWERED.search(page.low[max(0, done.start - 40) : done.start])
            if answered and _same_head(came, done) and (done.number or 0) > (came.number or 0):
                message = (
                    f"Tiếp nhận {format_number(came.number or 0)} {came.noun} nhưng đã trả lời, giải quyết "
                    f"{format_number(done.number or 0)}."
                )
                spans = (came.start, came.end), (done.start, done.end)
                found.append(Contradiction(code="more", message=message, first=spans[0], second=spans[1]))
                break
    return found


def _same_head(a: Figure, b: Figure) -> bool:
    return b.noun.lower().split()[:2] == a.noun.lower().split()[:2]
