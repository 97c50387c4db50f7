"""Users and their mandates: person × role × body × dates, one's own or lent by another's; tokens of machines."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.roles import Role
from phoihop.core.listing import Column, Detail, Facet, Field, Listing, Tab
from phoihop.core.models import Mark, Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, body_choices, governed


class UserManager(BaseUserManager["User"]):
    """Users are made by ``accounts.actions`` alone."""


class User(AbstractBaseUser):
    """A login of one person; no e-mail is needed. Rights come from mandates, never from here."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    #: Never written into a package: whoever moves to another installation gets a new slip there.
    secret: ClassVar[tuple[str, ...]] = ("password", "slip_until", "last_login")

    username = models.CharField(_("Tên đăng nhập"), max_length=60, unique=True)
    person = models.ForeignKey(
        "directory.Person", on_delete=models.PROTECT, related_name="users", null=True, verbose_name=_("Người")
    )
    is_active = models.BooleanField(_("Đang dùng"), default=True)
    must_change_password = models.BooleanField(default=False)
    slip_until = models.DateTimeField(null=True)

    objects = UserManager()

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def __str__(self) -> str:
        """The person: journals and choices name people, not logins."""
        return self.get_full_name()

    def get_full_name(self) -> str:
        return str(self.person or self.username)


class AccountState(models.TextChoices):
    ACTIVE = "active", _("Đang dùng")
    FROZEN = "frozen", _("Tạm khóa")


class Account(Record):
    """The administrator's record of a login: made, given a slip, frozen, thawed; all in the journal."""

    prefix = "TK"
    path = "nguoi-dung"
    states = AccountState
    marks: ClassVar[dict[str, Mark]] = {
        AccountState.ACTIVE: Mark(shape="xong"), AccountState.FROZEN: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("home",)
    search = ("username", "full_name")
    moves = ("home",)
    mirrors: ClassVar[dict[str, str]] = {"user": "username"}
    listing = Listing(
        title=str(_("Người dùng")),
        intro=str(_("Mỗi người một tài khoản; quyền nằm ở phần giao vai trò, có ngày.")),
        columns=(
            Column(value="full_name", label=str(_("Họ tên")), kind="title", under="username"),
            Column(value="home.short_name", label=str(_("Cơ quan")), select=("home",)),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        order="-pk",
        empty=str(_("Chưa có tài khoản nào.")),
    )
    detail = Detail(
        fields=(
            Field(value="full_name", label=str(_("Họ tên"))),
            Field(value="username", label=str(_("Tên đăng nhập"))),
            Field(value="home", label=str(_("Cơ quan"))),
        ),
        select=("home",),
    )

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="account")
    username = models.CharField(_("Tên đăng nhập"), max_length=60)
    full_name = models.CharField(_("Họ tên"), max_length=120)
    home = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan")
    )

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def __str__(self) -> str:
        return self.full_name

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Administrators see the accounts of their localities; others the accounts of their own bodies."""
        if actor.holds("administrator"):
            return governed(actor, "home__territory")
        return super().visibility(actor)


class IdentityState(models.TextChoices):
    INVITED = "invited", _("Chờ vào lần đầu")
    LINKED = "linked", _("Đang dùng")
    ENDED = "ended", _("Đã thôi")


class Identity(Record):
    """Which person at the common sign-in gate is which account here: named by an administrator, bound at the first use."""

    personal: ClassVar[tuple[str, ...]] = ("subject",)
    prefix = "LKDN"
    path = "lien-ket-dang-nhap"
    states = IdentityState
    marks: ClassVar[dict[str, Mark]] = {
        IdentityState.INVITED: Mark(shape="chua"), IdentityState.LINKED: Mark(shape="xong"),
        IdentityState.ENDED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("home",)
    search = ("words", "address")
    moves = ("home",)
    listing = Listing(
        title=str(_("Liên kết đăng nhập")),
        intro=str(_(
            "Ai được vào bằng cổng đăng nhập chung, bằng địa chỉ nào ở cổng. Vào được rồi làm gì vẫn theo vai trò giao ở đây."
        )),
        columns=(
            Column(value="words", label=str(_("Người")), kind="title"),
            Column(value="known_by", label=str(_("Ở cổng"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        order="-pk",
        empty=str(_("Chưa ai được vào bằng cổng đăng nhập chung.")),
        empty_action="invite_identity",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="words", label=str(_("Người"))),
            Field(value="home", label=str(_("Cơ quan"))),
            Field(value="address", label=str(_("Thư điện tử ở cổng"))),
            Field(value="subject", label=str(_("Mã người dùng ở cổng"))),
            Field(value="issuer", label=str(_("Cổng"))),
            Field(value="reason", label=str(_("Lý do thôi"))),
        ),
        select=("home",),
    )

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="identities", verbose_name=_("Người dùng")
    )
    words = models.CharField(max_length=120, editable=False)
    home = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan"), editable=False
    )
    address = models.CharField(_("Thư điện tử ở cổng"), max_length=254, blank=True)
    subject = models.CharField(_("Mã người dùng ở cổng"), max_length=255, blank=True)
    issuer = models.CharField(_("Cổng"), max_length=300, blank=True, editable=False)
    reason = models.CharField(_("Lý do thôi"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("liên kết đăng nhập")
        verbose_name_plural = _("liên kết đăng nhập")
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=~Q(state="ended"), name="identity_one_per_account",
                violation_error_message=_("Người này đã có liên kết đang dùng hoặc đang chờ."),
            ),
            models.UniqueConstraint(
                fields=("issuer", "subject"), condition=Q(state="linked"), name="identity_one_person",
                violation_error_message=_("Người ở cổng này đã gắn với một tài khoản khác."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.words

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Administrators see those of their localities; nobody else needs them."""
        return governed(actor, "home__territory") if actor.holds("administrator") else Q(pk__in=())

    @property
    def known_by(self) -> str:
        return self.address or self.subject


class RuleState(models.TextChoices):
    IN_FORCE = "in_force", _("Đang bắt buộc")
    LIFTED = "lifted", _("Đã thôi")


class SecondStepRule(Record):
    """From a day on, who holds this role in the locality signs in with a second step."""

    prefix = "XT"
    path = "xac-thuc-hai-buoc"
    states = RuleState
    marks: ClassVar[dict[str, Mark]] = {
        RuleState.IN_FORCE: Mark(shape="xong"), RuleState.LIFTED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("owner",)
    search = ("role_words", "source")
    moves = ("owner",)
    listing = Listing(
        title=str(_("Bắt buộc xác thực hai bước")),
        intro=str(_("Vai trò nào phải có bước thứ hai khi đăng nhập (mã sáu số hoặc khóa truy cập), từ ngày nào, theo căn cứ nào.")),
        columns=(
            Column(value="role_words", label=str(_("Vai trò")), kind="title"),
            Column(value="valid_from", label=str(_("Từ ngày")), kind="date"),
            Column(value="source", label=str(_("Căn cứ"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        order="-pk",
        empty=str(_("Chưa vai trò nào bắt buộc. Ai cũng tự bật được ở mục Bước thứ hai khi đăng nhập.")),
        empty_action="require_second_step",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="role_words", label=str(_("Vai trò"))),
            Field(value="owner", label=str(_("Cơ quan đặt"))),
            Field(value="valid_from", label=str(_("Từ ngày")), kind="date"),
            Field(value="source", label=str(_("Căn cứ"))),
            Field(value="reason", label=str(_("Lý do thôi"))),
        ),
        select=("owner",),
    )

    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    role_words = models.CharField(max_length=60, editable=False)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan đặt")
    )
    valid_from = models.DateField(_("Từ ngày"))
    source = models.CharField(_("Căn cứ"), max_length=300)
    reason = models.CharField(_("Lý do thôi"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("quy định xác thực hai bước")
        verbose_name_plural = _("xác thực hai bước")

    def __str__(self) -> str:
        return self.role_words

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Administrators see those of their localities."""
        return (
            governed(actor, "owner__territory") if actor.holds("administrator") else super().visibility(actor)
        )


def required_roles(day: date) -> set[tuple[str, int | None]]:
    """Role and locality of every rule in force on a day; one query."""
    rows = SecondStepRule.objects.filter(state=RuleState.IN_FORCE, valid_from__lte=day)
    return set(rows.values_list("role", "owner__territory"))


class MandateState(models.TextChoices):
    ACTIVE = "active", _("Đang có hiệu lực")
    ENDED = "ended", _("Đã thôi")


class Mandate(Record):
    """Who may do what for which body until when (screen M38)."""

    prefix = "UQ"
    path = "vai-tro"
    states = MandateState
    marks: ClassVar[dict[str, Mark]] = {
        MandateState.ACTIVE: Mark(shape="xong"), MandateState.ENDED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("body",)
    search = ("words",)
    stays = ("body",)
    menu_roles = ()  # everybody looks up, and lends, his own
    listing = Listing(
        title=str(_("Vai trò, ủy quyền")),
        intro=str(_("Ai được làm gì, thay mặt cơ quan nào, đến ngày nào.")),
        columns=(
            Column(value="words", label=str(_("Người")), kind="title", under="lent_words"),
            Column(value="role_label", label=str(_("Vai trò"))),
            Column(value="body.name", label=str(_("Thay mặt")), select=("body",)),
            Column(value="valid_from", label=str(_("Từ ngày")), kind="date"),
            Column(value="until_words", label=str(_("Đến hết"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="nay", label=str(_("Đang có hiệu lực")), shape="xong",
                where=lambda today: Q(state=MandateState.ACTIVE) & (Q(valid_to=None) | Q(valid_to__gt=today)),
            ),
            Tab(
                code="uy-quyen", label=str(_("Ủy quyền")), shape="tiep", where=lambda today: Q(lent_by__isnull=False)
            ),
            Tab(
                code="het", label=str(_("Đã hết")), shape="rut",
                where=lambda today: Q(state=MandateState.ENDED) | Q(valid_to__lte=today),
            ),
        ),
        facets=(
            Facet(code="don-vi", label=str(_("Đơn vị")), choices=body_choices, where=lambda value: Q(body=value)),
        ),
        order="-pk",
        empty=str(_("Chưa giao vai trò nào.")),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="words", label=str(_("Người"))),
            Field(value="role_label", label=str(_("Vai trò"))),
            Field(value="body", label=str(_("Thay mặt"))),
            Field(value="valid_from", label=str(_("Từ ngày")), kind="date"),
            Field(value="until_words", label=str(_("Đến hết"))),
            Field(value="lent_words", label=str(_("Ủy quyền"))),
            Field(value="why", label=str(_("Căn cứ, lý do"))),
        ),
        select=("body", "user", "lent_by"),
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("Người"))
    words = models.CharField(max_length=200, editable=False)
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Thay mặt")
    )
    title = models.CharField(_("Chức danh khi làm việc"), max_length=200, blank=True)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    lent_by = models.ForeignKey("self", on_delete=models.PROTECT, related_name="lent", null=True, blank=True)
    why = models.CharField(_("Căn cứ, lý do"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="mandate_dates",
                violation_error_message=_("Ngày hết phải sau ngày bắt đầu."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.words}: {self.role_label}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Administrators see the mandates of their localities; others those of their own bodies."""
        if actor.holds("administrator"):
            return governed(actor, "body__territory")
        return super().visibility(actor)

    def holder(self) -> int:
        return self.body_id

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)

    @property
    def until_words(self) -> str:
        return f"trước {self.valid_to:%d/%m/%Y}" if self.valid_to else str(_("không thời hạn"))

    @property
    def lent_words(self) -> str:
        return str(_("theo ủy quyền của %s") % self.lent_by.words) if self.lent_by_id and self.lent_by else ""

    def holds_on(self, day: date) -> bool:
        return (
            self.state == MandateState.ACTIVE
            and self.valid_from <= day
            and (self.valid_to is None or day < self.valid_to)
        )


def active_on(day: date) -> Q:
    """Mandates that give a right on a day; a lent one begins and ends within the lender's."""
    own: Any = Q(state=MandateState.ACTIVE, valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
    lender = Q(lent_by=None) | (
        Q(lent_by__state=MandateState.ACTIVE, lent_by__valid_from__lte=day)
        & (Q(lent_by__valid_to=None) | Q(lent_by__valid_to__gt=day))
    )
    return Q(own & lender)


class TokenState(models.TextChoices):
    ACTIVE = "active", _("Đang dùng")
    REVOKED = "revoked", _("Đã thu hồi")


class Token(Record):
    """A key by which a machine reads and acts for one body in one role, within its scopes, until a day.

    The machine acts through a login of its own, so the journal and the access log name it as they name a
    person. The digest of the key stands where that login's password would, in a form that signs nobody in:
    in no journal, in no package.
    """

    #: The key itself, on the object an action just returned and nowhere else; never stored.
    key: str = ""

    prefix = "KM"
    path = "khoa-may"
    states = TokenState
    marks: ClassVar[dict[str, Mark]] = {
        TokenState.ACTIVE: Mark(shape="xong"), TokenState.REVOKED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("body",)
    search = ("words",)
    stays = ("body",)
    listing = Listing(
        title=str(_("Khóa của máy")),
        intro=str(_("Phần mềm khác đọc, ghi qua khóa: thay mặt cơ quan nào, được làm gì, đến ngày nào.")),
        columns=(
            Column(value="words", label=str(_("Phần mềm, mục đích")), kind="title", under="role_label"),
            Column(value="body.name", label=str(_("Thay mặt")), select=("body",)),
            Column(value="valid_to", label=str(_("Đến trước ngày")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        order="-pk",
        empty=str(_("Chưa cấp khóa nào cho phần mềm khác.")),
    )
    detail = Detail(
        fields=(
            Field(value="words", label=str(_("Phần mềm, mục đích"))),
            Field(value="body", label=str(_("Thay mặt"))),
            Field(value="role_label", label=str(_("Vai trò"))),
            Field(value="scope_words", label=str(_("Được làm"))),
            Field(value="valid_to", label=str(_("Đến trước ngày")), kind="date"),
        ),
        select=("body",),
    )

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="token", editable=False)
    words = models.CharField(_("Phần mềm, mục đích"), max_length=100)
    body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Thay mặt")
    )
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    scopes = models.TextField(_("Được làm"))
    valid_to = models.DateField(_("Đến trước ngày"))

    class Meta:
        verbose_name = _("khóa của máy")
        verbose_name_plural = _("khóa của máy")

    def __str__(self) -> str:
        return self.words

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Administrators see the keys of their localities; others those of their own bodies."""
        if actor.holds("administrator"):
            return governed(actor, "body__territory")
        return super().visibility(actor)

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)

    @property
    def scope_words(self) -> str:
        names = kinds_of_records()
        said = {"read": _("đọc"), "act": _("ghi")}
        pairs = (scope.partition(":") for scope in self.scopes.split())
        return "; ".join(f"{said[verb]} {names.get(kind, kind)}" for verb, _colon, kind in pairs)

    def allows(self, verb: str, kind: str) -> bool:
        return f"{verb}:{kind}" in self.scopes.split()

    def works_on(self, day: date) -> bool:
        return self.state == TokenState.ACTIVE and day < self.valid_to


def kinds_of_records() -> dict[str, str]:
    """Path of every readable kind of record → its name: what a scope can speak of."""
    found = (m for m in apps.get_models() if issubclass(m, Record) and m.path)
    return {model.path: str(model._meta.verbose_name) for model in found}
