"""A compiled list: what is forwarded, reported to a session, or posted in a quarter, petition by petition."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing
from phoihop.core.models import Mark, Part, Record

BODY = "directory.Organisation"


class ListState(models.TextChoices):
    DRAFT = "draft", _("Đang lập")
    SENT = "sent", _("Đã gửi")
    DROPPED = "dropped", _("Đã thôi")


class ListPurpose(models.TextChoices):
    FORWARD = "forward", _("Tổng hợp, chuyển cơ quan trả lời")
    SESSION = "session", _("Báo cáo kết quả trình kỳ họp")
    NOTICE = "notice", _("Thông báo kết quả đến tổ dân phố, thôn")


class CompiledList(Record):
    """Petitions put together for one purpose, in the order of the paper that goes out."""

    prefix = "BTH"
    path = "bieu-tong-hop"
    states = ListState
    marks: ClassVar[dict[str, Mark]] = {
        ListState.DRAFT: Mark(shape="chua"), ListState.SENT: Mark(shape="xong"), ListState.DROPPED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("owner", "receiver_body")
    search = ("title",)
    moves = ("owner", "receiver_body")

    listing = Listing(
        title=str(_("Biểu tổng hợp kiến nghị")),
        intro=str(
            _("Biểu gửi đi cùng công văn chuyển, báo cáo trình kỳ họp, thông báo kết quả cho từng nơi.")
        ),
        columns=(
            Column(value="title", label=str(_("Biểu")), kind="title", under="code"),
            Column(value="purpose_label", label=str(_("Để làm gì"))),
            Column(value="count", label=str(_("Nội dung")), kind="number"),
            Column(value="made_on", label=str(_("Ngày lập")), kind="date"),
            Column(value="state_label", label=str(_("Tình trạng"))),
        ),
        only=("code", "state", "title", "purpose", "count", "made_on", "owner_id", "receiver_body_id"),
        row_actions=("petitions.forward_list", "petitions.send_list"),
        empty=str(_("Chưa lập biểu nào. Lập biểu từ các kiến nghị đã phân loại.")),
    )
    detail = Detail(
        fields=(
            Field(value="purpose_label", label=str(_("Để làm gì"))),
            Field(value="owner", label=str(_("Cơ quan lập"))),
            Field(value="receiver_body", label=str(_("Gửi")), missing=str(_("chưa định"))),
            Field(value="period_words", label=str(_("Kỳ"))),
            Field(value="session_on", label=str(_("Ngày khai mạc kỳ họp")), kind="date"),
            Field(value="due_on", label=str(_("Hạn trả lời")), kind="date"),
        ),
        tables=(
            (
                "rows",
                str(_("Các kiến nghị")),
                (
                    Column(value="order", label=str(_("STT"))),
                    Column(value="petition", label=str(_("Nội dung")), kind="record", select=("petition",)),
                    Column(value="petition.place_told", label=str(_("Nơi nêu"))),
                    Column(value="petition.result_told", label=str(_("Kết quả"))),
                ),
            ),
        ),
        select=("owner", "receiver_body"),
    )

    title = models.CharField(_("Tên biểu"), max_length=300)
    purpose = models.CharField(_("Để làm gì"), max_length=10, choices=ListPurpose.choices)
    owner = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan lập"))
    receiver_body = models.ForeignKey(
        BODY, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Gửi")
    )
    period_words = models.CharField(_("Kỳ"), max_length=200, blank=True)
    quarter = models.CharField(_("Tổ dân phố, thôn"), max_length=60, blank=True)
    session_on = models.DateField(_("Ngày khai mạc kỳ họp"), null=True, blank=True)
    due_on = models.DateField(_("Hạn trả lời"), null=True, blank=True)
    made_on = models.DateField(_("Ngày lập"))
    sent_on = models.DateField(_("Ngày gửi"), null=True, blank=True, editable=False)
    count = models.PositiveIntegerField(_("Số nội dung"), default=0, editable=False)

    class Meta:
        verbose_name = _("biểu tổng hợp kiến nghị")
        verbose_name_plural = _("biểu tổng hợp kiến nghị")

    def __str__(self) -> str:
        return self.title

    @property
    def purpose_label(self) -> str:
        return str(ListPurpose(self.purpose).label)


class ListRow(Part):
    """One petition of the list."""

    parent = "compiled"

    compiled = models.ForeignKey(CompiledList, on_delete=models.CASCADE, related_name="rows")
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("compiled", "petition"), name="list_row_once"),)

    def __str__(self) -> str:
        return str(self.petition)
