"""R-34: the form of a Word file beside Nghị định 30/2020/NĐ-CP, as advice; nothing is ever blocked.

Works on any .docx: headings made with tables, tabs or spaces, files of other programs. A joint heading is
never an error: the decree has no rule on it. Party papers follow their own guidance, only page and font
are compared. What rests on custom instead of an article is ``advice``, not ``warning``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from phoihop.core.text import fold, strip_honorifics
from phoihop.documents.layout import COUNTRY, DECREE_30, MOTTO, Element, Layout, Measure
from phoihop.documents.word.parts import DATE, KEPT, KINDS, KINDS_FOLDED, NUMBER, STAMPS, Parts
from phoihop.documents.word.reading import Letters, Line, NotWord, Paragraph, read

__all__ = ["Finding", "NotWord", "check"]

WARNING, ADVICE = "warning", "advice"
_SLACK_MM = 0.3  # inches of other programs, rounded
_LONG_PAPER = 4000  # characters beyond which a paper surely has a second page
_QUOTED = 60  # characters of a line shown to find it again
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LETTERS = {  # letters of a symbol → the one kind they stand for
    letters: kind
    for kind, known in KINDS.items()
    for letters in known
    if " PHỐI HỢP" not in kind and " LIÊN TỊCH" not in kind
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One departure: ``code`` for programs, a sentence and a place for the clerk."""

    code: str
    severity: str
    message: str
    where: str


def _place(line: Line | Paragraph) -> str:
    number = line.index if isinstance(line, Paragraph) else line.paragraph.index
    return _("Đoạn %(number)d: “%(words)s”") % {"number": number + 1, "words": _short(line.text)}


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"


class Checker:
    """Collects findings; ``element`` and ``measure`` compare with the layout's own ranges."""

    def __init__(self, reading: Parts, layout: Layout) -> None:
        self.reading = reading
        self.layout = layout
        self.findings: list[Finding] = []

    def say(self, code: str, message: str, where: str = "", *, confidence: str = "S") -> None:
        severity = WARNING if confidence == "S" else ADVICE
        self.findings.append(Finding(code=code, severity=severity, message=message, where=where))

    def size(self, line: Line, element: Element, *, code: str) -> None:
        if line.sizes and not all(element.allows(s) for s in line.sizes):
            found = ", ".join(f"{s:g}".replace(".", ",") for s in sorted(line.sizes))
            self.say(
                f"{code}.size",
                _("Cỡ chữ của %(what)s là %(found)s; quy định %(range)s.")
                % {"what": element.label, "found": found, "range": element.range_words},
                _place(line), confidence=element.confidence,
            )  # fmt: skip

    def look(self, line: Line, element: Element, *, code: str) -> None:
        """Size, weight and slant of one element."""
        self.size(line, element, code=code)
        wrong = []
        if element.bold != line.bold:
            wrong.append(_("đậm") if element.bold else _("không đậm"))
        if element.italic != line.italic:
            wrong.append(_("nghiêng") if element.italic else _("đứng"))
        if wrong:
            self.say(
                f"{code}.style",
                _("%(what)s cần trình bày kiểu chữ %(style)s.")
                % {"what": element.label[0].upper() + element.label[1:], "style": ", ".join(wrong)},
                _place(line), confidence=element.confidence,
            )  # fmt: skip


# -------------------------------------------------------------------------------------------- rules


def _page(c: Checker) -> None:
    m = c.layout.measures
    for number, section in enumerate(c.reading.file.sections, start=1):
        where = _("Phần trang %d của tệp") % number
        short, long = sorted((section.width, section.height))
        if not (m["page.width"].allows(short, 1) and m["page.height"].allows(long, 1)):
            found = f"{short:.0f} × {long:.0f} mm"
            c.say("page.size", _("Khổ giấy là %s; quy định A4 (210 × 297 mm).") % found, where)
        if number == 1 and section.landscape:
            c.say("page.orientation", _("Trang đầu nằm ngang; chỉ bảng biểu mới trình bày ngang."), where)
        for side, value in section.margins.items():
            measure = m[f"margin.{side}"]
            # a turned sheet is bound at its top: any margin the decree knows will do
            low, high = (15.0, 35.0) if section.landscape else (measure.low, measure.high)
            if not low - _SLACK_MM <= value <= high + _SLACK_MM:
                _margin(c, measure, value, where)


def _margin(c: Checker, measure: Measure, value: float, where: str) -> None:
    found = f"{value:.1f}".replace(".", ",")
    c.say(
        measure.code,
        _("%(what)s là %(found)s mm; quy định %(range)s.")
        % {"what": measure.label.capitalize(), "found": found, "range": measure.range_words},
        where,
    )


def _letters(reading: Parts) -> list[tuple[Paragraph, Letters]]:
    return [(p, x) for p in reading.file.paragraphs for x in p.letters if re.search(r"[^\W\d_]", x.text)]


def _font(c: Checker) -> None:
    wrong: dict[str, list[Paragraph]] = {}
    coloured: list[Paragraph] = []
    for paragraph, letters in _letters(c.reading):
        if letters.font and letters.font.casefold() != c.layout.font.casefold():
            wrong.setdefault(letters.font, []).append(paragraph)
        dark = letters.colour in ("", "auto", "000000")
        if not dark and fold(paragraph.text) not in STAMPS:
            coloured.append(paragraph)
    for font, found in sorted(wrong.items()):
        legacy = bool(re.match(r"\.?Vn|VNI|VN[TB]", font, re.IGNORECASE))
        message = (
            _("Phông %(font)s không phải Unicode; quy định %(right)s, Unicode TCVN 6909:2001.")
            if legacy
            else _("Có chữ dùng phông %(font)s; quy định %(right)s.")
        )
        code = "font.legacy" if legacy else "font.family"
        c.say(code, message % {"font": font, "right": c.layout.font}, _place(found[0]))
    if coloured:
        c.say("font.colour", _("Có chữ không phải màu đen."), _place(coloured[0]))


def _page_number(c: Checker) -> None:
    sections = c.reading.file.sections
    number = next((s.number for s in sections if s.number), None)
    if number is None:
        length = sum(len(p.text) for p in c.reading.file.paragraphs)
        if len(sections) > 1 or length > _LONG_PAPER:
            c.say("page_number.missing", _("Văn bản nhiều trang nhưng không đánh số trang."))
        return
    if number.where != "top" or number.align not in ("center", "centre"):
        c.say("page_number.place", _("Số trang đặt canh giữa ở lề trên của trang."))
    if sections[0].on_first:
        c.say("page_number.first", _("Không hiển thị số ở trang thứ nhất."))
    element = c.layout.elements["page_number"]
    if not element.allows(number.size):
        found = f"{number.size:g}"
        c.say(
            "page_number.size",
            _("Cỡ chữ của số trang là %(found)s; quy định %(range)s.")
            % {"found": found, "range": element.range_words},
        )


def _country(c: Checker) -> None:
    line = c.reading.country
    if line is None:
        c.say("country.missing", _("Không thấy Quốc hiệu “%s”.") % COUNTRY, _("Khối tiêu đề"))
        return
    c.look(line, c.layout.elements["country"], code="country")
    if not line.capitals:
        c.say("country.capitals", _("Quốc hiệu viết bằng chữ in hoa."), _place(line))
    elif fold(line.text) != fold(COUNTRY):
        c.say("country.words", _("Quốc hiệu phải là “%s”.") % COUNTRY, _place(line))


def _motto(c: Checker) -> None:
    line = c.reading.motto
    if line is None:
        c.say("motto.missing", _("Không thấy Tiêu ngữ “%s”.") % MOTTO, _("Khối tiêu đề"))
        return
    c.look(line, c.layout.elements["motto"], code="motto")
    place = _place(line)
    if _DASHES.search(line.text):
        c.say("motto.dash", _("Tiêu ngữ dùng gạch nối (-), không dùng gạch ngang dài (–)."), place)
    plain = _DASHES.sub("-", line.text)
    if re.search(r"\S-|-\S", plain):
        c.say("motto.spaces", _("Giữa các cụm từ của Tiêu ngữ có gạch nối, có cách chữ hai bên."), place)
    if re.sub(r"\s*-\s*", " - ", plain) != MOTTO:
        c.say("motto.words", _("Tiêu ngữ viết đúng là “%s”.") % MOTTO, place)
    near = [p for p in c.reading.file.paragraphs if 0 <= p.index - line.paragraph.index <= 2]
    head = [x.paragraph for x in c.reading.head]
    if line.underline:
        c.say(
            "motto.underline",
            _("Dưới Tiêu ngữ là đường kẻ riêng dài bằng dòng chữ, không phải chữ gạch chân."),
            place, confidence="M",
        )  # fmt: skip
    elif not any(p.drawn for p in (*near, *head)):
        c.say("motto.line", _("Dưới Tiêu ngữ có đường kẻ ngang, nét liền, dài bằng dòng chữ."), place)


def _issuer(c: Checker) -> None:
    lines = c.reading.issuers
    if not lines:
        c.say(
            "issuer.missing",
            _("Không thấy tên cơ quan ban hành ở bên trái, phía trên số."),
            _("Khối tiêu đề"),
        )
        return
    element = c.layout.elements["issuer"]
    last = lines[-1]
    for line in lines:
        c.size(line, element, code="issuer")
    if not last.bold:
        c.say("issuer.style", _("Tên cơ quan ban hành viết chữ đậm."), _place(last))
    small = next((x for x in lines if not x.capitals), None)
    if small:
        c.say("issuer.capitals", _("Tên cơ quan viết bằng chữ in hoa."), _place(small))
    country = c.reading.country
    if country is not None and country.spot == lines[0].spot and country.column < lines[0].column:
        c.say(
            "order.columns",
            _("Tên cơ quan đặt bên trái, Quốc hiệu và Tiêu ngữ đặt bên phải."),
            _place(country),
        )


def _number(c: Checker) -> None:
    line = c.reading.number
    if line is None:
        c.say("number.missing", _("Không thấy dòng “Số: …/…”."), _("Khối tiêu đề"))
        return
    c.look(line, c.layout.elements["number"], code="number")
    place = _place(line)
    found = NUMBER.match(line.text)
    if found is None:
        c.say("number.pattern", _("Số, ký hiệu viết theo dạng “Số: 05/BC-UBND”."), place)
        return
    if not found["colon"]:
        c.say("number.colon", _("Sau chữ “Số” có dấu hai chấm."), place)
    if found["number"].isdigit() and not found["number"].startswith("0"):
        below = c.layout.measures["number.zero_below"].used
        if int(found["number"]) < below:
            c.say("number.zero", _("Số nhỏ hơn 10 phải ghi thêm số 0 ở trước."), place)
    if found["stroke"] != "/":
        c.say("number.stroke", _("Giữa số và ký hiệu có dấu gạch chéo (/)."), place)
    symbol = found["symbol"].strip()
    if re.search(r"\s", symbol) or re.search(r"\d\s+/|/\s+\S", line.text):
        c.say("number.spaces", _("Trong số, ký hiệu không có cách chữ."), place)
    if _DASHES.search(symbol):
        c.say("number.dash", _("Các nhóm chữ của ký hiệu nối bằng gạch nối (-)."), place)
    if any(g.islower() for g in re.split(r"[-/.\s]+", symbol) if len(g) > 1):
        c.say("number.capitals", _("Ký hiệu viết bằng chữ in hoa."), place)
    _kind_letters(c, symbol, place)


def _kind_letters(c: Checker, symbol: str, place: str) -> None:
    """Only a symbol that begins with the letters of another kind is a departure."""
    if c.reading.kind is None:
        return
    name = fold(c.reading.kind.text)
    kind = next((k for f, k in sorted(KINDS_FOLDED.items(), reverse=True) if name.startswith(f)), "")
    first = re.split(r"[-/]", re.sub(r"^\d{4}/", "", symbol))[0]
    other = _LETTERS.get(first, kind)
    if kind and KINDS[kind] and other != kind and not first.startswith(KINDS[kind][0]):
        c.say(
            "number.kind",
            _("Ký hiệu “%(letters)s” là của %(other)s, văn bản này là %(kind)s.")
            % {"letters": first, "other": other.lower(), "kind": kind.lower()},
            place,
        )


def _date(c: Checker) -> None:
    line = c.reading.date
    found = DATE.search(line.text) if line is not None else None
    if line is None or found is None:
        c.say("date.missing", _("Không thấy địa danh và thời gian ban hành."), _("Khối tiêu đề"))
        return
    c.look(line, c.layout.elements["place_date"], code="date")
    place = _place(line)
    before = line.text[: found.start()].strip()
    if not before:
        c.say("date.place", _("Trước ngày, tháng, năm có địa danh."), place)
    elif not before.endswith(","):
        c.say("date.comma", _("Sau địa danh có dấu phẩy."), place)
    m = c.layout.measures
    day, month = found["day"], found["month"]
    low_day = day.isdigit() and int(day) < m["day.zero_below"].used and len(day) == 1
    low_month = month.isdigit() and int(month) < m["month.zero_below"].used and len(month) == 1
    if low_day or low_month:
        c.say("date.zero", _("Ngày nhỏ hơn 10 và tháng 1, 2 phải ghi thêm số 0 ở trước."), place)
    if month.startswith("0") and int(month) >= m["month.zero_below"].used:
        c.say("date.extra_zero", _("Chỉ thêm số 0 trước tháng 1 và tháng 2."), place, confidence="M")
    number = c.reading.number
    if number is not None and number.spot != line.spot:
        c.say("date.row", _("Địa danh và thời gian đặt cùng hàng với số, ký hiệu."), place)


def _title(c: Checker) -> None:
    r = c.reading
    if r.kind is None:
        for line in r.about:
            c.look(line, c.layout.elements["about"], code="about")
        if not r.about and not any(x.text.startswith("Kính gửi") for x in r.lines):
            c.say("kind.missing", _("Không thấy tên loại văn bản, cũng không thấy “V/v” của công văn."))
        return
    c.look(r.kind, c.layout.elements["kind"], code="kind")
    if not r.kind.capitals:
        c.say("kind.capitals", _("Tên loại văn bản viết bằng chữ in hoa."), _place(r.kind))
    if r.kind.paragraph.align != "center":
        c.say("kind.align", _("Tên loại văn bản đặt canh giữa."), _place(r.kind))
    for line in r.subject[:1]:
        c.look(line, c.layout.elements["subject"], code="subject")


def _bases(c: Checker) -> None:
    bases = c.reading.bases
    element = c.layout.elements["basis"]
    for i, paragraph in enumerate(bases):
        for line in paragraph.lines()[:1]:
            c.look(line, element, code="basis")
        last = i == len(bases) - 1
        mark = "." if last else ";"
        # the last basis may lead on to "…, " where the text itself continues the sentence
        if not paragraph.text.endswith((mark, ";", ",") if last else mark):
            message = (
                _("Căn cứ cuối cùng kết thúc bằng dấu chấm (.).")
                if last
                else _("Mỗi căn cứ kết thúc bằng dấu chấm phẩy (;).")
            )
            c.say("basis.mark", message, _place(paragraph))


def _body(c: Checker) -> None:
    m, found = c.layout.measures, c.reading.body
    element = c.layout.elements["body"]
    indent, spacing, line = m["body.indent"], m["body.after"], m["body.line"]
    rules: tuple[tuple[str, str, Callable[[Paragraph], bool]], ...] = (
        ("body.align", _("canh đều hai lề"), lambda p: p.align == "justify"),
        ("body.size", _("cỡ chữ %s") % element.range_words, lambda p: _sizes_allowed(p, element)),
        (
            "body.indent", _("lùi đầu dòng %s") % indent.range_words,
            lambda p: p.left > 0 or indent.allows(p.first, _SLACK_MM) or _tabbed(p),
        ),
        (
            "body.spacing", _("khoảng cách đoạn tối thiểu %g pt") % spacing.low,
            lambda p: p.before + p.after >= spacing.low,
        ),
        (
            "body.line", _("cách dòng từ đơn đến 1,5 dòng"),
            lambda p: p.line == 0 or line.allows(p.line, 0.01),
        ),
    )  # fmt: skip
    for code, right, holds in rules:
        wrong = [p for p in found if not holds(p)]
        if wrong:
            c.say(
                code,
                _("%(count)d/%(all)d đoạn nội dung chưa đúng: quy định %(right)s.")
                % {"count": len(wrong), "all": len(found), "right": right},
                _place(wrong[0]),
            )


def _sizes_allowed(paragraph: Paragraph, element: Element) -> bool:
    shown = [x for x in paragraph.letters if x.text.strip() and not x.raised]
    return all(element.allows(x.size) for x in shown)


def _tabbed(paragraph: Paragraph) -> bool:
    """The first line is moved in by a tab: half an inch, within the range."""
    return next((x.text.startswith("\t") for x in paragraph.letters if x.text), False)


def _signature(c: Checker) -> None:
    for line in c.reading.authorities:
        c.look(line, c.layout.elements["authority"], code="authority")
    for line in c.reading.signers:
        c.look(line, c.layout.elements["signer"], code="signer")
        if strip_honorifics(line.text) != line.text:
            c.say(
                "signer.rank",
                _("Trước họ tên người ký không ghi học hàm, học vị, danh hiệu."), _place(line),
            )  # fmt: skip


def _recipients(c: Checker) -> None:
    word = c.reading.recipients
    if word is None:
        c.say("recipients.missing", _("Không thấy “Nơi nhận:”."))
        return
    c.look(word, c.layout.elements["recipients_word"], code="recipients_word")
    lines = c.reading.recipient_lines
    for line in lines[:1]:
        c.look(line, c.layout.elements["recipients"], code="recipients")
    kept = [i for i, x in enumerate(lines) if KEPT.match(x.text)]
    if not kept:
        c.say("recipients.kept", _("Cuối nơi nhận phải có dòng “Lưu: VT, …”."), _place(word))
    elif kept[-1] != len(lines) - 1:
        c.say("recipients.kept_last", _("Dòng “Lưu” đứng cuối nơi nhận."), _place(lines[kept[-1]]))
    elif not lines[-1].text.endswith("."):
        c.say("recipients.mark", _("Dòng cuối của nơi nhận kết thúc bằng dấu chấm (.)."), _place(lines[-1]))
    open_ = next((x for x in lines[:-1] if not x.text.endswith(";") and not KEPT.match(x.text)), None)
    if open_:
        c.say("recipients.mark", _("Mỗi dòng nơi nhận kết thúc bằng dấu chấm phẩy (;)."), _place(open_))


def _order(c: Checker) -> None:
    """The parts stand in the order of the model: heading, number, title, bases, text, closing."""
    r = c.reading
    parts = (
        (_("Quốc hiệu"), r.country), (_("số, ký hiệu"), r.number), (_("tên loại"), r.kind),
        (_("căn cứ"), r.bases[0] if r.bases else None), (_("nội dung"), r.body[-1] if r.body else None),
        (_("nơi nhận"), r.recipients),
    )  # fmt: skip
    found = [(name, x.index if isinstance(x, Paragraph) else x.paragraph.index, x) for name, x in parts if x]
    for (before, one, _x), (after, two, line) in pairwise(found):
        if two < one:
            c.say(
                "order.parts",
                _("Thứ tự chưa đúng: %(after)s phải đứng sau %(before)s.")
                % {"after": after, "before": before},
                _place(line),
            )


def _annexes(c: Checker) -> None:
    r = c.reading
    if r.annex_start >= len(r.file.paragraphs):
        return
    heading = r.file.paragraphs[r.annex_start]
    for line in heading.lines()[:1]:
        c.look(line, c.layout.elements["annex"], code="annex")
    if heading.align != "center":
        c.say("annex.align", _("Chữ “Phụ lục” đặt canh giữa."), _place(heading))
    if r.file.sections[heading.section].restarts is False or heading.section == 0:
        c.say("annex.pages", _("Số trang của phụ lục được đánh riêng theo từng phụ lục."), _place(heading))


_ALWAYS: Sequence[Callable[[Checker], None]] = (_page, _font, _page_number)
_STATE: Sequence[Callable[[Checker], None]] = (
    _country, _motto, _issuer, _number, _date, _title, _bases, _body, _signature, _recipients, _order,
    _annexes,
)  # fmt: skip


def check(docx_bytes: bytes, *, layout: Layout = DECREE_30) -> list[Finding]:
    """Every departure from the layout, in the order of the page; NotWord if the bytes are no .docx."""
    checker = Checker(Parts(read(docx_bytes)), layout)
    rules: Iterable[Callable[[Checker], None]] = _ALWAYS
    if not checker.reading.party:
        rules = (*_ALWAYS, *_STATE)
    for rule in rules:
        rule(checker)
    return checker.findings
