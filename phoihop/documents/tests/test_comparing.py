"""The signed copy beside the agreed text: the same is called the same, and no changed number is forgiven."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.tests.factories import account
from phoihop.core.papers import Paper, Paragraph, paragraph, runs
from phoihop.documents import actions as verbs
from phoihop.documents import comparing
from phoihop.documents.comparing import reading, tokens
from phoihop.documents.comparing.aligning import pair
from phoihop.documents.comparing.areas import COVERED, DIFFERENT, UNSURE, in_areas
from phoihop.documents.comparing.copies import work_of
from phoihop.documents.comparing.expected import agreed
from phoihop.documents.comparing.tokens import Token, in_order
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.papers import copy
from phoihop.documents.pdf import write
from phoihop.documents.tests import papers, scanner, signed
from phoihop.documents.tests.factories import Registry

needs_reader = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="tesseract reads pages that are pictures; it is not installed"
)


def changed(paper: Paper, old: str, new: str) -> Paper:
    """The paper with one place of its text said otherwise."""
    blocks = tuple(
        replace(b, runs=runs(b.text.replace(old, new, 1)))
        if isinstance(b, Paragraph) and old in b.text
        else b
        for b in paper.blocks
    )
    assert blocks != paper.blocks
    return replace(paper, blocks=blocks)


def told(found: comparing.Comparison) -> list[tuple[int, str, str, str, str]]:
    return [(d.page, d.grade, d.what, d.expected, d.seen) for d in found.differences]


# ------------------------------------------------------------------------------- the text layer


def test_a_pdf_of_the_agreed_text_is_the_same_word_for_word() -> None:
    paper = papers.programme()
    found = comparing.compare(paper, write(paper))
    assert (found.same, found.way, found.pages) == (True, "text", 8)


def test_changed_words_of_a_typed_pdf_are_told_with_page_and_kind() -> None:
    paper = papers.of_words("Giao ông Nguyễn Văn Hùng gửi báo cáo trước ngày 15/12/2026, không được chậm.")
    for old, new, kind in (
        ("15/12/2026", "16/12/2026", "number"), ("gửi", "nhận", "word"), ("Hùng", "Hưng", "name"),
        ("không được", "được", "number"),
    ):  # fmt: skip
        found = comparing.compare(paper, write(changed(paper, old, new)))
        assert [(d.page, d.grade, d.what) for d in found.differences] == [(1, "different", kind)], told(found)


def test_a_missing_passage_is_one_difference_and_so_is_an_added_one() -> None:
    paper = papers.letter()
    more = "Giao ông Nguyễn Văn Hùng làm đầu mối, kinh phí 12 triệu đồng."
    longer = replace(paper, blocks=(*paper.blocks[:3], paragraph(more), *paper.blocks[3:]))
    missing = comparing.compare(longer, write(paper))
    assert told(missing) == [(1, "different", "missing", more, "")]
    added = comparing.compare(paper, write(longer))
    assert told(added) == [(1, "different", "number", "", more)]


def test_two_paragraphs_that_changed_places_are_told() -> None:
    paper = papers.letter()
    one, two = paragraph("Một là rà soát 12 việc."), paragraph("Hai là công khai kết quả tháng 9.")
    here = replace(paper, blocks=(*paper.blocks[:3], one, two, *paper.blocks[3:]))
    there = replace(paper, blocks=(*paper.blocks[:3], two, one, *paper.blocks[3:]))
    assert not comparing.compare(here, write(there)).same


def test_what_is_no_page_is_refused_in_plain_words() -> None:
    with pytest.raises(comparing.Unreadable, match="Không mở được tệp này"):
        comparing.compare(papers.letter(), b"PK\x03\x04 no page")


def test_without_tesseract_the_clerk_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(comparing.NoReader, match="chưa cài tesseract"):
        reading.reader()


# --------------------------------------------------------------------------------- the alignment


def seen(words: str, *, page: int = 1) -> list[Token]:
    return [
        Token(
            text=w,
            page=page,
            box=(60.0 + 60 * (i % 7), 80.0 + 20 * (i // 7), 110.0 + 60 * (i % 7), 92.0 + 20 * (i // 7)),
        )
        for i, w in enumerate(words.split())
    ]


def test_words_read_as_one_or_broken_are_the_words_they_are_made_of() -> None:
    made = pair(seen("tổ chức hội nghị tiếp xúc cử tri"), seen("tổ chứchội nghị tiếp xúc cử t ri"))
    assert made.missing == [] and made.spare == []


def test_a_word_is_equal_whatever_dash_capital_or_tone_place_it_is_written_with() -> None:
    assert tokens.key_of("“Hoà”,") == tokens.key_of("hòa")
    assert tokens.key_of("05–KH") == tokens.key_of("05-kh.")
    assert tokens.key_of("5,5%") != tokens.key_of("5,5")
    assert tokens.key_of("1.204") != tokens.key_of("1204")


def test_number_words_and_digits_are_numbers_and_capitals_within_a_sentence_are_names() -> None:
    words = in_order(
        [agreed(papers.of_words("Giao ông Nguyễn Văn Hùng lo hai việc. Xong trước 15/7.")).pages[0]]
    )
    kinds = {t.text: tokens.kind_of(t) for t in words}
    assert [kinds[w] for w in ("Hùng", "hai", "15/7.", "việc.", "Xong")] == [
        "name",
        "number",
        "number",
        "word",
        "word",
    ]


# ------------------------------------------------------------------------------- under one seal


def doubt(words: str, x: float, y: float, *, page: int = 1, grade: str = UNSURE) -> comparing.Difference:
    box = (x / 595, y / 842, (x + 40) / 595, (y + 12) / 842)
    return comparing.Difference(
        grade=grade, what="word", page=page, expected=words, seen="?", box=box, why=""
    )


def test_what_is_not_read_for_sure_under_one_seal_is_one_place_to_look_at_with_all_its_words() -> None:
    sizes = {1: (595.0, 842.0), 2: (595.0, 842.0)}
    under = [doubt("ba", 100, 300), doubt("12/15", 180, 320), doubt("Hùng", 150, 380)]
    apart = [doubt("xa", 450, 300), doubt("rõ", 140, 350, grade=DIFFERENT), doubt("ba", 100, 300, page=2)]
    found = in_areas([*under, *apart], sizes)
    assert [(d.page, d.grade, d.what, d.expected) for d in found] == [
        (1, UNSURE, COVERED, "ba … 12/15 … Hùng"), (1, UNSURE, "word", "xa"), (1, DIFFERENT, "word", "rõ"),
        (2, UNSURE, "word", "ba"),
    ]  # fmt: skip
    assert found[0].box == (100 / 595, 300 / 842, 220 / 595, 392 / 842)
    assert in_areas(under, {}) == under


# ------------------------------------------------------------------------------------ on paper


@needs_reader
@pytest.mark.parametrize(
    ("seed", "scan"), [(3, scanner.SCANS[1]), (4, scanner.SCANS[3]), (5, scanner.SCANS[4])], ids=str
)
def test_planted_changes_of_numbers_and_names_are_found_on_a_scan(seed: int, scan: scanner.Scan) -> None:
    paper = signed.short(seed)
    sent, planted = signed.plant(paper, seed)
    found = comparing.compare(paper, scanner.scanned(write(sent), scan, random.Random(seed)))
    assert planted
    for change in planted:
        assert any(signed.speaks_of(d, change) for d in found.differences), (change, told(found))
    alarms = [d for d in found.differences if not any(signed.speaks_of(d, p) for p in planted)]
    assert len(alarms) <= found.pages, told(found)


@needs_reader
def test_a_scan_with_a_hidden_text_layer_is_looked_at_and_not_believed() -> None:
    import pymupdf

    paper = papers.letter()
    lying = scanner.scanned(
        write(changed(paper, "15/12/2026", "19/12/2026")), scanner.Scan(dpi=200, skew=0.5), random.Random(1)
    )
    book: Any = pymupdf.open(stream=lying, filetype="pdf")
    true = pymupdf.open(stream=write(paper), filetype="pdf")
    for x0, _top, _right, y1, word, *_rest in true[0].get_text("words"):
        book[0].insert_text((x0, y1), word, fontname="tiro", fontsize=10, render_mode=3)
    found = comparing.compare(paper, book.tobytes())
    assert found.way == "ocr"
    assert any("15/12/2026" in d.expected for d in found.differences), told(found)


# --------------------------------------------------------------------------------------- pages


@pytest.fixture
def room(db: Any, settings: Any, tmp_path: Path) -> Registry:
    """With a store of its own: what an earlier run has compared is not known here."""
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return Registry()


def client(room: Registry, body: str, role: str) -> Client:
    made = account(f"{body}-{role}".lower(), room.bodies[body], role)
    made.user.must_change_password = False
    made.user.save()
    found = Client()
    found.force_login(made.user)
    return found


def handed_in(room: Registry, signed_: OutgoingDocument, data: bytes) -> OutgoingDocument:
    made: OutgoingDocument = room.perform(
        verbs.record_signed_copy, signed_, room.office, upload=ContentFile(data, name="ban-ky.pdf")
    )
    return made


def gone_through(browser: Client, document: OutgoingDocument) -> Any:
    """The page after all its steps."""
    page = f"/van-ban-di/{document.code}/doi-chieu/"
    for _n in range(9):
        answer = browser.post(f"{page}tiep/", headers={"HX-Request": "true"})
        if "HX-Redirect" in answer.headers:
            assert answer.headers["HX-Redirect"] == page
            return browser.get(page)
        assert "Đang" in answer.content.decode() or "Đã đọc xong" in answer.content.decode()
    raise AssertionError("the comparison never ends")


def test_the_page_goes_step_by_step_and_tells_the_outcome_for_a_person_to_confirm(room: Registry) -> None:
    made = room.signed()
    document = handed_in(room, made, write(made.blocks()))
    browser = client(room, "UBND", "leader")
    first = browser.get(f"/van-ban-di/{document.code}/doi-chieu/")
    assert "Đang mở bản ký" in first.content.decode()
    page = gone_through(browser, document).content.decode()
    assert "Giống từng chữ bản đã thống nhất." in page
    assert "confirm-signed-copy/" in page
    picture = browser.get(f"/van-ban-di/{document.code}/doi-chieu/trang/1.png")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert picture["Cache-Control"] == "private, no-store"
    assert browser.get(f"/van-ban-di/{document.code}/doi-chieu/trang/99.png").status_code == 404


@pytest.mark.parametrize("ending", ["handed back", "taken back"])
def test_what_was_read_of_a_copy_goes_with_it(room: Registry, ending: str) -> None:
    made = room.signed()
    document = handed_in(room, made, write(made.blocks()))
    gone_through(client(room, "UBND", "leader"), document)
    work = work_of(copy(document))
    assert work is not None and work.outcome() is not None
    if ending == "handed back":
        room.perform(verbs.return_signed_copy, document, room.leader, reason="Mờ")
    else:
        room.perform(verbs.withdraw, document.signed_copy, room.office, withdrawn_why="Nhầm tệp")
    assert (work.outcome(), work.progress()) == (None, (0, 0))


def test_each_difference_stands_beside_the_page_in_a_frame(room: Registry) -> None:
    made = room.signed()
    paper = made.blocks()
    wrong = changed(paper, "24 tổ dân phố", "42 tổ dân phố")
    document = handed_in(room, made, write(wrong))
    browser = client(room, "UBND", "leader")
    page = gone_through(browser, document)
    text = page.content.decode()
    assert "1 chỗ khác bản đã thống nhất" in text and "<del>24</del> → <ins>42</ins>" in text
    assert text.count('<rect class="khac"') == 1
    with CaptureQueriesContext(
        connection,
    ) as queries:
        browser.get(f"/van-ban-di/{document.code}/doi-chieu/")
    assert len(queries) <= 14


def test_what_cannot_be_compared_says_so_and_can_be_tried_again(room: Registry) -> None:
    document = handed_in(
        room,
        room.signed(),
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n",
    )
    browser = client(room, "UBND", "leader")
    page = gone_through(browser, document).content.decode()
    assert "Chưa đối chiếu được" in page and "Thử lại" in page
    assert browser.post(f"/van-ban-di/{document.code}/doi-chieu/").status_code == 302
    assert "Đang mở bản ký" in browser.get(f"/van-ban-di/{document.code}/doi-chieu/").content.decode()


def test_a_stranger_neither_sees_nor_starts_a_comparison(room: Registry) -> None:
    document = handed_in(room, room.signed(), b"%PDF-1.4 not looked at")
    far = client(room, "PVHXH", "clerk")
    for path in ("", "trang/1.png"):
        assert far.get(f"/van-ban-di/{document.code}/doi-chieu/{path}").status_code == 404
    assert far.post(f"/van-ban-di/{document.code}/doi-chieu/tiep/").status_code == 404
    assert far.get(f"/tai-lieu/{document.code}/doi-chieu/").status_code == 404


def test_a_paper_without_a_signed_copy_says_what_to_do(room: Registry) -> None:
    document = room.locked()
    page = client(room, "UBND", "leader").get(f"/van-ban-di/{document.code}/doi-chieu/").content.decode()
    assert "Chưa có bản ký để đối chiếu" in page
