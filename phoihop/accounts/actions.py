"""Accounts and mandates; the only place that writes users."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.forms import (
    TOKEN_DAYS,
    AccountForm,
    DelegateForm,
    EndMandateForm,
    FreezeForm,
    GrantForm,
    IdentityForm,
    RevokeForm,
    SecondStepForm,
    TokenForm,
)
from phoihop.accounts.models import (
    Account,
    AccountState,
    Identity,
    IdentityState,
    Mandate,
    MandateState,
    RuleState,
    SecondStepRule,
    Token,
    TokenState,
    User,
    active_on,
)
from phoihop.accounts.roles import DELEGABLE, MACHINE, Role
from phoihop.accounts.tokens import kept_form, new_key
from phoihop.core import notices
from phoihop.core.actions import Forbidden, Refused, action, perform
from phoihop.core.models import Notice
from phoihop.core.who import Actor, anyone, clock, role
from phoihop.directory.actions import register_person
from phoihop.directory.models import Organisation

SLIP_DAYS = 3
ADMINISTRATOR = role("administrator") | clock
#: Letters and digits that are not mistaken for each other on a printed slip.
SLIP_LETTERS = "abcdefghkmnpqrstuvwxyz23456789"


def slip_password() -> str:
    """Four groups of four, read from paper and typed once."""
    return "-".join("".join(secrets.choice(SLIP_LETTERS) for _n in range(4)) for _g in range(4))


def _within(actor: Actor, body: Organisation) -> None:
    """An administrator gives rights only in the localities he works in and those right below them."""
    kept = {body.territory_id, body.territory.parent_id}
    if actor.kind != "clock" and actor.territories.isdisjoint(kept):
        raise Forbidden("accounts.grant")


@action(
    on=Account, frm=None, to=AccountState.ACTIVE, form=AccountForm, by=ADMINISTRATOR, primary=True,
    label=_("Thêm người dùng"), says=_("đã lập tài khoản"),
)  # fmt: skip
def create_account(
    *, actor: Actor, at: datetime, username: str, full_name: str, home: Organisation, role: str, title: str = "",
    valid_from: date | None = None,
) -> Account:  # fmt: skip
    """The person, the login without a usable password, and the first mandate. A slip gives the password."""
    _within(actor, home)
    if User.objects.filter(username=username).exists():
        raise Refused(_("Tên đăng nhập “%s” đã có người dùng.") % username, field="username")
    person = perform(register_person, actor=actor, at=at, full_name=full_name)
    user = User(username=username, person=person, must_change_password=True)
    user.set_unusable_password()
    user.save()
    day = valid_from or timezone.localdate(at)
    perform(grant, actor=actor, at=at, user=user, role=role, body=home, title=title, valid_from=day)
    return Account(user=user, username=username, full_name=full_name, home=home)


@action(
    on=Account, frm=[AccountState.ACTIVE], by=ADMINISTRATOR, appends=True,
    label=_("In phiếu mật khẩu một lần"), says=_("đã cấp phiếu mật khẩu một lần"),
    warns=_("Mật khẩu cũ, mã trên điện thoại và khóa truy cập hết dùng; phiếu mới dùng được trong 3 ngày và phải đổi ngay lần đầu."),
)  # fmt: skip
def issue_slip(account: Account, *, actor: Actor, at: datetime) -> None:
    """A one-time password on paper: shown once on the record's slip, never kept in clear."""
    _within(actor, account.home)
    set_password(account.user, slip_password(), until=at + timedelta(days=SLIP_DAYS))
    Authenticator.objects.filter(user=account.user).delete()  # the slip is also for a lost telephone


@action(
    on=Account, frm=[AccountState.ACTIVE], by=anyone, appends=True,
    label=_("Ghi cách xác nhận thứ hai mới"), says=_("đã thêm một cách xác nhận thứ hai"),
)  # fmt: skip
def note_step_added(account: Account, *, actor: Actor, at: datetime, way: str) -> None:
    """What its owner has just set up for signing in; the administrators are told."""
    _own(account, actor, "accounts.note_step_added")
    words = _("%(who)s vừa thêm %(way)s để đăng nhập. Nếu không phải người ấy làm, hãy khóa tài khoản.")
    _tell_administrators(account, words % {"who": account.full_name, "way": way}, "note_step_added", at=at)


@action(
    on=Account, frm=[AccountState.ACTIVE], by=anyone, appends=True,
    label=_("Ghi cách xác nhận thứ hai đã bỏ"), says=_("đã bỏ một cách xác nhận thứ hai"),
)  # fmt: skip
def note_step_removed(account: Account, *, actor: Actor, at: datetime, way: str) -> None:
    """The same when it is taken away."""
    _own(account, actor, "accounts.note_step_removed")
    words = _("%(who)s vừa bỏ %(way)s khi đăng nhập. Nếu không phải người ấy làm, hãy khóa tài khoản.")
    _tell_administrators(account, words % {"who": account.full_name, "way": way}, "note_step_removed", at=at)


def _own(account: Account, actor: Actor, name: str) -> None:
    if account.user_id != actor.user:
        raise Forbidden(name)


def _tell_administrators(account: Account, text: str, verb: str, *, at: datetime) -> None:
    """Those of the locality, whoever of them did it: a change of the ways in is looked at by all of them."""
    near = Mandate.objects.filter(
        active_on(timezone.localdate(at)), role=Role.ADMINISTRATOR, body__territory=account.home.territory_id
    )
    Notice.objects.bulk_create(
        Notice(
            body=body, role=Role.ADMINISTRATOR, record_type=account._meta.label_lower, record_id=account.pk,
            record_code=account.code, verb=f"accounts.{verb}", text=text, at=at,
        )
        for body in sorted(set(near.values_list("body", flat=True)))
    )  # fmt: skip


def set_password(user: User, password: str, *, until: datetime | None) -> None:
    """Store the hash; ``until`` makes it a slip that must be changed at the first sign-in.

    The clear text stays on this object only, so that the page that asked for it can print it once.
    """
    user.set_password(password)
    user.must_change_password, user.slip_until = until is not None, until
    user.slip = password  # type: ignore[attr-defined]
    user.save(update_fields=["password", "must_change_password", "slip_until"])


@action(
    on=Account, frm=[AccountState.ACTIVE], to=AccountState.FROZEN, form=FreezeForm, by=ADMINISTRATOR,
    label=_("Khóa tài khoản"), says=_("đã khóa tài khoản"),
)  # fmt: skip
def freeze_account(account: Account, *, actor: Actor, at: datetime, reason: str) -> None:
    _within(actor, account.home)
    account.user.is_active = False
    account.user.save(update_fields=["is_active"])


@action(
    on=Account, frm=[AccountState.FROZEN], to=AccountState.ACTIVE, by=ADMINISTRATOR,
    label=_("Mở khóa tài khoản"), says=_("đã mở khóa tài khoản"),
)  # fmt: skip
def thaw_account(account: Account, *, actor: Actor, at: datetime) -> None:
    _within(actor, account.home)
    account.user.is_active = True
    account.user.save(update_fields=["is_active"])


@action(
    on=Mandate, frm=None, to=MandateState.ACTIVE, form=GrantForm, by=ADMINISTRATOR,
    label=_("Giao vai trò"), says=_("đã giao vai trò"), tells=["holder"],
)  # fmt: skip
def grant(
    *, actor: Actor, at: datetime, user: User, role: str, body: Organisation, valid_from: date,
    valid_to: date | None = None, title: str = "", why: str = "",
) -> Mandate:  # fmt: skip
    """A right of a person in a role for a body from a day to a day; what the body is told from now on is news."""
    _within(actor, body)
    notices.begin(user.pk, body.pk, at=at)
    return Mandate(
        user=user, words=user.get_full_name(), role=role, body=body, title=title, valid_from=valid_from,
        valid_to=valid_to, why=why,
    )  # fmt: skip


@action(
    on=Mandate, frm=[MandateState.ACTIVE], to=MandateState.ENDED, form=EndMandateForm, by=ADMINISTRATOR,
    label=_("Thôi vai trò"), says=_("đã thôi vai trò"), tells=["holder"],
)  # fmt: skip
def end_mandate(mandate: Mandate, *, actor: Actor, at: datetime, why: str = "") -> None:
    """Ends today; what was lent from it ends with it."""
    _within(actor, mandate.body)
    today = timezone.localdate(at)
    mandate.valid_to = max(today, mandate.valid_from + timedelta(days=1))


@action(
    on=Mandate, frm=[MandateState.ACTIVE], form=DelegateForm, by=role("clerk", "leader", "unit", "member"),
    appends=True, label=_("Ủy quyền"), says=_("đã ủy quyền"),
)  # fmt: skip
def delegate(
    mandate: Mandate, *, actor: Actor, at: datetime, user: User, valid_from: date, valid_to: date, why: str
) -> None:
    """Lend one's own mandate for a time: never longer than one holds it, never a borrowed one."""
    if mandate.user_id != actor.user:
        raise Refused(_("Chỉ người giữ vai trò mới ủy quyền được vai trò của mình."))
    if mandate.lent_by_id:
        raise Refused(
            _("Vai trò được ủy quyền không ủy quyền tiếp được."), instead=_("Nhờ người giữ vai trò gốc.")
        )
    if mandate.role not in DELEGABLE:
        raise Refused(_("Vai trò %s không ủy quyền được.") % Role(mandate.role).label)
    if user.pk == mandate.user_id:
        raise Refused(_("Không ủy quyền cho chính mình."), field="user")
    too_early = valid_from < mandate.valid_from
    if too_early or valid_to <= valid_from or (mandate.valid_to and valid_to > mandate.valid_to):
        raise Refused(_("Thời hạn ủy quyền phải nằm trong thời hạn vai trò của đồng chí."), field="valid_to")
    perform(
        lend,
        actor=actor,
        at=at,
        mandate=mandate,
        user=user,
        valid_from=valid_from,
        valid_to=valid_to,
        why=why,
    )


@action(
    on=Mandate, frm=None, to=MandateState.ACTIVE, by=role("clerk", "leader", "unit", "member"),
    label=_("Ghi ủy quyền"), says=_("đã nhận ủy quyền"), tells=["holder"],
)  # fmt: skip
def lend(
    *, actor: Actor, at: datetime, mandate: Mandate, user: User, valid_from: date, valid_to: date, why: str
) -> Mandate:
    """The lent mandate itself; made only through :func:`delegate` by the one who holds the original."""
    if mandate.user_id != actor.user or mandate.lent_by_id:
        raise Forbidden("accounts.lend")
    notices.begin(user.pk, mandate.body_id, at=at)
    return Mandate(
        user=user, words=user.get_full_name(), role=mandate.role, body_id=mandate.body_id, title=mandate.title,
        valid_from=valid_from, valid_to=valid_to, lent_by=mandate, why=why,
    )  # fmt: skip


@action(
    on=Token, frm=None, to=TokenState.ACTIVE, form=TokenForm, by=ADMINISTRATOR, primary=True,
    label=_("Cấp khóa cho phần mềm"), says=_("đã cấp khóa cho phần mềm"), tells=["body"],
)  # fmt: skip
def issue_token(
    *, actor: Actor, at: datetime, words: str, body: Organisation, role: str, valid_to: date,
    reads: Sequence[str] = (), acts: Sequence[str] = (),
) -> Token:  # fmt: skip
    """A login without a password, and the token; its key is made when it is handed over."""
    _within(actor, body)
    today = timezone.localdate(at)
    if role not in MACHINE:
        raise Refused(_("Phần mềm không được giữ vai trò %s.") % Role(role).label, field="role")
    if not today < valid_to <= today + timedelta(days=TOKEN_DAYS):
        raise Refused(_("Khóa dùng được nhiều nhất %d ngày kể từ hôm nay.") % TOKEN_DAYS, field="valid_to")
    user = User(username="may-" + "".join(secrets.choice(SLIP_LETTERS) for _n in range(12)))
    user.set_unusable_password()
    user.save()
    scopes = " ".join(sorted([*(f"read:{kind}" for kind in reads), *(f"act:{kind}" for kind in acts)]))
    return Token(user=user, words=words, body=body, role=role, scopes=scopes, valid_to=valid_to)


@action(
    on=Token, frm=[TokenState.ACTIVE], by=ADMINISTRATOR, appends=True,
    label=_("In khóa một lần"), says=_("đã cấp khóa mới"),
    warns=_("Khóa chỉ hiện một lần trên trang sau; khóa cũ, nếu có, hết dùng ngay."),
)  # fmt: skip
def renew_key(token: Token, *, actor: Actor, at: datetime) -> None:
    """A new key in place of any before; it stands on this object only, so that one page can show it."""
    _within(actor, token.body)
    key = new_key(token.user.username)
    token.user.password = kept_form(key)
    token.user.save(update_fields=["password"])
    token.key = key


@action(
    on=Token, frm=[TokenState.ACTIVE], to=TokenState.REVOKED, form=RevokeForm, by=ADMINISTRATOR,
    label=_("Thu hồi khóa"), says=_("đã thu hồi khóa của phần mềm"), tells=["body"],
    warns=_("Phần mềm kia bị từ chối ngay từ lần gọi sau; khóa đã thu hồi không dùng lại được."),
)  # fmt: skip
def revoke_token(token: Token, *, actor: Actor, at: datetime, reason: str) -> None:
    _within(actor, token.body)
    token.user.is_active = False
    token.user.set_unusable_password()
    token.user.save(update_fields=["is_active", "password"])


@action(
    on=SecondStepRule, frm=None, to=RuleState.IN_FORCE, form=SecondStepForm, by=role("administrator"), primary=True,
    label=_("Bắt buộc xác thực hai bước"), says=_("đã bắt buộc xác thực hai bước"),
    warns=_("Từ ngày đó, ai giữ vai trò này mà chưa bật thì phải bật ngay sau khi đăng nhập mới làm việc được."),
)  # fmt: skip
def require_second_step(
    *, actor: Actor, at: datetime, role: str, valid_from: date, source: str
) -> SecondStepRule:
    """For one role in the administrator's locality."""
    body = Organisation.objects.get(pk=actor.acting_for)
    same = SecondStepRule.objects.filter(
        role=role, owner__territory=body.territory_id, state=RuleState.IN_FORCE
    )
    if same.exists():
        raise Refused(_("Vai trò này đã bắt buộc rồi."), field="role")
    return SecondStepRule(
        role=role, role_words=str(Role(role).label), owner=body, valid_from=valid_from, source=source
    )


@action(
    on=SecondStepRule, frm=[RuleState.IN_FORCE], to=RuleState.LIFTED, form=RevokeForm, by=role("administrator"),
    label=_("Thôi bắt buộc"), says=_("đã thôi bắt buộc xác thực hai bước"),
)  # fmt: skip
def lift_second_step(row: SecondStepRule, *, actor: Actor, at: datetime, reason: str) -> None:
    """Who has set it up keeps it."""
    _within(actor, row.owner)
    row.reason = reason


@action(
    on=Identity, frm=None, to=IdentityState.INVITED, form=IdentityForm, by=ADMINISTRATOR, primary=True,
    label=_("Cho vào bằng cổng đăng nhập chung"), says=_("đã cho vào bằng cổng đăng nhập chung"),
    warns=_("Có tác dụng khi nơi cài đặt đã mở cổng (sổ tay quản trị, mục Đăng nhập). Vai trò giao ở đây không đổi."),
)  # fmt: skip
def invite_identity(
    *, actor: Actor, at: datetime, account: Account, address: str = "", subject: str = ""
) -> Identity:
    """Names who at the gate it will be; the link stands once that person has come."""
    _within(actor, account.home)
    address = address.casefold()
    waiting = Identity.objects.filter(state=IdentityState.INVITED)
    if address and waiting.filter(address=address).exists():
        raise Refused(_("Địa chỉ này đang chờ gắn với một tài khoản khác."), field="address")
    if subject and Identity.objects.filter(subject=subject).exclude(state=IdentityState.ENDED).exists():
        raise Refused(_("Mã này đã gắn với một tài khoản khác."), field="subject")
    return Identity(
        account=account, words=account.full_name, home=account.home, address=address, subject=subject
    )


@action(
    on=Identity, frm=[IdentityState.INVITED], to=IdentityState.LINKED, by=anyone,
    label=_("Gắn với người ở cổng"), says=_("đã vào lần đầu bằng cổng đăng nhập chung"),
)  # fmt: skip
def take_up(identity: Identity, *, actor: Actor, at: datetime, issuer: str, subject: str) -> None:
    """The person named has come through the gate: from now on only the gate's own number of him counts.

    An account that never had a password needs none; its administrators are told.
    """
    if actor.kind != "clock" and identity.account.user_id != actor.user:
        raise Forbidden("accounts.take_up")
    identity.issuer, identity.subject = issuer, subject
    user = identity.account.user
    if not user.has_usable_password():
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
    words = _("%(who)s vào lần đầu bằng cổng đăng nhập chung (%(known)s).")
    text = words % {"who": identity.words, "known": identity.known_by}
    _tell_administrators(identity.account, text, "take_up", at=at)


@action(
    on=Identity, frm=[IdentityState.INVITED, IdentityState.LINKED], to=IdentityState.ENDED, form=RevokeForm,
    by=ADMINISTRATOR, label=_("Thôi liên kết"), says=_("đã thôi liên kết đăng nhập"),
    warns=_("Người ấy không vào bằng cổng được nữa; mật khẩu và vai trò ở đây giữ nguyên."),
)  # fmt: skip
def end_identity(identity: Identity, *, actor: Actor, at: datetime, reason: str) -> None:
    _within(actor, identity.home)
    identity.reason = reason
