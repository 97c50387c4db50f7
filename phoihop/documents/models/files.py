"""Files as records: what was received, from whom, with the digest of its bytes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.text import fold
from phoihop.documents.opened import opened


class FileState(models.TextChoices):
    KEPT = "kept", _("Đang lưu")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")


class FileKind(models.TextChoices):
    WORD = "word", _("Word")
    SHEET = "sheet", _("Bảng tính")
    PDF = "pdf", _("PDF")
    PICTURE = "picture", _("Ảnh")
    TEXT = "text", _("Văn bản thuần")
    WEB = "web", _("Trang web")
    OTHER = "other", _("Loại khác")


#: What says what a file holds; ``upload`` is the box it came in by, its entry in the journal has the name.
_TOLD = frozenset({"upload", "name", "words", "public_title", "public_why", "new_name"})


class File(Record):
    """One file as it came; its bytes lie in the storage under their digest and are never changed."""

    prefix = "TL"
    path = "tai-lieu"
    states = FileState
    marks = {
        FileState.KEPT: Mark(shape="xong"),
        FileState.WITHDRAWN: Mark(shape="rut"),
    }
    readers = ("owner", "shares__body")
    search = ("name", "words")
    found_by: ClassVar[dict[str, str]] = {"don-vi": "owner_id"}
    contents_in = (FileState.KEPT,)
    moves = ("owner",)
    listing = Listing(
        title=str(_("Tài liệu")),
        intro=str(_("Tệp đã nhận, giữ nguyên bản; bằng chứng, bản chụp và văn bản đã đọc.")),
        columns=(
            Column(value="told_name", label=str(_("Tên tệp")), kind="title", under="under_name"),
            Column(value="kind_label", label=str(_("Loại"))),
            Column(value="size_words", label=str(_("Cỡ"))),
            Column(value="owner.short_name", label=str(_("Đơn vị")), select=("owner",)),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="cong-khai",
                label=str(_("Đang công khai")),
                shape="xem",
                where=lambda today: models.Q(public_on__isnull=False, state=FileState.KEPT),
            ),
        ),
        empty=str(_("Chưa có tệp nào. Tệp đến từ bằng chứng của việc, bản chụp và văn bản đã đọc.")),
    )
    detail = Detail(
        fields=(
            Field(value="kind_label", label=str(_("Loại"))),
            Field(value="size_words", label=str(_("Cỡ"))),
            Field(value="told_words", label=str(_("Mô tả"))),
            Field(value="sha256", label=str(_("Vân tay tệp")), kind="code"),
            Field(value="owner", label=str(_("Đơn vị giữ"))),
            Field(value="kept_on", label=str(_("Ngày nhận")), kind="date"),
            Field(value="public_on", label=str(_("Công khai từ ngày")), kind="date"),
            Field(value="told_public_why", label=str(_("Căn cứ công khai"))),
            Field(value="warned_of", label=str(_("Đã cảnh báo trước khi công khai"))),
            Field(value="redacted_why", label=str(_("Lý do che"))),
            Field(value="withdrawn_why", label=str(_("Lý do thu hồi"))),
        ),
        select=("owner",),
    )

    name = models.CharField(_("Tên tệp"), max_length=200)
    words = models.CharField(_("Mô tả"), max_length=300, blank=True)
    kind = models.CharField(_("Loại"), max_length=20, choices=FileKind.choices)
    mime = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(_("Cỡ"))
    sha256 = models.CharField(_("Vân tay tệp"), max_length=64, db_index=True)
    owner = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị giữ")
    )
    kept_on = models.DateField(_("Ngày nhận"), null=True, editable=False)
    place_removed = models.BooleanField(_("Đã bỏ vị trí chụp"), default=False, editable=False)
    public_on = models.DateField(_("Công khai từ ngày"), null=True, editable=False)
    public_title = models.CharField(_("Tên trên trang công khai"), max_length=200, blank=True)
    public_why = models.CharField(_("Căn cứ công khai"), max_length=300, blank=True)
    warned_of = models.CharField(_("Đã cảnh báo"), max_length=300, blank=True, editable=False)
    redacted_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="redacted", null=True, editable=False,
        verbose_name=_("Che từ bản gốc"),
    )  # fmt: skip
    redacted_why = models.CharField(_("Lý do che"), max_length=300, blank=True)
    opened_by = models.PositiveIntegerField(_("Số người trong cơ quan đã mở"), null=True, editable=False)
    opened_outside = models.PositiveIntegerField(
        _("Số lượt mở từ trang công khai"), null=True, editable=False
    )
    withdrawn_why = models.CharField(_("Lý do thu hồi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tài liệu")
        verbose_name_plural = _("tài liệu")
        ordering = ("-pk",)

    def __str__(self) -> str:
        """A withdrawn file is named by its number wherever it is named: its name may say what was taken back."""
        return f"{self.code} ({self.state_label.lower()})" if self.state == FileState.WITHDRAWN else self.name

    def told_no_more(self) -> frozenset[str]:
        """Of a file that was taken back its number and the reason are told, to nobody its name or what it was about."""
        return _TOLD if self.state == FileState.WITHDRAWN else frozenset()

    @property
    def told_name(self) -> str:
        return str(self)

    @property
    def told_words(self) -> str:
        return "" if self.state == FileState.WITHDRAWN else self.words

    @property
    def under_name(self) -> str:
        return self.withdrawn_why if self.state == FileState.WITHDRAWN else self.words

    @property
    def told_public_why(self) -> str:
        return "" if self.state == FileState.WITHDRAWN else self.public_why

    @property
    def kind_label(self) -> str:
        return str(FileKind(self.kind).label)

    @property
    def size_words(self) -> str:
        """ "18 kB", "1,2 MB": as a clerk reads it in the file list."""
        if self.size < 1024 * 1024:
            return f"{max(1, round(self.size / 1024))} kB"
        return f"{self.size / 1024 / 1024:.1f} MB".replace(".", ",")

    def withheld(self) -> frozenset[str]:
        return frozenset({"documents.publish"} if self.public_on is not None else ())

    def search_text(self) -> str:
        """A withdrawn file is found by its number alone: its name may say what was taken back."""
        return fold(self.code) if self.state == FileState.WITHDRAWN else super().search_text()

    def opened_bodies(self) -> list[int]:
        """Of the people who opened it, by the access log."""
        return sorted(opened(self.code).bodies)

    def others_sharing(self) -> list[int]:
        """The bodies that might have opened it and did not."""
        return sorted({*self.shared_bodies()} - opened(self.code).bodies)

    def shared_bodies(self) -> list[int]:
        return [share.body_id for share in self.shares.all()]

    @property
    def leaves(self) -> bool:
        """Whether its bytes go into a package that leaves the house: never those of a withdrawn file."""
        return self.state != FileState.WITHDRAWN

    @property
    def stored_as(self) -> str:
        """Where the bytes lie in the storage."""
        return f"files/{self.sha256[:2]}/{self.sha256}"


class Share(Part):
    """A body that may read the file besides its owner: whoever reads the record it belongs to."""

    parent = "file"
    moves = ("body",)

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="shares")
    body = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("file", "body"), name="share_once"),)

    def __str__(self) -> str:
        return f"{self.file_id} → {self.body_id}"
