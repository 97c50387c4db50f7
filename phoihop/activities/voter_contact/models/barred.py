"""Words that make a call to voters a call for money: voter contact may not be used for it (NQLT 72/2025 Điều 3.6)."""

from __future__ import annotations

import re
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.models import Confidence
from phoihop.core.text import fold


class BarredPhrase(models.Model):
    """A phrase that calls for money or goods, as a dated row an office may change."""

    phrase = models.CharField(_("Câu"), max_length=120)
    source = models.CharField(_("Căn cứ"), max_length=300)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("câu vận động đóng góp"), _("câu vận động đóng góp")
        ordering = ("phrase",)
        constraints = (models.UniqueConstraint(fields=("phrase", "valid_from"), name="barred_once"),)

    def __str__(self) -> str:
        return self.phrase


def barred_in(words: str, *, on: date) -> str:
    """The first barred phrase the words hold, with or without tone marks; empty if none."""
    said = f" {' '.join(re.findall(r'[a-z0-9]+', fold(words)))} "
    rows = BarredPhrase.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return next((row.phrase for row in rows if f" {' '.join(fold(row.phrase).split())} " in said), "")
