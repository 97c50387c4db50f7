"""The plain page the list is measured against: an ordinary Django template, as most projects write it."""

from __future__ import annotations

from django.template import Context, Engine

_HEAD = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Danh sách</title>
<link rel="stylesheet" href="/static/a.css"></head><body><header><a href="/">Phối Hợp</a><form action="/tim/"><input name="q"></form></header>
<nav>{% for n in menu %}<li><a href="/muc-{{ n }}/">Mục số {{ n }} của mục lục</a></li>{% endfor %}</nav><main><h1>Sổ theo dõi</h1>
"""
_ROW = """{% for row in rows %}<tr><td><a class="ten" href="/nhiem-vu/{{ row.code }}/">{{ row.content }}</a><span class="duoi">{{ row.source_line }}</span></td>
<td data-n="Ai">{{ row.lead.short_name }}</td><td class="k noi" data-n="Hạn"><span class="ph-ngay">{{ row.due_on|date:"d/m/Y" }}</span><br><span class="st st-tre"><svg aria-hidden="true"><use href="/static/icons.svg#s-tre"/></svg><span>{{ row.get_state_display|default:row.state }}</span></span></td>
<td data-n="Sản phẩm">{{ row.product }}</td><td data-n="Bằng chứng">{% if row.proof_count %}{{ row.proof_count }}{% else %}<span class="st st-thieu"><svg aria-hidden="true"><use href="/static/icons.svg#s-thieu"/></svg><span>Chưa có</span></span>{% endif %}</td>
<td data-n="Kiểm lại">{{ row.verifier.short_name|default:"" }}</td></tr>{% endfor %}"""
_TAIL = "</tbody></table></main></body></html>"


class Plain:
    def __init__(self) -> None:
        self.template = Engine().from_string(
            _HEAD + '<table class="ph-bang"><thead><tr><th>Việc</th></tr></thead><tbody>' + _ROW + _TAIL
        )

    def render(self, values: dict[str, object]) -> str:
        return self.template.render(Context(values))


PLAIN = Plain()
