"""Any file into the same blocks: ``read_file`` for files and bytes, ``read_text`` for pasted text.

The kind is told by the content, never by the extension. Whatever cannot be read raises
:class:`Unreadable` with a Vietnamese message of what happened and what to do now.
"""

from phoihop.ingest.readers.apart import read_apart, read_once
from phoihop.ingest.readers.files import read_file, read_text
from phoihop.ingest.readers.source import Source, Unreadable

__all__ = ["Source", "Unreadable", "read_apart", "read_file", "read_once", "read_text"]
