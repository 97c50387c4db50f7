"""A signer's own key does not heal a page that was covered before it was signed: such a file is refused, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phoihop.core.actions import Refused
from phoihop.documents import actions as verbs
from phoihop.documents.looks import beside
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.signatures.block import Block, Box
from phoihop.documents.signatures.keys import FileKey
from phoihop.documents.signatures.matching import bare_copy
from phoihop.documents.signatures.signing import sign
from phoihop.documents.tests import authority
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.signed_papers import AT, later, signed_elsewhere

pytestmark = pytest.mark.one_database
CHAIR = "Vũ Hoàng Nam"


@pytest.fixture
def room(db: None) -> Registry:
    made = Registry()
    made.trust(authority.root(authority.ROOT).pem)
    return made


def sent(room: Registry, made: OutgoingDocument, content: bytes) -> OutgoingDocument:
    upload = SimpleUploadedFile("ban-ky.pdf", content, content_type="application/pdf")
    done: OutgoingDocument = room.perform(verbs.sign, made, room.leader, way="digital", upload=upload)
    return done


def refusal(room: Registry, made: OutgoingDocument, content: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        sent(room, made, content)
    made.refresh_from_db()
    assert [row.signed_on for row in made.signatures.all()] == [None]
    return caught.value


def line(book: Any) -> Any:
    return book[0].search_for("24 tổ dân phố")[0]


def covered(book: Any) -> None:
    where = line(book)
    book[0].draw_rect(where, color=(1, 1, 1), fill=(1, 1, 1))
    with pymupdf.open() as other:
        page = other.new_page(width=where.width, height=16)
        page.insert_text((2, 12), "42 to dan pho")
        book[0].insert_image(where, stream=page.get_pixmap(dpi=200).tobytes("png"))


def noted(book: Any) -> None:
    book[0].add_freetext_annot(line(book), "42 TO", fontsize=10, fill_color=(1, 1, 1)).update()


@pytest.mark.parametrize(
    ("edit", "words"), [(covered, "thêm hình ảnh ở trang 1"), (noted, "thêm ghi chú, ô hoặc khung ở trang 1")]
)
@pytest.mark.parametrize("saved", ["anew", "after our own bytes"])
def test_a_line_covered_before_the_chair_signed_is_refused_with_its_page(
    room: Registry, tmp_path: Path, edit: Callable[[Any], None], words: str, saved: str
) -> None:
    made = room.locked()
    bare = bare_copy(made)
    if saved == "anew":
        with pymupdf.open(stream=bare, filetype="pdf") as book:
            edit(book)
            forged = book.tobytes()
    else:
        forged = later(bare, tmp_path, edit)
        assert forged.startswith(bare)
    told = refusal(room, made, signed_elsewhere(forged, authority.signer(CHAIR)))
    assert told.reason.startswith(
        "Tệp này hiện ra khác bản đã khóa, dù chữ bên dưới giống: hình in ở trang 1 khác"
    )
    assert words in told.reason
    assert told.instead.startswith("Tải lại tệp PDF ở trang này, ký lại")


def test_a_block_that_hides_words_is_refused_and_one_that_lies_lightly_over_them_is_told(
    room: Registry,
) -> None:
    made = room.locked()
    bare = bare_copy(made)
    with pymupdf.open(stream=bare, filetype="pdf") as book:
        where = line(book)
    over = Box(page=0, x0=where.x0, y0=where.y0, x1=where.x1, y1=where.y1)
    key = FileKey(content=authority.key_file(authority.signer(CHAIR)), phrase=authority.PHRASE)
    content = sign(bare, key=key, at=AT, box=over, block=Block(lines=("42",)))
    with (
        pymupdf.open(stream=bare, filetype="pdf") as ours,
        pymupdf.open(stream=bare, filetype="pdf") as theirs,
    ):
        covered(theirs)
        assert beside(ours[0], theirs[0], [tuple(where)]) == (False, True)
    (row,) = sent(room, made, content).signatures.all()
    assert row.result.endswith("đúng tệp của văn bản đã khóa; khung chữ ký đè lên chữ “24 tổ dân phố.”")


def test_a_stranger_who_signed_first_with_a_block_of_his_own_is_refused(room: Registry) -> None:
    made = room.locked()
    home = "CA tự lập"
    key = FileKey(
        content=authority.key_file(authority.signer("Người lạ", under=home), under=home),
        phrase=authority.PHRASE,
    )
    box = Box(page=0, x0=100, y0=600, x1=300, y1=640)
    first = sign(
        bare_copy(made), key=key, at=AT, box=box, block=Block(lines=("Mỗi hộ nộp 500.000 đồng",), size=9)
    )
    told = refusal(room, made, signed_elsewhere(first, authority.signer(CHAIR)))
    assert "hình in ở trang 1 khác" in told.reason


def test_what_another_program_saved_anew_and_signed_is_taken_when_it_looks_the_same(room: Registry) -> None:
    made = room.locked()
    with pymupdf.open(stream=bare_copy(made), filetype="pdf") as book:
        saved = book.tobytes(garbage=3, deflate=True)
    assert not saved.startswith(bare_copy(made))
    (row,) = sent(room, made, signed_elsewhere(saved, authority.signer(CHAIR))).signatures.all()
    assert row.result.endswith("giống từng chữ, từng trang in bản đã khóa")
