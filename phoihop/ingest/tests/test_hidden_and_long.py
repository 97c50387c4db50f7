"""What nobody sees who opens a file is never sure; sentences without an end and registers do not hold the reader up."""

from __future__ import annotations

import io
import time
from typing import Any

import docx
import xlsxwriter
from docx.oxml import OxmlElement

from phoihop.core.importers import told_of
from phoihop.ingest.reading.page import LONGEST_SENTENCE
from phoihop.ingest.unread import MOST_FIGURES

HEAD = (
    "ỦY BAN NHÂN DÂN PHƯỜNG MINH TÂN", "BÁO CÁO", "Kết quả công tác 6 tháng đầu năm 2027", "I. KẾT QUẢ", "1. Tiếp công dân",
)  # fmt: skip


def book(rows: list[list[Any]], *, hide_rows: tuple[int, ...] = (), hide_columns: str = "") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("Biểu")
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
        for n in hide_rows:
            sheet.set_row(n, None, None, {"hidden": True})
        if hide_columns:
            sheet.set_column(hide_columns, None, None, {"hidden": True})
    return out.getvalue()


ROWS: list[list[Any]] = [
    ["TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện 6 tháng đầu năm 2027"], [1, "Hồ sơ đã tiếp nhận", "hồ sơ", 5481],
    [2, "Lượt công dân được tiếp", "lượt", 79], [3, "Suất quà Tết đã trao", "suất", 1140],
]  # fmt: skip


def marks(content: bytes, name: str = "bieu.xlsx") -> dict[int, tuple[str, str]]:
    return {int(f.value): (f.mark, f.reason) for f in told_of(content, name).figures}


def test_a_number_in_a_hidden_row_is_not_sure_and_says_why() -> None:
    told = told_of(book(ROWS, hide_rows=(2,)), "bieu.xlsx")
    assert {int(f.value): (f.mark, f.reason) for f in told.figures} == {
        5481: ("chac", ""), 79: ("can_xem", "dòng ẩn"), 1140: ("chac", ""),
    }  # fmt: skip
    assert any("1 số nằm ở dòng, cột hoặc chữ bị ẩn" in note for note in told.notes)


def test_a_number_in_a_hidden_column_is_not_sure() -> None:
    found = marks(book(ROWS, hide_columns="D:D"))
    assert set(found.values()) == {("can_xem", "cột ẩn")} and set(found) == {5481, 79, 1140}


def word(*, hidden: str = "") -> bytes:
    made = docx.Document()
    for line in HEAD:
        made.add_paragraph().add_run(line).bold = True
    paragraph = made.add_paragraph("UBND phường đã tiếp 79 lượt công dân")
    if hidden:
        run = paragraph.add_run(hidden)
        run.font.hidden = True
    paragraph.add_run(".")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells),
        ("Chỉ tiêu", "Số lượng", "Đơn đã nhận", "36"),
        strict=True,
    ):
        cell.text = words
    if hidden:
        table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_hidden_letters_and_rows_of_word_are_not_sure() -> None:
    plain = marks(word(), "bc.docx")
    assert plain[79] == ("chac", "") and plain[36][1] != "chữ ẩn"
    found = marks(word(hidden=" và 12 lượt người ngoài phường"), "bc.docx")
    assert (found[79], found[12], found[36]) == (("chac", ""), ("can_xem", "chữ ẩn"), ("can_xem", "chữ ẩn"))


def test_a_sentence_without_an_end_is_read_in_pieces_and_said_so() -> None:
    said = ", ".join(
        f"tổ dân phố {n % 40} tổ chức {n + 3} cuộc tiếp xúc cử tri với {n * 3 + 7} lượt người dự"
        for n in range(700)
    )
    content = "\n".join((*HEAD, f"{said[:50_000]}.")).encode()
    began = time.process_time()
    told = told_of(content, "bc.txt")
    assert len(told.figures) > 1000 and max(len(f.sentence) for f in told.figures) <= LONGEST_SENTENCE
    assert {f.reason for f in told.figures} >= {"câu quá dài"}
    assert any("đọc từng khúc" in note for note in told.notes)
    assert time.process_time() - began < 60


def test_a_register_gives_its_first_figures_and_says_so() -> None:
    rows = [
        ROWS[0],
        *([n, f"Hộ số {n} đã nhận hỗ trợ", "đồng", 1000 + n] for n in range(1, MOST_FIGURES + 500)),
    ]
    told = told_of(book(rows), "danh sach.xlsx")
    assert len(told.figures) == MOST_FIGURES
    assert any(f"chỉ lấy {MOST_FIGURES} số đầu" in note for note in told.notes)
