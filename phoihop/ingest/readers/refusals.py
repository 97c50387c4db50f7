"""What a reader says when it cannot read: what happened, and what to do now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from phoihop.ingest.readers.source import Unreadable

_MEGABYTE = 1024 * 1024


def empty() -> Unreadable:
    return Unreadable("empty", _("Tệp không có chữ nào. Hãy kiểm tra lại tệp gốc rồi tải lên lại."))


def missing() -> Unreadable:
    return Unreadable("missing", _("Không mở được tệp. Hãy kiểm tra đường dẫn và quyền đọc rồi thử lại."))


def stopped() -> Unreadable:
    return Unreadable(
        "stopped", _("Đã dừng đọc theo yêu cầu; chưa có gì được lưu. Có thể tải lên lại bất cứ lúc nào.")
    )


def oversized(size: int, limit: int) -> Unreadable:
    return Unreadable(
        "oversized",
        _(
            "Tệp nặng %(size)d MB, quá mức cho phép là %(limit)d MB. Hãy tách tệp, hoặc bỏ bớt ảnh "
            "rồi tải lên lại."
        )
        % {"size": max(size // _MEGABYTE, 1), "limit": max(limit // _MEGABYTE, 1)},
    )


def encrypted() -> Unreadable:
    return Unreadable(
        "encrypted",
        _("Tệp được đặt mật khẩu nên không đọc được. Hãy mở bằng Word, bỏ mật khẩu, lưu lại rồi tải lên."),
    )


def macro() -> Unreadable:
    return Unreadable(
        "macro",
        _(
            "Tệp Word này có macro nên không được nhận. Hãy mở bằng Word, lưu lại thành .docx (không "
            "macro) rồi tải lên."
        ),
    )


def bomb() -> Unreadable:
    return Unreadable(
        "bomb",
        _(
            "Tệp nén phình ra quá lớn khi mở nên đã bị chặn. Hãy dùng tệp gốc, hoặc dán phần chữ vào "
            "ô “Dán văn bản”."
        ),
    )


def broken() -> Unreadable:
    return Unreadable(
        "broken", _("Tệp Word bị hỏng, không mở được. Hãy mở bằng Word, lưu lại thành .docx rồi tải lên lại.")
    )


def broken_file() -> Unreadable:
    return Unreadable(
        "broken",
        _("Tệp bị hỏng hoặc quá khổ, không đọc được. Hãy mở bằng phần mềm gốc, lưu lại rồi tải lên lại."),
    )


def unexpected() -> Unreadable:
    return Unreadable(
        "unexpected",
        _("Gặp lỗi khi đọc tệp này. Tệp gốc vẫn được giữ. Lưu lại bằng Word hoặc Excel rồi gửi bản mới."),
    )


def wide_sheet() -> Unreadable:
    return Unreadable(
        "wide",
        _(
            "Bảng tính có ô nằm quá xa, vùng phải đọc lớn quá mức. Hãy xóa các hàng, cột thừa, lưu lại rồi "
            "tải lên lại."
        ),
    )


def broken_sheet() -> Unreadable:
    return Unreadable(
        "broken",
        _("Bảng tính bị hỏng, không mở được. Hãy mở bằng Excel, lưu lại thành .xlsx rồi tải lên lại."),
    )


def entities() -> Unreadable:
    return Unreadable(
        "entities",
        _(
            "Tệp chứa khai báo XML không an toàn nên đã bị chặn. Hãy mở bằng Word, lưu lại thành "
            ".docx rồi tải lên."
        ),
    )


def encrypted_pdf() -> Unreadable:
    return Unreadable(
        "encrypted",
        _("Tệp PDF được đặt mật khẩu nên không đọc được. Hãy xin bản không đặt mật khẩu rồi tải lên."),
    )


def broken_pdf() -> Unreadable:
    return Unreadable(
        "broken", _("Tệp PDF bị hỏng, không mở được. Hãy xuất lại PDF từ bản gốc, hoặc tải bản Word (.docx).")
    )


def scan() -> Unreadable:
    return Unreadable(
        "scan",
        _(
            "Tệp PDF này là ảnh quét: chỉ có hình, không có chữ để đọc. Hãy tải bản Word (.docx) hoặc PDF "
            "xuất từ Word."
        ),
    )


def soup() -> Unreadable:
    return Unreadable(
        "soup",
        _(
            "Chữ trong tệp PDF này bị hỏng bảng mã: nhìn thì đúng mà chép ra thành ký tự lạ. Hãy tải bản Word "
            "(.docx), hoặc xuất lại PDF từ Word."
        ),
    )


def soup_word() -> Unreadable:
    return Unreadable(
        "soup",
        _(
            "Chữ trong tệp này bị hỏng bảng mã: chép ra thành ký tự lạ, không phải chữ Việt. Hãy mở bản gốc "
            "đúng phông, chuyển sang Unicode, lưu thành .docx rồi tải lên."
        ),
    )


def binary() -> Unreadable:
    return Unreadable(
        "binary",
        _("Đây không phải là tệp văn bản. Hệ thống đọc được .docx, .html, .txt, hoặc phần chữ được dán vào."),
    )


def not_yet(kind: str) -> Unreadable:
    """A kind that is recognised but not read (old Word, PDF, spreadsheet …)."""
    messages = {
        "doc": _(
            "Tệp Word kiểu cũ (.doc) chưa đọc được ở bản này. Hãy mở bằng Word, chọn Lưu thành .docx "
            "rồi tải lên."
        ),
        "rtf": _("Tệp .rtf chưa đọc được ở bản này. Hãy mở bằng Word, chọn Lưu thành .docx rồi tải lên."),
        "pdf": _(
            "Tệp PDF chưa đọc được ở bản này. Hãy tải bản Word (.docx), hoặc chép chữ trong PDF rồi dán vào."
        ),
        "spreadsheet": _(
            "Bảng tính chưa đọc được ở bản này. Hãy chép bảng sang Word, lưu thành .docx rồi tải lên."
        ),
        "presentation": _(
            "Tệp trình chiếu không đọc được. Hãy chép phần chữ sang Word, lưu thành .docx rồi tải lên."
        ),
        "odt": _("Tệp .odt chưa đọc được ở bản này. Hãy lưu thành .docx rồi tải lên."),
        "image": _(
            "Đây là ảnh hoặc bản quét, không có chữ để đọc. Hãy tải bản Word (.docx) hoặc gõ lại phần chữ."
        ),
        "archive": _("Đây là tệp nén. Hãy giải nén rồi tải từng văn bản bên trong lên."),
    }
    return Unreadable(kind, messages[kind])
