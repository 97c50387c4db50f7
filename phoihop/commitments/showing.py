"""Cam kết và kết quả thực hiện: the public page is off until the three chairs of a locality have agreed to it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing
from phoihop.core.models import Mark, Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, Territory

#: The three whose chairs decide, by the kind of body, and the field that holds each.
CHAIRS = {"TTHDND": "council", "UBND": "committee", "MTTQ": "front"}


class ShowingState(models.TextChoices):
    PROPOSED = "proposed", _("Chờ ba bên đồng ý")
    ON = "on", _("Đang công khai")
    OFF = "off", _("Đã tắt")


class Showing(Record):
    """The three chairs' switch: which promises everybody reads, since when each of them agreed."""

    prefix = "CKCK"
    path = "cong-khai-cam-ket"
    states = ShowingState
    marks: ClassVar[dict[str, Mark]] = {
        ShowingState.PROPOSED: Mark(shape="chua"), ShowingState.ON: Mark(shape="xong"), ShowingState.OFF: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("council", "committee", "front")
    stays = ("council", "committee", "front")
    search = ("words",)
    menu_roles = ("clerk", "leader")
    listing = Listing(
        title=str(_("Công khai cam kết")),
        intro=str(_("Trang Cam kết và kết quả thực hiện chỉ mở khi Thường trực HĐND, UBND và Ủy ban MTTQ cùng đồng ý.")),
        columns=(
            Column(value="words", label=str(_("Công khai gì")), kind="title", under="agreed_words"),
            Column(value="on_since", label=str(_("Mở từ ngày")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        order="-pk",
        empty=str(_("Chưa ai đề nghị mở trang Cam kết và kết quả thực hiện.")),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="words", label=str(_("Công khai gì"))),
            Field(value="council_on", label=str(_("Thường trực HĐND đồng ý")), kind="date", missing=str(_("chưa"))),
            Field(value="committee_on", label=str(_("UBND đồng ý")), kind="date", missing=str(_("chưa"))),
            Field(value="front_on", label=str(_("Ủy ban MTTQ đồng ý")), kind="date", missing=str(_("chưa"))),
            Field(value="on_since", label=str(_("Mở từ ngày")), kind="date"),
            Field(value="off_why", label=str(_("Tắt vì"))),
        ),
        select=("territory",),
    )  # fmt: skip

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", editable=False)
    words = models.CharField(_("Công khai gì"), max_length=300)
    origins = models.CharField(max_length=200, editable=False)
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)
    committee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)
    front = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)
    council_on = models.DateField(null=True, editable=False)
    committee_on = models.DateField(null=True, editable=False)
    front_on = models.DateField(null=True, editable=False)
    on_since = models.DateField(null=True, editable=False)
    off_why = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("công khai cam kết")
        verbose_name_plural = _("công khai cam kết")
        constraints = (
            models.UniqueConstraint(
                fields=("territory",), condition=Q(state__in=("proposed", "on")), name="showing_one_open",
                violation_error_message=_("Địa phương này đã có một đề nghị hoặc một trang đang mở."),
            ),
            models.CheckConstraint(
                condition=~Q(state="on")
                | Q(council_on__isnull=False, committee_on__isnull=False, front_on__isnull=False),
                name="showing_three_chairs",
                violation_error_message=_("Chưa đủ ba bên đồng ý."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.words

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """That the page is on is no secret."""
        return Q(state=ShowingState.ON) if actor.kind == "public" else super().visibility(actor)

    @property
    def agreed_words(self) -> str:
        agreed = [str(getattr(self, name)) for name in CHAIRS.values() if getattr(self, f"{name}_on")]
        return str(_("đã đồng ý: %s") % ", ".join(agreed)) if agreed else str(_("chưa bên nào đồng ý"))

    def agree(self, body: int, on: date) -> None:
        """The word of one of the three; the day of the first time stands."""
        name = next(name for name in CHAIRS.values() if getattr(self, f"{name}_id") == body)
        if getattr(self, f"{name}_on") is None:
            setattr(self, f"{name}_on", on)

    def missing(self) -> list[str]:
        """Who has not agreed yet."""
        return [str(getattr(self, name)) for name in CHAIRS.values() if getattr(self, f"{name}_on") is None]


def shown_origins() -> Q:
    """The promises of every locality whose page is on: those of the origins its chairs chose."""
    rule = Q(pk__in=())
    for territory, origins in Showing.objects.filter(state=ShowingState.ON).values_list(
        "territory", "origins"
    ):
        rule |= Q(owner__territory=territory, origin__in=origins.split())
    return rule
