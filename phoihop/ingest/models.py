"""A read paper and what was found in it, item by item, each tied to its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Listing, Tab
from phoihop.core.models import Mark, Part, Record


class ReadingState(models.TextChoices):
    READ = "read", _("Chờ xác nhận")
    RECORDED = "recorded", _("Đã ghi vào sổ")


class Decision(models.TextChoices):
    OPEN = "open", _("Chưa xem")
    ACCEPTED = "accepted", _("Nhận")
    CHANGED = "changed", _("Nhận, đã sửa")
    REJECTED = "rejected", _("Bỏ")


class SourceText(models.Model):
    """The joined text of a file, kept so that a page need not read the file again; made anew from it any time."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.sha256[:12]


@dataclass(frozen=True)
class Piece:
    """A stretch of the source: plain, or the place an item was read from."""

    text: str
    proposal: Proposal | None = None


class Reading(Record):
    """A paper read: nothing of it is in the books until a person confirms."""

    prefix = "DV"
    path = "doc-van-ban-cu"
    states = ReadingState
    marks: ClassVar[dict[str, Mark]] = {
        ReadingState.READ: Mark(shape="dang"),
        ReadingState.RECORDED: Mark(shape="xong"),
    }
    readers = ("owner",)
    search = ("title",)
    listing = Listing(
        title=str(_("Đọc văn bản cũ")),
        intro=str(_("Tệp Word, PDF, bảng tính, trang tin, bài dán: đọc ra chi tiết, đồng chí xác nhận, rồi mới ghi vào sổ.")),
        columns=(
            Column(value="title", label=str(_("Văn bản")), kind="title", under="found_words"),
            Column(value="kind_label", label=str(_("Loại"))),
            Column(value="published", label=str(_("Ngày đăng")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="cho", label=str(_("Chờ xác nhận")), shape="dang",
                where=lambda today: models.Q(state=ReadingState.READ),
            ),
        ),
        empty=str(_("Chưa đọc văn bản nào. Chọn chương trình năm trước để bắt đầu.")),
        empty_action="read",
        order="-pk",
    )  # fmt: skip

    title = models.CharField(_("Văn bản"), max_length=400)
    kind = models.CharField(_("Loại"), max_length=20)
    published = models.DateField(_("Ngày đăng"), null=True)
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, related_name="+", verbose_name=_("Tệp")
    )
    owner = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan đọc")
    )
    sure = models.PositiveIntegerField(_("Số mục chắc"), default=0)
    check_count = models.PositiveIntegerField(_("Số mục cần xem"), default=0)
    notes = models.JSONField(_("Ghi chú khi đọc"), default=list, blank=True)
    contradictions = models.JSONField(_("Chỗ không khớp"), default=list, blank=True)

    class Meta:
        verbose_name = _("văn bản đã đọc")
        verbose_name_plural = _("văn bản đã đọc")

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return str(KINDS.get(self.kind, _("Văn bản")))

    @property
    def found_words(self) -> str:
        return str(
            _("%(all)d chi tiết; %(sure)d chắc, %(check)d cần xem")
            % {"all": self.sure + self.check_count, "sure": self.sure, "check": self.check_count}
        )

    @property
    def text(self) -> str:
        return SourceText.objects.get(pk=self.file.sha256).text

    def paragraphs(self) -> Iterator[list[Piece]]:
        """The source in paragraphs, each cut into plain pieces and the places items were read from."""
        text = self.text
        found = sorted(self.proposals.all(), key=lambda p: (p.start, -p.end))
        start = 0
        for line in text.split("\n"):
            end = start + len(line)
            if line.strip():
                inside = [p for p in found if start <= p.start < p.end <= end]
                yield list(_pieces(line, start, inside))
            start = end + 1


KINDS = {
    "news": _("Tin"),
    "programme": _("Chương trình"),
    "regulation": _("Quy chế"),
    "report": _("Báo cáo"),
    "petition_list": _("Biểu kiến nghị"),
}


def _pieces(line: str, start: int, inside: list[Proposal]) -> Iterator[Piece]:
    at = start
    for proposal in inside:
        if proposal.start < at:
            continue  # nested or overlapping: the outer place is already marked
        if proposal.start > at:
            yield Piece(line[at - start : proposal.start - start])
        yield Piece(line[proposal.start - start : proposal.end - start], proposal)
        at = proposal.end
    if at < start + len(line):
        yield Piece(line[at - start :])


class Proposal(Part):
    """One item found: its field, value, place, how sure the reader is, and what the person decided."""

    parent = "reading"

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="proposals")
    field = models.CharField(max_length=30)
    value = models.JSONField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    mark = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    made = models.CharField(max_length=60, blank=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("reading", "order"), name="proposal_once"),)

    def __str__(self) -> str:
        return f"{self.field} {self.words}"

    @property
    def is_sure(self) -> bool:
        return self.mark == "chac"

    @property
    def taken(self) -> bool:
        return self.decision in (Decision.ACCEPTED, Decision.CHANGED)

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label)

    @property
    def field_label(self) -> str:
        return str(LABELS.get(self.field, self.field))

    @property
    def main_value(self) -> str:
        """The part a person would correct."""
        key = MAIN_KEY.get(self.field)
        return str(self.value.get(key) or "") if key and isinstance(self.value, dict) else self.words

    @property
    def words(self) -> str:
        """The value as a person reads and edits it."""
        return in_words(self.field, self.value)


LABELS = {
    "published": _("Ngày đăng"), "event_dates": _("Ngày diễn ra"), "event_kinds": _("Loại sự kiện"),
    "place": _("Địa điểm"), "organisers": _("Cơ quan tổ chức"), "parties": _("Bên của chương trình"),
    "programme": _("Chương trình"), "persons": _("Người dự, người ký"), "figures": _("Số liệu"),
    "documents": _("Văn bản được nhắc"), "tasks": _("Nội dung, nhiệm vụ"), "outcomes": _("Kết quả"),
    "regulation": _("Quy chế"), "limitations": _("Hạn chế"), "directions": _("Phương hướng"),
    "contents": _("Nội dung phối hợp"), "legal_bases": _("Căn cứ"), "obligations": _("Nghĩa vụ có thời hạn"),
    "signers": _("Người ký"), "proposed_tasks": _("Nhiệm vụ trong phụ lục"), "proposals": _("Kiến nghị, đề xuất"),
    "targets": _("Chỉ tiêu được giao"),
    "petitions": _("Kiến nghị"), "witnesses": _("Người chứng kiến"),
}  # fmt: skip

#: Codes of the reading schema in the words of an office.
KIND_WORDS = {
    "programme_signing": _("ký kết chương trình"), "programme_review": _("sơ kết, tổng kết chương trình"),
    "emulation": _("phong trào thi đua"), "council_session": _("kỳ họp HĐND"), "council_meeting": _("họp, hội nghị liên tịch"),
    "council_review": _("tổng kết hoạt động HĐND"), "voter_contact": _("tiếp xúc cử tri"),
    "petition_resolution": _("giải quyết kiến nghị"), "petition_list": _("biểu kiến nghị"), "supervision": _("giám sát"),
    "re_supervision": _("tái giám sát"), "survey": _("khảo sát"), "explanation_session": _("phiên giải trình"),
    "social_criticism": _("phản biện xã hội"), "donation": _("vận động, tiếp nhận đóng góp"), "dialogue": _("đối thoại"),
    "commendation": _("biểu dương, khen thưởng"), "poll": _("bình chọn"), "front_review": _("tổng kết công tác Mặt trận"),
    "front_congress": _("đại hội Mặt trận"), "regulation": _("ban hành chương trình, quy chế"), "signed": _("đã ký"),
    "reviewed": _("đã sơ kết, tổng kết"), "adopted": _("đã thông qua"), "planned": _("đã lên kế hoạch"),
    "contacted": _("đã tiếp xúc"), "answered": _("đã trả lời"), "explained": _("đã giải trình"), "supervised": _("đã giám sát"),
    "criticised": _("đã phản biện"), "launched": _("đã phát động"), "donated": _("đã đóng góp"), "dialogued": _("đã đối thoại"),
    "commended": _("đã khen thưởng"), "polled": _("đã bình chọn"), "issued": _("đã ban hành"),
}  # fmt: skip

#: Which key of a value is the one a person would correct, per field.
MAIN_KEY = {
    "programme": "title", "persons": "name", "figures": "value", "documents": "type", "contents": "title",
    "proposed_tasks": "content", "targets": "name", "signers": "name", "obligations": "what",
}  # fmt: skip


def in_words(field: str, value: Any) -> str:
    """ "66 báo cáo, tờ trình", "Lê Văn A, Chủ tịch …": a value in one line."""
    if field in ("published", "event_dates"):
        return (
            "/".join(reversed(str(value).split("|")[0].split("-"))) if "/" not in str(value) else str(value)
        )
    if field in ("event_kinds", "outcomes"):
        return str(KIND_WORDS.get(str(value), value))
    if not isinstance(value, dict):
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if field == "figures":
        said = {">": "hơn ", "<": "gần ", "~": "khoảng "}.get(str(value.get("q") or ""), "")
        return f"{said}{value.get('value')} {value.get('unit') or ''} {value.get('noun')}".replace("  ", " ")
    main = MAIN_KEY.get(field)
    rest = [str(v) for k, v in value.items() if k != main and v not in (None, "", [], False) and k != "opt"]
    head = str(value.get(main) or "") if main else ""
    return ", ".join(x for x in (head, *rest) if x)
