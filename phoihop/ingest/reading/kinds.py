"""Which events a paper tells of, and whether it is of this field at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from phoihop.ingest.reading.bodies import find_bodies
from phoihop.ingest.reading.data.bodies import CORE_CODES
from phoihop.ingest.reading.data.kinds import EXPLANATIONS, KINDS, Explains, Kind
from phoihop.ingest.reading.focus import Focus
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page


def _any(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns)) if patterns else None


_COMPILED = {kind.code: (_any(kind.focus), _any(kind.unless), _any(kind.body)) for kind in KINDS}
_ADOPTED = re.compile(
    r"thông qua[^.]{0,60}(?:nghị quyết|tờ trình|quy chế|báo cáo)|biểu quyết|ban hành[^.]{0,30}nghị "
    r"quyết|quyết nghị"
)
_LAUNCH = re.compile(r"phát động")
_SIGNED = re.compile(r"\bký\b")
_GIVEN = re.compile(r"(?:ủng hộ|trao|tặng|quyên góp|tiếp nhận|đóng góp|hỗ trợ)[^.]{0,80}\d")


_HEAD = 600
_NO_EVENT = re.compile(
    r"luận văn|luận án|đề tài khoa học|mục đích nghiên cứu|thực trạng và (?:một số )?giải pháp|tác giả phân tích"
    r"|tóm tắt:|từ khóa:|bộ [a-zà-ỹ ]{4,20} đề xuất"
)
"""Studies, and drafts of law, speak of the work of councils and tell no event."""


@dataclass(frozen=True)
class Hit:
    code: str
    start: int
    end: int
    zone: str


def _hit(kind: Kind, page: Page, focus: Focus) -> Hit | None:
    wanted, unless, body = _COMPILED[kind.code]
    for zone, (start, end) in focus.zones(headline_only=kind.headline_only):
        if unless is not None and unless.search(page.low, start, end):
            continue
        if wanted is not None and (match := wanted.search(page.low, start, end)):
            return Hit(kind.code, match.start(), match.end(), zone)
    if body is not None and (match := body.search(page.low, 0, page.end)):
        if unless is None or not unless.search(page.low, match.start(), match.end() + 40):
            return Hit(kind.code, match.start(), match.end(), "body")
    return None


def find_kinds(page: Page, focus: Focus) -> list[Hit]:
    """The events told, in the order of the list of kinds; remarks of the body count only where stated."""
    hits = [hit for kind in KINDS if (hit := _hit(kind, page, focus))]
    return _settle(hits)


def _settle(hits: list[Hit]) -> list[Hit]:
    """Drop kinds that another one explains."""
    main = [h for h in hits if h.zone != "body"]
    programme = any(h.code.startswith("programme") for h in main)
    if main and not programme:
        hits = main
    if any(h.code == "emulation" for h in hits) and not programme:
        hits = [h for h in hits if not h.code.startswith("programme")]
    if len(main) > 1:
        hits = [h for h in hits if h.code != "donation" or h.zone == "headline"]
    for rule in EXPLANATIONS:
        if any(h.code in rule.by for h in hits):
            hits = [h for h in hits if h.code not in rule.drops or _spared(h, rule)]
    return hits


def _spared(hit: Hit, rule: Explains) -> bool:
    return rule.spare_headline and hit.zone == "headline"


def _certainty(hit: Hit) -> tuple[str, str]:
    if hit.zone == "body":
        return CHECK, "Chỉ thấy trong thân bài, không thấy ở đầu đề."
    return SURE, ""


def kind_items(hits: list[Hit]) -> list[Found]:
    items = []
    for hit in hits:
        mark, reason = _certainty(hit)
        items.append(
            Found(field="event_kinds", value=hit.code, start=hit.start, end=hit.end, mark=mark, reason=reason)
        )
    return items


def outcome_items(page: Page, hits: list[Hit]) -> list[Found]:
    """What came of it, from the kinds; adopted, launched and signed only where the text says so."""
    found: dict[str, Found] = {}

    def add(code: str, hit: Hit) -> None:
        if code not in found:
            mark, reason = _certainty(hit)
            found[code] = Found(
                field="outcomes", value=code, start=hit.start, end=hit.end, mark=mark, reason=reason
            )

    for hit in hits:
        outcomes = next(k.outcomes for k in KINDS if k.code == hit.code)
        around = page.low[: page.end]
        for outcome in outcomes:
            if outcome == "adopted" and not _ADOPTED.search(around):
                continue
            if outcome == "donated" and not _GIVEN.search(around):
                continue
            if outcome == "launched" and not _LAUNCH.search(around):
                continue
            add(outcome, hit)
        if hit.code == "donation" and _LAUNCH.search(page.low, 0, page.end):
            add("launched", hit)
        if hit.code == "emulation" and _SIGNED.search(page.low, 0, page.end):
            add("signed", hit)
    return list(found.values())


_FRONT_WORK = re.compile(r"ngày hội [“\"']?(?:toàn dân )?đại đoàn kết|hội nghị đại biểu nhân dân")


def is_front_work(page: Page, focus: Focus) -> bool:
    """Gatherings of the Front that are no kind of their own: the day of unity, a conference of the people."""
    head_end = min(page.end, max(focus.end, focus.start + _HEAD))
    named = any(b.code in CORE_CODES for b in find_bodies(page.text, focus.start, head_end))
    return named and _FRONT_WORK.search(page.low, focus.start, head_end) is not None


def of_this_field(page: Page, focus: Focus, hits: list[Hit]) -> bool:
    """Whether the council, the committee or the Front of a place stands in the head of the paper."""
    if not hits or _NO_EVENT.search(page.low, focus.start, max(focus.end, focus.start + _HEAD)):
        return False
    head_end = min(page.end, max(focus.end, focus.start + 900))
    bodies = find_bodies(page.text, focus.start, head_end)
    return any(b.code in CORE_CODES or b.code == "BANVD" for b in bodies)
