"""Last years' compiled lists come in with their answers: read, columns confirmed, rows recorded, never twice.

A list is a file; what of it has become a petition is known by the row's code or words, so that the same file again makes
nothing, and its next version only what is new or changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from phoihop.commitments.models import list_values
from phoihop.core.actions import Refused, action, perform
from phoihop.core.importers import Untold
from phoihop.core.many import perform_many
from phoihop.core.text import fold
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation, body_of_kind
from phoihop.documents.actions import store
from phoihop.petitions.forms import ReasonForm
from phoihop.petitions.models import (
    ListColumn,
    PastList,
    PastRow,
    PastState,
    Petition,
    PetitionState,
    practice,
)
from phoihop.petitions.past_columns import guess, meanings
from phoihop.petitions.past_files import read_stored, read_upload, used
from phoihop.petitions.past_forms import MatchColumnsForm, ReadListForm, RecordRowsForm, TakeBackForm
from phoihop.petitions.past_petitions import TAKEN_AT_ONCE, record_again, record_past, retract, untouched
from phoihop.petitions.past_rows import Entry, Trouble, entries
from phoihop.petitions.past_tables import Found
from phoihop.petitions.quarters import quarter_words

P = PastState
READERS = role("clerk", "leader") & of("owner")
#: Troubles named on the page; the rest is counted.
NAMED = 200
#: Row keys looked up by one query.
LOOKED_UP = 800
#: From this share of letters on a row of the same number is the same row in other words.
REWORDED = 70


def fields_now() -> dict[str, str]:
    """Folded label → code of the fields of work in use."""
    return {fold(label): code for code, label in list_values("field")}


@action(
    on=PastList, frm=None, to=P.READ, form=ReadListForm, by=READERS, primary=True,
    label=_("Đọc biểu tổng hợp"), says=_("đã đưa biểu tổng hợp vào đọc"),
)  # fmt: skip
def read_list(
    *, actor: Actor, at: datetime, upload: Any, as_of: date, period_words: str = "", title: str = ""
) -> PastList:
    """The file is kept, its list found, its columns guessed or remembered; nothing is recorded yet."""
    try:
        found = read_upload(upload)
    except Untold as error:
        raise Refused(
            str(error), field="upload", instead=_("Chưa có gì được ghi. Gửi tệp khác, hoặc chép bảng sang tệp Excel mới."),
        ) from error  # fmt: skip
    file = perform(store, actor=actor, at=at, upload=upload, words=str(_("Biểu tổng hợp đưa vào đọc")))
    told = title.strip() or next(iter(found.titles), "") or str(_("Biểu tổng hợp %d") % as_of.year)
    made = PastList(
        title=told[:300], owner_id=actor.acting_for, file=file, as_of=as_of, period_words=period_words,
        heading=found.signature, count=len(found.lines),
    )  # fmt: skip
    remembered = columns_of_last(made)
    for proposal in guess(found, fields=fields_now()):
        meaning = remembered.get(proposal.position, "") if remembered else proposal.meaning
        made.add(
            ListColumn(
                position=proposal.position, heading=proposal.heading[:300], meaning=meaning,
                reason=(reason := "remembered" if remembered else proposal.reason), order=proposal.position,
                sample=_sample(found, proposal.position) if _names_nobody(meaning, reason) else "",
            )
        )  # fmt: skip
    made.link("attached_to", file)
    return made


def columns_of_last(past: PastList) -> dict[int, str]:
    """How the body read the last list with the same headings, position by position."""
    last = (
        PastList.objects.filter(owner=past.owner_id, heading=past.heading, state__in=(P.MATCHED, P.RECORDED))
        .order_by("-pk")
        .first()
    )
    return {row.position: row.meaning for row in last.columns.all()} if last else {}


def _names_nobody(meaning: str, reason: str) -> bool:
    """What a column holds is kept only where it is known to be no column of people: not read, or taken for words by
    its length alone, it may hold who asked."""
    return meaning not in ("", "asker") and not (reason == "content" and meaning in ("content", "answer"))


def _sample(found: Found, position: int) -> str:
    held = (line.words[position] for line in found.lines[:50] if position < len(line.words))
    return next((" ".join(text.split())[:160] for text in held if text.strip()), "")


@action(
    on=PastList, frm=[P.MATCHED], to=P.RECORDED, form=RecordRowsForm, by=READERS, primary=True,
    label=_("Ghi các dòng vào sổ"), says=_("đã ghi các dòng của biểu vào sổ kiến nghị"),
)  # fmt: skip
def record_rows(past: PastList, *, actor: Actor, at: datetime, repeats: bool = False) -> None:
    """Rows without faults become petitions with the state their result says; known ones are not made again.

    One that changed since the last reading is recorded again, unless somebody has worked on it in the book. A row that
    says again what another of the list says is a turn of its own only where a person says so (``repeats``).
    """
    kept = _Sorting(past)
    for entry, troubles in _read(past, past.taken(), at):
        if entry is not None and not any(trouble.stops for trouble in troubles):
            kept.take(entry)
    kept.look_up(repeats=repeats)
    bodies = Bodies(past.owner)
    chain = {
        name: body_of_kind(practice(name, past.as_of), past.owner.territory_id, past.as_of)
        for name in ("forwarder", "front", "answering")
    }
    made = [{**inputs_for(past, entry, key, bodies), **chain} for key, entry in kept.fresh]
    perform_many(record_past, made, actor=actor, at=at)
    for row, key, entry in kept.changed:
        perform(record_again, row, actor=actor, at=at, **inputs_for(past, entry, key, bodies))
    past.made, past.changed_rows, past.same = len(made), len(kept.changed), kept.same
    past.listed = [*past.listed, *(trouble.as_json() for trouble in kept.left)][:NAMED]


@action(
    on=PastList, frm=[P.READ, P.MATCHED], to=P.MATCHED, form=MatchColumnsForm, by=READERS, primary=True,
    label=_("Xem cột, xem dòng lỗi"), says=_("đã xem cột của biểu"),
)  # fmt: skip
def match_columns(past: PastList, *, actor: Actor, at: datetime, columns: Mapping[int, str]) -> None:
    """A person says what each column is; every row is looked at, and what is wrong is listed by row and column."""
    for column in past.columns.all():
        meaning = columns.get(column.position, "")
        if meaning not in meanings() and meaning:
            raise Refused(_("Không có cách đọc cột “%s”.") % meaning)
        if meaning != column.meaning:
            column.meaning, column.reason = meaning, "chosen"
            if meaning == "asker":
                column.sample = ""
            past.change(column)
    taken = {position: meaning for position, meaning in columns.items() if meaning}
    past.troubles = past.unsure = 0
    listed: list[dict[str, object]] = []
    kept = _Sorting(past)
    for entry, troubles in _read(past, taken, at):
        stopped = any(trouble.stops for trouble in troubles)
        past.troubles += stopped
        past.unsure += bool(troubles) and not stopped
        if entry is not None and not stopped and (again := kept.take(entry)):
            troubles.append(again)
        listed += [trouble.as_json() for trouble in troubles if len(listed) < NAMED]
    past.listed = listed[:NAMED]
    kept.look_up(repeats=False)
    past.fresh, past.to_change, past.known = len(kept.fresh), len(kept.changed), kept.same
    past.repeated = kept.repeated


def _read(
    past: PastList, taken: Mapping[int, str], at: datetime
) -> Iterator[tuple[Entry | None, list[Trouble]]]:
    try:
        found = read_stored(past.file)
    except (Untold, OSError) as error:
        raise Refused(
            _("Không mở được tệp của biểu này."),
            instead=_("Chọn lại tệp bằng Đọc biểu tổng hợp; sổ chưa đổi gì."),
        ) from error
    yield from entries(found, taken, fields=fields_now(), today=timezone.localdate(at))
    used(past.file)


@action(
    on=PastList, frm=[P.READ, P.MATCHED], to=P.DROPPED, form=ReasonForm, by=READERS,
    label=_("Thôi biểu này"), says=_("đã thôi đọc biểu"),
)  # fmt: skip
def drop_past_list(past: PastList, *, actor: Actor, at: datetime, reason: str) -> None:
    """Nothing was recorded; the file stays where it is kept."""


@action(
    on=PastList, frm=[P.RECORDED], form=TakeBackForm, by=READERS,
    label=_("Lấy lại các dòng đã ghi"), says=_("đã lấy lại các dòng đã ghi từ biểu"),
)  # fmt: skip
def take_back_rows(past: PastList, *, actor: Actor, at: datetime, reason: str) -> None:
    """The petitions this list made leave the book one by one, each with its entry; what somebody has worked on stays.

    The list waits for its columns again: put right, it is recorded anew, under new codes.
    """
    rows = untouched(past)
    if not rows:
        raise Refused(
            _("Không còn kiến nghị nào của biểu này lấy lại được."),
            instead=_("Kiến nghị đã có người xử lý thì sửa ở chính kiến nghị đó."),
        )
    for row in rows[:TAKEN_AT_ONCE]:
        perform(retract, row, actor=actor, at=at, past=past, reason=reason)
    done = min(len(rows), TAKEN_AT_ONCE)
    past.made, past.taken_back = max(past.made - done, 0), past.taken_back + done
    if len(rows) == done:
        past.state = P.READ


# ---------------------------------------------------------------------------------- same rows again


@dataclass
class _Sorting:
    """Which rows are new, which are known and unchanged, which are known and changed."""

    past: PastList
    wanted: dict[str, Entry] = field(default_factory=dict)
    fresh: list[tuple[str, Entry]] = field(default_factory=list)
    changed: list[tuple[Petition, str, Entry]] = field(default_factory=list)
    left: list[Trouble] = field(default_factory=list)
    again: set[str] = field(default_factory=set)
    same: int = 0
    repeated: int = 0

    def take(self, entry: Entry) -> Trouble | None:
        """What is said of it where an earlier row of the list says the same."""
        first = key = key_of(entry)
        times = 0
        while key in self.wanted:
            times += 1
            key = key_of(entry, times)
        self.wanted[key] = entry
        if not times:
            return None
        self.again.add(key)
        return _twice(entry, self.wanted[first])

    def look_up(self, *, repeats: bool) -> None:
        known = self._known()
        missing = [key for key in self.wanted if key not in known]
        reworded = self._reworded(missing)
        for key, entry in self.wanted.items():
            row = known.get(key) or reworded.get(key)
            if row is None and key in self.again and not repeats:
                self.repeated += 1
            elif row is None:
                self.fresh.append((key, entry))
            elif row.digest == entry.digest():
                self.same += 1
            elif row.petition.seq > row.petition.past_count:  # type: ignore[attr-defined]
                self.same += 1
                self.left.append(_worked_on(entry, row.petition))
            else:
                self.changed.append((row.petition, key, entry))

    def _known(self) -> dict[str, PastRow]:
        keys = list(self.wanted)
        found: dict[str, PastRow] = {}
        for start in range(0, len(keys), LOOKED_UP):
            rows = self._rows().filter(key__in=keys[start : start + LOOKED_UP])
            found.update({row.key: row for row in rows.order_by("pk")})
        return _counted(found)

    def _rows(self) -> Any:
        held = PastRow.objects.filter(past_list__owner=self.past.owner_id).select_related("petition")
        return held.exclude(petition__state=PetitionState.RETRACTED)

    def _reworded(self, missing: Sequence[str]) -> dict[str, PastRow]:
        """Without a code a row is known by its words; one whose words were put right, by its number in the list before."""
        numbered = {e.words["number"]: key for key in missing if (e := self.wanted[key]).words.get("number")}
        if not numbered:
            return {}
        rows = self._rows().filter(
            past_list__heading=self.past.heading, past_list__as_of__year=self.past.as_of.year,
            number__in=list(numbered)[:LOOKED_UP],
        )  # fmt: skip
        out: dict[str, PastRow] = {}
        for row in rows.order_by("pk"):
            key = numbered[row.number]
            if row.key not in self.wanted and (
                fuzz.ratio(fold(row.petition.content), fold(self.wanted[key].told)) >= REWORDED
            ):
                out[key] = row
        return _counted(out)


def _counted(found: dict[str, PastRow]) -> dict[str, PastRow]:
    """With each petition how often a list has spoken of it: what was done beyond that people did."""
    counts: dict[int, int] = {}
    keys = [row.petition_id for row in found.values()]
    for start in range(0, len(keys), LOOKED_UP):
        part = PastRow.objects.filter(petition__in=keys[start : start + LOOKED_UP])
        for key in part.values_list("petition", flat=True):
            counts[key] = counts.get(key, 0) + 1
    for row in found.values():
        row.petition.past_count = counts.get(row.petition_id, 0)  # type: ignore[attr-defined]
    return found


def key_of(entry: Entry, times: int = 0) -> str:
    """A row is known by its code, else by what is asked and where."""
    code = fold(entry.words.get("code", ""))
    told = f"code {code}" if code else f"{fold(entry.told)}|{fold(entry.words.get('quarter', ''))}"
    return hashlib.sha256(f"{told}|{times}".encode()).hexdigest()[:40]


def _twice(entry: Entry, first: Entry) -> Trouble:
    return Trouble(
        entry.row, meanings()["content"].label, str(_("Trùng dòng %d của chính biểu này.") % first.row),
        str(_("Mặc định chỉ ghi một lần. Nếu là hai lượt hỏi thì tích ô “Ghi cả dòng trùng” khi ghi.")), stops=False,
        sheet=entry.sheet,
    )  # fmt: skip


def _worked_on(entry: Entry, row: Petition) -> Trouble:
    return Trouble(
        entry.row, meanings()["answer"].label, str(_("%s đã có người xử lý trong sổ sau lần đọc trước.") % row.code),
        str(_("Không ghi đè. Mở kiến nghị và sửa ở đó nếu cần.")), stops=False,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------ inputs


class Bodies:
    """Bodies of the locality by the words of a list: full names, short names, a name within a longer cell."""

    def __init__(self, owner: Organisation) -> None:
        self.names: dict[str, int] = {}
        rows = Organisation.objects.filter(territory=owner.territory_id).order_by(
            F("valid_to").asc(nulls_last=True)
        )
        for body in rows:
            for name in (body.name, body.short_name):
                if name:
                    self.names.setdefault(fold(name), body.pk)
        self.seen: dict[str, int | None] = {}

    def find(self, told: str) -> int | None:
        if told not in self.seen:
            folded = fold(told)
            exact = self.names.get(folded)
            inside = [
                (len(n), pk) for n, pk in self.names.items() if len(n) > 5 and (n in folded or folded in n)
            ]
            self.seen[told] = exact or (max(inside)[1] if folded and inside else None)
        return self.seen[told]


def inputs_for(past: PastList, entry: Entry, key: str, bodies: Bodies) -> dict[str, Any]:
    """The inputs by which a row becomes a petition, or a petition is told again."""
    words, days = entry.words, entry.days
    return {
        "past": past, "content": entry.told, "quarter": quarter_words(words.get("quarter", "")), "place": words.get("place", "")[:200],
        "field": entry.field, "competence": entry.competence, "unit": bodies.find(words.get("unit", "")),
        "source_words": ", ".join(w for w in (past.title, words.get("source", "")) if w)[:300],
        "raised_on": days.get("raised") or days.get("received") or past.as_of,
        "received_on": days.get("received") or days.get("raised") or past.as_of,
        "due_on": days.get("due"), "result": entry.result, "sure": entry.sure, "answer": words.get("answer", ""),
        "letter": words.get("document", "")[:120], "competent": entry.competent[:300],
        "answered_on": days.get("answered") or days.get("solved") or past.as_of,
        "row": entry.row, "number": words.get("number", "")[:20], "known_by": key, "digest": entry.digest(),
    }  # fmt: skip
