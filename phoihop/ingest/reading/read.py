"""From a source to a reading: every rule in turn, then the record, with a place for each item."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from phoihop.ingest.readers import Source
from phoihop.ingest.reading.bodies import Home, find_bodies
from phoihop.ingest.reading.checks import day_against_posting, find_contradictions
from phoihop.ingest.reading.data.kinds import INSTRUMENT
from phoihop.ingest.reading.dates import Posted, guess_year, published
from phoihop.ingest.reading.documents import find_documents, laws_of, legal_bases
from phoihop.ingest.reading.figures import Figure, figure_items, find_figures
from phoihop.ingest.reading.findings import find_findings
from phoihop.ingest.reading.focus import Focus, find_focus
from phoihop.ingest.reading.formal import (
    Form,
    counts,
    find_form,
    find_headings,
    find_signers,
    sentence_case,
    signers_as_people,
)
from phoihop.ingest.reading.hosts import (
    NOT_CLEAR,
    chaired_by,
    find_organisers,
    find_place,
    headline_organisers,
)
from phoihop.ingest.reading.kinds import find_kinds, is_front_work, kind_items, of_this_field, outcome_items
from phoihop.ingest.reading.model import CHECK, SURE, Found, Reading, make_record
from phoihop.ingest.reading.obligations import find_obligations
from phoihop.ingest.reading.page import Page
from phoihop.ingest.reading.people import Person, find_people, person_items
from phoihop.ingest.reading.petitions import find_petitions
from phoihop.ingest.reading.programme import find_parties, find_programme, period_in, without_period
from phoihop.ingest.reading.tables import annex_targets
from phoihop.ingest.reading.tasks import annex_tasks, find_tasks

_A_LIST = 2
_NOT_OURS = (
    "Văn bản không nói về công tác của Hội đồng nhân dân, Ủy ban nhân dân và Mặt trận ở địa phương; "
    "không lấy gì ra."
)


def read_paper(source: Source, *, today: date | None = None) -> Reading:
    """Understand one paper. ``today`` is used only to refuse years of the future; nothing is stored."""
    page = Page(source)
    posted = published(page)
    form = find_form(page)
    reading = _read_form(page, form, posted, today) if form else None
    if reading is None:
        reading = _read_news(page, posted, today)
    notes = source.notes
    if page.cut_short:
        notes = (*notes, "Văn bản quá dài: chỉ phần đầu được phân tích, phần sau chưa đọc.")
    placed = tuple(replace(i, place=i.place or source.place_of(i.start, i.end)) for i in reading.items)
    return replace(reading, items=placed, notes=notes)


def _read_news(page: Page, posted: Posted | None, today: date | None) -> Reading:
    focus = find_focus(page, posted)
    hits = find_kinds(page, focus)
    home = Home(page.text[: page.end], focus.headline.end if focus.headline else focus.end)
    people = find_people(page, home)
    known = of_this_field(page, focus, hits) or (not hits and _held_by_ours(page, focus, home, people))
    if not known:
        return Reading(relevant=False, reason=_NOT_OURS)
    codes = {h.code for h in hits}
    figures = find_figures(page)
    items = [*kind_items(hits), *_posted(posted), *_event_days(page, focus, posted, today)]
    organisers = find_organisers(page, focus, home, people)
    parties = (
        find_parties(page, focus, home, organisers, people)
        if codes & {"programme_signing", "programme_review"}
        else []
    )
    if not organisers and not parties:
        organisers = headline_organisers(page, focus, home)
    if not organisers and parties:
        organisers = [
            replace(p, field="organisers", mark=CHECK, reason="Không ghi riêng ai tổ chức; lấy theo các bên.")
            for p in parties
        ]
    organisers = organisers or chaired_by(page, focus, home, people)
    if "petition_list" not in codes and (place := find_place(page, focus, home, organisers)):
        items.append(place)
    items += organisers + parties
    if codes & {"programme_signing", "programme_review", "emulation"} and (
        programme := find_programme(page, focus, codes, parties)
    ):
        items.append(programme)
    if codes & {"petition_list"}:
        figures = []
    else:
        items += person_items(page, people, home) + figure_items(figures)
    items += find_documents(page, home)
    if codes & {"programme_signing", "programme_review"} and (tasks := find_tasks(page)):
        items.append(tasks)
    if petitions := find_petitions(page, focus, home, codes):
        items.append(petitions)
    items += (
        outcome_items(page, hits)
        + find_findings(page)
        + annex_tasks(page)
        + annex_targets(page)
        + find_obligations(page, home)
    )
    return _reading("petition_list" if "petition_list" in codes else "news", page, focus, items, figures)


_MEETING = re.compile(r"(?:hội nghị|buổi|cuộc|lễ|ngày hội|họp|gặp mặt|tọa đàm|chương trình)(?!\w)")


def _held_by_ours(page: Page, focus: Focus, home: Home, people: list[Person]) -> bool:
    """No kind of event that is known, but the council or the Front held a meeting on a day."""
    if is_front_work(page, focus):
        return True
    if focus.lead is None or focus.day is None:
        return False
    subjects = find_organisers(page, focus, home, people)
    ours = any(s.reason != NOT_CLEAR and re.search(r"HĐND|MTTQ", str(s.value)) for s in subjects)
    return ours and _MEETING.search(page.low, focus.lead.start, focus.lead.end) is not None


def _posted(posted: Posted | None) -> list[Found]:
    if posted is None:
        return []
    mark = SURE if posted.sure else CHECK
    reason = "" if posted.sure else "Ngày đứng một mình, không ghi giờ đăng."
    return [
        Found(
            field="published",
            value=posted.value,
            start=posted.start,
            end=posted.end,
            mark=mark,
            reason=reason,
        )
    ]


def _event_days(page: Page, focus: Focus, posted: Posted | None, today: date | None) -> list[Found]:
    day = focus.day
    if day is None:
        return []
    year, sure = guess_year(page, day, posted)
    if day.year is None and year is not None and today is not None and year > today.year:
        year, sure = None, False
    reason = "" if sure else "Văn bản không ghi năm; năm được suy ra." if year else "Văn bản không ghi năm."
    if day_against_posting(focus):
        sure, reason = False, "Ngày diễn ra và ngày đăng không khớp."
    return [
        Found(
            field="event_dates",
            value=value,
            start=day.start,
            end=day.end,
            mark=SURE if sure else CHECK,
            reason=reason,
        )
        for value in day.iso(year)
    ]


def _reading(doc_type: str, page: Page, focus: Focus, items: list[Found], figures: list[Figure]) -> Reading:
    petitions = next((i for i in items if i.field == "petitions"), None)
    contradictions = tuple(find_contradictions(page, focus, figures, petitions))
    return Reading(
        relevant=True,
        doc_type=doc_type,
        items=tuple(items),
        contradictions=contradictions,
        record=make_record(doc_type, items),
    )


def _read_form(page: Page, form: Form | None, posted: Posted | None, today: date | None) -> Reading | None:
    """Regulations, programmes and review reports in their printed form."""
    if form is None:
        return None
    home = Home(page.text[: page.end], form.title_span[1])
    bodies = find_bodies(sentence_case_bodies(page.text), 0, form.title_span[1] + 200)
    codes = {b.code for b in bodies}
    low_title = form.title.lower()
    ours = codes & {"HDND", "MTTQ", "MTTQ_TW"} and (
        "phối hợp" in low_title
        or "liên tịch" in low_title
        or "mặt trận" in low_title
        or "mttq" in low_title
        or "hđnd" in low_title
        or "hội đồng nhân dân" in low_title
    )
    if not ours or form.kind not in ("regulation", "programme", "report"):
        return None
    start, end = form.title_span
    headline_focus = Focus(None, None, None, posted)
    parties = _form_parties(page, form, home)
    organisers = [replace(p, field="organisers") for p in parties]
    period = period_in(page, start, end + 40)
    title = without_period(_title_of(form, sentence_case(form.title, home.by_level.values())))
    items: list[Found] = []
    if form.kind == "report":
        kind, outcome = _report_kind(low_title)
    else:
        kind, outcome = "regulation", "issued"
    items.append(Found(field="event_kinds", value=kind, start=start, end=end))
    items.append(Found(field="outcomes", value=outcome, start=start, end=end))
    if place := _form_place(page, home, parties):
        items.append(place)
    items += organisers + parties
    mark = SURE if period else CHECK
    programme = {"title": title, "period": period.value if period else None}
    items.append(
        Found(
            field="programme",
            value=programme,
            start=start,
            end=end,
            mark=mark,
            reason="" if period else "Không thấy thời gian thực hiện.",
        )
    )
    bases = legal_bases(page)
    items += _own_document(form) + find_documents(page, home) + laws_of(page, bases) + bases
    obligations = find_obligations(page, home)
    if form.kind != "report":
        items.append(_regulation(page, form, parties, period.value if period else None, obligations))
    headings = find_headings(page)
    signers = find_signers(page, home)
    items += (
        obligations
        + headings
        + signers
        + signers_as_people(page, signers)
        + find_findings(page)
        + annex_tasks(page)
        + annex_targets(page)
    )
    figures = find_figures(page) if form.kind == "report" else []
    items += figure_items(figures)
    people = find_people(page, home) if form.kind == "report" else []
    items += person_items(page, people, home)
    if form.kind == "programme" and (tasks := _listed_contents(headings) or find_tasks(page)):
        items.append(tasks)
    return _reading(
        "report" if form.kind == "report" else "regulation", page, headline_focus, _dedupe(items), figures
    )


def _title_of(form: Form, title: str) -> str:
    """The programme a report is about, not the report; the subject goes on behind the kind in small letters."""
    about = re.search(INSTRUMENT, title, re.IGNORECASE) if form.kind == "report" else None
    if about:
        return title[about.start()].upper() + title[about.start() + 1 :]
    rest = title[len(form.name) :].lstrip()
    joined = rest[:1].lower() + rest[1:] if rest[1:2].islower() else rest
    return f"{form.name} {joined}" if title.startswith(form.name + " ") else title


def _listed_contents(headings: list[Found]) -> Found | None:
    """What stands by number under the part “nội dung phối hợp” of a programme."""
    keys: list[Found] = []
    inside = False
    for heading in headings:
        if heading.value["level"] == 1:
            inside = "nội dung" in heading.value["text"].lower()
        elif inside:
            keys.append(heading)
    if len(keys) < _A_LIST:
        return None
    return Found(
        field="tasks",
        value={"count": None, "keys": [k.value["text"] for k in keys]},
        start=keys[0].start,
        end=keys[-1].end,
        mark=CHECK,
        reason="Lấy theo các mục đánh số; hãy xem lại từng ý.",
    )


def sentence_case_bodies(text: str) -> str:
    """Line ends as spaces: names of bodies in a title run over lines (offsets kept)."""
    return text.replace("\n", " ")


def _dedupe(items: list[Found]) -> list[Found]:
    seen: set[str] = set()
    kept = []
    for item in items:
        symbol = (
            item.value.get("symbol") if item.field == "documents" and isinstance(item.value, dict) else None
        )
        if symbol:
            if symbol.upper() in seen:
                continue
            seen.add(symbol.upper())
        kept.append(item)
    return kept


def _form_parties(page: Page, form: Form, home: Home) -> list[Found]:
    """The bodies of the title; where it names none, those of the letterhead."""
    text = sentence_case_bodies(page.text)
    start, end = form.title_span
    for low, high in ((start, end), (0, start)):
        found: dict[tuple[str, str], Found] = {}
        for body in find_bodies(text, low, high):
            filled = home.nearest(body)
            if body.code in ("DANG", "DANVAN") or (filled.code, filled.level) in found:
                continue
            if body.code == "DOANTHE" and low != start:
                continue
            found[(filled.code, filled.level)] = Found(
                field="parties", value=filled.name, start=body.start, end=body.end
            )
        if len(found) >= 2:
            return list(found.values())
    return list(found.values())


def _form_place(page: Page, home: Home, parties: list[Found]) -> Found | None:
    for party in parties:
        for level, name in home.by_level.items():
            value = f"{level} {name}"
            if value in str(party.value):
                return Found(
                    field="place",
                    value=value,
                    start=party.start,
                    end=party.end,
                    mark=CHECK,
                    reason="Lấy theo địa bàn của các bên.",
                )
    return None


def _own_document(form: Form) -> list[Found]:
    value = {"type": form.name}
    if form.number:
        value["symbol"] = str(form.number.value)
    if form.dated:
        value["date"] = str(form.dated.value)
    if not form.number:
        return []
    return [Found(field="documents", value=value, start=form.number.start, end=form.number.end)]


def _regulation(
    page: Page, form: Form, parties: list[Found], period: str | None, obligations: list[Found]
) -> Found:
    value: dict[str, Any] = {
        "number": form.number.value if form.number else None,
        "date": form.dated.value if form.dated else None,
        "parties": [p.value for p in parties],
        **counts(page, form),
        "period": period,
        "obligations": [o.value for o in obligations],
    }
    span = form.number or form.dated
    start, end = (span.start, span.end) if span else form.title_span
    sure = bool(form.number and form.dated and parties)
    return Found(
        field="regulation",
        value=value,
        start=start,
        end=end,
        mark=SURE if sure else CHECK,
        reason="" if sure else "Thiếu số, ngày hoặc các bên.",
    )


def _report_kind(title: str) -> tuple[str, str]:
    if "phối hợp" in title:
        return "programme_review", "reviewed"
    if "hđnd" in title or "hội đồng nhân dân" in title:
        return "council_review", "reviewed"
    return "front_review", "reviewed"
