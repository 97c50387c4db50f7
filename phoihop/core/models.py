"""Record, part, and the engine's own tables."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.canonical import plain
from phoihop.core.text import fold
from phoihop.core.who import Actor, Rule, bodies_at

if TYPE_CHECKING:
    from phoihop.core.listing import Detail, Listing


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How a state looks: the shape beside the word, and the word shown to the public."""

    shape: str
    public: str = ""


class RecordQuerySet(models.QuerySet[Any]):
    """Reads of a record; ``visible_to`` is the one rule of every exit."""

    def visible_to(self, actor: Actor) -> Self:
        """What the actor's bodies own, take part in or must answer, and what is public."""
        return self.filter(self.model.visibility(actor))


class Record(models.Model):
    """A thing with a number, a state and a history; changed only by performing an action.

    A class declares ``prefix`` (of its code), ``path`` (of its pages), ``states``, ``marks``,
    ``readers`` (fields or parts naming the bodies that may read it, ``part__field`` for parts),
    ``search`` (fields found by the text search), ``numbered`` (which of them is the official number it carries: asked
    for, it comes first), ``found_by`` (facet of the search page → attribute: linh-vuc,
    tham-quyen, thoi-gian, don-vi), ``contents_in`` (states in which the text of its file is searched too),
    ``shut`` (references to records whose contents are searched by nobody, because this one names them),
    ``moves`` (references to bodies that follow a merger),
    ``stays`` (those that keep the body as it was: what was signed, issued, done),
    ``menu_place`` (the lower stands first among the records of its module),
    ``menu_roles`` (who sees its menu entry, if others than the module says),
    ``reader_roles`` (of a body that reads it only who holds one of these roles does: its page, its notices, its clocks; such
    a kind is in no index),
    ``opens`` (who reads it through ``readers`` also reads what arises from it),
    ``former`` (prefix → path of kinds of records that became parts of this one: their addresses still open),
    ``unjournalled`` (texts, and inputs named like that, that stand in the row only; with :class:`Salted`),
    ``mirrors`` (reference → field: the row referred to is no record and says the same under that name; held against it),
    ``sealed`` (fields that hold references into the vault, each with its label) and ``unsealed_by`` (who may open them).
    """

    prefix: ClassVar[str] = ""
    path: ClassVar[str] = ""
    states: ClassVar[type[models.TextChoices]]
    marks: ClassVar[dict[str, Mark]] = {}
    readers: ClassVar[tuple[str, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    found_by: ClassVar[Mapping[str, str]] = {}
    numbered: ClassVar[str] = ""
    contents_in: ClassVar[tuple[str, ...]] = ()
    shut: ClassVar[tuple[str, ...]] = ()
    moves: ClassVar[tuple[str, ...]] = ()
    stays: ClassVar[tuple[str, ...]] = ()
    everyone_inside: ClassVar[bool] = False
    opens: ClassVar[bool] = False
    former: ClassVar[dict[str, str]] = {}
    in_menu: ClassVar[bool] = True
    menu_place: ClassVar[int] = 10
    menu_roles: ClassVar[tuple[str, ...] | None] = None
    reader_roles: ClassVar[tuple[str, ...]] = ()
    unjournalled: ClassVar[tuple[str, ...]] = ()
    mirrors: ClassVar[dict[str, str]] = {}
    sealed: ClassVar[tuple[tuple[str, Any], ...]] = ()
    unsealed_by: ClassVar[Rule | None] = None
    listing: ClassVar[Listing | None] = None
    detail: ClassVar[Detail | None] = None

    code = models.CharField(_("Mã"), max_length=60, unique=True, editable=False)
    state = models.CharField(_("Tình trạng"), max_length=40, editable=False, db_index=True)
    seq = models.PositiveIntegerField(default=0, editable=False)
    head = models.CharField(max_length=64, editable=False, default="")

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.added: list[Part] = []
        self.changed: list[Part] = []
        self.dropped: list[Part] = []
        self.linked: list[tuple[str, Record]] = []

    def __str__(self) -> str:
        return self.code

    def as_source(self) -> str:
        """How it is named, shortly, on what arises from it."""
        return str(self)

    # Parts: the engine saves them together with the record.
    def add(self, part: Part) -> None:
        self.added.append(part)

    def change(self, part: Part) -> None:
        self.changed.append(part)

    def drop(self, part: Part) -> None:
        self.dropped.append(part)

    def sealed_refs(self) -> list[tuple[str, str]]:
        """What of it lies in the vault: label and reference."""
        return [(str(label), getattr(self, name)) for name, label in self.sealed if getattr(self, name)]

    def withheld(self) -> frozenset[str]:
        """Names of actions not offered on it now although its state would allow them; runs no query."""
        return frozenset()

    def told_no_more(self) -> frozenset[str]:
        """Fields, and inputs named like that, which the journal keeps and no exit tells: what was taken back."""
        return frozenset()

    def read_along(self, relation: str) -> Any:
        """What was read together with it through a relation (``select`` or ``prefetch`` of its page); None where nothing
        was. Runs no query: what ``withheld`` may ask of other records."""
        one = self._state.fields_cache.get(relation)
        return one if one is not None else vars(self).get("_prefetched_objects_cache", {}).get(relation)

    def link(self, kind: str, other: Record) -> None:
        """This record —kind→ that one; shown on both."""
        self.linked.append((kind, other))

    @classmethod
    def parts(cls) -> list[type[Part]]:
        """The part models of this record, in order of name."""
        found = [
            rel.related_model
            for rel in cls._meta.related_objects
            if isinstance(rel.related_model, type)
            and issubclass(rel.related_model, Part)
            and rel.related_model.parent == rel.field.name
        ]
        return sorted(found, key=lambda part: part.__name__)

    @classmethod
    def part_names(cls) -> list[str]:
        """The relations through which the parts are read, in the same order."""
        links: list[Any] = [part._meta.get_field(part.parent) for part in cls.parts()]
        return [link.remote_field.get_accessor_name() for link in links]

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The rule as a condition; a record that bodies read for other reasons too widens it."""
        return cls.by_readers(actor)

    @classmethod
    def by_readers(cls, actor: Actor) -> Q:
        """Who stands in one of ``readers``; who acts for no body (any more) sees nothing, not even the directory."""
        if actor.kind == "clock":
            return Q()
        if actor.kind != "person" or not actor.bodies:
            return Q(pk__in=())
        if cls.everyone_inside:
            return Q()
        condition = Q(pk__in=())
        bodies = actor.bodies_as(*cls.reader_roles)
        for reader in cls.readers:
            condition |= cls._read_by(reader, bodies)
        return condition

    @classmethod
    def _read_by(cls, reader: str, bodies: frozenset[int]) -> Q:
        """One side of the "or", as a list of keys of its own, so that an index can answer it."""
        step, _more, rest = reader.partition("__")
        if not rest:
            return Q(**{f"{reader}__in": bodies})
        field: Any = cls._meta.get_field(step)
        rows = field.related_model._base_manager.filter(**{f"{rest}__in": bodies})
        if field.one_to_many:
            return Q(pk__in=rows.order_by().values(field.field.attname))
        return Q(**{f"{step}__in": rows.order_by().values("pk")})

    def reader_keys(self) -> Iterable[int]:
        """The bodies that may read it, for the search index; none where more than the body decides."""
        keys: set[int] = set()
        if self.reader_roles:
            return ()
        for reader in self.readers:
            *steps, body = reader.split("__")
            rows: list[Any] = [self]
            for step in steps:
                rows = [found for row in rows for found in _follow(row, step)]
            for row in rows:
                keys.update(bodies_at(row, body))
        return sorted(k for k in keys if k)

    def readers_moved(self, changed: Iterable[str]) -> bool:
        """Whether an action may have changed who reads it: only then the search index asks again."""
        fields = {reader.split("__")[0] for reader in self.readers}
        return self.seq <= 1 or bool(fields.intersection(changed))

    def read_alike(self) -> Iterable[Record]:
        """Records whose readers follow from this one's: the index renews theirs together with its own."""
        return ()

    def search_text(self) -> str:
        return fold(" ".join([self.code, *(str(getattr(self, name) or "") for name in self.search)]))

    @property
    def mark(self) -> Mark:
        return self.marks.get(self.state, Mark(shape="chua"))

    @property
    def due_met(self) -> str:
        """Words beside a due date that no longer runs ("trả lời 09/07/2027"), where the state alone does not say so."""
        return ""

    @property
    def state_label(self) -> str:
        return str(self.states(self.state).label)

    def shown_state(self, today: date) -> tuple[str, str]:
        """Shape and word of the state as a page shows it; a record whose dates say more overrides this."""
        return self.mark.shape, self.state_label

    @property
    def public_label(self) -> str:
        return str(self.mark.public or self.state_label)

    @classmethod
    def numbering(cls, at: datetime) -> str:
        """The series a new code is taken from; the running number follows the last hyphen."""
        return f"{cls.prefix}-{at:%Y}"


def _follow(row: Any, step: str) -> Iterable[Any]:
    """The rows one step further: a part relation has many, a reference one or none."""
    found = getattr(row, step)
    if isinstance(found, models.Manager):
        return found.all()
    return () if found is None else (found,)


class Part(models.Model):
    """A thing without state, actor or deadline of its own, kept in order inside its record's snapshot."""

    parent: ClassVar[str]
    moves: ClassVar[tuple[str, ...]] = ()
    stays: ClassVar[tuple[str, ...]] = ()
    unjournalled: ClassVar[tuple[str, ...]] = ()

    order = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ("order", "pk")


def new_salt() -> str:
    return secrets.token_hex(16)


class Salted(models.Model):
    """Put before Record or Part by what declares ``unjournalled``: the salt of those texts, known to their row only."""

    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    class Meta:
        abstract = True

    def empty_texts(self, *, leave: tuple[str, ...] = ()) -> None:
        """The texts and their salt go: the digests in the journal tell nothing any more. Called inside an action."""
        names = {*getattr(self, "unjournalled", ())} - {*leave}
        for field in self._meta.concrete_fields:
            if field.name in names:
                setattr(self, field.attname, "")
        self.salt = new_salt()


class JournalEntry(models.Model):
    """One performed action. Append-only; ``digest`` chains it to the entry before on the same record."""

    stays: ClassVar[tuple[str, ...]] = ("actor_body",)

    record_type = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    record_code = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_user = models.BigIntegerField(null=True)
    actor_person = models.BigIntegerField(null=True)
    actor_body = models.BigIntegerField(null=True)
    actor_mandate = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=400)
    action = models.CharField(max_length=80)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40)
    schema = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    key = models.CharField(max_length=64, blank=True)
    group = models.CharField(max_length=32)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record_type", "record_id", "seq"), name="journal_one_seq"),
            models.UniqueConstraint(fields=("key",), condition=~Q(key=""), name="journal_one_key"),
        )
        indexes = (
            models.Index(fields=("record_type", "record_id", "-seq"), name="journal_record"),
            models.Index(fields=("group",), name="journal_group"),
            models.Index(fields=("-noted_at",), name="journal_noted"),
        )

    def __str__(self) -> str:
        return f"{self.record_code} · {self.seq} · {self.action}"


class JournalBody(models.Model):
    """The texts of an entry: inputs, effects and the snapshot after it, as canonical JSON."""

    entry = models.OneToOneField(
        JournalEntry, on_delete=models.PROTECT, primary_key=True, related_name="body"
    )
    text = models.TextField()

    def __str__(self) -> str:
        return f"body of {self.entry_id}"


class JournalRoot(models.Model):
    """The daily seal: one digest over the heads of all records that changed until that day."""

    day = models.DateField(unique=True)
    entries = models.PositiveBigIntegerField()
    last_entry = models.BigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day} {self.digest[:12]}"


class CalendarDay(models.Model):
    """A day that differs from the plain week: holiday, swapped day; confirmed or not, with its source."""

    day = models.DateField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=True)
    confidence = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day",), name="calendar_one_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Confidence(models.TextChoices):
    """How sure a row of dated data is; what was not read in its source is told as that."""

    SEEN = "S", _("đã đọc ở nguồn")
    HEADING = "S-hdr", _("mới thấy ở tóm tắt, tiêu đề")
    CUSTOM = "M", _("chưa đối chiếu văn bản")
    DRAFT = "D", _("theo dự thảo")


class DeadlineRule(models.Model):
    """How long a clock runs, as dated data with its legal source."""

    code = models.CharField(max_length=80)
    label = models.CharField(max_length=300)
    subject = models.CharField(max_length=80, blank=True)
    trigger_event = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=10, default="after")
    amount = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=20)
    count_from = models.CharField(max_length=10, default="next_day")
    extension_max = models.PositiveIntegerField(null=True, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    article = models.CharField(max_length=200, blank=True)
    basis_status = models.CharField(max_length=20, default="unit")
    confidence = models.CharField(max_length=10, default="M")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=40, blank=True)
    overridable_by = models.CharField(max_length=40, blank=True)
    remind = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("code", "valid_from"), name="rule_one_start"),)

    def __str__(self) -> str:
        return self.label


class Deadline(models.Model):
    """A running or stopped clock on a record. Lateness is never stored: it is computed from ``due_on``.

    A clock in hours has the moments too: of the event, of its end and of a pause; ``due_on`` is the day of its end.
    """

    moves: ClassVar[tuple[str, ...]] = ("body",)

    record_type = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    record_code = models.CharField(max_length=60)
    code = models.CharField(max_length=80)
    rule = models.ForeignKey(DeadlineRule, on_delete=models.PROTECT, related_name="+")
    event_on = models.DateField()
    event_at = models.DateTimeField(null=True)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True)
    calendar_version = models.CharField(max_length=64)
    body = models.BigIntegerField(null=True)
    stopped_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    paused_at = models.DateTimeField(null=True)
    reminded = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("record_type", "record_id"), name="deadline_record"),
            models.Index(fields=("due_on",), condition=Q(stopped_on=None), name="deadline_open"),
            models.Index(
                fields=("body", "due_on", "due_at"), condition=Q(stopped_on=None), name="deadline_body_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.record_code} {self.due_said}"

    @property
    def due_said(self) -> str:
        """Its end as the journal tells it: the day, or the moment in UTC of a clock in hours."""
        return str(plain(self.due_at or self.due_on))


class Notice(models.Model):
    """One body (or one person of it) is told that something was done on a record."""

    stays: ClassVar[tuple[str, ...]] = ("body",)

    body = models.BigIntegerField()
    #: Only who holds this role there is told; empty: everybody of the body.
    role = models.CharField(max_length=20, blank=True, default="")
    record_type = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    record_code = models.CharField(max_length=60)
    verb = models.CharField(max_length=80)
    text = models.TextField()
    at = models.DateTimeField()
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, null=True, related_name="+")
    #: Read for the whole body, as it was kept before each person had a mark of his own.
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("body", "-at"), name="notice_body"),
            models.Index(fields=("body", "id"), condition=Q(read_at=None), name="notice_unread"),
        )

    def __str__(self) -> str:
        return self.text


class NoticeMark(models.Model):
    """Up to which notice of a body one person has read, or began to be told."""

    stays: ClassVar[tuple[str, ...]] = ("body",)

    user = models.BigIntegerField()
    body = models.BigIntegerField()
    last = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "body"), name="notice_one_mark"),)

    def __str__(self) -> str:
        return f"{self.user} @ {self.body} ≤ {self.last}"


class Link(models.Model):
    """record —kind→ record; made inside an action, shown on both."""

    from_type = models.CharField(max_length=80)
    from_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    to_type = models.CharField(max_length=80)
    to_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("from_type", "from_id", "kind", "to_type", "to_id"), name="link_once"
            ),
        )
        indexes = (models.Index(fields=("to_type", "to_id"), name="link_to"),)

    def __str__(self) -> str:
        return f"{self.from_type}:{self.from_id} {self.kind} {self.to_type}:{self.to_id}"


class SearchRow(models.Model):
    """One row per record: folded text and, in the same row, who may see it.

    Its key is new after every change of the record, so that the newest rows have the highest keys.
    """

    in_package: ClassVar[bool] = False

    record_type = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=400)
    text = models.TextField()
    readers = models.TextField(blank=True)
    facets = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record_type", "record_id"), name="search_once"),)

    def __str__(self) -> str:
        return self.title


class SearchText(models.Model):
    """What stands inside the file of a record, as it was read; gone as soon as the file may not be read any more."""

    record_type = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    text = models.TextField(blank=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record_type", "record_id"), name="search_text_once"),)

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}"


class Counter(models.Model):
    """A running number per series; taken under a row lock, never re-used."""

    series = models.CharField(max_length=80, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}: {self.value}"


class Draft(models.Model):
    """What a person typed and could not save yet, kept on the server, never in a shared browser."""

    in_package: ClassVar[bool] = False

    user = models.BigIntegerField()
    action = models.CharField(max_length=80)
    record_id = models.BigIntegerField(default=0)
    data = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "action", "record_id"), name="draft_once"),)

    def __str__(self) -> str:
        return f"{self.action} of {self.user}"


class Setting(models.Model):
    """A value an administrator may change for the whole installation, or a mark such as "demo"."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.TextField()

    def __str__(self) -> str:
        return self.name


class Access(models.Model):
    """The access log: who opened, exported, signed in, or was refused. Not the journal."""

    in_package: ClassVar[bool] = False

    at = models.DateTimeField(db_index=True)
    user = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20)
    what = models.CharField(max_length=200)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.what}"


class SealedText(models.Model):
    """Something about a person, sealed by a key that is not in the database; erased, only the record of it stays."""

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    sealed = models.TextField(blank=True)
    key = models.CharField(max_length=12, blank=True)
    kept_at = models.DateTimeField()
    #: Since when the same words stood in this database, sealed or not: copies taken before know nothing of them.
    held_since = models.DateTimeField()
    erase_after = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    erased_user = models.BigIntegerField(null=True)
    erased_by = models.CharField(max_length=200, blank=True)
    erased_why = models.CharField(max_length=300, blank=True)
    #: When the file of the database was freed of it.
    scrubbed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("erase_after",), condition=Q(erased_at=None), name="sealed_due"),
            models.Index(fields=("erased_at",), name="sealed_erased"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class SealedMark(models.Model):
    """A keyed digest of a number, so that the same sender is found without opening anything."""

    sealed = models.ForeignKey(SealedText, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=40)
    mark = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("kind", "mark"), name="sealed_mark"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.mark[:8]}"


class SealedOpening(models.Model):
    """Somebody opened a sealed text: who, in which capacity, when, why, on which record. Never what he saw."""

    in_package: ClassVar[bool] = False
    stays: ClassVar[tuple[str, ...]] = ("body",)

    sealed = models.ForeignKey(SealedText, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField(db_index=True)
    user = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=400)
    body = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300)
    about = models.CharField(max_length=60, blank=True)
    odd = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.about}"
