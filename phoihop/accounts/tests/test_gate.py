"""The common sign-in gate against a real provider on this machine: who comes in, who does not, and what is said."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from phoihop.accounts import actions as verbs
from phoihop.accounts.gate import Told, Unclear, told_by
from phoihop.accounts.models import Account, Identity, User
from phoihop.accounts.tests import factories as make
from phoihop.core import moment
from phoihop.core.actions import Refused, perform
from phoihop.core.models import Access, JournalEntry, Notice
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, acting, ward

with warnings.catch_warnings():
    from authlib.deprecate import AuthlibDeprecationWarning

    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    import oidc_provider_mock as mock

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib"),  # the provider is another program
]
LOGIN, START = "/tai-khoan/login/", "/tai-khoan/cong/"
LAN = {"email": "Lan@MinhTan.example", "email_verified": True, "name": "Trần Thị Lan"}


def person(sub: str, **claims: Any) -> Any:
    return mock.User(sub=sub, claims=claims)


PEOPLE = (
    person("g-1", **LAN),
    person("g-2", email="lan@minhtan.example", email_verified=False),
    person("g-3", email="la@noikhac.example", email_verified=True),
    person("g-4", name="Không thư"),
)


def served(**given: Any) -> Any:
    return mock.run_server_in_thread(user_claims=PEOPLE, **given)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with served() as server:
        yield f"http://localhost:{server.server_port}"


def opened(settings: Any, address: str) -> None:
    cache.clear()
    settings.OIDC = {
        "address": address,
        "client": "phoihop",
        "secret": "kin",
        "words": "Vào bằng cổng thành phố",
    }


class Office:
    def __init__(self) -> None:
        self.bodies: dict[str, Organisation] = ward()
        self.lan: Account = make.account("lan", self.bodies["VP"], "clerk", full_name="Trần Thị Lan")
        self.keeper = acting(
            self.bodies["VP"],
            "administrator",
            user=make.account("qt", self.bodies["VP"], "administrator").user.pk,
        )

    def invite(self, account: Account | None = None, **given: str) -> Identity:
        inputs: dict[str, Any] = dict(given) or {"address": "lan@minhtan.example"}
        made: Identity = perform(
            verbs.invite_identity, actor=self.keeper, at=NOW, account=account or self.lan, **inputs
        )
        return made


@pytest.fixture
def office(settings: Any, provider: str) -> Office:
    opened(settings, provider)
    return Office()


def start(client: Client, **typed: str) -> str:
    page = client.post(START, typed)
    assert page.status_code == 200, page.content.decode()
    return str(page["Refresh"].removeprefix("0; url="))


def at_the_gate(url: str, sub: str = "", **typed: str) -> str:
    """The person answers on the gate's own page; returns the address he is sent back to, without its host."""
    answer = requests.post(url, data={"sub": sub, **typed}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def through(sub: str, client: Client | None = None, **typed: str) -> tuple[Client, Any]:
    client = client or Client()
    return client, client.get(at_the_gate(start(client, **typed), sub))


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_without_a_gate_nothing_of_it_is_there(settings: Any) -> None:
    settings.OIDC = None
    Office()
    client = Client()
    assert START not in words(client.get(LOGIN))
    assert [client.post(START).status_code, client.get(f"{START}ve/?state=x&code=y").status_code] == [
        404,
        404,
    ]


def test_who_was_named_comes_in_once_by_the_verified_address_and_then_by_his_number(office: Office) -> None:
    row, people = office.invite(), User.objects.count()
    assert "Vào bằng cổng thành phố" in words(Client().get(LOGIN))
    client, answer = through("g-1", next="/thong-bao/")
    assert (answer.status_code, answer["Location"], inside(client)) == (302, "/thong-bao/", True)
    row.refresh_from_db()
    assert (row.state, row.subject, User.objects.count(), SocialAccount.objects.count()) == (
        "linked",
        "g-1",
        people,
        0,
    )
    assert [m.role for m in office.lan.user.mandates.all()] == ["clerk"]
    assert not User.objects.get(pk=office.lan.user_id).must_change_password
    again, _answer = through("g-1")
    assert inside(again)
    journal = JournalEntry.objects.filter(record_type="accounts.identity").order_by("pk")
    assert list(journal.values_list("action", "actor_user")) == [
        ("accounts.invite_identity", office.keeper.user), ("accounts.take_up", office.lan.user_id),
    ]  # fmt: skip
    told = Notice.objects.get(verb="accounts.take_up")
    assert (told.role, told.text) == (
        "administrator", "Trần Thị Lan vào lần đầu bằng cổng đăng nhập chung (lan@minhtan.example).",
    )  # fmt: skip
    assert Access.objects.filter(kind="sign-in", what="lan").count() == 2


def test_the_same_address_of_another_person_opens_nothing(office: Office) -> None:
    office.invite()
    stranger, answer = through("g-2")  # the address, but the gate never verified it
    assert (answer.status_code, inside(stranger)) == (403, False)
    assert "chưa có tài khoản nào gắn" in words(answer) and "g-2" in words(answer)
    through("g-1")
    heir = Identity.objects.get()
    heir.subject = "g-9"  # the address was given to somebody else at the gate: his number is another
    heir.save()
    newcomer, answer = through("g-1")
    assert (answer.status_code, inside(newcomer), User.objects.count()) == (403, False, 2)


def test_a_person_without_an_address_is_named_by_his_number_and_a_link_can_end(office: Office) -> None:
    row = office.invite(subject="g-4")
    client, _answer = through("g-4")
    assert inside(client)
    with pytest.raises(Refused, match="đã gắn với một tài khoản khác"):
        office.invite(make.account("cuc", office.bodies["VP"], "clerk"), subject="g-4")
    perform(verbs.end_identity, row, actor=office.keeper, at=moment.now(), reason="Chuyển công tác")
    gone, answer = through("g-4")
    assert (answer.status_code, inside(gone)) == (403, False)


def test_a_frozen_account_stays_outside(office: Office) -> None:
    office.invite()
    through("g-1")
    perform(verbs.freeze_account, office.lan, actor=CLOCK, at=moment.now(), reason="Nghỉ việc")
    client, answer = through("g-1")
    assert (answer["Location"], inside(client)) == ("/tai-khoan/inactive/", False)


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(office: Office) -> None:
    office.invite()
    client = Client()
    back = at_the_gate(start(client), "g-1")
    thief = Client()
    assert (thief.get(back).status_code, inside(thief)) == (400, False)
    assert client.get(back)["Location"] == "/"
    other = Client()
    other.cookies = client.cookies
    replay = other.get(back)
    assert replay.status_code == 400 and "đã dùng rồi" in words(replay)
    forged = client.get(f"{START}ve/?state=doan-mo&code=x")
    assert forged.status_code == 400
    slow = Client()
    late = at_the_gate(start(slow), "g-1")
    kept = slow.session
    kept["socialaccount_states"] = {
        name: (state, begun - 601, gate)
        for name, (state, begun, gate) in kept["socialaccount_states"].items()
    }
    kept.save()
    assert (slow.get(late).status_code, inside(slow)) == (400, False)


def test_who_asks_without_end_does_not_keep_the_house_waiting_for_the_gate(
    office: Office, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    assert [Client().post(START).status_code for _n in range(3)] == [200, 200, 429]


def test_nobody_links_himself_and_nothing_of_the_address_reaches_the_gate(office: Office) -> None:
    client = Client()
    client.force_login(office.lan.user)
    page = client.post(f"{START}?auth_params=prompt%3Dnone&scope=offline_access", {"process": "connect"})
    asked = parse_qs(urlsplit(page["Refresh"].removeprefix("0; url=")).query)
    assert (asked["prompt"], sorted(asked["scope"][0].split()), asked["code_challenge_method"]) == (
        ["login"], ["email", "openid", "profile"], ["S256"],
    )  # fmt: skip
    answer = client.get(at_the_gate(page["Refresh"].removeprefix("0; url="), "g-3"))
    assert (answer.status_code, SocialAccount.objects.count(), Identity.objects.count()) == (400, 0, 0)
    assert Client().get(START)["Location"] == LOGIN


@pytest.mark.parametrize(
    "elsewhere", ["https://xau.example/", "//xau.example/", "/\\xau.example", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_out_of_the_house(office: Office, elsewhere: str) -> None:
    office.invite()
    _client, answer = through("g-1", next=elsewhere)
    assert answer["Location"] == "/"


def test_our_second_step_is_asked_whatever_the_gate_asked(office: Office) -> None:
    office.invite()
    Authenticator.objects.create(user=office.lan.user, type="totp", data={"secret": "x"})
    client, answer = through("g-1")
    assert (answer["Location"], inside(client)) == ("/tai-khoan/buoc-hai/ma/", False)
    assert "access_token" not in str(dict(client.session)) and "minhtan.example" not in str(
        dict(client.session)
    )
    Authenticator.objects.all().delete()
    perform(
        verbs.require_second_step,
        actor=office.keeper,
        at=NOW,
        role="clerk",
        valid_from=moment.today(),
        source="QC 05",
    )
    owing, answer = through("g-1")
    assert (answer["Location"], owing.get("/chuong-trinh/")["Location"]) == ("/tai-khoan/buoc-hai/bat/",) * 2
    assert owing.get("/tai-khoan/buoc-hai/bat/").status_code == 200


def test_who_stops_at_the_gate_is_told_what_now_and_who_leaves_that_the_gate_is_open(office: Office) -> None:
    office.invite()
    client = Client()
    answer = client.get(at_the_gate(start(client), action="deny"))
    assert (answer.status_code, inside(client)) == (200, False)
    assert "Đồng chí đã thôi ở cổng" in words(answer) and "mật khẩu" in words(answer)
    client, _answer = through("g-1")
    assert "Phiên ở cổng đăng nhập chung vẫn còn" in words(client.post("/tai-khoan/logout/", follow=True))


def test_a_gate_that_is_down_or_answers_too_late_is_told_in_plain_words(settings: Any) -> None:
    opened(settings, "http://localhost:1")
    Office().invite()
    down = Client().post(START)
    assert down.status_code == 503 and "không trả lời" in words(down) and "mật khẩu" in words(down)
    with served(access_token_max_age=timedelta(seconds=-60)) as server:
        opened(settings, f"http://localhost:{server.server_port}")
        client, answer = through("g-1")
        assert (answer.status_code, inside(client)) == (502, False)
        waiting = at_the_gate(start(client), "g-1")
    cut = client.get(waiting)  # the gate went away between the two steps
    assert cut.status_code == 503 and "không trả lời" in words(cut)
    assert Access.objects.filter(kind="sign-in failed").count() == 3


def test_two_answers_about_two_persons_or_of_another_gate_are_refused(settings: Any) -> None:
    opened(settings, "https://cong.example/.well-known/openid-configuration")
    signed = {"iss": "https://cong.example/", "sub": "1", "email": "a@b.vn", "email_verified": "true"}
    assert told_by({"id_token": signed}) == Told(issuer="https://cong.example", subject="1")
    asked = {"sub": "1", "email": " A@B.vn ", "email_verified": True}
    bare = {"iss": "https://cong.example", "sub": "1"}
    assert told_by({"id_token": bare, "userinfo": asked}).address == "a@b.vn"
    assert told_by({"id_token": signed, "userinfo": asked}).address == ""
    for wrong in (
        {"userinfo": asked},
        {"id_token": bare, "userinfo": {**asked, "sub": "2"}},
        {"id_token": {**bare, "iss": "https://khac.example"}},
        {"id_token": {**bare, "sub": ""}},
    ):
        with pytest.raises(Unclear):
            told_by(wrong)
