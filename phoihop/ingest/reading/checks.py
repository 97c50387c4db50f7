"""Contradictions inside a paper: years, sums of parts, totals, numbers against words; both places shown."""

from __future__ import annotations

import re
from decimal import Decimal

from phoihop.core.text import format_number, parse_number_words
from phoihop.ingest.reading.figures import Figure
from phoihop.ingest.reading.focus import Focus
from phoihop.ingest.reading.model import Contradiction
from phoihop.ingest.reading.page import Page, Sentence
from phoihop.ingest.reading.programme import review_period, signing_period

_PARTS = re.compile(r"trong đó(?: có)?|gồm(?: có)?|bao gồm|cụ thể")
_DOUBLED = re.compile(r"(?<![\d/.,])(?P<n>\d{1,4})\s*\((?P<words>[^()\d]{2,40})\)")
_EQUATION = re.compile(r"(?<!\d)(?P<t>\d{1,6})\s*=\s*(?P<parts>\d{1,6}(?:\s*\+\s*\d{1,6})+)(?!\d)")


def find_contradictions(page: Page, focus: Focus, figures: list[Figure]) -> list[Contradiction]:
    return [*_years(page, focus), *_sums(page, figures), *_equations(page), *_words(page), *_ratios(page)]


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
