"""What modules show to everybody is declared; the door knows none of them by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from phoihop.core import public
from phoihop.core.public import Line


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = dict(public.pages)
    yield
    public.pages.clear()
    public.pages.update(before)


def one(today: date, territory: int) -> Sequence[Line]:
    return [Line(on=today, title=f"Ở địa bàn {territory}")]


def declared(code: str, *, order: int = 100) -> None:
    public.public_page(code, title=code, intro="", empty="", order=order)(one)


def test_a_declared_page_is_listed_in_its_order() -> None:
    public.pages.clear()
    declared("sau", order=20)
    declared("truoc", order=10)
    assert [page.code for page in public.in_order()] == ["truoc", "sau"]
    assert public.pages["sau"].lines(date(2027, 8, 2), 7) == [Line(on=date(2027, 8, 2), title="Ở địa bàn 7")]


def test_two_modules_do_not_share_an_address() -> None:
    declared("chung")

    def other(today: date, territory: int) -> Sequence[Line]:
        return []

    other.__module__ = "elsewhere.public"
    with pytest.raises(ValueError, match="declared twice"):
        public.public_page("chung", title="", intro="", empty="")(other)
