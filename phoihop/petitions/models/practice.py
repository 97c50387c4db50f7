"""What varies from place to place and from year to year: classes of results, and who does which step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.models import Confidence
from phoihop.core.phrases import keeps_phrases


class Needs(models.TextChoices):
    """What an answer of a class must carry."""

    PROOF = "proof", _("bằng chứng")
    DATE = "date", _("lộ trình, thời hạn")
    REASON = "reason", _("lý do")
    BODY = "body", _("cơ quan có thẩm quyền")


class ReportsAs(models.TextChoices):
    """The classes of the law's own scheme (NQLT 72/2025 Điều 49.2)."""

    SETTLED = "settled", _("đã giải quyết")
    UNDERWAY = "underway", _("đang giải quyết")
    EXPLAINED = "explained", _("giải trình, cung cấp thông tin")


class ResultClass(models.Model):
    """A class of result an answer may have, as a dated row.

    ``needs`` names what the answer must carry: ``proof``, ``date`` (with a route: it becomes a commitment),
    ``reason``, ``body`` (who is competent). ``solves`` tells the one class that says the matter is done;
    ``reports_as`` is the class of the law's own scheme (NQLT 72/2025 Điều 49.2) it is counted in upwards.
    """

    code = models.CharField(_("Mã"), max_length=30)
    label = models.CharField(_("Tên"), max_length=120)
    public = models.CharField(_("Chữ cho người dân"), max_length=160)
    shape = models.CharField(_("Hình"), max_length=20, default="dang", editable=False)
    needs = models.CharField(_("Phải kèm"), choices=Needs.choices, max_length=60, blank=True)
    solves = models.BooleanField(_("Là đã giải quyết"), default=False)
    reports_as = models.CharField(_("Báo cáo vào loại"), choices=ReportsAs.choices, max_length=30, blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    source = models.CharField(_("Căn cứ"), max_length=300)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")

    class Meta:
        verbose_name, verbose_name_plural = _("loại kết quả trả lời"), _("loại kết quả trả lời")
        ordering = ("order", "code")
        constraints = (models.UniqueConstraint(fields=("code", "valid_from"), name="result_one_start"),)

    def __str__(self) -> str:
        return self.label

    @property
    def wants(self) -> frozenset[str]:
        return frozenset(self.needs.split())

    @property
    def promises(self) -> bool:
        """Whether such an answer is a promise: something is still to be done by a day."""
        return "date" in self.wants


def _on(day: date) -> Q:
    return Q(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def results_on(day: date) -> dict[str, ResultClass]:
    """The classes in use on a day, by code, in their order."""
    return {row.code: row for row in ResultClass.objects.filter(_on(day))}


def result_classes(day: date) -> Sequence[tuple[str, str]]:
    return [(code, row.label) for code, row in results_on(day).items()]


class Practice(models.Model):
    """How this place does a step where practice varies: which body compiles, forwards, answers; wording; periods of grace."""

    code = models.CharField(_("Mã"), max_length=60)
    label = models.CharField(_("Việc"), max_length=200)
    value = models.CharField(_("Giá trị"), max_length=600)
    source = models.CharField(_("Căn cứ"), max_length=300)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("cách làm của địa phương"), _("cách làm của địa phương")
        ordering = ("code", "valid_from")
        constraints = (models.UniqueConstraint(fields=("code", "valid_from"), name="practice_one_start"),)

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


#: Of the practices those that are words printed on papers; the others are codes and numbers.
WORDED = ("inspection_to", "inspection_words", "desk_phone")
keeps_phrases(Practice, text="value", among=Q(code__in=WORDED), called=lambda row: str(row.label))


def practice(code: str, day: date) -> str:
    """The value in use on a day; LookupError if there is none."""
    row = Practice.objects.filter(_on(day), code=code).order_by("-valid_from").first()
    if row is None:
        raise LookupError(f"no practice {code} on {day}")
    return row.value


#: What pages ask for each row, read once a day.
_classes: dict[date, dict[str, ResultClass]] = {}
_practices: dict[date, dict[str, str]] = {}


def result_of(code: str) -> ResultClass | None:
    """The class as it reads today."""
    if not code:
        return None
    today = moment.today()
    if code not in _classes.get(today, {}):
        _classes.clear()
        _classes[today] = results_on(today)
    return _classes[today].get(code)


def practice_now(code: str) -> str:
    """The practice of today."""
    today = moment.today()
    if code not in _practices.get(today, {}):
        _practices.clear()
        rows = Practice.objects.filter(_on(today)).order_by("valid_from")
        _practices[today] = {row.code: row.value for row in rows}
    return _practices[today][code]
