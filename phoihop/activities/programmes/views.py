"""The programme's own page: what the generic detail cannot show, a tab at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phoihop.activities.programmes.draft_page import next_step
from phoihop.activities.programmes.models import CommentState, Programme, Target
from phoihop.activities.programmes.overview import overview
from phoihop.activities.programmes.texts import compare, lines_of, versions
from phoihop.commitments import standard as carry
from phoihop.commitments.models import Commitment
from phoihop.core import figures, moment
from phoihop.core.deadlines import Distances
from phoihop.core.figures import Scope
from phoihop.core.listing import Column
from phoihop.core.models import Record
from phoihop.core.web.cells import cell, drawn
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.pages import counted_link
from phoihop.core.web.places import address
from phoihop.core.web.views import detail_context, fetch

LIMIT = 200


@dataclass(frozen=True)
class Listed:
    """The records of a programme as the book of their kind shows them."""

    title: str
    book: str
    link: str
    columns: tuple[Column, ...]
    rows: list[SafeString]
    more: bool
    empty: str


def programme(request: HttpRequest, code: str) -> HttpResponse:
    record: Programme = fetch(Programme, request, code)
    today = moment.today()
    shown = overview(record, today, actor_of(request))
    carried, left = carry.taken_over(record), carry.left_open(record)
    tabs = [
        ("tong-quan", _("Tổng quan"), None),
        ("van-ban", _("Văn bản"), None),
        ("viec", _("Việc"), shown.total.all),
        ("chi-tieu", _("Chỉ tiêu"), shown.total.targets),
        ("ky-ket", _("Các bên, ký kết"), len(record.parties.all())),
        ("chuyen-tiep", _("Việc chuyển tiếp"), carried.count() + left.count()),
        ("lich-su", _("Lịch sử"), None),
    ]
    asked = request.GET.get("muc", "")
    tab = asked if asked in {name for name, _label, _n in tabs} else "tong-quan"
    context: dict[str, Any] = detail_context(request, record) | {"overview": shown, "tabs": tabs, "tab": tab}
    waiting = record.comments.filter(state=CommentState.OPEN).count() if record.state == "draft" else 0
    context["next"] = next_step(record, context["offers"], waiting=waiting)
    if tab == "van-ban":
        context |= _text(request, record)
    elif tab == "viec":
        context["listed"] = _listed(
            record, Commitment, "commitments.live", request, title=_("Việc của chương trình")
        )
    elif tab == "chi-tieu":
        context["listed"] = _listed(
            record, Target, "programmes.targets", request, title=_("Chỉ tiêu được giao")
        )
    elif tab == "chuyen-tiep":
        context["lists"] = [
            _rows(carried, request, title=_("Nhận từ chương trình trước")),
            _rows(left, request, title=_("Chương trình trước còn dở, chưa chuyển")),
        ]
    return render(request, "programmes/programme_detail.html", context)


def _listed(
    record: Programme, model: type[Record], figure: str, request: HttpRequest, *, title: str
) -> Listed:
    """What a figure counts, with the address where it opens."""
    members = figures.registry[figure].members(Scope(about=record, at=moment.today()))
    return _rows(members, request, title=title, link=counted_link(figure, record))


def _rows(members: QuerySet[Any], request: HttpRequest, *, title: str, link: str = "") -> Listed:
    """Records as far as the reader may see them, in the columns of their own book."""
    listing = members.model.listing
    rows = members.model._default_manager.visible_to(actor_of(request)).filter(pk__in=members.values("pk"))
    joins = {name for column in listing.columns for name in column.select}
    found = list(rows.select_related(*(sorted(joins) or (None,))).order_by("number", "pk")[: LIMIT + 1])
    found.sort(key=lambda row: [int(n) for n in row.number.split(".") if n.isdigit()])
    distances = Distances()
    draws = [cell(c, url=address, today=moment.today(), distances=distances) for c in listing.columns]
    return Listed(
        title=title, book=str(listing.title), link=link, columns=listing.columns,
        rows=[drawn(row, draws) for row in found[:LIMIT]], more=len(found) > LIMIT, empty=str(listing.empty),
    )  # fmt: skip


def _text(request: HttpRequest, record: Programme) -> dict[str, Any]:
    """The text as it stands, its versions, and two of them side by side where asked."""
    found = versions(record)
    by_seq = {str(v.seq): v for v in found}
    old, new = by_seq.get(request.GET.get("tu", "")), by_seq.get(request.GET.get("den", ""))
    both = old is not None and new is not None
    chosen = (old.seq, new.seq) if old and new else (found[1].seq, found[0].seq) if len(found) > 1 else (0, 0)
    return {
        "versions": found,
        "chosen": chosen,
        "compared": compare(old, new) if both and old and new else None,
        "lines": lines_of(record),
    }
