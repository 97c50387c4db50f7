"""Old documents in: readers of files, understanding of papers, and the desk that reviews proposals."""
