"""The page of a page, without a script: links, forms and pictures alone."""

import html
import io
import re

import pytest
from PIL import Image

from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as flatplan_store
from journal_app.freeze.model import FreezeKind
from journal_app.issues.model import Issue
from journal_app.problems import blocking
from journal_app.proofs.drawn import INKS, Drawn, tidy
from journal_app.proofs.pins import Reach
from journal_app.proofs.viewer_pages import mended
from tests.desk import NOW, Visitor
from tests.proofs.shop import THREE, Shop

PAGE = "/numeros/12-essai/epreuve/1"


def picture(page: str) -> str:
    found = re.search(r'<image href="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def links(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="([^"#]+)', page)]


def test_each_zoom_shows_a_window_with_as_many_dots(built: Shop) -> None:
    ana = built.desk.visit(built.ana)
    sizes = []
    for address in (PAGE, *(f"{PAGE}?zoom={zoom}&x=1&y=1" for zoom in (200, 400, 800))):
        page = ana.get(address)
        assert page.status_code == 200
        answer = ana.get(picture(page.text))
        assert answer.content_type == "image/webp"
        sizes.append(Image.open(io.BytesIO(answer.data)).size)
    assert max(width for width, _ in sizes) - min(width for width, _ in sizes) <= 2


def test_zoomed_one_moves_by_links_to_the_edge_and_no_further(built: Shop) -> None:
    ana = built.desk.visit(built.ana)
    address, steps = f"{PAGE}?zoom=200&x=0&y=0", 0
    while True:
        page = ana.get(address).text
        if "Vers la droite" not in page:
            break
        address = next(html.unescape(a) for a in re.findall(r'href="([^"#]+)[^"]*">Vers la droite', page))
        steps += 1
    assert steps == 2 and "Vers la gauche" in page and "Vers le haut" not in page


@pytest.mark.parametrize("wrong", ["300/0/0", "200/3/0", "800/15/0", "150/0/0", "100/0/1"])
def test_a_window_that_is_not_on_the_page_is_not_there(built: Shop, wrong: str) -> None:
    found = built.present()
    assert built.desk.visit(built.ana).get(f"{PAGE}/image/{found.mark(1)}/{wrong}").status_code == 404


def test_a_picture_is_of_the_page_as_it_is_now_and_asked_again_each_time(shop: Shop) -> None:
    found = shop.build()
    ana = shop.desk.visit(shop.ana)
    address = f"{PAGE}/image/{found.mark(1)}/100/0/0"
    first = ana.get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert ana.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    shop.write(*THREE)
    new = shop.build()
    assert ana.get(address).status_code == 404
    assert new.mark(2) == found.mark(2)  # what did not change keeps its address, and its picture
    assert shop.desk.visit(shop.cleo).get(f"{PAGE}/image/{new.mark(1)}/100/0/0").status_code == 200


def test_a_proof_says_that_its_page_has_changed_since_and_only_that_page(shop: Shop) -> None:
    shop.build()
    ana, words = shop.desk.visit(shop.ana), "La page a changé depuis cette épreuve."
    assert words not in ana.get(PAGE).text
    shop.write(*THREE)
    page = ana.get(PAGE).text
    assert words in page and {"/numeros/12-essai/chemin-de-fer/1", "/numeros/12-essai/gel"} <= {*links(page)}
    assert words not in ana.get("/numeros/12-essai/epreuve/2").text
    with shop.desk.database.write() as db:
        last = flatplan_store.page(db, shop.issue_id, 4)
        assert last is not None
        flatplan.remove_page(db, shop.ana, NOW, db.get_one(Issue, shop.issue_id), last)
    gone = ana.get("/numeros/12-essai/epreuve/4").text
    assert words in gone and "/numeros/12-essai/chemin-de-fer" in links(gone)
    shop.build()
    assert words not in ana.get(PAGE).text


def test_the_page_of_the_plan_leads_to_its_proof_or_to_where_one_is_made(shop: Shop) -> None:
    ana = shop.desk.visit(shop.ana)
    address = "/numeros/12-essai/epreuve?folio=1"
    assert address in links(ana.get("/numeros/12-essai/chemin-de-fer/1").text)
    assert ana.get(address).location == "/numeros/12-essai/epreuves"
    shop.build()
    assert ana.get(address).location == PAGE


def test_every_ink_is_looked_at_alone_and_all_together_in_numbers(built: Shop) -> None:
    ana = built.desk.visit(built.ana)
    for ink in INKS:
        page = ana.get(f"{PAGE}?encre={ink}").text
        assert ana.get(picture(page)).content_type == "image/webp", ink
    assert "Au plus lourd" in page and "pour 100\u00a0% au plus" in page
    assert "Cette page s’imprime en noir seulement." in ana.get(f"{PAGE}?encre=cyan").text


def test_trim_and_safe_zone_are_drawn_from_the_printer_sheet(built: Shop) -> None:
    found = built.present()
    width, height = found.sheet.page
    page = built.desk.visit(built.ana).get(f"{PAGE}?calque=coupe&calque=tranquille").text
    assert f'class="trim-line" x="0" y="0" width="{width}" height="{height}"' in page
    safe = found.sheet.safe
    assert f'class="safe-line" x="{safe}" y="{safe}" width="{width - 2 * safe}"' in page


@pytest.mark.parametrize(("languages", "order"), [(["fr"], ["2", "3"]), (["ar", "fr"], ["3", "2"])])
def test_a_spread_lies_as_the_issue_is_read(shop: Shop, languages: list[str], order: list[str]) -> None:
    with shop.desk.database.write() as db:
        db.get_one(Issue, shop.issue_id).languages = languages
    shop.build()
    page = shop.desk.visit(shop.ana).get("/numeros/12-essai/epreuve/2?vue=double").text
    assert re.findall(r'data-leaf="(\d)"', page) == order


def test_a_jump_ends_at_the_nearest_page_and_keeps_how_one_looks(built: Shop) -> None:
    ana = built.desk.visit(built.ana)
    for told, folio in (("3", 3), ("99", 4), ("0", 1), ("x", 1), ("", 1)):
        answer = ana.get(f"/numeros/12-essai/epreuve?folio={told}&calque=coupe")
        assert answer.location == f"/numeros/12-essai/epreuve/{folio}?calque=coupe"


def say(ana: Visitor, shop: Shop, spot: str, words: str) -> int:
    told = {"build": shop.present().build_id, "spot": spot, "comment": words}
    return ana.post(f"{PAGE}/remarques", told).status_code


def test_a_remark_is_left_by_choosing_from_the_list_of_paragraphs(built: Shop) -> None:
    found = built.present()
    ana = built.desk.visit(built.ana)
    page = ana.get(PAGE).text
    key = built.spot(found, "grise").key
    assert page.index(f'<option value="{key}"') > page.index('<option value="page"')
    assert say(ana, built, key, "Trop serré.") == 303
    page = ana.get(PAGE).text
    assert 'aria-label="Remarque 1"' in page and "Trop serré." in page
    assert f"/contributions/{built.piece().id}/fr" in page


def test_an_empty_remark_says_so_and_keeps_where_it_was_to_be(built: Shop) -> None:
    found = built.present()
    ana, key = built.desk.visit(built.ana), built.spot(found, "grise").key
    told = {"build": found.build_id, "spot": key, "comment": "  "}
    answer = ana.post(f"{PAGE}/remarques", told)
    assert answer.status_code == 422 and re.search(rf'<option value="{re.escape(key)}"[^>]* selected', answer.text)
    assert say(ana, built, "text:nothing:fr:0", "Trop serré.") == 404


def test_a_form_that_comes_twice_leaves_one_remark(built: Shop) -> None:
    found = built.present()
    ana = built.desk.visit(built.ana)
    word = re.search(r'name="once" value="([^"]+)"', ana.get(PAGE).text)
    assert word
    told = {"build": found.build_id, "spot": "page", "comment": "Une fois.", "once": word[1]}
    assert [ana.post(f"{PAGE}/remarques", told).status_code for _ in range(2)] == [303, 303]
    assert [row.body for row in built.said(found).apart] == ["Une fois."]


def test_too_much_text_is_said_beside_the_page_with_the_way_to_mend_it(shop: Shop) -> None:
    shop.write(*["On attend, et la file avance d’un pas quand quelqu’un raconte la mer." * 3] * 90)
    shop.build()
    page = shop.desk.visit(shop.ana).get(PAGE).text
    assert "Texte en trop" in page and "lignes de trop" in page
    assert f"/contributions/{shop.piece().id}/fr" in links(page)


def test_a_problem_of_one_language_of_a_slot_is_mended_in_that_language(built: Shop) -> None:
    found = built.present()
    path = found.pdf.parent / "places.json"
    path.write_text(path.read_text("utf-8").replace('"language": "fr"', '"language": "uk+fr"'), "utf-8")
    with built.desk.database.read() as db, built.desk.app.test_request_context("/"):
        issue, reach = db.get_one(Issue, built.issue_id), Reach(db, built.ana, built.issue_id)
        ends = [mended(blocking("text-overset", where, "+3"), issue, reach, found, 1).rpartition("/")[2]
                for where in ("p1/main#fr", "p1/main#uk", "p1/main")]  # fmt: skip
    assert ends == ["fr", "uk", "uk"]


def test_before_there_is_a_proof_the_viewer_leads_to_where_one_is_made(shop: Shop) -> None:
    ana = shop.desk.visit(shop.ana)
    assert ana.get(PAGE).location == "/numeros/12-essai/epreuves"
    page = ana.get("/numeros/12-essai/epreuves").text
    assert "Il n’y a pas encore d’épreuve" in page and "/numeros/12-essai/gel" in links(page)


def test_the_press_file_is_looked_at_when_there_is_one(shop: Shop) -> None:
    shop.build()
    job_id = shop.freeze(FreezeKind.PRESS)
    assert job_id and shop.work(job_id).state == "done"
    found = shop.present()
    assert found.press and shop.spots(found)
    page = shop.desk.visit(shop.ana).get(PAGE).text
    assert "fichier d’imprimerie" in page
    assert shop.desk.visit(shop.ana).get(picture(page)).status_code == 200


def test_the_issues_pages_lead_to_the_viewer(built: Shop) -> None:
    assert PAGE in links(built.desk.visit(built.ana).get("/numeros/12-essai/").text)


def test_pictures_are_kept_and_never_more_than_there_is_room_for(shop: Shop) -> None:
    found = shop.build()
    pictures = Drawn(shop.instance, shop.issue_id)
    data = pictures.piece(found, 1, 2, 0, 0)
    assert pictures.piece(found, 1, 2, 0, 0) == data
    assert len(list(pictures.folder.iterdir())) == 1
    pictures.piece(found, 2, 1, 0, 0)
    pictures.piece(found, 1, 2, 0, 0)  # asked for last: it stays longest
    tidy(pictures.folder, len(data))
    assert [path.read_bytes() for path in pictures.folder.iterdir()] == [data]


def test_the_light_pdf_is_offered_and_the_inks_of_a_draft_are_the_viewers(built: Shop) -> None:
    found, ana = built.present(), built.desk.visit(built.ana)
    assert found.pdf.name == "encres.pdf" and not found.press
    files = {file.kind: file for file in found.report.files}
    for address in ("/numeros/12-essai/", "/numeros/12-essai/epreuves"):
        page = ana.get(address).text
        assert f"/fichiers/{files['proof'].sha256}/epreuve.pdf" in page and "encres.pdf" not in page
