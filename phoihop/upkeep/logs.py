"""Reads the journal and the access log for the page of the administrator: some lines at a time, by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone

from phoihop.accounts.models import Account, User
from phoihop.accounts.shared import alone
from phoihop.core.actions import registry
from phoihop.core.journal import BY_UPDATE
from phoihop.core.models import Access, JournalEntry
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation

PAGE = 100
KINDS = {
    "sign-in": "đăng nhập", "sign-in failed": "đăng nhập không được", "forbidden": "bị từ chối", "open": "mở tệp", "file": "mở tệp",
    "export": "xuất", "import": "đưa gói vào", "slip": "cấp phiếu mật khẩu", "mfa": "xác thực hai bước",
    "second step on": "bật bước thứ hai", "second step off": "tắt bước thứ hai",
    "sealed": "mở nội dung trong kho kín",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The filters as the address has them."""

    opened: bool = False
    code: str = ""
    who: str = ""
    day: date | None = None
    day_words: str = ""
    before: int = 0

    @classmethod
    def of(cls, get: Mapping[str, Any]) -> Asked:
        words = str(get.get("ngay", "")).strip()[:10]
        before = str(get.get("truoc", ""))
        return cls(
            opened=get.get("so") == "truy-cap", code=str(get.get("ma", "")).strip()[:60],
            who=str(get.get("nguoi", "")).strip()[:60], day=_day(words), day_words=words,
            before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else 0,
        )  # fmt: skip

    def link(self, **change: Any) -> str:
        held = {
            "so": "truy-cap" if self.opened else "", "ma": self.code, "nguoi": self.who, "ngay": self.day_words, **change,
        }  # fmt: skip
        return "?" + urlencode({k: v for k, v in held.items() if v})


@dataclass(kw_only=True)
class Line:
    at: datetime
    who: str
    what: str
    code: str = ""
    address: str = ""
    note: str = ""


@dataclass(kw_only=True)
class LogPage:
    lines: list[Line]
    older: str = ""


def _day(words: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 a day of the local calendar
        except ValueError:
            continue
    return None


def _on_day(rows: QuerySet[Any], field: str, day: date | None) -> QuerySet[Any]:
    if day is None:
        return rows
    start = timezone.make_aware(datetime.combine(day, time()))
    return rows.filter(**{f"{field}__gte": start, f"{field}__lt": start + timedelta(days=1)})


def journal_page(actor: Actor, asked: Asked) -> LogPage:
    """What was done, newest first; an administrator of one locality of several sees what its bodies did."""
    rows = _on_day(JournalEntry.objects.order_by("-pk"), "noted_at", asked.day)
    if asked.code:
        rows = rows.filter(record_code__istartswith=asked.code)
    if asked.who:
        rows = rows.filter(actor_name__icontains=asked.who)
    if not alone(actor):
        near = Organisation.objects.filter(territory__in=actor.territories).values("pk")
        rows = rows.filter(actor_body__in=near)
    if asked.before:
        rows = rows.filter(pk__lt=asked.before)
    found = list(rows[: PAGE + 1])
    lines = [
        Line(
            at=entry.at,
            who=entry.actor_name,
            what=_says(entry.action),
            code=entry.record_code,
            note=entry.capacity,
        )
        for entry in found[:PAGE]
    ]
    return LogPage(lines=lines, older=asked.link(truoc=found[PAGE - 1].pk) if len(found) > PAGE else "")


def _says(action: str) -> str:
    declared = registry.get(action)
    return str(declared.says if declared else BY_UPDATE.get(action, action))


def access_page(actor: Actor, asked: Asked) -> LogPage:
    """Who opened, exported, signed in or was refused; of the accounts this administrator keeps."""
    rows = _on_day(Access.objects.order_by("-pk"), "at", asked.day)
    if not alone(actor):
        rows = rows.filter(user__in=Account.objects.visible_to(actor).values("user"))
    if asked.who:
        rows = rows.filter(user__in=User.objects.filter(account__full_name__icontains=asked.who).values("pk"))
    if asked.code:
        rows = rows.filter(what__icontains=asked.code)
    if asked.before:
        rows = rows.filter(pk__lt=asked.before)
    found = list(rows[: PAGE + 1])
    names = {
        user.pk: str(user)
        for user in User.objects.filter(pk__in={row.user for row in found}).select_related("person")
    }
    lines = [
        Line(
            at=row.at, who=names.get(row.user or 0, "máy chủ hoặc người chưa đăng nhập"),
            what=KINDS.get(row.kind, row.kind), code=row.what, address=row.address or "",
        )
        for row in found[:PAGE]
    ]  # fmt: skip
    return LogPage(lines=lines, older=asked.link(truoc=found[PAGE - 1].pk) if len(found) > PAGE else "")
