"""Figures confirmed at the reading desk become figures of the paper they were read from.

Every row that is made or changed gets an entry in the journal, sealed as the engine seals one: the new
paper its first, a report whose figure opens elsewhere now one more, and each former record its last, which
names the paper and the place in it. Nothing that was written before is touched. See docs/decisions/0007.
"""

import re
import uuid
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from django.db import migrations

from phoihop.core import moment
from phoihop.core.canonical import canonical, digest, plain
from phoihop.core.seal import seal, sealed_values
from phoihop.core.snapshot import fields_of, schema_of
from phoihop.core.text import fold, format_number

SPEAKERS = {"HDND": "HDND", "TTHDND": "HDND", "UBND": "UBND", "MTTQ": "MTTQ", "BTT": "MTTQ"}
MOVED, READDRESSED, KEPT = "core.moved", "core.readdressed", "reports.keep_read"


class Journal:
    """Appends entries in the name of the update."""

    def __init__(self, apps, at: datetime) -> None:
        self.entries = apps.get_model("core", "JournalEntry")
        self.bodies = apps.get_model("core", "JournalBody")
        self.at, self.group = at, uuid.uuid4().hex

    def append(self, record, label: str, action: str, *, before: str, after: str, shot, effects, inputs=None):
        text = canonical({"inputs": inputs or {}, "effects": {"clocks": [], "links": [], **effects}, "snapshot": shot})
        entry = self.entries(
            record_type=label, record_id=record.pk, record_code=record.code, seq=record.seq + 1, at=self.at,
            noted_at=self.at, actor_kind="clock", actor_name="Phần mềm", capacity="Phần mềm, khi cập nhật",
            action=action, before=before, after=after, schema=schema_of(shot), body_digest=digest(text), key="",
            group=self.group, previous=record.head,
        )  # fmt: skip
        entry.digest = seal(sealed_values(entry))
        entry.save(force_insert=True)
        self.bodies(entry=entry, text=text).save(force_insert=True)
        type(record).objects.filter(pk=record.pk).update(seq=entry.seq, head=entry.digest)
        record.seq, record.head = entry.seq, entry.digest
        return entry

    def first(self, label: str, key: int):
        return self.entries.objects.filter(record_type=label, record_id=key).order_by("seq").first()


def shot_of(record, parts):
    """As the engine takes it: the fields of the record, and its parts in order without their link to it."""
    told = {}
    for model, link in parts:
        rows = model.objects.filter(**{f"{link}_id": record.pk}).order_by("order", "pk")
        told[model._meta.model_name] = [fields_of(row, leave=frozenset({f"{link}_id"})) for row in rows]
    return {"fields": fields_of(record), "parts": told}


def move(apps, schema_editor) -> None:
    statements = apps.get_model("reports", "Statement")
    found = list(statements.objects.select_related("owner").order_by("pk"))
    if not found:
        return
    journal = Journal(apps, moment.now())
    papers = defaultdict(list)
    for row in found:
        papers[(row.source_code, row.owner_id)].append(row)
    addresses = {}
    for rows in papers.values():
        addresses |= paper_of(apps, journal, rows)
    readdress(apps, journal, addresses)
    apps.get_model("core", "SearchRow").objects.filter(record_type="reports.statement").delete()


def paper_of(apps, journal: Journal, rows) -> dict[str, str]:
    """One paper of the desk with these figures; where each former record opens now."""
    intakes, readers = apps.get_model("reports", "Intake"), apps.get_model("reports", "IntakeReader")
    figures, links = apps.get_model("reports", "IntakeFigure"), apps.get_model("core", "Link")
    reading = apps.get_model("ingest", "Reading").objects.filter(code=rows[0].source_code).first()
    kind = rows[0].owner.kind_id
    speaker = SPEAKERS.get(kind, kind)
    paper = intakes.objects.create(
        code=next_code(apps, journal.at), state="current", name=rows[0].source_words[:200], title=rows[0].source_words,
        role="other", body_id=rows[0].owner_id, speaker=speaker, told_speaker=speaker, read_from=rows[0].source_code,
        file_id=reading.file_id if reading else None,
    )  # fmt: skip
    allowed = dict.fromkeys([rows[0].owner_id, *(r.body_id for row in rows for r in row.readers_of.order_by("order", "pk"))])
    for n, body in enumerate(allowed):
        readers.objects.create(intake=paper, body_id=body, order=n)
    for n, row in enumerate(rows, start=1):
        first = journal.first("reports.statement", row.pk)
        figures.objects.create(intake=paper, order=n, former=row.code, **figure_of(row, speaker, first))
    made = []
    if reading:
        links.objects.create(
            from_type="reports.intake", from_id=paper.pk, kind="read_from", to_type="ingest.reading", to_id=reading.pk
        )
        made = [["read_from", f"ingest.reading:{reading.pk}"]]
    parts = [
        (figures, "intake"), (apps.get_model("reports", "IntakePassage"), "intake"),
        (apps.get_model("reports", "IntakePromise"), "intake"), (readers, "intake"),
    ]  # fmt: skip
    journal.append(
        paper, "reports.intake", KEPT, before="", after="current", shot=shot_of(paper, parts), effects={"links": made},
        inputs={"moved": [row.code for row in rows]},
    )  # fmt: skip
    for n, row in enumerate(rows, start=1):
        close(apps, journal, row, paper, n)
    find_again(apps, journal, paper, rows, allowed)
    return {row.code: f"{paper.code}.{n}" for n, row in enumerate(rows, start=1)}


def next_code(apps, at: datetime) -> str:
    counters = apps.get_model("core", "Counter")
    counter, _made = counters.objects.get_or_create(pk=f"VG-{at:%Y}")
    counter.value += 1
    counter.save()
    return f"{counter.series}-{counter.value:04d}"


def figure_of(row, speaker: str, first) -> dict[str, object]:
    """The columns of a figure; what the reader of reports would have told besides is as far as it is known."""
    shown = format_number(row.value)
    at = row.sentence.find(shown)
    start = row.span_start + max(at, 0)
    words = [w for w in re.findall(r"[^\W\d_]+", row.noun.lower()) if len(w) > 1]
    around = sorted({w for w in re.findall(r"[^\W\d_]+", row.sentence.lower()) if len(w) > 1})
    replaced = row.state == "replaced"
    return {
        "value": row.value, "of_total": row.of_total, "unit": row.unit, "noun": row.noun, "period": period_of(row),
        "mode": "done", "group": row.group, "sentence": row.sentence, "printed": shown if at >= 0 else "", "start": start,
        "end": start + (len(shown) if at >= 0 else 0), "mark": "chac", "checked": "drop" if replaced else "right",
        "checked_by": (first.capacity if first else "")[:200],
        "checked_why": "Đã thay bằng số khác" if replaced else "",
        "data": {
            "value": number(row.value), "of": None if row.of_total is None else number(row.of_total), "unit": row.unit,
            "qualifier": row.qualifier, "step": {"number": "0"}, "body": speaker, "period": period_of(row), "mode": "done",
            "as_of": None, "actors": {"set": []}, "shared": False, "spot": "", "state": "", "cell": False, "line": 0,
            "subject": {
                "words": row.noun[:160], "key": {"series": words}, "head": "", "around": {"set": around},
                "under": {"set": []}, "code": "",
            },
            "place": {
                "page": None, "paragraph": None, "sheet": "", "cell": "", "start": row.span_start, "end": row.span_end,
            },
        },
    }  # fmt: skip


def number(value: Decimal) -> dict[str, str]:
    return {"number": format(value.normalize(), "f")}


def period_of(row) -> str:
    if not row.year:
        return ""
    words = row.period_words.lower()
    half = "-H1" if "6 tháng đầu" in words else "-H2" if "6 tháng cuối" in words else ""
    return f"{row.year}{half}"


def close(apps, journal: Journal, row, paper, place: int) -> None:
    """The last entry of the former record: moved, and where to."""
    before = row.state
    row.state = "moved"
    shot = shot_of(row, [(apps.get_model("reports", "StatementReader"), "statement")])
    journal.append(
        row, "reports.statement", MOVED, before=before, after="moved", shot=shot,
        effects={"moved": f"reports.intake:{paper.pk}", "part": place},
    )  # fmt: skip


def find_again(apps, journal: Journal, paper, rows, bodies) -> None:
    told = [row for row in rows if row.state != "replaced"]
    text = " ".join([paper.code, paper.name, paper.title, *(f"{row.noun} {row.sentence}" for row in told)])
    apps.get_model("core", "SearchRow").objects.create(
        record_type="reports.intake", record_id=paper.pk, code=paper.code, title=paper.name, text=fold(text),
        readers=" ".join(f"b{key}" for key in sorted(bodies)), at=journal.at,
    )  # fmt: skip


def readdress(apps, journal: Journal, addresses: dict[str, str]) -> None:
    """Figures of reports open to the paper and the place in it, as all others do."""
    reports, figures = apps.get_model("reports", "Report"), apps.get_model("reports", "ReportFigure")
    parts = [
        (apps.get_model("reports", "Audience"), "report"), (apps.get_model("reports", "Remark"), "report"),
        (figures, "report"), (apps.get_model("reports", "Section"), "report"),
    ]  # fmt: skip
    wanted = figures.objects.filter(source__in=list(addresses))
    for report in reports.objects.filter(pk__in=wanted.values("report_id")).order_by("pk"):
        changed = {}
        for row in wanted.filter(report_id=report.pk):
            changed[row.short] = [row.source, addresses[row.source]]
            figures.objects.filter(pk=row.pk).update(source=addresses[row.source])
        journal.append(
            report, "reports.report", READDRESSED, before=report.state, after=report.state, shot=shot_of(report, parts),
            effects={}, inputs={"sources": plain(changed)},
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_count_open_by_body"),
        ("ingest", "0002_labels_of_fields"),
        ("reports", "0007_one_home_for_reported_figures"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
