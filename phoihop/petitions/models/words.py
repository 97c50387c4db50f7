"""Words kept as dated data: what hints at a denunciation, and what its sender is told."""

from __future__ import annotations

import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.models import Confidence
from phoihop.core.phrases import keeps_phrases
from phoihop.core.text import fold

_WORDS = re.compile(r"[^\W_]+")


class Wording(models.TextChoices):
    SIGN = "sign", _("dấu hiệu tố cáo")
    SAFE = "safe", _("lời hướng dẫn người gửi tố cáo")


class FixedWord(models.Model):
    """``sign``: a word that hints at a denunciation. ``safe``: a paragraph for who sent one through this channel."""

    kind = models.CharField(_("Loại"), choices=Wording.choices, max_length=20)
    code = models.CharField(_("Mã"), max_length=40)
    words = models.TextField(_("Chữ"))
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    source = models.CharField(_("Nguồn"), max_length=300, blank=True)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")

    class Meta:
        ordering = ("kind", "order", "code")
        verbose_name = _("chữ dùng sẵn")
        verbose_name_plural = _("chữ dùng sẵn")
        constraints = (
            models.UniqueConstraint(fields=("kind", "code", "valid_from"), name="fixed_word_once"),
        )

    def __str__(self) -> str:
        return self.words[:80]


keeps_phrases(
    FixedWord, text="words", among=models.Q(kind="safe"),
    called=lambda row: str(_("Lời hướng dẫn người gửi tố cáo, đoạn %d") % row.order),
)  # fmt: skip


def words_on(kind: str, day: date) -> list[str]:
    rows = FixedWord.objects.filter(kind=kind, valid_from__lte=day)
    return list(
        rows.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=day)).values_list("words", flat=True)
    )


def signs_of(text: str, day: date) -> list[str]:
    """The words of the list that stand in it: a hint for a person, never a decision."""
    folded = f" {' '.join(_WORDS.findall(fold(text)))} "
    return [words for words in words_on("sign", day) if f" {fold(words)} " in folded]
