"""How one petition reads on its page: question against answer, every time it was asked, what the asker says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from phoihop.petitions.models import Answer, Petition, PetitionProof, PetitionState, Verdict
from phoihop.petitions.models.practice import result_of
from phoihop.petitions.points import points_of

#: Of the code of an asker only its end is shown beside his words.
TAIL = 3


@dataclass(frozen=True)
class Line:
    """One question and what the newest answer says to it; an empty answer is shown as such."""

    number: int
    question: str
    answer: str


@dataclass(frozen=True)
class Time:
    """One time it was asked and answered."""

    label: str
    asked_on: date | None
    asked_words: str
    answered_on: date | None
    late: str
    said: str
    note: str
    shape: str
    result: str


def matrix(row: Petition) -> list[Line]:
    last = row.last_answer()
    said = {
        line.question: line.text for line in row.answer_lines.all() if last and line.answer == last.number
    }
    return [Line(q.number, q.text, said.get(q.number, "")) for q in row.questions.all()]


@dataclass(frozen=True)
class Draft:
    """What a leader is asked to put the name of the body to, the whole of it."""

    answer: Answer
    shape: str
    result: str
    lines: list[Line]
    facts: list[tuple[str, str]]
    proofs: list[PetitionProof]


def draft(row: Petition) -> Draft | None:
    """The newest answer, as long as nobody has approved it."""
    last = row.last_answer()
    if last is None or last.approved_on:
        return None
    told = (
        (_("Lộ trình, kế hoạch"), last.route), (_("Hẹn xong ngày"), f"{last.promised_on:%d/%m/%Y}" if last.promised_on else ""),
        (_("Lý do chưa giải quyết được"), last.reason), (_("Cơ quan có thẩm quyền"), last.competent),
        (_("Văn bản trả lời"), last.letter), (_("Chép nguyên trả lời của"), last.copied_from),
    )  # fmt: skip
    return Draft(
        answer=last, lines=matrix(row), facts=[(str(label), words) for label, words in told if words],
        proofs=[proof for proof in row.proofs.all() if proof.answer == last.number], **_result(last.result_class),
    )  # fmt: skip


def points(row: Petition) -> list[str]:
    """The matters that seem to stand in what was said."""
    return points_of(row.content)


def answer_head(row: Petition) -> str:
    """ "Phòng KT, HT và ĐT dự thảo · 09/07/2027" over the right column."""
    last = row.last_answer()
    if last is None:
        return str(_("Chưa trả lời"))
    who = last.approved_by or (str(last.unit) if last.unit_id else last.drafted_by)
    if last.approved_on:
        return str(_("%(who)s trả lời · %(day)s") % {"who": who, "day": f"{last.approved_on:%d/%m/%Y}"})
    day = f"{last.drafted_on:%d/%m/%Y}" if last.drafted_on else "…"
    return str(_("%(who)s dự thảo, chưa duyệt · %(day)s") % {"who": last.unit or last.drafted_by, "day": day})


def times(row: Petition) -> list[Time]:
    """Earlier times as old lists tell them, the petition it repeats, then every sending and answer of this one."""
    found = [
        Time(
            label=str(n), asked_on=old.asked_on, asked_words=old.asked_words, answered_on=old.answered_on, late="", said=old.said,
            note="", **_result(old.result_class),
        )
        for n, old in enumerate(row.earlier_times.all(), start=1)
    ]  # fmt: skip
    if row.repeats is not None:
        before = row.repeats
        found.append(
            Time(
                label=str(max(row.times - 1, 1)), asked_on=before.raised_on, asked_words=before.code, answered_on=before.answered_on,
                late="", said=before.short_answer, note="", **_result(before.result_class),
            )
        )  # fmt: skip
    return [*found, *(_time(row, answer) for answer in row.answers.all())]


def _time(row: Petition, answer: Answer) -> Time:
    notes = []
    if answer.returned_on:
        notes.append(_("%(who)s trả lại %(day)s: %(why)s") % {
            "who": answer.returned_by or _("Người hỏi"), "day": f"{answer.returned_on:%d/%m/%Y}", "why": answer.return_reason,
        })  # fmt: skip
    if answer.sent_back_why:
        notes.append(_("Lãnh đạo trả dự thảo: %s") % answer.sent_back_why)
    if answer.copied_from:
        notes.append(_("Chép nguyên trả lời của %s") % answer.copied_from)
    if answer.letter:
        notes.append(_("Văn bản %s") % answer.letter)
    late = str(_("muộn %d ngày làm việc") % answer.late_days) if answer.late_days else ""
    result = _result(answer.result_class)
    if answer.returned_on:
        result = {"shape": "tra", "result": str(_("Trả lại"))}
    elif answer.sent_back_why and not answer.approved_on:
        result = {"shape": "rut", "result": str(_("Không duyệt"))}
    elif not answer.approved_on:
        result = {"shape": "chua", "result": str(_("Chờ duyệt"))}
    return Time(
        label=str(_("%d, lại") % row.times) if answer.number > 1 else str(row.times),
        asked_on=row.raised_on if answer.number == 1 else None,
       
        asked_words="", answered_on=answer.approved_on, late=late, said=answer.short, note=". ".join(str(n).rstrip(".") for n in notes),
        **result,
    )  # fmt: skip


def _result(code: str) -> dict[str, str]:
    found = result_of(code)
    return {"shape": found.shape if found else "chua", "result": found.label if found else str(_("chưa rõ"))}


def verdicts(row: Petition) -> list[Verdict]:
    return list(row.verdicts.all())


def third_sending(row: Petition) -> bool:
    """Whether an inspection of public duty may be proposed to the chair now."""
    return "petitions.offer_inspection" not in row.withheld() and row.state != PetitionState.VERIFIED
