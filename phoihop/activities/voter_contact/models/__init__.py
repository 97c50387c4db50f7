"""A round of voter contact, its points and deputies; a deputy's request to meet others; what may not be said in a call."""

from phoihop.activities.voter_contact.models.barred import BarredPhrase, barred_in
from phoihop.activities.voter_contact.models.contact import (
    POINT_KIND,
    ContactForm,
    ContactKind,
    ContactMode,
    ContactState,
    VoterContact,
)
from phoihop.activities.voter_contact.models.parts import ContactDeputy, ContactPoint, DeputyLevel, SpotAnswer
from phoihop.activities.voter_contact.models.request import Request, RequestKind, RequestState

__all__ = [
    "POINT_KIND",
    "BarredPhrase",
    "ContactDeputy",
    "ContactForm",
    "ContactKind",
    "ContactMode",
    "ContactPoint",
    "ContactState",
    "DeputyLevel",
    "Request",
    "RequestKind",
    "RequestState",
    "SpotAnswer",
    "VoterContact",
    "barred_in",
]
