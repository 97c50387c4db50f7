"""The paper of a document is its own text, as it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy

from phoihop.core.papers import Paper, paper
from phoihop.core.who import Actor
from phoihop.documents.models import OutgoingDocument


@paper(on=OutgoingDocument, label=gettext_lazy("Văn bản"))
def document(row: OutgoingDocument, *, actor: Actor, at: datetime) -> Paper:
    """The blocks that were locked, or the draft so far; never made anew from the source."""
    made = row.blocks()
    return replace(made, code="documents.document", meta={**made.meta, "at": at.isoformat()})
