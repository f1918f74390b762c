"""What the pages tell of a freeze: what stands against the press and where it is mended, how the last pages fitted."""

from datetime import timedelta

import pytest

from journal_app.consent.actions import withdraw_piece
from journal_app.freeze.fits import measured
from journal_app.freeze.model import FreezeKind
from journal_app.media.model import Blob, Picture
from journal_app.reactions import REACTIONS
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment
from tests.desk import NOW, TestDesk
from tests.freeze.test_freezing import Press

FREEZE = "/numeros/12-essai/gel"


@pytest.fixture
def press(desk: TestDesk) -> Press:
    return Press(desk)


@pytest.fixture
def built(press: Press) -> Press:
    """The issue with its first proof."""
    job_id = press.freeze(FreezeKind.DRAFT)
    assert job_id and press.work(job_id).state == "done"
    return press


def write(press: Press, body: str, later: timedelta = timedelta(hours=1)) -> None:
    with press.desk.database.write() as db:
        text = submissions.text(db, press.piece().id, "fr")
        assert text is not None
        save(db, press.ana, NOW + later, text, Content(headline="La file", body=body), text.head_id,
             moment=Moment.SAVED, minor=True)  # fmt: skip


def fits(press: Press) -> dict[tuple[str, str], int]:
    with press.desk.database.read() as db:
        return dict(measured(db, press.workshop.config.instance, press.issue_id))


def test_each_gate_names_the_piece_in_the_words_of_the_screens_and_leads_there(press: Press) -> None:
    write(press, "<p>Une autre fin.</p>")
    press.desk.visit(press.ana).post(f"/contributions/{press.piece('Le pain').id}/etape",
                                     {"verb": "ask-changes", "reason": "Trop long.", "version": "2"})  # fmt: skip
    page = press.desk.visit(press.ana).get(FREEZE).text
    assert "article:" not in page and "needs-changes" not in page
    assert f'href="/contributions/{press.piece("Le pain").id}"' in page and "à reprendre" in page


def test_the_board_says_how_each_text_fitted_and_not_of_one_that_changed_since(built: Press) -> None:
    assert fits(built) == {(f"texte-{n}", "fr"): 0 for n in range(1, 5)}
    write(built, "<p>Une autre fin, plus longue.</p>" * 400)
    assert ("texte-1", "fr") not in fits(built) and ("texte-2", "fr") in fits(built)


def test_too_many_lines_are_counted_on_the_board(built: Press) -> None:
    write(built, "<p>On attend, et la file avance d’un pas quand quelqu’un raconte la mer.</p>" * 400, timedelta(0))
    job_id = built.freeze(FreezeKind.DRAFT)
    assert job_id
    built.work(job_id)
    over = fits(built)["texte-1", "fr"]
    assert over > 100
    assert f"+{over}" in built.desk.visit(built.ana).get("/numeros/12-essai/tableau").text


def test_pages_with_a_withdrawn_piece_are_handed_out_no_more(built: Press) -> None:
    ana, page = built.desk.visit(built.ana), "/numeros/12-essai/"
    folder = built.built(FreezeKind.DRAFT)
    assert folder is not None and ana.get(page).status_code == 200
    picture = next(part for part in ana.get(page).text.split('"') if "/pages/1/vignette-" in part)
    assert ana.get(picture).status_code == 200
    with built.desk.database.write() as db:
        withdraw_piece(db, built.ana, NOW, built.piece().id, built.issue_id, REACTIONS)
    assert built.built(FreezeKind.DRAFT) is None
    assert ana.get(picture).status_code == 404
    assert ana.get(page).location == "/numeros/12-essai/tableau"
    assert "elles ne sont plus montrées" in ana.get(FREEZE).text


def test_a_build_without_what_was_withdrawn_stays(built: Press) -> None:
    with built.desk.database.write() as db:
        db.add(Blob(sha256="b", size=1, media_type="image/png", made_at=NOW))
        db.add(Picture(id="pic", issue_id=built.issue_id, slug="le-quai", blob="b", width=1, height=1, caption={},
                       alt={}, created_at=NOW))  # fmt: skip
    built.desk.visit(built.ana).post("/images/pic/retrait", {"reason": "demandé", "sure": "1"})
    assert built.built(FreezeKind.DRAFT) is not None


def test_a_build_that_was_refused_says_why_on_the_page_of_its_work(press: Press) -> None:
    write(press, "<p>On attend, et la file avance d’un pas quand quelqu’un raconte la mer.</p>" * 400)
    job_id = press.freeze(FreezeKind.PRESS)
    assert job_id
    press.work(job_id)
    assert press.built(FreezeKind.PRESS) is None
    page = press.desk.visit(press.ana).get(f"/travaux/{job_id}").text
    assert "Rien n’a été fabriqué" in page and "La file" in page
