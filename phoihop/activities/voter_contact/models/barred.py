"""Words that make a call to voters a call for money: voter contact may not be used for it (NQLT 72/2025 Điều 3.6)."""

from __future__ import annotations

import re
from datetime import date

from django.db import models
from django.db.models import Q

from phoihop.core.text import fold


class BarredPhrase(models.Model):
    """A phrase that calls for money or goods, as a dated row an office may change."""

    phrase = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=10, default="M")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("phrase",)
        constraints = (models.UniqueConstraint(fields=("phrase", "valid_from"), name="barred_once"),)

    def __str__(self) -> str:
        return self.phrase


def barred_in(words: str, *, on: date) -> str:
    """The first barred phrase the words hold, with or without tone marks; empty if none."""
    said = f" {' '.join(re.findall(r'[a-z0-9]+', fold(words)))} "
    rows = BarredPhrase.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return next((row.phrase for row in rows if f" {' '.join(fold(row.phrase).split())} " in said), "")
