"""Standing phrases are put in the unit's own words from a day on, with the source; what was printed keeps its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from phoihop.core import phrases
from phoihop.core.actions import Forbidden, Refused, perform, the_action
from phoihop.core.forms import bind
from phoihop.core.journal import verify_database
from phoihop.directory.tests.factories import NOW, TODAY, acting, ward
from phoihop.petitions.models import practice, words_on
from phoihop.upkeep.actions import set_words
from phoihop.upkeep.tests.test_pages import signed_in

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def key_of(called: str) -> str:
    return next(one.key for one in phrases.in_force(TODAY) if one.called == called)


def test_a_phrase_is_said_otherwise_from_a_day_on_and_before_as_it_was() -> None:
    bodies = ward()
    keeper = acting(bodies["UBND"], "administrator", user=8)
    given: dict[str, Any] = {"valid_from": TOMORROW, "source": "CV 15/UBND", "reason": "Đổi nơi tiếp"}
    code, words = key_of("Nơi hỏi in trên phiếu"), "Bộ phận một cửa, số 2 phố Mẫu"
    before = practice("desk_phone", TODAY)
    made = perform(set_words, actor=keeper, at=NOW, code=code, words=words, **given)
    assert (made.kind_label, made.was, made.now) == ("Câu mẫu", before, words)
    assert (practice("desk_phone", TODAY), practice("desk_phone", TOMORROW)) == (before, words)
    safe = key_of("Lời hướng dẫn người gửi tố cáo, đoạn 2")
    perform(set_words, actor=keeper, at=NOW, code=safe, words="Chỉ cán bộ tiếp công dân mở được.", **given)
    assert len(words_on("safe", TODAY)) == len(words_on("safe", TOMORROW))
    assert "Chỉ cán bộ tiếp công dân mở được." in words_on("safe", TOMORROW)
    assert verify_database().faults == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"valid_from": TODAY.replace(year=1999)}, "Câu đang dùng bắt đầu từ"), ({"code": "petitions.practice:0"}, "không còn dùng"),
        ({"words": "x" * 601}, "dài nhất 600"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(more: dict[str, Any], told: str) -> None:
    bodies = ward()
    given: dict[str, Any] = {
        "code": key_of("Nơi hỏi in trên phiếu"), "words": "Quầy số 1", "valid_from": TOMORROW, "source": "CV 15", "reason": "Đổi",
    }  # fmt: skip
    keeper = acting(bodies["UBND"], "administrator", user=8)
    with pytest.raises(Refused, match=told):
        perform(set_words, actor=keeper, at=NOW, **{**given, **more})
    perform(set_words, actor=keeper, at=NOW, **given)
    with pytest.raises(Refused, match="Đã có câu khác áp dụng từ"):
        perform(set_words, actor=keeper, at=NOW, **{**given, "valid_from": TOMORROW + timedelta(days=2)})
    with pytest.raises(Forbidden):
        perform(set_words, actor=acting(bodies["UBND"], "clerk", user=9), at=NOW, **given)


def test_the_page_of_rules_shows_each_phrase_and_leads_to_its_form_with_the_words_in_it() -> None:
    bodies = ward()
    web = signed_in("quan.tri", bodies["UBND"], "administrator")
    page = web.get("/quan-tri/thoi-han/").content.decode()
    told = practice("desk_phone", TODAY)
    assert "Nơi hỏi in trên phiếu" in page and told in page
    code = key_of("Nơi hỏi in trên phiếu")
    form = bind(the_action(set_words), None, acting(bodies["UBND"], "administrator"), given={"code": code})
    assert form is not None and form.initial["words"] == told
    assert told in web.get("/thiet-lap-don-vi/moi/set-words/", {"code": code}).content.decode()
