"""Files come in once, are shared with the readers of what they prove, and can be withdrawn.

The papers that go out and come in have files of their own; their actions are given on from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import File as Upload
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action
from phoihop.core.who import Actor, of, public, role
from phoihop.directory.models import Organisation
from phoihop.documents.drafting import approve, choose_signer, prepare, return_draft, revise_text, submit
from phoihop.documents.files.keeping import kept_file, name_of
from phoihop.documents.filetypes import LIMIT
from phoihop.documents.forms import StoreForm
from phoihop.documents.issuing import correct, issue, recall
from phoihop.documents.models import File, FileState, Share
from phoihop.documents.opening import publish, tell_openers, withdraw
from phoihop.documents.publishing import make_public, take_down
from phoihop.documents.receiving import (
    assign,
    correct_entry,
    note_done,
    note_sender,
    reassign,
    receive,
    register_arrival,
)
from phoihop.documents.redacting import keep_redacted, redact
from phoihop.documents.signing import (
    confirm_signed_copy,
    drop,
    lock_for_signing,
    record_signed_copy,
    replace_signed_copy,
    return_signed_copy,
    sign,
    withdraw_signature,
)
from phoihop.documents.trusting import end_trust, trust_root

__all__ = [
    "approve",
    "assign",
    "choose_signer",
    "confirm_signed_copy",
    "correct",
    "correct_entry",
    "drop",
    "end_trust",
    "issue",
    "keep_redacted",
    "lock_for_signing",
    "make_public",
    "name_of",
    "note_done",
    "note_sender",
    "prepare",
    "publish",
    "reassign",
    "recall",
    "receive",
    "record_signed_copy",
    "redact",
    "register_arrival",
    "replace_signed_copy",
    "return_draft",
    "return_signed_copy",
    "revise_text",
    "share",
    "sign",
    "store",
    "submit",
    "take_down",
    "tell_openers",
    "trust_root",
    "withdraw",
    "withdraw_signature",
]  # fmt: skip

INSIDE = role("clerk", "leader", "unit", "member", "deputy", "reception", "administrator")


@action(
    on=File, frm=None, to=FileState.KEPT, form=StoreForm, by=INSIDE | public,
    label=_("Thêm tệp"), says=_("đã nhận tệp"),
)  # fmt: skip
def store(
    *, actor: Actor, at: datetime, upload: Upload[Any], words: str = "", owner: Organisation | None = None,
    share_with: Iterable[int] = (),
) -> File:  # fmt: skip
    """Keep the bytes under their digest and make the record; the type is what the bytes say."""
    if upload.size is not None and upload.size > LIMIT:
        raise Refused(
            _("Tệp nặng %(size)d MB, quá mức %(limit)d MB.") % {"size": upload.size >> 20, "limit": LIMIT >> 20},
            instead=_("Giảm cỡ ảnh hoặc tách tệp rồi gửi lại."), field="upload",
        )  # fmt: skip
    body = owner.pk if owner else actor.body
    if body is None:
        raise Refused(_("Chưa rõ tệp thuộc đơn vị nào."), instead=_("Chọn đơn vị giữ tệp."), field="owner")
    name = name_of(upload.name or "") or str(_("không tên"))
    file = kept_file(upload.read(), name, actor=actor, at=at, words=words, owner_id=body)
    for order, key in enumerate(sorted(set(share_with) - {body})):
        file.add(Share(body_id=key, order=order))
    return file


@action(
    on=File, frm=[FileState.KEPT], by=INSIDE & of("shared_bodies", "owner"), label=_("Chia sẻ tệp"),
    says=_("đã cho cơ quan nhận mở tệp"),
)  # fmt: skip
def share(file: File, *, actor: Actor, at: datetime, bodies: Iterable[int]) -> None:
    """Further bodies may open it, because the record it belongs to has reached them."""
    known = {file.owner_id, *file.shared_bodies()}
    for order, key in enumerate(sorted(set(bodies) - known)):
        file.add(Share(body_id=key, order=len(known) + order))
