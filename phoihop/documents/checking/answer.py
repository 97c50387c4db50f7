"""What the register says of a paper shown to it, as much of it as the public may know."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core.links import linked_to
from phoihop.documents.checking.clues import Clues, clues
from phoihop.documents.checking.signers import Signer, doubts, signer
from phoihop.documents.checking.texts import COPY, NOT_COMPARED, SAME, SIGNED, Told, beside_register
from phoihop.documents.marking import fingerprint_start
from phoihop.documents.models import FIXED, OutgoingDocument, OutgoingState, Way, trusted_roots
from phoihop.documents.signatures.told import EXPIRED, TRUSTED, Verified
from phoihop.documents.signatures.verify import verify
from phoihop.documents.wording import Compared

S = OutgoingState
IN_FORCE = "in force"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the public may know of a public paper."""

    code: str
    number: str
    kind: str
    about: str
    bodies: tuple[str, ...]
    dated: date | None
    issued_on: date | None
    fingerprint: str
    version: int
    signers: tuple[Signer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What somebody shows, as it was read; ``kept``: as what the register holds this very file, if it does."""

    seen: Clues
    content: bytes
    verified: Verified | None
    kept: str

    @property
    def doubts(self) -> tuple[str, ...]:
        return doubts(self.verified, kept=bool(self.kept))

    def beside(self, document: OutgoingDocument, *, public: bool) -> Told:
        held = self.verified.signatures if self.verified else ()
        frames = {s.field for s in held if s.sound and s.issuer in (TRUSTED, EXPIRED)}
        return beside_register(
            document, self.seen, self.content, public=public, kept=self.kept, frames=frames
        )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """``known``: the register has this very paper and it went out. ``facts`` only where the paper is public."""

    known: bool = False
    found_by: tuple[str, ...] = ()
    standing: str = ""
    standing_words: str = ""
    standing_shape: str = ""
    notices: tuple[str, ...] = ()
    text: str = NOT_COMPARED
    text_words: str = ""
    compared: Compared | None = None
    facts: Facts | None = None
    verified: Verified | None = None
    warnings: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    sha256: str = ""
    others: tuple[str, ...] = field(default=())
    #: The file is a picture, and no code could be read off it: nothing was found because nothing was read.
    unread: bool = False
    #: What was shown is a picture: its words are for the eye.
    picture: bool = False

    @property
    def sure(self) -> bool:
        """Nothing about what was shown is left to doubt; a code alone shows nothing."""
        shown = not self.sha256 or (self.text == SAME and not self.doubts and not self.warnings)
        return self.known and shown

    @property
    def good(self) -> bool:
        """Sure, and the register has nothing against it today: the only answer that is told in green."""
        return self.sure and self.standing == IN_FORCE

    def data(self) -> dict[str, Any]:
        """As plain values, for the command."""
        return {**asdict(self), "good": self.good}


def by_code(code: str) -> Answer:
    """For who has only the code printed on the paper."""
    start = fingerprint_start(code)
    found = _registered(Q(fingerprint__startswith=start)) if start else None
    return _told(found, (_("mã in trên văn bản"),)) if found else Answer()


def by_file(content: bytes, name: str, *, at: datetime) -> Answer:
    """For who shows the paper itself; :class:`phoihop.documents.checking.clues.Unread` if it cannot be read."""
    seen = clues(content, name)
    verified = (
        verify(content, roots=trusted_roots(timezone.localdate(at)), at=at) if seen.kind == "pdf" else None
    )
    warnings = verified.warnings if verified else ()
    found, ways = _find(seen)
    if found is None:
        return Answer(
            verified=verified, warnings=warnings, sha256=seen.sha256, others=_said_by_itself(seen),
            unread=seen.picture and not seen.starts and not seen.embedded,
        )  # fmt: skip
    shown = Shown(seen=seen, content=content, verified=verified, kept=_kept(found, seen.sha256))
    return _told(found, ways, shown=shown, warnings=warnings)


def _said_by_itself(seen: Clues) -> tuple[str, ...]:
    """What a file that the register does not know says of where it comes from."""
    if not seen.embedded:
        return ()
    if not seen.fingerprint:
        return (_("Tệp là dự thảo hoặc bản để đọc do phần mềm lập, không phải văn bản đã lấy số, đã ký."),)
    return (_("Tệp nói nó do phần mềm này ở nơi khác lập, hoặc chưa từng vào sổ nơi này."),)


def _registered(where: Q) -> OutgoingDocument | None:
    """The one paper, locked or out; none where two could be meant."""
    rows = OutgoingDocument.objects.filter(where, state__in=FIXED).select_related(
        "kind", "owner", "signed_copy"
    )
    found = list(rows.prefetch_related("signatures__body", "signatures__file", "bodies__body")[:2])
    return found[0] if len(found) == 1 else None


def _find(seen: Clues) -> tuple[OutgoingDocument | None, tuple[str, ...]]:
    """By whatever the file shows; what points elsewhere than the first is not believed and left out."""
    tries = [
        # a copy that was handed in and that nobody compared yet is no word of the register
        (
            Q(signed_copy__sha256=seen.sha256, copy_confirmed_on__isnull=False) | Q(signatures__file__sha256=seen.sha256),
            _("chính tệp này có trong sổ"),
        ),
        (Q(fingerprint=seen.fingerprint) if seen.fingerprint else None, _("dữ liệu nằm trong tệp")),
        *((Q(fingerprint__startswith=start), _("mã in trên văn bản")) for start in seen.starts),
    ]  # fmt: skip
    found, ways = None, []
    for where, words in tries:
        if where is None:
            continue
        keys = OutgoingDocument.objects.filter(where).values("pk")
        one = _registered(Q(pk__in=keys))
        if one is not None and (found is None or one.pk == found.pk):
            found = found or one
            ways.append(words)
    return found, tuple(dict.fromkeys(ways))


def _kept(document: OutgoingDocument, sha256: str) -> str:
    """Whether this very file was checked when it was signed, or compared by a second person as the signed copy."""
    rows = document.signatures.all()
    if any(row.way == Way.DIGITAL and row.file and row.file.sha256 == sha256 for row in rows):
        return SIGNED
    copy = document.signed_copy
    return COPY if copy and document.copy_confirmed_on and copy.sha256 == sha256 else ""


def is_public(document: OutgoingDocument) -> bool:
    return document.public_on is not None and document.state in (S.ISSUED, S.RECALLED)


def _told(
    document: OutgoingDocument, ways: tuple[str, ...], *, shown: Shown | None = None,
    warnings: tuple[str, ...] = (),
) -> Answer:  # fmt: skip
    verified, sha256 = (shown.verified, shown.seen.sha256) if shown else (None, "")
    if document.state not in (S.ISSUED, S.RECALLED):
        return Answer(
            found_by=ways, standing="not issued", standing_shape="thieu", warnings=warnings, verified=verified,
            standing_words=_("Sổ chưa xác nhận văn bản này: chưa ban hành."), sha256=sha256,
        )  # fmt: skip
    public = is_public(document)
    standing, shape, words, notices = _standing(document, public=public)
    told = shown.beside(document, public=public) if shown else Told()
    return Answer(
        known=True, found_by=ways, standing=standing, standing_shape=shape, standing_words=words, notices=notices,
        text=told.state, text_words=told.words, compared=told.compared, verified=verified, warnings=warnings,
        facts=_facts(document, shown) if public else None, sha256=sha256, picture=bool(shown and shown.seen.picture),
        doubts=shown.doubts if shown else (),
    )  # fmt: skip


def _standing(document: OutgoingDocument, *, public: bool) -> tuple[str, str, str, tuple[str, ...]]:
    """What the register says today: in force, corrected, recalled; the register's word, never a signature's."""
    labels = {"corrects": _("Đính chính"), "replaced_by": _("Thay thế"), "recalls": _("Thu hồi")}
    notices = []
    for kind, row in linked_to(document, *labels):
        if isinstance(row, OutgoingDocument) and row.state in (S.ISSUED, S.RECALLED):
            shown = f" {row.official_number}" if public and is_public(row) else ""
            day = f", {row.issued_on:%d/%m/%Y}" if row.issued_on else ""
            notices.append((kind, f"{labels[kind]}: {_('văn bản')}{shown}{day}"))
    told = tuple(words for _kind, words in notices)
    if document.state == S.RECALLED:
        day = f"{document.ended_on:%d/%m/%Y}" if document.ended_on else ""
        return "recalled", "rut", _("Đã thu hồi ngày %s: không còn được sử dụng.") % day, told
    if any(kind == "replaced_by" for kind, _words in notices):
        return "replaced", "rut", _("Sổ ghi đã có văn bản thay thế: xem văn bản thay thế."), told
    if any(kind == "corrects" for kind, _words in notices):
        return (
            "corrected",
            "xem",
            _("Còn hiệu lực theo sổ, đã có đính chính: đọc kèm thông báo đính chính."),
            told,
        )
    return IN_FORCE, "xacminh", _("Sổ ghi văn bản này đã ban hành, chưa thu hồi, chưa đính chính."), told


def _facts(document: OutgoingDocument, shown: Shown | None) -> Facts:
    return Facts(
        code=document.code, number=document.official_number, kind=document.kind.name, about=document.about,
        bodies=tuple(part.body.name for part in document.bodies.all()), dated=document.dated,
        issued_on=document.issued_on, fingerprint=document.fingerprint, version=document.version,
        signers=tuple(
            signer(row, shown.verified if shown else None, asked=shown is not None, kept=bool(shown and shown.kept))
            for row in document.signatures.all()
        ),
    )  # fmt: skip
