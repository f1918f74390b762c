"""A round's light PDF by link: who may make one, what its page gives, and everything that ends it."""

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from journal_app.accounts.model import Role, SignIn
from journal_app.activity.model import Activity
from journal_app.consent.actions import bring_piece_back, note_answers, withdraw_piece
from journal_app.consent.model import How, Use
from journal_app.freeze.model import Freeze
from journal_app.issues.model import Issue, IssueState
from journal_app.proofs import links, store
from journal_app.proofs.model import ProofLink
from journal_app.reactions import REACTIONS
from journal_app.tasks.model import Notice
from journal_app.upkeep.janitor import LINKS
from tests.desk import Visitor
from tests.proofs.shop import Shop

ROUND = "/numeros/12-essai/epreuves/1"
ADDRESS = re.compile(r"/epreuve/([A-Za-z0-9_-]{32})")


@pytest.fixture
def round_(shop: Shop) -> Shop:
    """A booklet with a round on its proof."""
    shop.round(shop.build(), [shop.cleo])
    return shop


def make(visitor: Visitor, label: str = "Zoé, correctrice", **more: str) -> str:
    """A link as the form makes it; its token."""
    answer = visitor.post(f"{ROUND}/liens", {"label": label} | more)
    assert answer.status_code == 200, answer.text
    token = ADDRESS.search(answer.text)
    assert token is not None
    return token[1]


def reader(shop: Shop) -> FlaskClient:
    """Somebody without an account, from elsewhere."""
    return shop.desk.app.test_client()


def link(shop: Shop) -> ProofLink:
    with shop.desk.database.read() as db:
        return db.scalars(select(ProofLink).order_by(ProofLink.made_at.desc())).all()[0]


def day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def test_a_link_gives_the_light_pdf_that_the_desk_has_and_nothing_else(round_: Shop) -> None:
    ana, zoe = round_.desk.visit(round_.ana), reader(round_)
    token = make(ana)
    page = zoe.get(f"/epreuve/{token}")
    assert page.status_code == 200 and "Ce n’est pas encore le journal." in page.text
    assert "Zoé" not in page.text, "for whom it is stays at the desk"
    assert "<script" not in page.text and "12-essai" not in page.text
    taken = zoe.post(f"/epreuve/{token}/pdf")
    found = round_.present()
    (listed,) = [file for file in found.report.files if file.kind == "proof"]
    assert taken.data == (found.shown.build / listed.path).read_bytes() and taken.mimetype == "application/pdf"
    assert taken.headers["Content-Disposition"] == f"attachment; filename={listed.name}"
    for answer in (page, taken):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"  # and there is no link to anywhere else
        assert "ETag" not in answer.headers and "Last-Modified" not in answer.headers


def test_of_a_link_only_its_hash_is_kept_and_it_is_shown_once(round_: Shop) -> None:
    ana = round_.desk.visit(round_.ana)
    fields = {"label": "Zoé", "once": "abc"}
    first = ana.post(f"{ROUND}/liens", fields)
    token = ADDRESS.search(first.text)
    assert token is not None
    again = ana.post(f"{ROUND}/liens", fields)
    assert (again.status_code, again.location) == (303, ROUND)
    assert token[1] not in ana.get(ROUND).text and "Zoé" in ana.get(ROUND).text
    with round_.desk.database.read() as db:
        rows = db.scalars(select(ProofLink)).all()
        assert len(rows) == 1 and token[1] not in str(vars(rows[0])) and len(rows[0].token_hash) == 64
        told = db.scalars(select(Activity.detail).where(Activity.verb == "proof-link-made")).all()
        assert told == [{"number": 1}]


def test_it_lasts_a_week_unless_another_day_is_said(round_: Shop) -> None:
    ana = round_.desk.visit(round_.ana)
    make(ana)
    assert timedelta(days=6, hours=23) < link(round_).expires_at - datetime.now(UTC) <= timedelta(days=8)
    make(ana, expires=day(31))  # the last that the form offers
    make(ana, expires=day(2))
    assert timedelta(days=1) < link(round_).expires_at - datetime.now(UTC) < timedelta(days=3)


@pytest.mark.parametrize(("fields", "said"), [
    ({"label": ""}, "Écrire pour qui est ce lien."),
    ({"label": "Zoé", "expires": "2020-01-01"}, "Choisir un jour à venir"),
    ({"label": "Zoé", "expires": day(60)}, "Choisir un jour à venir"),
    ({"label": "Zoé", "expires": "demain"}, "Une date est attendue"),
])  # fmt: skip
def test_what_is_missing_is_said_beside_it_and_no_link_is_made(round_: Shop, fields: dict[str, str], said: str) -> None:
    answer = round_.desk.visit(round_.ana).post(f"{ROUND}/liens", fields)
    assert answer.status_code == 422 and said in answer.text
    with round_.desk.database.read() as db:
        assert db.scalar(select(func.count()).select_from(ProofLink)) == 0


def test_only_who_decides_makes_and_ends_links_and_only_after_the_password(round_: Shop) -> None:
    ana, cleo = round_.desk.visit(round_.ana), round_.desk.visit(round_.cleo)
    assert cleo.post(f"{ROUND}/liens", {"label": "Zoé"}).status_code == 404
    assert "Faire lire sans compte" not in cleo.get(ROUND).text
    token = make(ana)
    end = f"{ROUND}/liens/{link(round_).id}/fin"
    assert cleo.post(end).status_code == 404 and reader(round_).get(f"/epreuve/{token}").status_code == 200
    with round_.desk.database.write() as db:
        db.execute(update(SignIn).values(stepped_up_at=datetime(2020, 1, 1, tzinfo=UTC)))
    answer = ana.post(f"{ROUND}/liens", {"label": "Zoé"})
    assert answer.status_code == 307 and "/confirmer" in answer.location
    assert "Confirmer que c’est moi" in ana.get(ROUND).text


def test_what_opens_nothing_is_one_page_and_the_same_bytes(round_: Shop) -> None:
    ana, zoe = round_.desk.visit(round_.ana), reader(round_)
    ended, late, used = make(ana), make(ana), make(ana)
    for token, change in ((late, {"expires_at": datetime.now(UTC)}), (used, {"taken": links.MOST_TAKEN})):
        with round_.desk.database.write() as db:
            db.execute(update(ProofLink).where(ProofLink.id == links.known(db, token).id).values(**change))  # type: ignore[union-attr]
    with round_.desk.database.read() as db:
        row = links.known(db, ended)
        assert row is not None
    assert ana.post(f"{ROUND}/liens/{row.id}/fin").status_code == 303
    pages = [zoe.get(f"/epreuve/{token}") for token in ("A" * 32, ended, late, used)]
    assert {page.status_code for page in pages} == {404} and len({page.data for page in pages}) == 1
    for token in ("A" * 32, ended, late, used):
        answer = zoe.post(f"/epreuve/{token}/pdf")
        assert answer.status_code == 404 and answer.data == pages[0].data
    shown = ana.get(ROUND).text
    assert "sa date est passée" in shown and "a servi assez de fois" in shown and "fermé" in shown


def test_looking_counts_for_nothing_and_the_twentieth_download_is_the_last(round_: Shop) -> None:
    token, zoe = make(round_.desk.visit(round_.ana)), reader(round_)
    for _ in range(3):
        zoe.get(f"/epreuve/{token}")
    assert link(round_).taken == 0
    told = [zoe.post(f"/epreuve/{token}/pdf").status_code for _ in range(links.MOST_TAKEN + 1)]
    assert told == [200] * links.MOST_TAKEN + [404] and link(round_).taken == links.MOST_TAKEN


def test_guesses_are_slowed_down_and_keep_nobody_out_who_has_a_link(round_: Shop) -> None:
    token, zoe = make(round_.desk.visit(round_.ana)), reader(round_)
    told = [zoe.get(f"/epreuve/{'B' * 31}{n % 10}") for n in range(40)]
    assert told[0].status_code == 404 and told[-1].status_code == 429 and int(told[-1].headers["Retry-After"]) > 0
    assert zoe.get(f"/epreuve/{token}").status_code == 200, "the same place, with a link"
    assert zoe.post(f"/epreuve/{token}/pdf").status_code == 200


def withdrawn(shop: Shop, title: str = "La file") -> None:
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.ana, datetime.now(UTC), shop.piece(title).id, shop.issue_id, REACTIONS)


def gone(shop: Shop, token: str) -> None:
    zoe = reader(shop)
    for answer in (zoe.get(f"/epreuve/{token}"), zoe.post(f"/epreuve/{token}/pdf")):
        assert answer.status_code == 410 and "Cette épreuve n’est plus montrée" in answer.text
        assert "Si vous avez téléchargé le fichier, l’effacer" in answer.text and b"%PDF" not in answer.data


def test_what_an_author_takes_back_ends_the_link_for_good_and_who_made_it_is_told(round_: Shop) -> None:
    token = make(round_.desk.visit(round_.ana))
    withdrawn(round_)
    gone(round_, token)
    assert link(round_).ended_why == "withdrawn"
    with round_.desk.database.read() as db:
        told = db.scalars(select(Notice.account_id).where(Notice.code == "proof-link-withdrawn")).all()
        assert told == [round_.ana.account_id]
    with round_.desk.database.write() as db:
        bring_piece_back(db, round_.ana, datetime.now(UTC), round_.piece().id, round_.issue_id, REACTIONS)
    gone(round_, token)
    assert "fermé\u00a0: quelque chose a été retiré" in round_.desk.visit(round_.ana).get(ROUND).text


def test_a_no_to_what_is_printed_ends_it_too(round_: Shop) -> None:
    """The draft stays for the desk, where one sees what has to change; it goes to nobody else."""
    token = make(round_.desk.visit(round_.ana))
    work = ("piece", round_.piece().id)
    with round_.desk.database.write() as db:
        note_answers(db, round_.ana, datetime.now(UTC), work, round_.issue_id, {Use.PRINT: True}, how=How.SPOKEN)
        note_answers(db, round_.ana, datetime.now(UTC), work, round_.issue_id, {Use.PRINT: False}, how=How.SPOKEN,
                     reactions=REACTIONS)  # fmt: skip
    gone(round_, token)
    assert link(round_).ended_why == "answer"
    again = round_.desk.visit(round_.ana).post(f"{ROUND}/liens", {"label": "Quelqu’un d’autre"})
    assert "Quelqu’un a dit non" in again.text and not ADDRESS.search(again.text)


def test_a_pen_name_is_no_refusal_and_a_name_refused_since_the_freeze_is(round_: Shop) -> None:
    ana, work = round_.desk.visit(round_.ana), ("piece", round_.piece().id)
    for frozen_ago, opens in ((timedelta(days=-1), True), (timedelta(days=1), False)):
        with round_.desk.database.write() as db:
            db.execute(update(Freeze).values(made_at=datetime.now(UTC) - frozen_ago))
            note_answers(db, round_.ana, datetime.now(UTC), work, round_.issue_id, {Use.NAME: False}, how=How.SPOKEN)
        answer = ana.post(f"{ROUND}/liens", {"label": "Zoé"})
        assert bool(ADDRESS.search(answer.text)) is opens


def test_once_the_issue_is_archived_its_links_give_nothing(round_: Shop) -> None:
    token = make(round_.desk.visit(round_.ana))
    with round_.desk.database.write() as db:
        db.execute(update(Issue).values(state=IssueState.ARCHIVED))
    gone(round_, token)


def test_a_piece_that_is_on_no_page_of_it_ends_nothing(round_: Shop) -> None:
    token = make(round_.desk.visit(round_.ana))
    with round_.desk.database.write() as db:
        links.end_all(db, datetime.now(UTC), round_.issue_id, ("articles/une-autre/",), links.Ended.WITHDRAWN)
    assert reader(round_).get(f"/epreuve/{token}").status_code == 200


@pytest.mark.parametrize("how", ["erased", "changed"])
def test_a_file_that_is_erased_or_has_other_bytes_is_not_given(round_: Shop, how: str) -> None:
    token, found = make(round_.desk.visit(round_.ana)), round_.present()
    (listed,) = [file for file in found.report.files if file.kind == "proof"]
    if how == "erased":
        shutil.rmtree(found.shown.folder)
    else:
        (found.shown.build / listed.path).write_bytes(b"%PDF-1.6 another")
    gone(round_, token)
    assert link(round_).taken == 0


def test_the_link_stays_with_its_rounds_pages_when_the_proof_is_made_again(round_: Shop) -> None:
    token, zoe = make(round_.desk.visit(round_.ana)), reader(round_)
    first = zoe.post(f"/epreuve/{token}/pdf").data
    round_.write("Autre chose.")
    round_.build()
    assert zoe.post(f"/epreuve/{token}/pdf").data == first


def test_of_an_archived_issue_no_link_is_made(round_: Shop) -> None:
    with round_.desk.database.write() as db:
        db.get_one(Issue, round_.issue_id).state = IssueState.ARCHIVED
    assert round_.desk.visit(round_.ana).post(f"{ROUND}/liens", {"label": "Zoé"}).status_code == 409


@pytest.mark.parametrize(("tongue", "words"), [
    ("en", "It is not the paper yet."), ("ar", "هذه ليست الجريدة بعد."), ("fr", "Ce n’est pas encore le journal."),
])  # fmt: skip
def test_its_page_is_in_the_readers_language(round_: Shop, tongue: str, words: str) -> None:
    token, zoe = make(round_.desk.visitor(Role.COORDINATOR)), reader(round_)
    assert words in zoe.get(f"/epreuve/{token}?lang={tongue}").text
    assert words in zoe.get(f"/epreuve/{token}", headers={"Accept-Language": tongue}).text


def test_for_whom_a_link_was_is_forgotten_a_month_after_it_was_over(round_: Shop) -> None:
    make(round_.desk.visit(round_.ana))
    over = link(round_).expires_at
    for days, left in ((29, 1), (31, 0)):
        with round_.desk.database.write() as db:
            store.forget_links(db, over + timedelta(days=days) - LINKS)
        with round_.desk.database.read() as db:
            assert db.scalar(select(func.count(ProofLink.id))) == left
