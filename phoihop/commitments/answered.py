"""What an answer says of a promise it made: done, or not done after all; performed by the action that approves or returns it.

Nobody presses these: the right was asked by that action. An answer reports done, it never verifies.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.actions import DUE, note
from phoihop.commitments.models import WAITING, Commitment, CommitmentState, ProgressKind, Proof, ProofKind
from phoihop.core.actions import Start, action
from phoihop.core.who import Actor, of, public, role

S = CommitmentState
#: A promise that still runs: what is asked for here has not been reported.
RUNNING = (*WAITING, S.UNDERWAY, S.DEFERRED)


@action(
    on=Commitment, frm=RUNNING, to=S.REPORTED, by=role("clerk", "leader") & of("owner", "verifier"), tells=["cooperating"],
    stops=["commitments.acceptance", "commitments.due", "commitments.extension_decision"],
    starts=[Start("commitments.verification", body="owner")],
    label=_("Báo xong theo trả lời"), says=_("đã báo xong theo trả lời được duyệt"),
)  # fmt: skip
def report_by_answer(row: Commitment, *, actor: Actor, at: datetime, answer: str, proof: str = "") -> None:
    """The body that set the day has answered that it is done: the lead need not say it a second time.

    ``answer`` names the answer; ``proof`` where what proves it lies. Both stand in the history.
    """
    today = timezone.localdate(at)
    note(row, answer, kind=ProgressKind.RESULT, actor=actor, at=at)
    if proof:
        row.proof_count += 1
        row.add(
            Proof(
                kind=ProofKind.NUMBER, words=proof[:300], body_id=row.lead_id, on=today, order=row.proof_count
            )
        )
    row.reported_on, row.review_on = today, None
    row.asked_on = row.asked_due = row.returned_on = None


@action(
    on=Commitment, frm=[S.REPORTED, S.VERIFIED], to=S.UNDERWAY, by=role("clerk", "leader", "deputy") | public,
    tells=["cooperating"],
    starts=[DUE], stops=["commitments.verification"],
    label=_("Mở lại theo trả lời"), says=_("đã mở lại vì trả lời bị trả lại"),
)  # fmt: skip
def reopen_by_answer(row: Commitment, *, actor: Actor, at: datetime, answer: str) -> None:
    """The answer that said it was done is returned, or the asker says it is not: it is worked on again."""
    note(row, answer, kind=ProgressKind.RETURN, actor=actor, at=at)
    row.reported_on = row.verified_on = None
    row.returned_on = timezone.localdate(at)
