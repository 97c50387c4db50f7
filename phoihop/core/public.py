"""What a module shows to everybody, declared in its ``public.py``: the public door lists it and knows no module by name.

A notice is a function of the day and of the locality that returns its lines, the nearest first; what may be seen by
everybody is decided there, and nothing of a person stands in a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple


class Line(NamedTuple):
    """One line of a notice: when, what, and the words under it; ``shape`` and ``state`` where it has a state.

    ``code`` is that of the record where somebody may ask for something there (see :class:`PublicPage`).
    """

    on: date | None
    title: str
    words: str = ""
    at: time | None = None
    shape: str = ""
    state: str = ""
    code: str = ""


#: The record, and its fields right after the action → what is told.
Done = Callable[[Any, Mapping[str, Any]], str]
#: The day and the key of the locality → lines; in one query, or two.
Lines = Callable[[date, int], Sequence[Line]]


@dataclass(frozen=True, kw_only=True)
class PublicPage:
    """``code`` is its address; ``ahead`` tells that its lines lie before us and belong under "Sắp tới".

    ``verb`` names the action everybody may perform on the record of a line, without an account; ``done`` says in one
    sentence what came of it, from the record as it is and its fields as they stood right after that one performance.
    """

    code: str
    title: Any
    intro: Any
    empty: Any
    lines: Lines
    order: int = 100
    ahead: bool = False
    verb: str = ""
    done: Done | None = None


pages: dict[str, PublicPage] = {}


def public_page(
    code: str,
    *,
    title: Any,
    intro: Any,
    empty: Any,
    order: int = 100,
    ahead: bool = False,
    verb: str = "",
    done: Done | None = None,
) -> Callable[[Lines], Lines]:
    """Declare a page everybody reads."""

    def declare(function: Lines) -> Lines:
        if code in pages and pages[code].lines.__module__ != function.__module__:
            raise ValueError(f"public page {code} is declared twice")
        pages[code] = PublicPage(
            code=code,
            title=title,
            intro=intro,
            empty=empty,
            lines=function,
            order=order,
            ahead=ahead,
            verb=verb,
            done=done,
        )
        return function

    return declare


def in_order() -> list[PublicPage]:
    return sorted(pages.values(), key=lambda page: (page.order, page.code))
