"""The engine: a record changes only by performing a declared action.

``perform`` runs in one transaction: lock → state → right → function → new state → constraints →
save record and parts → clocks → journal → notices. A refusal at any step writes nothing.
"""

from __future__ import annotations

import contextvars
import functools
import inspect
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from django import forms
from django.db import IntegrityError, OperationalError, models, transaction
from django.utils.translation import gettext_lazy as _

from phoihop.core import deadlines, indexing, ledger, moment, salted, store
from phoihop.core.canonical import digest, plain
from phoihop.core.models import JournalEntry, Record
from phoihop.core.seen import seen_of
from phoihop.core.who import Actor, Hat, Rule

Verb = TypeVar("Verb", bound=Callable[..., Any])


class Refused(Exception):
    """The action may not happen now; ``reason`` says why, ``instead`` what can be done, ``step`` by which action."""

    def __init__(self, reason: object, *, instead: object = "", field: str = "", step: str = "") -> None:
        super().__init__(str(reason))
        self.reason, self.instead, self.field, self.step = str(reason), str(instead), field, step


class Stale(Refused):
    """Somebody else changed the state or a field of this form in the meantime."""


class Forbidden(Exception):
    """The actor has no hat that allows the action."""


class Ask(NamedTuple):
    """A leader's own decision: the question, when a record asks it, what says more, other answers, who answered already.

    ``at`` is the last part of the address where it is answered, if a page of the record does more than the form.
    """

    question: Any
    when: Callable[[date], models.Q] = lambda today: models.Q()
    about: str = ""
    otherwise: tuple[str, ...] = ()
    settled: Callable[[Hat, Any], bool] = lambda hat, record: False
    at: str = ""


class Start(NamedTuple):
    """A clock started by an action, counted from ``field`` of the record or from the moment itself."""

    code: str
    field: str = ""
    body: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Action:
    """One declared verb; everything else is derived from these values.

    ``calls`` are the bodies whose step comes next: they are told even where it was done in their own name.
    ``said`` words one performance from what the journal kept of it, where ``says`` is not true of all of them.
    """

    name: str
    on: type[Record]
    function: Callable[..., Any]
    frm: tuple[str, ...] | None
    to: str | None
    by: Rule
    label: Any
    says: Any
    form: type[forms.Form] | None = None
    tells: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    appends: bool = False
    primary: bool = False
    warns: Any = ""
    asks: Ask | None = None
    lands: Callable[[Any], tuple[Record | None, Any]] | None = None
    said: Callable[[Mapping[str, Any]], Any] | None = None

    @functools.cached_property
    def inner(self) -> bool:
        """Performed by other actions and by code, never offered: it has inputs and no form to ask for them."""
        inputs = inspect.signature(self.function).parameters.values()
        asked = [p for p in inputs if p.kind is p.KEYWORD_ONLY and p.default is p.empty]
        return self.form is None and bool({p.name for p in asked} - {"actor", "at"})


class Offer(NamedTuple):
    """An action open to an actor on a record, and the hats in which it could be done."""

    action: Action
    hats: Sequence[Hat]


#: Of the column that holds it; a longer key stands there by its digest.
KEY_LENGTH = 64
registry: dict[str, Action] = {}
followers: dict[str, list[Callable[..., None]]] = {}
on_step: list[Callable[[str], None]] = []
_group: contextvars.ContextVar[str] = contextvars.ContextVar("group", default="")


def _starts(values: Sequence[str | Start]) -> tuple[Start, ...]:
    return tuple(v if isinstance(v, Start) else Start(v) for v in values)


def action(
    *, on: type[Record], by: Rule, label: Any, says: Any, frm: Sequence[str] | None, to: str | None = None,
    starts: Sequence[str | Start] = (), **rest: Any,
) -> Callable[[Verb], Verb]:  # fmt: skip
    """Declare a verb on a record. ``frm=None`` creates; ``to=None`` keeps the state."""

    def declare(function: Verb) -> Verb:
        app = function.__module__.rsplit(".", 1)[0].rsplit(".", 1)[-1]
        name = f"{app}.{function.__name__}"
        if name in registry and registry[name].function.__module__ != function.__module__:
            raise ValueError(f"action {name} is declared twice")
        lists: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in rest.items()}
        registry[name] = Action(
            name=name, on=on, function=function, by=by, label=label, says=says, to=to,
            frm=None if frm is None else tuple(frm), starts=_starts(starts), **lists,
        )  # fmt: skip
        return function

    return declare


def after(name: str) -> Callable[[Verb], Verb]:
    """Declare what an upper module does in the same transaction, given record, actor and moment, once it is journalled."""

    def declare(function: Verb) -> Verb:
        followers.setdefault(name, []).append(function)
        return function

    return declare


def the_action(verb: Action | Callable[..., Any] | str) -> Action:
    """The declaration behind a function, a name or itself; KeyError if there is none."""
    if isinstance(verb, Action):
        return verb
    if isinstance(verb, str):
        return registry[verb]
    return registry[f"{verb.__module__.rsplit('.', 1)[0].rsplit('.', 1)[-1]}.{verb.__name__}"]


def actions_on(model: type[Record]) -> list[Action]:
    return [a for a in registry.values() if a.on is model]


def offered_on(model: type[Record]) -> list[Action]:
    """The actions that a door may show: buttons, addresses, operations."""
    return [a for a in actions_on(model) if not a.inner]


def actions_of(record: Record, actor: Actor) -> list[Offer]:
    """What this actor may do with this record now, in order of declaration; runs no query."""
    found, withheld = [], record.withheld()
    for verb in offered_on(type(record)):
        if verb.frm is None or record.state not in verb.frm or verb.name in withheld:
            continue
        if hats := verb.by.hats(actor, record):
            found.append(Offer(verb, hats))
    return found


def creations_of(model: type[Record], actor: Actor) -> list[Offer]:
    """The actions by which this actor may make such a record."""
    pairs = ((verb, verb.by.hats(actor, None)) for verb in offered_on(model) if verb.frm is None)
    return [Offer(verb, hats) for verb, hats in pairs if hats]


def perform(
    verb: Action | Callable[..., Any] | str, record: Record | None = None, *, actor: Actor, at: datetime,
    hat: Hat | None = None, seen: str = "", key: str = "", **inputs: Any,
) -> Any:  # fmt: skip
    """Perform an action; returns the record as saved. Raises Refused, Stale, Forbidden or ValidationError."""
    declared = the_action(verb)
    key = key if len(key) <= KEY_LENGTH else digest(key)
    run = functools.partial(
        _perform, declared, record, actor=actor, at=at, hat=hat, seen=seen, key=key, inputs=inputs
    )
    if transaction.get_connection().in_atomic_block and _group.get():
        return run()
    try:
        return run()
    except OperationalError as error:  # a deadlock (PostgreSQL) loses once and then waits its turn
        if "deadlock" not in str(error):
            raise
        return run()
    except IntegrityError as error:
        if not key or "key" not in str(error):
            raise
        return run()  # the same form arrived twice at once: now the first entry is there


def group_now() -> str:
    """What is performed inside an action belongs to it; alone it is a group of its own."""
    return _group.get() or uuid.uuid4().hex


def _step(name: str) -> None:
    for listener in on_step:
        listener(name)


def _perform(
    verb: Action, given: Record | None, *, actor: Actor, at: datetime, hat: Hat | None, seen: str, key: str,
    inputs: dict[str, Any],
) -> Any:  # fmt: skip
    token = _group.set(_group.get() or uuid.uuid4().hex)
    try:
        with transaction.atomic():
            record = store.lock(given, verb.also) if given is not None else None
            _step("locked")
            actor = admit(verb, record, actor=actor, hat=hat)
            first = JournalEntry.objects.filter(key=key).select_related("body").first() if key else None
            if first:
                return _replayed(first, verb, record, actor=actor, inputs=inputs)
            _check_state(verb, record, seen=seen)
            before, loaded = (record.state, store.loaded(record)) if record else ("", {})
            if record is None:
                record = verb.function(actor=actor, at=at, **inputs)
                actor = admit(verb, record, actor=replace(actor, hat=None), hat=None, prefer=actor.hat)
            else:
                verb.function(record, actor=actor, at=at, **inputs)
            if verb.to is not None:
                record.state = verb.to
            _step("changed")
            touched = {*store.changed(record, loaded), *store.part_relations(record)}
            links = store.save(record, loaded, at=at)
            _step("saved")
            effects = {"clocks": _run_clocks(record, verb, at=at), "links": links}
            entry = ledger.append(
                record, verb, actor=actor, at=at, noted_at=moment.now(), before=before, inputs=plain(inputs),
                effects=effects, key=key, group=_group.get(), changed=store.changed(record, loaded),
            )  # fmt: skip
            _step("journalled")
            if inputs.get("through") is None:  # else the record it was done through tells of it
                ledger.tell(record, verb, entry, actor=actor, at=at)
            indexing.index(record, at=at, moved=record.readers_moved(touched))
            indexing.derive([record])
            for follow in followers.get(verb.name, ()):
                follow(record, actor=actor, at=at)
            _step("told")
    finally:
        _group.reset(token)
    _step("committed")
    return record


def _run_clocks(record: Record, verb: Action, *, at: datetime) -> list[str]:
    try:
        return ledger.run_clocks(record, verb, at=at)
    except deadlines.NoRule as error:
        raise Refused(
            _("Không có quy định thời hạn nào có hiệu lực vào ngày đó."), instead=_("Xem lại ngày đã điền.")
        ) from error


def admit(
    verb: Action, record: Record | None, *, actor: Actor, hat: Hat | None, prefer: Hat | None = None
) -> Actor:
    """The actor in the hat that allows the action; Forbidden if none does."""
    hats = verb.by.hats(actor, record)
    wanted = hat or prefer
    if not hats or (hat and hat not in hats):
        raise Forbidden(verb.name)
    return actor.wearing(wanted if wanted in hats else hats[0])


def _check_state(verb: Action, record: Record | None, *, seen: str) -> None:
    if (record is None) != (verb.frm is None):
        raise TypeError(f"{verb.name} {'creates' if verb.frm is None else 'needs a record'}")
    if record is None:
        return
    if record.state not in (verb.frm or ()):
        state = _("Việc này không còn làm được: tình trạng hiện nay là “%s”.") % record.state_label
        raise Stale(state, instead=_("Mở lại trang để xem người khác vừa làm gì."))
    if seen and seen != seen_of(verb, record):
        reason = _("Có người vừa sửa đúng những ô đồng chí đang điền.")
        raise Stale(reason, instead=_("Xem nội dung mới rồi ghi lại; phần đã gõ vẫn còn."))


def _replayed(
    first: JournalEntry, verb: Action, record: Record | None, *, actor: Actor, inputs: dict[str, Any]
) -> Record:
    """The same form sent twice gives the first result; another use of its key is refused."""
    mine = first.action == verb.name and first.actor_user == actor.user
    if mine and record is None:
        found = verb.on._base_manager.get(pk=first.record_id)
    elif (
        mine
        and record is not None
        and (first.record_type, first.record_id) == (record._meta.label_lower, record.pk)
    ):
        found = record
    else:
        found = None
    kept = json.loads(first.body.text)["inputs"]
    if found is None or not salted.agree(kept, plain(inputs), getattr(found, "salt", "")):
        raise Refused(
            _("Mã gửi này đã dùng cho một việc khác."), instead=_("Mở lại biểu mẫu rồi gửi lần nữa.")
        )
    return found
