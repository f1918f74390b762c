"""Sharing out what there is: the first first, nobody more than asked, who asked for more never less."""

from hypothesis import given
from hypothesis import strategies as st

from journal_app.distribution.next_run import Past, next_run
from journal_app.distribution.packing import Weights, bundle_size, bundles
from journal_app.distribution.sharing import LEAST, Ask, share

ASKS = st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=40).map(
    lambda rows: [Ask(str(number), copies, first) for number, (copies, first) in enumerate(rows)]
)


def test_with_enough_everybody_gets_what_they_asked_for_and_the_rest_is_kept() -> None:
    told = share(1000, [Ask("law", 2, True), Ask("a", 300), Ask("b", 500)])
    assert told.given == {"law": 2, "a": 300, "b": 500}
    assert (told.kept, told.percent, told.enough) == (198, 100, True)


def test_with_too_few_the_first_get_all_and_the_others_a_like_part_in_tens() -> None:
    told = share(502, [Ask("law", 2, True), Ask("a", 600), Ask("b", 300), Ask("c", 90), Ask("d", 15)])
    assert told.given == {"law": 2, "a": 280, "b": 150, "c": 50, "d": 15}
    assert (told.kept, told.percent) == (5, 49)


def test_with_next_to_nothing_there_is_no_floor() -> None:
    told = share(10, [Ask("a", 100), Ask("b", 100), Ask("c", 50)])
    assert told.given == {"a": 4, "b": 4, "c": 2}


@given(there=st.integers(0, 6000), asks=ASKS)
def test_what_is_given_and_kept_is_what_there_is(there: int, asks: list[Ask]) -> None:
    told = share(there, asks)
    assert sum(told.given.values()) + told.kept == there
    assert told.kept >= 0 and told.given.keys() == {one.key for one in asks}
    assert all(0 <= told.given[one.key] <= one.copies for one in asks)
    others = [one for one in asks if not one.first]
    if any(told.given[one.key] for one in others):  # nobody else before the first have all
        assert all(told.given[one.key] == one.copies for one in asks if one.first)
    for one in others:
        for other in others:
            if one.copies > other.copies:
                assert told.given[one.key] >= told.given[other.key]
            elif one.copies == other.copies:
                assert abs(told.given[one.key] - told.given[other.key]) <= 10
    left = there - sum(told.given[one.key] for one in asks if one.first)
    if left >= sum(min(one.copies, LEAST) for one in others):
        assert all(told.given[one.key] >= min(one.copies, LEAST) for one in others)
        if not told.enough:
            assert told.kept < 10, "what is not given is less than a step"


# --- the next run ----------------------------------------------------------------------------------------------------


def test_the_last_three_issues_left_310_print_3700() -> None:
    told = next_run([Past(9, 4000, 0), Past(10, 4000, 250), Past(11, 4000, 320), Past(12, 4000, 360)])
    assert told is not None
    assert (told.copies, told.left, [one.number for one in told.past]) == (3700, 310, [12, 11, 10])


def test_what_was_asked_for_in_vain_is_printed_too_and_no_past_gives_no_advice() -> None:
    told = next_run([Past(12, 4000, 0, unmet=450)])
    assert told is not None and (told.copies, told.unmet) == (4500, 450)
    assert next_run([]) is None


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=4))
def test_what_is_still_out_only_lowers_the_least_number(some: list[tuple[int, int, int]]) -> None:
    past = [Past(n, sum(one), one[0], out=one[1]) for n, one in enumerate(some)]
    told, answered = next_run(past), next_run([Past(one.number, one.delivered, one.left + one.out) for one in past])
    assert told is not None and answered is not None
    assert answered.copies == told.least <= told.copies


# --- bundles ---------------------------------------------------------------------------------------------------------


def test_bundles_are_round_and_spare_the_back() -> None:
    tabloid_of_16 = Weights(copy_milligrams=49_300, back_grams=11_000, wrap_grams=150)
    assert bundle_size(tabloid_of_16) == 200
    assert tabloid_of_16.of(200) == 10_010
    assert bundles(440, 200) == [200, 200, 40]


@given(milligrams=st.integers(500, 2_000_000), back=st.integers(1000, 30_000), wrap=st.integers(0, 900),
       copies=st.integers(1, 5000))  # fmt: skip
def test_no_bundle_is_heavier_than_a_back_lifts(milligrams: int, back: int, wrap: int, copies: int) -> None:
    weights = Weights(milligrams, back, wrap)
    size = bundle_size(weights)
    made = bundles(copies, size)
    assert sum(made) == copies and min(made) > 0 and len(set(made[:-1])) <= 1
    assert size == 1 or weights.of(size) <= back  # one copy that is too heavy is carried all the same
