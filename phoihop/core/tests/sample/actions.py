from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from phoihop.core import vault
from phoihop.core.actions import Refused, Start, action, perform
from phoihop.core.tests.sample.forms import AmendForm, FinishForm, OpenForm, RenameForm, WriteForm
from phoihop.core.tests.sample.models import Errand, ErrandState, Helper, Letter, LetterState, Page
from phoihop.core.vault import Secret
from phoihop.core.who import Actor, of, role

S = ErrandState


@action(
    on=Errand, frm=None, to=S.OPEN, form=OpenForm, by=role("clerk") & of("owner"), label="Mở việc thử",
    says="đã mở việc thử", tells=["lead"], starts=["sample.taking", Start("sample.due", "due_on", "lead")],
)  # fmt: skip
def open_errand(
    *, actor: Actor, at: datetime, title: str, lead: int | None = None, due_on: date | None = None,
    amount: Decimal | None = None, helpers: Sequence[int] = (), owner: int | None = None,
) -> Errand:  # fmt: skip
    errand = Errand(
        title=title, owner=owner or actor.body or 0, lead=lead, due_on=due_on, amount=amount or Decimal(0)
    )
    for order, body in enumerate(helpers):
        errand.add(Helper(body=body, order=order))
    return errand


@action(
    on=Errand, frm=[S.OPEN, S.TAKEN], form=RenameForm, by=role("clerk") & of("owner"), label="Đổi tên việc",
    says="đã đổi tên việc",
)  # fmt: skip
def rename(errand: Errand, *, actor: Actor, at: datetime, title: str) -> None:
    errand.title = title


@action(
    on=Errand, frm=[S.OPEN], to=S.TAKEN, by=role("unit") & of("lead"), label="Nhận việc", says="đã nhận việc",
    tells=["owner"], stops=["sample.taking"], primary=True,
)  # fmt: skip
def take(errand: Errand, *, actor: Actor, at: datetime) -> None:
    """The lead takes it on."""


@action(
    on=Errand, frm=[S.TAKEN], to=S.DONE, form=FinishForm, by=role("unit") & of("lead"), label="Báo xong",
    says="đã báo xong", stops=["sample.due"],
)  # fmt: skip
def finish(errand: Errand, *, actor: Actor, at: datetime, amount: Decimal) -> None:
    if not amount:
        raise Refused("Chưa có số lượng.", instead="Điền số lượng đã làm.", field="amount")
    errand.amount = amount


@action(
    on=Errand, frm=[S.OPEN, S.TAKEN, S.DONE], by=role("clerk") & of("owner"), appends=True, label="Mở việc tiếp theo",
    says="đã mở việc tiếp theo",
)  # fmt: skip
def follow(errand: Errand, *, actor: Actor, at: datetime) -> None:
    """Performs another action in the same transaction; both entries share a group."""
    nxt = perform(open_errand, actor=actor, at=at, title=f"{errand.title}, tiếp")
    errand.link("follows", nxt)


L = LetterState


@action(
    on=Letter, frm=None, to=L.HERE, form=WriteForm, by=role("clerk") & of("owner"), label="Nhận thư thử",
    says="đã nhận thư thử",
)  # fmt: skip
def write(
    *, actor: Actor, at: datetime, title: str, content: str, name: Secret | None = None, phone: Secret | None = None,
    pages: Sequence[str] = (), remark: str = "",
) -> Letter:  # fmt: skip
    letter = Letter(title=title, content=content, owner=actor.acting_for)
    sender = vault.together(name=name, phone=phone)
    if sender:
        number = sender.reveal().get("phone", "")
        letter.sender = vault.keep(sender, kind="sample.sender", at=at, index={"phone": number})
    for order, words in enumerate(pages):
        letter.add(Page(words=words, kind="trang", order=order))
    return letter


@action(
    on=Letter,
    frm=[L.HERE],
    form=AmendForm,
    by=role("clerk") & of("owner"),
    label="Sửa thư thử",
    says="đã sửa thư thử",
)
def amend(letter: Letter, *, actor: Actor, at: datetime, content: str) -> None:
    letter.content = content


@action(
    on=Letter, frm=[L.HERE], to=L.EMPTIED, by=role("clerk") & of("owner"), label="Xóa nội dung thư",
    says="đã xóa nội dung thư",
)  # fmt: skip
def empty(letter: Letter, *, actor: Actor, at: datetime) -> None:
    letter.empty_texts()
    for page in letter.pages.all():
        page.empty_texts()
        letter.change(page)
    vault.erase(letter.sender, actor=actor, at=at, reason="đã xong việc")
