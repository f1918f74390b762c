"""Two versions of a text: which block became which, and in what time."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from journal_app.submissions.alignment import align
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.matching import matches
from journal_app.submissions.plain import from_plain
from tests.growth import LINEAR, grows


def aligned(old: str, new: str) -> list[tuple[int | None, int | None]]:
    return align(blocks_of(from_plain(old)), blocks_of(from_plain(new)))


def test_equal_blocks_stay_and_changed_ones_find_each_other() -> None:
    old = "## Titre\n\nLa mer est grande.\n\nIl fait froid ici.\n\nNous attendons."
    new = "## Titre\n\nLa mer est très grande.\n\nUne phrase neuve, sans rien de commun.\n\nNous attendons."
    assert aligned(old, new) == [(0, 0), (1, 1), (2, None), (None, 2), (3, 3)]


def test_scripts_without_spaces_are_compared_too() -> None:
    assert aligned("ខ្ញុំនៅទីនេះ\n\nទៅផ្ទះ", "ខ្ញុំនៅទីនោះ\n\nទៅផ្ទះ") == [(0, 0), (1, 1)]


def test_a_list_item_that_only_moves_up_is_the_same() -> None:
    assert aligned("1. a\n2. b\n3. c", "1. b\n2. c") == [(0, None), (1, 0), (2, 1)]


rows = st.lists(st.integers(0, 5), max_size=30)


@given(rows, rows)
def test_matches_are_equal_and_in_order(old: list[int], new: list[int]) -> None:
    found = matches(old, new)
    assert all(old[i] == new[j] for i, j in found)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))
    assert matches(old, old) == [(place, place) for place in range(len(old))]


lines = st.lists(st.sampled_from(["La mer.", "La mer bleue.", "Un pain", "- a", "- b", "1. x", "> q"]), max_size=12)


@given(lines, lines)
def test_every_block_of_both_stands_once_in_order(old: list[str], new: list[str]) -> None:
    pairs = aligned("\n\n".join(old), "\n\n".join(new))
    assert [i for i, _ in pairs if i is not None] == list(range(len(blocks_of(from_plain("\n\n".join(old))))))
    assert [j for _, j in pairs if j is not None] == list(range(len(blocks_of(from_plain("\n\n".join(new))))))


def test_the_worst_takes_bounded_time() -> None:
    assert grows(lambda size: matches([n % 7 for n in range(size)], [n % 5 for n in range(size)]), 60_000) < LINEAR
    assert grows(lambda size: matches(list(range(size)), list(range(size, 0, -1))), 60_000) < LINEAR
