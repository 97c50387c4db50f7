"""Kinds of meetings, declared in code: an activity that holds meetings of its own kind registers it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

CUSTOM = _("thông lệ của đơn vị")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One usual item of an agenda: what, how many minutes, who."""

    title: Any
    minutes: int
    who: Any = ""


@dataclass(frozen=True, kw_only=True)
class MeetingKind:
    """What a kind of meeting is called and how it usually runs; ``source`` says where the order comes from.

    ``hears``: people come to say what they ask for; their words are asked about as at every desk.
    """

    code: str
    label: Any
    agenda: tuple[Step, ...] = ()
    source: Any = CUSTOM
    hears: bool = False

    @property
    def lead_word(self) -> str:
        """ "Hội nghị", "Cuộc họp": how a paper speaks of it."""
        return "Cuộc họp" if str(self.label).startswith("Họp") else "Hội nghị"


_kinds: dict[str, MeetingKind] = {}


def register(kind: MeetingKind) -> MeetingKind:
    """Declared once; an activity adds its own kind from its ``models``."""
    if kind.code in _kinds and _kinds[kind.code] != kind:
        raise ValueError(f"meeting kind {kind.code} is declared twice")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> MeetingKind:
    """The kind with this code; one that is no longer declared keeps its code as its name."""
    return _kinds.get(code) or MeetingKind(code=code, label=code)


def kind_choices() -> Sequence[tuple[str, str]]:
    return [(kind.code, str(kind.label)) for kind in _kinds.values()]


_OPEN = (
    Step(title=_("Ổn định tổ chức, tuyên bố lý do, giới thiệu đại biểu"), minutes=10, who=_("Ban Tổ chức")),
    Step(title=_("Phát biểu khai mạc"), minutes=10, who=_("Chủ tọa")),
)
_TALK = (
    Step(title=_("Thảo luận, tham luận"), minutes=40, who=_("Đại biểu dự hội nghị")),
    Step(title=_("Giải trình, làm rõ ý kiến"), minutes=15, who=_("Đại diện cơ quan chủ trì")),
    Step(title=_("Phát biểu kết luận, bế mạc"), minutes=10, who=_("Chủ tọa")),
)
_REPORT = Step(title=_("Trình bày báo cáo kết quả thực hiện chương trình phối hợp"), minutes=20)
_DRAFT = Step(title=_("Trình bày dự thảo chương trình phối hợp"), minutes=15)
_SIGN = Step(title=_("Ký kết chương trình phối hợp"), minutes=10, who=_("Đại diện các cơ quan ký kết"))

register(MeetingKind(code="lien_tich", label=_("Hội nghị liên tịch"), agenda=(*_OPEN, _DRAFT, *_TALK)))
register(
    MeetingKind(code="ky_ket", label=_("Hội nghị ký kết"), agenda=(*_OPEN, _DRAFT, *_TALK[:2], _SIGN, *_TALK[2:]))
)  # fmt: skip
register(MeetingKind(code="so_ket", label=_("Hội nghị sơ kết"), agenda=(*_OPEN, _REPORT, *_TALK)))
register(MeetingKind(code="tong_ket", label=_("Hội nghị tổng kết"), agenda=(*_OPEN, _REPORT, *_TALK)))
register(
    MeetingKind(
        code="tong_ket_ky_ket", label=_("Hội nghị tổng kết và ký kết"),
        agenda=(*_OPEN, _REPORT, _DRAFT, *_TALK[:2], _SIGN, *_TALK[2:]),
    )
)  # fmt: skip
register(
    MeetingKind(code="phan_bien", label=_("Hội nghị phản biện xã hội"))
)  # its order is law: rows of UsualStep
register(
    MeetingKind(
        code="giao_ban", label=_("Họp giao ban"),
        agenda=(
            Step(title=_("Kết quả công việc kỳ trước"), minutes=20),
            Step(title=_("Việc còn vướng, cần phối hợp"), minutes=30),
            Step(title=_("Kết luận, phân công"), minutes=10, who=_("Chủ tọa")),
        ),
    )
)  # fmt: skip
register(MeetingKind(code="lam_viec", label=_("Buổi làm việc")))
register(MeetingKind(code="chuyen_de", label=_("Hội nghị chuyên đề"), agenda=(*_OPEN, *_TALK)))
register(MeetingKind(code="khac", label=_("Cuộc họp khác")))
