"""The comments on a draft as one paper: bảng tổng hợp, tiếp thu, giải trình, in the columns of the field (§6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.activities.programmes.models import Answer, Comment, CommentState, CommentWay, Programme
from phoihop.activities.programmes.returns import untracked_words
from phoihop.activities.programmes.texts import TextLine, lines_of, versions
from phoihop.core import papers
from phoihop.core.papers import Annex, Cell, Paper, Run, Table, cell, paper
from phoihop.core.text import format_date
from phoihop.core.who import Actor

WIDTHS = (0.05, 0.2, 0.23, 0.13, 0.11, 0.18, 0.1)
#: Of the paragraph a comment stands in, as much as is needed to know it again.
SHOWN = 160
#: Words kept on either side of what was changed.
AROUND = 4
#: By version the paragraphs as they read in it.
Texts = dict[int, dict[str, str]]


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
        blocks=(note, _table(rows, lines, _texts(programme, rows))), landscape=True,
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


def _texts(programme: Programme, rows: Sequence[Comment]) -> Texts:
    wanted = {n for row in rows if row.changed_in for n in (row.changed_in - 1, row.changed_in)}
    found = versions(programme, wanted) if wanted else []
    return {version.number: {line.key: line.shown for line in version.lines} for version in found}


def _table(rows: Sequence[Comment], lines: Sequence[TextLine], texts: Texts) -> Table:
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
        rows=(head, *(_line(n, row, place, texts) for n, row in enumerate(ordered, start=1))),
        head_rows=1,
        widths=WIDTHS,
    )


def _line(n: int, row: Comment, place: dict[str, int], texts: Texts) -> tuple[Cell, ...]:
    body = row.body.short_name or row.body.name
    who = f"{body} ({row.author})" if row.author and row.author != body else body
    day = format_date(timezone.localdate(row.told_at))
    gone = row.key not in place
    where = row.passage if len(row.passage) <= SHOWN else f"{row.passage[:SHOWN].rsplit(' ', 1)[0]} …"
    told = [Run(text=f"“{where}”")] if where else [Run(text=_("phần ngoài các đoạn"), italic=True)]
    if gone and row.key:
        told.append(Run(text=_(" (đoạn đã bỏ)"), italic=True))
    who = "; ".join(
        part for part in (f"{who}, {day}", _("vào bản v%d") % row.version, _file_words(row)) if part
    )
    return (
        cell(str(n), align="center"), Cell(runs=tuple(told)), cell(_opinion(row)),
        cell(who), Cell(runs=(Run(text=row.answer_label or _("chưa phản hồi"), gap=not row.answer),)),
        cell(how_met(row, texts)), cell(f"v{row.changed_in}" if row.changed_in else "", align="center"),
    )  # fmt: skip


def _opinion(row: Comment) -> str:
    """What is asked for, without what is only about the file it came in."""
    return row.words.replace(untracked_words(), "").strip().rstrip(";")


def _file_words(row: Comment) -> str:
    if row.way != CommentWay.WORD:
        return ""
    return _("bản Word, không bật theo dõi thay đổi") if untracked_words() in row.note else _("bản Word")


def how_met(row: Comment, texts: Texts) -> str:
    """The reason given, and what the paragraph was and is in the version that met the comment."""
    if not row.changed_in:
        return row.answer_words
    now = texts.get(row.changed_in, {}).get(row.key)
    if now == row.passage or row.after or not row.passage:
        earlier = texts.get(row.changed_in - 1, {})
        added = [text for key, text in texts.get(row.changed_in, {}).items() if key not in earlier]
        done = " ".join(_("Thêm đoạn “%s”.") % text for text in added)
    elif now is None:
        done = _("Bỏ đoạn này.")
    else:
        was, became = parted(row.passage, now)
        done = _("“%(was)s” → “%(now)s”") % {"was": was, "now": became}
    return " ".join(part for part in (row.answer_words, done) if part)


def parted(was: str, now: str) -> tuple[str, str]:
    """Where two readings of a paragraph part, with a few words round it."""
    old, new = was.split(), now.split()
    least = min(len(old), len(new))
    head = next((n for n in range(least) if old[n] != new[n]), least)
    tail = next((n for n in range(least - head) if old[-1 - n] != new[-1 - n]), least - head)
    start, keep = max(0, head - AROUND), max(0, tail - AROUND)

    def cut(words: list[str]) -> str:
        end = len(words) - keep
        return f"{'… ' if start else ''}{' '.join(words[start:end])}{' …' if keep else ''}"

    return cut(old), cut(new)
