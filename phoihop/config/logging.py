"""One line per event: time, level, request id, words. No query strings, no bodies, no personal data."""

from __future__ import annotations

import logging
from typing import Any

_OF_THE_ROW = ("DETAIL:", "CONTEXT:", "HINT:", "LINE ")


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        path = getattr(getattr(record, "request", None), "path", "")
        request_id = getattr(getattr(record, "request", None), "request_id", "-")
        words = record.getMessage().split("?", 1)[0] if path else record.getMessage()
        line = f"{when} {record.levelname} {request_id} {record.name} {words}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line

    def formatException(self, ei: Any) -> str:
        """Where it went wrong, without what PostgreSQL tells of the row: those are people's words and names."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(line for line in lines if not line.startswith(_OF_THE_ROW))
