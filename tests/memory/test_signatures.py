"""Signatures propose what is alike, of any length, in every script, and forget; the time grows with the rows."""

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.memory.forms import plain
from journal_app.memory.signatures import SIZE, THINNED_FROM, Run, joined, level, most_alike, run_of, signature
from tests.growth import LINEAR, grows

LETTERS = {"latin": "abcdefghijklmnopqrst", "arab": "ابتثجحخدذرزسشصضطظع", "beng": "কখগঘঙচছজঝঞটঠডঢণত",
           "ethi": "ሀለሐመሠረሰሸቀበተኀነአከወ", "thai": "กขคงจฉชซญฎฏฐดตถท"}  # fmt: skip


def words(dice: random.Random, letters: str, many: int, gap: str = " ") -> str:
    return gap.join("".join(dice.choices(letters, k=dice.randint(1, 9))) for _ in range(many))


def found(runs: list[Run], text: str, most: int = 5) -> list[int]:
    size = len(text)
    return [number for number, _ in most_alike(runs, text, size * 6 // 10, size * 10 // 6 + 1, most)]


@pytest.mark.parametrize("script", LETTERS)
@pytest.mark.parametrize("many", [3, 12, 100, 600, 2_000])
def test_with_one_word_of_many_changed_it_is_the_first_proposed(script: str, many: int) -> None:
    dice = random.Random(many)
    gap = "" if script == "thai" else " "
    texts = [words(dice, LETTERS[script], many, gap) for _ in range(60)]
    run = run_of([(number, signature(text)) for number, text in enumerate(texts)])
    for number in range(0, 60, 7):
        middle = len(texts[number]) // 2
        changed = texts[number][:middle] + dice.choice(LETTERS[script]) + texts[number][middle + 1 :]
        assert found([run], changed)[0] == number


def test_lengths_where_the_thinning_changes_are_compared_all_the_same() -> None:
    dice = random.Random(1)
    for edge in (THINNED_FROM, 2 * THINNED_FROM, 4 * THINNED_FROM):
        long = words(dice, LETTERS["latin"], edge)[: edge + 3]
        other = [words(dice, LETTERS["latin"], edge)[: edge + place] for place in range(-3, 4)]
        run = run_of([(number, signature(text)) for number, text in enumerate([*other, long])])
        assert level(edge - 1) + 1 == level(edge) == level(edge + 3)
        assert found([run], long[: edge - 2])[0] == len(other)


@given(st.text(max_size=80))
def test_any_text_has_a_signature_and_is_most_like_itself(text: str) -> None:
    told = plain(text) or "x"
    assert len(signature(told)) == SIZE
    run = run_of([(7, signature(told)), (8, signature("nothing of the kind at all"))])
    assert most_alike([run], told, 0, 100, 2)[0] == (7, 1.0)


@given(st.lists(st.lists(st.text("abc ", min_size=1, max_size=12), min_size=1, max_size=9), min_size=1, max_size=6))
def test_how_runs_are_joined_changes_nothing_that_is_found(parts: list[list[str]]) -> None:
    numbered = iter(range(1, 100))
    runs = [run_of([(next(numbered), signature(text)) for text in part]) for part in parts]
    whole = runs[0]
    for run in runs[1:]:
        whole = joined(whole, run)
    assert all(one <= other for one, other in pairwise(whole.lengths))
    for text in parts[0]:
        assert most_alike(runs, text, 0, 50, 100) == most_alike([whole], text, 0, 50, 100)


def test_what_is_forgotten_is_proposed_no_more_and_leaves_with_the_next_joining() -> None:
    run = run_of([(number, signature(f"la mer numéro {number}")) for number in range(1, 5)])
    run.forget([2, 99])
    assert sorted(number for number, alike in most_alike([run], "la mer numéro 2", 0, 99, 9) if alike) == [1, 3, 4]
    assert len(joined(run, run_of([(9, signature("le pain"))]))) == 4


def test_a_segment_takes_less_than_a_hundred_bytes() -> None:
    run = run_of([(number, signature(f"la mer numéro {number}")) for number in range(1_000)])
    assert run.size < 100 * len(run)


def test_a_signature_stays_what_it_was() -> None:
    """Rows hold them: who changes how they are made must make those anew by a migration."""
    kept = sorted(place for place, bit in enumerate(_bits(signature("la mer"))) if bit)
    assert kept == [47, 71, 155, 262, 292, 369]
    assert signature("la mer")[-2:] == b"\x06\0"


def _bits(told: bytes) -> list[int]:
    return [byte >> place & 1 for byte in told[:-2] for place in range(8)]


def test_proposing_grows_with_the_rows() -> None:
    dice = np.random.default_rng(1)
    runs = {size: _many(dice, size) for size in (20_000, 160_000)}

    def work(size: int) -> None:
        for _ in range(40):
            found([runs[size]], "la mer est froide ce soir et personne ne dort", 60)

    assert grows(work, 160_000) < LINEAR


def _many(dice: np.random.Generator, size: int) -> Run:
    lengths = np.sort(dice.integers(20, 80, size)).astype(np.uint16)
    columns = dice.integers(0, 1 << 63, (8, size)).astype(np.uint64)
    return Run(np.arange(size), lengths, np.full(size, 250, np.uint16), columns)
