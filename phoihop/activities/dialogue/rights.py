"""Who may do what with a dialogue."""

from __future__ import annotations

from phoihop.core.who import of, role

#: Who plans and gives work out: the office of the committee that holds it.
OWNER = role("clerk") & of("owner")
#: Who runs it together: the offices of the committee, the Front and the council.
OFFICE = role("clerk") & of("owner", "front", "council")
