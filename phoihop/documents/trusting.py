"""Issuers of certificates are trusted, and no longer trusted, by an administrator, with a source and days."""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.shared import need_alone
from phoihop.core import moment
from phoihop.core.actions import Refused, action
from phoihop.core.forms import ActionForm, DayField
from phoihop.core.who import Actor, role
from phoihop.documents.certificates import NoCertificate, read_certificate
from phoihop.documents.models import TrustedRoot, TrustState

ADMINISTRATOR = role("administrator")
LIMIT = 64 << 10
TRUST = _("danh mục nơi cấp chứng thư")


class TrustRootForm(ActionForm):
    upload = forms.FileField(
        label=_("Tệp chứng thư của nơi cấp"),
        help_text=_("Tệp .crt, .cer, .pem tải từ trang chính thức của nơi cấp; so vân tay trước khi tin."),
    )
    source = forms.CharField(
        label=_("Lấy từ đâu"),
        max_length=300,
        help_text=_("Ví dụ: trang của Ban Cơ yếu Chính phủ, tải 05/01/2027."),
    )
    valid_from = DayField(label=_("Tin từ ngày"))

    def prepare(self) -> None:
        self.initial.setdefault("valid_from", moment.today())


class EndTrustForm(forms.Form):
    valid_to = DayField(label=_("Đến trước ngày"))
    ended_why = forms.CharField(label=_("Lý do thôi tin"), max_length=300)


@action(
    on=TrustedRoot, frm=None, to=TrustState.TRUSTED, form=TrustRootForm, by=ADMINISTRATOR,
    label=_("Thêm nơi cấp chứng thư"), says=_("đã ghi nơi cấp chứng thư được tin"),
    warns=_("Mọi chữ ký số do nơi này cấp sẽ được nói là đã xác nhận nơi cấp."),
)  # fmt: skip
def trust_root(*, actor: Actor, at: datetime, upload: Any, source: str, valid_from: date) -> TrustedRoot:
    need_alone(actor, TRUST)
    content = upload.read(LIMIT + 1)
    try:
        found = read_certificate(content)
    except NoCertificate as error:
        raise Refused(
            _("Tệp này %s.") % error, instead=_("Chọn tệp .crt, .cer hoặc .pem của nơi cấp."), field="upload"
        ) from error
    if not found.authority:
        raise Refused(
            _("Đây là chứng thư của người dùng, không phải của nơi cấp."),
            instead=_("Chọn chứng thư gốc của nơi cấp."), field="upload",
        )  # fmt: skip
    if TrustedRoot.objects.filter(sha256=found.sha256).exists():
        raise Refused(
            _("Nơi cấp này đã ghi trong danh mục."), instead=_("Mở danh mục để xem."), field="upload"
        )
    return TrustedRoot(
        name=found.name[:200], issued_by=found.issuer[:200], certificate=base64.b64encode(found.der).decode(),
        sha256=found.sha256, source=source, valid_from=valid_from,
    )  # fmt: skip


@action(
    on=TrustedRoot, frm=[TrustState.TRUSTED], to=TrustState.ENDED, form=EndTrustForm, by=ADMINISTRATOR,
    label=_("Thôi tin nơi cấp"), says=_("đã thôi tin nơi cấp chứng thư"),
)  # fmt: skip
def end_trust(root: TrustedRoot, *, actor: Actor, at: datetime, valid_to: date, ended_why: str) -> None:
    need_alone(actor, TRUST)
    if valid_to < root.valid_from or valid_to > timezone.localdate(at).replace(year=2199):
        raise Refused(_("Ngày thôi tin trước ngày bắt đầu tin."), field="valid_to")
    root.valid_to, root.ended_why = valid_to, ended_why
