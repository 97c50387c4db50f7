"""Papers no office should send and every office gets: each says on the page of the round what it is, that the
rest is safe, and what to do now; none takes part unseen."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from phoihop.config.cli import main
from phoihop.ingest.readers import Unreadable, read_file
from phoihop.reports.models import Intake
from phoihop.reports.tests.papers import COUNCIL, FRONT, word
from phoihop.reports.tests.test_rounds import Round

pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(64)


def with_part(content: bytes, name: str) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(name, b"x")
    return out.getvalue()


def sheet(formula_value: object = "") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    made = book.add_worksheet("Biểu 1")
    made.write_row("A1", ["PHỤ LỤC SỐ LIỆU 6 THÁNG ĐẦU NĂM 2027 PHƯỜNG THỬ NGHIỆM"])
    made.write_row("A3", ["TT", "Nội dung", "Kết quả"])
    made.write_row("A4", [1, "Cuộc giám sát chuyên đề", 4])
    made.write_row("A5", [2, "Tổng số cuộc"])
    made.write_formula("C5", "=C4*2", None, formula_value)
    book.close()
    return out.getvalue()


def locked_pdf() -> bytes:
    """A PDF whose trailer says that it is encrypted, with a password nobody has."""
    secret = b"<" + b"41" * 32 + b">"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /O " + secret + b" /U " + secret + b" /P -4 >>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Root 1 0 R /Size 4 /Encrypt 3 0 R /ID [<41> <41>] >>"
    return out + b"xref\n0 4\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF" % (table, trailer, len(out))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", bytes(30 << 20))
    return out.getvalue()


PLAIN = word(COUNCIL, "a.docx").read()
BAD = [
    ("khoa.docx", ole("EncryptedPackage"), "mật khẩu"), ("khoa.xlsx", ole("EncryptedPackage"), "mật khẩu"),
    ("khoa.pdf", locked_pdf(), "mật khẩu"), ("macro.docx", with_part(PLAIN, "word/vbaProject.bin"), "macro"),
    ("macro.docm", PLAIN, "chạy được như chương trình"), ("macro.xlsm", sheet(), "chạy được như chương trình"),
    ("macro.xlsx", with_part(sheet(), "xl/vbaProject.bin"), "macro"), ("hong.docx", PLAIN[:3000], "hỏng"),
    ("hong.pdf", b"%PDF-1.7 nothing", "hỏng"), ("bom.zip", bomb(), "phình ra"), ("rong.docx", b"", "rỗng"),
]  # fmt: skip


def test_what_cannot_be_read_stays_in_the_list_with_what_happened_and_what_to_do_and_hurts_no_other() -> None:
    july = Round()
    july.take(*(ContentFile(body, name=name) for name, body, _why in BAD), word(FRONT, "BC MTTQ.docx"))
    rows = list(Intake.objects.order_by("pk"))
    assert [(i.name, i.state) for i in rows] == [
        *((n, "aside") for n, _b, _w in BAD),
        ("BC MTTQ.docx", "current"),
    ]
    wrong = [(i.name, i.trouble) for i, (_n, _b, why) in zip(rows, BAD, strict=False) if why not in i.trouble]
    assert wrong == []
    says = ("Hãy", "Gửi", "gửi", "Lưu", "Mở", "Bỏ", "Chỉ")
    assert [i.name for i in rows[:-1] if not any(word in i.trouble for word in says)] == []


def reconciled(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = main(["reconcile", str(folder), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_command_reads_what_it_can_and_tells_of_each_other_file_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, body, _why in BAD:
        (tmp_path / name).write_bytes(body)
    (tmp_path / "BC HDND.docx").write_bytes(PLAIN)
    code, told = reconciled(tmp_path, capsys)
    assert (code, [f["name"] for f in told["files"]]) == (1, ["BC HDND.docx"])
    whys = {row["file"]: row["why"] for row in told["refused"]}
    assert [name for name, _body, why in BAD if why not in whys[name]] == []


def test_the_command_says_of_a_repeated_paper_and_of_one_of_another_period_what_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tuple(line.replace("2027", "2026") for line in FRONT)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as made:
        made.writestr("gửi/BC in.docx", word(("", *COUNCIL), "x").read())
        made.writestr("gửi/BC MTTQ.docx", word(FRONT, "x").read())
        made.writestr("gửi/BC cũ.docx", word(earlier, "x").read())
    (tmp_path / "a.docx").write_bytes(PLAIN)
    code, told = reconciled(tmp_path, capsys)
    assert (code, [f["name"] for f in told["files"]]) == (
        0,
        ["a.docx", "b.zip/BC MTTQ.docx", "b.zip/BC cũ.docx"],
    )
    assert told["aside"] == [
        {"file": "b.zip/BC in.docx", "why": "Cùng nội dung với “a.docx”, chỉ khác tên tệp."}
    ]
    assert [row["file"] for row in told["doubts"]] == ["b.zip/BC cũ.docx"]


def test_a_folder_that_is_not_there_or_empty_is_another_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (main(["reconcile", str(tmp_path / "x")]), main(["reconcile", str(tmp_path)])) == (2, 2)
    assert "không có tệp nào" in capsys.readouterr().err


def test_formulas_without_values_and_numbers_written_otherwise_are_said_beside_the_paper() -> None:
    july = Round()
    spelt = (
        *COUNCIL[:8], "Vận động Quỹ được 1.2 tỷ đồng, quỹ khác được 1,1 tỷ đồng và 1.404 triệu đồng.",
        "Đã tổ chức mười hai cuộc đối thoại giữa hai bên, đạt 98.5% kế hoạch.", *COUNCIL[8:],
    )  # fmt: skip
    july.take(ContentFile(sheet(), name="Phu luc.xlsx"), word(spelt, "BC HDND.docx"))
    annex, report = Intake.objects.order_by("pk")
    assert annex.notes == ["1 ô có công thức nhưng chưa có giá trị; hãy mở bằng Excel, lưu lại rồi tải lên."]
    [note] = report.notes
    assert "“1.2 tỷ”, “98.5%”" in note
    values = {int(f.value) for f in report.figures.all()}
    assert {1_100_000_000, 1_404_000_000, 12} <= values


def test_units_that_say_as_above_are_no_numbers_and_lose_none() -> None:
    made = docx.Document(io.BytesIO(PLAIN))
    table = made.add_table(4, 4)
    given = [
        ("TT", "Nội dung", "Đơn vị tính", "Kết quả"), ("1", "Tiếp xúc cử tri", "cuộc", "14"),
        ("2", "Giám sát", "nt", "4"), ("3", "Đối thoại", "như trên", "2"),
    ]  # fmt: skip
    for row, words in zip(table.rows, given, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    july = Round()
    july.take(ContentFile(out.getvalue(), name="BC HDND.docx"))
    rows = Intake.objects.get().figures.filter(noun__in=("Tiếp xúc cử tri", "Giám sát", "Đối thoại"))
    assert sorted(int(r.value) for r in rows) == [2, 4, 14]


def test_a_locked_pdf_is_told_from_a_damaged_one() -> None:
    with pytest.raises(Unreadable) as why:
        read_file(locked_pdf(), "a.pdf")
    assert why.value.code == "encrypted"
