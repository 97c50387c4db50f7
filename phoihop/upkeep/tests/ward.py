"""A small ward at work with a record of several kinds, files, links and clocks: what packages and copies are tried on."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile
from django.db import connection

from phoihop.accounts.models import Account
from phoihop.accounts.tests import factories as people
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import PDF, Table
from phoihop.commitments import actions as tasks
from phoihop.commitments.models import Commitment
from phoihop.core import ledger
from phoihop.core.actions import perform
from phoihop.core.seed import load_all, load_records
from phoihop.directory.tests.factories import NOW, acting
from phoihop.documents.actions import store, withdraw
from phoihop.documents.models import File
from phoihop.upkeep.package.restoring import clear


class Ward:
    """Two programmes of different years, tasks of one with a proof, an account, a file withdrawn."""

    def __init__(self) -> None:
        load_all()
        load_records()
        table = Table()
        self.table = table
        self.programme: Programme = table.in_force(title="Chương trình phối hợp năm 2027")
        self.other: Programme = table.draft(title="Chương trình khác", period_from=2028, period_to=2028)
        target = table.target(self.programme, name="Hộ nghèo")
        table.checked(target, 20)
        self.account: Account = people.account("canbo.thu", table.bodies["VP"], "clerk")
        self.task = self._task("Niêm yết lịch tiếp công dân", b"mot")
        self.second = self._task("Rà soát tổ dân phố", b"hai")
        withdrawn = perform(
            store, actor=table.office, at=NOW, upload=ContentFile(PDF + b"ba", name="nham.pdf")
        )
        self.withdrawn: File = perform(
            withdraw, withdrawn, actor=table.office, at=NOW, withdrawn_why="Gửi nhầm"
        )
        ledger.seal_day(NOW.date())
        self.after_seal = self._task("Việc sau niêm phong", b"bon")

    def _task(self, content: str, words: bytes) -> Commitment:
        table = self.table
        lead = acting(table.bodies["PVHXH"], "unit", user=9)
        task = perform(
            tasks.propose, actor=table.office, at=NOW, content=content, lead=table.bodies["PVHXH"], product="Báo cáo",
            due_on=date(2027, 8, 31), source=self.programme, source_item="1", cooperation=[table.bodies["MTTQ"]],
        )  # fmt: skip
        task = perform(tasks.issue, task, actor=table.office, at=NOW)
        task = perform(tasks.accept, task, actor=lead, at=NOW)
        picture = ContentFile(PDF + words, name="anh.pdf")
        made: Commitment = perform(
            tasks.add_proof, task, actor=lead, at=NOW, kind="file", words="Ảnh", upload=picture
        )
        return made


def emptied() -> None:
    """As a machine looks right after the first migrate; undone with the transaction of the test."""
    connection.check_constraints()
    ledger.lift_guards()
    clear()
    connection.check_constraints()
    ledger.install_guards()
