"""What tests of proofs start from: a booklet of four pages with a text on each, built as a draft."""

from collections.abc import Sequence
from datetime import timedelta

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.freeze.model import FreezeKind
from journal_app.issues.model import Issue
from journal_app.proofs import places, store
from journal_app.proofs.actions import OnText, open_round, remark_on_text
from journal_app.proofs.builds import Proof, proof
from journal_app.proofs.model import Round
from journal_app.proofs.pins import Reach, Said, remarks, sorted_out
from journal_app.proofs.places import Spot
from journal_app.review.model import Comment
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment
from tests.desk import NOW, TestDesk
from tests.freeze.test_freezing import Press

LATER = NOW + timedelta(hours=1)
THREE = ("On attend depuis le matin.", "La mer est grise et plate.", "Le soir, on chante.")


def body(*paragraphs: str) -> str:
    return "".join(f"<p>{words}</p>" for words in paragraphs)


class Shop(Press):
    """The press, and what people do with its proofs."""

    def __init__(self, desk: TestDesk) -> None:
        super().__init__(desk)
        self.instance = self.workshop.config.instance
        self.cleo = desk.account(Role.TRANSLATOR, name="cleo")

    def build(self) -> Proof:
        """Freeze a draft and build it."""
        job_id = self.freeze(FreezeKind.DRAFT)
        assert job_id and self.work(job_id).state == "done"
        return self.present()

    def present(self) -> Proof:
        with self.desk.database.read() as db:
            found = proof(db, self.instance, "12-essai", store.present_build(db, self.issue_id))
        assert found is not None
        return found

    def write(self, *paragraphs: str, title: str = "La file") -> None:
        """The text of the first page now says this."""
        with self.desk.database.write() as db:
            text = submissions.text(db, self.piece(title).id, "fr")
            assert text is not None
            content = Content(headline=title, body=body(*paragraphs))
            save(db, self.ana, LATER, text, content, text.head_id, moment=Moment.SAVED, minor=True)

    def spots(self, found: Proof, folio: int = 1) -> list[Spot]:
        return places.spots(found.shown.folder, found.pdf, folio)

    def spot(self, found: Proof, words: str, folio: int = 1) -> Spot:
        return next(spot for spot in self.spots(found, folio) if words in spot.words)

    def remark(self, found: Proof, words: str, comment: str, who: Actor | None = None) -> Comment:
        """Say something of the paragraph with these words, as it stands on that proof."""
        spot = self.spot(found, words)
        with self.desk.database.write() as db:
            piece = submissions.piece(db, self.ana, self.piece().id)
            text = submissions.text(db, piece.id, "fr") if piece else None
            assert piece is not None and text is not None
            at = OnText(piece, text, places.printed(found.shown.folder, spot.slug, "fr"), spot.block)
            made = remark_on_text(db, who or self.ana, LATER, at, comment)
            assert isinstance(made, Comment)
        return made

    def said(self, found: Proof, folio: int = 1, who: Actor | None = None) -> Said:
        with self.desk.database.read() as db:
            spots = self.spots(found, folio)
            return sorted_out(remarks(db, Reach(db, who or self.ana, self.issue_id), found, {folio: spots}), spots)

    def round(self, found: Proof, readers: Sequence[Actor]) -> Round:
        with self.desk.database.write() as db:
            issue = db.get_one(Issue, self.issue_id)
            made = open_round(db, self.ana, LATER, issue, found.build_id, None, [one.own_account for one in readers])
            assert isinstance(made, Round)
        return made
