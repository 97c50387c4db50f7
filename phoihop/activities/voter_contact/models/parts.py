"""What a round is made of: its points, each a meeting of its own, and the deputies who come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.models import Part

CONTACT = "voter_contact.VoterContact"


class ContactPoint(Part):
    """One point of a round: which unit's voters, the meeting held for them, how many came and spoke."""

    parent = "contact"

    contact = models.ForeignKey(CONTACT, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField(_("Điểm"))
    unit = models.CharField(_("Nơi, tổ dân phố"), max_length=120)
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="+")
    voters = models.PositiveIntegerField(_("Cử tri dự"), null=True)
    spoke = models.PositiveIntegerField(_("Lượt phát biểu"), null=True)
    reported_on = models.DateField(_("Nộp biên bản điểm"), null=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("contact", "number"), name="point_of_round_once"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.unit}"

    @property
    def when(self) -> str:
        return self.meeting.time_line

    @property
    def where(self) -> str:
        return self.meeting.place_line

    @property
    def came(self) -> str:
        """ "18 cử tri, 9 lượt", or that nobody has written it down."""
        if self.voters is None:
            return str(_("chưa ghi"))
        return str(_("%(voters)d cử tri, %(spoke)d lượt") % {"voters": self.voters, "spoke": self.spoke or 0})


class DeputyLevel(models.TextChoices):
    """In the order they speak where deputies of several levels come (NQLT 72/2025 Điều 24.3)."""

    NATIONAL = "national", _("Đại biểu Quốc hội")
    PROVINCE = "province", _("Đại biểu HĐND thành phố, tỉnh")
    COMMUNE = "commune", _("Đại biểu HĐND xã, phường")


class ContactDeputy(Part):
    """A deputy who comes, to one point or to all of them (0)."""

    parent = "contact"

    contact = models.ForeignKey(CONTACT, on_delete=models.CASCADE, related_name="deputies")
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=DeputyLevel.choices, default=DeputyLevel.COMMUNE)
    point = models.PositiveSmallIntegerField(_("Điểm"), default=0)

    class Meta(Part.Meta):
        constraints = (
            models.UniqueConstraint(fields=("contact", "person", "point"), name="deputy_of_point_once"),
        )

    def __str__(self) -> str:
        return str(self.person)

    @property
    def level_label(self) -> str:
        return str(DeputyLevel(self.level).label)

    @property
    def point_words(self) -> str:
        return str(_("điểm %d") % self.point) if self.point else str(_("mọi điểm"))


class SpotAnswer(Part):
    """What was answered in the hall; the written answer of the committee comes apart."""

    parent = "contact"

    contact = models.ForeignKey(CONTACT, on_delete=models.CASCADE, related_name="spot_answers")
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("Trả lời"))
    answered_by = models.CharField(_("Ai trả lời"), max_length=200)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("contact", "petition"), name="spot_answer_once"),)

    def __str__(self) -> str:
        return self.words[:80]
