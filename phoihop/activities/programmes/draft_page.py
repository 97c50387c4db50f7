"""The draft as a page shows it: outline, paragraphs with what changed, where each came from, what was asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from phoihop.activities.programmes.models import Comment, CommentState, Programme, ProgrammeState
from phoihop.activities.programmes.stale import to_look_at
from phoihop.activities.programmes.texts import TITLE, TextLine, Version, difference, lines_of, version_at
from phoihop.core.web.places import address
from phoihop.core.who import Actor
from phoihop.documents.versions import Segment

#: Comments on lines that stand in no paragraph: the heading, the signatures, the annexes.
OUTSIDE = "ngoai"


@dataclass
class Row:
    """A paragraph of the text at hand, or one the chosen older version had."""

    line: TextLine
    segments: tuple[Segment, ...] = ()
    kind: str = "kept"
    comments: list[Comment] = field(default_factory=list)
    look: str = ""

    @property
    def mark(self) -> str:
        """The edge of the row: a comment waits, or the paragraph changed."""
        if any(c.state == CommentState.OPEN for c in self.comments):
            return "cho"
        return "" if self.kind == "kept" else "doi"

    @property
    def plain(self) -> bool:
        return not self.comments and self.kind == "kept"


@dataclass(frozen=True)
class Place:
    """A line of the outline, with how many comments stand under it."""

    key: str
    number: str
    text: str
    comments: int


@dataclass(frozen=True)
class DraftPage:
    rows: list[Row]
    places: list[Place]
    gone: list[Comment]
    outside: list[Comment]
    changed: int
    given: int
    waiting: int
    old: Version | None

    @property
    def first_waiting(self) -> str:
        """The paragraph of the first comment nobody has answered."""
        rows = [(row.line.key, row.comments) for row in self.rows] + [
            ("doan-da-bo", self.gone),
            ("ngoai-doan", self.outside),
        ]
        return next((key for key, found in rows if any(c.state == CommentState.OPEN for c in found)), "")


def next_step(
    programme: Programme, offers: Sequence[Any], *, waiting: int, first: str = ""
) -> tuple[str, str] | None:
    """The one big button of a draft, in the words and with the address of the step whose turn it is."""
    if programme.state != ProgrammeState.DRAFT:
        return None
    named = {b["action"].name: b for b in offers}
    here = address(programme)
    lock, ask = named.get("programmes.lock_for_signing"), named.get("programmes.ask_comments")
    if waiting and "programmes.revise" in named:
        return _("Phản hồi %d góp ý") % waiting, f"{here}soan/#{first}"
    if lock is not None:
        return str(lock["action"].label), lock["url"]
    if ask is not None and programme.comments_by is None:
        return str(ask["action"].label), ask["url"]
    if "programmes.agree" in named and programme.comments_by is not None:
        return _("Sang bước thống nhất, ký"), f"{here}ky/"
    return None


def draft_page(programme: Programme, actor: Actor, *, against: int) -> DraftPage:
    """The text against an older version; comments whose paragraph is gone are listed by themselves."""
    lines = lines_of(programme)
    old = version_at(programme, against) if 0 < against < programme.version else None
    rows = _rows(programme, lines, old)
    comments = list(
        Comment.objects.visible_to(actor).filter(programme=programme).select_related("body").order_by("pk")
    )
    by_key = {row.line.key: row for row in rows if row.kind != "removed"}
    if programme.state == ProgrammeState.DRAFT and programme.signed_on is None:
        for key, why in to_look_at(programme, lines).items():
            by_key[key].look = why
    gone: list[Comment] = []
    outside: list[Comment] = []
    for comment in comments:
        if comment.key in by_key:
            by_key[comment.key].comments.append(comment)
        else:
            (gone if comment.key else outside).append(comment)
    counted = [c for c in comments if c.state != CommentState.TAKEN_BACK]
    return DraftPage(
        rows=rows, places=list(_places(rows)), gone=gone, outside=outside,
        changed=sum(row.kind != "kept" for row in rows), given=len(counted),
        waiting=sum(c.state == CommentState.OPEN for c in counted), old=old,
    )  # fmt: skip


def _rows(programme: Programme, lines: Sequence[TextLine], old: Version | None) -> list[Row]:
    if old is None:
        return [Row(line) for line in lines]
    now = Version(programme.version, 0, old.at, "", "", tuple(lines))
    by_key = {line.key: line for line in lines}
    before = {line.key: line for line in old.lines}
    rows = []
    for change in difference(old, now).changes:
        line = by_key.get(change.id) or before.get(change.id)
        if line is not None:
            rows.append(Row(line, change.segments, change.kind))
    return rows


def _places(rows: Sequence[Row]) -> list[Place]:
    """Parts and contents; what stands below one counts for it."""
    found: list[Place] = []
    heads = [n for n, row in enumerate(rows) if row.line.head and row.kind != "removed"]
    for n, at in enumerate(heads):
        line = rows[at].line
        end = heads[n + 1] if n + 1 < len(heads) else len(rows)
        count = sum(len(row.comments) for row in rows[at:end])
        text = _("Tên, căn cứ") if line.key == TITLE else line.text
        found.append(Place(line.key, "" if line.key == TITLE else line.number, text, count))
    return found
