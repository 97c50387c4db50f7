"""A line of the log tells where and when, never what a person typed."""

from __future__ import annotations

import logging
import sys

from phoihop.config.logging import Line


class Asked:
    path, request_id = "/nhan-su/", "ab12cd34"


def line(message: str, *, error: Exception | None = None) -> str:
    given = None
    if error is not None:
        try:
            raise error
        except Exception:
            given = sys.exc_info()
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, message, None, given)
    record.request = Asked()
    return Line().format(record)


def test_a_query_string_stays_out_of_the_log() -> None:
    told = line("Not Found: /nhan-su/?tim=Nguyễn+Thị+Mẫu")
    assert told.endswith("ERROR ab12cd34 django.request Not Found: /nhan-su/")


def test_what_the_database_tells_of_a_row_stays_out_of_the_log() -> None:
    words = 'duplicate key value violates unique constraint "one"\nDETAIL:  Key (full_name)=(Nguyễn Thị Mẫu) already exists.'
    told = line("Internal Server Error: /nhan-su/", error=ValueError(words))
    assert "Nguyễn" not in told and "ValueError: duplicate key value" in told
