"""One signature more on a PDF: PAdES, as an update that leaves what was signed before byte for byte."""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.documents.signatures.block import Block, Box, draw
from phoihop.documents.signatures.keys import Key, KeyRefused, check

#: Signing takes a tenth of a second; a device may ask its owner to press a button.
SECONDS = 60


def sign(
    content: bytes, *, key: Key, at: datetime, name: str = "", reason: str = "", place: str = "",
    block: Block | None = None, box: Box | None = None,
) -> bytes:  # fmt: skip
    """The same PDF with one more signature; KeyRefused says why not. Nothing of the key stays anywhere."""

    def work() -> tuple[bytes, tuple[str, str, str]]:
        try:
            return _signed(
                content, key, at=at, name=name, reason=reason, place=place, block=block, box=box
            ), ("", "", "")
        except KeyRefused as refused:
            return b"", (refused.reason, refused.instead, refused.field)

    ready()
    try:
        done, (why, instead, field) = apart(work, seconds=SECONDS)
    except Died as error:
        raise KeyRefused(
            _("Chưa ký được tệp này."),
            instead=_("Chưa ký gì, chưa mất gì. Thử lại, hoặc ký giấy rồi tải bản chụp."),
        ) from error
    if why:
        raise KeyRefused(why, instead=instead, field=field)
    return done


def ready() -> None:
    """Load the libraries here, so that the process made for each signature has them already."""
    import pymupdf  # noqa: PLC0415 as above

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it says of keys is no log line
    pymupdf.TOOLS.mupdf_display_errors(False)


def _signed(
    content: bytes, key: Key, *, at: datetime, name: str, reason: str, place: str, block: Block | None,
    box: Box | None,
) -> bytes:  # fmt: skip
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 heavy
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 heavy
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415 heavy
    from pyhanko.sign.general import SigningError  # noqa: PLC0415 heavy
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415 heavy

    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
    except (PdfError, ValueError) as error:
        raise _unsignable() from error
    if writer.prev.encrypted:
        raise KeyRefused(_("Tệp PDF đặt mật khẩu, không ký được."), instead=_("Bỏ mật khẩu rồi ký lại."))
    field = _free_name(writer)
    spec = SigFieldSpec(sig_field_name=field, **_where(content, box))
    meta = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=name or None,
        reason=reason or None, location=place or None,
    )  # fmt: skip
    with key.signer() as signer:
        check(signer.signing_cert, at=at)
        style = _style(block, box) if block and box else None
        pdf_signer = PdfSigner(meta, signer, new_field_spec=spec, **({"stamp_style": style} if style else {}))
        try:
            done: bytes = run(_steps(pdf_signer, writer, at=at))
        except (SigningError, PdfError) as error:
            raise _unsignable() from error
    return done


async def _steps(pdf_signer: Any, writer: Any, *, at: datetime) -> bytes:
    """As pyHanko's own sign_pdf, with the moment given instead of read from the clock."""
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes  # noqa: PLC0415 heavy

    session = pdf_signer.init_signing_session(writer)
    session.system_time = at
    checked = await session.perform_presign_validation(writer)
    room = await session.estimate_signature_container_size(checked, tight=False)
    ready = session.prepare_tbs_document(validation_info=checked, bytes_reserved=room)
    digest, out = ready.digest_tbs_document()
    after = await ready.perform_signature(
        document_digest=digest.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at)
    )
    await after.post_signature_processing(out)
    out.seek(0)
    found: bytes = out.read()
    return found


def run(steps: Coroutine[Any, Any, Any]) -> Any:
    """To its end, in a thread of its own: the caller's may have a loop running already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, steps).result()


def _unsignable() -> KeyRefused:
    return KeyRefused(
        _("Tệp PDF này không thêm chữ ký vào được."),
        instead=_("Lập lại tệp PDF của văn bản rồi ký; chưa ký gì."),
    )


def _free_name(writer: Any) -> str:
    """KySo1, KySo2 …: the order can be read from the name."""
    from pyhanko.sign.fields import enumerate_sig_fields  # noqa: PLC0415 heavy

    taken = {str(name) for name, _value, _ref in enumerate_sig_fields(writer)}
    numbers = [int(found[1]) for name in taken if (found := re.fullmatch(r"KySo(\d{1,4})", name))]
    return f"KySo{max(numbers, default=0) + 1}"


def _where(content: bytes, box: Box | None) -> dict[str, Any]:
    """Page and box as PDF counts them: from the bottom left corner of the page as it was written."""
    if box is None:
        return {"on_page": 0}
    import pymupdf  # noqa: PLC0415 heavy

    with pymupdf.open(stream=content, filetype="pdf") as book:
        page = book[box.page]
        shown = pymupdf.Rect(box.x0, box.y0, box.x1, box.y1) * page.derotation_matrix
        rect = (shown * ~page.transformation_matrix).normalize()
    return {"on_page": box.page, "box": tuple(round(v) for v in (rect.x0, rect.y0, rect.x1, rect.y1))}


def _style(block: Block, box: Box) -> Any:
    from pyhanko.pdf_utils.content import ImportedPdfPage  # noqa: PLC0415 heavy
    from pyhanko.pdf_utils.layout import (  # noqa: PLC0415 heavy
        AxisAlignment,
        BoxConstraints,
        InnerScaling,
        Margins,
        SimpleBoxLayoutRule,
    )
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 heavy
    from pyhanko.stamp import StaticStampStyle  # noqa: PLC0415 heavy

    drawn = draw(block, width=box.width, height=box.height)

    class Drawn(ImportedPdfPage):  # type: ignore[misc]
        """A page from memory; the library's own reads from a path."""

        def render(self) -> bytes:
            form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(drawn)), page_ix=0)
            self.resources.xobject["/Block"] = form
            left, low, right, high = (float(v) for v in form.get_object()["/BBox"])
            self.box = BoxConstraints(width=round(right - left), height=round(high - low))
            return b"/Block Do"

    whole = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0),
        inner_content_scaling=InnerScaling.NO_SCALING,
    )  # fmt: skip  # the library's own margins would shrink the letters
    return StaticStampStyle(background=Drawn(""), background_layout=whole, border_width=0)
