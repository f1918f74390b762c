"""The plan at the desk: authors as a number, a fair proposal, two people at once; bundles, their leaving, cost."""

import re
from decimal import Decimal

from sqlalchemy import event

from journal_app.accounts.model import Role
from journal_app.costing.document import read
from journal_app.costing.report import costing_report
from journal_app.distribution.model import PlaceKind, Source, Way
from journal_app.flatplan import store as flatplan
from journal_app.flatplan.actions import Filling, place
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from tests.desk import NOW
from tests.distribution.store_room import COPIES, StoreRoom


def _line(room: StoreRoom, code: str):  # type: ignore[no-untyped-def]
    return next(one for one in room.look().plan if one.place.code == code)


def _pieces(room: StoreRoom, *authors: str) -> None:
    """A piece of each on a page of the issue."""
    with room.desk.database.write() as db:
        issue = db.get_one(Issue, room.issue.id)
        for number, author in enumerate(authors, 1):
            piece = create_piece(db, room.mina, NOW, issue, Facts(f"La mer {number}", author=author), original="fr",
                                 content=Content(headline="La mer", body="<p>Froide.</p>"), languages=[])  # fmt: skip
            page = flatplan.page(db, issue.id, number)
            assert page is not None
            place(db, room.mina, NOW, issue, page, "main", Filling(piece.id, languages=("fr",)))


def test_authors_are_counted_and_come_first_but_nobody_is_named(room: StoreRoom) -> None:
    _pieces(room, "Samir", "samir ", "Noor", "", "")
    room.deliver("100")
    room.post("/plan", {"propose": "1"})
    told = {one.place.id: one for one in room.look().plan}
    assert (told["authors"].asked, told["authors"].source) == (4 * 15, Source.COUNT)
    assert [told[key].given for key in ("legal", "archive", "authors")] == [2, 20, 60]
    assert sum(one.given for one in told.values()) <= 100
    room.post("/paquets")
    assert [one.copies for one in room.look().parcels if one.place_id == "authors"] == [15] * 4
    pages = room.page("/plan") + room.page() + room.page("/paquets") + room.page("/etiquettes")
    assert "4 auteur·rices × 15" in pages
    assert "Samir" not in pages and "Noor" not in pages


def test_with_too_few_the_proposal_is_fair_and_says_why(room: StoreRoom) -> None:
    room.deliver("2 000")
    page = room.page("/plan")
    assert "Il y en a trop peu" in page and "au moins 20" in page
    room.post("/plan", {"propose": "1"})
    look = room.look()
    assert look.planned <= 2000 < look.asked
    assert _line(room, "A-01").given == 140  # of 300
    assert all(one.given >= 20 for one in look.plan if one.place.kind == PlaceKind.ASSOCIATION)


def test_of_two_who_change_the_same_line_the_second_is_told(room: StoreRoom) -> None:
    line, other = _line(room, "A-01"), _line(room, "A-02")

    def form(given: str, *lines: object) -> dict[str, object]:
        told: dict[str, object] = {}
        for one in lines:
            key = one.place.id  # type: ignore[attr-defined]
            told |= {f"asked-{key}": "100", f"given-{key}": given, f"way-{key}": "driver",
                     f"mark-{key}": one.mark}  # type: ignore[attr-defined]  # fmt: skip
        return told

    room.post("/plan", form("80", line))
    assert _line(room, "A-01").given == 80 and _line(room, "A-01").source == Source.TYPED
    late = room.post("/plan", form("90", line, other), 409)
    assert "Quelqu’un d’autre a changé une de ces lignes" in late
    assert (
        all(f'name="given-{one.place.id}" value="90"' in late for one in (line, other))
        and "100 demandés, 80 prévus" in late
    ), "what was typed, and what it is now"
    assert f'value="{_line(room, "A-01").mark}"' in late, "saving again puts it in the place of what is there"
    assert (_line(room, "A-01").given, _line(room, "A-02").given) == (80, 0), "the whole form, or nothing of it"
    room.post("/plan", form("70", other))
    assert _line(room, "A-02").given == 70


def test_what_nobody_touched_in_a_stale_plan_is_what_it_is_now(room: StoreRoom) -> None:
    first, second = (_line(room, code) for code in ("A-01", "A-02"))
    stale: dict[str, object] = {}
    for one in (first, second):
        asked, given, way = one.mark.split("/")
        key = one.place.id
        stale |= {f"asked-{key}": asked, f"given-{key}": given, f"way-{key}": way, f"mark-{key}": one.mark}
    a, b = first.place.id, second.place.id
    room.post("/plan", stale | {f"given-{a}": "80", f"given-{b}": "33"})
    late = room.post("/plan", stale | {f"given-{b}": "44"}, 409)
    typed = {name: value for name, value in re.findall(r'name="(given-\w+)" value="(\d+)"', late)}
    assert (typed[f"given-{a}"], typed[f"given-{b}"]) == ("80", "44")


def test_a_line_is_not_planned_below_what_has_left_and_the_costs_follow_the_plan(room: StoreRoom) -> None:
    room.ready()
    room.send("A-01")
    line = _line(room, "A-01")
    key = line.place.id
    form = {f"asked-{key}": "300", f"way-{key}": "driver", f"mark-{key}": line.mark}
    told = room.post("/plan", form | {f"given-{key}": str(line.had - 1)}, 400)
    assert "Il en est déjà parti davantage." in told
    room.post("/paquets/cout")

    def places() -> int:
        with room.desk.database.read() as db:
            plan, _ = read(db.get_one(Issue, room.issue.id).costing)
        assert plan is not None
        return sum(batch.copies * batch.places for batch in plan.delivery.batch)

    posted, before = _line(room, "A-21"), places()
    assert posted.way is Way.CARRIER and before > 0
    key = posted.place.id
    room.post("/plan", {f"asked-{key}": str(posted.asked), f"given-{key}": str(posted.given + 10),
                        f"way-{key}": "carrier", f"mark-{key}": posted.mark})  # fmt: skip
    assert places() == before + 10


def test_more_than_a_carrier_takes_to_one_place_is_said_beside_its_field_and_what_was_typed_stays(
    room: StoreRoom,
) -> None:
    room.ready()
    room.post("/paquets/cout")
    line, other = _line(room, "A-21"), _line(room, "A-01")
    key, more = line.place.id, other.place.id
    form = {f"asked-{key}": "300", f"given-{key}": "40000", f"way-{key}": "carrier", f"mark-{key}": line.mark,
            f"asked-{more}": "77", f"given-{more}": "66", f"way-{more}": "driver",
            f"mark-{more}": other.mark}  # fmt: skip
    page = room.post("/plan", form, 400)
    assert "Dix mille exemplaires au plus" in page
    assert f'name="given-{key}" value="40000"' in page and f'name="given-{more}" value="66"' in page
    room.post("/plan", form | {f"way-{key}": "driver"})
    line = _line(room, "A-21")
    room.post("/plan", {f"asked-{key}": "40000", f"given-{key}": "10000", f"way-{key}": "carrier",
                        f"mark-{key}": line.mark})  # fmt: skip
    room.post("/corriger", {"total": "90000", "place": "stock", "why": "compté"})
    assert "Dix mille exemplaires au plus" in room.post("/plan", {"propose": "1"}, 400)
    assert _line(room, "A-21").given == 10_000


def test_what_a_back_lifts_is_cut_to_the_hundredths_that_a_plan_of_costs_counts_by(room: StoreRoom) -> None:
    room.ready()
    room.post("/paquets/cout")
    room.post("/paquets/reglages", {"copy": "75,805", "back": "11,125", "wrap": "150", "each": "15"})
    with room.desk.database.read() as db:
        plan, problems = read(db.get_one(Issue, room.issue.id).costing)
    assert plan is not None and not problems and room.look().handling.back_grams == 11_125
    assert (plan.delivery.parcel_kg, plan.delivery.copy_grams) == (Decimal("11.12"), Decimal("75.805"))


def test_a_number_that_is_none_is_said_beside_its_field(room: StoreRoom) -> None:
    key = room.places["A-01"]
    form = {f"asked-{key}": "beaucoup", f"given-{key}": "1", f"way-{key}": "driver", f"mark-{key}": "300/0/driver"}
    page = room.post("/plan", form, 400)
    assert "Un nombre entier est attendu." in page and 'value="beaucoup"' in page


def test_four_thousand_copies_leave_in_bundles_that_a_back_lifts(room: StoreRoom) -> None:
    room.ready()
    look = room.look()
    assert sum(one.copies for one in look.parcels) == look.planned == sum(one.given for one in look.plan)
    assert max(one.grams for one in look.parcels) <= 11_000
    assert look.to_pack == 0
    room.send()
    look = room.look()
    assert look.held == 4000 - look.planned == look.balances["stock"]
    assert sum(look.by_kind.values()) == look.delivered == 4000
    assert len(look.left) == len(look.parcels)
    room.send()  # again: they have left, nothing leaves twice
    assert room.look().held == 4000 - look.planned


def test_the_driver_leaves_before_what_is_posted_in_one_click(room: StoreRoom) -> None:
    room.ready()
    assert 'name="way" value="driver"' in room.page("/paquets")
    every = [line.place.id for line in room.look().plan]
    stays = room.places["A-07"]  # its bundles were forgotten: the box is unticked
    ticked = [one for one in every if one != stays]
    room.post("/paquets/partis", {"place": ticked, "from": "stock", "way": "driver"})
    look = room.look()
    gone = [one for one in look.parcels if one.id in look.left]
    assert gone and {one.way for one in gone} == {Way.DRIVER}
    assert {one.place_id for one in look.parcels if one.way == Way.DRIVER and one.id not in look.left} == {stays}
    room.post("/paquets/partis", {"place": every, "from": "stock"})
    assert len(room.look().left) == len(look.parcels)
    assert 'name="way"' not in room.page("/paquets")


def test_posted_bundles_cost_what_the_dated_grid_says_and_no_more_than_even_ones(room: StoreRoom) -> None:
    room.ready()
    mine = [one for one in room.look().parcels if one.place_id == room.places["A-21"]]  # 240 copies of 75.8 g, 18.2 kg
    assert sum(one.copies for one in mine) == 240 and {one.way for one in mine} == {Way.CARRIER}
    prices = {1000: 825, 2000: 955, 5000: 1465, 10_000: 2130, 11_000: 2695}
    for one in mine:
        assert one.cents == next(cents for most, cents in prices.items() if one.grams <= most)
    assert sum(one.cents or 0 for one in mine) == 2130 + 2130  # twice 10 kg at most: 129 and 111 copies
    room.post("/paquets/reglages", {"copy": "", "back": "5", "wrap": "150", "each": "15"})
    room.post("/paquets")
    mine = [one for one in room.look().parcels if one.place_id == room.places["A-21"]]
    assert max(one.grams for one in mine) <= 5000


def test_made_again_bundles_have_new_numbers_and_those_that_left_stay(room: StoreRoom) -> None:
    room.ready()
    room.send("A-01")
    before = {one.number for one in room.look().parcels}
    gone = {one.number for one in room.look().parcels if one.place_id == room.places["A-01"]}
    key = room.places["A-01"]
    line = _line(room, "A-01")
    room.post("/plan", {f"asked-{key}": "300", f"given-{key}": "350", f"way-{key}": "driver", f"mark-{key}": line.mark})
    assert room.look().to_pack == 50
    room.post("/paquets")
    after = room.look().parcels
    assert {one.number for one in after} & before == gone
    assert sum(one.copies for one in after if one.place_id == key) == 350


def test_an_undone_leaving_comes_back_into_stock_and_can_leave_again(room: StoreRoom) -> None:
    room.ready()
    room.send("A-06")
    number = re.findall(r"mouvements/(\d+)/annuler", room.page())[0]
    room.post(f"/mouvements/{number}/annuler")
    look = room.look()
    assert len(look.left) == len([one for one in look.parcels if one.place_id == room.places["A-06"]]) - 1
    assert look.to_pack == 0
    room.send("A-06")
    assert len(room.look().left) == len(look.left) + 1


def test_what_delivery_costs_goes_into_the_plan_of_costs_without_a_place(room: StoreRoom) -> None:
    room.ready()
    room.post("/paquets/cout")
    with room.desk.database.read() as db:
        text = db.get_one(Issue, room.issue.id).costing
    plan, problems = read(text)
    assert plan is not None and not problems
    posted = [one for one in room.look().plan if one.way is Way.CARRIER and one.given]
    assert sum(one.copies * one.places for one in plan.delivery.batch) == sum(one.given for one in posted)
    assert sum(one.places for one in plan.delivery.batch) == len(posted)
    assert plan.delivery.parcel_kg == Decimal(11) and plan.delivery.carrier[0].slug == "colis"
    assert not any(one.place.code and one.place.code in text for one in posted)


def test_the_plan_of_costs_posts_copies_of_the_weight_that_was_weighed(room: StoreRoom) -> None:
    with room.desk.database.write() as db:
        db.get_one(Issue, room.issue.id).printer = {"preset": "tabloid-offset", "quantity": 4000}
    room.deliver()
    room.post("/plan", {"propose": "1"})
    for copy in ("", "60,125", ""):
        room.post("/paquets/reglages", {"copy": copy, "back": "11", "wrap": "150", "each": "15"})
        room.post("/paquets")
        room.post("/paquets/cout")
        look = room.look()
        with room.desk.database.read() as db:
            issue = db.get_one(Issue, room.issue.id)
            plan, problems = read(issue.costing)
            sheet = sheet_of(issue.printer)
        assert plan is not None and sheet is not None and not problems
        assert plan.delivery.copy_grams == (Decimal("60.125") if copy else None)
        assert (look.milligrams != look.weighed) == bool(copy)
        cost = costing_report(plan, sheet, look.pages).delivery
        posted = [one for one in look.parcels if one.way == Way.CARRIER]
        assert (cost.parcels, cost.price.gross) == (len(posted), sum(one.cents or 0 for one in posted))


def test_the_number_is_noted_once_and_then_corrected(room: StoreRoom) -> None:
    assert "Un nombre entier est attendu" in room.post("/livres", {"copies": "quatre mille", "place": "stock"}, 400)
    room.deliver("4 120")
    assert room.look().delivered == 4120
    assert "Un nombre est déjà noté" in room.post("/livres", {"copies": "5", "place": "stock"}, 409)
    room.post("/corriger", {"total": "4 100", "place": "stock", "why": "un paquet de moins"})
    assert room.look().delivered == 4100 and "un paquet de moins" in room.page()


def test_a_form_sent_twice_moves_copies_once(room: StoreRoom) -> None:
    room.deliver()
    form = {"from": "stock", "to": "left-over", "moved": "10", "once": "a-word"}
    room.post("/deplacer", form)
    room.post("/deplacer", form)
    assert room.look().balances["left-over"] == 10


PAGES = ("", "/plan", "/paquets", "/commandes", "/etiquettes", "/tournee", "/emargement", "/feuilles")


def test_more_places_and_movements_ask_the_database_nothing_more(room: StoreRoom) -> None:
    def statements() -> list[int]:
        counted = []
        for path in PAGES:
            asked: list[str] = []

            def note(*told: object, asked: list[str] = asked) -> None:
                asked.append(str(told[2]))

            event.listen(room.desk.database.engine, "before_cursor_execute", note)
            room.page(path)
            event.remove(room.desk.database.engine, "before_cursor_execute", note)
            counted.append(len(asked))
        return counted

    room.ready()
    room.send("A-01")
    before = statements()
    for number in range(30):
        room.at_desk.post("/lieux/nouveau", {"kind": "association", "name": f"Lieu {number}", "way": "driver",
                                             "usual": "5", "stop": "0", "language": "ar"})  # fmt: skip
    room.post("/plan", {"propose": "1"})
    room.post("/paquets")
    room.send()
    assert statements() == before


def test_an_editor_has_no_such_page(room: StoreRoom) -> None:
    editor = room.desk.visitor(Role.EDITOR)
    for path in ("", "/plan", "/paquets", "/etiquettes", "/tournee", "/commandes"):
        assert editor.get(f"{COPIES}{path}").status_code == 404
    assert editor.get("/lieux").status_code == 404
