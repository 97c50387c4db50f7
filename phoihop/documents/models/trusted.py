"""Issuers of certificates that this office trusts: dated rows with their source, put in by an administrator."""

from __future__ import annotations

import base64
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing
from phoihop.core.models import Mark, Record
from phoihop.documents.certificates import Root


class TrustState(models.TextChoices):
    TRUSTED = "trusted", _("Đang tin")
    ENDED = "ended", _("Thôi tin")


class TrustedRoot(Record):
    """The certificate of an issuer, trusted for what is checked from a day to a day."""

    prefix = "NCCT"
    path = "noi-cap-chung-thu"
    states = TrustState
    marks: ClassVar[dict[str, Mark]] = {
        TrustState.TRUSTED: Mark(shape="xacminh"), TrustState.ENDED: Mark(shape="gac"),
    }  # fmt: skip
    everyone_inside = True
    menu_roles = ("administrator",)
    search = ("name", "issued_by")
    listing = Listing(
        title=str(_("Nơi cấp chứng thư số")),
        intro=str(_("Chữ ký số chỉ được nói là đã xác nhận nơi cấp khi nơi cấp ghi ở đây.")),
        columns=(
            Column(value="name", label=str(_("Nơi cấp")), kind="title", under="source"),
            Column(value="valid_from", label=str(_("Tin từ")), kind="date"),
            Column(value="valid_to", label=str(_("Đến trước")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        empty=str(_("Chưa ghi nơi cấp nào: mọi chữ ký số đều được nói là chưa xác nhận được nơi cấp.")),
        empty_action="trust_root",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="name", label=str(_("Nơi cấp"))),
            Field(value="issued_by", label=str(_("Chứng thư do"))),
            Field(value="source", label=str(_("Lấy từ đâu"))),
            Field(value="valid_from", label=str(_("Tin từ ngày")), kind="date"),
            Field(value="valid_to", label=str(_("Đến trước ngày")), kind="date"),
            Field(value="sha256", label=str(_("Vân tay chứng thư")), kind="code"),
            Field(value="ended_why", label=str(_("Lý do thôi tin"))),
        )
    )

    name = models.CharField(_("Nơi cấp"), max_length=200)
    issued_by = models.CharField(_("Chứng thư do"), max_length=200)
    certificate = models.TextField(_("Chứng thư"), editable=False)
    sha256 = models.CharField(_("Vân tay chứng thư"), max_length=64, unique=True)
    source = models.CharField(_("Lấy từ đâu"), max_length=300)
    valid_from = models.DateField(_("Tin từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    ended_why = models.CharField(_("Lý do thôi tin"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("nơi cấp chứng thư số")
        verbose_name_plural = _("nơi cấp chứng thư số")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def root(self) -> Root:
        return Root(
            name=self.name, der=base64.b64decode(self.certificate), valid_from=self.valid_from,
            valid_to=self.valid_to,
        )  # fmt: skip


def trusted_roots(day: date) -> tuple[Root, ...]:
    """The issuers trusted on that day."""
    rows = TrustedRoot.objects.filter(valid_from__lte=day).order_by("pk")
    return tuple(row.root() for row in rows if row.valid_to is None or day < row.valid_to)
