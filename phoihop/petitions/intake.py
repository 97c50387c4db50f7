"""What every form asks that takes down somebody's words: is somebody named in them, is it a denunciation?

One home for the desk, the hall, the dialogue and the public door: the questions are the same, a person answers them.
Nothing typed here is kept for the next visitor, and words that name somebody or accuse lie in no draft at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.forms import ActionForm, Doubt, marked
from phoihop.core.personal import Finding, Kind, spoken
from phoihop.core.vault import Secret
from phoihop.petitions.models.words import signs_of

#: The kinds of questions, as a form knows which one was answered.
PERSONAL, SIGNS = "nguoi", "to-cao"
#: The box for a name is that of who asks; whoever is spoken of is told by his office, never put there.
OWN_NAME = "%(what)s: của chính người nêu thì ghi ở ô “%(box)s”; của người bị nói đến thì thay bằng chức danh, đơn vị"
#: Words of a place in which only a person's own data is looked for.
PLACES = ("place", "dia_diem")


def named_in(words: Mapping[str, str]) -> list[Finding]:
    """What in the boxes tells of a person, one finding a kind."""
    found: dict[str, Finding] = {}
    for box, text in words.items():
        for one in spoken(text, place=box in PLACES):
            known = found.setdefault(one.kind, Finding(kind=one.kind))
            known.values = list(dict.fromkeys([*known.values, *one.values]))
    return list(found.values())


def told(found: Iterable[Finding]) -> str:
    """ "số điện thoại “0912 345 678”; họ tên người “Nguyễn Văn Hùng”"."""
    return "; ".join(f"{Kind(one.kind).label} {', '.join(f'“{v}”' for v in one.values[:4])}" for one in found)


def personal_doubt(words: Mapping[str, str], boxes: Mapping[str, Any]) -> Doubt | None:
    """Who asks has slipped into what is asked; ``boxes``: kind of data → the box it belongs into."""
    found = named_in(words)
    if not found:
        return None
    where = [
        (_t(OWN_NAME) if one.kind == Kind.NAME else _t("%(what)s ghi ở ô “%(box)s”"))
        % {"what": Kind(one.kind).label, "box": boxes[one.kind]}
        for one in found if one.kind in boxes
    ]  # fmt: skip
    rest = [str(Kind(one.kind).label) for one in found if one.kind not in boxes]
    if rest:
        where.append(_t("%s bỏ khỏi lời nêu, không ghi vào đâu") % ", ".join(rest))
    now = _t("Lời nêu nhiều người đọc, có thể được công khai. Sửa rồi gửi lại: %s.") % "; ".join(where)
    return _named(found, _t("Trong lời nêu có %s.") % told(found), now)


def _named(found: Sequence[Finding], title: str, now: str) -> Doubt:
    return Doubt(
        f"{PERSONAL}-{marked(told(found))}", title, now,
        _("Đã xem: không phải thông tin riêng của người dân, giữ nguyên lời này"),
    )  # fmt: skip


def signs_doubt(text: str) -> Doubt | None:
    """Words that often stand in a denunciation: this book is read by many and protects nobody."""
    signs = signs_of(text, moment.today())
    if not signs:
        return None
    words = ", ".join(f"“{sign}”" for sign in signs)
    return Doubt(
        f"{SIGNS}-{marked(words)}", _t("Có dấu hiệu tố cáo (%s): chuyển sang sổ giữ thư?") % words,
        _("Sổ kiến nghị không nhận tố cáo và không bảo vệ được người tố cáo. Chuyển thì chữ và người nêu được niêm phong ngay, "
          "chỉ cán bộ tiếp công dân mở; sổ kiến nghị và bản nháp không giữ chữ nào."),
        _("Không phải tố cáo: ghi là kiến nghị"), _("Niêm phong, chuyển sổ giữ thư"),
    )  # fmt: skip


def text_of(value: Any) -> str:
    """A box as one text, whatever the box holds."""
    if isinstance(value, Secret):
        return str(value.reveal().get("text", ""))
    if isinstance(value, list | tuple):
        return "\n".join(text_of(item) for item in value)
    return str(value or "")


class IntakeForm(ActionForm):
    """A form in which somebody's words are taken down.

    ``words`` are the boxes that hold them, ``apart`` says which box who asks belongs into.
    """

    keeps_draft = False
    words: ClassVar[tuple[str, ...]] = ("content", "title", "questions")
    apart: ClassVar[Mapping[str, str]] = {
        Kind.NAME: "asker_name", Kind.HOME: "asker_address", Kind.PHONE: "asker_phone",
    }  # fmt: skip

    @classmethod
    def may_keep(cls, data: Mapping[str, Sequence[Any]]) -> bool:
        if not cls.keeps_draft:
            return False
        typed = {name: text_of(list(data[name])) for name in cls.words if name in data}
        return not named_in(typed) and signs_doubt("\n".join(typed.values())) is None

    def box_words(self) -> dict[str, str]:
        """What was said, box by box."""
        return {name: text_of(self.cleaned_data.get(name)) for name in self.words}

    def doubts(self) -> list[Doubt]:
        said = self.box_words()
        boxes = {
            kind: str(self.fields[name].label) for kind, name in self.apart.items() if name in self.fields
        }
        found = (signs_doubt("\n".join(said.values())), personal_doubt(said, boxes))
        return [one for one in found if one is not None]

    def asker(self) -> dict[str, str]:
        """Who asked, under the names by which the vault shows them."""
        names = {Kind.NAME: "name", Kind.HOME: "address", Kind.PHONE: "phone", Kind.NATIONAL: "id_number"}
        held = {names[Kind(kind)]: text_of(self.cleaned_data.get(box)) for kind, box in self.apart.items()}
        return {name: text for name, text in held.items() if text}

    def sealed(self) -> Secret:
        """Everything that goes under the seal."""
        said = {name: text for name, text in self.box_words().items() if text}
        return Secret(self.asker() | said)

    def in_place(self) -> tuple[str, dict[str, Any]]:
        return "petitions.seal_words", {"said": self.sealed()}


class PublicWordsForm(ActionForm):
    """An office's own words that the petition, the public page or the book of promises shows to many.

    ``read_by_many`` are the boxes; nobody is named in them but knowingly.
    """

    read_by_many: ClassVar[tuple[str, ...]] = ("words",)

    def doubts(self) -> list[Doubt]:
        said = {
            name: text_of(value) for name, value in self.cleaned_data.items()
            if name in self.read_by_many or name.startswith("line_")
        }  # fmt: skip
        found = named_in(said)
        if not found:
            return []
        now = _t(
            "Lời này nhiều người đọc, có thể hiện trên trang công khai. Bỏ tên, số điện thoại, nơi ở của người dân rồi gửi lại."
        )
        return [_named(found, _t("Trong lời viết có %s.") % told(found), now)]


def parted(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Lines that go on, and those that look like a denunciation."""
    today = moment.today()
    marked_lines = [line for line in lines if signs_of(line, today)]
    return [line for line in lines if line not in marked_lines], marked_lines
