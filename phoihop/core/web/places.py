"""Addresses as a browser must ask for them: the installation may live under another site's path."""

from __future__ import annotations

from django.urls import get_script_prefix

from phoihop.core.models import Record


def place(path: str) -> str:
    """``/kien-nghi/`` → ``/minh-tan/kien-nghi/`` where the ward's page lies under the province's site."""
    return get_script_prefix() + path.removeprefix("/")


def address(record: Record) -> str:
    """Where a record's page is; stable, never re-used."""
    return place(f"/{record.path}/{record.code}/")
