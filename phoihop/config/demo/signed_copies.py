"""A plan of the demo ward signed on paper: between approving and printing one figure was typed otherwise."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from django.core.files.base import ContentFile

from phoihop.config.demo.registers import at, draft, wearing
from phoihop.core.actions import perform
from phoihop.core.papers import Paper, Paragraph, formats
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.documents import actions as documents
from phoihop.documents.models import DocumentKind

DAY = date(2027, 7, 29)
TEXT = (
    "I. NỘI DUNG\nKiểm tra 24 tổ dân phố về niêm yết lịch tiếp công dân, mỗi tổ không quá hai buổi, xong trước "
    "ngày 20/8/2027; kinh phí 12.500.000 đồng từ nguồn chi thường xuyên.\n"
    "II. TỔ CHỨC THỰC HIỆN\nGiao Phòng Kinh tế, Hạ tầng và Đô thị chủ trì, báo cáo kết quả trước ngày 31/8/2027."
)


def signed_copies(bodies: dict[str, Organisation], people: dict[str, Actor]) -> None:
    """Signed, scanned and handed in by the office; nobody has compared it yet."""
    office, leader = wearing(people["chuyenvien"], bodies["UBND"], "clerk"), people["chutich"]
    row = draft(
        office, at(DAY, 8), kind=DocumentKind.objects.get(pk="KH"), owner=bodies["UBND"],
        about="Kiểm tra việc niêm yết lịch tiếp công dân", text=TEXT, copies=bodies["TTHDND"].name,
    )  # fmt: skip
    row = perform(documents.approve, row, actor=leader, at=at(DAY, 9))
    row = perform(documents.lock_for_signing, row, actor=office, at=at(DAY, 10), dated=DAY)
    row = perform(documents.sign, row, actor=leader, at=at(DAY, 11), way="paper", signed_on=DAY)
    printed = _otherwise(row.blocks(), "24 tổ", "42 tổ")
    scan = ContentFile(_scanned(formats()["pdf"].write(printed)), name="ban-ky-ke-hoach-kiem-tra.pdf")
    perform(documents.record_signed_copy, row, actor=office, at=at(DAY, 14), upload=scan)


def _otherwise(paper: Paper, old: str, new: str) -> Paper:
    return replace(
        paper,
        blocks=tuple(
            replace(b, runs=tuple(replace(r, text=r.text.replace(old, new)) for r in b.runs))
            if isinstance(b, Paragraph)
            else b
            for b in paper.blocks
        ),
    )


def _scanned(pdf: bytes) -> bytes:
    """Pages as an office scanner sends them: pictures of 200 dpi, laid in a little askew."""
    import pypdfium2  # noqa: PLC0415 heavy

    book = pypdfium2.PdfDocument(pdf)
    pages = [p.render(scale=200 / 72).to_pil().convert("L").rotate(0.7, fillcolor=255) for p in book]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return out.getvalue()
