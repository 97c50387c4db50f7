"""What the columns of an old compiled list mean: by their headings first, by what stands under them second.

Pure: a person sees the guess beside the first rows and puts it right; the body's next list of the same heading is
read the same way.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from phoihop.core.text import fold, parse_date
from phoihop.petitions.past_tables import Found, Line, plain_heading

DATA = Path(__file__).with_name("data")
#: Entries looked at for what a column holds.
LOOKED_AT = 200
#: From this score on a meaning is proposed.
LEAST = 1.0
DATES = ("raised", "received", "due", "answered", "solved")
_CODE = re.compile(r"[A-ZĐ]{1,8}[-./ ]?\d[\w\-./]*")
_NUMBER = re.compile(r"\d{1,6}[.)]?")
_PAPER = re.compile(r"\b\d+\s*/\s*[A-ZĐ][\w\-]+")
_QUARTER = re.compile(
    r"^(?:to|tdp|khu pho|kp|kdc|khu|thon|ap|xom|khom|to dan pho|cum)\b[ .a-z]*\d|^(?:thon|ap|xom|ban) "
)
_UNIT = re.compile(
    r"^(?:phong|ban|so|cong an|ubnd|uy ban|van phong|cong ty|trung tam|tram|truong|dien luc|doi|p\.)"
)
_COMPETENCE = re.compile(
    r"\bcap (?:xa|phuong|tinh|thanh pho)\b|^trung uong$|\bso nganh\b|^(?:xa|phuong|tinh|thanh pho)$"
)


@dataclass(frozen=True)
class Meaning:
    code: str
    label: str
    words: frozenset[str]


@dataclass(frozen=True)
class Guess:
    """What a column is taken for and why."""

    position: int
    heading: str
    meaning: str
    reason: str


@cache
def meanings() -> dict[str, Meaning]:
    with (DATA / "past_headings.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["meaning"]: Meaning(row["meaning"], row["label"], frozenset(row["words"].split("|")))
            for row in csv.DictReader(lines)
        }


@cache
def known_headings() -> frozenset[str]:
    return frozenset(word for meaning in meanings().values() for word in meaning.words)


def guess(found: Found, *, fields: Mapping[str, str] | None = None) -> list[Guess]:
    """For each column the likeliest meaning, each meaning once; ``fields``: folded labels of the fields of work."""
    looked = found.lines[:LOOKED_AT]
    scores: list[tuple[float, int, str, str]] = []
    for c, heading in enumerate(found.headings):
        held = [line.words[c].strip() for line in looked if c < len(line.words) and line.words[c].strip()]
        by_words = _by_heading(heading)
        by_content = _by_content(held, found.headings, fields or {})
        for code in meanings():
            score = by_words.get(code, 0.0) + by_content.get(code, 0.0)
            if by_words and code not in by_words:
                score -= 1.0
            if score >= LEAST:
                reason = "heading" if by_words.get(code, 0.0) >= by_content.get(code, 0.0) else "content"
                scores.append((score, c, code, reason))
    chosen: dict[int, tuple[str, str]] = {}
    used: set[str] = set()
    for _score, c, code, reason in sorted(scores, key=lambda row: (-row[0], row[1])):
        if c not in chosen and code not in used:
            chosen[c] = (code, reason)
            used.add(code)
    _by_length(found, chosen, looked)
    return [Guess(c, heading, *chosen.get(c, ("", ""))) for c, heading in enumerate(found.headings)]


def _by_heading(heading: str) -> dict[str, float]:
    """Of a heading of two levels each part counts; the whole counts most."""
    whole = plain_heading(heading)
    parts = {whole, *(plain_heading(part) for part in heading.split(" - "))}
    out: dict[str, float] = {}
    for meaning in meanings().values():
        best = 0.0
        for part in parts:
            if not part:
                continue
            if part in meaning.words:
                best = max(best, 3.0 if part == whole else 2.6)
                continue
            for word in meaning.words:
                if len(word) > 3 and f" {word} " in f" {part} ":
                    best = max(best, 1.0 + 1.5 * len(word) / len(part))
        if best:
            out[meaning.code] = best
    return out


def _by_content(held: Sequence[str], headings: Sequence[str], fields: Mapping[str, str]) -> dict[str, float]:
    if not held:
        return {}
    total = len(held)

    def share(test: Callable[[str], object]) -> float:
        return sum(bool(test(w)) for w in held) / total

    out: dict[str, float] = {}
    if share(is_date) > 0.6:
        out.update(dict.fromkeys(DATES, 0.9))
    if share(_NUMBER.fullmatch) > 0.8:
        out["number"] = 1.2
    if share(lambda w: bool(_CODE.fullmatch(w)) and len(w) < 30) > 0.7:
        out["code"] = 1.1
    if share(lambda w: bool(_PAPER.search(w)) and len(w) < 80) > 0.5:
        out["document"] = 1.2
    if share(lambda w: len(w) < 60 and bool(_QUARTER.search(fold(w)))) > 0.6:
        out["quarter"] = 1.2
    if share(lambda w: len(w) < 80 and bool(_UNIT.match(fold(w)))) > 0.6:
        out["unit"] = 1.1
    if share(lambda w: len(w) < 40 and bool(_COMPETENCE.search(fold(w)))) > 0.6:
        out["competence"] = 1.2
    if share(lambda w: len(w) < 60 and result_of_words(w)[0] != "") > 0.6:
        out["result"] = 1.2
    if fields and share(lambda w: bool(field_of(w, fields))) > 0.6:
        out["field"] = 1.3
    return out


def _by_length(found: Found, chosen: dict[int, tuple[str, str]], looked: Sequence[Line]) -> None:
    """Long texts under headings that say nothing: the first is what was asked, the second what was answered."""
    taken = {code for code, _reason in chosen.values()}
    wanted = [code for code in ("content", "answer") if code not in taken]
    if not wanted:
        return
    lengths = []
    for c in range(len(found.headings)):
        held = [len(line.words[c]) for line in looked if c < len(line.words) and line.words[c]]
        if c not in chosen and held and sum(held) / len(held) > 30:
            lengths.append(c)
    for c, code in zip(lengths, wanted, strict=False):
        chosen[c] = (code, "content")


# ----------------------------------------------------------------------------------------- values


_SHORT_DATE = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_TWO_DIGITS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})")
_DIGITS = re.compile(
    r"\d{1,2}\s*[/.\-–]\s*\d{1,2}\s*[/.\-–]\s*\d{4}|\d{4}-\d{2}-\d{2}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
)


def is_date(text: str) -> bool:
    return bool(text[:1].isdigit() and (_DIGITS.fullmatch(text) or _TWO_DIGITS.fullmatch(text)))


@cache
def day_of(text: str) -> str:
    """A day as lists write it, in ISO; a month alone is its first day. ValueError with words for the clerk."""
    body = text.strip().rstrip(".")
    if short := _TWO_DIGITS.fullmatch(body):
        body = f"{short[1]}/{short[2]}/20{short[3]}"
    elif month := _SHORT_DATE.fullmatch(body):
        body = f"01/{month[1]}/{month[2]}"
    elif inside := _DIGITS.search(body):
        body = inside[0]
    return parse_date(body).isoformat()


@cache
def _result_rows() -> tuple[tuple[str, str], ...]:
    rows = []
    with (DATA / "past_results.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows += [(fold(word), row["result_class"]) for word in row["words"].split("|")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def result_of_words(text: str) -> tuple[str, bool]:
    """Class of result of old words, and whether that is sure: the whole cell says it, not a part of a sentence."""
    folded = " ".join(re.sub(r"[^a-z0-9]+", " ", fold(text)).split())
    if not folded:
        return "", False
    for words, result in _result_rows():
        if folded == words:
            return result, True
    for words, result in _result_rows():
        if f" {words} " in f" {folded} ":
            return result, len(folded) <= len(words) + 40
    return "", False


def field_of(text: str, fields: Mapping[str, str]) -> str:
    """Code of a field by its label, a part of it, or the label within the text."""
    folded = fold(text).strip(" .:")
    if not folded:
        return ""
    if folded in fields:
        return fields[folded]
    for label, code in fields.items():
        parts = [part.strip() for part in re.split(r"[,;-]| va ", label)]
        if any(
            part and (part == folded or (len(part) > 4 and f" {part} " in f" {folded} ")) for part in parts
        ):
            return code
    return ""


def competence_of(text: str) -> str:
    folded = fold(text)
    if re.search(r"trung uong|\bbo\b|chinh phu", folded):
        return "centre"
    if re.search(r"\bso\b|nganh|tinh|thanh pho|cap tren|\btp\b|huyen|quan\b", folded):
        return "province"
    return "commune" if re.search(r"xa|phuong|dac khu|co so", folded) else ""
