"""Actions, journal, deadlines, notices, links, figures, papers: no word of any field of work."""
