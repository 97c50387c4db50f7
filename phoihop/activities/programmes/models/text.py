"""The text of a programme as paragraphs whose keys stay, and its versions."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.models.catalogue import ContentGroup, LegalBasis
from phoihop.activities.programmes.models.programme import Programme
from phoihop.core.models import Part


class Section(models.TextChoices):
    """The parts of the standard structure that hold paragraphs (``domain`` of the field: I, II, III, IV)."""

    PURPOSE = "purpose", _("I. Mục đích, yêu cầu")
    CONTENTS = "contents", _("II. Nội dung phối hợp")
    DUTIES = "duties", _("III. Trách nhiệm của các cơ quan")
    ARRANGEMENT = "arrangement", _("IV. Tổ chức thực hiện")


class Origin(models.TextChoices):
    """Where a paragraph came from; a person reads it beside the paragraph."""

    WRITTEN = "written", _("viết mới")
    LAST_YEAR = "last_year", _("năm trước")
    LAST_YEAR_CHANGED = "last_year_changed", _("năm trước, đã sửa")
    SKELETON = "skeleton", _("mẫu")
    FILE = "file", _("bản Word của văn phòng")
    COMMENT = "comment", _("theo góp ý")
    PAPER = "paper", _("văn bản đã ký")


class Worded(Part):
    """A paragraph with a key that stays when it is moved or rewritten, and where it came from."""

    key = models.CharField(max_length=12, blank=True)
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.WRITTEN)
    origin_words = models.CharField(max_length=200, blank=True)

    class Meta(Part.Meta):
        abstract = True


class ContentItem(Worded):
    """One content of coordination, numbered as in the text, under its usual group."""

    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="contents")
    number = models.CharField(_("Số"), max_length=10)
    title = models.CharField(_("Nội dung"), max_length=400)
    group = models.ForeignKey(ContentGroup, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    span = models.CharField(max_length=80, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class BasisLine(Worded):
    """One "Căn cứ …" as written, and the act it names when it is known."""

    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="bases")
    text = models.CharField(max_length=600)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.text

    @property
    def warning(self) -> str:
        """Rule R-1: an act no longer in force when the programme was signed (or, unsigned, begins)."""
        day = self.programme.signed_on or date(self.programme.period_from, 1, 1)
        if self.basis is None:
            return str(_("chưa nhận ra văn bản này trong danh mục"))
        if self.basis.repealed_on(day):
            by = _(", thay bằng %s") % self.basis.replaced_by if self.basis.replaced_by else ""
            return str(
                _("hết hiệu lực từ %(day)s%(by)s") % {"day": f"{self.basis.valid_to:%d/%m/%Y}", "by": by}
            )
        return ""


class Paragraph(Worded):
    """A paragraph of a part of the text; ``item`` is the key of the content it stands under."""

    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="paragraphs")
    section = models.CharField(max_length=12, choices=Section.choices)
    item = models.CharField(max_length=12, blank=True)
    text = models.TextField()

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.text


class Version(Part):
    """A version of the text: by whom, why, and the entry of the journal that holds its paragraphs."""

    parent = "programme"
    stays = ("body",)

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    entry = models.PositiveIntegerField()
    body = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True)
    author = models.CharField(max_length=400)
    user = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("programme", "number"), name="version_once"),)

    def __str__(self) -> str:
        return f"v{self.number}"
