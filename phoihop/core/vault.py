"""Personal data kept apart from content: sealed, opened with a reason that is noted, erased in time.

A record holds an opaque reference and nothing else. What is sealed can be found again without being opened
by its marks: keyed digests of a normalised number. The keys are not in the database (``core.keyring``).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core import keyring, scrub
from phoihop.core.models import Access, SealedMark, SealedOpening, SealedText
from phoihop.core.text import fold
from phoihop.core.who import Actor

#: What stands wherever a secret would be repeated: in the journal, a draft, a log, a page.
MARKER = "nội dung không lưu trong nhật ký"
#: Who opens a sealed text does so at work; outside of it the officer is alarmed.
OFFICE_HOURS = range(7, 18)
_NONCE = 12
#: Called with every opening, inside its transaction: whoever guards the vault is told.
on_opening: list[Callable[[SealedOpening], None]] = []
#: Called before the old keys go, both still opening: whoever seals by them outside of here does it anew; returns how many.
on_rotate: list[Callable[[], int]] = []
#: Per kind of sealed text, who erases it when its day has come, so that its record says so; False: it is still needed.
on_due: dict[str, Callable[[str, Actor, datetime], bool]] = {}
_LOCAL = re.compile(r"^(?:00|\+)?84(?=\d{9}$)")
#: So many digits make a value a number, whatever stands between them.
_DIGITS = 6


class Gone(Exception):
    """What was sealed has been erased, or never was here."""


class Secret:
    """A value that journals, drafts, logs and pages never repeat; a text stands under ``text``."""

    __slots__ = ("_held",)

    def __init__(self, held: str | Mapping[str, Any]) -> None:
        self._held = {"text": held} if isinstance(held, str) else dict(held)

    def reveal(self) -> dict[str, Any]:
        """What is held, for whoever seals it."""
        return dict(self._held)

    def __bool__(self) -> bool:
        return any(value not in ("", None) for value in self._held.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._held == other._held

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return MARKER

    __str__ = __repr__

    def __deepcopy__(self, memo: Any) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written down")


def together(**parts: Secret | str | None) -> Secret:
    """Several boxes of one form as one secret; empty ones are left out."""
    held: dict[str, Any] = {}
    for name, part in parts.items():
        words = part.reveal().get("text", "") if isinstance(part, Secret) else part
        if words:
            held[name] = words
    return Secret(held)


def keep(
    secret: Secret, *, kind: str, at: datetime, erase_after: date | None = None,
    index: Mapping[str, str] | None = None, held_since: datetime | None = None,
) -> str:  # fmt: skip
    """Seal it; returns the reference a record holds. Called inside an action.

    ``index`` names the numbers it shall be found by; ``held_since`` tells since when the same words stood
    elsewhere in plain, so that it is known which copies of the database hold them.
    """
    marks = {name: value for name, value in (index or {}).items() if value}
    row = SealedText(
        ref=secrets.token_hex(16), kind=kind, kept_at=at, held_since=held_since or at, erase_after=erase_after
    )
    _seal(row, {"held": secret.reveal(), "index": marks})
    row.save(force_insert=True)
    SealedMark.objects.bulk_create(
        SealedMark(sealed=row, kind=name, mark=_mark(name, value)) for name, value in marks.items()
    )
    return row.ref


def open_sealed(ref: str, *, actor: Actor, reason: str, at: datetime, about: str = "") -> dict[str, Any]:
    """What is sealed, after the opening was noted: who, when, why, on which record.

    The note is written first and in a transaction of its own: nothing is seen that was not noted.
    """
    if not reason.strip():
        raise ValueError("an opening has a reason")
    row = _row(ref)
    actor = actor if actor.hat or not actor.hats else actor.wearing(actor.hats[0])
    with transaction.atomic():
        opening = SealedOpening.objects.create(
            sealed=row, at=at, user=actor.user, name=actor.name[:200], capacity=actor.capacity[:400],
            body=actor.body, reason=reason.strip()[:300],
            about=about[:60], odd=is_odd(at),
        )  # fmt: skip
        Access.objects.create(at=at, user=actor.user, kind="sealed", what=about[:200] or row.kind)
        for told in on_opening:
            told(opening)
    held: dict[str, Any] = _opened(row)["held"]
    return held


def peek(ref: str) -> Secret | None:
    """The same as a Secret that can be sealed again or printed on a paper to the person himself; never shown."""
    try:
        return Secret(_opened(_row(ref))["held"])
    except Gone:
        return None


def erase(ref: str, *, actor: Actor, at: datetime, reason: str) -> None:
    """The words and the marks go; who did it, when and why stays. The file of the database follows (``core.scrub``)."""
    row = SealedText.objects.select_for_update().filter(ref=ref, erased_at=None).first()
    if row is None:
        return
    SealedMark.objects.filter(sealed=row).delete()
    row.sealed, row.key = "", ""
    row.erased_at, row.erased_user, row.erased_by, row.erased_why = (
        at,
        actor.user,
        actor.name[:200],
        reason[:300],
    )
    row.save(update_fields=["sealed", "key", "erased_at", "erased_user", "erased_by", "erased_why"])
    scrub.want(at=at)


def erase_due(*, actor: Actor, at: datetime) -> int:
    """Everything whose day has come; what a record stands for is erased by its keeper, who may still need it."""
    due = SealedText.objects.filter(erased_at=None, erase_after__lte=timezone.localdate(at))
    done = 0
    for ref, kind in list(due.order_by("pk").values_list("ref", "kind")):
        with transaction.atomic():
            done += on_due.get(kind, _erase_in_time)(ref, actor, at)
    return done


def _erase_in_time(ref: str, actor: Actor, at: datetime) -> bool:
    erase(ref, actor=actor, at=at, reason=_("hết thời hạn giữ"))
    return True


def extend(ref: str, *, erase_after: date | None) -> None:
    """Another day of erasure: a case that was reopened, a period that begins at the end of a case."""
    SealedText.objects.filter(ref=ref, erased_at=None).update(erase_after=erase_after)


def same(kind: str, value: str) -> list[str]:
    """References under which the same number was sealed, oldest first; nothing is opened."""
    if not value:
        return []
    rows = SealedMark.objects.filter(kind=kind, mark=_mark(kind, value))
    return list(rows.order_by("sealed_id").values_list("sealed__ref", flat=True))


def is_here(ref: str) -> bool:
    return bool(ref) and SealedText.objects.filter(ref=ref, erased_at=None).exists()


def rotate() -> int:
    """A new key seals from now on; everything is sealed anew by it, then the old ones go. Returns how many."""
    if keyring.given_from_outside():
        old = keyring.keys()
    else:
        old = [keyring.new_key(), *keyring.keys()]
        keyring.put(old)  # both open until the last row is sealed anew: killed here, nothing is lost
    newest, done = keyring.name_of(old[0]), 0
    for key in list(
        SealedText.objects.filter(erased_at=None).exclude(key=newest).values_list("pk", flat=True)
    ):
        with transaction.atomic():
            row = SealedText.objects.select_for_update().get(pk=key)
            if row.erased_at is None:
                _seal(row, _opened(row))
                row.save(update_fields=["sealed", "key"])
                done += 1
    done += sum(seal_anew() for seal_anew in on_rotate)
    if not keyring.given_from_outside():
        keyring.put(old[:1])
    return done


def is_odd(at: datetime) -> bool:
    """Outside the hours of an office: a day of the weekend, early, late."""
    local = timezone.localtime(at)
    return local.weekday() > 4 or local.hour not in OFFICE_HOURS


def normal(value: str) -> str:
    """A number by its digits, as it is dialled here; anything else by its folded letters."""
    digits = "".join(c for c in value if c.isdigit())
    if len(digits) >= _DIGITS:
        return _LOCAL.sub("0", digits)
    return "".join(c for c in fold(value) if c.isalnum())


def _mark(kind: str, value: str) -> str:
    return hmac.new(keyring.index_key(), f"{kind}\n{normal(value)}".encode(), hashlib.sha256).hexdigest()


def wrap(text: str) -> str:
    """Sealed for a short wait outside of the vault, as in a session; it has no reference and nobody looks for it."""
    key, nonce = keyring.keys()[0], secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), b"wrapped")).decode()


def unwrap(words: str) -> str | None:
    """The text again; None where its key has gone."""
    try:
        data = base64.b64decode(words, validate=True)
    except ValueError:
        return None
    for key in keyring.keys():
        with contextlib.suppress(InvalidTag):
            return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], b"wrapped").decode()
    return None


def _row(ref: str) -> SealedText:
    row = SealedText.objects.filter(ref=ref, erased_at=None).first()
    if row is None:
        raise Gone(ref)
    return row


def _seal(row: SealedText, content: dict[str, Any]) -> None:
    """The reference and the kind go under the seal too: a text put under another reference does not open."""
    key, nonce = keyring.keys()[0], secrets.token_bytes(_NONCE)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    row.key = keyring.name_of(key)
    row.sealed = base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text, _bound(row))).decode()


def _opened(row: SealedText) -> dict[str, Any]:
    key = next((k for k in keyring.keys() if keyring.name_of(k) == row.key), None)
    if key is None:
        raise keyring.NoKey(_("Máy này không có khóa số %s của kho kín.") % row.key)
    data = base64.b64decode(row.sealed)
    try:
        text = AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], _bound(row))
    except InvalidTag as error:
        raise keyring.NoKey(_("Nội dung trong kho kín đã bị sửa.")) from error
    found: dict[str, Any] = json.loads(text)
    return found


def _bound(row: SealedText) -> bytes:
    return f"{row.ref} {row.kind}".encode()
