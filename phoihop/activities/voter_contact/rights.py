"""Who may do what with a round of voter contact."""

from __future__ import annotations

from phoihop.core.who import near, of, role

#: Who plans: the office of the body that plans.
OWNER = role("clerk") & of("owner")
#: Who runs it: the offices of the bodies that take part.
OFFICE = role("clerk") & of("owner", "front", "compiler")
#: Deputies of the place, whichever Tổ đại biểu they sit in: they act for their group.
DEPUTIES = role("deputy") & near("territory")
#: Whoever sits in the hall and writes down.
HALL = (role("clerk", "deputy", "leader") & of("owner", "front", "committee", "compiler")) | DEPUTIES
#: A deputy asks for himself, or the office writes it down for him.
DEPUTY = (role("clerk", "deputy") & of("owner")) | (role("deputy") & near("owner.territory"))
DECIDES = role("leader", "clerk") & of("owner")
