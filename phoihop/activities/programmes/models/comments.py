"""A comment on a paragraph of a draft: a record of its own, so that three parties may write at once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.models.programme import Programme
from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Record


class CommentState(models.TextChoices):
    OPEN = "open", _("Chưa phản hồi")
    ANSWERED = "answered", _("Đã phản hồi")
    TAKEN_BACK = "taken_back", _("Đã rút")


class Answer(models.TextChoices):
    """The classes of the comment matrix; "một phần" and "giải trình" need words (rule R-9)."""

    ACCEPTED = "accepted", _("Tiếp thu")
    PARTLY = "partly", _("Tiếp thu một phần")
    EXPLAINED = "explained", _("Giải trình, không tiếp thu")


class CommentWay(models.TextChoices):
    BROWSER = "browser", _("trên phần mềm")
    WORD = "word", _("bản Word gửi lại")


class Comment(Record):
    """What a body asks to be changed in one paragraph: words, or a change from ``old`` to ``new``.

    ``passage`` is the paragraph as it was read by who commented; ``key`` is empty where it was found nowhere;
    ``after`` says that ``new`` is a paragraph to be put after it.
    """

    prefix = "GYCT"
    path = "gop-y"
    states = CommentState
    marks: ClassVar[dict[str, Mark]] = {
        CommentState.OPEN: Mark(shape="thieu"),
        CommentState.ANSWERED: Mark(shape="thu"),
        CommentState.TAKEN_BACK: Mark(shape="rut"),
    }
    readers = (
        "body",
        "programme__parties__body",
        "programme__asked__body",
        "programme__owner",
        "programme__keeper",
    )
    search = ("note", "new", "passage")
    stays = ("body",)
    in_menu = False
    listing = Listing(
        title=str(_("Góp ý vào dự thảo")),
        columns=(
            Column(value="words", label=str(_("Góp ý")), kind="title", under="where_words"),
            Column(value="body.short_name", label=str(_("Cơ quan")), select=("body",)),
            Column(value="programme", label=str(_("Dự thảo")), select=("programme",)),
            Column(value="answer_label", label=str(_("Phản hồi"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="cho", label=str(_("Chưa phản hồi")), shape="thieu",
                where=lambda today: Q(state=CommentState.OPEN),
            ),
        ),
        empty=str(_("Chưa có góp ý nào. Góp ý ngay cạnh từng đoạn của dự thảo.")),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="programme", label=str(_("Dự thảo"))),
            Field(value="where_words", label=str(_("Đoạn"))),
            Field(value="passage", label=str(_("Đoạn lúc góp ý"))),
            Field(value="words", label=str(_("Góp ý"))),
            Field(value="body", label=str(_("Cơ quan góp ý"))),
            Field(value="author", label=str(_("Người góp ý"))),
            Field(value="answer_label", label=str(_("Phản hồi"))),
            Field(value="answer_words", label=str(_("Giải trình"))),
            Field(value="answered_by", label=str(_("Người phản hồi"))),
        ),
        select=("programme", "body"),
    )

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="comments", verbose_name=_("Dự thảo")
    )
    body = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan góp ý")
    )
    author = models.CharField(_("Người góp ý"), max_length=400, blank=True)
    way = models.CharField(max_length=10, choices=CommentWay.choices, default=CommentWay.BROWSER)
    key = models.CharField(max_length=12, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    passage = models.TextField(blank=True)
    before = models.TextField(blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    note = models.TextField(blank=True)
    after = models.BooleanField(default=False)
    told_at = models.DateTimeField(_("Lúc góp ý"))
    source = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=10, blank=True, choices=Answer.choices)
    answer_words = models.CharField(_("Giải trình"), max_length=1000, blank=True)
    answered_by = models.CharField(_("Người phản hồi"), max_length=400, blank=True)
    answered_at = models.DateTimeField(null=True)
    changed_in = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("góp ý")
        verbose_name_plural = _("góp ý")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(answer__in=("partly", "explained")) | ~Q(answer_words=""),
                name="comment_answer_has_words",
                violation_error_message=_("Tiếp thu một phần hoặc giải trình phải ghi lý do."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.words[:80]} ({self.body})"

    @property
    def words(self) -> str:
        """The change as an office writes it, and what was said beside it."""
        old, new = self.old.strip(), self.new.strip()
        if self.after:
            told = str(_("Thêm đoạn “%s” sau đoạn này.") % new)
        elif old and new:
            told = str(_("Sửa “%(old)s” thành “%(new)s”.") % {"old": old, "new": new})
        elif new:
            told = str(_("Thêm “%s”.") % new)
        else:
            told = str(_("Bỏ “%s”.") % old) if old else ""
        return " ".join(part for part in (told, self.note) if part)

    @property
    def where_words(self) -> str:
        return str(_("bản v%d") % self.version)

    @property
    def answer_label(self) -> str:
        return str(Answer(self.answer).label) if self.answer else ""
