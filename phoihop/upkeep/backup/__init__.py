"""Copies of the whole installation, encrypted; put back, and rehearsed."""
