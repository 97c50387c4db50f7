"""What a citizen fills in: no account, as little as possible, and what keeps machines out without a riddle."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phoihop.core.forms import KNOWN, Doubt, ManyFilesField, PhoneField
from phoihop.core.personal import Kind
from phoihop.documents.filetypes import Refusal, detect
from phoihop.petitions.intake import personal_doubt
from phoihop.petitions.public import PICTURES, TEXT

#: Nobody reads and fills in the form faster; an elder may take long over it.
QUICKEST, SLOWEST = 3, 12 * 3600
#: Of one picture as a telephone takes it.
PICTURE = 12 << 20
_signer = signing.TimestampSigner(salt="portal.form")


def new_mark() -> str:
    """The form's own mark: signed with its time; sent twice it is the same petition."""
    return _signer.sign(secrets.token_urlsafe(12))


def pictures_only(uploads: list[Any]) -> list[Any]:
    """Pictures by their bytes, not too many, not too heavy."""
    found = [upload for upload in uploads if upload]
    if len(found) > PICTURES:
        raise ValidationError(_("Gửi nhiều nhất %d ảnh.") % PICTURES)
    for upload in found:
        if upload.size > PICTURE:
            raise ValidationError(_("Ảnh nặng quá %d MB. Giảm cỡ ảnh rồi gửi lại.") % (PICTURE >> 20))
        try:
            kind = detect(upload.read(), upload.name or "").mime
        except Refusal as error:
            raise ValidationError(str(error)) from error
        finally:
            upload.seek(0)
        if not kind.startswith("image/"):
            raise ValidationError(_("Chỉ nhận ảnh (JPG, PNG). Văn bản, đơn thư xin nộp tại phường, xã."))
    return found


class GuardedForm(forms.Form):
    """A box no person sees, and the mark with its time."""

    #: Whether a person needs time to fill it in.
    takes_time = True
    #: Left empty by people; filled in by what fills in everything.
    trang_web = forms.CharField(required=False)
    dau = forms.CharField(required=False)

    def clean_trang_web(self) -> str:
        if self.cleaned_data["trang_web"]:
            raise ValidationError(_("Ô “Trang web” phải để trống."))
        return ""

    def clean_dau(self) -> str:
        """The mark; too fresh or too old a form is sent again with a new one, nothing typed is lost."""
        given = self.cleaned_data["dau"]
        try:
            mark = str(_signer.unsign(given, max_age=SLOWEST))
        except signing.BadSignature:
            raise ValidationError(
                _("Trang mở đã lâu. Chữ vừa gõ còn nguyên: bấm gửi lần nữa."), code="old"
            ) from None
        if not self.takes_time:
            return mark
        try:
            _signer.unsign(given, max_age=QUICKEST)
        except signing.SignatureExpired:
            return mark
        raise ValidationError(_("Gửi quá nhanh. Đọc lại rồi bấm gửi lần nữa."), code="quick")


class SendForm(GuardedForm):
    noi_dung = forms.CharField(
        label=_("Ông, bà kiến nghị việc gì"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Việc gì, ở chỗ nào, từ bao giờ. Không cần ghi họ tên."),
        error_messages={
            "required": _("Chưa ghi nội dung. Ví dụ: Ngõ 84 ngập mỗi khi mưa, từ năm 2025."),
            "max_length": _("Dài quá %(limit_value)d chữ cái (đang có %(show_value)d). Viết gọn lại hoặc gửi làm hai lần."),
        },
    )  # fmt: skip
    to = forms.CharField(
        label=_("Tổ dân phố, thôn"), max_length=60, required=False, help_text=_("Ví dụ: 12.")
    )
    dia_diem = forms.CharField(
        label=_("Địa điểm"), max_length=200, required=False, help_text=_("Ví dụ: ngõ 84, trước số 12.")
    )
    anh = ManyFilesField(
        label=_("Ảnh (không bắt buộc)"), required=False,
        help_text=_("Nhiều nhất %d ảnh. Vị trí và giờ chụp ghi ngầm trong ảnh được xóa trước khi lưu.") % PICTURES,
    )  # fmt: skip
    dien_thoai = PhoneField(
        label=_("Điện thoại (không bắt buộc)"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("Cất riêng, mã hóa; chỉ cán bộ tiếp nhận mở khi cần hỏi lại. Không có vẫn gửi được."),
    )  # fmt: skip
    cong_khai = forms.ChoiceField(
        label=_("Nội dung này"), widget=forms.RadioSelect, initial="khong",
        choices=[
            ("co", _("được công khai: ai cũng có thể đọc; tên người gửi không bao giờ hiện")),
            ("khong", _("không công khai: chỉ cơ quan giải quyết đọc; người có mã chỉ thấy tiến độ")),
        ],
        error_messages={"required": _("Chọn công khai hoặc không công khai nội dung.")},
    )  # fmt: skip

    def clean_anh(self) -> list[Any]:
        return pictures_only(self.cleaned_data["anh"])

    def personal(self) -> Doubt | None:
        """Who sends it has slipped into what is sent, and nobody has said yet that it shall stay so."""
        said = {name: self.cleaned_data[name] for name in ("noi_dung", "dia_diem")}
        return unanswered(personal_doubt(said, {Kind.PHONE: self.fields["dien_thoai"].label}), self.data)


def unanswered(doubt: Doubt | None, data: Any) -> Doubt | None:
    """What is asked back, unless this very question was answered with the form."""
    known = data.getlist(KNOWN) if hasattr(data, "getlist") else ()
    return doubt if doubt and doubt.code not in known else None


class SayForm(GuardedForm):
    """ "Chưa xong": what is left, with a picture."""

    noi_dung = forms.CharField(
        label=_("Còn gì chưa xong"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Ghi còn gì chưa xong. Ví dụ: rãnh mới thay một nửa.")},
    )  # fmt: skip
    anh = ManyFilesField(label=_("Ảnh hiện trạng (không bắt buộc)"), required=False)

    def personal(self) -> Doubt | None:
        """As with the petition itself: who writes has slipped into what is written."""
        return unanswered(personal_doubt({"noi_dung": self.cleaned_data["noi_dung"]}, {}), self.data)

    def clean_anh(self) -> list[Any]:
        found = pictures_only(self.cleaned_data["anh"])
        if len(found) > 1:
            raise ValidationError(_("Gửi một ảnh."))
        return found


class AgreeForm(GuardedForm):
    """ "Đồng ý": nothing to fill in, and nothing to be quick about."""

    takes_time = False
