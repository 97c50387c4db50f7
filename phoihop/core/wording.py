"""What a form says is wrong, in the words of an office: Django's own Vietnamese is a translation of its English."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators
from django.db import models
from django.utils.translation import gettext_lazy as _

_FIELDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Chưa điền mục này.")},
    forms.IntegerField: {"invalid": _("Ghi bằng chữ số. Ví dụ: 12.")},
    forms.FloatField: {"invalid": _("Ghi bằng chữ số. Ví dụ: 12,5.")},
    forms.DecimalField: {"invalid": _("Ghi bằng chữ số. Ví dụ: 12,5.")},
    forms.DateField: {"invalid": _("Ngày chưa đúng. Ví dụ: 05/08/2027 hoặc 5/8.")},
    forms.TimeField: {"invalid": _("Giờ chưa đúng. Ví dụ: 8h30 hoặc 19:30.")},
    forms.DateTimeField: {"invalid": _("Ngày giờ chưa đúng. Ví dụ: 05/08/2027 19:30.")},
    forms.DurationField: {"invalid": _("Khoảng thời gian chưa đúng.")},
    forms.RegexField: {"invalid": _("Chưa đúng dạng.")},
    forms.FileField: {
        "invalid": _("Chưa nhận được tệp. Chọn lại tệp rồi gửi."), "missing": _("Chưa chọn tệp."),
        "empty": _("Tệp không có gì bên trong. Chọn tệp khác."),
        "max_length": _("Tên tệp dài quá %(max)d chữ (đang có %(length)d). Đặt tên ngắn hơn rồi chọn lại."),
        "contradiction": _("Chọn tệp mới, hoặc đánh dấu bỏ tệp; không làm cả hai."),
    },
    forms.ImageField: {"invalid_image": _("Tệp này không phải ảnh, hoặc ảnh hỏng. Chọn ảnh khác.")},
    forms.ChoiceField: {"invalid_choice": _("Không có mục “%(value)s” để chọn. Chọn một mục trong danh sách.")},
    forms.MultipleChoiceField: {
        "invalid_choice": _("Không có mục “%(value)s” để chọn. Chọn trong danh sách."), "invalid_list": _("Chọn trong danh sách."),
    },
    forms.ModelChoiceField: {"invalid_choice": _("Mục đã chọn không còn trong danh sách. Chọn lại.")},
    forms.ModelMultipleChoiceField: {
        "invalid_list": _("Chọn trong danh sách."), "invalid_choice": _("Mục đã chọn không còn trong danh sách. Chọn lại."),
        "invalid_pk_value": _("Mục đã chọn không còn trong danh sách. Chọn lại."),
    },
    forms.URLField: {"invalid": _("Địa chỉ trang chưa đúng. Ví dụ: https://phuong.gov.vn/tin.")},
    forms.UUIDField: {"invalid": _("Mã chưa đúng.")},
    forms.JSONField: {"invalid": _("Nội dung chưa đúng dạng JSON.")},
}  # fmt: skip
_RULES: dict[type[Any], Any] = {
    validators.MinValueValidator: _("Ghi từ %(limit_value)s trở lên."),
    validators.MaxValueValidator: _("Ghi nhiều nhất là %(limit_value)s."),
    validators.StepValueValidator: _("Ghi số chia hết cho %(limit_value)s."),
    validators.MinLengthValidator: _("Ghi ít nhất %(limit_value)d chữ cái (đang có %(show_value)d)."),
    validators.MaxLengthValidator: _(
        "Dài quá %(limit_value)d chữ cái (đang có %(show_value)d). Viết gọn lại."
    ),
    validators.EmailValidator: _("Địa chỉ thư điện tử chưa đúng. Ví dụ: vanphong@phuong.gov.vn."),
    validators.URLValidator: _("Địa chỉ trang chưa đúng. Ví dụ: https://phuong.gov.vn/tin."),
    validators.FileExtensionValidator: _(
        "Không nhận tệp đuôi “%(extension)s”. Chọn tệp có đuôi: %(allowed_extensions)s."
    ),
    validators.ProhibitNullCharactersValidator: _("Trong chữ có ký tự không đọc được. Xóa rồi gõ lại."),
}
_DIGITS: dict[str, Any] = {
    "invalid": _("Ghi bằng chữ số. Ví dụ: 12,5."), "max_digits": _("Ghi nhiều nhất %(max)s chữ số."),
    "max_decimal_places": _("Ghi nhiều nhất %(max)s chữ số sau dấu phẩy."),
    "max_whole_digits": _("Ghi nhiều nhất %(max)s chữ số trước dấu phẩy."),
}  # fmt: skip
_ROWS: dict[str, Any] = {
    "null": _("Chưa điền mục này."), "blank": _("Chưa điền mục này."), "unique": _("%(field_label)s này đã có trong sổ."),
    "invalid_choice": _("Không có mục “%(value)s” để chọn."),
}  # fmt: skip


def speak() -> None:
    """Every field made from here on, and every one whose words are read when it is wrong."""
    for field, words in _FIELDS.items():
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **words}
    for rule, said in _RULES.items():
        rule.message = said
    validators.DecimalValidator.messages = {**validators.DecimalValidator.messages, **_DIGITS}
    models.Field.default_error_messages = {**models.Field.default_error_messages, **_ROWS}
