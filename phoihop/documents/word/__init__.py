"""Blocks → .docx in the form of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from phoihop.documents.word.writer import WORD, write

__all__ = ["WORD", "write"]
