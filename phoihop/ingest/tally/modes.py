"""Done, planned or a change: what the words at a number say of it."""

from __future__ import annotations

import re

from phoihop.ingest.tally.clauses import CLOSED, FROM, RISEN_TO, Clause, Speaker, since
from phoihop.ingest.tally.data.words import MODES

_PLAN = re.compile(rf"(?:{MODES['plan']})", re.IGNORECASE)
_DONE = re.compile(
    r"(?<!\w)(?:đã|đạt|hoàn thành|được(?= \d)|thực hiện được|giải ngân|tổ chức được|bằng|thu được|thu hút|ghi nhận|tiếp nhận|trao|ban hành|và (?:đã )?(?:tổ chức|triển khai|thực hiện)|bàn giao)(?!\w)",
    re.IGNORECASE,
)
_CHANGE = re.compile(rf"{MODES['change']}\s*(?:\w+\s+){{0,1}}(?:\w+\s+)?$", re.IGNORECASE)
_AGAINST = re.compile(r"so với\s*$|(?:tăng|giảm|bằng|đạt)?\s*so\s*(?:với|cùng)\s*$", re.IGNORECASE)
#: A plan said right before its number: "KH năm: 12 căn", "(đề ra 550 triệu", "đạt 52 % KH (800 lao động)".
_PLANNED = re.compile(
    r"(?<!\w)(?:(?-i:KH)|kế hoạch|(?<!đã )đề ra|(?:được|tỉnh|hđnd|ubnd|thành phố|cấp trên|vốn|chỉ tiêu|dự toán|phường|xã) giao|giao (?:cả )?năm|chương trình|mục tiêu|dự toán|chỉ tiêu|phấn đấu)(?:\s+(?:vốn|cả|giao|năm|20\d\d|được giao|vận động))*\s*(?:là|:|\()?\s*$",
    re.IGNORECASE,
)
#: "Cả năm HĐND tổ chức 07 cuộc" in the middle of the year is what is meant to come of it.
_ALL_YEAR = re.compile(
    r"(?:^|[.;:(,]\s*)[-+\s]*cả năm\s+[^,;.]{0,40}$|theo chương trình[^;.]{0,80}năm nay [^;.,]{0,40}$",
    re.IGNORECASE,
)
_BY_PLAN = re.compile(
    r"(?:theo|thực hiện|tại) (?:chương trình|kế hoạch|nghị quyết)[^;.]{0,70}năm (?:20\d\d)?[^;.]{0,60}$",
    re.IGNORECASE,
)


#: "So kế hoạch vốn giao (58.300): 40,7 %" is what was done; so is "hoàn thành chỉ tiêu giao quân với 48 thanh niên".
_AGAINST_PLAN = re.compile(r"so (?:với )?(?:kế hoạch|KH|dự toán|vốn|chỉ tiêu)[^;.]*:\s*$", re.IGNORECASE)
#: "Năm 2027 dự kiến 18/18 thôn mở hội, chọn 04 thôn làm điểm": all that the clause goes on to say is meant.
_MEANT = re.compile(
    rf"^[^\w]*(?:(?:trong|cả) )?(?:năm 20\d\d|6 tháng cuối năm)?,?\s*dự kiến(?! (?:trong )?tháng)(?:(?!{_DONE.pattern})[^;.])*$",
    re.IGNORECASE,
)
#: "bằng 108,5 % so với cùng kỳ", "… so với năm 2026" is a change; "… so với dự toán", "… so với 4.126 hộ" a share.
_AGAINST_THEN = re.compile(
    r"cùng kỳ|so (?:với|cùng) (?:[^\W\d]+ ){0,4}?(?:kỳ|năm|tháng|quý|tuần|trước|ngoái|nhiệm kỳ|thời điểm|bình quân)(?!\w)",
    re.IGNORECASE,
)
_THEN_NAMED = re.compile(
    r"\s*\(?(?:của |trong |hồi )?(?:cùng kỳ|năm (?:trước|ngoái|20\d\d)|(?:6|06|sáu) tháng (?:đầu|cuối) năm (?:trước|ngoái|20\d\d))",
    re.IGNORECASE,
)
_PLAN_RIGHT = re.compile(r"kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết|(?<!\w)KH(?!\w)")
_MET = re.compile(r"(?:hoàn thành|đạt|vượt|đủ|bảo đảm)\s*(?:100\s*%\s*)?$", re.IGNORECASE)


#: "đạt 70 % kế hoạch năm, nâng tổng chiều dài lên …": the plan was the year's; what follows is not.
_OF_YEAR = re.compile(
    r"^(?:\s+(?:cả|năm|20\d\d|được|giao))+(?=,\s+(?:nâng|đưa|lũy kế|luỹ kế|cộng dồn|trong (?:đó|số (?:này|đó|trên|ấy))|tăng|qua đó))"
)


#: "Toàn xã giảm 47 hộ nghèo": that many were lifted out, no comparison with another count.
_RESULT = re.compile(r"(?<!\w)giảm(?: được)?\s*$", re.IGNORECASE)
_LIFTED = re.compile(r"hộ (?:cận )?nghèo|hộ tái nghèo", re.IGNORECASE)
_COMPARES = re.compile(r"so (?:với|cùng)|cùng kỳ|hơn|còn", re.IGNORECASE)


def _is_result(clause: Clause, unit: str) -> bool:
    said = re.sub(r"20\d\d", "", since(clause.left))
    return (
        not unit and bool(_RESULT.search(said)) and bool(_LIFTED.match(clause.noun)) and not re.search(r"\d", said)
        and not _COMPARES.search(f"{said} {clause.right}")
    )  # fmt: skip


def mode_of(clause: Clause, unit: str) -> str:
    """change, plan or done, by the words at the number."""
    near = CLOSED.sub(" ", clause.near)
    if ")" in near and "(" not in near:
        near = near[near.rfind(")") + 1 :]  # the brackets closed before the number say nothing of it
    if re.search(r"vượt(?: mức)?\s*$", near) and re.match(
        r"[^;.,]{0,20}\s*theo (?:chương trình|kế hoạch)", f"{clause.noun} {clause.after}"
    ):
        return "plan"
    if RISEN_TO.search(since(clause.left)) or (FROM.search(near) and _THEN_NAMED.match(clause.after)):
        return "done"
    if _CHANGE.search(near[-40:]) and not _AGAINST.search(near) and not _is_result(clause, unit):
        return "plan" if re.search(r"(?:ít nhất|tối thiểu)\s*$", near) else "change"
    if unit == "%" and _AGAINST_THEN.search(clause.right[:60]) and not _PLAN_RIGHT.search(clause.right[:60]):
        return "change"
    if _MEANT.search(since(clause.left)):
        return "plan"
    if unit == "%" and _AGAINST_PLAN.search(near[-70:]):
        return "done"
    if _PLANNED.search(near[-60:]):
        return "plan"
    if (planned := _BY_PLAN.search(near[-160:])) and not re.search(
        rf"{_DONE.pattern}|trong (?:đó|số (?:này|đó|trên|ấy))|riêng", planned.group(), re.IGNORECASE
    ):
        return "plan"
    plans = list(_PLAN.finditer(near[-90:]))
    if plans:
        rest = _OF_YEAR.sub("", near[-90:][plans[-1].end() :])
        closed = "," in rest and plans[-1].group().lower() != "sẽ" and "năm" not in rest
        closed = closed or bool(re.search(r"trong (?:đó|số (?:này|đó|trên|ấy))", rest))
        closed = closed or bool(
            _MET.search(near[-90:][: plans[-1].start()]) and re.search(r"(?<!\w)với(?!\w)", rest)
        )
        if not _DONE.search(rest) and not closed and not rest.strip().startswith(","):
            return "plan"
    return "done"


#: "làm đủ kế hoạch nhà Đại đoàn kết của cả năm là 24 căn": the plan of the year said again among what is to come.
_RESTATED = re.compile(
    r"(?:kế hoạch|chỉ tiêu|mục tiêu|KH)(?: [^;.,\d]{1,50})? năm(?: 20\d\d)?(?: là|:|\s*\()?\s*$"
)


def is_restated(clause: Clause) -> bool:
    return bool(_RESTATED.search(clause.near[-90:]))


def all_this_year(clause: Clause, who: Speaker) -> bool:
    years = re.findall(r"20\d\d", since(clause.left))
    return bool(who.half and _ALL_YEAR.search(clause.near)) and (not years or int(years[-1]) == who.year)
