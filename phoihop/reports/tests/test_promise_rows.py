"""The grid of promises: each ticked row goes into the book or says in its own place why not."""

from __future__ import annotations

import pytest
from django.test import Client

from phoihop.commitments.models import Commitment
from phoihop.reports.models import Compilation, IntakePromise
from phoihop.reports.tests.papers import COUNCIL, word
from phoihop.reports.tests.test_round_pages import clerk, opened, page, read_all, send

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]


@pytest.fixture
def record(clerk: Client) -> Compilation:
    made = opened(clerk)
    more = "- Văn phòng HĐND và UBND phường rà soát kiến nghị sau giám sát trước ngày 15/10/2027, sản phẩm là báo cáo."
    send(clerk, made, word((*COUNCIL, more), "BC HDND.docx"))
    read_all(clerk, made)
    return made


def boxes(row: IntakePromise, **changes: str) -> dict[str, str]:
    due = f"{row.due_on:%d/%m/%Y}" if row.due_on else ""
    told = {
        "take": "on",
        "content": row.content,
        "lead": row.lead,
        "due": due,
        "product": row.product,
    } | changes
    return {f"p{row.pk}-{name}": value for name, value in told.items() if value or name != "take"}


def test_a_row_that_cannot_be_taken_says_why_in_its_place_and_the_others_are_taken(
    clerk: Client, record: Compilation
) -> None:
    first, second = IntakePromise.objects.order_by("pk")
    sent = boxes(first) | boxes(second, due="31/31/2027", product="Báo cáo riêng")
    answer = clerk.post(f"/tong-hop/{record.code}/lay-cam-ket/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and Commitment.objects.count() == 1
    assert "Còn 1 dòng đã tích chưa vào sổ" in text
    assert "Chưa vào sổ: Hạn: Ngày chưa đúng. Ví dụ: 05/08/2027 hoặc 5/8." in text
    assert (
        'value="31/31/2027"' in text
        and 'value="Báo cáo riêng"' in text
        and text.count('class="dong-loi"') == 1
    )


def test_what_stands_against_a_row_is_said_in_it(clerk: Client, record: Compilation) -> None:
    first, _second = IntakePromise.objects.order_by("pk")
    answer = clerk.post(f"/tong-hop/{record.code}/lay-cam-ket/", boxes(first, lead="Hội Người Bay"))
    text = answer.content.decode()
    assert answer.status_code == 422 and "Chưa vào sổ: " in text and "Hội Người Bay" in text
    assert not Commitment.objects.exists()


def test_a_row_that_is_not_ticked_is_not_judged(clerk: Client, record: Compilation) -> None:
    first, second = IntakePromise.objects.order_by("pk")
    sent = boxes(first) | boxes(second, take="", due="hôm nào")
    answer = clerk.post(f"/tong-hop/{record.code}/lay-cam-ket/", sent)
    assert answer.status_code == 302 and Commitment.objects.count() == 1
    assert second.content[:40] in page(clerk, f"/tong-hop/{record.code}/?muc=cam-ket")
