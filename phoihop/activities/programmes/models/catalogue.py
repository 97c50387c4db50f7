"""Dated lists of the room: acts that are cited, usual contents of coordination."""

from __future__ import annotations

import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.models import Confidence
from phoihop.core.text import fold


class InForce(models.TextChoices):
    IN_FORCE = "in_force", _("còn hiệu lực")
    REPLACED = "replaced", _("đã được thay thế")
    EXPIRED = "expired", _("hết hiệu lực")
    UNCONFIRMED = "unconfirmed", _("chưa đối chiếu")


class LegalBasis(models.Model):
    """An act that papers cite, with the dates between which it is in force (seeded, editable)."""

    code = models.CharField(_("Mã"), max_length=60, unique=True)
    act_type = models.CharField(_("Loại văn bản"), max_length=60)
    number = models.CharField(_("Số, ký hiệu"), max_length=80, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    title = models.CharField(_("Tên"), max_length=400)
    valid_from = models.DateField(_("Có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("Hết hiệu lực từ"), null=True, blank=True)
    status = models.CharField(_("Tình trạng"), choices=InForce.choices, max_length=20, blank=True)
    replaced_by = models.CharField(_("Thay bằng"), max_length=200, blank=True)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")
    note = models.CharField(_("Ghi chú"), max_length=400, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("văn bản làm căn cứ"), _("văn bản làm căn cứ")

    def __str__(self) -> str:
        return f"{self.act_type} {self.number}".strip()

    def repealed_on(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to <= day


class ContentGroup(models.Model):
    """A usual content of coordination (C1 … C13), with the words by which a heading is recognised."""

    code = models.CharField(_("Mã"), max_length=10, primary_key=True)
    name = models.CharField(_("Tên"), max_length=300)
    synonyms = models.TextField(_("Cách gọi khác"), blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("nhóm nội dung phối hợp"), _("nhóm nội dung phối hợp")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def best_for(cls, heading: str) -> ContentGroup | None:
        """The group whose words stand in a heading (the longest match wins); None if none does."""
        folded = f" {_words(fold(heading))} "
        found = [
            (len(word), group)
            for group in cls.objects.all()
            for word in group.synonyms.split("|")
            if word.strip() and f" {_words(word)} " in folded
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))
