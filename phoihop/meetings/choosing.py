"""How meetings and people stand in the lists of forms, so that one is told from another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone


class MeetingField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """A meeting with its day in front: there is a "Hội nghị giao ban" every week."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{timezone.localdate(obj.starts_at):%d/%m/%Y} · {obj.title}"


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not generic at run time
    """People by name and what they are."""

    def label_from_instance(self, obj: Any) -> str:
        return " · ".join(words for words in (obj.full_name, obj.titles_now) if words)
