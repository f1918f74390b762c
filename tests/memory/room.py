"""A piece with its translation into English, a piece of another residency, and what the memory has learnt of both."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.consent.actions import bring_piece_back, note_answers, withdraw_piece
from journal_app.consent.model import How, Use
from journal_app.db import Database
from journal_app.facts import Fact, tell
from journal_app.memory import actions, finding
from journal_app.memory.actions import Learnt
from journal_app.memory.model import Found, Lesson, Stage
from journal_app.reactions import REACTIONS
from journal_app.submissions.model import Piece, Text
from tests.desk import NOW
from tests.submissions.room import Room, Tables

SEA = "La mer est froide ce soir, et personne ne dort dans les tentes au bord de la route."
BREAD = "Le pain arrive à ①midi❶, quand la file avance enfin d’un pas."
COLD, NOON = "The sea is cold tonight.", "Bread comes at ①noon❶, when the line moves at last."


def lesson(source: str, target: str, stage: int = Stage.TRANSLATED, key: str = "body", pair: str = "fr en") -> Lesson:
    ours, theirs = pair.split()
    return Lesson(ours, theirs, source, target, stage, key)


class Remembering(Room):
    """The room of a text, with what is learnt of its translations."""

    def __init__(self, database: Database) -> None:
        super().__init__(Tables(database))
        self.database = database
        self.ana = self.desk.account(Role.TRANSLATOR, name="Ana")
        elsewhere = self.desk.residency("Résidence de juin").id
        with database.write() as db:
            here = db.get_one(Piece, self.piece_id)
            self.issue_id = here.issue_id
            other = Piece(issue_id=here.issue_id, slug="autre", title="Autre", original="fr", created_at=NOW,
                          changed_at=NOW, residency_id=elsewhere)  # fmt: skip
            db.add(other)
            db.flush()
            rows = [Text(piece_id=piece, language=tag) for piece in (here.id, other.id) for tag in ("en", "ar")]
            db.add_all(rows)
            db.flush()
            self.other_id, (self.english, self.arabic, self.other, _) = other.id, (row.id for row in rows)

    def learn(self, *lessons: Lesson, text: str = "") -> Learnt:
        with self.database.write() as db:
            return actions.learn(db, NOW, text or self.english, lessons)

    def learn_file(self, name: str, lessons: Iterable[Lesson]) -> Learnt:
        with self.database.write() as db:
            return actions.learn_file(db, NOW, name, lessons)

    def matches(self, words: str, pair: str = "fr en", actor: Actor | None = None, **more: object) -> list[Found]:
        with self.database.read() as db:
            return self.within(db, words, pair, actor, **more)

    def within(
        self, db: Session, words: str, pair: str = "fr en", actor: Actor | None = None, **more: object
    ) -> list[Found]:
        ours, theirs = pair.split()
        return finding.matches(db, actor or self.ana, ours, theirs, words, **more)  # type: ignore[arg-type]

    def told(self, words: str, pair: str = "fr en", **more: object) -> list[tuple[int, str]]:
        """Of each match, how near it is, and what it says."""
        return [(one.percent, one.target) for one in self.matches(words, pair, **more)]

    def exact(self, *words: str, pair: str = "fr en") -> dict[str, tuple[int, str]]:
        ours, theirs = pair.split()
        with self.database.read() as db:
            found = finding.exact(db, self.ana, ours, theirs, words)
        return {said: (one.percent, one.target) for said, one in found.items()}

    def phrase(self, said: str, pair: str = " ", actor: Actor | None = None) -> list[str]:
        ours, _, theirs = pair.partition(" ")
        with self.database.read() as db:
            return [one.target for one in finding.concordance(db, actor or self.ana, said, ours, theirs)]

    def all(self, pair: str = " ") -> list[Found]:
        ours, _, theirs = pair.partition(" ")
        with self.database.read() as db:
            return list(finding.entries(db, ours, theirs))

    def counts(self) -> dict[tuple[str, str], int]:
        with self.database.read() as db:
            return finding.counts(db)

    def words_anywhere(self) -> str:
        """All that any of the ways out says of the piece."""
        found = [*self.matches(SEA, least=1), *self.matches(BREAD, least=1), *self.all()]
        return " ".join([*(f"{one.source} {one.target}" for one in found), *map(str, self.exact(SEA, BREAD).values()),
                         *self.phrase("mer"), *self.phrase("bread")])  # fmt: skip

    def withdraw(self) -> None:
        with self.database.write() as db:
            withdraw_piece(db, self.mina, NOW, self.piece_id, self.issue_id, REACTIONS)

    def bring_back(self) -> None:
        with self.database.write() as db:
            bring_piece_back(db, self.mina, NOW, self.piece_id, self.issue_id, REACTIONS)

    def agree(self) -> None:
        """Its author says yes to being translated: after coming back every use is asked for anew."""
        with self.database.write() as db:
            note_answers(db, self.mina, NOW, ("piece", self.piece_id), self.issue_id, {Use.TRANSLATION: True},
                         how=How.SPOKEN)  # fmt: skip

    def tell(self, fact: Fact) -> None:
        """As the erasure does: downstream first."""
        with self.database.write() as db:
            tell(db, fact, NOW, tuple(reversed(REACTIONS)))
