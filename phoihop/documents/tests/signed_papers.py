"""PDFs for the tests of signatures: a small joint programme with three columns, signed and tampered with."""

from __future__ import annotations

import datetime
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pymupdf
from PIL import Image, ImageDraw

from phoihop.documents.signatures.block import Block, font_file
from phoihop.documents.signatures.keys import FileKey
from phoihop.documents.signatures.placing import place
from phoihop.documents.signatures.signing import sign
from phoihop.documents.tests import authority

AT = datetime.datetime(2027, 1, 10, 2, 5, tzinfo=datetime.UTC)
#: Printed name, authority above it, capacity, body.
SIGNERS = (
    ("Nguyễn Văn An", "TM. THƯỜNG TRỰC HĐND", "CHỦ TỊCH", "Thường trực HĐND phường"),
    ("Trần Thị Bình", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "UBND phường"),
    ("Lê Văn Cường", "TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "Ủy ban MTTQ phường"),
)
TEXT = "Các bên phối hợp giải quyết ba kiến nghị của cử tri trước ngày 30/8/2027."


def programme(text: str = TEXT, *, attachment: bytes = b"", box: bool = False) -> bytes:
    """One page with the text and three signature columns."""
    with pymupdf.open() as book:
        page = book.new_page(width=595, height=842)
        page.insert_font("serif", fontfile=str(font_file()))
        page.insert_text((90, 120), "CHƯƠNG TRÌNH PHỐI HỢP CÔNG TÁC", fontname="serif", fontsize=14)
        page.insert_text((90, 200), text, fontname="serif", fontsize=13)
        for number, (name, above, capacity, _body) in enumerate(SIGNERS):
            left = 40 + 180 * number
            for line, high in ((above, 500), (capacity, 518), (name, 610)):
                page.insert_text((left, high), line, fontname="serif", fontsize=12)
        if attachment:
            book.embfile_add("van-ban.json", attachment)
        if box:
            widget = pymupdf.Widget()
            widget.field_name, widget.field_type = "Ghi chú", pymupdf.PDF_WIDGET_TYPE_TEXT
            widget.rect, widget.field_value = pymupdf.Rect(90, 250, 300, 270), "đã đọc"
            page.add_widget(widget)
        found: bytes = book.tobytes()
    return found


def hand() -> bytes:
    """A hand signature: a blue stroke on nothing."""
    picture = Image.new("RGBA", (300, 120), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line(
        [(10, 90), (80, 20), (140, 100), (290, 30)], fill=(20, 40, 160, 255), width=6
    )
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


def signed(content: bytes, number: int, *, at: datetime.datetime = AT, under: str = authority.ROOT) -> bytes:
    """By the n-th signer, the block in the signer's own column."""
    name, above, capacity, body = SIGNERS[number]
    holder = authority.signer(name, body, "Chủ tịch", under=under)
    return sign(
        content, key=FileKey(content=authority.key_file(holder, under=under), phrase=authority.PHRASE), at=at, name=name,
        reason=f"{above}, {capacity}", block=Block(lines=(name, f"{above} – {capacity}")),
        box=place(content, name=name, authority=above),
    )  # fmt: skip


def by_all(content: bytes) -> bytes:
    for number in range(3):
        content = signed(content, number, at=AT + datetime.timedelta(minutes=10 * number))
    return content


def signed_elsewhere(content: bytes, holder: authority.Holder, *, under: str = authority.ROOT) -> bytes:
    """As another office's program signs: no block on the page, no PAdES, the fields named its own way."""
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives import serialization
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()
    store.register_multiple(
        x509.Certificate.load(h.der) for h in (authority.issuer(under), authority.root(under))
    )
    key = holder.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(holder.der),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    with ThreadPoolExecutor(1) as apart:  # it runs a loop of its own; beside a browser one runs already
        out = apart.submit(
            sign_pdf, writer, PdfSignatureMetadata(field_name="Signature1"), signer=signer
        ).result()
    found: bytes = out.getvalue()
    return found


def later(content: bytes, folder: Path, change: object) -> bytes:
    """The file with a change saved after what is there, as a PDF editor does."""
    path = folder / "later.pdf"
    path.write_bytes(content)
    with pymupdf.open(path) as book:
        change(book)  # type: ignore[operator]
        book.save(path, incremental=True, encryption=pymupdf.PDF_ENCRYPT_KEEP)
    return path.read_bytes()
