"""An official paper that goes out: one record with one text, one fingerprint, one number and its signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.canonical import canonical, digest
from phoihop.core.listing import Column, Detail, Facet, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.paper_data import paper_of
from phoihop.core.papers import Paper, told_pieces
from phoihop.core.text import fold
from phoihop.core.who import Actor, of
from phoihop.directory.models import Organisation, body_choices
from phoihop.documents.models.series import DocumentKind


class OutgoingState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    SUBMITTED = "submitted", _("Đã trình, chờ duyệt")
    APPROVED = "approved", _("Đã duyệt, chờ lấy số")
    LOCKED = "locked", _("Đã lấy số, chờ ký")
    ISSUED = "issued", _("Đã ban hành")
    RECALLED = "recalled", _("Đã thu hồi")
    DROPPED = "dropped", _("Thôi ban hành")


S = OutgoingState
#: Whoever receives it reads it from here on.
OUT = (S.ISSUED, S.RECALLED)
#: Steps of a held paper that only its source may take.
HELD = tuple(
    f"documents.{verb}"
    for verb in (
        "revise_text",
        "return_draft",
        "lock_for_signing",
        "sign",
        "issue",
        "recall",
        "drop",
        "withdraw_signature",
        "record_signed_copy",
        "confirm_signed_copy",
        "return_signed_copy",
    )
)
#: The text no longer changes.
FIXED = (S.LOCKED, S.ISSUED, S.RECALLED)


class Urgency(models.TextChoices):
    """Degrees of urgency of Nghị định 30/2020 (stamp on the paper)."""

    PLAIN = "plain", _("Thường")
    URGENT = "urgent", _("Khẩn")
    VERY_URGENT = "very_urgent", _("Thượng khẩn")
    FLASH = "flash", _("Hỏa tốc")


class Capacity(models.TextChoices):
    """In what capacity the signer signs (Nghị định 30/2020, Điều 13)."""

    HEAD = "", _("Người đứng đầu ký")
    TM = "TM", _("TM. (thay mặt tập thể)")
    KT = "KT", _("KT. (ký thay cấp trưởng)")
    TL = "TL", _("TL. (thừa lệnh)")
    TUQ = "TUQ", _("TUQ. (thừa ủy quyền)")
    Q = "Q", _("Q. (quyền)")


class Way(models.TextChoices):
    DIGITAL = "digital", _("Ký số")
    PAPER = "paper", _("Ký trên giấy")
    RECORDED = "recorded", _("Ghi lại chữ ký đã có")


def _kinds(actor: Actor) -> Sequence[tuple[str, str]]:
    return list(DocumentKind.objects.values_list("code", "name"))


def _years(actor: Actor) -> Sequence[tuple[str, str]]:
    rows = OutgoingDocument.objects.exclude(year=None).order_by("-year").values_list("year", flat=True)
    return [(str(year), str(_("năm %d") % year)) for year in rows.distinct()[:10]]


class OutgoingDocument(Record):
    """Văn bản đi: the text as blocks, who issues it, to whom, under which number, signed by whom in what capacity.

    ``paper`` is the canonical text of the blocks; ``fingerprint`` binds it to its number and its parties from
    the lock on. ``held_by`` names the action of the source record through which alone it is signed.
    """

    prefix = "VBDI"
    path = "van-ban-di"
    states = OutgoingState
    marks: ClassVar[dict[str, Mark]] = {
        S.DRAFT: Mark(shape="chua"), S.SUBMITTED: Mark(shape="tiep"), S.APPROVED: Mark(shape="dang"),
        S.LOCKED: Mark(shape="sap"), S.ISSUED: Mark(shape="xong"), S.RECALLED: Mark(shape="rut"),
        S.DROPPED: Mark(shape="gac"),
    }  # fmt: skip
    readers = ("owner", "drafter", "bodies__body")
    search = ("about", "official_number", "source_words")
    numbered = "official_number"
    moves = ("owner", "drafter")
    listing = Listing(
        title=str(_("Văn bản đi")),
        intro=str(_("Soạn, duyệt, lấy số, ký, ban hành; mỗi số một văn bản, số bỏ trống có lý do.")),
        columns=(
            Column(value="about", label=str(_("Trích yếu")), kind="title", under="kind_line", select=("kind",)),
            Column(value="official_number", label=str(_("Số, ký hiệu"))),
            Column(value="dated", label=str(_("Ngày")), kind="date"),
            Column(value="owner.short_name", label=str(_("Cơ quan")), select=("owner",)),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(code="soan", label=str(_("Đang soạn")), shape="chua", where=lambda today: Q(state=S.DRAFT)),
            Tab(code="duyet", label=str(_("Chờ duyệt")), shape="tiep", where=lambda today: Q(state=S.SUBMITTED)),
            Tab(code="so", label=str(_("Chờ lấy số")), shape="dang", where=lambda today: Q(state=S.APPROVED)),
            Tab(code="ky", label=str(_("Chờ ký, ban hành")), shape="sap", where=lambda today: Q(state=S.LOCKED)),
            Tab(code="xong", label=str(_("Đã ban hành")), shape="xong", where=lambda today: Q(state=S.ISSUED)),
            Tab(code="thu-hoi", label=str(_("Đã thu hồi")), shape="rut", where=lambda today: Q(state=S.RECALLED)),
            Tab(code="thoi", label=str(_("Thôi ban hành")), shape="gac", where=lambda today: Q(state=S.DROPPED)),
        ),
        facets=(
            Facet(code="co-quan", label=str(_("Cơ quan")), choices=body_choices, where=lambda value: Q(owner=value)),
            Facet(code="nam", label=str(_("Năm")), choices=_years, where=lambda value: Q(year=value)),
            Facet(code="loai", label=str(_("Loại văn bản")), choices=_kinds, where=lambda value: Q(kind=value)),
        ),
        only=(
            "code", "state", "about", "number", "symbol", "dated", "owner__name", "owner__short_name", "kind__name",
            "source_words", "drafter_id", "held_by", "signed_on", "signed_copy_id", "copy_confirmed_on",
        ),
        row_actions=(
            "documents.submit", "documents.approve", "documents.lock_for_signing", "documents.issue",
        ),
        prepare=lambda rows: rows.prefetch_related("bodies"),
        empty=str(_("Chưa có văn bản đi nào. Soạn mới, hoặc mở một việc, báo cáo, chương trình rồi bấm “Đưa vào văn bản đi”.")),
        empty_action="prepare",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="kind", label=str(_("Loại văn bản"))),
            Field(value="official_number", label=str(_("Số, ký hiệu")), missing=str(_("chưa lấy số"))),
            Field(value="dated", label=str(_("Ngày văn bản")), kind="date"),
            Field(value="order_why", label=str(_("Số và ngày không theo thứ tự"))),
            Field(value="owner", label=str(_("Cơ quan ban hành"))),
            Field(value="drafter", label=str(_("Đơn vị soạn thảo"))),
            Field(value="source_words", label=str(_("Lập từ"))),
            Field(value="urgency_label", label=str(_("Độ khẩn"))),
            Field(value="issued_on", label=str(_("Ngày ban hành")), kind="date"),
            Field(value="signed_copy", label=str(_("Bản ký"))),
            Field(value="copy_words", label=str(_("Đối chiếu bản ký"))),
            Field(value="public_on", label=str(_("Công khai từ ngày")), kind="date"),
            Field(value="ended_why", label=str(_("Lý do thôi, thu hồi"))),
            Field(value="fingerprint", label=str(_("Vân tay văn bản")), kind="code"),
        ),
        steps=lambda row: row.thread(),
        tables=(
            (
                "signatures", str(_("Chữ ký")),
                (
                    Column(value="body", label=str(_("Cơ quan")), select=("body",)),
                    Column(value="signer_words", label=str(_("Người ký"))),
                    Column(value="capacity_label", label=str(_("Tư cách"))),
                    Column(value="way_label", label=str(_("Cách ký"))),
                    Column(value="signed_on", label=str(_("Ngày ký")), kind="date"),
                    Column(value="file", label=str(_("Tệp")), kind="record", select=("file",)),
                ),
            ),
            (
                "recipients", str(_("Nơi nhận")),
                (
                    Column(value="printed", label=str(_("Nơi nhận")), select=("body",)),
                    Column(value="purpose_label", label=str(_("Gửi để"))),
                    Column(value="by_exchange", label=str(_("Chuyển"))),
                ),
            ),
            (
                "rulings", str(_("Ý kiến lãnh đạo")),
                (
                    Column(value="kind_label", label=str(_("Quyết định"))),
                    Column(value="decided_by", label=str(_("Ai quyết"))),
                    Column(value="decided_on", label=str(_("Ngày")), kind="date"),
                    Column(value="words", label=str(_("Ý kiến"))),
                    Column(value="scan", label=str(_("Bút phê")), kind="record", select=("scan",)),
                ),
            ),
        ),
        inside=of("owner", "drafter", "issuers"),
        kept_inside=("rulings",),
        outside=("documents.issue", "documents.correct", "documents.recall"),
        select=("owner", "drafter", "kind", "signed_copy"),
        prefetch=("bodies__body",),
        sub=lambda row, today: row.sub_line(),
    )  # fmt: skip

    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan ban hành")
    )
    drafter = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị soạn thảo")
    )
    kind = models.ForeignKey(
        DocumentKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("Loại văn bản")
    )
    about = models.CharField(_("Trích yếu"), max_length=500)
    urgency = models.CharField(
        _("Độ khẩn"), max_length=12, choices=Urgency.choices, default=Urgency.PLAIN, blank=True
    )
    paper = models.TextField(_("Nội dung"))
    version = models.PositiveSmallIntegerField(_("Bản thảo lần"), default=1, editable=False)
    remarks = models.JSONField(default=list, blank=True, editable=False)
    source_type = models.CharField(max_length=80, blank=True, editable=False)
    source_id = models.BigIntegerField(null=True, editable=False)
    source_words = models.CharField(_("Lập từ"), max_length=300, blank=True)
    paper_code = models.CharField(max_length=80, blank=True, editable=False)
    held_by = models.CharField(max_length=80, blank=True, editable=False)
    symbol = models.CharField(_("Ký hiệu"), max_length=80, blank=True)
    book = models.CharField(max_length=80, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(_("Năm"), null=True, editable=False)
    number = models.PositiveIntegerField(_("Số"), null=True, editable=False)
    dated = models.DateField(_("Ngày văn bản"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    order_why = models.CharField(_("Vì sao số và ngày không theo thứ tự"), max_length=300, blank=True)
    locked_on = models.DateField(_("Ngày lấy số"), null=True, editable=False)
    signed_on = models.DateField(_("Ngày ký đủ"), null=True, editable=False)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, editable=False)
    ended_on = models.DateField(_("Ngày thôi, thu hồi"), null=True, editable=False)
    ended_why = models.CharField(_("Lý do thôi, thu hồi"), max_length=400, blank=True)
    public_on = models.DateField(_("Công khai từ ngày"), null=True, editable=False)
    copies = models.PositiveSmallIntegerField(_("Số bản"), null=True, blank=True)
    signed_copy = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Bản ký"),
    )  # fmt: skip
    copy_user = models.BigIntegerField(null=True, editable=False)
    copy_by = models.CharField(max_length=300, blank=True, editable=False)
    copy_confirmed_on = models.DateField(null=True, editable=False)
    copy_result = models.CharField(_("Kết quả đối chiếu"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("văn bản đi")
        verbose_name_plural = _("văn bản đi")
        constraints = (
            models.UniqueConstraint(
                fields=("book", "number"), name="outgoing_number_once", condition=Q(number__isnull=False),
                violation_error_message=_("Số này của sổ đã dùng cho văn bản khác."),
            ),
            models.CheckConstraint(
                condition=Q(number=None, book="") | (Q(number__gte=1) & ~Q(book="") & Q(year__isnull=False)),
                name="outgoing_number_whole",
                violation_error_message=_("Số văn bản phải có sổ và năm."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted", "approved", "dropped"))
                | (Q(number__isnull=False) & Q(dated__isnull=False) & ~Q(fingerprint="")),
                name="outgoing_locked_whole",
                violation_error_message=_("Văn bản chờ ký phải có số, ngày và vân tay."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("recalled", "dropped")) | ~Q(ended_why=""), name="outgoing_end_reason",
                violation_error_message=_("Thôi hoặc thu hồi phải có lý do."),
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("source_type", "source_id"), name="outgoing_source"),
            models.Index(fields=("owner", "year", "number"), name="outgoing_book"),
        )

    def __str__(self) -> str:
        return self.about

    def as_source(self) -> str:
        """ "Báo cáo số 12/BC-UBND": how what follows from it names it."""
        return f"{self.kind.name} số {self.official_number}" if self.number else self.about

    def withheld(self) -> frozenset[str]:
        """Steps of a held paper are taken at its source; a step whose turn has not come is no button."""
        out: set[str] = set()
        if self.held_by:
            out.update(HELD)
            if self.state == S.ISSUED and self.copy_waits:  # its copy was replaced: the register goes on
                out -= {"documents.confirm_signed_copy", "documents.return_signed_copy"}
        if self.state == S.LOCKED:
            out.update(
                ("documents.sign", "documents.withdraw_signature") if self.signed_on else ("documents.issue",)
            )
            if self.copy_awaited():
                out.add("documents.issue")
            rows = self.read_along("signatures")
            if rows is not None and not any(row.signed_on for row in rows):
                out.add("documents.record_signed_copy")
        if self.signed_copy_id is None:
            out.update(f"documents.{verb}_signed_copy" for verb in ("confirm", "return", "replace"))
        elif self.copy_confirmed_on:
            out.update(("documents.confirm_signed_copy", "documents.record_signed_copy"))
            if self.state in OUT:
                out.add("documents.return_signed_copy")
        else:
            out.add("documents.replace_signed_copy")
        return frozenset(out)

    def copy_awaited(self) -> bool:
        """What was signed on paper is seen first on a copy that a second person has compared.

        A list, which reads no signatures, goes by the copy that was handed in.
        """
        signed = self.read_along("signatures")
        on_paper = (
            bool(self.signed_copy_id) if signed is None else any(row.way != Way.DIGITAL for row in signed)
        )
        return on_paper and not self.copy_confirmed_on

    # Who reads it: the makers always, the receivers once it is out.
    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        rule = super().visibility(actor)
        if actor.kind == "person" and actor.bodies:
            sent = Recipient.objects.filter(body__in=actor.bodies).order_by().values("document")
            rule |= Q(state__in=OUT, pk__in=sent)
        return rule

    def reader_keys(self) -> Iterable[int]:
        keys = {*super().reader_keys()}
        if self.state in OUT:
            keys.update(key for key in self.receivers() if key)
        return sorted(keys)

    def readers_moved(self, changed: Iterable[str]) -> bool:
        return "state" in {*changed} or super().readers_moved(changed)

    def shown_state(self, today: date) -> tuple[str, str]:
        shape, words = super().shown_state(today)
        if self.state == S.ISSUED and self.copy_waits:
            return shape, str(_("Đã ban hành, chờ đối chiếu bản ký"))
        if self.state == S.LOCKED and self.signed_on:
            return shape, str(_("Đã ký, chờ đối chiếu bản ký") if self.copy_waits else _("Đã ký"))
        return shape, words

    @property
    def official_number(self) -> str:
        """ "01/BC-UBND"; empty before it is locked."""
        return f"{self.number:02d}/{self.symbol}" if self.number else ""

    @property
    def kind_line(self) -> str:
        return " · ".join(words for words in (self.kind.name, self.source_words) if words)

    @property
    def urgency_label(self) -> str:
        return str(Urgency(self.urgency).label) if self.urgency not in ("", Urgency.PLAIN) else ""

    def blocks(self) -> Paper:
        """The paper itself."""
        return paper_of(self.paper)

    def shown_text(self) -> list[tuple[str, Any]]:
        """The text for the page: what each piece is and its words, tables as rows of cells."""
        return list(told_pieces(self.blocks()))

    def fingerprint_now(self) -> str:
        """Of text, number and parties: what everyone who signs agrees to."""
        bodies = [part.body_id for part in self.all_bodies()]
        return digest(canonical([self.paper, self.official_number, bodies]))

    def all_bodies(self) -> list[JointBody]:
        if self.pk is None:
            return [part for part in self.added if isinstance(part, JointBody)]
        return list(self.bodies.all())

    def issuers(self) -> list[int]:
        """Keys of the issuing bodies, the lead first."""
        return [part.body_id for part in self.all_bodies()]

    def receivers(self) -> list[int]:
        """Keys of the receiving bodies of this installation."""
        if self.pk is None:
            rows: Iterable[Recipient] = [part for part in self.added if isinstance(part, Recipient)]
        else:
            rows = self.recipients.all()
        return [row.body_id for row in rows if row.body_id]

    def next_signature(self) -> Signature | None:
        """Whose turn it is; None when everybody has signed."""
        return next((row for row in self.signatures.all() if row.signed_on is None), None)

    def turn(self) -> list[int]:
        """The body whose turn it is to sign; once all have signed, any of them is told so."""
        row = self.next_signature()
        return [row.body_id] if row is not None else self.issuers()

    @property
    def copy_waits(self) -> bool:
        """A signed copy was handed in that nobody has confirmed yet."""
        return self.signed_copy_id is not None and not self.copy_confirmed_on

    def copy_words(self) -> str:
        if self.signed_copy_id is None:
            return ""
        if self.copy_confirmed_on:
            return " ".join(
                x for x in (str(_("đã xác nhận %s.") % f"{self.copy_confirmed_on:%d/%m/%Y}"), self.copy_result) if x
            )  # fmt: skip
        return str(_("chờ người khác đối chiếu (người nộp: %s)") % self.copy_by)

    def sub_line(self) -> str:
        words = [self.kind.name]
        if self.held_by:
            words.append(str(_("ký ở bản ghi nguồn")))
        return " · ".join(words)

    def thread(self) -> list[tuple[str, str, str]]:
        """Soạn → Trình → Duyệt → Lấy số → Ký → Ban hành: (label, when, past|now|later)."""
        reached = {
            S.DRAFT: 0, S.SUBMITTED: 1, S.APPROVED: 2, S.LOCKED: 4 if self.signed_on is None else 5, S.ISSUED: 6,
            S.RECALLED: 6, S.DROPPED: 4 if self.number else 1,
        }[OutgoingState(self.state)]  # fmt: skip
        going = self.state != S.DROPPED
        steps = (
            (_("Soạn"), _("lần %d") % self.version), (_("Trình"), ""), (_("Duyệt"), ""),
            (_("Lấy số"), self.official_number), (_("Ký"), _short(self.signed_on)),
            (_("Ban hành"), _short(self.issued_on)),
        )  # fmt: skip
        return [
            (str(label), str(when), "past" if n < reached else "now" if n == reached and going else "later")
            for n, (label, when) in enumerate(steps)
        ]


def _short(day: date | None) -> str:
    return f"{day:%d/%m}" if day else ""


class JointBody(Part):
    """A body that issues the paper, the lead first: one for most papers, several for a joint one."""

    parent = "document"
    stays = ("body",)

    document = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="bodies")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("document", "body"), name="joint_body_once"),)

    def __str__(self) -> str:
        return str(self.body)


class Purpose(models.TextChoices):
    TO = "to", _("Kính gửi")
    COPY = "copy", _("Để biết, phối hợp")


class Recipient(Part):
    """Who receives it: a body of this installation, or others in words."""

    parent = "document"
    stays = ("body",)

    document = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="recipients")
    purpose = models.CharField(max_length=6, choices=Purpose.choices, default=Purpose.COPY)
    body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )  # fmt: skip
    words = models.CharField(max_length=300)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.words

    @property
    def printed(self) -> str:
        return self.words

    @property
    def purpose_label(self) -> str:
        return str(Purpose(self.purpose).label)

    @property
    def by_exchange(self) -> str:
        if fold(self.words).startswith("nhu tren"):
            return str(_("theo Kính gửi"))
        return str(_("qua phần mềm") if self.body_id else _("gửi ngoài phần mềm"))


class Signature(Part):
    """One signing column: by whom under which appointment, in what capacity, how and when it was signed."""

    parent = "document"
    stays = ("body",)

    document = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="signatures")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("directory.Appointment", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    capacity = models.CharField(max_length=4, choices=Capacity.choices, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.CharField(max_length=400, blank=True)
    noted_by = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("document", "body"), name="signature_once"),)

    def __str__(self) -> str:
        return f"{self.title} {self.name}"

    @property
    def signer_words(self) -> str:
        return f"{self.name}, {self.title}"

    @property
    def capacity_label(self) -> str:
        return str(Capacity(self.capacity).label)

    @property
    def way_label(self) -> str:
        return str(Way(self.way).label) if self.way else str(_("chưa ký"))


class RulingKind(models.TextChoices):
    APPROVED = "approved", _("Duyệt")
    RETURNED = "returned", _("Trả lại")
    DROPPED = "dropped", _("Thôi ban hành")
    RECALLED = "recalled", _("Thu hồi")


class Ruling(Part):
    """What a leader decided about the paper; made on paper (bút phê), it carries who, when and the scan."""

    parent = "document"

    document = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="rulings")
    kind = models.CharField(max_length=10, choices=RulingKind.choices)
    decided_by = models.CharField(max_length=300)
    decided_on = models.DateField()
    noted_by = models.CharField(max_length=300)
    words = models.CharField(max_length=400, blank=True)
    scan = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind} {self.decided_on}"

    @property
    def kind_label(self) -> str:
        return str(RulingKind(self.kind).label)
