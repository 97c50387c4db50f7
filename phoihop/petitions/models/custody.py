"""The register of letters of complaint and denunciation: numbers and custody only, no text, no name (M23)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Record
from phoihop.core.who import Actor, of, role

BODY = "directory.Organisation"
#: Below this no number is told to anybody who does not keep the register.
FEWEST = 3


class CustodyState(models.TextChoices):
    WAITING = "waiting", _("Chờ cán bộ tiếp công dân nhận")
    HELD = "held", _("Đang xử lý ban đầu")
    ACCEPTED = "accepted", _("Đã thụ lý")
    PASSED = "passed", _("Đã chuyển cơ quan có thẩm quyền")
    CONCLUDED = "concluded", _("Đã kết thúc")


S = CustodyState
RUNNING = (S.WAITING, S.HELD, S.ACCEPTED)


class CustodyKind(models.TextChoices):
    COMPLAINT = "complaint", _("Khiếu nại lần đầu")
    SECOND = "second", _("Khiếu nại lần hai")
    DENUNCIATION = "denunciation", _("Tố cáo")
    REVIEWED = "reviewed", _("Tố cáo tiếp")


#: What is a denunciation, the first time or again.
DENOUNCING = (CustodyKind.DENUNCIATION, CustodyKind.REVIEWED)


class CameBy(models.TextChoices):
    HAND = "hand", _("Nộp trực tiếp")
    POST = "post", _("Bưu điện")
    RECEPTION = "reception", _("Buổi tiếp công dân")
    CHANNEL = "channel", _("Lẫn trong kiến nghị")
    OTHER_BODY = "other_body", _("Cơ quan khác chuyển")


class Outcome(models.TextChoices):
    """Classes only: what was found stands in the letter's own file, outside of this software."""

    SETTLED = "settled", _("Đã giải quyết, đã gửi kết luận")
    REFUSED = "refused", _("Không đủ điều kiện thụ lý, đã trả lời")
    WITHDRAWN = "withdrawn", _("Người gửi rút")
    STOPPED = "stopped", _("Đình chỉ")
    PASSED = "passed", _("Chuyển cơ quan có thẩm quyền")
    GUIDED = "guided", _("Đã hướng dẫn gửi nơi khác")


class Weight(models.TextChoices):
    """How long the law gives (domain.md §7.2)."""

    PLAIN = "plain", _("Thường")
    COMPLEX = "complex", _("Phức tạp")
    VERY = "very", _("Đặc biệt phức tạp")
    REMOTE = "remote", _("Vùng sâu, vùng xa đi lại khó khăn")
    REMOTE_COMPLEX = "remote_complex", _("Vùng sâu, vùng xa, phức tạp")


KEEPERS = ("reception", "leader")


def note_of(actor: Actor) -> str:
    """For everybody who does not keep the register: the year's numbers, and nothing else."""
    if any(hat.role in KEEPERS for hat in actor.hats):
        return ""
    day = moment.today()
    near = Custody.objects.filter(owner__territory__in=actor.territories)
    said = "; ".join(f"{label}: {count}" for label, count in numbers(near, date(day.year, 1, 1), day))
    return str(_("Sổ này chỉ cán bộ tiếp công dân và lãnh đạo cơ quan giữ sổ xem. Năm %(year)d: %(said)s.")) % {
        "year": day.year, "said": said,
    }  # fmt: skip


def told(count: int) -> str:
    """A number as it is told outside of the register."""
    return str(count) if count >= FEWEST else str(_("dưới %d") % FEWEST)


def numbers(among: models.QuerySet[Custody], since: date, until: date) -> list[tuple[str, str]]:
    """Per kind of letter how many came, for everybody inside; the total only where it gives no small number away."""
    rows = among.filter(received_on__range=(since, until))
    counted = dict(rows.values_list("kind").annotate(n=models.Count("pk")).order_by())
    lines = [(str(kind.label), counted.get(kind.value, 0)) for kind in CustodyKind]
    total = sum(n for _label, n in lines)
    whole = str(total) if _hides([n for _label, n in lines if n < FEWEST]) else str(_("không nêu"))
    return [*((label, told(n)) for label, n in lines), (str(_("Tổng số")), whole)]


def _hides(small: list[int]) -> bool:
    """Whether a total leaves these open: their sum follows from it, so it is no small one, nor the highest it can be."""
    return not small or FEWEST <= sum(small) < len(small) * (FEWEST - 1)


class Custody(Record):
    """One letter: number, day, kind, where it lies, who holds it, its clock, its outcome class."""

    prefix = "CD"
    path = "so-chuyen-don"
    states = CustodyState
    marks: ClassVar[dict[str, Mark]] = {
        S.WAITING: Mark(shape="chua"), S.HELD: Mark(shape="dang"), S.ACCEPTED: Mark(shape="dang"),
        S.PASSED: Mark(shape="tiep"), S.CONCLUDED: Mark(shape="xong"),
    }  # fmt: skip
    readers = ("owner",)
    search = ()
    moves = ("owner",)
    reader_roles = KEEPERS
    sealed = (("sealed_ref", _("Nội dung niêm phong")),)
    unsealed_by = role("reception") & of("owner")

    listing = Listing(
        title=str(_("Sổ chuyển đơn")),
        intro=str(_("Đơn khiếu nại, tố cáo: chỉ số, ngày, nơi lưu, người giữ, thời hạn. Không ghi nội dung, không ghi tên.")),
        columns=(
            Column(value="code", label=str(_("Số")), kind="title", under="kind_label"),
            Column(value="received_on", label=str(_("Ngày nhận")), kind="date"),
            Column(value="place", label=str(_("Nơi lưu"))),
            Column(value="holder_told", label=str(_("Người giữ")), select=("holder__person",)),
            Column(value="due_on", label=str(_("Hạn")), kind="due"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(code="cho", label=str(_("Chờ nhận")), shape="chua", where=lambda today: Q(state=S.WAITING), alarm=True),
            Tab(
                code="qua-han", label=str(_("Quá hạn")), shape="tre", alarm=True,
                where=lambda today: Q(state__in=RUNNING, due_on__lt=today),
            ),
            Tab(code="dang", label=str(_("Đang giữ")), shape="dang", where=lambda today: Q(state__in=(S.HELD, S.ACCEPTED))),
            Tab(
                code="xong", label=str(_("Đã kết thúc")), shape="xong",
                where=lambda today: Q(state__in=(S.PASSED, S.CONCLUDED)),
            ),
        ),
        row_actions=("petitions.take_custody", "petitions.accept_case", "petitions.conclude_case"),
        note=note_of,
        empty=str(_("Chưa có đơn nào. Đơn giấy ghi ở đây bằng số, ngày, nơi lưu.")),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="kind_label", label=str(_("Loại đơn"))),
            Field(value="received_on", label=str(_("Ngày nhận")), kind="date"),
            Field(value="came_label", label=str(_("Đến bằng cách"))),
            Field(value="place", label=str(_("Đơn nằm ở đâu")), missing=str(_("chưa ghi"))),
            Field(value="holder_told", label=str(_("Người giữ")), missing=str(_("chưa có"))),
            Field(value="owner", label=str(_("Cơ quan"))),
            Field(value="weight_label", label=str(_("Mức phức tạp"))),
            Field(value="accepted_on", label=str(_("Ngày thụ lý")), kind="date"),
            Field(value="due_on", label=str(_("Hạn giải quyết")), kind="date"),
            Field(value="decision", label=str(_("Quyết định gia hạn"))),
            Field(value="passed_to", label=str(_("Đã chuyển"))),
            Field(value="outcome_label", label=str(_("Kết quả"))),
            Field(value="ended_on", label=str(_("Ngày kết thúc")), kind="date"),
            Field(value="text_told", label=str(_("Nội dung niêm phong"))),
        ),
        select=("owner", "holder__person"),
    )

    kind = models.CharField(_("Loại đơn"), max_length=20, choices=CustodyKind.choices)
    received_on = models.DateField(_("Ngày nhận"))
    came_by = models.CharField(_("Đến bằng cách"), max_length=20, choices=CameBy.choices)
    place = models.CharField(_("Đơn nằm ở đâu"), max_length=80, blank=True)
    holder = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("Người giữ")
    )
    owner = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan"))
    weight = models.CharField(_("Mức phức tạp"), max_length=20, choices=Weight.choices, default=Weight.PLAIN)
    accepted_on = models.DateField(_("Ngày thụ lý"), null=True)
    due_on = models.DateField(_("Hạn giải quyết"), null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    #: How often the law of the day of acceptance lets this case be extended.
    extensions_allowed = models.PositiveSmallIntegerField(default=0, editable=False)
    decision = models.CharField(_("Quyết định gia hạn"), max_length=60, blank=True)
    passed_to = models.CharField(_("Đã chuyển"), max_length=120, blank=True)
    outcome = models.CharField(_("Kết quả"), max_length=20, choices=Outcome.choices, blank=True)
    ended_on = models.DateField(_("Ngày kết thúc"), null=True)
    sealed_ref = models.CharField(max_length=40, blank=True, editable=False)
    #: Since when the words stood in the database, for the record of their erasure.
    erased_on = models.DateField(_("Nội dung đã xóa ngày"), null=True)

    class Meta:
        verbose_name = _("đơn trong sổ chuyển đơn")
        verbose_name_plural = _("sổ chuyển đơn")
        indexes = (models.Index(fields=("owner", "received_on"), name="custody_owner"),)

    def __str__(self) -> str:
        return self.code

    def withheld(self) -> frozenset[str]:
        names = set() if self.sealed_ref else {"petitions.erase_text"}
        return frozenset(names | (set() if self.may_extend else {"petitions.extend_case"}))

    @property
    def may_extend(self) -> bool:
        """As often as the rule says that was in force when it was accepted."""
        return self.extensions < self.extensions_allowed

    @property
    def is_denunciation(self) -> bool:
        return self.kind in DENOUNCING

    @property
    def denounced_on(self) -> date | None:
        """From which the clock of a denunciation runs; a complaint has its own."""
        return self.received_on if self.is_denunciation else None

    @property
    def settled_on(self) -> date | None:
        """A conclusion is sent; the other outcomes end with their own answer."""
        return self.ended_on if self.outcome == Outcome.SETTLED else None

    @property
    def complained_on(self) -> date | None:
        return None if self.is_denunciation else self.received_on

    @property
    def kind_label(self) -> str:
        return str(CustodyKind(self.kind).label)

    @property
    def came_label(self) -> str:
        return str(CameBy(self.came_by).label)

    @property
    def weight_label(self) -> str:
        return str(Weight(self.weight).label)

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""

    @property
    def holder_told(self) -> str:
        return str(self.holder) if self.holder_id else ""

    @property
    def text_told(self) -> str:
        if self.sealed_ref:
            return str(_("đang niêm phong trong kho kín"))
        return str(_("đã xóa ngày %s") % f"{self.erased_on:%d/%m/%Y}") if self.erased_on else ""
