"""State, icon, date and number as they are drawn everywhere."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString

from phoihop.core.text import format_number

register = template.Library()


@lru_cache(maxsize=256)
def _icon(name: str, css: str, prefix: str) -> SafeString:
    """Kept per path the pages are served under: the address of the drawing begins with it."""
    sprite = static("phoihop/icons.svg")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, sprite, name)


def icon_markup(name: str, css: str) -> SafeString:
    return _icon(name, css, get_script_prefix())


@register.simple_tag
def icon(name: str, css: str = "ic") -> SafeString:
    """A drawing of the shipped set; the words beside it carry the meaning."""
    return icon_markup(name, css)


@register.simple_tag
def st(shape: str, words: object) -> SafeString:
    """A state: shape and word, never colour alone."""
    return state_markup(shape, str(words))


@lru_cache(maxsize=512)
def _state(shape: str, words: str, prefix: str) -> SafeString:
    drawing = _icon(f"s-{shape}", "", prefix)
    return format_html('<span class="st st-{}">{}<span>{}</span></span>', shape, drawing, words)


def state_markup(shape: str, words: str) -> SafeString:
    return _state(shape, words, get_script_prefix())


@register.filter
def ngay(value: date | None) -> str:
    """dd/mm/yyyy, empty when there is none."""
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def so(value: Any) -> str:
    """1.234,5 as Vietnamese readers write it."""
    return "" if value is None else format_number(value)


@register.filter
def attr(record: Any, path: str) -> Any:
    """A dotted attribute, methods called; empty when a step is missing."""
    return reach(record, path)


def reach(record: Any, path: str) -> Any:
    for step in path.split("."):
        if record is None:
            return ""
        record = getattr(record, step, "")
        if callable(record) and not hasattr(record, "all"):
            record = record()
    return "" if record is None else record
