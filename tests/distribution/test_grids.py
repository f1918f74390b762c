"""Carriers' weight grids: read from what a carrier's sheet looks like, kept, corrected, brought back, chosen from."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal_app.accounts.model import Role
from journal_app.costing.document import read
from journal_app.db import Database
from journal_app.distribution import delivering, grid_lines, grids, store
from journal_app.distribution.grid_lines import read_lines, shown
from journal_app.distribution.grids import Facts, State
from journal_app.distribution.model import Way
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from tests.distribution.stock import NOW, Stock
from tests.distribution.store_room import StoreRoom

DAY = date(2027, 3, 20)
STEPS = ((1000, 5_00), (5000, 9_00), (30_000, 20_00))


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session


def facts(name: str = "Fourgon", dated: date = date(2027, 1, 1), **more: object) -> Facts:
    return Facts(name, dated, STEPS, **more)  # type: ignore[arg-type]


# --- a carrier's table -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pasted", [
    "1;8,25\n2;9,55", "1\t8,25\n2\t9,55 €", "Poids;Prix TTC\n1 kg ; 8.25 EUR\r\n2 kg ; 9.55 EUR",
    "jusqu’à 1 kg;8,25\njusqu'à 2 kg;9,55", "1000 g;8,25\n2 000 g;9,55", "0 – 1 kg|8,25\n1 – 2 kg|9,55",
    "\ufeff2;9,55;\n1;8,25;\n\n", "1 kg 8,25 €\n2 kg 9,55 €", "≤ 1 kg;8,25\n≤ 2 kg;9,55",
    "de 0 à 1 kg;8,25\nde 1 à 2 kg;9,55", "١;٨,٢٥\n٢;٩,٥٥",
])  # fmt: skip
def test_a_carriers_table_is_read_as_people_paste_it(pasted: str) -> None:
    assert read_lines(pasted) == (((1000, 8_25), (2000, 9_55)), [])


@pytest.mark.parametrize(("pasted", "line", "why"), [
    ("1;8,25\ndeux;9,55", 2, grid_lines.NO_WEIGHT), ("1;8,25\n2", 2, grid_lines.NO_PRICE),
    ("1;8,25\n2;9,55;10,2", 2, grid_lines.TOO_MANY), ("1,8.25", 1, grid_lines.NO_PRICE),
    ("1;8,25\n\n1;9,55", 3, grid_lines.TWICE), ("1;8,25\n5;14,65\n2;95,5", 2, grid_lines.CHEAPER),
    ("1;0", 1, grid_lines.FREE), ("0;8,25", 1, grid_lines.BOUNDS), ("5 g;1", 1, grid_lines.BOUNDS),
    ("2000 kg;1", 1, grid_lines.BOUNDS), ("1;8,255", 1, "deux façons"), ("1;-8,25", 1, "pas un montant"),
    ("1;8,25 $", 1, "pas un montant"), ("1;=1+1", 1, "pas un montant"), ("1;1.234", 1, "deux façons"),
    ("", 1, grid_lines.EMPTY), ("Poids;Prix", 1, grid_lines.EMPTY),
    ("\n".join(f"{kg};{kg}" for kg in range(1, 42)), 41, grid_lines.TOO_LONG),
])  # fmt: skip
def test_a_line_that_cannot_be_read_is_told_with_its_number_and_nothing_is_taken(
    pasted: str, line: int, why: str
) -> None:
    steps, wrong = read_lines(pasted)
    assert steps == ()
    assert [one.line for one in wrong] == [line] and why in wrong[0].words


def test_every_wrong_line_is_told_at_once() -> None:
    _, wrong = read_lines("1;x\n2;9,55\ny;3\n2;9")
    assert [(one.line, one.text) for one in wrong] == [(1, "1;x"), (3, "y;3"), (4, "2 kg")]


@given(st.dictionaries(st.integers(10, 1_000_000), st.integers(1, 10**9), min_size=1, max_size=40))
def test_what_is_shown_is_read_again_as_it_was(some: dict[int, int]) -> None:
    steps = tuple(zip(sorted(some), sorted(some.values()), strict=True))
    assert read_lines(shown(steps)) == (steps, [])


@given(st.text(max_size=300))
def test_whatever_is_pasted_gives_steps_or_reasons_never_both(pasted: str) -> None:
    steps, wrong = read_lines(pasted)
    assert bool(steps) != bool(wrong)
    lines = len(pasted.splitlines()) or 1
    assert all(1 <= one.line <= lines for one in wrong)


# --- which grid holds ------------------------------------------------------------------------------------------------


def test_of_one_carrier_the_latest_grid_that_has_begun_holds(db: Session) -> None:
    mina = Stock(db).mina
    old = grids.add(db, mina, NOW, facts(dated=date(2026, 1, 1)))
    new = grids.add(db, mina, NOW, facts("fourgon", dated=date(2027, 1, 1)))
    next_one = grids.add(db, mina, NOW, facts(dated=date(2027, 7, 1)))
    short = grids.add(db, mina, NOW, facts("Vélo", until=date(2027, 2, 28)))
    rows = grids.current(store.grids(db))
    states = grids.states(rows, DAY)
    assert [states[one.carrier_id] for one in (old, new, next_one, short)] == [
        State.REPLACED, State.VALID, State.LATER, State.ENDED]  # fmt: skip
    assert [one.dated for one in grids.valid_on(rows, DAY) or ()] == [date(2027, 1, 1)]
    assert [one.label["fr"] for one in grids.valid_on(rows, date(2027, 2, 28)) or ()] == ["fourgon", "Vélo"]
    assert grids.valid_on(rows, date(2025, 12, 31)) is None, "none has begun: the desk's own counts"


def test_prices_before_tax_are_counted_with_it_and_a_heaviest_parcel_cuts_the_grid() -> None:
    row = grids.Grid(name="Fourgon", dated=DAY, source="", vat=2000, before_tax=True, most_grams=25_000,
                     steps=[list(step) for step in (*STEPS, (40_000, 30_00))])  # fmt: skip
    carrier = grids.carrier_of(row)
    assert [(one.kg, one.price) for one in carrier.grid] == [
        (Decimal(1), Decimal(6)), (Decimal(5), Decimal("10.80")), (Decimal(25), Decimal(24))]  # fmt: skip
    assert carrier.vat_percent == 20


def test_a_price_is_old_after_a_year() -> None:
    assert not grids.is_old(DAY - timedelta(days=365), DAY)
    assert grids.is_old(DAY - timedelta(days=366), DAY)


def test_every_change_is_a_version_and_undoing_goes_back_one(db: Session) -> None:
    mina = Stock(db).mina
    key = grids.add(db, mina, NOW, facts()).carrier_id
    grids.correct(db, mina, NOW, key, 1, facts("Camion"))
    grids.retire(db, mina, NOW, key, 2)

    def now() -> tuple[str, str]:
        [row] = grids.current(store.grids(db))
        return row.name, row.what

    assert now() == ("Camion", "retired")
    grids.undo(db, mina, NOW, key, 3)
    assert now() == ("Camion", "corrected")
    grids.undo(db, mina, NOW, key, 2)
    assert now() == ("Fourgon", "added")
    assert grids.correct(db, mina, NOW, key, 1, facts("Barque")).number == 4, "an undone number is not given again"
    with pytest.raises(Refused, match="grid-moved-on"):
        grids.undo(db, mina, NOW, key, 1)
    for number in (4, 1):
        grids.undo(db, mina, NOW, key, number)
    assert grids.current(store.grids(db)) == [] and len(store.grids(db)) == 4
    with pytest.raises(Refused, match="grid-moved-on"):
        grids.correct(db, mina, NOW, key, 1, facts())


@pytest.mark.parametrize("wrong", [
    Facts("", DAY, STEPS), Facts("Fourgon", DAY, ()), Facts("Fourgon", DAY, STEPS, until=DAY - timedelta(days=1)),
])  # fmt: skip
def test_a_grid_without_name_price_or_day_is_refused(db: Session, wrong: Facts) -> None:
    with pytest.raises(Refused, match="grid-wrong"):
        grids.add(db, Stock(db).mina, NOW, wrong)


@pytest.mark.parametrize("price", [8_333_333_33, 8_333_333_34])
def test_a_price_that_its_tax_lifts_over_ten_million_euros_is_told_by_its_line(price: int) -> None:
    pasted = f"1;8,25\n2;{price // 100},{price % 100}"
    assert bool(read_lines(pasted, Decimal(20))[1]) is (price == 8_333_333_34) and read_lines(pasted)[1] == []
    assert all((one.line, one.words) == (2, grid_lines.TOO_DEAR) for one in read_lines(pasted, Decimal(20))[1])


def test_what_no_plan_of_costs_can_hold_is_never_written(db: Session) -> None:
    mina = Stock(db).mina
    dear = Facts("Fourgon", DAY, ((1000, 10**9),), vat=2000, before_tax=True)
    key = grids.add(db, mina, NOW, facts()).carrier_id
    for write in (lambda: grids.add(db, mina, NOW, dear), lambda: grids.correct(db, mina, NOW, key, 1, dear)):
        with pytest.raises(Refused, match="grid-wrong"):
            write()


def test_as_many_carriers_as_a_plan_of_costs_takes(db: Session) -> None:
    mina = Stock(db).mina
    for number in range(grids.MOST_CARRIERS):
        grids.add(db, mina, NOW, facts(f"Fourgon {number}"))
    grids.add(db, mina, NOW, facts("Fourgon 1", dated=DAY))
    with pytest.raises(Refused, match="grid-too-many"):
        grids.add(db, mina, NOW, facts("Un de trop"))


def test_of_two_who_correct_at_once_one_is_told(database: Database) -> None:
    with database.write() as db:
        mina = Stock(db).mina
        key = grids.add(db, mina, NOW, facts()).carrier_id
    together, told = Barrier(2), []

    def correct(name: str) -> None:
        together.wait()
        try:
            with database.write() as db:
                grids.correct(db, mina, NOW, key, 1, facts(name))
            told.append("done")
        except Refused as refused:
            told.append(refused.code)

    threads = [Thread(target=correct, args=(name,)) for name in ("Barque", "Camion")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["done", "grid-moved-on"]
    with database.read() as db:
        assert [row.number for row in store.grids(db, key)] == [2, 1]


# --- at the desk -----------------------------------------------------------------------------------------------------

FORM = {"name": "Vélo-cargo", "dated": "2026-06-01", "until": "", "lines": "5;4,00\n12;6,00", "taxes": "ttc",
        "vat": "20", "most": "", "source": "tarif de juin"}  # fmt: skip


def at(room: StoreRoom, path: str = "") -> str:
    answer = room.at_desk.get(f"/transporteurs{path}")
    assert answer.status_code == 200
    return answer.text


def note(room: StoreRoom, form: dict[str, str] = FORM, status: int = 303) -> str:
    answer = room.at_desk.post("/transporteurs/nouveau", form)
    assert answer.status_code == status, answer.text
    return answer.text


def key_of(room: StoreRoom, name: str = "Vélo-cargo") -> str:
    with room.desk.database.read() as db:
        return next(row.carrier_id for row in grids.current(store.grids(db)) if row.name == name)


def posted(room: StoreRoom) -> dict[str, tuple[int, int]]:
    """Bundles and cents by the carrier that takes them."""
    found: dict[str, tuple[int, int]] = {}
    for one in room.look().parcels:
        if one.way == Way.CARRIER:
            many, cents = found.get(one.grid_name, (0, 0))
            found[one.grid_name] = (many + 1, cents + (one.cents or 0))
    return found


def bare(page: str) -> str:
    """What is read of a page, its narrow spaces as plain ones."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_grid_that_came_with_the_desk_counts_until_somebody_notes_one_and_says_how_old_it_is(
    room: StoreRoom,
) -> None:
    page = bare(at(room))
    assert "Colis postal" in page and "livrée avec le bureau" in page and "prix de 2023 : vérifiez" in page
    room.ready()
    page = bare(room.page("/paquets"))
    assert page.count("prix de 2023 : vérifiez") == 2, "of what would be used, and of what was used"
    assert "Grille Colis postal du 1 janvier 2023" in page and set(posted(room)) == {"Colis postal"}
    note(room)
    page = bare(at(room))
    assert "ne sert plus : vous tenez vos propres grilles" in page and "prix de 2023" not in page


def test_the_cheapest_of_all_grids_that_hold_takes_each_parcel_and_hand_delivery_stays(room: StoreRoom) -> None:
    room.ready()
    driven = [(one.place_id, one.copies) for one in room.look().parcels if one.way != Way.CARRIER]
    before = sum(cents for _, cents in posted(room).values())
    note(room)
    note(room, FORM | {"name": "Petits plis", "lines": "1;1,00"})
    note(room, FORM | {"name": "Hors de prix", "lines": "30;500"})
    look = room.look()
    assert look.repriced is not None and look.repriced[0] == before
    assert "les refaire" in room.page("/paquets")
    room.post("/paquets")
    after = posted(room)
    assert "Hors de prix" not in after and sum(cents for _, cents in after.values()) == look.repriced[1] < before
    assert room.look().repriced is None
    assert sorted((one.place_id, one.copies) for one in room.look().parcels if one.way != Way.CARRIER) == sorted(driven)
    for one in room.look().parcels:  # by hand: no cheaper single parcel holds it
        if one.way == Way.CARRIER:
            small, cargo = one.grams <= 1000, 400 if one.grams <= 5000 else 600
            assert one.cents == (100 if small else cargo)
            assert one.grid_dated == date(2026, 6, 1)


def test_a_line_that_cannot_be_read_is_shown_and_what_was_typed_stays(room: StoreRoom) -> None:
    page = note(room, FORM | {"lines": "5;4,00\ndouze;6,00"}, 400)
    assert "Ligne 2" in page and "Ce poids ne se lit pas" in page and "douze;6,00" in page and "Vélo-cargo" in page
    for more in ({"name": ""}, {"dated": ""}, {"until": "2026-05-31"}, {"vat": "cent"}, {"most": "20"}, {"most": "x"}):
        note(room, FORM | more, 400)
    with room.desk.database.read() as db:
        assert store.grids(db) == []


def test_a_price_that_its_tax_makes_too_dear_is_told_and_what_was_typed_stays(room: StoreRoom) -> None:
    page = note(room, FORM | {"lines": "5;4,00\n12;9999999", "taxes": "ht"}, 400)
    assert "Ligne 2" in page and "dix millions" in page and "12;9999999" in page
    note(room, FORM | {"lines": "5;4,00\n12;9999999", "taxes": "ttc"})


def test_a_grid_that_cannot_be_read_closes_no_page_and_is_put_right_on_its_own(room: StoreRoom) -> None:
    note(room)
    note(room, FORM | {"name": "Trop cher"})
    with room.desk.database.write() as db:
        db.query(grids.Grid).filter_by(name="Trop cher").one().steps = [[5000, 10**10]]
    room.ready()
    assert set(posted(room)) == {"Vélo-cargo"}, "no parcel is priced by it"
    key = key_of(room, "Trop cher")
    assert "Ces prix ne se lisent pas" in bare(at(room)) and at(room, f"/{key}")
    assert room.at_desk.post(f"/transporteurs/{key}", {"retire": "stop", "version": "1"}).status_code == 303
    assert "Ne servent plus" in at(room)
    assert room.at_desk.post(f"/transporteurs/{key}", {"retire": "back", "version": "2"}).status_code == 409
    for version in ("2", "1"):
        assert room.at_desk.post(f"/transporteurs/{key}/annuler", {"version": version}).status_code == 303
    assert "Ces prix ne se lisent pas" not in bare(at(room))


def test_correct_retire_bring_back_and_undo_from_the_page(room: StoreRoom) -> None:
    note(room)
    key = key_of(room)
    assert "5;4,00" in at(room, f"/{key}") and "12;6,00" in at(room, f"/{key}")
    room.at_desk.post(f"/transporteurs/{key}", FORM | {"lines": "5;4,50", "version": "1"})
    assert "4,50" in at(room)
    stale = room.at_desk.post(f"/transporteurs/{key}", FORM | {"lines": "7;7", "version": "1"})
    assert stale.status_code == 409 and "7;7" in stale.text and "5;4,50" in stale.text
    room.at_desk.post(f"/transporteurs/{key}", {"retire": "stop", "version": "2"})
    assert "Ne servent plus" in at(room) and "prix de 2023" in bare(at(room)), "without any, the desk's own is back"
    room.at_desk.post(f"/transporteurs/{key}", {"retire": "back", "version": "3"})
    assert "Ne servent plus" not in at(room)
    for version in ("4", "3", "2"):
        assert room.at_desk.post(f"/transporteurs/{key}/annuler", {"version": version}).status_code == 303
    assert "4 €" in bare(at(room)) and "4,50" not in at(room) and at(room).count("annulé") == 3
    assert room.at_desk.post(f"/transporteurs/{key}/annuler", {"version": "2"}).status_code == 409


def test_a_grid_that_ended_leaves_bundles_without_a_price_and_says_so(room: StoreRoom) -> None:
    note(room, FORM | {"until": "2026-06-30"})
    assert "Aucune grille n’est valable aujourd’hui" in at(room)
    room.ready()
    assert "Aucune grille n’est valable ce jour-là" in bare(room.page("/paquets"))
    assert posted(room)[""][1] == 0
    room.post("/paquets/cout")
    with room.desk.database.read() as db:
        plan, _ = read(db.get_one(Issue, room.issue.id).costing)
    assert plan is not None and plan.delivery.carrier == []


def test_a_plan_of_costs_follows_the_grids_that_hold_and_says_of_when_they_are(room: StoreRoom) -> None:
    room.ready()
    room.post("/paquets/cout")
    note(room)
    room.post("/paquets")
    room.post("/paquets/cout")
    with room.desk.database.read() as db:
        plan, problems = read(db.get_one(Issue, room.issue.id).costing)
    assert plan is not None and not problems
    assert [(one.slug, one.dated) for one in plan.delivery.carrier] == [("velo-cargo", date(2026, 6, 1))]
    assert plan.delivery.dated == date(2026, 6, 1)


def test_the_day_of_the_issue_or_today_says_which_grid_holds() -> None:
    issue = Issue(date=DAY)
    assert delivering.day_of(issue, DAY - timedelta(days=9)) == DAY
    assert delivering.day_of(issue, DAY + timedelta(days=9)) == DAY + timedelta(days=9)


def test_the_treasurer_keeps_grids_too_and_an_editor_has_no_such_page(room: StoreRoom) -> None:
    treasurer = room.desk.visitor(Role.TREASURER)
    assert treasurer.get("/transporteurs").status_code == 200
    assert treasurer.post("/transporteurs/nouveau", FORM).status_code == 303
    assert "Transporteurs" in treasurer.get("/argent/comptes").text
    assert room.desk.visitor(Role.EDITOR).get("/transporteurs").status_code == 404


def test_a_form_sent_twice_notes_one_grid(room: StoreRoom) -> None:
    for _ in range(2):
        note(room, FORM | {"once": "a-word"})
    with room.desk.database.read() as db:
        assert len(store.grids(db)) == 1


def test_the_moment_of_a_change_is_kept(db: Session) -> None:
    row = grids.add(db, Stock(db).mina, NOW, facts())
    assert isinstance(row.made_at, datetime) and row.made_at == NOW
