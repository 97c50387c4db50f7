"""The whole set of a conference in one file, each paper a Word file of its own."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from phoihop.core.papers import build_paper, formats, paper_kind
from phoihop.core.text import slug
from phoihop.core.who import Actor
from phoihop.meetings.models import Meeting
from phoihop.meetings.occasions import told
from phoihop.meetings.papers import SET, invitation_to
from phoihop.meetings.parts import Duty


def zipped(meeting: Meeting, *, actor: Actor, at: datetime) -> bytes:
    """Numbered in the order they are needed; beside them a letter for each guest alone."""
    word = formats()["docx"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for n, code in enumerate(SET, start=1):
            name = slug(str(paper_kind(code).label).partition("(")[0].strip())
            packed.writestr(f"{n}-{name}.docx", word.write(build_paper(code, meeting, actor=actor, at=at)))
        guests = [g for g in meeting.invitations.select_related("body", "person") if g.duty == Duty.ATTEND]
        named = told(meeting, actor)
        for guest in guests:
            name = f"1-giay-moi-tung-khach/{guest.number:02d}-{slug(guest.name)[:60]}.docx"
            packed.writestr(name, word.write(invitation_to(meeting, guest, named, at=at)))
    return out.getvalue()
