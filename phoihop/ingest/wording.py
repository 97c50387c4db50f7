"""Items of a read paper in the words of an office: what is shown, and which parts of it a person may change."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.core.text import format_number, parse_number

LABELS = {
    "published": _("Ngày đăng"), "event_dates": _("Ngày diễn ra"), "event_kinds": _("Loại sự kiện"),
    "place": _("Địa điểm"), "organisers": _("Cơ quan tổ chức"), "parties": _("Bên của chương trình"),
    "programme": _("Chương trình"), "persons": _("Người dự, người ký"), "figures": _("Số liệu"),
    "documents": _("Văn bản được nhắc"), "tasks": _("Nội dung, nhiệm vụ"), "outcomes": _("Kết quả"),
    "regulation": _("Số, ngày, hiệu lực"), "limitations": _("Hạn chế"), "directions": _("Phương hướng"),
    "contents": _("Nội dung phối hợp"), "legal_bases": _("Căn cứ"), "obligations": _("Nghĩa vụ có thời hạn"),
    "signers": _("Người ký"), "proposed_tasks": _("Nhiệm vụ, việc được giao"), "proposals": _("Kiến nghị, đề xuất"),
    "targets": _("Chỉ tiêu được giao"),
    "petitions": _("Kiến nghị"), "witnesses": _("Người chứng kiến"),
}  # fmt: skip

#: Codes of the reading schema in the words of an office.
KIND_WORDS = {
    "programme_signing": _("ký kết chương trình"), "programme_review": _("sơ kết, tổng kết chương trình"),
    "emulation": _("phong trào thi đua"), "council_session": _("kỳ họp HĐND"), "council_meeting": _("họp, hội nghị liên tịch"),
    "council_review": _("tổng kết hoạt động HĐND"), "voter_contact": _("tiếp xúc cử tri"),
    "petition_resolution": _("giải quyết kiến nghị"), "petition_list": _("biểu kiến nghị"), "supervision": _("giám sát"),
    "re_supervision": _("tái giám sát"), "survey": _("khảo sát"), "explanation_session": _("phiên giải trình"),
    "social_criticism": _("phản biện xã hội"), "donation": _("vận động, tiếp nhận đóng góp"), "dialogue": _("đối thoại"),
    "commendation": _("biểu dương, khen thưởng"), "poll": _("bình chọn"), "front_review": _("tổng kết công tác Mặt trận"),
    "front_congress": _("đại hội Mặt trận"), "regulation": _("ban hành chương trình, quy chế"), "signed": _("đã ký"),
    "reviewed": _("đã sơ kết, tổng kết"), "adopted": _("đã thông qua"), "planned": _("đã lên kế hoạch"),
    "contacted": _("đã tiếp xúc"), "answered": _("đã trả lời"), "explained": _("đã giải trình"), "supervised": _("đã giám sát"),
    "criticised": _("đã phản biện"), "launched": _("đã phát động"), "donated": _("đã đóng góp"), "dialogued": _("đã đối thoại"),
    "commended": _("đã khen thưởng"), "polled": _("đã bình chọn"), "issued": _("đã ban hành"),
}  # fmt: skip

#: Which key of a value is the one a person would correct, per field.
MAIN_KEY = {
    "programme": "title", "persons": "name", "figures": "value", "documents": "type", "contents": "title",
    "proposed_tasks": "content", "targets": "name", "signers": "name", "obligations": "what",
}  # fmt: skip

#: Per field the parts a person may change: key, label, and line, text, number, day or the choices.
PARTS: dict[str, tuple[tuple[str, Any, Any], ...]] = {
    "programme": (("title", _("Tên chương trình"), "text"), ("period", _("Thời gian"), "line")),
    "persons": (("name", _("Họ tên"), "line"), ("title", _("Chức vụ"), "line"), ("org", _("Cơ quan"), "line")),
    "figures": (("value", _("Số"), "number"), ("unit", _("Đơn vị tính"), "line"), ("noun", _("Là số gì"), "line")),
    "documents": (
        ("type", _("Loại, tên văn bản"), "line"), ("symbol", _("Số, ký hiệu"), "line"), ("date", _("Ngày"), "day"),
    ),
    "contents": (("number", _("Số"), "line"), ("title", _("Nội dung"), "text")),
    "proposed_tasks": (
        ("content", _("Nội dung việc"), "text"), ("lead", _("Chủ trì"), "line"), ("cooperating", _("Phối hợp"), "line"),
        ("product", _("Sản phẩm"), "line"), ("due", _("Thời hạn"), "line"),
    ),
    "targets": (
        ("name", _("Chỉ tiêu"), "text"), ("unit", _("Đơn vị tính"), "line"), ("plan", _("Mức giao"), "number"),
        ("direction", _("Chiều"), {
            "at_least": _("từ mức này trở lên"), "at_most": _("không quá mức này"), "exactly": _("đúng mức này"),
        }),
        ("assigned_by", _("Cơ quan giao"), "line"), ("assigned_act", _("Văn bản giao"), "line"),
        ("item", _("Thuộc nội dung số"), "line"),
    ),
    "signers": (
        ("name", _("Họ tên"), "line"), ("title", _("Chức vụ"), "line"), ("capacity", _("Tư cách (TM., KT., TL.)"), "line"),
        ("for", _("Ký cho cơ quan"), "line"),
    ),
    "obligations": (
        ("who", _("Ai"), "line"), ("what", _("Làm gì"), "text"), ("days", _("Số ngày"), "number"),
        ("day_type", _("Tính theo"), {"calendar": _("ngày thường"), "working": _("ngày làm việc")}),
        ("relation", _("Trước hay sau"), {"before": _("trước"), "after": _("sau, kể từ")}),
        ("anchor", _("Mốc"), "line"),
    ),
    "regulation": (
        ("number", _("Số, ký hiệu"), "line"), ("date", _("Ngày ban hành"), "day"), ("period", _("Thời gian"), "line"),
    ),
}  # fmt: skip

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def day_words(text: Any) -> str:
    """ "12/01/2027" from the machine's day; a span "a/b" as "từ … đến …"; other words stay."""
    words = str(text or "").split("|")[0]
    days = []
    for part in words.split("/"):
        try:
            days.append(f"{date.fromisoformat(part):%d/%m/%Y}")
        except ValueError:
            return words
    return " đến ".join(days)


def number_words(text: Any) -> str:
    """ "402.500.000", "88,8", "26/26" from the machine's number."""
    return "/".join(
        format_number(part) if _NUMBER.fullmatch(part) else part for part in str(text or "").split("/")
    )


def _joined(*parts: tuple[Any, Any]) -> str:
    """ "nhãn: giá trị" for every value there is, with semicolons between."""
    return "; ".join(f"{label}: {value}" if label else str(value) for label, value in parts if value)


def _figure(value: Mapping[str, Any]) -> str:
    said = {">": "hơn ", "<": "gần ", "~": "khoảng "}.get(str(value.get("q") or ""), "")
    unit = str(value.get("unit") or "")
    return " ".join(f"{said}{number_words(value.get('value'))} {unit} {value.get('noun') or ''}".split())


def _document(value: Mapping[str, Any]) -> str:
    symbol = f" số {value['symbol']}" if value.get("symbol") else ""
    day = f", ngày {day_words(value['date'])}" if value.get("date") else ""
    return f"{value.get('type') or ''}{symbol}{day}".strip()


def _task(value: Mapping[str, Any]) -> str:
    number = f"{value['no']}. " if value.get("no") else ""
    return number + _joined(
        ("", value.get("content")), (_("chủ trì"), value.get("lead")), (_("phối hợp"), value.get("cooperating")),
        (_("sản phẩm"), value.get("product")), (_("hạn"), value.get("due")),
    )  # fmt: skip


def _target(value: Mapping[str, Any]) -> str:
    plan = f"{number_words(value.get('plan'))} {value.get('unit') or ''}".strip()
    level = {"at_least": _("từ %s trở lên"), "at_most": _("không quá %s"), "exactly": _("đúng %s")}
    said = str(level.get(str(value.get("direction")), "%s")) % plan
    giver = ", ".join(str(value[k]) for k in ("assigned_by", "assigned_act") if value.get(k))
    return f"{value.get('number') or ''}. " + _joined(
        ("", f"{value.get('name') or ''}: {said}"),
        (_("giao bởi"), giver),
        (_("nội dung số"), value.get("item")),
    )


def _obligation(value: Mapping[str, Any]) -> str:
    if not value.get("days"):
        return _joined(("", value.get("what")), ("", value.get("who")))
    working = _(" làm việc") if value.get("day_type") == "working" else ""
    side = _("trước") if value.get("relation") == "before" else _("kể từ khi")
    clock = f"{value['days']} ngày{working} {side} {value.get('anchor') or ''}".strip()
    head = _("chậm nhất") if value.get("relation") == "before" else _("trong")
    return f"{value.get('what') or ''} ({head} {clock})"


def _signer(value: Mapping[str, Any]) -> str:
    role = " ".join(str(value[k]) for k in ("capacity", "for") if value.get(k))
    return ", ".join(str(x) for x in (value.get("name"), value.get("title")) if x) + (
        f" ({role})" if role else ""
    )


def _regulation(value: Mapping[str, Any]) -> str:
    size = ", ".join(
        f"{value[key]} {word}"
        for key, word in (("chapters", "chương"), ("articles", "điều"))
        if value.get(key)
    )
    duties = len(value.get("obligations") or ())
    return _joined(
        (_("số"), value.get("number")), (_("ngày"), day_words(value.get("date"))), (_("thời gian"), value.get("period")),
        (_("các bên"), ", ".join(value.get("parties") or ())), ("", size),
        ("", _("%d nghĩa vụ có thời hạn") % duties if duties else ""),
    )  # fmt: skip


def _tasks(value: Mapping[str, Any]) -> str:
    keys = [str(key) for key in value.get("keys") or ()]
    count = value.get("count") or len(keys)
    return (
        f"{count} nội dung: {'; '.join(keys)}" if keys else str(_("%s nội dung, bài không liệt kê") % count)
    )


def _petitions(value: Mapping[str, Any]) -> str:
    return _joined(
        ("", f"{value['total']} kiến nghị" if value.get("total") is not None else ""),
        (_("đã giải quyết"), value.get("resolved")), (_("chưa giải quyết"), value.get("pending")),
        (_("trả lời bởi"), value.get("answered_by")),
    )  # fmt: skip


def _programme(value: Mapping[str, Any]) -> str:
    return _joined(
        ("", value.get("title")), (_("thời gian"), value.get("period")), (_("số"), value.get("number"))
    )


def _content(value: Mapping[str, Any]) -> str:
    return (
        f"{value['number']}. {value.get('title')}" if value.get("number") else str(value.get("title") or "")
    )


def _person(value: Mapping[str, Any]) -> str:
    return ", ".join(str(value[key]) for key in ("name", "title", "org") if value.get(key))


DRAWN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "figures": _figure, "documents": _document, "proposed_tasks": _task, "targets": _target, "obligations": _obligation,
    "signers": _signer, "regulation": _regulation, "tasks": _tasks, "petitions": _petitions, "programme": _programme,
    "contents": _content, "persons": _person,
}  # fmt: skip


def in_words(field: str, value: Any) -> str:
    """A value in one line, as a person reads it."""
    if field in ("published", "event_dates"):
        return day_words(value)
    if field in ("event_kinds", "outcomes"):
        return str(KIND_WORDS.get(str(value), value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if not isinstance(value, dict):
        return str(value)
    if field in DRAWN:
        return DRAWN[field](value)
    return ", ".join(str(v) for v in value.values() if isinstance(v, str | int) and v)


def part_words(kind: Any, value: Any) -> str:
    """One part as it stands in its box."""
    if value is None:
        return ""
    return day_words(value) if kind == "day" else number_words(value) if kind == "number" else str(value)


def typed(kind: Any, words: str) -> Any:
    """What the box means; ValueError when it is no number or no choice."""
    text = words.strip()
    if isinstance(kind, dict) and text not in kind:
        raise ValueError(text)
    if kind == "number" and text and "/" not in text:
        return format(parse_number(text), "f")
    return text
