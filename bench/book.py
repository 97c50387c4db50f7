"""A book of any size for measuring: rows as they stand after years of work, with what stands around them.

Only for scale: the rows are laid down directly; the measured actions go through the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from phoihop.commitments.models import Commitment, CommitmentState, Cooperation
from phoihop.core import background, moment
from phoihop.core.indexing import plain_words
from phoihop.core.models import Deadline, DeadlineRule, Notice, SearchRow
from phoihop.directory.models import Organisation

STATES = (
    CommitmentState.UNDERWAY, CommitmentState.REPORTED, CommitmentState.VERIFIED, CommitmentState.ACCEPTED,
)  # fmt: skip
FIELDS = ("moi-truong", "giao-thong", "y-te", "")
BATCH = 2000


def fill(bodies: Sequence[Organisation], upto: int) -> None:
    """Commitments up to a number, half of them due before today; each with its clock, notice and search row."""
    have, today = Commitment.objects.count(), moment.today()
    rows = [_commitment(n, bodies, today) for n in range(have, upto)]
    Commitment.objects.bulk_create(rows, batch_size=BATCH)
    label = Commitment._meta.label_lower
    rule = DeadlineRule.objects.get(code="commitments.due")
    Cooperation.objects.bulk_create(
        (
            Cooperation(commitment=row, body=bodies[1 + n // 3 % (len(bodies) - 1)])
            for n, row in enumerate(rows)
            if n % 3 == 0
        ),
        batch_size=BATCH,
    )
    Deadline.objects.bulk_create(
        (
            Deadline(
                record_type=label, record_id=row.pk, record_code=row.code, code=rule.code, rule=rule,
                event_on=row.sort_on, due_on=row.sort_on, body=row.lead_id, calendar_version="-",
                stopped_on=row.verified_on,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Notice.objects.bulk_create(
        (
            Notice(
                body=row.owner_id if n % 2 else row.lead_id, record_type=label, record_id=row.pk, text=row.content,
                record_code=row.code, verb="commitments.accept", at=moment.now(),
            )
            for n, row in enumerate(rows)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    SearchRow.objects.bulk_create(
        (
            SearchRow(
                record_type=label, record_id=row.pk, code=row.code, title=row.content, text=plain_words(row.search_text()),
                readers=f"b{row.owner_id} b{row.lead_id}", at=moment.now(),
            )
            for row in rows
        ),
        batch_size=BATCH,
    )  # fmt: skip
    background.weigh_indexes()  # as the schedule does


def _commitment(n: int, bodies: Sequence[Organisation], today: date) -> Commitment:
    due = today + timedelta(days=n % 900 - 450)
    state = STATES[n % 4]
    verified = state == CommitmentState.VERIFIED
    return Commitment(
        code=f"B-{n:07d}", state=state, lead=bodies[1 + n % (len(bodies) - 1)], owner=bodies[0],
        field=FIELDS[n // 7 % len(FIELDS)], content=f"Việc số {n}: rà soát, báo cáo kết quả thực hiện tại tổ {n % 24}",
        product="Báo cáo, ảnh niêm yết", due_on=due, sort_on=due, number=f"{n % 8}.{n % 6}",
        source_words="Chương trình phối hợp năm 2027", verifier=bodies[0] if verified else None,
        verified_on=due if verified else None,
    )  # fmt: skip
