"""What looks like a denunciation leaves the general flow at once: sealed for the officer of reception (J9)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core import drafts, notices, scrub, vault
from phoihop.core.actions import action, perform
from phoihop.core.vault import Secret
from phoihop.core.who import CLOCK, Actor, of
from phoihop.directory.models import Organisation
from phoihop.documents.models import FileState
from phoihop.documents.opening import seal_away
from phoihop.petitions.custody import CHECKS, HANDS_OVER, reception_body, seal_in, under_seal
from phoihop.petitions.custody_forms import HandOverForm
from phoihop.petitions.freeing import free_all
from phoihop.petitions.models import (
    OPEN,
    Custody,
    CustodyKind,
    CustodyState,
    Petition,
    PetitionState,
    words_on,
)
from phoihop.petitions.routing import CLOCKS

S = PetitionState
#: Whoever reads a petition may see what it really is.
READERS = HANDS_OVER & of("receiver", "forwarder", "front", "answering", "responsible", "co_answering")
#: Everything that may repeat it; how it went is told by the journal, in verbs alone.
PARTS = (
    "questions", "proofs", "suggestions", "verdicts", "answers", "answer_lines", "co_answerers", "transfers", "earlier_times",
)  # fmt: skip
#: The kind of what is sealed, as the page of the vault names it.
KIND = "petitions.denunciation"


def safe_channel_words(day: date) -> list[str]:
    """What the sender reads on the page of the lookup code: this channel is not for it, and how to denounce safely."""
    return words_on("safe", day)


KEPT = _(
    "Số trong sổ chuyển đơn: %s. Chữ, tệp đã niêm phong; cán bộ tiếp công dân nhận giữ và xử lý. Sổ kiến nghị không còn nội dung."
)


def left_to_reception(row: Petition) -> tuple[Custody | None, str]:
    """Its line of the register, for who may read that; the number, for everybody."""
    return Custody.objects.filter(code=row.handed_to).first(), str(KEPT % row.handed_to)


def taken_in(row: Custody) -> tuple[Custody, str]:
    return row, str(KEPT % row.code)


@action(
    on=Custody, frm=None, to=CustodyState.WAITING, by=HANDS_OVER, tells=["owner"], starts=CHECKS, lands=taken_in,
    label=_("Niêm phong, chuyển sổ giữ thư"), says=_("đã niêm phong một mục có dấu hiệu tố cáo"),
)  # fmt: skip
def seal_words(*, actor: Actor, at: datetime, said: Secret, kind: str = CustodyKind.DENUNCIATION) -> Custody:
    """What somebody was about to write into another book: it stands nowhere but under the seal, from the first moment."""
    today = timezone.localdate(at)
    ref = vault.keep(said, kind=KIND, at=at, held_since=at, erase_after=None)
    owner = reception_body(Organisation.objects.get(pk=actor.acting_for), today)
    return under_seal(ref, kind, owner=owner, at=at)


@action(
    on=Petition, frm=OPEN, to=S.HANDED_OVER, form=HandOverForm, by=READERS,
    stops=CLOCKS,
    lands=left_to_reception, label=_("Chuyển bộ phận tiếp công dân"), says=_("đã chuyển bộ phận tiếp công dân"),
    warns=_("Dùng khi có dấu hiệu khiếu nại, tố cáo. Chữ và tệp được niêm phong, ra khỏi sổ kiến nghị ngay; ở đây chỉ còn số."),
)  # fmt: skip
def hand_over(row: Petition, *, actor: Actor, at: datetime, kind: str = CustodyKind.DENUNCIATION) -> None:
    """No word, no file and no asker stays here; the officer of reception has them sealed under a number."""
    today = timezone.localdate(at)
    files = _files(row)
    since = timezone.make_aware(datetime.combine(row.received_on, time()))
    ref = vault.keep(_everything(row, files), kind=KIND, at=at, held_since=min(since, at))
    owner = reception_body(row.receiver, today)
    custody = perform(seal_in, actor=actor, at=at, owner=owner, sealed_ref=ref, kind=kind)
    row.handed_to = custody.code
    for file in files:
        if file.state == FileState.KEPT:
            perform(
                seal_away, file, actor=CLOCK, at=at, why=str(_("nội dung đã chuyển bộ phận tiếp công dân"))
            )
    _empty(row, actor=actor, at=at)


def _files(row: Petition) -> list[Any]:
    """Whatever was sent with it, first and later, and the letters that answered it."""
    found = [proof.file for proof in row.proofs.all()]
    found += [verdict.picture for verdict in row.verdicts.all()]
    found += [answer.letter_file for answer in row.answers.all()]
    return list({file.pk: file for file in found if file is not None}.values())


def _everything(row: Petition, files: Iterable[Any]) -> Secret:
    """Text, place, who asked, and the files with their bytes."""
    asker = vault.peek(row.asker_ref) if row.asker_ref else None
    held: dict[str, Any] = dict(asker.reveal()) if asker else {}
    held |= {
        "title": row.title,
        "content": row.content,
        "place": row.place_told,
        "asker_words": row.asker_words,
    }
    held["questions"] = "\n".join(q.text for q in row.questions.all())
    held["said"] = "\n".join(v.said for v in row.verdicts.all() if v.said)
    held["files"] = [{"name": file.name, "data": _bytes(file)} for file in files]
    return Secret({name: value for name, value in held.items() if value})


def _bytes(file: Any) -> str:
    if not default_storage.exists(file.stored_as):
        return ""
    with default_storage.open(file.stored_as) as source:
        return base64.b64encode(source.read()).decode()


def _empty(row: Petition, *, actor: Actor, at: datetime) -> None:
    """The row, its parts, what was told and half-typed about it; the lookup code stays with its sender."""
    shared = Petition.objects.filter(asker_ref=row.asker_ref).exclude(pk=row.pk).exists()
    if row.asker_ref and not shared:
        vault.erase(
            row.asker_ref,
            actor=actor,
            at=at,
            reason=str(_("chuyển bộ phận tiếp công dân, niêm phong dưới số khác")),
        )
    row.empty_texts(leave=("lookup",))
    row.title, row.asker_ref, row.public_since, row.quarter, row.source_words = (
        str(row.states(S.HANDED_OVER).label),
        "",
        None,
        "",
        "",
    )
    row.short_answer, row.competent, row.asked_why, row.repeats = "", "", "", None
    free_all(row, at=at)
    for name in PARTS:
        for part in getattr(row, name).all():
            row.drop(part)
    notices.reword(row, str(_("Một mục đã chuyển bộ phận tiếp công dân.")))
    drafts.forget_all(row)
    scrub.want(at=at)
