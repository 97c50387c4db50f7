"""A deputy asks to meet voters outside the constituency, or single voters and groups."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, Person


class RequestKind(models.TextChoices):
    OUTSIDE = "outside", _("Ngoài đơn vị bầu cử")
    PEOPLE = "people", _("Cá nhân hoặc nhóm cử tri")


class RequestState(models.TextChoices):
    ASKED = "asked", _("Chờ quyết định")
    ALLOWED = "allowed", _("Đã đồng ý, chưa báo nơi đến")
    REFUSED = "refused", _("Không đồng ý")
    NOTIFIED = "notified", _("Đã báo nơi đến")
    MET = "met", _("Đã gặp, chưa gửi tổng hợp")
    COMPILED = "compiled", _("Đã gửi tổng hợp")


R = RequestState


class Request(Record):
    """One request with its clocks: decision, notice to the place, compilation (NQLT 72/2025 Điều 32, 33)."""

    prefix = "DNTX"
    path = "de-nghi-tiep-xuc"
    states = RequestState
    marks: ClassVar[dict[str, Mark]] = {
        R.ASKED: Mark(shape="sap"), R.ALLOWED: Mark(shape="dang"), R.REFUSED: Mark(shape="khong"),
        R.NOTIFIED: Mark(shape="dang"), R.MET: Mark(shape="sap"), R.COMPILED: Mark(shape="xong"),
    }  # fmt: skip
    readers = ("owner",)
    search = ("whom", "place", "purpose")
    moves = ("owner",)
    listing = Listing(
        title=str(_("Đề nghị tiếp xúc")),
        intro=str(_("Đại biểu xin gặp cử tri ngoài đơn vị bầu cử, hoặc gặp cá nhân, nhóm cử tri.")),
        columns=(
            Column(value="whom", label=str(_("Gặp ai")), kind="title", under="kind_label"),
            Column(value="deputy", label=str(_("Đại biểu")), select=("deputy",)),
            Column(value="meets_on", label=str(_("Ngày gặp")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(code="cho", label=str(_("Chờ quyết định")), shape="sap", where=lambda today: models.Q(state=R.ASKED)),
            Tab(
                code="dang", label=str(_("Đang làm")), shape="dang",
                where=lambda today: models.Q(state__in=(R.ALLOWED, R.NOTIFIED, R.MET)),
            ),
        ),
        order="-meets_on",
        empty=str(_("Chưa có đề nghị nào.")),
        empty_action="ask_leave",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="deputy", label=str(_("Đại biểu"))),
            Field(value="deputy_title", label=str(_("Chức danh"))),
            Field(value="kind_label", label=str(_("Loại"))),
            Field(value="whom", label=str(_("Gặp ai"))),
            Field(value="place", label=str(_("Ở đâu"))),
            Field(value="meets_on", label=str(_("Ngày gặp")), kind="date"),
            Field(value="purpose", label=str(_("Nội dung"))),
            Field(value="owner", label=str(_("Cơ quan quyết định"))),
            Field(value="decided_line", label=str(_("Quyết định"))),
            Field(value="notified_line", label=str(_("Báo nơi đến"))),
            Field(value="met_line", label=str(_("Kết quả gặp"))),
            Field(value="compiled_line", label=str(_("Gửi tổng hợp"))),
            Field(value="scan", label=str(_("Bản quét ý kiến lãnh đạo"))),
        ),
        select=("owner", "deputy", "scan"),
        sub=lambda row, today: f"{row.kind_label} · {row.meets_on:%d/%m/%Y}",
    )  # fmt: skip

    kind = models.CharField(_("Loại"), max_length=10, choices=RequestKind.choices)
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đại biểu"))
    deputy_title = models.CharField(_("Chức danh"), max_length=400, blank=True)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan quyết định")
    )
    whom = models.CharField(_("Gặp ai"), max_length=200)
    place = models.CharField(_("Ở đâu"), max_length=200)
    purpose = models.CharField(_("Nội dung"), max_length=500)
    asked_on = models.DateField(_("Ngày đề nghị"))
    meets_on = models.DateField(_("Ngày gặp"))
    decided_on = models.DateField(null=True, editable=False)
    decided_by = models.CharField(max_length=200, blank=True, editable=False)
    decision_words = models.CharField(max_length=300, blank=True, editable=False)
    scan = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    notified_on = models.DateField(null=True, editable=False)
    notified_words = models.CharField(max_length=300, blank=True, editable=False)
    met_on = models.DateField(null=True, editable=False)
    voters = models.PositiveIntegerField(null=True, editable=False)
    met_words = models.TextField(blank=True, editable=False)
    compiled_on = models.DateField(null=True, editable=False)
    compiled_words = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("đề nghị tiếp xúc")
        verbose_name_plural = _("đề nghị tiếp xúc")
        indexes = (models.Index(fields=("-meets_on", "-id"), name="request_order"),)

    def __str__(self) -> str:
        return str(_("%(deputy)s gặp %(whom)s") % {"deputy": self.deputy, "whom": self.whom})

    @classmethod
    def visibility(cls, actor: Actor) -> models.Q:
        """The body that decides, and the deputy who asks."""
        mine = super().visibility(actor)
        return mine | models.Q(deputy=actor.person) if actor.person else mine

    @property
    def kind_label(self) -> str:
        return str(RequestKind(self.kind).label)

    # Which clock runs depends on the kind: each has its own article.
    @property
    def outside_asked_on(self) -> date | None:
        return self.asked_on if self.kind == RequestKind.OUTSIDE else None

    @property
    def people_asked_on(self) -> date | None:
        return self.asked_on if self.kind == RequestKind.PEOPLE else None

    @property
    def outside_meets_on(self) -> date | None:
        return self.meets_on if self.kind == RequestKind.OUTSIDE else None

    @property
    def people_meets_on(self) -> date | None:
        return self.meets_on if self.kind == RequestKind.PEOPLE else None

    @property
    def people_met_on(self) -> date | None:
        return self.met_on if self.kind == RequestKind.PEOPLE else None

    @property
    def asked_words(self) -> str:
        return str(_("%(what)s ngày %(day)s, tại %(place)s") % {
            "what": self, "day": f"{self.meets_on:%d/%m/%Y}", "place": self.place,
        })  # fmt: skip

    @property
    def decided_line(self) -> str:
        day = f"{self.decided_on:%d/%m/%Y}" if self.decided_on else ""
        return ", ".join(part for part in (day, self.decided_by, self.decision_words) if part)

    @property
    def notified_line(self) -> str:
        day = f"{self.notified_on:%d/%m/%Y}" if self.notified_on else ""
        return ": ".join(part for part in (day, self.notified_words) if part)

    @property
    def met_line(self) -> str:
        if not self.met_on:
            return ""
        return str(_("%(day)s, %(voters)d cử tri. %(words)s") % {
            "day": f"{self.met_on:%d/%m/%Y}", "voters": self.voters or 0, "words": self.met_words,
        }).strip()  # fmt: skip

    @property
    def compiled_line(self) -> str:
        day = f"{self.compiled_on:%d/%m/%Y}" if self.compiled_on else ""
        return ": ".join(part for part in (day, self.compiled_words) if part)
