"""What lies where in a package; known to whoever writes, checks and reads one. No database, no settings."""

from __future__ import annotations

FORMAT = "phoihop-goi/1"

README = "DOC-TRUOC.md"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
JOURNAL = "nhat-ky/nhat-ky.jsonl"
RECORDS = "ho-so/"
TABLES = "danh-muc/"
SHEETS = "bang/"
FILES = "tep/"
PAPERS = "van-ban/"

#: The longest line of a member that is read; a record with its parts is some kilobytes.
LONGEST_LINE = 64 << 20
