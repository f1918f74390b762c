"""A quote: typed, shown with HT, VAT and TTC, confirmed, never changed; and rows that the costing can read."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.hand_off import quoting, store
from journal_app.money import Price
from journal_app.tasks.model import Notice
from tests.hand_off.room import DESK, Shop

QUOTE = {
    "net_3000": "1 700", "net_4000": "1909,09", "net_5000": "", "vat": "10", "extra_thousand": "150.00",
    "reference": "D-2027-18", "dated": "2027-03-01", "valid_until": "2099-06-01", "delay_days": "6",
    "deposit": "30 % à la commande", "terms": "30 jours", "overs": "± 5 %",
    "conditions": "Palette comprise.\nSans film.",
}  # fmt: skip


@pytest.fixture
def path(shop: Shop) -> str:
    return shop.ask()[0]


def give(shop: Shop, path: str, step: str = "give", **other: str) -> int:
    return shop.outside.post(f"{path}/devis", data=QUOTE | {"step": step} | other).status_code


def quotes(shop: Shop) -> list[store.Quoted]:
    with shop.desk.database.read() as db:
        return store.quotes(db, shop.issue.id)


def test_the_request_says_what_is_needed_and_no_address(shop: Shop, path: str) -> None:
    page = shop.outside.get(path).text
    for words in ("JDJ-12-1", "289 × 410 mm", "offset 80 g", "4/4", "A 2 000, B 2 000", "10 mars 2027"):
        assert words in page
    assert "3\u202f000 · 4\u202f000 · 5\u202f000" in page
    assert "Association de l’exemple" not in page and "Mina" not in page


def test_taxes_are_shown_before_anything_is_given(shop: Shop, path: str) -> None:
    page = shop.outside.post(f"{path}/devis", data=QUOTE | {"step": "look"}).text
    for words in (
        "1\u202f909,09\u00a0€",
        "190,91\u00a0€",
        "2\u202f100\u00a0€",
        "1\u202f870\u00a0€",
        "Est-ce bien cela",
    ):
        assert words in page
    assert quotes(shop) == []
    mended = shop.outside.post(f"{path}/devis", data=QUOTE | {"step": "mend"}).text
    assert 'value="1909,09"' in mended and "Sans film." in mended


def test_a_quote_is_kept_in_cents_for_the_costing(shop: Shop, path: str) -> None:
    assert give(shop, path) == 303
    (one,) = quotes(shop)
    assert one.tiers == ((3000, 170000), (4000, 190909)) and one.vat == 1000 and one.extra_thousand == 15000
    assert (one.company, one.reference, one.delay_days) == ("Imprimerie de l’exemple", "D-2027-18", 6)
    assert dict(quoting.priced(one.tiers, one.vat))[4000] == Price(190909, 19091), "2,100.00 TTC"
    assert "D-2027-18" in shop.at_desk.get(DESK).text
    with shop.desk.database.read() as db:
        assert [row.code for row in db.query(Notice)] == ["printer-quote"]


def test_a_quote_is_never_changed_a_new_one_stands_beside_it(shop: Shop, path: str) -> None:
    give(shop, path)
    give(shop, path, net_4000="1800", reference="D-2027-19")
    found = quotes(shop)
    assert [(one.number, one.reference, one.latest) for one in found] == [
        (2, "D-2027-19", True),
        (1, "D-2027-18", False),
    ]
    assert dict(found[1].tiers)[4000] == 190909
    assert "remplacé par un plus récent" in shop.at_desk.get(DESK).text


def test_the_same_form_twice_gives_one_quote(shop: Shop, path: str) -> None:
    assert give(shop, path, once="w") == give(shop, path, once="w") == 303
    assert len(quotes(shop)) == 1


@pytest.mark.parametrize(("name", "typed", "said"), [
    ("net_4000", "2.100", "deux façons"), ("net_4000", "cher", "pas un montant"), ("vat", "200", "trop grand"),
    ("vat", "", "pas un montant"), ("reference", " ", "À remplir"), ("valid_until", "2020-01-01", "déjà périmé"),
    ("dated", "hier", "Une date"), ("dated", "0027-03-01", "Une date"), ("valid_until", "9999-12-31", "Une date"),
    ("delay_days", "vite", "jours ouvrés"), ("net_4000", "-1700", "pas un montant"),
    ("net_4000", "0", "prix de zéro"), ("extra_thousand", "0,00", "prix de zéro"),
])  # fmt: skip
def test_what_is_unclear_is_said_at_its_field_and_nothing_is_lost(
    shop: Shop, path: str, name: str, typed: str, said: str
) -> None:
    answer = shop.outside.post(f"{path}/devis", data=QUOTE | {"step": "give", name: typed})
    assert answer.status_code == 400 and said in answer.text
    assert "Palette comprise." in answer.text and re.search(r'id="\w+-error"', answer.text)
    assert quotes(shop) == []


def test_signs_that_nobody_sees_are_not_kept(shop: Shop, path: str) -> None:
    """PostgreSQL takes no NUL; a line of the conditions stays a line."""
    give(shop, path, reference="D\0-18", terms="\0\x1b[31m30 jours", conditions="Palette\0.\r\nSans film.")
    (one,) = quotes(shop)
    assert (one.reference, one.terms, one.conditions) == ("D-18", "[31m30 jours", "Palette.\nSans film.")


def test_quotes_of_one_link_end_somewhere(shop: Shop, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quoting, "MOST_QUOTES", 2)
    assert [give(shop, path, reference=f"D-{number}") for number in range(3)] == [303, 303, 409]
    assert [one.number for one in quotes(shop)] == [2, 1]


def test_without_a_price_there_is_no_quote(shop: Shop, path: str) -> None:
    assert give(shop, path, net_3000="", net_4000="") == 400


def test_a_quantity_that_was_not_asked_for_is_not_priced(shop: Shop, path: str) -> None:
    give(shop, path, net_7="1")
    assert [copies for copies, _ in quotes(shop)[0].tiers] == [3000, 4000]


def test_a_line_more_is_asked_for_without_a_script_and_keeps_what_was_typed(shop: Shop, path: str) -> None:
    assert "Autre quantité" not in shop.outside.get(f"{path}/devis").text
    typed = QUOTE | {"step": "line", "lines": "0", "vat": "dix", "without_delivery": "1"}
    first = shop.outside.post(f"{path}/devis", data=typed)
    assert first.status_code == 200, "nothing is judged yet"
    assert 'name="more_copies_0"' in first.text and 'name="more_copies_1"' not in first.text
    assert re.search(r'name="more_copies_0"[^>]* autofocus', first.text), "where one goes on typing"
    assert 'value="1909,09"' in first.text and 'value="dix"' in first.text and "Sans film." in first.text
    assert re.search(r'name="without_delivery" value="1" checked', first.text)
    second = shop.outside.post(f"{path}/devis", data=typed | {"lines": "1", "more_copies_0": "6000"}).text
    assert 'name="more_copies_1"' in second and 'value="6000"' in second


def test_lines_end_somewhere_and_a_hostile_number_of_them_is_none(shop: Shop, path: str) -> None:
    def asked(lines: str, **more: str) -> str:
        return shop.outside.post(f"{path}/devis", data=QUOTE | {"step": "line", "lines": lines} | more).text

    full = asked(str(quoting.MORE))
    assert full.count('name="more_net_') == quoting.MORE and "Ajouter une autre quantité" not in full
    for lines in ("-1", "999999999999", "1e9", "٣", "", "0x2"):
        assert asked(lines).count('name="more_net_') == 1
    assert asked("0", more_net_4="12").count('name="more_net_') == quoting.MORE, "none that holds something is hidden"
    beyond = {f"more_copies_{quoting.MORE}": "9000", f"more_net_{quoting.MORE}": "1"}
    give(shop, path, **beyond)
    assert [copies for copies, _ in quotes(shop)[0].tiers] == [3000, 4000]


def test_the_printer_s_own_quantities_are_kept_with_those_that_were_asked(shop: Shop, path: str) -> None:
    own = {"more_copies_0": "6 000", "more_net_0": "2 300,50", "more_copies_2": "1.500", "more_net_2": "1200"}
    look = shop.outside.post(f"{path}/devis", data=QUOTE | own | {"step": "look"}).text
    assert "2\u202f300,50" in look and 'name="more_copies_2" value="1.500"' in look
    assert give(shop, path, **own) == 303
    assert quotes(shop)[0].tiers == ((1500, 120000), (3000, 170000), (4000, 190909), (6000, 230050))


@pytest.mark.parametrize(("own", "field", "said"), [
    ({"more_copies_0": "4000", "more_net_0": "1"}, "more_copies_0", "déjà un prix"),
    ({"more_copies_0": "7", "more_net_0": "1", "more_copies_3": "7", "more_net_3": "2"}, "more_copies_3", "déjà"),
    ({"more_copies_0": "7000"}, "more_net_0", "Donner son prix"),
    ({"more_net_0": "1200"}, "more_copies_0", "nombre entier"),
    ({"more_copies_0": "0", "more_net_0": "1"}, "more_copies_0", "De 1 à"),
    ({"more_copies_0": "-5", "more_net_0": "1"}, "more_copies_0", "nombre entier"),
    ({"more_copies_0": "999999999", "more_net_0": "1"}, "more_copies_0", "De 1 à"),
    ({"more_copies_0": "9" * 4000, "more_net_0": "1"}, "more_copies_0", "nombre entier"),
    ({"more_copies_0": "1e3", "more_net_0": "1"}, "more_copies_0", "nombre entier"),
    ({"more_copies_0": "7000", "more_net_0": "2.100"}, "more_net_0", "deux façons"),
    ({"more_copies_0": "7000", "more_net_0": "9" * 4000}, "more_net_0", "trop grand"),
    ({"more_copies_0": "7000", "more_net_0": "NaN"}, "more_net_0", "pas un montant"),
])  # fmt: skip
def test_what_is_unclear_in_a_line_is_said_in_that_line(
    shop: Shop, path: str, own: dict[str, str], field: str, said: str
) -> None:
    answer = shop.outside.post(f"{path}/devis", data=QUOTE | own | {"step": "give"})
    assert answer.status_code == 400
    error = re.search(rf'id="{field}-error">([^<]*)<', answer.text)
    assert error is not None and said in error.group(1)
    assert quotes(shop) == []


@given(st.permutations([(1000, "900"), (2000, "1100"), (6000, "2300"), (7000, "2500"), (8000, "2 700")]))
def test_the_order_of_the_lines_changes_nothing(own: list[tuple[int, str]]) -> None:
    typed = QUOTE | {f"more_copies_{line}": str(copies) for line, (copies, _) in enumerate(own)}
    typed |= {f"more_net_{line}": net for line, (_, net) in enumerate(own)}
    offer, wrong = quoting.read(typed, [5000, 3000, 4000], date(2027, 3, 1))
    assert wrong == {} and offer is not None
    assert [copies for copies, _ in offer.tiers] == [1000, 2000, 3000, 4000, 6000, 7000, 8000]


def test_what_the_price_leaves_out_is_ticked_shown_and_kept(shop: Shop, path: str) -> None:
    ticks = {"without_delivery": "1", "without_plates": "1"}
    look = shop.outside.post(f"{path}/devis", data=QUOTE | ticks | {"step": "look"}).text
    assert "la livraison, les plaques" in look
    assert give(shop, path, **ticks, without_nothing="1") == 303
    assert quotes(shop)[0].without == ("delivery", "plates")
    assert "la livraison, les plaques" in shop.at_desk.get(DESK).text
    assert "delivery, plates" in shop.outside.post(f"{path}/devis?lang=en", data=QUOTE | ticks | {"step": "look"}).text


def test_the_day_on_which_copies_are_needed_is_asked_with_the_rest(shop: Shop) -> None:
    path, _ = shop.ask(needed="2027-03-20")
    assert "20 mars 2027" in shop.outside.get(path).text
    assert shop.at_desk.post(f"{DESK}/demandes", {"company": "A", "quote": "1", "reference": "R", "quantities": "4000",
                                                  "needed": "bientôt"}).status_code == 400  # fmt: skip


def test_later_settings_do_not_change_what_was_asked(shop: Shop, path: str) -> None:
    with shop.desk.database.write() as db:
        from journal_app.issues.model import Issue

        db.get_one(Issue, shop.issue.id).printer = {"preset": "a4-booklet"}
    assert "289 × 410 mm" in shop.outside.get(path).text


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=6), st.integers(0, 10_000))
def test_the_three_faces_of_a_price_add_up(nets: list[int], vat: int) -> None:
    for (_, net), (_, price) in zip(enumerate(nets), quoting.priced(list(enumerate(nets)), vat), strict=True):
        assert price.net == net and price.gross == price.net + price.vat
        assert abs(Decimal(price.vat) - Decimal(net) * vat / 10_000) <= Decimal("0.5")
