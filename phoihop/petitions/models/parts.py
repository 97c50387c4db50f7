"""What a petition is made of: its questions, every sending and answer, proofs, the asker's verdict, its way.

Parts name each other by their number within the petition, never by a key: so a snapshot reads by itself.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.models import Part, Salted

PETITION = "petitions.Petition"
BODY = "directory.Organisation"
FILE = "documents.File"
#: Of the short plain answer above the official letter (issue of the ward's own page; users.md E18).
SHORT = 600


class Question(Salted, Part):
    """One thing that is asked; each gets its line in the answer."""

    parent = "petition"
    unjournalled: ClassVar[tuple[str, ...]] = ("text",)

    petition = models.ForeignKey(PETITION, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("Câu"))
    text = models.TextField(_("Câu hỏi"))

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("petition", "number"), name="question_once"),)

    def __str__(self) -> str:
        return self.text[:80]


class CoAnswerer(Part):
    """A body that helps to answer: its words go into the one joint answer of the body in charge."""

    parent = "petition"
    moves = ("body",)

    petition = models.ForeignKey(PETITION, on_delete=models.CASCADE, related_name="co_answerers")
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("Ý kiến phối hợp"), blank=True)
    given_on = models.DateField(_("Ngày"), null=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("petition", "body"), name="co_answerer_once"),)

    def __str__(self) -> str:
        return str(self.body)

    @property
    def told(self) -> str:
        return self.words or str(_("chưa có ý kiến"))


class Answer(Part):
    """One sending and what came back: drafted by a unit, approved by the leader, perhaps returned."""

    parent = "petition"
    stays = ("unit", "returned_by")

    petition = models.ForeignKey(PETITION, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField(_("Trả lời số"))
    sending = models.PositiveSmallIntegerField(_("Lần gửi"))
    unit = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", null=True)
    drafted_by = models.CharField(_("Ai soạn"), max_length=300, blank=True)
    drafted_on = models.DateField(_("Ngày soạn"), null=True)
    result_class = models.CharField(_("Loại kết quả"), max_length=30)
    short = models.CharField(_("Trả lời ngắn"), max_length=SHORT)
    route = models.CharField(_("Lộ trình, kế hoạch"), max_length=400, blank=True)
    promised_on = models.DateField(_("Hẹn đến ngày"), null=True)
    reason = models.CharField(_("Lý do"), max_length=400, blank=True)
    competent = models.CharField(_("Cơ quan có thẩm quyền"), max_length=300, blank=True)
    letter = models.CharField(_("Số văn bản trả lời"), max_length=120, blank=True)
    letter_file = models.ForeignKey(FILE, on_delete=models.PROTECT, related_name="+", null=True)
    approved_by = models.CharField(_("Ai duyệt"), max_length=300, blank=True)
    capacity = models.CharField(_("Thẩm quyền ký"), max_length=10, blank=True)
    approved_on = models.DateField(_("Ngày trả lời"), null=True)
    late_days = models.PositiveSmallIntegerField(_("Muộn (ngày làm việc)"), default=0)
    copied_from = models.CharField(_("Chép từ"), max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    sent_back_why = models.CharField(_("Lãnh đạo trả dự thảo vì"), max_length=400, blank=True)
    returned_on = models.DateField(_("Bị trả lại ngày"), null=True)
    returned_by = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", null=True)
    return_reason = models.CharField(_("Lý do trả lại"), max_length=400, blank=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("petition", "number"), name="answer_once"),)
        indexes = (models.Index(fields=("unit", "digest"), name="answer_same_words"),)

    def __str__(self) -> str:
        return self.short[:80]


class AnswerLine(Part):
    """What an answer says to one question."""

    parent = "petition"

    petition = models.ForeignKey(PETITION, on_delete=models.CASCADE, related_name="answer_lines")
    answer = models.PositiveSmallIntegerField(_("Trả lời số"))
    question = models.PositiveSmallIntegerField(_("Câu"))
    text = models.TextField(_("Trả lời"))

    class Meta(Part.Meta):
        constraints = (
            models.UniqueConstraint(fields=("petition", "answer", "question"), name="answer_line_once"),
        )

    def __str__(self) -> str:
        return self.text[:80]


class PetitionProof(Salted, Part):
    """What shows that it was done: a picture, a file, or the name and number of a paper.

    Its description may name somebody: it stands in the row alone, and goes with it.
    """

    parent = "petition"
    stays = ("body",)
    unjournalled: ClassVar[tuple[str, ...]] = ("shows",)

    petition = models.ForeignKey(PETITION, on_delete=models.CASCADE, related_name="proofs")
    shows = models.CharField(_("Bằng chứng"), max_length=300)
    file = models.ForeignKey(FILE, on_delete=models.PROTECT, related_name="+", null=True)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", null=True)
    answer = models.PositiveSmallIntegerField(_("Trả lời số"), default=0)
    on = models.DateField(_("Ngày"))

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.shows


class Verdict(Salted, Part):
    """What the asker says to the answer, by code; nobody's name stands here."""

    parent = "petition"

    petition = models.ForeignKey(PETITION, on_delete=models.CASCADE, related_name="verdicts")
    answer = models.PositiveSmallIntegerField(_("Trả lời số"))
    agrees = models.BooleanField(_("Đồng ý"))
    said = models.CharField(_("Người hỏi nói"), max_length=600, blank=True)
    picture = models.ForeignKey(FILE, on_delete=models.PROTECT, related_name="+", null=True)
    asker_code = models.CharField(_("Mã người hỏi"), max_length=20, blank=True)
    by = models.CharField(_("Ai ghi"), max_length=300, blank=True)
    on = models.DateField(_("Ngày"))

    #: The asker's own words may be erased.
    unjournalled: ClassVar[tuple[str, ...]] = ("said",)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.agrees_label

    @property
    def agrees_label(self) -> str:
        return str(_("Đồng ý") if self.agrees else _("Chưa xong"))


class TransferKind(models.TextChoices):
    FORWARD = "forward", _("Chuyển")
    ASSIGN = "assign", _("Giao đơn vị")
    MOVE = "move", _("Chuyển đơn vị khác")
    UP = "up", _("Chuyển cấp trên")
    RETURN = "return", _("Trả lại, đề nghị trả lời lại")
    ASK_EXTENSION = "ask", _("Xin gia hạn")
    EXTENSION = "extension", _("Gia hạn")
    DECLINED = "declined", _("Không gia hạn")
    URGE = "urge", _("Đôn đốc")
    POST = "post", _("Công khai kết quả")
    REPORT_BACK = "report_back", _("Báo lại cử tri")
    REVIEW = "review", _("Xem xét")


class Transfer(Part):
    """One step of its way: from whom to whom, by when, why, by which paper."""

    parent = "petition"
    stays = ("from_body", "to_body")

    petition = models.ForeignKey(PETITION, on_delete=models.CASCADE, related_name="transfers")
    kind = models.CharField(max_length=12, choices=TransferKind.choices)
    from_body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", null=True)
    to_body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", null=True)
    to_words = models.CharField(_("Đến"), max_length=300, blank=True)
    on = models.DateField(_("Ngày"))
    due_on = models.DateField(_("Hạn"), null=True)
    words = models.CharField(_("Lý do, nội dung"), max_length=400, blank=True)
    paper = models.CharField(_("Văn bản"), max_length=120, blank=True)
    by = models.CharField(_("Ai ghi"), max_length=300, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind_label} {self.on:%d/%m/%Y}"

    @property
    def kind_label(self) -> str:
        return str(TransferKind(self.kind).label)

    @property
    def to_told(self) -> str:
        return self.to_words or (str(self.to_body) if self.to_body_id else "")


class SuggestedWhat(models.TextChoices):
    FIELD = "field", _("Lĩnh vực")
    BODY = "body", _("Đơn vị trả lời")
    EARLIER = "earlier", _("Kiến nghị trước")


class Suggestion(Part):
    """What was suggested to the person who classified, why, and whether it was taken."""

    parent = "petition"

    petition = models.ForeignKey(PETITION, on_delete=models.CASCADE, related_name="suggestions")
    what = models.CharField(max_length=10, choices=SuggestedWhat.choices)
    value = models.CharField(_("Gợi ý"), max_length=200)
    reason = models.CharField(_("Vì"), max_length=300)
    taken = models.BooleanField(_("Được chọn"))

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.value


class EarlierTime(Part):
    """An earlier time the same was asked, as an old list or paper tells it."""

    parent = "petition"

    petition = models.ForeignKey(PETITION, on_delete=models.CASCADE, related_name="earlier_times")
    asked_on = models.DateField(_("Hỏi ngày"), null=True)
    asked_words = models.CharField(_("Hỏi ở"), max_length=200, blank=True)
    answered_on = models.DateField(_("Trả lời ngày"), null=True)
    said = models.CharField(_("Nói gì"), max_length=400, blank=True)
    result_class = models.CharField(_("Kết quả"), max_length=30, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.said[:80]
