"""Old lists name who asked: no search finds a name by such a list, and the journal keeps none."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from phoihop.core import moment
from phoihop.core.actions import the_action
from phoihop.core.forms import bind
from phoihop.core.indexing import keep_contents, reindex
from phoihop.core.models import JournalBody, SearchRow, SearchText
from phoihop.core.text import fold
from phoihop.directory.tests.factories import NOW
from phoihop.documents.actions import store
from phoihop.documents.models import File
from phoihop.ingest.background import read_contents
from phoihop.petitions import actions as verbs
from phoihop.petitions import past_files
from phoihop.petitions.models import PastList
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.test_pages import signed_in
from phoihop.petitions.tests.test_past import AS_OF

pytestmark = pytest.mark.django_db
NAME = "Lò Thị Xuyến Chi"
ASKED = "Ngõ 84 ngập mỗi khi mưa trên 30 phút, đề nghị cải tạo rãnh."
#: With its usual name; with one nobody knows; and so long that it is taken for the answer.
ASKERS = {"Người gửi": NAME, "Ai nêu": NAME, "Cột B": f"{NAME}, nhà số 5 ngõ 12 phố Hàng Bún, tổ 9"}


def listed(heading: str, name: str) -> ContentFile[bytes]:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Biểu")
    rows = [
        ("STT", heading, "Nội dung kiến nghị", "Cột D" if heading == "Cột B" else "Kết quả giải quyết"),
        ("1", name, ASKED, "Đã làm xong."),
    ]
    for r, row in enumerate(rows):
        sheet.write_row(r, 0, row)
    book.close()
    return ContentFile(out.getvalue(), name="bieu-cu.xlsx")


def read(here: Voices, heading: str = "Người gửi") -> PastList:
    made: PastList = here.perform(
        verbs.read_list, None, here.council, upload=listed(heading, ASKERS[heading]), as_of=AS_OF
    )
    return made


def kept() -> list[str]:
    words = [
        *SearchText.objects.values_list("text", flat=True),
        *SearchRow.objects.values_list("text", "title"),
    ]
    texts = [*JournalBody.objects.values_list("text", flat=True), *map(str, words)]
    return [text for text in texts if fold("Xuyến Chi") in fold(text)]


@pytest.fixture
def here(settings: Any) -> Voices:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Voices()


@pytest.mark.parametrize("heading", ASKERS)
def test_who_asked_is_found_by_no_search_and_stands_in_no_body_of_the_journal(
    here: Voices, heading: str
) -> None:
    past = read(here, heading)
    columns = {1: "asker", 2: "content", 3: "answer"}
    read_contents()
    here.perform(verbs.match_columns, past, here.council, columns=columns)
    here.perform(verbs.record_rows, past, here.council)
    read_contents()
    reindex()
    assert kept() == []
    client = signed_in(here)
    found = {
        q: len(client.get("/tim/", {"q": q}).context["hits"]) for q in (NAME, "Xuyến Chi", "đưa vào đọc")
    }
    assert found == {NAME: 0, "Xuyến Chi": 0, "đưa vào đọc": 1}


def test_other_files_are_looked_into_and_what_was_read_of_a_list_before_is_forgotten(here: Voices) -> None:
    past = read(here)
    keep_contents(past.file, "không giữ")
    assert SearchText.objects.count() == 0
    SearchText.objects.create(
        record_type="documents.file", record_id=past.file.pk, text=f"của {NAME}", read_at=NOW
    )
    SearchRow.objects.filter(record_type="documents.file").update(text=fold(f"của {NAME}"))
    other = here.perform(
        store, None, here.council, upload=ContentFile("Rãnh đã sửa".encode(), name="ghi.txt")
    )
    assert read_contents() == 1
    assert list(SearchText.objects.values_list("record_id", flat=True)) == [other.pk]
    assert kept() == []
    assert File.objects.count() == 2


def test_the_columns_are_confirmed_by_a_form_that_reads_before_the_books_are_locked(here: Voices) -> None:
    past = read(here)
    past_files._recent.clear()
    form = bind(the_action(verbs.match_columns), past, here.council, {"c2": "content", "c3": "answer"})
    assert form is not None and form.is_valid()
    assert list(past_files._recent) == [past.file.sha256]
    assert past_files.read_stored(past.file).headings[2] == "Nội dung kiến nghị"
