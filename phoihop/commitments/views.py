"""The grid: many proposals ticked, adjusted and given out in one post; a wrong row stays, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from phoihop.commitments.actions import adjust, issue
from phoihop.commitments.forms import bodies_near
from phoihop.commitments.models import Commitment, CommitmentState
from phoihop.core import moment
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.text import parse_date


@dataclass
class GridRow:
    """A proposal as shown or as just typed."""

    record: Commitment
    lead: str = ""
    product: str = ""
    due: str = ""
    ticked: bool = False
    faults: list[str] = field(default_factory=list)


def grid(request: HttpRequest, code: str = "") -> HttpResponse:
    """Proposals of one source (or all): each ticked row is adjusted where changed, then given out."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    rows = Commitment.objects.visible_to(actor).filter(state=CommitmentState.PROPOSED, owner__in=actor.bodies)
    if code:
        rows = rows.filter(source_id__in=_source_ids(rows, code))
    records = list(
        rows.select_related("lead").prefetch_related("cooperation__body").order_by("sort_on", "pk")[:300]
    )
    shown = [_shown(record) for record in records]
    done = 0
    if request.method == "POST":
        bodies = {str(body.pk): body for body in bodies_near(actor)}
        kept = []
        for row in shown:
            _typed(row, request)
            if row.ticked and _give_out(row, actor, bodies):
                done += 1
            else:
                kept.append(row)
        shown = kept
        faulty = sum(bool(row.faults) for row in shown)
        if done:
            messages.success(request, _("Đã giao %(n)d việc; bên nhận được báo ngay.") % {"n": done})
        if not faulty:
            return redirect(request.path)
    context = {
        "rows": shown,
        "bodies": bodies_near(actor),
        "faulty": sum(bool(r.faults) for r in shown),
        "code": code,
    }
    return render(request, "commitments/grid.html", context, status=422 if context["faulty"] else 200)


def _source_ids(rows: Any, code: str) -> list[int]:
    """Keys of sources whose code this is, among the sources of these proposals."""
    from phoihop.core.models import SearchRow  # noqa: PLC0415 a source may be any kind of record

    types = rows.values_list("source_type", flat=True).distinct().order_by()
    return list(
        SearchRow.objects.filter(record_type__in=list(types), code=code).values_list("record_id", flat=True)
    )


def _shown(record: Commitment) -> GridRow:
    due = f"{record.due_on:%d/%m/%Y}" if record.due_on else ""
    return GridRow(record=record, lead=str(record.lead_id), product=record.product, due=due)


def _typed(row: GridRow, request: HttpRequest) -> None:
    key = row.record.pk
    row.ticked = request.POST.get(f"tick{key}") == "1"
    row.lead = request.POST.get(f"lead{key}", row.lead)
    row.product = request.POST.get(f"product{key}", row.product).strip()
    row.due = request.POST.get(f"due{key}", row.due).strip()


def _give_out(row: GridRow, actor: Any, bodies: dict[str, Any]) -> bool:
    record, at = row.record, moment.now()
    try:
        due = parse_date(row.due) if row.due else None
        lead = bodies.get(row.lead) or record.lead
        if (lead.pk, row.product, due) != (record.lead_id, record.product, record.due_on):
            perform(
                adjust, record, actor=actor, at=at, content=record.content, lead=lead, product=row.product, due_on=due,
                cooperation=[part.body for part in record.cooperation.all()], authority=record.authority,
                responsible_title=record.responsible_title, field=record.field, competence=record.competence,
                responsible=record.responsible, verifier=record.verifier,
            )  # fmt: skip
        perform(issue, record, actor=actor, at=at)
    except Refused as refusal:
        row.faults.append(refusal.reason)
    except ValidationError as error:
        row.faults += error.messages
    except ValueError:
        row.faults.append(_("Ngày chưa đúng. Ví dụ: 05/08/2027."))
    except Forbidden:
        row.faults.append(_("Việc này thuộc cơ quan khác."))
    return not row.faults
