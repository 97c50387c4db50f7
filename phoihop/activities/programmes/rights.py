"""Who may do what with a programme, and the clocks of its reviews."""

from __future__ import annotations

from phoihop.core.actions import Start
from phoihop.core.who import of, role

OFFICE = role("clerk") & of("owner", "party_ids")
LEADERS = role("leader") & of("party_ids")
#: Who holds the pen: the body that drafts, and the office that keeps its books.
DRAFTERS = role("clerk", "leader") & of("owner", "keeper")
#: Rule R-5: a sơ kết between July and August, a tổng kết before the next signing.
INTERIM = Start("programmes.interim_review", "interim_from", "reporter")
FINAL = Start("programmes.final_review", "final_from", "reporter")
