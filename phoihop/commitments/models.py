"""A commitment: what, who leads, by when, which product, which proof, re-checked by whom."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.showing import Showing, shown_origins
from phoihop.core import moment
from phoihop.core.deadlines import distance
from phoihop.core.listing import Column, Detail, Facet, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, Parentage, body_choices, valid_on

#: A table of this module too, kept in a file of its own.
SHOWING = Showing
SOON_DAYS = 7
#: Sorts commitments without a date behind all others; the order column is never null.
NO_DATE = date(9999, 12, 31)


class CommitmentState(models.TextChoices):
    PROPOSED = "proposed", _("Đề xuất, chờ giao")
    ISSUED = "issued", _("Đã giao, chờ nhận")
    QUERIED = "queried", _("Đề nghị sửa")
    ACCEPTED = "accepted", _("Đã nhận")
    UNDERWAY = "underway", _("Đang thực hiện")
    REPORTED = "reported", _("Báo xong")
    VERIFIED = "verified", _("Đã xác minh")
    DEFERRED = "deferred", _("Tạm gác")
    DROPPED = "dropped", _("Đã thôi")


S = CommitmentState
#: States that are in the book: proposals are not yet promises, dropped ones no longer.
LIVE = (S.ISSUED, S.QUERIED, S.ACCEPTED, S.UNDERWAY, S.REPORTED, S.VERIFIED, S.DEFERRED)
WAITING = (S.ISSUED, S.QUERIED, S.ACCEPTED)


class Bucket(models.TextChoices):
    """Every commitment of the book lies in exactly one; the first that fits, in this order."""

    DEFERRED = "deferred", _("Tạm gác")
    VERIFIED = "verified", _("Đã xác minh")
    REPORTED = "reported", _("Chờ kiểm lại")
    OVERDUE = "overdue", _("Quá hạn")
    SOON = "soon", _("Đến hạn 7 ngày")
    NOT_STARTED = "not_started", _("Chưa bắt đầu")
    UNDERWAY = "underway", _("Đang làm")


def in_bucket(name: Bucket, today: date) -> Q:
    """The one definition of a bucket, on the index (state, sort_on); within the book the conditions are disjoint.

    ``sort_on`` is the due date, or far off without one (constraint ``commitment_sort``).
    """
    working = (*WAITING, S.UNDERWAY)
    soon = today + timedelta(days=SOON_DAYS)
    return {
        Bucket.DEFERRED: Q(state=S.DEFERRED),
        Bucket.VERIFIED: Q(state=S.VERIFIED),
        Bucket.REPORTED: Q(state=S.REPORTED),
        Bucket.OVERDUE: Q(state__in=working, sort_on__lt=today),
        Bucket.SOON: Q(state__in=working, sort_on__gte=today, sort_on__lte=soon),
        Bucket.NOT_STARTED: Q(state__in=WAITING, sort_on__gt=soon),
        Bucket.UNDERWAY: Q(state=S.UNDERWAY, sort_on__gt=soon),
    }[name]


def bucket(today: date) -> Case:
    """The bucket as one SQL expression, empty outside the book."""
    return Case(*(When(in_bucket(name, today), then=Value(name.value)) for name in Bucket), default=Value(""))


def bucket_of(commitment: Commitment, today: date) -> Bucket | None:
    """The same for one record in memory; None outside the book."""
    if commitment.state not in LIVE:
        return None
    fixed = {S.DEFERRED: Bucket.DEFERRED, S.VERIFIED: Bucket.VERIFIED, S.REPORTED: Bucket.REPORTED}
    if commitment.state in fixed:
        return fixed[CommitmentState(commitment.state)]
    if commitment.sort_on < today:
        return Bucket.OVERDUE
    if commitment.sort_on <= today + timedelta(days=SOON_DAYS):
        return Bucket.SOON
    return Bucket.NOT_STARTED if commitment.state in WAITING else Bucket.UNDERWAY


BUCKET_SHAPES = {
    Bucket.DEFERRED: "gac", Bucket.VERIFIED: "xacminh", Bucket.REPORTED: "xong", Bucket.OVERDUE: "tre",
    Bucket.SOON: "sap", Bucket.NOT_STARTED: "chua", Bucket.UNDERWAY: "dang",
}  # fmt: skip


def below(bodies: Iterable[int]) -> models.QuerySet[Parentage, int]:
    """Keys of the bodies that stand directly under these today."""
    return Parentage.objects.filter(above__in=bodies, valid_to=None).values_list("body", flat=True)


@functools.cache
def opening() -> tuple[type[Record], ...]:
    """The kinds of records whose readers also read what arises from them."""
    return tuple(model for model in apps.get_models() if issubclass(model, Record) and model.opens)


class ListKind(models.TextChoices):
    FIELD = "field", _("lĩnh vực")
    COMMITTEE_FIELD = "committee_field", _("lĩnh vực của Ban HĐND")
    COMPETENCE = "competence", _("thẩm quyền")


class ListValue(models.Model):
    """A value of a list an office may change: fields of work, competences; with dates."""

    kind = models.CharField(_("Danh mục"), choices=ListKind.choices, max_length=20)
    code = models.CharField(_("Mã"), max_length=40)
    label = models.CharField(_("Tên"), max_length=200)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("giá trị danh mục"), _("giá trị danh mục")
        ordering = ("kind", "order", "code")
        constraints = (models.UniqueConstraint(fields=("kind", "code"), name="list_value_once"),)

    def __str__(self) -> str:
        return self.label


def not_over(day: date) -> Q:
    """In use on that day or from a later one."""
    return Q(valid_to=None) | Q(valid_to__gt=day)


def list_values(kind: str) -> list[tuple[str, str]]:
    """Codes and labels of a list in use today, for choices."""
    return list(ListValue.objects.filter(valid_on(moment.today()), kind=kind).values_list("code", "label"))


def list_labels(kind: str) -> dict[str, str]:
    """Every label of a list: what was chosen while a value was in use is called so ever after."""
    return dict(ListValue.objects.filter(kind=kind).values_list("code", "label"))


class Origin(models.TextChoices):
    PROGRAMME = "programme", _("Chương trình phối hợp")
    STANDARD = "standard_year", _("Năm mẫu")
    CARRIED = "carried_over", _("Việc chuyển tiếp")
    CONCLUSION = "conclusion", _("Kết luận")
    PAPER = "paper", _("Đọc từ văn bản")
    PETITION = "petition", _("Trả lời kiến nghị")
    DIRECT = "direct", _("Giao trực tiếp")


def _years(actor: Actor) -> Sequence[tuple[str, str]]:
    """The last six years that have a date in the book, newest first; both ends are read from the index."""
    dated = Commitment.objects.filter(sort_on__lt=NO_DATE).values_list("sort_on", flat=True)
    first, last = dated.order_by("sort_on").first(), dated.order_by("-sort_on").first()
    if first is None or last is None:
        return []
    years = range(last.year, max(first.year, last.year - 5) - 1, -1)
    return [(str(year), str(_("năm %d") % year)) for year in years]


def _in_year(value: str) -> Q:
    return Q(sort_on__range=(date(int(value), 1, 1), date(int(value), 12, 31)))


def zalo_line(row: Commitment) -> str:
    """One line without personal data, safe to paste into a group."""
    due = f"{row.due_on:%d/%m}" if row.due_on else str(_("chưa có hạn"))
    return f"• {row.content}, {row.lead}, hạn {due}"


TABS = (
    Bucket.OVERDUE, Bucket.SOON, Bucket.UNDERWAY, Bucket.REPORTED, Bucket.VERIFIED, Bucket.NOT_STARTED, Bucket.DEFERRED,
)  # fmt: skip


def _tab(name: Bucket) -> Tab:
    return Tab(
        code=name.value,
        label=str(name.label),
        shape=BUCKET_SHAPES[name],
        alarm=name == Bucket.OVERDUE,
        where=lambda today: in_bucket(name, today),
    )


class Commitment(Record):
    """One promise: exactly one lead body, a product, a date, and the body that set the date."""

    prefix = "NV"
    path = "nhiem-vu"
    states = CommitmentState
    marks: ClassVar[dict[str, Mark]] = {
        S.PROPOSED: Mark(shape="thieu"),
        S.ISSUED: Mark(shape="chua", public=str(_("Chưa bắt đầu"))),
        S.QUERIED: Mark(shape="tra", public=str(_("Chưa bắt đầu"))),
        S.ACCEPTED: Mark(shape="chua", public=str(_("Chưa bắt đầu"))),
        S.UNDERWAY: Mark(shape="dang"),
        S.REPORTED: Mark(shape="xong"),
        S.VERIFIED: Mark(shape="xacminh"),
        S.DEFERRED: Mark(shape="gac"),
        S.DROPPED: Mark(shape="rut"),
    }
    readers = ("owner", "lead", "verifier", "cooperation__body")
    search = ("content", "product", "source_words", "number")
    found_by: ClassVar[dict[str, str]] = {
        "linh-vuc": "field", "tham-quyen": "competence", "thoi-gian": "due_on", "don-vi": "lead_id",
    }  # fmt: skip
    moves = ("owner", "lead", "verifier")
    #: What its body says to being late: read with the rows of the public page.
    explained: list[Progress]

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Besides its own readers: the body over the lead, every party of the paper it arises from, and everybody
        where the three chairs have switched the public page on."""
        if actor.kind == "public":
            return Q(shown_origins(), state__in=LIVE)
        rule = super().visibility(actor)
        if actor.kind != "person" or not actor.bodies:
            return rule
        rule |= Q(lead__in=below(actor.bodies))
        for source in opening():
            read = source._base_manager.filter(source.by_readers(actor))
            rule |= Q(source_type=source._meta.label_lower, source_id__in=read.values("pk"))
        return rule

    def reader_keys(self) -> Iterable[int]:
        keys = {*super().reader_keys()}
        keys.update(
            Parentage.objects.filter(body=self.lead_id, valid_to=None).values_list("above", flat=True)
        )
        source = self.opening_source()
        return sorted(keys.union(Record.reader_keys(source) if source else ()))

    def read_alike(self) -> Iterable[Record]:
        """Who leads a task of a programme may read the programme."""
        source = self.opening_source()
        return (source,) if source else ()

    def opening_source(self) -> Record | None:
        """The record it arises from, if the readers of that one read it too."""
        kind = next((m for m in opening() if m._meta.label_lower == self.source_type), None)
        found: Record | None = kind._base_manager.filter(pk=self.source_id).first() if kind else None
        return found

    listing = Listing(
        title=str(_("Sổ theo dõi đến cùng")),
        intro=str(_("Mọi cam kết trong chương trình, kết luận, việc thường niên: ai, hạn nào, sản phẩm gì, ai kiểm lại.")),
        columns=(
            Column(value="content", label=str(_("Cam kết")), kind="title", under="source_line"),
            Column(value="lead.short_name", label=str(_("Ai")), select=("lead",), width="w-ai"),
            Column(value="due_on", label=str(_("Hạn, trễ")), kind="due", width="w-han"),
            Column(value="product", label=str(_("Sản phẩm")), width="w-sp"),
            Column(value="proof_words", label=str(_("Bằng chứng")), kind="proof", width="w-bc"),
            Column(value="verifier.short_name", label=str(_("Kiểm lại")), select=("verifier",), width="w-kl"),
        ),
        tabs=(
            *(_tab(name) for name in TABS),
            Tab(code="proposed", label=str(_("Đề xuất")), shape="thieu", where=lambda today: Q(state=S.PROPOSED)),
        ),
        opens_on=Bucket.OVERDUE,
        facets=(
            Facet(
                code="linh-vuc", label=str(_("Lĩnh vực")), choices=lambda actor: list_values("field"),
                where=lambda value: Q(field=value),
            ),
            Facet(
                code="tham-quyen", label=str(_("Thẩm quyền")), choices=lambda actor: list_values("competence"),
                where=lambda value: Q(competence=value),
            ),
            Facet(
                code="thoi-gian", label=str(_("Thời gian")), choices=_years,
                where=_in_year,
            ),
            Facet(code="don-vi", label=str(_("Đơn vị")), choices=body_choices, where=lambda value: Q(lead=value)),
        ),
        order="sort_on",
        only=(
            "code", "state", "content", "number", "origin", "source_words", "lead__name", "lead__short_name", "owner_id",
            "due_on", "sort_on", "product", "proof_count", "verifier__name", "verifier__short_name",
        ),
        prepare=lambda rows: rows.prefetch_related(models.Prefetch("cooperation", to_attr="helpers")),
        row_actions=(
            "commitments.accept", "commitments.verify", "commitments.report_done", "commitments.issue", "commitments.urge",
        ),
        zalo=zalo_line,
        empty=str(_("Chưa có cam kết nào ở mục này. Việc đến từ Năm mẫu, văn bản đã đọc và năm trước chuyển sang.")),
    )  # fmt: skip
    detail = Detail(
        six=(
            Field(value="responsible_words", label=str(_("Rõ người")), missing=str(_("Thiếu người chịu trách nhiệm"))),
            Field(value="content", label=str(_("Rõ việc"))),
            Field(value="due_words", label=str(_("Rõ thời gian")), missing=str(_("Thiếu thời hạn"))),
            Field(value="lead_words", label=str(_("Rõ trách nhiệm"))),
            Field(value="product", label=str(_("Rõ sản phẩm")), missing=str(_("Thiếu sản phẩm đầu ra"))),
            Field(value="authority", label=str(_("Rõ thẩm quyền")), missing=str(_("Chưa ghi thẩm quyền"))),
        ),
        steps=lambda row: row.thread(),
        fields=(
            Field(value="source_line", label=str(_("Nguồn"))),
            Field(value="owner", label=str(_("Cơ quan đặt hạn"))),
            Field(value="verifier", label=str(_("Đơn vị kiểm lại"))),
            Field(value="asked_words", label=str(_("Đang xin gia hạn"))),
            Field(value="review_on", label=str(_("Xem lại ngày")), kind="date"),
            Field(value="field_label", label=str(_("Lĩnh vực"))),
            Field(value="basis", label=str(_("Căn cứ"))),
        ),
        tables=(
            (
                "proofs", str(_("Bằng chứng")),
                (
                    Column(value="words", label=str(_("Bằng chứng"))),
                    Column(value="file", label=str(_("Tệp")), kind="record", select=("file",)),
                    Column(value="body", label=str(_("Đơn vị")), select=("body",)),
                    Column(value="checks_words", label=str(_("Cho thấy"))),
                    Column(value="on", label=str(_("Ngày")), kind="date"),
                ),
            ),
            (
                "progress", str(_("Tiến độ, trao đổi")),
                (
                    Column(value="kind_label", label=str(_("Loại"))),
                    Column(value="text", label=str(_("Nội dung"))),
                    Column(value="by", label=str(_("Ai ghi"))),
                    Column(value="on", label=str(_("Ngày")), kind="date"),
                ),
            ),
            (
                "decisions", str(_("Gia hạn, tạm gác")),
                (
                    Column(value="kind_label", label=str(_("Quyết định"))),
                    Column(value="asked_on", label=str(_("Xin ngày")), kind="date"),
                    Column(value="decided_by", label=str(_("Ai quyết"))),
                    Column(value="decided_on", label=str(_("Ngày")), kind="date"),
                    Column(value="change_words", label=str(_("Hạn cũ → mới"))),
                    Column(value="reason", label=str(_("Lý do"))),
                    Column(value="scan", label=str(_("Bút phê")), kind="record", select=("scan",)),
                ),
            ),
            ("cooperation", str(_("Phối hợp")), (Column(value="body", label=str(_("Đơn vị")), select=("body",)),)),
        ),
        select=("lead", "owner", "verifier", "responsible"),
        sub=lambda row, today: row.sub_line(today),
    )  # fmt: skip

    content = models.CharField(_("Nội dung việc"), max_length=500)
    number = models.CharField(_("Số thứ tự trong văn bản"), max_length=20, blank=True)
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Chủ trì")
    )
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan đặt hạn")
    )
    responsible = models.ForeignKey(
        "directory.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Người chịu trách nhiệm"),
    )  # fmt: skip
    responsible_title = models.CharField(_("Chức danh chịu trách nhiệm"), max_length=200, blank=True)
    product = models.CharField(_("Sản phẩm đầu ra"), max_length=300, blank=True)
    due_on = models.DateField(_("Thời hạn"), null=True, blank=True)
    sort_on = models.DateField(default=NO_DATE, editable=False)
    authority = models.CharField(_("Thẩm quyền quyết định"), max_length=200, blank=True)
    field = models.CharField(_("Lĩnh vực"), max_length=40, blank=True)
    competence = models.CharField(_("Thẩm quyền"), max_length=40, blank=True)
    group = models.CharField(_("Nhóm nội dung"), max_length=10, blank=True)
    origin = models.CharField(_("Nguồn"), max_length=20, choices=Origin.choices, default=Origin.DIRECT)
    source_type = models.CharField(max_length=80, blank=True, editable=False)
    source_id = models.BigIntegerField(null=True, editable=False)
    source_item = models.CharField(max_length=10, blank=True)
    source_words = models.CharField(max_length=300, blank=True)
    span = models.CharField(max_length=80, blank=True)
    basis = models.CharField(_("Căn cứ"), max_length=400, blank=True)
    duty = models.CharField(max_length=60, blank=True, editable=False)
    issued_on = models.DateField(_("Ngày giao"), null=True, blank=True, editable=False)
    accepted_on = models.DateField(_("Ngày nhận"), null=True, blank=True, editable=False)
    asked_on = models.DateField(_("Ngày xin gia hạn"), null=True, blank=True, editable=False)
    asked_due = models.DateField(_("Xin gia hạn đến"), null=True, blank=True, editable=False)
    review_on = models.DateField(_("Ngày xem lại"), null=True, blank=True)
    reported_on = models.DateField(_("Ngày báo xong"), null=True, blank=True)
    returned_on = models.DateField(_("Ngày bị trả lại"), null=True, blank=True, editable=False)
    verified_on = models.DateField(_("Ngày xác minh"), null=True, blank=True)
    verifier = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Kiểm lại"),
    )
    proof_count = models.PositiveSmallIntegerField(default=0, editable=False)
    urged = models.PositiveSmallIntegerField(_("Số lần đôn đốc"), default=0, editable=False)

    class Meta:
        verbose_name = _("cam kết, nhiệm vụ")
        verbose_name_plural = _("cam kết, nhiệm vụ")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "dropped")) | ~Q(product=""),
                name="commitment_product",
                violation_error_message=_("Thiếu: sản phẩm đầu ra. Ví dụ: ảnh niêm yết, biên bản."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "dropped")) | Q(due_on__isnull=False),
                name="commitment_due",
                violation_error_message=_("Thiếu: thời hạn. Ví dụ: 31/08/2027."),
            ),
            models.CheckConstraint(
                condition=~Q(state="deferred") | Q(review_on__isnull=False),
                name="commitment_review",
                violation_error_message=_("Tạm gác phải có ngày xem lại."),
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | (Q(verified_on__isnull=False) & Q(verifier__isnull=False)),
                name="commitment_verified",
                violation_error_message=_("Xác minh phải có ngày và cơ quan xác minh."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, sort_on=NO_DATE) | Q(sort_on=F("due_on")),
                name="commitment_sort",
                violation_error_message=_("Ngày xếp thứ tự phải là thời hạn của việc."),
            ),
            models.CheckConstraint(
                condition=Q(verifier__isnull=True) | ~Q(verifier=F("lead")),
                name="commitment_other",
                violation_error_message=_("Đơn vị kiểm lại phải khác đơn vị chủ trì."),
            ),
        )
        indexes = (
            models.Index(fields=("sort_on", "id"), name="commitment_order"),
            models.Index(fields=("state", "sort_on", "id"), name="commitment_state"),
            models.Index(fields=("source_type", "source_id"), name="commitment_source"),
            models.Index(fields=("lead", "sort_on", "id"), name="commitment_lead"),
            models.Index(fields=("field", "state", "sort_on"), name="commitment_field"),
            models.Index(fields=("competence", "state", "sort_on"), name="commitment_competence"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.content

    @property
    def source_line(self) -> str:
        """ "Chương trình phối hợp năm 2027, mục 4.3": where the promise was made."""
        place = str(_("mục %s") % self.number) if self.number else ""
        return ", ".join(x for x in (self.source_words or str(Origin(self.origin).label), place) if x)

    @property
    def proof_words(self) -> str:
        return str(_("%d bằng chứng") % self.proof_count) if self.proof_count else ""

    def last_result(self) -> Progress | None:
        """What the lead said when it reported done."""
        said = [row for row in self.progress.all() if row.kind == ProgressKind.RESULT]
        return said[-1] if said else None

    @property
    def responsible_words(self) -> str:
        name = str(self.responsible) if self.responsible_id else ""
        return ", ".join(words for words in (name, self.responsible_title) if words)

    @property
    def lead_words(self) -> str:
        return str(_("%s chủ trì") % self.lead.name)

    @property
    def due_words(self) -> str:
        """ "12/01/2027 – 30/06/2027": from the day it was given out."""
        if self.due_on is None:
            return ""
        due = f"{self.due_on:%d/%m/%Y}"
        return f"{self.issued_on:%d/%m/%Y} – {due}" if self.issued_on else due

    @property
    def review_words(self) -> str:
        """ "hẹn xem lại 01/08/2027", on a commitment that was put aside."""
        return str(_("hẹn xem lại %s") % f"{self.review_on:%d/%m/%Y}") if self.review_on else ""

    @property
    def asked_words(self) -> str:
        if self.asked_on is None or self.asked_due is None:
            return ""
        return str(
            _("đến %(due)s, xin ngày %(on)s")
            % {"due": f"{self.asked_due:%d/%m/%Y}", "on": f"{self.asked_on:%d/%m/%Y}"}
        )

    def last_said(self) -> str:
        """What the lead wrote last about how it goes, with its day; empty if it wrote nothing."""
        last = max(self.progress.all(), key=lambda row: (row.on, row.order), default=None)
        if last is None:
            return ""
        return str(
            _("%(text)s (đơn vị ghi ngày %(day)s)")
            % {"text": last.text.rstrip("."), "day": f"{last.on:%d/%m/%Y}"}
        )

    @property
    def field_label(self) -> str:
        return list_labels("field").get(self.field, "") if self.field else ""

    def sub_line(self, today: date) -> str:
        """State, lateness and proof in one line under the title."""
        where = bucket_of(self, today)
        words = [str(where.label)] if where and str(where.label) != self.state_label else []
        if self.due_on and where in (Bucket.OVERDUE, Bucket.SOON, Bucket.UNDERWAY, Bucket.NOT_STARTED):
            words.append(distance(self.due_on, today))
        words.append(self.proof_words or str(_("chưa có bằng chứng")))
        if self.urged:
            words.append(str(_("đã đôn đốc %d lần") % self.urged))
        if self.asked_on:
            words.append(str(_("đang xin gia hạn")))
        if self.returned_on:
            words.append(str(_("bị trả lại %s") % f"{self.returned_on:%d/%m/%Y}"))
        return " · ".join(words)

    def thread(self) -> list[tuple[str, str, str]]:
        """The thread Cam kết → Giao → Nhận → Làm → Bằng chứng → Kiểm lại: (label, when, past|now|later)."""
        reached = {
            S.PROPOSED: 0, S.ISSUED: 1, S.QUERIED: 1, S.ACCEPTED: 2, S.UNDERWAY: 3, S.DEFERRED: 3, S.REPORTED: 4,
            S.VERIFIED: 6, S.DROPPED: 0,
        }[CommitmentState(self.state)]  # fmt: skip
        if self.proof_count and reached == 4:
            reached = 5
        worked = max((row.on for row in self.progress.all() if row.kind == ProgressKind.WORK), default=None)
        steps = (
            (_("Cam kết"), str(_("mục %s") % self.number) if self.number else str(Origin(self.origin).label)),
            (_("Giao"), _short(self.issued_on)),
            (_("Nhận"), _short(self.accepted_on)),
            (_("Làm"), _short(worked)),
            (_("Bằng chứng"), self.proof_words or _("hạn %s") % _short(self.due_on)),
            (_("Kiểm lại"), _short(self.verified_on) or str(self.verifier or "")),
        )
        return [
            (str(label), str(when), "past" if n < reached else "now" if n == reached else "later")
            for n, (label, when) in enumerate(steps)
        ]

    def cooperating(self) -> list[int]:
        if self.pk is None:
            return [part.body_id for part in self.added if isinstance(part, Cooperation)]
        # A list reads them for all its rows at once, and plainly: a related manager per row costs more than the row.
        rows: Iterable[Cooperation] = (
            vars(self)["helpers"] if "helpers" in vars(self) else self.cooperation.all()
        )
        return [row.body_id for row in rows]


def _short(day: date | None) -> str:
    return f"{day:%d/%m}" if day else ""


class Cooperation(Part):
    """A body that co-operates; there is exactly one lead, so these are the others."""

    parent = "commitment"
    moves = ("body",)

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="cooperation")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("commitment", "body"), name="cooperation_once"),)

    def __str__(self) -> str:
        return str(self.body)


class ProgressKind(models.TextChoices):
    """Only ``work`` moves the task on; the others are what was said about it."""

    WORK = "work", _("Đã làm")
    RESULT = "result", _("Kết quả")
    QUERY = "query", _("Đề nghị sửa")
    RETURN = "return", _("Trả lại")
    ASK = "ask", _("Xin gia hạn")
    URGE = "urge", _("Đôn đốc")
    TAKE_BACK = "take_back", _("Rút lại báo xong")
    EXPLAIN = "explain", _("Giải thích việc chậm")


class Progress(Part):
    parent = "commitment"

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="progress")
    kind = models.CharField(max_length=10, choices=ProgressKind.choices, default=ProgressKind.WORK)
    text = models.TextField()
    by = models.CharField(max_length=300)
    on = models.DateField()

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def kind_label(self) -> str:
        return str(ProgressKind(self.kind).label)


class ProofChecks(models.TextChoices):
    """Who shows what: the lead that it was done, another body that it saw so."""

    DONE = "done", _("đơn vị chủ trì đã làm")
    VERIFIED = "verified", _("bên khác đã xác minh")


class ProofKind(models.TextChoices):
    FILE = "file", _("Tệp văn bản")
    PICTURE = "picture", _("Ảnh")
    NUMBER = "number", _("Số văn bản")


class Proof(Part):
    """What shows that it was done: a file, a picture with its description, or the number of a paper."""

    parent = "commitment"
    stays = ("body",)

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=10, choices=ProofKind.choices)
    words = models.CharField(max_length=300)
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    checks = models.CharField(max_length=10, choices=ProofChecks.choices, default=ProofChecks.DONE)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.words

    @property
    def checks_words(self) -> str:
        return str(ProofChecks(self.checks).label)


class DecisionKind(models.TextChoices):
    EXTENSION = "extension", _("Gia hạn")
    DECLINED = "declined", _("Không gia hạn")
    DEFERRAL = "deferral", _("Tạm gác")
    DROP = "drop", _("Thôi việc này")


class Decision(Part):
    """A decision of the body that set the date; made on paper (bút phê), it carries who, when and the scan."""

    parent = "commitment"

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12, choices=DecisionKind.choices)
    asked_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=300)
    decided_on = models.DateField()
    noted_by = models.CharField(max_length=300)
    old_due = models.DateField(null=True)
    new_due = models.DateField(null=True)
    reason = models.CharField(max_length=400)
    scan = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind_label} {self.decided_on:%d/%m/%Y}"

    @property
    def kind_label(self) -> str:
        return str(DecisionKind(self.kind).label)

    @property
    def change_words(self) -> str:
        old = f"{self.old_due:%d/%m/%Y}" if self.old_due else "…"
        return f"{old} → {self.new_due:%d/%m/%Y}" if self.new_due else old
