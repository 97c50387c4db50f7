from __future__ import annotations

import itertools
import time
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.core.papers import (
    Addressees,
    Annex,
    Block,
    Heading,
    LegalBasis,
    LetterHead,
    ListItem,
    Paper,
    Paragraph,
    Recipients,
    Run,
    Signatures,
    Table,
    Title,
    cell,
)
from phoihop.core.papers import Change as Tracked
from phoihop.documents.tests import papers
from phoihop.documents.versions import (
    Change,
    Mismatch,
    Passage,
    Segment,
    Text,
    apply,
    canonical,
    diff,
    fingerprint,
    paper_lines,
    revise,
    word_segments,
)

WORDS = st.text(alphabet="aăâđêôơưếộữ ABĐ.,;-–\u00a0\u200b\n\u0301 12", max_size=30)
LINES = st.lists(WORDS, max_size=8)


@st.composite
def texts(draw: st.DrawFn, *, keys: str = "abcdefgh") -> Text:
    ids = draw(st.lists(st.sampled_from(keys), unique=True, max_size=len(keys)))
    return Text(passages=tuple(Passage(id=i, text=draw(WORDS)) for i in ids))


def text(**passages: str) -> Text:
    return Text(passages=tuple(Passage(id=k, text=v) for k, v in passages.items()))


def kinds(old: Text, new: Text) -> list[tuple[str, str]]:
    return [(c.id, c.kind) for c in diff(old, new).changes]


# ------------------------------------------------------------------------------------ fingerprints


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (unicodedata.normalize("NFD", "Phường Yên Hòa"), "Phường Yên Hòa"),
        ("số\u00a012/KH", "số 12/KH"),
        ("kết thúc.  ", "kết thúc."),
        ("dòng một \r\ndòng hai", "dòng một\ndòng hai"),
        ("\ufeffnghiêng\u200b", "nghiêng"),
        ("kinh tế\u2011xã hội", "kinh tế-xã hội"),
        ("e\u200b\u0301", "é"),
    ],
    ids=["decomposed", "no-break space", "trailing space", "line ends", "invisible", "hyphen", "mark"],
)
def test_what_nobody_sees_does_not_change_the_fingerprint(one: str, other: str) -> None:
    assert fingerprint([one]) == fingerprint([other])


@pytest.mark.parametrize(
    "other",
    [
        ["Mỗi quý hai lần", "Hết."],
        ["Mỗi quý một lần.", "Hết."],
        ["Hết.", "Mỗi quý một lần"],
        ["Mỗi quý một lần Hết."],
        ["Mỗi quý một lần\nHết."],
        ["Mỗi quý một lần", "", "Hết."],
        ["Mỗi quý  một lần", "Hết."],
        ["Mỗi quỹ một lần", "Hết."],
        ["mỗi quý một lần", "Hết."],
        ["Mỗi quý – một lần", "Hết."],
    ],
)
def test_every_visible_change_changes_the_fingerprint(other: list[str]) -> None:
    assert fingerprint(other) != fingerprint(["Mỗi quý một lần", "Hết."])


def test_the_fingerprint_is_the_same_on_every_machine() -> None:
    assert fingerprint([]) == "ba26f8c19849206af2a273ff4c1fb67e369b3e0c1c935cb3aa36a43f85f38085"
    assert (
        fingerprint(["Điều 1. Phạm vi", "số\u00a012/KH"])
        == "8bc75df80f3d95661041733125a2d40cdccaee98d597bcd583a30b92fd8f8e12"
    )


@given(LINES)
def test_canonical_text_is_its_own_canonical_text(lines: list[str]) -> None:
    once = [canonical(line) for line in lines]
    assert [canonical(line) for line in once] == once
    assert fingerprint(once) == fingerprint(lines)


@given(LINES, LINES)
def test_fingerprints_agree_exactly_where_the_canonical_lines_do(one: list[str], other: list[str]) -> None:
    same = [canonical(x) for x in one] == [canonical(x) for x in other]
    assert (fingerprint(one) == fingerprint(other)) == same


# -------------------------------------------------------------------------------------- differences


@given(texts(), texts())
def test_applying_the_difference_to_the_old_text_gives_the_new_one(old: Text, new: Text) -> None:
    made = apply(old, diff(old, new))
    assert [p.id for p in made] == [p.id for p in new]
    assert made.fingerprint == new.fingerprint


@given(texts())
def test_a_text_differs_from_itself_in_nothing(old: Text) -> None:
    found = diff(old, old)
    assert found.empty
    assert [c.kind for c in found.changes] == ["kept"] * len(old.passages)
    decomposed = Text(
        passages=tuple(
            replace(p, text=unicodedata.normalize("NFD", p.text.replace(" ", "\u00a0"))) for p in old
        )
    )
    assert diff(old, decomposed).empty


@given(texts(), texts())
def test_every_passage_of_both_versions_is_named_exactly_once(old: Text, new: Text) -> None:
    found = diff(old, new).changes
    assert sorted(c.id for c in found) == sorted({p.id for p in (*old, *new)})
    assert sum(diff(old, new).counts.values()) == len(found)


@given(texts(), texts())
def test_only_equal_texts_have_an_empty_difference(old: Text, new: Text) -> None:
    same = [p.id for p in old] == [p.id for p in new] and old.fingerprint == new.fingerprint
    assert diff(old, new).empty == same


@given(st.permutations("abcdef"))
def test_as_few_passages_as_possible_count_as_moved(order: list[str]) -> None:
    """By comparison with trying out every set of passages that may stay."""
    old = Text(passages=tuple(Passage(id=k, text=k) for k in "abcdef"))
    new = Text(passages=tuple(Passage(id=k, text=k) for k in order))
    staying = max(
        n for n in range(7) for kept in itertools.combinations(order, n) if list(kept) == sorted(kept)
    )
    assert diff(old, new).counts["moved"] == 6 - staying


@given(WORDS, WORDS)
def test_the_words_that_stay_and_go_make_the_old_and_those_that_stay_and_come_the_new(
    old: str, new: str
) -> None:
    change = Change(kind="changed", id="x", segments=word_segments(old, new))
    assert (change.old_text, change.new_text) == (canonical(old), canonical(new))
    marks = [s.mark for s in change.segments]
    assert all(one != two for one, two in itertools.pairwise(marks))
    assert all(s.text for s in change.segments)


def test_words_are_shown_whole_never_letters() -> None:
    assert word_segments("Mỗi quý họp một lần.", "Mỗi tháng họp hai lần.") == (
        Segment(mark="equal", text="Mỗi "),
        Segment(mark="delete", text="quý"),
        Segment(mark="insert", text="tháng"),
        Segment(mark="equal", text=" họp "),
        Segment(mark="delete", text="một"),
        Segment(mark="insert", text="hai"),
        Segment(mark="equal", text=" lần."),
    )


def test_neighbouring_changed_words_are_one_change() -> None:
    assert word_segments("gửi trước 05 ngày làm việc", "gửi trước mười ngày lịch tròn") == (
        Segment(mark="equal", text="gửi trước "),
        Segment(mark="delete", text="05"),
        Segment(mark="insert", text="mười"),
        Segment(mark="equal", text=" ngày "),
        Segment(mark="delete", text="làm việc"),
        Segment(mark="insert", text="lịch tròn"),
    )


def test_changed_added_removed_and_moved_are_told_apart() -> None:
    old = text(a="Mục đích", b="Yêu cầu", c="Nội dung", d="Tổ chức")
    new = text(d="Tổ chức", a="Mục đích, ý nghĩa", e="Kinh phí", c="Nội dung")
    assert kinds(old, new) == [
        ("d", "moved"),
        ("a", "changed"),
        ("e", "added"),
        ("b", "removed"),
        ("c", "kept"),
    ]
    assert diff(old, new).counts == {"kept": 1, "changed": 1, "added": 1, "removed": 1, "moved": 1}


def test_a_moved_passage_that_was_rewritten_shows_both() -> None:
    old = text(a="một", b="hai", c="ba bốn")
    (moved,) = [c for c in diff(old, text(c="ba năm", a="một", b="hai")).changes if c.kind == "moved"]
    assert (moved.id, moved.rewritten, moved.before, moved.after) == ("c", True, 2, 0)


def test_a_difference_fits_only_the_text_it_was_made_from() -> None:
    old, new = text(a="một", b="hai"), text(a="một", b="hai ba")
    found = diff(old, new)
    for other in (text(a="một", b="khác"), text(a="một"), text(a="một", b="hai", c="ba")):
        with pytest.raises(Mismatch):
            apply(other, found)
    with pytest.raises(Mismatch):
        apply(text(a="một", b="hai"), diff(text(b="hai"), text(a="một", b="hai")))


def test_an_id_stands_for_one_passage_only() -> None:
    with pytest.raises(ValueError, match="twice: a"):
        Text(passages=(Passage(id="a", text="x"), Passage(id="a", text="y")))


# ------------------------------------------------------------------------------------- stable ids


def revised(old: Text, *lines: str) -> list[str]:
    made = revise(old, lines, new_id=(f"n{i}" for i in itertools.count(1)).__next__)
    assert made.fingerprint == fingerprint(lines)
    return [p.id for p in made]


OLD = text(
    a="Thường trực Hội đồng nhân dân chủ trì, phối hợp chuẩn bị nội dung kỳ họp",
    b="Ủy ban nhân dân gửi báo cáo chậm nhất 05 ngày làm việc trước kỳ họp",
    c="Ban Thường trực Ủy ban Mặt trận tổng hợp ý kiến cử tri",
)


def test_unchanged_moved_and_rewritten_paragraphs_keep_their_ids() -> None:
    a, b, c = OLD.lines
    assert revised(OLD, a, b, c) == ["a", "b", "c"]
    assert revised(OLD, c, a, b) == ["c", "a", "b"]
    assert revised(OLD, a, b.replace("05 ngày", "07 ngày"), c) == ["a", "b", "c"]
    assert revised(OLD, c.replace("cử tri", "nhân dân"), a, b) == ["c", "a", "b"]


def test_a_new_paragraph_gets_a_new_id_and_a_removed_id_is_not_given_away() -> None:
    a, b, c = OLD.lines
    assert revised(OLD, a, "Kinh phí do ngân sách bảo đảm", b, c) == ["a", "n1", "b", "c"]
    assert revised(OLD, a, c, "Kinh phí do ngân sách bảo đảm") == ["a", "c", "n1"]


def test_repeated_paragraphs_each_keep_their_own_id() -> None:
    old = text(a="Như trên", b="Khác hẳn", c="Như trên")
    assert revised(old, "Như trên", "Khác hẳn", "Như trên", "Như trên") == ["a", "b", "c", "n1"]
    assert revised(old, "Như trên", "Như trên") == ["a", "c"]


@given(texts(), LINES)
def test_a_revision_holds_exactly_the_new_lines_and_each_id_once(old: Text, lines: list[str]) -> None:
    made = revise(old, lines, new_id=(f"n{i}" for i in itertools.count(1)).__next__)
    assert made.fingerprint == fingerprint(lines)
    assert apply(old, diff(old, made)).fingerprint == made.fingerprint


def test_a_long_text_wholly_rewritten_is_compared_in_seconds() -> None:
    old = Text(
        passages=tuple(
            Passage(id=str(i), text=f"{OLD.lines[i % 3]} tại khu dân cư số {i}") for i in range(600)
        )
    )
    lines = [p.text.replace("chậm nhất", "muộn nhất") + " như sau" for p in old]
    began = time.perf_counter()
    made = revise(old, lines, new_id=(f"n{i}" for i in itertools.count(1)).__next__)
    found = diff(old, made)
    assert time.perf_counter() - began < 5
    assert [p.id for p in made] == [p.id for p in old]
    assert found.counts["changed"] == 600


# ------------------------------------------------------------------------------------------ papers


def _print(paper: Paper) -> str:
    return fingerprint(paper_lines(paper))


def _other(block: Block) -> Block:
    """The same block with one visible thing changed."""
    other = block
    match block:
        case Title():
            other = replace(block, subject=f"{block.subject} X")
        case Heading() | LegalBasis():
            other = replace(block, text=f"{block.text} X")
        case Paragraph() | ListItem():
            other = replace(block, runs=(*block.runs, Run(text=" X")))
        case Signatures():
            other = Signatures(columns=(*block.columns[:-1], replace(block.columns[-1], name="X")))
        case Recipients():
            other = Recipients(lines=(*block.lines, "X"))
        case Annex():
            other = replace(block, blocks=tuple(_other(b) for b in block.blocks))
        case Table():
            other = replace(block, rows=(*block.rows[:-1], (*block.rows[-1][:-1], cell("X"))))
        case Addressees():
            other = Addressees(names=(*block.names, "X"))
        case LetterHead():
            other = replace(block, number="6")
    assert other != block
    return other


@pytest.mark.parametrize(
    "paper", [papers.programme(), papers.report(sections=1)], ids=["programme", "report"]
)
def test_every_block_of_a_paper_is_inside_its_fingerprint(paper: Paper) -> None:
    for i, block in enumerate(paper.blocks):
        changed = (*paper.blocks[:i], _other(block), *paper.blocks[i + 1 :])
        assert _print(replace(paper, blocks=changed)) != _print(paper), block


@pytest.mark.parametrize(
    "changes",
    [{"number": "6"}, {"symbol": "X"}, {"day": None}, {"place_name": "X"}, {"about": "X"}, {"locality": "X"}],
    ids=lambda c: next(iter(c)),
)
def test_every_part_of_the_heading_is_inside_the_fingerprint(changes: dict[str, Any]) -> None:
    paper = papers.programme()
    head = replace(papers.JOINT_HEAD, **changes)
    assert _print(replace(paper, blocks=(head, *paper.blocks[1:]))) != _print(paper)


def test_a_block_whose_words_are_unknown_is_refused_rather_than_left_out_of_the_fingerprint() -> None:
    class Strange(Block):
        pass

    with pytest.raises(TypeError, match="Strange"):
        paper_lines(Paper(code="t", title="", blocks=(Strange(),)))


def test_properties_of_the_file_are_no_part_of_the_text() -> None:
    paper = papers.programme()
    assert _print(replace(paper, meta={}, digest="", title="")) == _print(paper)


def test_words_deleted_in_a_tracked_change_are_no_longer_in_the_text() -> None:
    gone = Tracked(kind="deleted", at=datetime(2026, 1, 1, tzinfo=UTC))
    block = Paragraph(runs=(Run(text="Mỗi quý"), Run(text=" một", change=gone), Run(text=" 26", mark="a")))
    assert paper_lines(Paper(code="t", title="", blocks=(block,))) == ["Mỗi quý 26a"]
