"""A dialogue with the people: a meeting with what is extra: questions, what was promised last time, its public duties."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record, Salted
from phoihop.directory.models import Organisation
from phoihop.meetings.kinds import MeetingKind, Step, register
from phoihop.meetings.models import Meeting
from phoihop.meetings.parts import silent
from phoihop.petitions.models import SILENT, UNREAD

#: The kind of meeting a dialogue is; the place of last time's conclusions in it.
KIND = "doi_thoai"
LAST_TIME = _("Báo cáo việc đã hứa tại lần đối thoại trước")
register(
    MeetingKind(
        code=KIND, label=_("Hội nghị đối thoại"), hears=True, source=_("Luật 72/2025/QH15, Điều 43; thứ tự theo thông lệ của đơn vị"),
        agenda=(
            Step(title=_("Tuyên bố lý do, giới thiệu đại biểu"), minutes=10, who=_("Ban Tổ chức")),
            Step(title=LAST_TIME, minutes=15, who=_("Lãnh đạo UBND")),
            Step(title=_("Trả lời các ý kiến đã gửi trước"), minutes=30, who=_("Lãnh đạo UBND, đơn vị phụ trách")),
            Step(title=_("Nhân dân nêu ý kiến, trả lời tại chỗ"), minutes=80, who=_("Nhân dân; lãnh đạo UBND")),
            Step(title=_("Ý kiến của Thường trực HĐND, Ủy ban MTTQ"), minutes=15, who=_("Đồng chủ trì")),
            Step(title=_("Kết luận, bế mạc"), minutes=10, who=_("Chủ tọa")),
        ),
    )
)  # fmt: skip


class DialogueState(models.TextChoices):
    PLANNED = "planned", _("Đã lập kế hoạch")
    ANNOUNCED = "announced", _("Đã thông báo công khai")
    HELD = "held", _("Đã đối thoại, chưa công bố")
    PUBLISHED = "published", _("Đã công bố kết quả")
    CANCELLED = "cancelled", _("Đã hủy")


class Need(models.TextChoices):
    """Why it is held: Luật 72/2025 Điều 43.1."""

    YEARLY = "yearly", _("Thường kỳ hằng năm")
    ASKED = "asked", _("Cử tri đề nghị (từ 10%)")
    NEEDED = "needed", _("Khi cần thiết")


class When(models.TextChoices):
    BEFORE = "before", _("Gửi trước")
    LIVE = "live", _("Tại hội nghị")


class Via(models.TextChoices):
    BOARD = "board", _("Ban Công tác Mặt trận thu thập")
    LETTER = "letter", _("Thư, phiếu của người dân")
    ONLINE = "online", _("Trang công khai, mạng xã hội")
    HALL = "hall", _("Phát biểu tại hội nghị")


S = DialogueState
HELD = (S.HELD, S.PUBLISHED)
#: Still to come.
AHEAD = (S.PLANNED, S.ANNOUNCED)


class Dialogue(Salted, Record):
    """One conference: who holds it, when, what is asked, answered and concluded, and the days of its public duties."""

    prefix = "DT"
    path = "doi-thoai"
    states = DialogueState
    marks: ClassVar[dict[str, Mark]] = {
        S.PLANNED: Mark(shape="chua"), S.ANNOUNCED: Mark(shape="dang"), S.HELD: Mark(shape="sap"),
        S.PUBLISHED: Mark(shape="xong"), S.CANCELLED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("owner", "front", "council")
    search = ("title", "topic")
    #: What was asked stands in the petitions alone.
    unjournalled = ("lines",)
    moves = ("owner", "front", "council")
    listing = Listing(
        title=str(_("Đối thoại")),
        intro=str(_("Mỗi năm ít nhất một hội nghị: hứa lần trước, ý kiến, trả lời, kết luận, công bố (Luật 72/2025, Điều 43).")),
        columns=(
            Column(value="title", label=str(_("Hội nghị")), kind="title", under="need_label"),
            Column(value="on", label=str(_("Ngày")), kind="date"),
            Column(value="questions_total", label=str(_("Ý kiến")), kind="number"),
            Column(value="answered_total", label=str(_("Đã trả lời")), kind="number"),
            Column(value="published_on", label=str(_("Công bố")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(code="sap", label=str(_("Sắp tới")), shape="chua", where=lambda today: Q(state__in=AHEAD)),
            Tab(code="cong-bo", label=str(_("Chưa công bố kết quả")), shape="sap", where=lambda today: Q(state=S.HELD)),
            Tab(code="xong", label=str(_("Đã công bố")), shape="xong", where=lambda today: Q(state=S.PUBLISHED)),
            Tab(code="huy", label=str(_("Đã hủy")), shape="rut", where=lambda today: Q(state=S.CANCELLED)),
        ),
        order="-on",
        empty=str(_("Chưa có hội nghị đối thoại nào ở mục này.")),
        empty_action="plan_dialogue",
    )  # fmt: skip

    title = models.CharField(_("Tên hội nghị"), max_length=300)
    need = models.CharField(_("Vì sao tổ chức"), max_length=10, choices=Need.choices, default=Need.YEARLY)
    topic = models.TextField(_("Nội dung"), blank=True)
    ways = models.CharField(_("Cách tham gia, gửi ý kiến"), max_length=400, blank=True)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("UBND tổ chức")
    )
    front = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Mặt trận phối hợp")
    )
    council = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Thường trực HĐND đồng chủ trì"),
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="+", verbose_name=_("Hội nghị")
    )
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Lần trước"),
        editable=False,
    )  # fmt: skip
    on = models.DateField(_("Ngày"), editable=False)
    duty_from = models.DateField(null=True, editable=False)
    announced_on = models.DateField(_("Ngày thông báo"), null=True, editable=False)
    announced_words = models.CharField(_("Thông báo ở đâu"), max_length=300, blank=True, editable=False)
    people = models.PositiveIntegerField(_("Số người dự"), null=True, editable=False)
    published_on = models.DateField(_("Ngày công bố"), null=True, editable=False)
    published_words = models.CharField(_("Công bố ở đâu"), max_length=400, blank=True, editable=False)
    questions_total = models.PositiveSmallIntegerField(default=0, editable=False)
    answered_total = models.PositiveSmallIntegerField(default=0, editable=False)
    reason = models.CharField(_("Lý do hủy"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("hội nghị đối thoại")
        verbose_name_plural = _("đối thoại")
        indexes = (models.Index(fields=("-on", "-id"), name="dialogue_order"),)

    def __str__(self) -> str:
        return self.title

    def as_source(self) -> str:
        return f"{self.title} ({self.on:%d/%m/%Y})"

    @property
    def need_label(self) -> str:
        return str(Need(self.need).label)

    @property
    def held_on(self) -> date | None:
        """Where the clocks after it run from; None while it has not taken place."""
        return self.on if self.people is not None else None

    def others(self) -> list[int]:
        return [self.front_id, self.council_id]

    @property
    def announced_line(self) -> str:
        """ "20/04/2027 (trước 10 ngày): …": the day, how long before, where."""
        if self.announced_on is None:
            return ""
        before = (self.on - self.announced_on).days
        return str(_("%(day)s (trước %(n)d ngày): %(where)s") % {
            "day": f"{self.announced_on:%d/%m/%Y}", "n": before, "where": self.announced_words,
        })  # fmt: skip

    @property
    def published_line(self) -> str:
        if self.published_on is None:
            return ""
        return str(_("%(day)s (sau %(n)d ngày): %(where)s") % {
            "day": f"{self.published_on:%d/%m/%Y}", "n": (self.published_on - self.on).days, "where": self.published_words,
        })  # fmt: skip

    def told_questions(self) -> list[DialogueQuestion]:
        """What was asked, without that of which nothing is told any more."""
        return [q for q in self.questions.select_related("petition") if q.is_told]

    def sub_line(self, today: date) -> str:
        return " · ".join([self.need_label, f"{self.on:%d/%m/%Y}"])

    def steps(self) -> list[tuple[str, str, str]]:
        """Kế hoạch → Thông báo → Đối thoại → Công bố."""
        done = (True, self.announced_on is not None, self.state in HELD, self.published_on is not None)
        reached = next((n for n, there in enumerate(done) if not there), len(done))
        told = (
            str(_("%d ý kiến") % self.questions_total), f"{self.announced_on:%d/%m/%Y}" if self.announced_on else "",
            str(_("%d người dự") % self.people) if self.people is not None else "",
            f"{self.published_on:%d/%m/%Y}" if self.published_on else "",
        )  # fmt: skip
        labels = (_("Kế hoạch"), _("Thông báo"), _("Đối thoại"), _("Công bố"))
        return [
            (str(label), when, "past" if n < reached else "now" if n == reached else "later")
            for n, (label, when) in enumerate(zip(labels, told, strict=True))
        ]

    detail = Detail(
        steps=lambda row: row.steps(),
        fields=(
            Field(value="owner", label=str(_("UBND tổ chức"))),
            Field(value="council", label=str(_("Thường trực HĐND đồng chủ trì"))),
            Field(value="front", label=str(_("Mặt trận phối hợp"))),
            Field(value="meeting", label=str(_("Hội nghị"))),
            Field(value="topic", label=str(_("Nội dung"))),
            Field(value="ways", label=str(_("Cách tham gia, gửi ý kiến"))),
            Field(value="announced_line", label=str(_("Thông báo công khai")), missing=str(_("chưa thông báo"))),
            Field(value="people", label=str(_("Số người dự"))),
            Field(value="published_line", label=str(_("Công bố kết quả")), missing=str(_("chưa công bố"))),
            Field(value="previous", label=str(_("Lần trước"))),
            Field(value="reason", label=str(_("Lý do hủy"))),
        ),
        select=("owner", "front", "council", "meeting", "previous"),
        sub=lambda row, today: row.sub_line(today),
    )  # fmt: skip


class DialogueQuestion(Salted, Part):
    """One matter as it was asked, before or in the hall, and what was answered there; its words are its petition's."""

    parent = "dialogue"
    unjournalled = ("answer",)

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("Số"))
    when = models.CharField(max_length=10, choices=When.choices)
    via = models.CharField(max_length=10, choices=Via.choices)
    quarter = models.CharField(_("Tổ dân phố, thôn"), max_length=60, blank=True)
    answer = models.TextField(_("Trả lời"), blank=True)
    answered_by = models.CharField(_("Ai trả lời"), max_length=300, blank=True)
    point = models.PositiveSmallIntegerField(null=True)
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("dialogue", "number"), name="dialogue_question_once"),)

    def __str__(self) -> str:
        return str(_("Ý kiến số %d") % self.number)

    @property
    def is_told(self) -> bool:
        """Handed over to reception or withdrawn, neither its words nor its answer stand on any page or paper."""
        return self.petition.state not in SILENT

    @property
    def text(self) -> str:
        return self.petition.content if self.is_told else ""

    @property
    def where_words(self) -> str:
        """ "Gửi trước, Ban Công tác Mặt trận thu thập, tổ 12"."""
        labels = (
            str(When(self.when).label),
            str(Via(self.via).label) if self.via != Via.HALL else "",
            self.quarter,
        )
        return ", ".join(words for words in labels if words)


class Promise(Part):
    """A conclusion of last time as it stood when this conference was prepared: what the people are told first."""

    parent = "dialogue"
    moves = ("lead",)

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="promises")
    number = models.PositiveSmallIntegerField(_("Số"))
    text = models.TextField(_("Đã hứa"))
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    due_on = models.DateField(_("Hạn"), null=True)
    standing = models.CharField(_("Đến nay"), max_length=200)
    shape = models.CharField(max_length=20)
    told_on = models.DateField()
    commitment = models.ForeignKey(
        "commitments.Commitment", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.text[:80]


def silent_points(meeting: int) -> list[int]:
    """Asked in the hall and not read yet, no petition after all, or taken back: the papers of the meeting leave it out."""
    rows = DialogueQuestion.objects.filter(
        dialogue__meeting=meeting, petition__state__in=UNREAD, point__isnull=False
    )
    return [number for number in rows.values_list("point", flat=True) if number is not None]


silent.append(silent_points)


def last_before(owner: Organisation, day: date) -> Any:
    """The dialogue this body held last before a day; None if there was none."""
    return Dialogue.objects.filter(owner=owner, state__in=HELD, on__lt=day).order_by("-on", "-pk").first()
