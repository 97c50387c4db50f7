"""Who may do what with a round of voter contact."""

from __future__ import annotations

from phoihop.core.who import of, role

#: Who plans: the office of the body that plans.
OWNER = role("clerk") & of("owner")
#: Who runs it: the offices of the bodies that take part.
OFFICE = role("clerk") & of("owner", "front", "compiler")
#: Whoever sits in the hall and writes down.
HALL = role("clerk", "deputy", "leader") & of("owner", "front", "committee", "compiler")
#: A deputy asks for himself, or his office writes it down for him.
DEPUTY = role("deputy", "clerk") & of("owner")
DECIDES = role("leader", "clerk") & of("owner")
