"""A petition: what is asked, where it stands, what came of it. Work state, result and review are three fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.models import NO_DATE, list_values
from phoihop.core import moment
from phoihop.core.deadlines import distance
from phoihop.core.listing import Column, Detail, Facet, Field, Listing, Tab
from phoihop.core.models import Mark, Record, Salted
from phoihop.core.who import Actor
from phoihop.directory.models import body_choices
from phoihop.petitions.models.practice import practice_now, result_of
from phoihop.petitions.models.words import signs_of
from phoihop.petitions.rights import UNSEALERS

if TYPE_CHECKING:
    from phoihop.petitions.models.parts import Answer

BODY = "directory.Organisation"


class PetitionState(models.TextChoices):
    RECEIVED = "received", _("Mới tiếp nhận")
    CLASSIFIED = "classified", _("Đã phân loại")
    FORWARDED = "forwarded", _("Đã chuyển")
    ASSIGNED = "assigned", _("Đang xử lý")
    DRAFTED = "drafted", _("Chờ duyệt trả lời")
    ANSWERED = "answered", _("Đã trả lời")
    RETURNED = "returned", _("Trả lại, chờ trả lời lại")
    SENT_UP = "sent_up", _("Đã chuyển cấp trên")
    VERIFIED = "verified", _("Đã xác minh")
    CLOSED = "closed", _("Đã khép")
    MERGED = "merged", _("Đã gộp")
    HANDED_OVER = "handed_over", _("Đã chuyển bộ phận tiếp công dân")
    WITHDRAWN = "withdrawn", _("Người hỏi rút")
    RETRACTED = "retracted", _("Đã lấy lại, ghi nhầm từ biểu")


S = PetitionState
#: Still to be answered by the body asked.
OPEN = (S.RECEIVED, S.CLASSIFIED, S.FORWARDED, S.ASSIGNED, S.DRAFTED, S.RETURNED)
WITH_UNIT = (S.FORWARDED, S.ASSIGNED, S.DRAFTED, S.RETURNED)
#: An answer of the body stands.
DONE = (S.ANSWERED, S.VERIFIED, S.CLOSED)
#: Not a matter of the list of petitions (any more).
OUT = (S.MERGED, S.HANDED_OVER, S.WITHDRAWN, S.RETRACTED)
#: Its words are told nowhere any more; and those that nobody has read yet, so that no paper repeats them.
SILENT = (S.HANDED_OVER, S.WITHDRAWN, S.RETRACTED)
UNREAD = (S.RECEIVED, *SILENT)


class PetitionKind(models.TextChoices):
    """Kinds that stay in this book; complaints and denunciations are kept apart (domain.md §7.2)."""

    PETITION = "petition", _("Kiến nghị")
    FEEDBACK = "feedback", _("Phản ánh")
    RULE_FEEDBACK = "rule_feedback", _("Phản ánh về quy định hành chính")


class PetitionSource(models.TextChoices):
    VOTER_CONTACT = "voter_contact", _("Tiếp xúc cử tri")
    DEPUTY = "deputy", _("Đại biểu, Tổ đại biểu gửi")
    FRONT = "front", _("Mặt trận, Ban Công tác Mặt trận")
    RECEPTION = "reception", _("Tiếp công dân")
    DIALOGUE = "dialogue", _("Đối thoại")
    DOOR = "door", _("Trang công khai")
    BEHALF = "behalf", _("Ghi hộ người dân")
    PAPER = "paper", _("Phiếu giấy, đơn thư")
    PAST_LIST = "past_list", _("Biểu tổng hợp năm trước")
    MEETING = "meeting", _("Hội nghị, cuộc họp")


class Review(models.TextChoices):
    """What the council or the Front finds, apart from what the answering body says (domain.md §3.5)."""

    NONE = "", _("Chưa xem xét")
    DONE = "done", _("Hoàn thành")
    PARTLY = "partly", _("Mới giải quyết một phần")
    NOT_DONE = "not_done", _("Chưa giải quyết")
    UNSATISFYING = "unsatisfying", _("Trả lời chưa thỏa đáng")


class Standing(models.TextChoices):
    """Every matter of the book stands in exactly one; the first that fits, in this order."""

    VERIFIED = "verified", _("Đã xác minh")
    SOLVED = "solved", _("Đã giải quyết, chờ xác minh")
    SENT_UP = "sent_up", _("Vượt thẩm quyền")
    UNCLEAR = "unclear", _("Trả lời chưa rõ")
    ANSWERED = "answered", _("Đã trả lời, chưa giải quyết")
    OVERDUE = "overdue", _("Chưa trả lời, quá hạn")
    WAITING = "waiting", _("Chưa trả lời, trong hạn")


SHAPES = {
    Standing.VERIFIED: "xacminh", Standing.SOLVED: "xong", Standing.SENT_UP: "tiep", Standing.UNCLEAR: "tra",
    Standing.ANSWERED: "dang", Standing.OVERDUE: "tre", Standing.WAITING: "chua",
}  # fmt: skip
#: A matter of the list: raised, not merged into another, not out of the general flow.
MATTER = Q(merged_into=None) & ~Q(state__in=OUT)


#: A further answer is drafted while the one before stands: no answer is owed meanwhile.
RENEWING = Q(state=S.DRAFTED, sort_on=NO_DATE)


def in_standing(name: str, today: date) -> Q:
    """The one definition of a standing; within the book the conditions are disjoint and complete."""
    stands = Q(state__in=(S.ANSWERED, S.CLOSED)) | RENEWING
    owed = Q(state__in=OPEN) & ~Q(state=S.RETURNED) & ~RENEWING
    return {
        Standing.VERIFIED: Q(state=S.VERIFIED),
        Standing.SOLVED: stands & Q(solved_on__isnull=False),
        Standing.SENT_UP: Q(state=S.SENT_UP),
        Standing.UNCLEAR: Q(state=S.RETURNED),
        Standing.ANSWERED: stands & Q(solved_on=None),
        Standing.OVERDUE: owed & Q(sort_on__lt=today),
        Standing.WAITING: owed & Q(sort_on__gte=today),
    }[Standing(name)]


def standing(today: date) -> Case:
    """The standing as one SQL expression, empty outside the book."""
    whens = (When(MATTER & in_standing(name, today), then=Value(name.value)) for name in Standing)
    return Case(*whens, default=Value(""))


def standing_of(row: Petition, today: date) -> Standing | None:
    """The same for one record in memory; None outside the book."""
    if row.merged_into_id is not None or row.state in OUT:
        return None
    fixed = {S.VERIFIED: Standing.VERIFIED, S.SENT_UP: Standing.SENT_UP, S.RETURNED: Standing.UNCLEAR}
    if row.state in fixed:
        return fixed[PetitionState(row.state)]
    if row.state in (S.ANSWERED, S.CLOSED) or row.renewing:
        return Standing.SOLVED if row.solved_on else Standing.ANSWERED
    return Standing.OVERDUE if row.sort_on < today else Standing.WAITING


def _tab(name: Standing) -> Tab:
    return Tab(
        code=name.value, label=str(name.label), shape=SHAPES[name], alarm=name == Standing.OVERDUE,
        where=lambda today: MATTER & in_standing(name, today),
    )  # fmt: skip


def _years(actor: Actor) -> Sequence[tuple[str, str]]:
    """The years petitions were raised in, newest first; both ends are read from the index."""
    dated = Petition.objects.values_list("raised_on", flat=True)
    first, last = dated.order_by("raised_on").first(), dated.order_by("-raised_on").first()
    if first is None or last is None:
        return []
    years = range(last.year, max(first.year, last.year - 5) - 1, -1)
    return [(str(year), str(_("năm %d") % year)) for year in years]


def _in_year(value: str) -> Q:
    return Q(raised_on__range=(date(int(value), 1, 1), date(int(value), 12, 31)))


def zalo_line(row: Petition) -> str:
    """One line without personal data, safe to paste into a group."""
    about = ", ".join(words for words in (row.title, row.place_told) if words)
    return f"• {row.code}: {about}: {row.public_line()}"


#: Numbers the note above the list names; the rest are counted.
NAMED = 5


def handed_over_note(actor: Actor) -> str:
    """ "01 mục chuyển bộ phận tiếp công dân, số CD-2027-0004": what left this list, by number alone."""
    rows = Petition.objects.filter(Petition.by_readers(actor), state=S.HANDED_OVER).exclude(handed_to="")
    codes = list(rows.order_by("-handed_to").values_list("handed_to", flat=True)[:200])
    if not codes:
        return ""
    more = str(_(" và %d số khác") % (len(codes) - NAMED)) if len(codes) > NAMED else ""
    return str(_("%(n)02d mục chuyển bộ phận tiếp công dân, số %(codes)s%(more)s.")) % {
        "n": len(codes), "codes": ", ".join(codes[:NAMED]), "more": more,
    }  # fmt: skip


class Petition(Salted, Record):
    """One matter as one asker raised it once; ``split_from`` and ``merged_into`` tell turns and matters apart."""

    prefix = "KN"
    path = "kien-nghi"
    menu_place = 0
    states = PetitionState
    marks: ClassVar[dict[str, Mark]] = {
        S.RECEIVED: Mark(shape="chua", public=str(_("Đã tiếp nhận"))),
        S.CLASSIFIED: Mark(shape="chua", public=str(_("Đã tiếp nhận"))),
        S.FORWARDED: Mark(shape="tiep", public=str(_("Đã chuyển cơ quan trả lời"))),
        S.ASSIGNED: Mark(shape="dang", public=str(_("Đang xem xét"))),
        S.DRAFTED: Mark(shape="dang", public=str(_("Đang xem xét"))),
        S.ANSWERED: Mark(shape="dang"),
        S.RETURNED: Mark(shape="tra", public=str(_("Đang trả lời lại"))),
        S.SENT_UP: Mark(shape="tiep"),
        S.VERIFIED: Mark(shape="xacminh", public=str(_("Đã giải quyết, đã kiểm lại"))),
        S.CLOSED: Mark(shape="gac"),
        S.MERGED: Mark(shape="tiep", public=str(_("Đã tiếp nhận, xem chung với kiến nghị cùng nội dung"))),
        S.HANDED_OVER: Mark(shape="gac"),
        S.WITHDRAWN: Mark(shape="rut"),
        S.RETRACTED: Mark(shape="rut"),
    }
    readers = ("receiver", "forwarder", "front", "answering", "responsible", "co_answerers__body")
    search = ("title", "content", "place", "quarter")
    found_by: ClassVar[dict[str, str]] = {
        "linh-vuc": "field", "tham-quyen": "competence", "thoi-gian": "raised_on", "don-vi": "responsible_id",
    }  # fmt: skip
    moves = ("receiver", "forwarder", "front", "answering", "responsible")
    #: What a citizen said stands in the row alone, so that it can be erased (domain.md §7.3).
    unjournalled: ClassVar[tuple[str, ...]] = (
        "title", "content", "place", "lookup", "asker_words", "questions", "parts",
    )  # fmt: skip

    #: Codes of what was just split from it.
    cut: tuple[str, ...] = ()

    sealed = (("asker_ref", _("Người nêu")),)
    unsealed_by = UNSEALERS

    listing = Listing(
        title=str(_("Kiến nghị")),
        intro=str(_("Mỗi dòng một nội dung. Trả lời, giải quyết và xác minh là ba việc khác nhau.")),
        columns=(
            Column(value="title", label=str(_("Nội dung")), kind="title", under="under_line"),
            Column(value="place_told", label=str(_("Nơi nêu")), width="w-sp"),
            Column(value="unit_told", label=str(_("Đơn vị trả lời")), select=("responsible", "answering"), width="w-ai"),
            Column(value="due_on", label=str(_("Hạn, trễ")), kind="due", width="w-han"),
            Column(value="result_told", label=str(_("Kết quả")), width="w-sp"),
            Column(value="asker_told", label=str(_("Người hỏi")), width="w-kl"),
        ),
        tabs=(
            _tab(Standing.OVERDUE), _tab(Standing.WAITING), _tab(Standing.UNCLEAR), _tab(Standing.ANSWERED),
            _tab(Standing.SOLVED), _tab(Standing.VERIFIED), _tab(Standing.SENT_UP),
            Tab(code="repeated", label=str(_("Hỏi từ lần hai")), shape="tra", where=lambda today: MATTER & Q(times__gt=1)),
        ),
        opens_on=Standing.OVERDUE,
        facets=(
            Facet(
                code="linh-vuc", label=str(_("Lĩnh vực")), choices=lambda actor: list_values("field"),
                where=lambda value: Q(field=value),
            ),
            Facet(
                code="tham-quyen", label=str(_("Thẩm quyền")), choices=lambda actor: list_values("competence"),
                where=lambda value: Q(competence=value),
            ),
            Facet(code="thoi-gian", label=str(_("Thời gian")), choices=_years, where=_in_year),
            Facet(code="don-vi", label=str(_("Đơn vị")), choices=body_choices, where=lambda value: Q(responsible=value)),
        ),
        figures=(
            "petitions.turns", "petitions.matters", "petitions.answered", "petitions.solved", "petitions.verified",
        ),
        order="sort_on",
        only=(
            "code", "state", "title", "quarter", "place", "field", "times", "due_on", "sort_on", "raised_on", "result_class",
            "promised_on", "answered_on", "solved_on", "verified_on", "asker_says", "turns", "merged_into_id",
            "split_from_id", "responsible__name", "responsible__short_name", "answering__name", "answering__short_name",
            "competent", "sendings", "asked_due", "receiver_id", "forwarder_id", "front_id",
        ),
        row_actions=(
            "petitions.classify", "petitions.forward", "petitions.assign", "petitions.draft_answer", "petitions.answer",
            "petitions.verify", "petitions.urge",
        ),
        zalo=zalo_line,
        note=handed_over_note,
        empty=str(_("Chưa có kiến nghị nào. Ghi tại hội nghị, nhập biểu tổng hợp năm trước, hoặc ghi hộ người dân.")),
    )  # fmt: skip
    detail = Detail(
        steps=lambda row: row.thread(),
        fields=(
            Field(value="kind_label", label=str(_("Loại"))),
            Field(value="field_label", label=str(_("Lĩnh vực"))),
            Field(value="competence_label", label=str(_("Thẩm quyền"))),
            Field(value="place_told", label=str(_("Nơi nêu"))),
            Field(value="receiver", label=str(_("Nơi tiếp nhận"))),
            Field(value="answering", label=str(_("Cơ quan trả lời")), missing=str(_("chưa định"))),
            Field(value="responsible", label=str(_("Đơn vị dự thảo")), missing=str(_("chưa giao"))),
            Field(value="review_label", label=str(_("Xem xét"))),
            Field(value="public_told", label=str(_("Công khai"))),
            Field(value="list_told", label=str(_("Theo biểu"))),
            Field(value="signs_told", label=str(_("Cần xem lại"))),
        ),
        tables=(
            (
                "co_answerers", str(_("Đơn vị cùng trả lời")),
                (
                    Column(value="body", label=str(_("Đơn vị")), select=("body",)),
                    Column(value="told", label=str(_("Ý kiến"))),
                    Column(value="given_on", label=str(_("Ngày")), kind="date"),
                ),
            ),
            (
                "proofs", str(_("Bằng chứng")),
                (
                    Column(value="shows", label=str(_("Bằng chứng"))),
                    Column(value="file", label=str(_("Tệp")), kind="record", select=("file",)),
                    Column(value="body", label=str(_("Đơn vị")), select=("body",)),
                    Column(value="on", label=str(_("Ngày")), kind="date"),
                ),
            ),
            (
                "transfers", str(_("Đường đi")),
                (
                    Column(value="kind_label", label=str(_("Bước"))),
                    Column(value="to_told", label=str(_("Đến")), select=("to_body",)),
                    Column(value="on", label=str(_("Ngày")), kind="date"),
                    Column(value="due_on", label=str(_("Hạn")), kind="date"),
                    Column(value="words", label=str(_("Lý do, nội dung"))),
                    Column(value="by", label=str(_("Ai ghi"))),
                ),
            ),
        ),
        select=("receiver", "forwarder", "front", "answering", "responsible", "merged_into", "repeats", "split_from", "commitment"),
        prefetch=(
            "past_rows__past_list",
            "questions", "answers__unit", "answers__returned_by", "answer_lines", "verdicts", "earlier_times", "merged",
        ),
        sub=lambda row, today: row.sub_line(today),
    )  # fmt: skip

    kind = models.CharField(
        _("Loại"), max_length=20, choices=PetitionKind.choices, default=PetitionKind.PETITION
    )
    title = models.CharField(_("Nội dung tóm tắt"), max_length=200)
    content = models.TextField(_("Nội dung đầy đủ"), blank=True)
    source = models.CharField(_("Nguồn"), max_length=20, choices=PetitionSource.choices)
    source_words = models.CharField(_("Nêu ở đâu"), max_length=300, blank=True)
    source_type = models.CharField(max_length=80, blank=True, editable=False)
    source_id = models.BigIntegerField(null=True, editable=False)
    raised_on = models.DateField(_("Ngày nêu"))
    received_on = models.DateField(_("Ngày tiếp nhận"))
    #: On the phone, when it was written down; the journal has when it arrived.
    noted_at = models.DateTimeField(_("Ghi lúc"), null=True, blank=True)
    quarter = models.CharField(_("Tổ dân phố, thôn"), max_length=60, blank=True)
    place = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    field = models.CharField(_("Lĩnh vực"), max_length=40, blank=True)
    committee_field = models.CharField(_("Lĩnh vực của Ban"), max_length=40, blank=True)
    competence = models.CharField(_("Thẩm quyền"), max_length=40, blank=True)
    receiver = models.ForeignKey(
        BODY, on_delete=models.PROTECT, related_name="+", verbose_name=_("Nơi tiếp nhận")
    )
    forwarder = models.ForeignKey(
        BODY,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Cơ quan chuyển"),
    )
    front = models.ForeignKey(
        BODY, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Mặt trận")
    )
    answering = models.ForeignKey(
        BODY,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Cơ quan trả lời"),
    )
    responsible = models.ForeignKey(
        BODY,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Đơn vị dự thảo"),
    )
    #: Into the vault, never a name; empty when nobody asked to be told.
    asker_ref = models.CharField(max_length=64, blank=True, editable=False)
    asker_words = models.CharField(_("Người nêu"), max_length=120, blank=True)
    lookup = models.CharField(max_length=20, unique=True, editable=False)
    public_since = models.DateField(_("Người nêu đồng ý công khai nội dung từ"), null=True, blank=True)
    times = models.PositiveSmallIntegerField(_("Lần thứ"), default=1)
    turns = models.PositiveIntegerField(_("Số lượt"), default=1, editable=False)
    sendings = models.PositiveSmallIntegerField(_("Số lần gửi"), default=0, editable=False)
    urged = models.PositiveSmallIntegerField(_("Số lần đôn đốc"), default=0, editable=False)
    extensions = models.PositiveSmallIntegerField(default=0, editable=False)
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="split_off", null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True
    )
    state_before_merge = models.CharField(max_length=40, blank=True, editable=False)
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="repeated_by", null=True, blank=True
    )
    due_on = models.DateField(_("Hạn trả lời"), null=True, blank=True)
    unit_due_on = models.DateField(_("Hạn của đơn vị"), null=True, blank=True)
    sort_on = models.DateField(default=NO_DATE, editable=False)
    asked_due = models.DateField(_("Xin gia hạn đến"), null=True, blank=True, editable=False)
    asked_why = models.CharField(max_length=400, blank=True, editable=False)
    classified_on = models.DateField(_("Ngày phân loại"), null=True, blank=True, editable=False)
    forwarded_on = models.DateField(_("Ngày chuyển"), null=True, blank=True, editable=False)
    assigned_on = models.DateField(_("Ngày giao"), null=True, blank=True, editable=False)
    answered_on = models.DateField(_("Ngày trả lời"), null=True, blank=True, editable=False)
    solved_on = models.DateField(_("Ngày giải quyết xong"), null=True, blank=True, editable=False)
    verified_on = models.DateField(_("Ngày xác minh"), null=True, blank=True, editable=False)
    reported_back_on = models.DateField(_("Ngày báo lại cử tri"), null=True, blank=True, editable=False)
    say_until = models.DateField(_("Người hỏi báo chưa xong đến ngày"), null=True, blank=True, editable=False)
    reopened_on = models.DateField(_("Ngày người hỏi báo chưa xong"), null=True, blank=True, editable=False)
    result_class = models.CharField(_("Loại kết quả"), max_length=30, blank=True)
    promised_on = models.DateField(_("Hẹn đến ngày"), null=True, blank=True)
    short_answer = models.CharField(_("Trả lời ngắn"), max_length=600, blank=True)
    competent = models.CharField(_("Cơ quan có thẩm quyền"), max_length=300, blank=True)
    review = models.CharField(
        _("Xem xét"), max_length=20, choices=Review.choices, blank=True, default=Review.NONE
    )
    asker_says = models.CharField(max_length=10, blank=True, editable=False)
    #: The number under which the officer of reception has it sealed.
    handed_to = models.CharField(max_length=60, blank=True, editable=False)
    commitment = models.ForeignKey(
        "commitments.Commitment", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("kiến nghị")
        verbose_name_plural = _("kiến nghị")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False),
                name="petition_merged",
                violation_error_message=_("Kiến nghị đã gộp phải có kiến nghị chính."),
            ),
            models.CheckConstraint(
                condition=Q(solved_on=None) | Q(answered_on__isnull=False),
                name="petition_solved_answered",
                violation_error_message=_("Chưa trả lời thì chưa thể ghi đã giải quyết."),
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None) | Q(solved_on__isnull=False),
                name="petition_verified_solved",
                violation_error_message=_("Chưa giải quyết xong thì chưa thể xác minh."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="petition_not_into_itself",
                violation_error_message=_("Không gộp một kiến nghị vào chính nó."),
            ),
        )
        indexes = (
            models.Index(fields=("sort_on", "id"), name="petition_order"),
            models.Index(fields=("state", "sort_on", "id"), name="petition_state"),
            models.Index(fields=("responsible", "sort_on", "id"), name="petition_unit"),
            models.Index(fields=("receiver", "sort_on", "id"), name="petition_receiver"),
            models.Index(fields=("field", "sort_on", "id"), name="petition_field"),
            models.Index(fields=("quarter", "raised_on"), name="petition_quarter"),
            models.Index(fields=("raised_on", "id"), name="petition_raised"),
            models.Index(fields=("source_type", "source_id"), name="petition_source"),
            # Few of a million are raised again: without it their count reads the whole book.
            models.Index(fields=("sort_on", "id"), condition=Q(times__gt=1), name="petition_repeated"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def signs_told(self) -> str:
        """Words that often stand in a denunciation: somebody looks again, nothing happens by itself."""
        found = signs_of(f"{self.title} {self.content}", moment.today()) if self.state in OPEN else []
        if not found:
            return ""
        return str(
            _("Có chữ thường gặp trong đơn tố cáo: %s. Đúng thì bấm Chuyển bộ phận tiếp công dân.")
            % ", ".join(found)
        )

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """What was handed over to reception is in no list any more, whoever read it before."""
        seen = super().visibility(actor)
        return seen if actor.kind == "clock" else Q(seen & ~Q(state=S.HANDED_OVER))

    def readers_moved(self, changed: Iterable[str]) -> bool:
        return self.state == S.HANDED_OVER or super().readers_moved(changed)

    def reader_keys(self) -> Iterable[int]:
        return () if self.state == S.HANDED_OVER else super().reader_keys()

    def withheld(self) -> frozenset[str]:
        """What its dates and its place among others rule out."""
        off = set()
        if self.merged_into_id is not None or self.turns > 1:
            off.add("petitions.merge")
        if self.asked_due is None:
            off |= {"petitions.decline_extension"}
        if self.result_class and self.solved_on is not None:
            off.add("petitions.renew_answer")
        if self.answering_id is None:
            off.add("petitions.forward")
        if self.solved_on is None:
            off.add("petitions.verify")
        if self.solved_on is not None or self.sendings < int(practice_now("third_sending")):
            off.add("petitions.offer_inspection")
        return frozenset(off)

    def last_answer(self) -> Answer | None:
        """The newest answer, drafted or approved."""
        return max(self.answers.all(), key=lambda row: row.number, default=None)

    @property
    def drafted_told(self) -> str:
        """What the leader is asked to approve, in one line."""
        last = self.last_answer()
        return last.short if last else ""

    def co_answering(self) -> list[int]:
        if self.pk is None:
            return []
        return [row.body_id for row in self.co_answerers.all()]

    def handlers(self) -> Iterable[int]:
        """Everybody who has it in hand now."""
        keys = (self.answering_id, self.responsible_id)
        return [key for key in keys if key]

    @property
    def kind_label(self) -> str:
        return str(PetitionKind(self.kind).label)

    @property
    def review_label(self) -> str:
        return str(Review(self.review).label)

    @property
    def field_label(self) -> str:
        return dict(list_values("field")).get(self.field, "") if self.field else ""

    @property
    def competence_label(self) -> str:
        return dict(list_values("competence")).get(self.competence, "") if self.competence else ""

    @property
    def place_told(self) -> str:
        return ", ".join(words for words in (self.quarter, self.place) if words)

    @property
    def unit_told(self) -> str:
        if self.state == S.SENT_UP:
            return self.competent
        body = self.responsible if self.responsible_id else self.answering
        return body.short_name or body.name if body else ""

    @property
    def source_line(self) -> str:
        label = str(PetitionSource(self.source).label)
        words = [self.source_words] if self.source_words else []
        return ", ".join([label, *words, str(_("ngày %s") % f"{self.raised_on:%d/%m/%Y}")])

    @property
    def public_told(self) -> str:
        told = _("Nội dung: có") if self.public_since else _("Nội dung: không")
        return str(_("%s. Tên người hỏi: không.") % told)

    @property
    def under_line(self) -> str:
        words = [self.code]
        if self.turns > 1:
            words.append(str(_("%d lượt") % self.turns))
        if self.times > 1:
            words.append(str(_("kiến nghị lần %d") % self.times))
        if self.raised_in_another_year:
            words.append(str(_("nêu năm %d") % self.raised_on.year))
        return " · ".join(words)

    @property
    def raised_in_another_year(self) -> bool:
        """Its code carries the year in which it was written down: of an old list that is not the year it was raised."""
        return not self._coded_in(self.raised_on.year)

    def _coded_in(self, year: int) -> bool:
        return f"-{year}-" in self.code

    @property
    def list_told(self) -> str:
        """ "biểu năm 2026 (31/12/2026), dòng 7; mã KN-2027-0012 theo năm ghi vào sổ", of what an old list brought."""
        rows = sorted(self.past_rows.all(), key=lambda row: row.pk)
        if not rows:
            return ""
        past = rows[-1].past_list
        told = {
            "year": past.as_of.year,
            "day": f"{past.as_of:%d/%m/%Y}",
            "row": rows[-1].row,
            "code": self.code,
        }
        if self._coded_in(past.as_of.year):
            return str(_("biểu năm %(year)d (ngày %(day)s), dòng %(row)d") % told)
        return str(
            _("biểu năm %(year)d (ngày %(day)s), dòng %(row)d; mã %(code)s theo năm ghi vào sổ") % told
        )

    @property
    def asks_from(self) -> date | None:
        """From when the asker is asked whether it is done: solved, or the promised day has come; never before."""
        if self.answered_on is None or self.solved_on is not None:
            return self.solved_on
        return self.promised_on or self.answered_on

    @property
    def renewing(self) -> bool:
        return self.state == S.DRAFTED and self.sort_on == NO_DATE

    @property
    def unclassified_on(self) -> date | None:
        """From when it waits to be classified; the clock of what was split again counts from there."""
        return self.received_on if self.classified_on is None else None

    @property
    def unforwarded_on(self) -> date | None:
        return self.classified_on if self.forwarded_on is None else None

    @property
    def public_title(self) -> str:
        """What may be posted: the asker's words only where the asker agreed."""
        if self.public_since:
            return self.title
        about = self.field_label.lower()
        return (
            str(_("Kiến nghị về %s") % about)
            if about
            else str(_("Kiến nghị ngày %s") % f"{self.raised_on:%d/%m/%Y}")
        )

    @property
    def due_met(self) -> str:
        if self.answered_on and self.state in DONE:
            return str(_("trả lời %s") % f"{self.answered_on:%d/%m/%Y}")
        return str(_("đã chuyển cấp trên")) if self.state == S.SENT_UP else ""

    @property
    def asker_told(self) -> str:
        told = {
            "agrees": _("Đồng ý"),
            "not_done": _("Chưa đồng ý"),
            "": _("Chưa hỏi") if self.answered_on else _("Đang chờ"),
        }
        return str(told.get(self.asker_says, ""))

    @property
    def result_told(self) -> str:
        """ "Đã trả lời, chưa giải quyết – hẹn 30/10/2027": never more than was approved."""
        if self.merged_into_id is not None:
            return str(_("Đã gộp, xem kiến nghị chính"))
        if self.state == S.DRAFTED:
            return str(_("Chờ duyệt"))
        if self.state == S.RETURNED:
            return self.state_label
        return self.result_words()

    def result_words(self) -> str:
        """The approved result in words, empty before the first answer."""
        found = result_of(self.result_class)
        if found is None:
            return str(_("Đã chuyển cấp trên")) if self.state == S.SENT_UP else ""
        if self.promised_on and found.promises:
            return str(
                _("%(what)s – hẹn %(day)s") % {"what": found.public, "day": f"{self.promised_on:%d/%m/%Y}"}
            )
        if self.solved_on:
            return str(_("%(what)s %(day)s") % {"what": found.public, "day": f"{self.solved_on:%d/%m/%Y}"})
        if self.told_solved:
            return str(_("%s theo biểu cũ, chưa có bằng chứng") % found.public)
        return found.public

    @property
    def told_solved(self) -> bool:
        """An old list says it is solved, and nobody has shown the proof: an answer, not a fact."""
        found = result_of(self.result_class)
        return (
            self.source == PetitionSource.PAST_LIST
            and bool(found and found.solves)
            and self.solved_on is None
        )

    def public_line(self) -> str:
        """The state in the words of the public page."""
        if self.state == S.VERIFIED:
            return self.public_label
        if self.state in DONE:
            return self.result_words() or self.public_label
        return self.public_label

    def shown_state(self, today: date) -> tuple[str, str]:
        where = standing_of(self, today)
        found = result_of(self.result_class)
        if self.state in (S.ANSWERED, S.CLOSED) and found is not None:
            return "dang" if self.told_solved else found.shape, self.result_words()
        if where == Standing.OVERDUE and self.due_on:
            return "tre", str(
                _("%(state)s, %(late)s") % {"state": self.state_label, "late": distance(self.due_on, today)}
            )
        return self.mark.shape, self.state_label

    def sub_line(self, today: date) -> str:
        words = [str(_("%d lượt") % self.turns)] if self.turns else []
        if self.place_told:
            words.append(self.place_told)
        if self.times > 1:
            words.append(str(_("kiến nghị lần %d") % self.times))
        if self.urged:
            words.append(str(_("đã đôn đốc %d lần") % self.urged))
        if self.asked_due:
            words.append(str(_("đang xin gia hạn đến %s") % f"{self.asked_due:%d/%m/%Y}"))
        if self.merged_into_id:
            words.append(str(_("đã gộp vào %s") % (self.merged_into.code if self.merged_into else "")))
        return " · ".join(words)

    def thread(self) -> list[tuple[str, str, str]]:
        """Tiếp nhận → Chuyển → Giao → Trả lời → Báo lại → Xác minh: (label, when, past|now|later)."""
        steps = (
            (_("Tiếp nhận"), self.received_on), (_("Chuyển"), self.forwarded_on),
            (_("Giao đơn vị"), self.assigned_on), (_("Trả lời"), self.answered_on),
            (_("Giải quyết"), self.solved_on), (_("Xác minh"), self.verified_on),
        )  # fmt: skip
        last = max((n for n, (_label, on) in enumerate(steps) if on), default=0)
        return [
            (str(label), f"{on:%d/%m}" if on else "", "past" if n < last else "now" if n == last else "later")
            for n, (label, on) in enumerate(steps)
        ]
