"""What an annex prints: each paragraph it changes, adds or takes out, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.texts import TITLE, difference, version_at
from phoihop.core import papers
from phoihop.core.papers import Block, Heading


def changes(programme: Programme) -> list[tuple[str, str, str]]:
    """(kind, as it was, as it is) of what the annex changes against the text it began from."""
    first, last = version_at(programme, 1), version_at(programme, programme.version)
    if first is None or last is None or first.number == last.number:
        return []
    told = [c for c in difference(first, last).changes if c.kind != "kept" and c.id != TITLE]
    return [(c.kind, c.old_text, c.new_text) for c in told]


def annex_blocks(programme: Programme, base: Programme) -> Iterator[Block]:
    """What the annex changes in the programme it amends."""
    named = _("%(kind)s %(number)s") % {"kind": base.title, "number": base.number_words}
    yield papers.paragraph(_("Các bên thống nhất sửa đổi, bổ sung %s như sau:") % named.strip())
    for n, (kind, old, new) in enumerate(changes(programme), start=1):
        words = {
            "changed": _("Sửa đổi đoạn “%(old)s” thành:"), "added": _("Bổ sung đoạn:"),
            "removed": _("Bỏ đoạn “%(old)s”."), "moved": _("Chuyển chỗ đoạn “%(old)s”."),
        }[kind]  # fmt: skip
        yield Heading(level=2, number=f"{n}.", text=words % {"old": old})
        if kind in ("changed", "added"):
            yield papers.paragraph(f"“{new}”")
    yield papers.paragraph(
        _(
            "Các nội dung khác giữ nguyên. Phụ lục này là bộ phận không tách rời của chương trình, có hiệu lực từ ngày ký."
        )
    )
