"""The file of an old list as a list: read once where it comes in, and again where its rows are recorded."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from phoihop.core.importers import Untold, blocks_of
from phoihop.documents.filetypes import Refusal, detect
from phoihop.documents.models import FileKind
from phoihop.petitions.past_rows import list_of
from phoihop.petitions.past_tables import Found

#: Lists kept read between one page and the next, and from which length on such a list is let go as soon as it was used.
KEPT, LONGEST = 3, 20_000
#: Endings that promise a document of an office, and how one of them begins that is written in letters.
OFFICE, RICH = frozenset({"docx", "doc", "odt", "xlsx", "xls", "ods", "rtf"}), b"{\\rtf"
_recent: OrderedDict[str, Found] = OrderedDict()


def _need_office(content: bytes, name: str) -> None:
    """A text under the name of a spreadsheet or of Word is damaged or another file: nobody looks for a table in it."""
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix not in OFFICE:
        return
    try:
        other = detect(content, "").kind == FileKind.TEXT and not content.startswith(RICH)
    except Refusal:
        other = False  # the reader says what is wrong
    if other:
        raise Untold(
            _(
                "Tệp bị hỏng hoặc không đúng loại: tên là “.%s” nhưng bên trong không phải. Mở bằng Word, Excel, lưu lại rồi gửi."
            )
            % suffix
        )


def read_upload(upload: Any) -> Found:
    """An uploaded file as a list; the result stays on the upload. Untold says what is wrong and what to do."""
    held = getattr(upload, "read_as_list", None)
    if held is None:
        upload.seek(0)
        try:
            held = _read(upload.read(), upload.name or "")
        except Untold as error:
            held = error
        upload.seek(0)
        upload.read_as_list = held
    if isinstance(held, Untold):
        raise held
    return held


def read_stored(file: Any) -> Found:
    """The list in a file that is kept: read by the form, found read by the action that holds the lock."""
    found = _recent.get(file.sha256)
    if found is None:
        with default_storage.open(file.stored_as) as stored:
            found = _read(stored.read(), file.name)
        _recent[file.sha256] = found
        while len(_recent) > KEPT:
            _recent.popitem(last=False)
    return found


def used(file: Any) -> None:
    """A long list is not kept in memory once its rows were looked at."""
    held = _recent.get(file.sha256)
    if held is not None and len(held.lines) > LONGEST:
        _recent.pop(file.sha256, None)


def _read(content: bytes, name: str) -> Found:
    _need_office(content, name)
    found = list_of(blocks_of(content, name))
    if found is None or not found.lines:
        raise Untold(
            _(
                "Không thấy bảng nào có dòng tiêu đề cột như một biểu tổng hợp (nội dung kiến nghị, kết quả giải quyết …)."
            )
        )
    return found
