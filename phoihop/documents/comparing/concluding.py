"""What a person concludes from a comparison: every place found is decided, and what is plainly another paper says why."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from phoihop.core.actions import Refused
from phoihop.documents.comparing.areas import COVERED, PAGE, Difference
from phoihop.documents.comparing.copies import Copy, work_of
from phoihop.documents.comparing.judging import Comparison

#: What a place comes to: the paper is right and the machine misread it, or it says something else and is kept so.
MISREAD, KEPT = "misread", "kept"
#: Share of the agreed words that must be found in their order: with fewer it is another paper.
ALIKE = 0.6
#: Places that are decided one by one; more of them need one reason, or a better scan.
MOST = 30


def outcome_of(copy: Copy) -> Comparison | None:
    """What the machine found; None where it has not compared the copy, or could not."""
    work = work_of(copy)
    return work.outcome() if work is not None else None


def another(outcome: Comparison) -> bool:
    """What was handed in is plainly not this paper."""
    return outcome.alike < ALIKE


def one_by_one(outcome: Comparison | None) -> bool:
    """Whether its places are decided each for itself."""
    return outcome is not None and not another(outcome) and len(outcome.differences) <= MOST


def told(outcome: Comparison | None) -> str:
    """What whoever confirms the copy is told first."""
    if outcome is None:
        return _("Máy chưa đối chiếu bản này.")
    if another(outcome):
        which = _(" (bản nộp ghi số %s)") % outcome.number if outcome.number else ""
        return _("Đây có vẻ là văn bản khác%(which)s: chỉ %(share)d%% chữ của bản đã thống nhất có trong bản nộp.") % {
            "which": which, "share": round(outcome.alike * 100),
        }  # fmt: skip
    return verdict(outcome)


def concluded(copy: Copy, answers: Mapping[int, str], why: str) -> str:
    """The conclusion as it goes into the record; Refused where a place is left open or a reason is missing."""
    outcome = outcome_of(copy)
    if outcome is not None and another(outcome) and outcome.number:
        raise Refused(told(outcome), instead=_("Trả lại bản ký để nộp đúng bản."), field="why")
    if outcome is None or not one_by_one(outcome):
        if not why:
            raise Refused(
                told(outcome) if outcome is None or another(outcome) else _("Bản nộp khác ở %d chỗ.") % len(outcome.differences),
                instead=_("Mở Đối chiếu bản ký trước, hoặc ghi vì sao vẫn xác nhận.") if outcome is None
                else _("Trả lại bản ký để nộp đúng bản, hoặc ghi vì sao vẫn xác nhận."),
                field="why",
            )  # fmt: skip
        return _("%(found)s Vẫn xác nhận: %(why)s") % {"found": told(outcome), "why": why}
    if outcome.same:
        return verdict(outcome)
    kept = []
    for number, found in enumerate(outcome.differences, start=1):
        if answers.get(number) not in (MISREAD, KEPT):
            raise Refused(
                _("Chưa kết luận chỗ %(number)d (%(what)s).") % {"number": number, "what": sentence(found)},
                instead=_("Chọn ở từng chỗ: máy đọc nhầm, hay khác thật mà vẫn nhận."), field=f"place{number}",
            )  # fmt: skip
        if answers[number] == KEPT:
            kept.append(sentence(found))
    said = _("Máy nêu %(all)d chỗ, người đối chiếu kết luận đọc nhầm %(misread)d.") % {
        "all": len(outcome.differences), "misread": len(outcome.differences) - len(kept),
    }  # fmt: skip
    if not kept:
        return said
    if not why:
        raise Refused(
            _("Có chỗ khác thật mà chưa ghi vì sao vẫn nhận: %s.") % "; ".join(kept), field="why",
            instead=_("Ghi lý do, hoặc trả lại bản ký."),
        )  # fmt: skip
    return _("%(said)s Khác thật, vẫn nhận: %(kept)s. Lý do: %(why)s") % {
        "said": said, "kept": "; ".join(kept), "why": why,
    }  # fmt: skip


def verdict(outcome: Comparison) -> str:
    """The outcome in one sentence."""
    if outcome.same:
        return _("Giống từng chữ bản đã thống nhất (%(words)d chữ, %(pages)d trang).") % {
            "words": outcome.words, "pages": outcome.pages,
        }  # fmt: skip
    first = "; ".join(sentence(d) for d in outcome.differences[:3])
    more = len(outcome.differences) - 3
    return f"{first}; {_('và %d chỗ nữa') % more}." if more > 0 else f"{first}."


def sentence(found: Difference) -> str:
    """ "trang 3: ba → hai"."""
    if found.what == PAGE:
        words = found.why
    elif found.what == COVERED:
        words = _("chưa đọc chắc “%s”") % _short(found.expected or found.seen)
    elif found.expected and found.seen:
        words = f"{_short(found.expected)} → {_short(found.seen)}"
    elif found.expected:
        words = _("thiếu “%s”") % _short(found.expected)
    else:
        words = _("thêm “%s”") % _short(found.seen)
    return _("trang %(page)d: %(words)s") % {"page": found.page, "words": words}


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
