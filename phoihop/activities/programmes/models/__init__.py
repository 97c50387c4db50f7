"""The nouns of programmes: the programme and its text, comments on it, agreement to it, assigned targets."""

from phoihop.activities.programmes.models.agreeing import (
    Agreement,
    Asked,
    CommitteeWay,
    PartyCommitteeView,
    Settlement,
    SigningRound,
)
from phoihop.activities.programmes.models.catalogue import ContentGroup, LegalBasis
from phoihop.activities.programmes.models.comments import Answer, Comment, CommentState, CommentWay
from phoihop.activities.programmes.models.programme import (
    INSIDE,
    Capacity,
    DayFigure,
    Party,
    PartyRelation,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    Review,
    ReviewKind,
    Witness,
    tasks_of,
)
from phoihop.activities.programmes.models.targets import Target, TargetState, TargetValue, ValueState
from phoihop.activities.programmes.models.text import (
    BasisLine,
    ContentItem,
    Origin,
    Paragraph,
    Section,
    Version,
    Worded,
)

__all__ = [
    "INSIDE",
    "Agreement",
    "Answer",
    "Asked",
    "BasisLine",
    "Capacity",
    "Comment",
    "CommentState",
    "CommentWay",
    "CommitteeWay",
    "ContentGroup",
    "ContentItem",
    "DayFigure",
    "LegalBasis",
    "Origin",
    "Paragraph",
    "Party",
    "PartyCommitteeView",
    "PartyRelation",
    "Programme",
    "ProgrammeKind",
    "ProgrammeState",
    "Review",
    "ReviewKind",
    "Section",
    "Settlement",
    "SigningRound",
    "Target",
    "TargetState",
    "TargetValue",
    "ValueState",
    "Version",
    "Witness",
    "Worded",
    "tasks_of",
]
