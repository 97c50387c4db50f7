"""Understanding of papers: ``read_paper`` turns a Source into a Reading of proposals with span and mark.

Rules and dictionaries of general administrative Vietnamese; nothing is learnt, nothing is stored, and no
rule knows a place, a person or a figure of any particular paper.
"""

from phoihop.ingest.reading.model import CHECK, SURE, Contradiction, Found, Reading
from phoihop.ingest.reading.read import read_paper

__all__ = ["CHECK", "SURE", "Contradiction", "Found", "Reading", "read_paper"]
