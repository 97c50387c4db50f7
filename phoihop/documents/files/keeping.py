"""What comes in is looked at, cleaned and kept once: the one way by which bytes become a file of this house."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused
from phoihop.core.apart import Died, apart
from phoihop.core.text import typed
from phoihop.core.who import Actor
from phoihop.documents.files.inside import Inner, papers_in
from phoihop.documents.files.pictures import cleaned
from phoihop.documents.files.plainly import SECONDS, Unfinished, lines_in
from phoihop.documents.files.secret import secret_mark
from phoihop.documents.files.stamps import LOOKED, read_heads
from phoihop.documents.filetypes import FileType, Refusal, detect
from phoihop.documents.models import File, FileKind, FileState

#: Of the column, and the longest ending a name keeps when it is cut.
NAME, SUFFIX = 200, 10
LARGE = 2 << 20


def name_of(given: str) -> str:
    """The name alone, without folders, letters nobody sees, and what Windows drops at its end; a long one keeps its ending."""
    bare = " ".join(typed(given.replace("\\", "/").rsplit("/", 1)[-1]).split()).rstrip(". ")
    stem, dot, suffix = bare.rpartition(".")
    if len(bare) <= NAME or not dot or len(suffix) > SUFFIX:
        return bare[:NAME]
    return f"{stem[: NAME - len(suffix) - 1]}.{suffix}"


def kept_file(content: bytes, name: str, *, actor: Actor, at: datetime, **values: Any) -> File:
    """A record of these bytes, not yet saved; refused before anything is kept where they may not come in.

    Bytes are written before the transaction ends: after a crash an unreferenced file may remain, a record without
    its bytes never.
    """
    placed = False
    try:
        found = detect(content, name)
        if found.kind == FileKind.PICTURE:
            content, placed = cleaned(content)
        where, mark = marked(content, found)
    except Refusal as refusal:
        raise Refused(refusal.reason, instead=refusal.instead, field="upload") from refusal
    if mark:
        what = _("Văn bản bên trong (“%s”)") % where[-120:] if where else _("Văn bản")
        raise Refused(
            _("%(what)s có dấu “%(mark)s”: tài liệu bí mật nhà nước không được đưa vào phần mềm nối mạng.")
            % {"what": what, "mark": mark},
            instead=_(
                "Tệp không được giữ lại. Xóa tệp ở máy này, quản lý bản giấy theo quy định về bảo vệ bí mật nhà nước; "
                "nếu văn bản đã giải mật, gửi bản có dấu “Giải mật” không còn dấu cũ."
            ),
            field="upload",
        )  # fmt: skip
    file = File(
        name=name, kind=found.kind, mime=found.mime, size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        kept_on=timezone.localdate(at), place_removed=placed, **values,
    )  # fmt: skip
    twin = twin_of(file.sha256, actor)
    if twin is not None:
        file.link("same_bytes", twin)
    if not default_storage.exists(file.stored_as):
        default_storage.save(file.stored_as, ContentFile(content))
    return file


def marked(content: bytes, found: FileType) -> tuple[str, str]:
    """Where in the file a mark of secrecy stands, and which; nothing where there is none."""
    left = LOOKED
    for paper in papers_in(content, found):
        mark = _mark_in(paper)
        if mark:
            return paper.where, mark
        for head in read_heads(paper.content, paper.found, most=left):
            left -= 1
            mark = secret_mark(head)
            if mark:
                return paper.where, mark
    return "", ""


def _mark_in(paper: Inner) -> str:
    """A large package is unpacked in a process of its own."""
    if len(paper.content) < LARGE or paper.found.kind == FileKind.PDF:
        return secret_mark(lines_in(paper.content, paper.found))
    try:
        return apart(lambda: secret_mark(lines_in(paper.content, paper.found)), seconds=SECONDS)
    except Died:
        raise Unfinished from None


def twin_of(sha256: str, actor: Actor) -> File | None:
    """The first file with these bytes that this person may see; of others nothing is said."""
    found: File | None = (
        File.objects.visible_to(actor).filter(sha256=sha256, state=FileState.KEPT).order_by("pk").first()
    )
    return found
