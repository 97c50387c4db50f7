"""Who may do what with a programme, and the clocks of its reviews."""

from __future__ import annotations

from phoihop.core.actions import Start
from phoihop.core.who import Rule, near, of, role

OFFICE = role("clerk") & of("owner", "party_ids")
LEADERS = role("leader") & of("party_ids")
#: Who holds the pen: the body that drafts, and the office that keeps its books.
DRAFTERS = role("clerk", "leader") & of("owner", "keeper")
#: History: of one's own body, or of others of the same locality.
RECORDERS = role("clerk", "administrator") & (of("owner", "party_ids") | of("keeper") & near("territory"))
#: What one party asks for alone holds only when another says the same.
OTHER_PARTY = Rule(
    "of another party than who asked",
    lambda hat, row: row is None or getattr(row, "ending_by_id", None) not in (None, hat.body),
)
#: Rule R-5: a sơ kết between July and August, a tổng kết before the next signing.
INTERIM = Start("programmes.interim_review", "interim_from", "reporter")
FINAL = Start("programmes.final_review", "final_from", "reporter")
#: An emergency programme is signed within hours, and its figures are told as often as its rule says.
EMERGENCY = Start("programmes.emergency_signing", body="owner")
DAILY = Start("programmes.emergency_figures", "figures_from", "reporter")
