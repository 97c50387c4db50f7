"""What the pairs mean: told as a difference, left to a person's eye, or a slip of the machine, each with its reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from phoihop.documents.comparing.aligning import Pairing, Places, likeness
from phoihop.documents.comparing.areas import DIFFERENT, PAGE, UNSURE, Difference, around, in_areas
from phoihop.documents.comparing.matching import Cover, Look, cover, inked, lead, lead_here, stray
from phoihop.documents.comparing.reading import Leaf
from phoihop.documents.comparing.tokens import (
    Box,
    Token,
    as_printed,
    bare,
    is_number,
    is_turning,
    key_of,
    kind_of,
)

#: How badly a word may cover its place and still be there, and by how much the better of two must be better.
_THERE, _LOOSE, _STAMPED = 0.45, 0.62, 0.8
_LEAD, _FAR, _MARKS = 0.12, 0.2, 0.2
_JOINED = 4  # neighbours that may have been read as one word
_BLANK = 0.012  # share of ink up to which a place is empty
_SURE = 60.0  # confidence from which a word nobody expected is a word
_MANY = 3  # words in a row that are told as one passage
_DOTS = re.compile(r"(?<=\d)[.,](?=\d)")
_SIGNS = re.compile(r"[^\w%]|_")
_CLEAR = 0.25  # by how much better the agreed word covers where the two are not equally long
_STRAY = 0.15  # ink that belongs to neither word, in shares of the agreed word's: something lies over it
_PART = 0.8  # a word that wide, or wider, was seen whole
_TOO_WIDE, _WIDE = 1.3, 1.6  # a word wider than that holds more than itself, or has swallowed its neighbours
_WORD = re.compile(r"[^\W\d_]{2,}|\d")


@dataclass(kw_only=True)
class Comparison:
    """The outcome: nothing told and nothing unsure means the same word for word."""

    pages: int = 0
    words: int = 0
    way: str = ""
    ways: list[str] = field(default_factory=list)
    sure: float = 0.0
    differences: list[Difference] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)
    #: Share of the agreed words that were found, and the official number the first page carries.
    alike: float = 1.0
    number: str = ""

    @property
    def same(self) -> bool:
        return not self.differences

    def data(self) -> dict[str, Any]:
        return asdict(self)

    def slip(self, why: str, count: int = 1) -> None:
        self.ignored[why] = self.ignored.get(why, 0) + count


class Eye:
    """Looks at one place of a page for the agreed word and for others."""

    def __init__(self, picture: Any, box: Box, look: Look, text: str, *, loose: bool = False) -> None:
        self.picture, self.box, self.look, self.text, self.loose = picture, box, look, text, loose
        self.mine: Cover = cover(picture, box, text, look, loose=loose)

    def against(self, text: str) -> tuple[float, float]:
        """How far the agreed word leads before this one, and how badly this one covers the ink."""
        if text == self.text:
            return 0.0, self.mine.miss
        other = cover(self.picture, self.box, text, self.look, loose=self.loose)
        return lead(self.mine, other), other.miss

    def stray(self, text: str) -> float:
        """Ink in the agreed word's place that neither it nor this one explains, in shares of its own."""
        return stray(self.mine, cover(self.picture, self.box, text, self.look, loose=self.loose))

    def best_number(self, least: float = 0.0) -> bool:
        """No other digit at any place covers the ink as well as the agreed one."""
        return all(
            lead_here(self.mine, self.text[:n] + digit + self.text[n + 1 :], self.look) > least
            for n, c in enumerate(self.text) if c.isdigit() for digit in "0123456789" if digit != c
        )  # fmt: skip


class Judge:
    """Goes through a pairing; pictures are asked only where words differ."""

    def __init__(self, made: Pairing, leaves: Sequence[Leaf]) -> None:
        self.made = made
        self.leaves = {leaf.number: leaf for leaf in leaves}
        self.places = Places(made)
        self.out = Comparison(pages=len(leaves), words=len(made.agreed))
        self.told: dict[int, Difference] = {}
        #: by page, which agreed word lies where
        self.taken: dict[int, list[tuple[int, Box]]] = defaultdict(list)
        for i, found in made.of.items():
            for j in found:
                self.taken[made.seen[j].page].append((i, self._own_box(i, made.seen[j])))

    def _own_box(self, i: int, seen: Token) -> Box:
        """Where the word lies: one that was read together with its neighbours owns its own place alone."""
        if self._width(i, seen) <= _WIDE or self.made.agreed[i].key == seen.key:
            return seen.box
        place = self.places.of(i)
        return place[1] if place and place[0] == seen.page else seen.box

    def judge(self) -> Comparison:
        for i, found in sorted(self.made.of.items()):
            if i not in self.made.joined and len(found) == 1:
                self._pair(i, self.made.seen[found[0]])
            else:
                self.out.slip(_("máy đọc dính hoặc tách chữ"))
        for i in self.made.missing:
            self._missing(i)
        self._gather()
        self._extra()
        order = {d: n for n, d in enumerate(self.out.differences)}
        self.out.differences.sort(key=lambda d: (d.page, d.box[1], order[d]))
        sizes = {n: (leaf.width, leaf.height) for n, leaf in self.leaves.items() if leaf.sheet is not None}
        self.out.differences = in_areas(self.out.differences, sizes)
        self.out.differences += [
            Difference(grade=UNSURE, what=PAGE, page=n, expected="", seen="", box=box, why=words)
            for n, leaf in self.leaves.items() for words, box in leaf.remarks
        ]  # fmt: skip
        return self.out

    # ------------------------------------------------------------------------------- pairs

    def _pair(self, i: int, seen: Token) -> None:
        token = self.made.agreed[i]
        if token.key == seen.key:
            return
        leaf = self.leaves[seen.page]
        if leaf.sheet is None:
            self._tell(i, DIFFERENT, seen.text, seen.page, seen.box, _("chữ trong tệp khác"))
            return
        eye = self._eye(leaf, seen.box, token)
        why = self._grade(token, seen, eye)
        place = self.places.of(i)
        if why in (DIFFERENT, UNSURE) and place and place[0] == seen.page and self._odd(i, seen, eye):
            # the box holds a speck or a neighbour as well, or lacks a part
            why = min(
                why, self._grade(token, seen, self._eye(leaf, place[1], token, loose=True)), key=_weight
            )
        if why == DIFFERENT and self._covered(i, seen, eye):
            why = UNSURE
        if why in (DIFFERENT, UNSURE):
            words = _("nét chữ trên giấy khớp chữ đọc được") if why == DIFFERENT else _("nét chữ không rõ")
            self._tell(i, why, seen.text, seen.page, seen.box, words)
        else:
            self.out.slip(why)

    def _eye(self, leaf: Leaf, box: Box, token: Token, *, loose: bool = False) -> Eye:
        size = token.size * self.places.grown(token.page, leaf.number)
        picture = leaf.sheet.picture if leaf.sheet is not None else None
        look = Look(size=size, bold=token.bold, italic=token.italic)
        return Eye(picture, box, look, token.text, loose=loose)

    def _odd(self, i: int, seen: Token, eye: Eye) -> bool:
        """What was read does not cover its own ink, or its place is no word's: it is no witness against the agreed one."""
        return (
            not _PART <= self._width(i, seen) <= _TOO_WIDE
            or eye.against(_dressed(seen.text, self.made.agreed[i].text))[1] > _LOOSE
        )

    def _width(self, i: int, seen: Token) -> float:
        """How wide what was seen is, in shares of the agreed word on this page."""
        token = self.made.agreed[i]
        wide = (token.box[2] - token.box[0]) * self.places.grown(token.page, seen.page)
        return (seen.box[2] - seen.box[0]) / max(wide, 1.0)

    def _covered(self, i: int, seen: Token, eye: Eye) -> bool:
        """A seal or a pen lies over the place: the rest of the word that was seen is no witness for another word."""
        token = self.made.agreed[i]
        short = self._width(i, seen) < _PART
        if short and (bare(seen.key) in bare(token.key) or self._more_ink(i, seen)):
            return True
        return eye.stray(_dressed(seen.text, token.text)) >= _STRAY

    def _more_ink(self, i: int, seen: Token) -> bool:
        """Beside what was seen there is ink in the word's place that belongs to no other word."""
        place, sheet = self.places.of(i), self.leaves[seen.page].sheet
        if not place or place[0] != seen.page or sheet is None:
            return False
        _page, (left, top, right, foot) = place
        others = [box for k, box in self.taken[seen.page] if k != i and box[1] < foot and box[3] > top]
        left = max([left, *(b[2] for b in others if b[2] <= seen.box[0] + 1)])
        right = min([right, *(b[0] for b in others if b[0] >= seen.box[2] - 1)])
        least = 0.2 * (place[1][2] - place[1][0])
        sides = ((left, top, seen.box[0], foot), (seen.box[2], top, right, foot))
        return any(b[2] - b[0] >= least and inked(sheet.picture, b) > 4 * _BLANK for b in sides)

    def _grade(self, token: Token, seen: Token, eye: Eye) -> str:
        """A grade to tell, or the reason why it is a slip of the machine."""
        ahead, rival = eye.against(_dressed(seen.text, token.text))
        grave = (
            kind_of(token) != "word"
            or is_turning(token.text)
            or is_number(seen.text)
            or is_turning(seen.text)
        )
        alike = likeness(token.key, seen.key)
        mine = eye.mine.miss
        if (ahead >= _LEAD and mine <= _THERE) or (not grave and ahead >= 0 and mine <= _LOOSE):
            if eye.best_number():
                return _("máy đọc nhầm, nét chữ khớp bản thống nhất")
            return UNSURE
        if mine <= _THERE and ahead >= 0 and rival - mine >= _CLEAR and eye.best_number():
            return _("máy đọc nhầm, nét chữ khớp bản thống nhất")
        if ahead > -_MARKS and _DOTS.sub("·", token.key) == _DOTS.sub("·", seen.key):
            return _("máy đọc nhầm dấu chấm, phẩy trong số")
        if ahead >= _LEAD and mine <= _LOOSE and _SIGNS.sub("", token.key) == _SIGNS.sub("", seen.key):
            return _("máy đọc nhầm dấu chấm, phẩy trong số")
        least = _THERE + 0.1 if kind_of(token) == "name" else _STAMPED
        if ahead >= _FAR and mine <= least and rival > _STAMPED and (not grave or eye.best_number(_LEAD)):
            return _("chữ bị đè, nét chữ còn thấy khớp bản thống nhất")
        if not grave and alike >= 0.6 and ahead > -_MARKS and mine < _LOOSE:
            return _("máy đọc nhầm, nét chữ gần khớp bản thống nhất")
        if rival <= _LOOSE and mine > rival and (ahead <= -_LEAD or mine - rival >= _LEAD):
            return DIFFERENT
        if not grave and alike < 0.5 and ahead < 0 and rival < 0.9 and _WORD.search(seen.text):
            return DIFFERENT
        return UNSURE

    # ----------------------------------------------------------------------------- missing

    def _missing(self, i: int) -> None:
        token = self.made.agreed[i]
        place = self.places.of(i)
        if place is None or self._taken(i, place):
            page = self._page_near(i)
            covered = any(
                self.told[k].grade == UNSURE for k in range(i - _MANY, i + _MANY + 1) if k in self.told
            )
            self.told[i] = Difference(
                grade=UNSURE if covered else DIFFERENT, what=kind_of(token), page=page, expected=token.text, seen="",
                box=self._gap(i, page),
                why=_("bị che hoặc mờ, máy không đọc được") if covered else _("không thấy trong bản gửi lên"),
            )  # fmt: skip
            return
        page, box = place
        leaf = self.leaves[page]
        if leaf.sheet is None:
            self._tell(i, DIFFERENT, "", page, box, _("không thấy trong bản gửi lên"))
            return
        eye = self._eye(leaf, box, token, loose=True)
        enough = _THERE if kind_of(token) != "word" else _LOOSE
        if eye.mine.miss <= enough and eye.best_number():
            self.taken[page].append((i, box))
            self.out.slip(_("máy đọc sót, nét chữ khớp bản thống nhất"))
        elif inked(leaf.sheet.picture, box) <= _BLANK:
            self._tell(i, DIFFERENT, "", page, box, _("chỗ này để trống"))
        else:
            self._tell(i, UNSURE, "", page, box, _("bị che hoặc mờ, máy không đọc được"))

    def _taken(self, i: int, place: tuple[int, Box]) -> bool:
        """Another agreed word, no neighbour, lies there already."""
        page, box = place
        for k, other in self.taken[page]:
            across = min(box[2], other[2]) - max(box[0], other[0])
            down = min(box[3], other[3]) - max(box[1], other[1])
            if abs(k - i) > _JOINED and across > 0.3 * (box[2] - box[0]) and down > 0.3 * (box[3] - box[1]):
                return True
        return False

    def _gap(self, i: int, page: int) -> tuple[float, float, float, float]:
        """A line under the last word found before the one that is gone."""
        before = [k for k in self.made.of if k < i and self.made.seen[self.made.of[k][0]].page == page]
        if not before:
            return (0.1, 0.06, 0.9, 0.08)
        found = self._framed(page, self.made.seen[self.made.of[max(before)][-1]].box)
        return (0.1, found[3], 0.9, min(found[3] + 0.012, 1.0))

    def _page_near(self, i: int) -> int:
        before = [k for k in self.made.of if k < i]
        return self.made.seen[self.made.of[max(before)][0]].page if before else 1

    def _tell(self, i: int, grade: str, seen: str, page: int, box: Box, why: str) -> None:
        self.told[i] = Difference(
            grade=grade, what=kind_of(self.made.agreed[i]), page=page, expected=self.made.agreed[i].text, seen=seen,
            box=self._framed(page, box), why=why,
        )  # fmt: skip

    def _framed(self, page: int, box: Box) -> tuple[float, float, float, float]:
        leaf = self.leaves[page]
        if leaf.sheet is not None:
            wide, high = leaf.sheet.picture.size
            return leaf.sheet.back((
                box[0] / leaf.width * wide, box[1] / leaf.height * high, box[2] / leaf.width * wide,
                box[3] / leaf.height * high,
            ))  # fmt: skip
        return (box[0] / leaf.width, box[1] / leaf.height, box[2] / leaf.width, box[3] / leaf.height)

    def _gather(self) -> None:
        """Neighbours missing together are one passage."""
        run: list[int] = []
        for i in [*sorted(self.told), -1]:
            gone = i >= 0 and not self.told[i].seen
            follows = bool(run) and i == run[-1] + 1 and self.told[i].page == self.told[run[-1]].page
            if gone and (not run or follows):
                run.append(i)
                continue
            self._passage(run)
            run = [i] if gone else []
            if i >= 0 and not gone:
                self.out.differences.append(self.told[i])

    def _passage(self, run: list[int]) -> None:
        if not run:
            return
        found = [self.told[i] for i in run]
        grade = DIFFERENT if any(d.grade == DIFFERENT for d in found) else UNSURE
        self.out.differences.append(
            Difference(
                grade=grade, what="missing" if len(run) > _MANY else max(d.what for d in found), page=found[0].page,
                expected=" ".join(d.expected for d in found), seen="", box=around([d.box for d in found]),
                why=found[0].why,
            )
        )  # fmt: skip

    # ------------------------------------------------------------------------------- extra

    def _extra(self) -> None:
        """Words nobody agreed on: specks, seals and signatures go, words in a row stay."""
        run: list[int] = []
        spare = self.made.spare
        for n, j in enumerate(spare):
            run.append(j)
            last = n + 1 == len(spare)
            if last or spare[n + 1] != j + 1 or self.made.seen[spare[n + 1]].page != self.made.seen[j].page:
                self._spare(run)
                run = []

    def _spare(self, run: list[int]) -> None:
        tokens = [self.made.seen[j] for j in run]
        typed = self.leaves[tokens[0].page].sheet is None
        words = [
            t for t in tokens if typed or (_WORD.search(t.text) and t.sure >= _SURE and self._as_high(t))
        ]
        if self._repeats(tokens):
            self.out.slip(_("đầu bảng lặp lại ở trang sau"), len(tokens))
            return
        if not words or (not typed and not any(len(key_of(t.text)) > 1 or is_number(t.text) for t in words)):
            self.out.slip(_("vết bẩn, con dấu, chữ ký"), len(tokens))
            return
        self.out.slip(_("vết bẩn, con dấu, chữ ký"), len(tokens) - len(words))
        sure = typed or (len(words) > 1 and sum(t.sure for t in words) / len(words) >= 80)
        number = any(is_number(t.text) for t in words)
        self.out.differences.append(
            Difference(
                grade=DIFFERENT if sure else UNSURE, what="number" if number else "extra", page=words[0].page,
                expected="", seen=" ".join(t.text for t in words),
                box=around([self._framed(t.page, t.box) for t in words]), why=_("bản thống nhất không có"),
            )
        )  # fmt: skip

    def _as_high(self, token: Token) -> bool:
        """As high as printed words are: letters of a seal and flourishes of a pen are not."""
        return 5.0 <= token.high <= 24.0

    def _repeats(self, tokens: Sequence[Token]) -> bool:
        """The heading of a table once more, at the top of a page."""
        if tokens[0].box[1] > 0.2 * self.leaves[tokens[0].page].height:
            return False
        wanted = [t.key for t in tokens]
        keys = [t.key for t in self.made.agreed]
        return len(wanted) > 1 and any(
            keys[k : k + len(wanted)] == wanted for k in range(len(keys) - len(wanted) + 1)
        )


def _weight(why: str) -> int:
    """Slips weigh least: where one look sees the agreed word, it is there."""
    return {DIFFERENT: 2, UNSURE: 1}.get(why, 0)


def _dressed(seen: str, agreed: str) -> str:
    """What was read, with the marks at the ends of the agreed word: only what lies between is compared."""
    seen = as_printed(seen)
    inner, own = re.search(r"[\w%].*[\w%]|[\w%]", seen), re.search(r"[\w%].*[\w%]|[\w%]", agreed)
    if not inner or not own:
        return seen
    return agreed[: own.start()] + inner.group() + agreed[own.end() :]
