"""Numbers of a passage while a person edits its words: ``[[S07]]`` as kept, ⟦17⟧ in the box, and what may not get lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from phoihop.core.actions import Refused
from phoihop.core.text import fold
from phoihop.reports.models import ReportFigure
from phoihop.reports.passages import sentences

MARK = re.compile(r"\[\[(S\d+)\]\]")
_STRANGE = re.compile(r"⟦[^⟦⟧]{0,80}⟧?|⟧")
#: A sentence still stands where this share of its words does.
STANDS = 0.5

Rows = Mapping[str, ReportFigure]


def shorts_in(text: str) -> list[str]:
    """The figures a text tells, each once, in order."""
    return list(dict.fromkeys(MARK.findall(text)))


def chips_of(text: str, rows: Rows) -> dict[str, str]:
    """How each number of a text is written in the box: as it prints; of two alike the second says so."""
    found: dict[str, str] = {}
    for short in shorts_in(text):
        if short in rows:
            chip, n = f"⟦{rows[short].words}⟧", 1
            while chip in found.values():
                n += 1
                chip = f"⟦{rows[short].words} ({n})⟧"
            found[short] = chip
    return found


def to_chips(text: str, chips: Mapping[str, str]) -> str:
    return MARK.sub(lambda match: chips.get(match[1], match[0]), text)


def from_chips(text: str, chips: Mapping[str, str], rows: Rows) -> str:
    """As it is kept. A number that lost only its brackets is still that number, where it stands once."""
    for short, chip in chips.items():
        text = text.replace(chip, f"[[{short}]]")
    for short in chips:
        bare = re.compile(rf"(?<![\w.,/\[]){re.escape(rows[short].words)}(?![\w/]|[.,]\d)")
        alike = [s for s in chips if rows[s].words == rows[short].words]
        if f"[[{short}]]" not in text and len(alike) == 1 and len(bare.findall(text)) == 1:
            text = bare.sub(f"[[{short}]]", text)
    return text


def need_kept(before: str, after: str, rows: Rows) -> None:
    """Words may change and a sentence may go with its numbers; one that stays keeps them."""
    if strange := [short for short in MARK.findall(after) if short not in rows]:
        raise Refused(_("Không có con số %s trong báo cáo này.") % strange[0], field="text")
    if typed := _STRANGE.search(after):
        raise Refused(
            _("“%s” không phải con số của đoạn này.") % typed.group(),
            instead=_("Giữ nguyên các số trong dấu ⟦ ⟧ như ở bảng bên cạnh. Muốn đổi số thì dùng việc Sửa một con số đã chốt."),
            field="text",
        )  # fmt: skip
    there = set(MARK.findall(after))
    chips = chips_of(before, rows)
    stand = [_words_of(one) for one in _sentences(after)]
    for sentence in _sentences(before):
        lost = [short for short in shorts_in(sentence) if short in chips and short not in there]
        if lost and _stands(_words_of(sentence), stand):
            raise Refused(
                _("Câu “%(sentence)s” mất con số %(chip)s.")
                % {"sentence": to_chips(sentence.strip(), chips)[:200], "chip": ", ".join(chips[s] for s in lost)},
                instead=_("Đưa lại số ấy vào câu, hoặc bỏ cả câu."), field="text",
            )  # fmt: skip


def _sentences(text: str) -> list[str]:
    return [line[s:e] for line in text.splitlines() for s, e in sentences(line)]


def _words_of(sentence: str) -> set[str]:
    return {w for w in re.findall(r"[^\W\d_]+", fold(MARK.sub(" ", sentence))) if len(w) > 1}


def _stands(words: set[str], there: Iterable[set[str]]) -> bool:
    return any(len(words & one) >= STANDS * len(words) for one in there) if words else False
