"""The page of a page, without a script: links, forms and pictures alone."""

import html
import io
import re

import pytest
from PIL import Image

from journal_app.consent.actions import withdraw_piece
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as flatplan_store
from journal_app.freeze.model import FreezeKind
from journal_app.issues.model import Issue
from journal_app.problems import blocking
from journal_app.proofs import store
from journal_app.proofs.drawn import INKS, Drawn, tidy
from journal_app.proofs.pins import Reach
from journal_app.proofs.viewer_pages import mended
from journal_app.reactions import REACTIONS
from tests.desk import NOW, Visitor
from tests.proofs.shop import LATER, THREE, Shop

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


def plates(page: str) -> dict[str, str]:
    """The inks that lie over the page, and where their pictures are."""
    found = re.findall(r'<g data-plate="(\w+)"><image href="([^"]+)"', page)
    return {ink: html.unescape(address) for ink, address in found}


def test_every_ink_is_looked_at_alone_and_all_together_in_numbers(built: Shop) -> None:
    ana = built.desk.visit(built.ana)
    for ink in INKS:
        page = ana.get(f"{PAGE}?encre={ink}").text
        assert ana.get(picture(page)).content_type == "image/webp", ink
        assert list(plates(page)) == [ink]
        assert ana.get(plates(page)[ink]).content_type == "image/webp", ink
    assert "Au plus lourd" in page and "pour 100\u00a0% au plus" in page
    assert "Cette page s’imprime en noir seulement." in ana.get(f"{PAGE}?encre=cyan").text


def test_inks_lie_over_the_page_where_one_looks_and_as_opaque_as_one_wants(built: Shop) -> None:
    ana = built.desk.visit(built.ana)
    page = ana.get(f"{PAGE}?zoom=400&x=2&y=1&encre=cyan&encre=black&voile=40").text
    assert list(plates(page)) == ["cyan", "black"] and 'data-over opacity="0.4"' in page
    place = picture(page).partition("/image/")[2].partition("/")[2]
    assert place == "400/2/1" and all(one.endswith(place) for one in plates(page).values())


@pytest.mark.parametrize("zoom", [100, 2500])
def test_a_plate_has_the_dots_of_the_page_up_to_those_of_a_plate_setter(built: Shop, zoom: int) -> None:
    found, ana = built.present(), built.desk.visit(built.ana)
    sizes = [
        Image.open(io.BytesIO(ana.get(f"{PAGE}/{kind}/{found.mark(1)}/{ink}{zoom}/0/0").data)).size
        for kind, ink in (("image", ""), ("encre", "black/"))
    ]
    assert all(abs(one - other) <= 1 for one, other in zip(*sizes, strict=True))
    width = found.sheet.page[0] + 2 * found.sheet.bleed
    assert sizes[0][0] == pytest.approx(width / 25.4 * 96, abs=2), "as many at 2400 dots an inch as at 96"


@pytest.mark.parametrize("wrong", ["300/0/0", "200/3/0", "2500/49/0", "999900/0/0", "100/-1/0", "1e3/0/0", "٢٠٠/0/0",
                                   f"{'9' * 5000}/0/0", f"100/{'9' * 400}/0"])  # fmt: skip
def test_a_window_that_nobody_can_see_is_refused_before_anything_is_drawn(built: Shop, wrong: str) -> None:
    found, ana = built.present(), built.desk.visit(built.ana)
    folder = Drawn(built.instance, built.issue_id).folder
    before = set(folder.iterdir()) if folder.is_dir() else set()
    for kind in ("image", "encre"):
        ink = "cyan/" if kind == "encre" else ""
        assert ana.get(f"{PAGE}/{kind}/{found.mark(1)}/{ink}{wrong}").status_code == 404
    assert (set(folder.iterdir()) if folder.is_dir() else set()) == before


def test_a_place_that_is_not_there_is_told_and_the_page_is_shown(built: Shop) -> None:
    ana, words = built.desk.visit(built.ana), "Cet endroit ou cet agrandissement n’existe pas"
    for asked in ("zoom=99999", "zoom=200&x=77", f"zoom={'9' * 3000}"):
        answer = ana.get(f"{PAGE}?{asked}")
        assert answer.status_code == 200 and words in answer.text, asked
    assert words not in ana.get(f"{PAGE}?zoom=2500&x=48&y=0").text


# --- the page as it is now, beside the proof -------------------------------------------------------------------------


def live_page(who: Visitor, address: str = PAGE) -> str:
    """The viewer's page once the live page is made."""
    for _ in range(90):
        page = who.get(address).text
        if "La page vivante se compose" not in page:
            return page
    raise AssertionError("the live page was never made")


def test_a_change_is_on_the_page_at_once_and_the_proof_stays_what_it_was(shop: Shop) -> None:
    found, ana = shop.build(), shop.desk.visit(shop.ana)
    shop.round(found, [shop.ana])
    before = ana.get(picture(ana.get(PAGE).text)).data
    shop.write(*THREE)
    page = live_page(ana)
    assert '<strong class="live-mark">Page vivante</strong>' in page and "/image/v-" in picture(page)
    assert ana.get(picture(page)).data != before
    proof = ana.get(f"{PAGE}?vue-de=epreuve").text
    assert '<strong class="live-mark">' not in proof and found.mark(1) in picture(proof)
    assert ana.get(picture(proof)).data == before
    other = ana.get("/numeros/12-essai/epreuve/2").text
    assert "Rien n’a changé sur cette page depuis." in other and "/image/v-" not in picture(other)


def test_what_is_ticked_and_said_is_of_the_proof_never_of_the_live_page(shop: Shop) -> None:
    found, ana = shop.build(), shop.desk.visit(shop.ana)
    shop.round(found, [shop.ana])
    shop.write(*THREE)
    page = live_page(ana)
    assert re.search(r'<form data-when="proof" hidden method="post" action="[^"]*/vu', page)
    assert '<g data-said display="none">' in page, "no paragraph to touch: they stand elsewhere by now"
    assert f'name="build" value="{found.build_id}"' in page
    ana.post(f"{PAGE}/vu", {"build": found.build_id, "seen": "yes"})
    with shop.desk.database.read() as db:
        going_on = store.open_round(db, shop.issue_id)
        assert going_on is not None
        assert [row.page_mark for row in store.seen(db, going_on.id).values()] == [found.mark(1)]


def test_a_live_page_has_its_inks_and_its_windows_like_a_proof(shop: Shop) -> None:
    shop.build()
    ana = shop.desk.visit(shop.ana)
    shop.write(*THREE)
    page = live_page(ana, f"{PAGE}?zoom=400&x=1&y=1&encre=black")
    for address in (picture(page), plates(page)["black"]):
        assert "/v-" in address and ana.get(address).content_type == "image/webp"


def test_a_script_that_asks_whether_the_page_changed_is_told_only_when_it_did(shop: Shop) -> None:
    shop.build()
    ana, part = shop.desk.visit(shop.ana), {"X-Part": "state"}
    first = ana.get(PAGE, headers=part)
    assert "<html" not in first.text and 'data-shows="proof"' in first.text
    known = part | {"If-None-Match": first.headers["ETag"]}
    assert ana.get(PAGE, headers=known).status_code == 304
    shop.write(*THREE)
    live_page(ana)
    told = ana.get(PAGE, headers=known)
    assert told.status_code == 200 and 'data-shows="live"' in told.text and "/image/v-" in told.text


def test_a_live_page_with_something_that_was_taken_back_is_not_there(shop: Shop) -> None:
    shop.build()
    ana = shop.desk.visit(shop.ana)
    shop.write(*THREE)
    page = live_page(ana, f"{PAGE}?encre=black")
    addresses = (picture(page), plates(page)["black"])
    assert [ana.get(one).status_code for one in addresses] == [200, 200]
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.ana, LATER, shop.piece().id, shop.issue_id, REACTIONS)
    assert [ana.get(one).status_code for one in addresses] == [404, 404]


def test_a_made_up_live_page_is_not_there(built: Shop) -> None:
    assert built.desk.visit(built.ana).get(f"{PAGE}/image/v-{'0' * 64}/100/0/0").status_code == 404


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
    assert "Voir les anomalies de la page 3" in page and "/numeros/12-essai/epreuve/3?vue=double" in links(page)


SPREAD = "/numeros/12-essai/epreuve/2?vue=double"


@pytest.mark.parametrize("languages", [["fr"], ["ar", "fr"]])
def test_both_pages_of_a_spread_are_spoken_of_and_show_what_was_said(shop: Shop, languages: list[str]) -> None:
    with shop.desk.database.write() as db:
        db.get_one(Issue, shop.issue_id).languages = languages
    found, ana = shop.build(), shop.desk.visit(shop.ana)
    here, beside = shop.spot(found, "page 2", 2).key, f"p3/{shop.spot(found, 'page 3', 3).key}"
    page = ana.get(SPREAD).text
    for name in (here, "page", beside, "p3/page"):
        assert f'<option value="{name}"' in page
    assert f'data-spot="{here}"' in page and f'data-spot="{beside}"' in page
    for name, words in ((beside, "À droite."), (here, "À gauche."), ("p3/page", "Toute la page.")):
        told = {"build": found.build_id, "spot": name, "comment": words}
        answer = ana.post("/numeros/12-essai/epreuve/2/remarques?vue=double", told)
        assert answer.location == f"{SPREAD}#remarques", "one stays where one is"
    page = ana.get(SPREAD).text
    pins = {folio: re.findall(r'aria-label="Remarque (\d)"', leaf) for folio, leaf in leaves(page).items()}
    assert pins == {"2": ["1"], "3": ["2"]}
    order = [page.index(words) for words in ("<h3>Page 2</h3>", "À gauche.", "<h3>Page 3</h3>", "À droite.")]
    assert order == sorted(order)
    assert [row.body for row in shop.said(found, 3).pins] == ["À droite."]
    assert [row.body for row in shop.said(found, 3).apart] == ["Toute la page."]
    alone = ana.get("/numeros/12-essai/epreuve/3").text
    assert "À droite." in alone and "À gauche." not in alone
    close = re.findall(r'href="(/numeros/12-essai/epreuve/\d)\?zoom=400[^"]*">Voir de près', page)
    assert close == ["/numeros/12-essai/epreuve/2", "/numeros/12-essai/epreuve/3"]


def leaves(page: str) -> dict[str, str]:
    """What is drawn of each page that lies there."""
    parts = re.split(r'data-leaf="(\d+)"', page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_what_is_typed_of_the_page_beside_is_kept_when_it_cannot_be_noted(built: Shop) -> None:
    found, ana = built.present(), built.desk.visit(built.ana)
    name = f"p3/{built.spot(found, 'page 3', 3).key}"
    told = {"build": found.build_id, "spot": name, "comment": "  "}
    answer = ana.post("/numeros/12-essai/epreuve/2/remarques?vue=double", told)
    assert answer.status_code == 422
    assert re.findall(r'<option value="([^"]+)"[^>]* selected', answer.text) == [name]
    for wrong in ("p9/page", "p0/page", "p3/", "p3/text:nothing:fr:0", "p99999999/page"):
        assert ana.post("/numeros/12-essai/epreuve/2/remarques", told | {"spot": wrong}).status_code == 404, wrong


def test_beside_a_page_of_the_proof_a_live_one_has_no_paragraph_to_touch(shop: Shop) -> None:
    shop.build()
    shop.write(*THREE, title="Le phare")
    page = live_page(shop.desk.visit(shop.ana), "/numeros/12-essai/epreuve/3?vue=double")
    drawn = leaves(page)
    assert '<g data-said display="none">' in drawn["3"] and "<g data-said>" in drawn["2"]


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
    data = pictures.piece(found.sight(1), 2, 0, 0)
    assert pictures.piece(found.sight(1), 2, 0, 0) == data
    assert len(list(pictures.folder.iterdir())) == 1
    pictures.piece(found.sight(2), 1, 0, 0)
    pictures.piece(found.sight(1), 2, 0, 0)  # asked for last: it stays longest
    tidy(pictures.folder, len(data))
    assert [path.read_bytes() for path in pictures.folder.iterdir()] == [data]


def test_the_light_pdf_is_offered_and_the_inks_of_a_draft_are_the_viewers(built: Shop) -> None:
    found, ana = built.present(), built.desk.visit(built.ana)
    assert found.pdf.name == "encres.pdf" and not found.press
    files = {file.kind: file for file in found.report.files}
    for address in ("/numeros/12-essai/", "/numeros/12-essai/epreuves"):
        page = ana.get(address).text
        assert f"/fichiers/{files['proof'].sha256}/epreuve.pdf" in page and "encres.pdf" not in page
