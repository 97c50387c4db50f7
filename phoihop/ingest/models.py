"""A read paper and what was found in it, item by item, each tied to its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.text import fold
from phoihop.ingest.wording import LABELS, MAIN_KEY, PARTS, in_words, part_words


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

    in_package: ClassVar[bool] = False

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.sha256[:12]


@dataclass(frozen=True)
class Piece:
    """A stretch of the source: plain, or the place an item was read from."""

    text: str
    proposal: Proposal | None = None
    first: bool = True


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
    found_by: ClassVar[dict[str, str]] = {"don-vi": "owner_id"}
    moves = ("owner",)
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
    detail = Detail(inline="ingest.record_tasks")

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
        """Kind of paper; programmes and regulations are told apart by their own title."""
        if self.kind in ("regulation", "programme"):
            return str(TITLED.get(fold(self.title).split(" phoi hop")[0], KINDS[self.kind]))
        return str(KINDS.get(self.kind, _("Văn bản")))

    @property
    def found_words(self) -> str:
        return str(
            _("%(all)d chi tiết; %(sure)d chắc, %(check)d cần xem")
            % {"all": self.sure + self.check_count, "sure": self.sure, "check": self.check_count}
        )

    @property
    def text(self) -> str:
        """Of a file that was taken back nothing is read any more."""
        return SourceText.objects.get(pk=self.file.sha256).text if self.file.leaves else ""

    def alike(self) -> list[int]:
        """This reading and the others of the very same file: what came of one is known to all."""
        return list(Reading.objects.filter(file__sha256=self.file.sha256).values_list("pk", flat=True))

    def blocks(self) -> Iterator[tuple[str, Any]]:
        """Paragraphs, and rows of a table in one block: ("p", pieces) or ("table", rows of cells of pieces)."""
        rows: list[list[list[Piece]]] = []
        for pieces in self.paragraphs():
            if "".join(piece.text for piece in pieces).count(STROKE) >= _TABLE:
                rows.append(_cells(pieces))
                continue
            if rows:
                yield "table", rows
                rows = []
            yield "p", pieces
        if rows:
            yield "table", rows

    def decided(self) -> dict[str, list[Proposal]]:
        """Items by what became of them: waiting for a decision (unsure ones), taken but not recorded, made."""
        found: dict[str, list[Proposal]] = {"open": [], "unsure": [], "waiting": [], "made": []}
        for proposal in self.proposals.all():
            if proposal.made:
                found["made"].append(proposal)
            elif proposal.taken:
                found["waiting"].append(proposal)
            elif proposal.decision == Decision.OPEN:
                found["open"].append(proposal)
                if not proposal.is_sure:
                    found["unsure"].append(proposal)
        return found

    def task_rows(self) -> list[TaskRow]:
        """The proposed tasks not recorded yet, as found or as just typed."""
        return [TaskRow(p) for p in self.proposals.all() if p.field == "proposed_tasks" and not p.made]

    def typed_over(self, sent: Mapping[str, str]) -> None:
        """The items as somebody typed over them, not stored; ``sent`` are the boxes of the page."""
        for proposal in self.proposals.all():
            proposal.sent = {name: text for name, text in sent.items() if name.startswith(proposal.prefix)}

    def bodies_near(self) -> list[str]:
        """Names of the bodies of the locality, offered while a lead is typed."""
        near = type(self.owner).objects.filter(territory=self.owner.territory_id, state="active")
        return list(near.order_by("rank", "pk").values_list("name", flat=True))

    def made_groups(self) -> list[tuple[str, list[Proposal]]]:
        """What was made, by kind of item, the programme first; a record several items went into stands once."""
        rows = [p for p in self.proposals.all() if p.made and p.made != self.code]
        rows.sort(key=lambda p: FIRST.index(p.field) if p.field in FIRST else len(FIRST))
        groups: dict[str, list[Proposal]] = {}
        told: set[str] = set()
        for proposal in rows:
            if proposal.made not in told:
                told.add(proposal.made)
                groups.setdefault(proposal.field_label, []).append(proposal)
        return list(groups.items())

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


class TaskRow:
    """A proposed task as a row of the table: its boxes, whether it is ticked, and what the paper leaves open."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal, self.prefix = proposal, proposal.prefix
        shown = {key: now for key, _label, _kind, now, _choices in proposal.boxes()}
        self.content, self.lead, self.product, self.due = (
            shown.get(key, "") for key in ("content", "lead", "product", "due")
        )
        self.picked = self.prefix + "pick" in proposal.sent if proposal.sent else proposal.ready
        self.cooperating = shown.get("cooperating", "")

    @property
    def gaps(self) -> list[str]:
        """By word, beside its shape: what the row still lacks."""
        words = (
            ("lead", _("thiếu đơn vị chủ trì")),
            ("due", _("thiếu hạn")),
            ("product", _("thiếu sản phẩm")),
        )
        found = [str(said) for key, said in words if not getattr(self, key).strip()]
        if self.due.strip() and not re.search(r"\d", self.due):
            found.append(str(_("hạn chưa thành ngày")))
        return found

    @property
    def note(self) -> str:
        """What the reason says beyond the gaps told beside it."""
        said = re.split(r"(?<=\.)\s+", self.proposal.reason)
        return " ".join(part for part in said if not part.startswith(("Chưa ghi", "Hạn ghi")))


#: The order in which what was made is told.
FIRST = ("programme", "proposed_tasks", "targets", "figures", "organisers", "persons")
TITLED = {"quy che": _("Quy chế"), "chuong trinh": _("Chương trình"), "ke hoach": _("Kế hoạch")}
KINDS = {
    "news": _("Tin"),
    "programme": _("Chương trình"),
    "regulation": _("Quy chế"),
    "report": _("Báo cáo"),
    "notice": _("Thông báo kết luận"),
    "minutes": _("Biên bản"),
    "plan": _("Kế hoạch"),
    "letter": _("Công văn"),
    "work_programme": _("Chương trình công tác"),
    "petition_list": _("Biểu kiến nghị"),
}


#: Between the cells of a row in the joined text of a file, and how many of them make a row of a table.
STROKE = " | "
_TABLE = 2


def _cells(pieces: list[Piece]) -> list[list[Piece]]:
    """A row cut at its strokes; a place read from several cells is numbered in the first."""
    row: list[list[Piece]] = [[]]
    for piece in pieces:
        for n, text in enumerate(piece.text.split(STROKE)):
            if n:
                row.append([])
            if text:
                row[-1].append(Piece(text, piece.proposal, first=n == 0))
    return row


def _even(text: str) -> str:
    """A browser sends the ends of lines its own way."""
    return " ".join(text.split())


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
    """One item found: its field, value, place, how sure the reader is, and what the person decided.

    ``sent`` are its boxes as typed on the page and not recorded.
    """

    parent = "reading"
    sent: Mapping[str, str] = MappingProxyType({})

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
        """The value as a person reads it."""
        return in_words(self.field, self.value)

    @property
    def prefix(self) -> str:
        """Of the names of its boxes on the page."""
        return f"t-{self.order}-"

    @property
    def ready(self) -> bool:
        """A task is ticked before a person looks where the reader is sure of it, or somebody took it."""
        return self.decision != Decision.REJECTED and (self.is_sure or self.taken)

    @property
    def main_box(self) -> str:
        """The main part as it stands in its box."""
        return self.sent.get(f"{self.prefix}value", self.main_value)

    @property
    def edited(self) -> bool:
        """Something else stands in a box than is stored."""
        return self.differs(self.sent)

    def differs(self, sent: Mapping[str, str]) -> bool:
        """Do these boxes say something else than what is stored? A tick counts as a box of a task."""
        value = self.value if isinstance(self.value, dict) else {}
        stored = {key: part_words(kind, value.get(key)) for key, _label, kind in PARTS.get(self.field, ())}
        stored["value"] = self.main_value
        typed = {name.removeprefix(self.prefix): text for name, text in sent.items()}
        ticked = self.field == "proposed_tasks" and bool(sent) and ("pick" in typed) != self.ready
        return ticked or any(
            key in stored and _even(text) != _even(stored[key]) for key, text in typed.items()
        )

    def boxes(self) -> list[tuple[str, str, str, str, list[tuple[str, str, bool]]]]:
        """What a person may change: key, label, kind, what stands there or was typed, the choices."""
        value = self.value if isinstance(self.value, dict) else {}
        boxes = []
        for key, label, kind in PARTS.get(self.field, ()) if value else ():
            now = self.sent.get(self.prefix + key, part_words(kind, value.get(key)))
            choices = (
                [(code, str(said), code == now) for code, said in kind.items()]
                if isinstance(kind, dict)
                else []
            )
            if choices and now not in kind:  # else a browser would send the first of them unasked
                choices.insert(0, (now, str(_("chưa rõ")), True))
            boxes.append((key, str(label), "choice" if choices else str(kind), now, choices))
        return boxes

    def lines(self) -> list[tuple[str, str]]:
        """The parts of a task or target below its name, one to a line; other items are one line of words."""
        if self.field not in ("proposed_tasks", "targets", "obligations") or not isinstance(self.value, dict):
            return []
        main = MAIN_KEY[self.field]
        told = ((label, kind, self.value.get(key)) for key, label, kind in PARTS[self.field] if key != main)
        return [
            (str(label), str(kind.get(v, v)) if isinstance(kind, dict) else part_words(kind, v))
            for label, kind, v in told
            if v
        ]

    @property
    def headline(self) -> str:
        """The name of a task or target with its number; else the words."""
        if not self.lines():
            return self.words
        number = str(self.value.get("no") or self.value.get("number") or "")
        return f"{number}. {self.main_value}" if number else self.main_value

    @property
    def made_path(self) -> str:
        """Where the record made of it is shown."""
        prefix = self.made.partition("-")[0]
        kinds = [model for model in apps.get_models() if issubclass(model, Record)]
        paths = {model.prefix: model.path for model in kinds}
        for model in kinds:
            paths |= model.former
        return f"{paths[prefix]}/{self.made}" if prefix in paths else ""
