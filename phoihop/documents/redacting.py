"""A copy of a file without what may not be seen: the original stays with its owner, the copy is what may be published."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action, perform
from phoihop.core.apart import Died
from phoihop.core.who import Actor, of, role
from phoihop.documents.files.converting import Broken, NoProgram, modern, no_program_words
from phoihop.documents.files.covering import Uncovered, covered
from phoihop.documents.files.covering_words import Words
from phoihop.documents.files.keeping import kept_file, name_of
from phoihop.documents.files.looking import findings
from phoihop.documents.files.pictured import Pictured, pictured, words_left
from phoihop.documents.files.plainly import lines_in
from phoihop.documents.filetypes import XLSX, Refusal, detect
from phoihop.documents.forms import DROP, KEEP, RedactForm
from phoihop.documents.models import File, FileState, Share
from phoihop.documents.preview import Unseen, all_lines_of

OWNERS = role("clerk", "leader") & of("owner")


@action(
    on=File, frm=[FileState.KEPT], form=RedactForm, by=OWNERS, label=_("Tạo bản che"), says=_("đã tạo bản che"),
    warns=_("Bản gốc giữ nguyên và không công khai được nữa; bản che là tệp mới, chữ bị che không còn ở đâu trong tệp."),
)  # fmt: skip
def redact(
    file: File, *, actor: Actor, at: datetime, hidden: Any, kinds: Sequence[str], reason: str, new_name: str,
    narrowed: bool = False, pictures: str = "",
) -> None:  # fmt: skip
    """``hidden`` is a text of lines handed over as a file, so that the journal never repeats what was taken out."""
    hidden.seek(0)
    wanted = [line.strip() for line in hidden.read().decode().splitlines() if line.strip()]
    if kinds:
        try:
            wanted += [value for one in findings(file) if one.kind in kinds for value in one.values]
        except Unseen as error:
            raise Refused(
                _("Máy không đọc được tệp để tìm dữ liệu cá nhân: %s") % error, field="kinds"
            ) from error
    if not wanted:
        raise Refused(
            _("Chưa chọn gì để che."), instead=_("Gõ chữ cần che hoặc chọn loại dữ liệu."), field="words"
        )
    words = Words(wanted)
    for name, said in (("reason", reason), ("new_name", new_name)):
        if words.says(said):
            raise Refused(_("Ô này nhắc lại chữ phải che."), field=name)
    with default_storage.open(file.stored_as) as held:
        content = held.read()
    content, mime, newer = _modern(content, file.mime)
    kept = _kept_pictures(content, mime, pictures if not newer else DROP)
    try:
        made, count = covered(content, mime, wanted, pictures=bool(kept))
    except Uncovered as error:
        raise Refused(error.reason, instead=_("Bản gốc còn nguyên, chưa có bản che nào.")) from error
    suffix = newer or PurePath(file.name).suffix.lower()
    missed = words.missed_in("\n".join([_all_text(file), _read(content, f"van-ban{suffix}")]))
    if missed:
        raise Refused(
            _("Không tìm thấy trong tệp: dòng %s của các chữ phải che.") % ", ".join(str(n + 1) for n in missed[:5]),
            instead=_("Gõ đúng như trong tệp; chữ nằm trong ảnh thì máy không che được."), field="words",
        )  # fmt: skip
    if not count or words.glimpsed(_read_again(made, f"van-ban{suffix}")):
        raise Refused(
            _("Che xong vẫn còn đọc được chữ phải che, nên không giữ bản che."),
            instead=_("Bản gốc còn nguyên. Che tay trên bản giấy rồi chụp lại."),
        )
    _need_gone(made, mime, words, kept)
    named = new_name if new_name.lower().endswith(suffix) else f"{new_name[:190]}{suffix}"
    perform(
        keep_redacted, actor=actor, at=at, source=file.pk, upload=ContentFile(made, name=named), reason=reason,
        owner_key=file.owner_id, share_with=_narrow(file) if narrowed else (),
    )  # fmt: skip


def _narrow(file: File) -> list[int]:
    """Nobody but its owner opens the original any more; the bodies that did are given back."""
    shares = list(file.shares.all())
    for share in shares:
        file.drop(share)
    return [share.body_id for share in shares]


def _modern(content: bytes, mime: str) -> tuple[bytes, str, str]:
    """An old kind of paper is made modern first: in the old kinds nobody can be sure that a word is gone."""
    try:
        return modern(content, mime)
    except NoProgram as error:
        raise Refused(
            no_program_words(), instead=_("Mở bằng Word, Excel, lưu thành .docx, .xlsx hoặc PDF rồi gửi lại.")
        ) from error
    except Broken as error:
        raise Refused(
            _("Không chuyển được tệp kiểu cũ này sang kiểu mới để che."),
            instead=_("Mở bằng Word, Excel, lưu thành .docx, .xlsx hoặc PDF rồi gửi lại."),
        ) from error


def _read(content: bytes, name: str) -> str:
    try:
        return "\n".join(all_lines_of(content, name))
    except Unseen:
        return ""


def _kept_pictures(content: bytes, mime: str, pictures: str) -> Pictured:
    """Those that stay because a person looked at each; whether they stay has to be said."""
    try:
        there = pictured(content, mime)
    except (Died, zipfile.BadZipFile) as error:
        raise Refused(_("Tệp hỏng hoặc quá lớn, không che được.")) from error
    if not there or mime == XLSX or pictures == DROP:
        return Pictured()
    if pictures != KEEP:
        raise Refused(
            _("Tệp có ảnh (%s): máy không che được chữ trong ảnh.") % there.words,
            instead=_("Chọn bỏ hết ảnh, hoặc xem từng ảnh rồi chọn giữ."), field="pictures",
        )  # fmt: skip
    return there


def _need_gone(made: bytes, mime: str, words: Words, kept: Pictured) -> None:
    """A picture in which the machine still reads one of the words does not stay, whoever looked at it."""
    left = words_left(made, mime, words, kept)
    if left:
        where = ", ".join(str(n) for n in left[:12])
        raise Refused(
            (_("Ảnh ở trang %s còn đọc được chữ phải che.") if kept.paged else _("Ảnh thứ %s còn đọc được chữ phải che."))
            % where,
            instead=_("Chọn bỏ hết ảnh khỏi bản che. Bản gốc còn nguyên."), field="pictures",
        )  # fmt: skip


def _read_again(made: bytes, name: str) -> str:
    """What cannot be read again is not given out as covered."""
    try:
        return "\n".join([*all_lines_of(made, name), *lines_in(made, detect(made, name))])
    except (Unseen, Refusal) as error:
        raise Refused(
            _("Máy không đọc lại được bản che để kiểm tra: %s") % error,
            instead=_("Bản gốc còn nguyên, chưa có bản che nào. Che tay trên bản giấy rồi chụp lại."),
        ) from error


def _all_text(file: File) -> str:
    """What a reader sees, and what stands beside it in comments, deletions and properties."""
    with default_storage.open(file.stored_as) as held:
        content = held.read()
    return "\n".join([_read(content, file.name), *lines_in(content, detect(content, file.name))])


@action(
    on=File, frm=None, to=FileState.KEPT, by=OWNERS, label=_("Lưu bản che"), says=_("đã lưu bản che"),
)  # fmt: skip
def keep_redacted(
    *,
    actor: Actor,
    at: datetime,
    source: int,
    upload: Any,
    reason: str,
    owner_key: int,
    share_with: Sequence[int] = (),
) -> File:
    """The copy knows its original by its key alone: the name of the original may say what was taken out."""
    file = kept_file(
        upload.read(), name_of(upload.name), actor=actor, at=at, owner_id=owner_key, redacted_from_id=source, redacted_why=reason,
        words=str(_("Bản đã che")),
    )  # fmt: skip
    file.link("redacted_of", File.objects.get(pk=source))
    for order, key in enumerate(share_with):
        file.add(Share(body_id=key, order=order))
    return file
