"""The page on which what lies in the vault is opened: a reason first, then the words, on this answer alone."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment, vault
from phoihop.core.access import note
from phoihop.core.models import Record
from phoihop.core.personal import telling
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import address
from phoihop.core.who import Actor

#: What a sealed box is called where it is opened.
WORDS = {
    "name": _("Họ tên"), "phone": _("Điện thoại"), "address": _("Địa chỉ"), "id_number": _("Số định danh"),
    "email": _("Thư điện tử"), "text": _("Nội dung"), "title": _("Tóm tắt"), "content": _("Nội dung"), "place": _("Địa điểm"),
    "questions": _("Câu hỏi"), "asker_words": _("Tự giới thiệu là"), "said": _("Lời nêu"), "lines": _("Lời nêu"),
    "matters": _("Từng việc"), "earlier": _("Đã giải quyết trước đó"), "wish": _("Yêu cầu"), "source_words": _("Nêu ở đâu"),
}  # fmt: skip
FILES = "files"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Mở để làm gì"), max_length=200,
        help_text=_("Ghi việc đang làm, ví dụ: gọi lại hỏi rõ vị trí. Không ghi họ tên, số điện thoại."),
    )  # fmt: skip

    def clean_reason(self) -> str:
        words: str = self.cleaned_data["reason"]
        if said := telling(words):
            raise forms.ValidationError(said)
        return words


def may_open(record: Record, actor: Actor) -> bool:
    rule = record.unsealed_by
    return rule is not None and bool(rule.hats(actor, record))


def sealed_url(record: Record, actor: Actor) -> str:
    """Where what is sealed of it is opened, for who may; no query is asked."""
    return f"{address(record)}kho-kin/" if record.sealed_refs() and may_open(record, actor) else ""


def sealed_view(request: HttpRequest, record: Record) -> HttpResponse:
    actor = actor_of(request)
    refs = record.sealed_refs()
    if not refs or not may_open(record, actor):
        note(request, kind="forbidden", what=request.path)
        raise Http404
    rule: Any = record.unsealed_by
    actor = actor.wearing(rule.hats(actor, record)[0])
    form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
    context: dict[str, Any] = {
        "record": record,
        "form": form,
        "back": address(record),
        "field": form["reason"],
    }
    if request.method != "POST" or not form.is_valid():
        context["show_errors"] = request.method == "POST"
        return render(request, "sealed.html", context, status=422 if request.method == "POST" else 200)
    opened, files = _opened(record, refs, actor, form.cleaned_data["reason"])
    wanted = request.POST.get("tep", "")
    if wanted:
        return _file(files, wanted)
    context |= {"opened": opened, "files": [name for name, _data in files], "done": True}
    return render(request, "sealed.html", context)


def _opened(
    record: Record, refs: list[tuple[str, str]], actor: Actor, reason: str
) -> tuple[list[tuple[str, list[tuple[str, str]]]], list[tuple[str, str]]]:
    """Per reference its label and what it holds; and the files, as they were sealed."""
    at, opened, files = moment.now(), [], []
    for label, ref in refs:
        try:
            held = vault.open_sealed(ref, actor=actor, reason=reason, at=at, about=record.code)
        except vault.Gone:
            opened.append((label, [(str(_("Nội dung")), str(_("đã xóa theo thời hạn")))]))
            continue
        files += [(file["name"], file["data"]) for file in held.pop(FILES, [])]
        opened.append((label, [(str(WORDS.get(name, name)), str(value)) for name, value in held.items()]))
    return opened, files


def _file(files: list[tuple[str, str]], wanted: str) -> HttpResponse:
    place = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else -1
    if not 0 <= place < len(files):
        raise Http404
    name, data = files[place]
    return HttpResponse(
        base64.b64decode(data), content_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip
