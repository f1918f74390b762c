"""No page asks the database more often because there are more pieces: three or thirty, the same number of statements.

The routes are those of the committed matrix, so that a page that is added is counted without another line.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import SignIn
from journal_app.accounts.store import hash_of
from journal_app.consent.actions import note_answers
from journal_app.consent.model import How, Use
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan.actions import Filling
from journal_app.issues.model import Issue
from journal_app.media.model import Blob, Picture
from journal_app.review.actions import decide, revise
from journal_app.review.anchors import Passage
from journal_app.review.remarks import comment
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment
from journal_app.tasks.actions import notify
from tests.web import matrix
from tests.web.matrix_samples import LANGUAGE, SUBJECTS, World

WHO = (SUBJECTS[3], SUBJECTS[1])  # coordinator with the treasury; administrator, for what is only theirs
OWN = f"own {WHO[0].name}"
FEW, MANY = 3, 30
GETS = sorted(address for method, address in matrix.read_table(matrix.TABLE.read_text("utf-8")) if method == "GET")
FORMS = {"search.find": "?mots=mer"}
# what people work in: these must have been shown, not refused
ROOMS = ("/accueil", "/numeros/<slug>/tableau", "/contributions/<piece_id>", "/contributions/<piece_id>/<language>",
         "/contributions/<piece_id>/<language>/historique", "/numeros/<slug>/chemin-de-fer", "/numeros/<slug>/gel",
         "/numeros/<slug>/images", "/numeros/<slug>/journal", "/boite", "/equipe", "/recherche")  # fmt: skip

Counted = dict[str, tuple[int, int]]  # address -> status, statements


def fill(world: World, actor: Actor, many: int) -> None:
    """So many more pieces in the person's own issue, each with all that a piece can have, and in their hands."""
    slug, at = world.ids["issue"][OWN], datetime.now(UTC)
    with world.desk.database.write() as db:
        issue = db.scalars(select(Issue).where(Issue.slug == slug)).one()
        sha256 = db.scalars(select(Blob.sha256)).first() or ""
        for number in range(many):
            piece = create_piece(
                db, actor, at, issue, Facts(f"La mer {number}", author="A. (spécimen)"), original="fr",
                content=Content(headline="La mer", body="<p>La mer est froide.</p>"), languages=["en"],
            )  # fmt: skip
            picture = Picture(
                issue_id=issue.id, piece_id=piece.id, slug=f"vague-{piece.id}", blob=sha256, thumb=sha256, width=60,
                height=40, caption={}, alt={}, created_at=at, created_by=actor.account_id,
            )  # fmt: skip
            db.add(picture)
            db.flush()
            for work in (("piece", piece.id), ("picture", picture.id)):
                note_answers(db, actor, at, work, issue.id, {Use.PRINT: True, Use.PDF: True}, how=How.SPOKEN)
            for tag, words in (("fr", "<p>La mer est grise.</p>"), ("en", "<p>The sea is grey.</p>")):
                text = submissions.text(db, piece.id, tag)
                assert text is not None
                revise(db, actor, at, piece, text, Content(headline="La mer", body=words), text.head_id,
                       moment=Moment.SAVED)  # fmt: skip
                comment(db, actor, at, piece, text, text.head_id or "", Passage(), "Vraiment ?")
                if tag == LANGUAGE:
                    world.ids["revision"][OWN] = text.head_id or ""
            decide(db, actor, at, piece, "take-up")
            page = flatplan.add_page(db, actor, at, issue, "article-2")
            for slot, filling in (("main", Filling(piece.id, languages=("fr",))), ("image", Filling(None, picture.id))):
                flatplan.place(db, actor, at, issue, page, slot, filling)
            notify(db, at, [actor.account_id], "mentioned", issue_id=issue.id, piece_id=piece.id)
            piece.holder_id, piece.held_since = actor.account_id, at
            world.ids["piece"][OWN], world.ids["picture"][OWN] = piece.id, picture.id


def measure(world: World) -> Counted:
    """Each page asked for twice, the second time counted: the first makes what stays."""
    said = [0]
    engine = world.desk.database.engine

    def count(*_: object) -> None:
        said[0] += 1

    event.listen(engine, "before_cursor_execute", count)
    found: Counted = {}
    for rule, method in matrix.routes(world.desk.app):
        if method != "GET":
            continue
        for who in WHO:
            values = matrix.filled(world, rule, "own", WHO[0])
            with world.desk.app.test_request_context():
                address = world.desk.app.url_for(rule.endpoint, **values)  # type: ignore[arg-type]
            address += FORMS.get(rule.endpoint, "")
            matrix.ask(world, who, "GET", address, {})
            said[0] = 0
            status = matrix.ask(world, who, "GET", address, {}).status_code
            found[rule.rule] = status, said[0]
            if status == 200:
                break
    event.remove(engine, "before_cursor_execute", count)
    return found


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Counted, Counted]]:
    """What each page takes with three pieces and with thirty."""
    world, _ = matrix.open_world(tmp_path_factory.mktemp("statements"))
    with world.desk.database.read() as db:
        account = db.scalars(
            select(SignIn.account_id).where(SignIn.token_hash == hash_of(world.sessions[WHO[0].name][0]))
        ).one()
    actor = Actor(account, WHO[0].name, frozenset(WHO[0].roles))
    fill(world, actor, FEW)
    few = measure(world)
    fill(world, actor, MANY - FEW)
    yield few, measure(world)
    world.desk.database.close()


@pytest.mark.parametrize(
    "address", [address for address in GETS if " of a " not in address and " with " not in address]
)
def test_a_page_takes_the_same_statements_with_thirty_pieces(counted: tuple[Counted, Counted], address: str) -> None:
    few, many = counted
    assert many[address] == few[address]
    assert few[address][0] == 200 or address not in ROOMS
