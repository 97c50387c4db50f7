"""Who may do what with a petition, in words that the table of rights prints."""

from __future__ import annotations

from phoihop.core.who import Rule, of, public, role

#: Everybody of a body that hears voters may write down what was said; a deputy for the group he belongs to.
HEARS = role("clerk", "leader", "deputy", "member", "reception") & of("receiver")
#: The offices that follow it from end to end: who received it, who forwards it, the Front.
FOLLOWERS = role("clerk", "leader") & of("receiver", "forwarder", "front")
#: Who may open the sealed name and number of an asker: those who follow it, each opening noted.
UNSEALERS = role("clerk", "reception") & of("receiver", "forwarder")
CLASSIFIERS = role("clerk", "leader") & of("receiver", "forwarder", "front")
FORWARDERS = role("clerk", "leader") & of("forwarder", "receiver")
#: Who set the date extends it: the office once, its leader after.
DATE_SETTERS = role("clerk", "leader") & of("forwarder", "receiver")
ANSWER_OFFICE = role("clerk") & of("answering")
ANSWER_LEADER = role("leader") & of("answering")
UNIT = role("unit", "clerk", "leader") & of("responsible")
HELPERS = role("unit", "clerk", "leader", "member") & of("co_answering")
#: Tổ đại biểu, the council's standing committee, the Front: those who may say that an answer is none.
RETURNERS = role("clerk", "leader", "deputy") & of("receiver", "forwarder", "front")
#: Never who answered.
REVIEWERS = role("clerk", "leader", "deputy") & of("forwarder", "front", "receiver") & ~of("handlers")
CHAIRS = role("leader", "clerk") & of("forwarder")
ASKER = public | FOLLOWERS
ASKED_EXTENSION = Rule(
    "an extension was asked for", lambda hat, row: row is None or bool(getattr(row, "asked_due", None))
)
