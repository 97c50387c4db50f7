"""What the register says of a paper shown to it, as much of it as the public may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.core.links import linked_to
from phoihop.core.text import fold
from phoihop.documents.checking.clues import Clues, clues, word_words
from phoihop.documents.marking import fingerprint_start, marked
from phoihop.documents.models import FIXED, OutgoingDocument, OutgoingState, Signature, Way, trusted_roots
from phoihop.documents.signatures.matching import bare_copy
from phoihop.documents.signatures.told import Found, Verified
from phoihop.documents.signatures.verify import verify
from phoihop.documents.wording import Compared, compare, pdf_file_words

S = OutgoingState
#: Seconds two texts may take to be compared.
SECONDS = 20
#: Of the words shown, to tell the registered ones beside them: who shows another text learns nothing of ours.
ALIKE = 0.8
SAME, DIFFERS, NOT_COMPARED = "same", "differs", "not compared"


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signed as the register has it, and the signature of the file that is his."""

    name: str
    title: str
    body: str
    capacity: str
    way: str
    signed_on: date | None
    found: Found | None = None


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
    sha256: str = ""
    others: tuple[str, ...] = field(default=())

    def data(self) -> dict[str, Any]:
        """As plain values, for the command."""
        return asdict(self)


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
        said = (
            (_("Tệp nói nó do phần mềm này ở nơi khác lập, hoặc chưa từng vào sổ nơi này."),)
            if seen.embedded
            else ()
        )
        return Answer(verified=verified, warnings=warnings, sha256=seen.sha256, others=said)
    return _told(found, ways, seen=seen, verified=verified, warnings=warnings)


def _registered(where: Q) -> OutgoingDocument | None:
    """The one paper, locked or out; none where two could be meant."""
    rows = OutgoingDocument.objects.filter(where, state__in=FIXED).select_related("kind", "owner")
    found = list(rows.prefetch_related("signatures__body", "bodies__body")[:2])
    return found[0] if len(found) == 1 else None


def _find(seen: Clues) -> tuple[OutgoingDocument | None, tuple[str, ...]]:
    """By whatever the file shows; what points elsewhere than the first is not believed and left out."""
    tries = [
        (Q(signed_copy__sha256=seen.sha256) | Q(signatures__file__sha256=seen.sha256), _("chính tệp này có trong sổ")),
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


def is_public(document: OutgoingDocument) -> bool:
    return document.public_on is not None and document.state in (S.ISSUED, S.RECALLED)


def _told(
    document: OutgoingDocument, ways: tuple[str, ...], *, seen: Clues | None = None, verified: Verified | None = None,
    warnings: tuple[str, ...] = (),
) -> Answer:  # fmt: skip
    if document.state not in (S.ISSUED, S.RECALLED):
        return Answer(
            found_by=ways, standing="not issued", standing_shape="thieu", warnings=warnings, verified=verified,
            standing_words=_("Sổ chưa xác nhận văn bản này: chưa ban hành."), sha256=seen.sha256 if seen else "",
        )  # fmt: skip
    public = is_public(document)
    standing, shape, words, notices = _standing(document, public=public)
    text, said, compared = _text(document, seen, public=public) if seen else (NOT_COMPARED, "", None)
    return Answer(
        known=True, found_by=ways, standing=standing, standing_shape=shape, standing_words=words, notices=notices,
        text=text, text_words=said, compared=compared, facts=_facts(document, verified) if public else None,
        verified=verified, warnings=warnings, sha256=seen.sha256 if seen else "",
    )  # fmt: skip


def _standing(document: OutgoingDocument, *, public: bool) -> tuple[str, str, str, tuple[str, ...]]:
    """What the register says today: in force, corrected, recalled; the register's word, never a signature's."""
    labels = {"corrects": _("Đính chính"), "recalls": _("Thu hồi")}
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
    if any(kind == "corrects" for kind, _words in notices):
        return (
            "corrected",
            "xem",
            _("Còn hiệu lực theo sổ, đã có đính chính: đọc kèm thông báo đính chính."),
            told,
        )
    return "in force", "xacminh", _("Sổ ghi văn bản này đã ban hành, chưa thu hồi, chưa đính chính."), told


def _text(document: OutgoingDocument, seen: Clues, *, public: bool) -> tuple[str, str, Compared | None]:
    if seen.picture:
        return NOT_COMPARED, _("Tệp là ảnh chụp, không có chữ để so; chỉ đối chiếu bằng mắt."), None
    ours = _registered_words(document, seen.kind)
    try:
        found = apart(lambda: compare(ours, seen.words), seconds=SECONDS)
    except Died:
        return NOT_COMPARED, _("Không so được chữ trong thời gian cho phép."), None
    if found.same:
        return SAME, _("Giống từng chữ bản trong sổ."), None
    count = len(found.places) + found.more
    if not public or found.alike < ALIKE:
        return DIFFERS, _("KHÁC bản trong sổ ở %d chỗ.") % count, None
    return DIFFERS, _("KHÁC bản trong sổ ở %d chỗ:") % count, found


def _registered_words(document: OutgoingDocument, kind: str) -> tuple[str, ...]:
    """Of our own copy in the same format, written and read again; it is ours, so it is read here."""
    if kind == "word":
        from phoihop.documents.word import write  # noqa: PLC0415 heavy: python-docx

        return tuple(word_words(write(marked(document.blocks(), document.fingerprint)))[0])
    return tuple(pdf_file_words(bare_copy(document)))


def _facts(document: OutgoingDocument, verified: Verified | None) -> Facts:
    held = list(verified.signatures) if verified else []
    return Facts(
        code=document.code, number=document.official_number, kind=document.kind.name, about=document.about,
        bodies=tuple(part.body.name for part in document.bodies.all()), dated=document.dated,
        issued_on=document.issued_on, fingerprint=document.fingerprint, version=document.version,
        signers=tuple(_signer(row, held) for row in document.signatures.all()),
    )  # fmt: skip


def _signer(row: Signature, held: Iterable[Found]) -> Signer:
    mine = (s for s in held if s.certificate and fold(s.certificate.name) == fold(row.name))
    return Signer(
        name=row.name, title=row.title, body=row.body.name, capacity=row.capacity_label, way=row.way_label,
        signed_on=row.signed_on, found=next(mine, None) if row.way == Way.DIGITAL or held else None,
    )  # fmt: skip
