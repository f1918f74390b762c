"""Numbers and Latin words keep their own order in a right-to-left sentence, on paper and on a screen."""

import pytest

from journal_app.prepress.characters import LRI, PDI
from journal_app.prepress.order import kept, ordered
from tests.growth import LINEAR, grows


@pytest.mark.parametrize(("sentence", "whole"), [
    ("شمېره +33 6 12 34 56 78 ده", "+33 6 12 34 56 78"),
    ("شمېره ۰۷۰ ۱۲۳ ۴۵۶۷ ده", "۰۷۰ ۱۲۳ ۴۵۶۷"),
    ("رقم ٠٧-١٢٣٤٥٦٧ هنا", "٠٧-١٢٣٤٥٦٧"),
    ("ته Grande-Synthe لاړم", "Grande-Synthe"),
    ("وګورئ www.example.org/abc?x=1.", "www.example.org/abc?x=1"),
    ("ولیکئ journal@example.org ته", "journal@example.org"),
    ("نېټه 12/03/2027 وه", "12/03/2027"),
])  # fmt: skip
def test_what_has_an_order_of_its_own_is_isolated_whole(sentence: str, whole: str) -> None:
    assert [part for part, keeps in kept(sentence) if keeps] == [whole]
    assert ordered(sentence) == sentence.replace(whole, f"{LRI}{whole}{PDI}")


@pytest.mark.parametrize("sentence", ["۱۲ تنه او ۱۳ تنه", "۲۰۱۵-۲۰۱۶", "سنة ٢٠٢٧", "۵۰٪ کسان"])
def test_years_ranges_and_counts_are_left_to_their_readers_way(sentence: str) -> None:
    assert ordered(sentence) == sentence


def test_a_left_to_right_sentence_stays_as_it_is() -> None:
    assert ordered("Appeler le +33 6 12 34 56 78") == "Appeler le +33 6 12 34 56 78"
    assert ordered("+33 6 12", "rtl") == f"{LRI}+33 6 12{PDI}", "but a number that stands in an Arabic sentence"


@pytest.mark.parametrize("again", ["+", "a_", "www.", "a@", "۰ ", "1 ", "www.!", "a ", "+1-"])
def test_a_hostile_sentence_takes_bounded_time(again: str) -> None:
    assert grows(lambda size: list(kept("ا" + again * (size // len(again)))), 400_000) < LINEAR
