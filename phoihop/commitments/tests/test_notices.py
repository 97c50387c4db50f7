"""What a body is told: plain sentences, as they were typed, with who did it."""

from __future__ import annotations

import pytest

from phoihop.commitments import actions as verbs
from phoihop.commitments.models import Commitment
from phoihop.commitments.tests.factories import DUE, Book
from phoihop.core.models import Notice
from phoihop.directory.tests.factories import TODAY

pytestmark = pytest.mark.django_db

CONTENT = 'Rà soát "điểm đen" & đèn < 30 lux'


@pytest.fixture
def book() -> Book:
    return Book()


def told(row: Commitment, verb: str) -> str:
    texts = Notice.objects.filter(record_id=row.pk, verb=f"commitments.{verb}").values_list("text", flat=True)
    (text,) = set(texts)
    return str(text)


def test_each_step_tells_in_plain_words_what_was_typed(book: Book) -> None:
    row = book.issued(content=CONTENT)
    assert told(row, "issue") == (
        f"Việc mới được giao: {CONTENT}. Hạn 31/08/2027. Mời đồng chí nhận hoặc đề nghị sửa."
    )
    book.perform(verbs.urge, row, book.office)
    assert told(row, "urge") == f"Đôn đốc lần 1: {CONTENT}. Hạn 31/08/2027."
    lead = book.lead.hats[0].body_name
    row = book.perform(verbs.accept, row, book.lead)
    assert told(row, "accept") == f"{lead} đã nhận việc: {CONTENT}."
    row = book.perform(
        verbs.ask_extension, row, book.lead, new_due=DUE.replace(month=9, day=15), reason="Chờ vốn"
    )
    assert told(row, "ask_extension") == f"{lead} xin gia hạn: {CONTENT}. Cơ quan đặt hạn quyết định."
    row = book.perform(verbs.extend, row, book.leader, new_due=DUE.replace(month=9, day=15), reason="Chờ vốn")
    assert told(row, "extend") == f"Đã gia hạn đến 15/09/2027: {CONTENT}."
    row = book.perform(verbs.report_done, row, book.lead, text="Xong")
    assert told(row, "report_done") == f"{lead} báo xong: {CONTENT}. Mời đồng chí kiểm lại."
    row = book.perform(verbs.return_work, row, book.helper, reason="Thiếu tổ 7")
    assert told(row, "return_work") == f"Bị trả lại, chưa đạt: {CONTENT}."
    row = book.perform(verbs.defer, row, book.leader, review_on=DUE, reason="Chờ vốn")
    assert told(row, "defer") == f"Tạm gác, xem lại 31/08/2027: {CONTENT}."
    row = book.perform(verbs.resume, row, book.leader)
    assert told(row, "resume") == f"Làm tiếp: {CONTENT}. Hạn 15/09/2027."
    row = book.perform(verbs.report_done, row, book.lead, text="Xong")
    row = book.perform(verbs.verify, row, book.helper, words="Đã xem tại chỗ")
    assert told(row, "verify") == f"Đã xác minh: {CONTENT}."


def test_who_acted_is_not_told_again(book: Book) -> None:
    row = book.reported()
    book.perform(verbs.verify, row, book.office, words="Đã xem tại chỗ")
    bodies = Notice.objects.filter(verb="commitments.verify").values_list("body", flat=True)
    assert list(bodies) == [book.bodies["PKT"].pk]
    assert Notice.objects.filter(at__date__gt=TODAY).count() == 0
