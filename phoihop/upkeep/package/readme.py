"""The explanation that lies on top of a package: for whoever opens it years later, without this program."""

from __future__ import annotations

from typing import Any

from django.apps import apps

SCOPES = {
    "all": "toàn bộ dữ liệu của nơi cài đặt",
    "year": "hồ sơ có việc được ghi trong năm {year}, kèm mọi hồ sơ mà chúng dựa vào",
    "territory": "hồ sơ mà các cơ quan của {name} được đọc, kèm mọi hồ sơ mà chúng dựa vào",
    "record": "hồ sơ {code} và mọi hồ sơ phát sinh từ đó, kèm những gì chúng dựa vào",
}

_TEXT = """# Gói dữ liệu Phối Hợp

Gói này chứa {scope}, theo đúng tình trạng sau bước nhật ký cuối cùng ({state_at}, giờ UTC).
Lập bằng phần mềm Phối Hợp (phoihop) bản {release}. Không cần phần mềm này để đọc gói: mọi thành phần là
tệp văn bản, bảng, Word, PDF hoặc tệp gốc.

## Trong gói có gì

| Chỗ | Là gì | Mở bằng |
|---|---|---|
| `van-ban/` | văn bản của từng hồ sơ, {papers} tệp | Word, trình xem PDF |
| `bang/` | mỗi loại hồ sơ một bảng, mỗi loại thành phần của hồ sơ một bảng | Excel, LibreOffice (CSV, UTF-8) |
| `ho-so/` | mỗi loại hồ sơ một tệp, mỗi dòng một hồ sơ dạng JSON, {records} hồ sơ | mọi công cụ đọc JSON |
| `danh-muc/` | danh mục, lịch nghỉ, quy định thời hạn, bộ đếm số, tài khoản (không có mật khẩu) | như trên |
| `tep/` | {files} tệp gốc, tên là dấu SHA-256 của tệp; tên thật ở `bang/documents.file.csv` | tùy loại tệp |
| `nhat-ky/nhat-ky.jsonl` | nhật ký: {entries} bước, ai làm gì, với tư cách nào, lúc nào, hồ sơ ra sao sau bước đó | mọi công cụ đọc JSON |
| `SHA256SUMS` | dấu SHA-256 của từng thành phần; kiểm bằng lệnh `sha256sum -c SHA256SUMS` | – |
| `manifest.json` | bản phần mềm, cấu trúc dữ liệu, phạm vi, số lượng, dấu của `SHA256SUMS`, lúc xuất và người xuất | – |

## Một dòng hồ sơ

`code` là mã, `fields` là các ô, `parts` là các thành phần theo thứ tự, `links` là liên kết sang hồ sơ khác
(loại:khóa), `clocks` là thời hạn. Ô tên tận cùng bằng `_id` là khóa của dòng khác. `seq` và `head` là số thứ tự
và dấu của bước nhật ký cuối cùng trên hồ sơ ấy. Ngày viết năm-tháng-ngày; thời điểm ghi theo giờ UTC.

Tệp đã thu hồi không có trong gói; hồ sơ và lý do thu hồi thì có.

## Tin được không

Mỗi bước nhật ký mang dấu (`digest`) của chính nó và của bước trước trên cùng hồ sơ (`previous`); chữ của bước
(`body`) có dấu riêng (`body_digest`), trong đó có ảnh chụp hồ sơ sau bước ấy. Sửa một chữ ở bất kỳ đâu thì dấu
không khớp nữa. {roots}
Kiểm trên máy bất kỳ có cài phoihop, không cần cơ sở dữ liệu: `phoihop verify TÊN-GÓI`. Lệnh ấy so từng thành phần
với `SHA256SUMS`, tính lại toàn bộ chuỗi nhật ký, rồi so từng hồ sơ với bước cuối cùng của nó.
Khi giao nhận, ghi dấu của `SHA256SUMS` (mục `sums` trong `manifest.json`) vào biên bản giao nhận.

## Đưa vào nơi khác

Trên một nơi cài đặt còn trống: `phoihop import TÊN-GÓI`. Người và vai trò đi theo; mật khẩu, mã xác thực hai bước,
phiên đăng nhập, nhật ký truy cập và bản nháp không đi theo. Cấp mật khẩu mới: `phoihop slip TÊN-ĐĂNG-NHẬP`.

## Loại hồ sơ

{kinds}
{missing}"""
_ROOTS = "Mỗi ngày còn một dấu niêm phong (`root`) trên mọi bước của ngày."
_NO_ROOTS = "Gói chỉ có một phần hồ sơ, nên không có dấu niêm phong ngày (dấu ấy tính trên mọi hồ sơ)."


def text(head: dict[str, Any]) -> str:
    scope = SCOPES.get(head["scope"]["kind"], "").format(**head["scope"])
    rows = [
        f"- `{label}`: {apps.get_model(label)._meta.verbose_name!s}, {kind['count']} hồ sơ"
        for label, kind in head["kinds"].items()
        if kind["count"]
    ]
    missing = ""
    if head["missing"]:
        lines = "\n".join(f"- {words}" for words in head["missing"])
        missing = f"\n## Không có trong gói\n\n{lines}\n"
    return _TEXT.format(
        scope=scope, state_at=head["state_at"], release=head["release"], kinds="\n".join(rows) or "(không có)",
        missing=missing, roots=_ROOTS if head["scope"]["kind"] == "all" else _NO_ROOTS, **head["counts"],
    )  # fmt: skip
