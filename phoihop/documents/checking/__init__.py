"""Kiểm tra văn bản: what the register says of a paper that somebody holds in hand. Nothing of it is kept.

``clues`` reads a file apart, ``words`` compares two texts, ``answer`` asks the register. A paper that is not
public is only confirmed or not: number, title, text and names stay inside.
"""
