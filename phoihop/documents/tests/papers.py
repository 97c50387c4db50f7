"""Papers for the tests of writing and checking: invented bodies and persons, every kind of block."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from phoihop.core.papers import (
    Addressees,
    Annex,
    Block,
    Cell,
    Heading,
    Issuer,
    LegalBasis,
    LetterHead,
    ListItem,
    Paper,
    Paragraph,
    Recipients,
    Run,
    Signature,
    Signatures,
    Table,
    Title,
    cell,
    paragraph,
    runs,
)

COUNCIL = "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN"
COMMITTEE = "ỦY BAN NHÂN DÂN"
FRONT = "BAN THƯỜNG TRỰC ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM"
WARD = "PHƯỜNG MINH TÂN"
SIGNED = date(2026, 1, 9)

JOINT_HEAD = LetterHead(
    issuers=(Issuer(name=COUNCIL), Issuer(name=COMMITTEE), Issuer(name=FRONT)),
    locality=WARD,
    number="5",
    symbol="CTrPH-TTHĐND-UBND-BTTUBMTTQ",
    place_name="Minh Tân",
    day=SIGNED,
)
SINGLE_HEAD = LetterHead(
    issuers=(Issuer(name="ỦY BAN NHÂN DÂN PHƯỜNG MINH TÂN", parent="ỦY BAN NHÂN DÂN THÀNH PHỐ AN BÌNH"),),
    number="",
    symbol="BC-UBND",
    place_name="Minh Tân",
    day=None,
)
JOINT_SIGNATURES = Signatures(
    columns=(
        Signature(authority=f"TM. {COUNCIL}", titles=("CHỦ TỊCH",), name="Nguyễn Thị Hồng Ánh"),
        Signature(
            authority=f"TM. {COMMITTEE}", titles=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name="Đỗ Quang Khải"
        ),
        Signature(authority="TM. BAN THƯỜNG TRỰC", titles=("CHỦ TỊCH",), name="Trần Văn Lữ"),
    )
)
ONE_SIGNATURE = Signatures(
    columns=(
        Signature(
            authority=f"TM. {COMMITTEE}", titles=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name="Đỗ Quang Khải"
        ),
    )
)
RECIPIENTS = Recipients(
    lines=(
        "Thường trực Đảng ủy (để báo cáo)",
        "Thường trực HĐND, UBND, Ban Thường trực UBMTTQ phường",
        "Các tổ chức chính trị - xã hội",
        "Lưu: VT, VP.",
    )
)
BASES = (
    LegalBasis(text="Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;"),
    LegalBasis(text="Căn cứ Luật Mặt trận Tổ quốc Việt Nam"),
    LegalBasis(
        text="Căn cứ Quy chế phối hợp công tác số 01/QC-HĐND-UBND-UBMTTQVN ngày 12 tháng 02 năm 2026."
    ),
)


def task_rows(count: int, *, start: int = 1) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            cell(str(i), align="center"),
            cell(
                f"Tổ chức hội nghị tiếp xúc cử tri chuyên đề tại khu dân cư số {i} trước kỳ họp thường lệ "
                f"giữa năm"
            ),
            cell("Ban Thường trực UBMTTQ phường"),
            cell("Thường trực HĐND; UBND phường"),
            cell(f"{i % 28 + 1:02d}/06/2026", align="center"),
            cell("Biên bản hội nghị; bảng tổng hợp kiến nghị"),
        )
        for i in range(start, start + count)
    )


TASK_HEAD = tuple(
    cell(t, head=True, align="center")
    for t in ("TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm")
)
TASK_WIDTHS = (1, 5, 3, 3, 2, 3)


def programme() -> Paper:
    """A joint programme of three bodies with its tasks in a turned annex."""
    blocks: tuple[Block, ...] = (
        JOINT_HEAD,
        Title(
            kind="CHƯƠNG TRÌNH",
            subject=(
                "Phối hợp công tác giữa Thường trực Hội đồng nhân dân, Ủy ban nhân dân và "
                "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam phường Minh Tân năm 2026"
            ),
        ),
        *BASES,
        paragraph("Các cơ quan thống nhất ban hành Chương trình phối hợp công tác năm 2026 như sau:"),
        Heading(level=1, number="I.", text="MỤC ĐÍCH, YÊU CẦU"),
        Heading(level=2, number="1.", text="Mục đích"),
        ListItem(
            runs=runs(
                "Phát huy vai trò của mỗi cơ quan, giữ mối liên hệ thường xuyên với cử tri và nhân dân."
            )
        ),
        ListItem(
            runs=runs("Mỗi nội dung có cơ quan chủ trì, thời hạn và sản phẩm; kết quả được kiểm tra lại.")
        ),
        Heading(level=2, number="2.", text="Yêu cầu"),
        paragraph(
            "Bảo đảm đúng chức năng, không chồng chéo; ưu tiên những việc người dân đã kiến nghị nhiều lần."
        ),
        Heading(level=1, number="II.", text="NỘI DUNG PHỐI HỢP"),
        *(
            block
            for i, words in enumerate(
                (
                    "Chuẩn bị, tổ chức kỳ họp Hội đồng nhân dân",
                    "Tiếp xúc cử tri; tổng hợp, giải quyết kiến nghị",
                    "Giám sát, khảo sát, giải trình; tái giám sát",
                    "Phản biện xã hội, góp ý xây dựng chính quyền",
                ),
                start=1,
            )
            for block in (
                Heading(level=2, number=f"{i}.", text=words),
                paragraph(
                    "Thường trực Hội đồng nhân dân chủ trì, phối hợp với Ủy ban nhân dân và Ban Thường trực "
                    "Ủy ban Mặt trận Tổ quốc Việt Nam phường chuẩn bị nội dung, gửi tài liệu chậm nhất 05 "
                    "ngày làm việc trước ngày tổ chức; ý kiến được tổng hợp và trả lời bằng văn bản theo Kế "
                    "hoạch số 12/KH-HĐND."
                ),
                ListItem(marker="a)", runs=runs("Mỗi quý họp liên tịch một lần; Đ/c Hùng làm đầu mối.")),
            )
        ),
        Heading(level=1, number="III.", text="TỔ CHỨC THỰC HIỆN"),
        paragraph(
            "Chương trình có hiệu lực kể từ ngày ký. Danh mục công việc kèm theo là một phần của Chương "
            "trình."
        ),
        JOINT_SIGNATURES,
        RECIPIENTS,
        Annex(
            title="Danh mục công việc thực hiện Chương trình phối hợp công tác năm 2026",
            reference="(Kèm theo Chương trình số 05/CTrPH-TTHĐND-UBND-BTTUBMTTQ ngày 09 tháng 01 năm 2026)",
            number="I",
            landscape=True,
            blocks=(Table(rows=(TASK_HEAD, *task_rows(47)), widths=TASK_WIDTHS),),
        ),
        Annex(
            title="Chỉ tiêu phấn đấu",
            number="II",
            blocks=(
                Table(
                    rows=(
                        tuple(cell(t, head=True) for t in ("TT", "Chỉ tiêu", "Kế hoạch", "Giao bởi")),
                        *(
                            (
                                cell(str(i), align="center"),
                                cell(f"Chỉ tiêu thứ {i}: tỷ lệ kiến nghị được trả lời đúng hạn"),
                                cell(f"{70 + i}%", align="right"),
                                cell("HĐND phường"),
                            )
                            for i in range(1, 27)
                        ),
                    ),
                    caption="Biểu 1. Chỉ tiêu năm 2026",
                ),
            ),
        ),
    )
    return Paper(
        code="programmes.programme",
        title="Chương trình phối hợp công tác năm 2026",
        blocks=blocks,
        digest="0" * 64,
        meta={"at": "2026-01-09T08:30:00+07:00"},
    )


def figure_sentence(number: int) -> Paragraph:
    return Paragraph(
        runs=(
            Run(text="Trong kỳ, Thường trực Hội đồng nhân dân phường đã tổ chức "),
            Run(text=f"{number:02d}", bold=True, figure=f"voter_contact.held/{number}", mark="a"),
            Run(
                text=(
                    " hội nghị tiếp xúc cử tri với sự tham gia của đại diện Ủy ban nhân dân, Ban Thường trực "
                    "Ủy ban Mặt trận Tổ quốc Việt Nam; tiếp nhận, phân loại và chuyển "
                )
            ),
            Run(text=str(number * 3), figure=f"petitions.received/{number}", mark="b"),
            Run(
                text=(
                    " kiến nghị thuộc thẩm quyền; các kiến nghị về hạ tầng, trật tự đô thị, vệ sinh môi "
                    "trường được theo dõi đến khi có kết quả và được kiểm tra lại tại nơi phản ánh."
                )
            ),
        )
    )


def report(*, sections: int = 30, link: bool = False) -> Paper:
    """A review report of one body: two figures a section, a gap, merged cells, an annex of 47 + 26 rows."""
    parts: list[Block] = []
    for i in range(1, sections + 1):
        parts.append(Heading(level=2, number=f"{i}.", text="Tiếp xúc cử tri; tổng hợp, giải quyết kiến nghị"))
        parts.append(figure_sentence(i))
        parts += [
            ListItem(
                runs=runs(
                    "Kết quả nổi bật: các cơ quan cùng dự, cùng nghe và cùng trả lời ngay tại hội nghị; "
                    "những việc chưa trả lời được ghi rõ người phụ trách, thời hạn và được thông báo lại cho "
                    "cử tri tại hội nghị sau; văn bản trả lời được niêm yết tại nhà văn hóa khu dân cư trong "
                    "30 ngày."
                )
            ),
            ListItem(
                marker="-",
                runs=runs(
                    "Hạn chế: một số đơn vị gửi báo cáo chậm, nội dung trả lời còn chung chung, chưa nêu "
                    "thời hạn hoàn thành; việc tái giám sát ở một vài nội dung chưa được thực hiện theo đúng "
                    "kế hoạch."
                ),
            ),
            paragraph(
                "So với cùng kỳ, số kiến nghị được giải quyết dứt điểm tăng; số kiến nghị lặp lại nhiều lần "
                "giảm. Việc phân công rõ người, rõ việc, rõ trách nhiệm giúp các phòng chuyên môn chủ động "
                "hơn, giảm văn bản đôn đốc và rút ngắn thời gian trả lời của các cơ quan đối với cử tri và "
                "nhân dân trên địa bàn."
            ),
        ]
    gap = Paragraph(
        runs=(
            Run(text="Nguyên nhân chủ quan: "),
            Run(text="nêu nguyên nhân và người chịu trách nhiệm", gap=True),
        )
    )
    blocks: tuple[Block, ...] = (
        SINGLE_HEAD,
        Title(
            kind="BÁO CÁO", subject="Kết quả thực hiện Chương trình phối hợp công tác 6 tháng đầu năm 2026"
        ),
        Addressees(names=("Thường trực Đảng ủy phường Minh Tân", "Thường trực Hội đồng nhân dân phường")),
        Heading(level=1, number="I.", text="KẾT QUẢ THỰC HIỆN"),
        *parts,
        Heading(level=1, number="II.", text="ĐÁNH GIÁ CHUNG"),
        gap,
        paragraph(
            "Trên đây là báo cáo kết quả thực hiện Chương trình phối hợp công tác 6 tháng đầu năm 2026./."
        ),
        ONE_SIGNATURE,
        RECIPIENTS,
        Annex(
            title="Biểu số liệu",
            reference="(Kèm theo Báo cáo của Ủy ban nhân dân phường)",
            blocks=(
                Table(
                    rows=(TASK_HEAD, *task_rows(47)),
                    widths=TASK_WIDTHS,
                    landscape=True,
                    caption="Biểu 1. Công việc",
                ),
                Table(
                    rows=(TASK_HEAD, *task_rows(26, start=48)), widths=TASK_WIDTHS, caption="Biểu 2. Chỉ tiêu"
                ),
                Table(rows=MERGED_ROWS, head_rows=2, caption="Biểu 3. Kiến nghị theo lĩnh vực"),
            ),
        ),
    )
    meta = {"at": "2026-07-10T10:00:00+07:00"}
    if link:
        meta["base_url"] = "https://phuong.example/so-lieu/"
    return Paper(code="reports.review", title="Báo cáo 6 tháng đầu năm 2026", blocks=blocks, meta=meta)


MERGED_ROWS = (
    (
        Cell(runs=runs("Lĩnh vực", bold=True), rows=2, head=True),
        Cell(runs=runs("Kiến nghị", bold=True), span=2, head=True),
        Cell(runs=runs("Ghi chú", bold=True), rows=2, head=True),
    ),
    (cell("Tiếp nhận", head=True), cell("Đã trả lời", head=True)),
    (cell("Hạ tầng"), cell("12", align="right"), cell("9", align="right"), cell("")),
    (cell("Môi trường"), cell("1.204", align="right"), cell("7", align="right"), cell("Đang theo dõi")),
)


def of_words(text: str) -> Paper:
    """A letter that says just this."""
    return replace(letter(), blocks=(*letter().blocks[:2], paragraph(text), *letter().blocks[3:]))


def letter(
    *, head: LetterHead | None = None, names: tuple[str, ...] = ("Ủy ban nhân dân phường Minh Tân",)
) -> Paper:
    """A công văn: V/v under the number, Kính gửi, no title."""
    head = head or LetterHead(
        issuers=(Issuer(name="THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN PHƯỜNG MINH TÂN"),),
        number="7",
        symbol="TTHĐND-VP",
        place_name="Minh Tân",
        day=date(2026, 12, 5),
        about="V/v gửi báo cáo kết quả thực hiện Chương trình phối hợp công tác năm 2026",
    )
    return Paper(
        code="reports.call",
        title="Công văn đề nghị báo cáo",
        blocks=(
            head,
            Addressees(names=names),
            paragraph(
                "Thường trực Hội đồng nhân dân phường đề nghị quý cơ quan gửi báo cáo trước ngày 15/12/2026."
            ),
            Signatures(
                columns=(Signature(authority=f"TM. {COUNCIL}", titles=("PHÓ CHỦ TỊCH",), name="Lê Ngọc Ẩn"),)
            ),
            Recipients(lines=("Như trên",)),
        ),
    )
