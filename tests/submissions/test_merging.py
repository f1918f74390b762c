"""Two people change the same version: what goes together by itself, and what somebody has to choose."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from journal_app.prepress.model import Block
from journal_app.prepress.normal import normal_blocks
from journal_app.prepress.writing import fragment_of
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.content import Content
from journal_app.submissions.merging import Choice, merge
from journal_app.submissions.plain import from_plain, to_plain
from tests.submissions.fragments import blocks


def text(body: str, **fields: str) -> Content:
    return Content(**fields, body=from_plain(body))  # type: ignore[arg-type]


def merged(base: str, mine: str, theirs: str) -> str:
    result = merge(text(base), text(mine), text(theirs))
    assert not result.open
    return to_plain(result.content().body)


BASE = "Un jour à Calais.\n\nLa mer est froide.\n\nNous partons demain."


def test_changes_of_different_paragraphs_go_together() -> None:
    mine = BASE.replace("Un jour", "Une nuit")
    theirs = BASE.replace("demain", "ce soir")
    assert merged(BASE, mine, theirs) == "Une nuit à Calais.\n\nLa mer est froide.\n\nNous partons ce soir."


def test_neighbours_are_different_paragraphs() -> None:
    mine, theirs = BASE.replace("Un jour", "Une nuit"), BASE.replace("froide", "grise")
    assert merged(BASE, mine, theirs) == "Une nuit à Calais.\n\nLa mer est grise.\n\nNous partons demain."


def test_one_adds_and_the_other_takes_out() -> None:
    mine = BASE + "\n\nPost-scriptum de Mina."
    theirs = "La mer est froide.\n\nNous partons demain."
    assert merged(BASE, mine, theirs) == "La mer est froide.\n\nNous partons demain.\n\nPost-scriptum de Mina."


def test_a_new_first_item_takes_the_first_number() -> None:
    base, mine = "1. riz\n2. sel\n3. thé", "1. eau\n2. riz\n3. sel\n4. thé"
    assert merged(base, mine, base.replace("thé", "thé vert")) == "1. eau\n2. riz\n3. sel\n4. thé vert"
    assert merged(base, base.replace("thé", "thé vert"), mine) == "1. eau\n2. riz\n3. sel\n4. thé vert"


def test_the_same_paragraph_is_a_question_with_three_answers() -> None:
    result = merge(text(BASE), text(BASE.replace("froide", "verte")), text(BASE.replace("froide", "grise")))
    (place,) = [number for number, part in enumerate(result.parts) if part.open]
    told = {choice: to_plain(result.content({place: choice}).body) for choice in Choice}
    assert told[Choice.MINE] == BASE.replace("froide", "verte")
    assert told[Choice.THEIRS] == BASE.replace("froide", "grise")
    assert "La mer est grise.\n\nLa mer est verte." in told[Choice.BOTH]
    assert to_plain(result.content().body) == told[Choice.BOTH]  # nothing chosen, nothing lost


def test_a_paragraph_changed_here_and_taken_out_there_is_a_question() -> None:
    result = merge(text(BASE), text(BASE.replace("froide", "verte")), text(BASE.replace("La mer est froide.\n\n", "")))
    assert [(len(part.mine), len(part.theirs)) for part in result.parts if part.open] == [(1, 0)]


def test_fields_are_blocks_too() -> None:
    base, mine, theirs = Content("A", "k"), Content("B", "k"), Content("A", "kk")
    assert merge(base, mine, theirs).content() == Content("B", "kk")
    result = merge(base, replace(base, headline="B"), replace(base, headline="C"))
    assert [part.field for part in result.parts if part.open] == ["headline"]
    assert result.content().headline == "C / B"


lines = st.lists(
    st.sampled_from(["La mer.", "La mer bleue.", "Le pain", "- a", "- b", "1. x", "1. y", "> q"]), max_size=8
)
bodies = lines.map("\n\n".join).map(text) | blocks.map(lambda b: Content(body=fragment_of(normal_blocks(b))))


@given(bodies, bodies)
def test_one_change_alone_is_taken_as_it_is(base: Content, changed: Content) -> None:
    assert merge(base, base, base).content() == base
    for result in (merge(base, changed, base), merge(base, base, changed), merge(base, changed, changed)):
        assert not result.open
        assert result.content() == changed


@given(bodies, bodies, bodies)
def test_no_words_of_anybody_are_lost(base: Content, mine: Content, theirs: Content) -> None:
    """What somebody wrote and was not there before stands in the merge, whatever was chosen by nobody."""
    kept = merge(base, mine, theirs).content()
    old, now = _words(base), _words(kept)
    for side in (mine, theirs):
        assert _words(side) - old <= now


def _words(content: Content) -> set[tuple[object, ...]]:
    return {(run.text, run.note) for block in blocks_of(content.body) for run in _runs(block) if run.text or run.note}


def _runs(block: Block) -> tuple:  # type: ignore[type-arg]
    return block.runs
