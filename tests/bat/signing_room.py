"""A four-page issue with a real press build, and the people who sign it: what tests of the BAT start from."""

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.bat import actions, gate, marks, store
from journal_app.bat.model import Bat, Signature, Verdict
from journal_app.bat.opening import kinds
from journal_app.bat.parcel import FOLDER
from journal_app.bat.signing import Asked, Place, sign_and_seal
from journal_app.config import Config
from journal_app.flatplan.looks import roles
from journal_app.freeze.building import KINDS
from journal_app.freeze.freezing import Tools
from journal_app.freeze.model import FreezeKind
from journal_app.jobs import runner
from journal_app.jobs.model import JobState
from journal_app.problems import Problem
from journal_app.proofs.folder import load_report
from journal_app.workshop import Workshop, open_workshop
from tests.desk import NOW, TestDesk
from tests.freeze.test_freezing import Press

SLUG = "12-essai"
LATER = NOW + timedelta(hours=1)


class SigningRoom(Press):
    """The issue of tests/freeze, with an editor and a coordinator."""

    def __init__(self, desk: TestDesk) -> None:
        super().__init__(desk)
        self.editor = desk.account(Role.EDITOR, name="Édith")
        self.coordinator = desk.account(Role.COORDINATOR, name="Coralie")

    @classmethod
    def again(cls, desk: TestDesk, first: "SigningRoom") -> "SigningRoom":
        """The same issue and people in a copy of that desk: a press build takes seconds."""
        room, parts = cls.__new__(cls), desk.app.extensions["desk"]
        vars(room).update(vars(first))
        room.desk = desk
        room.tools = Tools(parts.database, parts.blobs.get, parts.keys.digest, parts.config.instance / "drafts",
                           parts.config.issues_folder)  # fmt: skip
        room.workshop = Workshop(parts.config, parts.database, parts.blobs)
        return room

    @classmethod
    def beside(cls, folder: Path, first: "SigningRoom") -> "SigningRoom":
        """The same in a copy of its folder, without a desk around it: for what needs a database and nothing else."""
        room = cls.__new__(cls)
        vars(room).update(vars(first))
        room.workshop = open_workshop(Config(issues_folder=folder / "issues", instance=folder / "instance"))
        room.desk = cast(TestDesk, SimpleNamespace(database=room.workshop.database))
        return room

    @property
    def place(self) -> Place:
        return Place(self.workshop.config.instance, self.workshop.config.issues_folder)

    def press(self) -> Bat:
        """Freeze for press, build it as the worker does; the version that is there then."""
        job_id = self.freeze(FreezeKind.PRESS)
        assert job_id is not None
        assert runner.run(self.workshop, kinds(KINDS), job_id) == JobState.DONE
        return self.bat()

    def bat(self, number: int = 0) -> Bat:
        with self.desk.database.read() as db:
            row = store.numbered(db, self.issue_id, number) if number else store.latest(db, self.issue_id)
        assert row is not None
        return row

    def build(self, row: Bat | None = None) -> Path:
        """The build folder of a version."""
        with self.desk.database.read() as db:
            return self.place.instance / store.build_folder(db, row or self.bat())

    def file(self, row: Bat | None = None) -> Path:
        """The press file of a version."""
        row = row or self.bat()
        return self.build(row) / FOLDER / row.pdf

    def signatures(self, row: Bat | None = None) -> list[Signature]:
        with self.desk.database.read() as db:
            return list(store.signatures(db, (row or self.bat()).id))

    def sign(
        self, folio: int, who: Actor | None = None, verdict: Verdict = Verdict.GOOD, words: str = "",
        at: datetime = LATER, row: Bat | None = None,
    ) -> Signature | Problem:  # fmt: skip
        """Sign a page as it was shown in `row`."""
        row = row or self.bat()
        with self.desk.database.write() as db:
            return actions.sign_page(db, who or self.editor, at, row.id, row.sha256, folio, row.digests[folio - 1],
                                     verdict, words, self.file(row))  # fmt: skip

    def sign_all(self) -> None:
        for folio in range(1, 5):
            self.sign(folio)

    def of_file(self) -> list[Problem]:
        report, _ = load_report(self.build() / "build")
        assert report is not None
        return gate.of_file(report, roles)

    def reasons(self) -> dict[str, str]:
        """A reason for every warning there is."""
        return {one.code: "Essai." for one in self.against()}

    def against(self) -> list[Problem]:
        """What the page of the last gate lists."""
        with self.desk.database.read() as db:
            return [*self.of_file(), *gate.of_rows(db, self.coordinator, self.bat())]

    def asked(self, row: Bat | None = None, reasons: dict[str, str] | None = None) -> Asked:
        row = row or self.bat()
        listed = [marks.mark(one) for one in self.against()]
        return Asked(row.id, row.sha256, self.reasons() if reasons is None else reasons, listed=listed)

    def sign_whole(
        self, asked: Asked | None = None, who: Actor | None = None, at: datetime = LATER
    ) -> Signature | list[Problem]:
        return sign_and_seal(self.desk.database, self.place, who or self.coordinator, at, SLUG, asked or self.asked(),
                             self.of_file)  # fmt: skip

    def sealed(self) -> store.Sealed | None:
        with self.desk.database.read() as db:
            return store.sealed(db, self.issue_id)

    def signed(self) -> Bat:
        """The version at hand, with every page and the whole signed."""
        self.sign_all()
        made = self.sign_whole()
        assert isinstance(made, Signature), made
        return self.bat()
