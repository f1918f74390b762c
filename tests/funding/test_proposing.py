"""Proposals: what a bank line may be, with reasons; the best first, sums bounded, nothing far-fetched."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal_app.funding.proposing import LIKELY, SHOWN, SURE, Open, Target, propose
from journal_app.funding.words import words_of

DAY = date(2027, 3, 5)


def line(cents: int, label: str = "VIREMENT", id: str = "l", day: date = DAY) -> Open:
    return Open(id, day, cents, label)


def target(
    cents: int, name: str = "Don", key: str = "t", day: date = DAY, group: str = "", payments: int = 0
) -> Target:
    return Target(f"fund:{key}", cents, day, name, words_of(name), group, payments)


def codes(proposal: object) -> list[str]:
    return [one.code for one in proposal.why]  # type: ignore[attr-defined]


def test_the_same_amount_near_in_time_with_its_name_in_the_label_is_almost_certain() -> None:
    [best] = propose([line(41_200, "VIR OCEANE FONDATION")], [target(41_200, "Fondation Océane")])["l"]
    assert best.score >= SURE and codes(best) == ["same-amount", "bank", "word", "same-day"]


def test_the_amount_alone_is_only_likely_and_a_rival_makes_it_less() -> None:
    [alone] = propose([line(41_200)], [target(41_200)])["l"]
    assert LIKELY <= alone.score < SURE
    both = propose([line(41_200)], [target(41_200, key="t1"), target(41_200, key="t2")])["l"]
    assert all(one.score < alone.score and "rivals" in codes(one) for one in both)


def test_a_far_away_day_is_no_proposal() -> None:
    assert propose([line(41_200)], [target(41_200, day=DAY - timedelta(days=400))]) == {}


def test_a_credit_is_never_an_expense() -> None:
    assert propose([line(41_200)], [target(-41_200)]) == {}


def test_a_few_funds_of_one_giver_are_one_credit() -> None:
    some = [target(cents, "Secours Nord", f"t{cents}") for cents in (1_000, 2_500, 7_700, 9_999)]
    best = propose([line(11_200, "VIR SECOURS")], some)["l"][0]
    assert sorted(one.cents for one in best.targets) == [1_000, 2_500, 7_700] and codes(best)[0] == "sum-of"


def test_sums_of_strangers_are_not_put_together() -> None:
    some = [target(cents, name, name) for cents, name in ((1_000, "Utopia"), (2_500, "Emmaüs"), (7_700, "Auberge"))]
    assert propose([line(11_200, "VIREMENT")], some) == {}


def test_an_instalment_is_proposed_as_a_part_when_nothing_fits_better() -> None:
    [best] = propose([line(30_000, "REGION HAUTS")], [target(100_000, "Région Hauts-de-France")])["l"]
    assert codes(best)[0] == "part-of-target" and best.cents == 30_000 and best.score < LIKELY


def test_a_refused_proposal_does_not_come_back() -> None:
    [best] = propose([line(41_200)], [target(41_200)])["l"]
    assert propose([line(41_200)], [target(41_200)], refused=frozenset({best.key})) == {}


def test_what_a_label_is_known_by_leaves_out_what_every_label_says() -> None:
    assert words_of("VIR SEPA RECU /DE HELLOASSO 0305 SUBVENTION") == {"helloasso"}
    assert words_of("Fondation Océane") == {"oceane"}


AMOUNTS = st.integers(-20, 20).filter(bool).map(lambda one: one * 100)
NAMES = st.sampled_from(["Océane", "Secours Nord", "HelloAsso", "Rien"])
DAYS = st.integers(-90, 90).map(lambda one: DAY + timedelta(days=one))


@given(st.lists(st.tuples(AMOUNTS, NAMES, DAYS), max_size=12), st.lists(st.tuples(AMOUNTS, NAMES, DAYS), max_size=12))
def test_a_proposal_adds_up_on_one_side_and_is_among_at_most_three(
    lines: list[tuple[int, str, date]], targets: list[tuple[int, str, date]]
) -> None:
    there = [line(cents, f"VIR {name}", f"l{place}", day) for place, (cents, name, day) in enumerate(lines)]
    wanted = [target(cents, name, f"t{place}", day) for place, (cents, name, day) in enumerate(targets)]
    for asked, some in propose(there, wanted).items():
        assert 0 < len(some) <= SHOWN and [one.score for one in some] == sorted(
            (one.score for one in some), reverse=True
        )
        for one in some:
            assert asked in {each.id for each in one.lines}
            left, right = sum(each.cents for each in one.lines), sum(each.cents for each in one.targets)
            assert (left > 0) == (right > 0) and one.cents == min(abs(left), abs(right))
            assert left == right or codes(one)[0] in ("part-of-target", "part-of-line")
