from django import forms

from phoihop.core.forms import DayField, SecretField


class OpenForm(forms.Form):
    title = forms.CharField(label="Việc", max_length=200)
    lead = forms.IntegerField(label="Đơn vị nhận", required=False)
    due_on = DayField(label="Hạn", required=False)
    amount = forms.DecimalField(label="Số lượng", required=False)


class RenameForm(forms.Form):
    title = forms.CharField(label="Việc", max_length=200)


class FinishForm(forms.Form):
    amount = forms.DecimalField(label="Số lượng")


class WriteForm(forms.Form):
    title = forms.CharField(label="Tiêu đề", max_length=200)
    content = forms.CharField(label="Nội dung")
    name = SecretField(label="Họ tên", required=False)
    phone = SecretField(label="Điện thoại", required=False, max_length=15)


class AmendForm(forms.Form):
    content = forms.CharField(label="Nội dung")
