"""Links of a record, both ways; they are made by ``record.link(kind, other)`` inside an action."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.models import Link, Record
from phoihop.core.who import Actor

#: How a kind reads from the one side and from the other.
KINDS = {
    "arises_from": (_("Phát sinh từ"), _("Việc phát sinh")),
    "implements": (_("Thực hiện"), _("Được thực hiện bởi")),
    "answers": (_("Trả lời"), _("Được trả lời bởi")),
    "follows": (_("Tiếp nối"), _("Được tiếp nối bởi")),
    "yields": (_("Bản ghi từ văn bản này"), _("Đọc từ")),
    "reports_on": (_("Báo cáo về"), _("Báo cáo")),
    "read_from": (_("Đọc từ"), _("Bản ghi từ văn bản này")),
    "compiled_from": (_("Tổng hợp từ"), _("Báo cáo chung")),
    "discusses": (_("Bàn về"), _("Hội nghị")),
    "holds": (_("Hội nghị ở các điểm"), _("Thuộc đợt")),
    "closes": (_("Tổng kết"), _("Hội nghị tổng kết")),
    "signs": (_("Ký kết"), _("Hội nghị ký kết")),
    "settled_at": (_("Thống nhất tại hội nghị"), _("Văn bản thống nhất tại đây")),
    "amends": (_("Sửa đổi, bổ sung"), _("Được sửa đổi bởi")),
    "made_from": (_("Lập từ"), _("Văn bản đi lập từ đây")),
    "arrival_of": (_("Bản gốc của nơi gửi"), _("Đã đến")),
    "corrects": (_("Thông báo đính chính"), _("Đính chính cho")),
    "replaced_by": (_("Văn bản thay thế"), _("Thay thế cho")),
    "recalls": (_("Thông báo thu hồi"), _("Thu hồi")),
    "copy_before": (_("Bản ký trước, đã thay"), _("Từng nộp làm bản ký của")),
    "attached_to": (_("Kèm theo"), _("Tệp kèm theo")),
    "same_bytes": (_("Cùng nội dung, đã có trước"), _("Cùng nội dung, gửi sau")),
    "split_from": (_("Tách từ cùng một đơn"), _("Nội dung tách ra")),
    "merged_into": (_("Đã gộp vào"), _("Kiến nghị gộp vào đây")),
    "brought": (_("Kiến nghị nêu tại lượt tiếp"), _("Nêu tại lượt tiếp công dân")),
    "redacted_of": (_("Che từ bản gốc"), _("Bản đã che")),
}


@dataclass(frozen=True, kw_only=True)
class Linked:
    words: str
    record: Record
    kind: str = ""


def links_of(record: Record, actor: Actor) -> list[Linked]:
    """Records linked to this one that the actor may see: one query, and one per kind of record found."""
    mine = {"type": record._meta.label_lower, "id": record.pk}
    rows = Link.objects.filter(
        Q(from_type=mine["type"], from_id=mine["id"]) | Q(to_type=mine["type"], to_id=mine["id"])
    ).order_by("pk")
    wanted: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for row in rows:
        out = row.from_type == mine["type"] and row.from_id == mine["id"]
        other = (row.to_type, row.to_id) if out else (row.from_type, row.from_id)
        wanted[other[0]][other[1]] = (str(KINDS[row.kind][0 if out else 1]), row.kind)
    found: list[Linked] = []
    for label, keys in wanted.items():
        try:
            model = apps.get_model(label)
        except LookupError:  # a kind that became a part of another: that one is linked besides
            continue
        seen = model._default_manager.visible_to(actor).filter(pk__in=keys)
        for other_record in seen.select_related(*_named_with(model) or (None,)):
            words, kind = keys[other_record.pk]
            found.append(Linked(words=words, record=other_record, kind=kind))
    return found


def linked_to(record: Record, *kinds: str) -> list[tuple[str, Record]]:
    """What this record was linked to by one of these kinds, whoever asks: for rules, never for a page as it is."""
    rows = Link.objects.filter(
        from_type=record._meta.label_lower, from_id=record.pk, kind__in=kinds
    ).order_by("pk")
    return [
        (row.kind, found)
        for row in rows
        if (found := apps.get_model(row.to_type)._base_manager.filter(pk=row.to_id).first()) is not None
    ]


def linked_from(record: Record, *kinds: str) -> list[tuple[str, Record]]:
    """What was linked to this record by one of these kinds, as :func:`linked_to`."""
    rows = Link.objects.filter(to_type=record._meta.label_lower, to_id=record.pk, kind__in=kinds).order_by(
        "pk"
    )
    return [
        (row.kind, found)
        for row in rows
        if (found := apps.get_model(row.from_type)._base_manager.filter(pk=row.from_id).first()) is not None
    ]


def _named_with(model: type[Record]) -> list[str]:
    """The relations a record of this kind takes its name from: those its title is listed with."""
    columns = model.listing.columns if model.listing else ()
    return [name for column in columns if column.kind == "title" for name in column.select]
