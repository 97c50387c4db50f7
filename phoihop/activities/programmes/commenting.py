"""Comments on a draft: written beside a paragraph or read back from a Word file, each answered, none lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File as Upload
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.drafting import rewrite_paragraph
from phoihop.activities.programmes.forms import AnswerForm, CommentForm, TakeReturnedForm
from phoihop.activities.programmes.models import (
    Answer,
    Comment,
    CommentState,
    CommentWay,
    Origin,
    Programme,
    ProgrammeState,
)
from phoihop.activities.programmes.papers import text as text_paper
from phoihop.activities.programmes.returns import Remark, base_of, remarks_in
from phoihop.activities.programmes.texts import TextLine, lines_of, told_lines, versions
from phoihop.core.actions import Refused, action, perform
from phoihop.core.importers import Untold, blocks_of
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation
from phoihop.documents.actions import store
from phoihop.documents.returned import applied, returned_lines
from phoihop.documents.versions import paper_lines

S = ProgrammeState
VOICES = role("clerk", "leader", "unit", "member")
DRAFTERS = role("clerk", "leader") & of("programme.owner", "programme.keeper")


@action(
    on=Comment, frm=None, to=CommentState.OPEN, form=CommentForm, by=VOICES & of("body"),
    label=_("Góp ý một đoạn"), says=_("đã góp ý"), tells=["programme.owner"],
)  # fmt: skip
def comment(
    *, actor: Actor, at: datetime, programme: Programme, place: str, note: str = "", new: str = "", after: bool = False
) -> Comment:  # fmt: skip
    """What a body asks of one paragraph: in words, as it should read, or another put after it. Nobody else can change it."""
    _need_open(programme)
    line = next((one for one in lines_of(programme) if one.key == place), None)
    if line is None:
        raise Refused(
            _("Đoạn này không còn trong dự thảo."),
            instead=_("Mở lại trang để xem bản hiện nay."),
            field="place",
        )
    if not note.strip() and not new.strip():
        raise Refused(_("Chưa viết góp ý."), instead=_("Ghi sửa gì, vì sao."), field="note")
    _need_voice(programme, actor.body)
    if after and not new.strip():
        raise Refused(
            _("Chưa viết đoạn thêm."),
            instead=_("Viết đoạn ấy vào ô bên trên, hoặc bỏ dấu chọn."),
            field="new",
        )
    old = line.text if new.strip() and not after else ""
    return _made(
        programme,
        Remark(
            key=place, passage=line.shown, old=old, new=new.strip(), note=note.strip(), author=actor.capacity, after=after
        ),
        body=actor.acting_for, version=programme.version, at=at,
    )  # fmt: skip


def _need_open(programme: Programme) -> None:
    if programme.state not in (S.DRAFT, S.WITHDRAWN):
        raise Refused(
            _("Văn bản không còn là dự thảo."), instead=_("Đề nghị rút về dự thảo, hoặc sửa đổi sau khi có hiệu lực.")
        )  # fmt: skip


def _need_voice(programme: Programme, body: int | None) -> None:
    if body not in programme.invited():
        raise Refused(
            _("Cơ quan này không được mời góp ý."), instead=_("Đề nghị cơ quan soạn gửi lấy ý kiến thêm.")
        )


def _made(
    programme: Programme, remark: Remark, *, body: int, version: int, at: datetime, way: str = CommentWay.BROWSER,
    source: str = "",
) -> Comment:  # fmt: skip
    return Comment(
        programme=programme, body_id=body, author=remark.author[:400], way=way, key=remark.key, version=version,
        passage=remark.passage, before=remark.before, old=remark.old, new=remark.new, note=remark.note,
        after=remark.after, told_at=remark.made_at or at, source=source,
    )  # fmt: skip


@action(
    on=Programme, frm=[S.DRAFT, S.WITHDRAWN], form=TakeReturnedForm, by=VOICES & of("invited"), appends=True,
    label=_("Gửi lại bản Word đã góp ý"), says=_("đã nhận bản Word góp ý"),
    lands=lambda row: (row, vars(row).get("read_words", "")),
)  # fmt: skip
def take_returned(
    programme: Programme, *, actor: Actor, at: datetime, uploads: Sequence[Upload[Any]], body: Organisation
) -> None:
    """Every tracked change and comment of the files becomes a comment on its paragraph, in the name of one body.

    A file made from an older version is placed by the words of that version and says so. What the body has sent
    before, in this file or another, is not entered again.
    """
    if body.pk != actor.body and actor.body not in (programme.owner_id, programme.keeper_id):
        raise Refused(
            _("Chỉ gửi góp ý của cơ quan mình."), instead=_("Chọn cơ quan của đồng chí."), field="body"
        )
    _need_voice(programme, body.pk)
    known = versions(programme)
    frame = paper_lines(text_paper(programme, actor=actor, at=at))
    sent = _sent_before(programme, body)
    notes = changes = again = 0
    for upload in uploads:
        name = upload.name or ""
        given, version = _read(upload, name, known=known, frame=frame)
        left = Counter(sent)
        found = [remark for remark in given if not _repeats(remark, version, left)]
        again += len(given) - len(found)
        if not found:
            continue
        file = perform(
            store, actor=actor, at=at, upload=upload, share_with=[programme.owner_id, *programme.invited()],
            words=str(_("Góp ý dự thảo %s") % programme.code),
        )  # fmt: skip
        changes += sum(bool(remark.old or remark.new) for remark in found)
        notes += sum(not (remark.old or remark.new) for remark in found)
        for remark in found:
            perform(
                note_comment, actor=actor, at=at, programme=programme, remark=remark, body=body, version=version,
                source=file.code,
            )  # fmt: skip
        sent.update(_told_by(remark, version) for remark in found)
    if not notes + changes:
        raise Refused(
            _("Mọi ghi chú và chỗ sửa trong tệp này đã gửi trước đây: không có gì mới."), field="uploads",
            instead=_("Góp ý cũ còn nguyên, xem ở từng đoạn. Có góp ý thêm thì ghi vào tệp Word rồi gửi lại."),
        )  # fmt: skip
    words = _("Đã đọc %(notes)d ghi chú và %(changes)d chỗ sửa.") % {"notes": notes, "changes": changes}
    if again:
        words = f"{words} {_('%d chỗ đã gửi trước đây, không ghi lại.') % again}"
    vars(programme)["read_words"] = words


#: What makes two remarks of one body the same: place, words and hand.
Said = tuple[Any, ...]


def _told_by(one: Remark | Comment, version: int) -> Said:
    return (version, one.key, one.before, one.old, one.new, one.note, one.after, one.author[:400])


def _sent_before(programme: Programme, body: Organisation) -> Counter[Said]:
    """What this body's Word files have brought so far; what it took back it may send again."""
    rows = Comment.objects.filter(programme=programme, body=body, way=CommentWay.WORD)
    return Counter(_told_by(row, row.version) for row in rows.exclude(state=CommentState.TAKEN_BACK))


def _repeats(remark: Remark, version: int, sent: Counter[Said]) -> bool:
    """Whether it was sent before; one that stands twice in the file was then sent twice."""
    said = _told_by(remark, version)
    if not sent[said]:
        return False
    sent[said] -= 1
    return True


def _read(
    upload: Upload[Any], name: str, *, known: Sequence[Any], frame: Sequence[str]
) -> tuple[list[Remark], int]:
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if name.lower().endswith(".docx") and not content.startswith(b"PK"):
        raise Refused(
            _("“%s” không mở được: tệp hỏng hoặc không phải tệp Word.") % name,
            instead=_("Mở bằng Word, lưu lại thành .docx rồi gửi lại."), field="uploads",
        )  # fmt: skip
    try:
        lines = list(returned_lines(blocks_of(content, name)))
    except Untold as error:
        told = _("“%(name)s” không mở được. %(why)s") % {"name": name, "why": error}
        raise Refused(told, instead=_("Gửi lại tệp Word đã góp ý."), field="uploads") from error
    base = base_of(lines, known)
    if base is None:
        raise Refused(
            _("“%s” không phải bản dự thảo của chương trình này.") % name,
            instead=_("Tải bản Word ở trang này, góp ý vào đó rồi gửi lại."), field="uploads",
        )  # fmt: skip
    found = remarks_in(lines, base, frame=frame)
    if not found:
        raise Refused(
            _("“%s” không có thay đổi hay ghi chú nào.") % name,
            instead=_("Bật Theo dõi thay đổi (Track Changes) trong Word rồi sửa, hoặc ghi chú vào đoạn."),
            field="uploads",
        )
    return found, base.number


@action(
    on=Comment, frm=None, to=CommentState.OPEN, by=VOICES & of("body", "programme.owner", "programme.keeper"),
    label=_("Ghi góp ý từ bản Word"), says=_("đã góp ý bằng bản Word gửi lại"),
)  # fmt: skip
def note_comment(
    *,
    actor: Actor,
    at: datetime,
    programme: Programme,
    remark: Remark,
    body: Organisation,
    version: int,
    source: str,
) -> Comment:
    """One remark of a returned file, under its paragraph."""
    return _made(programme, remark, body=body.pk, version=version, at=at, way=CommentWay.WORD, source=source)


@action(
    on=Comment, frm=[CommentState.OPEN], to=CommentState.TAKEN_BACK, by=VOICES & of("body"),
    label=_("Rút góp ý"), says=_("đã rút góp ý"), tells=["programme.owner"],
)  # fmt: skip
def take_back_word(row: Comment, *, actor: Actor, at: datetime) -> None:
    """Only the body that gave it; it stays readable and is counted no more."""


@action(
    on=Comment, frm=[CommentState.OPEN, CommentState.ANSWERED], to=CommentState.ANSWERED, form=AnswerForm, by=DRAFTERS,
    label=_("Phản hồi góp ý"), says=_("đã phản hồi góp ý"), tells=["body"], primary=True,
)  # fmt: skip
def answer_comment(
    row: Comment, *, actor: Actor, at: datetime, answer: str, words: str = "", text: str = "", after: bool = False,
    was: str = "",
) -> None:  # fmt: skip
    """Taken in: the paragraph is changed at once, and the answer names the version that did. Partly or not: with a reason.

    ``after``: ``text`` is a paragraph of its own behind this one, which stays as it is; so it always is where the
    comment asked for one. ``was`` is the paragraph the writer had before him: ``text`` that reads the same changes
    nothing, and what another wrote meanwhile is not overwritten.
    """
    if row.answer in (Answer.ACCEPTED, Answer.PARTLY) and row.changed_in:
        raise Refused(
            _("Góp ý này đã tiếp thu ở bản v%d.") % row.changed_in,
            instead=_("Sửa thẳng vào đoạn nếu cần đổi lại."),
        )
    if answer in (Answer.PARTLY, Answer.EXPLAINED) and not words.strip():
        raise Refused(_("Chưa ghi lý do."), instead=_("Ghi một câu giải trình."), field="words")
    row.changed_in = None
    if answer != Answer.EXPLAINED:
        whole = answer == Answer.ACCEPTED
        row.changed_in = _take_in(
            row, actor=actor, at=at, text=text, words=words.strip(), whole=whole, after=after, was=was
        )
    row.answer, row.answer_words = answer, words.strip()[:1000]
    row.answered_by, row.answered_at = actor.capacity[:400], at


def _take_in(
    row: Comment, *, actor: Actor, at: datetime, text: str, words: str, whole: bool, after: bool, was: str
) -> int | None:
    """The version in which the paragraph meets the comment, made now or since it was given; None where words say how."""
    programme = row.programme
    before = programme.version
    line = next((one for one in lines_of(programme) if one.key == row.key), None)
    text = _beside(line, text, after=after)
    if after and not row.after and not text.strip():
        raise Refused(
            _("Chưa viết đoạn thêm."), instead=_("Ghi đoạn mới vào ô; đoạn đang có giữ nguyên."), field="text"
        )
    after = after or row.after
    given: dict[str, Any] | None = None
    if text.strip():
        given = {"text": text, "after": after, "was": was}
    elif whole and (row.old or row.new):
        given = _change(row, line, lenient=bool(words))
    if given is not None:
        if line is None:
            raise Refused(
                _("Đoạn này không còn trong dự thảo."), instead=_("Sửa ở đoạn thay cho nó, rồi phản hồi lại."), field="text"
            )  # fmt: skip
        reason = str(_("Theo góp ý của %s") % (row.body.short_name or row.body.name))
        row.programme = perform(
            rewrite_paragraph, programme, actor=actor, at=at, place=row.key, reason=reason, origin=Origin.COMMENT,
            origin_words=str(row.body.short_name or row.body.name), **given,
        )  # fmt: skip
        if row.programme.version > before:
            return int(row.programme.version)
    found = _changed_since(row)
    if found is not None or (words and (whole or before > row.version)):
        return found
    raise Refused(
        _("Tiếp thu mà chưa sửa đoạn nào."),
        instead=_(
            "Viết lại đoạn vào ô “Sửa đoạn thành”. Đã đáp ứng ở chỗ khác thì ghi một câu đáp ứng ra sao vào ô “Giải trình, cách sửa”."
        ),
        field="text",
    )


def _beside(line: TextLine | None, text: str, *, after: bool) -> str:
    """What was written in the box besides the paragraph that stood in it: "" where it was left as it was."""
    lines = told_lines(text)
    if line is None or not lines or lines[0] != line.text.strip():
        return text
    return "\n".join(lines[1:]) if after or len(lines) == 1 else text


def _changed_since(row: Comment) -> int | None:
    """The first version after the commented one in which the paragraph reads otherwise, or is gone."""
    if not row.key or not row.passage:
        return None
    for version in reversed(versions(row.programme)):
        line = next((one for one in version.lines if one.key == row.key), None)
        if version.number > row.version and (line is None or line.shown != row.passage):
            return version.number
    return None


def _change(row: Comment, line: TextLine | None, *, lenient: bool) -> dict[str, Any] | None:
    """What the paragraph reads with the change made. Where it is no longer what was commented: Refused, or left alone."""
    if row.after:
        return {"text": row.new, "after": True}
    if line is not None:
        shown = f"{line.number}. " if line.number and not line.fixed else ""
        if row.old.strip() in (line.text.strip(), line.shown.strip()):
            return {"text": row.new.removeprefix(shown)}
        made = applied(line.shown, before=row.before, old=row.old, new=row.new)
        if made is not None:
            return {"text": made.removeprefix(shown)}
    if lenient:
        return None
    raise Refused(
        _("Đoạn này đã khác lúc góp ý nên không tự sửa được."),
        instead=_("Viết lại đoạn vào ô “Sửa đoạn thành” rồi phản hồi."), field="text",
    )  # fmt: skip
