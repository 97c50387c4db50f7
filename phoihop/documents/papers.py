"""The paper of a document is its own text, as it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy

from phoihop.core.papers import Paper, paper
from phoihop.core.who import Actor
from phoihop.documents.comparing.copies import Copy, signed_copy
from phoihop.documents.marking import marked
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.models.outgoing import FIXED


@paper(on=OutgoingDocument, label=gettext_lazy("Văn bản"))
def document(row: OutgoingDocument, *, actor: Actor, at: datetime) -> Paper:
    """The blocks that were locked, or the draft so far; never made anew from the source."""
    made = row.blocks()
    told = replace(
        made, code="documents.document", meta={**made.meta, "at": at.isoformat(), "record": row.code}
    )
    return marked(told, row.fingerprint) if row.state in FIXED else told


@signed_copy(OutgoingDocument)
def copy(row: OutgoingDocument) -> Copy:
    """The text as it was locked beside what was handed in as signed."""
    return Copy(
        paper=row.blocks(), file=row.signed_copy, confirm="documents.confirm_signed_copy",
        give_back="documents.return_signed_copy",
    )  # fmt: skip
