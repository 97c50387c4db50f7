"""The comments on a draft as one paper: bảng tổng hợp, tiếp thu, giải trình, in the columns of the field (§6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.activities.programmes.models import Answer, Comment, CommentState, Programme
from phoihop.activities.programmes.texts import TextLine, lines_of
from phoihop.core import papers
from phoihop.core.papers import Annex, Cell, Paper, Run, Table, cell, paper
from phoihop.core.text import format_date
from phoihop.core.who import Actor

WIDTHS = (0.05, 0.2, 0.23, 0.13, 0.11, 0.18, 0.1)
#: Of the paragraph a comment stands in, as much as is needed to know it again.
SHOWN = 160


@paper(on=Programme, label=gettext_lazy("Bảng tổng hợp, tiếp thu, giải trình"))
def comment_matrix(programme: Programme, *, actor: Actor, at: datetime) -> Paper:
    """Every comment once, in the order of the text; what was taken back is left out, what nobody answered says so."""
    rows = list(
        Comment.objects.visible_to(actor)
        .filter(programme=programme)
        .exclude(state=CommentState.TAKEN_BACK)
        .select_related("body")
    )
    lines = lines_of(programme)
    note = papers.paragraph(counts(rows))
    sheet = Annex(
        title=_("BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý"), reference=_("(Vào dự thảo %s)") % programme.title,
        blocks=(note, _table(rows, lines)), landscape=True,
    )  # fmt: skip
    return Paper(
        code="programmes.comment_matrix", title=str(_("Tổng hợp góp ý %s") % programme.title)[:200], blocks=(sheet,),
        digest=programme.head, meta={"at": at.isoformat()},
    )  # fmt: skip


def counts(rows: Sequence[Comment]) -> str:
    """ "Có 6 ý kiến của 3 cơ quan: 3 tiếp thu, 1 chưa phản hồi." """
    if not rows:
        return str(_("Chưa có ý kiến góp ý nào."))
    told = [
        f"{n} {str(answer.label).lower()}"
        for answer in Answer
        if (n := sum(r.answer == answer for r in rows))
    ]
    waiting = sum(not row.answer for row in rows)
    told += [_("%d chưa phản hồi") % waiting] if waiting else []
    return _("Có %(n)d ý kiến của %(bodies)d cơ quan: %(said)s.") % {
        "n": len(rows), "bodies": len({row.body_id for row in rows}), "said": ", ".join(told),
    }  # fmt: skip


def _table(rows: Sequence[Comment], lines: Sequence[TextLine]) -> Table:
    head = tuple(
        cell(text, head=True, align="center")
        for text in (
            _("STT"), _("Đoạn, nội dung của dự thảo"), _("Nội dung ý kiến"), _("Cơ quan góp ý"), _("Phân loại"),
            _("Giải trình, cách sửa"), _("Sửa ở bản"),
        )
    )  # fmt: skip
    place = {line.key: n for n, line in enumerate(lines)}
    ordered = sorted(rows, key=lambda row: (place.get(row.key, len(place)), row.pk))
    return Table(
        rows=(head, *(_line(n, row, place) for n, row in enumerate(ordered, start=1))),
        head_rows=1,
        widths=WIDTHS,
    )


def _line(n: int, row: Comment, place: dict[str, int]) -> tuple[Cell, ...]:
    body = row.body.short_name or row.body.name
    who = f"{body} ({row.author})" if row.author and row.author != body else body
    day = format_date(timezone.localdate(row.told_at))
    gone = row.key not in place
    where = row.passage if len(row.passage) <= SHOWN else f"{row.passage[:SHOWN].rsplit(' ', 1)[0]} …"
    told = [Run(text=f"“{where}”")] if where else [Run(text=_("phần ngoài các đoạn"), italic=True)]
    if gone and row.key:
        told.append(Run(text=_(" (đoạn đã bỏ)"), italic=True))
    said = _("%(words)s (vào bản v%(n)d)") % {"words": row.words, "n": row.version}
    return (
        cell(str(n), align="center"), Cell(runs=tuple(told)), cell(said),
        cell(f"{who}, {day}"), Cell(runs=(Run(text=row.answer_label or _("chưa phản hồi"), gap=not row.answer),)),
        cell(row.answer_words), cell(f"v{row.changed_in}" if row.changed_in else "", align="center"),
    )  # fmt: skip
