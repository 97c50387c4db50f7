"""Where a paper says what it is about: its headline and the sentence that tells the event."""

from __future__ import annotations

import re
from dataclasses import dataclass

from phoihop.ingest.reading.bodies import find_bodies
from phoihop.ingest.reading.data.kinds import EVENT_WORDS
from phoihop.ingest.reading.dates import Day, Posted, find_days, has_cue
from phoihop.ingest.reading.page import Line, Page, Sentence

_NO_HOLDING = (
    r"(?:chính trị|thành viên|đảng|tôn giáo|xã hội|hội\b(?! (?:nghị|thảo|thi|chợ|diễn|đàm|báo))|đoàn thể"
    r"|cá nhân|và cá nhân|có |thực hiện|,|kinh tế|của|bộ máy|\()"
)
EVENT_VERB = re.compile(
    rf"(?<!các )(?<!những )(?<!một số )\btổ chức\b(?! {_NO_HOLDING})"
    r"|(?<!sự )(?<!đồng )\bchủ trì\b|(?<!ban )\bvận động\b(?! viên)|\bcó (?:buổi|cuộc) |\bbước vào "
    rf"|\b(?:{EVENT_WORDS})\b"
)
_AUTHORISH = re.compile(
    r"^(?:[^\w“\"']*)?(?:tin|ảnh|bài|theo|nguồn|tác giả|pv|ctv)\b[^.]{0,60}$", re.IGNORECASE
)
_CAPTION = re.compile(
    r"(?:toàn cảnh|quang cảnh|các đại biểu (?:dự|tham dự|tại)|đại biểu (?:dự|tham dự)|ảnh\b|lãnh đạo [^.]{4,80}"
    r"(?:phát biểu|trao|tặng|tiếp nhận|quán triệt|chủ trì))[^.]*$"
)
_TIME_FIRST = re.compile(r"(?:Vừa qua|Mới đây|Sáng|Trưa|Chiều|Tối|Ngày|Trong (?:các |\d+ )?ngày)[ ,]")
_POSTING = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}:\d{2}")


@dataclass(frozen=True)
class Focus:
    headline: Line | None
    lead: Sentence | None
    day: Day | None
    posted: Posted | None

    @property
    def start(self) -> int:
        return self.headline.start if self.headline else self.lead.start if self.lead else 0

    @property
    def end(self) -> int:
        return self.lead.end if self.lead else self.headline.end if self.headline else 0

    def zones(self, *, headline_only: bool = False) -> list[tuple[str, tuple[int, int]]]:
        zones: list[tuple[str, tuple[int, int]]] = []
        if self.headline:
            zones.append(("headline", (self.headline.start, self.headline.end)))
        if self.lead and not (headline_only and self.headline and self.headline.start != self.lead.start):
            zones.append(("lead", (self.lead.start, self.lead.end)))
        elif self.lead and headline_only:
            zones.append(("lead", (self.lead.start, min(self.lead.end, self.lead.start + 260))))
        return zones


def find_headline(page: Page, posted: Posted | None) -> Line | None:
    """The first line that tells something; None where the text starts with the event itself."""
    first: Line | None = None
    named: Line | None = None
    for line in page.body_lines[:9]:
        if _beside_the_point(line, posted):
            continue
        if _running_text(line):
            break
        first = first or line
        if EVENT_VERB.search(line.text.lower()):
            return named if named and _CAPTION.match(line.text.lower()) else line
        if named is None and find_bodies(line.text):
            named = line
    return named or first


def _running_text(line: Line) -> bool:
    """A paragraph, not a headline: long, or a whole sentence that begins with its time."""
    ended = line.text.endswith((".", "./."))
    return (ended and (len(line.text) > 160 or bool(_TIME_FIRST.match(line.text)))) or len(line.text) > 330


def _beside_the_point(line: Line, posted: Posted | None) -> bool:
    """Posting lines, names of authors, headings of the site."""
    text = line.text
    if posted and line.start <= posted.start < line.end and len(text) < 90:
        return True
    if len(text) < 90 and _POSTING.search(text) and not EVENT_VERB.search(text.lower()):
        return True
    half = len(text) // 2
    return (
        len(text) < 18
        or text[:half].strip() == text[half:].strip()
        or bool(_AUTHORISH.match(text))
        or bool(re.match(r"(?:Giải trình ý kiến cử tri|Thứ \w+, ngày)", text))
    )


def find_lead(page: Page, headline: Line | None) -> tuple[Sentence | None, Day | None]:
    """The sentence of the event: among the first ones, the first with a day and a verb of holding."""
    candidates: list[tuple[int, Sentence, Day | None]] = []
    for index, sentence in enumerate(page.sentences[:16]):
        low = sentence.text.lower()
        if headline and sentence.start == headline.start and index < 3 and len(page.sentences) > 1:
            whole_line = sentence.end == headline.end
            if whole_line and not any(
                has_cue(page.text, d) for d in find_days(page.text, sentence.start, sentence.end)
            ):
                continue
        days = [d for d in find_days(page.text, sentence.start, sentence.end) if is_event_day(page.text, d)]
        if not EVENT_VERB.search(low) or (not days and _CAPTION.match(low)):
            continue
        if _TO_COME.search(low):
            days = []
        early = [d for d in days if d.start - sentence.start < max(60, len(sentence.text) * 0.55)]
        if early:
            return sentence, early[0]
        candidates.append((index, sentence, None))
    return (candidates[0][1], _later_day(page, candidates[0][1])) if candidates else (None, None)


def _later_day(page: Page, lead: Sentence) -> Day | None:
    """“thời gian … từ ngày 22/12 đến ngày 28/12/2025”: the days said behind the sentence of the event."""
    for match in _HELD_ON.finditer(page.low, lead.start, min(page.end, lead.end + 1500)):
        days = [d for d in find_days(page.text, match.end(), match.end() + 45) if is_event_day(page.text, d)]
        if days and days[0].start - match.end() < 12:
            return days[0]
    return None


_TO_COME = re.compile(
    r"dự kiến[^.]{0,80}sẽ |dự kiến[^.]{0,24}(?:diễn ra|được tổ chức|khai mạc)|sẽ (?:diễn ra|được tổ chức|khai mạc)"
)
_HELD_ON = re.compile(
    r"(?:thời gian [a-zà-ỹ ]{0,30}|diễn ra |được tổ chức |tổ chức )(?:từ |vào |trong )*(?=ngày)"
)
_SYMBOL_BEFORE = re.compile(r"\d+\s*[/-]\s*[\wĐ.]+(?:[-–/]\s*[\wĐ.]+)*\s*,?\s*(?:ngày|ký ngày)?\s*$")


def is_event_day(text: str, day: Day) -> bool:
    """A day with a cue that is not the date of a document."""
    return has_cue(text, day) and not _SYMBOL_BEFORE.search(text[max(0, day.start - 60) : day.start])


def find_focus(page: Page, posted: Posted | None) -> Focus:
    headline = find_headline(page, posted)
    lead, day = find_lead(page, headline)
    if (
        lead is not None
        and headline is not None
        and lead.start == headline.start
        and len(headline.text) > 260
    ):
        headline = None
    return Focus(headline, lead, day, posted)
