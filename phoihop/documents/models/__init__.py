"""The nouns of documents: files; papers that go out and come in, with the kinds and the series of their numbers."""

from phoihop.documents.models.files import File, FileKind, FileState, Share
from phoihop.documents.models.incoming import Handling, IncomingDocument, IncomingState, Standing
from phoihop.documents.models.outgoing import (
    FIXED,
    OUT,
    Capacity,
    JointBody,
    OutgoingDocument,
    OutgoingState,
    Purpose,
    Recipient,
    Ruling,
    RulingKind,
    Signature,
    Urgency,
    Way,
)
from phoihop.documents.models.series import (
    Direction,
    DocumentKind,
    NoSeries,
    NumberSeries,
    series_for,
    symbol_of,
)
from phoihop.documents.models.trusted import TrustedRoot, TrustState, trusted_roots

__all__ = [
    "FIXED",
    "OUT",
    "Capacity",
    "Direction",
    "DocumentKind",
    "File",
    "FileKind",
    "FileState",
    "Handling",
    "IncomingDocument",
    "IncomingState",
    "JointBody",
    "NoSeries",
    "NumberSeries",
    "OutgoingDocument",
    "OutgoingState",
    "Purpose",
    "Recipient",
    "Ruling",
    "RulingKind",
    "Share",
    "Signature",
    "Standing",
    "TrustState",
    "TrustedRoot",
    "Urgency",
    "Way",
    "series_for",
    "symbol_of",
    "trusted_roots",
]
