"""Every page of the public door, over the demo ward: light, few requests, readable without script, on the smallest telephone."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern

from phoihop.config.demo.door import ANSWERED, NEW, SOLVED
from phoihop.core.public import pages
from phoihop.documents.models import File
from phoihop.portal import urls
from tests.scenarios.test_accessibility import AXE, FOUND, RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KILOBYTES, REQUESTS = 60, 6
#: Addresses that answer with a file, or only to what was sent.
NO_PAGE = {"public_download", "check_code"}


def addresses() -> dict[str, list[str]]:
    """At least one address of every page in ``portal/urls.py``."""
    file = File.objects.filter(public_on__isnull=False, state="kept").first()
    return {
        "front": ["/nguoi-dan/"],
        "shelf": [f"/nguoi-dan/{code}/" for code in pages],
        "send_petition": ["/gui-kien-nghi/?to=12"],
        "poster": ["/gui-kien-nghi/to-dan-bang-tin/?to=12"],
        "lookup_start": ["/tra-cuu/", "/tra-cuu/?ma=abc"],
        "lookup": [f"/tra-cuu/{code}/" for code in (NEW, ANSWERED, SOLVED, "22222-22222")],
        "lookup_slip": [f"/tra-cuu/{NEW}/phieu/"],
        "promised": ["/cam-ket/", "/cam-ket/?nhom=qua-hen", "/cam-ket/?nhom=kiem-lai&linh-vuc=giao-duc"],
        "check_paper": ["/kiem-tra/"],
        "public_files": ["/cong-khai/"],
        "public_file": [f"/cong-khai/{file.code}/"] if file else [],
        "public_ask": [path for code in pages for path in asking(code)[:1]],
    }


def asking(code: str) -> list[str]:
    """The forms a public page leads to from its lines, as a reader finds them."""
    shown = Client().get(f"/nguoi-dan/{code}/").content.decode()
    return re.findall(rf'href="(/nguoi-dan/{code}/[^"/?]+/)"', shown)


def weigh(chromium: Any, url: str) -> tuple[int, list[str]]:
    """Bytes compressed as a proxy sends them and what was asked for, by a browser that has nothing yet and no script."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="vi-VN", java_script_enabled=False
    )
    page, weight, asked = context.new_page(), 0, []
    page.on("response", lambda response: asked.append(response))  # noqa: PLW0108 the library wraps functions alone
    page.goto(url, wait_until="networkidle")
    assert page.locator("h1").count() == 1, url
    for response in asked:
        body = response.body()
        weight += len(body if response.url.endswith(".woff2") else gzip.compress(body, 6))
    paths = [urlsplit(response.url).path for response in asked]
    context.close()
    return weight, paths


def look(page: Any, base: str, name: str, path: str) -> Iterator[str]:
    """What is wrong with one page at three widths; a picture of it where ``PHOIHOP_PICTURES`` names a folder."""
    folder = os.environ.get("PHOIHOP_PICTURES")
    for width, height in ((320, 640), (390, 844), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(base + path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            yield f"{path} at {width}: {over} px sideways"
        if folder and width != 320:
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        if width == 320:
            continue
        page.evaluate(AXE)
        yield from (f"{path} at {width}: {v}" for v in page.evaluate(FOUND, RULES))


@pytest.mark.long
def test_every_public_page_is_light_whole_and_readable(chromium: Any, live_server: Any, demo: None) -> None:
    known = addresses()
    named = {entry.name for entry in urls.urlpatterns if isinstance(entry, URLPattern)}
    assert named - NO_PAGE == set(known)
    page = chromium.new_context(locale="vi-VN", bypass_csp=True).new_page()
    faults, table = [], []
    for name, paths in known.items():
        for n, path in enumerate(paths):
            weight, asked = weigh(chromium, live_server.url + path)
            table.append(f"{weight / 1000:6.1f} kB {len(asked)} requests {path}")
            if weight > KILOBYTES * 1000 or len(asked) > REQUESTS or any(a.endswith(".js") for a in asked):
                faults.append(table[-1])
            faults += look(page, live_server.url, f"{name}-{n}", path)
    print("\n".join(table))
    assert faults == []
    for path in ("/nguoi-dan/", "/cam-ket/", "/nguoi-dan/chuong-trinh/"):
        first = Client().get(path)
        again = Client().get(path, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), path
        assert first["Cache-Control"] == "public, max-age=0, must-revalidate" and not first.cookies
