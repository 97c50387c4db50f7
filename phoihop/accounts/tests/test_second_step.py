"""The second step: set up, asked for at sign-in, required of a role, replaced by a code on paper or by a new slip."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from phoihop.accounts import actions as verbs
from phoihop.accounts.models import Account, SecondStepRule
from phoihop.accounts.tests import factories as make
from phoihop.core import keyring, moment, vault
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.models import Access, JournalEntry, Notice
from phoihop.core.who import CLOCK, Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, ward

pytestmark = pytest.mark.django_db
OWN = "mua-thu-2027-minh-tan"
ON = "/tai-khoan/buoc-hai/bat/"
AT_THE_DOOR = "/tai-khoan/buoc-hai/ma/"


class Office:
    """A ward with a clerk who chose a password, and its administrator."""

    def __init__(self) -> None:
        self.bodies: dict[str, Organisation] = ward()
        self.made: Account = make.account("lan", self.bodies["VP"], "clerk")
        verbs.set_password(self.made.user, OWN, until=None)
        self.keeper: Actor = acting(self.bodies["VP"], "administrator", user=9)

    def sign_in(self, password: str = OWN) -> tuple[Client, Any]:
        client = Client()
        return client, client.post("/tai-khoan/login/", {"login": "lan", "password": password})

    def again(self, client: Client) -> None:
        """Asked for the password once more before the way of signing in is changed."""
        asked = client.get(ON)["Location"]
        assert asked.startswith("/tai-khoan/reauthenticate/")
        assert client.post(asked, {"password": "sai"}).status_code == 200
        assert client.post(asked, {"password": OWN})["Location"] == ON

    def code(self, secret: str, *, ahead: int = 0) -> str:
        return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))

    def switched_on(self) -> tuple[Client, str]:
        client, _answer = self.sign_in()
        self.again(client)
        secret = client.get(ON).context["form"].secret
        answer = client.post(ON, {"code": self.code(secret)})
        assert answer["Location"] == "/tai-khoan/buoc-hai/ma-du-phong/"
        return client, secret

    def require(self, role: str = "clerk", **given: Any) -> SecondStepRule:
        inputs = {"valid_from": moment.today(), "source": "Quy chế số 05", **given}
        made: SecondStepRule = perform(
            verbs.require_second_step, actor=self.keeper, at=NOW, role=role, **inputs
        )
        return made


@pytest.fixture
def office() -> Office:
    cache.clear()
    return Office()


def test_set_up_with_a_picture_it_is_asked_for_at_the_next_sign_in_and_a_wrong_code_stays_outside(
    office: Office,
) -> None:
    _client, secret = office.switched_on()
    client, answer = office.sign_in()
    assert (answer.status_code, answer["Location"]) == (302, AT_THE_DOOR)
    assert client.get("/")["Location"].startswith("/tai-khoan/login/")
    wrong = client.post(AT_THE_DOOR, {"code": "000000"})
    assert "Mã chưa đúng" in wrong.content.decode()
    inside = client.post(AT_THE_DOOR, {"code": office.code(secret, ahead=1)})
    assert (inside["Location"], client.get("/").status_code) == ("/", 200)


def test_a_way_that_was_added_is_told_at_the_next_sign_in_and_once(office: Office) -> None:
    """Whoever adds one on somebody's open machine cannot do so unseen."""
    _client, _secret = office.switched_on()
    codes = _client.get("/tai-khoan/buoc-hai/ma-du-phong/").context["unused_codes"]
    told = []
    for code in codes[:2]:
        client, _answer = office.sign_in()
        client.post(AT_THE_DOOR, {"code": code})
        page = client.get("/").content.decode()
        told.append("Từ lần đăng nhập trước có thêm cách đăng nhập: mã sáu số trên điện thoại." in page)
    assert told == [True, False]


def test_the_secret_is_sealed_and_the_picture_holds_it_for_the_telephone(office: Office) -> None:
    client, _answer = office.sign_in()
    office.again(client)
    page = client.get(ON)
    secret = page.context["form"].secret
    assert "data:image/svg+xml;base64," in page.content.decode()
    client.post(ON, {"code": office.code(secret)})
    held = [str(row.data) for row in Authenticator.objects.all()]
    assert [secret in told for told in held] == [False, False]


def test_a_code_on_paper_opens_once(office: Office) -> None:
    client, _secret = office.switched_on()
    codes = client.get("/tai-khoan/buoc-hai/ma-du-phong/").context["unused_codes"]
    assert len(codes) == 10
    first, _answer = office.sign_in()
    assert first.post(AT_THE_DOOR, {"code": codes[0]})["Location"] == "/"
    second, _answer = office.sign_in()
    assert "Mã chưa đúng" in second.post(AT_THE_DOOR, {"code": codes[0]}).content.decode()


def test_who_lost_the_telephone_gets_a_slip_and_begins_again(office: Office) -> None:
    office.switched_on()
    slip = perform(verbs.issue_slip, office.made, actor=CLOCK, at=moment.now()).user.slip
    assert Authenticator.objects.count() == 0
    _client, answer = office.sign_in(slip)
    assert answer["Location"] == "/tai-khoan/password/change/"


def test_a_role_that_must_sets_it_up_before_any_work_and_cannot_switch_it_off(office: Office) -> None:
    office.require()
    client, answer = office.sign_in()
    assert answer["Location"] == ON
    assert client.get("/chuong-trinh/")["Location"] == ON
    page = client.get(ON)
    assert "bắt buộc có bước thứ hai" in page.content.decode()
    client.post(ON, {"code": office.code(page.context["form"].secret)})
    assert client.get("/chuong-trinh/").status_code == 200
    off = client.post("/tai-khoan/buoc-hai/tat/")
    assert ("không tắt được" in off.content.decode(), Authenticator.objects.filter(type="totp").count()) == (
        True,
        1,
    )
    told = set(Access.objects.values_list("kind", flat=True))
    assert {"sign-in", "second step on"} <= told


def test_a_key_counts_where_a_role_must_and_the_last_way_stays_whoever_asks(office: Office) -> None:
    client, _secret = office.switched_on()
    key = Authenticator.objects.create(user=office.made.user, type="webauthn", data={"name": "Máy ở phòng"})
    other = Authenticator.objects.create(
        user=make.account("cuc", office.bodies["VP"], "clerk").user, type="webauthn", data={"name": "x"}
    )
    office.require()
    assert client.post(f"/tai-khoan/buoc-hai/khoa/{other.pk}/bo/").status_code == 404
    client.post("/tai-khoan/buoc-hai/tat/")
    kept = client.post(f"/tai-khoan/buoc-hai/khoa/{key.pk}/bo/", follow=True)
    assert "không tắt được cách cuối cùng" in kept.content.decode()
    held = Authenticator.objects.filter(user=office.made.user, type__in=("totp", "webauthn"))
    assert list(held) == [key]
    told = Notice.objects.filter(role="administrator").order_by("pk")
    journal = (
        JournalEntry.objects.filter(record_type="accounts.account")
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert [a for a in journal if "note_step" in a] == [
        "accounts.note_step_added",
        "accounts.note_step_removed",
    ]
    assert told.count() == 0  # nobody administers this ward


def test_only_its_owner_journals_a_change_of_his_ways_in(office: Office) -> None:
    other = make.actor("cuc", office.bodies["VP"], "clerk")
    for verb in (verbs.note_step_added, verbs.note_step_removed):
        with pytest.raises(Forbidden):
            perform(verb, office.made, actor=other, at=NOW, way="khóa")


def test_it_is_required_by_the_administrator_from_a_day_on_for_one_role_of_his_locality(
    office: Office,
) -> None:
    later = office.require("leader", valid_from=moment.today() + timedelta(days=3))
    office.require("administrator")
    with pytest.raises(Refused, match="đã bắt buộc rồi"):
        office.require("administrator")
    with pytest.raises(Forbidden):
        perform(
            verbs.require_second_step, actor=acting(office.bodies["VP"], "clerk", user=8), at=NOW, role="unit",
            valid_from=moment.today(), source="x",
        )  # fmt: skip
    _client, answer = office.sign_in()
    assert answer["Location"] == "/"
    lifted = perform(verbs.lift_second_step, later, actor=office.keeper, at=NOW, reason="Chưa đủ điện thoại")
    assert lifted.state == "lifted"


def test_a_new_key_of_the_vault_leaves_codes_of_the_telephone_and_of_the_paper_good() -> None:
    office = Office()
    _client, secret = office.switched_on()
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    before = {row.type: row.data for row in Authenticator.objects.all()}
    vault.rotate()
    assert [row.type for row in Authenticator.objects.all() if row.data == before[row.type]] == []
    assert {data[name].partition(":")[0] for data, name in _sealed()} == {keyring.name_of(keyring.keys()[0])}
    cache.clear()
    entered = []
    for code in (office.code(secret), codes[0]):
        client, _answer = office.sign_in()
        client.post(AT_THE_DOOR, {"code": code})
        entered.append("_auth_user_id" in client.session)
    assert entered == [True, True]


def _sealed() -> list[tuple[dict[str, Any], str]]:
    return [
        (row.data, name)
        for row in Authenticator.objects.all()
        for name in ("secret", "seed")
        if name in row.data
    ]
