"""A quote: typed, shown with HT, VAT and TTC, confirmed, never changed; and rows that the costing can read."""

import re
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
    ("dated", "hier", "Une date"), ("delay_days", "vite", "jours ouvrés"),
])  # fmt: skip
def test_what_is_unclear_is_said_at_its_field_and_nothing_is_lost(
    shop: Shop, path: str, name: str, typed: str, said: str
) -> None:
    answer = shop.outside.post(f"{path}/devis", data=QUOTE | {"step": "give", name: typed})
    assert answer.status_code == 400 and said in answer.text
    assert "Palette comprise." in answer.text and re.search(r'id="\w+-error"', answer.text)
    assert quotes(shop) == []


def test_without_a_price_there_is_no_quote(shop: Shop, path: str) -> None:
    assert give(shop, path, net_3000="", net_4000="") == 400


def test_a_quantity_that_was_not_asked_for_is_not_priced(shop: Shop, path: str) -> None:
    give(shop, path, net_7="1")
    assert [copies for copies, _ in quotes(shop)[0].tiers] == [3000, 4000]


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
