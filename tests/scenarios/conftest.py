"""A real server over a demo-like ward, and a real Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium; never a download of the test tool's own."""
    if BROWSER is None:
        if os.environ.get("PHOIHOP_REQUIRE_CHROMIUM") == "1":
            pytest.fail("Chromium is required and not installed")
        pytest.skip("Chromium is not installed on this machine")
    from playwright.sync_api import sync_playwright

    # The sync API runs an event loop in this thread; Django must not mistake the tests for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()
