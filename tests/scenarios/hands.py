"""What a person's hands do on a page, counted: the price of a journey in clicks and keys."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Hands:
    """Presses, types and chooses files on one page. A batch of files is two clicks: the box, and Open."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.clicks = self.keys = 0

    def click(self, target: Any) -> None:
        self._found(target).click()
        self.clicks += 1

    def type(self, target: Any, words: str) -> None:
        """One click into the box, then one key a letter."""
        box = self._found(target)
        box.click()
        box.press_sequentially(words)
        self.clicks, self.keys = self.clicks + 1, self.keys + len(words)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def choose(self, target: Any, files: Sequence[Path]) -> None:
        self._found(target).set_input_files(list(files))
        self.clicks += 2

    def look(self, name: str) -> None:
        """A picture of the page at a desk's and a phone's width, where ``PHOIHOP_PICTURES`` names a folder."""
        folder = os.environ.get("PHOIHOP_PICTURES")
        if not folder:
            return
        for width, height in ((390, 844), (1366, 768)):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.screenshot(path=f"{folder}/{name}-{width}.png")

    def _found(self, target: Any) -> Any:
        return self.page.locator(target) if isinstance(target, str) else target
