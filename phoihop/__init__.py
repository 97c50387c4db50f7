"""Phối Hợp: one record of what the bodies of a Vietnamese locality promised each other."""

__version__ = "0.1.0"
