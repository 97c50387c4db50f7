"""What a meeting is made of: guests, who was there, the agenda, what was said, concluded, voted and pictured.

Parts name each other by their number within the meeting, never by a key: so a snapshot reads by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.models import Part, Salted

MEETING = "meetings.Meeting"
BODY = "directory.Organisation"
PERSON = "directory.Person"


class CoHost(Part):
    """A body that holds the meeting together with the host."""

    parent = "meeting"
    moves = ("body",)

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="co_hosts")
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "body"), name="cohost_once"),)

    def __str__(self) -> str:
        return str(self.body)


class Duty(models.TextChoices):
    ATTEND = "attend", _("dự")
    KNOW = "know", _("biết")


class Reply(models.TextChoices):
    WAITING = "waiting", _("chưa trả lời")
    COMING = "coming", _("dự")
    OTHER = "other", _("cử người khác dự")
    ABSENT = "absent", _("vắng có lý do")


class Invitation(Part):
    """A body, a person of a body, or words for somebody outside; with the reply."""

    parent = "meeting"
    moves = ("body",)

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="invitations")
    number = models.PositiveSmallIntegerField(_("Số"))
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", null=True)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    title = models.CharField(_("Chức danh"), max_length=400, blank=True)
    words = models.CharField(_("Khách mời"), max_length=300, blank=True)
    duty = models.CharField(max_length=10, choices=Duty.choices, default=Duty.ATTEND)
    reply = models.CharField(max_length=10, choices=Reply.choices, default=Reply.WAITING)
    substitute = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    reply_words = models.CharField(_("Lý do, người dự thay"), max_length=300, blank=True)
    replied_by = models.CharField(_("Ai trả lời"), max_length=300, blank=True)
    replied_on = models.DateField(null=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """ "Vũ Hoàng Nam, Chủ tịch UBND phường", "UBND phường", or the words given."""
        if self.person_id:
            return ", ".join(words for words in (str(self.person), self.title) if words)
        return self.body.name if self.body_id and self.body else self.words

    @property
    def duty_label(self) -> str:
        return str(Duty(self.duty).label)

    @property
    def reply_told(self) -> str:
        """ "cử người khác dự: Trần Văn A"."""
        other = str(self.substitute) if self.substitute_id else ""
        more = "; ".join(words for words in (other, self.reply_words) if words)
        label = str(Reply(self.reply).label)
        return f"{label}: {more}" if more else label


class AgendaItem(Part):
    """One item of the running order: minutes, what, who speaks."""

    parent = "meeting"

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField(_("Số"))
    title = models.CharField(_("Nội dung"), max_length=400)
    minutes = models.PositiveSmallIntegerField(_("Số phút"))
    speaker = models.CharField(_("Người trình bày"), max_length=300, blank=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="agenda_once"),)

    def __str__(self) -> str:
        return self.title


class AgendaPaper(Part):
    """A paper of an item: a file, or a record of the house that is read there."""

    parent = "meeting"

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="papers")
    item = models.PositiveSmallIntegerField(_("Nội dung số"))
    words = models.CharField(_("Tài liệu"), max_length=300)
    file = models.ForeignKey("documents.File", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.words

    @property
    def item_words(self) -> str:
        """The number of its item; a paper whose item was taken out belongs to the meeting as a whole."""
        return str(self.item or _("chung"))


class Attendance(Part):
    """Somebody who was there, with the title held on the day; ``place`` is the order on the list."""

    parent = "meeting"
    stays = ("body",)

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="attendance")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(_("Họ tên"), max_length=200)
    title = models.CharField(_("Chức danh ngày họp"), max_length=400, blank=True)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", null=True)
    body_words = models.CharField(_("Cơ quan (ngoài danh sách)"), max_length=300, blank=True, default="")
    rank = models.PositiveSmallIntegerField(default=999)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.name, self.title) if part)

    @property
    def body_told(self) -> str:
        """The body by its name, or the words of whoever comes from elsewhere."""
        return self.body.name if self.body_id and self.body else self.body_words


class TurnRole(models.TextChoices):
    DELEGATE = "delegate", _("Đại biểu")
    CHAIR = "chair", _("Chủ tọa")
    REPORTER = "reporter", _("Báo cáo viên")
    DRAFTER = "drafter", _("Cơ quan soạn thảo")
    EXPERT = "expert", _("Chuyên gia, tư vấn")
    VOTER = "voter", _("Cử tri, người dân")


class Turn(Part):
    """A speaking turn (lượt): who, in which role, when, under which item."""

    parent = "meeting"
    stays = ("body",)

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveSmallIntegerField(_("Lượt"))
    item = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("Người phát biểu"), max_length=200)
    title = models.CharField(_("Chức danh"), max_length=400, blank=True)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", null=True)
    role = models.CharField(max_length=10, choices=TurnRole.choices, default=TurnRole.DELEGATE)
    said_at = models.DateTimeField(_("Lúc"))

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="turn_once"),)

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        return ", ".join(part for part in (self.name, self.title) if part)

    @property
    def role_label(self) -> str:
        return str(TurnRole(self.role).label)

    @property
    def time_words(self) -> str:
        return f"{timezone.localtime(self.said_at):%H:%M}"


#: Told the key of a meeting, gives the numbers of points whose words no paper tells yet, or any more.
silent: list[Callable[[int], Iterable[int]]] = []


def told_points(meeting: Any) -> list[Point]:
    """The points of a meeting that its papers may repeat."""
    hushed = {number for asked in silent for number in asked(meeting.pk)}
    return [point for point in meeting.points.all() if point.said and point.number not in hushed]


class PointKind(models.TextChoices):
    PRAISE = "praise", _("Ghi nhận, đồng tình")
    ASK = "ask", _("Đề nghị, hỏi, góp ý")


class Point(Salted, Part):
    """One point (nội dung) of a turn; what asks for something gets one answer, praise gets none.

    Its words stand in the row alone: what turns out to be a denunciation is taken out of it (J9), the count stays.
    """

    parent = "meeting"
    unjournalled = ("said", "response")

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField(_("Nội dung"))
    turn = models.PositiveSmallIntegerField(_("Lượt"))
    kind = models.CharField(max_length=10, choices=PointKind.choices, default=PointKind.ASK)
    said = models.TextField(_("Nội dung"), blank=True)
    response = models.TextField(_("Trả lời"), blank=True)
    answered_by = models.CharField(_("Ai trả lời"), max_length=300, blank=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="point_once"),)

    def __str__(self) -> str:
        return self.said[:80] or str(_("Nội dung số %d") % self.number)

    @property
    def asks(self) -> bool:
        return self.kind == PointKind.ASK

    @property
    def waits(self) -> bool:
        """Asks for an answer, has none, and its words are still here."""
        return self.asks and bool(self.said) and not self.response

    @property
    def said_told(self) -> str:
        return self.said or str(_("không thuộc cuộc họp này, đã bỏ chữ"))

    @property
    def kind_label(self) -> str:
        return str(PointKind(self.kind).label)

    @property
    def answer_told(self) -> str:
        if not self.asks or not self.said:
            return ""
        if not self.response:
            return str(_("chưa trả lời"))
        return f"{self.answered_by}: {self.response}" if self.answered_by else self.response


class Vote(Part):
    """A vote taken: on what, how many for, against, without opinion."""

    parent = "meeting"

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="votes")
    number = models.PositiveSmallIntegerField(_("Biểu quyết"))
    about = models.CharField(_("Về việc"), max_length=300)
    in_favour = models.PositiveSmallIntegerField(_("Tán thành"))
    against = models.PositiveSmallIntegerField(_("Không tán thành"), default=0)
    silent = models.PositiveSmallIntegerField(_("Không có ý kiến"), default=0)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="vote_once"),)

    def __str__(self) -> str:
        return self.about

    @property
    def total(self) -> int:
        return self.in_favour + self.against + self.silent


class Conclusion(Part):
    """A conclusion of the chair; one that gives work out becomes a commitment."""

    parent = "meeting"
    moves = ("lead",)

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="conclusions")
    number = models.PositiveSmallIntegerField(_("Kết luận"))
    text = models.TextField(_("Nội dung"))
    lead = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", null=True)
    product = models.CharField(_("Sản phẩm"), max_length=300, blank=True)
    due_on = models.DateField(_("Hạn"), null=True)
    gives_work = models.BooleanField(default=True)
    commitment = models.ForeignKey(
        "commitments.Commitment", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="conclusion_once"),)

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def gaps(self) -> list[str]:
        """What a task would still lack."""
        if not self.gives_work:
            return []
        asked = ((_("chủ trì"), self.lead_id), (_("hạn"), self.due_on), (_("sản phẩm"), self.product))
        return [str(words) for words, value in asked if not value]

    @property
    def gap_words(self) -> str:
        if not self.gives_work:
            return str(_("không giao việc"))
        if self.commitment_id:
            return str(_("đã thành việc"))
        return str(_("thiếu %s") % ", ".join(self.gaps)) if self.gaps else str(_("đủ để giao"))


class Picture(Part):
    """A picture with its caption and the words for who cannot see it."""

    parent = "meeting"

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey("documents.File", on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("Chú thích"), max_length=300)
    alternative = models.CharField(_("Mô tả cho người không nhìn thấy ảnh"), max_length=300)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.caption
