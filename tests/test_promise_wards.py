"""The commitments labelled in the papers of eight wards: found at their place, with their day and their lead."""

from __future__ import annotations

import json
import re
from typing import Any

from phoihop.core.stated import Promise
from phoihop.core.text import fold
from tests.ward_papers import WARDS, papers

SEEN = ("w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8")
#: Short names of bodies, so that a lead is compared by who is meant.
SHORT = (
    ("uy ban nhan dan", "ubnd"),
    ("ban thuong truc", "btt"),
    ("uy ban mttq", "ubmttq"),
    ("ban quan ly du an", "ban qlda"),
)


def words(text: str) -> list[tuple[str, int, int]]:
    return [(fold(m.group()).lower(), m.start(), m.end()) for m in re.finditer(r"\w+", text)]


def stretch(text: str, snippet: str) -> tuple[int, int]:
    """Where the words of a snippet stand, whatever the line ends between them, to the end of the paragraph."""
    said, wanted = words(text), [word for word, _start, _end in words(snippet)]
    at = next(n for n in range(len(said)) if [w for w, _s, _e in said[n : n + len(wanted)]] == wanted)
    end = text.find("\n", said[at + len(wanted) - 1][2])
    return said[at][1], end if end >= 0 else len(text)


def meant(lead: str) -> str:
    said = " ".join(word for word, _s, _e in words(lead))
    for long, short in SHORT:
        said = said.replace(long, short)
    return re.split(r" (?:phuong|xa)\b", said)[0]


def same_body(label: str, read: str) -> bool:
    one, other = meant(label), meant(read)
    return bool(other) and (one in other or other in one)


def scores() -> tuple[int, int, int, int, int]:
    """(labelled, found, with the right day, with the right lead, sentences nobody labelled)."""
    labelled = found = days = leads = extra = 0
    for ward in SEEN:
        labels: list[dict[str, Any]] = json.loads((WARDS / ward / "answers.json").read_text())["commitments"]
        told = {paper.file: paper for paper in papers(ward)}
        free: dict[str, list[Promise]] = {name: list(t.promises) for name, t in told.items()}
        labelled += len(labels)
        for label in labels:
            start, end = stretch(told[label["file"]].text, label["snippet"])
            near = [p for p in free[label["file"]] if p.start < end and p.end > start]
            due = label["due"] or ""
            near.sort(key=lambda p: not (p.due.isoformat() if p.due else "").startswith(due))
            if near:
                free[label["file"]].remove(near[0])
                found += 1
                days += (near[0].due.isoformat() if near[0].due else "").startswith(due)
                leads += same_body(label["lead"], near[0].lead)
        extra += sum(" | " not in p.sentence for ps in free.values() for p in ps)
    return labelled, found, days, leads, extra


def test_nearly_every_labelled_commitment_is_found_with_its_day_and_lead_and_little_else() -> None:
    labelled, found, days, leads, extra = scores()
    assert found >= 0.93 * labelled and days >= 0.92 * labelled and leads >= 0.9 * labelled
    assert found / (found + extra) >= 0.85
