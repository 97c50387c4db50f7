"""What an answer promises stands in the one book, and what a later answer says of it stands there too.

The answer's approval reports the promise done, its return opens it again, and only who verifies the petition verifies it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments import actions as commitments
from phoihop.commitments import answered
from phoihop.commitments.answered import RUNNING
from phoihop.commitments.models import WAITING, CommitmentState, Origin
from phoihop.core.actions import perform, the_action
from phoihop.core.who import Actor
from phoihop.petitions.models import Answer, Petition, PetitionProof

S = CommitmentState


def promise(row: Petition, last: Answer, *, actor: Actor, at: datetime) -> Any:
    """A promise in the one book: the unit leads, the answering body set the day, another body checks."""
    running = row.commitment
    if running is not None and running.state == S.REPORTED:  # reported done, and now promised anew
        told = {"code": row.code, "n": last.number, "day": f"{last.approved_on:%d/%m/%Y}"}
        words = str(_("Trả lời lần %(n)d kiến nghị %(code)s, ngày %(day)s: còn làm tiếp.") % told)
        running = perform(answered.reopen_by_answer, running, actor=actor, at=at, answer=words)
    if running is not None and running.state in (*WAITING, S.UNDERWAY):
        if running.due_on is None or last.promised_on is None or last.promised_on <= running.due_on:
            return running
        why = str(_("Trả lời lại kiến nghị %s") % row.code)
        return perform(commitments.extend, running, actor=actor, at=at, new_due=last.promised_on, reason=why)
    checker = row.forwarder if row.forwarder_id != row.responsible_id else row.front
    # The unit's own words: what a citizen said may not be for everybody, and a promise may be read by all.
    made = perform(
        commitments.propose, actor=actor, at=at, content=last.route[:500], lead=row.responsible, product=last.route[:300],
        due_on=last.promised_on, owner=row.answering, verifier=checker, field=row.field, competence=row.competence,
        origin=Origin.PETITION, source=row, source_words=str(_("Trả lời kiến nghị %s") % row.code),
    )  # fmt: skip
    return perform(commitments.issue, made, actor=actor, at=at)


def promise_kept(row: Petition, last: Answer, *, actor: Actor, at: datetime) -> None:
    """An approved answer that says solved: what an earlier one promised is reported done by it, by its number and day."""
    running = row.commitment
    if row.solved_on is None or running is None or running.state not in RUNNING:
        return
    if not _may(answered.report_by_answer, running, actor):
        return
    told = {"code": row.code, "n": last.number, "day": f"{last.approved_on:%d/%m/%Y}"}
    shown = [*row.proofs.all(), *(part for part in row.added if isinstance(part, PetitionProof))]
    proof = _("Bằng chứng kèm trả lời lần %(n)d kiến nghị %(code)s, ngày %(day)s") % told
    row.commitment = perform(
        answered.report_by_answer, running, actor=actor, at=at,
        answer=str(_("Đã giải quyết, theo trả lời lần %(n)d kiến nghị %(code)s, ngày %(day)s.") % told),
        proof=str(proof) if any(one.answer == last.number for one in shown) else "",
    )  # fmt: skip


def promise_verified(row: Petition, *, actor: Actor, at: datetime) -> None:
    """Who saw that the petition is done saw that its promise is; a body that may not check the promise leaves it reported."""
    last = row.last_answer()
    if last is not None and last.approved_on:  # answered by an earlier release, its promise still runs
        promise_kept(row, last, actor=actor, at=at)
    held = row.commitment
    if held is None or held.state != S.REPORTED or not _may(commitments.verify, held, actor):
        return
    told = {"code": row.code, "day": f"{timezone.localdate(at):%d/%m/%Y}"}
    words = str(_("Xác minh kiến nghị %(code)s ngày %(day)s, căn cứ ghi ở kiến nghị") % told)
    row.commitment = perform(commitments.verify, held, actor=actor, at=at, words=words)


def promise_open_again(row: Petition, why: Any, *, actor: Actor, at: datetime) -> None:
    """The answer that said solved is returned, the asker says it is not, or a review finds less: asked before the
    petition forgets that day."""
    held = row.commitment
    if row.solved_on is None or held is None:
        return
    if held.state not in (S.REPORTED, S.VERIFIED):
        return
    told = {"code": row.code, "why": why, "day": f"{timezone.localdate(at):%d/%m/%Y}"}
    words = str(_("Kiến nghị %(code)s, ngày %(day)s: %(why)s.") % told)
    row.commitment = perform(answered.reopen_by_answer, held, actor=actor, at=at, answer=words)


def _may(verb: Any, row: Any, actor: Actor) -> bool:
    return bool(the_action(verb).by.hats(actor, row))
