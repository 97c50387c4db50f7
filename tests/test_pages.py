"""The generic pages on the sample work: what they show, what they refuse, how many queries they take."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.core.models import Access, Draft, JournalEntry, Record
from phoihop.core.seed import load_all
from phoihop.core.tests import factories as make
from phoihop.core.tests.sample.models import Errand

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Any:
    """The ward's people's committee, with everything seeded."""
    from phoihop.accounts.setup import first_run
    from phoihop.directory.models import Organisation

    load_all()
    make.rules()
    first_run(kind="phuong", name="Thử", username="quantri", full_name="Quản Trị Viên", at=make.NOW)
    return Organisation.objects.get(kind="UBND")


@pytest.fixture
def clerk(body: Any) -> Client:
    from phoihop.accounts.actions import create_account
    from phoihop.core.actions import perform
    from phoihop.core.who import CLOCK

    account = perform(
        create_account, actor=CLOCK, at=make.NOW, username="cb", full_name="Cán Bộ", home=body, role="clerk",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    account.user.must_change_password = False
    account.user.save()
    client = Client()
    client.force_login(account.user)
    return client


def errands(body: Any, n: int) -> list[Errand]:
    actor = make.person(("clerk", body.pk))
    from phoihop.core.actions import perform
    from phoihop.core.tests.sample import actions as verbs

    return [
        perform(verbs.open_errand, actor=actor, at=make.NOW, title=f"Việc số {i}", due_on=date(2027, 9, 1))
        for i in range(n)
    ]


def queries(client: Client, path: str) -> int:
    client.get(path)  # the process's own caches are warm, as they are after the first visitor
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len([q for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]])


def test_a_list_takes_at_most_six_queries_with_one_row_and_with_three(clerk: Client, body: Any) -> None:
    errands(body, 1)
    one = queries(clerk, "/viec-thu/")
    errands(body, 2)
    assert (one, queries(clerk, "/viec-thu/")) == (5, 5)


def test_the_pages_of_every_kind_of_record_take_no_more_queries_with_more_rows(
    clerk: Client, body: Any
) -> None:
    for path in (
        "/nhiem-vu/",
        "/chuong-trinh/",
        "/to-chuc/",
        "/nhan-su/",
        "/bao-cao/",
        "/tai-lieu/",
        "/doc-van-ban-cu/",
    ):
        assert queries(clerk, path) <= 6, path


def test_a_list_pages_by_key_forwards_and_back(clerk: Client, body: Any) -> None:
    errands(body, 60)
    first = clerk.get("/viec-thu/")
    second = clerk.get(f"/viec-thu/{first.context['window'].after}")
    third = clerk.get(f"/viec-thu/{second.context['window'].after}")
    back = clerk.get(f"/viec-thu/{third.context['window'].before}")
    titles = [[row.code for row in page.context["window"].rows] for page in (first, second, third, back)]
    assert [len(t) for t in titles] == [25, 25, 10, 25]
    assert titles[3] == titles[1] and third.context["window"].after == ""


def test_a_stranger_finds_nothing_at_the_address_and_the_attempt_is_noted(clerk: Client, body: Any) -> None:
    made = make.errand()
    for path in ("", "rename/", "van-ban/x.docx"):
        assert clerk.get(f"/viec-thu/{made.code}/{path}").status_code == 404
    assert Access.objects.filter(what__contains=made.code).count() >= 2
    assert made.title not in clerk.get("/tim/?q=niem yet").content.decode()


def test_a_refused_form_keeps_what_was_typed_and_the_draft_comes_back(clerk: Client, body: Any) -> None:
    path = "/viec-thu/moi/open-errand/"
    bad = clerk.post(path, {"title": "Chữ đã gõ", "due_on": "31/02/2027", "key": "a"})
    assert bad.status_code == 422 and "Ngày chưa đúng" in bad.content.decode()
    assert "Chữ đã gõ" in clerk.get(path).content.decode()
    good = clerk.post(path, {"title": "Chữ đã gõ", "due_on": "28/02/2027", "key": "b"})
    assert good.status_code == 302 and Draft.objects.count() == 0


def test_the_same_form_sent_twice_makes_one_record(clerk: Client, body: Any) -> None:
    data = {"title": "Gửi hai lần", "key": "một khóa"}
    codes = {clerk.post("/viec-thu/moi/open-errand/", data)["Location"] for _n in range(2)}
    assert len(codes) == 1 and Errand.objects.filter(title="Gửi hai lần").count() == 1


def test_a_stale_form_is_refused_with_409_and_changes_nothing(clerk: Client, body: Any) -> None:
    made = errands(body, 1)[0]
    path = f"/viec-thu/{made.code}/rename/"
    seen = clerk.get(path).context["seen"]
    assert clerk.post(path, {"title": "Người thứ nhất", "seen": seen, "key": "1"}).status_code == 302
    late = clerk.post(path, {"title": "Người thứ hai", "seen": seen, "key": "2"})
    assert late.status_code == 409 and "Người thứ hai" in late.content.decode()
    assert Errand.objects.get(pk=made.pk).title == "Người thứ nhất"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_broken_characters_are_refused_at_the_door(clerk: Client, body: Any, text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    from urllib.parse import quote_from_bytes

    count = JournalEntry.objects.count()
    reply = clerk.post(
        "/viec-thu/moi/open-errand/",
        f"title={quote_from_bytes(raw)}",
        content_type="application/x-www-form-urlencoded",
    )
    assert reply.status_code in (400, 422) or "\ufffd" in Errand.objects.latest("pk").title
    if reply.status_code != 302:
        assert JournalEntry.objects.count() == count


def test_a_page_says_no_inline_code_and_no_frames(clerk: Client, body: Any) -> None:
    reply = clerk.get("/viec-thu/")
    policy = reply["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "default-src 'self'" in policy
    assert " style=" not in reply.content.decode() and "<script>" not in reply.content.decode()


def test_who_is_not_signed_in_is_asked_to(body: Any) -> None:
    assert Client().get("/viec-thu/").status_code == 302
    assert Client().get("/api/v1/viec-thu").status_code == 401


def test_the_spreadsheet_holds_texts_as_texts(clerk: Client, body: Any) -> None:
    import io

    from docx import Document  # noqa: F401 the same stack that writes papers is there
    from python_calamine import CalamineWorkbook

    actor = make.person(("clerk", body.pk))
    from phoihop.core.actions import perform
    from phoihop.core.tests.sample import actions as verbs

    perform(verbs.open_errand, actor=actor, at=make.NOW, title="=HYPERLINK(1)")
    content = clerk.get("/viec-thu/xuat.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Việc", "Hạn", "Tình trạng"] and rows[1][0] == "=HYPERLINK(1)"


def test_the_page_says_days_as_offices_write_them_and_offers_the_copy_for_zalo(
    clerk: Client, body: Any
) -> None:
    """The history shows inputs as days, not as machines sort them; a declared copy has its button."""
    from phoihop.core.actions import perform
    from phoihop.core.tests.sample import actions as verbs

    actor = make.person(("clerk", body.pk))
    made = perform(verbs.open_errand, actor=actor, at=make.NOW, title="Có ngày", due_on=date(2027, 9, 1))
    text = clerk.get(f"/viec-thu/{made.code}/").content.decode()
    assert "01/09/2027" in text and "2027-09-01" not in text
    assert 'href="/nhiem-vu/zalo/' in clerk.get("/nhiem-vu/").content.decode()
    assert "/viec-thu/zalo/" not in clerk.get("/viec-thu/").content.decode()


def test_every_field_a_plain_detail_page_shows_has_a_label_of_an_office() -> None:
    """Without a declared detail the page lists the fields; a name made from the identifier is English."""
    english = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, Record) and model.detail is None
        for field in model._meta.concrete_fields
        if field.editable and field.name not in ("id", "code", "state", "seq", "head")
        if str(field.verbose_name) == field.name.replace("_", " ")
    ]
    assert english == []


def hat(client: Client, body: Any, role: str, title: str) -> None:
    """A further mandate for whoever is signed in here."""
    from phoihop.accounts.actions import grant
    from phoihop.accounts.models import User
    from phoihop.core.actions import perform
    from phoihop.core.who import CLOCK

    user = User.objects.get(pk=client.session["_auth_user_id"])
    perform(
        grant,
        actor=CLOCK,
        at=make.NOW,
        user=user,
        role=role,
        body=body,
        title=title,
        valid_from=date(2020, 1, 1),
    )


def test_a_second_hat_is_chosen_at_the_json_door_by_its_mandate(clerk: Client, body: Any) -> None:
    from phoihop.accounts.models import Mandate

    made = errands(body, 1)[0]
    hat(clerk, body, "clerk", "Phó Chánh Văn phòng")
    second = Mandate.objects.latest("pk").pk
    url, data = f"/api/v1/viec-thu/{made.code}/rename", '{"title": "Tên mới"}'
    assert clerk.post(f"{url}?capacity=0", data, content_type="application/json").status_code == 403
    assert clerk.post(f"{url}?capacity={second}", data, content_type="application/json").status_code == 200
    assert JournalEntry.objects.latest("pk").capacity.startswith("Phó Chánh Văn phòng")


def test_the_header_names_the_person_and_every_capacity_lent_ones_with_their_lender(body: Any) -> None:
    from phoihop.core.web.context import hats_words
    from phoihop.core.who import Actor, Hat

    own = Hat(role="leader", title="Chủ tịch Hội", body=1, body_name="Hội LHPN")
    lent = Hat(role="leader", title="Chủ tịch", body=2, body_name="UBND", lender="Vũ Hoàng Nam")
    clerk = [
        Hat(role="clerk", title="Chuyên viên", body=n, body_name=name)
        for n, name in ((3, "HĐND"), (4, "UBND"))
    ]
    assert hats_words(Actor(hats=(own, lent))) == "Chủ tịch Hội LHPN; thay Vũ Hoàng Nam: Chủ tịch UBND"
    assert hats_words(Actor(hats=tuple(clerk))) == "Chuyên viên HĐND, UBND"


def test_the_history_names_choices_and_leaves_out_what_was_typed_again(clerk: Client, body: Any) -> None:
    from phoihop.commitments import actions as verbs
    from phoihop.commitments.models import Commitment
    from phoihop.core.actions import perform

    actor = make.person(("clerk", body.pk))
    given = {
        "content": "Niêm yết lịch tiếp công dân", "lead": body, "cooperation": [], "responsible_title": "",
        "product": "Ảnh niêm yết", "due_on": date(2030, 8, 31), "authority": "", "field": "", "competence": "",
    }  # fmt: skip
    row: Commitment = perform(verbs.propose, actor=actor, at=make.NOW, **given)
    row = perform(verbs.adjust, row, actor=actor, at=make.NOW, **{**given, "product": "Biên bản niêm yết"})
    row = perform(verbs.issue, row, actor=actor, at=make.NOW)
    row = perform(verbs.accept, row, actor=actor, at=make.NOW)
    row = perform(verbs.add_proof, row, actor=actor, at=make.NOW, kind="number", words="Báo cáo số 7")
    history = clerk.get(f"/nhiem-vu/{row.code}/").context["history"]
    shown = {event.entry.action: inputs for event, inputs in history}
    assert shown["commitments.adjust"] == [("Sản phẩm đầu ra", "Biên bản niêm yết")]
    assert shown["commitments.add_proof"] == [
        ("Loại bằng chứng", "Số văn bản"), ("Mô tả ngắn hoặc số văn bản", "Báo cáo số 7"),
    ]  # fmt: skip


def test_a_day_may_be_typed_without_its_year() -> None:
    from phoihop.core import moment
    from phoihop.core.forms import DayField

    assert DayField().clean("5/8") == date(moment.today().year, 8, 5)
    assert DayField().clean("5/8/27") == date(2027, 8, 5)
