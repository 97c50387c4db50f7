"""What makes a paper sent in doubtful: another ward, another period, a second file of what is already there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.core.stated import Told
from phoihop.core.text import fold
from phoihop.reports.models import Intake, IntakeRole, IntakeState
from phoihop.reports.models.sent import period_words
from phoihop.reports.told import shared

#: A paper of which this share of sentences (numbers left out) stands in another is a second edition of it.
EDITION = 0.6
_LOCALITY = re.compile(r"\b(?:phường|xã|thị trấn|đặc khu) +(?P<name>\w+(?:[ -]\w+){0,3})", re.IGNORECASE)
#: The letterhead: what follows speaks of other places too.
HEAD = 700


@dataclass(frozen=True)
class Doubt:
    words: str
    twin: Intake | None = None


def doubt_of(intake: Intake, place_words: str, told: Told) -> Doubt | None:
    """The first thing a person must decide before this paper is used; None if it is plainly one of the round."""
    current = list(
        intake.round.intakes.filter(state=IntakeState.CURRENT).defer("headings", "sums", "rates", "notes")
    )
    for other in current:
        if other.fingerprint == intake.fingerprint:
            return Doubt(_("Cùng nội dung với “%s”, chỉ khác tên tệp.") % other.name, other)
    if words := _elsewhere(intake, place_words) or another_period(intake):
        return Doubt(words)
    if words := _not_a_report(intake, told):
        return Doubt(words)
    mine = [p.text for p in told.passages if not p.table] or [f.sentence for f in told.figures]
    for other in current:
        if other.role != intake.role or other.speaker != intake.speaker:
            continue
        if shared(mine, _sentences(other)) >= EDITION:
            return Doubt(_("Có vẻ là bản sửa của “%s”. Thay bản ấy, hay dùng cả hai?") % other.name, other)
        if intake.role == IntakeRole.REPORT and other.period == intake.period and intake.speaker:
            return Doubt(
                _("Cơ quan này đã có báo cáo kỳ này: “%s”. Thay bản ấy, hay dùng cả hai?") % other.name, other
            )
    return None


def _sentences(paper: Intake) -> list[str]:
    """Read only of the papers that may be another edition: a round can hold hundreds."""
    passages = list(paper.passages.filter(table={}).values_list("text", flat=True))
    return passages or list(paper.figures.values_list("sentence", flat=True))


def _elsewhere(intake: Intake, words: str) -> str:
    """The letterhead names a locality in capitals or as a name, and not this one."""
    own = intake.round.owner.territory
    if fold(own.name) in fold(words):
        return ""
    named = next(
        (m for line in words[:HEAD].splitlines() for m in _LOCALITY.finditer(line) if _is_name(m)), None
    )
    if named is None:
        return ""
    return _("Đầu văn bản ghi địa bàn khác (%(named)s), không phải %(own)s.") % {
        "named": named.group(),
        "own": own,
    }


def _is_name(match: re.Match[str]) -> bool:
    """ "phường Sông Xanh", "PHƯỜNG SÔNG XANH", "phường 5"; not "phường đã tổ chức"."""
    return match["name"][0].isupper() or match["name"].isdigit()


def _not_a_report(intake: Intake, told: Told) -> str:
    """A note or a letter: nobody speaks in it, or it tells nothing a joint report could use."""
    if intake.role in (IntakeRole.LAST_REVIEW, IntakeRole.PROGRAMME, IntakeRole.ANNEX):
        return ""
    silent = not (told.figures or told.promises or (told.body and intake.role == IntakeRole.REPORT))
    note = intake.name.casefold().endswith(".txt") and not (told.body and told.period)
    if silent or note:
        return _(
            "Văn bản này không phải báo cáo? Không thấy số liệu, cam kết nào, hoặc không rõ của cơ quan nào, kỳ nào."
        )
    return ""


def another_period(intake: Intake) -> str:
    """What the paper says of its period, where that is not the round's."""
    said, wanted = intake.period, intake.round.period_code
    if not said:
        return ""
    if intake.role in (IntakeRole.REPORT, IntakeRole.ANNEX) and said != wanted:
        return _("Văn bản ghi kỳ %(said)s, đợt này là %(wanted)s.") % {
            "said": period_words(said), "wanted": period_words(wanted),
        }  # fmt: skip
    if intake.role == IntakeRole.LAST_REVIEW and said[:4] >= str(intake.round.year):
        return _("Văn bản tổng kết ghi %s, không phải kỳ trước của đợt này.") % period_words(said)
    return ""
