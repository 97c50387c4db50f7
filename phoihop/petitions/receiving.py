"""A petition comes in, is split where it holds several matters, and is classified by a person."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.models import NO_DATE
from phoihop.core.actions import Refused, action, perform
from phoihop.core.models import Record
from phoihop.core.vault import Secret, keep, together
from phoihop.core.who import Actor, public
from phoihop.directory.models import Organisation, body_of_kind
from phoihop.documents.actions import store
from phoihop.petitions.forms import (
    AddPictureForm,
    ClassifyForm,
    ReasonForm,
    ReceiveForm,
    SplitForm,
    usual_due,
)
from phoihop.petitions.freeing import free_all
from phoihop.petitions.models import (
    OPEN,
    Petition,
    PetitionKind,
    PetitionProof,
    PetitionState,
    Question,
    Suggestion,
    practice,
)
from phoihop.petitions.quarters import written
from phoihop.petitions.rights import ASKER, CLASSIFIERS, FOLLOWERS, HEARS
from phoihop.petitions.routing import CLOCKS

S = PetitionState
#: Letters of a lookup code: none that is read as another; 30 of them, 10 a code: 49 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
TITLE = 200


def lookup_code() -> str:
    """A code nobody guesses, in groups that are easily read out: "K7Q2M-9XR4T"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def leading(text: str) -> str:
    """The first sentence of what was said, as a title until somebody writes a better one."""
    line = " ".join(text.split())
    for stop in (". ", "? ", "! ", "; "):
        cut = line.find(stop)
        if 0 < cut < TITLE:
            return line[: cut + 1].rstrip(" .;")
    return line if len(line) <= TITLE else line[: TITLE - 1].rsplit(" ", 1)[0] + "…"


def sealed_asker(name: Secret | None, address: Secret | None, phone: Secret | None, *, at: datetime) -> str:
    """Who asked, sealed apart (domain.md §7.3): the reference, or nothing where nobody was named."""
    who = together(name=name, address=address, phone=phone)
    if not who:
        return ""
    number = phone.reveal().get("text", "") if phone else ""
    erased = usual_due("petitions.asker", timezone.localdate(at))
    return keep(who, kind="petitions.asker", at=at, index={"phone": number}, erase_after=erased)


@action(
    on=Petition, frm=None, to=S.RECEIVED, form=ReceiveForm, by=HEARS | public, primary=True, tells=["forwarder", "front"],
    starts=["petitions.classify"], label=_("Ghi kiến nghị"), says=_("đã tiếp nhận kiến nghị"),
)  # fmt: skip
def receive(
    *, actor: Actor, at: datetime, content: str, source: str, title: str = "", quarter: str = "", place: str = "",
    raised_on: date | None = None, source_words: str = "", field: str = "", questions: Sequence[str] = (),
    kind: str = PetitionKind.PETITION, asker_words: str = "", public: bool = False, receiver: Organisation | None = None,
    source_record: Record | None = None, noted_at: datetime | None = None, asker_name: Secret | None = None,
    asker_address: Secret | None = None, asker_phone: Secret | None = None, lookup: str = "",
) -> Petition:  # fmt: skip
    """One matter as one asker raised it. Who asked is a reference into the vault, never a name.

    The body that forwards it and the Front of the locality read it from the first day.
    """
    body = receiver or Organisation.objects.get(pk=actor.acting_for)
    today = timezone.localdate(at)
    made = Petition(
        content=content.strip(), title=(title.strip() or leading(content))[:TITLE], source=source,
        quarter=written(quarter, body.territory),
        place=place.strip(), raised_on=raised_on or today, received_on=today, source_words=source_words[:300], field=field,
        kind=kind or PetitionKind.PETITION, asker_words=asker_words[:120], receiver=body, noted_at=noted_at,
        asker_ref=sealed_asker(asker_name, asker_address, asker_phone, at=at),
        lookup=lookup or lookup_code(), public_since=today if public else None, sort_on=NO_DATE,
        forwarder=body_of_kind(practice("forwarder", today), body.territory_id, today),
        front=body_of_kind(practice("front", today), body.territory_id, today),
    )  # fmt: skip
    if source_record is not None:
        made.source_type, made.source_id = source_record._meta.label_lower, source_record.pk
        made.link("arises_from", source_record)
    _ask(made, questions or (made.title,))
    return made


def _ask(row: Petition, questions: Iterable[str]) -> None:
    """The questions as a whole; they are numbered as they stand."""
    for old in row.questions.all() if row.pk else ():
        row.drop(old)
    for n, text in enumerate(questions, start=1):
        row.add(Question(number=n, order=n, text=text))


@action(
    on=Petition, frm=[S.RECEIVED, S.CLASSIFIED], form=AddPictureForm, by=HEARS | ASKER, appends=True,
    label=_("Thêm ảnh, tệp"), says=_("đã thêm ảnh, tệp của người nêu"),
)  # fmt: skip
def add_files(row: Petition, *, actor: Actor, at: datetime, uploads: Sequence[Any], words: str = "") -> None:
    """What the asker shows; readers of the petition open it."""
    readers = [key for key in row.reader_keys() if key]
    n = len(row.proofs.all())
    for order, upload in enumerate(uploads, start=n + 1):
        told = str(_("Ảnh người nêu gửi"))
        file = perform(
            store, actor=actor, at=at, upload=upload, words=told, owner=row.receiver, share_with=readers
        )
        row.add(PetitionProof(shows=(words or told)[:300], file=file, on=timezone.localdate(at), order=order))


def cut_told(row: Petition) -> tuple[Petition, Any]:
    """The new codes are said at once: they are what is written on the slip of who asked."""
    return row, _("Nội dung tách ra mang mã: %s.") % ", ".join(row.cut) if row.cut else ""


@action(
    on=Petition, frm=[S.RECEIVED, S.CLASSIFIED], form=SplitForm, by=CLASSIFIERS,
    lands=cut_told, label=_("Tách đơn nhiều nội dung"), says=_("đã tách đơn nhiều nội dung"),
)  # fmt: skip
def split(
    row: Petition, *, actor: Actor, at: datetime, parts: Sequence[str], title: str, content: str = ""
) -> None:
    """Each further matter becomes a petition of its own with the same origin (R-27); they count as one turn.

    What was cut off stands here no longer: the rest is written anew.
    """
    if not parts:
        raise Refused(_("Chưa ghi nội dung nào để tách."), field="parts")
    first = row.split_from or row
    row.cut = tuple(
        perform(
            cut_off, actor=actor, at=at, first=first, text=text, quarter=row.quarter, place=row.place,
        ).code
        for text in parts
    )  # fmt: skip
    row.title, row.content = title[:TITLE], content.strip() or title
    _ask(row, (row.title,))


@action(
    on=Petition, frm=None, to=S.RECEIVED, by=CLASSIFIERS | HEARS, tells=[], starts=["petitions.classify"],
    label=_("Nội dung tách ra"), says=_("đã được tách từ một đơn nhiều nội dung"),
)  # fmt: skip
def cut_off(
    *, actor: Actor, at: datetime, first: Petition, text: str, quarter: str = "", place: str = ""
) -> Petition:
    """Performed by :func:`split`: same asker, same source, a code of its own."""
    made = Petition(
        content=text, title=leading(text), source=first.source, quarter=quarter, place=place, raised_on=first.raised_on,
        received_on=first.received_on, source_words=first.source_words, source_type=first.source_type,
        source_id=first.source_id, kind=first.kind, asker_words=first.asker_words, asker_ref=first.asker_ref,
        receiver=first.receiver, forwarder=first.forwarder, front=first.front, noted_at=first.noted_at,
        lookup=lookup_code(), split_from=first, sort_on=NO_DATE, turns=0,
    )  # fmt: skip
    made.link("split_from", first)
    _ask(made, (made.title,))
    return made


@action(
    on=Petition, frm=[S.RECEIVED], to=S.CLASSIFIED, form=ClassifyForm, by=CLASSIFIERS, primary=True,
    stops=["petitions.classify"], starts=["petitions.forward"], label=_("Phân loại"), says=_("đã phân loại"),
)  # fmt: skip
def classify(
    row: Petition, *, actor: Actor, at: datetime, title: str, field: str, competence: str, answering: Organisation,
    quarter: str = "", place: str = "", committee_field: str = "", kind: str = "", repeats: Petition | None = None,
    questions: Sequence[str] = (), suggested: Sequence[tuple[str, str, str]] = (),
) -> None:  # fmt: skip
    """A person decides; what was suggested is kept beside with whether it was taken."""
    _sort(
        row, title=title, field=field, competence=competence, answering=answering, quarter=quarter, place=place,
        committee_field=committee_field, kind=kind, repeats=repeats, questions=questions,
    )  # fmt: skip
    row.classified_on = timezone.localdate(at)
    chosen = {"field": field, "body": str(answering.pk), "earlier": repeats.code if repeats else ""}
    for order, (what, value, reason) in enumerate(suggested):
        row.add(
            Suggestion(
                what=what,
                value=value[:200],
                reason=reason[:300],
                taken=chosen.get(what) == value,
                order=order,
            )
        )


@action(
    on=Petition, frm=[S.CLASSIFIED, S.FORWARDED, S.ASSIGNED], form=ClassifyForm, by=CLASSIFIERS,
    label=_("Sửa phân loại"), says=_("đã sửa phân loại"),
)  # fmt: skip
def reclassify(
    row: Petition, *, actor: Actor, at: datetime, title: str, field: str, competence: str, answering: Organisation,
    quarter: str = "", place: str = "", committee_field: str = "", kind: str = "", repeats: Petition | None = None,
    questions: Sequence[str] = (),
) -> None:  # fmt: skip
    """Until it is answered a wrong class may be put right; who answers changes only before it is forwarded."""
    if row.state != S.CLASSIFIED and row.answering_id != answering.pk:
        raise Refused(
            _("Kiến nghị đã chuyển %s.") % row.answering, field="answering",
            instead=_("Cơ quan đó chuyển đơn vị khác, hoặc chuyển cấp trên."),
        )  # fmt: skip
    _sort(
        row, title=title, field=field, competence=competence, answering=answering, quarter=quarter, place=place,
        committee_field=committee_field, kind=kind, repeats=repeats, questions=questions,
    )  # fmt: skip


def _sort(
    row: Petition, *, title: str, field: str, competence: str, answering: Organisation, quarter: str, place: str,
    committee_field: str, kind: str, repeats: Petition | None, questions: Sequence[str],
) -> None:  # fmt: skip
    row.title, row.field, row.competence, row.answering = title[:TITLE], field, competence, answering
    row.quarter = written(quarter, row.receiver.territory)
    row.place, row.committee_field = place.strip(), committee_field
    row.kind = kind or row.kind
    asked = [q.text for q in row.questions.all()]
    if questions and list(questions) != asked:
        _ask(row, questions)
    row.repeats = repeats
    row.times = repeats.times + 1 if repeats else 1
    if repeats is not None:
        row.link("follows", repeats)


@action(
    on=Petition, frm=OPEN, to=S.WITHDRAWN, form=ReasonForm, by=FOLLOWERS, tells=["answering", "responsible"],
    stops=CLOCKS, label=_("Người hỏi rút"), says=_("đã ghi người hỏi rút kiến nghị"),
)  # fmt: skip
def withdraw(row: Petition, *, actor: Actor, at: datetime, reason: str) -> None:
    """By the asker's own wish, with the reason; the row and its history stay, and who joined it stands alone again."""
    free_all(row, at=at)
