"""What the declarations say, as text and drawings: workflows, rights, figures, clocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from phoihop.core import figures
from phoihop.core.actions import actions_on, followers, registry
from phoihop.core.models import Record


def records() -> list[type[Record]]:
    """Every kind of record, in order of its name."""
    found = [
        m
        for m in apps.get_models()
        if issubclass(m, Record) and not m.__module__.startswith("phoihop.core.tests")
    ]
    return sorted(found, key=lambda model: model._meta.label)


def _pairs(model: type[Record]) -> Iterable[tuple[str, str, str, str]]:
    """(name, label, from, to) of every arrow; "" is before the record exists."""
    for verb in actions_on(model):
        for start in verb.frm if verb.frm is not None else ("",):
            yield verb.name, str(verb.label), start, verb.to or start


@dataclass
class Drawing:
    """A state machine laid out in rows, ready for an SVG template."""

    width: int = 760
    height: int = 0
    words: str = ""
    states: list[dict[str, Any]] = field(default_factory=list)
    arrows: list[dict[str, Any]] = field(default_factory=list)
    rows: list[tuple[str, str, str]] = field(default_factory=list)


def diagram(model: type[Record]) -> Drawing:
    """States below each other in their order; arrows on the right, each with its label."""
    states = list(model.states)
    drawing = Drawing(height=70 * len(states) + 20)
    places = {state.value: n for n, state in enumerate(states)}
    labels = {state.value: str(state.label) for state in states}
    for state, n in places.items():
        drawing.states.append(
            {"x": 10, "y": 70 * n + 10, "tx": 22, "ty": 70 * n + 32, "label": labels[state]}
        )
    merged: dict[tuple[str, str], list[str]] = {}
    for _name, label, start, end in _pairs(model):
        drawing.rows.append((label, labels.get(start, "bắt đầu"), labels.get(end, end)))
        if start and start != end:
            merged.setdefault((start, end), []).append(label)
    for k, ((start, end), names) in enumerate(merged.items()):
        y1, y2 = 70 * places[start] + 27, 70 * places[end] + 27
        bend = 220 + 22 * (k % 8)
        path = f"M200 {y1} H{bend} V{y2} H206 l7 -4 v8 z"
        label = ", ".join(names)[:60]
        drawing.arrows.append(
            {"path": path, "x": bend + 6, "y": (y1 + y2) // 2 + 4 * (k % 3), "label": label}
        )
    drawing.words = "; ".join(f"{a}: {b} → {c}" for a, b, c in drawing.rows)
    return drawing


def workflows() -> str:
    """docs/generated/workflows.md: every state machine as a table and a Mermaid diagram."""
    out = ["# Workflows", "", "Generated from the declared actions; do not edit.", ""]
    for model in records():
        verbs = actions_on(model)
        if not verbs:
            continue
        out += [f"## {model._meta.label}", "", "```mermaid", "stateDiagram-v2"]
        out += sorted({f"    {start or '[*]'} --> {end}: {name}" for name, _l, start, end in _pairs(model)})
        out += ["```", ""]
    out += ["## What follows in an upper module, in the same transaction", ""]
    for name in sorted(followers):
        told = sorted(f"{f.__module__.removeprefix('phoihop.')}.{f.__name__}" for f in followers[name])
        out.append(f"- {name} → {', '.join(told)}")
    return "\n".join([*out, ""])


def permissions() -> str:
    """docs/generated/permissions.md: who may do what, in the words of the rules."""
    out = ["# Permissions", "", "Generated from the declared actions; do not edit.", ""]
    out += ["| action | on | from | to | who |", "|---|---|---|---|---|"]
    for name in sorted(registry):
        verb = registry[name]
        if verb.function.__module__.startswith("phoihop.core.tests"):
            continue
        start = "new" if verb.frm is None else ", ".join(verb.frm)
        who = str(verb.by).replace("|", "or")
        out.append(f"| {name} | {verb.on._meta.label} | {start} | {verb.to or 'same'} | {who} |")
    return "\n".join([*out, ""])


def figure_table() -> str:
    """docs/generated/figures.md: every figure and how it is counted."""
    out = ["# Figures", "", "Generated from the declared figures; do not edit.", ""]
    out += ["| figure | of | label | how | part of |", "|---|---|---|---|---|"]
    for code in sorted(figures.registry):
        f = figures.registry[code]
        out.append(f"| {code} | {f.on._meta.label} | {f.label} | {f.how} | {f.whole} |")
    return "\n".join([*out, ""])


def deadline_table() -> str:
    """docs/generated/deadlines.md: which action runs which clock."""
    out = [
        "# Deadlines",
        "",
        "Generated from the declared actions; lengths are rows (data/deadlines.csv).",
        "",
    ]
    out += ["| clock | started by | stopped by | paused by |", "|---|---|---|---|"]
    verbs = [v for v in registry.values() if not v.function.__module__.startswith("phoihop.core.tests")]
    codes = sorted({s.code for v in verbs for s in v.starts} | {c for v in verbs for c in v.stops})
    for code in codes:
        starts = ", ".join(sorted(v.name for v in verbs if any(s.code == code for s in v.starts)))
        stops = ", ".join(sorted(v.name for v in verbs if code in v.stops))
        pauses = ", ".join(sorted(v.name for v in verbs if code in v.pauses))
        out.append(f"| {code} | {starts} | {stops} | {pauses} |")
    return "\n".join([*out, ""])
