"""Documents cited: kind, number and symbol, date, issuer; laws by name where they stand as a legal basis."""

from __future__ import annotations

import re
from datetime import date

from phoihop.ingest.reading.bodies import Home
from phoihop.ingest.reading.data.letters import UPPER
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page

_TYPES = (
    "Nghị quyết [Ll]iên tịch|Thông tư [Ll]iên tịch|Kế hoạch [Ll]iên tịch|Hướng dẫn [Ll]iên tịch"
    "|Chương trình [Pp]hối hợp|Quy chế [Pp]hối hợp"
    "|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư|Thông tri|Kế hoạch|Báo cáo|Tờ trình|Thông báo"
    "|Kết luận|Hướng dẫn|Công văn|Chương trình"
    "|Quy chế|Quy định|Đề án|Luật|Pháp lệnh|Văn bản|Công điện|Giấy mời|Biên bản"
)
_SYMBOL = (
    rf"(?P<symbol>\d{{1,4}}(?:\s*/\s*\d{{4}})"
    rf"?\s*[/-]\s*[{UPPER}][{UPPER}\d.ƯĐ]*(?:\s*[-–/.]\s*[{UPPER}][{UPPER}\d.]*)*)"
)
_DATE = (
    r"(?:,?\s*ngày\s+(?:(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})"
    r"|(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s+năm\s+(?P<y2>\d{4})))?"
)
_ISSUER = (
    r"(?:\s*của\s+(?P<issuer>[^,.;:()\n“]{3,60}?)(?=\s+(?:về|ban hành|quy định|hướng dẫn|phê duyệt|v/v"
    r"|ngày)\b|[,.;:()“\n]|$))?"
)
_CITED = re.compile(
    rf"(?<!\w)(?P<type>{_TYPES})\s+(?:số\s*:?\s*)?{_SYMBOL}\s*{_DATE}{_ISSUER}", re.IGNORECASE
)
_PAIR = re.compile(rf"(?<!\w)(?:và|,)\s+(?:số\s*:?\s*)?{_SYMBOL}\s*{_DATE}", re.IGNORECASE)
_LAW = re.compile(
    r"(?P<name>(?:Luật(?!\s+(?:gia|sư)(?!\w))|Hiến pháp|Pháp lệnh|Bộ luật)\s+(?:[Ss]ửa đổi, bổ sung\s+)?(?:[^;.,]|,(?= [a-zà-ỹđ])){4,140}?)"
    r"\s*(?:,?\s*(?:được thông qua\s*)?ngày\s+(?:(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})"
    r"\s*[/.-]\s*(?P<y>\d{4})"
    r"|(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s+năm\s+(?P<y2>\d{4}))|(?=\s*(?:(?:năm )?\d{4}(?!\d)|[;,.]|\n|số \d)))",
    re.IGNORECASE,
)
_NUMBERED_LAW = re.compile(rf"\s*số\s*:?\s*{_SYMBOL}\s*{_DATE}", re.IGNORECASE)
_BASIS = re.compile(
    (
        r"(?:^|\n)\s*[-–]?\s*(?P<basis>Căn cứ\s+(?:[^\n;]|\n(?!\s*[-–]?\s*(?:Căn cứ|Chương|Điều|I\.|QUY"
        r"|Xét|Thực hiện|Theo|Để|Thường trực)))+)"
    ),
    re.IGNORECASE,
)


def _iso(match: re.Match[str]) -> str:
    parts = (match["y"], match["m"], match["d"]) if match["d"] else (match["y2"], match["m2"], match["d2"])
    if not parts[0]:
        return ""
    try:
        return date(*(int(p) for p in parts)).isoformat()
    except ValueError:
        return ""


def tidy_symbol(symbol: str) -> str:
    return re.sub(r"\s*([/.–-])\s*", r"\1", symbol).replace("–", "-").strip(" .-/")


def flat(text: str) -> str:
    """Broken lines joined, for names that run over line ends (one character for one, offsets kept)."""
    return text.replace("\n", " ")


def find_documents(page: Page, home: Home) -> list[Found]:
    text = flat(page.text[: page.end])
    items: list[Found] = []
    seen: set[str] = set()
    for match in _CITED.finditer(text):
        _add_cited(items, seen, match, match["type"])
        position = match.end()
        while follow := _PAIR.match(text, position + len(text[position:]) - len(text[position:].lstrip())):
            _add_cited(items, seen, follow, match["type"])
            position = follow.end()
        partner = re.match(rf"\s*và\s+{re.escape(match['type'])}\s+(?:số\s*)?", text[match.end() :])
        if partner:
            continue
    return items


def _add_cited(items: list[Found], seen: set[str], match: re.Match[str], kind: str) -> None:
    symbol = tidy_symbol(match["symbol"])
    if symbol.upper() in seen:
        return
    seen.add(symbol.upper())
    kind = " ".join(kind.split())
    value = {"type": kind[0].upper() + kind[1:], "symbol": symbol}
    if day := _iso(match):
        value["date"] = day
    issuer = match.groupdict().get("issuer")
    if issuer:
        value["issuer"] = " ".join(issuer.split())
    items.append(Found(field="documents", value=value, start=match.start(), end=match.end()))


def legal_bases(page: Page) -> list[Found]:
    """Each “Căn cứ …” with the acts it names."""
    return [
        Found(
            field="legal_bases",
            value=" ".join(match["basis"].split()).rstrip(" ;,."),
            start=match.start("basis"),
            end=match.end("basis"),
        )
        for match in _BASIS.finditer(page.text, 0, page.end)
    ]


def laws_of(page: Page, bases: list[Found]) -> list[Found]:
    """Laws named, without a number, as legal bases."""
    items: list[Found] = []
    text = flat(page.text)
    for basis in bases:
        for match in _LAW.finditer(text, basis.start, basis.end):
            name = re.sub(r"\s*(?:số|ngày|năm|đã|được)\b.*$", "", " ".join(match["name"].split())).strip()
            if len(name.split()) < 3 or re.search(r"\d+/\d+", name):
                continue
            value = {"type": name}
            day = _iso(match)
            numbered = _NUMBERED_LAW.match(text, match.end("name"), basis.end)
            if numbered:
                value["symbol"] = tidy_symbol(numbered["symbol"])
                day = day or _iso(numbered)
            if day:
                value["date"] = day
            mark = SURE if day else CHECK
            reason = "" if mark == SURE else "Văn bản không ghi số, ngày."
            items.append(
                Found(
                    field="documents",
                    value=value,
                    start=match.start("name"),
                    end=match.end(),
                    mark=mark,
                    reason=reason,
                )
            )
    return items
