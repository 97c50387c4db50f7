from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.models import Account, AccountState, Mandate, User, kinds_of_records
from phoihop.accounts.roles import MACHINE, Role
from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField
from phoihop.directory.models import Organisation, governed


class AccountForm(ActionForm):
    username = forms.RegexField(
        label=_("Tên đăng nhập"), regex=r"^[a-z0-9._-]{3,40}$",
        error_messages={"invalid": _("Từ 3 đến 40 chữ thường không dấu, số, dấu chấm hoặc gạch.")},
    )  # fmt: skip
    full_name = forms.CharField(label=_("Họ tên"), max_length=120)
    home = forms.ModelChoiceField(label=_("Cơ quan"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("Vai trò đầu tiên"), choices=Role.choices)
    title = forms.CharField(label=_("Chức danh khi làm việc"), max_length=200, required=False)

    def prepare(self) -> None:
        near(self, "home")


class GrantForm(ActionForm):
    user = forms.ModelChoiceField(label=_("Người"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("Vai trò"), choices=Role.choices)
    body = forms.ModelChoiceField(label=_("Thay mặt"), queryset=Organisation.objects.none())
    title = forms.CharField(label=_("Chức danh khi làm việc"), max_length=200, required=False)
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến trước ngày"), required=False)
    why = forms.CharField(label=_("Căn cứ, lý do"), max_length=300, required=False)

    def prepare(self) -> None:
        near(self, "body")
        users_near(self)
        self.initial.setdefault("valid_from", moment.today())


class DelegateForm(ActionForm):
    user = forms.ModelChoiceField(label=_("Ủy quyền cho"), queryset=User.objects.none())
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến trước ngày"))
    why = forms.CharField(label=_("Lý do"), max_length=300)

    def prepare(self) -> None:
        """From today on; the days of the mandate itself are not those of the loan."""
        users_near(self)
        self.initial["valid_from"] = moment.today()
        self.initial.pop("valid_to", None)
        self.initial.pop("why", None)
        self.initial.pop("user", None)


class SecondStepForm(ActionForm):
    role = forms.ChoiceField(label=_("Vai trò"), choices=Role.choices)
    valid_from = DayField(label=_("Bắt buộc từ ngày"))
    source = forms.CharField(
        label=_("Căn cứ"), max_length=300, help_text=_("Ví dụ: Quy chế an toàn thông tin số 05/QĐ-UBND.")
    )

    def prepare(self) -> None:
        self.initial.setdefault("valid_from", moment.today())


class IdentityForm(ActionForm):
    account = forms.ModelChoiceField(label=_("Người dùng"), queryset=Account.objects.none())
    address = forms.EmailField(
        label=_("Thư điện tử ở cổng"), max_length=254, required=False,
        help_text=_("Địa chỉ mà cổng đăng nhập đã xác minh của người ấy; thường là thư công vụ."),
    )  # fmt: skip
    subject = forms.CharField(
        label=_("Hoặc mã người dùng ở cổng"), max_length=255, required=False,
        help_text=_("Khi cổng không cho biết thư điện tử: mã hiện ra ở màn hình của người ấy lúc vào chưa được."),
    )  # fmt: skip

    def prepare(self) -> None:
        if self.actor is not None:
            field: Any = self.fields["account"]
            near_here = governed(self.actor, "home__territory")
            field.queryset = Account.objects.filter(near_here, state=AccountState.ACTIVE).order_by(
                "full_name", "pk"
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and bool(given.get("address")) == bool(given.get("subject")):
            raise forms.ValidationError(
                _("Điền một trong hai: thư điện tử ở cổng, hoặc mã người dùng ở cổng.")
            )
        return given


class EndMandateForm(forms.Form):
    why = forms.CharField(label=_("Lý do"), max_length=300, required=False)


class FreezeForm(forms.Form):
    reason = forms.CharField(label=_("Lý do khóa"), max_length=300)


TOKEN_DAYS = 366


class TokenForm(ActionForm):
    words = forms.CharField(
        label=_("Phần mềm, mục đích"), max_length=100,
        help_text=_("Ví dụ: Kho dữ liệu dùng chung của thành phố, đọc nhiệm vụ hằng đêm."),
    )  # fmt: skip
    body = forms.ModelChoiceField(label=_("Thay mặt"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("Vai trò"), choices=[(role.value, role.label) for role in MACHINE])
    reads = forms.MultipleChoiceField(
        label=_("Được đọc"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ đọc được những gì cơ quan này trong vai trò này cũng xem được."),
    )  # fmt: skip
    acts = forms.MultipleChoiceField(
        label=_("Được ghi"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Để trống nếu phần mềm kia chỉ đọc."),
    )  # fmt: skip
    valid_to = DayField(label=_("Đến trước ngày"))

    def prepare(self) -> None:
        near(self, "body")
        kinds = sorted(kinds_of_records().items(), key=lambda pair: pair[1])
        for name in ("reads", "acts"):
            field: Any = self.fields[name]
            field.choices = kinds
        self.initial.setdefault("valid_to", moment.today() + timedelta(days=TOKEN_DAYS - 1))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("reads") and not given.get("acts"):
            raise forms.ValidationError(_("Chọn ít nhất một loại được đọc hoặc được ghi."))
        return given


class RevokeForm(forms.Form):
    reason = forms.CharField(label=_("Lý do thu hồi"), max_length=300)


def near(form: ActionForm, name: str) -> None:
    """Offer only bodies of the localities the person works in and those right below."""
    if form.actor is not None:
        field: Any = form.fields[name]
        field.queryset = Organisation.objects.filter(governed(form.actor, "territory")).order_by("rank", "pk")


def users_near(form: ActionForm) -> None:
    if form.actor is not None:
        field: Any = form.fields["user"]
        inside = Mandate.objects.filter(governed(form.actor, "body__territory")).values("user")
        field.queryset = User.objects.filter(pk__in=inside, is_active=True).select_related("person")
        field.label_from_instance = lambda user: user.get_full_name()
