"""Actions of a round while papers come in: opened, files taken in, read one by one, doubted, replaced, set aside."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.base import File as Upload
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, Stale, action, perform
from phoihop.core.importers import Untold, told_of
from phoihop.core.models import Record
from phoihop.core.period import Period
from phoihop.core.stated import Told
from phoihop.core.text import fold
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation
from phoihop.documents.actions import name_of, store
from phoihop.documents.models import File
from phoihop.reports.doubts import another_period, doubt_of
from phoihop.reports.forms import AsideForm, AssignForm, EditRoundForm, OpenRoundForm, TakeInForm
from phoihop.reports.models import (
    SPEAKERS,
    Asked,
    Compilation,
    CompilationState,
    Intake,
    IntakeRole,
    IntakeState,
    ReportKind,
    ReportState,
)
from phoihop.reports.told import Heard, fingerprint, relations_of, rows_of
from phoihop.reports.unpack import unpacked

OFFICE = role("clerk", "leader") & of("owner")
SENDERS = role("clerk", "leader", "unit", "member") & of("owner", "asked_ids")
OF_INTAKE = role("clerk", "leader") & of("compilation.owner")
#: What a body sent in or what is its own; of the papers of others it only reads.
OWNER_OF_INTAKE = role("clerk", "leader") & of("compilation.owner") | role(
    "clerk", "leader", "unit", "member"
) & of("file.owner", "body")
SENDER_OF_INTAKE = role("clerk", "leader", "unit", "member") & of("compilation.owner", "asked_ids")
C, S = CompilationState, IntakeState

log = logging.getLogger(__name__)


@action(
    on=Compilation, frm=None, to=C.OPEN, form=OpenRoundForm, by=OFFICE, tells=["asked_ids"], primary=True,
    label=_("Mở đợt tổng hợp"), says=_("đã mở đợt tổng hợp báo cáo"),
)  # fmt: skip
def open_round(
    *, actor: Actor, at: datetime, kind: str, year: int, asked: Sequence[Organisation], due_on: date | None = None,
    about: Record | None = None,
) -> Compilation:  # fmt: skip
    """The bodies asked read the round and may send in; one open round for a period and body."""
    _need_only(actor.acting_for, kind, year)
    made = Compilation(
        kind=kind, year=year, title=_title(kind, year), owner_id=actor.acting_for, due_on=due_on,
        about_type=about._meta.label_lower if about else "", about_id=about.pk if about else None,
        about_words=str(about)[:400] if about else "",
    )  # fmt: skip
    for order, body in enumerate(asked, start=1):
        made.add(Asked(body=body, order=order))
    if about:
        made.link("reports_on", about)
    return made


def _need_only(owner: int, kind: str, year: int, but: int | None = None) -> None:
    same = Compilation.objects.filter(owner=owner, kind=kind, year=year, state=C.OPEN).exclude(pk=but).first()
    if same:
        raise Refused(
            _("Đợt này đang mở: %(title)s (%(code)s).") % {"title": same.title, "code": same.code},
            instead=_("Đưa thêm tệp vào đợt đang mở, hoặc kết thúc đợt ấy rồi mở đợt mới."), field="year",
        )  # fmt: skip


def _title(kind: str, year: int) -> str:
    period = Period.half(year, 1) if kind == ReportKind.INTERIM else Period.year(year)
    word = _("Sơ kết") if kind == ReportKind.INTERIM else _("Tổng kết")
    return f"{word} {period.words}"


@action(
    on=Compilation, frm=[C.OPEN], form=EditRoundForm, by=OFFICE, tells=["asked_ids"],
    label=_("Sửa đợt"), says=_("đã sửa đợt tổng hợp"),
)  # fmt: skip
def edit_round(
    compilation: Compilation, *, actor: Actor, at: datetime, kind: str, year: int, due_on: date | None = None
) -> None:
    """Opened as the wrong kind or year: until a joint report is drafted. Papers are asked about by the new period."""
    report = compilation.report
    if report and report.state != ReportState.ABANDONED:
        raise Refused(
            _("Đợt này đã gộp thành báo cáo chung."), instead=_("Bỏ báo cáo chung ấy trước, rồi sửa đợt.")
        )
    _need_only(compilation.owner_id, kind, year, compilation.pk)
    papers = list(compilation.intakes.filter(state__in=(S.CURRENT, S.DOUBTED)))
    for intake in papers:
        intake.compilation = compilation
    before = {intake.pk: another_period(intake) for intake in papers}
    compilation.kind, compilation.year, compilation.due_on = kind, year, due_on
    compilation.title, compilation.compared = _title(kind, year), ""
    for intake in papers:
        words = another_period(intake)
        if words and intake.state == S.CURRENT:
            perform(doubt, intake, actor=actor, at=at, words=words)
        elif intake.state == S.DOUBTED and not words and intake.doubt and intake.doubt == before[intake.pk]:
            perform(use, intake, actor=actor, at=at)


@action(
    on=Compilation, frm=[C.OPEN], to=C.CLOSED, by=OFFICE,
    label=_("Kết thúc đợt"), says=_("đã kết thúc đợt tổng hợp"),
)  # fmt: skip
def close_round(compilation: Compilation, *, actor: Actor, at: datetime) -> None:
    """Nothing more is taken in; everything stays readable."""


@action(
    on=Compilation, frm=[C.CLOSED], to=C.OPEN, by=OFFICE,
    label=_("Mở lại đợt"), says=_("đã mở lại đợt tổng hợp"),
)  # fmt: skip
def reopen_round(compilation: Compilation, *, actor: Actor, at: datetime) -> None:
    """Only until the joint report is issued."""
    if compilation.report and compilation.report.state == ReportState.ISSUED:
        raise Refused(_("Báo cáo chung đã ban hành."), instead=_("Mở một đợt mới cho kỳ sau."))


@action(
    on=Compilation, frm=[C.OPEN], form=TakeInForm, by=SENDERS, appends=True, primary=True,
    label=_("Đưa báo cáo vào"), says=_("đã đưa tệp vào đợt"),
)  # fmt: skip
def take_in(compilation: Compilation, *, actor: Actor, at: datetime, uploads: Sequence[Upload[Any]]) -> None:
    """Keep every file at once; archives are opened. A file that may not come in stays in the list with its reason."""
    known = {
        sha: intake
        for intake in compilation.intakes.select_related("file").exclude(state=S.REPLACED)
        if intake.file and intake.state != S.ASIDE and (sha := intake.file.sha256)
    }
    readers = [compilation.owner_id, *compilation.asked_ids()]
    for name, content, why_not in unpacked(uploads):
        given: dict[str, Any] = {
            "compilation": compilation,
            "name": name_of(name) or name_of(str(_("không tên"))),
        }
        if why_not:
            perform(turn_away, actor=actor, at=at, trouble=why_not, **given)
            continue
        twin = known.get(hashlib.sha256(content).hexdigest())
        try:
            file = perform(
                store, actor=actor, at=at, upload=ContentFile(content, name=name), share_with=readers,
                words=str(_("Gửi về đợt %s") % compilation.title),
            )  # fmt: skip
        except Refused as refused:
            trouble = f"{refused.reason} {_('Các tệp khác không bị ảnh hưởng.')} {refused.instead}"
            perform(turn_away, actor=actor, at=at, trouble=trouble, **given)
            continue
        intake = perform(receive, actor=actor, at=at, file=file, **given)
        if twin:
            why = _("Tệp này giống hệt “%s” đã có trong đợt.") % twin.name
            perform(lay_by, intake, actor=actor, at=at, why=str(why), twin=twin)
        else:
            known[file.sha256] = intake


@action(
    on=Intake, frm=None, to=S.WAITING, by=SENDER_OF_INTAKE,
    label=_("Nhận văn bản gửi về"), says=_("đã nhận văn bản"),
)  # fmt: skip
def receive(*, actor: Actor, at: datetime, compilation: Compilation, name: str, file: File) -> Intake:
    """Kept, not yet read."""
    made = Intake(compilation=compilation, name=name, file=file)
    made.link("attached_to", file)
    return made


@action(
    on=Intake, frm=None, to=S.ASIDE, by=SENDER_OF_INTAKE,
    label=_("Ghi tệp không nhận được"), says=_("không nhận được tệp"),
)  # fmt: skip
def turn_away(*, actor: Actor, at: datetime, compilation: Compilation, name: str, trouble: str) -> Intake:
    """The bytes are not kept; the name and the reason are."""
    return Intake(compilation=compilation, name=name, trouble=trouble)


@action(
    on=Intake, frm=[S.WAITING], to=S.CURRENT, by=SENDER_OF_INTAKE,
    label=_("Đọc văn bản gửi về"), says=_("đã đọc văn bản"),
)  # fmt: skip
def read_in(intake: Intake, *, actor: Actor, at: datetime, heard: Heard) -> None:
    """Everything the paper tells becomes parts of the intake; whose it is and of which period is what it says itself."""
    told = heard.told
    intake.title, intake.role = told.title[:400], _role_in(told, intake.round)
    intake.speaker = intake.told_speaker = told.body
    intake.period = intake.told_period = told.period
    intake.body = _body_of(told.body, intake.round)
    intake.notes, intake.fingerprint = list(told.notes), fingerprint(told)
    intake.headings = [list(h) for h in told.headings]
    intake.sums, intake.rates = relations_of(told)
    for row in rows_of(told):
        intake.add(row)
    place = f"{told.place_words} {told.body_words} {told.text[:600]}"
    found = doubt_of(intake, place, told)
    intake.doubt, intake.twin = (found.words, found.twin) if found else ("", None)


def _role_in(told: Told, compilation: Compilation) -> str:
    """A half-year review of an earlier year is what was told last time, not a report of this round."""
    earlier = told.period[:4].isdigit() and int(told.period[:4]) < compilation.year
    review = earlier and told.role == IntakeRole.REPORT and "so ket" in fold(told.title)
    return IntakeRole.LAST_REVIEW if review else told.role


def _body_of(speaker: str, compilation: Compilation) -> Organisation | None:
    """The body that speaks under a code: one asked first, else one of the owner's locality."""
    kinds = [kind for kind, code in SPEAKERS.items() if code == speaker]
    if not kinds:
        return None
    asked = [row.body for row in compilation.asked.select_related("body")]
    near = Organisation.objects.filter(territory=compilation.owner.territory_id, kind__in=kinds).order_by(
        "rank"
    )
    return next((body for body in asked if body.kind_id in kinds), None) or near.first()


@action(
    on=Intake, frm=[S.CURRENT], to=S.DOUBTED, by=SENDER_OF_INTAKE,
    label=_("Để chờ quyết"), says=_("văn bản này phải có người quyết"),
)  # fmt: skip
def doubt(intake: Intake, *, actor: Actor, at: datetime, words: str) -> None:
    """Read, but its figures take no part until a person has said what it is."""
    intake.doubt = words


@action(
    on=Intake, frm=[S.WAITING], to=S.ASIDE, by=SENDER_OF_INTAKE,
    label=_("Ghi tệp không đọc được"), says=_("không đọc được tệp"),
)  # fmt: skip
def give_up(intake: Intake, *, actor: Actor, at: datetime, trouble: str) -> None:
    intake.trouble = trouble


@action(
    on=Intake, frm=[S.WAITING, S.CURRENT, S.DOUBTED], to=S.ASIDE, form=AsideForm, by=OWNER_OF_INTAKE,
    label=_("Không dùng"), says=_("không dùng văn bản này"),
)  # fmt: skip
def set_aside(intake: Intake, *, actor: Actor, at: datetime, why: str = "") -> None:
    """Its figures take no part any more; the paper stays and can be used again."""
    need_open(intake)
    intake.doubt = why


@action(
    on=Intake, frm=[S.WAITING, S.CURRENT], to=S.ASIDE, by=SENDER_OF_INTAKE,
    label=_("Không dùng, khi đọc"), says=_("không dùng văn bản này"),
)  # fmt: skip
def lay_by(intake: Intake, *, actor: Actor, at: datetime, why: str, twin: Intake | None = None) -> None:
    """While files are read: it repeats another, or the reading was stopped before it."""
    intake.doubt = why
    intake.twin = twin or intake.twin


@action(
    on=Intake, frm=[S.ASIDE, S.DOUBTED, S.REPLACED], to=S.CURRENT, by=OF_INTAKE,
    label=_("Vẫn dùng văn bản này"), says=_("đã quyết dùng văn bản này"),
)  # fmt: skip
def use(intake: Intake, *, actor: Actor, at: datetime) -> None:
    """A person has looked: it takes part beside the others."""
    need_open(intake)
    if not intake.fingerprint:
        raise Refused(
            _("Tệp này chưa đọc được nên không có gì để dùng."), instead=_("Bấm Đọc lại, hoặc gửi bản khác.")
        )
    intake.doubt = ""


@action(
    on=Intake, frm=[S.ASIDE], to=S.WAITING, by=SENDER_OF_INTAKE,
    label=_("Đọc lại"), says=_("đã cho đọc lại"),
)  # fmt: skip
def read_again(intake: Intake, *, actor: Actor, at: datetime) -> None:
    """A file that was stopped or could not be read waits once more."""
    need_open(intake)
    if intake.file is None or intake.fingerprint:
        raise Refused(
            _("Không có gì phải đọc lại."), instead=_("Gửi lại tệp, hoặc bấm Vẫn dùng văn bản này.")
        )
    intake.trouble = intake.doubt = ""


@action(
    on=Intake, frm=[S.DOUBTED], to=S.CURRENT, by=OF_INTAKE, primary=True,
    label=_("Thay bản trước"), says=_("đã dùng bản này thay bản trước"),
)  # fmt: skip
def replace_twin(intake: Intake, *, actor: Actor, at: datetime) -> None:
    """The corrected file takes the place of the earlier one, which stays readable."""
    need_open(intake)
    if intake.twin is None:
        raise Refused(_("Không có bản nào để thay."), instead=_("Bấm Vẫn dùng văn bản này."))
    perform(be_replaced, intake.twin, actor=actor, at=at, by=intake)
    intake.doubt = ""


@action(
    on=Intake, frm=[S.CURRENT], to=S.REPLACED, by=OF_INTAKE,
    label=_("Được thay"), says=_("đã có bản khác thay"),
)  # fmt: skip
def be_replaced(intake: Intake, *, actor: Actor, at: datetime, by: Intake) -> None:
    """Performed by the paper that takes its place."""


@action(
    on=Intake, frm=[S.CURRENT, S.DOUBTED], form=AssignForm, by=OF_INTAKE,
    label=_("Sửa: của ai, kỳ nào"), says=_("đã sửa văn bản này là gì"),
)  # fmt: skip
def assign(
    intake: Intake,
    *,
    actor: Actor,
    at: datetime,
    role: str,
    body: Organisation | None = None,
    period: str = "",
) -> None:
    """What a person knows better than the paper says; its figures follow."""
    need_open(intake)
    intake.role, intake.body, intake.period = role, body, period
    intake.speaker = SPEAKERS.get(body.kind_id, body.kind_id) if body else intake.told_speaker


@action(
    on=Compilation, frm=[C.OPEN], by=OFFICE, appends=True,
    label=_("Dừng đọc"), says=_("đã dừng đọc các tệp còn lại"),
)  # fmt: skip
def stop_reading(compilation: Compilation, *, actor: Actor, at: datetime) -> None:
    """What still waits is put aside; it can be read again any time."""
    for intake in compilation.intakes.filter(state=S.WAITING):
        perform(lay_by, intake, actor=actor, at=at, why=str(_("Đã dừng trước khi đọc.")))


def need_open(intake: Intake) -> None:
    """What a round was merged from stays as it was once the round is closed or its joint report issued."""
    record = intake.compilation
    if record is None:
        return
    if record.report and record.report.state == ReportState.ISSUED:
        raise Refused(
            _("Báo cáo chung đã ban hành."), instead=_("Sửa con số trong báo cáo bằng việc Sửa một con số.")
        )
    if record.state != C.OPEN:
        raise Refused(_("Đợt này đã kết thúc."), instead=_("Mở lại đợt rồi làm tiếp."))


def read_next(compilation: Compilation, *, actor: Actor, at: datetime) -> Intake | None:
    """Read the oldest waiting file of a round; None if nothing waits. Whatever goes wrong stays with that file."""
    intake = compilation.intakes.filter(state=S.WAITING).order_by("pk").first()
    if intake is None:
        return None
    try:
        read: Intake = perform(read_in, intake, actor=actor, at=at, heard=_heard(intake))
    except Untold as error:
        return give_up_on(intake, str(error), actor=actor, at=at)
    except (Stale, Intake.DoesNotExist):
        return intake  # another page reads the same round and was faster
    except Exception:
        log.exception("reading %s", intake.code)
        words = _(
            "Gặp lỗi khi đọc tệp này. Tệp gốc vẫn được giữ. Lưu lại bằng Word hoặc Excel rồi gửi bản mới."
        )
        return give_up_on(intake, str(words), actor=actor, at=at)
    if read.doubt:
        if _is_same(read):
            read = perform(lay_by, read, actor=actor, at=at, why=read.doubt)
        else:
            read = perform(doubt, read, actor=actor, at=at, words=read.doubt)
    return read


def _heard(intake: Intake) -> Heard:
    """Read here, not inside the action: a slow file must not keep others from writing."""
    file = intake.file
    assert file is not None  # noqa: S101 only a kept file waits to be read
    with default_storage.open(file.stored_as) as stored:
        return Heard(told_of(stored.read(), intake.name))


def give_up_on(intake: Intake, trouble: str, *, actor: Actor, at: datetime) -> Intake:
    made: Intake = perform(give_up, intake, actor=actor, at=at, trouble=trouble)
    return made


def _is_same(intake: Intake) -> bool:
    return intake.twin is not None and intake.twin.fingerprint == intake.fingerprint


def stamp(intakes: Iterable[Intake]) -> str:
    """The papers in use as they stand: when this changes, they must be set against each other anew."""
    kept = sorted((i.pk, i.role, i.speaker, i.period, i.told_period) for i in intakes if i.state == S.CURRENT)
    return hashlib.sha256(repr(kept).encode()).hexdigest()
