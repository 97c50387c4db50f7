"""Phối Hợp: one record of what the bodies of a Vietnamese locality promised each other."""
