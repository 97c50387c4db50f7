"""A paper as PDF/A-3 in the layout of Nghị định 30/2020/NĐ-CP, with its own data inside."""

from __future__ import annotations

from phoihop.documents.pdf.writer import write

__all__ = ["write"]
