"""Lists of plain phrases as one pattern."""

from __future__ import annotations

import re


def either(block: str) -> str:
    """The phrases of a block (parted by ``|`` or line ends) as alternatives, the longer first."""
    phrases = {" ".join(p.split()) for p in re.split(r"[|\n]", block)} - {""}
    return "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(phrases, key=lambda p: (-len(p), p)))
