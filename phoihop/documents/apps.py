from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from phoihop.core.apps import ModuleConfig
from phoihop.core.papers import Format, Paper, register_format


def _write_docx(paper: Paper) -> bytes:
    from phoihop.documents.word import write  # noqa: PLC0415 heavy: python-docx only when a file is asked for

    return write(paper)


def _write_pdf(paper: Paper) -> bytes:
    from phoihop.documents.pdf import write  # noqa: PLC0415 heavy: typst only when a file is asked for

    return write(paper)


class DocumentsConfig(ModuleConfig):
    name = "phoihop.documents"
    label = "documents"
    title = _("Tài liệu")
    menu = "bao-cao"
    menu_order = 60
    icon = "b-paperclip"
    seeds = (
        ("kinds.csv", "DocumentKind", ("code",)),
        ("number_series.csv", "NumberSeries", ("code",)),
        ("signing_ways.csv", "SigningWay", ("body_kind", "valid_from")),
    )
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        register_format(Format(suffix="docx", mime=mime, label="Word", write=_write_docx))
        register_format(Format(suffix="pdf", mime="application/pdf", label="PDF", write=_write_pdf))
