"""A piece with its French original, wanted in English, Pashto and Arabic, and the people who work on it."""

from datetime import datetime, timedelta

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.db import Database
from journal_app.review.actions import revise
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import Saved
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece, Text
from journal_app.submissions.plain import from_plain, to_plain
from journal_app.translation import actions
from journal_app.translation.actions import Edit, Told, named
from journal_app.translation.beads import words
from journal_app.translation.reading import Opened, opened, whole
from journal_app.translation.rows import standing
from journal_app.translation.typing import before_of, mark_of, source_words
from tests.desk import NOW
from tests.submissions.room import Room, Tables

SEA = "La mer est froide ce soir, et personne ne dort."
BREAD = "Le pain arrive à *midi*, quand la file avance."
POLICE = "À l’aube, les tentes sont prises."
IN_ENGLISH = {
    "Titre": "Title", SEA: "The sea is cold tonight, and nobody sleeps.",
    "Le pain arrive à ①midi❶, quand la file avance.": "Bread comes at ①noon❶, when the line moves.",
    POLICE: "At dawn the tents are taken.",
}  # fmt: skip
AT_MIDNIGHT = "Le pain arrive à ①minuit❶, quand la file avance."
LATER = NOW + timedelta(hours=1)


class Translating(Room):
    """The room of a text, with its translations."""

    def __init__(self, database: Database) -> None:
        super().__init__(Tables(database))
        self.ana, self.bo = (self.desk.account(Role.TRANSLATOR, name=name) for name in ("Ana", "Bo"))
        with self.desk.database.write() as db:
            for language in ("en", "ps", "ar"):
                db.add(Text(piece_id=self.piece_id, language=language))
        self.original(SEA, BREAD, POLICE)

    def original(self, *paragraphs: str, headline: str = "Titre", minor: bool = False) -> None:
        """What its author's text says from now on."""
        with self.desk.database.write() as db:
            piece, text = db.get_one(Piece, self.piece_id), db.get_one(Text, self.text_id)
            content = Content(headline=headline, body=from_plain("\n\n".join(paragraphs)))
            answer = revise(db, self.mina, LATER, piece, text, content, text.head_id, moment=Moment.SAVED, minor=minor)
            assert isinstance(answer, Saved)

    def whole(self, language: str, *paragraphs: str) -> None:
        """A translation that is written as a whole, and noted as one of the original as it is."""
        with self.desk.database.write() as db:
            piece, original = db.get_one(Piece, self.piece_id), db.get_one(Text, self.text_id)
            text = submissions.text(db, self.piece_id, language)
            assert text is not None
            content = Content(headline="Title", body=from_plain("\n\n".join(paragraphs)))
            revise(db, self.mina, LATER, piece, text, content, text.head_id, source_id=original.head_id)

    def opened(self, language: str = "en") -> Opened:
        with self.desk.database.read() as db:
            found = opened(whole(db, self.mina, db.get_one(Piece, self.piece_id)), language)
        assert found is not None
        return found

    def names(self, language: str = "en") -> dict[str, str]:
        """The names of the rows, by the words that their source shows."""
        return {"\n\n".join(source_words(row)) or words(row.targets): name
                for name, row in named(self.opened(language).rows).items()}  # fmt: skip

    def fields(self, language: str = "en") -> dict[str, str]:
        return {name: before_of(row) for name, row in named(self.opened(language).rows).items()}

    def type(
        self, typed: dict[str, str], actor: Actor | None = None, language: str = "en", *, done: bool = True,
        had: dict[str, str] | None = None, autosave: bool = False, at: datetime = LATER,
    ) -> Told:  # fmt: skip
        """Type beside these words of the source. `had`: what the page held, if it was opened before."""
        names, fields = self.names(language), had if had is not None else self.fields(language)
        edits = {names.get(source, source): said for source, said in typed.items()}
        with self.desk.database.write() as db:
            return actions.translate(
                db, actor or self.ana, at, db.get_one(Piece, self.piece_id), language,
                {name: Edit(said, mark_of(fields.get(name, ""))) for name, said in edits.items()},
                list(edits) if done else [], autosave=autosave,
            )  # fmt: skip

    def says_in(self, language: str = "en") -> str:
        with self.desk.database.read() as db:
            text = submissions.text(db, self.piece_id, language)
            assert text is not None
            head = submissions.heads(db, [text.id]).get(text.id)
        return f"{head[1].headline}\n\n{to_plain(head[1].body)}".strip() if head else ""

    def standings(self, language: str = "en") -> list[str]:
        return [standing(row) for row in self.opened(language).rows]

    def text(self, language: str = "en") -> Text:
        with self.desk.database.read() as db:
            found = submissions.text(db, self.piece_id, language)
        assert found is not None
        return found
