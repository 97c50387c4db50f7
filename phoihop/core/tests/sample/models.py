from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record, Salted
from phoihop.core.who import of, role


class ErrandState(models.TextChoices):
    OPEN = "open", "Đang mở"
    TAKEN = "taken", "Đã nhận"
    DONE = "done", "Đã xong"


class Errand(Record):
    prefix = "VT"
    path = "viec-thu"
    states = ErrandState
    marks: ClassVar[dict[str, Mark]] = {
        ErrandState.OPEN: Mark(shape="chua"),
        ErrandState.TAKEN: Mark(shape="dang"),
        ErrandState.DONE: Mark(shape="xong", public="Xong"),
    }
    readers = ("owner", "lead", "helpers__body")
    search = ("title",)
    listing = Listing(
        title="Việc thử",
        columns=(
            Column(value="title", label="Việc", kind="title", under="code"),
            Column(value="due_on", label="Hạn", kind="due"),
            Column(value="state", label="Tình trạng", kind="state"),
        ),
        tabs=(
            Tab(code="mo", label="Đang mở", shape="chua", where=lambda today: Q(state=ErrandState.OPEN)),
            Tab(code="xong", label="Đã xong", shape="xong", where=lambda today: Q(state=ErrandState.DONE)),
        ),
        order="-pk",
        empty="Chưa có việc thử nào.",
    )
    detail = Detail(
        fields=(Field(value="title", label="Việc"), Field(value="due_on", label="Hạn", kind="date")),
        tables=(("helpers", "Phối hợp", (Column(value="body", label="Đơn vị"),)),),
    )

    title = models.CharField("Việc", max_length=200)
    owner = models.BigIntegerField("Đơn vị giao")
    lead = models.BigIntegerField("Đơn vị nhận", null=True, blank=True)
    due_on = models.DateField("Hạn", null=True, blank=True)
    amount = models.DecimalField("Số lượng", max_digits=9, decimal_places=2, default=0)

    class Meta:
        verbose_name = "việc thử"
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="errand_amount",
                violation_error_message="Số lượng không được âm.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Helper(Part):
    parent = "errand"

    errand = models.ForeignKey(Errand, on_delete=models.CASCADE, related_name="helpers")
    body = models.BigIntegerField()

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return str(self.body)


class LetterState(models.TextChoices):
    HERE = "here", "Đã nhận"
    EMPTIED = "emptied", "Đã xóa nội dung"


class Letter(Salted, Record):
    """Its words stand in its row only, its sender in the vault."""

    prefix = "TT"
    path = "thu-thu"
    states = LetterState
    marks: ClassVar[dict[str, Mark]] = {
        LetterState.HERE: Mark(shape="chua"), LetterState.EMPTIED: Mark(shape="xong"),
    }  # fmt: skip
    readers = ("owner",)
    search = ("title", "content")
    unjournalled = ("title", "content", "pages")
    sealed = (("sender", "Người gửi"),)
    unsealed_by = role("clerk") & of("owner")

    title = models.CharField("Tiêu đề", max_length=200, blank=True)
    content = models.TextField("Nội dung", blank=True)
    sender = models.CharField("Người gửi", max_length=40, blank=True)
    owner = models.BigIntegerField("Đơn vị nhận")

    class Meta:
        verbose_name = "thư thử"

    def __str__(self) -> str:
        return self.title or self.code


class Page(Salted, Part):
    parent = "letter"
    unjournalled = ("words",)

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="pages")
    words = models.TextField(blank=True)
    kind = models.CharField(max_length=20, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.kind
