"""Papers become data and come back equal, block by block."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from phoihop.core.paper_data import KINDS, NotAPaper, data_of, paper_of, text_of
from phoihop.core.papers import (
    Addressees,
    Annex,
    Change,
    Issuer,
    LegalBasis,
    LetterHead,
    ListItem,
    Paper,
    Place,
    Recipients,
    Run,
    Signature,
    Signatures,
    Table,
    Title,
    cell,
    paragraph,
)
from phoihop.core.papers import Heading as Head


def everything() -> Paper:
    """A paper with every kind of block, and with what only a read file has."""
    changed = Change(
        kind="inserted", author="Ban PC", at=datetime(2027, 8, 2, 1, 15, tzinfo=UTC), note="ý kiến"
    )
    table = Table(rows=((cell("STT", head=True), cell("Việc", span=2)),), widths=(0.1, 0.9), caption="Biểu 1")
    return Paper(
        code="thu.bao_cao", title="Báo cáo “thử”", digest="ab12", meta={"at": "2027-08-02T01:15:00+00:00"},
        blocks=(
            LetterHead(
                issuers=(Issuer(name="ỦY BAN NHÂN DÂN", parent="THÀNH PHỐ"),), locality="PHƯỜNG THỬ", number="01",
                symbol="BC-UBND", place_name="Thử", day=date(2027, 8, 2), about="việc thử",
            ),
            Title(kind="BÁO CÁO", subject="Về việc thử"), Addressees(names=("Thường trực HĐND",)),
            LegalBasis(text="Căn cứ Luật số 72/2025/QH15"), Head(level=1, number="I.", text="Kết quả"),
            paragraph("Đoạn đậm", bold=True), ListItem(runs=(Run(text="3/4", figure="x.y", mark="1", change=changed),)),
            table, Signatures(columns=(Signature(authority="TM. ỦY BAN", titles=("CHỦ TỊCH",), name="Nguyễn A"),)),
            Recipients(lines=("Như trên;", "Lưu: VT.")),
            Annex(title="DANH SÁCH", number="I", blocks=(paragraph("Một"), table), landscape=True),
            paragraph("cuối").__class__(runs=(Run(text="gap", gap=True),), place=Place(file="a.docx", page=2)),
        ),
    )  # fmt: skip


def test_a_paper_comes_back_equal_from_its_text() -> None:
    paper = everything()
    assert paper_of(text_of(paper)) == paper


def test_every_part_of_the_block_model_can_be_stored() -> None:
    from phoihop.core import papers

    declared = {
        name for name, kind in vars(papers).items()
        if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__") and kind.__module__ == papers.__name__
    }  # fmt: skip
    assert declared - {"Block", "PaperKind", "Format"} == set(KINDS)


def test_what_has_its_default_value_is_not_told() -> None:
    assert data_of(paragraph("Một")) == {"is": "Paragraph", "runs": [{"is": "Run", "text": "Một"}]}


def test_equal_papers_are_equal_texts_and_one_changed_letter_is_another() -> None:
    assert text_of(everything()) == text_of(everything())
    other = text_of(everything()).replace("Đoạn đậm", "Đoạn đâm")
    assert paper_of(other) != everything()


@pytest.mark.parametrize("text", ["[]", "{}", '{"is":"Run","text":"x"}', '{"is":"Bomb"}', "no json", "null"])
def test_what_is_no_paper_is_refused(text: str) -> None:
    with pytest.raises(NotAPaper):
        paper_of(text)
