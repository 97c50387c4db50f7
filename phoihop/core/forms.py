"""Forms are the only gate of input: page, JSON and import bind the same form in the same way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Manager
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.actions import Action, the_action
from phoihop.core.models import Record
from phoihop.core.seen import own_values
from phoihop.core.text import typed
from phoihop.core.vault import Secret
from phoihop.core.who import Actor

#: What Django writes for "nothing chosen".
EMPTY = "---------"
DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")


#: Old papers are older than the house, plans reach far ahead.
FIRST_YEAR, LAST_YEAR = 1900, 2199
#: Digits a key in the database may have.
KEY_DIGITS = 18
#: Stands between the digits of a number as people write it.
_BETWEEN = re.compile(r"[\s.\-()]")
_DIALLED = re.compile(r"(?:0|\+?84|0084)(?:[35789]\d{8}|2\d{9})")
_IDENTITY = re.compile(r"\d{12}|\d{9}|[A-Za-z]\d{7,8}")
_SHORT_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})")


class DayField(forms.DateField):
    """A day typed dd/mm/yyyy, dd/mm of this year (or ISO, as machines and date pickers send it)."""

    default_error_messages = {"invalid": _("Ngày chưa đúng. Ví dụ: 05/08/2027 hoặc 5/8.")}

    def to_python(self, value: Any) -> Any:
        short = _SHORT_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
        if short:
            value = f"{short[1]}/{short[2]}/{moment.today().year}"
        return super().to_python(value)

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y",
            attrs={"inputmode": "numeric", "placeholder": _("ngày/tháng/năm"), "autocomplete": "off"},
        )
        super().__init__(**{"input_formats": DATE_FORMATS, "widget": widget, **kwargs})

    def validate(self, value: Any) -> None:
        """A year nobody means (0207, 9999) is a slip of the hand, and days cannot be counted from it."""
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Năm phải từ %(first)d đến %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )


class SecretField(forms.CharField):
    """What is sealed at once: cleaned to a Secret, never kept as a draft, shown again only on the page that answers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> Secret:
        return Secret(super().clean(value) or "")


class PhoneField(SecretField):
    """A telephone that can be dialled; whatever stands between its digits is left as it was typed."""

    default_error_messages = {
        "invalid": _("Số điện thoại chưa đúng: phải đủ 10 chữ số, bắt đầu bằng số 0 (số bàn 11 chữ số). Ví dụ: 0912 345 678."),
    }  # fmt: skip

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "tel")

    def clean(self, value: Any) -> Secret:
        found = super().clean(value)
        words = str(found.reveal()["text"])
        if words and not _DIALLED.fullmatch(_BETWEEN.sub("", words)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class IdNumberField(SecretField):
    """The number of an identity card, of one of the older kind, or of a passport."""

    default_error_messages = {
        "invalid": _("Số định danh chưa đúng: căn cước 12 chữ số, chứng minh nhân dân 9 chữ số, hộ chiếu 1 chữ cái và 7 hoặc 8 chữ số."),
    }  # fmt: skip

    def clean(self, value: Any) -> Secret:
        found = super().clean(value)
        words = str(found.reveal()["text"])
        if words and not _IDENTITY.fullmatch(_BETWEEN.sub("", words)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class Suggesting(forms.TextInput):
    """A box with words proposed while typing; anything may be typed. What is proposed is asked for when it is drawn."""

    proposed: Callable[[], Sequence[str]] = staticmethod(lambda: ())

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        words = self.proposed()
        if not words:
            return super().render(name, value, attrs, renderer)
        listed = f"goi-y-{name}"
        box = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in words))
        return format_html('{}<datalist id="{}">{}</datalist>', box, listed, options)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One box for any number of files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in given or [None]]


#: Beside the fields of a form: which of its questions a person has answered, and by which another action is meant.
KNOWN, INSTEAD = "biet", "thay"


@dataclass(frozen=True)
class Doubt:
    """What a form asks back before it is taken. A person goes on knowingly, or lets another action do it.

    ``code`` is its kind and a mark of what was found ("ngay-nghi-1f0c93ab"): what is found anew is asked anew.
    """

    code: str
    title: Any
    now: Any
    go_on: Any
    otherwise: Any = ""

    @property
    def kind(self) -> str:
        return self.code.rpartition("-")[0]


def marked(found: str) -> str:
    """The mark of what a question is about, without telling it."""
    return hashlib.sha256(found.encode()).hexdigest()[:8]


class ActionForm(forms.Form):
    """A form that knows the record and who fills it in: choices and rows may depend on both.

    ``more`` are the fields few people need: they stand folded under ``more_label``; ``proposable`` those an
    address may fill in ("?name=…"). Without ``keeps_draft`` nothing typed is kept for the next time the form
    is opened: then somebody else may stand at the desk.
    """

    keeps_draft: ClassVar[bool] = True

    more: ClassVar[tuple[str, ...]] = ()
    more_label: ClassVar[Any] = _("Thêm chi tiết (không bắt buộc)")
    proposable: ClassVar[tuple[str, ...]] = ()
    #: What of the record the boxes show beside what they are called after: changed meanwhile, it is not overwritten.
    shows: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *args: Any, record: Record | None = None, actor: Actor | None = None, **kwargs: Any
    ) -> None:
        self.record = record
        self.actor = actor
        self.asks_back: list[Doubt] = []
        #: The person chose what a question offers in place of the action.
        self.other_way = False
        super().__init__(*args, **kwargs)
        self.prepare()

    @classmethod
    def may_keep(cls, data: Mapping[str, Sequence[Any]]) -> bool:
        """Whether what is typed may lie in a draft."""
        return cls.keeps_draft

    def doubts(self) -> Sequence[Doubt]:
        """What of the cleaned values a person is asked about before anything is done."""
        return ()

    def in_place(self) -> tuple[str, dict[str, Any]]:
        """The action, with its inputs, that a question offers in place of this one."""
        raise NotImplementedError

    @property
    def known(self) -> list[str]:
        """The questions answered so far."""
        given = (
            self.data.getlist(KNOWN) if isinstance(self.data, MultiValueDict) else self.data.get(KNOWN, [])
        )
        return [str(code) for item in given for code in (item if isinstance(item, list) else [item])]

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        doubts, answered = self.doubts(), set(self.known)
        self.other_way = self.data.get(INSTEAD, "") in {one.kind for one in doubts if one.otherwise}
        if self.other_way:
            return
        self.asks_back = [one for one in doubts if not {one.code, one.kind} & answered]
        for one in self.asks_back:
            self.add_error(None, forms.ValidationError(f"{one.title} {one.now}", code=one.code))

    @property
    def more_open(self) -> bool:
        """Something stands in the folded part, or is wrong there."""
        wrong = self.is_bound and any(name in self.errors for name in self.more)
        return wrong or any(self[name].value() for name in self.more if name in self.fields)

    def prepare(self) -> None:
        """Adjust fields to the record; called once, before data are read."""

    def unsent(self) -> MultiValueDict[str, Any] | None:
        """What of the sent boxes is in no record yet, for a form that stands on a page with other buttons."""
        return None

    def inputs(self) -> dict[str, Any]:
        """The inputs of the action, from the cleaned values."""
        return dict(self.cleaned_data)


def bind(
    verb: Action, record: Record | None, actor: Actor, data: Mapping[str, Any] | None = None,
    files: MultiValueDict[str, Any] | None = None, initial: Mapping[str, Any] | None = None,
    given: Mapping[str, str] | None = None,
) -> forms.Form | None:  # fmt: skip
    """The action's form, filled with data or showing the record's own values; None if it asks nothing.

    ``given`` is what an address proposes: shown to be looked at, nothing is taken from it unseen.
    """
    if verb.form is None:
        return None
    if initial is None and record is not None:
        own = own_values(record, verb.form.base_fields)
        # Parts are rows of their own: the form that asks for them shows them in ``prepare``.
        initial = {n: value for n, value in own.items() if not isinstance(value, Manager)}
    proposable = verb.form.proposable if issubclass(verb.form, ActionForm) else ()
    proposed = {n: value for n, value in (given or {}).items() if n in proposable}
    initial = {**(initial or {}), **proposed}
    extra: dict[str, Any] = {"record": record, "actor": actor} if issubclass(verb.form, ActionForm) else {}
    data = None if data is None else as_typed(data, verb.form.base_fields)
    form = verb.form(data, files, initial=initial, label_suffix="", **extra)
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == EMPTY:
            field.empty_label = str(_("Chọn…") if field.required else _("Không chọn"))
    return form


def as_typed(data: Mapping[str, Any], fields: Mapping[str, forms.Field]) -> MultiValueDict[str, Any]:
    """Every text as it is kept (``core.text.typed``), whichever door it came through. BadText as there."""
    lists = data.lists() if isinstance(data, MultiValueDict) else [(n, [v]) for n, v in data.items()]
    kept: MultiValueDict[str, Any] = MultiValueDict()
    for name, values in lists:
        items = [typed(value) if isinstance(value, str) else value for value in values]
        if isinstance(fields.get(name), forms.ModelMultipleChoiceField):
            items = ["0" if len(str(item)) > KEY_DIGITS else item for item in items]
        kept.setlist(name, items)
    return kept


def asked_for(
    verb: Action, record: Record | None, form: forms.Form | None
) -> tuple[Action, Record | None, dict[str, Any]]:
    """What a filled-in form asks for: its action, or the one chosen in its place, with the inputs."""
    if isinstance(form, ActionForm) and form.other_way:
        name, inputs = form.in_place()
        return (verb, record, inputs) if name == verb.name else (the_action(name), None, inputs)
    return verb, record, inputs_of(form)


def inputs_of(form: forms.Form | None) -> dict[str, Any]:
    """What ``perform`` is given: the form's ``inputs()`` or its cleaned values."""
    if form is None:
        return {}
    return form.inputs() if isinstance(form, ActionForm) else dict(form.cleaned_data)


def unjudged(form: forms.Form) -> None:
    """Half-written text is shown as it was left, without marking what is still missing."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]
