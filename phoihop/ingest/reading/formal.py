"""Formal papers: letterhead with number and date, title, chapters and articles, headings, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from phoihop.ingest.readers.outline import outline
from phoihop.ingest.reading.bodies import Home, find_bodies
from phoihop.ingest.reading.data.letters import CAPITALISED, UPPER
from phoihop.ingest.reading.documents import tidy_symbol
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page

_NUMBER = re.compile(
    (
        rf"(?:^|\n|\|)"
        rf"[^\S\n]*Số\s*:?\s*(?P<n>\d{{0,5}}\s*[-/]\s*[{UPPER}][{UPPER}\d.]*(?:\s*[-/–.]\s*[{UPPER}][{UPPER}\d.]*)"
        rf"*)"
    ),
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"(?P<place>{CAPITALISED}(?:[ .]+{CAPITALISED}){{0,4}})\s*,\s*ngày\s+(?P<d>\d{{1,2}})"
    rf"\s+tháng\s+(?P<m>\d{{1,2}})\s+năm\s+(?P<y>\d{{4}})"
)
_KINDS = {
    "QUY CHẾ": "regulation",
    "CHƯƠNG TRÌNH": "programme",
    "BÁO CÁO": "report",
    "KẾ HOẠCH": "plan",
    "NGHỊ QUYẾT": "resolution",
    "NGHỊ QUYẾT LIÊN TỊCH": "regulation",
    "KẾ HOẠCH LIÊN TỊCH": "programme",
    "THÔNG BÁO": "notice",
    "TỜ TRÌNH": "submission",
    "CHƯƠNG TRÌNH PHỐI HỢP": "programme",
    "QUY CHẾ PHỐI HỢP": "regulation",
    "QUYẾT ĐỊNH": "decision",
    "BIÊN BẢN": "minutes",
    "THÔNG TƯ": "circular",
    "LUẬT": "law",
    "NGHỊ ĐỊNH": "decree",
    "CÔNG VĂN": "letter",
    "HƯỚNG DẪN": "guidance",
}
_TITLE_LINE = re.compile(
    (
        rf"^[\s|]*(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})(?P<same>(?:[ "
        rf"]+[{UPPER}0-9][^\n]*)?)$"
    ),
    re.MULTILINE,
)
_MOTTO = re.compile(
    r"cộng\s+h[òo]a\s+xã hội\s+chủ nghĩa\s+việt nam|độc lập\s*-\s*tự do\s*-\s*hạnh phúc", re.IGNORECASE
)
_POST = re.compile(
    r"(?:PHÓ |Phó |QUYỀN |Q\. ?)?(?:CHỦ TỊCH|Chủ tịch|BÍ THƯ|CHÁNH|TRƯỞNG|GIÁM ĐỐC|Bí thư|Trưởng|TRƯỞNG ĐOÀN)"
)
_SIGNED_NAME = re.compile(rf"{CAPITALISED}(?: {CAPITALISED}){{1,5}}")
_AUTHORITY = re.compile(
    r"^\s*(?P<how>TM\.|KT\.|TL\.|TUQ\.|Q\.|T/M\.?|K/T\.?)\s*(?P<body>[^\n|]{3,90})", re.MULTILINE
)


_SITE_HEAD = 2500


@dataclass(frozen=True)
class Form:
    """What a formal paper says of itself."""

    kind: str
    name: str
    title: str
    title_span: tuple[int, int]
    number: Found | None
    dated: Found | None
    complete: bool


def find_form(page: Page) -> Form | None:
    """The letterhead and title of a formal paper; None for news."""
    head = page.text[:4000]
    title = None
    for match in _TITLE_LINE.finditer(head):
        title = match
        break
    number = _NUMBER.search(head)
    dated = _DATELINE.search(head.replace("\n", " "))
    signs = sum(
        (bool(_MOTTO.search(head)), number is not None, dated is not None, "Căn cứ" in page.text[:6000])
    )
    if (
        title is None
        or signs < 1
        or (signs < 2 and not re.search(r"^\s*(?:I\.|Chương I|Điều 1)", page.text, re.MULTILINE))
    ):
        return None
    name, span = _subject(page, title)
    return Form(
        kind=_KINDS[title["kind"]],
        name=title["kind"].capitalize(),
        title=name,
        title_span=span,
        number=_number(number),
        dated=_dated(dated),
        complete=bool(_AUTHORITY.search(page.text, len(page.text) // 2) or re.search(r"Nơi nhận", page.text)),
    )


def _number(match: re.Match[str] | None) -> Found | None:
    if match is None or not match["n"]:
        return None
    return Found(field="number", value=tidy_symbol(match["n"]), start=match.start("n"), end=match.end("n"))


def _dated(match: re.Match[str] | None) -> Found | None:
    if match is None:
        return None
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None
    return Found(field="date", value=day, start=match.start("d"), end=match.end())


def _subject(page: Page, title: re.Match[str]) -> tuple[str, tuple[int, int]]:
    """Kind and subject: the lines behind the kind, up to the legal bases or the first part."""
    start = title.start("kind")
    stop = re.compile(
        r"\n\s*(?:-\s*)?(?:Căn cứ|Căn\s|Thực hiện|Xét|Theo|Chương\s|CHƯƠNG\s+[IVX1]|I\.|PHẦN|Phần|Điều\s+1"
        r"|\(?Ban hành|Kính gửi|Để |Nhằm|Trong|Năm|[-_*]{3,}|Ngày|Phát huy|Trên cơ sở)"
    ).search(page.text, title.end(), title.end() + 700)
    end = stop.start() if stop else page.text.find("\n", title.end() + 1, title.end() + 500)
    end = end if end > 0 else title.end()
    words = " ".join(page.text[start:end].replace("|", " ").split())
    words = _said_once(words)
    if not words.isupper():
        words = words.replace(title["kind"], title["kind"].capitalize(), 1)
    return words, (start, end)


def _said_once(words: str) -> str:
    """A title without the issuers that stand once more below it."""
    between = re.search(r"\bGIỮA\s+(\S+(?:\s+\S+){2})", words, re.IGNORECASE)
    again = words.find(between[1].rstrip(","), between.end()) if between else -1
    return words[:again].rstrip(" -–") if again > 0 else words


_USUAL_CASE = (
    "Hội đồng nhân dân",
    "Ủy ban nhân dân",
    "Ủy ban Mặt trận",
    "Mặt trận Tổ quốc",
    "Việt Nam",
    "Ban Thường trực",
    "Thường trực Hội đồng",
    "Quốc hội",
    "Đoàn đại biểu",
    "Liên đoàn Lao động",
    "Hội Liên hiệp Phụ nữ",
    "Hội Nông dân",
    "Hội Cựu chiến binh",
    "Hội Chữ thập đỏ",
    "Công an",
    "Ban Thường vụ",
)


def sentence_case(words: str, places: Iterable[str] = ()) -> str:
    """A title in capitals with small letters; bodies, their abbreviations and places keep their capitals."""
    if sum(c.isupper() for c in words) < sum(c.isalpha() for c in words) / 3:
        return words
    low = words.lower()
    for short in ("hđnd", "ubnd", "ubmttq", "mttq", "đbqh"):
        low = re.sub(rf"\b{short}\b", short.upper(), low)
    for usual in (*_USUAL_CASE, *places):
        low = re.sub(rf"(?<!\w){re.escape(usual)}(?!\w)", usual, low, flags=re.IGNORECASE)
    return low[:1].upper() + low[1:]


def find_headings(page: Page) -> list[Found]:
    """Parts, chapters, articles and numbered points, with their depth."""
    found: list[Found] = []
    lines = page.body_lines
    for index, line in enumerate(lines):
        shape = outline(line.text)
        if shape is None or (not shape.heading and not re.match(r"\d", shape.marker)):
            continue
        text, end = shape.rest, line.end
        if not text and index + 1 < len(lines) and outline(lines[index + 1].text) is None:
            text, end = lines[index + 1].text, lines[index + 1].end  # “Chương I” over its name
        if len(text) > 200:
            text = text[:197] + "…"
        found.append(
            Found(
                field="content_headings",
                value={"number": shape.marker, "text": text, "level": shape.level},
                start=line.start,
                end=end,
                mark=SURE if shape.heading else CHECK,
                reason="" if shape.heading else "Mục đánh số trong nội dung.",
            )
        )
    return found


def counts(page: Page, form: Form | None) -> dict[str, int | None]:
    """Chapters and articles: stated in words, or counted where the paper is whole."""
    stated = re.search(r"(?<!\d)(\d{1,2})\s+chương\s*(?:,|và|;)\s*(\d{1,3})\s+điều", page.low)
    if stated:
        return {"chapters": int(stated[1]), "articles": int(stated[2])}
    if form is None or not form.complete:
        return {"chapters": None, "articles": None}
    chapters = {m[1] for m in re.finditer(r"^\s*chương\s+([ivxlc\d]+)\b", page.low, re.MULTILINE)}
    articles = {m[1] for m in re.finditer(r"^\s*điều\s+(\d+)\s*[.:]", page.low, re.MULTILINE)}
    return {"chapters": len(chapters) or None, "articles": len(articles) or None}


def find_signers(page: Page, home: Home) -> list[Found]:
    """Signature blocks: for whom (TM., KT. …), in which post, who."""
    found: list[Found] = []
    for match in _AUTHORITY.finditer(page.text):
        if found and match["how"].startswith("K") and match.start() - found[-1].end < 60:
            continue  # KT. stands under its TM. and belongs to it
        tail = page.text[match.end() : match.end() + 260]
        lines = [" ".join(x.split()) for x in re.split(r"[\n|]", tail) if x.strip()]
        posts = [x for x in lines[:4] if _POST.match(x)]
        name = next((x for x in lines[:7] if _SIGNED_NAME.fullmatch(x) and x not in posts), None)
        deputy = next((x[:3] for x in lines[:3] if x.startswith(("KT.", "TL."))), "")
        value: dict[str, Any] = {
            "capacity": deputy or match["how"],
            "for": sentence_case(" ".join(match["body"].split())),
        }
        if posts:
            value["title"] = sentence_case(posts[0])
        if name:
            value["name"] = name
        bodies = find_bodies(match["body"])
        if bodies:
            value["org"] = home.nearest(bodies[0]).name
        reason = "" if name else "Không thấy tên người ký."
        found.append(
            Found(
                field="signers",
                value=value,
                start=match.start(),
                end=match.end(),
                mark=SURE if name else CHECK,
                reason=reason,
            )
        )
    return found


_BOARD = re.compile(r"^(?:Ban )?Thường trực ")
_SIGNED_BY = re.compile(
    rf"Người ký\s*:\s*\|?\s*(?P<names>{CAPITALISED}(?: {CAPITALISED}){{1,5}}(?:, {CAPITALISED}(?: {CAPITALISED}){{1,5}})*)"
)


def signers_as_people(page: Page, signers: list[Found]) -> list[Found]:
    """Who signed, as people: from under the text with their post, else from the line a site puts above it."""
    found: dict[str, Found] = {}
    for signer in signers:
        if name := signer.value.get("name"):
            org = signer.value.get("org", "")
            post = signer.value.get("title", "")
            title = f"{post} {_BOARD.sub('', org)}".strip() if post else ""
            value = {"name": name, "title": title or None, **({"org": org} if org else {})}
            found.setdefault(name, replace(signer, field="persons", value=value))
    for line in _SIGNED_BY.finditer(page.text, 0, _SITE_HEAD):
        for name in re.finditer(r"[^,]+", line["names"]):
            shown = name.group().strip()
            at = line.start("names") + name.start()
            reason = "Lấy theo dòng “Người ký” của trang; chưa rõ chức vụ."
            value = {"name": shown, "title": None}
            found.setdefault(
                shown,
                Found(
                    field="persons",
                    value=value,
                    start=at,
                    end=at + len(name.group()),
                    mark=CHECK,
                    reason=reason,
                ),
            )
    return list(found.values())
