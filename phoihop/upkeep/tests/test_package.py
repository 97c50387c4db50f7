"""A package leaves whole, is proved anywhere, and comes back as it was; whatever was touched is told with its place."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.files.storage import default_storage
from django.db import transaction

from phoihop.accounts.models import Mandate, User
from phoihop.activities.programmes.models import Programme
from phoihop.commitments.models import Commitment
from phoihop.core.journal import as_of, verify_database
from phoihop.core.models import Counter, Deadline, JournalEntry, JournalRoot, Link, SearchRow, Setting
from phoihop.core.proof import verify_lines
from phoihop.directory.models import Territory
from phoihop.documents.models import File
from phoihop.documents.stored import touched
from phoihop.upkeep.package import members, restoring
from phoihop.upkeep.package.box import NoPackage, reading
from phoihop.upkeep.package.checking import Outcome, check
from phoihop.upkeep.package.rows import HERE, everything, kinds
from phoihop.upkeep.package.scopes import NotThere, scope_of
from phoihop.upkeep.package.writing import Written, write
from phoihop.upkeep.tests.ward import Ward, emptied

AT = datetime(2027, 8, 2, 3, 0, tzinfo=UTC)


def written(path: Path, *, at: datetime = AT, papers: bool = True, **scope: Any) -> Written:
    return write(path, scope_of(**scope), at=at, by="người thử", papers=papers)


def proved(path: Path) -> Outcome:
    return check(reading(path))


def put_back(path: Path) -> None:
    box = reading(path)
    restoring.restore(box, check(box))


def inside(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(name)


def manifest(path: Path) -> dict[str, Any]:
    """The manifest without what tells of the export itself."""
    found: dict[str, Any] = json.loads(inside(path, members.MANIFEST))
    assert set(found.pop("exported")) == {"at", "by"}
    return found


@pytest.fixture
def ward(db: None) -> Ward:
    return Ward()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Path:
    """One package that many look into; the rows it was made from are gone again."""
    path = tmp_path_factory.mktemp("goi") / "goi.zip"
    with django_db_blocker.unblock(), transaction.atomic():
        ward = Ward()
        ward._task("=HYPERLINK(1)", b"nam")
        written(path, papers=False)
        (path.parent / "ma").write_text(f"{ward.task.code} {ward.withdrawn.sha256}")
        transaction.set_rollback(True)
    return path


SCOPES: list[Callable[[Ward], dict[str, Any]]] = [
    lambda ward: {},
    lambda ward: {"year": 2027},
    lambda ward: {"record": ward.programme.code},
    lambda ward: {"territory": ward.table.bodies["VP"].territory.code},
]


@pytest.mark.parametrize("scope", SCOPES, ids=["all", "year", "programme", "locality"])
def test_a_package_is_proved_put_into_an_empty_installation_and_exported_again_equal(
    ward: Ward, tmp_path: Path, scope: Callable[[Ward], dict[str, Any]]
) -> None:
    asked = scope(ward)
    first, again = tmp_path / "mot.zip", tmp_path / "hai.zip"
    done = written(first, **asked)
    out = proved(first)
    assert (out.faults, out.records, out.entries, out.files) == (
        [], done.counts["records"], done.counts["entries"], done.counts["files"],
    )  # fmt: skip
    assert done.counts["records"] > 10 and done.counts["files"] >= 3 and done.counts["papers"] > 3
    emptied()
    put_back(first)
    assert verify_database().faults == [] and [*touched()] == []
    written(again, at=datetime(2031, 1, 1, tzinfo=UTC), **asked)
    assert manifest(again) == manifest(first)
    assert inside(again, members.SUMS) == inside(first, members.SUMS)


def test_a_folder_holds_the_same_members_as_the_zip(ward: Ward, tmp_path: Path) -> None:
    folder, file = tmp_path / "goi", tmp_path / "goi.zip"
    assert written(folder).fingerprint == written(file).fingerprint
    assert reading(folder).names == reading(file).names
    assert proved(folder).faults == []
    with pytest.raises(FileExistsError):
        written(file)


def test_rows_keys_links_clocks_numbers_and_the_search_come_back(ward: Ward, tmp_path: Path) -> None:
    package = tmp_path / "goi.zip"
    tables = [m for m in everything() if m is not JournalRoot]
    before = {m: sorted(map(str, m._base_manager.values_list("pk", flat=True))) for m in tables}
    clocks = list(Deadline.objects.order_by("pk").values())
    links = list(Link.objects.order_by("pk").values())
    search = list(
        SearchRow.objects.order_by("record_type", "record_id").values(
            "record_type", "record_id", "text", "readers", "title"
        )
    )
    roots = list(JournalRoot.objects.values())
    shot = as_of(ward.task, datetime(2030, 1, 1, tzinfo=UTC))
    written(package, papers=False)
    emptied()
    put_back(package)
    Setting.objects.filter(name__startswith=HERE).delete()
    after = {m: sorted(map(str, m._base_manager.values_list("pk", flat=True))) for m in tables}
    assert after == before
    assert list(Deadline.objects.order_by("pk").values()) == clocks and clocks
    assert list(Link.objects.order_by("pk").values()) == links and links
    assert (
        list(
            SearchRow.objects.order_by("record_type", "record_id").values(
                "record_type", "record_id", "text", "readers", "title"
            )
        )
        == search
    )
    assert [r["digest"] for r in JournalRoot.objects.values()] == [r["digest"] for r in roots] and roots
    assert as_of(Commitment.objects.get(pk=ward.task.pk), datetime(2030, 1, 1, tzinfo=UTC)) == shot


def test_work_goes_on_where_it_stopped_with_the_next_number(ward: Ward, tmp_path: Path) -> None:
    package = tmp_path / "goi.zip"
    written(package, papers=False, record=ward.programme.code)
    given = dict(Counter.objects.values_list("series", "value"))
    emptied()
    put_back(package)
    assert dict(Counter.objects.values_list("series", "value")) == given
    assert not Programme.objects.filter(code=ward.other.code).exists()
    made = ward.table.draft(title="Chương trình mới")
    assert int(made.code.rsplit("-", 1)[1]) == int(ward.other.code.rsplit("-", 1)[1]) + 1
    assert verify_database().faults == []


def test_accounts_and_mandates_come_along_and_no_password_does(ward: Ward, tmp_path: Path) -> None:
    package = tmp_path / "goi.zip"
    ward.account.user.set_password("Một mật khẩu rất dài")
    ward.account.user.save()
    written(package)
    with zipfile.ZipFile(package) as found:
        everything_in_it = b"".join(
            found.read(name) for name in found.namelist() if not name.startswith("tep/")
        )
    assert ward.account.user.password.encode() not in everything_in_it
    emptied()
    put_back(package)
    user = User.objects.get(username="canbo.thu")
    assert not user.check_password("Một mật khẩu rất dài")
    assert Mandate.objects.filter(user=user).count() == 1


def test_a_password_written_into_a_package_opens_no_door(ward: Ward, tmp_path: Path) -> None:
    package, known = tmp_path / "goi.zip", make_password("Mật khẩu của kẻ khác")
    written(package)

    def doctored(content: bytes) -> bytes:
        rows = [json.loads(line) for line in content.decode().splitlines()]
        return b"".join(json.dumps(row | {"password": known}).encode() + b"\n" for row in rows)

    users = f"{members.TABLES}accounts.user.jsonl"
    forged = rewritten(package, tmp_path, {users: doctored}, sealed=True)
    emptied()
    put_back(forged)
    user = User.objects.get(username="canbo.thu")
    assert (user.password, user.check_password("Mật khẩu của kẻ khác")) == ("", False)


def test_an_installation_that_holds_something_is_not_touched(ward: Ward, tmp_path: Path) -> None:
    package = tmp_path / "goi.zip"
    written(package, papers=False)
    entries = JournalEntry.objects.count()
    with pytest.raises(restoring.Cannot, match="đã có dữ liệu"):
        put_back(package)
    assert JournalEntry.objects.count() == entries


def test_a_package_of_a_newer_release_is_refused_with_its_name(ward: Ward, tmp_path: Path) -> None:
    package = tmp_path / "goi.zip"
    written(package, papers=False)
    emptied()
    box = reading(package)
    out = check(box)
    out.manifest["schema"]["commitments"] = "9999_from_tomorrow"
    with pytest.raises(restoring.Cannot, match="commitments"):
        restoring.restore(box, out)
    assert not Territory.objects.exists()


def test_killed_half_way_nothing_is_there_and_the_next_try_succeeds(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "goi.zip"
    written(package, papers=False)
    emptied()

    def gone(box: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "_journal", gone)
        with pytest.raises(KeyboardInterrupt):
            put_back(package)
    assert (Territory.objects.count(), Commitment.objects.count()) == (0, 0)
    put_back(package)
    assert verify_database().faults == []


def test_the_bytes_of_a_withdrawn_file_stay_behind_and_its_record_goes(ward: Ward, tmp_path: Path) -> None:
    package = tmp_path / "goi.zip"
    written(package)
    assert not [n for n in reading(package).names if ward.withdrawn.sha256 in n]
    default_storage.delete(ward.withdrawn.stored_as)
    emptied()
    put_back(package)
    assert File.objects.get(pk=ward.withdrawn.pk).withdrawn_why == "Gửi nhầm"
    assert [*touched()] == []


def test_a_programme_brings_what_follows_from_it_and_not_its_neighbour(ward: Ward, tmp_path: Path) -> None:
    package = tmp_path / "goi.zip"
    written(package, papers=False, record=ward.programme.code)
    codes = {
        json.loads(line)["code"]
        for kind in kinds()
        for line in inside(package, f"ho-so/{kind._meta.label_lower}.jsonl").decode().splitlines()
    }
    assert {ward.programme.code, ward.task.code, ward.second.code} <= codes
    assert ward.other.code not in codes
    with pytest.raises(NotThere, match="KHONG-CO"):
        scope_of(record="KHONG-CO")


def test_a_text_that_would_be_a_formula_stays_a_text_in_the_sheet(package: Path) -> None:
    sheet = inside(package, "bang/commitments.commitment.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    contents = [value for row in rows for value in row.values() if "HYPERLINK" in value]
    assert contents and all(value.startswith("'=") for value in contents)
    assert (package.parent / "ma").read_text().split()[0] in {row["Mã"] for row in rows}


def test_the_lines_of_the_whole_journal_keep_their_daily_seals(package: Path) -> None:
    lines = inside(package, members.JOURNAL).decode().splitlines()
    assert sum('"root"' in line for line in lines) == 1
    assert verify_lines(lines).faults == []


# ------------------------------------------------------------------------------------------- tampering


def rewritten(path: Path, folder: Path, change: dict[str, Any], *, sealed: bool) -> Path:
    """The package with members changed (None takes one out); ``sealed``: by somebody who also renews the lists."""
    out = folder / "sua.zip"
    with zipfile.ZipFile(path) as old:
        held = {name: old.read(name) for name in old.namelist()}
    for name, how in change.items():
        if how is None:
            held.pop(name)
        else:
            held[name] = how(held.get(name, b""))
    if sealed:
        listed = {
            n: hashlib.sha256(b).hexdigest()
            for n, b in held.items()
            if n not in (members.SUMS, members.MANIFEST)
        }
        held[members.SUMS] = "".join(f"{d}  {n}\n" for n, d in sorted(listed.items())).encode()
        told = json.loads(held[members.MANIFEST])
        told["sums"] = hashlib.sha256(held[members.SUMS]).hexdigest()
        held[members.MANIFEST] = json.dumps(told).encode()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in held.items():
            new.writestr(name, content)
    return out


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def how(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return how


def without(mark: str) -> Callable[[bytes], bytes]:
    def how(content: bytes) -> bytes:
        lines = content.split(b"\n")
        lines.remove(next(line for line in lines if mark.encode() in line))
        return b"\n".join(lines)

    return how


def told_more_exactly(content: bytes) -> bytes:
    """A value beside the proved one, which would be written in its stead."""
    first, *rest = content.decode().split("\n")
    row = json.loads(first)
    row.setdefault("exact", {}).setdefault("fields", {})["content"] = "Niêm yiết"
    return "\n".join([json.dumps(row), *rest]).encode()


def login_exchanged(content: bytes) -> bytes:
    rows = [json.loads(line) for line in content.decode().splitlines()]
    rows[0]["username"] = f"{rows[0]['username']}.khac"
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


TASKS = "ho-so/commitments.commitment.jsonl"
USERS = "danh-muc/accounts.user.jsonl"
TAMPERED: list[tuple[dict[str, Any], bool, str]] = [
    ({TASKS: swap("Niêm yết", "Niêm yiết")}, False, f"{TASKS}: nội dung đã bị sửa"),
    ({TASKS: swap("Niêm yết", "Niêm yiết")}, True, "giá trị trên bản ghi khác nhật ký: content"),
    ({TASKS: swap("2027-08-31", "2027-09-30")}, True, "đã bị sửa|khác nhật ký"),
    ({TASKS: swap('"kind":"arises_from"', '"kind":"follows"')}, True, "liên kết của bản ghi đã bị sửa"),
    ({TASKS: lambda content: content.split(b"\n", 1)[1]}, True, "có nhật ký nhưng bản ghi đã biến mất"),
    ({TASKS: lambda content: content + content.split(b"\n", 1)[0] + b"\n"}, True, "bản ghi đứng hai lần"),
    ({TASKS: told_more_exactly}, True, "giá trị trên bản ghi khác nhật ký: content"),
    ({USERS: login_exchanged}, True, "username khác accounts.user số"),
    ({"tep/../../la": lambda content: b"la"}, True, "tep/../../la: tên dẫn ra ngoài gói"),
    ({TASKS: None}, False, f"{TASKS}: có trong danh sách mà không có trong gói"),
    ({TASKS: lambda content: b"[1]\n" + content}, True, rf"{TASKS} dòng 1: không đọc được"),
    ({"la.txt": lambda content: b"la"}, False, "la.txt: có trong gói mà không có trong danh sách"),
    ({members.JOURNAL: swap("Niêm yết", "Niêm yiết")}, True, "chữ của bước này đã bị sửa"),
    ({members.JOURNAL: lambda content: content[: len(content) // 2]}, True, "thiếu dòng cuối"),
    ({members.JOURNAL: without('"seq":2')}, True, "chuỗi bị đứt ở đây"),
    ({members.SUMS: swap(TASKS, "ho-so/khac.jsonl")}, False, "danh sách thành phần đã bị sửa"),
    ({members.MANIFEST: None}, False, "không phải gói của Phối Hợp"),
    ({members.MANIFEST: lambda content: b"{"}, False, "manifest.json: không đọc được"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "sealed", "words"), TAMPERED)
def test_whatever_was_touched_is_told_with_its_place(
    package: Path, tmp_path: Path, change: dict[str, Any], sealed: bool, words: str
) -> None:
    faults = "\n".join(proved(rewritten(package, tmp_path, change, sealed=sealed)).faults)
    assert re.search(words, faults), faults


def test_a_package_that_does_not_agree_with_its_own_journal_leaves_the_place_empty(
    ward: Ward, tmp_path: Path
) -> None:
    written(tmp_path / "goi.zip", papers=False)

    def silent(content: bytes) -> bytes:  # who renews the lists takes out what would tell of it, too
        told = json.loads(content)
        told["kinds"]["accounts.account"].pop("mirrors")
        return json.dumps(told).encode()

    change = {USERS: login_exchanged, members.MANIFEST: silent}
    doctored = rewritten(tmp_path / "goi.zip", tmp_path, change, sealed=True)
    assert proved(doctored).faults == []
    emptied()
    with pytest.raises(restoring.Cannot, match=r"user.username(.|\n)*không khớp nhật ký"):
        put_back(doctored)
    assert restoring.not_empty() == ""


def test_a_file_exchanged_for_another_is_found_although_the_lists_were_renewed(
    package: Path, tmp_path: Path
) -> None:
    file = next(n for n in reading(package).names if n.startswith(members.FILES))
    told = proved(rewritten(package, tmp_path, {file: lambda content: b"khac"}, sealed=True)).faults
    assert told == [f"{file}: tệp không phải tệp mang dấu này"]


def test_bytes_lost_inside_the_zip_are_told_and_what_is_no_package_is_said(
    package: Path, tmp_path: Path
) -> None:
    content = bytearray(package.read_bytes())
    content[len(content) // 3] ^= 0xFF
    (tmp_path / "hong.zip").write_bytes(bytes(content))
    assert proved(tmp_path / "hong.zip").faults
    (tmp_path / "khac").write_bytes(b"khong phai goi")
    with pytest.raises(NoPackage):
        reading(tmp_path / "khac")
