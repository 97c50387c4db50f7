"""Whether a paper shown says, and shows, what the register has; what was compared and what was not is said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.documents.checking.clues import Clues
from phoihop.documents.checking.package import Package, read
from phoihop.documents.looks import Looks, looks
from phoihop.documents.marking import marked
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.signatures.matching import bare_copy
from phoihop.documents.wording import Compared, compare, pdf_file_words

#: Seconds two papers may take to be compared.
SECONDS = 40
#: Of the words shown, to tell the registered ones beside them: who shows another text learns nothing of ours.
ALIKE = 0.8
#: As what a file is held: signed here, or a copy that a second person compared.
SIGNED, COPY = "signed", "copy"
#: The same in words and as drawn; the same words alone, the rest is for the eye; other words; nothing compared.
SAME, WORDS_ONLY, DIFFERS, NOT_COMPARED = "same", "words", "differs", "not compared"


@dataclass(frozen=True, kw_only=True)
class Told:
    """``compared`` only where the places may be told."""

    state: str = NOT_COMPARED
    words: str = ""
    compared: Compared | None = None


def beside_register(
    document: OutgoingDocument, seen: Clues, content: bytes, *, public: bool, kept: str, frames: Collection[str]
) -> Told:  # fmt: skip
    """``kept``: as what the register holds this very file. ``frames``: fields of signatures that count."""
    if seen.picture:
        if kept:
            return Told(state=SAME, words=_("Chính tệp này là bản ký đã đối chiếu, giữ trong sổ."))
        return Told(words=_("Tệp là ảnh chụp, không có chữ để so; chỉ đối chiếu bằng mắt."))
    try:
        if seen.package is not None:
            return _word(document, seen.package, public=public)
        return _pdf(document, seen, content, public=public, drawn=kept != SIGNED, frames=frames)
    except Died:
        return Told(words=_("Không so được chữ và hình trong thời gian cho phép: đối chiếu bằng mắt."))


def _word(document: OutgoingDocument, theirs: Package, *, public: bool) -> Told:
    from phoihop.documents.word import write  # noqa: PLC0415 heavy: python-docx

    if theirs.strange:
        return Told(
            words=_("Không đối chiếu được: tệp Word có %s. Mở bản PDF tải từ nơi ban hành để đối chiếu.")
            % theirs.strange
        )
    ours = read(write(marked(document.blocks(), document.fingerprint)))
    if ours.same_parts(theirs):
        return Told(state=SAME, words=_same())
    found = apart(lambda: compare(ours.all_words, theirs.all_words), seconds=SECONDS)
    if not found.same:
        return _differs(found, public=public)
    return Told(
        state=WORDS_ONLY,
        words=_(
            "Chữ trong tệp giống bản trong sổ, nhưng tệp Word đã được lưu lại: kiểu chữ, màu chữ, hình chưa so được. "
            "Đối chiếu bằng mắt, hoặc đưa bản PDF vào kiểm tra."
        ),
    )


def _pdf(
    document: OutgoingDocument, seen: Clues, content: bytes, *, public: bool, drawn: bool, frames: Collection[str]
) -> Told:  # fmt: skip
    """``drawn``: the pages too; the very file that was signed here was looked at then, by the program of that day."""
    bare = bare_copy(document)

    def work() -> tuple[Compared, Looks | None]:
        found = compare(pdf_file_words(bare), seen.words)
        return found, looks(bare, content, frames=frames) if found.same and drawn else None

    found, look = apart(work, seconds=SECONDS)
    if not found.same:
        return _differs(found, public=public)
    if look is None or (look.same and not look.over):
        return Told(state=SAME, words=_same())
    reasons = look.reasons()
    if look.over:
        reasons.append(
            _("khung chữ ký đè lên chữ “%s”") % look.over if public else _("khung chữ ký đè lên chữ")
        )
    if look.changed and not look.extra:
        reasons.append(_("có phần che, vẽ thêm, hoặc tệp đã in lại bằng phần mềm khác"))
    return Told(
        state=WORDS_ONLY, words=_("Chữ trong tệp giống bản trong sổ, nhưng %s. Đối chiếu bằng mắt.") % "; ".join(reasons),
    )  # fmt: skip


def _same() -> str:
    return _("Giống từng chữ bản trong sổ.")


def _differs(found: Compared, *, public: bool) -> Told:
    """Of a paper that is not public, or another text: no places and no count, which would answer guessed words."""
    if not public or found.alike < ALIKE:
        return Told(state=DIFFERS, words=_("KHÁC bản trong sổ."))
    count = len(found.places) + found.more
    return Told(state=DIFFERS, words=_("KHÁC bản trong sổ ở %d chỗ:") % count, compared=found)
