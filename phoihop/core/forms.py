"""Forms are the only gate of input: page, JSON and import bind the same form in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Manager
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Action
from phoihop.core.models import Record
from phoihop.core.who import Actor

DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


class DayField(forms.DateField):
    """A day typed dd/mm/yyyy (or ISO, as machines and date pickers send it)."""

    default_error_messages = {"invalid": _("Ngày chưa đúng. Ví dụ: 05/08/2027.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y",
            attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off"},
        )
        super().__init__(**{"input_formats": DATE_FORMATS, "widget": widget, **kwargs})


class ActionForm(forms.Form):
    """A form that knows the record and who fills it in: choices and rows may depend on both."""

    def __init__(
        self, *args: Any, record: Record | None = None, actor: Actor | None = None, **kwargs: Any
    ) -> None:
        self.record = record
        self.actor = actor
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Adjust fields to the record; called once, before data are read."""

    def inputs(self) -> dict[str, Any]:
        """The inputs of the action, from the cleaned values."""
        return dict(self.cleaned_data)


def bind(
    verb: Action, record: Record | None, actor: Actor, data: Mapping[str, Any] | None = None,
    files: MultiValueDict[str, Any] | None = None, initial: Mapping[str, Any] | None = None,
) -> forms.Form | None:  # fmt: skip
    """The action's form, filled with data or showing the record's own values; None if it asks nothing."""
    if verb.form is None:
        return None
    if initial is None and record is not None:
        own = {n: getattr(record, n) for n in verb.form.base_fields if hasattr(record, n)}
        # Parts are rows of their own: the form that asks for them shows them in ``prepare``.
        initial = {n: value for n, value in own.items() if not isinstance(value, Manager)}
    extra: dict[str, Any] = {"record": record, "actor": actor} if issubclass(verb.form, ActionForm) else {}
    return verb.form(data, files, initial=dict(initial or {}), label_suffix="", **extra)


def inputs_of(form: forms.Form | None) -> dict[str, Any]:
    """What ``perform`` is given: the form's ``inputs()`` or its cleaned values."""
    if form is None:
        return {}
    return form.inputs() if isinstance(form, ActionForm) else dict(form.cleaned_data)
