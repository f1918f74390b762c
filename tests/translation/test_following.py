"""Paragraphs are followed from one version of a text to the next: changed, moved, split, joined, taken out, put in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.prepress.model import Block, Run
from journal_app.translation.following import follow
from tests.growth import LINEAR, grows

SEA = "La mer est froide ce soir et personne ne dort dans la jungle."
BREAD = "Le pain arrive à midi, quand la file avance enfin d’un pas."
POLICE = "À l’aube, les tentes sont prises et les téléphones cassés."
CHILD = "Un enfant dessine un bateau sur le mur de la gare."
LAW = "Le tribunal a dit non, puis oui, puis plus rien du tout."


def blocks(*said: str) -> list[Block]:
    return [Block("h2" if one.startswith("# ") else "p", (Run(one.removeprefix("# ")),)) for one in said]


def told(old: list[str], new: list[str]) -> list[tuple[int, ...]]:
    return follow(blocks(*old), blocks(*new))


FOUR = [SEA, BREAD, POLICE, CHILD]


@pytest.mark.parametrize(
    ("new", "became"),
    [
        (FOUR, [(0,), (1,), (2,), (3,)]),
        ([SEA, BREAD.replace("midi", "minuit"), POLICE, CHILD], [(0,), (1,), (2,), (3,)]),
        ([SEA, POLICE, CHILD], [(0,), (), (1,), (2,)]),
        ([SEA, LAW, BREAD, POLICE, CHILD], [(0,), (2,), (3,), (4,)]),
        ([CHILD, SEA, BREAD, POLICE], [(1,), (2,), (3,), (0,)]),
        ([CHILD.replace("bateau", "navire"), SEA, BREAD, POLICE], [(1,), (2,), (3,), (0,)]),
        ([SEA, LAW, POLICE, CHILD], [(0,), (1,), (2,), (3,)]),
        ([f"{SEA} {BREAD}", POLICE, CHILD], [(0,), (0,), (1,), (2,)]),
        ([SEA, "Le pain arrive à midi,", "quand la file avance enfin d’un pas.", POLICE, CHILD],
         [(0,), (1, 2), (3,), (4,)]),
        (["La mer est froide ce soir.", "Personne ne dort dans la jungle.", BREAD, POLICE, CHILD],
         [(0, 1), (2,), (3,), (4,)]),
        ([], [(), (), (), ()]),
    ],
    ids=["nothing", "a word", "taken out", "put in", "moved", "moved and changed", "written anew", "joined", "split",
         "split and changed", "all gone"],
)  # fmt: skip
def test_what_became_of_each(new: list[str], became: list[tuple[int, ...]]) -> None:
    assert told(FOUR, new) == became


def test_a_paragraph_that_becomes_a_heading_is_the_same_one() -> None:
    assert told([SEA, BREAD], [f"# {SEA}", BREAD]) == [(0,), (1,)]


def test_it_follows_in_other_scripts_as_well() -> None:
    ps, ti = "سمندر سوړ دی او څوک ویده نه دي.", "ባሕሪ ዝሑል እዩ፡ ሓደ እኳ ኣይደቀሰን።"
    assert told([ps, ti], [ti, ps.replace("سوړ", "تود")]) == [(1,), (0,)]


texts = st.lists(st.sampled_from([*FOUR, LAW, "", "a", "oui", SEA[:30], f"{SEA} {BREAD}"]), max_size=9)


@given(texts, texts)
def test_every_place_is_one_that_is_there_and_the_same_text_stays(old: list[str], new: list[str]) -> None:
    found = told(old, new)
    assert len(found) == len(old)
    assert all(0 <= j < len(new) for there in found for j in there)
    assert told(old, old) == [(n,) for n in range(len(old))]


def test_a_long_text_takes_bounded_time() -> None:
    def worst(size: int) -> None:
        one = [f"{n} {SEA[n % 20 :]} {BREAD[n % 13 :]}" for n in range(size)]
        follow(blocks(*one), blocks(*(f"{said[::-1]} {said}" for said in reversed(one))))

    assert grows(worst, 400) < LINEAR
