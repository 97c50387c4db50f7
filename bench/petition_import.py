"""Figures of reading old lists: 1,000 rows with row errors to the end, 100,000 rows against calamine's bare read.

    python -m bench.petition_import [--record]

``--record`` also records 100,000 rows in a database of its own (minutes).
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from datetime import date
from pathlib import Path
from time import process_time

FIELDS = ("Giao thông, hạ tầng", "Môi trường, rác", "Điện, nước", "Giáo dục")
RESULTS = ("Đã giải quyết", "Đang giải quyết", "Giải trình", "Chưa giải quyết")
HEADS = ("STT", "Mã vụ việc", "Lĩnh vực", "Khu phố", "Nội dung kiến nghị", "Đơn vị giải quyết", "Ngày nhận", "Nội dung trả lời",
         "Phân loại", "Ngày trả lời")  # fmt: skip
ROOT = Path(__file__).resolve().parents[1]


def workbook(rows: int, *, wrong_every: int = 0) -> bytes:
    """A list with a title and ten columns; every so many rows a day that no calendar has."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Biểu 01")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 9, "BIỂU TỔNG HỢP KIẾN NGHỊ CỦA CỬ TRI NĂM 2026")
    sheet.write_row(2, 0, HEADS)
    for n in range(rows):
        r = n + 3
        sheet.write_row(
            r, 0,
            [n + 1, f"KN26-{n + 1:06d}", FIELDS[n % 4], f"Khu phố {n % 40 + 1}",
             f"Đề nghị sửa chữa mặt đường hẻm {n % 977} đường số {n % 31} đã xuống cấp, nhiều ổ gà (lần {n})", "Phòng Kinh tế"],
        )  # fmt: skip
        if wrong_every and n % wrong_every == 3:
            sheet.write_string(r, 6, "32/13/2026")
        else:
            sheet.write_datetime(r, 6, date(2026, 1 + n % 6, 1 + n % 28), day)
        sheet.write_row(r, 7, [f"UBND phường đã kiểm tra hiện trạng tuyến hẻm {n % 977}", RESULTS[n % 4]])
        sheet.write_datetime(r, 9, date(2026, 7, 1 + n % 28), day)
    book.close()
    return out.getvalue()


def fields() -> dict[str, str]:
    from phoihop.core.text import fold

    with (ROOT / "phoihop/commitments/data/fields.csv").open(encoding="utf-8", newline="") as lines:
        return {fold(row["label"]): row["code"] for row in csv.DictReader(lines) if row["kind"] == "field"}


def read(content: bytes) -> tuple[int, int]:
    """From the file to checked entries: (entries, rows with faults)."""
    from phoihop.ingest.readers import read_file
    from phoihop.petitions.past_columns import guess
    from phoihop.petitions.past_rows import entries, list_of

    found = list_of(read_file(content, "a.xlsx").blocks)
    assert found is not None
    known = fields()
    columns = {one.position: one.meaning for one in guess(found, fields=known)}
    count = wrong = 0
    for _entry, troubles in entries(
        found, columns, fields=known, today=date(2027, 8, 2)
    ):  # one at a time, as the action does
        count += 1
        wrong += any(trouble.stops for trouble in troubles)
    return count, wrong


def against_bare(rows: int = 100_000, times: int = 3) -> dict[str, float]:
    from python_calamine import load_workbook

    content = workbook(rows, wrong_every=50)
    ours, bare = [], []
    for _turn in range(times):
        begun = process_time()
        load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        bare.append(process_time() - begun)
        begun = process_time()
        read(content)
        ours.append(process_time() - begun)
    return {
        "ours": round(min(ours), 2),
        "bare": round(min(bare), 2),
        "ratio": round(min(ours) / min(bare), 2),
    }


def recorded(rows: int, *, wrong_every: int = 0) -> dict[str, float]:
    """Seconds from the upload to the recorded petitions, in a database of its own."""
    from django.core.files.base import ContentFile

    from phoihop.core import seed
    from phoihop.petitions import actions as verbs
    from phoihop.petitions.models import Petition
    from phoihop.petitions.tests.factories import Voices

    seed.load_all()
    voices = Voices()
    upload = ContentFile(workbook(rows, wrong_every=wrong_every), name="a.xlsx")
    begun = process_time()
    past = voices.perform(verbs.read_list, None, voices.council, upload=upload, as_of=date(2026, 12, 31))
    past = voices.perform(verbs.match_columns, past, voices.council, columns=past.taken())
    looked = process_time() - begun
    past = voices.perform(verbs.record_rows, past, voices.council)
    whole = process_time() - begun
    return {
        "rows": rows, "made": past.made, "faults": past.troubles, "looked": round(looked, 2), "recorded": round(whole, 2),
        "petitions": Petition.objects.count(),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--record", action="store_true", help="record 100,000 rows too")
    options = parser.parse_args()
    import os
    import tempfile

    os.environ.setdefault("PHOIHOP_DATA", tempfile.mkdtemp())
    os.environ.setdefault("PHOIHOP_TESTING", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    told: dict[str, object] = {
        "1,000 rows with faults": recorded(1000, wrong_every=50),
        "100,000 rows read": against_bare(),
    }
    if options.record:
        told["100,000 rows recorded"] = recorded(100_000)
    print(json.dumps(told, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
