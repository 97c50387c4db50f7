"""Two sheets for the office's file: the key of the copies, and the minutes of a rehearsal. Printed by any browser."""

from __future__ import annotations

import io
from datetime import datetime
from html import escape

from django.utils import timezone

from phoihop.upkeep.backup import rehearsing
from phoihop.upkeep.backup.sealing import name_of, words_of

_SHEET = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>{title}</title>
<style>@page{{size:A4;margin:25mm}}body{{font:14pt/1.5 "Liberation Serif","Times New Roman",serif;max-width:165mm;margin:auto}}
h1{{font-size:18pt}}code{{font:16pt/1.8 "Liberation Mono",monospace;word-spacing:.4em}}svg{{width:60mm;height:60mm}}
.ky{{display:flex;justify-content:space-between;margin-top:14mm}}</style><h1>{title}</h1>{body}</html>
"""
_ROW = 4


def key_page(key: bytes, *, at: datetime) -> str:
    """The key as groups of letters and as a code to be photographed; the number says which copies it opens."""
    import segno  # noqa: PLC0415 only for a printed sheet

    groups = words_of(key).split("-")
    rows = [" ".join(groups[n : n + _ROW]) for n in range(0, len(groups), _ROW)]
    picture = io.BytesIO()
    segno.make(words_of(key), error="q").save(picture, kind="svg", xmldecl=False, scale=4)
    body = (
        f"<p>Khóa số <b>{name_of(key)}</b>, in {timezone.localtime(at):%d/%m/%Y}. Cất trong két, tách khỏi nơi để bản sao. "
        "Ai có tờ này và một bản sao thì đọc được toàn bộ dữ liệu; mất tờ này và mất máy thì không ai đọc được nữa.</p>"
        f"<p><code>{'<br>'.join(rows)}</code></p>{picture.getvalue().decode()}"
        "<p>Khi cần khôi phục trên máy mới: cài phoihop, chép bản sao vào máy, gõ <code>phoihop restore TÊN-BẢN-SAO</code> "
        "rồi gõ khóa trên đây (không phân biệt chữ hoa, gạch nối tùy ý), hoặc quét mã.</p>"
        '<div class="ky"><span>Người in</span><span>Người giữ</span></div>'
    )
    return _SHEET.format(title="Khóa bản sao lưu Phối Hợp", body=body)


def rehearsal_page(done: rehearsing.Rehearsal) -> str:
    title, *rest = rehearsing.lines(done)
    body = "".join(f"<p>{escape(words)}</p>" for words in rest)
    return _SHEET.format(
        title=escape(title),
        body=body + '<div class="ky"><span>Người thử</span><span>Lãnh đạo văn phòng</span></div>',
    )
