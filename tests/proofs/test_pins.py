"""A remark put on a page: it lands on its paragraph, goes with it through what is laid out anew, and is never lost."""

import json
import re
from pathlib import Path

import pytest

from journal_app.accounts.model import Role
from journal_app.consent.actions import withdraw_picture
from journal_app.facts import PictureErased
from journal_app.flatplan import store as flatplan
from journal_app.issues.model import Issue
from journal_app.media.model import Blob, Picture
from journal_app.problems import Problem
from journal_app.proofs import places, reacts, store
from journal_app.proofs.actions import remark_on_page
from journal_app.proofs.model import PageRemark
from journal_app.proofs.pins import Reach, remarks
from journal_app.proofs.places import HEAD, Spot
from journal_app.reactions import REACTIONS
from journal_app.review.actions import may_write
from journal_app.review.remarks import placed_comments
from journal_app.submissions import store as submissions
from journal_app.units import Rect
from tests.desk import NOW
from tests.proofs.shop import LATER, THREE, Shop


def test_every_paragraph_and_the_head_are_places_in_reading_order(shop: Shop) -> None:
    shop.write(*THREE)
    found = shop.build()
    spots = shop.spots(found)
    assert [(spot.block, spot.words) for spot in spots] == [(HEAD, "La file"), *enumerate(THREE)]
    corners = [(spot.rects[0].x, spot.rects[0].y) for spot in spots]  # down one column, then down the next
    assert corners == sorted(corners)
    width, height = found.sheet.page
    assert all(r.x >= 0 and r.right <= width and r.y >= 0 and r.bottom <= height for spot in spots for r in spot.rects)


def test_a_paragraph_that_goes_on_in_the_next_column_is_one_place(shop: Shop) -> None:
    shop.write(*(f"Paragraphe {n} : on attend, et quelqu’un raconte la mer, longuement. " * 9 for n in range(8)))
    spots = shop.spots(shop.build())
    keys = [spot.key for spot in spots]
    assert len(keys) == len(set(keys)) and any(len(spot.rects) > 1 for spot in spots)


def test_a_remark_lands_on_the_source_paragraph_and_is_read_on_the_texts_own_page(shop: Shop) -> None:
    shop.write(*THREE)
    found = shop.build()
    shop.remark(found, "grise", "Trop serré ici.")
    (pin,) = shop.said(found).pins
    assert pin.spot is not None and pin.spot.words == THREE[1] and pin.body == "Trop serré ici."
    page = shop.desk.visit(shop.ana).get(f"/contributions/{shop.piece().id}/fr").text
    assert "Trop serré ici." in page


@pytest.mark.parametrize(
    ("text", "block"),
    [
        (("Un début tout neuf, plus long que les autres.", THREE[0], "La mer est grise et toute plate.", THREE[2]), 2),
        ((THREE[2], THREE[0], "Une fin.", THREE[1]), 3),
    ],
)
def test_it_goes_with_its_paragraph_when_the_text_is_laid_out_anew(
    shop: Shop, text: tuple[str, ...], block: int
) -> None:
    shop.write(*THREE)
    shop.remark(shop.build(), "grise", "Trop serré ici.")
    shop.write(*text)
    (pin,) = shop.said(shop.build()).pins
    assert pin.spot is not None and (pin.spot.block, pin.spot.words) == (block, text[block])


def test_it_stands_where_it_was_on_an_older_proof_too(shop: Shop) -> None:
    shop.write(*THREE)
    old = shop.build()
    shop.write("Un début tout neuf.", *THREE)
    new = shop.build()
    shop.remark(new, "grise", "Trop serré ici.")
    for found, block in ((old, 1), (new, 2)):
        (pin,) = shop.said(found).pins
        assert pin.spot is not None and pin.spot.block == block


def test_what_is_said_of_an_older_proof_goes_to_what_became_of_the_paragraph(shop: Shop) -> None:
    shop.write(*THREE)
    old = shop.build()
    shop.write("Un début tout neuf.", *THREE)
    shop.remark(old, "grise", "Trop serré ici.")
    (pin,) = shop.said(shop.build()).pins
    assert pin.spot is not None and pin.spot.block == 2


def test_a_remark_whose_paragraph_is_gone_is_listed_and_not_lost(shop: Shop) -> None:
    shop.write(*THREE)
    shop.remark(shop.build(), "grise", "Trop serré ici.")
    shop.write(THREE[0], THREE[2])
    said = shop.said(shop.build())
    assert said.pins == [] and [(row.body, row.gone, row.words) for row in said.apart] == [
        ("Trop serré ici.", True, THREE[1])
    ]


def test_a_remark_on_a_paragraph_that_is_gone_meanwhile_goes_to_the_whole_text(shop: Shop) -> None:
    shop.write(*THREE)
    old = shop.build()
    with shop.desk.database.write() as db:  # a text that was never saved as it was printed: its history is forgotten
        text = submissions.text(db, shop.piece().id, "fr")
        assert text is not None
        for row in submissions.history(db, text.id):
            row.content = row.content | {"body": "<p>Tout autre chose.</p>"}
    shop.remark(old, "grise", "Trop serré ici.")
    said = shop.said(shop.build())
    assert [(row.body, row.gone) for row in said.apart] == [("Trop serré ici.", False)]


def test_ticked_off_here_or_on_the_texts_page_is_the_same(shop: Shop) -> None:
    shop.write(*THREE)
    found = shop.build()
    ana, piece = shop.desk.visit(shop.ana), shop.piece()
    first, second = (shop.remark(found, words, words) for words in ("matin", "chante"))
    ana.post(f"/numeros/12-essai/epreuve/1/remarques/{first.id}", {"done": "yes"})
    ana.post(f"/contributions/{piece.id}/fr/remarques/{second.id}", {"done": "yes"})
    said = shop.said(found)
    assert said.pins == [] and {row.id for row in said.settled} == {first.id, second.id}
    with shop.desk.database.read() as db:
        text = submissions.text(db, piece.id, "fr")
        assert text is not None
        assert all(row.resolved_by == shop.ana.account_id for row, _ in placed_comments(db, text))
    ana.post(f"/numeros/12-essai/epreuve/1/remarques/{first.id}", {"done": "no"})
    assert [row.id for row in shop.said(found).pins] == [first.id]


# --- pictures and pages ----------------------------------------------------------------------------------------------

QUAY = Spot("picture", "le-quai", "", 0, "Le quai", "", (Rect(10, 10, 50, 40),))


def picture(shop: Shop) -> Picture:
    with shop.desk.database.write() as db:
        db.add(Blob(sha256="b", size=1, media_type="image/png", made_at=NOW))
        db.flush()
        row = Picture(id="pic", issue_id=shop.issue_id, slug="le-quai", blob="b", width=1, height=1, caption={}, alt={},
                      created_at=NOW, residency_id=shop.residency, created_by=shop.cleo.account_id)  # fmt: skip
        db.add(row)
    return row


def on_page(shop: Shop, row: Picture | None, words: str, page_id: str = "") -> PageRemark | Problem:
    with shop.desk.database.write() as db:
        return remark_on_page(db, shop.ana, LATER, db.get_one(Issue, shop.issue_id), page_id, row, words)


def test_a_remark_on_a_picture_follows_the_picture_to_another_page(shop: Shop) -> None:
    row, found = picture(shop), shop.build()
    on_page(shop, row, "Trop sombre.")
    with shop.desk.database.read() as db:
        for folio in (1, 3):
            (said,) = remarks(db, Reach(db, shop.ana, shop.issue_id), found, {folio: [QUAY]})
            assert (said.body, said.folio, said.spot) == ("Trop sombre.", folio, QUAY)
        (apart,) = remarks(db, Reach(db, shop.ana, shop.issue_id), found, {}, whole=True)
        assert apart.gone and not apart.folio


def test_who_put_a_picture_there_is_told(shop: Shop) -> None:
    on_page(shop, picture(shop), "Trop sombre.")
    assert "Une remarque sur votre image" in shop.desk.visit(shop.cleo).get("/boite").text


def test_a_remark_on_a_page_goes_with_the_page_and_stays_when_it_is_dropped(shop: Shop) -> None:
    found = shop.build()
    with shop.desk.database.read() as db:
        page_id = flatplan.pages(db, shop.issue_id)[1].id
    on_page(shop, None, "Le pied est vide.", page_id)
    assert [row.body for row in shop.said(found, 2).apart] == ["Le pied est vide."]
    assert shop.said(found, 1).apart == []
    on_page(shop, None, "D’une page qui n’est plus.", "zzzzzzzzzzzz")
    with shop.desk.database.read() as db:
        rows = remarks(db, Reach(db, shop.ana, shop.issue_id), found, {}, whole=True)
    assert {(row.body, row.gone) for row in rows} == {  # of the same moment: in no order
        ("Le pied est vide.", False),
        ("D’une page qui n’est plus.", True),
    }


@pytest.mark.parametrize("words", ["", "  \n "])
def test_an_empty_remark_is_none(shop: Shop, words: str) -> None:
    made = on_page(shop, None, words)
    assert isinstance(made, Problem) and made.code == "comment-empty"


def test_what_was_said_of_a_picture_is_ticked_off_on_its_own_page_too(shop: Shop) -> None:
    row = picture(shop)
    on_page(shop, row, "Trop sombre.")
    ana, own = shop.desk.visit(shop.ana), f"/images/{row.id}"
    page = ana.get(own).text
    assert "Trop sombre." in page
    form = re.search(r'<form method="post" action="([^"]+/remarques/[^"]+)">.*?</form>', page, re.S)
    assert form is not None and "Réglée" in form[0]
    answer = ana.post(form[1], {"done": "yes", "back": "image"})
    assert answer.location == f"{own}#remarques"
    page = ana.get(own).text
    assert "réglée" in page and "Rouvrir" in page
    ana.post(form[1], {"done": "no", "back": "image"})
    assert "Rouvrir" not in ana.get(own).text
    far = shop.desk.visitor(Role.FACILITATOR, residency=shop.desk.residency("Résidence d’avril").id)
    assert (far.get(own).status_code, far.post(form[1], {"done": "yes"}).status_code) == (404, 404)


def test_what_was_said_of_a_picture_goes_with_it(shop: Shop) -> None:
    row = picture(shop)
    on_page(shop, row, "Trop sombre.")
    with shop.desk.database.write() as db:
        withdraw_picture(db, shop.ana, LATER, row.id, shop.issue_id, REACTIONS)
    with shop.desk.database.read() as db:
        assert remarks(db, Reach(db, shop.ana, shop.issue_id), None, {}, whole=True) == []
    with shop.desk.database.write() as db:
        reacts.react(db, PictureErased(row.id, shop.issue_id), LATER)
        assert store.page_remarks(db, shop.issue_id) == []


def test_a_facilitator_reads_and_remarks_on_the_own_residencys_pieces_only(shop: Shop) -> None:
    shop.write(*THREE)
    found = shop.build()
    shop.remark(found, "grise", "Trop serré ici.")
    elsewhere = shop.desk.account(Role.FACILITATOR, residency=shop.desk.residency("ailleurs").id)
    assert not may_write(elsewhere, shop.piece(), "fr")
    assert shop.said(found, who=elsewhere).pins == []


# --- what cannot be read ---------------------------------------------------------------------------------------------


OUTSIDE = {"slot": "a", "kind": "article", "slug": "../..", "language": "fr", "rect": [0, 0, 1, 1], "blocks": []}
SENSELESS = (
    "",
    "[]",
    "{}",
    '{"pages": 3}',
    '{"pages": [{"items": [{"kind": "article"}]}]}',
    '{"pages": [{"items": [7]}]}',
)


@pytest.mark.parametrize("told", [*SENSELESS, json.dumps({"pages": [{"items": [OUTSIDE]}]})])
def test_a_map_that_makes_no_sense_has_no_places_and_leads_nowhere(tmp_path: Path, told: str) -> None:
    (tmp_path / "places.json").write_text(told, "utf-8")
    found = places.spots(tmp_path, tmp_path / "epreuve.pdf", 1)
    assert all(spot.words == "" for spot in found)
    assert places.spots(tmp_path, tmp_path / "epreuve.pdf", 2) == []
