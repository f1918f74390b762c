"""What is printed: labels whose QR a telephone reads, a driver's sheet, sheets to sign. A sensitive place is a code."""

import pytest

from journal_app.distribution.model import Way
from journal_app.distribution.papers_views import stops
from journal_app.distribution.specimens import SENSITIVE
from tests.distribution.store_room import COPIES, StoreRoom

PAPERS = ("/etiquettes", "/tournee", "/emargement", "/feuilles")


def test_a_place_that_must_not_be_known_is_a_code_on_every_paper(room: StoreRoom) -> None:
    room.ready()
    for path in PAPERS:
        page = room.page(path)
        assert "A-01" in page, path
        for code, key in room.places.items():
            place = room.place(code)
            if place.sensitive:
                assert code in page or (path == "/tournee" and place.way != "driver"), (path, code)
                assert place.name.split(" (")[0] not in page and place.note not in page, (path, code)
                assert key not in page.replace(f"lieu={key}", ""), "not even its id"
    assert sum(room.place(code).sensitive for code in room.places) == len(SENSITIVE)


def test_each_bundle_has_its_label_and_each_stop_its_sum(room: StoreRoom) -> None:
    room.ready()
    look, page = room.look(), room.page("/etiquettes")
    assert page.count('<article class="label">') == len(look.parcels)
    assert page.count('class="sheet-labels"') == -(-len(look.parcels) // 8)
    assert page.count('<div class="qr">') == len(
        [one for one in look.parcels if one.place_id not in ("legal", "archive")]
    )
    mine = room.page(f"/etiquettes?lieu={room.places['A-01']}")
    assert mine.count('<article class="label">') == len(
        [one for one in look.parcels if one.place_id == room.places["A-01"]]
    )
    alone = room.page(f"/etiquettes/{look.parcels[0].id}")
    assert alone.count('<article class="label">') == 1 and 'class="a6"' in alone
    assert room.at_desk.get(f"{COPIES}/etiquettes/nothing").status_code == 404


@pytest.mark.parametrize(
    ("code", "language", "way"),
    [("A-02", "ar", "rtl"), ("A-01", "ckb", "rtl"), ("A-04", "ps", "rtl"), ("A-03", "en", "ltr")],
)
def test_a_label_speaks_french_and_the_language_of_who_receives_it(
    room: StoreRoom, code: str, language: str, way: str
) -> None:
    room.ready()
    page = room.page(f"/etiquettes?lieu={room.places[code]}")
    assert f'lang="{language}" dir="{way}"' in page
    assert "exemplaires" in page and "label:" not in page


def test_a_paper_says_french_once_when_its_words_are_not_in_the_receivers_language(room: StoreRoom) -> None:
    key = room.places["A-17"]
    assert room.place("A-17").language == "" and room.place("A-16").language == "ti"
    room.ready()
    for code, path in ((code, path) for code in ("A-16", "A-17") for path in ("/etiquettes", "/feuilles")):
        page = room.page(f"{path}?lieu={room.places[code]}")
        assert 'lang="ti"' not in page
        assert page.count("Scannez") == room.page(f"{path}?lieu={key}").count("Scannez"), (code, path)


def test_without_bundles_the_papers_say_so(room: StoreRoom) -> None:
    for path in PAPERS:
        assert "Aucun paquet" in room.page(path)


def test_the_drivers_sheet_has_the_stops_in_order_and_only_a_telephone_that_was_given(room: StoreRoom) -> None:
    room.ready()
    page = room.page("/tournee")
    codes = [room.place(code) for code in room.places]
    stops = sorted((one for one in codes if one.way == "driver"), key=lambda one: one.stop)
    places = [page.index(f">{one.code}<") for one in stops]
    assert places == sorted(places)
    for one in stops:
        assert not one.phone or one.phone in page
    assert not any(f">{one.code}<" in page for one in codes if one.way != "driver")


def test_a_place_whose_bundles_go_two_ways_stands_on_the_round_with_those_that_go_so(room: StoreRoom) -> None:
    room.ready()
    line = next(one for one in room.look().plan if one.place.code == "A-21")
    key, code = line.place.id, line.place.code or ""
    room.send(code)
    room.post("/plan", {f"asked-{key}": str(line.asked), f"given-{key}": str(line.given + 60), f"way-{key}": "driver",
                        f"mark-{key}": line.mark})  # fmt: skip
    room.post("/paquets")
    look = room.look()
    by_way = {
        way: [one for one in stops(look, way, every=True) if one.place.id == key] for way in (Way.CARRIER, Way.DRIVER)
    }
    assert [one.copies for one in by_way[Way.CARRIER]] == [line.given]
    assert [(one.copies, one.load.waiting) for one in by_way[Way.DRIVER]] == [(60, 1)]
    page = room.page("/tournee")
    row = page[page.index(f">{code}<") :].partition("</tr>")[0]
    assert '<td class="figure">60</td>' in row
    signing = room.page("/emargement")
    assert signing.count(f">{code}<") == 1 and f'<td class="figure">{line.given + 60}</td>' in signing


def test_what_has_left_is_on_the_papers_only_when_somebody_asks_for_all(room: StoreRoom) -> None:
    room.ready()
    first = next(one for one in stops(room.look(), Way.DRIVER))
    code, many = first.place.code or "", len(first.load.parcels)
    room.send(code)
    every = len(room.look().parcels)
    for path in ("/tournee", "/etiquettes"):
        page = room.page(path)
        assert f">{code}<" not in page and "Déjà partis, ils n’y sont pas" in page, path
        page = room.page(f"{path}?tous=1")
        assert f">{code}<" in page and "aussi ceux qui sont partis" in page, path
    assert room.page("/etiquettes").count('<article class="label">') == every - many
    assert room.page("/etiquettes?tous=1").count('<article class="label">') == every
    page = room.page("/tournee?tous=1")
    row = page[page.index(f">{code}<") :].partition("</tr>")[0]
    assert "déjà partis" in row and 'class="box"' not in row
    key = room.places[code]
    assert "tous sont partis" in room.page(f"/etiquettes?lieu={key}")
    assert f"lieu={key}&amp;tous=1" in room.page("/paquets"), "from there the labels of what left are printed again"


def test_a_label_keeps_its_number_among_those_of_its_place(room: StoreRoom) -> None:
    room.ready()
    line = next(one for one in room.look().plan if one.place.code == "A-21")
    key = line.place.id
    room.send("A-21")
    gone = sum(one.place_id == key for one in room.look().parcels)
    room.post("/plan", {f"asked-{key}": str(line.asked), f"given-{key}": str(line.given + 60), f"way-{key}": "carrier",
                        f"mark-{key}": line.mark})  # fmt: skip
    room.post("/paquets")
    page = room.page(f"/etiquettes?lieu={key}")
    assert page.count('<article class="label">') == 1 and f">{gone + 1}<span>/{gone + 1}<" in page
