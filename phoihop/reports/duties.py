"""Năm mẫu from a round: the standard year of duties under the programme whose paper was sent in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments import standard
from phoihop.commitments.models import Commitment, CommitmentState, Origin
from phoihop.core.actions import Refused, action
from phoihop.core.who import Actor, of, role
from phoihop.reports.models import Compilation, CompilationState, Intake, IntakeRole, IntakeState


class Proposed(NamedTuple):
    """A paper of a programme, how many duties of the year it brought, and how many of these wait to be given out."""

    paper: Intake
    all: int
    waiting: int


def duties_of(papers: Iterable[Intake]) -> list[Proposed]:
    """The programmes among the papers in use; one query for all."""
    programmes = [p for p in papers if p.role == IntakeRole.PROGRAMME]
    if not programmes:
        return []
    rows = Commitment.objects.filter(
        source_type=Intake._meta.label_lower, source_id__in=[p.pk for p in programmes], origin=Origin.STANDARD
    )
    counted = rows.order_by().values_list("source_id").annotate(
        Count("pk"), waits=Count("pk", filter=Q(state=CommitmentState.PROPOSED))
    )  # fmt: skip
    found = {source: (whole, waits) for source, whole, waits in counted}
    return [Proposed(paper, *found.get(paper.pk, (0, 0))) for paper in programmes]


@action(
    on=Compilation, frm=[CompilationState.OPEN], by=role("clerk") & of("owner"), appends=True,
    label=_("Đề xuất việc theo Năm mẫu"), says=_("đã đề xuất việc theo Năm mẫu"),
)  # fmt: skip
def propose_duties(compilation: Compilation, *, actor: Actor, at: datetime, paper: Intake) -> None:
    """The duties of the round's year that are still ahead, as proposals linked to the programme's paper. Repeatable."""
    if (
        paper.compilation_id != compilation.pk
        or paper.state != IntakeState.CURRENT
        or paper.role != IntakeRole.PROGRAMME
    ):
        raise Refused(
            _("Văn bản này không phải chương trình phối hợp của đợt này."),
            instead=_("Mở văn bản ấy, bấm “Sửa: của ai, kỳ nào” nếu nó được hiểu nhầm."),
        )
    standard.propose_year(
        paper, year=compilation.year, territory=compilation.owner.territory_id, owner=compilation.owner, items={},
        source_words=(paper.title or paper.name)[:300], actor=actor, at=at, since=timezone.localdate(at),
    )  # fmt: skip
