"""What numbers do not make, and what two bodies tell differently, is found whatever words join them.

Sentences as clerks write them, of no ward: a rule that leans on one phrase fails here.
"""

from __future__ import annotations

import pytest

from phoihop.core.stated import Told
from phoihop.ingest.readers import read_file
from phoihop.ingest.tally.tally import tell
from phoihop.reports.reconcile import Disagreement, reconcile
from phoihop.reports.reconcile.subjects import recognised, shipped
from tests.ways_of_telling import ALIKE, DIFFERING, NO_LIST, NO_SHARE, NO_TOTAL, OF_KIND, PAPERS, SHARES


def told(said: dict[str, str]) -> list[Told]:
    papers = []
    for who, (head, rest) in PAPERS.items():
        text = f"{head}{rest}III. NỘI DUNG KHÁC\n{said.get(who, '')}"
        papers.append(tell(read_file(text.encode(), f"{who}.txt")))
    return recognised(papers, shipped())


def of_kind(sentence: str, kind: str) -> list[Disagreement]:
    head = PAPERS["UBND"][0]
    paper = tell(read_file(f"{head}I. KẾT QUẢ THỰC HIỆN\n{sentence}".encode(), "bc.txt"))
    return [one for one in reconcile(recognised([paper], shipped())) if one.kind == kind]


@pytest.mark.parametrize("sentence", NO_TOTAL)
def test_parts_that_do_not_make_their_total_are_told(sentence: str) -> None:
    assert len(of_kind(sentence, "total_parts")) >= 1


@pytest.mark.parametrize("sentence", NO_LIST)
def test_numbers_that_are_no_list_are_not_added(sentence: str) -> None:
    assert of_kind(sentence, "total_parts") == []


@pytest.mark.parametrize("sentence", NO_SHARE)
def test_a_percentage_that_does_not_follow_from_its_counts_is_told(sentence: str) -> None:
    assert len(of_kind(sentence, "rate")) == 1


@pytest.mark.parametrize("sentence", SHARES)
def test_a_percentage_that_follows_from_its_counts_is_not_told(sentence: str) -> None:
    assert of_kind(sentence, "rate") == []


def test_what_two_bodies_tell_differently_is_found_and_nothing_else() -> None:
    found, others = 0, []
    for one, said, other, against in DIFFERING:
        both = {f"{one}.txt", f"{other}.txt"}
        told_otherwise = reconcile(told({one: said, other: against}))
        found += any({f.file for f in d.places} >= both for d in told_otherwise)
        others += [d.words for d in told_otherwise if not {f.file for f in d.places} >= both]
    assert found >= len(DIFFERING) - 3
    assert others == []


@pytest.mark.parametrize(("one", "said", "other", "against"), ALIKE)
def test_what_only_looks_alike_is_not_told(one: str, said: str, other: str, against: str) -> None:
    both = {one: said, other: against} if one != other else {one: f"{said}\n{against}"}
    assert [d.words for d in reconcile(told(both))] == []


@pytest.mark.parametrize(("kind", "one", "said", "other", "against"), OF_KIND)
def test_what_fell_or_is_told_of_last_year_otherwise_or_was_only_answered_is_told_as_such(
    kind: str, one: str, said: str, other: str, against: str
) -> None:
    assert [d.kind for d in reconcile(told({one: said, other: against}))] == [kind]


#: A table of the meetings that checked something, and what a sentence says of one of them.
ROWS = (
    ("Quản lý bãi tập kết vật liệu ven sông", 5), ("Thu, chi học phí ở các trường", 3), ("Hội Nông dân", 6), ("Cộng", 14)
)  # fmt: skip


def of_a_table(sentence: str) -> list[str]:
    rows = "".join(f"<tr><td>{name}</td><td>{count}</td></tr>" for name, count in ROWS)
    head = "".join(f"<p>{line}</p>" for line in PAPERS["HDND"][0].split("\n") if line)
    page = (
        f"<html><body>{head}<h2>I. GIÁM SÁT</h2><table><tr><th>Nội dung</th><th>Số kiến nghị</th></tr>{rows}</table>"
        f"<p>{sentence}</p></body></html>"
    )
    told_of = recognised([tell(read_file(page.encode(), "bc.html"))], shipped())
    return [one.kind for one in reconcile(told_of)]


def test_a_sentence_that_names_a_row_of_the_table_tells_what_stands_in_it() -> None:
    assert of_a_table(
        "Cuộc giám sát bãi tập kết vật liệu ven sông kéo dài hai tuần, đoàn nêu 08 kiến nghị."
    ) == ["prose_annex"]
    assert (
        of_a_table("Cuộc giám sát bãi tập kết vật liệu ven sông kéo dài hai tuần, đoàn nêu 05 kiến nghị.")
        == []
    )
    assert of_a_table("Về quy hoạch chợ trung tâm mới, đoàn nêu 08 kiến nghị.") == []


def of_points(*, total: str, sentence: str = "") -> list[str]:
    """A table of three places with what its last row is called."""
    rows = "".join(
        f"<tr><td>Hội trường thôn {name}</td><td>{count}</td></tr>"
        for name, count in (("Đông", 212), ("Đoài", 168), ("Trung", 240))
    )
    head = "".join(f"<p>{line}</p>" for line in PAPERS["HDND"][0].split("\n") if line)
    page = (
        f"<html><body>{head}<h2>I. TIẾP XÚC CỬ TRI</h2><p>{sentence}</p><p>Bảng 1. Kết quả tiếp xúc cử tri</p>"
        f"<table><tr><th>Điểm tiếp xúc</th><th>Số lượt cử tri dự</th></tr>{rows}<tr><td>{total}</td><td>630</td></tr></table></body></html>"
    )
    return [one.kind for one in reconcile(recognised([tell(read_file(page.encode(), "bc.html"))], shipped()))]


@pytest.mark.parametrize(
    "total", ["Cộng", "Cộng 3 điểm", "Tổng cộng 3 điểm", "Tổng 03 điểm", "Toàn xã", "Cộng chung"]
)
def test_a_row_that_adds_up_is_one_however_it_is_called(total: str) -> None:
    assert of_points(total=total) == ["total_parts"]


def test_the_days_a_meeting_took_are_not_the_day_its_visitors_were_counted_up_to() -> None:
    said = "Từ ngày 12 đến ngày 22/4/2027, Thường trực HĐND tổ chức 3 hội nghị tiếp xúc cử tri tại các thôn, thu hút 603 lượt cử tri đến dự (Bảng 1)."
    assert "prose_annex" in of_points(total="Cộng 3 điểm", sentence=said)
