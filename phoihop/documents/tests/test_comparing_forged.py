"""A text layer is no witness: what is seen on a page is compared, and how each page was read is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pymupdf
import pytest
from django.core.files.base import ContentFile

from phoihop.documents import actions as verbs
from phoihop.documents import comparing, fonts
from phoihop.documents.comparing import reading
from phoihop.documents.comparing.reading import COPY, LAYER, PARTLY, PICTURE, TYPED
from phoihop.documents.pdf import write
from phoihop.documents.signatures.block import Block
from phoihop.documents.signatures.keys import FileKey
from phoihop.documents.signatures.placing import place
from phoihop.documents.signatures.signing import sign
from phoihop.documents.tests import authority, papers
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.signed_papers import AT, hand, signed_elsewhere
from phoihop.documents.tests.test_comparing import changed, client, gone_through, told

needs_reader = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="tesseract reads pages that are pictures; it is not installed"
)
WORDS = "Giao ông Nguyễn Văn Hùng gửi báo cáo trước ngày 15/12/2026, không được chậm."
PAPER = papers.of_words(WORDS)


def edited(edit: Callable[[Any], None]) -> bytes:
    with pymupdf.open(stream=write(PAPER), filetype="pdf") as book:
        edit(book[0])
        found: bytes = book.tobytes()
    return found


def where(page: Any, words: str = "15/12/2026") -> Any:
    return page.search_for(words)[0]


def picture(page: Any) -> None:
    box = where(page)
    with pymupdf.open() as other:
        small = other.new_page(width=box.width, height=box.height)
        small.insert_font("serif", fontfile=str(fonts.FOLDER / "LiberationSerif-Regular.ttf"))
        small.insert_text((0, box.height - 4), "19/12/2026", fontname="serif", fontsize=13)
        page.insert_image(box, stream=small.get_pixmap(dpi=300).tobytes("png"))


def note(page: Any) -> None:
    page.add_freetext_annot(where(page), "19/12/2026", fontsize=12, fill_color=(1, 1, 1)).update()


def white_over(page: Any) -> None:
    page.draw_rect(where(page, "không"), color=None, fill=(1, 1, 1))


def outlines(page: Any) -> None:
    """Nothing but lines: a three made an eight."""
    box = where(page)
    page.draw_line((box.x0 + 9, box.y0 + 5), (box.x0 + 9, box.y1 - 5), width=1.2)


@needs_reader
@pytest.mark.parametrize("edit", [picture, note, white_over, outlines])
def test_a_line_whose_picture_says_otherwise_is_read_off_the_picture_and_told(
    edit: Callable[[Any], None],
) -> None:
    found = comparing.compare(PAPER, edited(edit))
    assert (found.ways, found.same) == ([PARTLY], False)
    word = "không" if edit is white_over else "15/12/2026"
    assert any(word in d.expected or f"lớp chữ ghi “{word}" in d.why for d in found.differences), told(found)
    assert len(found.differences) <= 3, told(found)  # the words beside it are shown as they are written


def test_an_honest_copy_is_read_by_its_text_and_said_to_be_drawn_as_ours() -> None:
    bare = write(PAPER)
    assert comparing.compare(PAPER, bare).ways == [COPY]
    with pymupdf.open(stream=bare, filetype="pdf") as book:
        saved = book.tobytes(garbage=4, deflate=True)
    assert [comparing.compare(PAPER, file).same for file in (bare, saved)] == [True, True]


def test_another_text_set_as_ours_is_read_exactly_by_its_letters() -> None:
    found = comparing.compare(PAPER, write(changed(PAPER, "15/12", "16/12")))
    assert (found.ways, told(found)) == (
        [TYPED],
        [(1, "different", "number", "15/12/2026,", "16/12/2026,")],
    )


def test_a_line_through_words_is_not_typed_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def struck(page: Any) -> None:
        box = where(page, "không được chậm")
        page.draw_line((box.x0, (box.y0 + box.y1) / 2), (box.x1, (box.y0 + box.y1) / 2), width=1)

    monkeypatch.setenv("PATH", "")
    assert comparing.compare(PAPER, edited(struck)).ways == [LAYER]


def test_without_tesseract_a_page_drawn_otherwise_needs_an_eye_and_is_never_called_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    found = comparing.compare(PAPER, edited(picture))
    assert (found.ways, found.same) == ([LAYER], False)
    assert [(d.grade, d.what) for d in found.differences] == [("unsure", "page")] * 2
    assert "chưa đọc được ảnh" in found.differences[0].why
    assert found.differences[1].why.endswith("lớp chữ ghi “15/12/2026,”")


def test_a_note_that_shows_nothing_now_needs_an_eye() -> None:
    def hidden(page: Any) -> None:
        annot = page.add_freetext_annot(where(page), "19/12/2026", fontsize=12)
        annot.set_flags(pymupdf.PDF_ANNOT_IS_HIDDEN)
        annot.update()

    found = comparing.compare(PAPER, edited(hidden))
    assert [(d.what, d.why) for d in found.differences] == [
        ("page", "trang có ghi chú, ô hoặc khung mà bản thống nhất không có")
    ]


def test_blocks_of_signatures_are_no_words_of_the_paper(db: None) -> None:
    made = Registry().locked()
    name = "Vũ Hoàng Nam"
    holder = authority.signer(name)
    key = FileKey(content=authority.key_file(holder), phrase=authority.PHRASE)
    bare = write(made.blocks())
    here = sign(bare, key=key, at=AT, box=place(bare, name=name), block=Block(lines=(name,), picture=hand()))
    for file in (here, signed_elsewhere(bare, holder), signed_elsewhere(here, holder)):
        found = comparing.compare(made.blocks(), file)
        assert (found.ways, told(found)) == ([COPY], [])


@needs_reader
def test_the_page_says_how_each_page_was_read(db: None, settings: Any, tmp_path: Any) -> None:
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    room = Registry()
    made = room.signed()
    browser = client(room, "UBND", "leader")
    with pymupdf.open(stream=write(made.blocks()), filetype="pdf") as book:
        box = book[0].search_for("24 tổ dân phố")[0]
        book[0].draw_rect(box, color=None, fill=(1, 1, 1))
        forged = book.tobytes()
    for data, words in (
        (write(made.blocks()), "mọi trang in trùng bản của sổ (trừ khung chữ ký), đọc từ lớp chữ"),
        (forged, "mọi trang đọc từ lớp chữ, riêng chỗ in khác lớp chữ đọc từ hình trang"),
    ):
        upload = ContentFile(data, name="ban-ky.pdf")
        document = room.perform(verbs.record_signed_copy, made, room.office, upload=upload)
        page = gone_through(browser, document).content.decode()
        assert words in page and ("Giống từng chữ" in page) == (data is not forged)
        made = room.perform(verbs.return_signed_copy, document, room.leader, reason="Xem lại")


def test_pages_are_named_in_ranges() -> None:
    from phoihop.documents.comparing.judging import Comparison
    from phoihop.documents.views_comparing import how_read, ranges

    assert ranges([1, 2, 3, 5]) == "1–3, 5"
    said = how_read(Comparison(pages=4, ways=[COPY, COPY, PICTURE, COPY]))
    assert said == f"trang 1–2, 4 {reading.WAYS[COPY]}; trang 3 {reading.WAYS[PICTURE]}"
