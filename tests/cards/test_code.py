"""The return code: one secret in many spellings; a typing mistake is told apart from a code nobody has."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.cards import code, door_code
from journal_app.cards.code import Misread, Slip

SECRETS = st.integers(0, 2**code.BITS - 1)


@given(SECRETS, st.sampled_from(sorted(code.NUMERALS)))
def test_digits_of_any_script_lead_back(secret: int, numerals: str) -> None:
    groups = code.digits(secret, numerals)
    assert [len(group) for group in groups] == [5, 5, 5, 5]
    assert code.read(" ".join(groups)) == code.read("".join(groups)) == code.read("-".join(groups)) == secret


@given(SECRETS, st.sampled_from(sorted(code.LISTS)))
def test_words_lead_back(secret: int, tag: str) -> None:
    six = code.words(secret, tag)
    assert len(six) == 6
    assert code.read(" ".join(six)) == code.read(", ".join(six).upper()) == secret


def test_words_are_read_without_accents_and_by_their_first_four_letters() -> None:
    six = code.words(987654321987654321, "fr")
    bare = " ".join(code._bare(word)[:4] for word in six)
    assert code.read(bare) == 987654321987654321


@given(SECRETS, st.integers(0, 19), st.integers(1, 9))
def test_a_wrong_digit_is_always_a_typing_mistake(secret: int, place: int, more: int) -> None:
    typed = "".join(code.digits(secret))
    wrong = typed[:place] + str((int(typed[place]) + more) % 10) + typed[place + 1 :]
    assert isinstance(code.read(wrong), Misread)


@given(SECRETS, st.integers(0, 18))
def test_two_neighbours_swapped_are_always_a_typing_mistake(secret: int, place: int) -> None:
    typed = "".join(code.digits(secret))
    swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
    assert swapped == typed or isinstance(code.read(swapped), Misread)


def test_what_is_wrong_is_said() -> None:
    typed = "".join(code.digits(12345))
    assert code.read("  ") == Misread(Slip.EMPTY)
    assert code.read(typed[:-1]) == Misread(Slip.SHORT, 19)
    assert code.read(typed + "0") == Misread(Slip.LONG, 21)
    six = code.words(12345, "en")
    assert code.read(" ".join(six[:5])) == Misread(Slip.SHORT, 5)
    assert code.read(" ".join((*six[:5], "qqqqqq"))) == Misread(Slip.WORD, 6, "qqqqqq")
    other = next(word for word in code._list("en") if word not in six)
    assert isinstance(code.read(" ".join((*six[:5], other))), (Misread, int))


def test_a_language_without_a_list_has_no_words() -> None:
    assert code.words(1, "ps") == ()


def test_a_code_was_kept_when_its_end_or_a_word_comes_back() -> None:
    secret = 424242424242
    assert code.recalls(secret, code.digits(secret, "persian")[-1])
    assert code.recalls(secret, code.words(secret, "fr")[2])
    assert code.recalls(secret, " ".join(code.digits(secret)))
    assert not code.recalls(secret, "") and not code.recalls(secret, "1")
    assert not code.recalls(secret, code.digits(secret + 1)[-1])


def test_a_guess_is_a_code_once_in_sixty_one() -> None:
    rng = random.Random(7)
    hits = sum(not isinstance(code.read(f"{rng.randrange(10**20):020}"), Misread) for _ in range(20_000))
    assert 200 < hits < 460  # 328, and a little less since not all multiples of 61 are codes


@pytest.mark.parametrize("typed", ["1234", "", "12345678901"])
def test_a_join_code_of_another_length_is_none(typed: str) -> None:
    assert door_code.read(typed) == ""


def test_a_join_code_tells_every_wrong_digit_and_every_swap() -> None:
    for _ in range(50):
        made = door_code.new_code()
        assert door_code.read(door_code.shown(made)) == made
        assert door_code.read(made.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == made
        for place in range(8):
            for digit in "0123456789":
                wrong = made[:place] + digit + made[place + 1 :]
                assert door_code.read(wrong) == (made if wrong == made else "")
        for place in range(7):
            swapped = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
            assert swapped == made or door_code.read(swapped) == ""
