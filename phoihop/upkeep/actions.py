"""What an administrator does: sets a rule or a day of the unit's own, answers about personal data, asks for a package."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.models import Mandate, MandateState
from phoihop.accounts.roles import Role
from phoihop.accounts.shared import need_alone
from phoihop.commitments.models import ListKind, ListValue, not_over
from phoihop.core import phrases
from phoihop.core.actions import Refused, Start, action
from phoihop.core.models import CalendarDay, DeadlineRule
from phoihop.core.onward import key_of, onward
from phoihop.core.text import fold, slug
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation, valid_on
from phoihop.documents.models import (
    Direction,
    File,
    FileState,
    IncomingDocument,
    NumberSeries,
    OutgoingDocument,
)
from phoihop.upkeep.forms import (
    DAYS,
    WAYS,
    AnswerForm,
    DayForm,
    IncidentForm,
    IncidentOutcomeForm,
    ListForm,
    OutcomeForm,
    PhraseForm,
    RequestForm,
    RuleForm,
    SeriesForm,
)
from phoihop.upkeep.models import (
    UNITS,
    DataRequest,
    Incident,
    IncidentState,
    Leaving,
    RequestState,
    SettingKind,
    SettingState,
    UnitSetting,
)

ADMINISTRATOR = role("administrator")
KEEPERS = role("clerk", "administrator")
GUARDS = role("clerk", "administrator", "protection")
#: The papers that are numbered each way, and how the codes of their books begin.
NUMBERED: dict[Direction, Any] = {Direction.OUT: OutgoingDocument, Direction.IN: IncomingDocument}
CODES = {Direction.OUT: "di", Direction.IN: "den"}


def _of_all(actor: Actor) -> None:
    """Rules and calendar are everybody's."""
    need_alone(actor, _("thời hạn và lịch nghỉ"))


@action(
    on=UnitSetting, frm=None, to=SettingState.IN_FORCE, form=RuleForm, by=ADMINISTRATOR,
    label=_("Đổi thời hạn"), says=_("đã đổi thời hạn của đơn vị"),
)  # fmt: skip
def set_rule(
    *,
    actor: Actor,
    at: datetime,
    code: str,
    amount: int,
    unit: str,
    valid_from: date,
    source: str,
    reason: str,
) -> UnitSetting:
    """Ends the row in force on that day and begins another; clocks that run keep the row they were started by."""
    _of_all(actor)
    old = DeadlineRule.objects.filter(code=code, valid_to=None).order_by("-valid_from").first()
    if old is None or old.overridable_by != "unit":
        raise Refused(_("Thời hạn này do luật định, đơn vị không đổi được."), field="code")
    if valid_from < timezone.localdate(at):
        raise Refused(
            _("Ngày áp dụng đã qua: thời hạn đã tính theo quy định cũ."), instead=_("Chọn từ hôm nay trở đi."),
            field="valid_from",
        )  # fmt: skip
    if valid_from <= old.valid_from:
        raise Refused(
            _("Quy định đang có bắt đầu từ %s.") % f"{old.valid_from:%d/%m/%Y}",
            instead=_("Chọn ngày áp dụng sau ngày ấy."), field="valid_from",
        )  # fmt: skip
    _need_as_strict(code, amount, unit)
    was = f"{old.amount} {UNITS.get(old.unit, old.unit)}"
    DeadlineRule.objects.filter(pk=old.pk).update(valid_to=valid_from)
    old.pk = None
    old.amount, old.unit, old.valid_from, old.valid_to = amount, unit, valid_from, None
    old.legal_basis, old.article, old.basis_status = source, "", "unit"
    old.save(force_insert=True)
    return UnitSetting(
        kind=SettingKind.DEADLINE, subject=code, what=old.label, was=was, now=f"{amount} {UNITS[unit]}",
        valid_from=valid_from, source=source, reason=reason, owner_id=actor.acting_for,
    )  # fmt: skip


def _need_as_strict(code: str, amount: int, unit: str) -> None:
    """Where an act sets the time a thing may take, a unit may only ask for it sooner."""
    law = DeadlineRule.objects.filter(code=code).exclude(basis_status="unit").order_by("-valid_from").first()
    if law is None or law.direction == "before" or (unit == law.unit and amount <= law.amount):
        return
    raise Refused(
        _("%(basis)s cho nhiều nhất %(n)d %(unit)s.")
        % {"basis": f"{law.legal_basis} {law.article}".strip(), "n": law.amount, "unit": UNITS.get(law.unit, law.unit)},
        instead=_("Đơn vị chỉ đặt ngắn hơn, cùng cách tính."), field="amount",
    )  # fmt: skip


@action(
    on=UnitSetting, frm=None, to=SettingState.IN_FORCE, form=ListForm, by=ADMINISTRATOR,
    label=_("Đổi danh mục"), says=_("đã đổi danh mục của đơn vị"),
)  # fmt: skip
def set_value(
    *, actor: Actor, at: datetime, kind: str, valid_from: date, source: str, reason: str, value: str = "",
    label: str = "", ends: bool = False,
) -> UnitSetting:  # fmt: skip
    """A value added to a list, called otherwise, or offered no more from a day on; what was chosen keeps its value."""
    need_alone(actor, _("danh mục"))
    rows = ListValue.objects.filter(kind=kind)
    old = rows.filter(pk=value).first() if value else None
    label = " ".join(label.split())
    if value and old is None:
        raise Refused(_("Dòng này không thuộc danh mục đã chọn."), field="value")
    _need_one_change(old, label, ends=ends, since=valid_from, today=timezone.localdate(at))
    named = {fold(row.label): row for row in rows.filter(not_over(valid_from)) if row != old}
    if label and fold(label) in named:
        raise Refused(_("Danh mục đã có “%s”.") % named[fold(label)].label, field="label")
    was = old.label if old else ""
    if old is None:
        last = rows.order_by("-order").values_list("order", flat=True).first() or 0
        code = free_code(slug(label)[:36], set(rows.values_list("code", flat=True)))
        old = ListValue.objects.create(
            kind=kind, code=code, label=label, order=last + 1, valid_from=valid_from
        )
    else:
        old.label = label or old.label
        old.valid_to = valid_from if ends else None
        old.save(update_fields=["label", "valid_to"])
    now = _t("thôi dùng") if ends else old.label
    return UnitSetting(
        kind=SettingKind.LIST, subject=f"{kind}:{old.code}"[:80], what=_t("Danh mục %s") % ListKind(kind).label,
        was=was[:300] or _t("chưa có"), now=now[:300], valid_from=valid_from, source=source, reason=reason,
        owner_id=actor.acting_for,
    )  # fmt: skip


def _need_one_change(old: ListValue | None, label: str, *, ends: bool, since: date, today: date) -> None:
    """A new line from a day on, another name at once, or the end of a line: one of them, never for days gone by."""
    if not label and not (old and ends):
        raise Refused(_("Chưa ghi tên."), field="label")
    if old is None and ends:
        raise Refused(_("Chọn dòng nào thôi dùng."), field="value")
    if label and ends:
        raise Refused(_("Đổi tên và thôi dùng là hai việc."), instead=_("Ghi từng việc một."), field="ends")
    if since < today:
        raise Refused(_("Ngày áp dụng đã qua."), instead=_("Chọn từ hôm nay trở đi."), field="valid_from")
    if old and label and since != today:
        raise Refused(
            _("Tên mới hiện ở mọi trang ngay khi ghi."), instead=_("Chọn hôm nay."), field="valid_from"
        )


def free_code(wanted: str, taken: set[str]) -> str:
    """The code itself, or the first of its numbered ones that is free."""
    return next(code for n in count() if (code := f"{wanted}-{n + 1}" if n else wanted) not in taken)


@action(
    on=UnitSetting, frm=None, to=SettingState.IN_FORCE, form=PhraseForm, by=ADMINISTRATOR,
    label=_("Đổi câu mẫu"), says=_("đã đổi câu mẫu của đơn vị"),
)  # fmt: skip
def set_words(
    *, actor: Actor, at: datetime, code: str, words: str, valid_from: date, source: str, reason: str
) -> UnitSetting:
    """A standing phrase in the unit's own words from that day on; papers made before keep theirs."""
    need_alone(actor, _("câu mẫu"))
    old = next((one for one in phrases.in_force(timezone.localdate(at)) if one.key == code), None)
    if old is None:
        raise Refused(_("Câu mẫu này không còn dùng."), field="code")
    if valid_from <= old.row.valid_from:
        raise Refused(
            _("Câu đang dùng bắt đầu từ %s.") % f"{old.row.valid_from:%d/%m/%Y}",
            instead=_("Chọn ngày áp dụng sau ngày ấy."), field="valid_from",
        )  # fmt: skip
    if old.row.valid_to is not None:
        raise Refused(
            _("Đã có câu khác áp dụng từ %s.") % f"{old.row.valid_to:%d/%m/%Y}",
            instead=_("Đợi đến ngày ấy rồi đổi."), field="valid_from",
        )  # fmt: skip
    if old.longest and len(words) > old.longest:
        raise Refused(_("Câu này dài nhất %d chữ cái.") % old.longest, field="words")
    phrases.put(old, words, since=valid_from, source=source)
    return UnitSetting(
        kind=SettingKind.PHRASE, subject=code, what=old.called[:300], was=old.words[:300], now=words[:300],
        valid_from=valid_from, source=source, reason=reason, owner_id=actor.acting_for,
    )  # fmt: skip


@action(
    on=UnitSetting, frm=None, to=SettingState.IN_FORCE, form=DayForm, by=ADMINISTRATOR,
    label=_("Ghi ngày nghỉ, ngày làm bù"), says=_("đã ghi lịch nghỉ của đơn vị"),
)  # fmt: skip
def set_day(
    *,
    actor: Actor,
    at: datetime,
    day: date,
    kind: str,
    name: str,
    source: str,
    reason: str,
    confirmed: bool = False,
) -> UnitSetting:
    """Replaces what the calendar says of that day; clocks started from now on count by it."""
    _of_all(actor)
    old = CalendarDay.objects.filter(day=day).first()
    was = _day_words(old.name, old.confirmed) if old else _t("theo tuần làm việc")
    CalendarDay.objects.filter(day=day).delete()
    CalendarDay.objects.create(
        day=day, kind=kind, name=name, source=source, confirmed=confirmed, confidence="S"
    )
    now = f"{dict((k.value, v) for k, v in DAYS.items())[kind]}: {_day_words(name, confirmed)}"
    return UnitSetting(
        kind=SettingKind.DAY, subject=day.isoformat(), what=_t("Lịch ngày %s") % f"{day:%d/%m/%Y}", was=was, now=now,
        valid_from=day, source=source, reason=reason, owner_id=actor.acting_for,
    )  # fmt: skip


@action(
    on=UnitSetting, frm=None, to=SettingState.IN_FORCE, form=SeriesForm, by=ADMINISTRATOR,
    label=_("Đổi cách đánh số"), says=_("đã đổi cách đánh số văn bản của đơn vị"),
)  # fmt: skip
def set_series(
    *, actor: Actor, at: datetime, body: Organisation, year: int, source: str, reason: str, together: str = "",
    direction: str = Direction.OUT,
) -> UnitSetting:  # fmt: skip
    """A row of the body's own from 1 January; a year in which a number was given out keeps its way of counting."""
    begins = date(year, 1, 1)
    if body.territory_id not in actor.territories:
        raise Refused(_t("Cơ quan này không thuộc địa bàn của đồng chí."), field="body")
    papers = NUMBERED[Direction(direction)]
    if papers._base_manager.filter(owner=body, year__gte=year, number__isnull=False).exists():
        raise Refused(
            _t("Năm %d đã có văn bản lấy số: số của một năm chỉ theo một cách.") % year,
            instead=_t("Chọn năm sau."), field="year",
        )  # fmt: skip
    own = NumberSeries.objects.filter(body=body, direction=direction, kinds="")
    if own.filter(valid_from__gte=begins).exists():
        raise Refused(_t("Đã có quy định đánh số từ năm này trở đi."), field="year")
    before = own.filter(valid_to=None).first()
    own.filter(valid_to=None).update(valid_to=begins)
    called, book = (
        f"{Direction(direction).label} {_t('của')} {body}",
        f"{CODES[Direction(direction)]}-{body.pk}",
    )
    NumberSeries.objects.create(
        code=f"{book}-{year}", label=called[:200], direction=direction, body=body, group=together, source=source,
        confidence="S", valid_from=begins,
    )  # fmt: skip
    return UnitSetting(
        kind=SettingKind.SERIES, subject=book, what=(_t("Cách đánh số: %s") % called)[:300],
        was=str(WAYS[before.group]) if before and before.group in WAYS else _t("theo cách chung"), now=str(WAYS[together]),
        valid_from=begins, source=source, reason=reason, owner_id=actor.acting_for,
    )  # fmt: skip


def _day_words(name: str, confirmed: bool) -> str:
    return name if confirmed else f"{name} ({_t('chưa có văn bản chính thức')})"


@action(
    on=DataRequest, frm=None, to=RequestState.RECEIVED, form=RequestForm, by=KEEPERS, primary=True,
    starts=[Start("upkeep.first_answer", field="received_on", body="owner")],
    label=_("Nhận yêu cầu"), says=_("đã nhận yêu cầu về dữ liệu cá nhân"),
)  # fmt: skip
def receive_request(
    *, actor: Actor, at: datetime, ask: str, about: str, received_on: date, contact: str = "", words: str = ""
) -> DataRequest:
    return DataRequest(
        ask=ask, about=about, contact=contact, words=words, received_on=received_on, owner_id=actor.acting_for
    )


@action(
    on=DataRequest, frm=[RequestState.RECEIVED], to=RequestState.ANSWERED, form=AnswerForm, by=KEEPERS & of("owner"),
    stops=["upkeep.first_answer"], primary=True,
    label=_("Ghi trả lời lần đầu"), says=_("đã trả lời lần đầu"),
)  # fmt: skip
def answer_request(request: DataRequest, *, actor: Actor, at: datetime, answer: str) -> None:
    request.answer = answer


@action(
    on=DataRequest, frm=[RequestState.ANSWERED], to=RequestState.CLOSED, form=OutcomeForm, by=KEEPERS & of("owner"),
    primary=True, label=_("Ghi kết quả"), says=_("đã làm xong yêu cầu"),
)  # fmt: skip
def close_request(request: DataRequest, *, actor: Actor, at: datetime, outcome: str) -> None:
    request.outcome = outcome


@action(
    on=Incident, frm=None, to=IncidentState.OPEN, form=IncidentForm, by=KEEPERS, tells=["guard"],
    starts=[Start("upkeep.breach_notice", field="noticed_on", body="owner")],
    label=_("Ghi biên bản sự cố"), says=_("đã ghi sự cố"),
)  # fmt: skip
def note_incident(
    *, actor: Actor, at: datetime, what: str, happened_on: date, noticed_on: date, extent: str, steps: str,
    told: str = "", source_code: str = "",
) -> Incident:  # fmt: skip
    """Whoever protects the data of the locality is told; the hours to report it begin on the day it was noticed."""
    made = Incident(
        what=what, happened_on=happened_on, noticed_on=noticed_on, extent=extent, steps=steps, told=told,
        source_code=source_code, owner_id=actor.acting_for, guard_id=_guard(actor, on=timezone.localdate(at)),
    )  # fmt: skip
    file = File.objects.visible_to(actor).filter(code=source_code).first() if source_code else None
    if file is not None:
        made.link("arises_from", file)
    return made


def _guard(actor: Actor, *, on: date) -> int | None:
    """The body in which somebody protects the personal data of the actor's locality."""
    held = Mandate.objects.filter(
        valid_on(on), role=Role.PROTECTION, state=MandateState.ACTIVE, body__territory__in=actor.territories
    )
    return held.order_by("pk").values_list("body", flat=True).first()


@action(
    on=Incident, frm=[IncidentState.OPEN], form=IncidentForm, by=GUARDS & of("owner", "guard"),
    starts=[Start("upkeep.breach_notice", field="noticed_on", body="owner")],
    label=_("Sửa, ghi thêm"), says=_("đã sửa biên bản sự cố"),
)  # fmt: skip
def revise_incident(
    incident: Incident, *, actor: Actor, at: datetime, what: str, happened_on: date, noticed_on: date, extent: str,
    steps: str, told: str = "", source_code: str = "",
) -> None:  # fmt: skip
    """What became known since, and slips put right; the history keeps what was written before."""
    incident.what, incident.happened_on, incident.noticed_on = what, happened_on, noticed_on
    incident.extent, incident.steps, incident.told = extent, steps, told


@action(
    on=Incident, frm=[IncidentState.OPEN], to=IncidentState.CLOSED, form=IncidentOutcomeForm,
    by=GUARDS & of("owner", "guard"), tells=["owner", "guard"],
    stops=["upkeep.breach_notice"], primary=True, label=_("Ghi đã xử lý xong"), says=_("đã xử lý xong sự cố"),
)  # fmt: skip
def close_incident(incident: Incident, *, actor: Actor, at: datetime, outcome: str, told: str) -> None:
    """It ends with who was told: an incident nobody was told of is not over."""
    incident.outcome, incident.told = outcome, told


onward(
    "upkeep.note_incident", on=File, label=_("Ghi biên bản sự cố"),
    ask=lambda file: {"source_code": key_of(file)} if file.state == FileState.WITHDRAWN and file.public_on else None,
)  # fmt: skip


# ------------------------------------------------------------------ packages asked for on the page: no record of the work


def ask_for_package(*, user: int, words: str, scope: dict[str, Any], at: datetime) -> Leaving:
    return Leaving.objects.create(asked_at=at, user=user, words=words, scope=scope)


def note_package(key: int, **values: Any) -> None:
    """How far it is, or how it ended."""
    Leaving.objects.filter(pk=key).update(**values)
