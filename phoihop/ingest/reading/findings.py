"""What a paper admits and what it sets out to do: limitations and directions, sentence by sentence."""

from __future__ import annotations

import re

from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page, Sentence

_LIMITATION = re.compile(
    r"(?:còn|một số|những|vẫn còn)?\s*(?:hạn chế|tồn tại|khó khăn, vướng mắc|bất cập|yếu kém)"
    r"(?!\s+(?:của|và nguyên nhân cả|sự|tối đa))|chưa (?:kịp thời|cao|hiệu quả|thường xuyên|đầy đủ"
    r"|sâu|chặt chẽ|đồng bộ|nghiêm túc|đúng|tốt|thực sự|đạt|rõ|nhiều|được (?:quan tâm|thường xuyên"
    r"|kịp thời))"
    r"|có lúc, có nơi|có lúc|có nơi|đôi khi|đôi lúc|chậm (?:được|so với|tiến độ)|thiếu (?:chủ động"
    r"|thường xuyên|kịp thời)|hiệu quả thấp|chung chung"
)
_NOT_LIMITATION = re.compile(
    r"khắc phục (?:các |những |kịp thời )?(?:hạn chế|tồn tại|khó khăn|bất cập)|làm rõ kết quả|tháo "
    r"gỡ|phân tích|đã (?:chỉ ra|làm rõ)|hạn chế (?:tình trạng|thấp nhất|đến mức)"
)
_DIRECTION = re.compile(
    r"(?:trong )?thời gian (?:tới|đến)|phương hướng|nhiệm vụ (?:trọng tâm )?(?:năm|6 tháng cuối|quý"
    r"|thời gian tới)|(?:sẽ|cần) (?:tiếp tục|khắc phục|tăng cường|phối hợp|tập trung|đẩy mạnh)|tiếp "
    r"tục (?:đổi mới|thực hiện|phối hợp|nâng cao|phát huy|triển khai|bám sát|tuyên truyền)|năm "
    r"\d{4}, [^.]{0,160}(?:thống nhất (?:nội dung|chương trình|thực hiện|phối hợp)|sẽ|tiếp tục|tập trung)"
    r"|đề nghị (?:trong|các|ubnd|hđnd|thời "
    r"gian)|6 tháng cuối năm[^.]{0,60}(?:tiếp tục|tập trung|đẩy mạnh)"
)
_CAUSE = re.compile(r"nguyên nhân (?:khách quan|chủ quan|của|là|do)|nguyên nhân:")
_SECTION = re.compile(r"^(?:[IVX]+\.|\d+(?:\.\d+)*\.?|[a-zđ]\))?\s*(?P<name>[^.:]{4,90})[:.]?$")
_SECTIONS = {
    "limitations": re.compile(r"hạn chế|tồn tại|khó khăn|vướng mắc", re.IGNORECASE),
    "causes": re.compile(r"nguyên nhân", re.IGNORECASE),
    "directions": re.compile(r"phương hướng|nhiệm vụ|giải pháp|trọng tâm", re.IGNORECASE),
    "proposals": re.compile(r"kiến nghị|đề xuất", re.IGNORECASE),
}


_HEARD = re.compile(
    r"(?:sơ kết|tổng kết|báo cáo|thông qua|dự thảo|được nghe|nghe|dự kiến|trình bày|quán triệt|đánh giá)"
    r"[^.]{0,200}(?:phương hướng|nhiệm vụ|chương trình)"
)
"""What a meeting heard or adopted; not what it set out to do."""


_FOOT = re.compile(r"Nơi nhận\s*:|(?:TM|T/M|KT|TL|TUQ)\.")
"""Below the text: who receives it, who signs it."""


def find_findings(page: Page) -> list[Found]:
    """Limitations, causes, directions and proposals; under a heading of that name each sentence counts."""
    found: list[Found] = []
    section = ""
    for sentence in page.sentences:
        if _FOOT.match(sentence.text):
            break
        heading = _heading(sentence)
        if heading is not None:
            section = heading
            continue
        kind, sure = _kind(sentence, section)
        if kind:
            reason = "" if sure else "Nhận theo từ ngữ trong câu, không theo đề mục."
            found.append(
                Found(
                    field=kind,
                    value=" ".join(sentence.text.split()),
                    start=sentence.start,
                    end=sentence.end,
                    mark=SURE if sure else CHECK,
                    reason=reason,
                )
            )
    return found


def _heading(sentence: Sentence) -> str | None:
    """The kind of section a heading opens; an empty word for other headings, None for running text."""
    text = sentence.text.strip()
    numbered = re.match(r"(?:[IVX]+\.|\d+(?:\.\d+)*\.|[a-zđ]\)|Phần |Chương |Điều )", text)
    if (
        len(text) > 110
        or text.endswith((".", ";"))
        or not (numbered or (text.isupper() and len(text) < 60) or text.endswith(":"))
    ):
        return None
    for kind, pattern in _SECTIONS.items():
        if pattern.search(text):
            return kind
    return "" if numbered and len(text) < 90 else None


def _kind(sentence: Sentence, section: str) -> tuple[str, bool]:
    low = sentence.text.lower()
    if section and len(low) > 20:
        return section, True
    if _CAUSE.search(low):
        return "causes", False
    if (
        _LIMITATION.search(low)
        and len(low) > 50
        and low.rstrip(' ”"').endswith((".", "…", ";", ","))
        and not _NOT_LIMITATION.search(low)
    ):
        return "limitations", False
    if _DIRECTION.search(low) and not _HEARD.search(low) and low.rstrip().endswith((".", "…", ";", "!", ":")):
        return "directions", False
    return "", False
