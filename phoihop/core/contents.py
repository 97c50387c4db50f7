"""Words by which a heading belongs to a content group of coordination programmes (domain.md §2.5), folded."""

from __future__ import annotations

from phoihop.core.text import fold

GROUPS: dict[str, tuple[str, ...]] = {
    "C1": ("ky hop", "tham tra", "chat van", "nghi quyet"),
    "C2": (
        "tiep xuc cu tri",
        "kien nghi cua cu tri",
        "kien nghi cu tri",
        "txct",
        "giai quyet kien nghi",
        "y kien cu tri",
    ),
    "C3": ("giam sat", "khao sat", "giai trinh", "tai giam sat", "thanh tra nhan dan"),
    "C4": ("phan bien", "gop y", "xay dung dang"),
    "C5": ("tiep cong dan", "don thu", "khieu nai", "to cao", "doi thoai", "tiep dan"),
    "C6": ("tuyen truyen", "pho bien", "van dong nhan dan", "phap luat"),
    "C7": ("thi dua", "khen thuong", "cuoc van dong", "phong trao", "bieu duong"),
    "C8": (
        "xay dung chinh quyen",
        "cai cach hanh chinh",
        "chuyen doi so",
        "dan chu",
        "thu tuc hanh chinh",
        "hanh chinh cong",
    ),
    "C9": ("bau cu", "tin nhiem", "hoi tham", "nhan su", "to chuc bo may"),
    "C10": (
        "an sinh",
        "dong gop",
        "ung ho",
        "quy vi nguoi ngheo",
        "cham lo",
        "nhan dao",
        "nguoi ngheo",
        "cuu tro",
        "doi song",
    ),
    "C11": (
        "trao doi thong tin",
        "giao ban",
        "phoi hop cong tac",
        "moi quan he",
        "quan he phoi hop",
        "lien tich",
    ),
    "C12": ("dai doan ket", "dan toc", "ton giao"),
    "C13": ("chu thap do", "hien mau"),
    "K1": ("kinh te", "ngan sach", "thu, chi", "dau tu", "san xuat", "thuong mai"),
    "K2": ("do thi", "xay dung", "dat dai", "moi truong", "giai phong mat bang", "ha tang", "trat tu"),
    "K3": ("van hoa", "xa hoi", "giao duc", "y te", "lao dong", "the thao", "viec lam"),
    "K4": ("quoc phong", "an ninh", "quan su", "phong chay"),
    "K5": ("nong thon moi", "nong nghiep"),
}


def contents_in(words: str) -> dict[str, int]:
    """The content groups these words speak of, with how much of the words speaks of each."""
    folded = fold(words)
    found = {code: sum(len(p) for p in phrases if p in folded) for code, phrases in GROUPS.items()}
    return {code: told for code, told in found.items() if told}
