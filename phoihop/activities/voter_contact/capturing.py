"""What a voter says is written down in the hall and becomes a petition, once, with the time it was said and the time it came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.voter_contact.forms import CaptureForm, SpotAnswerForm
from phoihop.activities.voter_contact.hall import receive_key
from phoihop.activities.voter_contact.models import ContactPoint, ContactState, SpotAnswer, VoterContact
from phoihop.activities.voter_contact.rights import HALL
from phoihop.core.actions import Refused, action, perform
from phoihop.core.vault import Secret
from phoihop.core.who import Actor
from phoihop.meetings.models import MeetingState
from phoihop.petitions import actions as petitions
from phoihop.petitions.models import Petition, PetitionSource

S = ContactState


@action(
    on=VoterContact, frm=[S.ANNOUNCED, S.HELD], form=CaptureForm, by=HALL, appends=True,
    label=_("Ghi ý kiến cử tri"), says=_("đã ghi một ý kiến cử tri"),
)  # fmt: skip
def capture(
    row: VoterContact, *, actor: Actor, at: datetime, point: int, said: Secret, item: str, field: str = "",
    asker_name: Secret | None = None, asker_phone: Secret | None = None, noted_at: datetime | None = None,
) -> None:  # fmt: skip
    """One item of Ghi nhanh, or one line of a paper form typed in later.

    The words stand in the petition alone; who asked is sealed in the vault and nowhere else.
    """
    found = next((p for p in row.points.select_related("meeting") if p.number == point), None)
    if found is None or found.meeting.state == MeetingState.CANCELLED:
        raise Refused(_("Đợt này không có điểm số %d, hoặc điểm đã hủy.") % point, field="point")
    words = said.reveal()["text"]
    perform(
        petitions.receive, actor=actor, at=at, key=receive_key(item), content=words, source=PetitionSource.VOTER_CONTACT,
        source_words=f"{found.meeting.title}, {found.meeting.day:%d/%m/%Y}", source_record=found.meeting, quarter=found.unit,
        field=field, raised_on=_said_on(found, noted_at, at), noted_at=min(noted_at, at) if noted_at else None,
        asker_words="" if asker_name else str(_("Một cử tri %s") % found.unit),
        asker_name=asker_name, asker_phone=asker_phone,
    )  # fmt: skip


def _said_on(point: ContactPoint, noted_at: datetime | None, at: datetime) -> date:
    """The day it was said: as the telephone has it; one whose clock is far off is given the evening of the point."""
    evening = point.meeting.day
    noted = timezone.localdate(noted_at) if noted_at else None
    if noted and evening <= noted <= timezone.localdate(at):
        return noted
    return min(evening, timezone.localdate(at))


@action(
    on=VoterContact, frm=[S.ANNOUNCED, S.HELD], form=SpotAnswerForm, by=HALL, appends=True,
    label=_("Ghi trả lời tại chỗ"), says=_("đã ghi một trả lời tại chỗ"),
)  # fmt: skip
def answer_on_spot(
    row: VoterContact, *, actor: Actor, at: datetime, petition: Petition, words: str, answered_by: str
) -> None:
    """What the committee's people said in the hall; it is not the answer of the committee, which comes in writing."""
    if any(answer.petition_id == petition.pk for answer in row.spot_answers.all()):
        raise Refused(_("Kiến nghị này đã ghi trả lời tại chỗ."), field="petition")
    n = len(row.spot_answers.all()) + 1
    row.add(SpotAnswer(petition=petition, words=words, answered_by=answered_by, order=n))


def add_picture(petition: Petition, *, actor: Actor, at: datetime, picture: str, upload: Any) -> None:
    """A picture that waited on the telephone; once, however often it is sent."""
    perform(petitions.add_files, petition, actor=actor, at=at, key=f"ga-{picture}", uploads=[upload])
