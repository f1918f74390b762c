"""A small plan to try things on: four pages, a text and a picture's place on each, and two editors."""

from html import unescape
from typing import Any

import pytest

from journal_app.accounts.model import Role
from journal_app.flatplan import actions, store
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.model import Page
from journal_app.flatplan.moving import Spot
from journal_app.issues.model import Issue
from journal_app.media.model import Blob, Picture
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import Facts, create_piece, save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment
from journal_app.web.desk import Desk
from tests.desk import NOW, TestDesk, Visitor
from tests.prepress.conftest import png

TITLES = ("La file", "Le pain", "Le phare", "La valise")
TWO = {"main": "article", "photo": "picture", "quote": "quote"}  # the slots of article-2
ALIGNED = {"photo": "picture", "main": "aligned"}  # of bilingual
AT = "/numeros/12-essai/chemin-de-fer"
LOOKS = 300  # at a screen; each waits a moment for its answer


def long_text(paragraphs: int) -> str:
    """A text of so many paragraphs, no two alike."""
    return "".join(f"<p>Le sable, {n}. {'La mer reste là, et on attend. ' * 14}</p>" for n in range(paragraphs))


def shown(visitor: Visitor, at: str = f"{AT}/1") -> str:
    """A screen once its pages are composed and everything was tried."""
    for _ in range(LOOKS):
        text = visitor.get(at).text
        if "compose" not in text and 'http-equiv="refresh"' not in text:
            return unescape(text)
    raise AssertionError(f"{at} is still being tried")


class Plan:
    """Its pages have the layout article-2; page n holds the piece n in its slot main."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk = desk
        self.ana, self.ben = desk.account(Role.EDITOR, name="ana"), desk.account(Role.EDITOR, name="ben")
        self.issue_id = desk.issue("12-essai").id
        self.pieces: list[str] = []
        with desk.database.write() as db:
            issue = db.get_one(Issue, self.issue_id)
            issue.languages = ["fr", "en"]
            for number, title in enumerate(TITLES, 1):
                content = Content(headline=title, body=f"<p>{title}, et la mer.</p>")
                piece = create_piece(db, self.ana, NOW, issue, Facts(title), original="fr", content=content,
                                     slug=f"texte-{number}")  # fmt: skip
                self.pieces.append(piece.id)
                page = actions.add_page(db, self.ana, NOW, issue, "article-2")
                actions.place(db, self.ana, NOW, issue, page, "main", Filling(piece.id, languages=("fr",)))

    @property
    def spoken(self) -> dict[str, list[str]]:
        return {key: ["fr", "en"] for key in self.pieces}

    def says(self, body: str) -> None:
        """What the first text says from now on."""
        with self.desk.database.write() as db:
            text = submissions.text(db, self.pieces[0], "fr")
            assert text is not None
            content = Content(headline=TITLES[0], body=body)
            save(db, self.ana, NOW, text, content, text.head_id, moment=Moment.SAVED)

    def issue(self, db: Any) -> Issue:
        found: Issue = db.get_one(Issue, self.issue_id)
        return found

    def page(self, db: Any, number: int) -> Page:
        found = store.page(db, self.issue_id, number)
        assert found is not None
        return found

    def spot(self, db: Any, number: int, slot: str = "main", role: str = "article") -> Spot:
        return Spot(self.page(db, number), slot, role)

    def picture(self, slug: str, piece_id: str | None = None) -> str:
        """A picture that the issue has, of a piece or of none, and that stands nowhere."""
        desk: Desk = self.desk.app.extensions["desk"]
        content = png(600, 400)
        name = desk.blobs.put(content)
        with self.desk.database.write() as db:
            if db.get(Blob, name) is None:
                db.add(Blob(sha256=name, size=len(content), media_type="image/png", made_at=NOW))
            row = Picture(
                issue_id=self.issue_id, piece_id=piece_id, slug=slug, blob=name, thumb=name,
                width=600, height=400, caption={}, alt={}, created_at=NOW,
            )  # fmt: skip
            db.add(row)
            db.flush()
            return row.id

    def told(self) -> list[str]:
        """Each page, as one may read it: `article-2 main=La file`."""
        with self.desk.database.read() as db:
            pages, held = store.pages(db, self.issue_id), store.placements(db, self.issue_id)
            names = dict(zip(self.pieces, TITLES, strict=True))
            return [
                " ".join([page.layout, *(f"{row.slot}={'trou' if row.hole else names.get(row.piece_id or '', '?')}"
                                         for row in held.get(page.id, []))])
                for page in pages
            ]  # fmt: skip


@pytest.fixture
def plan(desk: TestDesk) -> Plan:
    return Plan(desk)
