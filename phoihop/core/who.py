"""Who acts: an actor with one or several hats, and rules that read as sentences.

A person may serve two bodies at once, so the capacity is not a global switch: a rule picks, for one
record, the hat that allows the action, and that hat is what the button and the journal show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phoihop.core.models import Record


@dataclass(frozen=True, kw_only=True)
class Hat:
    """One capacity: a role in a body, in words as it stands on the button and in the journal."""

    role: str
    body: int | None = None
    words: str = ""
    mandate: int | None = None
    body_name: str = ""
    place: str = ""
    title: str = ""
    lender: str = ""
    territory: int | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person acting on a date, or the public, or the clock. ``hat`` is set once an action is chosen."""

    kind: str = "person"
    user: int | None = None
    person: int | None = None
    name: str = ""
    hats: tuple[Hat, ...] = ()
    hat: Hat | None = None
    territories: frozenset[int] = field(default_factory=frozenset)

    @property
    def bodies(self) -> frozenset[int]:
        return frozenset(h.body for h in self.hats if h.body is not None)

    def bodies_as(self, *roles: str) -> frozenset[int]:
        """The bodies in which one of these roles is held; without roles every body."""
        return frozenset(h.body for h in self.hats if h.body is not None and (not roles or h.role in roles))

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(h.role for h in self.hats)

    @property
    def body(self) -> int | None:
        return self.hat.body if self.hat else None

    @property
    def acting_for(self) -> int:
        """The body acted for; whoever acts as the public or the clock acts for none."""
        if self.hat is None or self.hat.body is None:
            raise LookupError(f"{self.name} acts for no body here")
        return self.hat.body

    @property
    def capacity(self) -> str:
        return self.hat.words if self.hat else self.name

    def wearing(self, hat: Hat) -> Actor:
        return replace(self, hat=hat)

    def holds(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))


PUBLIC = Actor(kind="public", name="Người dân", hats=(Hat(role="public", words="Người dân"),))
CLOCK = Actor(kind="clock", name="Phần mềm", hats=(Hat(role="clock", words="Phần mềm, theo lịch"),))

Test = Callable[[Hat, "Record | None"], bool]


@dataclass(frozen=True)
class Rule:
    """A right in words and as a test of (hat, record); the same hat must pass both sides of ``&``."""

    words: str
    test: Test

    def __and__(self, other: Rule) -> Rule:
        return Rule(f"{self.words} & {other.words}", lambda h, r: self.test(h, r) and other.test(h, r))

    def __or__(self, other: Rule) -> Rule:
        return Rule(f"({self.words} | {other.words})", lambda h, r: self.test(h, r) or other.test(h, r))

    def __invert__(self) -> Rule:
        return Rule(f"not {self.words}", lambda h, r: r is None or not self.test(h, r))

    def __str__(self) -> str:
        return self.words

    def hats(self, actor: Actor, record: Record | None) -> list[Hat]:
        """The hats in which this actor may do it, best first; empty = forbidden."""
        candidates: Iterable[Hat] = (actor.hat,) if actor.hat else actor.hats
        return [hat for hat in candidates if self.test(hat, record)]


def role(*names: str) -> Rule:
    """The hat's role is one of these."""
    return Rule(f"role({', '.join(names)})", lambda hat, record: hat.role in names)


def of(*paths: str) -> Rule:
    """The hat's body stands in one of these fields of the record (``lead``, ``programme.owner``).

    While a record is being made it does not exist yet: then only the other parts of the rule are
    asked, and the whole rule again once the function has returned the record.
    """

    def test(hat: Hat, record: Record | None) -> bool:
        if record is None:
            return True
        return hat.body is not None and any(hat.body in bodies_at(record, path) for path in paths)

    return Rule(f"of({', '.join(paths)})", test)


def near(*paths: str) -> Rule:
    """The hat's locality is one of these: what one locality keeps, another on the same machine leaves alone."""

    def test(hat: Hat, record: Record | None) -> bool:
        if record is None:
            return True
        return hat.territory is not None and any(hat.territory in bodies_at(record, path) for path in paths)

    return Rule(f"near({', '.join(paths)})", test)


def bodies_at(record: Any, path: str) -> frozenset[int]:
    """Keys of the bodies found at a field, a dotted path, or a method returning several keys."""
    *steps, last = path.split(".")
    for step in steps:
        record = getattr(record, step)
        if record is None:
            return frozenset()
    if hasattr(record, f"{last}_id"):
        value = getattr(record, f"{last}_id")
        return frozenset() if value is None else frozenset({value})
    value = getattr(record, last)
    value = value() if callable(value) else value
    if value is None or isinstance(value, int):
        return frozenset() if value is None else frozenset({value})
    return frozenset(value)


anyone = Rule("anyone", lambda hat, record: True)
nobody = Rule("nobody", lambda hat, record: False)
clock = role("clock")
public = role("public")
