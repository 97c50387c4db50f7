"""Who may do what with a meeting."""

from __future__ import annotations

from phoihop.core.who import of, role

#: Who speaks for a body that is called.
SPEAKERS = ("clerk", "leader", "unit", "member")
INSIDE = role(*SPEAKERS)
#: Whoever holds the meeting: the office of the host or of a body holding it together with it.
OFFICE = role("clerk", "unit", "member") & of("host", "co_hosting")
#: The body called, or the office that heard the answer on the telephone.
INVITED = (INSIDE & of("invited")) | OFFICE
#: Whoever gives work out of a conclusion: only an office that keeps the book of promises.
GIVER = role("clerk") & of("host")
CHAIRS = role("leader") & of("host", "co_hosting")
