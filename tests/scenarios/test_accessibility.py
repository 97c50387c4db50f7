"""Every page there is, in Chromium at a desk's and a phone's width: nothing that axe finds wrong (WCAG 2.2 AA)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python  # type: ignore[import-untyped]
import playwright.sync_api
import pytest
from django.urls import Resolver404, resolve

from phoihop.config.demo.build import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOUND = """
async (rules) => (await axe.run(document, {runOnly: {type: 'tag', values: rules},
    resultTypes: ['violations']})).violations
    .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' | '))
"""
#: Pages no link leads to, and addresses where something is missing.
ALSO = (
    "/",
    "/tim/?q=giam+sat",
    "/tim/?q=khongcogi",
    "/khong-co/",
    "/nhiem-vu/?tim=khongcogi",
    "/tai-khoan/login/",
    "/cong-khai/",
)
WIDTHS = {1366: 768, 390: 844}


def kind_of(path: str, *, tabs: bool) -> str:
    """The kind of page an address belongs to: its route and, with ``tabs``, the tab or part of a record it asks for.

    The tabs of a list are one kind: they show other rows of the same columns.
    """
    parts = urlsplit(path)
    try:
        route = resolve(parts.path).route
    except Resolver404:
        return path
    tabs = tabs and "<" in route
    asked = sorted(pair for pair in parts.query.split("&") if tabs and pair.startswith("muc="))
    return f"{route}?{'&'.join(asked)}"


def walk(page: Any, base: str, *, tabs: bool) -> Iterator[str]:
    """Open one address per kind of page that can be reached by links from the first."""
    waiting, seen, kinds = list(ALSO), set(ALSO), set()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path, tabs=tabs)
        if kind in kinds:
            continue
        kinds.add(kind)
        page.set_viewport_size({"width": 1366, "height": WIDTHS[1366]})
        try:
            page.goto(base + path)
        except playwright.sync_api.Error:  # a file, not a page
            continue
        if page.evaluate("document.contentType") != "text/html":
            continue
        for link in page.eval_on_selector_all("a[href]", "found => found.map(a => a.href)"):
            target = link.removeprefix(base).split("#")[0]
            if target.startswith("/") and "logout" not in target and target not in seen:
                seen.add(target)
                waiting.append(target)
        yield path


@pytest.mark.long
@pytest.mark.parametrize("username", ["chuyenvien", "quantri"])
def test_axe_finds_nothing_on_any_page_and_no_page_scrolls_sideways(
    demo: None, chromium: Any, live_server: Any, username: str
) -> None:
    base = live_server.url
    page = chromium.new_context(locale="vi-VN", bypass_csp=True).new_page()
    page.set_default_timeout(15000)
    page.goto(f"{base}/tai-khoan/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{base}/")
    found: dict[str, list[str]] = {}
    count = 0
    # The administrator meets the same lists: one look at each is enough, the clerk's walk opens every tab.
    for path in walk(page, base, tabs=username == "chuyenvien"):
        count += 1
        page.evaluate(AXE)
        # Another tab of a page has the same frame: the desk has seen it, and nothing is wider on a telephone.
        for width, height in WIDTHS.items() if "muc=" not in path else ((390, WIDTHS[390]),):
            page.set_viewport_size({"width": width, "height": height})
            if wrong := page.evaluate(FOUND, RULES):
                found[f"{path} at {width}"] = wrong
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found[path] = ["scrolls sideways"]
    assert found == {}
    assert count > 30
