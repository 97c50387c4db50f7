"""Who is asked for a view of the draft, who agreed to which text, what the meeting settled, who signed which version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.models.programme import Programme
from phoihop.core.models import Part


class Asked(Part):
    """A body besides the parties whose view of the draft is asked: a Ban, a department, an organisation."""

    parent = "programme"
    moves = ("body",)

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="asked")
    body = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("programme", "body"), name="asked_once_each"),)

    def __str__(self) -> str:
        return str(self.body)


class Agreement(Part):
    """Ý kiến thống nhất of a party, to one fingerprint. Void on any change, or withdrawn; kept in both cases."""

    parent = "programme"
    stays = ("body",)

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="agreements")
    body = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=400)
    paper = models.CharField(_("Theo văn bản"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=400, blank=True)
    void_at = models.DateTimeField(null=True)
    void_why = models.CharField(max_length=400, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.body} · v{self.version}"

    @property
    def stands(self) -> bool:
        """Neither taken back nor void; whether it counts, the fingerprint of the text at hand says as well."""
        return self.withdrawn_at is None and self.void_at is None


class CommitteeWay(models.TextChoices):
    IN_WRITING = "in_writing", _("bằng văn bản")
    AT_A_MEETING = "at_a_meeting", _("tại cuộc họp")
    BY_PHONE = "by_phone", _("trao đổi trực tiếp")


class PartyCommitteeView(Part):
    """Xin ý kiến cấp ủy: the day, the way, a short conclusion. No paper of the Party is stored."""

    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="committee_views")
    version = models.PositiveSmallIntegerField()
    asked_on = models.DateField()
    way = models.CharField(max_length=20, choices=CommitteeWay.choices)
    answered_on = models.DateField(null=True)
    conclusion = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.asked_on:%d/%m/%Y}"

    @property
    def way_label(self) -> str:
        return str(CommitteeWay(self.way).label)


class Settlement(Part):
    """The joint meeting (hội nghị liên tịch) that settled a version of the text."""

    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="settlements")
    version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    present = models.TextField()
    meeting = models.CharField(max_length=60, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y} · v{self.version}"


class SigningRound(Part):
    """A version locked for signing: its paper in the register, and how the round ended when it came to nothing."""

    parent = "programme"
    stays = ("withdrawn_by",)

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="signing_rounds")
    document = models.ForeignKey("documents.OutgoingDocument", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=400, blank=True)
    withdrawn_by = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"v{self.version}"
