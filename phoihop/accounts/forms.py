from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.models import Mandate, User
from phoihop.accounts.roles import Role
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


class EndMandateForm(forms.Form):
    why = forms.CharField(label=_("Lý do"), max_length=300, required=False)


class FreezeForm(forms.Form):
    reason = forms.CharField(label=_("Lý do khóa"), max_length=300)


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
